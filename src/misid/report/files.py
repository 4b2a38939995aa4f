"""A finished run becomes a folder: the report, its document, and every number behind it."""

from __future__ import annotations

from pathlib import Path

from misid.document import document_of_run
from misid.output import text_writer, write_files
from misid.report.html import html
from misid.results.bundle import bundle
from misid.results.run import Run


def write_run(found: Run, folder: str | Path) -> tuple[Path, ...]:
    """
    Write report.html, report.json, results.json and the tables behind them into a folder.

    Args:
        found: a finished run.
        folder: made where it is missing; other files in it are left alone.
    Returns: the files, the report first.
    Raises: OutputError: the folder cannot be made or written.
    """
    document = document_of_run(found)
    pages = {
        "report.html": text_writer(html(document)),
        "report.json": text_writer(document.model_dump_json(indent=1) + "\n"),
    }
    return write_files(pages | bundle(found), Path(folder))
