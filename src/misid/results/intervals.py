"""An array over worlds becomes a median and a range, a mean, and dots."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from misid.results.schema import Interval

Floats = NDArray[np.float64]

_POINTS = (0.05, 0.5, 0.95)
DOTS = 50
"""Equally likely worlds that stand for all of them in a picture."""


def interval(values: Floats) -> Interval:
    """
    Median, 5 % and 95 % points over the worlds that have a value; null where none has.

    A point between a world with none and one with some is none: halfway is no world's number.
    """
    known = values[np.isfinite(values)]
    if not len(known):
        return Interval(median=None, low=None, high=None)
    points = np.quantile(known, _POINTS)
    below = np.quantile(known, _POINTS, method="lower")
    low, median, high = np.where(below == 0.0, 0.0, points).tolist()
    return Interval(median=median, low=low, high=high)


def mean(values: Floats) -> float | None:
    """Mean over the worlds that have a value; none where none has."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else None


def dots(values: Floats) -> tuple[float, ...]:
    """The value in 50 equally likely worlds, from low to high."""
    known = values[np.isfinite(values)]
    places = (np.arange(DOTS) + 0.5) / DOTS
    return tuple(np.quantile(known, places).tolist()) if len(known) else ()
