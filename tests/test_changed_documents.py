"""A document of a changed scenario says so in its title, and whose description it gives."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from misid.document.assessment import assessment_document
from misid.document.code import code_document
from misid.document.letters import letter
from misid.document.model import Document
from misid.document.uncertainty import (
    claim_document,
    comparison_document,
    ledger_document,
    requirements_document,
)
from misid.scenario import load_change, load_scenario
from misid.study import Study
from misid.words.language import LANGUAGES, language

SCENARIO = "live-watchlist"
TITLE = load_scenario(SCENARIO).title
ABOUT = " ".join(load_scenario(SCENARIO).about.split())
BY_HAND = "review.share_reviewed"


@cache
def changed() -> Study:
    """A few worlds of a quick scenario, with a safeguard and with an input by hand."""
    return Study(SCENARIO, ["delete-all", {BY_HAND: 0.5}], draws=64)


@cache
def plain() -> Study:
    """The same as it comes along."""
    return Study(SCENARIO, draws=64)


TITLED: dict[str, Callable[[Study, str], Document]] = {
    "run": lambda study, code: study.document("run", code),
    "brief": lambda study, code: study.brief(code),
    "assessment": lambda study, code: assessment_document(
        study.assess(), language(code), draw=False
    ),
    "ledger": lambda study, code: ledger_document(study.unknowns(points=2), language(code)),
    "requirement": lambda study, code: requirements_document(
        study.require("wrong_person_references", 1.0), language(code)
    ),
    "case": lambda study, code: code_document(study.one_code(), language(code)),
    "comparison": lambda study, code: comparison_document(plain().compare(study), language(code)),
}
DESCRIBED = ("run", "assessment", "ledger", "requirement", "comparison", "claim")
DOCUMENTS = TITLED | {
    "claim": lambda study, code: claim_document(study.claim(accuracy=0.99), language(code)),
    "letter": lambda study, code: letter(
        study.unknowns(points=2), "records-request", language(code)
    ),
}


@cache
def made(name: str, code: str) -> Document:
    """One document of the changed scenario."""
    document: Document = DOCUMENTS[name](changed(), code)
    return document


@pytest.mark.parametrize("name", TITLED)
def test_a_title_says_what_was_changed(name: str) -> None:
    """The safeguard by its title, and the input by hand with what stands there now."""
    title = made(name, "en").title
    assert TITLE in title
    assert load_change("delete-all").title in title
    assert "exactly 50 %" in title


def test_a_letter_says_what_was_changed_on_its_first_page() -> None:
    """Its title is what it is for; which programme it is about stands below."""
    about = made("letter", "en").about
    assert TITLE in about
    assert "exactly 50 %" in about


@pytest.mark.parametrize("name", DESCRIBED)
def test_a_description_is_of_what_was_not_changed(name: str) -> None:
    """What its author says may contradict a change, so it is said to be from before."""
    assert made(name, "en").about == f"As described, before what was changed: {ABOUT}"
    assert made(name, "es").about.startswith("Descrito así, antes de lo que se cambió: ")


@pytest.mark.parametrize("name", [one for one in DESCRIBED if one != "comparison"])
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_scenario_as_it_comes_along_is_described_plainly(name: str, code: str) -> None:
    """Nothing was changed, so nothing is said of it."""
    about = DOCUMENTS[name](plain(), code).about
    assert about == language(code).authored(load_scenario(SCENARIO).about)
