"""Candidate lists of many formats, and who is enrolled as which record, into one strict table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from misid.errors import MeaningError
from misid.evaluation.reading.anonymise import as_text, coded, refuse_people_as_groups
from misid.evaluation.reading.columns import is_distance
from misid.evaluation.reading.enrolment import Mates, mate_table, refuse_contradictions
from misid.evaluation.reading.list_columns import (
    Chosen,
    ListReading,
    are_lists,
    check_named,
    choose_columns,
    need,
)
from misid.evaluation.reading.list_rows import refuse_rows, refuse_unordered, repeated
from misid.evaluation.reading.pairs import named_cells
from misid.evaluation.reading.search_attributes import (
    UNKNOWN,
    OfSearches,
    counted_from,
    of_searches,
)
from misid.evaluation.reading.search_table import Flags, Integers, SearchTable
from misid.files.formats import Source, open_source
from misid.files.values import Numbers, numbers, refuse_where
from misid.measures.identification import CandidateLists


@dataclass(frozen=True)
class _Rows:
    """The rows of the lists as they stand in the file."""

    source: Source
    chosen: Chosen
    search: pl.Series
    candidate: pl.Series
    scores: Numbers
    """Higher is more alike; not a number where there is none."""
    failed: Flags
    """A candidate without a score."""
    empty: Flags
    """Neither: the row says that the search has an empty list."""
    frame: pl.DataFrame


def is_list_file(path: Path) -> bool:
    """Whether the names of a file's columns say that it holds candidate lists."""
    return are_lists(open_source(path).columns)


