"""Error rates by group and by ordered pair of groups, at one threshold for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import numpy as np

from misid.measures import Rate, disparity
from misid.scorefiles.rates import Kind, rate_note
from misid.scorefiles.schema import DisparityNote, GroupNote, GroupsNote, Measure, PointNote
from misid.scorefiles.table import Groups, Integers


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
        _rates("FNMR", genuine, threshold, genuine.group_a, None),
        _rates("FMR", impostor, threshold, impostor.group_a, None),
    ]
    if impostor.group_b is not None:
        parts.append(_rates("FMR", impostor, threshold, impostor.group_a, impostor.group_b))
    return GroupsNote(
        asked=point.asked,
        threshold=point.threshold,
        rows=tuple(row for part in parts for row in part),
        disparities=tuple(map(_disparity, parts)),
    )


def _rates(
    measure: Measure, kind: Kind, threshold: float, side: Groups, other: Groups | None
) -> list[GroupNote]:
    """One row for each group or ordered pair, those without comparisons included."""
    wrong = kind.wrong(threshold)
    labels = side.labels
    cell = side.at if other is None else side.at * len(labels) + other.at
    names: list[tuple[str, str | None]] = [(label, None) for label in labels]
    if other is not None:
        names = [(one, two) for one in labels for two in labels]
    return [
        GroupNote(
            measure=measure,
            group=names[index][0],
            other=names[index][1],
            rate=rate_note(wrong[rows], kind.pairs(rows)),
        )
        for index, rows in enumerate(_rows_of(cell, len(names)))
    ]


def _rows_of(cell: Integers, size: int) -> list[Integers]:
    """The rows of each cell."""
    order = np.argsort(cell, kind="stable")
    ends = np.searchsorted(cell[order], np.arange(size + 1))
    return [order[begin:end] for begin, end in pairwise(ends)]


def _disparity(rows: Sequence[GroupNote]) -> DisparityNote:
    found = disparity([Rate(row.rate.count, row.rate.trials) for row in rows])
    over: Literal["groups", "pairs"] = "groups" if rows[0].other is None else "pairs"
    return DisparityNote(
        measure=rows[0].measure,
        over=over,
        cells=found.cells,
        without_errors=found.without_errors,
        largest=None if found.largest is None else cell_name(rows[found.largest]),
        smallest=None if found.smallest is None else cell_name(rows[found.smallest]),
        max_over_min=found.max_over_min,
        max_over_min_at_least=found.max_over_min_at_least,
        max_over_mean=found.max_over_mean,
        max_over_geometric_mean=found.max_over_geometric_mean,
        max_over_geometric_mean_at_least=found.max_over_geometric_mean_at_least,
        spread=found.spread,
        gini=found.gini,
    )


def cell_name(row: GroupNote) -> str:
    """The name of a group, or of both of a pair."""
    return row.group if row.other is None else f"{row.group} against {row.other}"
