"""Twins and siblings: whose record in the gallery is as alike as another photograph of the person.

A record of kin either stands at mate level, and then follows the law of the person's own, or looks
like any stranger's. The share that stands there is known at one false match rate at best, and
falls by some decades for each further decade of rarity.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from misid.arrays import Flags, Floats
from misid.matching.rarity import LN10
from misid.scenario import Worlds

CLASSES = ("identical_twins", "fraternal_twins", "siblings")
"""Kin of one's own sex, the most alike first; people have at most one of the twins."""

STATED_AT = 4.0
"""Rarity at which the share that stands at mate level is stated."""


class KinDecides(NamedTuple):
    """How often the answer rests on a record at mate level that the rule accepts, or refuses."""

    accepted: Floats
    refused: Floats


class Present(NamedTuple):
    """
    Probability that a record of kin stands at mate level, shape (worlds, groups, homes).

    For people without a record of their own, and with one: what kin do about enrolment, a person
    tends to do too.
    """

    absent: Floats
    enrolled: Floats


@dataclass(frozen=True)
class Kin:
    """
    How many kin people have, how alike they are, and whether they are enrolled together.

    `number`, `alike` and `decline` by class, shape (worlds, classes): the share of people who have
    such a twin, or the mean number of siblings (Poisson); the share of their records that stand at
    mate level at `STATED_AT`, and the decades of it lost for each decade of rarity beyond.
    `together`, shape (worlds,): kin are enrolled as one with this probability, else independently.
    """

    number: Floats
    alike: Floats
    decline: Floats
    together: Floats

    def share_alike(self, thresholds: Floats) -> Floats:
        """
        Share of the records of each class that stand at mate level.

        Args:
            thresholds: rarity of each group's threshold, shape (worlds, groups).
        Returns: shape (worlds, groups, classes).
        """
        beyond = (thresholds - STATED_AT)[..., None]
        fallen = np.exp(-LN10 * self.decline[:, None] * beyond)
        return np.asarray(np.minimum(1.0, self.alike[:, None] * fallen))

    def present(self, enrolled: Floats, searched: Floats, thresholds: Floats) -> Present:
        """
        Probability that any record of kin stands at mate level.

        Args:
            enrolled: share of each group's people who are enrolled, shape (worlds, groups).
            searched: share of the records of each source that are searched, (worlds, sources).
            thresholds: rarity of each group's threshold, shape (worlds, groups).
        """
        alike = self.number[:, None] * self.share_alike(thresholds)
        together = self.together[:, None]
        apart = enrolled * (1.0 - together)
        return Present(*(_any(alike, share, searched) for share in (apart, apart + together)))


def kin_of(worlds: Worlds) -> Kin:
    """The kin of a scenario's people in each world."""

    def of_class(name: str) -> Floats:
        return np.stack([worlds.number(name.format(kind)) for kind in CLASSES], axis=1)

    return Kin(
        number=of_class("stops.{}"),
        alike=of_class("matcher.{}_alike"),
        decline=of_class("matcher.{}_decline"),
        together=worlds.number("stops.kin_enrolment"),
    )


def decides(other: Floats | float, accepted: Floats | float, several: Flags | bool) -> KinDecides:
    """
    How often the answer rests on one record at mate level, given that another may stand beside it.

    Either comes first in half of the searches. Where several candidates count, the one behind is
    looked at if the rule refuses the first; that both are refused counts half for each.

    Args:
        other: probability that the other record is there.
        accepted: probability that the rule then accepts it.
        several: whether more candidates than the first count.
    Returns: by whether the rule accepts this one; shapes as the arguments broadcast.
    """
    half = other / 2.0
    return KinDecides(
        accepted=np.asarray(1.0 - half * np.where(several, accepted, 1.0)),
        refused=np.asarray(1.0 - half * np.where(several, 1.0 + accepted, 1.0)),
    )


def _any(alike: Floats, enrolled: Floats, searched: Floats) -> Floats:
    """Twins, one of either kind at most, and a Poisson number of siblings; each by home."""
    held = enrolled[..., None] * searched[:, None]
    nobody = (1.0 - (alike[..., 0] + alike[..., 1])[..., None] * held) * np.exp(
        -alike[..., 2:] * held
    )
    return np.asarray(1.0 - nobody)
