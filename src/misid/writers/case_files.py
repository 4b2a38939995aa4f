"""The sheet of one reference code becomes a PDF, or a folder with its facts, tables and picture."""

from __future__ import annotations

from pathlib import Path

from misid.document.code import case_sheet
from misid.figures.codes import code_bars
from misid.files.write import OURS, bytes_writer, check_folder, write_over
from misid.uncertainty.code_schema import CodeCase
from misid.words.language import ENGLISH, Language
from misid.writers.formats import HTML_ALONE, Formats
from misid.writers.kinds import CASE, refuse_other_report
from misid.writers.pdf import pdf
from misid.writers.report_folder import by_name, write_folder

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
    facts = found.model_dump_json(indent=2) + "\n"
    picture = code_bars(found, language)
    return write_folder(document, {CASE: facts}, out, formats, pictures=by_name(picture))
