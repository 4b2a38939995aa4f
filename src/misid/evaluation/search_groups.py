"""Error rates of searches by group and by size of the gallery, at one threshold for all."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, Literal

import numpy as np

from misid.errors import MeaningError
from misid.evaluation.identification_schema import (
    GalleryNote,
    GrowthNote,
    SearchConditionNote,
    SearchConditionsNote,
    SearchGroupNote,
    SearchGroupsNote,
    SearchPointNote,
)
from misid.evaluation.reading.pair_table import Groups
from misid.evaluation.reading.search_table import Flags, Integers, SearchTable
from misid.evaluation.schema import ApartNote, DisparityIntervalNote, DisparityNote, RateNote
from misid.evaluation.search_words import growth_sentence
from misid.evaluation.set_apart import Compared, Looks
from misid.evaluation.trials import Mated, NonMated
from misid.measures import disparity
from misid.measures.disparity import Name
from misid.measures.disparity_intervals import disparity_intervals
from misid.measures.gathered import Gathered, gathered
from misid.measures.group_covariance import Cells, cell_rates
from misid.measures.growth import growth_exponent

_Measure = Literal["FPIR", "FNIR"]
_MEASURES: tuple[_Measure, ...] = ("FPIR", "FNIR")
_RATIOS: tuple[Name, ...] = ("max_over_min", "max_over_geometric_mean")
"""These have no value where some group has no errors."""


def by_group(
    table: SearchTable, others: NonMated, own: Mated, point: SearchPointNote, *, looks: Looks
) -> SearchGroupsNote | None:
    """
    Rates by the group of the person who is searched for.

    Args:
        table: all searches.
        others: those for people who are not enrolled.
        own: those for enrolled people.
        point: what the threshold gives over everybody.
        looks: that threshold, at or above which a candidate is returned, the same for every
            group; and others, where that has too few errors to compare groups.
    Returns: nothing where no column gives groups.
    """
    if table.group is None:
        return None
    labels, threshold = table.group.labels, looks.main.threshold
    at = {"FPIR": table.group.at[~table.mated], "FNIR": table.group.at[table.mated]}
    sides: dict[_Measure, _Side] = {
        "FPIR": _Side(at["FPIR"], others.people, lambda at: others.top >= at, others.records),
        "FNIR": _Side(at["FNIR"], own.people, lambda at: own.found.scores < at),
    }
    apart = {one: _apart(one, labels, sides[one], looks) for one in _MEASURES}
    return SearchGroupsNote(
        asked=point.asked,
        threshold=point.threshold,
        rows=tuple(
            SearchGroupNote(measure=measure, group=label, rate=rate)
            for measure, label, rate in _rates(table, table.group, others, own, threshold)
        ),
        disparities=tuple(
            _disparity(apart[one], labels, sides[one].cells(len(labels), threshold))
            for one in _MEASURES
        ),
        apart=tuple(apart.values()),
    )


@dataclass(frozen=True)
class _Side:
    """Searches of one kind: the group of each, who is searched for, and what makes it wrong."""

    at: Integers
    people: Integers
    wrong: Callable[[float], Flags]
    records: Integers | None = None

    def cells(self, size: int, threshold: float) -> Cells:
        """Rates by group."""
        both = (self.people, self.people)
        return cell_rates(self.wrong(threshold), self.at, size=size, subjects=both)

    def gathered(self, size: int, threshold: float) -> Gathered:
        """Errors by group, and how they gather on people and records."""
        return gathered(
            self.wrong(threshold),
            self.at,
            size=size,
            subjects=(self.people, self.people),
            records=self.records,
        )


def _apart(measure: _Measure, labels: tuple[str, ...], side: _Side, looks: Looks) -> ApartNote:
    gather = partial(side.gathered, len(labels))
    return Compared(measure, "groups", labels, gather).apart(looks)


def by_condition(
    table: SearchTable, others: NonMated, own: Mated, point: SearchPointNote, *, threshold: float
) -> SearchConditionsNote | None:
    """
    Rates by the condition under which the photograph that is searched with was taken.

    Args:
        table: all searches.
        others: those for people who are not enrolled.
        own: those for enrolled people.
        point: what the threshold gives over everybody.
        threshold: a candidate at or above it is returned; the same for every condition.
    Returns: nothing where no column gives conditions.
    """
    if table.condition is None:
        return None
    return SearchConditionsNote(
        asked=point.asked,
        threshold=point.threshold,
        rows=tuple(
            SearchConditionNote(measure=measure, condition=label, rate=rate)
            for measure, label, rate in _rates(table, table.condition, others, own, threshold)
        ),
    )


def _rates(
    table: SearchTable, side: Groups, others: NonMated, own: Mated, threshold: float
) -> Iterator[tuple[Literal["FPIR", "FNIR"], str, RateNote]]:
    """Both rates of the searches of each label."""
    at = {"FPIR": side.at[~table.mated], "FNIR": side.at[table.mated]}
    rates = {"FPIR": others.at, "FNIR": own.at}
    for measure in _MEASURES:
        for row, label in enumerate(side.labels):
            kept = np.flatnonzero(at[measure] == row)
            yield measure, label, rates[measure](threshold, kept)


def _disparity(apart: ApartNote, labels: tuple[str, ...], cells: Cells) -> DisparityNote:
    is_here = apart.at_asked
    found: dict[str, Any] = asdict(disparity(cells.rates)) | {
        "told_apart": is_here and apart.told_apart,
        "largest": apart.highest if is_here else None,
        "smallest": apart.lowest if is_here else None,
    }
    bounds = disparity_intervals(cells)
    for ratio in _RATIOS:
        known = found[ratio] is not None or ratio not in bounds
        found[f"{ratio}_at_least"] = None if known else bounds[ratio].low
    trials = [rate.trials for rate in cells.rates]
    return DisparityNote(
        **found,
        measure=apart.measure,
        over="groups",
        intervals=tuple(
            DisparityIntervalNote(
                measure=name, low=one.low, high=_finite(one.high), is_bound=one.is_bound
            )
            for name, one in bounds.items()
        ),
        reference=labels[int(np.argmax(trials))] if any(trials) else None,
    )


def _finite(end: float) -> float | None:
    return end if math.isfinite(end) else None


def growth(
    table: SearchTable, others: NonMated, point: SearchPointNote, *, threshold: float
) -> GrowthNote | None:
    """
    How false positives grow with the gallery; nothing where galleries are of one size, or unknown.

    Args: as `by_condition`.
    """
    if table.gallery is None:
        return None
    of_each = table.gallery[~table.mated]
    sizes = np.unique(of_each[of_each > 0])
    if len(sizes) < 2:
        return None
    galleries = [
        GalleryNote(records=int(size), fpir=others.at(threshold, np.flatnonzero(of_each == size)))
        for size in sizes
    ]
    common: dict[str, Any] = {
        "asked": point.asked,
        "threshold": point.threshold,
        "galleries": tuple(galleries),
    }
    counts = [one.fpir.count for one in galleries]
    trials = [one.fpir.trials for one in galleries]
    try:
        found = growth_exponent(sizes, counts, trials)
    except MeaningError as error:
        return GrowthNote(**common, exponent=None, low=None, high=None, sentence=_told(error))
    low, high = found.bounds.low, found.bounds.high
    return GrowthNote(
        **common,
        exponent=found.exponent,
        low=_finite(low),
        high=_finite(high),
        sentence=growth_sentence(found.exponent, low, high, galleries),
    )


def _told(error: MeaningError) -> str:
    return f"How false positives grow with the gallery cannot be told: {error.what}"
