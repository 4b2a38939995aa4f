"""Roots of many increasing functions at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_MOST_STEPS = 60
_CLOSE = 1e-8


def root(
    function: Callable[[Floats, NDArray[np.int64]], Floats], low: Floats, high: Floats
) -> Floats:
    """
    Where each of many functions changes sign between `low` and `high` (Illinois method).

    Args:
        function: values at some points of some functions, `function(points, which)`; at most 0 at
            `low`, at least 0 at `high`. Functions that are done are not asked again.
        low: lower ends of the brackets, shape (functions,); the answer where the value there is
            not below 0.
        high: upper ends; the answer where the value there is below 0.
    Returns: the roots, shape (functions,).
    Example:
        >>> root(lambda x, which: x**2 - 2.0, np.array([0.0]), np.array([2.0])).round(9)
        array([1.41421356])
    """
    which = np.arange(len(low))
    below, above = function(low, which), function(high, which)
    answer, width = np.where(below >= 0, low, high), high - low
    which = np.flatnonzero((below < 0) & (above > 0))
    low, high, below, above = (part[which] for part in (low, high, below, above))
    for _ in range(_MOST_STEPS):
        if not len(which):
            break
        middle = (low * above - high * below) / (above - below)
        value = function(middle, which)
        moved = np.abs(middle - answer[which]) > _CLOSE * width[which]
        answer[which] = middle
        up, on = value > 0, moved & (value != 0)
        above, below = np.where(up, value, above / 2), np.where(up, below / 2, value)
        high, low = np.where(up, middle, high), np.where(up, low, middle)
        which, low, high, below, above = (p[on] for p in (which, low, high, below, above))
    return answer
