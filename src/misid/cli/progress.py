"""A bar while many things are drawn, with rate and time left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

_MILLION = 1e6


class _ThingsASecond(ProgressColumn):
    """Things a second."""

    def __init__(self, things: str) -> None:
        super().__init__()
        self.things = things

    def render(self, task: Task) -> Text:
        speed = task.speed or 0.0
        if speed >= _MILLION:
            return Text(f"{speed / _MILLION:,.0f} million {self.things} a second")
        return Text(f"{speed:,.0f} {self.things} a second" if speed else "")


@contextmanager
def bar(total: float, things: str, least: float) -> Iterator[Callable[[int], None] | None]:
    """
    Tells a bar how many things are done; nothing where they are few, or nobody looks.

    Args:
        total: how many there are.
        things: what they are.
        least: so many are worth a bar.
    """
    console = Console(stderr=True)
    if total < least or not console.is_terminal:
        yield None
        return
    columns = (TextColumn("drawing"), BarColumn(), _ThingsASecond(things), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda done: progress.advance(task, done)
