"""One handle: what is told of a file, what is read of it and its digest are of the same bytes."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import polars as pl
import pytest
from tests.command import call

from misid.errors import FormatError
from misid.evaluation import FileReading, read_candidate_lists, read_scores
from misid.evaluation.stamp import sources
from misid.files.opened import Opened, opened
from misid.scenario import load_scenario

SCORES = "score,label\n" + "".join(f"0.{i},1\n0.{i - 5},0\n0.{i - 4},0\n" for i in range(5, 10))
OTHER = SCORES.replace("0.9,1", "0.2,1")


def held(path: Path) -> Opened:
    """A file of scores, opened."""
    return opened(path, kind="scores", instead="a file that exists")


@pytest.mark.parametrize("name", ["scores.csv", "scores.parquet", "scores.jsonl", "scores.feather"])
def test_what_takes_the_place_of_a_file_is_not_read(tmp_path: Path, name: str) -> None:
    """Another file is moved to its name after it was opened: that one is refused, not measured."""
    path, later = tmp_path / name, tmp_path / "later"
    written(path, SCORES)
    written(later.with_suffix(path.suffix), OTHER)
    file = held(path)
    later.with_suffix(path.suffix).replace(path)
    with pytest.raises(FormatError, match="was changed or replaced while it was read"):
        read_scores(file)
    with pytest.raises(FormatError, match="was changed or replaced while it was read"):
        sources((file,))


def written(path: Path, text: str) -> None:
    """A table in the format that the name of a file says."""
    table = pl.read_csv(text.encode())
    writers: dict[str, Callable[[Path], object]] = {
        ".csv": table.write_csv,
        ".parquet": table.write_parquet,
        ".jsonl": table.write_ndjson,
        ".feather": table.write_ipc,
    }
    writers[path.suffix](path)


def test_what_is_written_into_a_file_is_found(tmp_path: Path) -> None:
    """Of as many bytes, so that only the time says it."""
    path = tmp_path / "scores.csv"
    path.write_text(SCORES)
    file = held(path)
    path.write_text(OTHER)
    with pytest.raises(FormatError, match="use  a copy that nobody writes to"):
        read_scores(file)


def test_the_digest_is_of_what_was_read(tmp_path: Path) -> None:
    """As sha256sum gives it."""
    path = tmp_path / "scores.csv"
    path.write_text(SCORES)
    (note,) = sources((held(path),))
    assert (path.name, hashlib.sha256(SCORES.encode()).hexdigest()) == (note.name, note.sha256)


def test_a_pipe_is_read_as_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A FIFO gives its bytes once; every number is as of the file, but for its name."""
    path, pipe = tmp_path / "scores.csv", tmp_path / "pipe.csv"
    path.write_text(SCORES)
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_text, args=(SCORES,))
    writer.start()
    code, of_pipe, _ = call(capsys, "evaluate", pipe, "--json", "--label", "label")
    writer.join()
    assert 0 == code
    _, of_file, _ = call(capsys, "evaluate", path, "--json", "--label", "label")
    assert of_file == of_pipe.replace("pipe.csv", "scores.csv")


@pytest.mark.parametrize("form", ["cat {} | {} -", "{1} <(cat {0})"])
def test_the_standard_input_is_a_file(tmp_path: Path, form: str) -> None:
    """`-`, a pipe into it, and what a shell puts in the place of `<(...)`."""
    path = tmp_path / "scores.csv"
    path.write_text(SCORES)
    program = f"{sys.executable} -m misid evaluate --json --label label"
    command = form.format(path, program)
    made = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (0, "") == (made.returncode, made.stderr)
    assert '"genuine": 5' in made.stdout


STRANGE = [
    "scores[1].csv",
    "scores*.csv",
    "scores?.csv",
    "~",
    "~root.csv",
    "{a,b}.csv",
    "$HOME.csv",
]


@pytest.mark.parametrize("name", STRANGE)
def test_every_sign_in_a_name_is_a_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Of scores, of lists and mates, of scenarios; what else it could mean is left alone."""
    monkeypatch.chdir(tmp_path)
    for other in ("scores1.csv", "scores2.csv", "scoresx.csv"):
        Path(other).write_text(OTHER + "0.99,1\n")
    Path(name).write_text(SCORES)
    assert 15 == len(read_scores(Path(name), FileReading(label="label")).scores)
    Path(name).write_text("search,mate\na,r1\nb,\n")
    Path("lists").write_text("search,candidate,score\na,r1,0.9\nb,r1,0.3\n")
    table = read_candidate_lists(Path("lists"), Path(name))
    assert [True, False] == table.mated.tolist()
    for suffix in ("parquet", "feather", "jsonl"):
        file = Path(f"{name}.{suffix}")
        written(file, SCORES)
        written(Path(f"scores1.csv.{suffix}"), OTHER)
        assert 15 == len(read_scores(file, FileReading(label="label")).scores)


@pytest.mark.parametrize("name", STRANGE)
def test_the_scenario_that_is_named_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A name of signs is no pattern for a scenario either."""
    monkeypatch.chdir(tmp_path)
    file = Path(f"{name}.yaml")
    text = (Path(load_scenario.__code__.co_filename).parent / "library").glob("*.yaml")
    file.write_text(next(iter(sorted(text))).read_text(encoding="utf-8"))
    assert load_scenario(file).name == load_scenario(str(file)).name


def test_a_folder_and_a_pipe_that_gives_nothing_are_told(tmp_path: Path) -> None:
    """One error each, and no handle is left open."""
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(FormatError, match="is a folder"):
        held(tmp_path)
    with pytest.raises(FormatError, match="there is no file"):
        held(tmp_path / "nobody.csv")
    assert before == len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(FormatError, match="is empty"):
        read_scores(Path("/dev/null"))
