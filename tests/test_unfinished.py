"""Files take their places together or not at all, whenever whoever writes them is stopped."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import errno
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fuzzing.kills import WRITE
from misid.errors import OutputError
from misid.files.write import text_writer, write_files, write_new

FILES = 6
KILL = Path(__file__).parents[1] / "tools" / "kill.py"
WRITES = """
import os, sys
from pathlib import Path
from misid.files import unfinished, write
folder, text, stop = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
done = 0

def counted(function):
    def same(*given, **named):
        global done
        done += 1
        if done == stop:
            os.kill(os.getpid(), 9)
        return function(*given, **named)
    return same

Path.write_text = counted(Path.write_text)
Path.replace = counted(Path.replace)
Path.rename = counted(Path.rename)
files = {f"below/{n}.txt" if n % 2 else f"{n}.txt": write.text_writer(text) for n in range(6)}
write.write_files(files, folder)
print("written")
"""


def written(folder: Path, text: str, stop: int = 0) -> int:
    """Write in another process, which is killed at its so-manyth step; its exit code."""
    command = [sys.executable, "-c", WRITES, str(folder), text, str(stop)]
    return subprocess.run(command, check=False, capture_output=True).returncode


def texts(folder: Path) -> set[str]:
    """What stands in the files that are in their places."""
    return {
        path.read_text("utf-8") for path in folder.rglob("[0-9].txt") if ".misid" not in str(path)
    }


@pytest.mark.parametrize("stop", range(1, 16))
def test_a_killed_writer_leaves_the_old_files_or_the_new_ones(tmp_path: Path, stop: int) -> None:
    """Whatever the moment: whoever writes next finishes the moves, or takes the rest away."""
    folder = tmp_path / "out"
    assert 0 == written(folder, "old")
    code = written(folder, "new", stop)
    assert code in (0, -signal.SIGKILL)
    write_files({"another.txt": text_writer("x")}, folder)
    assert texts(folder) in ({"old"}, {"new"})
    assert FILES == len(list(folder.glob("[0-9].txt"))) + len(list(folder.glob("below/[0-9].txt")))
    assert [] == [path.name for path in folder.iterdir() if path.name.startswith(".misid")]


def test_files_are_old_or_new_whenever_their_writer_is_stopped(tmp_path: Path) -> None:
    """
    Interrupted between two moves it ends the moves first: it says that nothing is half.

    In a process of its own: what is stopped is a fork, which threads of other tests would hold up.
    """
    command = [sys.executable, str(KILL), "--kills", "12", "--only", WRITE]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert 0 == done.returncode, done.stdout + done.stderr
    assert "12" in done.stdout


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    """What it leads to may be anybody's."""
    theirs = tmp_path / "theirs.txt"
    theirs.write_text("theirs", "utf-8")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "report.txt").symlink_to(theirs)
    with pytest.raises(OutputError, match=r"report\.txt is a link"):
        write_files({"report.txt": text_writer("ours")}, folder)
    assert "theirs" == theirs.read_text("utf-8")


def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    """One that only its owner may read stays so."""
    write_files({"a.txt": text_writer("1")}, tmp_path)
    (tmp_path / "a.txt").chmod(0o600)
    write_files({"a.txt": text_writer("2")}, tmp_path)
    assert 0o600 == (tmp_path / "a.txt").stat().st_mode & 0o777


def test_two_who_write_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    """Each has a folder that nobody can guess; the files of the last stand whole."""
    commands = [
        [sys.executable, "-c", WRITES, str(tmp_path), text, "0"] for text in ("one", "two") * 3
    ]
    tmp_path.mkdir(exist_ok=True)
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for command in commands]
    for process in running:
        out, _ = process.communicate(timeout=120)
        assert b"written" in out
    assert texts(tmp_path) <= {"one", "two"}
    assert [] == [path.name for path in tmp_path.iterdir() if path.name.startswith(".misid")]


def test_a_list_of_moves_leads_nowhere_else(tmp_path: Path) -> None:
    """What somebody else put there moves nothing out of the folder."""
    place = tmp_path / ".misid-theirs"
    place.mkdir()
    (place / "lock").touch()
    (place / "x.txt").write_text("x", "utf-8")
    (place / "ready.json").write_text('["../x.txt", "/tmp/x.txt"]', "utf-8")
    write_files({"a.txt": text_writer("1")}, tmp_path)
    assert not (tmp_path.parent / "x.txt").exists()
    assert ["a.txt"] == [path.name for path in tmp_path.iterdir()]


def test_a_new_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk nothing of its name is left, not even an empty file."""
    write = Path.write_text

    def refused(path: Path, text: str, **options: Any) -> int:
        write(path, text[:3], **options)
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_text", refused)
        with pytest.raises(OutputError, match=r"mine\.yaml cannot be written: No space left"):
            write_new(tmp_path / "mine.yaml", "name: mine")
    assert [] == list(tmp_path.iterdir())
    write_new(tmp_path / "mine.yaml", "name: mine")
    assert "name: mine" == (tmp_path / "mine.yaml").read_text("utf-8")


def test_the_folder_of_a_new_file_is_made(tmp_path: Path) -> None:
    """As that of a report is; a file in its place is left."""
    write_new(tmp_path / "in" / "it" / "mine.yaml", "name: mine")
    assert "name: mine" == (tmp_path / "in" / "it" / "mine.yaml").read_text("utf-8")
    (tmp_path / "file").write_text("mine")
    for path in (tmp_path / "file" / "a.yaml", tmp_path / "file" / "below" / "a.yaml"):
        with pytest.raises(OutputError, match=f"{path.parent.name} is a file, but a folder"):
            write_new(path, "name: mine")
    assert "mine" == (tmp_path / "file").read_text()


@pytest.mark.parametrize("has_links", [True, False])
def test_a_new_file_takes_nobodys_place(
    has_links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither that of a file nor that of a link which leads nowhere yet."""

    def none(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    if not has_links:
        monkeypatch.setattr(Path, "hardlink_to", none)
    write_new(tmp_path / "a.yaml", "mine")
    (tmp_path / "b.yaml").symlink_to(tmp_path / "elsewhere")
    for name in ("a.yaml", "b.yaml"):
        with pytest.raises(OutputError, match="exists already"):
            write_new(tmp_path / name, "other")
    assert "mine" == (tmp_path / "a.yaml").read_text("utf-8")
    assert ["a.yaml", "b.yaml"] == sorted(path.name for path in tmp_path.iterdir())
