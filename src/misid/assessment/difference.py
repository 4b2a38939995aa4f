"""What changed between two assessments: answers, numbers, unknowns, rules, days."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import Field

from misid.assessment.answers import AnswerState
from misid.assessment.schema import Assessment, Contradiction, ItemState
from misid.quantities.units import Unit
from misid.results.schema import EitherOrAnswer, Interval, OutputRow, ResultsPart, Stamp

_ROUNDING = 1e-9
"""Numbers that are as near as this, relative to their size, differ by rounding alone."""
RuleState = Literal["fires", "holds", "not_checked"]


class AnswerChange(ResultsPart):
    """One question that stands otherwise, or was not asked on one side."""

    form: str = Field(description="Name of the questionnaire.")
    item: str = Field(description="Name of the question.")
    before: AnswerState | None = Field(description="Null: it was not asked.")
    after: AnswerState | None = Field(description="Null: it is not asked.")
    moved: Literal["opened", "closed", "other"] = Field(
        description="opened: now unknown or not checked, and was neither; closed: the reverse."
    )
    wording: bool = Field(description="Whether the reason or the evidence differs.")


class NumberChange(ResultsPart):
    """One number of the headline on both sides; null where there are no trials."""

    name: str = Field(description="Name of the output.")
    unit: Unit
    answer: EitherOrAnswer | None = Field(
        description="In the worlds of this answer to the either/or that decides it; null: in all, "
        "which mixes its sides where there are any."
    )
    before: float | None = Field(description="Median over the worlds.")
    after: float | None = Field(description="The same now.")
    low_before: float | None = Field(description="5 % point.")
    low_after: float | None = Field(description="The same now.")
    high_before: float | None = Field(description="95 % point.")
    high_after: float | None = Field(description="The same now.")
    beyond_rounding: bool = Field(description="Whether any of the three differs by more than 1e-9.")


class RuleChange(ResultsPart):
    """One rule that finds something else; null where a side does not have it."""

    rule: str = Field(description="Its name.")
    before: RuleState | None
    after: RuleState | None


class InputChange(ResultsPart):
    """One input whose state of knowledge changed."""

    name: str = Field(description="Its name.")
    before: str | None = Field(description="How it was known; null: it was not there.")
    after: str | None = Field(description="How it is known.")


class AssessmentDifference(ResultsPart):
    """From an older assessment to a newer one."""

    version: Literal["misid-assessment-difference/1"] = Field(
        "misid-assessment-difference/1", description="This schema."
    )
    before: Stamp = Field(description="Of the older run.")
    after: Stamp = Field(description="Of the newer run.")
    answers: tuple[AnswerChange, ...] = Field(description="Questions that stand otherwise.")
    numbers: tuple[NumberChange, ...] = Field(description="Every number of the headline.")
    inputs: tuple[InputChange, ...] = Field(description="Inputs that are known otherwise.")
    rules: tuple[RuleChange, ...] = Field(description="Rules that find something else.")
    days_left_before: int | None = Field(description="Until the threshold analysis ends; or null.")
    days_left_after: int | None = Field(description="The same now; below 0 when it is over.")


def difference(before: Assessment, after: Assessment) -> AssessmentDifference:
    """
    What changed between two assessments.

    Args:
        before: the older one.
        after: the newer one.
    """
    return AssessmentDifference(
        before=before.results.stamp,
        after=after.results.stamp,
        answers=tuple(_answers(_by_item(before), _by_item(after))),
        numbers=tuple(_numbers(before, after)),
        inputs=tuple(_inputs(before, after)),
        rules=tuple(_rules(before, after)),
        days_left_before=_days_left(before),
        days_left_after=_days_left(after),
    )


_Placed = tuple[tuple[str, EitherOrAnswer | None], tuple[OutputRow, Interval]]
_Items = Mapping[tuple[str, str], ItemState]


def _by_item(found: Assessment) -> _Items:
    return {(one.form, one.item): one for one in found.states}


def _answers(before: _Items, after: _Items) -> Iterator[AnswerChange]:
    for form, item in dict.fromkeys((*before, *after)):
        old, new = before.get((form, item)), after.get((form, item))
        wording = (old and (old.why, old.evidence)) != (new and (new.why, new.evidence))
        if (old and old.state) == (new and new.state) and not wording:
            continue
        yield AnswerChange(
            form=form,
            item=item,
            before=old.state if old else None,
            after=new.state if new else None,
            moved=_moved(old, new),
            wording=wording,
        )


def _moved(old: ItemState | None, new: ItemState | None) -> Literal["opened", "closed", "other"]:
    was, is_now = (
        one is not None and one.state in ("unknown", "not_checked") for one in (old, new)
    )
    if old is None or new is None or was == is_now:
        return "other"
    return "opened" if is_now else "closed"


def _numbers(before: Assessment, after: Assessment) -> Iterator[NumberChange]:
    old = dict(_intervals(before))
    for (name, answer), (row, now) in _intervals(after):
        _, was = old.get((name, answer), (row, None))
        yield NumberChange(
            name=name,
            unit=row.unit,
            answer=answer,
            before=was.median if was else None,
            after=now.median,
            low_before=was.low if was else None,
            low_after=now.low,
            high_before=was.high if was else None,
            high_after=now.high,
            beyond_rounding=was is None or not _same(was, now),
        )


def _intervals(found: Assessment) -> Iterator[_Placed]:
    """Every output, on each side of the either/or that decides it first, then mixed."""
    for row in found.results.headline:
        for side in row.split.sides if row.split else ():
            answer = EitherOrAnswer(input=side.input, option=side.option)
            yield (row.name, answer), (row, side)
        yield (row.name, None), (row, row)


def _same(one: Interval, other: Interval) -> bool:
    pairs = ((one.median, other.median), (one.low, other.low), (one.high, other.high))
    return all(_near(a, b) for a, b in pairs)


def _near(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=_ROUNDING, abs_tol=0.0)


def _inputs(before: Assessment, after: Assessment) -> Iterator[InputChange]:
    old = {row.name: row.status for row in before.results.inputs}
    new = {row.name: row.status for row in after.results.inputs}
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield InputChange(name=name, before=old.get(name), after=new.get(name))


def _rules(before: Assessment, after: Assessment) -> Iterator[RuleChange]:
    old, new = (_verdicts(one.contradictions) for one in (before, after))
    for rule in dict.fromkeys((*old, *new)):
        if old.get(rule) != new.get(rule):
            yield RuleChange(rule=rule, before=old.get(rule), after=new.get(rule))


def _verdicts(found: tuple[Contradiction, ...]) -> dict[str, RuleState]:
    """Of each rule; one that looks at several statements fires where it fires for any."""
    verdicts: dict[str, RuleState] = {}
    for one in found:
        if verdicts.get(one.rule) != "fires":
            verdicts[one.rule] = one.verdict
    return verdicts


def _days_left(found: Assessment) -> int | None:
    return next((one.days for one in found.contradictions if one.ends is not None), None)
