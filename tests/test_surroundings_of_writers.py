"""What commands write is the same, or is refused in one form, on a full disk and anywhere."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import hashlib
import json
import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.command import call

from fuzzing.kills import COUNTS, LOG, write_tables

PLAN, BOUND = "plan.json", "bound.json"
COMMANDS: dict[str, tuple[str, ...]] = {
    "counts-write": ("counts", COUNTS, "--source", "page 1", "--write", "out/counts.yaml"),
    "counts": ("counts", COUNTS, "--out", "out"),
    "infer-to-scenario": (
        *("infer", "counts.yaml", "--scenario", "live-watchlist", "--draws", "100"),
        *("--seed", "1", "--to-scenario", "out/given.yaml"),
    ),
    "audit-plan": ("audit", "plan", LOG, "--below", "20%", "--rate", "1%", "--out", "out/p.json"),
    "audit-commit": ("audit", "commit", LOG, "--plan", PLAN, "--out", "out/bound.json"),
    "audit-sheet": (
        *("audit", "sheet", LOG, "--plan", PLAN, "--commitment", BOUND),
        *("--seed", "thrown 1", "--out", "out"),
    ),
    "letter": (
        *("unknowns", "airport-exit", "--draws", "64", "--points", "2", "--seed", "1"),
        *("--letter", "hearing", "--out", "out"),
    ),
    "assess": (
        *("assess", "airport-exit", "--draws", "64", "--seed", "1", "--on", "2026-04-03"),
        *("--form", "pta", "--out", "out"),
    ),
}
"""Each once where it writes; the others are made of the same."""
PREPARED = (
    ("audit", "plan", LOG, "--below", "20%", "--rate", "1%", "--out", PLAN),
    ("audit", "commit", LOG, "--plan", PLAN, "--out", BOUND),
    ("counts", COUNTS, "--write", "counts.yaml"),
)
SOME = ("counts-write", "counts", "audit-plan", "audit-sheet", "letter", "assess")
"""Those that are run in other surroundings: words, numbers, days and digests of each kind."""
ALL_OF_THEM = """
import json, sys, time
if sys.argv[2] == "1999":
    time.time = lambda: 946_684_799.0
    time.time_ns = lambda: 946_684_799 * 10**9
from misid.cli import main
for words in json.loads(sys.argv[1]):
    sys.argv = ["misid", *words]
    try:
        main()
    except SystemExit as ended:
        assert not ended.code, (words, ended.code)
"""


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the commands read."""
    folder = tmp_path_factory.mktemp("papers")
    write_tables(folder)
    subprocess.run(
        [sys.executable, "-c", ALL_OF_THEM, json.dumps(PREPARED), ""],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return folder


@pytest.fixture
def place(papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own with what the commands read, in which they are run."""
    lay_out(papers, tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lay_out(papers: Path, folder: Path) -> None:
    """Put what the commands read into a folder."""
    folder.mkdir(exist_ok=True)
    for path in papers.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())


def state(folder: Path) -> dict[str, str]:
    """Every file below, what is left over too, by the digest of what it holds."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@contextmanager
def full_disk(most: int) -> Iterator[None]:
    """No file may grow beyond so many bytes; an error of the system says so."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_is_one_error_and_leaves_nothing(
    name: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No half of a file; with room the same command then writes what it always does."""
    before = state(place)
    with full_disk(40):
        code, _, err = call(capsys, *COMMANDS[name])
    assert 2 == code
    assert re.search(r"OutputError: .* cannot be written: File too large\.\n  use  [^\n]+\n$", err)
    assert (1, 0) == (err.count("Error: "), err.count("Traceback"))
    assert before == state(place)
    assert 0 == call(capsys, *COMMANDS[name])[0]
    assert before.items() < state(place).items()


@pytest.fixture(scope="module")
def usual(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What some commands write here."""
    return written(papers, tmp_path_factory.mktemp("usual"), {}, "")


def written(papers: Path, folder: Path, said: dict[str, str], clock: str) -> dict[str, str]:
    """What some commands write in surroundings of their own."""
    lay_out(papers, folder)
    lines = [
        [f"{name}/{word}" if word.startswith("out") else word for word in COMMANDS[name]]
        for name in SOME
    ]
    subprocess.run(
        [sys.executable, "-c", ALL_OF_THEM, json.dumps(lines), clock],
        cwd=folder, check=True, env=os.environ | said, capture_output=True,
    )  # fmt: skip
    return state(folder)


@pytest.mark.parametrize(
    ("said", "clock"),
    [
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TZ": "UTC"}, ""),
        ({"LC_ALL": "tr_TR.ISO-8859-9", "LANG": "tr_TR", "TZ": "Pacific/Kiritimati"}, ""),
        ({"LC_ALL": "de_DE.UTF-8", "TZ": "America/St_Johns"}, "1999"),
    ],
    ids=["few letters", "Turkish at the date line", "commas and a clock set back"],
)
def test_the_same_bytes_are_written_anywhere(
    said: dict[str, str],
    clock: str,
    usual: dict[str, str],
    papers: Path,
    tmp_path: Path,
) -> None:
    """Letters, the zone and a clock that was set back move nothing."""
    assert usual == written(papers, tmp_path, said, clock)


@pytest.mark.parametrize("name", ["counts-write", "audit-plan"])
def test_of_two_writers_of_one_file_one_has_it(name: str, place: Path) -> None:
    """Whole, of the one or the other; who came late is told, and nothing is left."""
    other = {"counts-write": ("page 1", "page 2"), "audit-plan": ("1%", "2%")}[name]
    commands = [
        [sys.executable, "-m", "misid", *(word.replace(other[0], one) for word in COMMANDS[name])]
        for one in other * 2
    ]
    before = state(place)
    running = [subprocess.Popen(one, cwd=place, stderr=subprocess.PIPE) for one in commands]
    ends = [(process.communicate(timeout=120)[1], process.returncode) for process in running]
    assert 0 in {code for _, code in ends}
    assert {code for _, code in ends} <= {0, 2}
    assert all(b"exists already" in said for said, code in ends if code)
    new = set(state(place)) - set(before)
    assert {word for word in COMMANDS[name] if word.startswith("out")} == new
