"""Sums and shares of counts of which some are only known to lie between two ends."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from misid.disclosure.schema import Bounds, DisclosedCell

_COUNTS = ("exact", "range", "rounded")
_SLACK = 1e-9


class Ends(NamedTuple):
    """The least and the most that a number can be; the most is infinite where nobody said."""

    low: float
    high: float

    def meets(self, other: Ends) -> bool:
        """
        Whether both can be one number.

        Example:
            >>> Ends(1, 4).meets(Ends(4, math.inf)), Ends(1, 4).meets(Ends(5, 5))
            (True, False)
        """
        slack = _SLACK * max(1.0, abs(self.low), abs(other.low))
        return self.low <= other.high + slack and other.low <= self.high + slack

    @property
    def bounds(self) -> Bounds:
        """As facts."""
        return Bounds(low=self.low, high=self.high if math.isfinite(self.high) else None)


def count_ends(cell: DisclosedCell) -> Ends | None:
    """The ends of a count; None where the cell says none."""
    if cell.kind not in _COUNTS:
        return None
    return Ends(cell.low or 0.0, math.inf if cell.high is None else cell.high)


def share_ends(cell: DisclosedCell) -> Ends | None:
    """The ends of a share; None where the cell says none."""
    if cell.kind != "share":
        return None
    return Ends(cell.low or 0.0, math.inf if cell.high is None else cell.high)


def added(many: Iterable[Ends]) -> Ends:
    """Their sum."""
    held = list(many)
    return Ends(sum(one.low for one in held), sum(one.high for one in held))


def divided(part: Ends, whole: Ends) -> Ends | None:
    """A share; None where the whole may be nothing."""
    if whole.low <= 0:
        return None
    return Ends(part.low / whole.high, part.high / whole.low)
