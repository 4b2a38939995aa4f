"""Which figures are wanted of scores, and between which numbers of a tally they lie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from misid.evaluation.counting.kernel import Floats, Integers, Keys
from misid.measures.error_rates import (
    bin_edges,
    drawn_ranks,
    first_below_crossing,
    largest_count,
)
from misid.measures.score_counts import Tally, distinct

_FAR = 4.0
"""Standard errors of a sample within which a figure is looked for."""
_NEAR_ENDS = 16


@dataclass(frozen=True)
class Wanted:
    """Which figures will be asked of a tally; the equal error rate always is."""

    rates: tuple[float, ...] = ()
    """False match rates to set thresholds for."""
    points: int = 400
    """Points of the curve whose thresholds must not be moved, 0 for none."""
    bins: int = 50
    """Bins of the histogram whose edges must not be moved, 0 for none."""
    decidability: bool = True


def open_places(known: Tally, wanted: Wanted) -> Integers:
    """Where scores that are not kept stand in the way of what is wanted, by place in the tally."""
    places = np.array(list(_places(known, wanted)), np.int64)
    return distinct(places[known.is_open[places]])


def _places(known: Tally, wanted: Wanted) -> Iterator[int]:
    for rate in wanted.rates:
        below = known.impostor - largest_count(rate, known.impostor)
        first = int(np.searchsorted(known.impostor_below[:-1], below, side="left"))
        yield from _around(known, first)
    yield from _around(known, first_below_crossing(known))
    if wanted.points:
        for kind in (known.genuine_below, known.impostor_below):
            ranks = drawn_ranks(int(kind[-1]), wanted.points // 4) if kind[-1] else kind[:0]
            yield from np.unique(np.searchsorted(kind[:-1], ranks, side="right") - 1).tolist()
    ends = [*_around(known, 0), *_around(known, len(known.numbers))]
    yield from ends
    if wanted.bins and not known.is_open[ends].any():
        edges = bin_edges(known, wanted.bins)[1:-1]
        yield from (np.searchsorted(known.numbers, edges, side="left") - 1).tolist()


def _around(known: Tally, place: int) -> Iterator[int]:
    """The gaps from a place back to the last score, and on to the next."""
    for at in range(place - 1, -1, -1):
        yield at
        if known.is_score[at] or known.is_open[at]:
            break
    for at in range(place, len(known.numbers)):
        yield at
        if known.is_score[at] or known.is_open[at]:
            break


@dataclass(frozen=True)
class Sample:
    """Keys of some scores of either kind, ascending, and how many scores there are in all."""

    genuine: Keys
    impostor: Keys
    rows: int

    @property
    def size(self) -> int:
        """How many there are in the sample."""
        return len(self.genuine) + len(self.impostor)


def likely_points(sample: Sample, wanted: Wanted) -> list[tuple[Keys, Keys]]:
    """Between which keys thresholds lie, most likely: the lower ends and the upper ones."""
    shares = np.array([1.0 - rate for rate in wanted.rates])
    found = [_between(sample.impostor, shares)] if len(shares) else []
    at = _crossing(sample)
    for kind in (sample.genuine, sample.impostor):
        found.append(_between(kind, np.searchsorted(kind, [at]) / max(1, len(kind))))
    return [found_ for found_ in found if len(found_[0])]


def likely_curve(sample: Sample, wanted: Wanted) -> list[tuple[Keys, Keys]]:
    """The same of the points of the curve."""
    found = []
    for kind in (sample.genuine, sample.impostor):
        trials = int(sample.rows * len(kind) / sample.size)
        if len(kind) and trials:
            ranks = drawn_ranks(trials, wanted.points // 4)
            found.append(_between(kind, (ranks + 0.5) / trials))
    return found


def _between(kind: Keys, shares: Floats) -> tuple[Keys, Keys]:
    """The keys around quantiles of one kind, as far as chance may move them."""
    size = len(kind)
    if not size:
        return kind, kind
    middle = shares * size
    far = _FAR * np.sqrt(middle * (1.0 - shares)) + _NEAR_ENDS
    low, high = np.floor(middle - far).astype(int), np.ceil(middle + far).astype(int)
    lowest, highest = kind.dtype.type(0), np.iinfo(kind.dtype).max
    lower = np.where(low < 0, lowest, kind[np.clip(low, 0, size - 1)])
    upper = np.where(high >= size, highest, kind[np.clip(high, 0, size - 1)])
    return lower, upper


def _crossing(sample: Sample) -> int:
    """About the key at which matches and misses are equally frequent."""
    both = np.sort(np.concatenate([sample.genuine, sample.impostor]))
    missed = np.searchsorted(sample.genuine, both) / max(1, len(sample.genuine))
    matched = 1.0 - np.searchsorted(sample.impostor, both) / max(1, len(sample.impostor))
    return int(both[np.searchsorted(missed - matched, 0.0).clip(0, len(both) - 1)])
