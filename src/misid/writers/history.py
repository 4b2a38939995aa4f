"""People over the years become a folder: the report, its document, and every number behind it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel

from misid.document.people import document_of_history
from misid.figures.of_history import history_pictures
from misid.files.spreadsheet import csv_text
from misid.files.write import text_writer, write_files
from misid.results.schema import StockRow
from misid.simulation.people_schema import AgencyRow, EncounterNote, History, MonthRow, RepeatRow
from misid.writers.folder import drawings, pages
from misid.writers.kinds import HISTORY, refuse_other_report


def write_history(
    found: History, band: tuple[StockRow, ...], folder: str | Path
) -> tuple[Path, ...]:
    """
    Write report.html, report.json, history.json, four tables and the figures into a folder.

    Args:
        found: a finished history.
        band: the closed form's range of the photographs held, year by year.
        folder: made where it is missing; other files in it are left alone.
    Returns: the files, the report first.
    Raises: OutputError: the folder cannot be made or written, or holds a report of another kind.
    """
    refuse_other_report(folder, HISTORY)
    numbers = {
        HISTORY: text_writer(found.model_dump_json(indent=1) + "\n"),
        "repeats.csv": text_writer(_csv(RepeatRow, found.repeats)),
        "months.csv": text_writer(_csv(MonthRow, found.months)),
        "agencies.csv": text_writer(_csv(AgencyRow, found.agencies)),
        "example.csv": text_writer(_csv(EncounterNote, found.example)),
    }
    pictures = drawings(history_pictures(found, band))
    return write_files(pages(document_of_history(found, band)) | numbers | pictures, Path(folder))


def _csv(kind: type[BaseModel], rows: Sequence[BaseModel]) -> str:
    names = list(kind.model_fields)
    return csv_text(names, [[getattr(row, name) for name in names] for row in rows])
