"""`misid simulate --people --write`: a synthetic search log, and what is said while it is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from misid.cli.progress import bar
from misid.writers.terminal import print_document, wide_console

if TYPE_CHECKING:
    from misid.searchlog.plan import Plan
    from misid.words import Language

_SHOW_PROGRESS_FROM = 2_000_000


def write(plan: Plan, folder: Path, written_in: Language, *, resume: bool) -> None:
    """
    Write a synthetic search log into a folder, and say what is written.

    Args:
        plan: what is written.
        folder: for its files.
        written_in: language of its page.
        resume: go on where an earlier run stopped.
    Raises: OutputError: it cannot be written there. MeaningError: another log stands there.
    """
    from misid.document.searchlog import document_of_log
    from misid.searchlog.plan import shown_size
    from misid.searchlog.write import write_dataset
    from misid.writers.folder import write_log_page

    typer.echo(f"about {plan.rows:,.0f} encounters, {shown_size(plan.bytes)}", err=True)
    try:
        with bar(plan.rows, "encounters", _SHOW_PROGRESS_FROM) as progress:
            dataset = write_dataset(plan, folder, resume=resume, progress=progress)
    except KeyboardInterrupt:
        typer.echo("the log is not finished; the same command with --resume goes on", err=True)
        raise
    page = write_log_page(dataset, folder, written_in)
    print_document(wide_console(), document_of_log(dataset, written_in, columns_too=False))
    size = shown_size(sum(note.bytes for note in dataset.files))
    typer.echo(f"\nlog: {folder}, {size}; what its columns mean: {page.name}")
