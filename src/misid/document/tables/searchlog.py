"""The table of a synthetic search log's columns."""

from __future__ import annotations

from misid.document.columns import ColumnForm, FactRow, TableForm
from misid.document.model import Table
from misid.searchlog.schema import Dataset, LogColumnNote
from misid.words.language import Language, message
from misid.words.searchlog import KINDS, MEANINGS

COLUMNS = TableForm(
    "columns",
    message("Columns"),
    (
        ColumnForm("name", message("Column")),
        ColumnForm("meaning", message("What it says"), "name", "code", codes=MEANINGS),
        ColumnForm(
            "holds", message("What stands there"), cell=lambda row, said: _holds(row.fact, said)
        ),
    ),
    message("What begins with truth_ is known to the simulation alone; no programme has it."),
)


def columns(dataset: Dataset, language: Language) -> Table:
    """Every column that the log has."""
    rows = (FactRow(column, f"columns.{column.name}") for column in dataset.columns)
    return COLUMNS.table(rows, language)


def _holds(column: LogColumnNote, language: Language) -> str:
    return ", ".join(column.values) or language.word(KINDS[column.kind])
