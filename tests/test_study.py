"""A study: worked out once, asked often, changed without working everything out again."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import misid
from misid.document import Document, document_of_facts
from misid.document.model import Figure
from misid.errors import MeaningError
from misid.results import run
from misid.scenario import load_change
from misid.study import Study
from misid.study.changes import Changes, loaded
from misid.words import language

ROOT = Path(__file__).parents[1]
SCENARIO, DRAWS = "task-force-module", 64
HALF = {"review.share_reviewed": 0.5}


@pytest.fixture(scope="module")
def study() -> Study:
    """The shipped scenario in a few worlds."""
    return Study(SCENARIO, draws=DRAWS)


@pytest.mark.parametrize(
    "change", [HALF, {"threshold.tries": 1}, "delete-non-matches", ["delete-non-matches", HALF]]
)
def test_a_change_gives_the_numbers_of_a_run_of_its_own(study: Study, change: Changes) -> None:
    """What is shared with the study before moves no number, not even in its last digit."""
    alone = run(SCENARIO, changes=loaded(change), draws=DRAWS)
    shared = study.change(change)
    assert alone.results == shared.results
    for name, values in alone.values.items():
        assert np.array_equal(values, shared.run.values[name], equal_nan=True), name


def test_changes_add_up_and_the_last_content_of_an_input_holds(study: Study) -> None:
    """One change after another is both at once; an input that is given twice takes the last."""
    twice = study.change(HALF).change({"review.share_reviewed": 0.25, "threshold.tries": 1})
    once = study.change({"review.share_reviewed": 0.25, "threshold.tries": 1})
    assert once.results == twice.results
    assert study.results.stamp.scenario_digest != once.results.stamp.scenario_digest


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"review.share_reviewd": 0.5}, "share_reviewed"),
        ({"review.share_reviewed": 1.5}, "1.5"),
        ({"review.share_reviewed": "half"}, "review.share_reviewed"),
        ({"decision.limit": 1.0}, "no part of what a programme does"),
        (["delete-all", "delete-non-matches"], "both change"),
        (
            ["second-reviewer", {"review.share_reviewed": 0.5}],
            "second-reviewer and what is given for it by itself both change review.share_reviewed",
        ),
        (3, "int"),
        ([["delete-all"]], "list"),
    ],
)
def test_an_impossible_change_is_one_error(study: Study, change: Changes, words: str) -> None:
    """It names the input or the thing that was given, and says what to use."""
    with pytest.raises(MeaningError) as error:
        study.change(change)
    assert words in str(error.value)


def test_a_comparison_is_of_both_studies(study: Study) -> None:
    """By changes or by the study that has them, the comparison is the same."""
    other = study.change("delete-non-matches")
    assert study.compare(other) == study.compare(load_change("delete-non-matches"))
    with pytest.raises(MeaningError, match="worlds of seed"):
        study.compare(Study(SCENARIO, draws=DRAWS, seed=2))


@pytest.mark.parametrize(
    "claim",
    [
        {},
        {"accuracy": 99.0},
        {"accuracy": float("nan")},
        {"false_positive_rate": 1.5},
        {"false_positive_rate": 0.1, "at_gallery": 0.0},
        {"accuracy": 0.9, "definitive": True},
        {"accuracy": 0.9, "at_gallery": 100.0},
        {"false_per_true": -1.0},
    ],
)
def test_a_claim_that_cannot_be_stated_is_refused(study: Study, claim: dict[str, float]) -> None:
    """The library checks it, whoever asks."""
    with pytest.raises(MeaningError):
        study.claim(**claim)  # type: ignore[arg-type]


def test_what_does_not_exist_is_refused_with_what_does(study: Study) -> None:
    """A wrong name lists the right ones."""
    for ask, known in (
        (lambda: study.figure("pie"), "icons"),
        (lambda: study.table("pie"), "headline"),
        (lambda: study.document("pie"), "run"),
        (lambda: study.document(language="xx"), "en"),
        (lambda: study.require("pie", 1.0), "wrong_person_references"),
        (lambda: study.unknowns("pie"), "wrong_person_references"),
        (lambda: study.unknowns(by="pie"), "narrowing"),  # type: ignore[arg-type]
    ):
        with pytest.raises(MeaningError, match=known):
            ask()


FACTS: dict[str, Callable[[Study], Any]] = {
    "results": lambda study: study.results,
    "comparison": lambda study: study.compare("delete-non-matches"),
    "claim": lambda study: study.claim(accuracy=0.99),
    "code": lambda study: study.one_code(),
    "require": lambda study: study.require("wrong_person_references", 100.0),
}


@pytest.mark.parametrize("name", FACTS)
def test_saved_facts_make_the_document_that_worked_out_ones_make(study: Study, name: str) -> None:
    """Nothing of a document is only in the run: the file holds it, in either language."""
    facts = FACTS[name](study)
    saved = type(facts).model_validate_json(facts.model_dump_json())
    for spoken in ("en", "es"):
        document = document_of_facts(saved, language(spoken))
        assert document_of_facts(facts, language(spoken)) == document
        assert language(spoken).code == document.language


def test_a_study_has_each_document_that_a_command_writes_of_it(study: Study) -> None:
    """The screen draws nothing, the appendix holds what the report leaves out."""
    screen, appendix = (study.document(form, "es") for form in ("screen", "appendix"))
    assert [] == [*_figures(screen), *_figures(appendix)]
    assert _figures(study.document())
    assert ["es"] * 2 == [screen.language, appendix.language]
    assert screen.sections != appendix.sections


def _figures(document: Document) -> list[Figure]:
    blocks = (block for section in document.sections for block in section.blocks)
    return [block for block in blocks if isinstance(block, Figure)]


def test_what_is_no_whole_result_has_no_document(study: Study) -> None:
    """A row of results is refused, and told what has one."""
    with pytest.raises(MeaningError, match="require"):
        document_of_facts(study.results.headline[0])


def test_frames_hold_what_the_results_are_made_of(study: Study) -> None:
    """One row a world; one row a world and group."""
    worlds, groups = study.to_frame(), study.groups_frame()
    row = study.results.headline[0]
    assert DRAWS == worlds.height
    assert row.median == pytest.approx(worlds[f"output.{row.name}"].median(), rel=1e-12)
    assert DRAWS * len(study.scenario.groups) == groups.height


def test_a_study_writes_its_report(study: Study, tmp_path: Path) -> None:
    """The report stands first, its numbers beside it."""
    files = study.write(tmp_path)
    assert "report.html" == files[0].name
    assert "results.json" in {file.name for file in files}


def test_a_study_shows_its_finding_in_five_lines(study: Study) -> None:
    """In Python as lines, in a notebook as a finding and a table."""
    lines = repr(study).splitlines()
    assert 5 >= len(lines)
    assert f"{DRAWS} worlds, seed 1" in lines[-1]
    page = study._repr_html_()
    assert page.startswith("<p><strong>")
    assert "<table>" in page


def test_the_package_lists_what_is_there_to_use() -> None:
    """Completion and help name the doors, each of which opens."""
    doors = ["audit_log", "evaluate", "infer", "load_scenario", "read_disclosure", "row_rates",
             "simulate"]  # fmt: skip
    assert ["Study", "__version__", *doors] == dir(misid)
    assert all(getattr(misid, name) for name in dir(misid))


def test_the_package_itself_loads_nothing() -> None:
    """An import of the package costs no import of numpy."""
    code = "import sys, misid; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "False" == done.stdout.strip()


def test_simulate_counts_what_the_closed_form_expects() -> None:
    """From Python as from the command line, with a change by name."""
    drawn = misid.simulate(SCENARIO, HALF, searches=20_000)
    assert 20_000 == drawn.stamp.stops


def test_every_result_says_its_finding_in_five_lines(study: Study) -> None:
    """Facts, documents, pictures and the run behind them; in a notebook with a table."""
    comparison = study.compare("delete-non-matches")
    for result in (study, study.run, study.results, comparison, study.figure("worlds")):
        assert 5 >= len(repr(result).splitlines()), type(result)
        assert "{" not in repr(result)
    assert repr(study.document()).endswith("64 worlds, seed 1")
    assert "<table>" in (comparison._repr_html_() or "")


@pytest.mark.parametrize("script", sorted((ROOT / "examples").glob("*.py")), ids=lambda p: p.stem)
def test_an_example_runs(script: Path) -> None:
    """Each script prints something, and no error."""
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert done.stdout.strip()
