"""`misid simulate --people --write`: a synthetic search log, and what is said while it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

if TYPE_CHECKING:
    from misid.programme.people.timeline import Course
    from misid.searchlog.schema import Dataset

_SHOW_PROGRESS_FROM = 2_000_000


class _Rate(ProgressColumn):
    """Encounters a second."""

    def render(self, task: Task) -> Text:
        speed = task.speed or 0.0
        return Text(f"{speed:,.0f} encounters a second" if speed else "")


def write(course: Course, folder: Path, *, csv: bool, truth: bool, resume: bool) -> None:
    """
    Write a synthetic search log into a folder, and say what is written.

    Args:
        course: from which it is drawn.
        folder: for its files.
        csv: each file also as CSV.
        truth: with the columns that only a simulation knows.
        resume: go on where an earlier run stopped.
    Raises: OutputError: it cannot be written there. MeaningError: another log stands there.
    """
    from misid.searchlog.columns import Form
    from misid.searchlog.plan import Plan, shown_size
    from misid.searchlog.write import write_dataset

    plan = Plan(course, Form(csv=csv, truth=truth))
    files = len(plan.parts) * (2 if csv else 1)
    typer.echo(
        f"about {plan.rows:,.0f} encounters in {files:,} {_files(files)}, {shown_size(plan.bytes)}",
        err=True,
    )
    try:
        with _bar(plan.rows) as progress:
            found = write_dataset(plan, folder, resume=resume, progress=progress)
    except KeyboardInterrupt:
        typer.echo("the log is not finished; the same command with --resume goes on", err=True)
        raise
    _print(found, folder)


def _print(found: Dataset, folder: Path) -> None:
    from misid.searchlog.plan import shown_size

    count, size = len(found.files), sum(note.bytes for note in found.files)
    typer.echo(f"{found.statement}\n")
    for caution in found.scenario.cautions:
        typer.echo(caution)
    truth = "with the truth" if found.stamp.truth else "without the truth"
    typer.echo(
        f"\nlog: {found.rows:,} encounters, {truth}, in {count:,} {_files(count)}, "
        f"{shown_size(size)}: {folder}"
    )
    typer.echo("what its columns mean: dataset.json")


def _files(count: int) -> str:
    return "file" if count == 1 else "files"


@contextmanager
def _bar(rows: float) -> Iterator[Callable[[int], None] | None]:
    """Tells a bar how many encounters are written, with rate and time left."""
    console = Console(stderr=True)
    if rows < _SHOW_PROGRESS_FROM or not console.is_terminal:
        yield None
        return
    columns = (TextColumn("writing"), BarColumn(), _Rate(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=rows)
        yield lambda done: bar.advance(task, done)
