"""Error rates by group and by ordered pair of groups, at one threshold for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from misid.measures import Comparisons, Rate, disparity, operating_point, upper_limit
from misid.measures.cells import MOST_CELLS, Cells, cell_rates, rate_ratio_interval
from misid.measures.disparity import Name
from misid.measures.disparity_intervals import disparity_intervals
from misid.measures.intervals import Bounds
from misid.scorefiles.combined import combined_notes, finite
from misid.scorefiles.rates import Kind, rate_note
from misid.scorefiles.schema import (
    DisparityIntervalNote,
    DisparityNote,
    GroupNote,
    GroupsNote,
    Measure,
    OwnThresholdNote,
    PointNote,
    RateNote,
    RatioNote,
)
from misid.scorefiles.table import Groups, Integers


@dataclass(frozen=True)
class Part:
    """One rate, by group or by pair: the rows, their rates together, and what they differ."""

    rows: tuple[GroupNote, ...]
    cells: Cells
    intervals: dict[Name, Bounds]


def by_group(
    genuine: Kind, impostor: Kind, point: PointNote, *, threshold: float
) -> GroupsNote | None:
    """
    Rates of each group: misses by the person's group, false matches by that of side a and by pair.

    Args:
        genuine: comparisons of one person.
        impostor: comparisons of two people.
        point: what the threshold gives over everybody.
        threshold: a score at or above it is a match; the same for every group.
    Returns: nothing where no column gives groups.
    """
    if genuine.group_a is None or impostor.group_a is None:
        return None
    parts = [
        _part("FNMR", genuine, threshold, genuine.group_a, None),
        _part("FMR", impostor, threshold, impostor.group_a, None),
    ]
    if impostor.group_b is not None:
        parts.append(_part("FMR", impostor, threshold, impostor.group_a, impostor.group_b))
    return groups_note(parts, point)


def groups_note(parts: Sequence[Part], point: PointNote) -> GroupsNote:
    """
    Rates by group together.

    Args:
        parts: misses by group, false matches by group, and by pair where that is known.
        point: what the threshold gives over everybody.
    """
    return GroupsNote(
        asked=point.asked,
        threshold=point.threshold,
        rows=tuple(row for part in parts for row in part.rows),
        disparities=tuple(map(_disparity, parts)),
        combined=combined_notes(parts[1].cells, parts[0].cells),
    )


def _part(
    measure: Measure, kind: Kind, threshold: float, side: Groups, other: Groups | None
) -> Part:
    """One row for each group or ordered pair, those without comparisons included."""
    wrong = kind.wrong(threshold)
    labels = side.labels
    cell = side.at if other is None else side.at * len(labels) + other.at
    size = len(labels) if other is None else len(labels) ** 2
    cells = cell_rates(wrong, cell, size=size, subjects=kind.subjects)
    notes = [rate_note(wrong[rows], kind.pairs(rows)) for rows in _rows_of(cell, size)]
    return part_of(measure, labels, cells, notes, pairs=other is not None)


def part_of(
    measure: Measure,
    labels: Sequence[str],
    cells: Cells,
    notes: Sequence[RateNote],
    *,
    pairs: bool,
) -> Part:
    """
    One rate by group, or by ordered pair of groups.

    Args:
        measure: which rate.
        labels: of the groups.
        cells: the rate of each of them, or of each pair.
        notes: the same with intervals.
        pairs: whether they are of pairs.
    """
    names: list[tuple[str, str | None]] = [(label, None) for label in labels]
    if pairs:
        names = [(one, two) for one in labels for two in labels]
    rows = tuple(
        GroupNote(measure=measure, group=one, other=two, rate=note, over_reference=ratio)
        for (one, two), note, ratio in zip(names, notes, _ratios(cells), strict=True)
    )
    return Part(rows, cells, disparity_intervals(cells))


def _rows_of(cell: Integers, size: int) -> list[Integers]:
    """The rows of each cell."""
    order = np.argsort(cell, kind="stable")
    ends = np.searchsorted(cell[order], np.arange(size + 1))
    return [order[begin:end] for begin, end in pairwise(ends)]


def _reference(rates: Sequence[Rate]) -> int:
    """
    The cell with most comparisons, the first of several.

    It is not chosen by its rate, so that the interval of a ratio to it holds as it says.
    """
    return max(range(len(rates)), key=lambda at: rates[at].trials)


def _ratios(cells: Cells) -> list[RatioNote | None]:
    """The rate of each cell over that of the reference."""
    under, rates = _reference(cells.rates), cells.rates
    few = len(rates) <= MOST_CELLS
    return [_ratio(cells, at, under) if few and at != under else None for at in range(len(rates))]


def _ratio(cells: Cells, over: int, under: int) -> RatioNote | None:
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


def _disparity(part: Part) -> DisparityNote:
    rows = part.rows
    found = disparity(part.cells.rates)
    over: Literal["groups", "pairs"] = "groups" if rows[0].other is None else "pairs"
    reference = rows[_reference(part.cells.rates)]
    return DisparityNote(
        measure=rows[0].measure,
        over=over,
        cells=found.cells,
        without_errors=found.without_errors,
        largest=None if found.largest is None else cell_name(rows[found.largest]),
        smallest=None if found.smallest is None else cell_name(rows[found.smallest]),
        max_over_min=found.max_over_min,
        max_over_min_at_least=_least(part, "max_over_min", found.max_over_min),
        max_over_mean=found.max_over_mean,
        max_over_geometric_mean=found.max_over_geometric_mean,
        max_over_geometric_mean_at_least=_least(
            part, "max_over_geometric_mean", found.max_over_geometric_mean
        ),
        spread=found.spread,
        gini=found.gini,
        intervals=tuple(
            DisparityIntervalNote(measure=name, low=bounds.low, high=finite(bounds.high))
            for name, bounds in part.intervals.items()
        ),
        reference=cell_name(reference) if reference.rate.trials else None,
    )


def _least(part: Part, name: Name, value: float | None) -> float | None:
    """What a ratio without a value is at least: the lower end of its interval."""
    if value is not None or name not in part.intervals:
        return None
    return part.intervals[name].low


def cell_name(row: GroupNote) -> str:
    """The name of a group, or of both of a pair."""
    return row.group if row.other is None else f"{row.group} against {row.other}"


def own_thresholds(
    genuine: Kind, impostor: Kind, *, asked: float, shown: Callable[[float], float]
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
    label: str, genuine: Kind, impostor: Kind, asked: float, shown: Callable[[float], float]
) -> OwnThresholdNote:
    scores = Comparisons.of(genuine.scores, impostor.scores)
    found = operating_point(scores, false_match_rate=asked)
    matched, missed = (
        rate_note(kind.wrong(found.threshold), kind.pairs()) for kind in (impostor, genuine)
    )
    return OwnThresholdNote(
        group=label,
        threshold=shown(found.threshold),
        fmr=matched,
        fnmr=missed,
        resolved=asked >= (upper_limit(Rate(0, matched.trials)) or 1.0),
    )
