"""Where a value lies along an axis; nothing is loaded for drawing."""

from __future__ import annotations

import math
from typing import NamedTuple


def log_domain(values: list[float]) -> list[float]:
    """Ends of a logarithmic axis around positive values: halves of decades."""
    low, high = math.log10(min(values)), math.log10(max(values))
    return [10.0 ** (math.floor(2 * low) / 2), 10.0 ** (math.ceil(2 * high) / 2)]


def is_log(values: list[float]) -> bool:
    """Whether values, all above 0, spread so widely that only a logarithmic axis shows them."""
    return bool(values) and min(values) > 0 and max(values) / min(values) > 20


class Axis(NamedTuple):
    """A stretch of numbers, logarithmic or not, as parts from 0 to 1."""

    log: bool
    low: float
    high: float

    def part(self, value: float) -> float:
        """How far along a value lies."""
        at = math.log10(value) if self.log else value
        return (at - self.low) / (self.high - self.low)

    def value(self, part: float) -> float:
        """The value that lies so far along."""
        at = self.low + part * (self.high - self.low)
        return 10.0**at if self.log else at


def axis_of(values: list[float]) -> Axis:
    """The axis that is drawn for these values, from 0 where it is not logarithmic."""
    if is_log(values):
        low, high = (math.log10(end) for end in log_domain(values))
        return Axis(log=True, low=low, high=high)
    return Axis(log=False, low=0.0, high=max(values, default=1.0) * 1.05 or 1.0)
