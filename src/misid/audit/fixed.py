"""A fixed number of rows, by stratum, so that what is found in them is read as what was asked."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from misid.arrays import Floats, Integers
from misid.audit.limits import most_of_two_looks, most_wrong
from misid.audit.schema import AssumedRate, AuditMethod, CheckerEnds, RowKind
from misid.measures.design import Goal, allocation, fixed_size, whole_sizes
from misid.measures.finite import at_most, binomial_at_most, least_wrong
from misid.measures.survey import DrawnByStratum

_LEAST_SPREAD = 1e-4
_STEPS = 200
"""More rows are tried by a part of so many."""


@dataclass(frozen=True)
class AuditAsked:
    """
    What a reader wants of an audit.

    `below`: the limit, or `ratio`: of two strata; `rates`: of single strata, by label; `least`:
    rows of each stratum at least; `again`: rows to check a second time; `row_is`: what a row is,
    where that is stated.
    """

    below: float | None = None
    ratio: float | None = None
    confidence: float = 0.95
    power: float = 0.8
    assumed: AssumedRate | None = None
    rates: Mapping[str, float] | None = None
    checkers: CheckerEnds = field(default_factory=CheckerEnds)
    least: int = 2
    again: int = 0
    method: AuditMethod = "fixed"
    row_is: RowKind | None = None

    @property
    def goal(self) -> Goal:
        """What is to be shown of a limit."""
        return Goal(self.below or 0.0, self.confidence, self.power)

    @property
    def rate(self) -> AssumedRate:
        """The rates on which sizes rest; where none is known: no error, and parts of the limit."""
        if self.assumed is not None:
            return self.assumed
        limit = self.below or 0.0
        return AssumedRate(low=0.0, middle=limit / 5.0, high=limit / 2.0, known="nothing")


@dataclass(frozen=True)
class FixedDraw:
    """Rows to draw of each stratum, how many may be called wrong, how often no more are."""

    drawn: Integers
    allowed: int
    power: float

    @property
    def rows(self) -> int:
        """In all."""
        return int(self.drawn.sum())


def fixed_draw(asked: AuditAsked, rates: Floats, rows: Integers) -> FixedDraw | None:
    """
    The fewest rows, about, whose reading shows a limit as often as asked.

    One stratum has the exact law, by which it is read as well. Of several, and where checkers err,
    the size is raised until what so many wrong rows are read as, by the very rule of the reading,
    is below the limit often enough; wrong rows are spread as assumed.

    Args:
        asked: a limit.
        rates: assumed of each stratum.
        rows: of each.
    Returns: nothing where no number of rows shows it.
    """
    total, ends = int(rows.sum()), asked.checkers
    rate = float((rows * rates).sum() / total)
    first = fixed_size(asked.goal, rate, total, checkers=ends.slack, keen=ends.keen)
    if first is None:
        return None
    if rows.size == 1 and not ends.err:
        return _of_one(asked, rate, total, max(first.rows, min(asked.least, total)))
    size, found = first.rows, None
    while found is None:
        drawn = _allocated(size, rows, rates, asked.least)
        found = _as_read(asked, drawn, rows, rates)
        if int(drawn.sum()) == total:
            break
        size += max(1, size // _STEPS)
    return found


def _of_one(asked: AuditAsked, rate: float, total: int, size: int) -> FixedDraw:
    """So many of one stratum: the most that may be wrong, were the rate at the limit."""
    limit, risk = least_wrong(asked.goal.below, total), 1.0 - asked.confidence
    allowed = _last(lambda count: at_most(count, size, limit, total) <= risk, size)
    shown = at_most(allowed, size, round(rate * total), total)
    return FixedDraw(np.array([size], dtype=np.int64), allowed, shown)


def _as_read(asked: AuditAsked, drawn: Integers, rows: Integers, rates: Floats) -> FixedDraw | None:
    """What such a sample is read as; nothing where it does not show often enough."""
    called = np.array([asked.checkers.keen.called_wrong(one) for one in rates.tolist()])
    parts = drawn * called if called.any() else drawn.astype(float)
    parts = parts / parts.sum()

    def is_shown(count: int) -> bool:
        wrong = np.minimum(count * parts, drawn)
        sample = DrawnByStratum(rows.astype(float), drawn.astype(float), wrong)
        return most_wrong(sample, asked.confidence, asked.checkers) < asked.goal.below

    if not is_shown(0):
        return None
    size = int(drawn.sum())
    allowed = _last(is_shown, size)
    power = _no_more(asked, allowed, (size, int(rows.sum())), float((drawn * called).sum() / size))
    return FixedDraw(drawn, allowed, power) if power >= asked.power else None


def shown_by_two_looks(
    asked: AuditAsked, rows: Integers, rates: Floats, drawn: Integers, again: Integers
) -> tuple[int, float] | None:
    """
    How many both looks may call wrong so that it is shown, and how often no more are.

    Args:
        asked: a limit.
        rows: of each stratum.
        rates: assumed of each; wrong rows are spread as they say.
        drawn: of the rows.
        again: of those drawn, looked at a second time.
    Returns: nothing where it is not even shown if neither look finds one wrong.
    """
    keen = asked.checkers.keen
    called = np.array([keen.called_wrong(one) for one in rates.tolist()])
    parts = drawn * called if called.any() else drawn.astype(float)
    parts = parts / parts.sum()

    def is_shown(count: int) -> bool:
        wrong = np.minimum(count * parts, drawn)
        sizes = (rows.astype(float), drawn.astype(float), again.astype(float))
        return most_of_two_looks(*sizes, wrong, asked.confidence) < asked.goal.below

    if not is_shown(0):
        return None
    size = int(drawn.sum())
    allowed = _last(is_shown, size)
    seen = drawn * called + again * rates * (1.0 - keen.sensitivity)
    return allowed, _no_more(asked, allowed, (size, int(rows.sum())), float(seen.sum() / size))


def _no_more(asked: AuditAsked, allowed: int, of: tuple[int, int], share: float) -> float:
    """How often no more are called wrong; where checkers err, their luck adds to that of draws."""
    size, total = of
    if asked.checkers.err:
        return binomial_at_most(allowed, size, share)
    return at_most(allowed, size, round(share * total), total)


def _last(holds: Callable[[int], bool], most: int) -> int:
    """The last whole number for which something holds that holds at 0 and then no more."""
    first = 0
    while first < most:
        middle = (first + most + 1) // 2
        first, most = (middle, most) if holds(middle) else (first, middle - 1)
    return first


def _allocated(size: int, rows: Integers, rates: Floats, least: int) -> Integers:
    """Neyman's allocation; more rows where bounds make the estimate less sure than one of all."""
    highs = rows.astype(float)
    lows = np.minimum(highs, float(least))
    spread = np.sqrt(np.maximum(rates * (1.0 - rates), _LEAST_SPREAD))
    weights = highs * spread
    sizes = allocation(size, weights, lows, highs)
    share = float((highs * rates).sum() / highs.sum())
    of_all = highs.sum() ** 2 * max(share * (1.0 - share), _LEAST_SPREAD) / size
    effect = max(1.0, float((weights**2 / sizes).sum() / of_all))
    # A hair above a whole number is rounding, and no row.
    wanted = math.ceil(size * effect - 1e-9)
    return whole_sizes(allocation(wanted, weights, lows, highs), lows, highs)
