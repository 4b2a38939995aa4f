"""What can be asked of a study, each answer from the worlds that are already worked out."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from misid.document.model import Table
from misid.document.of_facts import FORMS
from misid.errors import MeaningError
from misid.files.written_numbers import NumberPlace, Sign, read_number
from misid.quantities.units import is_share
from misid.results.output_definitions import kind
from misid.results.run import Run
from misid.results.schema import Results
from misid.scenario import OUTPUTS, Output
from misid.uncertainty import claim as claims
from misid.uncertainty.code_schema import ANOTHER, REVIEWS, RULES, Given
from misid.uncertainty.schema import Claim
from misid.words import language
from misid.words.numbers import unit_name

if TYPE_CHECKING:
    from misid.assessment.schema import Assessment

_CLAIMS = "accuracy=0.99, false_positive_rate=0.001, false_per_true=0.005 or definitive=True"


def known_output(name: str) -> Output:
    """
    An output by its name.

    Raises: MeaningError: there is none of it.
    """
    for known in OUTPUTS:
        if known == name:
            return known
    raise MeaningError(f"no output is called {name!r}.", use=f"one of: {', '.join(OUTPUTS)}")


def read_limit(text: str, output: Output, sign: Sign | None = None) -> float:
    """
    A limit as it was written, in the unit of the output; a share may be written in per cent.

    Args:
        text: such as `100`, `20%` or `1 in 1,000`.
        output: what is limited.
        sign: the reader's habit, where it is known.
    Raises: MeaningError: no number, none that the output can have, or two that may be meant, as of
        a share of 1.
    """
    unit = kind(output).unit
    if is_share(unit):
        share = NumberPlace("limit", "a share from 0 to 1", "0.2", 0, 1, part_of=1, sign=sign)
        if text.strip() == "1":
            raise MeaningError("limit is 1, which may be 1 % or all.", use="1% or 100%")
        return read_number(text, share)
    said = f"a number ({unit_name(unit)})" if unit_name(unit) else "a number"
    of = 100_000 if unit == "per_100000_searches" else None
    most = 1e300 if of is None else of
    place = NumberPlace("limit", said, "100", 0, most, is_count=True, part_of=of, sign=sign)
    return read_number(text, place)


def known_form(name: str) -> str:
    """
    A form of document that a study has of itself.

    Raises: MeaningError: there is none of it.
    """
    forms = (*FORMS, "unknowns")
    if name not in forms:
        raise MeaningError(f"no document is called {name!r}.", use=f"one of: {', '.join(forms)}")
    return name


class Stated(TypedDict, total=False):
    """A claim as a study takes it: one of these, and a gallery beside a rate."""

    accuracy: float
    false_positive_rate: float
    at_gallery: float
    false_per_true: float
    definitive: bool


def claim(run: Run, stated: Mapping[str, float | None], at_gallery: float | None) -> Claim:
    """The one claim that is stated."""
    given = {kind: number for kind, number in stated.items() if number is not None}
    if len(given) != 1:
        what = "no claim is given" if not given else "more than one claim is given"
        raise MeaningError(f"{what}.", use=f"one of {_CLAIMS}")
    kind, number = next(iter(given.items()))
    if at_gallery is not None and kind != "false_positive_rate":
        raise MeaningError(
            f"a gallery says nothing about {kind}.", use="false_positive_rate beside it"
        )
    if kind == "accuracy":
        return claims.accuracy(run, number)
    if kind == "false_positive_rate":
        return claims.false_positive_rate(run, number, at_gallery)
    if kind == "false_per_true":
        return claims.false_per_true(run, number)
    return claims.definitive(run)


class Known(TypedDict, total=False):
    """What may be known of a case; None or left out: not known."""

    rule: str | None
    candidates: int | None
    group: str | None
    condition: str | None
    review: str | None
    another: str | None


def given(
    *,
    rule: str | None = None,
    candidates: int | None = None,
    group: str | None = None,
    condition: str | None = None,
    review: str | None = None,
    another: str | None = None,
) -> Given:
    """
    What is known of a case.

    Raises: MeaningError: a rule, a list, a review or another search that there is none of.
    """
    stated = (("rule", rule, RULES), ("review", review, REVIEWS), ("another", another, ANOTHER))
    for name, said, known in stated:
        if said is not None and said not in known:
            raise MeaningError(
                f"{name} is {str(said)[:60]!r}, which it cannot be.",
                use=f"one of: {', '.join(known)}",
            )
    if candidates is not None and (isinstance(candidates, bool) or not isinstance(candidates, int)):
        raise MeaningError(
            f"candidates is {str(candidates)[:60]!r}, but a whole number is needed.",
            use="a number such as 5",
        )
    return Given.model_validate(
        {
            "rule": rule,
            "candidates": candidates,
            "group": group,
            "condition": condition,
            "review": review,
            "another": another,
        }
    )


def table(run: Run, name: str, code: str) -> Table:
    """A table of a run by its name, in a language."""
    from misid.document.run import TABLES, table_of_run

    if name not in TABLES:
        raise MeaningError(f"no table is called {name!r}.", use=f"one of: {', '.join(TABLES)}")
    found = table_of_run(run.results, name, language(code))
    if found is None:
        raise MeaningError(f"the table {name} has no rows in this scenario.", use="another table")
    return found


def assessment(
    results: Results,
    forms: Sequence[str | Path],
    answers: str | Path | None,
    on: datetime.date | None,
) -> Assessment:
    """
    An assessment of a run.

    Args:
        results: of the run.
        forms: names of questionnaires, or files; none given, all that come along.
        answers: a file; None: those that come along for the scenario, if any do.
        on: the day; None: that of the answers.
    Raises: FormatError, MeaningError: a questionnaire or answers that cannot be meant.
    """
    from misid.assessment import files
    from misid.assessment.assess import assess

    given = answers
    if given is None and results.scenario.name in files.shipped_answers():
        given = results.scenario.name
    return assess(
        results,
        [files.load_form(form) for form in forms or files.ORDER],
        files.shipped_rules(),
        None if given is None else files.load_answers(given),
        on,
    )
