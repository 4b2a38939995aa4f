"""Another search of the same person: against the closed form, in its limits, and as it is told."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from tests.placed import misplaced

from misid.document.code import code_document
from misid.errors import MeaningError
from misid.results.codes import Codes, probability
from misid.results.run import Run, run
from misid.scenario import Scenario, load_scenario
from misid.scenario.serialise import as_data
from misid.uncertainty.another import CodesByAnother
from misid.uncertainty.case import Case, case_of
from misid.uncertainty.code import code
from misid.uncertainty.code_schema import ANOTHER, AnotherGiven, CodeCase, Given
from misid.words import code as words
from misid.words import language
from misid.words.language import ENGLISH

PERSISTENCE = "matcher.look_alike_persistence"
ERRORS = 5.0
"""So many standard errors lie within sampling error."""


@cache
def usual() -> Run:
    """The shipped scenario in few worlds."""
    return run("task-force-module", draws=64)


def a_case(**given: str) -> Case:
    """A case in which a flagged record is needed, and what else is given."""
    return case_of(usual(), Given.model_validate({"rule": "flagged_record"} | given))


@cache
def lasting(persistence: float) -> CodesByAnother:
    """Codes where so large a share of look-alikes lasts, in every world."""
    case = a_case()
    return case.by_another(case.evaluation(numbers={PERSISTENCE: persistence}))


@cache
def told(another: AnotherGiven | None) -> CodeCase:
    """The document of a case of which that is known."""
    return code(usual(), Given(rule="flagged_record", another=another))


def wrong(codes: Codes) -> float:
    """Probability of somebody else."""
    found = probability([codes], "somebody_else")
    assert found is not None
    return found


@pytest.mark.parametrize(
    "given", [{}, {"rule": "any_candidate"}, {"condition": "kiosk"}, {"review": "upheld"}]
)
def test_where_nothing_is_said_of_it_drawn_codes_are_those_of_the_closed_form(
    given: dict[str, str],
) -> None:
    """Of each meaning the codes of a stop, added up over the worlds, within sampling error."""
    case = a_case(**given)
    evaluation = case.evaluation()
    exact, drawn = case.codes(evaluation), case.by_another(evaluation).codes()
    for meaning, expected in exact.by_meaning.items():
        away = drawn.by_meaning[meaning] - expected
        error = float(np.sqrt(np.sum(away**2)))
        assert abs(float(away.sum())) <= ERRORS * error + 1e-12, meaning
        assert expected.sum() == pytest.approx(drawn.by_meaning[meaning].sum(), rel=0.2, abs=1e-4)


def test_what_another_search_gave_divides_the_codes() -> None:
    """The same record, another one and none are all that there is."""
    found = lasting(0.5)
    parts = [found.codes(one).whole for one in ANOTHER]
    assert np.allclose(found.codes().whole, sum(parts))


def test_where_no_look_alike_lasts_a_stranger_comes_back_as_kin_alone() -> None:
    """Of codes on strangers hardly any is given twice; with all look-alikes lasting most are."""
    shares = []
    for persistence in (0.0, 0.5, 1.0):
        found = lasting(persistence)
        part = found.codes("same").by_meaning["somebody_else"].sum()
        shares.append(float(part / found.codes().by_meaning["somebody_else"].sum()))
    assert shares == sorted(shares)
    assert shares[0] < 0.1
    assert shares[-1] > 0.8


def test_the_more_look_alikes_last_the_less_a_repeated_record_says() -> None:
    """The same record twice speaks for the right person as far as strangers do not come back."""
    never, always = wrong(lasting(0.0).codes("same")), wrong(lasting(1.0).codes("same"))
    assert never < wrong(lasting(0.0).codes()) / 3.0
    assert never < always


def test_another_record_speaks_for_a_wrong_one() -> None:
    """Two names cannot both be right, and the right one mostly comes back."""
    for persistence in (0.0, 0.5):
        found = lasting(persistence)
        assert wrong(found.codes("same")) < wrong(found.codes()) < wrong(found.codes("different"))


@pytest.mark.parametrize("another", ANOTHER)
def test_an_answer_makes_of_it_what_is_said_where_it_is_given(another: AnotherGiven) -> None:
    """The same luck in the question as in the case; a share within a world is not told."""
    ask = next(one for one in told(None).asks or () if one.name == "another_search")
    answer = next(one for one in ask.answers if one.option == another)
    for row in told(another).rows:
        assert getattr(answer, row.meaning) == row.probability
        assert (row.sampling_error or 0.0) > 0.0 or row.probability in (0.0, None)
        assert (None, None, None) == (row.median, row.low, row.high)


def test_what_is_given_is_not_asked_for() -> None:
    """And every other answer stays as it is without that search."""
    alone = {one.name: one for one in told(None).asks or ()}
    assert alone["another_search"].is_modelled
    del alone["another_search"]
    assert alone == {one.name: one for one in told("same").asks or ()}


def test_a_programme_with_a_margin_says_that_it_cannot_tell() -> None:
    """No number where searches are not drawn one by one."""
    data = as_data(load_scenario("task-force-module"))
    data["answer"]["margin"], data["threshold"]["retry_after"] = 0.5, "nothing"
    found = run(Scenario.model_validate(data), draws=20)
    with pytest.raises(MeaningError, match="other searches are not drawn with a margin"):
        code(found, Given(another="same"), with_asks=False)
    asks = code(found, Given(rule="flagged_record")).asks or ()
    assert not next(one for one in asks if one.name == "another_search").is_modelled


@pytest.mark.parametrize("code_of", ["en", "es"])
def test_every_number_of_the_document_is_a_fact(code_of: str) -> None:
    """Each number in words and tables names the fact that it is."""
    for another in (None, "same"):
        found = told(another)
        assert [] == misplaced(code_document(found, language(code_of)), found)


def test_what_is_known_of_it_stands_in_words_and_in_the_command() -> None:
    """The sheet says it, and how it is made again."""
    said = [str(one) for one in words.given(told("different"), ENGLISH)]
    assert any("gave a code on another record" in one for one in said)
    assert "--another=different" in words.command(told("different"))
