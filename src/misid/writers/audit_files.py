"""The files of an audit: sheets to be filled in, and the report of what they say."""

from __future__ import annotations

from pathlib import Path

from misid.audit.schema import AuditReading, AuditSheet
from misid.audit.sheet import first_sheet, second_sheet
from misid.document.audit import reading_document
from misid.document.figures import block
from misid.errors import OutputError
from misid.figures.risk_by_row import risk_by_row
from misid.files.write import Writer, check_folder, text_writer, write_files
from misid.words.language import ENGLISH, Language
from misid.writers.formats import HTML_ALONE, Formats
from misid.writers.kinds import AUDIT, HANDED_OUT, refuse_other_report
from misid.writers.report_folder import by_name, write_folder

DRAWN, FIRST, SECOND, _ = HANDED_OUT


def write_sheets(found: AuditSheet, out: Path) -> tuple[Path, ...]:
    """
    Write sheet.csv, drawn.json, and second.csv where rows are looked at again.

    Raises: OutputError: the folder cannot be written, or holds sheets, which may be filled in.
    """
    check_folder(out)
    for name in (FIRST, SECOND, DRAWN):
        if (out / name).exists():
            raise OutputError(
                f"{out.name or out} holds {name} already, which may be filled in.",
                use="--out with another folder",
            )
    files: dict[str, Writer] = {
        FIRST: text_writer(first_sheet(found)),
        DRAWN: text_writer(found.model_dump_json(indent=2) + "\n"),
    }
    if found.plan.again:
        files[SECOND] = text_writer(second_sheet(found))
    return write_files(files, out)


def check_reading(out: Path) -> None:
    """
    Refuse early where the report of a reading cannot be written.

    Raises: OutputError: the folder cannot be made or written, or holds another report.
    """
    check_folder(out)
    refuse_other_report(out, AUDIT)


def write_reading(
    found: AuditReading,
    out: Path,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the report, audit.json, a CSV a table and the picture of a check row by row.

    The rest as of `write_folder`.
    """
    picture = None if found.one_by_one is None else risk_by_row(found, language)
    document = reading_document(found, language, drawn=block(picture) if picture else None)
    facts = found.model_dump_json(indent=2) + "\n"
    return write_folder(document, {AUDIT: facts}, out, formats, pictures=by_name(picture))
