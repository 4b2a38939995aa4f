"""An array over worlds becomes a median and a range, a mean, and dots."""

from __future__ import annotations

import numpy as np

from misid.arrays import Floats
from misid.results.schema import Interval

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
    ascending = np.sort(known)
    low, median, high = (_point(ascending, share) for share in _POINTS)
    return Interval(median=median, low=low, high=high)


def _point(ascending: Floats, share: float) -> float:
    """As `numpy.quantile` to the last bit, of values in order; several points share one sorting."""
    place = (len(ascending) - 1) * share
    below = int(place)
    before, after = ascending[below], ascending[min(below + 1, len(ascending) - 1)]
    if before == 0.0:
        return 0.0
    step, part = after - before, place - below
    return float(after - step * (1.0 - part) if part >= 0.5 else before + step * part)


def mean(values: Floats) -> float | None:
    """Mean over the worlds that have a value; none where none has."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else None


def dots(values: Floats) -> tuple[float, ...]:
    """The value in 50 equally likely worlds, from low to high."""
    known = values[np.isfinite(values)]
    places = (np.arange(DOTS) + 0.5) / DOTS
    return tuple(np.quantile(known, places).tolist()) if len(known) else ()
