"""How error rates differ between groups, at one threshold that is the same for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from misid.arrays import Floats
from misid.measures.error_rates import Rate

DisparityMeasure = Literal[
    "max_over_min", "max_over_mean", "max_over_geometric_mean", "spread", "gini"
]


@dataclass(frozen=True, slots=True)
class Disparity:
    """Differences between the rates of cells; what has no value says so by being nothing."""

    cells: int
    """Cells with trials; the others have no rate and take no part."""
    without_errors: int
    largest: int | None
    """Which cell has the highest rate, counted from 0 in the order that was given."""
    smallest: int | None
    max_over_min: float | None
    max_over_mean: float | None
    max_over_geometric_mean: float | None
    spread: float | None
    gini: float | None


def group_rates(errors: ArrayLike, cells: ArrayLike, *, size: int) -> tuple[Rate, ...]:
    """
    The error rate of each cell, from comparisons that each belong to one.

    Args:
        errors: whether each comparison is an error, at the common threshold.
        cells: which cell each comparison belongs to, from 0.
        size: how many cells there are; one without comparisons gets a rate without a value.
    Returns: one rate a cell.
    Example:
        >>> group_rates([True, False, True], [0, 0, 2], size=3)[1].value
    """
    belongs = np.asarray(cells)
    trials = np.bincount(belongs, minlength=size)
    counts = np.bincount(belongs[np.asarray(errors, dtype=bool)], minlength=size)
    return tuple(map(Rate, counts.tolist(), trials.tolist()))


def disparity(rates: Sequence[Rate]) -> Disparity:
    """
    How far the rates of cells lie apart.

    All cells weigh alike, however many trials they have. A small cell's rate is uncertain, so the
    largest ratio among many cells is too large on average even where all are equal: read it with
    its interval, from `disparity_intervals`. Where cells have no errors, ratios to them have no
    value; the interval then says what they are at least.

    .. math:: G = n/(n-1) * sum_{ij} |x_i - x_j| / (2 n^2 mean(x))

    Args: rates: one a cell, all at the same threshold.
    Returns: ratios of the highest rate to the lowest, to the mean and to the geometric mean; the
        spread, highest less lowest; the Gini coefficient with the correction for few cells. 1,
        1, 1, 0 and 0 are best. Nothing where fewer than two cells have trials, or none has errors.
    Example:
        >>> found = disparity([Rate(1, 100), Rate(4, 100), Rate(0, 0)])
        >>> found.cells, found.max_over_min, round(found.max_over_mean, 6), found.gini
        (2, 4.0, 1.6, 0.6)
        >>> disparity([Rate(0, 1000), Rate(40, 1000)]).max_over_min is None
        True

    References: Gini with the correction: J. J. Howard et al., Evaluating proposed fairness models
    for face recognition algorithms, arXiv:2203.05051 (checked against a published program that
    carries its formula). Ratios to the geometric mean: NIST, FRTE demographics page, and NISTIR
    8429 (2022), neither of which was at hand; ISO/IEC 19795-10:2024 was not at hand either.
    """
    at = [index for index, rate in enumerate(rates) if rate.trials]
    seen = [rates[index] for index in at]
    values = np.array([rate.count / rate.trials for rate in seen])
    none = sum(rate.count == 0 for rate in seen)
    if len(seen) < 2 or not values.any():
        return Disparity(len(seen), none, *(None,) * 7)
    highest, lowest = int(np.argmax(values)), int(np.argmin(values))
    ratio, mean_ratio = (float(MEASURES[name](values)) for name in _WITHOUT_ZEROS)
    return Disparity(
        cells=len(seen),
        without_errors=none,
        largest=at[highest],
        smallest=at[lowest],
        max_over_min=None if none else ratio,
        max_over_mean=float(max_over_mean(values)),
        max_over_geometric_mean=None if none else mean_ratio,
        spread=float(spread(values)),
        gini=float(gini(values)),
    )


def max_over_min(rates: ArrayLike) -> Floats:
    """
    The highest of some rates over the lowest, along the last axis; infinite where that is 0.

    Example:
        >>> float(max_over_min([0.02, 0.01]))
        2.0
    """
    values = np.asarray(rates, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(values.max(-1) / values.min(-1))


def max_over_mean(rates: ArrayLike) -> Floats:
    """
    The highest of some rates over their mean, along the last axis.

    Example:
        >>> round(float(max_over_mean([0.03, 0.01])), 6)
        1.5
    """
    values = np.asarray(rates, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(values.max(-1) / values.mean(-1))


def max_over_geometric_mean(rates: ArrayLike) -> Floats:
    """
    The highest of some rates over their geometric mean; infinite where one of them is 0.

    Example:
        >>> round(float(max_over_geometric_mean([0.04, 0.01])), 6)
        2.0
    """
    values = np.asarray(rates, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(values.max(-1) / _geometric_mean(values))


def spread(rates: ArrayLike) -> Floats:
    """
    The highest of some rates less the lowest, along the last axis.

    Example:
        >>> round(float(spread([0.04, 0.01])), 6)
        0.03
    """
    values = np.asarray(rates, np.float64)
    return np.asarray(values.max(-1) - values.min(-1))


def gini(rates: ArrayLike) -> Floats:
    """
    The Gini coefficient of some rates, with the correction for few of them, along the last axis.

    Example:
        >>> round(float(gini([0.0, 0.0, 0.1])), 6)
        1.0
    """
    ordered = np.sort(np.asarray(rates, np.float64), axis=-1)
    size = ordered.shape[-1]
    # Mean absolute difference over twice the mean, from sorted values: no table of all pairs.
    weights = 2.0 * np.arange(1, size + 1) - size - 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(ordered @ weights / (size * ordered.mean(-1)) / (size - 1))


MEASURES: dict[DisparityMeasure, Callable[[ArrayLike], Floats]] = {
    "max_over_min": max_over_min,
    "max_over_mean": max_over_mean,
    "max_over_geometric_mean": max_over_geometric_mean,
    "spread": spread,
    "gini": gini,
}
"""Every measure of how far rates lie apart, by its name."""
_WITHOUT_ZEROS: tuple[DisparityMeasure, DisparityMeasure] = (
    "max_over_min",
    "max_over_geometric_mean",
)


def _geometric_mean(values: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        return np.asarray(np.exp(np.log(values).mean(-1)))
