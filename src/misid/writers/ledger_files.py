"""The ranked questions, or a letter that asks them, become a folder; each carries its document."""

from __future__ import annotations

from pathlib import Path

from misid.document.model import Document
from misid.document.tables.uncertainty import questions
from misid.uncertainty.ledger_schema import Ledger
from misid.words.language import ENGLISH, Language
from misid.writers.formats import HTML_ALONE, Formats
from misid.writers.kinds import LEDGER
from misid.writers.report_folder import by_name, write_folder


def write_ledger(
    found: Ledger,
    document: Document,
    folder: str | Path,
    language: Language = ENGLISH,
    formats: Formats = HTML_ALONE,
) -> tuple[Path, ...]:
    """
    Write the questions or the letter, report.json, ledger.json and a CSV of every question.

    Args:
        found: the ledger.
        document: made of it: the questions in order, or a letter that asks some.
        folder: made where it is missing; other files in it are left alone.
        language: of the table.
        formats: in which the document is written.
    Returns: the files, the document first.
    Raises: OutputError: the folder cannot be made or written, or holds a report of another kind.
    """
    facts = found.model_dump_json(indent=2) + "\n"
    every = questions(found, language, whole=True)
    return write_folder(document, {LEDGER: facts}, folder, formats, tables=by_name(every))
