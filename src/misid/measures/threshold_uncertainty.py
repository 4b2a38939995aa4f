"""Intervals of rates at a threshold that was itself found in the same scores."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from misid.arrays import Floats
from misid.measures.arguments import check_confidence
from misid.measures.by_person import student
from misid.measures.error_rates import Comparisons, Rate
from misid.measures.group_covariance import GroupCells, contrast_variance
from misid.measures.intervals import CONFIDENCE, Bounds
from misid.measures.score_counts import distinct

_MOST_LEVELS = 2000
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


@dataclass(frozen=True)
class Levels:
    """Both error rates at ascending thresholds."""

    false_match: Floats
    false_non_match: Floats

    @classmethod
    def of(cls, scores: Comparisons, *, low: float, high: float) -> Levels:
        """
        At the impostor scores whose false match rates lie between two, and one beyond on each side.

        Where these are very many, at some of them, evenly.
        """
        impostor, trials = scores.impostor, len(scores.impostor)
        most = min(trials, math.ceil(high * trials) + 1)
        least = min(trials - 1, max(0, math.floor(low * trials) - 1))
        at = distinct(impostor[trials - most : trials - least])
        before = int(np.searchsorted(impostor, at[0], side="left"))
        after = int(np.searchsorted(impostor, at[-1], side="right"))
        at = np.concatenate(
            [impostor[max(0, before - 1) : before], at, impostor[after : after + 1]]
        )
        if len(at) > _MOST_LEVELS:
            at = at[np.linspace(0, len(at) - 1, _MOST_LEVELS).astype(np.int64)]
        above = trials - np.searchsorted(impostor, at, side="left")
        below = np.searchsorted(scores.genuine, at, side="left")
        return cls(above / trials, below / len(scores.genuine))


def false_match_reach(
    cells: GroupCells, asked: float, *, confidence: float = CONFIDENCE
) -> tuple[float, float] | None:
    """
    What false match rates may be counted at the threshold that gives an asked one.

    Args:
        cells: as `miss_interval`.
        asked: the false match rate.
        confidence: of the interval that this is for.
    Returns: the lowest and the highest; nothing where too little was counted to tell, or the
        lowest is less than one match.
    """
    check_confidence(confidence)
    if not 0.0 < asked < 1.0 or not all(_is_told(cells, at) for at in (0, 1)):
        return None
    half = _half(cells, np.array([0.0, 1.0]), confidence)
    low, high = (float(expit(logit(asked) + side * half)) for side in (-1.0, 1.0))
    return None if low * cells.rates[1].trials < 1.0 else (low, high)


def miss_interval(
    cells: GroupCells, levels: Levels, asked: float, *, confidence: float = CONFIDENCE
) -> Bounds | None:
    """
    An interval of the false non-match rate at an asked false match rate.

    The threshold is set in the same comparisons, so it errs with their false match rate. Every
    threshold that may be the one which the asked rate has among all people gives an interval of
    the misses there, the narrower the less likely the threshold; this is all of them together.
    Where scores are tied, so that thresholds are few, each counts from the middle of what it
    takes in.

    .. math:: all m with (logit m - logit m(T))^2 / t^2 V_m + (logit f(T) - logit f)^2 / t^2 V_f
        <= 1 for some T

    with m(T) and f(T) as counted at T, f the asked rate, t Student's quantile. Where the curve of
    m(T) is straight, that is logit m +- t sqrt(V_m + slope^2 V_f).

    Args:
        cells: misses among genuine and matches among impostor comparisons at the threshold, in
            this order, from `cell_rates`.
        levels: both rates at thresholds around it, as far as `false_match_reach`.
        asked: the false match rate that set the threshold.
        confidence: how often such intervals should hold the true rate.
    Returns: the bounds; nothing where too little was counted to tell, which `false_match_reach`
        says.
    Example:
        >>> from misid.measures.group_covariance import cell_rates
        >>> scores = Comparisons.of(np.arange(1000) / 100 + 6, np.arange(1000) / 100)
        >>> wrong = np.concatenate([scores.genuine < 9.0, scores.impostor >= 9.0])
        >>> cells = cell_rates(wrong, np.repeat([0, 1], 1000), size=2)
        >>> bounds = miss_interval(cells, Levels.of(scores, low=0.05, high=0.2), 0.1)
        >>> round(bounds.low, 3), round(bounds.high, 3)
        (0.267, 0.336)

    References: an ellipse of both errors, projected; with a straight curve the delta method. The
    middle of tied scores is ours.
    """
    check_confidence(confidence)
    reach = false_match_reach(cells, asked, confidence=confidence)
    if reach is None:
        return None
    trials = cells.rates[0].trials
    least = 0.5 / trials
    odds = logit(np.clip(levels.false_non_match, least, 1.0 - least))
    first = int(np.searchsorted(-levels.false_match, -asked, side="left"))
    reached = float(logit(reach[1]) - logit(asked))
    half = _half(cells, np.array([1.0, 0.0]), confidence)
    ends = [(float(logit(cells.rates[0].count / trials)), 0.0)]
    step = 1.0 / cells.rates[1].trials
    strict = np.concatenate([[asked], levels.false_match[first:]])[: len(odds) - first]
    for at, edges, side in (
        (odds[first:], strict, -step),
        (odds[:first][::-1], levels.false_match[:first][::-1], step),
    ):
        ends += list(zip(at.tolist(), _distances(edges, asked, side, reached), strict=True))
    near = np.array([one for one in ends if one[1] <= 1.0])
    radius = half * np.sqrt(1.0 - near[:, 1] ** 2)
    low, high = (near[:, 0] - radius).min(), (near[:, 0] + radius).max()
    return Bounds(float(expit(low)), float(expit(high)))


def _distances(edges: Floats, asked: float, step: float, reached: float) -> list[float]:
    """
    How far the asked rate would have to err for each threshold, in parts of the farthest it can.

    Tied scores make thresholds few: the distance is to the middle of what tied scores take in,
    and infinite where the farther end is beyond reach.
    """
    with np.errstate(divide="ignore"):
        far = np.abs(logit(edges) - logit(asked)) / reached
        before = np.concatenate([[asked], edges[:-1]])[: len(edges)]
        near = np.abs(logit(np.clip(before + step, 0.0, 1.0)) - logit(asked)) / reached
    distances: list[float] = np.where(
        far <= 1.0, 0.5 * (np.minimum(near, far) + far), np.inf
    ).tolist()
    return distances


def _is_told(cells: GroupCells, at: int) -> bool:
    """Whether a cell has errors, and its people show how they gather."""
    rate = cells.rates[at]
    if not 0 < rate.count < rate.trials:
        return False
    if cells.people is None:
        return True
    return cells.people[at].once_each or cells.people[at].show_a_pattern


def _half(cells: GroupCells, weights: Floats, confidence: float) -> float:
    """Half the width of an interval of a sum of log odds."""
    contrast = contrast_variance(cells, weights)
    return student(contrast.freedom, confidence) * math.sqrt(contrast.variance)


def equal_error_interval(
    cells: GroupCells, slope: float, *, confidence: float = CONFIDENCE
) -> Bounds | None:
    """
    An interval of the equal error rate.

    .. math:: logit e +- t sqrt(V), V = u' (B + max(0, A)) u, u = (1, slope) / (1 + slope)

    Args:
        cells: as `miss_interval`, at the threshold where both rates meet.
        slope: what `trade_off_slope` gives there.
        confidence: how often such intervals should hold the true rate.
    Returns: the bounds, around the mean of both rates on the scale of log odds; nothing where too
        few people have an error of either kind.
    Example:
        >>> from misid.measures.group_covariance import cell_rates
        >>> wrong, at = (
        ...     [True] * 10 + [False] * 90 + [True] * 10 + [False] * 90,
        ...     [0] * 100 + [1] * 100,
        ... )
        >>> bounds = equal_error_interval(cell_rates(wrong, at, size=2), 1.0)
        >>> round(bounds.low, 3), round(bounds.high, 3)
        (0.065, 0.15)

    References: the delta method; the covariance as in `cell_rates`.
    """
    check_confidence(confidence)
    if not all(_is_told(cells, at) for at in (0, 1)):
        return None
    weights = np.array([1.0, slope]) / (1.0 + slope)
    half = _half(cells, weights, confidence)
    shares = np.array([rate.count / rate.trials for rate in cells.rates])
    centre = float(weights @ logit(shares))
    return Bounds(float(expit(centre - half)), float(expit(centre + half)))
