"""Candidate lists of many formats, and who is enrolled as which record, into one strict table."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import NamedTuple

import numpy as np
import polars as pl

from misid.arrays import Flags, Integers
from misid.errors import MeaningError
from misid.evaluation.reading import rules
from misid.evaluation.reading.columns import (
    LISTS,
    MATES,
    UNNAMED_LISTS,
    UNNAMED_MATES,
    File,
    FileReading,
    ListRole,
    Rows,
    are_lists,
)
from misid.evaluation.reading.enrolment import OwnRecords, mate_table, own_column
from misid.evaluation.reading.pair_table import Groups
from misid.evaluation.reading.search_table import ListColumn, SearchTable
from misid.evaluation.reading.square import is_square
from misid.files.anonymise import UNKNOWN, coded, coded_groups, refuse_people_as_groups
from misid.files.columns import check_named, find_columns, names_of, plain_name
from misid.files.formats import open_source
from misid.files.opened import Named, opened
from misid.files.source import FileSource
from misid.measures.identification import CandidateLists


def is_list_file(path: Named, reading: FileReading | None = None) -> bool:
    """Whether the names of a file's columns say that it holds candidate lists."""
    expected = (reading or FileReading()).expected
    file = opened(path, kind=expected.noun, instead=f"a file of {expected.noun} that exists")
    return not is_square(file) and are_lists(open_source(file, expected).columns)


