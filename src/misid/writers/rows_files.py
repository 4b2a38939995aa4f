"""Rates row by row become a folder: the report, every number, a table and a picture a rate."""

from __future__ import annotations

from pathlib import Path

from misid.document.figures import block
from misid.document.rows import rows_document
from misid.document.tables import rows as tables
from misid.figures.rows import row_picture
from misid.files.write import text_writer
from misid.inference.row_schema import RowRates
from misid.words.language import ENGLISH, Language
from misid.writers.csv import table_csv
from misid.writers.folder import drawings
from misid.writers.formats import HTML_ALONE, Formats, pages
from misid.writers.kinds import ROW_RATES, refuse_other_report, write_report


def write_rows(
    found: RowRates,
    folder: str | Path,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the report, report.json, row-rates.json, a CSV a table and the pictures into a folder.

    Args:
        found: the facts.
        folder: made where it is missing; other files in it are left alone.
        language: of the report.
        formats: in which the report is written.
    Returns: the files, the report first.
    Raises: OutputError: the folder cannot be made or written, or holds another report.
    """
    refuse_other_report(folder, ROW_RATES)
    pictures = {
        one.name: row_picture(found, place, language) for place, one in enumerate(found.rates)
    }
    drawn = {name: block(one) for name, one in pictures.items()}
    document = rows_document(found, language, drawn=drawn)
    files = pages(document, formats, folder) | {
        ROW_RATES: text_writer(found.model_dump_json(indent=1) + "\n")
    }
    every = [
        tables.spread(found, language),
        *(tables.rows(found, place, language, every=True) for place in range(len(found.rates))),
        tables.left(found, language, every=True),
    ]
    files |= {f"{one.name}.csv": text_writer(table_csv(one)) for one in every if one is not None}
    return write_report(
        files | drawings({one.name: one for one in pictures.values()}), folder, ROW_RATES
    )
