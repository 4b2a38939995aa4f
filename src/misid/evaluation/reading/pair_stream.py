"""Score files that need not fit in memory: read in parts, as often as it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import numpy as np
import polars as pl

from misid.evaluation.counting.bins import largest_score
from misid.evaluation.counting.passes import Batch
from misid.evaluation.reading.columns import FileReading, PairRole
from misid.evaluation.reading.pairs import (
    MEASURED,
    PairFile,
    PairFiles,
    open_pairs,
    refuse_implausible,
)
from misid.files.opened import Named
from misid.files.source import FileSource, Refusals

FROM_BYTES = 2**28
"""Files from this size on are read in parts, where nobody says who is compared."""

Progress = Callable[[int, int], None]
"""Told how many rows are read, and of about how many."""
Part = tuple[PairFile, pl.DataFrame, FileSource]
"""Some rows of a file, and the file as one that begins with them."""


@dataclass
class ScoreStream(PairFiles):
    """
    Comparisons of one file, or of two, that are read in parts; higher always more alike.

    It says of each whether it is genuine, and its group, but not who is compared.
    """

    progress: Progress | None = None
    failures_are_misses: bool = False
    itself: int = 0
    """Nothing is left out of a stream."""
    _refusals: list[Refusals] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """About how many comparisons there are."""
        return sum(file.source.rows or 0 for file in self.files)

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
        for file, frame, source in self.frames(MEASURED):
            yield partial(self._batch, file, frame, source)

    def frames(self, roles: tuple[PairRole, ...]) -> Iterator[Part]:
        """The columns of some roles, in parts."""
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
                file.source.refuse_empty()

    def refuse(self) -> None:
        """
        Refuse what the last parts held that is no score, or no label.

        Raises: MeaningError: there was something.
        """
        for refusals in self._refusals:
            refusals.refuse()

    def refuse_implausible(self, *, apart: bool) -> None:
        """
        Refuse what may mean something else, as of a file in memory; seen from a sample.

        Args:
            apart: whether a threshold makes no error at all, in the whole file.
        Raises: MeaningError: as `refuse_implausible` of pairs.
        """
        sample = self.sample()
        own, others = sample.scores[sample.is_genuine], sample.scores[~sample.is_genuine]
        if apart or not (len(own) and len(others)) or own.min() <= others.max():
            refuse_implausible(self, sample.scores, sample.is_genuine)

    def _batch(self, file: PairFile, frame: pl.DataFrame, source: FileSource) -> Batch:
        scores, missing, is_genuine, _ = self.scores_of(file, frame, source)
        scores = (-scores if self.distance else scores).astype(self.kind, copy=False)
        if not missing.any():
            return Batch(scores, is_genuine)
        failed = [int(np.count_nonzero(missing & (is_genuine == flag))) for flag in (True, False)]
        return Batch(scores[~missing], is_genuine[~missing], (failed[0], failed[1]))

    @cached_property
    def _samples(self) -> list[Batch]:
        samples = []
        for file in self.files:
            names = [file.chosen[role].name for role in MEASURED if role in file.chosen]
            source = replace(file.source, refusals=Refusals())
            scores, missing, is_genuine, _ = self.scores_of(file, source.some(names), source)
            kept = ~missing & (np.abs(scores) <= largest_score(scores.dtype))
            scores = -scores if self.distance else scores
            samples.append(Batch(scores[kept], is_genuine[kept]))
        return samples


def score_stream(
    paths: tuple[Named, ...], reading: FileReading, *, from_bytes: int | None = None
) -> ScoreStream | None:
    """
    The comparisons of one file or of two in parts; nothing where they are better read whole.

    That is where the files are small, are compressed text, or say who or what is compared; and
    where a comparison without a score is a miss.

    Args:
        paths: one file that says of each comparison whether it is genuine; or two, of genuine
            and of impostor scores.
        reading: which column is what.
        from_bytes: the size from which on files are read in parts; a quarter of a GB unless said.
    Raises: as `read_scores`.
    """
    pairs = open_pairs(paths, reading)
    size = sum(file.source.size for file in pairs.files)
    in_parts = all(file.source.rows is not None for file in pairs.files)
    if size < (FROM_BYTES if from_bytes is None else from_bytes) or not in_parts:
        return None
    if reading.missing == "miss" or {"subject_a", "image_a"} & set(pairs.files[0].chosen):
        return None
    return ScoreStream(pairs.files, pairs.how)
