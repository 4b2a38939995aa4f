"""Points along the rarity axis at which one search is integrated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from misid.arrays import Floats, Integers
from misid.matching import TAILS, MateLaw
from misid.matching.rarity import LN10


@dataclass(frozen=True)
class Nodes:
    """
    Gauss-Legendre points above the threshold; the threshold itself comes first, with weight 0.

    Both have shape (worlds, points), `weights` in units of rarity.
    """

    rarity: Floats
    weights: Floats


@dataclass(frozen=True)
class QuadratureRule:
    """
    Gauss-Legendre in a root of the expected number of strangers above a point.

    `places` are factors of e of that number, from the threshold; `weights` belong to them;
    `power` says which root.
    """

    places: Floats
    weights: Floats
    power: float = 1.0

    def up_to(self, width: Floats) -> tuple[Floats, Floats]:
        """
        Places and weights that end after `width` factors of e, each of shape (worlds, points).

        Args:
            width: shape (worlds,); may be infinite.
        """
        least, at = np.exp(-width / self.power)[:, None], np.exp(-self.places / self.power)
        share = (1.0 - least) / (at + least * (1.0 - at))
        places = -self.power * np.log(at + least * (1.0 - at))
        return places, self.weights * at * share


def _rule(points: int, power: float) -> QuadratureRule:
    places, weights = np.polynomial.legendre.leggauss(points)
    at, weights = (places + 1.0) / 2.0, weights / 2.0
    return QuadratureRule(-power * np.log(at), power * weights / at, power)


# From the quickest to one for everything; tests/test_search.py measures each against a finer one.
RULES = (_rule(28, 8.0), _rule(40, 10.0), _rule(96, 12.0))


def needed_rule(
    expected: Floats,
    variance: Floats,
    law: MateLaw,
    threshold: Floats,
    list_length: Integers,
) -> Integers:
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
    location, scale = law.line()
    distance = (location - threshold) / scale
    normal, logistic = (law.tail == TAILS.index(name) for name in ("normal", "logistic"))
    even = variance * most <= np.where(list_length == 1, 100.0, 10.0)
    few = (most <= 4.0) & even
    near = np.where(normal, (scale >= 0.4) & (distance <= 5.5), scale >= 1.15)
    near |= logistic & (scale >= 0.5) & (distance <= 6.0)
    some = (most <= 8.0) & even
    wide = scale >= np.where(normal | logistic, 0.6, 0.8)
    return np.where(few & near, 0, np.where(some & wide & (~normal | (distance <= 8.0)), 1, 2))


def nodes(rule: QuadratureRule, threshold: Floats, bends: Floats) -> Nodes:
    """
    The points of a rule above each threshold; where the mates' law bends, it begins anew.

    Args:
        rule: points of one stretch.
        threshold: shape (worlds,).
        bends: where stretches end, rising, shape (worlds, bends).
    """
    if not bends.shape[1]:
        rarity = threshold[:, None] + np.concatenate([[0.0], rule.places]) / LN10
        return Nodes(rarity, np.concatenate([[0.0], rule.weights])[None] / LN10)
    starts = np.concatenate([threshold[:, None], bends], axis=1)
    widths = LN10 * np.append(np.diff(starts, axis=1), np.full_like(threshold, np.inf)[:, None], 1)
    rarities, weights = [threshold[:, None]], [np.zeros_like(threshold)[:, None]]
    for start, width in zip(starts.T, widths.T, strict=True):
        places, one = rule.up_to(width)
        rarities.append(start[:, None] + places / LN10)
        weights.append(one / LN10)
    return Nodes(np.concatenate(rarities, axis=1), np.concatenate(weights, axis=1))
