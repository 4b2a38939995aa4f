"""Tables as CSV: numbers with every digit, and nothing that a spreadsheet would run."""

from __future__ import annotations

from misid.document.model import Column, Table
from misid.files.spreadsheet import csv_text
from misid.words.sentence import Number, TableCell, plain


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


def _value(cell: TableCell, column: Column) -> object:
    if isinstance(cell, Number):
        return int(cell.value) if cell.value.is_integer() else cell.value
    return None if column.numeric else plain(cell)
