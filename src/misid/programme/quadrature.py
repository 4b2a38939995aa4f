"""Points along the rarity axis at which one search is integrated."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

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
    """How far to integrate, in factors of e of the number of false candidates, and how finely."""

    span: float
    points: int


# From the quickest to the finest; tests/test_search.py measures each against 2,000 points.
RULES = (Rule(span=42.0, points=40), Rule(span=60.0, points=64), Rule(span=60.0, points=160))


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
    smooth = law.scale * np.where(law.tail == TAILS.index("normal"), 1.0, 0.6)
    quick = (most <= 1.0) & (variance * most <= 3.0) & (smooth >= 0.6) & (distance <= 4.5)
    enough = (most <= 3.0) & (variance * most <= 10.0) & (smooth >= 0.4)
    return np.where(quick, 0, np.where(enough, 1, 2))


def nodes(rule: Rule, threshold: Floats) -> Nodes:
    """The points of a rule above each threshold."""
    places, weights = _gauss(rule.points)
    steps = rule.span / LN10
    rarity = threshold[:, None] + np.concatenate([[0.0], places * steps])
    return Nodes(rarity, np.concatenate([[0.0], weights * steps]))


@cache
def _gauss(points: int) -> tuple[Floats, Floats]:
    places, weights = np.polynomial.legendre.leggauss(points)
    return (places + 1.0) / 2.0, weights / 2.0
