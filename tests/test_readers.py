"""The path of each kind of reader can be walked: every command runs, in the order of the page."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.test_docs import fenced, links, quick, run, text

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "readers"
READERS = {"auditor", "journalist", "lawyer", "legislator", "privacy", "researcher"}
# A log in which something is found ends so; the page says it.
FOUND = {"misid audit log log/encounters-00001.parquet": 1}


# Commands of how to are run on that page, all of them.
ELSEWHERE = {
    re.split(r" #", line)[0].strip()
    for line in "".join(fenced("sh", ROOT / "docs" / "how-to.md")).splitlines()
}


def few(line: str) -> str:
    """A command as it is typed, without where its output goes, with few worlds."""
    typed = quick(line.split(" > ", maxsplit=1)[0])
    return re.sub(r"^misid assess$", "misid assess task-force-module --draws 64", typed)


def test_every_kind_of_reader_has_a_path() -> None:
    """And no other page stands among them."""
    assert READERS == {path.stem for path in FOLDER.iterdir()}


@pytest.mark.parametrize("reader", sorted(READERS))
def test_path_of_a_reader_can_be_walked(
    reader: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every command that how to has not ends as the page says, after the ones before it."""
    monkeypatch.chdir(tmp_path)
    typed = "".join(fenced("sh", FOLDER / f"{reader}.md")).splitlines()
    assert 4 <= len(typed) <= 10
    left = [line for line in typed if line not in ELSEWHERE]
    assert {line: FOUND.get(line, 0) for line in left} == {line: run(few(line)) for line in left}


@pytest.mark.parametrize("reader", sorted(READERS))
def test_path_of_a_reader_says_what_not_to_say(reader: str) -> None:
    """And where to read on, the limits or what they come from among it."""
    page = FOLDER / f"{reader}.md"
    assert "## What not to say" in text(page) or "## What would show it to be wrong" in text(page)
    assert {Path(name).name for name, _ in links(page)} & {"limits.md", "audit.md"}
