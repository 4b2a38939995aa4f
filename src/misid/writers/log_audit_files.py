"""What was found in a search log becomes a folder: the report, its facts, and a CSV a table."""

from __future__ import annotations

from pathlib import Path

from misid.document.log_audit import log_audit_picture, log_audit_report
from misid.searchlog.checks.schema import LogAudit
from misid.words.language import ENGLISH, Language
from misid.writers.formats import HTML_ALONE, Formats
from misid.writers.kinds import LOG_AUDIT
from misid.writers.report_folder import by_name, write_folder


def write_log_audit(
    found: LogAudit,
    folder: str | Path,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """Write the report, report.json, log-audit.json, tables, picture; else as `write_folder`."""
    facts = found.model_dump_json(indent=2) + "\n"
    pictures = by_name(log_audit_picture(found, language))
    document = log_audit_report(found, language)
    return write_folder(document, {LOG_AUDIT: facts}, folder, formats, pictures=pictures)
