"""Rates row by row become a folder: the report, every number, a table and a picture a rate."""

from __future__ import annotations

from pathlib import Path

from misid.document.figures import block
from misid.document.rows import rows_document
from misid.document.tables import rows as tables
from misid.figures.rows import row_picture
from misid.inference.row_schema import RowRates
from misid.words.language import ENGLISH, Language
from misid.writers.formats import HTML_ALONE, Formats
from misid.writers.kinds import ROW_RATES
from misid.writers.report_folder import by_name, write_folder


def write_rows(
    found: RowRates,
    folder: str | Path,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the report, report.json, row-rates.json, a CSV a table and the pictures.

    The rest as of `write_folder`.
    """
    facts = found.model_dump_json(indent=1) + "\n"
    pictures = {
        one.name: row_picture(found, place, language) for place, one in enumerate(found.rates)
    }
    drawn = {name: block(one) for name, one in pictures.items()}
    every = (
        tables.spread(found, language),
        *(tables.rows(found, place, language, every=True) for place in range(len(found.rates))),
        tables.left(found, language, every=True),
    )
    return write_folder(
        rows_document(found, language, drawn=drawn),
        {ROW_RATES: facts},
        folder,
        formats,
        tables=by_name(*every),
        pictures=by_name(*pictures.values()),
    )
