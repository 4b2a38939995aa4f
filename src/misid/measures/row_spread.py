"""
What counts of many rows say of their mean rate and of how far rates differ: on a grid, all of it.

Nothing is put in at its best estimate. Both numbers have a law before any count: of the mean that
of Jeffreys for one row, of the spread a half-Cauchy law of scale 1 from a thousandth to thirty.
Each row's own rate is integrated out in closed form, so that the two numbers are all that is left.

A. Gelman: Prior distributions for variance parameters in hierarchical models. Bayesian Analysis 1
(2006) 515, doi:10.1214/06-BA117A.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import logsumexp

from misid.arrays import Floats, Integers
from misid.measures.row_laws import RowLaw

LEAST_SPREAD, MOST_SPREAD = 1e-3, 30.0
"""Between these the spread of rows is looked for."""
_SPREADS = np.log([LEAST_SPREAD, MOST_SPREAD])
_COARSE, _ZOOMS = 17, 40
_FEWEST, _MOST, _WORK = 25, 61, 2e5
# Logarithms below the best at which a row's absence, and all rows together, leave nothing.
_LEFT, _LEFT_WITHOUT = 14.0, 10.0
_STILL, _LITTLE, _ROOM = 0.7, 0.1, 1.5


@dataclass(frozen=True)
class RowCounts:
    """
    Counts of rows, each as the pairs of count and exposure that it may be.

    `count`, `exposure`, `log_weight`: shape (pairs,), of a row beside each other; the weight is how
    many counts a pair stands for, over how many exposures there may be. `first`: where each row
    begins, shape (rows,).
    """

    count: Floats
    exposure: Floats
    log_weight: Floats
    first: Integers

    @classmethod
    def exact(
        cls, count: Sequence[float] | np.ndarray, exposure: Sequence[float] | np.ndarray
    ) -> RowCounts:
        """Of counts that are known to the last."""
        held = np.array(count, dtype=float)
        return cls(held, np.array(exposure, dtype=float), np.zeros(held.size), np.arange(held.size))

    @property
    def rows(self) -> int:
        """How many."""
        return int(self.first.size)

    def log_pairs(self, law: RowLaw, mean: Floats, spread: Floats) -> Floats:
        """Log probability of each pair at each mean and spread (nodes,), shape (pairs, nodes)."""
        held = law.log_marginal(self.count[:, None], self.exposure[:, None], mean, spread)
        return held + self.log_weight[:, None]

    def log_rows(self, law: RowLaw, mean: Floats, spread: Floats) -> Floats:
        """Log probability of each row's count, shape (rows, nodes)."""
        held = self.log_pairs(law, mean, spread)
        if self.rows == self.count.size:
            return held
        return np.asarray(np.logaddexp.reduceat(held, self.first, axis=0))


@dataclass(frozen=True)
class RowSpread:
    """
    Mean and spread of rows given their counts.

    `mean`, `spread`, `log_weight`: shape (nodes,), the last up to a constant. `log_rows`: of each
    row's count at each node, shape (rows, nodes).
    """

    law: RowLaw
    mean: Floats
    spread: Floats
    log_weight: Floats
    log_rows: Floats

    @cached_property
    def weight(self) -> Floats:
        """Of each node, adding up to one."""
        held = np.exp(self.log_weight - self.log_weight.max())
        return np.asarray(held / held.sum())

    @property
    def without(self) -> Floats:
        """Weights by all rows but one, shape (rows, nodes)."""
        held = self.log_weight - self.log_rows
        return np.asarray(np.exp(held - logsumexp(held, axis=1, keepdims=True)))

    def quantiles(self, values: Floats, shares: Sequence[float] = (0.05, 0.5, 0.95)) -> list[float]:
        """Quantiles of a number that each node has, shape (nodes,)."""
        held, which = np.unique(values, return_inverse=True)
        weight = np.bincount(which, self.weight)
        return [float(np.interp(one, np.cumsum(weight) - weight / 2.0, held)) for one in shares]

    def thinned(self, share: float) -> tuple[Floats, Floats, Floats]:
        """
        Every other node on each side, and of these the fewest with this share of all weight.

        The integrand is smooth and nothing at the edges, so that half the nodes lose no digit that
        is shown. Returns mean, spread and weight.
        """
        side = round(self.weight.size**0.5)
        every = np.arange(self.weight.size).reshape(side, side)[::2, ::2].ravel()
        order = every[np.argsort(-self.weight[every])]
        reached = np.cumsum(self.weight[order])
        kept = order[: int(np.searchsorted(reached, share * reached[-1])) + 1]
        weight = self.weight[kept]
        return self.mean[kept], self.spread[kept], weight / weight.sum()


