"""Score files that need not fit in memory: read in parts, as often as it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import polars as pl

from misid.errors import FormatError
from misid.evaluation.counting.bins import largest_score
from misid.evaluation.counting.passes import Batch
from misid.evaluation.reading.columns import Column, Role, choose, is_distance
from misid.evaluation.reading.pairs import Reading, named, only_score, refuse_files_inside
from misid.files.formats import Source, open_source
from misid.files.source import Refusals
from misid.files.values import Flags, Numbers, labels, numbers

FROM_BYTES = 2**28
"""Files from this size on are read in parts, where nobody says who is compared."""

Progress = Callable[[int, int], None]
"""Told how many rows are read, and of about how many."""


@dataclass(frozen=True)
class File:
    """One file, and which of its columns is what; or of which kind all its scores are."""

    source: Source
    chosen: dict[Role, Column]
    is_genuine: bool | None = None

    @property
    def rows(self) -> int:
        """About how many rows it has."""
        return 0 if self.source.parts is None else self.source.parts.rows


@dataclass
class ScoreStream:
    """
    Comparisons of one file, or of two, that are read in parts; higher always more alike.

    It says of each whether it is genuine, and its group, but not who is compared.
    """

    files: tuple[File, ...]
    how: Reading
    progress: Progress | None = None
    _refusals: list[Refusals] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of the file, or of both."""
        return " and ".join(file.source.name for file in self.files)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that are read."""
        return tuple(self.files[0].chosen.values())

    @property
    def rows(self) -> int:
        """About how many comparisons there are."""
        return sum(file.rows for file in self.files)

    @cached_property
    def distance(self) -> bool:
        """Whether smaller scores are more alike in the file."""
        if self.how.distance is not None:
            return self.how.distance
        return is_distance(self.columns[0].name)

    def shown(self, score: float) -> float:
        """A score or threshold on the scale of the file."""
        return 0.0 - score if self.distance else score

    @cached_property
    def kind(self) -> np.dtype[np.floating]:
        """The precision of the scores; double, where files differ."""
        return np.result_type(*(batch.scores for batch in self._samples))

    def sample(self) -> Batch:
        """Some comparisons from all over the files."""
        columns = zip(*(batch[:2] for batch in self._samples), strict=True)
        scores, is_genuine = (np.concatenate(parts) for parts in columns)
        return Batch(scores.astype(self.kind), is_genuine)

    def parts(self) -> Iterator[Callable[[], Batch]]:
        """All comparisons, by what makes each part of them."""
        for file, frame, source in self.frames(("score", "label")):
            yield partial(self._batch, file, frame, source)

    def frames(self, roles: tuple[Role, ...]) -> Iterator[tuple[File, pl.DataFrame, Source]]:
        """The columns of some roles in parts, each with the place that it has in its file."""
        self._refusals = [Refusals() for _ in self.files]
        read = 0
        for file, refusals in zip(self.files, self._refusals, strict=True):
            names = [column.name for role, column in file.chosen.items() if role in roles]
            for frame in file.source.in_parts(names):
                first = file.source.first_row + refusals.rows
                refusals.rows += frame.height
                yield file, frame, replace(file.source, first_row=first, refusals=refusals)
                read += frame.height
                if self.progress is not None:
                    self.progress(read, max(read, self.rows))
            if not refusals.rows:
                name = file.source.name
                raise FormatError(f"{name} has no rows.", where=name, use="scores")

    def refuse(self) -> None:
        """
        Refuse what the last parts held that is no score, or no label.

        Raises: MeaningError: there was something.
        """
        for refusals in self._refusals:
            refusals.refuse()

    def scores_of(
        self, file: File, frame: pl.DataFrame, source: Source
    ) -> tuple[Numbers, Flags, Flags]:
        """The scores of a part, which of them are missing, and which are genuine."""
        refuse_files_inside(frame, source.name)
        column = frame[file.chosen["score"].name]
        scores, missing = numbers(column, source, self.how.missing)
        if file.is_genuine is not None:
            return scores, missing, np.full(len(scores), file.is_genuine)
        said = frame[file.chosen["label"].name]
        return scores, missing, labels(said, self.how.genuine_label, source)

    def _batch(self, file: File, frame: pl.DataFrame, source: Source) -> Batch:
        scores, missing, is_genuine = self.scores_of(file, frame, source)
        scores = (-scores if self.distance else scores).astype(self.kind, copy=False)
        if not missing.any():
            return Batch(scores, is_genuine)
        failed = [int(np.count_nonzero(missing & (is_genuine == flag))) for flag in (True, False)]
        return Batch(scores[~missing], is_genuine[~missing], (failed[0], failed[1]))

    @cached_property
    def _samples(self) -> list[Batch]:
        found = []
        for file in self.files:
            names = [file.chosen[role].name for role in ("score", "label") if role in file.chosen]
            source = replace(file.source, refusals=Refusals())
            scores, missing, is_genuine = self.scores_of(file, source.some(names), source)
            kept = ~missing & (np.abs(scores) <= largest_score(scores.dtype))
            found.append(Batch(-scores[kept] if self.distance else scores[kept], is_genuine[kept]))
        return found


def score_stream(
    paths: tuple[Path, ...], reading: Reading, *, from_bytes: int | None = None
) -> ScoreStream | None:
    """
    The comparisons of one file or of two in parts; nothing where they are better read whole.

    That is where the files are small, are compressed text, or say who is compared.

    Args:
        paths: one file that says of each comparison whether it is genuine; or two, of genuine
            and of impostor scores.
        reading: which column is what.
        from_bytes: the size from which on files are read in parts; a quarter of a GB unless said.
    Raises: as `read_scores`.
    """
    sources = [open_source(path) for path in paths]
    if sum(source.size for source in sources) < (FROM_BYTES if from_bytes is None else from_bytes):
        return None
    if any(source.parts is None for source in sources):
        return None
    if len(sources) == 2:
        pair = zip(sources, (True, False), strict=True)
        files = tuple(File(one, {"score": only_score(one, reading)}, flag) for one, flag in pair)
        return ScoreStream(files, reading)
    source = named(sources[0])
    chosen = choose(source.columns, reading.asked, source.name)
    if "subject_a" in chosen:
        return None
    return ScoreStream((File(source, chosen),), reading)
