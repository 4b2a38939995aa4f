"""Who is enrolled as which record: a table of mates, or a column of the lists themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from misid.evaluation.reading.anonymise import as_text
from misid.evaluation.reading.list_columns import (
    Chosen,
    ListColumn,
    ListReading,
    ListRole,
    choose_columns,
    need,
)
from misid.evaluation.reading.list_rows import refuse_rows, repeated
from misid.evaluation.reading.pairs import named_cells
from misid.files.formats import Source


@dataclass(frozen=True)
class Mates:
    """A row for each own record of a search, or of a person; blank where nobody is enrolled."""

    by: Literal["search", "subject"]
    keys: pl.Series
    records: pl.Series
    source: Source
    others: dict[ListRole, pl.Series]
    """What else is said of each search."""
    columns: tuple[ListColumn, ...]


def mate_table(source: Source, reading: ListReading) -> Mates:
    """
    A file of mates: by search, those of people who are not enrolled included, or by person.

    Raises: MeaningError: columns are missing, rows have no key, or two rows contradict each other.
    """
    chosen = choose_columns(source.columns, "mates", reading, source.name)
    by: Literal["search", "subject"] = "search" if "search" in chosen else "subject"
    if by not in chosen:
        need(chosen, ("search",), source.columns, source.name)
    need(chosen, ("mate",), source.columns, source.name)
    kept = chosen if by == "search" else {role: chosen[role] for role in ("subject", "mate")}
    frame = named_cells(source, [column.name for column in kept.values()])
    keys, records = (as_text(frame[kept[role].name]) for role in (by, "mate"))
    refuse_rows((keys == "").to_numpy(), f"have no {by}", source, f"a {by} in every row")
    if by == "subject":
        refuse_rows((records == "").to_numpy(), "name no record", source, "a record in every row")
    found = Mates(by, keys, records, source, _others(kept, frame), tuple(kept.values()))
    _refuse_twice(found)
    refuse_contradictions(found)
    return found


def _others(chosen: Chosen, frame: pl.DataFrame) -> dict[ListRole, pl.Series]:
    """What else a table by search says of each."""
    if "search" not in chosen:
        return {}
    return {
        role: frame[column.name]
        for role, column in chosen.items()
        if role not in ("search", "mate")
    }


def _refuse_twice(found: Mates) -> None:
    """Refuse two rows of the same: a search that occurs twice, or its record."""
    again = repeated(found.keys, found.records)
    what = f"repeat a {found.by} with the same record"
    refuse_rows(again, what, found.source, f"each own record of a {found.by} once")


def refuse_contradictions(found: Mates) -> None:
    """
    Refuse searches that have an own record in one row and none in another.

    Raises: MeaningError: with their number and first rows.
    """
    enrolled = found.keys.filter(found.records != "").unique()
    mixed = found.keys.is_in(enrolled.to_list()) & (found.records == "")
    refuse_rows(
        mixed.to_numpy(),
        f"name no record, where another row of the same {found.by} does",
        found.source,
        "a blank record only where nobody is enrolled",
    )