def row_spread(law: RowLaw, counts: RowCounts, *, nodes: int | None = None) -> RowSpread:
    """
    Mean and spread of rows, given their counts.

    A coarse grid is drawn closer around all that has weight, by all rows or by all but one; there
    so many nodes on each side give integrals to far more digits than are shown.

    Args:
        law: of rates among rows.
        counts: of each row.
        nodes: on each side of the last grid, an odd number; None: the more, the fewer rows.
    References: Gelman and others, Bayesian Data Analysis, 3rd ed., section 5.3.
    """
    ends = box = np.array([law.ends, _SPREADS])
    for _ in range(_ZOOMS):
        support = _support(*_logs(law, counts, _grid(box, _COARSE)))
        moved = _moved(box, support.reshape(_COARSE, _COARSE), ends)
        # Far from the mean, rows seem to differ by more than they do: the spread comes second.
        if np.ptp(moved[0]) < _STILL * np.ptp(box[0]):
            moved[1] = _wider(box[1], moved[1])
        steps = np.abs(moved - box) / np.ptp(box, axis=1)[:, None]
        box = moved
        if (steps < _LITTLE).all():
            break
    side = nodes or int(np.clip((_WORK / counts.count.size) ** 0.5, _FEWEST, _MOST)) // 2 * 2 + 1
    held = _grid(box, side)
    logs, rows = _logs(law, counts, held)
    # By trapezoids: what lies at an end, where the law before any count ends, counts half.
    end = np.where((np.arange(side) % (side - 1)) == 0, 0.5, 1.0)
    log_weight = logs + np.log(np.outer(end, end).ravel())
    return RowSpread(law, law.rate(held[0]), np.exp(held[1]), log_weight, rows)


def _grid(box: Floats, nodes: int) -> Floats:
    """Places of the mean and logarithms of the spread, shape (2, nodes squared)."""
    sides = [np.linspace(low, high, nodes) for low, high in box]
    return np.stack([one.ravel() for one in np.meshgrid(*sides, indexing="ij")])


def _logs(law: RowLaw, counts: RowCounts, held: Floats) -> tuple[Floats, Floats]:
    """Log weight of each node, and log probability of each row there."""
    place, log_spread = held
    rows = counts.log_rows(law, law.rate(place), np.exp(log_spread))
    prior = law.log_prior(place) + log_spread - np.log1p(np.exp(2.0 * log_spread))
    return prior + rows.sum(axis=0), rows


def _support(logs: Floats, rows: Floats) -> Floats:
    """Whether a node has weight, by all rows or by all but one of them."""
    without = logs - rows
    far = (without - without.max(axis=1, keepdims=True)).max(axis=0)
    return np.asarray((logs > logs.max() - _LEFT) | (far > -_LEFT_WITHOUT))


def _moved(box: Floats, support: Floats, farthest: Floats) -> Floats:
    """Each side of a box brought to what has weight; moved out where weight lies at its end."""
    ends = []
    for side, (low, high) in enumerate(box):
        at = np.flatnonzero(support.any(axis=1 - side))
        step = (high - low) / (_COARSE - 1)
        first = low + (at[0] - _ROOM) * step if at[0] else low - (high - low) / 2.0
        last = high - (_COARSE - 1 - at[-1] - _ROOM) * step
        if at[-1] == _COARSE - 1:
            last = high + (high - low) / 2.0
        ends.append(np.clip([first, last], *farthest[side]))
    return np.array(ends)


def _wider(before: Floats, after: Floats) -> Floats:
    """The ends that lie farther out."""
    return np.array([min(before[0], after[0]), max(before[1], after[1])])
