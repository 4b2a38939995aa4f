"""`misid evidence`: the published tables, each with its source, quality and cautions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from misid.cli.completion import evidence_names
from misid.cli.options import one_form
from misid.evidence import (
    Citation,
    PublishedTable,
    citation,
    citation_keys,
    evidence_digest,
    table,
    table_names,
)
from misid.files.spreadsheet import csv_text, is_number
from misid.writers.terminal import print_rows, wide_console

CITATIONS = "citations"
_CITATION_COLUMNS = ("key", "title", "publisher", "date", "quality", "url", "read")
_LIST_COLUMNS = ("name", "title", "source", "quality")


def evidence(
    name: Annotated[
        str | None,
        typer.Argument(
            help="A table, or the word citations; without it all tables are listed.",
            autocompletion=evidence_names,
        ),
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
    one_form({"--json": as_json, "--csv": as_csv})
    if as_json:
        typer.echo(json.dumps(_document(name), indent=2, ensure_ascii=False))
    elif as_csv:
        typer.echo(_csv_text(name), nl=False)
    else:
        _print_for_people(name)


def _print_for_people(name: str | None) -> None:
    console = wide_console()
    if name is None:
        _print_list(console)
    elif name == CITATIONS:
        print_rows(console, _CITATION_COLUMNS, _citation_rows())
    else:
        _print_table(console, table(name))


def _citation_rows() -> list[tuple[str, ...]]:
    found = [citation(key) for key in citation_keys()]
    return [(c.key, c.title, c.publisher, c.date, c.quality, c.url, c.read) for c in found]


def _print_list(console: Console) -> None:
    named = [table(name) for name in table_names()]
    rows = [(one.name, one.title, _sources_in_short(one), one.quality) for one in named]
    print_rows(console, _LIST_COLUMNS, rows)
    console.print(
        Text("\nmisid evidence NAME shows one table, misid evidence citations the sources.")
    )


def _print_table(console: Console, shown: PublishedTable) -> None:
    console.print(Text(shown.title, style="bold"))
    _print_part(console, "source", (_in_full(citation(key)) for key in shown.source))
    _print_part(console, "quality", (shown.quality,))
    _print_part(console, "measured under", (f"{name} {n}" for name, n in shown.conditions))
    _print_part(console, "caution", shown.caution)
    _print_part(console, "columns", (f"{one.name}: {one.meaning}" for one in shown.about))
    numeric = [one.name for one in shown.about if one.kind != "text"]
    console.print()
    print_rows(console, shown.columns, shown.rows, numeric)


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


def _sources_in_short(shown: PublishedTable) -> str:
    return "each row its own" if shown.citation_column else ", ".join(shown.source)


def _in_full(source: Citation) -> str:
    return ", ".join(filter(None, (source.short(), source.url, source.quality, source.key)))


def _document(name: str | None) -> dict[str, Any]:
    """The list, or one table, as JSON; numbers are numbers and a blank is null."""
    if name is None:
        shown: dict[str, Any] = {"tables": [_head(table(one)) for one in table_names()]}
    elif name == CITATIONS:
        shown = {"citations": [_source_entry(citation(key)) for key in citation_keys()]}
    else:
        shown = _head(table(name)) | _body(table(name))
    return shown | {"evidence_digest": evidence_digest()}


def _head(shown: PublishedTable) -> dict[str, Any]:
    return {
        "name": shown.name,
        "title": shown.title,
        "source": [_source_entry(citation(key)) for key in shown.source],
        "quality": shown.quality,
        "caution": list(shown.caution),
    }


def _body(shown: PublishedTable) -> dict[str, Any]:
    return {
        "conditions": {name: _number(published) for name, published in shown.conditions},
        "columns": [
            {"name": one.name, "kind": one.kind, "meaning": one.meaning} for one in shown.about
        ],
        "rows": [_row_entry(shown, row) for row in shown.rows],
    }


def _row_entry(shown: PublishedTable, row: Sequence[str]) -> dict[str, Any]:
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
        "read": source.read,
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
    elif name == CITATIONS:
        columns, rows = _CITATION_COLUMNS, _citation_rows()
    else:
        columns, rows = table(name).columns, table(name).rows
    return csv_text(columns, rows)
