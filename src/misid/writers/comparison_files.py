"""A comparison becomes a folder: the report, its document, every number, tables and the picture."""

from __future__ import annotations

from pathlib import Path

from misid.document.comparison_report import comparison_report, slopes_of
from misid.document.model import Document, Table
from misid.document.origins import SECTION
from misid.files.write import text_writer
from misid.scenario import Output
from misid.uncertainty.schema import Comparison
from misid.words.language import ENGLISH, Language
from misid.writers.csv import table_csv
from misid.writers.folder import drawings
from misid.writers.formats import HTML_ALONE, Formats, pages
from misid.writers.kinds import COMPARISON, refuse_other_report, write_report


def write_comparison(
    found: Comparison,
    folder: str | Path,
    *,
    output: Output | None = None,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the report, report.json, comparison.json, a CSV a table and the slopes into a folder.

    Args:
        found: a comparison, just worked out or read from a file.
        folder: made where it is missing; other files in it are left alone.
        output: which output the slopes show; the one that moves the most where it is left out. Two
            programmes that share no worlds have none.
        language: in which the report is written.
        formats: in which the report is written.
    Returns: the files, the report first.
    Raises: OutputError: the folder cannot be made or written, or holds another report.
    """
    refuse_other_report(folder, COMPARISON)
    document = comparison_report(found, output, language)
    picture = slopes_of(found, output, language)
    files = pages(document, formats, folder) | {
        COMPARISON: text_writer(found.model_dump_json(indent=2) + "\n")
    }
    files |= {f"{one.name}.csv": text_writer(table_csv(one)) for one in _tables(document)}
    files |= drawings({} if picture is None else {picture.name: picture})
    return write_report(files, folder, COMPARISON)


def _tables(document: Document) -> list[Table]:
    told = (section for section in document.sections if section.id != SECTION)
    blocks = (block for section in told for block in section.blocks)
    return [one for one in blocks if isinstance(one, Table)]
