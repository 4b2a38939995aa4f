"""
Each row's own rate given all rows, and how likely its count is by all the others.

Estimates lean on all rows the more, the less a row's own count says: that is shrinkage, and it is
told by the pull. Whether a row lies out is asked of the others alone, without the row itself.

A. Gelman, X.-L. Meng, H. Stern: Posterior predictive assessment of model fitness via realized
discrepancies. Statistica Sinica 6 (1996) 733. E. C. Marshall, D. J. Spiegelhalter: Identifying
outliers in Bayesian hierarchical models. Bayesian Analysis 2 (2007) 409, doi:10.1214/07-BA218.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from misid.arrays import Floats
from misid.measures.row_spread import RowCounts, RowSpread

_SHARES = np.array([0.05, 0.5, 0.95])
_POINTS, _STEPS, _WIDE, _NEAR = 13, 12, 5.0, 2e-4
_HELD, _CHUNK = 1.0 - 1e-4, 64
_NODES, _EDGES, _FAR = 8, 81, 8.0
_LEAST, _TOLD = 1e-15, 1e-9


@dataclass(frozen=True)
class RowEstimates:
    """
    Rates of rows.

    `low`, `median`, `high`: 5 %, half and 95 % of the rate given all rows, shape (rows,). `pull`:
    weight of the mean of all in it. `typical`: the same three of a row of which nothing is counted.
    """

    low: Floats
    median: Floats
    high: Floats
    pull: Floats
    typical: tuple[float, float, float]


def row_estimates(found: RowSpread, counts: RowCounts) -> RowEstimates:
    """
    The rate of each row given its own count and all others.

    Args:
        found: mean and spread of these rows.
        counts: of each row.
    """
    mean, spread, weight = found.thinned(_HELD)
    pairs = counts.log_pairs(found.law, mean, spread)
    ends = np.append(counts.first[1:], counts.count.size)
    # Rows that may be the same have the same rate, and are asked once.
    known: dict[bytes, tuple[float, ...]] = {}
    each = []
    for start, end in zip(counts.first, ends, strict=True):
        pair = slice(start, end)
        parts = (counts.count, counts.exposure, counts.log_weight)
        key = b"".join(part[pair].tobytes() for part in parts)
        if key not in known:
            held = np.exp(pairs[pair] - pairs[pair].max(axis=0))
            mixture = _Mixture(
                found, mean, spread, counts.count[pair, None], counts.exposure[pair, None],
                weight * held / held.sum(axis=0),
            )  # fmt: skip
            known[key] = (*mixture.quantiles(), mixture.pull())
        each.append(known[key])
    low, median, high, pull = np.array(each).T
    nothing = np.zeros((1, 1))
    typical = _Mixture(found, mean, spread, nothing, nothing, weight[None, :]).quantiles()
    return RowEstimates(low, median, high, pull, (typical[0], typical[1], typical[2]))


@dataclass(frozen=True)
class _Mixture:
    """
    The law of a row's rate: one for each pair that its count may be and each node, weighed.

    `count`, `exposure`: shape (pairs, 1); `weight`: (pairs, nodes).
    """

    found: RowSpread
    mean: Floats
    spread: Floats
    count: Floats
    exposure: Floats
    weight: Floats

    def pull(self) -> float:
        """Weight of the mean of all rows, on average."""
        held = self.found.law.pull(self.exposure, self.mean, self.spread)
        return float((self.weight * held).sum())

    def below(self, places: Floats) -> Floats:
        """Probability that the rate lies below each place, shape (places,)."""
        counted = (self.count[..., None], self.exposure[..., None])
        each = self.found.law.below(places, counted, self.mean[:, None], self.spread[:, None])
        return np.asarray(np.einsum("pn,pnk->k", self.weight, each))

    def quantiles(self) -> Floats:
        """5 %, half and 95 % of the rate, shape (3,)."""
        middles, variances = self.found.law.middle(
            (self.count, self.exposure), self.mean, self.spread
        )
        middle = float((self.weight * middles).sum())
        variance = float((self.weight * (variances + (middles - middle) ** 2)).sum())
        places = middle + np.sqrt(variance) * np.linspace(-_WIDE, _WIDE, _POINTS)
        return self.found.law.rate(_crossings(self.below, places))


def _crossings(below: Callable[[Floats], Floats], places: Floats) -> Floats:
    """Places below which the three shares lie: by secants on normal scores, every third halved."""
    wanted = ndtri(_SHARES)
    scores = _scores(below(places))
    at = np.clip(np.searchsorted(scores, wanted), 1, scores.size - 1)
    low, high, low_score, high_score = places[at - 1], places[at], scores[at - 1], scores[at]
    middle = low
    for step in range(1, _STEPS + 1):
        part = (wanted - low_score) / np.maximum(high_score - low_score, _LEAST)
        middle = low + (high - low) * (np.clip(part, 0.02, 0.98) if step % 3 else 0.5)
        score = _scores(below(middle))
        if (np.abs(score - wanted) < _NEAR).all():
            break
        is_low = score < wanted
        low, low_score = np.where(is_low, middle, low), np.where(is_low, score, low_score)
        high, high_score = np.where(is_low, high, middle), np.where(is_low, high_score, score)
    return np.asarray(middle)


def _scores(shares: Floats) -> Floats:
    return np.asarray(ndtri(np.clip(shares, _LEAST, 1.0 - _LEAST)))


def surprise(found: RowSpread, counts: RowCounts) -> tuple[Floats, Floats]:
    """
    How likely a count as low, and as high, is in each row by all others, shape (rows,) each.

    Of a row that may be several pairs the least surprising is taken, on either side: a whole that
    moves with its count moves with it here too.

    Args:
        found: mean and spread of these rows.
        counts: of each row.
    """
    places = _edges(found)
    nothing = (np.array(0.0), np.array(0.0))
    each = found.without
    told = np.flatnonzero(each.max(axis=0) > _TOLD)
    below = found.law.below(places, nothing, found.mean[told, None], found.spread[told, None])
    # Everything below the first edge and above the last is taken to lie there.
    inner = np.diff(below, axis=1)
    mass = np.concatenate([below[:, :1], inner, 1.0 - below[:, -1:]], axis=1)
    without = each[:, told] @ mass
    ends = _ends(counts)
    rates = found.law.rate(places)
    low, high = np.empty(counts.rows), np.empty(counts.rows)
    for rows in _chunks(counts.rows):
        (most, of_most), (least, of_least) = (one[:, rows, None] for one in ends)
        low[rows] = _averaged(without[rows], found.law.at_most(most, of_most, rates))
        high[rows] = _averaged(without[rows], found.law.at_least(least, of_least, rates))
    return np.minimum(low, 1.0), np.minimum(high, 1.0)


def _averaged(mass: Floats, at_edges: Floats) -> Floats:
    """Averages over a rate whose mass between edges is known, by the middle of both ends."""
    middle = (at_edges[:, 1:] + at_edges[:, :-1]) / 2.0
    held = np.concatenate([at_edges[:, :1], middle, at_edges[:, -1:]], axis=1)
    return np.asarray((mass * held).sum(axis=1))


def _edges(found: RowSpread) -> Floats:
    """Places that lie close together wherever rates of rows may lie, in order."""
    order = np.argsort(found.spread)
    reached = np.cumsum(found.weight[order])
    chosen = order[np.searchsorted(reached, (np.arange(_NODES) + 0.5) / _NODES * reached[-1])]
    far = order[[0, -1]]
    scores = np.linspace(-_FAR, _FAR, _EDGES)
    held = [_places(found, node, scores) for node in dict.fromkeys([*chosen, *far])]
    return np.unique(np.concatenate(held))


def _places(found: RowSpread, node: int, scores: Floats) -> Floats:
    """Where a normal law of the same middle and variance as one node's has these scores."""
    nothing = (np.array(0.0), np.array(0.0))
    middle, variance = found.law.middle(nothing, found.mean[node], found.spread[node])
    return np.asarray(middle + np.sqrt(variance) * scores)


def _ends(counts: RowCounts) -> tuple[Floats, Floats]:
    """
    Of each row the pair of which so few, and that of which so many, surprise least, (2, rows) each.

    The fewer are left of the whole beside the count, and the larger it is, the likelier are so few
    or fewer; the more are left, and the smaller it is, so many or more.
    """
    sizes = np.diff(np.append(counts.first, counts.count.size))
    row = np.repeat(np.arange(counts.rows), sizes)
    order = np.lexsort((-counts.count, counts.exposure - counts.count, row))
    pairs = np.stack([counts.count, counts.exposure])
    return pairs[:, order[counts.first]], pairs[:, order[counts.first + sizes - 1]]


def _chunks(rows: int) -> Iterator[slice]:
    return (slice(start, start + _CHUNK) for start in range(0, rows, _CHUNK))
