"""Impostor scores as PyEER's histograms give them: how many equal the number of a line, from 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from misid.errors import FormatError, MeaningError
from misid.files.source import FileSource
from misid.files.values import Numbers, numbers

MOST_SCORES = 10**8
"""Scores that a histogram may stand for."""
_FEWEST, _FAR = 3, 10


@dataclass(frozen=True, kw_only=True)
class _ScoreHistogram(FileSource):
    """As many scores as the lines say."""

    table: pl.DataFrame

    def scan(self, wanted: Sequence[str]) -> pl.LazyFrame:
        return self.table.lazy().select(*dict.fromkeys(wanted))


def counted_scores(
    genuine: FileSource, impostor: FileSource, columns: Sequence[str], is_histogram: bool | None
) -> FileSource | None:
    """
    The scores that a histogram of impostors stands for; nothing where the lines are scores.

    Args:
        genuine: its scores say how large a score is.
        impostor: the file that may be a histogram.
        columns: of the scores, in either file.
        is_histogram: what a reader says; None: it is asked, where the lines may be either.
    Raises: MeaningError: they may be either, or are no counts.
    """
    if is_histogram is False:
        return None
    column = impostor.some([columns[1]]).to_series()
    if is_histogram is None:
        own = genuine.some([columns[0]]).to_series()
        if _may_be(numbers(own, genuine), numbers(column, impostor)):
            raise _asked(impostor)
        return None
    counts = numbers(impostor.whole([columns[1]]).to_series(), impostor)
    impostor.refuse(
        ~((counts >= 0) & (counts == np.floor(counts))),
        "lines are no counts",
        "a whole number in each line; or --no-histogram",
    )
    if counts.sum() > MOST_SCORES:
        what = f"{impostor.name} stands for more than {MOST_SCORES:,} scores."
        raise FormatError(what, where=impostor.name, use="a histogram of a part of them")
    scores = np.repeat(np.arange(len(counts), dtype=float), counts.astype(np.int64))
    return _ScoreHistogram(
        file=impostor.file, expected=impostor.expected, columns=(columns[1],), size=scores.nbytes,
        table=pl.DataFrame({columns[1]: scores}),
    )  # fmt: skip


def _may_be(genuine: Numbers, impostor: Numbers) -> bool:
    """Whether lines may be counts: whole, and the last is 0 or one is far above genuine scores."""
    if len(impostor) < _FEWEST or not len(genuine):
        return False
    for values in (genuine, impostor):
        if not ((values >= 0) & (values == np.floor(values))).all():
            return False
    return bool(impostor[-1] == 0 or impostor.max() > _FAR * max(1.0, genuine.max()))


def _asked(impostor: FileSource) -> MeaningError:
    return MeaningError(
        f"{impostor.name} holds whole numbers that may be scores, or say how many scores equal the "
        "number of their line (a histogram).",
        where=impostor.name,
        use="--histogram, or --no-histogram",
    )
