"""Comparisons of a streamed file by group, by pair of groups and by capture condition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
import polars as pl

from misid.evaluation.group_schema import Over, RateName, RateNote
from misid.evaluation.rates import counted_note
from misid.evaluation.reading.columns import PairRole
from misid.evaluation.reading.pair_stream import ScoreStream
from misid.evaluation.reading.pairs import MEASURED
from misid.files.anonymise import NOT_STATED, refuse_names
from misid.files.values import as_text
from misid.measures import Rate
from misid.measures.gathered import Gathered
from misid.measures.group_covariance import GroupCells
from misid.measures.score_counts import least

GroupSide = Literal["group_a", "group_b", "condition"]
_SIDES: tuple[GroupSide, ...] = ("group_a", "group_b", "condition")


class _LabelledCell(NamedTuple):
    """Labels of all columns, of which kind, and how many thresholds it reaches."""

    labels: tuple[str, ...]
    is_genuine: bool
    reached: int


@dataclass(frozen=True)
class CellCounts:
    """How many comparisons each combination of labels has, by kind and by what they match at."""

    sides: tuple[GroupSide, ...]
    thresholds: tuple[float, ...]
    """From lenient to strict."""
    counts: Counter[_LabelledCell] = field(default_factory=Counter)

    def labels(self, *sides: GroupSide) -> tuple[str, ...]:
        """All labels of some columns, in order."""
        places = [self.sides.index(side) for side in sides]
        return tuple(sorted({cell.labels[at] for cell in self.counts for at in places}))

    def groups(self) -> Iterator[Tallied]:
        """Both rates by group, and false matches by pair; nothing where no column gives groups."""
        if "group_a" not in self.sides:
            return
        both = "group_b" in self.sides
        labels = self.labels("group_a", "group_b") if both else self.labels("group_a")
        yield Tallied(self, "FNMR", labels, ("group_a",))
        yield Tallied(self, "FMR", labels, ("group_a",))
        if both:
            yield Tallied(self, "FMR", labels, ("group_a", "group_b"))

    def conditions(self) -> Iterator[Tallied]:
        """Both rates by capture condition; nothing where no column gives that."""
        measures: tuple[RateName, ...] = ("FNMR", "FMR")
        if "condition" in self.sides:
            for measure in measures:
                yield Tallied(self, measure, self.labels("condition"), ("condition",))


@dataclass(frozen=True)
class Tallied:
    """One rate by the labels of a column, or by the ordered pairs of those of two."""

    counts: CellCounts
    measure: RateName
    labels: Sequence[str]
    sides: tuple[GroupSide, ...]

    @property
    def over(self) -> Over:
        """Labels, or pairs of them."""
        return "pairs" if len(self.sides) > 1 else "groups"

    def rates(self, threshold: float) -> list[Rate]:
        """Errors for each label or pair, at one of the thresholds that were counted at."""
        at = {label: place for place, label in enumerate(self.labels)}
        met = self.counts.thresholds.index(threshold)
        genuine = self.measure == "FNMR"
        found = np.zeros((len(self.labels) ** len(self.sides), 2), np.int64)
        places = [self.counts.sides.index(side) for side in self.sides]
        for cell, count in self.counts.counts.items():
            if cell.is_genuine == genuine:
                row = 0
                for place in places:
                    row = row * len(self.labels) + at[cell.labels[place]]
                found[row] += (count if (cell.reached > met) != genuine else 0, count)
        return [Rate(int(wrong), int(trials)) for wrong, trials in found]

    def notes(self, threshold: float) -> list[RateNote]:
        """The rate of each cell at a threshold, those without trials included."""
        return [counted_note(rate) for rate in self.rates(threshold)]

    def cells(self, threshold: float) -> GroupCells:
        """The same together, comparisons taken as independent."""
        return GroupCells(tuple(self.rates(threshold)), None, None)

    def gathered(self, threshold: float) -> Gathered:
        """Errors of each cell, of people who are not known."""
        counts = np.array([(one.count, one.trials) for one in self.rates(threshold)], np.float64)
        return Gathered(counts[:, 0], counts[:, 1], None, None, None)


def has_labels(stream: ScoreStream) -> bool:
    """Whether a column gives groups or conditions."""
    return any(side in stream.files[0].chosen for side in _SIDES)


def cell_counts(stream: ScoreStream, thresholds: Sequence[float]) -> CellCounts:
    """
    Count comparisons by label at some thresholds, in one pass.

    Args:
        stream: the comparisons, of which some column gives groups or conditions.
        thresholds: a score at or above one is a match there; higher is more alike.
    Raises: MeaningError: so many labels, or so long ones, that they may be names of people.
    """
    chosen = stream.files[0].chosen
    sides = tuple(side for side in _SIDES if side in chosen)
    found = CellCounts(sides, tuple(sorted(set(thresholds))))
    roles: tuple[PairRole, ...] = (*MEASURED, *sides)
    for file, frame, source in stream.frames(roles):
        scores, missing, is_genuine, _ = stream.scores_of(file, frame, source)
        higher = -scores if stream.distance else scores
        reached = np.zeros(len(higher), np.uint8)
        for threshold in found.thresholds:
            reached += np.greater_equal(higher, least(threshold, higher))
        columns = {side: frame[chosen[side].name].cast(pl.String) for side in sides}
        flags = {"is_genuine": is_genuine, "reached": reached, "missing": missing}
        labelled = pl.DataFrame(columns | flags).group_by(pl.all()).len()
        source.refuse_files_inside(labelled)
        found.counts.update(_counted(labelled, sides))
        for side in sides:
            refuse_names(found.labels(side), chosen[side].name, source.name)
    return found


def _counted(cells: pl.DataFrame, sides: Sequence[GroupSide]) -> Counter[_LabelledCell]:
    """The cells of a part with a score; labels are trimmed once each is there only once."""
    kept = cells.filter(~pl.col("missing")).drop("missing")
    named = kept.with_columns(
        as_text(kept[side]).replace("", NOT_STATED).alias(side) for side in sides
    )
    found: Counter[_LabelledCell] = Counter()
    for *labels, is_genuine, reached, count in named.iter_rows():
        found[_LabelledCell(tuple(labels), is_genuine, reached)] += count
    return found
