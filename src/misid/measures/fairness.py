"""Three published figures that put the differences of both error rates into one number."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from misid.arrays import Floats
from misid.measures.disparity import DisparityMeasure, gini, max_over_min, spread
from misid.measures.intervals import Bounds

FairnessMeasure = Literal["FDR", "INEQ", "GARBE"]
Differences = Mapping[DisparityMeasure, Bounds]

WEIGHT = 0.5
"""Of false matches; misses have the rest. The papers leave it to the reader; one half is usual."""


def fairness_discrepancy_rate(
    false_match: ArrayLike, false_non_match: ArrayLike, *, weight: float = WEIGHT
) -> Floats:
    """
    One less the weighted spreads of both error rates over groups: FDR.

    Range 0 to 1; 1 is best. Not the false discovery rate. Absolute differences: where false
    matches are rare, they hardly show in it, whatever their ratios.

    .. math:: FDR = 1 - (a A + (1 - a) B), A = max FMR - min FMR, B = max FNMR - min FNMR

    Args:
        false_match: false match rates of groups at one threshold; the last axis is groups.
        false_non_match: false non-match rates of groups there.
        weight: a, the weight of false matches.
    Returns: the figure, one for each of whatever axes are left.
    Example:
        >>> round(float(fairness_discrepancy_rate([0.001, 0.003], [0.02, 0.06])), 6)
        0.979

    References: T. de Freitas Pereira, S. Marcel, Fairness in biometrics: a figure of merit to
    assess biometric verification systems, IEEE TBIOM 2021, doi:10.1109/TBIOM.2021.3102862,
    arXiv:2011.02395; the formula was read in the documentation of the authors' own package
    (bob.bio.demographics).
    """
    apart = weight * spread(false_match) + (1.0 - weight) * spread(false_non_match)
    return np.asarray(1.0 - apart)


def inequity_rate(
    false_match: ArrayLike, false_non_match: ArrayLike, *, weight: float = WEIGHT
) -> Floats:
    """
    The ratios of the worst to the best group in both error rates, weighted and multiplied: INEQ.

    1 or more; 1 is best. Has no value where a group has no errors: it is infinite then, or not a
    number.

    .. math:: INEQ = (max FMR / min FMR)^a (max FNMR / min FNMR)^(1 - a)

    Args:
        false_match: false match rates of groups at one threshold; the last axis is groups.
        false_non_match: false non-match rates of groups there.
        weight: a, the weight of false matches.
    Returns: the figure, one for each of whatever axes are left.
    Example:
        >>> round(float(inequity_rate([0.001, 0.004], [0.02, 0.02])), 6)
        2.0

    References: P. Grother of NIST, as J. J. Howard et al., Evaluating proposed fairness models for
    face recognition algorithms, arXiv:2203.05051, give it; the formula was read in a published
    program that cites that paper, of which only the beginning was opened. NIST's own text was not
    at hand.
    """
    return np.asarray(
        max_over_min(false_match) ** weight * max_over_min(false_non_match) ** (1.0 - weight)
    )


def gini_aggregation_rate(
    false_match: ArrayLike, false_non_match: ArrayLike, *, weight: float = WEIGHT
) -> Floats:
    """
    The weighted Gini coefficients of both error rates over groups: GARBE.

    Range 0 to 1; 0 is best. Takes ratios, so it does not show how high the rates are.

    .. math:: GARBE = a G(FMR) + (1 - a) G(FNMR)

    Args:
        false_match: false match rates of groups at one threshold; the last axis is groups.
        false_non_match: false non-match rates of groups there.
        weight: a, the weight of false matches.
    Returns: the figure, one for each of whatever axes are left.
    Example:
        >>> round(float(gini_aggregation_rate([0.0, 0.004], [0.02, 0.02])), 6)
        0.5

    References: J. J. Howard et al., arXiv:2203.05051 (Gini aggregation rate for biometric
    equitability); read in a published program that cites that paper, of which only the beginning
    was opened.
    """
    return np.asarray(weight * gini(false_match) + (1.0 - weight) * gini(false_non_match))


def fairness_intervals(
    false_match: Differences, false_non_match: Differences, *, weight: float = WEIGHT
) -> dict[FairnessMeasure, Bounds]:
    """
    Intervals of FDR, INEQ and GARBE from those of the differences that they are made of.

    An end is the weighted sum of both ends (of their logarithms for INEQ). It holds whenever both
    do: of two intervals at 97.5 %, at least 95 %. To square and add the distances instead never
    holds where groups are equal, since noise alone puts both estimates above nothing.

    Args:
        false_match: spread, max_over_min and gini of false match rates, each an interval.
        false_non_match: the same of false non-match rates.
        weight: of false matches.
    Returns: those that have one: none where a difference is missing.
    Example:
        >>> both = {
        ...     "spread": Bounds(0.0, 0.2),
        ...     "max_over_min": Bounds(1.0, math.inf),
        ...     "gini": Bounds(0.2, 0.2),
        ... }
        >>> found = fairness_intervals(both, both)
        >>> {name: (round(one.low, 6), round(one.high, 6)) for name, one in found.items()}
        {'FDR': (0.8, 1.0), 'GARBE': (0.2, 0.2), 'INEQ': (1.0, inf)}

    References: Bonferroni's inequality.
    """
    intervals: dict[FairnessMeasure, Bounds] = {}
    for name, figure in _MADE_OF:
        if name not in false_match or name not in false_non_match:
            continue
        ends = [_scaled(side[name], figure) for side in (false_match, false_non_match)]
        low, high = (weight * one + (1.0 - weight) * two for one, two in zip(*ends, strict=True))
        intervals[figure] = _ON_SCALE[figure](low, high)
    return intervals


def _scaled(bounds: Bounds, figure: FairnessMeasure) -> tuple[float, float]:
    if figure == "INEQ":
        return math.log(bounds.low), math.log(bounds.high)
    return bounds.low, bounds.high


_MADE_OF: tuple[tuple[DisparityMeasure, FairnessMeasure], ...] = (
    ("spread", "FDR"),
    ("gini", "GARBE"),
    ("max_over_min", "INEQ"),
)
_ON_SCALE: dict[FairnessMeasure, Callable[[float, float], Bounds]] = {
    "FDR": lambda low, high: Bounds(1.0 - high, 1.0 - low),
    "INEQ": lambda low, high: Bounds(math.exp(low), math.exp(high)),
    "GARBE": Bounds,
}
