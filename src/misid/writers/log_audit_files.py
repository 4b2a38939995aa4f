"""What was found in a search log becomes a folder: the report, its facts, tables, a picture."""

from __future__ import annotations

from pathlib import Path

from misid.document.log_audit import log_audit_picture, log_audit_report
from misid.document.model import Table
from misid.files.write import Writer, text_writer
from misid.searchlog.checks.schema import LogAudit
from misid.words.language import ENGLISH, Language
from misid.writers.csv import table_csv
from misid.writers.folder import drawings
from misid.writers.formats import HTML_ALONE, Formats, pages
from misid.writers.kinds import LOG_AUDIT, refuse_other_report, write_report


def write_log_audit(
    found: LogAudit,
    folder: str | Path,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the report, report.json, log-audit.json, its tables and its picture into a folder.

    Args:
        found: what was found in a log.
        folder: made where it is missing; other files in it are left alone.
        language: of the report and its tables.
        formats: in which the report is written.
    Returns: the files, the report first.
    Raises: OutputError: the folder cannot be made or written, or holds another report.
    """
    refuse_other_report(folder, LOG_AUDIT)
    document = log_audit_report(found, language)
    picture = log_audit_picture(found, language)
    files: dict[str, Writer] = pages(document, formats, folder) | {
        LOG_AUDIT: text_writer(found.model_dump_json(indent=2) + "\n")
    }
    blocks = (block for section in document.sections for block in section.blocks)
    tables = (block for block in blocks if isinstance(block, Table))
    files |= {f"{one.name}.csv": text_writer(table_csv(one)) for one in tables}
    files |= drawings({picture.name: picture} if picture else {})
    return write_report(files, folder, LOG_AUDIT)
