"""A file of scores whose columns are known, read whole or in parts, and what is refused in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from misid.errors import FormatError, MeaningError
from misid.files.chunks import Parts

LIMIT = 4 * 2**30
INSTEAD = "scores as CSV, Parquet, .npy or text: one comparison a row, a number its score"


class Refusal(NamedTuple):
    """What is wrong with cells of a column."""

    column: str
    what: str
    use: str


@dataclass
class Refusals:
    """Cells of a file that is read in parts, and that are refused together at its end."""

    rows: int = 0
    """How many were read."""
    _found: list[tuple[Source, Refusal, NDArray[np.int64]]] = field(default_factory=list)

    def add(self, source: Source, refusal: Refusal, rows: NDArray[np.int64]) -> None:
        """Note some rows of a part, whose first row the source says."""
        self._found.append((source, refusal, rows + source.first_row))

    def refuse(self) -> None:
        """
        Refuse what was found first, with all rows of its kind.

        Raises: MeaningError: something was found.
        """
        if not self._found:
            return
        first, refusal, _ = min(self._found, key=lambda one: int(one[2][0]))
        alike = [rows for source, other, rows in self._found if other == refusal]
        rows = np.sort(np.concatenate(alike))
        source = replace(first, first_row=0)
        raise MeaningError(
            f"{len(rows):,} of {self.rows:,} values in column {refusal.column} {refusal.what}.",
            where=source.places(rows),
            use=refusal.use,
        )


@dataclass(frozen=True)
class Source:
    """A file whose columns are known, and what reads those that are wanted."""

    name: str
    columns: tuple[str, ...]
    read: Callable[[Sequence[str]], pl.DataFrame]
    first_row: int = 1
    """The number of the first row, as a reader would count it."""
    unit: str = "row"
    size: int = 0
    """Of the file, in bytes."""
    parts: Parts | None = None
    """How it is read in parts; None: only whole."""
    refusals: Refusals | None = None
    """Where cells that are no scores are noted down, instead of refused at once."""
    explain: Callable[[], None] | None = None
    """Refuses lines that cannot be read, with their number, where it finds some."""

    def refuse(self, column: str, bad: NDArray[np.bool_], what: str, use: str) -> None:
        """
        Refuse a column with such cells.

        Raises: MeaningError: there are some; with their number and first rows.
        """
        rows = np.flatnonzero(bad)
        if not len(rows):
            return
        if self.refusals is not None:
            self.refusals.add(self, Refusal(column, what, use), rows)
            return
        raise MeaningError(
            f"{len(rows):,} of {len(bad):,} values in column {column} {what}.",
            where=self.places(rows),
            use=use,
        )

    def renamed(self, names: Mapping[str, str]) -> Source:
        """The same with other names of its columns."""
        old = {new: given for given, new in names.items()}

        def read(wanted: Sequence[str]) -> pl.DataFrame:
            return self.read([old[name] for name in wanted]).rename(names, strict=False)

        parts = None if self.parts is None else self.parts.renamed(names)
        columns = tuple(names[column] for column in self.columns)
        return replace(self, columns=columns, read=read, parts=parts)

    def whole(self, wanted: Sequence[str]) -> pl.DataFrame:
        """
        The wanted columns, all rows of them.

        Raises: FormatError: the file is too large for that, or damaged.
        """
        if self.size > LIMIT:
            raise too_large(self.name, LIMIT)
        return self.read(wanted)

    def some(self, wanted: Sequence[str]) -> pl.DataFrame:
        """
        Some rows of the wanted columns; all, where the file does not come in parts.

        Raises: FormatError: the file is damaged.
        """
        if self.parts is None:
            return self.whole(wanted)
        try:
            return self.parts.some(wanted)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise self._refused(error) from None

    def in_parts(self, wanted: Sequence[str]) -> Iterator[pl.DataFrame]:
        """
        The same in parts, in order; in one where the format has none.

        Raises: FormatError: the file is damaged.
        """
        if self.parts is None:
            yield self.whole(wanted)
            return
        try:
            yield from self.parts.each(wanted)
        except (pl.exceptions.PolarsError, OSError) as error:
            raise self._refused(error) from None

    def _refused(self, error: Exception) -> FormatError:
        if self.explain is not None:
            self.explain()
        return unreadable(self.name, error)

    def places(self, rows: NDArray[np.int64]) -> str:
        """The first few of these rows, as a reader would find them."""
        first = ", ".join(f"{int(row) + self.first_row:,}" for row in rows[:3])
        more = " and more" if len(rows) > 3 else ""
        return f"{self.name}, {self.unit} {first}{more}"


def unreadable(name: str, error: Exception) -> FormatError:
    """Text that no table can be made of."""
    if "utf-8" in str(error):
        return FormatError(f"{name} is not UTF-8 text.", where=name, use=INSTEAD)
    what = f"{name} cannot be read as a table."
    return FormatError(what, where=name, use="the same columns in every row")


def too_large(name: str, limit: int) -> FormatError:
    """A file that does not fit in memory, where it must."""
    what = f"{name} holds more than {limit / 2**30:.1f} GB, too much to be read whole."
    return FormatError(
        what, where=name, use="a Parquet file of the needed columns, or a part of it"
    )
