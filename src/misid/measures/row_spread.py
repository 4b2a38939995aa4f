"""
What counts of many rows say of their mean rate and of how far rates differ: on a grid, all of it.

Nothing is put in at its best estimate. Both numbers have a law before any count: of the mean that
of Jeffreys for one row, of the spread a half-Cauchy law of scale 1 from a thousandth to three.
Each row's own rate is integrated out in closed form, so that the two numbers are all that is left.

A. Gelman: Prior distributions for variance parameters in hierarchical models. Bayesian Analysis 1
(2006) 515, doi:10.1214/06-BA117A.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.special import logsumexp

from misid.arrays import Flags, Floats, Integers
from misid.measures.row_laws import RowLaw

LEAST_SPREAD, MOST_SPREAD = 1e-3, 3.0
"""Between these the spread of rows is looked for."""
_SPREADS = (math.log(LEAST_SPREAD), math.log(MOST_SPREAD))
_COARSE, _ZOOMS = 17, 40
_FEWEST, _MOST, _WORK = 25, 61, 2e5
# Logarithms below the best at which a row's absence, and all rows together, leave nothing.
_LEFT, _LEFT_WITHOUT = 14.0, 10.0
_STILL, _LITTLE, _ROOM = 0.7, 0.1, 1.5
_NEVER = -1e300


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
        (count, exposure), which = self._distinct
        held = law.log_marginal(count[:, None], exposure[:, None], mean, spread)
        return np.asarray(held[which] + self.log_weight[:, None])

    @cached_property
    def _distinct(self) -> tuple[Floats, Integers]:
        """Pairs without those that come again, shape (2, pairs), and which of them each is."""
        held, which = np.unique(np.stack([self.count, self.exposure]), axis=1, return_inverse=True)
        return held, which.ravel()

    def log_rows(self, law: RowLaw, mean: Floats, spread: Floats) -> Floats:
        """Log probability of each row's count, shape (rows, nodes)."""
        held = self.log_pairs(law, mean, spread)
        if self.rows == self.count.size:
            return held
        sizes = np.diff(np.append(self.first, self.count.size))
        best = np.maximum(np.maximum.reduceat(held, self.first, axis=0), _NEVER)
        each = np.exp(held - np.repeat(best, sizes, axis=0))
        with np.errstate(divide="ignore"):
            return np.asarray(best + np.log(np.add.reduceat(each, self.first, axis=0)))


