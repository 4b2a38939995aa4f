"""Tables as CSV: numbers with every digit, and nothing that a spreadsheet would run."""

from __future__ import annotations

from misid.document.model import Column, Table
from misid.evaluation.schema import AnewNote, Evaluation, GroupNote, RateNote, RatioNote
from misid.files.spreadsheet import csv_text
from misid.words.sentence import Cell, Number, plain

_PARTS = ("count", "trials", "rate", "low", "high", "method")


def table_csv(table: Table) -> str:
    """
    A table, one row of the names of its columns first.

    Whole numbers have no decimals; in a column of numbers a blank stands for none.
    """
    rows = [
        [_value(cell, column) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    return csv_text([column.name for column in table.columns], rows)


def _value(cell: Cell, column: Column) -> object:
    if isinstance(cell, Number):
        return int(cell.value) if cell.value.is_integer() else cell.value
    return None if column.numeric else plain(cell)


def points_csv(found: Evaluation) -> str:
    """A row for each threshold."""
    sides = ("fmr", "fnmr")
    columns = ["asked_fmr", "threshold", "resolved", "fmr_at_most"]
    columns += [f"{side}_{part}" for side in sides for part in _PARTS]
    columns += ["fnmr_anew_low", "fnmr_anew_high"]
    rows = [
        [point.asked, point.threshold, str(point.resolved).lower(), point.at_most]
        + [value for side in sides for value in _values(getattr(point, side))]
        + _ends(point.fnmr_anew)
        for point in found.points
    ]
    return csv_text(columns, rows)


def groups_csv(found: Evaluation) -> str:
    """A row for each group and each ordered pair of groups; none where there are no groups."""
    rows = found.groups.rows if found.groups else ()
    asked = found.groups.asked if found.groups else None
    return csv_text(
        ["measure", "group", "other", "asked_fmr", *_PARTS, "ratio", "ratio_low", "ratio_high"],
        [[row.measure, row.group, row.other, asked, *_all_of(row)] for row in rows],
    )


def _all_of(row: GroupNote) -> list[object]:
    return [*_values(row.rate), *_ratio(row.over_reference)]


def _values(rate: RateNote) -> list[object]:
    return [getattr(rate, part) for part in _PARTS]


def _ends(intervals: tuple[AnewNote, ...]) -> list[object]:
    """Of the interval that is shown."""
    return [intervals[0].low, intervals[0].high] if intervals else [None, None]


def _ratio(one: RatioNote | None) -> list[object]:
    return [None] * 3 if one is None else [one.ratio, one.low, one.high]
