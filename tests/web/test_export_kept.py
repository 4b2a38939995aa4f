"""What is kept of an export that was stopped: whole answers, one writer, and nothing at the end."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.command import call

from misid.machine import kept_code
from misid.web import export_kept
from misid.web.export_kept import KeptPages, kept_pages


def note(path: Path) -> None:
    """Make a file of two answers."""
    with KeptPages(path) as kept:
        kept.keep("/?a=1", b"first")
        kept.keep("/?a=2", b"second" * 99)


def test_answers_are_there_for_the_next(tmp_path: Path) -> None:
    """By their address; what nobody asked is not."""
    path = tmp_path / "kept"
    note(path)
    with KeptPages(path) as kept:
        found = [kept.get(f"/?a={place}") for place in (1, 2, 3)]
    assert [b"first", b"second" * 99, None] == found


@pytest.mark.parametrize("place", range(1, 120, 7))
def test_an_answer_that_broke_off_is_asked_again(tmp_path: Path, place: int) -> None:
    """Whoever was killed may have written half of it: what stands before it holds."""
    path = tmp_path / "kept"
    note(path)
    path.write_bytes(path.read_bytes()[:-place])
    with KeptPages(path) as kept:
        assert [b"first", None] == [kept.get("/?a=1"), kept.get("/?a=2")]
        kept.keep("/?a=2", b"again")
    with KeptPages(path) as kept:
        assert b"again" == kept.get("/?a=2")


def test_an_answer_that_was_changed_is_asked_again(tmp_path: Path) -> None:
    """One sign of it is enough."""
    path = tmp_path / "kept"
    note(path)
    data = bytearray(path.read_bytes())
    data[-6] ^= 1
    path.write_bytes(data)
    with KeptPages(path) as kept:
        assert kept.get("/?a=2") is None


def test_two_exports_do_not_write_one_file(tmp_path: Path) -> None:
    """The second keeps nothing, and takes nothing away from the first."""
    with KeptPages(tmp_path / "kept") as first, KeptPages(tmp_path / "kept") as second:
        second.keep("/?a=3", b"third")
        second.forget()
        assert (True, False) == (first.is_kept, second.is_kept)
        assert (tmp_path / "kept").exists()
        first.forget()
    assert not (tmp_path / "kept").exists()


def test_a_full_disk_keeps_no_more(tmp_path: Path) -> None:
    """The export goes on: it only cannot be gone on with."""
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from misid.web.export_kept import KeptPages\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "kept = KeptPages(Path(sys.argv[1]))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))\n"
        "kept.keep('/?a=1', b'first'); print(kept.is_kept)\n"
        "kept.keep('/?a=2', bytes(range(256))); print(kept.is_kept)\n"
        "kept.forget()\n"
    )
    path = tmp_path / "kept"
    command = [sys.executable, "-c", script, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert ["True", "False"] == done.stdout.split()
    with KeptPages(path) as kept:
        assert [b"first", None] == [kept.get("/?a=1"), kept.get("/?a=2")]


def test_pages_of_other_things_are_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file for each that they are made from; what nobody came back to for long goes."""
    monkeypatch.setattr(kept_code, "folder", lambda: str(tmp_path))
    made_from = (("a", 1), ("a", 1), ("b", 1), ("a", 2))
    assert [1, 0, 1, 1] == [len(_made(tmp_path, *of)) for of in made_from]
    old = tmp_path / "pages-0123456789abcdef.jsonl"
    old.touch()
    os.utime(old, (time.time() - 8 * 86_400,) * 2)
    kept_pages("c").close()
    assert not old.exists()


def _made(folder: Path, *made_from: object) -> set[str]:
    before = {one.name for one in folder.iterdir()}
    with kept_pages(*made_from):
        return {one.name for one in folder.iterdir()} - before


def test_without_a_folder_of_ones_own_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where nothing may be written."""
    monkeypatch.setattr(kept_code, "folder", lambda: None)
    assert not kept_pages("a").is_kept


@pytest.mark.parametrize(
    ("is_kept", "told"),
    [
        (True, "3 of 9 pages were done, and are kept: the same command goes on from there"),
        (False, "3 of 9 pages were done"),
    ],
)
def test_whoever_stops_it_is_told_what_became_of_pages(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    told: str,
    *,
    is_kept: bool,
) -> None:
    """What is kept, or only what was done."""

    def stopped(_plan: object, _folder: Path, progress: object, _kept: object) -> None:
        progress(3, 9)  # type: ignore[operator]
        raise KeyboardInterrupt

    kept = KeptPages(tmp_path / "kept" if is_kept else None)
    monkeypatch.setattr("misid.web.export.export", stopped)
    monkeypatch.setattr(export_kept, "kept_pages", lambda *_: kept)
    code, out, err = call(capsys, "export-page", tmp_path / "copy", "airport-exit")
    assert (130, "") == (code, out)
    assert told == err.splitlines()[0]
