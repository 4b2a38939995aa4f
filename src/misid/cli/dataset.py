"""`misid simulate --people --write`: a synthetic search log, and what is said while it is made."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from misid.cli.progress import bar
from misid.writers.terminal import print_blocks, wide_console

if TYPE_CHECKING:
    from misid.searchlog.plan import Plan
    from misid.searchlog.schema import Dataset

_SHOW_PROGRESS_FROM = 2_000_000


def write(plan: Plan, folder: Path, *, resume: bool) -> None:
    """
    Write a synthetic search log into a folder, and say what is written.

    Args:
        plan: what is written.
        folder: for its files.
        resume: go on where an earlier run stopped.
    Raises: OutputError: it cannot be written there. MeaningError: another log stands there.
    """
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
    page = write_log_page(dataset, folder)
    _print(dataset)
    size = shown_size(sum(note.bytes for note in dataset.files))
    typer.echo(f"\nlog: {folder}, {size}; what its columns mean: {page.name}")


def _print(dataset: Dataset) -> None:
    from misid.words.cautions import cautions
    from misid.words.language import ENGLISH
    from misid.words.searchlog import encounters, made_up
    from misid.words.simulation import people_stamp_line, taken

    blocks = (
        made_up(dataset, ENGLISH),
        taken(dataset, ENGLISH),
        *cautions(dataset.cautions, ENGLISH),
        people_stamp_line(dataset.stamp, ENGLISH),
    )
    print_blocks(wide_console(), encounters(dataset, ENGLISH), blocks)
