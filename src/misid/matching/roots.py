"""Roots of many increasing functions at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_MOST_STEPS = 60
_CLOSE = 1e-10


def root(function: Callable[[Floats], Floats], low: Floats, high: Floats) -> Floats:
    """
    Where each function changes sign between `low` and `high` (Illinois method).

    Args:
        function: of an array, one function an element; at most 0 at `low`, at least 0 at `high`.
        low, high: the brackets; where the sign does not change, the nearer end is the answer.
    Returns: the roots, same shape.
    Example:
        >>> root(lambda x: x**2 - 2.0, np.array([0.0]), np.array([2.0])).round(9)
        array([1.41421356])
    """
    below, above = function(low), function(high)
    answer, width = np.where(below >= 0, low, high), high - low
    open_ = (below < 0) & (above > 0)
    for _ in range(_MOST_STEPS):
        span = np.where(open_, above - below, 1.0)
        middle = np.where(open_, (low * above - high * below) / span, answer)
        value = function(middle)
        open_ = open_ & (value != 0) & (np.abs(middle - answer) > _CLOSE * width)
        answer, up = middle, value > 0
        if not open_.any():
            break
        above, below = np.where(up, value, above / 2), np.where(up, below / 2, value)
        high, low = np.where(up, middle, high), np.where(up, low, middle)
    return answer
