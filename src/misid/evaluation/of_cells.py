"""Comparisons of a streamed file by group, by pair of groups and by capture condition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
import polars as pl

from misid.evaluation.conditions import conditions_note
from misid.evaluation.groups import Part, cell_names, groups_note, part_of
from misid.evaluation.rates import counted_note
from misid.evaluation.reading.columns import PairRole
from misid.evaluation.reading.pair_stream import ScoreStream
from misid.evaluation.schema import ConditionsNote, GroupsNote, Measure, Over, PointNote, RateNote
from misid.evaluation.set_apart import Compared, Looks
from misid.files.anonymise import NOT_STATED, refuse_names
from misid.files.values import as_text
from misid.measures import Rate
from misid.measures.gathered import Gathered
from misid.measures.group_covariance import Cells
from misid.measures.score_counts import least

Side = Literal["group_a", "group_b", "condition"]
_SIDES: tuple[Side, ...] = ("group_a", "group_b", "condition")


class _Cell(NamedTuple):
    """Labels of all columns, of which kind, and how many thresholds it reaches."""

    labels: tuple[str, ...]
    is_genuine: bool
    reached: int


@dataclass(frozen=True)
class CellCounts:
    """How many comparisons each combination of labels has, by kind and by what they match at."""

    sides: tuple[Side, ...]
    thresholds: tuple[float, ...]
    """From lenient to strict."""
    counts: Counter[_Cell] = field(default_factory=Counter)

    def labels(self, *sides: Side) -> tuple[str, ...]:
        """All labels of some columns, in order."""
        places = [self.sides.index(side) for side in sides]
        return tuple(sorted({cell.labels[at] for cell in self.counts for at in places}))

    def rates(
        self, labels: Sequence[str], *sides: Side, genuine: bool, threshold: float
    ) -> list[Rate]:
        """Errors of one kind for each label, or for each ordered pair of labels of two columns."""
        at = {label: place for place, label in enumerate(labels)}
        met = self.thresholds.index(threshold)
        found = np.zeros((len(labels) ** len(sides), 2), np.int64)
        for cell, count in self.counts.items():
            if cell.is_genuine == genuine:
                place = 0
                for side in sides:
                    place = place * len(labels) + at[cell.labels[self.sides.index(side)]]
                found[place] += (count if (cell.reached > met) != genuine else 0, count)
        return [Rate(int(wrong), int(trials)) for wrong, trials in found]


def has_labels(stream: ScoreStream) -> bool:
    """Whether a column gives groups or conditions."""
    return any(side in stream.files[0].chosen for side in _SIDES)


def cell_counts(stream: ScoreStream, thresholds: Sequence[float]) -> CellCounts | None:
    """
    Count comparisons by label at some thresholds, in one pass.

    Args:
        stream: the comparisons.
        thresholds: a score at or above one is a match there; higher is more alike.
    Returns: nothing where no column gives groups or conditions.
    Raises: MeaningError: so many labels, or so long ones, that they may be names of people.
    """
    chosen = stream.files[0].chosen
    sides = tuple(side for side in _SIDES if side in chosen)
    if not sides:
        return None
    found = CellCounts(sides, tuple(sorted(set(thresholds))))
    roles: tuple[PairRole, ...] = ("score", "label", *sides)
    for file, frame, source in stream.frames(roles):
        scores, missing, is_genuine = stream.scores_of(file, frame, source)
        higher = -scores if stream.distance else scores
        reached = np.zeros(len(higher), np.uint8)
        for threshold in found.thresholds:
            reached += np.greater_equal(higher, least(threshold, higher))
        columns = {side: frame[chosen[side].name].cast(pl.String) for side in sides}
        flags = {"is_genuine": is_genuine, "reached": reached, "missing": missing}
        found.counts.update(_counted(pl.DataFrame(columns | flags), sides))
        for side in sides:
            refuse_names(found.labels(side), chosen[side].name, source.name)
    return found


def _counted(frame: pl.DataFrame, sides: Sequence[Side]) -> Counter[_Cell]:
    """The cells of a part; labels are trimmed once each is there only once."""
    keys = [*sides, "is_genuine", "reached"]
    cells = frame.filter(~pl.col("missing")).group_by(keys).len()
    named = cells.with_columns(
        as_text(cells[side]).replace("", NOT_STATED).alias(side) for side in sides
    )
    found: Counter[_Cell] = Counter()
    for *labels, is_genuine, reached, count in named.iter_rows():
        found[_Cell(tuple(labels), is_genuine, reached)] += count
    return found


def groups_of(found: CellCounts, point: PointNote, looks: Looks) -> GroupsNote | None:
    """
    Rates by group and by pair of groups, as `by_group` has them of comparisons in memory.

    Args:
        found: counted at all thresholds of looks.
        point: what the main threshold gives over everybody.
        looks: thresholds at which groups may be compared.
    """
    if "group_a" not in found.sides:
        return None
    both = "group_b" in found.sides
    labels = found.labels("group_a", "group_b") if both else found.labels("group_a")
    parts = [_part(found, labels, looks, "FNMR", "group_a")]
    parts.append(_part(found, labels, looks, "FMR", "group_a"))
    if both:
        parts.append(_part(found, labels, looks, "FMR", "group_a", "group_b"))
    return groups_note(parts, point)


def _part(
    found: CellCounts, labels: Sequence[str], looks: Looks, measure: Measure, *sides: Side
) -> Part:
    def rates(threshold: float) -> list[Rate]:
        return found.rates(labels, *sides, genuine=measure == "FNMR", threshold=threshold)

    def gather(threshold: float) -> Gathered:
        counts = np.array([(one.count, one.trials) for one in rates(threshold)], np.float64)
        return Gathered(counts[:, 0], counts[:, 1], None, None, None)

    over: Over = "pairs" if len(sides) > 1 else "groups"
    compared = Compared(measure, over, cell_names(labels, over), gather)
    known = rates(looks.main.threshold)
    return part_of(compared, labels, Cells(tuple(known), None, None), _notes(known), looks)


def conditions_of(found: CellCounts, point: PointNote, threshold: float) -> ConditionsNote | None:
    """
    Rates by capture condition.

    Args:
        found: counted at the threshold.
        point: what the threshold gives over all comparisons.
        threshold: one of those that were counted at.
    """
    if "condition" not in found.sides:
        return None
    labels = found.labels("condition")
    sides = [
        _notes(found.rates(labels, "condition", genuine=flag, threshold=threshold))
        for flag in (True, False)
    ]
    return conditions_note(point, labels, sides[0], sides[1])


def _notes(rates: Sequence[Rate]) -> list[RateNote]:
    return [counted_note(rate) for rate in rates]
