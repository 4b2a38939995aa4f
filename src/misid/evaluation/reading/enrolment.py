"""Who is enrolled as which record: a table of mates, or a column of the lists themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from misid.errors import MeaningError
from misid.evaluation.reading import rules
from misid.evaluation.reading.columns import MATES, FileReading, ListRole, Rows
from misid.files.columns import find_columns, names_of, none_fits
from misid.files.source import FileSource


@dataclass(frozen=True)
class OwnRecords:
    """
    A row for each own record of a search, or of a person; blank where nobody is enrolled.

    The cells have the search or the person as `key`, the record as `mate`, and, by search, what
    else is said of each.
    """

    by: Literal["search", "subject"]
    rows: Rows[ListRole]

    @property
    def keys(self) -> pl.Series:
        """The search or the person of each row."""
        return self.rows.cells["key"]

    @property
    def records(self) -> pl.Series:
        """The own record of each row."""
        return self.rows.cells["mate"]


def mate_table(source: FileSource, reading: FileReading) -> OwnRecords:
    """
    A file of mates: by search, those of people who are not enrolled included, or by person.

    Raises: MeaningError: columns are missing, rows have no key, or two rows contradict each other.
    """
    columns = find_columns(reading.left(source.columns), MATES, reading.named(MATES), source.name)
    by: Literal["search", "subject"] = "search" if "search" in columns else "subject"
    if by not in columns:
        raise none_fits(
            "it is the search", "--search", source.columns, source.name, names_of(MATES)
        )
    if by == "subject":
        columns = {"subject": columns["subject"], "mate": columns["mate"]}
    rows = Rows.of(source, MATES, columns)
    key = rows.cells.rename({by: "key"})
    person = {} if by == "search" else {"person": pl.col("key")}
    rows = rows.with_cells(key)
    rows.check(rules.MATES + rules.ENROLLED, key.with_columns(**person), by=by)
    return OwnRecords(by, rows)


def own_column(lists: Rows[ListRole]) -> OwnRecords:
    """
    The mates that a column of the lists names, row by row.

    Raises: MeaningError: there is none, or two rows contradict each other.
    """
    if "mate" not in lists.columns:
        raise MeaningError(
            "nothing says who is enrolled: a list without a person's own record may be a miss, or "
            "of somebody who is not enrolled.",
            where=lists.source.name,
            use="--mates with a file of search and own record, blank where nobody is enrolled",
        )
    rows = Rows[ListRole](lists.source, {}, lists.cells.select("mate", key="search"))
    rows.check(rules.ENROLLED, by="search")
    return OwnRecords("search", rows)
