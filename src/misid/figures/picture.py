"""A picture before it is drawn: what it says in words, its data, and how to draw it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from misid.files.read import visible
from misid.files.spreadsheet import csv_text
from misid.results.schema import Results

# Altair's kinds of charts have no type in common that its methods return.
Chart: TypeAlias = Any
Value = str | float | int | None

SYNTHETIC, EXTRAPOLATED = "synthetic model", "extrapolated"
WIDE, NARROW = 640, 288


class Column(NamedTuple):
    """A column of the data: its name in files, the name that is shown, its unit."""

    name: str
    title: str
    unit: str = ""


@dataclass(frozen=True)
class Picture:
    """
    One figure.

    `finding` is one sentence made from the numbers, `alt` says in words what is drawn, `words` must
    stand beside it wherever it is shown, `stamp` what it was made from. `draw` takes a width in
    pixels; nothing is loaded for drawing before it is called. Where there is nothing to see `draw`
    is None, and `nothing` says why.
    """

    name: str
    title: str
    finding: str
    alt: str
    words: tuple[str, ...]
    stamp: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    draw: Callable[[int], Chart] | None
    nothing: str = "No trials: there is nothing to show."

    def __post_init__(self) -> None:
        """Whatever is hidden in a name that a reader gave is written out."""
        for field in ("title", "finding", "alt", "stamp"):
            object.__setattr__(self, field, visible(getattr(self, field)))
        rows = tuple(tuple(map(_shown, row)) for row in self.rows)
        object.__setattr__(self, "rows", rows)

    def as_csv(self) -> str:
        """The data as CSV, one row of names first."""
        return csv_text([column.name for column in self.columns], self.rows)


def _shown(value: Value) -> Value:
    return visible(value) if isinstance(value, str) else value


def words(results: Results, *, from_matching: bool = True) -> tuple[str, ...]:
    """What must stand beside a picture of these results."""
    flagged = any("extrapolated" in row.flags for row in results.headline)
    return (SYNTHETIC, EXTRAPOLATED) if flagged and from_matching else (SYNTHETIC,)


def if_clause(clause: str) -> str:
    """
    A clause as the heading of what holds where it does.

    Example:
        >>> if_clause("any candidate leads to a reference code")
        'If any candidate leads to a reference code'
    """
    return f"If {clause}" if clause else ""


def open_said(results: Results) -> str:
    """That nobody has said which side of the headline's either/or holds; nothing where none is."""
    return "" if results.either_or is None else results.either_or.open
