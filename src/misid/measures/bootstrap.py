"""Operating points in replicates that draw people: the threshold is found anew in each.

Scores are sorted once and cut into cells by thresholds that both kinds share. One pass over them
sums the weights of every cell in many replicates at a time; each replicate then looks at single
scores only in the cells where its thresholds lie. No score is copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from misid.arrays import Floats, Integers
from misid.errors import MeaningError
from misid.machine.compiled import compiled
from misid.machine.threads import side_by_side
from misid.measures.arguments import check_draws, check_rate
from misid.measures.subject_intervals import REPLICATES

ScoreArray = NDArray[np.floating]
Weights = NDArray[np.float32]
_Cut = tuple[ScoreArray, NDArray[np.int32], NDArray[np.int32], Integers]
"""Scores, the people on either side, and where each cell begins; the last one's end too."""

_LANES = 32
"""Replicates that one pass over the scores serves; the compiled loops know it by this name."""
_RUN = 2048
"""Scores that are summed in single precision before they are added up: whole numbers stay exact."""
_MOST_CELLS = 4096


@dataclass(frozen=True)
class SortedKind:
    """Scores of one kind, ascending, and who is on either side of each."""

    scores: ScoreArray
    first: NDArray[np.int32]
    second: NDArray[np.int32]

    @classmethod
    def of(cls, scores: ArrayLike, first: ArrayLike, second: ArrayLike) -> SortedKind:
        """Sort scores of comparisons with the people of each."""
        given = np.asarray(scores)
        order = np.argsort(given)
        sides = [np.asarray(side)[order].astype(np.int32) for side in (first, second)]
        return cls(given[order], sides[0], sides[1])


@dataclass(frozen=True)
class Replicates:
    """Operating points of each replicate; NaN where it drew no comparison of some kind."""

    false_non_match: Floats
    """At the threshold for each asked false match rate; shape (replicates, rates)."""
    thresholds: Floats
    """The lowest impostor score above which the asked rate is kept; shape (replicates, rates)."""
    equal_error: Floats
    """Shape (replicates,); the middle of the jump where both rates jump past each other."""


