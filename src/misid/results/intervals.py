"""An array over worlds becomes a median and a range, a mean, and dots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from misid.arrays import Floats, Integers
from misid.results.other_worlds import quantile_ends
from misid.results.parts import ExactWithin, Interval

_POINTS = np.array([0.05, 0.5, 0.95])
DOTS = 50
"""Equally likely worlds that stand for all of them in a picture."""
_DOTS = (np.arange(DOTS) + 0.5) / DOTS


@dataclass(frozen=True)
class InOrder:
    """
    Rows of values from low to high, those that are none behind the others; put in order once.

    `ascending` has shape (rows, worlds), `counts` (rows,): how many of a row are a value.
    """

    ascending: Floats
    counts: Integers

    @classmethod
    def of(cls, rows: Floats) -> InOrder:
        """Rows of values, shape (rows, worlds); NaN and what is infinite are no value."""
        finite = np.isfinite(rows)
        ascending = np.where(finite, rows, np.nan) if rows.size else np.full((len(rows), 1), np.nan)
        ascending.sort(axis=1)
        return cls(ascending, finite.sum(axis=1))

    def points(self, shares: Floats) -> Floats:
        """
        The points below which these shares of each row lie, shape (rows, shares).

        As `numpy.quantile` to the last bit; of no meaning in a row without a value.
        """
        return self._points(shares)[0]

    def _points(self, shares: Floats) -> tuple[Floats, Floats]:
        """The points, and the value before each."""
        last = self.counts[:, None] - 1
        place = last * shares
        below = place.astype(np.int64)
        row = np.arange(len(below))[:, None]
        before = self.ascending[row, below]
        after = self.ascending[row, np.minimum(below + 1, last)]
        step, part = after - before, place - below
        points = np.where(part >= 0.5, after - step * (1.0 - part), before + step * part)
        return points, before

    def intervals(self) -> tuple[Interval, ...]:
        """
        Median, 5 % and 95 % points of each row; null where it has no value.

        A point between a world with none and one with some is none: halfway is no world's number.
        """
        points, before = self._points(_POINTS)
        known = np.where(before == 0.0, 0.0, points).tolist()
        return tuple(
            Interval(median=median, low=low, high=high) if count else _NOTHING
            for count, (low, median, high) in zip(self.counts.tolist(), known, strict=True)
        )

    def median_ends(self) -> tuple[ExactWithin | None, ...]:
        """Between what the median of all possible worlds lies, of each row."""
        rows = zip(self.ascending, self.counts.tolist(), strict=True)
        return tuple(quantile_ends(row[:count]) for row, count in rows)

    def dots(self) -> tuple[tuple[float, ...], ...]:
        """The value in 50 equally likely worlds of each row, from low to high."""
        points = self.points(_DOTS).tolist()
        counts = self.counts.tolist()
        return tuple(tuple(row) if count else () for count, row in zip(counts, points, strict=True))


_NOTHING = Interval(median=None, low=None, high=None)


def intervals(rows: Sequence[Floats]) -> tuple[Interval, ...]:
    """The same of several outputs in the same worlds, which is quicker than one by one."""
    return InOrder.of(np.stack(rows)).intervals()


def interval(values: Floats) -> Interval:
    """Median, 5 % and 95 % points over the worlds that have a value; as `InOrder.intervals`."""
    return InOrder.of(values[None]).intervals()[0]


def mean(values: Floats) -> float | None:
    """Mean over the worlds that have a value; none where none has."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else None
