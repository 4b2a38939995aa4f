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
    Places above the threshold, in factors of e of the number of false candidates, and weights.

    Gauss-Legendre in a root of that number, or evenly in its logarithm over a long span.
    """

    places: Floats
    weights: Floats


def _root_rule(points: int, power: float) -> Rule:
    at, weights = _gauss(points)
    return Rule(-power * np.log(at), power * weights / at)


def _span_rule(points: int, span: float) -> Rule:
    at, weights = _gauss(points)
    return Rule(span * at, span * weights)


def _gauss(points: int) -> tuple[Floats, Floats]:
    places, weights = np.polynomial.legendre.leggauss(points)
    return (places + 1.0) / 2.0, weights / 2.0


# From the quickest to the finest; tests/test_search.py measures each against a finer one.
RULES = (_root_rule(22, 6.0), _root_rule(40, 10.0), _span_rule(160, 60.0))


def needed_rule(
    expected: Floats, variance: Floats, law: Law, threshold: Floats
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
    Returns: index into `RULES`, shape (worlds,).
    """
    most = expected.max(axis=1)
    distance = (law.location - threshold) / law.scale
    smooth = law.scale * np.where(law.tail == TAILS.index("normal"), 1.0, 0.5)
    quick = (most <= 1.0) & (variance * most <= 30.0) & (smooth >= 0.6) & (distance <= 4.0)
    enough = (most <= 4.0) & (variance * most <= 100.0) & (smooth >= 0.35) & (distance <= 8.0)
    return np.where(quick, 0, np.where(enough, 1, 2))


def nodes(rule: Rule, threshold: Floats) -> Nodes:
    """The points of a rule above each threshold."""
    rarity = threshold[:, None] + np.concatenate([[0.0], rule.places]) / LN10
    return Nodes(rarity, np.concatenate([[0.0], rule.weights]) / LN10)
