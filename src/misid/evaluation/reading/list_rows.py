"""What rows of candidate lists must not be: without a search, twice the same, out of order."""

from __future__ import annotations

import numpy as np
import polars as pl

from misid.errors import MeaningError
from misid.evaluation.reading.search_table import Flags, Integers
from misid.files.formats import Source
from misid.files.values import Numbers, numbers


def refuse_rows(bad: Flags, what: str, source: Source, use: str) -> None:
    """
    Refuse a file with such rows.

    Args:
        bad: which rows.
        what: what is wrong with them, as words after their number.
        source: the file.
        use: what to do.
    Raises: MeaningError: there are some; with their number and the first of them.
    """
    rows = np.flatnonzero(bad)
    if len(rows):
        raise MeaningError(
            f"{len(rows):,} of {len(bad):,} rows {what}.", where=source.places(rows), use=use
        )


def repeated(*columns: pl.Series) -> Flags:
    """
    Which rows hold the same as a row before.

    Example:
        >>> repeated(pl.Series(["a", "b", "a"])).tolist()
        [False, False, True]
    """
    names = [f"column {number}" for number in range(len(columns))]
    frame = pl.DataFrame(dict(zip(names, columns, strict=True))).with_row_index("row")
    first = frame.select(pl.col("row").min().over(names)).to_series().to_numpy()
    return np.asarray(first != np.arange(frame.height), dtype=np.bool_)


def refuse_unordered(
    column: pl.Series, search: Integers, scores: Numbers, kept: Flags, source: Source
) -> None:
    """
    Refuse ranks that contradict the scores, or leave candidates out.

    Args:
        column: the ranks, which begin at 1 or at 0; equal scores may share one.
        search: which search each row is of.
        scores: higher is more alike.
        kept: rows with a candidate.
        source: the file.
    Raises: MeaningError: a rank is no whole number, a candidate has a lower rank than one that is
        more alike, or a rank is missing in a list.
    """
    ranks, absent = numbers(column, source, "fta")
    whole = ~absent & (ranks == np.floor(ranks)) & (ranks >= 0)
    use = "whole numbers from 1, the most alike first"
    refuse_rows(kept & ~whole, f"have no rank in column {column.name}", source, use)
    rows = np.flatnonzero(kept)
    start = 1.0 - ranks[rows].min(initial=1.0)
    order = rows[np.lexsort((-scores[rows], ranks[rows], search[rows]))]
    at, rank, score = search[order], ranks[order] + start, scores[order]
    same = np.append(False, at[1:] == at[:-1])
    rises = np.append(False, (score[1:] > score[:-1]) | _shared(rank, score))
    first = np.maximum.accumulate(np.where(same, 0, np.arange(len(order))))
    gap = rank > np.arange(len(order)) - first + 1

    def back(bad: Flags) -> Flags:
        flags = np.zeros(len(kept), bool)
        flags[order[bad]] = True
        return flags

    use = "ranks and scores that agree; --distance where smaller scores are more alike"
    refuse_rows(back(same & rises), "have a rank that contradicts the scores", source, use)
    use = "whole lists; what stands before a record decides its rank"
    refuse_rows(back(gap), "have a rank before which candidates are left out", source, use)


def _shared(rank: Numbers, score: Numbers) -> Flags:
    """Whether a rank is that of the row before, though the score is not."""
    return np.asarray((rank[1:] == rank[:-1]) & (score[1:] != score[:-1]), dtype=np.bool_)
