"""Intervals of rates at a threshold that was itself found in the same scores."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from misid.measures.by_person import student
from misid.measures.cells import Cells, contrast_variance
from misid.measures.error_rates import Comparisons, Curve, Rate
from misid.measures.intervals import CONFIDENCE, Bounds

Floats = NDArray[np.float64]

_FEWEST = 5
"""The slope is taken over at least so many impostor scores on either side."""


def trade_off_slope(scores: Comparisons, *, threshold: float) -> float:
    """
    How steeply misses fall as false matches rise, both as log odds, around a threshold.

    Taken between the thresholds that match half and twice as many impostors: 1 is a straight line
    at 45 degrees on axes of log odds.

    Args:
        scores: sorted scores of both kinds.
        threshold: where on the curve.
    Returns: the slope, at least 0; 0 where no genuine score lies between, or there is but one
        impostor score.
    Example:
        >>> scores = Comparisons.of(range(50, 150), range(100))
        >>> round(trade_off_slope(scores, threshold=80.0), 2)
        1.0
    """
    trials = len(scores.impostor)
    if trials < 2:
        return 0.0
    few, many = _around(scores.false_match(threshold))
    ends = [float(scores.impostor[trials - count]) for count in (few, many)]
    matched, missed = (
        [rate(end).count / rate(end).trials for end in ends]
        for rate in (scores.false_match, scores.false_non_match)
    )
    return _slope(matched, missed, (trials, len(scores.genuine)))


def curve_slope(curve: Curve, matched: Rate, missed: Rate) -> float:
    """
    The same from points of the curve alone, where not every score is at hand.

    Args:
        curve: both rates along ascending thresholds.
        matched: the false match rate at the threshold.
        missed: the false non-match rate there.
    Returns: the slope between the nearest points that match at most half and at least twice as
        many impostors; at least 0.
    Example:
        >>> from misid.measures.error_rates import detection_error_tradeoff
        >>> scores = Comparisons.of(range(50, 150), range(100))
        >>> curve = detection_error_tradeoff(scores)
        >>> round(curve_slope(curve, scores.false_match(80.0), scores.false_non_match(80.0)), 1)
        1.0
    """
    few, many = (count / matched.trials for count in _around(matched))
    at_few = np.flatnonzero(curve.false_match <= few)
    at_many = np.flatnonzero(curve.false_match >= many)
    if not len(at_few) or not len(at_many):
        return 0.0
    ends = [at_few[0], at_many[-1]]
    rates = (curve.false_match[ends].tolist(), curve.false_non_match[ends].tolist())
    return _slope(*rates, (matched.trials, missed.trials))


def _around(matched: Rate) -> tuple[int, int]:
    """Half and twice as many matches, a few apart at least."""
    few = min(max(1, min(matched.count // 2, matched.count - _FEWEST)), matched.trials - 1)
    return few, min(max(2 * matched.count, matched.count + _FEWEST), matched.trials)


def _slope(matched: list[float], missed: list[float], trials: tuple[int, int]) -> float:
    """How far misses rise, over how far false matches fall, both as log odds."""
    odds = [
        [float(logit((share * size + 0.5) / (size + 1.0))) for share in side]
        for side, size in zip((matched, missed), trials, strict=True)
    ]
    across = odds[0][1] - odds[0][0]
    return max(0.0, (odds[1][0] - odds[1][1]) / across) if across > 0 else 0.0


def miss_interval(cells: Cells, slope: float, *, confidence: float = CONFIDENCE) -> Bounds | None:
    """
    An interval of the false non-match rate at an asked false match rate.

    The threshold is set in the same comparisons, so it errs with their false match rate; what
    that does to misses is the slope of the trade-off times that error.

    .. math:: logit m +- t sqrt(V), V = u' (B + max(0, A)) u, u = (1, slope)

    Args:
        cells: misses among genuine and matches among impostor comparisons at the threshold, in
            this order, from `cell_rates`.
        slope: what `trade_off_slope` gives there.
        confidence: how often such intervals should hold the true rate.
    Returns: the bounds; nothing where there are no misses, only misses, or no matches: the slope
        then says nothing.
    Example:
        >>> from misid.measures.cells import cell_rates
        >>> wrong, at = (
        ...     [True] * 10 + [False] * 90 + [True] * 10 + [False] * 90,
        ...     [0] * 100 + [1] * 100,
        ... )
        >>> bounds = miss_interval(cell_rates(wrong, at, size=2), 1.0)
        >>> round(bounds.low, 3), round(bounds.high, 3)
        (0.042, 0.219)

    References: the delta method; the covariance as in `cell_rates`.
    """
    return _interval(cells, np.array([1.0, slope]), confidence)


def equal_error_interval(
    cells: Cells, slope: float, *, confidence: float = CONFIDENCE
) -> Bounds | None:
    """
    An interval of the equal error rate.

    .. math:: logit e +- t sqrt(V), V = u' (B + max(0, A)) u, u = (1, slope) / (1 + slope)

    Args: as `miss_interval`, at the threshold where both rates meet.
    Returns: the bounds, around the mean of both rates on the scale of log odds.
    Example:
        >>> from misid.measures.cells import cell_rates
        >>> wrong, at = (
        ...     [True] * 10 + [False] * 90 + [True] * 10 + [False] * 90,
        ...     [0] * 100 + [1] * 100,
        ... )
        >>> bounds = equal_error_interval(cell_rates(wrong, at, size=2), 1.0)
        >>> round(bounds.low, 3), round(bounds.high, 3)
        (0.065, 0.15)

    References: as `miss_interval`.
    """
    return _interval(cells, np.array([1.0, slope]) / (1.0 + slope), confidence)


def _interval(cells: Cells, slopes: Floats, confidence: float) -> Bounds | None:
    missed, matched = cells.rates
    told = (rate.trials and 0 < rate.count < rate.trials for rate in (missed, matched))
    if not all(told):
        return None
    found = contrast_variance(cells, slopes)
    half = student(found.freedom, confidence) * math.sqrt(found.variance)
    shares = np.array([missed.count / missed.trials, matched.count / matched.trials])
    centre = float(logit(shares[0]))
    if slopes[0] < 1.0:
        centre = float(slopes @ logit(shares))
    return Bounds(float(expit(centre - half)), float(expit(centre + half)))
