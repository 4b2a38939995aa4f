"""Points along the rarity axis at which one search is integrated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from misid.matching import TAILS, Law
from misid.matching.rarity import LN10

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Nodes:
    """
    Gauss-Legendre points above the threshold; the threshold itself comes first, with weight 0.

    `rarity` has shape (worlds, points), `weights` (points,) in units of rarity.
    """

    rarity: Floats
    weights: Floats


@dataclass(frozen=True)
class Rule:
    """
    Gauss-Legendre in a root of the expected number of strangers above a point.

    `places` are factors of e of that number, from the threshold; `weights` belong to them.
    """

    places: Floats
    weights: Floats


def _rule(points: int, power: float) -> Rule:
    places, weights = np.polynomial.legendre.leggauss(points)
    at, weights = (places + 1.0) / 2.0, weights / 2.0
    return Rule(-power * np.log(at), power * weights / at)


# From the quickest to one for everything; tests/test_search.py measures each against a finer one.
RULES = (_rule(28, 8.0), _rule(40, 10.0), _rule(96, 12.0))


def needed_rule(
    expected: Floats, variance: Floats, law: Law, threshold: Floats, list_length: NDArray[np.int64]
) -> NDArray[np.int64]:
    """
    The quickest of `RULES` that keeps relative accuracy in every cell of a world.

    A low threshold (many false candidates expected), strong frailty, and a narrow or distant mate
    law need more.

    Args:
        expected: false candidates expected at the threshold, shape (worlds, groups).
        variance: of look-alike frailty, shape (worlds,).
        law: mate law, shape (worlds,).
        threshold: shape (worlds,).
        list_length: most candidates returned, shape (worlds,); long lists are the rougher.
    Returns: index into `RULES`, shape (worlds,).
    """
    most = expected.max(axis=1)
    distance = (law.location - threshold) / law.scale
    normal, logistic = (law.tail == TAILS.index(name) for name in ("normal", "logistic"))
    even = variance * most <= np.where(list_length == 1, 100.0, 10.0)
    few = (most <= 4.0) & even
    near = np.where(normal, (law.scale >= 0.4) & (distance <= 5.5), law.scale >= 1.15)
    near |= logistic & (law.scale >= 0.5) & (distance <= 6.0)
    some = (most <= 8.0) & even
    wide = law.scale >= np.where(normal | logistic, 0.6, 0.8)
    return np.where(few & near, 0, np.where(some & wide & (~normal | (distance <= 8.0)), 1, 2))


def nodes(rule: Rule, threshold: Floats) -> Nodes:
    """The points of a rule above each threshold."""
    rarity = threshold[:, None] + np.concatenate([[0.0], rule.places]) / LN10
    return Nodes(rarity, np.concatenate([[0.0], rule.weights]) / LN10)
