"""Which figures are wanted of scores, and between which numbers of a tally they lie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from misid.arrays import Floats, Integers
from misid.evaluation.counting.kernel import Keys
from misid.measures.error_rates import (
    bin_edges,
    drawn_ranks,
    first_below_crossing,
    largest_count,
)
from misid.measures.score_counts import ScoreTally, distinct

_FAR = 4.0
"""Standard errors of a sample within which a figure is looked for."""
_NEAR_ENDS = 16


@dataclass(frozen=True)
class Targets:
    """Which figures will be asked of a tally; the equal error rate always is."""

    rates: tuple[float, ...] = ()
    """False match rates to set thresholds for."""
    points: int = 400
    """Points of the curve whose thresholds must not be moved, 0 for none."""
    bins: int = 50
    """Bins of the histogram whose edges must not be moved, 0 for none."""
    decidability: bool = True


def open_places(tally: ScoreTally, targets: Targets) -> Integers:
    """Where scores that are not kept stand in the way of what is wanted, by place in the tally."""
    places = np.array(list(_places(tally, targets)), np.int64)
    return distinct(places[tally.is_open[places]])


def _places(tally: ScoreTally, targets: Targets) -> Iterator[int]:
    for rate in targets.rates:
        below = tally.impostor - largest_count(rate, tally.impostor)
        first = int(np.searchsorted(tally.impostor_below[:-1], below, side="left"))
        yield from _around(tally, first)
    yield from _around(tally, first_below_crossing(tally))
    if targets.points:
        for kind in (tally.genuine_below, tally.impostor_below):
            ranks = drawn_ranks(int(kind[-1]), targets.points // 4) if kind[-1] else kind[:0]
            yield from np.unique(np.searchsorted(kind[:-1], ranks, side="right") - 1).tolist()
    ends = [*_around(tally, 0), *_around(tally, len(tally.numbers))]
    yield from ends
    if targets.bins and not tally.is_open[ends].any():
        edges = bin_edges(tally, targets.bins)[1:-1]
        yield from (np.searchsorted(tally.numbers, edges, side="left") - 1).tolist()


def _around(tally: ScoreTally, place: int) -> Iterator[int]:
    """The gaps from a place back to the last score, and on to the next."""
    for index in range(place - 1, -1, -1):
        yield index
        if tally.is_score[index] or tally.is_open[index]:
            break
    for index in range(place, len(tally.numbers)):
        yield index
        if tally.is_score[index] or tally.is_open[index]:
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


def likely_points(sample: Sample, targets: Targets) -> list[tuple[Keys, Keys]]:
    """Between which keys thresholds lie, most likely: the lower ends and the upper ones."""
    shares = np.array([1.0 - rate for rate in targets.rates])
    spans = [_between(sample.impostor, shares)] if len(shares) else []
    crossing = _crossing(sample)
    for kind in (sample.genuine, sample.impostor):
        spans.append(_between(kind, np.searchsorted(kind, [crossing]) / max(1, len(kind))))
    return [span for span in spans if len(span[0])]


def likely_curve(sample: Sample, targets: Targets) -> list[tuple[Keys, Keys]]:
    """The same of the points of the curve."""
    spans = []
    for kind in (sample.genuine, sample.impostor):
        trials = int(sample.rows * len(kind) / sample.size)
        if len(kind) and trials:
            ranks = drawn_ranks(trials, targets.points // 4)
            spans.append(_between(kind, (ranks + 0.5) / trials))
    return spans


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
