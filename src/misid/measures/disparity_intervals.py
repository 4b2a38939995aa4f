"""Intervals of how far the rates of cells lie apart, which noise alone makes look too far.

The largest of many noisy rates is too large on average, so the usual interval of a ratio does not
hold for the ratio of the highest to the lowest. Each measure here is the largest of many
contrasts: its lower end is one that all of them keep at once, its upper end one that the largest
keeps, whichever it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from misid.arrays import Floats
from misid.measures.arguments import check_confidence
from misid.measures.disparity import MEASURES, DisparityMeasure
from misid.measures.disparity_bounds import disparity_bounds, show_a_pattern
from misid.measures.gini_interval import gini_interval
from misid.measures.group_covariance import MOST_CELLS, GroupCells, information
from misid.measures.intervals import CONFIDENCE, Bounds

_RATIOS: tuple[DisparityMeasure, ...] = ("max_over_min", "max_over_mean", "max_over_geometric_mean")
_NEEDS_ERRORS: tuple[DisparityMeasure, ...] = ("max_over_min", "max_over_geometric_mean")


def disparity_intervals(
    cells: GroupCells, *, confidence: float = CONFIDENCE, seed: int = 1
) -> dict[DisparityMeasure, Bounds]:
    """
    An interval for each measure of how far the rates of cells lie apart.

    For m contrasts, L and U of each by the covariance of its rates and Student's quantile, on the
    logarithm for ratios. Where too few people of some cell have an error to show how errors
    gather, the bounds of `disparity_bounds`. Where nobody is named, a cell without errors is taken
    to have half of one, and leaves no upper end. Holds at least as often as it says, too often
    where rates are nearly equal.

    .. math:: [max_i L_i(a / 2m), max_i U_i(a / 2)], a = 1 - confidence

    Args:
        cells: what `cell_rates` gives.
        confidence: how often, at least, such intervals should hold the true value.
        seed: which draws, for the Gini coefficient; the same seed, the same interval.
    Returns: bounds by the name of the measure, the upper one infinite where there is none. Nothing
        where fewer than two cells, or more than 400, have trials, or none has errors.
    Example:
        >>> from misid.measures.group_covariance import cell_rates
        >>> wrong = np.arange(2000) % 1000 < 30
        >>> alike = cell_rates(wrong, np.arange(2000) // 1000, size=2)
        >>> disparity_intervals(alike)["max_over_min"].low
        1.0

    References: the lower end is Bonferroni's; that the upper end needs no such care is the
    union-intersection argument. That the plain measures are biased upwards is known, as in M.
    Schuckers et al., arXiv:2208.10948, of which the summary was opened. What they hold in
    simulation is in `bench/coverage_beyond.md`.
    """
    check_confidence(confidence)
    kept = np.array([at for at, rate in enumerate(cells.rates) if rate.trials], np.int64)
    known = cells.take(kept)
    counts = np.array([rate.count for rate in known.rates])
    if not 2 <= len(kept) <= MOST_CELLS or not counts.any():
        return {}
    if known.people is not None and not show_a_pattern(known.people):
        return disparity_bounds(known.people, confidence=confidence)
    shares = _shares(known)
    contrasts = _contrasts(known, shares)
    bounds: dict[DisparityMeasure, Bounds] = {}
    for name, contrast in contrasts.items():
        low, high = _ends(contrast, confidence)
        if name in _RATIOS:
            low, high = math.exp(max(0.0, low)), math.exp(max(0.0, high))
        if name in _NEEDS_ERRORS and not counts.all():
            high = math.inf
        bounds[name] = Bounds(max(low, 0.0), max(high, 0.0))
    highest = float(MEASURES["max_over_mean"](np.eye(len(kept))[0]))
    mean = bounds["max_over_mean"]
    bounds["max_over_mean"] = Bounds(mean.low, min(mean.high, highest))
    bounds["gini"] = gini_interval(known, confidence=confidence, seed=seed)
    return bounds


def _shares(cells: GroupCells) -> Floats:
    """The rates; half an error where there is none."""
    return np.array([max(rate.count, 0.5) / max(rate.trials, 1) for rate in cells.rates])


@dataclass(frozen=True)
class _Contrasts:
    """Differences whose largest is a measure, with what their estimates vary."""

    centre: Floats
    binomial: Floats
    added: Floats
    freedom: Floats


def _contrasts(cells: GroupCells, shares: Floats) -> dict[DisparityMeasure, _Contrasts]:
    """The contrasts of each measure; their weights are of the log odds of the rates."""
    size = len(shares)
    logs = np.log(shares)
    to_log = 1.0 - shares
    of_mean = np.diag(to_log) - shares * to_log / shares.sum()
    of_geometric = np.diag(to_log) - to_log / size
    return {
        "max_over_min": _of_pairs(cells, logs, to_log),
        "spread": _of_pairs(cells, shares, shares * to_log),
        "max_over_mean": _weighted(cells, logs - np.log(shares.mean()), of_mean),
        "max_over_geometric_mean": _weighted(cells, logs - logs.mean(), of_geometric),
    }


def _of_pairs(cells: GroupCells, values: Floats, slopes: Floats) -> _Contrasts:
    """Every value less every other one."""
    above, below = np.nonzero(~np.eye(len(values), dtype=bool))
    single = slopes**2 / information(cells.rates)
    added, freedom = np.zeros(len(above)), np.ones(len(above))
    if cells.added is not None and cells.freedom is not None:
        both = np.outer(slopes, slopes) * cells.added
        own = np.diag(both)
        added = own[above] + own[below] - 2.0 * both[above, below]
        freedom = np.minimum(cells.freedom[above], cells.freedom[below])
    return _Contrasts(values[above] - values[below], single[above] + single[below], added, freedom)


def _weighted(cells: GroupCells, values: Floats, weights: Floats) -> _Contrasts:
    """Sums of all log odds, one a row of weights."""
    binomial = weights**2 @ (1.0 / information(cells.rates))
    added, freedom = np.zeros(len(values)), np.ones(len(values))
    if cells.added is not None and cells.freedom is not None:
        added = np.einsum("ij,jk,ik->i", weights, cells.added, weights, optimize=True)
        freedom = np.full(len(values), cells.freedom.min())
    return _Contrasts(values, binomial, added, freedom)


def _ends(contrasts: _Contrasts, confidence: float) -> tuple[float, float]:
    """What all keep from below at once, and the highest that any single one reaches."""
    added = np.maximum(0.0, contrasts.added)
    whole = contrasts.binomial + added
    times = np.divide(whole, added, out=np.full_like(whole, np.inf), where=added > 0.0)
    freedom = np.minimum(contrasts.freedom * times**2, 1e9)
    tail, spread = (1.0 - confidence) / 2.0, np.sqrt(whole)
    all_at_once = stdtrit(freedom, 1.0 - tail / len(whole))
    one = stdtrit(freedom, 1.0 - tail)
    low = contrasts.centre - all_at_once * spread
    high = contrasts.centre + one * spread
    return float(low.max()), float(high.max())
