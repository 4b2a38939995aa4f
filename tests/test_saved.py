"""Saved results: read as they were written; others are refused with what to do next."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from misid.document import document_of_run
from misid.errors import FormatError
from misid.results import Results, run
from misid.results.saved import read_results


@pytest.fixture(scope="module")
def results() -> Results:
    """One run, with a change on it."""
    return run("airport-exit", changes=["second-reviewer"], draws=32, seed=3).results


def saved(folder: Path, results: Results, **other: Any) -> Path:
    """A file of results, with something else in it."""
    file = folder / "results.json"
    content = json.loads(results.model_dump_json()) | other
    file.write_text(json.dumps(content), encoding="utf-8")
    return file


def refused(file: Path) -> str:
    """The error of a file."""
    with pytest.raises(FormatError) as error:
        read_results(file)
    return str(error.value)


def test_results_come_back_from_their_file(results: Results, tmp_path: Path) -> None:
    """What is read is what was written, the scenario whole."""
    assert read_results(saved(tmp_path, results)) == results


def test_the_report_is_made_from_the_file_alone(results: Results, tmp_path: Path) -> None:
    """The same sections, sentences, tables and drawings, with nothing worked out again."""
    ours = document_of_run(read_results(saved(tmp_path, results)))
    assert ours == document_of_run(results)


def test_an_older_schema_is_refused_with_the_command(results: Results, tmp_path: Path) -> None:
    """The command is that of its scenario, changes, worlds and seed."""
    told = refused(saved(tmp_path, results, version="misid-results/2"))
    assert "results.json is misid-results/2, written by an older misid" in told
    assert "misid run airport-exit --with=second-reviewer --draws=32 --seed=3 --json" in told


def test_a_newer_schema_is_refused(results: Results, tmp_path: Path) -> None:
    """It may mean something else by the same name."""
    told = refused(saved(tmp_path, results, version="misid-results/4"))
    assert "written by a newer misid; this one reads misid-results/3" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("no", "results.json is not JSON"),
        ("[1]", "does not say which document it is"),
        ('{"version": "misid-evaluation/1"}', "is misid-evaluation/1, not misid-results/3"),
        ('{"version": "misid-results/3"}', "is not whole: scenario is missing"),
    ],
)
def test_other_files_are_refused(text: str, told: str, tmp_path: Path) -> None:
    """Each says what it is and what is read."""
    file = tmp_path / "results.json"
    file.write_text(text, encoding="utf-8")
    assert told in refused(file)


def test_a_field_that_is_broken_is_named(results: Results, tmp_path: Path) -> None:
    """The path of the first, and never its content."""
    told = refused(saved(tmp_path, results, groups=[{"group": "a secret"}]))
    assert "groups.0.label is missing" in told
    assert "a secret" not in told
