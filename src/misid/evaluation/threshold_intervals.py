"""Intervals that allow for a threshold being found in the same comparisons as its errors."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from misid.arrays import Integers
from misid.evaluation.rates import ComparisonKind
from misid.evaluation.schema import AnewMethod, AnewNote
from misid.measures import (
    Bounds,
    Comparisons,
    Curve,
    Pairs,
    ThresholdRates,
    bootstrap_interval,
    clopper_pearson,
)
from misid.measures.bootstrap import SortedKind, resampled_points
from misid.measures.by_person import people_bound
from misid.measures.group_covariance import GroupCells, cell_rates
from misid.measures.intervals import CONFIDENCE
from misid.measures.score_counts import ScoreArray, distinct
from misid.measures.subject_intervals import numbered
from misid.measures.threshold_uncertainty import (
    Levels,
    equal_error_interval,
    false_match_reach,
    miss_interval,
    trade_off_slope,
)

Notes = tuple[AnewNote, ...]


class Anew:
    """Both kinds of comparisons, ready for thresholds that are found in them."""

    def __init__(self, genuine: ComparisonKind, impostor: ComparisonKind) -> None:
        """Sort the scores; people are numbered alike on both sides."""
        self.kinds = (genuine, impostor)
        self.scores = Comparisons.of(genuine.scores, impostor.scores)
        self.cell = np.repeat([0, 1], [len(genuine.scores), len(impostor.scores)])
        self.subjects = _together(genuine, impostor)

    def at_rate(self, threshold: float, asked: float) -> Bounds | None:
        """Of the false non-match rate at an asked false match rate, which set a threshold."""
        cells = self._cells(threshold)
        reach = false_match_reach(cells, asked)
        if reach is None:
            return self._bound(asked)
        return miss_interval(cells, Levels.of(self.scores, low=reach[0], high=reach[1]), asked)

    def at_equal_error(self, threshold: float) -> Bounds | None:
        """Of the equal error rate, at the threshold where both rates meet."""
        slope = trade_off_slope(self.scores, threshold=threshold)
        return equal_error_interval(self._cells(threshold), slope) or self._meeting(threshold)

    def _bound(self, asked: float) -> Bounds:
        """Misses at thresholds whose false match rates are surely above and below an asked one."""
        numbers = distinct(self.scores.impostor)
        strict = _first(numbers, lambda at: self._ends(1, at).high <= asked)
        lenient = _first(numbers, lambda at: self._ends(1, at).low <= asked)
        low = 0.0 if not lenient else self._ends(0, float(numbers[lenient - 1])).low
        high = 1.0 if strict == len(numbers) else self._ends(0, float(numbers[strict])).high
        return Bounds(low, high, is_bound=True)

    def _meeting(self, threshold: float) -> Bounds:
        """The equal error rate lies between both rates at any threshold."""
        ends = [self._ends(kind, threshold) for kind in (0, 1)]
        low, high = min(one.low for one in ends), max(one.high for one in ends)
        return Bounds(low, high, is_bound=True)

    def _ends(self, kind: int, threshold: float) -> Bounds:
        """What one of the rates can be at a threshold, together with the other at 95 %."""
        both, pairs = (1.0 + CONFIDENCE) / 2.0, self._pairs[kind]
        if pairs is None:
            rates = (self.scores.false_non_match, self.scores.false_match)
            found = clopper_pearson(rates[kind](threshold), confidence=both)
        else:
            errors = pairs.errors(self.kinds[kind].wrong(threshold))
            found = people_bound(pairs.by_person(errors), confidence=both)
        return found or Bounds(0.0, 1.0, is_bound=True)

    @cached_property
    def _pairs(self) -> tuple[Pairs | None, Pairs | None]:
        return self.kinds[0].pairs(), self.kinds[1].pairs()

    def drawn(
        self, rates: Sequence[float], *, replicates: int, seed: int
    ) -> tuple[list[Bounds | None], Bounds | None]:
        """The same by the bootstrap, of each asked rate and of the equal error rate."""
        if self.subjects is None or not replicates:
            return [None] * len(rates), None
        people = numbered(np.concatenate(self.subjects))[1].reshape(2, -1)
        mates = len(self.kinds[0].scores)
        genuine, impostor = (
            SortedKind.of(kind.scores, *people[:, rows])
            for kind, rows in zip(self.kinds, (slice(mates), slice(mates, None)), strict=True)
        )
        found = resampled_points(
            genuine,
            impostor,
            rates=rates,
            subjects=int(people.max()) + 1,
            replicates=replicates,
            seed=seed,
        )
        each = [bootstrap_interval(column) for column in found.false_non_match.T]
        return each, bootstrap_interval(found.equal_error)

    def _cells(self, threshold: float) -> GroupCells:
        """Misses and false matches at a threshold, with what people add to both."""
        if self.subjects is None:
            found = (self.scores.false_non_match(threshold), self.scores.false_match(threshold))
            return GroupCells(found, None, None)
        wrong = np.concatenate([kind.wrong(threshold) for kind in self.kinds])
        return cell_rates(wrong, self.cell, size=2, subjects=self.subjects)


def _first(numbers: ScoreArray, holds: Callable[[float], bool]) -> int:
    """The place of the first number from which on something holds; how many there are if none."""
    return bisect_left(range(len(numbers)), True, key=lambda at: holds(float(numbers[at])))


def _together(
    genuine: ComparisonKind, impostor: ComparisonKind
) -> tuple[Integers, Integers] | None:
    if genuine.subjects is None or impostor.subjects is None:
        return None
    first, second = (
        np.concatenate(sides) for sides in zip(genuine.subjects, impostor.subjects, strict=True)
    )
    return first, second


def counted_interval(curve: Curve, point: ThresholdRates) -> Bounds | None:
    """The same from counts alone, comparisons taken as independent."""
    cells = GroupCells((point.false_non_match, point.false_match), None, None)
    return miss_interval(cells, Levels(curve.false_match, curve.false_non_match), point.asked)


def anew_notes(found: Bounds | None, drawn: Bounds | None) -> Notes:
    """Those intervals that there are, the one that is shown first."""
    shown: AnewMethod = "people" if found is not None and found.is_bound else "slope"
    both: tuple[tuple[AnewMethod, Bounds | None], ...] = ((shown, found), ("bootstrap", drawn))
    return tuple(
        AnewNote(method=method, low=bounds.low, high=bounds.high, is_bound=bounds.is_bound)
        for method, bounds in both
        if bounds is not None
    )
