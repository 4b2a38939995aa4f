"""Error rates by group and by ordered pair of groups, at one threshold for all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from misid.evaluation.fairness import combined_notes, finite
from misid.evaluation.rates import Kind, rate_note
from misid.evaluation.reading.pair_table import Groups, Integers
from misid.evaluation.schema import (
    ApartNote,
    DisparityIntervalNote,
    DisparityNote,
    GroupNote,
    GroupsNote,
    Measure,
    Over,
    OwnThresholdNote,
    PointNote,
    RateNote,
    RatioNote,
)
from misid.evaluation.set_apart import Compared, Looks
from misid.measures import Comparisons, Rate, disparity, operating_point, upper_limit
from misid.measures.disparity import Name
from misid.measures.disparity_intervals import disparity_intervals
from misid.measures.gathered import Gathered, gathered
from misid.measures.group_covariance import MOST_CELLS, Cells, cell_rates, rate_ratio_interval
from misid.measures.intervals import Bounds


@dataclass(frozen=True)
class Part:
    """One rate, by group or by pair: the rows, their rates together, and what they differ."""

    rows: tuple[GroupNote, ...]
    cells: Cells
    intervals: dict[Name, Bounds]
    apart: ApartNote


def by_group(genuine: Kind, impostor: Kind, point: PointNote, looks: Looks) -> GroupsNote | None:
    """
    Rates of each group: misses by the person's group, false matches by that of side a and by pair.

    Args:
        genuine: comparisons of one person.
        impostor: comparisons of two people.
        point: what the threshold gives over everybody.
        looks: that threshold, a score at or above which is a match, the same for every group; and
            others, where that has too few errors to compare groups.
    Returns: nothing where no column gives groups.
    """
    if genuine.group_a is None or impostor.group_a is None:
        return None
    parts = [
        _part("FNMR", genuine, looks, genuine.group_a, None),
        _part("FMR", impostor, looks, impostor.group_a, None),
    ]
    if impostor.group_b is not None:
        parts.append(_part("FMR", impostor, looks, impostor.group_a, impostor.group_b))
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
        apart=tuple(part.apart for part in parts),
        combined=combined_notes(parts[1].cells, parts[0].cells),
    )


def _part(measure: Measure, kind: Kind, looks: Looks, side: Groups, other: Groups | None) -> Part:
    """One row for each group or ordered pair, those without comparisons included."""
    wrong = kind.wrong(looks.main.threshold)
    labels = side.labels
    cell = side.at if other is None else side.at * len(labels) + other.at
    size = len(labels) if other is None else len(labels) ** 2
    cells = cell_rates(wrong, cell, size=size, subjects=kind.subjects)
    notes = [rate_note(wrong[rows], kind.pairs(rows)) for rows in _rows_of(cell, size)]

    def gather(threshold: float) -> Gathered:
        return gathered(kind.wrong(threshold), cell, size=size, subjects=kind.subjects)

    over: Over = "groups" if other is None else "pairs"
    compared = Compared(measure, over, cell_names(labels, over), gather)
    return part_of(compared, labels, cells, notes, looks)


def part_of(
    compared: Compared,
    labels: Sequence[str],
    cells: Cells,
    notes: Sequence[RateNote],
    looks: Looks,
) -> Part:
    """
    One rate by group, or by ordered pair of groups.

    Args:
        compared: which rate, and the errors of each cell at any threshold.
        labels: of the groups.
        cells: the rate of each of them, or of each pair.
        notes: the same with intervals.
        looks: thresholds at which cells may be compared.
    """
    names: list[tuple[str, str | None]] = [(label, None) for label in labels]
    if compared.over == "pairs":
        names = [(one, two) for one in labels for two in labels]
    rows = tuple(
        GroupNote(measure=compared.measure, group=one, other=two, rate=note, over_reference=ratio)
        for (one, two), note, ratio in zip(names, notes, _ratios(cells), strict=True)
    )
    return Part(rows, cells, disparity_intervals(cells), compared.apart(looks))


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
    rows, apart = part.rows, part.apart
    found = disparity(part.cells.rates)
    reference = rows[_reference(part.cells.rates)]
    is_here = apart.at_asked
    return DisparityNote(
        measure=apart.measure,
        over=apart.over,
        cells=found.cells,
        without_errors=found.without_errors,
        told_apart=is_here and apart.told_apart,
        largest=apart.highest if is_here else None,
        smallest=apart.lowest if is_here else None,
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
            DisparityIntervalNote(
                measure=name, low=bounds.low, high=finite(bounds.high), is_bound=bounds.is_bound
            )
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
    return row.group if row.other is None else _pair_name(row.group, row.other)


def _pair_name(one: str, other: str) -> str:
    return f"{one} against {other}"


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
