"""What was found in a search log becomes a folder: the report, its facts, tables, a picture."""

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
    """Write the report, its facts, tables and picture; the rest as of `write_folder`."""
    return write_folder(
        log_audit_report(found, language),
        {LOG_AUDIT: found.model_dump_json(indent=2) + "\n"},
        folder,
        formats,
        pictures=by_name(log_audit_picture(found, language)),
    )
