"""`misid evidence`: the published tables, each with its source, quality and cautions."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from misid.errors import MeaningError
from misid.evidence import (
    Citation,
    Table,
    citation,
    evidence_digest,
    is_number,
    table,
    table_names,
)

# Wider than any row, so that what goes to a file or a pipe is neither cut nor folded.
_PIPE_WIDTH = 20_000
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_LIST_COLUMNS = ("name", "title", "source", "quality")


def evidence(
    name: Annotated[
        str | None, typer.Argument(help="A table; without it all tables are listed.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print CSV, guarded against spreadsheet formulas.")
    ] = False,
) -> None:
    """
    Show the published numbers behind the model, with their sources.

    A blank cell was not published; it is never 0.

    Example: misid evidence nist_frte_1n_fnir_2026-01-09
    """
    if as_json and as_csv:
        raise MeaningError("--json and --csv were both given.", use="one of them")
    if as_json:
        typer.echo(json.dumps(_document(name), indent=2, ensure_ascii=False))
    elif as_csv:
        typer.echo(_csv_text(name), nl=False)
    else:
        _print_for_people(name)


def _print_for_people(name: str | None) -> None:
    console = _console()
    if name is None:
        _print_list(console)
    else:
        _print_table(console, table(name))


def _print_list(console: Console) -> None:
    named = [table(name) for name in table_names()]
    rows = [(one.name, one.title, _sources_in_short(one), one.quality) for one in named]
    _print_rows(console, _LIST_COLUMNS, rows)
    console.print(Text("\nmisid evidence NAME shows one table."))


def _print_table(console: Console, shown: Table) -> None:
    console.print(Text(shown.title, style="bold"))
    _print_part(console, "source", (_in_full(citation(key)) for key in shown.source))
    _print_part(console, "quality", (shown.quality,))
    _print_part(console, "measured under", (f"{name} {n}" for name, n in shown.conditions))
    _print_part(console, "caution", shown.caution)
    _print_part(console, "columns", (f"{one.name}: {one.meaning}" for one in shown.about))
    numeric = [one.name for one in shown.about if one.kind != "text"]
    console.print()
    _print_rows(console, shown.columns, shown.rows, numeric)


def _print_part(console: Console, heading: str, lines: Iterable[str]) -> None:
    """A heading with its lines below it; nothing where there are no lines."""
    given = list(lines)
    if not given:
        return
    console.print(Text(heading, style="bold"))
    grid = Grid.grid(padding=(0, 1))
    for line in given:
        grid.add_row(Text(" -"), Text(line))
    console.print(grid)


def _print_rows(
    console: Console,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[str] = (),
) -> None:
    """A grid; one row below the other where the screen is too narrow for whole words."""
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


def _console() -> Console:
    """A console as wide as the terminal, or wider than any row where there is none."""
    console = Console(highlight=False, emoji=False)
    if not console.file.isatty():
        console.width = _PIPE_WIDTH
    return console


def _sources_in_short(shown: Table) -> str:
    return "each row its own" if shown.citation_column else ", ".join(shown.source)


def _in_full(source: Citation) -> str:
    return ", ".join(filter(None, (source.short(), source.url, source.quality, source.key)))


def _document(name: str | None) -> dict[str, Any]:
    """The list, or one table, as JSON; numbers are numbers and a blank is null."""
    shown = (
        {"tables": [_head(table(one)) for one in table_names()]}
        if name is None
        else _head(table(name)) | _body(table(name))
    )
    return shown | {"evidence_digest": evidence_digest()}


def _head(shown: Table) -> dict[str, Any]:
    return {
        "name": shown.name,
        "title": shown.title,
        "source": [_source_entry(citation(key)) for key in shown.source],
        "quality": shown.quality,
        "caution": list(shown.caution),
    }


def _body(shown: Table) -> dict[str, Any]:
    return {
        "conditions": {name: _number(published) for name, published in shown.conditions},
        "columns": [
            {"name": one.name, "kind": one.kind, "meaning": one.meaning} for one in shown.about
        ],
        "rows": [_row_entry(shown, row) for row in shown.rows],
    }


def _row_entry(shown: Table, row: Sequence[str]) -> dict[str, Any]:
    cells = zip(shown.about, row, strict=True)
    return {column.name: _json_cell(column.kind, cell) for column, cell in cells}


def _json_cell(kind: str, cell: str) -> float | str | None:
    if not cell:
        return None
    return _number(cell) if kind != "text" and is_number(cell) else cell


def _number(cell: str) -> float:
    """A count as a whole number, anything else as a fraction."""
    return int(cell) if cell.isdecimal() else float(cell)


def _source_entry(source: Citation) -> dict[str, str]:
    return {
        "key": source.key,
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date,
        "url": source.url,
        "quality": source.quality,
    }


def _csv_text(name: str | None) -> str:
    """The list, or one table, as CSV with every cell guarded."""
    if name is None:
        named = [table(one) for one in table_names()]
        columns: Sequence[str] = _LIST_COLUMNS
        rows: Iterable[Sequence[str]] = [
            (one.name, one.title, " ".join(one.source), one.quality) for one in named
        ]
    else:
        columns, rows = table(name).columns, table(name).rows
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerows([guarded(cell) for cell in row] for row in (columns, *rows))
    return target.getvalue()


def guarded(cell: str) -> str:
    """A cell that no spreadsheet runs: a quote before = + - @ and tab, plain numbers excepted."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) and not is_number(cell) else cell
