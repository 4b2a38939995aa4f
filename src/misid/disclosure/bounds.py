"""Sums and shares of counts of which some are only known to lie between two ends."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from misid.disclosure.schema import DisclosedCell, DisclosedRange

_COUNTS = ("exact", "range", "rounded")
_SLACK = 1e-9


class CountEnds(NamedTuple):
    """The least and the most that a number can be; the most is infinite where nobody said."""

    low: float
    high: float

    def meets(self, other: CountEnds) -> bool:
        """
        Whether both can be one number.

        Example:
            >>> (
            ...     CountEnds(1, 4).meets(CountEnds(4, math.inf)),
            ...     CountEnds(1, 4).meets(CountEnds(5, 5)),
            ... )
            (True, False)
        """
        slack = _SLACK * max(1.0, abs(self.low), abs(other.low))
        return self.low <= other.high + slack and other.low <= self.high + slack

    @property
    def bounds(self) -> DisclosedRange:
        """As facts."""
        return DisclosedRange(low=self.low, high=self.high if math.isfinite(self.high) else None)


def count_ends(cell: DisclosedCell) -> CountEnds | None:
    """The ends of a count; None where the cell says none."""
    if cell.kind not in _COUNTS:
        return None
    return CountEnds(cell.low or 0.0, math.inf if cell.high is None else cell.high)


def share_ends(cell: DisclosedCell) -> CountEnds | None:
    """The ends of a share; None where the cell says none."""
    if cell.kind != "share":
        return None
    return CountEnds(cell.low or 0.0, math.inf if cell.high is None else cell.high)


def added(many: Iterable[CountEnds]) -> CountEnds:
    """Their sum."""
    held = list(many)
    return CountEnds(sum(one.low for one in held), sum(one.high for one in held))


def divided(part: CountEnds, whole: CountEnds) -> CountEnds | None:
    """A share; None where the whole may be nothing."""
    if whole.low <= 0:
        return None
    return CountEnds(part.low / whole.high, part.high / whole.low)
