"""A number on both sides of a change: world by world where the worlds are the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from misid.arrays import Flags, Floats, Integers
from misid.results.intervals import intervals
from misid.results.schema import Interval
from misid.uncertainty.schema import BothSides, Changed

_ROUNDING = 1e-9


class Sides(NamedTuple):
    """A number in each world, on both sides; shape (worlds,), NaN where there are no trials."""

    before: Floats
    after: Floats

    def of(self, rows: Integers | Flags) -> Sides:
        """The same in some of the worlds."""
        return Sides(self.before[rows], self.after[rows])


def sides(values: Sides, *, paired: bool) -> BothSides:
    """
    Both sides, and their change.

    Args:
        values: in each world.
        paired: whether a world of one side is that of the other.
    """
    first, second = values
    if paired:
        known = np.isfinite(first) & np.isfinite(second)
        change = np.full(len(first), np.nan)
        change[known] = less(second[known], first[known])
        shares = tuple(_share(which[known]) for which in (change < 0, change == 0, change > 0))
    else:
        change = less(elsewhere(second), first)
        shares = _of_all_pairs(first, second)
    three = intervals([first, second, change])
    return BothSides(
        before=three[0],
        after=three[1],
        change=three[2],
        where_changed=_changed(values, change, three) if paired else None,
        mean_change=_mean(change),
        lower=shares[0],
        same=shares[1],
        higher=shares[2],
    )


def _changed(values: Sides, change: Floats, whole: Sequence[Interval]) -> Changed | None:
    """The same where anything changes; `whole` is what holds in all worlds."""
    where = np.isfinite(change) & (change != 0)
    if not where.any():
        return None
    if not where.all():
        whole = intervals([values.before[where], values.after[where], change[where]])
    return Changed(before=whole[0], after=whole[1], change=whole[2])


def less(second: Floats, first: Floats) -> Floats:
    """Their difference; what differs only by the order of additions is none."""
    difference = second - first
    rounding = _ROUNDING * np.maximum(np.abs(first), np.abs(second))
    return np.where(np.abs(difference) <= rounding, 0.0, difference)


def elsewhere(values: Floats) -> Floats:
    """The values in worlds of another order, which has nothing to do with the first."""
    order = np.argsort(np.random.Philox(key=0).random_raw(len(values)), kind="stable")
    return values[order]


def _of_all_pairs(first: Floats, second: Floats) -> tuple[float | None, ...]:
    """Shares of all pairs of a world of each side in which the second is lower, same, higher."""
    ordered = np.sort(second[np.isfinite(second)])
    known = first[np.isfinite(first)]
    if not len(ordered) or not len(known):
        return None, None, None
    rounding = _ROUNDING * np.abs(known)
    below = np.searchsorted(ordered, known - rounding, "left")
    upto = np.searchsorted(ordered, known + rounding, "right")
    pairs = len(ordered) * len(known)
    counts = (int(below.sum()), int((upto - below).sum()))
    return counts[0] / pairs, counts[1] / pairs, (pairs - sum(counts)) / pairs


def _share(which: Flags) -> float | None:
    return float(which.mean()) if which.size else None


def _mean(change: Floats) -> float | None:
    known = change[np.isfinite(change)]
    return float(known.mean()) if len(known) else None