def read_candidate_lists(
    path: Named, mates: Named | None = None, reading: FileReading | None = None
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
    how = reading or FileReading()
    sources = _sources(path, mates, how)
    columns = list(chain.from_iterable(source.columns for source in sources))
    where = " and ".join(dict.fromkeys(source.name for source in sources))
    check_named(how.named(LISTS).values(), columns, where, names_of(LISTS))
    lists = _lists(sources[0], how)
    table = own_column(lists) if mates is None else mate_table(sources[1], how)
    return _table(lists, table, distance=how.is_distance(lists.columns["score"].name))


def _sources(path: Named, mates: Named | None, how: FileReading) -> list[FileSource]:
    """The lists, and the mates where there is a file of them; both may lack a line of names."""
    lists = open_source(path, replace(how.expected, unnamed=UNNAMED_LISTS))
    if mates is None:
        return [lists]
    expected = replace(how.expected, unnamed=UNNAMED_MATES)
    table = open_source(mates, expected)
    known = any(plain_name(name) in names_of(MATES) for name in table.columns)
    is_asked = how.has_names is not None or bool(how.named(MATES))
    if not known and not is_asked and len(table.columns) in UNNAMED_MATES:
        # Names of records are no numbers, so a first row looks like a line of names.
        table = open_source(mates, replace(expected, has_names=False))
    return [lists, table]


def _with_places(rows: Rows[ListRole]) -> Rows[ListRole]:
    """
    The rows as NIST's validation packages write them, in our own form.

    A place that is not filled is no candidate; of a search that did not come to its end no
    candidate has a score, and it counts as failed.
    """
    cells = rows.cells
    if "filled" in cells:
        empty = pl.col("filled") == 0
        cells = cells.with_columns(
            candidate=pl.when(empty).then(pl.lit("")).otherwise(pl.col("candidate")),
            score=pl.when(empty).then(float("nan")).otherwise(pl.col("score")),
        )
    if "return_code" in cells:
        broken = pl.col("return_code") != 0
        cells = cells.with_columns(
            candidate=pl.when(broken).then(pl.lit("")).otherwise(pl.col("candidate")),
            score=pl.when(broken).then(float("nan")).otherwise(pl.col("score")),
            failed=broken,
        )
    return rows.with_cells(cells)


def _lists(source: FileSource, how: FileReading) -> Rows[ListRole]:
    """The rows of the lists; `is_kept` is a candidate with a score, higher ones more alike."""
    columns = find_columns(how.left(source.columns), LISTS, how.named(LISTS), source.name)
    rows = _with_places(Rows.of(source, LISTS, columns))
    rows.check(rules.LISTS)
    if how.missing == "refuse":
        rows.check(rules.LIST_SCORES)
    score = pl.col("score")
    is_kept = (pl.col("candidate") != "") & score.is_not_nan()
    higher = 0.0 - score if how.is_distance(columns["score"].name) else score
    return rows.with_cells(rows.cells.with_columns(score=higher, is_kept=is_kept))


def _table(lists: Rows[ListRole], mates: OwnRecords, *, distance: bool) -> SearchTable:
    by_search = mates.by == "search"
    (number, *of_mates), names = coded([lists.cells["search"], *([mates.keys] * by_search)])
    sides = [(lists, number)]
    if by_search:
        is_known = pl.DataFrame({"is_known": np.isin(number, of_mates[0])})
        lists.check(rules.KNOWN_SEARCHES, is_known, mates=mates.rows.source.name)
        # The mates have every search, and so go before the lists.
        sides.insert(0, (mates.rows, of_mates[0]))
    searches = _searches(sides, len(names))
    subject, people = _subjects(searches, lists, mates)
    searched, whose = (np.arange(len(names)), of_mates[0]) if by_search else (subject, people)
    own = _own(lists, mates, searched[number], whose)
    of_search = _first(searched, own.whose, own.record)
    failed, kept = _failed(searches, lists, number)
    labels = _groups(searches, subject, [rows for rows, _ in sides])
    in_order = CandidateLists.of(
        number[kept],
        own.candidate[kept],
        lists.cells["score"].to_numpy()[kept],
        own.is_own[kept],
        searches=len(names),
    )
    return SearchTable(
        name=lists.source.name,
        lists=in_order,
        mated=of_search != UNKNOWN,
        failed=failed,
        people=_people(subject, of_search),
        people_known="subject" in searches,
        group=labels.get("group"),
        condition=labels.get("condition"),
        gallery=_gallery(searches),
        distance=distance,
        columns=(*_columns("lists", lists), *_columns("mates", mates.rows)),
        records=len(np.unique(own.record)),
        records_unlisted=len(np.setdiff1d(own.record, own.candidate)),
    )


def _columns(file: File, rows: Rows[ListRole]) -> tuple[ListColumn, ...]:
    columns = rows.columns.items()
    return tuple(ListColumn(file, role, column.name, column.how) for role, column in columns)


def _searches(sides: list[tuple[Rows[ListRole], Integers]], size: int) -> pl.DataFrame:
    """What is known of each search, from the first file that says it; nothing where it does not."""
    searches = pl.DataFrame({"number": np.arange(size)})
    for rows, number in sides:
        new = [role for role in rules.OF_A_SEARCH if role in rows.columns and role not in searches]
        cells = pl.DataFrame({"number": number} | {role: rows.cells[role] for role in new})
        rows.check(rules.ATTRIBUTES, cells)
        last = cells.unique("number", keep="last")
        searches = searches.join(last, on="number", how="left", maintain_order="left")
    return searches


def _subjects(
    searches: pl.DataFrame, lists: Rows[ListRole], mates: OwnRecords
) -> tuple[Integers, Integers]:
    """The person of each search, as far as one is named, and of each row of mates by person."""
    by_person = mates.by == "subject"
    if "subject" not in searches and by_person:
        raise MeaningError(
            f"{mates.rows.source.name} names the records of people, but nothing says who is "
            "searched for.",
            where=lists.source.name,
            use="--subject-a with the column of the person who is searched for",
        )
    if "subject" not in searches:
        return np.full(searches.height, UNKNOWN), np.zeros(0, np.int64)
    named = searches["subject"].replace("", None)
    codes, _ = coded([named, mates.keys] if by_person else [named])
    return codes[0], codes[-1]


def _groups(
    searches: pl.DataFrame, subject: Integers, files: list[Rows[ListRole]]
) -> dict[str, Groups]:
    """The group and the condition of each search, where a file gives them."""
    groups: dict[str, Groups] = {}
    roles: tuple[ListRole, ...] = ("group", "condition")
    for role in roles:
        if role not in searches:
            continue
        rows = next(rows for rows in files if role in rows.columns)
        where = rows.columns[role].name, rows.source.name
        (codes,), labels = coded_groups([searches[role]], *where)
        if (codes == UNKNOWN).any():
            codes = np.where(codes == UNKNOWN, len(labels), codes)
            labels = (*labels, "search without candidates")
        if "subject" in searches:
            refuse_people_as_groups(labels, codes, subject, files[-1].source.name)
        groups[role] = Groups(labels, codes)
    return groups


def _gallery(searches: pl.DataFrame) -> Integers | None:
    if "gallery_size" not in searches:
        return None
    return searches["gallery_size"].fill_null(UNKNOWN).to_numpy().astype(np.int64)


class _Own(NamedTuple):
    candidate: Integers
    """The record of each row of the lists, by a number."""
    is_own: Flags
    """Whether it is of who is searched for."""
    whose: Integers
    """The search or the person of each own record."""
    record: Integers


def _own(lists: Rows[ListRole], mates: OwnRecords, searched: Integers, whose: Integers) -> _Own:
    """
    Which candidates are own records of who is searched for.

    Raises: MeaningError: not one own record is a candidate: they are of another gallery, or named
        otherwise.
    """
    (candidate, record), _ = coded([lists.cells["candidate"], mates.records])
    enrolled = (mates.records != "").to_numpy()
    whose, record = whose[enrolled], record[enrolled]
    if len(record) and not np.isin(record, candidate).any():
        raise MeaningError(
            f"none of the {len(record):,} own records is a candidate in any list.",
            where=mates.rows.source.name,
            use="the same names of records in both files, or the column that has them",
        )
    width = _above(candidate, record)
    is_own = np.isin(searched * width + candidate, whose * width + record)
    return _Own(candidate, is_own, whose, record)


def _first(searched: Integers, whose: Integers, record: Integers) -> Integers:
    """The first own record of who is searched for; unknown where nobody is enrolled."""
    record_of = np.full(_above(whose, searched) + 1, UNKNOWN)
    record_of[whose[::-1]] = record[::-1]
    return record_of[searched]


def _failed(searches: pl.DataFrame, lists: Rows[ListRole], number: Integers) -> tuple[Flags, Flags]:
    """Failures to acquire, as a column says or as no candidate has a score; rows with a score."""
    failed = np.zeros(searches.height, bool)
    if "failed" in searches:
        marked = searches.select(rules.FAILED.is_in(rules.YES).fill_null(value=False))
        failed = marked.to_series().to_numpy().copy()
    cells = lists.cells.with_columns(number=pl.Series(number), is_failed=pl.Series(failed[number]))
    lists.check(rules.RANKS + rules.FAILURES, cells)
    unscored = cells.filter(~pl.col("is_kept") & (pl.col("candidate") != ""))["number"]
    failed[unscored.to_numpy()] = True
    if "failed" in lists.cells:
        failed[number[lists.cells["failed"].to_numpy()]] = True
    return failed, cells["is_kept"].to_numpy()


def _people(subject: Integers, record: Integers) -> Integers:
    """
    A number for the person of each search.

    Where none is named it is known by the person's own record; else the search stands alone.
    """
    after = _above(subject)
    alone = after + _above(record) + np.arange(len(subject))
    unnamed = np.where(record == UNKNOWN, alone, after + record)
    return np.where(subject == UNKNOWN, unnamed, subject)


def _above(*parts: Integers) -> int:
    """The first number above all of these."""
    return 1 + max(chain([UNKNOWN], (int(part.max(initial=UNKNOWN)) for part in parts)))
