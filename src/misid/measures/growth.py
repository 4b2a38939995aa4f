"""How false positives grow with the gallery: the exponent of what a search meets by chance."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq, minimize_scalar
from scipy.special import chdtri

from misid.arrays import Floats
from misid.errors import MeaningError
from misid.measures.arguments import check_confidence
from misid.measures.intervals import CONFIDENCE, Bounds

_EXPONENTS = (-3.0, 5.0)
_EXPECTED = (-45.0, 15.0)


@dataclass(frozen=True, slots=True)
class Growth:
    """The growth exponent, its interval, and what is expected of a search in a middle gallery."""

    exponent: float
    bounds: Bounds
    """An end is infinite where the searches set none."""
    gallery: float
    """The geometric mean of the gallery sizes."""
    expected: float
    """False candidates of a search there."""
    variance: float

    def false_positive_identification_rate(self, gallery: float) -> float:
        """
        What the fitted law gives in a gallery of another size; extrapolated beyond those counted.

        Example:
            >>> even = Growth(1.0, Bounds(0.9, 1.1), 1000.0, 0.01, 0.0)
            >>> round(even.false_positive_identification_rate(10_000), 4)
            0.0952
        """
        expected = self.expected * (gallery / self.gallery) ** self.exponent
        return -math.expm1(float(_no_candidate(np.array([expected]), self.variance)[0]))


def growth_exponent(
    gallery_sizes: ArrayLike,
    false_positives: ArrayLike,
    searches: ArrayLike,
    *,
    variance: float = 0.0,
    confidence: float = CONFIDENCE,
) -> Growth:
    """
    How false positives of non-mated searches grow with the gallery, at one threshold: beta.

    1: every record adds as much as every other, as where comparisons are independent. Below 1:
    larger galleries add less than in proportion. Where people differ in how many look-alikes they
    have, a law without that difference takes part of it for slow growth: give its variance.

    .. math:: FPIR(N) = 1 - (1 + v L)^{-1/v}, L = L_0 (N / N_0)^beta; 1 - e^{-L} for v = 0

    Args:
        gallery_sizes: records in the gallery of each row.
        false_positives: non-mated searches that returned a candidate.
        searches: non-mated searches.
        variance: v of the look-alike frailty, 1 / k; 0 for none.
        confidence: how often such intervals should hold the exponent, for independent searches.
            Where the same probes are searched in all galleries, they hold it more often.
    Returns: the most likely exponent, and the interval of the likelihood ratio.
    Raises: MeaningError: fewer than two gallery sizes, rows that do not fit together, or no
        false positive, or nothing else.
    Example:
        >>> found = growth_exponent([1_000, 10_000], [100, 952], [10_000, 10_000])
        >>> round(found.exponent, 2), found.bounds.low < 1.0 < found.bounds.high
        (1.0, True)

    References: binomial likelihood with a complementary log-log link. That false positives need
    not grow as independent comparisons make them: P. Grother et al., NIST FRTE 1:N reports (the
    page was opened, the reports were not).
    """
    check_confidence(confidence)
    rows = _checked(gallery_sizes, false_positives, searches)
    middle = float(np.log(rows[0]).mean())
    likelihood = _likelihood(rows, middle, variance)

    def loss(exponent: float) -> float:
        return -_profile(likelihood, exponent)[0]

    best_fit = minimize_scalar(loss, bounds=_EXPONENTS, method="bounded", options={"xatol": 1e-7})
    best = float(best_fit.x)
    top, expected = _profile(likelihood, best)
    fall = float(chdtri(1.0, 1.0 - confidence)) / 2.0
    bounds = _ends(lambda exponent: _profile(likelihood, exponent)[0] - top + fall, best)
    return Growth(best, bounds, math.exp(middle), math.exp(expected), variance)


def _checked(sizes: ArrayLike, positives: ArrayLike, searches: ArrayLike) -> list[Floats]:
    rows = [np.asarray(column, np.float64) for column in (sizes, positives, searches)]
    if any(len(column) != len(rows[0]) for column in rows) or len(np.unique(rows[0])) < 2:
        raise MeaningError(
            f"{len(np.unique(rows[0])):,} gallery size says nothing of growth.",
            use="searches of galleries of at least two sizes",
        )
    if rows[0].min() <= 0 or (rows[1] < 0).any() or (rows[1] > rows[2]).any():
        raise MeaningError(
            "a row has no gallery, or more false positives than searches.",
            use="sizes above 0, and counts from 0 to the number of searches",
        )
    if not 0 < rows[1].sum() < rows[2].sum():
        raise MeaningError(
            f"{int(rows[1].sum()):,} of {int(rows[2].sum()):,} searches return a candidate, which "
            "says nothing of growth.",
            use="a threshold at which some searches return a candidate and some do not",
        )
    return rows


def _likelihood(
    rows: list[Floats], middle: float, variance: float
) -> Callable[[float, float], float]:
    """Its logarithm by the expected candidates in the middle, as a logarithm, and the exponent."""
    sizes, positives, searches = rows
    apart = np.log(sizes) - middle

    def at(expected: float, exponent: float) -> float:
        none = _no_candidate(np.exp(expected + exponent * apart), variance)
        some = np.log(np.maximum(-np.expm1(none), 1e-300))
        return float(positives @ some + (searches - positives) @ none)

    return at


def _no_candidate(expected: Floats, variance: float) -> Floats:
    """The logarithm of the chance of no false candidate."""
    return -np.log1p(variance * expected) / variance if variance else -expected


def _profile(likelihood: Callable[[float, float], float], exponent: float) -> tuple[float, float]:
    """The highest likelihood at an exponent, and the expected candidates that give it."""
    best_fit = minimize_scalar(
        lambda expected: -likelihood(expected, exponent),
        bounds=_EXPECTED,
        method="bounded",
        options={"xatol": 1e-9},
    )
    return -float(best_fit.fun), float(best_fit.x)


def _ends(above: Callable[[float], float], best: float) -> Bounds:
    low, high = -math.inf, math.inf
    if above(_EXPONENTS[0]) < 0.0:
        low = float(brentq(above, _EXPONENTS[0], best))
    if above(_EXPONENTS[1]) < 0.0:
        high = float(brentq(above, best, _EXPONENTS[1]))
    return Bounds(low, high)
