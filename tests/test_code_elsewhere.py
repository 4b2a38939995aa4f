"""One chance has other digits in a case than in a run, and each place says why, once."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

from functools import cache

import pytest

from misid import Study
from misid.document import Document, document_of_run
from misid.document.brief import brief_document
from misid.document.code import case_sheet
from misid.study.brief import safeguards
from misid.words.code_elsewhere import beside_a_case, beside_a_run, middle_beside_a_case
from misid.words.language import language
from misid.words.sentence import plain

DECIDED = "task-force-module"


@cache
def study(name: str) -> Study:
    """A scenario in few worlds."""
    return Study(name, draws=64)


def said(document: Document) -> list[str]:
    """Every paragraph of a document."""
    blocks = [block for section in document.sections for block in section.blocks]
    return [plain(block.text) for block in blocks if block.kind == "text"]


@pytest.mark.parametrize("code", ["en", "es"])
def test_a_run_says_why_a_case_has_another_chance(code: str) -> None:
    """Once, where an answer decides it: a run counts the worlds that drew it."""
    spoken, results = language(code), study(DECIDED).results
    (why,) = beside_a_case(results, spoken)
    assert 1 == said(document_of_run(results, spoken)).count(plain(why))


def test_nothing_is_said_where_both_count_alike() -> None:
    """Without an answer that decides it, a run and a case that knows nothing give one chance."""
    known = study(DECIDED).change({"answer.reference_rule": "any_candidate"})
    assert () == beside_a_case(known.results, language("en"))
    run, case = known.results.one_code.rows, known.one_code().rows
    assert [one.probability for one in run] == pytest.approx([one.probability for one in case])


@pytest.mark.parametrize("code", ["en", "es"])
def test_a_case_and_a_brief_say_it_once(code: str) -> None:
    """A case how it counts; a brief that its number is a middle."""
    spoken, made = language(code), study(DECIDED)
    assert 1 == said(case_sheet(made.one_code(), spoken)).count(plain(beside_a_run(spoken)))
    (why,) = middle_beside_a_case(made.results, spoken)
    brief = brief_document(made.glance, safeguards(made), spoken)
    assert 1 == said(brief).count(plain(why))
