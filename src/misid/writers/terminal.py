"""Tables on a terminal or in a pipe: whole words, nothing cut."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from misid.files.read import visible
from misid.words.sentence import Number, TableCell, Value, plain

if TYPE_CHECKING:
    from misid.document.model import Block, Document, Table

# Wider than any row, so that what goes to a file or a pipe is neither cut nor folded.
_PIPE_WIDTH = 20_000
_WIDE = 110
_HARD_SPACE = "\u00a0"


def print_table(console: Console, table: Table, *, heading: str = "") -> None:
    """
    A table: its title, its rows, its note.

    Columns set aside are left out of a narrow screen, and the title below a heading that says it.
    """
    table, is_wide = table.shown(), console.width >= _WIDE
    shown = [place for place, one in enumerate(table.columns) if is_wide or not one.aside]
    heads = [table.columns[place].title for place in shown]
    numeric = [table.columns[place].title for place in shown if table.columns[place].numeric]
    if table.title and table.title != heading:
        console.print(Text(f"\n{table.title}", style="bold"))
    rows = [[_whole(row[place]) for place in shown] for row in table.rows]
    print_rows(console, heads, _said_once(rows), numeric)
    if table.note:
        print_sentence(console, table.note)


def _whole(cell: TableCell) -> str:
    """A cell whose numbers are not broken; what stands behind one in brackets may be apart."""
    if isinstance(cell, Number):
        number, bracket, beside = cell.text.partition(" (")
        return number.replace(" ", _HARD_SPACE) + bracket + beside
    return plain(cell).replace(" %", f"{_HARD_SPACE}%")


def _said_once(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """What a row is of is not said again below itself."""
    above = [[""], *rows]
    return [
        ["" if row[0] == last[0] else row[0], *row[1:]]
        for last, row in zip(above, rows, strict=False)
    ]


def print_document(console: Console, document: Document) -> None:
    """A document: the finding, its sections, figures by what they say, and last its stamp."""
    console.print()
    print_sentence(console, document.finding, style="bold")
    for section in document.sections:
        console.print(Text(f"\n{section.title}", style="bold"))
        for block in section.blocks:
            _print_block(console, block, section.title)
    console.print(Text(f"\n{document.stamp_line}"))


def _print_block(console: Console, block: Block, heading: str) -> None:
    # By kind: the model of documents is only loaded by whoever made one.
    if block.kind == "table":
        print_table(console, block, heading=heading)
    elif block.kind == "answer":
        console.print(Text(block.question, style="bold"))
        for one in (block.text, *block.further):
            print_sentence(console, one)
    elif block.kind == "finding":
        print_sentence(console, block.text, style="bold")
    elif block.kind == "text":
        print_sentence(console, block.text)
    elif block.kind == "figure":
        print_sentence(console, block.finding)


def print_sentence(console: Console, spoken: Value, style: str = "") -> None:
    """A sentence, or a paragraph of them."""
    held = plain(spoken).replace(" %", "\u00a0%")
    console.print(Text(_folded(held, console.width).replace("\u00a0%", " %"), style=style))


def print_rows(
    console: Console,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[str] = (),
) -> None:
    """
    A grid of whole words.

    Where the screen is too narrow for all columns, they stand in several grids that all begin with
    the first; on a screen too narrow even for that, one cell stands below the other.
    """
    rows = [[visible(cell) for cell in row] for row in rows]
    right = [column in numeric for column in columns]
    for heads, gap in ((columns, 2), ([_broken(column) for column in columns], 1)):
        if _widths([heads, *rows], console.width - gap * (len(columns) - 1)):
            _print_grid(console, heads, rows, right, gap)
            return
    parts = _parts([columns, *rows], console.width)
    for number, part in enumerate(parts):
        if number:
            console.print()
        held = [[row[place] for place in part] for row in (columns, *rows)]
        _print_grid(console, held[0], held[1:], [right[place] for place in part], 1)
    if not parts:
        _print_records(console, columns, rows)


def _print_grid(
    console: Console,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    right: Sequence[bool],
    gap: int,
) -> None:
    widths = _widths([heads, *rows], console.width - gap * (len(heads) - 1))
    grid = Grid(box=None, padding=(0, gap, 0, 0), pad_edge=False)
    for head, width, is_right in zip(heads, widths, right, strict=True):
        justify: Literal["left", "right"] = "right" if is_right else "left"
        grid.add_column(Text(_folded(head, width)), width=width, justify=justify, no_wrap=True)
    for row in rows:
        cells = zip(row, widths, strict=True)
        grid.add_row(*(Text(_folded(cell, width)) for cell, width in cells))
    console.print(grid)


def _parts(lines: Sequence[Sequence[str]], room: int) -> list[list[int]]:
    """Places of the columns of each grid, the first column in all; nothing where none has room."""
    narrowest = [_longest(column, _words) for column in zip(*lines, strict=True)]
    parts: list[list[int]] = []
    for place, width in enumerate(narrowest[1:], 1):
        if narrowest[0] + 1 + width > room:
            return []
        last = parts[-1] if parts else [0]
        used = sum(narrowest[held] + 1 for held in last)
        if parts and used + width <= room:
            last.append(place)
        else:
            parts.append([0, place])
    return parts


def _widths(lines: Sequence[Sequence[str]], room: int) -> list[int]:
    """
    The width of each column, none below its longest word; nothing where there is no room.

    What is left goes to the columns that want least more, since they are whole the soonest.
    """
    columns = list(zip(*lines, strict=True))
    narrowest = [_longest(column, _words) for column in columns]
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


def _words(cell: str) -> list[str]:
    """What is never broken: a number stays with its sign, apart by a space that does not break."""
    return cell.replace("\n", " ").split(" ")


def _folded(cell: str, width: int) -> str:
    """The words of a cell on as many lines as it takes."""
    lines: list[str] = []
    for paragraph in cell.split("\n"):
        lines.append("")
        for word in paragraph.split(" "):
            longer = f"{lines[-1]} {word}" if lines[-1] else word
            if cell_len(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
    return "\n".join(lines)


def _broken(head: str) -> str:
    return head.replace("_", "_\n")


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
    """
    A console as wide as the terminal, or wider than any row where there is none.

    COLUMNS says how wide a pipe is; where NO_COLOR is set nothing is coloured or bold.
    """
    colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    console = Screen(highlight=False, emoji=False, color_system=colours)
    if not console.file.isatty() and not os.environ.get("COLUMNS", "").isdigit():
        console.width = _PIPE_WIDTH
    return console
