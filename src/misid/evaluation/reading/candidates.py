"""Candidate lists of many formats, and who is enrolled as which record, into one strict table."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import polars as pl

from misid.errors import MeaningError
from misid.evaluation.reading import rules
from misid.evaluation.reading.columns import (
    LISTS,
    SCORES,
    File,
    ListRole,
    Reading,
    Rows,
    are_lists,
)
from misid.evaluation.reading.enrolment import Mates, mate_table, own_column
from misid.evaluation.reading.search_attributes import UNKNOWN, OfSearches, of_searches
from misid.evaluation.reading.search_table import ListColumn, SearchTable
from misid.files.anonymise import Integers, coded, refuse_people_as_groups
from misid.files.columns import check_named, find_columns
from misid.files.formats import open_source
from misid.files.source import Flags, Source
from misid.measures.identification import CandidateLists


def is_list_file(path: Path) -> bool:
    """Whether the names of a file's columns say that it holds candidate lists."""
    return are_lists(open_source(path, SCORES).columns)


def read_candidate_lists(
    path: Path, mates: Path | None = None, reading: Reading | None = None
) -> SearchTable:
    """
    The searches of a file of candidates.

    Args:
        path: one candidate a row: search, candidate, score, and what else is known.
        mates: a file that names the own records of each search, one a row, blank where nobody is
            enrolled; it has every search, so that empty lists are known. Or one that names the
            records of each person, where the lists say who is searched for. Without it the lists
            need a column of own records.
        reading: which column is what; guessed from names where it is not said.
    Raises: FormatError: no such file, an image, or of no known format. MeaningError: columns that
        are missing, rows that contradict each other, scores that are no numbers.
    """
    how = reading or Reading()
    sources = [open_source(file, SCORES) for file in (path, mates) if file is not None]
    columns = list(chain.from_iterable(source.columns for source in sources))
    where = " and ".join(dict.fromkeys(source.name for source in sources))
    check_named(how.named(LISTS).values(), columns, where)
    lists = _lists(sources[0], how)
    table = own_column(lists) if mates is None else mate_table(sources[1], how)
    return _table(lists, table, how)


def _lists(source: Source, how: Reading) -> Rows[ListRole]:
    """The rows of the lists; `is_kept` is a candidate with a score, higher ones more alike."""
    columns = find_columns(source.columns, LISTS, how.named(LISTS), source.name)
    rows = Rows.of(source, LISTS, columns)
    rows.check(rules.LISTS)
    if how.missing == "refuse":
        rows.check(rules.LIST_SCORES)
    score = pl.col("score")
    is_kept = (pl.col("candidate") != "") & score.is_not_nan()
    higher = 0.0 - score if how.is_distance(columns["score"].name) else score
    return rows.with_cells(rows.cells.with_columns(score=higher, is_kept=is_kept))


@dataclass(frozen=True)
class _Own:
    """Which candidates are the person's own records, and what is known of those records."""

    rows: Flags
    mated: Flags
    record: Integers
    """Of each search one own record, by a number; -1 where nobody is enrolled."""
    records: int
    unlisted: int


def _table(lists: Rows[ListRole], mates: Mates, how: Reading) -> SearchTable:
    searches = of_searches(lists, mates)
    (candidate, record), _ = coded([lists.cells["candidate"], mates.records])
    own = _own(mates, searches, candidate, record)
    cells = lists.cells.with_columns(
        number=pl.Series(searches.of_rows),
        is_failed=pl.Series(searches.failed[searches.of_rows]),
    )
    lists.check(rules.RANKS + rules.FAILURES, cells)
    for labels in (searches.group, searches.condition):
        if labels is not None and searches.subject is not None:
            where = lists.source.name
            refuse_people_as_groups(labels.labels, labels.at, searches.subject, where)
    kept, score = cells["is_kept"].to_numpy(), cells["score"].to_numpy()
    unscored = cells.filter(~pl.col("is_kept") & (pl.col("candidate") != ""))["number"].to_numpy()
    failed = searches.failed.copy()
    failed[unscored] = True
    return SearchTable(
        name=lists.source.name,
        lists=CandidateLists.of(
            searches.of_rows[kept],
            candidate[kept],
            score[kept],
            own.rows[kept],
            searches=searches.size,
        ),
        mated=own.mated,
        failed=failed,
        people=_people(searches, own),
        people_known=searches.subject is not None,
        group=searches.group,
        condition=searches.condition,
        gallery=searches.gallery,
        distance=how.is_distance(lists.columns["score"].name),
        columns=(*_columns("lists", lists), *_columns("mates", mates.rows)),
        records=own.records,
        records_unlisted=own.unlisted,
    )


def _columns(file: File, rows: Rows[ListRole]) -> tuple[ListColumn, ...]:
    return tuple(
        ListColumn(file, role, column.name, column.how) for role, column in rows.columns.items()
    )


def _own(mates: Mates, searches: OfSearches, candidate: Integers, record: Integers) -> _Own:
    enrolled = (mates.records != "").to_numpy()
    whose, which = searches.of_mates[enrolled], record[enrolled]
    searched = np.arange(searches.size) if mates.by == "search" else searches.subject
    if searched is None:
        raise AssertionError("mates by person were read without people")
    width = 1 + int(max(candidate.max(initial=0), record.max(initial=0)))
    record_of = np.full(_above(whose, searched) + 1, UNKNOWN)
    record_of[whose[::-1]] = which[::-1]
    of_search = record_of[searched]
    listed = np.isin(which, candidate)
    _refuse_strangers(mates, listed)
    return _Own(
        rows=np.isin(searched[searches.of_rows] * width + candidate, whose * width + which),
        mated=of_search != UNKNOWN,
        record=of_search,
        records=len(np.unique(which)),
        unlisted=len(np.unique(which[~listed])),
    )


def _refuse_strangers(mates: Mates, listed: Flags) -> None:
    """Own records of which not one is a candidate are of another gallery, or named otherwise."""
    if len(listed) and not listed.any():
        raise MeaningError(
            f"none of the {len(listed):,} own records is a candidate in any list.",
            where=mates.rows.source.name,
            use="the same names of records in both files, or the column that has them",
        )


def _people(searches: OfSearches, own: _Own) -> Integers:
    """
    A number for the person of each search.

    Where none is named it is known by the person's own record; else the search stands alone.
    """
    subject = searches.subject
    named = np.full(searches.size, UNKNOWN) if subject is None else subject
    after = _above(named)
    by_record = after + own.record
    alone = after + _above(own.record) + np.arange(searches.size)
    unnamed = np.where(own.record == UNKNOWN, alone, by_record)
    return np.where(named == UNKNOWN, unnamed, named)


def _above(*parts: Integers) -> int:
    """The first number above all of these."""
    return 1 + max(chain([UNKNOWN], (int(part.max(initial=UNKNOWN)) for part in parts)))
