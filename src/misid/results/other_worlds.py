"""How exact a number over worlds is: between what the same number of all possible worlds lies.

Another seed draws other worlds. A quantile lies between two of the values themselves, whatever
their law; the mean of a heavy tail lies further above what was found than below it. The draws are
in strata, so what depends on few inputs is more exact than is said here.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from scipy.special import bdtrik

from misid.arrays import Floats
from misid.results.parts import ExactWithin

_LOW, _HIGH = 0.025, 0.975
_DEVIATE = 1.959963984540054
_FEWEST, _FEWEST_OF_MEAN = 8, 256


def quantile_ends(ascending: Floats, share: float = 0.5) -> ExactWithin | None:
    """
    95 % interval of a quantile, from the order of the worlds alone; none where they are too few.

    Args:
        ascending: the values of worlds that have one, from low to high.
        share: of the worlds that lie below.
    Example:
        >>> ends = quantile_ends(np.arange(1.0, 101.0))
        >>> (ends.low, ends.high)
        (40.0, 61.0)

    References: David and Nagaraja 2003, Order Statistics, 7.1.
    """
    places = _places(len(ascending), share)
    if places is None:
        return None
    low, high = (float(ascending[place]) for place in places)
    return ExactWithin(low=low, high=high)


@cache
def _places(count: int, share: float) -> tuple[int, int] | None:
    """The values between which the quantile lies in 95 % of all draws, or more, by position."""
    if count < _FEWEST:
        return None
    # The least k with P(fewer than k below) above 2.5 %, and the least with it above 97.5 %.
    low, high = (math.floor(float(bdtrik(end, count, share))) + 1 for end in (_LOW, _HIGH))
    first, last = low - 1, high
    # Where all worlds may well lie above, or below, no value bounds the quantile on that side.
    if (1.0 - share) ** count > _LOW or share**count > _LOW:
        return None
    return None if first < 0 or last >= count else (first, last)


def mean_ends(values: Floats) -> ExactWithin | None:
    """
    Interval of a mean over worlds of which a few may carry most; none where they are too few.

    The studentised mean with its skewness removed. The heavier the tail, the less often it holds,
    and then the mean lies above: of lognormal worlds in 94 % where their logarithms have a standard
    deviation of 1, 90 % at 2, 86 to 88 % at 2.4 (512 to 4,096 worlds). What is told of means says
    "about 90 %". Of a few hundred worlds nothing is said: too often no world of the tail is among
    them, and then nothing in them shows it.

    Args:
        values: of worlds; those that are none are left out.
    Example:
        >>> ends = mean_ends(np.array([1.0] * 900 + [10.0] * 100))
        >>> (round(ends.low, 2), round(ends.high, 2))
        (1.74, 2.08)

    References: Hall 1992, On the removal of skewness by transformation, JRSS B 54, 221-228.
    """
    known = values[np.isfinite(values)]
    if len(known) < _FEWEST:
        return None
    middle = float(known.mean())
    away = known - middle
    variance = float((away**2).mean())
    if variance <= 0.0:
        return ExactWithin(low=middle, high=middle)
    if len(known) < _FEWEST_OF_MEAN:
        return None
    error = math.sqrt(variance / len(known))
    skew = float((away**3).mean()) / variance**1.5 / math.sqrt(len(known))
    low, high = (middle - error * _unskewed(end, skew) for end in (_DEVIATE, -_DEVIATE))
    return ExactWithin(low=max(low, float(known.min())), high=high)


def _unskewed(deviate: float, skew: float) -> float:
    if abs(skew) < 1e-9:
        return deviate
    return 3.0 / skew * (float(np.cbrt(1.0 + skew * (deviate - skew / 6.0))) - 1.0)
