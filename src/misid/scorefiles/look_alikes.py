"""How unevenly false matches fall on the people who are searched for."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri, gammaln

from misid.scorefiles.matcher import Side, lenient_to_strict

Floats = NDArray[np.float64]

# Searched-for people, false matches of all of them, and of each on average, that tell enough.
_FEWEST_PEOPLE, _FEWEST_MATCHES, _EACH = 30, 50, 1.0
_HIGHEST_RATE = 0.03
_VARIANCES = np.geomspace(1e-3, 100.0, 401)


@dataclass(frozen=True)
class LookAlikes:
    """
    The variance from person to person of false matches, mean 1, and its interval.

    `low` and `high` are ends of the grid where the likelihood sets none.
    """

    variance: float
    low: float
    high: float
    people: int
    false_matches: int
    rate: float


def look_alikes(impostor: Side, *, confidence: float) -> LookAlikes | None:
    """
    The variance at the strictest threshold at which people have a false match each, on average.

    False matches of a person are taken as Poisson around what their group has, with a gamma
    distributed factor for the person; the interval is that of the likelihood ratio.

    Args:
        impostor: comparisons of different people; side a is the one searched for.
        confidence: how often such intervals should hold the true variance.
    Returns: nothing where nobody says who is compared, or false matches are too few.
    References: negative binomial likelihood; see C. I. Bliss, R. A. Fisher, Biometrics 9 (1953)
        176-200 (not opened).
    """
    if impostor.kind.subjects is None:
        return None
    people, whose = np.unique(impostor.kind.subjects[0], return_inverse=True)
    found = None
    for threshold in lenient_to_strict(impostor):
        matched = impostor.matched(threshold)
        if matched > _HIGHEST_RATE * len(impostor.scores):
            continue
        if matched < _FEWEST_MATCHES or (found is not None and matched < _EACH * len(people)):
            break
        found = threshold
    if found is None or len(people) < _FEWEST_PEOPLE:
        return None
    is_wrong = impostor.kind.wrong(found)
    wrong = np.bincount(whose[is_wrong], minlength=len(people))
    expected = np.bincount(whose, weights=_rates(impostor, is_wrong), minlength=len(people))
    return _fitted(wrong, expected.astype(np.float64), float(is_wrong.mean()), confidence)


def _rates(impostor: Side, is_wrong: NDArray[np.bool_]) -> Floats:
    """The rate that each comparison has by the group of side a: groups differ for themselves."""
    group = impostor.kind.group_a
    if group is None:
        return np.full(len(is_wrong), is_wrong.mean())
    size = len(group.labels)
    trials = np.bincount(group.at, minlength=size)
    return np.asarray((np.bincount(group.at[is_wrong], minlength=size) / trials)[group.at])


def _fitted(
    wrong: NDArray[np.int64], expected: Floats, rate: float, confidence: float
) -> LookAlikes:
    likelihood = np.array([_likelihood(wrong, expected, float(v)) for v in _VARIANCES])
    best = int(np.argmax(likelihood))
    fall = float(chdtri(1.0, 1.0 - confidence)) / 2.0
    held = np.flatnonzero(likelihood >= likelihood[best] - fall)
    return LookAlikes(
        variance=float(_VARIANCES[best]),
        low=float(_VARIANCES[max(0, held[0] - 1)]),
        high=float(_VARIANCES[min(len(_VARIANCES) - 1, held[-1] + 1)]),
        people=len(wrong),
        false_matches=int(wrong.sum()),
        rate=rate,
    )


def _likelihood(wrong: NDArray[np.int64], expected: Floats, variance: float) -> float:
    """The logarithm, but for what does not depend on the variance."""
    shape, spread = 1.0 / variance, np.log1p(variance * expected)
    counted = gammaln(wrong + shape) - math.lgamma(shape) + wrong * math.log(variance)
    return float((counted - (wrong + shape) * spread).sum())
