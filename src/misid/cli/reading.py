"""How `misid evaluate` reads files of scores: whole, or in parts with a bar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from misid.cli.options import busy
from misid.errors import MeaningError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from misid.evaluation import Evaluation, Reading, ScoreStream, ScoreTable

_OF_ONE_FILE = ("label", "subject_a", "subject_b", "group_a", "group_b", "condition")


def read(
    scores: Path, impostors: Path | None, reading: Reading, *, whole: bool
) -> ScoreTable | ScoreStream:
    """
    The comparisons of one file or of two.

    Args:
        scores: the file, or that of genuine scores.
        impostors: that of impostor scores, where there are two.
        reading: which column is what.
        whole: whether they must be in memory.
    """
    from misid.evaluation import read_score_lists, read_scores, score_stream

    if impostors is not None:
        _refuse_columns(reading)
    paths = (scores,) if impostors is None else (scores, impostors)
    stream = None if whole else score_stream(paths, reading)
    if stream is not None:
        return stream
    with busy("reading scores"):
        if impostors is None:
            return read_scores(scores, reading)
        return read_score_lists(scores, impostors, reading)


def _refuse_columns(reading: Reading) -> None:
    """Refuse options that say nothing about two files."""
    named = [f"--{role.replace('_', '-')}" for role in _OF_ONE_FILE if getattr(reading, role)]
    if named or reading.genuine_label:
        raise MeaningError(
            f"{(named or ['--genuine-label'])[0]} says nothing about two files of scores.",
            use="one file with that column, or --score alone",
        )


def evaluated(
    table: ScoreTable | ScoreStream, rates: Sequence[float], *, replicates: int, seed: int
) -> Evaluation:
    """
    The evaluation, with a sign of life on a terminal.

    Args:
        table: the comparisons.
        rates: false match rates to set thresholds for.
        replicates: of the bootstrap.
        seed: which replicates.
    """
    from misid.evaluation import ScoreTable, evaluate

    if isinstance(table, ScoreTable):
        with busy("counting errors"):
            return evaluate(table, rates=rates, replicates=replicates, seed=seed)
    with _rows_bar() as progress:
        table.progress = progress
        return evaluate(table, rates=rates, replicates=replicates, seed=seed)


@contextmanager
def _rows_bar() -> Iterator[Callable[[int, int], None] | None]:
    """A bar of rows for each pass; nothing where nobody looks."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("counting scores", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
