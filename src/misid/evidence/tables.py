"""The loader of the published tables."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from typing import Any

from misid.evidence.citations import data_text, plain_yaml, unknown_name
from misid.evidence.table import KINDS, PublishedColumn, PublishedTable


def table_names() -> tuple[str, ...]:
    """The name of every table, in the order of the alphabet."""
    return tuple(sorted(_sections()))


@cache
def table(name: str) -> PublishedTable:
    """The table with this name; `MeaningError` with the nearest names if there is none."""
    if name not in _sections():
        raise unknown_name("table", name, table_names())
    return _assemble(plain_yaml(_sections()[name]), *_read_csv(f"{name}.csv"))


@cache
def _sections() -> dict[str, str]:
    """The YAML document of each table by name, cut but not parsed: parsing all is slow."""
    documents = data_text("tables.yaml").split("\n---\ntable: ")[1:]
    return {document.split("\n", 1)[0]: f"table: {document}" for document in documents}


def _read_csv(file_name: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Columns and rows of a CSV file; lines that begin with # before the header are remarks."""
    lines = data_text(file_name).splitlines()
    while lines[0].startswith("#"):
        lines = lines[1:]
    columns, *rows = (tuple(row) for row in csv.reader(lines))
    return columns, tuple(rows)


def _assemble(
    described: Mapping[str, Any], columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]
) -> PublishedTable:
    cited_by_row = described.get("citation_column", "")
    sources = described.get("source") or [row[columns.index(cited_by_row)] for row in rows]
    return PublishedTable(
        name=described["table"],
        title=described["title"],
        source=tuple(dict.fromkeys(sources)),
        quality=described["quality"],
        caution=tuple(described["caution"]),
        columns=columns,
        rows=rows,
        about=_about(described, columns),
        key=tuple(described.get("key", columns[:1])),
        conditions=tuple(described.get("conditions", {}).items()),
        citation_column=cited_by_row,
        bound_column=described.get("bound_column", ""),
    )


def _about(described: Mapping[str, Any], columns: tuple[str, ...]) -> tuple[PublishedColumn, ...]:
    """Kind and meaning of each column, in the order of the CSV file."""
    columns_by_name = {
        name: PublishedColumn(name, kind, meaning)
        for kind in KINDS
        for name, meaning in described.get(kind, {}).items()
    }
    return tuple(columns_by_name[name] for name in columns)
