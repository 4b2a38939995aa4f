"""Error rates by capture condition, at one threshold for all of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from misid.evaluation.rates import Kind, rate_note
from misid.evaluation.reading.pair_table import ScoreTable
from misid.evaluation.schema import ConditionNote, ConditionsNote, Measure, PointNote, RateNote


def by_condition(
    table: ScoreTable, kinds: tuple[Kind, Kind], point: PointNote, *, threshold: float
) -> ConditionsNote | None:
    """
    Misses and false matches under each condition.

    Args:
        table: all comparisons.
        kinds: the genuine and the impostor ones among them.
        point: what the threshold gives over all of them.
        threshold: a score at or above it is a match; the same for every condition.
    Returns: nothing where no column gives conditions.
    """
    condition = table.condition
    if condition is None:
        return None
    sides = []
    for kind in kinds:
        at, wrong = condition.at[table.genuine == kind.genuine], kind.wrong(threshold)
        places = (np.flatnonzero(at == label) for label in range(len(condition.labels)))
        sides.append([rate_note(wrong[rows], kind.pairs(rows)) for rows in places])
    return conditions_note(point, condition.labels, sides[0], sides[1])


def conditions_note(
    point: PointNote,
    labels: Sequence[str],
    missed: Sequence[RateNote],
    matched: Sequence[RateNote],
) -> ConditionsNote:
    """
    Rates by condition together.

    Args:
        point: what the threshold gives over all comparisons.
        labels: of the conditions.
        missed: the false non-match rate under each.
        matched: the false match rate under each.
    """
    sides: tuple[tuple[Measure, Sequence[RateNote]], ...] = (("FNMR", missed), ("FMR", matched))
    rows = [
        ConditionNote(measure=measure, condition=label, rate=rate)
        for measure, rates in sides
        for label, rate in zip(labels, rates, strict=True)
    ]
    return ConditionsNote(asked=point.asked, threshold=point.threshold, rows=tuple(rows))
