"""Intervals that allow for a threshold being found in the same comparisons as its errors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from misid.measures import Bounds, Comparisons, bootstrap_interval
from misid.measures.cells import Cells, cell_rates
from misid.measures.operating import equal_error_interval, miss_interval, trade_off_slope
from misid.measures.resampling import SortedKind, resampled_points
from misid.measures.subjects import numbered
from misid.scorefiles.rates import Kind
from misid.scorefiles.schema import AnewMethod, AnewNote
from misid.scorefiles.table import Integers

Notes = tuple[AnewNote, ...]


class Anew:
    """Both kinds of comparisons, ready for thresholds that are found in them."""

    def __init__(self, genuine: Kind, impostor: Kind) -> None:
        """Sort the scores; people are numbered alike on both sides."""
        self.kinds = (genuine, impostor)
        self.scores = Comparisons.of(genuine.scores, impostor.scores)
        self.cell = np.repeat([0, 1], [len(genuine.scores), len(impostor.scores)])
        self.subjects = _together(genuine, impostor)

    def at_rate(self, threshold: float) -> Bounds | None:
        """Of the false non-match rate at the false match rate that a threshold has."""
        slope = trade_off_slope(self.scores, threshold=threshold)
        return miss_interval(self._cells(threshold), slope)

    def at_equal_error(self, threshold: float) -> Bounds | None:
        """Of the equal error rate, at the threshold where both rates meet."""
        slope = trade_off_slope(self.scores, threshold=threshold)
        return equal_error_interval(self._cells(threshold), slope)

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

    def _cells(self, threshold: float) -> Cells:
        """Misses and false matches at a threshold, with what people add to both."""
        if self.subjects is None:
            found = (self.scores.false_non_match(threshold), self.scores.false_match(threshold))
            return Cells(found, None, None)
        wrong = np.concatenate([kind.wrong(threshold) for kind in self.kinds])
        return cell_rates(wrong, self.cell, size=2, subjects=self.subjects)


def _together(genuine: Kind, impostor: Kind) -> tuple[Integers, Integers] | None:
    if genuine.subjects is None or impostor.subjects is None:
        return None
    first, second = (
        np.concatenate(sides) for sides in zip(genuine.subjects, impostor.subjects, strict=True)
    )
    return first, second


def anew_notes(sloped: Bounds | None, drawn: Bounds | None) -> Notes:
    """Those intervals that there are, the one that is shown first."""
    both: tuple[tuple[AnewMethod, Bounds | None], ...] = (("slope", sloped), ("bootstrap", drawn))
    return tuple(
        AnewNote(method=method, low=bounds.low, high=bounds.high)
        for method, bounds in both
        if bounds is not None
    )
