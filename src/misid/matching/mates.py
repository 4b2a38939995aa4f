"""Mate scores: how rare a person's own record looks, and how often it cannot be found at all."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from misid.arrays import Floats, Integers
from misid.machine.compiled import compiled
from misid.machine.vector_math import exponential, exponential_less_one, log_one_and
from misid.matching import tails
from misid.matching.measured_mates import MeasuredLaw

# Stands for a share of 0 where its logarithm is taken.
_TINY = 1e-100
_MOST_LOST = 1.0 - 1e-9
# All are shown, and lie above: one less than so many has a logarithm.
_NEARLY_NONE = -1.0 + 2.0**-53


@dataclass(frozen=True)
class FittedLaw:
    """
    The law of one image against one probe, in each world; arrays of shape (worlds,).

    With probability `not_findable` no threshold finds it; else its rarity has the `tail` at
    `location` with `scale`. `tail` holds indices into `tails.TAILS`.
    """

    not_findable: Floats
    location: Floats
    scale: Floats
    tail: Integers

    def miss(self, rarity: Floats) -> Floats:
        """Probability that the image lies below each rarity; shapes (worlds, ...)."""
        extra = (1,) * (rarity.ndim - 1)
        z = (rarity - self.location.reshape(-1, *extra)) / self.scale.reshape(-1, *extra)
        below = tails.below_by_world(self.tail, z)
        lost = self.not_findable.reshape(-1, *extra)
        return lost + (1.0 - lost) * below

    def split(self, rarity: Floats, older_by: Floats) -> tails.TailSplit:
        """As `MeasuredLaw.split`."""
        location = self.location[:, None] - older_by
        z = (rarity[:, None, :] - location[..., None]) / self.scale[:, None, None]
        return tails.split_by_world(self.tail, z)

    def line(self) -> tuple[Floats, Floats]:
        """As `MeasuredLaw.line`: this law is a straight line throughout."""
        return self.location, self.scale


MateLaw = FittedLaw | MeasuredLaw
"""Calibrated from published rates, or measured."""


@dataclass(frozen=True)
class Images:
    """
    The images that each source holds of a person; arrays of shape (worlds, sources).

    `older_by` is how far age has moved a mate down the rarity axis, `records` the images of a
    person, `unusable` the share of images that no search finds, `dependence` (worlds,) how much
    the images of a person share their fate: 0 not at all, 1 entirely.
    """

    older_by: Floats
    records: Floats
    unusable: Floats
    dependence: Floats

    def effective(self) -> Floats:
        """
        The number of independent images that are worth as much, `m^(1 - dependence)`.

        The copula behind it (Gumbel-Hougaard) is exact for any number, an average one included.
        """
        return self.records ** (1.0 - self.dependence[:, None])


@dataclass(frozen=True)
class MateCurves:
    """
    Mate scores of a person of each group with each source as their home.

    `lost` is the probability that no image can be found, shape (worlds, groups, sources);
    `one_lost` that one image of the reference group cannot, shape (worlds, sources).
    """

    law: MateLaw
    images: Images
    lost: Floats
    one_lost: Floats

    def split(self, rarity: Floats) -> tuple[Floats, Floats]:
        """
        Probability that a findable person's best image lies below or above each rarity.

        The images that cannot be found take part in neither: with the reference group's share of
        them, all images together lie below with probability `(e + (1-e) F)^m`, none found
        included.

        Args:
            rarity: points, shape (worlds, points).
        Returns: two arrays (worlds, sources, points), each with full relative accuracy.
        """
        one = self.law.split(rarity, self.images.older_by)
        power = self.images.effective()
        if np.all(power == 1.0):
            return one.below, one.above
        below, above = np.empty_like(one.below), np.empty_like(one.above)
        _best_image(one, power, self.one_lost, below, above)
        return below, above

    def bends(self, threshold: Floats) -> Floats:
        """
        Rarities above a threshold at which the law of some source bends; only measured laws do.

        Args:
            threshold: shape (worlds,).
        Returns: rising, shape (worlds, bends); a world that has fewer repeats its threshold.
        """
        return bends(self.law, self.images, threshold)


def bends(law: MateLaw, images: Images, threshold: Floats) -> Floats:
    """As `MateCurves.bends`."""
    if isinstance(law, FittedLaw):
        return np.empty((len(threshold), 0))
    each = law.rarity[:, None, :] - images.older_by[..., None]
    return np.sort(np.maximum(each.reshape(len(threshold), -1), threshold[:, None]), axis=1)


def mates(law: MateLaw, images: Images, miss_odds: Floats) -> MateCurves:
    """
    Mate scores for each group and home source.

    Args:
        law: one image of the reference group, current, in this capture condition.
        images: the images that each source holds.
        miss_odds: factor on the odds that a person cannot be found, shape (worlds, groups).
    """
    lost = law.not_findable[:, None]
    one_lost = np.minimum(lost + (1.0 - lost) * images.unusable, _MOST_LOST)
    person = (one_lost ** images.effective())[:, None, :]
    odds = miss_odds[..., None] * person / (1.0 - person)
    return MateCurves(law, images, odds / (1.0 + odds), one_lost)


@compiled
def _best_image(
    one: tails.TailSplit, power: Floats, lost: Floats, below: Floats, above: Floats
) -> None:
    """Of the best of several images, from one; `power` and `lost` have shape (worlds, sources)."""
    for world in range(below.shape[0]):
        for source in range(below.shape[1]):
            images, missed = power[world, source], lost[world, source]
            shown = 1.0 - missed
            none, odds = images * math.log(max(missed, _TINY)), shown / max(missed, _TINY)
            nobody, found = math.exp(none), -math.expm1(none)
            for point in range(below.shape[2]):
                some = images * log_one_and(odds * one.below[world, source, point])
                # Where few lie below, from what is small; where many do, that would overflow.
                few = nobody * exponential_less_one(min(some, 1.0))
                many = exponential(none + some) - nobody
                below[world, source, point] = (few if some < 1.0 else many) / found
                least = max(-shown * one.above[world, source, point], _NEARLY_NONE)
                rest = images * log_one_and(least)
                above[world, source, point] = -exponential_less_one(rest) / found