def resampled_points(
    genuine: SortedKind,
    impostor: SortedKind,
    *,
    rates: Sequence[float],
    subjects: int,
    replicates: int = REPLICATES,
    seed: int = 1,
) -> Replicates:
    """
    False non-match rates at asked false match rates, and equal error rates, of drawn people.

    In each replicate people are drawn with replacement; an impostor comparison counts as often as
    the product of how often both were drawn, a genuine one as often as its person was. The
    threshold is that of the replicate, so its own uncertainty is in what it gives.

    .. math:: FNMR* = sum_a w_a [s < T*] / sum_a w_a, T* = min T: FMR*(T) <= asked

    Args:
        genuine: sorted comparisons of people with themselves.
        impostor: sorted comparisons of two people, numbered as the genuine ones are.
        rates: asked false match rates.
        subjects: how many people there are; they are numbered from 0.
        replicates: how many times people are drawn.
        seed: which draws; the same seed, the same replicates, on any number of threads.
    Returns: the rates and thresholds of each replicate.
    Raises: MeaningError: one kind of score is missing.
    Example:
        >>> people = np.arange(50)
        >>> mates = SortedKind.of(people / 50 + 1.5, people, people)
        >>> others = SortedKind.of(people / 50, people, (people + 1) % 50)
        >>> drawn = resampled_points(mates, others, rates=[0.1], subjects=50, replicates=3)
        >>> drawn.false_non_match.tolist(), drawn.equal_error.tolist()
        ([[0.0], [0.0], [0.0]], [0.0, 0.0, 0.0])

    References: the draws are those of `bootstrap_rates`; to find thresholds anew in each replicate
    is the bootstrap of a statistic that is a function of the whole sample.
    """
    check_draws(replicates, seed)
    if not len(genuine.scores) or not len(impostor.scores):
        raise MeaningError(
            "one kind of score is missing, so nothing is to be drawn.", use="scores of both kinds"
        )
    edges = _edges(genuine.scores, impostor.scores)
    mates, others = (_cut(kind, edges, subjects) for kind in (genuine, impostor))
    for rate in rates:
        check_rate("false match rate", rate)
    asked = np.asarray(rates, np.float64)
    work = partial(_block, mates, others, asked, (subjects, seed))
    parts = side_by_side(work, range(-(-replicates // _LANES)))
    missed, at, equal = (np.concatenate(one)[:replicates] for one in zip(*parts, strict=True))
    return Replicates(missed, at, equal)


def _cut(kind: SortedKind, edges: ScoreArray, subjects: int) -> _Cut:
    """A kind with the ends of its cells; a genuine comparison counts its person once."""
    ends = np.append(np.searchsorted(kind.scores, edges, side="left"), len(kind.scores))
    second = kind.second
    if np.array_equal(kind.first, second):
        second = np.full_like(second, subjects)
    return kind.scores, kind.first, second, ends.astype(np.int64)


def _edges(genuine: ScoreArray, impostor: ScoreArray) -> ScoreArray:
    """Thresholds that cut either kind into cells of about equally many scores."""
    taken = []
    for scores in (genuine, impostor):
        cells = min(_MOST_CELLS // 2, max(1, len(scores) // _RUN))
        taken.append(scores[(np.arange(cells) * len(scores)) // cells])
    lowest = min(genuine[0], impostor[0])
    return np.unique(np.concatenate([*taken, [lowest]]))


def _weights(subjects: int, seed: int, block: int) -> Weights:
    """How often each person is drawn, one column a replicate; a last row of ones."""
    generator = np.random.Generator(np.random.Philox(key=seed, counter=[0, 0, block, 0]))
    drawn = generator.integers(subjects, size=(_LANES, subjects), dtype=np.int32)
    table = np.ones((subjects + 1, _LANES), np.float32)
    for lane in range(_LANES):
        table[:-1, lane] = np.bincount(drawn[lane], minlength=subjects)
    return table


def _block(
    mates: _Cut, others: _Cut, asked: Floats, drawn: tuple[int, int], block: int
) -> tuple[Floats, Floats, Floats]:
    """Everything of as many replicates as one pass serves; people and seed say which."""
    weights = _weights(*drawn, block)
    sums = (_sums(*mates[1:], weights), _sums(*others[1:], weights))
    missed = np.full((_LANES, len(asked)), np.nan)
    at = np.full((_LANES, len(asked)), np.nan)
    equal = np.full(_LANES, np.nan)
    for lane in range(_LANES):
        below, above = _totals(sums[0], sums[1], lane)
        if not below[-1] or not above[0]:
            continue
        weight = weights[:, lane].astype(np.float64)
        equal[lane] = _equal_error(mates, others, below, above, weight)
        for column, rate in enumerate(asked):
            at[lane, column], missed[lane, column] = _at_rate(
                mates, others, (below, above), weight, rate
            )
    return missed, at, equal


def _totals(mates: Floats, others: Floats, lane: int) -> tuple[Floats, Floats]:
    """Weight of mates below each cell, and of others in it and above; one more than cells."""
    below = np.concatenate([[0.0], np.cumsum(mates[:, lane])])
    above = np.concatenate([np.cumsum(others[::-1, lane])[::-1], [0.0]])
    return below, above


@compiled
def _sums(
    first: NDArray[np.int32], second: NDArray[np.int32], ends: Integers, weights: Weights
) -> Floats:
    """Weight of each cell in each replicate."""
    cells = len(ends) - 1
    sums = np.zeros((cells, _LANES))
    run = np.zeros(_LANES, np.float32)
    for cell in range(cells):
        for begin in range(ends[cell], ends[cell + 1], _RUN):
            run[:] = 0.0
            for row in range(begin, min(begin + _RUN, ends[cell + 1])):
                _add(run, weights[first[row]], weights[second[row]])
            for lane in range(_LANES):
                sums[cell, lane] += run[lane]
    return sums


@compiled
def _add(run: NDArray[np.float32], one: NDArray[np.float32], two: NDArray[np.float32]) -> None:
    """Add the weight of one comparison in each replicate."""
    for lane in range(_LANES):
        run[lane] += one[lane] * two[lane]


@compiled
def _at_rate(
    mates: _Cut, others: _Cut, totals: tuple[Floats, Floats], weight: Floats, rate: float
) -> tuple[float, float]:
    """The lowest impostor score that keeps a rate out, and the share of mates up to it."""
    scores, first, second, ends = others
    below, above = totals
    cell = len(ends) - 2
    while cell >= 0 and above[cell] / above[0] <= rate:
        cell -= 1
    if cell < 0:
        return -np.inf, 0.0
    matched, row = above[cell + 1], ends[cell + 1]
    while matched / above[0] <= rate:
        row -= 1
        matched += weight[first[row]] * weight[second[row]]
    missed, mate = below[cell], mates[3][cell]
    while mate < mates[3][cell + 1] and mates[0][mate] <= scores[row]:
        missed += weight[mates[1][mate]] * weight[mates[2][mate]]
        mate += 1
    return float(scores[row]), missed / below[-1]


@compiled
def _equal_error(mates: _Cut, others: _Cut, below: Floats, above: Floats, weight: Floats) -> float:
    """Where false matches stop to be at least as frequent as misses: the middle of that step."""
    cell = len(above) - 2
    while above[cell] / above[0] < below[cell] / below[-1]:
        cell -= 1
    matched, missed = above[cell], below[cell]
    after_match, after_miss = matched, missed
    row, mate = others[3][cell], mates[3][cell]
    last, last_mate = others[3][cell + 1], mates[3][cell + 1]
    while after_match / above[0] >= after_miss / below[-1] and (row < last or mate < last_mate):
        matched, missed = after_match, after_miss
        at = np.inf
        if row < last:
            at = others[0][row]
        if mate < last_mate and mates[0][mate] < at:
            at = mates[0][mate]
        while row < last and others[0][row] == at:
            after_match -= weight[others[1][row]] * weight[others[2][row]]
            row += 1
        while mate < last_mate and mates[0][mate] == at:
            after_miss += weight[mates[1][mate]] * weight[mates[2][mate]]
            mate += 1
    low = max(missed / below[-1], after_match / above[0])
    return float(0.5 * (low + min(matched / above[0], after_miss / below[-1])))
