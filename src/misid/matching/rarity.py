"""The rarity axis, and how false candidates gather along it.

A score means nothing outside its matcher. Its rarity does: `r = -log10 FMR`, the false match rate
over all pairs of different people of a reference population. Gallery size, threshold, demographic
ratio and accuracy are all shifts along this one axis.

`variance` stands everywhere for the variance of look-alike frailty Z, gamma distributed with
mean 1: some people resemble many others. Its reciprocal is the gamma shape; 0 means that everybody
has equally many look-alikes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from misid.arrays import Floats

LN10 = float(np.log(10.0))


def rarity(false_match_rate: ArrayLike) -> Floats:
    """
    Rarity of the score at which pairs of different people match at this rate.

    Example:
        >>> float(rarity(1e-4))
        4.0
    """
    return np.asarray(-np.log10(np.asarray(false_match_rate, dtype=float)))


def no_candidate(intensity: ArrayLike, variance: ArrayLike) -> Floats:
    """
    Probability that a search meets no false candidate, `E[exp(-Z Lambda)]`.

    Args:
        intensity: expected number of false candidates at or above the threshold, Lambda.
        variance: variance of look-alike frailty; 0 for independent comparisons.
    Example:
        >>> float(no_candidate(0.5, 1.0).round(6))
        0.666667
    """
    return np.exp(-_exponent(intensity, variance))


def false_positive_identification_rate(intensity: ArrayLike, variance: ArrayLike) -> Floats:
    """
    Share of searches for people who are not enrolled that return a candidate.

    Counts searches, not comparisons: not the false match rate. Exact down to the smallest rates.

    Args:
        intensity: expected number of false candidates at or above the threshold, Lambda.
        variance: variance of look-alike frailty; 0 for independent comparisons.
    Example:
        >>> float(false_positive_identification_rate(1e-17, 0.0))
        1e-17

    References: ISO/IEC 19795-1:2021, false positive identification rate.
    """
    return -np.expm1(-_exponent(intensity, variance))


def candidate_intensity(fpir: ArrayLike, variance: ArrayLike) -> Floats:
    """
    Expected number of false candidates that gives this false positive identification rate.

    The inverse of `false_positive_identification_rate`.
    """
    exponent = -np.log1p(-np.asarray(fpir, dtype=float))
    spread = np.asarray(variance, dtype=float)
    safe = np.where(spread > 0, spread, 1.0)
    return np.asarray(np.where(spread > 0, np.expm1(safe * exponent) / safe, exponent))


def _exponent(intensity: ArrayLike, variance: ArrayLike) -> Floats:
    """`log1p(v L) / v`, which becomes L itself where the variance is 0."""
    expected = np.asarray(intensity, dtype=float)
    spread = np.asarray(variance, dtype=float)
    if np.all(spread > 0):
        return np.asarray(np.log1p(spread * expected) / spread)
    safe = np.where(spread > 0, spread, 1.0)
    return np.asarray(np.where(spread > 0, np.log1p(safe * expected) / safe, expected))
