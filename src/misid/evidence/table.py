"""A published table: its cells as printed, its numbers, and its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from misid.arrays import Floats
from misid.errors import MeaningError
from misid.evidence.citations import Citation, citation, listed, unknown_name
from misid.files.spreadsheet import is_number

EvidenceKind = Literal["text", "numbers", "bounds"]
KINDS: tuple[EvidenceKind, ...] = ("text", "numbers", "bounds")
KEY_SEPARATOR = " / "
_BOUND_WORDS = {">": "more than", "<": "less than"}


@dataclass(frozen=True, slots=True)
class PublishedColumn:
    """One column: its name, what it holds (`text`, `numbers` or `bounds`), and what it means."""

    name: str
    kind: EvidenceKind
    meaning: str


@dataclass(frozen=True, slots=True)
class PublishedNumber:
    """
    One published number with its table, row, column and citation.

    `published` is the text as printed, so with the digits that were printed. `bound` says how
    to read it where it is not the value itself: `more than`, `about`, `stated`. `row` is empty
    for a condition that holds for the whole table.
    """

    value: float
    table: str
    row: str
    column: str
    citation: Citation
    quality: str
    published: str
    bound: str = ""

    def cite(self) -> str:
        """The number and its source in one short sentence."""
        row = f"row {self.row}, column" if self.row else "condition"
        place = f"table {self.table}, {row} {self.column}"
        quality = "" if self.quality == "primary" else f"; {self.quality}"
        return f"{self._shown()} ({self.citation.short()}; {place}{quality})"

    def _shown(self) -> str:
        """The text as printed, after its bound: `more than 100000`, `0 (no difference found)`."""
        if self.bound in ("", "exact") or not self.published[0].isdigit():
            return self.published
        before = self.bound in ("more than", "less than", "about")
        return f"{self.bound} {self.published}" if before else f"{self.published} ({self.bound})"


@dataclass(frozen=True)
class PublishedTable:
    """
    A published table, each cell as the text that was printed.

    A blank cell was not published: it is NaN among numbers and never 0. A row is named by its
    first cell, or, where several rows begin alike, by the cells of the columns in `key`, joined
    by " / " (`tfm_app / gallery_records`).
    """

    name: str
    title: str
    source: tuple[str, ...]
    quality: str
    caution: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    about: tuple[PublishedColumn, ...]
    key: tuple[str, ...]
    conditions: tuple[tuple[str, str], ...] = ()
    citation_column: str = ""
    bound_column: str = ""

    def strings(self, column: str) -> tuple[str, ...]:
        """The cells of a column as printed; blank where nothing was published."""
        at = self._column_index(column)
        return tuple(row[at] for row in self.rows)

    def numbers(self, column: str, *, bounds: Literal["refuse", "drop"] = "refuse") -> Floats:
        """
        The numbers of a column, NaN where the cell is blank.

        A limit such as ">75" is not a value: it is refused, or NaN with `bounds="drop"`.
        """
        self._require_numbers(column)
        cells = self.strings(column)
        if bounds == "refuse":
            self._refuse_bounds(column, cells)
        return np.array([cell_number("" if is_bound(cell) else cell) for cell in cells])

    def keys(self) -> tuple[str, ...]:
        """The whole key of every row, each once."""
        at = [self._column_index(column) for column in self.key]
        return tuple(KEY_SEPARATOR.join(row[i] for i in at) for row in self.rows)

    def row(self, key: str) -> dict[str, str]:
        """The cells of one row as printed, by column."""
        return dict(zip(self.columns, self.rows[self._row_index(key)], strict=True))

    def value(self, row: str, column: str) -> PublishedNumber:
        """One number with its citation; a blank or text cell has none and is an error."""
        self._require_numbers(column)
        cells = self.row(row)
        published = cells[column]
        if not published:
            raise self._not_published(row, column)
        source = cells.get(self.citation_column, self.source[0])
        stated = cells.get(self.bound_column, "")
        return self._figure(row, column, published, source, bound_word(published) or stated)

    def condition(self, name: str) -> PublishedNumber:
        """A number that holds for the whole table, such as the rate that sets the threshold."""
        numbers = dict(self.conditions)
        if name not in numbers:
            raise unknown_name("condition", name, tuple(numbers), self._where())
        return self._figure("", name, numbers[name], self.source[0], "")

    def column(self, name: str) -> PublishedColumn:
        """What a column holds and means."""
        return self.about[self._column_index(name)]

    def _figure(
        self, row: str, column: str, published: str, source: str, bound: str
    ) -> PublishedNumber:
        cited = citation(source)
        return PublishedNumber(
            value=cell_number(published),
            table=self.name,
            row=row,
            column=column,
            citation=cited,
            quality=cited.quality if self.quality == "per row" else self.quality,
            published=published,
            bound=bound,
        )

    def _column_index(self, column: str) -> int:
        if column not in self.columns:
            raise unknown_name("column", column, self.columns, self._where())
        return self.columns.index(column)

    def _row_index(self, key: str) -> int:
        keys = self.keys()
        if key in keys:
            return keys.index(key)
        begun = [index for index, row in enumerate(self.rows) if row[0] == key]
        if not begun:
            raise unknown_name("row", key, keys, self._where())
        if len(begun) > 1:
            raise self._ambiguous(key, [keys[index] for index in begun])
        return begun[0]

    def _require_numbers(self, column: str) -> None:
        if self.column(column).kind == "text":
            able = [known.name for known in self.about if known.kind != "text"]
            raise MeaningError(
                f"column {column} holds text, not numbers.",
                where=self._where(),
                use=f"a column of numbers: {', '.join(able) or 'none here'}; or strings()",
            )

    def _refuse_bounds(self, column: str, cells: tuple[str, ...]) -> None:
        for key, cell in zip(self.keys(), cells, strict=True):
            if cell and not is_number(cell):
                raise MeaningError(
                    f"column {column} is {cell} in row {key}, a limit and not a value.",
                    where=self._where(),
                    use='bounds="drop" to leave limits out as NaN, or strings()',
                )

    def _not_published(self, row: str, column: str) -> MeaningError:
        given = [name for name, cell in self.row(row).items() if cell and self._is_number(name)]
        return MeaningError(
            f"column {column} is blank in row {row}: no number was published.",
            where=self._where(),
            use=f"a column that is not blank there: {', '.join(given) or 'none'}",
        )

    def _is_number(self, column: str) -> bool:
        return self.column(column).kind != "text"

    def _ambiguous(self, key: str, whole_keys: list[str]) -> MeaningError:
        return MeaningError(
            f"{len(whole_keys)} rows begin with {key}.",
            where=self._where(),
            use=f"a whole key, {listed(whole_keys)}",
        )

    def _where(self) -> str:
        return f"table {self.name}"


def is_bound(cell: str) -> bool:
    """Whether a cell is a limit and not a value, such as `>75`."""
    return cell[:1] in _BOUND_WORDS and is_number(cell[1:])


def bound_word(cell: str) -> str:
    """How to read a cell: `more than` for `>75`, nothing for a plain number."""
    return _BOUND_WORDS[cell[0]] if is_bound(cell) else ""


def cell_number(cell: str) -> float:
    """The number in a cell, for a limit the limit itself, NaN where the cell is blank."""
    if not cell:
        return float("nan")
    return float(cell[1:] if is_bound(cell) else cell)
