"""FDR, INEQ and GARBE of the groups of a file, with their intervals."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from misid.arrays import Floats
from misid.evaluation.group_schema import CombinedNote
from misid.measures.disparity_intervals import disparity_intervals
from misid.measures.fairness import (
    WEIGHT,
    FairnessMeasure,
    fairness_discrepancy_rate,
    fairness_intervals,
    gini_aggregation_rate,
    inequity_rate,
)
from misid.measures.group_covariance import GroupCells
from misid.measures.intervals import CONFIDENCE

_FIGURES: tuple[tuple[FairnessMeasure, Callable[..., Floats]], ...] = (
    ("FDR", fairness_discrepancy_rate),
    ("INEQ", inequity_rate),
    ("GARBE", gini_aggregation_rate),
)


def combined_notes(
    false_match: GroupCells, false_non_match: GroupCells
) -> tuple[CombinedNote, ...]:
    """
    The three figures, both error rates weighing alike.

    Args:
        false_match: false match rates by group.
        false_non_match: false non-match rates of the same groups, in the same order.
    Returns: nothing where fewer than two groups have comparisons of both kinds.
    """
    both = zip(false_match.rates, false_non_match.rates, strict=True)
    kept = np.array([at for at, pair in enumerate(both) if all(one.trials for one in pair)], int)
    if len(kept) < 2:
        return ()
    sides = [side.take(kept) for side in (false_match, false_non_match)]
    rates = [[rate.count / rate.trials for rate in side.rates] for side in sides]
    at_once = (1.0 + CONFIDENCE) / 2.0
    bounds = fairness_intervals(*(disparity_intervals(side, confidence=at_once) for side in sides))
    notes = []
    for name, figure in _FIGURES:
        value = finite(float(figure(*rates)))
        known = bounds.get(name) if value is not None else None
        notes.append(
            CombinedNote(
                name=name,
                weight=WEIGHT,
                value=value,
                low=None if known is None else known.low,
                high=None if known is None else finite(known.high),
            )
        )
    return tuple(notes)


def finite(value: float) -> float | None:
    """A number; nothing where it is infinite or no number."""
    return value if math.isfinite(value) else None
