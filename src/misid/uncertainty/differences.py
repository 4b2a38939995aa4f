"""A number on both sides of a change: world by world where the worlds are the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from misid.arrays import Flags, Floats, Integers
from misid.results.intervals import InOrder
from misid.results.parts import ExactWithin
from misid.results.schema import Interval
from misid.uncertainty.schema import BothSides, Changed

_ROUNDING = 1e-9
_Told = tuple[Interval, Interval, Interval, ExactWithin | None]
"""Before, after, and the change, and between what its median lies."""


class Sides(NamedTuple):
    """A number in each world, on both sides; shape (worlds,), NaN where there are no trials."""

    before: Floats
    after: Floats

    def only(self, rows: Integers) -> Sides:
        """The same in some of the worlds; in all others there is no number."""
        here = np.zeros(len(self.before), dtype=bool)
        here[rows] = True
        return Sides(*(where(here, one) for one in self))


def where(here: Flags, values: Floats) -> Floats:
    """The values of some of the worlds; in all others there is no number."""
    return np.where(here, values, np.nan)


def both_sides(each: Sequence[Sides], *, paired: bool) -> list[BothSides]:
    """
    Both sides of several numbers, and their changes; all at once, which is quicker.

    Args:
        each: the numbers in the same worlds.
        paired: whether a world of one side is that of the other.
    """
    changes = [change(one) if paired else less(elsewhere(one.after), one.before) for one in each]
    rows = [(*one, moved) for one, moved in zip(each, changes, strict=True)]
    if paired:
        rows += [_changed(*three) for three in rows]
    in_order = InOrder.of(np.stack([row for three in rows for row in three])) if rows else None
    told, exact = (in_order.intervals(), in_order.median_ends()) if in_order else ((), ())
    threes = list(zip(told[::3], told[1::3], told[2::3], exact[2::3], strict=True))
    return [
        _both_sides(one, moved, threes[place], threes[len(each) + place] if paired else None)
        for place, (one, moved) in enumerate(zip(each, changes, strict=True))
    ]


def change(values: Sides) -> Floats:
    """The change in each world, shape (worlds,); NaN where a side has no number."""
    known = np.isfinite(values.before) & np.isfinite(values.after)
    moved = np.full(len(known), np.nan)
    moved[known] = less(values.after[known], values.before[known])
    return moved


def _changed(before: Floats, after: Floats, moved: Floats) -> tuple[Floats, Floats, Floats]:
    """The same in the worlds in which anything changes."""
    here = np.isfinite(moved) & (moved != 0)
    return where(here, before), where(here, after), where(here, moved)


def _both_sides(values: Sides, moved: Floats, whole: _Told, changed: _Told | None) -> BothSides:
    known = moved[np.isfinite(moved)]
    if changed is None:
        shares = _of_all_pairs(*values)
    else:
        shares = tuple(_share(part) for part in (known < 0, known == 0, known > 0))
    is_changed = changed is not None and known.any()
    return BothSides(
        before=whole[0],
        after=whole[1],
        change=whole[2],
        change_exact=None if changed is None else whole[3],
        where_changed=Changed(
            before=changed[0], after=changed[1], change=changed[2], change_exact=changed[3]
        )
        if changed is not None and is_changed
        else None,
        mean_change=float(known.mean()) if len(known) else None,
        lower=shares[0],
        same=shares[1],
        higher=shares[2],
    )


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
    return np.count_nonzero(which) / len(which) if len(which) else None
