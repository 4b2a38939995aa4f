"""What the rules find in what was said and answered."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from misid.assessment.answers import Statement
from misid.assessment.rules import ContradictionRule, ContradictionShape
from misid.assessment.schema import Contradiction, ItemState, MarkedBecause
from misid.results.schema import ResultsPart

_ROUNDED = 0.015
"""A stated share may be off by so much: it is written in whole per cent, of rounded numbers."""
_OF_A_RATE = ("denominator", "gallery", "threshold")


class _Said(ResultsPart):
    """What the rules look at."""

    statements: tuple[Statement, ...]
    states: tuple[ItemState, ...]
    as_of: datetime.date | None

    def about(self, topic: str | None) -> tuple[Statement, ...]:
        """What was said of a topic."""
        return tuple(one for one in self.statements if one.topic == topic)


def contradictions(
    rules: Sequence[ContradictionRule],
    statements: tuple[Statement, ...],
    states: tuple[ItemState, ...],
    as_of: datetime.date | None,
) -> tuple[Contradiction, ...]:
    """
    What each rule finds: that it fires, that it holds, or why it could not be checked.

    Args:
        rules: in their order.
        statements: what was said.
        states: of the questions.
        as_of: the day; without one, nothing is late.
    """
    said = _Said(statements=statements, states=states, as_of=as_of)
    return tuple(found for rule in rules for found in _SHAPES[rule.shape](rule, said))


def _differ(rule: ContradictionRule, said: _Said) -> Iterator[Contradiction]:
    about = [one for one in said.about(rule.topic) if one.holds is not None]
    if len(about) < 2:
        yield _unchecked(rule, "statements")
        return
    ordered = sorted(about, key=lambda one: str(one.holds))
    first_of_each = [next(group) for _, group in groupby(ordered, lambda one: one.holds)]
    kept = tuple(one for one in about if one in first_of_each)
    yield _contradiction(rule, kept, fires=len(kept) > 1)


def _together(rule: ContradictionRule, said: _Said) -> Iterator[Contradiction]:
    held = [
        next((one for one in said.about(both.topic) if one.stance == both.stance), None)
        for both in rule.both
    ]
    known = all(said.about(both.topic) for both in rule.both)
    kept = tuple(one for one in held if one is not None)
    yield (
        _contradiction(rule, kept, fires=None not in held)
        if known
        else _unchecked(rule, "statements")
    )


def _overdue(rule: ContradictionRule, said: _Said) -> Iterator[Contradiction]:
    asked = [one for one in said.states if one.form == rule.form and one.due is not None]
    if said.as_of is None or not asked:
        yield _unchecked(rule, "date" if asked else "questionnaire")
        return
    late = tuple(one.item for one in asked if one.days_late)
    unanswered = all(one.state == "not_checked" for one in asked)
    if unanswered:
        yield _unchecked(rule, "answers")
        return
    days = max((one.days_late or 0 for one in asked), default=0)
    yield _contradiction(rule, (), fires=bool(late)).model_copy(
        update={"items": late, "days": days or None}
    )


def _share(rule: ContradictionRule, said: _Said) -> Iterator[Contradiction]:
    about = [one for one in said.about(rule.topic) if None not in (one.value, one.share, one.whole)]
    if not about:
        yield _unchecked(rule, "statements")
    for one in about:
        implied = (one.value or 0.0) / (one.whole or 1.0)
        fires = abs(implied - (one.share or 0.0)) > _ROUNDED
        yield _contradiction(rule, (one,), fires=fires).model_copy(
            update={"implied": implied, "stated": one.share}
        )


def _bare_rate(rule: ContradictionRule, said: _Said) -> Iterator[Contradiction]:
    about = said.about(rule.topic)
    if not about:
        yield _unchecked(rule, "statements")
        return
    bare = tuple(one for one in about if any(getattr(one, name) is None for name in _OF_A_RATE))
    lacks = tuple(name for name in _OF_A_RATE if any(getattr(one, name) is None for one in bare))
    yield _contradiction(rule, bare, fires=bool(bare)).model_copy(update={"lacks": lacks})


def _lapsed(rule: ContradictionRule, said: _Said) -> Iterator[Contradiction]:
    about = [one for one in said.about(rule.topic) if one.on is not None]
    if said.as_of is None or not about:
        yield _unchecked(rule, "date" if about else "statements")
        return
    newest = max(about, key=lambda one: one.on or datetime.date.min)
    end = _years_after(newest.on or said.as_of, rule.years or 0)
    left = (end - said.as_of).days
    yield _contradiction(rule, (newest,), fires=left < 0).model_copy(
        update={"days": left, "ends": end}
    )


def _years_after(day: datetime.date, years: int) -> datetime.date:
    """The same day of a later year; 1 March where there is no 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return datetime.date(day.year + years, 3, 1)


def _contradiction(
    rule: ContradictionRule, passages: tuple[Statement, ...], *, fires: bool
) -> Contradiction:
    return Contradiction(
        rule=rule.id,
        shape=rule.shape,
        verdict="fires" if fires else "holds",
        passages=tuple(one.id for one in passages),
    )


def _unchecked(rule: ContradictionRule, because: MarkedBecause) -> Contradiction:
    return Contradiction(rule=rule.id, shape=rule.shape, verdict="not_checked", because=because)


_SHAPES: dict[ContradictionShape, Callable[[ContradictionRule, _Said], Iterator[Contradiction]]] = {
    "differ": _differ,
    "together": _together,
    "overdue": _overdue,
    "share": _share,
    "bare_rate": _bare_rate,
    "lapsed": _lapsed,
}
