"""How unevenly false matches fall on people: more of them on a few than chance alone gives."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq, minimize_scalar
from scipy.special import chdtri

from misid.arrays import Floats, Integers
from misid.errors import MeaningError
from misid.measures.arguments import check_confidence
from misid.measures.intervals import CONFIDENCE

FEWEST_PEOPLE, FEWEST_MATCHES = 30, 50
"""From fewer people, or fewer false matches of them all, nothing is told."""
_LOGARITHMS = (-16.0, 12.0)


@dataclass(frozen=True, slots=True)
class Frailty:
    """
    The shape k of the gamma law of how many look-alikes people have, mean 1; and its interval.

    Infinite: all people have as many. The variance from person to person is 1 / k.
    """

    shape: float
    low: float
    high: float
    people: int
    false_matches: int

    @property
    def variance(self) -> float:
        """The variance from person to person, of a mean of 1."""
        return 1.0 / self.shape


def look_alike_frailty(
    false_matches: ArrayLike, expected: ArrayLike, *, confidence: float = CONFIDENCE
) -> Frailty:
    """
    How unevenly false matches fall on people: the shape k of their look-alike frailty.

    The false matches of a person are Poisson around what is expected of anybody, times a gamma
    distributed factor of mean 1 that is the person's own. Small k: few people have most of them.
    Not what share of them is theirs, and not the spread of scores. What other people add who are
    compared with this one only is in it: k is then too small.

    .. math:: y_i ~ NB(mean e_i, variance e_i + e_i^2 / k)

    Args:
        false_matches: how many each person has.
        expected: how many each would have without the factor, such as comparisons times the rate.
        confidence: how often such intervals should hold the true shape.
    Returns: the most likely shape and the interval of the likelihood ratio, infinity included.
    Raises: MeaningError: fewer than 30 people, or fewer than 50 false matches.
    Example:
        >>> uneven = look_alike_frailty([40] * 10 + [0] * 30, [10.0] * 40)
        >>> uneven.shape < 0.2, uneven.low < uneven.shape < uneven.high
        (True, True)
        >>> look_alike_frailty([9, 10, 11] * 20, [10.0] * 60).shape
        inf

    References: negative binomial likelihood, as in C. I. Bliss, R. A. Fisher, Fitting the negative
    binomial distribution to biological data, Biometrics 9 (1953), 176-200, doi:10.2307/3001850
    (not opened). What the interval holds in simulation is in `bench/coverage_beyond.md`.
    """
    check_confidence(confidence)
    counts, means = np.asarray(false_matches, np.int64), np.asarray(expected, np.float64)
    if len(counts) < FEWEST_PEOPLE or counts.sum() < FEWEST_MATCHES:
        raise MeaningError(
            f"{len(counts):,} people with {int(counts.sum()):,} false matches are too few to tell "
            "how evenly people have them.",
            use=f"at least {FEWEST_PEOPLE} people and {FEWEST_MATCHES} false matches",
        )
    likelihood = _likelihood(counts, means)
    best = _best(likelihood)
    top = likelihood(best)
    fall = float(chdtri(1.0, 1.0 - confidence)) / 2.0
    low, high = _ends(lambda variance: likelihood(variance) - top + fall, best)
    return Frailty(_inverse(best), _inverse(high), _inverse(low), len(counts), int(counts.sum()))


def _inverse(variance: float) -> float:
    return 1.0 / variance if variance else math.inf


def _likelihood(counts: Integers, means: Floats) -> Callable[[float], float]:
    """Its logarithm by the variance, but for what does not depend on that."""
    having = np.bincount(counts)
    steps = np.arange(len(having) - 1, dtype=np.float64)

    def at(variance: float) -> float:
        if not variance:
            return -float(means.sum())
        # log of Gamma(y + 1/v) / Gamma(1/v) v^y, as a sum that stays exact for small v.
        rising = np.concatenate([[0.0], np.cumsum(np.log1p(variance * steps))])
        return float(having @ rising - (counts + 1.0 / variance) @ np.log1p(variance * means))

    return at


def _best(likelihood: Callable[[float], float]) -> float:
    """The most likely variance, which may be nothing."""

    def loss(logarithm: float) -> float:
        return -likelihood(math.exp(logarithm))

    grid = np.linspace(*_LOGARITHMS, 57)
    near = float(grid[int(np.argmin([loss(float(at)) for at in grid]))])
    found = minimize_scalar(
        loss, bounds=(near - 0.5, near + 0.5), method="bounded", options={"xatol": 1e-8}
    )
    best = math.exp(float(found.x))
    return best if likelihood(best) > likelihood(0.0) else 0.0


def _ends(above: Callable[[float], float], best: float) -> tuple[float, float]:
    """Where the likelihood has fallen so far, on either side: none, or infinite, if nowhere."""

    def at(logarithm: float) -> float:
        return above(math.exp(logarithm))

    middle = math.log(best) if best else _LOGARITHMS[0]
    low, high = 0.0, math.inf
    if best and above(0.0) < 0.0:
        low = math.exp(float(brentq(at, _LOGARITHMS[0], middle)))
    if at(_LOGARITHMS[1]) < 0.0:
        high = math.exp(float(brentq(at, middle, _LOGARITHMS[1])))
    return low, high
