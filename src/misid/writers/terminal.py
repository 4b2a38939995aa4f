"""Tables on a terminal or in a pipe: whole words, nothing cut."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from misid.document.model import Table
from misid.files.read import visible
from misid.words.sentence import Value, plain

# Wider than any row, so that what goes to a file or a pipe is neither cut nor folded.
_PIPE_WIDTH = 20_000
_WIDE = 110


def print_table(console: Console, table: Table) -> None:
    """A table: its title, its rows, its note; columns set aside are left out of a narrow screen."""
    is_wide = console.width >= _WIDE
    shown = [place for place, one in enumerate(table.columns) if is_wide or not one.aside]
    heads = [table.columns[place].title for place in shown]
    numeric = [table.columns[place].title for place in shown if table.columns[place].numeric]
    if table.title:
        console.print(Text(f"\n{table.title}", style="bold"))
    rows = [[plain(row[place]).replace(" %", "\u00a0%") for place in shown] for row in table.rows]
    print_rows(console, heads, rows, numeric)
    if table.note:
        print_sentence(console, table.note)


def print_sentence(console: Console, spoken: Value, style: str = "") -> None:
    """A sentence, or a paragraph of them."""
    console.print(Text(plain(spoken), style=style))


def print_rows(
    console: Console,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[str] = (),
) -> None:
    """A grid; one row below the other where the screen is too narrow for whole words."""
    rows = [[visible(cell) for cell in row] for row in rows]
    broken = [column.replace("_", "_\n") for column in columns]
    right = [column in numeric for column in columns]
    for heads, gap in ((columns, 2), (broken, 2), (broken, 1)):
        widths = _widths([heads, *rows], console.width - gap * (len(columns) - 1))
        if widths:
            console.print(_grid(heads, rows, widths, right, gap))
            return
    _print_records(console, columns, rows)


def _grid(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    right: Sequence[bool],
    gap: int,
) -> Grid:
    grid = Grid(box=None, padding=(0, gap, 0, 0), pad_edge=False)
    for head, width, is_right in zip(heads, widths, right, strict=True):
        grid.add_column(Text(head), width=width, justify="right" if is_right else "left")
    for row in rows:
        grid.add_row(*map(Text, row))
    return grid


def _widths(lines: Sequence[Sequence[str]], room: int) -> list[int]:
    """
    The width of each column, none below its longest word; nothing where there is no room.

    What is left goes to the columns that want least more, since they are whole the soonest.
    """
    columns = list(zip(*lines, strict=True))
    narrowest = [_longest(column, str.split) for column in columns]
    wanted = [_longest(column, str.splitlines) for column in columns]
    spare = room - sum(narrowest)
    if spare < 0:
        return []
    widths = list(narrowest)
    order = sorted(range(len(widths)), key=lambda index: wanted[index] - narrowest[index])
    for done, index in enumerate(order):
        share = min(wanted[index] - narrowest[index], spare // (len(order) - done))
        widths[index] += share
        spare -= share
    return widths


def _longest(cells: Sequence[str], split: Callable[[str], list[str]]) -> int:
    """The width of the longest part of any of these cells."""
    return max((cell_len(part) for cell in cells for part in split(cell)), default=0)


def _print_records(console: Console, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows):
        if number:
            console.print()
        for column, cell in zip(columns, row, strict=True):
            console.print(Text(f"{column}: {cell}".rstrip()))


class Screen(Console):
    """A console that writes out whatever is hidden in a name that a reader gave."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print; line breaks in a text are kept."""
        for one in objects:
            if isinstance(one, Text):
                one.plain = "\n".join(map(visible, one.plain.split("\n")))
        super().print(*objects, **options)


def wide_console() -> Console:
    """A console as wide as the terminal, or wider than any row where there is none."""
    console = Screen(highlight=False, emoji=False)
    if not console.file.isatty():
        console.width = _PIPE_WIDTH
    return console