def read_candidate_lists(
    path: Path, mates: Path | None = None, reading: ListReading | None = None
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
    how = reading or ListReading()
    rows = _rows(open_source(path), how)
    table = _own_mates(rows) if mates is None else mate_table(open_source(mates), how)
    named = [*rows.source.columns, *table.source.columns]
    check_named(how, named, " and ".join(dict.fromkeys((rows.source.name, table.source.name))))
    return _table(rows, table, how)


def _rows(source: Source, how: ListReading) -> _Rows:
    chosen = choose_columns(source.columns, "lists", how, source.name)
    need(chosen, ("search", "candidate", "score"), source.columns, source.name)
    frame = named_cells(source, [column.name for column in chosen.values()])
    search, candidate = (as_text(frame[chosen[role].name]) for role in ("search", "candidate"))
    column = frame[chosen["score"].name]
    scores, absent = numbers(column, source, "fta")
    blank = (candidate == "").to_numpy()
    refuse_rows((search == "").to_numpy(), "name no search", source, "a search in every row")
    refuse_rows(
        blank & ~absent, "have a score but no candidate", source, "a candidate for every score"
    )
    if how.missing == "refuse":
        use = "--nan fta to count such searches as failures to acquire, or scores"
        refuse_where(absent & ~blank, column, source, "are blank or not a number", use)
    use = "each candidate of a search once"
    refuse_rows(repeated(search, candidate), "repeat a candidate of a search", source, use)
    scores = 0.0 - scores if _is_distance(chosen, how) else scores
    return _Rows(source, chosen, search, candidate, scores, absent & ~blank, blank, frame)


def _own_mates(rows: _Rows) -> Mates:
    """The mates that a column of the lists names, row by row."""
    if "mate" not in rows.chosen:
        raise MeaningError(
            "nothing says who is enrolled: a list without a person's own record may be a miss, or "
            "of somebody who is not enrolled.",
            where=rows.source.name,
            use="--mates with a file of search and own record, blank where nobody is enrolled",
        )
    own = as_text(rows.frame[rows.chosen["mate"].name])
    found = Mates("search", rows.search, own, rows.source, {}, ())
    refuse_contradictions(found)
    return found


@dataclass(frozen=True)
class _Own:
    """Which candidates are the person's own records, and what is known of those records."""

    rows: Flags
    mated: Flags
    record: Integers
    """Of each search one own record, by a number; -1 where nobody is enrolled."""
    records: int
    unlisted: int


def _table(rows: _Rows, table: Mates, how: ListReading) -> SearchTable:
    columns = {role: rows.frame[column.name] for role, column in rows.chosen.items()}
    known = of_searches(rows.search, table, columns, rows.source)
    (candidate, record), _ = coded([rows.candidate, table.records])
    own = _own(table, known, candidate, record)
    kept = ~(rows.failed | rows.empty)
    if "rank" in columns:
        refuse_unordered(columns["rank"], known.of_rows, rows.scores, kept, rows.source)
    for labels in (known.group, known.condition):
        refuse_people_as_groups(labels, known.subject, rows.source.name)
    lists = CandidateLists.of(
        known.of_rows[kept], candidate[kept], rows.scores[kept], own.rows[kept], searches=known.size
    )
    return SearchTable(
        name=rows.source.name,
        lists=lists,
        mated=own.mated,
        failed=_failed(rows, known, kept),
        people=_people(known, own),
        people_known=known.subject is not None,
        group=known.group,
        condition=known.condition,
        gallery=known.gallery,
        distance=_is_distance(rows.chosen, how),
        columns=(*rows.chosen.values(), *table.columns),
        records=own.records,
        records_unlisted=own.unlisted,
    )


def _is_distance(chosen: Chosen, how: ListReading) -> bool:
    return is_distance(chosen["score"].name) if how.distance is None else how.distance


def _own(table: Mates, known: OfSearches, candidate: Integers, record: Integers) -> _Own:
    enrolled = (table.records != "").to_numpy()
    whose, which = known.of_mates[enrolled], record[enrolled]
    by_search = table.by == "search"
    searched = np.arange(known.size) if by_search else known.subject
    if searched is None:
        raise AssertionError("mates by person were read without people")
    width = 1 + int(max(candidate.max(initial=0), record.max(initial=0)))
    keys = whose * width + which
    record_of = np.full(counted_from(whose, searched) + 1, UNKNOWN)
    record_of[whose[::-1]] = which[::-1]
    of_search = record_of[searched]
    listed = np.isin(which, candidate)
    _refuse_strangers(table, listed)
    return _Own(
        rows=np.isin(searched[known.of_rows] * width + candidate, keys),
        mated=of_search != UNKNOWN,
        record=of_search,
        records=len(np.unique(which)),
        unlisted=len(np.unique(which[~listed])),
    )


def _refuse_strangers(table: Mates, listed: Flags) -> None:
    """Own records of which not one is a candidate are of another gallery, or named otherwise."""
    if len(listed) and not listed.any():
        raise MeaningError(
            f"none of the {len(listed):,} own records is a candidate in any list.",
            where=table.source.name,
            use="the same names of records in both files, or the column that has them",
        )


def _failed(rows: _Rows, known: OfSearches, kept: Flags) -> Flags:
    """Failures to acquire: as a column says, or because no candidate has a score."""
    unscored = np.zeros(known.size, bool)
    unscored[known.of_rows[rows.failed]] = True
    use = "scores for all candidates of a search, or for none"
    refuse_rows(
        kept & unscored[known.of_rows],
        "have a score, though others of the same search have none",
        rows.source,
        use,
    )
    refuse_rows(
        kept & known.failed[known.of_rows],
        "are candidates of searches that are marked as failed",
        rows.source,
        "no candidates for a search that failed",
    )
    return np.logical_or(unscored, known.failed)


def _people(known: OfSearches, own: _Own) -> Integers:
    """
    A number for the person of each search.

    Where none is named it is known by the person's own record; else the search stands alone.
    """
    subject = np.full(known.size, UNKNOWN) if known.subject is None else known.subject
    after = counted_from(subject)
    by_record = after + own.record
    alone = after + counted_from(own.record) + np.arange(known.size)
    unnamed = np.where(own.record == UNKNOWN, alone, by_record)
    return np.where(subject == UNKNOWN, unnamed, subject)
