"""The sheet of one reference code becomes a PDF, or a folder with its facts, tables and picture."""

from __future__ import annotations

from pathlib import Path

from misid.document.code import case_sheet
from misid.document.model import Table
from misid.document.origins import SECTION
from misid.figures.codes import code_bars
from misid.files.write import OURS, Writer, bytes_writer, check_folder, text_writer, write_over
from misid.uncertainty.code_schema import CodeCase
from misid.words.language import ENGLISH, Language
from misid.writers.csv import table_csv
from misid.writers.folder import drawings
from misid.writers.formats import HTML_ALONE, Formats, pages
from misid.writers.kinds import CASE, refuse_other_report, write_report
from misid.writers.pdf import pdf

_ENDING = ".pdf"


def is_one_file(out: Path) -> bool:
    """Whether the sheet is to be a PDF alone, by how its name ends."""
    return out.suffix.lower() == _ENDING


def check_case(out: Path) -> None:
    """
    Refuse early where the sheet cannot be written.

    Raises: OutputError: the folder cannot be made or written, or holds another report.
    """
    if is_one_file(out):
        check_folder(out.parent)
        return
    check_folder(out)
    refuse_other_report(out, CASE)


def write_case(
    found: CodeCase,
    out: str | Path,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the sheet, report.json, code.json, a CSV a table and the picture into a folder; or a PDF.

    Args:
        found: a case, just worked out or read from a file.
        out: a folder, or where the PDF is to stand where its name ends in `.pdf`.
        language: of the sheet.
        formats: in which the sheet is written into a folder; the paper of either.
    Returns: the files, the sheet first.
    Raises: OutputError: the folder cannot be made or written, or holds another report.
    """
    out = Path(out)
    document = case_sheet(found, language)
    if is_one_file(out):
        return write_over(out, bytes_writer(pdf(document, formats.paper)), OURS)
    refuse_other_report(out, CASE)
    files: dict[str, Writer] = pages(document, formats, out) | {
        CASE: text_writer(found.model_dump_json(indent=2) + "\n")
    }
    told = (section for section in document.sections if section.id != SECTION)
    tables = (one for section in told for one in section.blocks if isinstance(one, Table))
    files |= {f"{one.name}.csv": text_writer(table_csv(one)) for one in tables}
    picture = code_bars(found, language)
    return write_report(files | drawings({picture.name: picture}), out, CASE)
