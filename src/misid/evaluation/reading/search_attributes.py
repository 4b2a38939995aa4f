"""What is known of each search: its number, person, group and gallery, and whether it failed."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Literal

import numpy as np
import polars as pl

from misid.errors import MeaningError
from misid.evaluation.reading.anonymise import as_text, coded, groups
from misid.evaluation.reading.enrolment import Mates
from misid.evaluation.reading.list_columns import ListRole
from misid.evaluation.reading.list_rows import refuse_rows
from misid.evaluation.reading.pair_table import Groups
from misid.evaluation.reading.search_table import Flags, Integers
from misid.files.formats import Source
from misid.files.values import numbers

_YES, _NO = ("true", "yes", "1", "1.0", "failed"), ("false", "no", "0", "0.0", "")
UNKNOWN = -1


@dataclass(frozen=True)
class OfSearches:
    """What is known of each search, by its number."""

    size: int
    of_rows: Integers
    """The search of each row of the lists."""
    of_mates: Integers
    """The search of each row of the mates; the person, where mates are by person."""
    subject: Integers | None
    """A number for each person; -1 where a search names none."""
    group: Groups | None
    condition: Groups | None
    gallery: Integers | None
    failed: Flags


@dataclass(frozen=True)
class _Side:
    """A file, which search each of its rows is of, and its columns by role."""

    source: Source
    at: Integers
    columns: dict[ListRole, pl.Series]


def of_searches(
    search: pl.Series, table: Mates, columns: dict[ListRole, pl.Series], source: Source
) -> OfSearches:
    """
    Number the searches of both files, and gather what is known of each.

    Args:
        search: the search of each row of the lists.
        table: the mates.
        columns: other columns of the lists.
        source: the file of the lists.
    Raises: MeaningError: searches that the mates do not have, or of which two rows say different
        things.
    """
    by_search = table.by == "search"
    codes, labels = coded([search, table.keys] if by_search else [search])
    at = codes[0]
    sides = [_Side(source, at, columns)]
    if by_search:
        bad = ~np.isin(at, codes[1])
        use = f"a row for every search in {table.source.name}; blank where nobody is enrolled"
        refuse_rows(bad, f"are of searches that {table.source.name} does not have", source, use)
        sides.insert(0, _Side(table.source, codes[1], table.others))
    size = len(labels)
    subject, keys = _people(sides, table, size)
    return OfSearches(
        size=size,
        of_rows=at,
        of_mates=codes[1] if by_search else keys,
        subject=subject,
        group=_labels(sides, size, "group"),
        condition=_labels(sides, size, "condition"),
        gallery=_gallery(sides, size),
        failed=_failed(sides, size),
    )


def _people(sides: list[_Side], table: Mates, size: int) -> tuple[Integers | None, Integers]:
    """The person of each search, and of each row of a table of mates by person."""
    side = _first(sides, "subject")
    if side is None:
        if table.by == "subject":
            raise MeaningError(
                f"{table.source.name} names the records of people, but nothing says who is "
                "searched for.",
                where=sides[-1].source.name,
                use="--subject-a with the column of the person who is searched for",
            )
        return None, np.zeros(0, np.int64)
    names = as_text(side.columns["subject"])
    codes, labels = coded([names, table.keys] if table.by == "subject" else [names])
    blank = labels.index("") if "" in labels else None
    people = _of_each(side, np.where(codes[0] == blank, UNKNOWN, codes[0]), size, "subject")
    return people, codes[-1]


def _labels(sides: list[_Side], size: int, role: Literal["group", "condition"]) -> Groups | None:
    side = _first(sides, role)
    if side is None:
        return None
    found, _ = groups(side.columns[role], None, side.source)
    if found is None:
        return None
    of_each = _of_each(side, found.at, size, role)
    if (of_each == UNKNOWN).any():
        of_each = np.where(of_each == UNKNOWN, len(found.labels), of_each)
        return Groups((*found.labels, "search without candidates"), of_each)
    return Groups(found.labels, of_each)


def _gallery(sides: list[_Side], size: int) -> Integers | None:
    side = _first(sides, "gallery_size")
    if side is None:
        return None
    column = side.columns["gallery_size"]
    records, absent = numbers(column, side.source, "fta")
    bad = absent | (records < 1) | (records != np.floor(records))
    use = "a whole number of records, such as 12000000"
    refuse_rows(bad, f"have no gallery size in column {column.name}", side.source, use)
    return _of_each(side, records.astype(np.int64), size, "gallery size")


def _failed(sides: list[_Side], size: int) -> Flags:
    side = _first(sides, "failed")
    if side is None:
        return np.zeros(size, bool)
    words = as_text(side.columns["failed"]).str.to_lowercase()
    bad = ~words.is_in([*_YES, *_NO])
    what = f"say neither yes nor no in column {side.columns['failed'].name}"
    refuse_rows(bad.to_numpy(), what, side.source, "1 where a search failed, else 0")
    flags = words.is_in(list(_YES)).to_numpy().astype(np.int64)
    return np.equal(_of_each(side, flags, size, "failure"), 1)


def _first(sides: list[_Side], role: ListRole) -> _Side | None:
    """The mates, which have every search, before the lists."""
    return next((side for side in sides if role in side.columns), None)


def _of_each(side: _Side, values: Integers, size: int, what: str) -> Integers:
    """The one value of each search; unknown where a file has no row of it."""
    found = np.full(size, UNKNOWN)
    found[side.at] = values
    use = f"one {what} for each search"
    differs = found[side.at] != values
    refuse_rows(differs, f"give a search another {what} than a later row", side.source, use)
    return found


def counted_from(*parts: Integers) -> int:
    """The first number that none of these is."""
    return 1 + max(chain([UNKNOWN], (int(part.max(initial=UNKNOWN)) for part in parts)))