@dataclass(frozen=True)
class RowSpread:
    """
    Mean and spread of rows given their counts.

    `mean`, `spread`, `log_weight`: shape (nodes,), the last up to a constant. `log_rows`: of each
    row's count at each node, shape (rows, nodes). `log_evidence`: natural logarithm of how many
    times likelier the counts are where rows differ (by the law of the spread before any count) than
    where all are alike: a Bayes factor.
    """

    law: RowLaw
    mean: Floats
    spread: Floats
    log_weight: Floats
    log_rows: Floats
    log_evidence: float

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

    At each spread the mean has a grid of its own, drawn closer around all that has weight by all
    rows or by all but one: where rows hardly differ a mean of large counts is known far better
    than where they differ much, and no grid of one width holds both.

    Args:
        law: of rates among rows.
        counts: of each row.
        nodes: of the spread, and of the mean at each: an odd number; None: the more, the fewer
            rows.
    References: Gelman and others, Bayesian Data Analysis, 3rd ed., section 5.3.
    """
    spreads = np.linspace(_SPREADS[0], _SPREADS[1], _COARSE)
    boxes = np.tile(np.array(law.ends), (_COARSE, 1))
    for _ in range(_ZOOMS):
        boxes = _boxes(law, counts, spreads, boxes)
        low, high = _closer(spreads, _Nodes.at(law, counts, spreads, boxes, _COARSE))
        anew = np.linspace(low, high, _COARSE)
        is_still = np.ptp(anew) > _STILL * np.ptp(spreads)
        boxes, spreads = _between(anew, spreads, boxes), anew
        if is_still:
            break
    side = nodes or int(np.clip((_WORK / counts.count.size) ** 0.5, _FEWEST, _MOST)) // 2 * 2 + 1
    last = np.linspace(spreads[0], spreads[-1], side)
    boxes = _boxes(law, counts, last, _between(last, spreads, boxes))
    held = _Nodes.at(law, counts, last, boxes, side)
    log_weight = held.logs + np.log(_trapezoids(side) * (last[1] - last[0]))[:, None]
    return RowSpread(
        law,
        law.rate(held.places.ravel()),
        np.repeat(np.exp(last), side),
        log_weight.ravel(),
        held.rows.reshape(counts.rows, -1),
        _log_evidence(law, counts, log_weight),
    )


class _Nodes(NamedTuple):
    """
    Places of the mean at each spread, shape (spreads, places), with logarithms of their weights.

    `rows`: log probability of each row's count there, shape (rows, spreads, places).
    """

    places: Floats
    logs: Floats
    rows: Floats

    @classmethod
    def at(
        cls, law: RowLaw, counts: RowCounts, spreads: Floats, boxes: Floats, many: int
    ) -> _Nodes:
        """So many places in the box of each spread (logarithms); weights by trapezoids."""
        places = np.linspace(boxes[:, 0], boxes[:, 1], many, axis=1)
        held = np.repeat(spreads, many)
        rows = counts.log_rows(law, law.rate(places.ravel()), np.exp(held))
        rows = rows.reshape(counts.rows, *places.shape)
        prior = law.log_prior(places) + (held - np.log1p(np.exp(2.0 * held))).reshape(places.shape)
        step = (boxes[:, 1:] - boxes[:, :1]) / (many - 1)
        return cls(places, prior + rows.sum(axis=0) + np.log(step * _trapezoids(many)), rows)

    @property
    def without(self) -> Floats:
        """Logarithms of the weights by all rows but each."""
        return self.logs - self.rows


def _trapezoids(many: int) -> Floats:
    """What lies at an end, where a law before any count may end, counts half."""
    return np.where((np.arange(many) % (many - 1)) == 0, 0.5, 1.0)


def _boxes(law: RowLaw, counts: RowCounts, spreads: Floats, boxes: Floats) -> Floats:
    """Where the mean has weight at each spread, shape (spreads, 2), found from boxes around it."""
    ends = np.array(law.ends)
    for _ in range(_ZOOMS):
        held = _Nodes.at(law, counts, spreads, boxes, _COARSE)
        moved = np.clip(_moved(boxes, _support(held)), *ends)
        steps = np.abs(moved - boxes) / (boxes[:, 1:] - boxes[:, :1])
        boxes = moved
        if (steps < _LITTLE).all():
            break
    return boxes


def _support(held: _Nodes) -> Flags:
    """
    Whether a node has weight by all rows or by all but one, beside the best of its spread.

    Beside the best of all spreads a box would be drawn closer without end where none has weight.
    """
    without = held.without
    far = (without - without.max(axis=(1, 2), keepdims=True)).max(axis=0)
    best = held.logs.max(axis=1, keepdims=True)
    return np.asarray((held.logs > best - _LEFT) | (far > -_LEFT_WITHOUT))


def _moved(boxes: Floats, support: Flags) -> Floats:
    """Each box brought to what has weight; moved out where weight lies at its end."""
    low, high = boxes.T
    first = support.argmax(axis=1)
    last = support.shape[1] - 1 - support[:, ::-1].argmax(axis=1)
    step = (high - low) / (support.shape[1] - 1)
    out = (high - low) / 2.0
    begin = np.where(first > 0, low + (first - _ROOM) * step, low - out)
    end = np.where(last < support.shape[1] - 1, low + (last + _ROOM) * step, high + out)
    return np.stack([begin, end], axis=1)


def _closer(spreads: Floats, held: _Nodes) -> tuple[float, float]:
    """The spreads that have weight, by all rows or by all but one, with some room around them."""
    whole = logsumexp(held.logs, axis=1)
    without = logsumexp(held.without, axis=2)
    far = (without - without.max(axis=1, keepdims=True)).max(axis=0)
    at = np.flatnonzero((whole > whole.max() - _LEFT) | (far > -_LEFT_WITHOUT))
    step = spreads[1] - spreads[0]
    low, high = _SPREADS
    return max(low, spreads[at[0]] - _ROOM * step), min(high, spreads[at[-1]] + _ROOM * step)


def _between(anew: Floats, spreads: Floats, boxes: Floats) -> Floats:
    """Boxes of other spreads, from those of the nearest on either side, the wider end of both."""
    after = np.clip(np.searchsorted(spreads, anew), 0, spreads.size - 1)
    before = np.clip(after - 1, 0, None)
    low = np.minimum(boxes[before, 0], boxes[after, 0])
    high = np.maximum(boxes[before, 1], boxes[after, 1])
    return np.stack([low, high], axis=1)


def _log_evidence(law: RowLaw, counts: RowCounts, log_weight: Floats) -> float:
    """How many times likelier the counts are where rows differ than where none does: its log."""
    least = np.array([_SPREADS[0]])
    boxes = _boxes(law, counts, least, np.array([law.ends]))
    alike = logsumexp(_Nodes.at(law, counts, least, boxes, _MOST).logs)
    alike -= least[0] - np.log1p(np.exp(2.0 * least[0]))
    whole = np.log(np.arctan(MOST_SPREAD) - np.arctan(LEAST_SPREAD))
    return float(logsumexp(log_weight) - whole - alike)
