"""Error rates by group, by ordered pair of groups and by capture condition, at one threshold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from misid.arrays import Integers
from misid.evaluation.fairness import combined_notes, finite
from misid.evaluation.group_schema import (
    ApartNote,
    ConditionNote,
    ConditionsNote,
    DisparityIntervalNote,
    DisparityNote,
    GroupNote,
    GroupsNote,
    Over,
    OwnThresholdNote,
    RateName,
    RateNote,
    RatioNote,
)
from misid.evaluation.rates import ALL, ComparisonKind, TrialCounts, least
from misid.evaluation.reading.pair_table import Groups
from misid.evaluation.schema import PointNote
from misid.evaluation.set_apart import Compared, Looks
from misid.evaluation.streamed_groups import Tallied
from misid.measures import Comparisons, Rate, disparity, operating_point
from misid.measures.disparity import DisparityMeasure
from misid.measures.disparity_intervals import disparity_intervals
from misid.measures.gathered import Gathered, gathered
from misid.measures.group_covariance import MOST_CELLS, GroupCells, cell_rates, rate_ratio_interval
from misid.measures.intervals import Bounds


@dataclass(frozen=True)
class Labelled:
    """Comparisons or searches of one kind in memory, and the cell of each."""

    trials: TrialCounts
    labels: Sequence[str]
    at: Integers
    over: Over = "groups"

    @classmethod
    def of(cls, trials: TrialCounts, side: Groups, other: Groups | None = None) -> Labelled:
        """By the label on one side, or by those on both."""
        if other is None:
            return cls(trials, side.labels, side.at)
        return cls(trials, side.labels, side.at * len(side.labels) + other.at, "pairs")

    @property
    def measure(self) -> RateName:
        """The rate of their errors."""
        return self.trials.measure

    @property
    def size(self) -> int:
        """How many cells there are."""
        return len(self.labels) ** (2 if self.over == "pairs" else 1)

    def notes(self, threshold: float) -> list[RateNote]:
        """The rate of each cell at a threshold, those without trials included."""
        return self.trials.rates(threshold, _rows_of(self.at, self.size))

    def cells(self, threshold: float) -> GroupCells:
        """The same together, with what shared people add."""
        subjects = self.trials.subjects
        return cell_rates(
            self.trials.wrong(threshold), self.at, size=self.size, subjects=subjects
        )  # fmt: skip

    def gathered(self, threshold: float) -> Gathered:
        """Errors of each cell, and how they gather on people and records."""
        return gathered(
            self.trials.wrong(threshold),
            self.at,
            size=self.size,
            subjects=self.trials.subjects,
            records=self.trials.records,
        )


ByLabel = Labelled | Tallied
"""One rate by label, or by ordered pair of labels: each of them is a cell."""


def _rows_of(cell: Integers, size: int) -> list[Integers]:
    """The rows of each cell."""
    order = np.argsort(cell, kind="stable")
    ends = np.searchsorted(cell[order], np.arange(size + 1))
    return [order[begin:end] for begin, end in pairwise(ends)]


def groups_note(parts: Sequence[ByLabel], point: PointNote, looks: Looks) -> GroupsNote:
    """
    Rates by group together: how far they lie apart, and which groups are told apart.

    Args:
        parts: of comparisons misses by group, false matches by group, and by pair where that is
            known; of searches false positives and misses.
        point: what the threshold gives over everybody.
        looks: that threshold, the same for every group; and others, where it has too few errors
            to compare groups.
    """
    cells = [part.cells(looks.main.threshold) for part in parts]
    names = [cell_names(part.labels, part.over) for part in parts]
    apart = [
        Compared(part.measure, part.over, named, part.gathered).apart(looks)
        for part, named in zip(parts, names, strict=True)
    ]
    compared = parts[0].measure == "FNMR"
    return GroupsNote(
        asked=point.asked,
        threshold=point.threshold,
        rows=tuple(
            row
            for part, rates in zip(parts, cells, strict=True)
            for row in _rows(part, rates if compared else None, looks.main.threshold)
        ),
        disparities=tuple(map(_disparity, apart, cells, names)),
        apart=tuple(apart),
        combined=combined_notes(cells[1], cells[0]) if compared else (),
    )


def conditions_note(parts: Sequence[ByLabel], point: PointNote, threshold: float) -> ConditionsNote:
    """
    Rates by capture condition together.

    Args:
        parts: both rates by condition.
        point: what the threshold gives over all of them.
        threshold: the same for every condition.
    """
    return ConditionsNote(
        asked=point.asked,
        threshold=point.threshold,
        rows=tuple(
            ConditionNote(measure=part.measure, condition=label, rate=rate)
            for part in parts
            for label, rate in zip(part.labels, part.notes(threshold), strict=True)
        ),
    )


def _rows(part: ByLabel, cells: GroupCells | None, threshold: float) -> list[GroupNote]:
    """One row a cell; with its ratio to the reference, where `cells` are given."""
    names: list[tuple[str, str | None]] = [(label, None) for label in part.labels]
    if part.over == "pairs":
        names = [(one, two) for one in part.labels for two in part.labels]
    ratios = [None] * len(names) if cells is None else _ratios(cells)
    return [
        GroupNote(measure=part.measure, group=one, other=two, rate=note, over_reference=ratio)
        for (one, two), note, ratio in zip(names, part.notes(threshold), ratios, strict=True)
    ]


def cell_names(labels: Sequence[str], over: Over) -> list[str]:
    """
    The names of groups, or of ordered pairs of them.

    Example:
        >>> cell_names(["A", "B"], "pairs")
        ['A against A', 'A against B', 'B against A', 'B against B']
    """
    if over == "groups":
        return list(labels)
    return [_pair_name(one, two) for one in labels for two in labels]


def cell_name(row: GroupNote) -> str:
    """The name of a group, or of both of a pair."""
    return row.group if row.other is None else _pair_name(row.group, row.other)


def _pair_name(one: str, other: str) -> str:
    return f"{one} against {other}"


def _reference(rates: Sequence[Rate]) -> int:
    """
    The cell with most trials, the first of several.

    It is not chosen by its rate, so that the interval of a ratio to it holds as it says.
    """
    return max(range(len(rates)), key=lambda at: rates[at].trials)


def _ratios(cells: GroupCells) -> list[RatioNote | None]:
    """The rate of each cell over that of the reference."""
    under, rates = _reference(cells.rates), cells.rates
    few = len(rates) <= MOST_CELLS
    return [_ratio(cells, at, under) if few and at != under else None for at in range(len(rates))]


def _ratio(cells: GroupCells, over: int, under: int) -> RatioNote | None:
    bounds = rate_ratio_interval(cells, over, under)
    if bounds is None:
        return None
    above, below = (cells.rates[at].value or 0.0 for at in (over, under))
    return RatioNote(
        ratio=above / below if below else None,
        low=bounds.low,
        high=finite(bounds.high),
        is_bound=bounds.is_bound,
    )


def _disparity(apart: ApartNote, cells: GroupCells, names: Sequence[str]) -> DisparityNote:
    found, intervals = disparity(cells.rates), disparity_intervals(cells)
    reference, is_here = _reference(cells.rates), apart.at_asked
    return DisparityNote(
        measure=apart.measure,
        over=apart.over,
        cells=found.cells,
        without_errors=found.without_errors,
        told_apart=is_here and apart.told_apart,
        largest=apart.highest if is_here else None,
        smallest=apart.lowest if is_here else None,
        max_over_min=found.max_over_min,
        max_over_min_at_least=_least(intervals, "max_over_min", found.max_over_min),
        max_over_mean=found.max_over_mean,
        max_over_geometric_mean=found.max_over_geometric_mean,
        max_over_geometric_mean_at_least=_least(
            intervals, "max_over_geometric_mean", found.max_over_geometric_mean
        ),
        spread=found.spread,
        gini=found.gini,
        intervals=tuple(
            DisparityIntervalNote(
                measure=name, low=bounds.low, high=finite(bounds.high), is_bound=bounds.is_bound
            )
            for name, bounds in intervals.items()
        ),
        reference=names[reference] if cells.rates[reference].trials else None,
    )


def _least(
    intervals: dict[DisparityMeasure, Bounds], name: DisparityMeasure, value: float | None
) -> float | None:
    """What a ratio without a value is at least: the lower end of its interval."""
    return intervals[name].low if value is None and name in intervals else None


def own_thresholds(
    genuine: ComparisonKind,
    impostor: ComparisonKind,
    *,
    asked: float,
    shown: Callable[[float], float],
) -> tuple[OwnThresholdNote, ...]:
    """
    A threshold for each group, set for the asked false match rate on its own comparisons alone.

    Args:
        genuine: comparisons of one person.
        impostor: comparisons of two people; those with the group on side a are its own.
        asked: the false match rate.
        shown: a threshold on the scale of the file.
    Returns: one for each group that has comparisons of both kinds.
    """
    if genuine.group_a is None or impostor.group_a is None:
        return ()
    size = len(impostor.group_a.labels)
    sides = zip(
        impostor.group_a.labels,
        *(_rows_of(one.at, size) for one in (genuine.group_a, impostor.group_a)),
        strict=True,
    )
    return tuple(
        _own(label, genuine.take(mates), impostor.take(others), asked, shown)
        for label, mates, others in sides
        if len(mates) and len(others)
    )


def _own(
    label: str,
    genuine: ComparisonKind,
    impostor: ComparisonKind,
    asked: float,
    shown: Callable[[float], float],
) -> OwnThresholdNote:
    scores = Comparisons.of(genuine.scores, impostor.scores)
    found = operating_point(scores, false_match_rate=asked)
    matched, missed = (kind.rates(found.threshold, [ALL])[0] for kind in (impostor, genuine))
    return OwnThresholdNote(
        group=label,
        threshold=shown(found.threshold),
        fmr=matched,
        fnmr=missed,
        resolved=asked >= least(matched.trials),
    )
