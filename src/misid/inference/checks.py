"""Whether the worlds, before and after, would give such counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

import numpy as np

from misid.arrays import Integers
from misid.inference.counting_law import CountRange
from misid.inference.likelihood import Likelihood
from misid.inference.observed import Category, ObservedPeriod
from misid.inference.predictive import Replica
from misid.inference.schema import CountCheck, PredictiveFit
from misid.results.intervals import interval

DOES_NOT_FIT, STRAINED = 0.01, 0.05
_FLOOR, _MOST_DRAWN = 4.0, 200_000


def times_each(model: Likelihood, worlds: int) -> int:
    """
    How often each world is to draw its counts, so that a check of as many counts can fail.

    A count that none of N draws reaches is one in N, and is held against one in a hundred over all
    counts together: so the more counts there are, the more draws it takes.
    """
    counted = sum(len(_counts(one)) for one in model.observed.periods)
    wanted = min(_FLOOR * counted / DOES_NOT_FIT, _MOST_DRAWN)
    return max(1, ceil(wanted / worlds))


def checks(
    model: Likelihood, before: Sequence[Replica], after: Sequence[Replica]
) -> tuple[CountCheck, ...]:
    """
    Every count that is used, beside those that worlds would give in its place.

    Args:
        model: with the periods.
        before: counts that worlds of the prior would give, a replica for each period, drawn
            `times_each` times or more.
        after: the same given the counts.
    """
    rows = [
        row
        for one, first, second in zip(model.observed.periods, before, after, strict=True)
        for row in _of_period(one, first, second)
    ]
    several = len(rows)
    return tuple(row.model_copy(update={"fit": _fit(several * row.surprise_after)}) for row in rows)


def _counts(one: ObservedPeriod) -> dict[Category | None, CountRange]:
    """The counts of a period that worlds give too; None: references, as a part of searches."""
    counted: dict[Category | None, CountRange] = {}
    if one.references is not None and one.searches is not None:
        counted[None] = one.references
    counted.update(one.cells.items())
    return counted


def _of_period(one: ObservedPeriod, before: Replica, after: Replica) -> Iterator[CountCheck]:
    for name, ends in _counts(one).items():
        yield _check(one.label, name or "references", ends, (before.of(name), after.of(name)))


def _check(
    period: str, count: str, ends: CountRange, drawn: tuple[Integers, Integers]
) -> CountCheck:
    before, after = drawn
    return CountCheck(
        period=period,
        count=count,
        least=ends.least,
        most=ends.most,
        before=interval(before.astype(float)),
        after=interval(after.astype(float)),
        surprise_before=_surprise(ends, before),
        surprise_after=_surprise(ends, after),
        fit="fits",
    )


def _surprise(ends: CountRange, drawn: Integers) -> float:
    """Both sides; half of the worlds that give the count itself are on either."""
    below, inside = np.sum(drawn < ends.least), np.sum((drawn >= ends.least) & (drawn <= ends.most))
    share = float((below + inside / 2.0 + 0.5) / (len(drawn) + 1.0))
    return min(1.0, 2.0 * min(share, 1.0 - share))


def _fit(surprise: float) -> PredictiveFit:
    if surprise < DOES_NOT_FIT:
        return "does_not_fit"
    return "strained" if surprise < STRAINED else "fits"


def worst(rows: Sequence[CountCheck]) -> PredictiveFit:
    """The worst of the checks."""
    found = {row.fit for row in rows}
    if "does_not_fit" in found:
        return "does_not_fit"
    return "strained" if "strained" in found else "fits"


def is_expected(rows: Sequence[CountCheck]) -> bool:
    """Whether the prior holds all counts for possible."""
    return all(len(rows) * row.surprise_before >= DOES_NOT_FIT for row in rows)
