"""How error rates differ between groups, at one threshold that is the same for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from misid.measures.error_rates import Rate
from misid.measures.intervals import upper_limit

Floats = NDArray[np.float64]


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
    max_over_min_at_least: float | None
    max_over_mean: float | None
    max_over_geometric_mean: float | None
    max_over_geometric_mean_at_least: float | None
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
    largest ratio among many cells is too large on average even where all are equal: read it
    beside the intervals of the cells. Where cells have no errors, ratios to them have no value;
    `..._at_least` then takes for each such cell the most that its rate can be at 95 %.

    .. math:: G = n/(n-1) * sum_{ij} |x_i - x_j| / (2 n^2 mean(x))

    Args: rates: one a cell, all at the same threshold.
    Returns: ratios of the highest rate to the lowest, to the mean and to the geometric mean; the
        spread, highest less lowest; the Gini coefficient with the correction for few cells. 1,
        1, 1, 0 and 0 are best. Nothing where fewer than two cells have trials, or none has errors.
    Example:
        >>> found = disparity([Rate(1, 100), Rate(4, 100), Rate(0, 0)])
        >>> found.cells, found.max_over_min, round(found.max_over_mean, 6), found.gini
        (2, 4.0, 1.6, 0.6)
        >>> found = disparity([Rate(0, 1000), Rate(40, 1000)])
        >>> found.max_over_min, round(found.max_over_min_at_least, 1)
        (None, 13.4)

    References: Gini with the correction: J. J. Howard et al., Evaluating proposed fairness models
    for face recognition algorithms, arXiv:2203.05051 (checked against a published program that
    carries its formula). Ratios to the geometric mean: NIST, FRTE demographics page, and NISTIR
    8429 (2022), neither of which was at hand; ISO/IEC 19795-10:2024 was not at hand either.
    """
    at = [index for index, rate in enumerate(rates) if rate.trials]
    seen = [rates[index] for index in at]
    values = np.array([rate.count / rate.trials for rate in seen])
    none = sum(rate.count == 0 for rate in seen)
    if len(seen) < 2:
        return _without_value(len(seen), none)
    highest, lowest = int(np.argmax(values)), int(np.argmin(values))
    if not values[highest]:
        return _without_value(len(seen), none)
    top = float(values[highest])
    possible = np.array([_possible(rate) for rate in seen])
    return Disparity(
        cells=len(seen),
        without_errors=none,
        largest=at[highest],
        smallest=at[lowest],
        max_over_min=None if none else top / float(values[lowest]),
        max_over_min_at_least=max(1.0, top / float(possible.min())) if none else None,
        max_over_mean=top / float(values.mean()),
        max_over_geometric_mean=None if none else top / _geometric_mean(values),
        max_over_geometric_mean_at_least=(
            max(1.0, top / _geometric_mean(possible)) if none else None
        ),
        spread=top - float(values[lowest]),
        gini=_gini(values),
    )


def _without_value(cells: int, without_errors: int) -> Disparity:
    return Disparity(cells, without_errors, *(None,) * 9)


def _possible(rate: Rate) -> float:
    """The rate; where there are no errors, the most that it can be."""
    limit = upper_limit(rate)
    return rate.count / rate.trials if rate.count or limit is None else limit


def _geometric_mean(values: Floats) -> float:
    return float(np.exp(np.log(values).mean()))


def _gini(values: Floats) -> float:
    """Mean absolute difference over twice the mean, from sorted values: no table of all pairs."""
    ordered = np.sort(values)
    size = len(ordered)
    weights = 2.0 * np.arange(1, size + 1) - size - 1.0
    return float(weights @ ordered / (size * ordered.mean()) / (size - 1))
