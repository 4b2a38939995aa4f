"""How strongly groups differ, as counted: false matches of every pair of groups of a score file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv

from misid.arrays import Floats
from misid.matching.impostor_field import ImpostorField, ProbesAndRecords, Reference

Cells = tuple[tuple[float, ...], ...]

# Half an event, as in Jeffreys' prior.
_HALF_EVENT = 0.5


@dataclass(frozen=True)
class CountedRatios:
    """
    False matches and comparisons of each ordered pair of groups, the probe's first.

    `worth` is how many independent comparisons each comparison counts for.
    """

    false_matches: Cells
    comparisons: Cells
    worth: float

    def shares(self) -> Cells:
        """Share of the comparisons that each pair has."""
        total = sum(map(sum, self.comparisons))
        return tuple(tuple(trials / total for trials in row) for row in self.comparisons)


@dataclass(frozen=True)
class Ratios:
    """
    False match rate of each pair of groups over that of all comparisons, (worlds, groups, groups).

    `shares` of the comparisons that each pair has; so weighted, the rates have mean 1. `drift` and
    `measured_at`, shape (worlds,), are as in `Contrast`.
    """

    rates: Floats
    shares: Cells
    drift: Floats
    measured_at: Floats

    def field(self, composition: ProbesAndRecords) -> ImpostorField:
        """
        The field of a gallery whose groups are those of the file, in its order.

        Args:
            composition: groups, and the records of each in each source.
        """
        first = np.einsum("wgh,wjh->wgj", self.rates, composition.records)
        second = np.einsum("wgh,wjh->wg", self.rates**2, composition.records)
        return self._field(first, second)

    def tested(self, gallery: Floats) -> ImpostorField:
        """
        The field of the file itself: each group meets the groups that it was compared with.

        Args:
            gallery: records in all, shape (worlds,).
        """
        shares = np.array(self.shares)
        met = shares / shares.sum(axis=1, keepdims=True)
        first = gallery[:, None] * (self.rates * met).sum(axis=2)
        second = gallery[:, None] * (self.rates**2 * met).sum(axis=2)
        return self._field(first[..., None], second)

    def probes(self) -> Floats:
        """Share of each group among the comparisons, as the one that is searched for."""
        return np.asarray(np.array(self.shares).sum(axis=1))

    def _field(self, by_source: Floats, squared: Floats) -> ImpostorField:
        total = by_source.sum(axis=2)
        groups = total.shape[1]
        return ImpostorField(
            weight=total,
            lumps=squared / total,
            sources=by_source / total[..., None],
            reference=self._references(),
            region=tuple(range(groups)),
            sex=(0,) * groups,
            measured_at=self.measured_at,
        )

    def _references(self) -> tuple[Reference, Reference]:
        """Drift by where a group stands in log rate; the extreme groups lie 1 apart."""
        joint = (self.rates * np.array(self.shares)).sum(axis=2)
        logs = np.log10(joint / self.probes())
        width = logs.max(axis=1) - logs.min(axis=1)
        drift = (self.drift / np.where(width > 0, width, 1.0))[:, None] * logs
        one = np.ones((len(joint), 1))
        return Reference(joint * joint.shape[1], drift), Reference(one, 0.0 * one)


def drawn_ratios(counted: CountedRatios, luck: Floats) -> Floats:
    """
    The true ratio of each pair to all comparisons, given the counts.

    Args:
        counted: of a threshold that is the same for all.
        luck: uniform numbers, shape (worlds, groups, groups).
    Returns: shape (worlds, groups, groups).
    Example:
        >>> cells = ((900.0, 100.0), (100.0, 400.0)), ((1e6, 1e6), (1e6, 1e6))
        >>> drawn_ratios(CountedRatios(*cells, worth=1.0), np.full((1, 2, 2), 0.5)).round(2)
        array([[[2.4 , 0.27],
                [0.27, 1.07]]])
    """
    wrong, trials = np.array(counted.false_matches), np.array(counted.comparisons)
    shape = counted.worth * wrong + _HALF_EVENT
    rate = gammaincinv(shape, luck) / (counted.worth * trials)
    return np.asarray(rate / (rate * trials / trials.sum()).sum(axis=(1, 2), keepdims=True))
