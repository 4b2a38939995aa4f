"""A file whose columns are known, read whole or in parts, and what is refused in it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
import polars as pl

from misid.arrays import Flags, Integers
from misid.errors import FormatError, MeaningError
from misid.files.opened import Opened
from misid.files.quiet import libraries_hushed
from misid.files.read import refuse_embedded
from misid.files.signals import hear_interrupts

Decimal = Literal["point", "comma"]
ByContent = Callable[[Sequence[Sequence[str]]], tuple[str, ...] | None]

LIMIT = 4 * 2**30
MOST_COLUMNS = 64
LEAST_SAMPLE, _MOST_SAMPLE, _SAMPLED = 2**18, 2**22, 64
"""One row of so many is in a sample, within these bounds."""


def no_content(_rows: Sequence[Sequence[str]]) -> None:
    """Nothing is known of columns from what they hold."""


@dataclass(frozen=True)
class Expected:
    """What a file of tables should hold, as error texts say it."""

    noun: str
    """What a row tells, such as "scores"."""
    instead: str
    """What to use instead of a file that holds nothing of it."""
    unnamed: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """The columns of text without a line of names, by how many there are."""
    by_content: ByContent = no_content
    """The same by what the first rows hold; it goes before the others where it knows."""
    decimal: Decimal | None = None
    """What stands before the part of a number below one; None: a point, or the file is asked."""
    has_names: bool | None = None
    """Whether the first line names the columns; None: it is seen from what it holds."""
    has_comments: bool | None = None
    """Whether lines that begin with # are no rows; None: they are none, or the file is asked."""
    genuine_array: str | None = None
    """Of an archive of two arrays, the one that holds the scores of genuine comparisons."""
    has_named: bool = False
    """Whether the reader says which column holds the scores."""


class Refusal(NamedTuple):
    """What is wrong with rows: what follows "3 of 12 ", and what to use instead."""

    what: str
    use: str


@dataclass
class Refusals:
    """Rows of a file that is read in parts, and that are refused together at its end."""

    rows: int = 0
    """How many were read."""
    _noted: list[tuple[FileSource, Refusal, Integers]] = field(default_factory=list)

    def add(self, source: FileSource, refusal: Refusal, rows: Integers) -> None:
        """Note some rows of a part, whose first row the source says."""
        self._noted.append((source, refusal, rows + source.first_row))

    def refuse(self) -> None:
        """
        Refuse what was found first, with all rows of its kind.

        Raises: MeaningError: something was found.
        """
        if not self._noted:
            return
        source, refusal, _ = min(self._noted, key=lambda noted: int(noted[2][0]))
        alike = [rows for _, other, rows in self._noted if other == refusal]
        rows = np.sort(np.concatenate(alike))
        raise refused(replace(source, first_row=0), rows, self.rows, refusal)


@dataclass(frozen=True, kw_only=True)
class FileSource(ABC):
    """A file whose columns are known; those that are wanted are read."""

    file: Opened
    expected: Expected
    columns: tuple[str, ...]
    size: int
    """In bytes."""
    first_row: int = 1
    """The number of the first row, as a reader would count it."""
    unit: str = "row"
    refusals: Refusals | None = None
    """Where rows are noted down, instead of refused at once."""

    @property
    def name(self) -> str:
        """The name of the file, safe to print."""
        return self.file.name

    @property
    def path(self) -> Path:
        """Where libraries find what is held open."""
        return self.file.reached

    @property
    def rows(self) -> int | None:
        """About how many rows there are; None: the file is only read whole."""
        return None

    @abstractmethod
    def scan(self, wanted: Sequence[str]) -> pl.LazyFrame:
        """The wanted columns, and what `checked` needs."""

    def checked(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Some rows, unless something in them is not as it should be."""
        return frame

    def explain(self) -> None:  # noqa: B027 - most kinds of file have nothing more to find
        """Refuse what cannot be read, with the number of its rows, where it finds some."""

    def line_of_no_text(self) -> int | None:
        """The first line that is no UTF-8, where the file has lines and one of them is none."""
        return None

    def each(self, wanted: Sequence[str]) -> Iterator[pl.DataFrame]:
        """The wanted columns in parts that fit in memory, in order."""
        hear_interrupts()
        yield from self.scan(wanted).collect_batches(maintain_order=True)

    def collected(self, wanted: Sequence[str]) -> pl.DataFrame:
        """The wanted columns at once, checked."""
        return self.checked(self.scan(wanted).collect())

    def sample(self, wanted: Sequence[str]) -> pl.DataFrame:
        """Some rows of them, from all over the file where that is cheap."""
        return self.scan(wanted).collect()

    def whole(self, wanted: Sequence[str]) -> pl.DataFrame:
        """
        The wanted columns, all rows of them.

        Raises: FormatError: the file is too large for that, damaged, or has no row.
        """
        if self.size > LIMIT:
            raise too_large(self.name, LIMIT)
        with self._reading():
            rows = self.collected(wanted)
        if not rows.height:
            self.refuse_empty()
        return rows.select(*dict.fromkeys(wanted))

    def some(self, wanted: Sequence[str]) -> pl.DataFrame:
        """
        Some rows of the wanted columns; all, where the file does not come in parts.

        Raises: FormatError: the file is damaged.
        """
        if self.rows is None:
            return self.whole(wanted)
        with self._reading():
            return self.sample(wanted).select(*dict.fromkeys(wanted))

    def first(self, wanted: Sequence[str], most: int) -> pl.DataFrame:
        """
        The first rows of the wanted columns.

        Raises: FormatError: the file is damaged.
        """
        with self._reading():
            return self.scan(wanted).head(most).collect()

    def in_parts(self, wanted: Sequence[str]) -> Iterator[pl.DataFrame]:
        """
        All rows in parts, in order.

        Raises: FormatError: the file is damaged.
        """
        with self._reading():
            for rows in self.each(wanted):
                yield self.checked(rows).select(*dict.fromkeys(wanted))

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """What cannot be read is explained."""
        try:
            with libraries_hushed():
                yield
        except (pl.exceptions.PolarsError, OSError, pl.exceptions.PanicException) as error:
            self.explain()
            raise unreadable(self.name, error, self.expected, self.line_of_no_text()) from None
        self.file.check_same()

    def refuse(self, broken: Flags, what: str, use: str) -> None:
        """
        Refuse such rows.

        Args:
            broken: which rows.
            what: what follows "3 of 12 ", such as "rows name nobody".
            use: what to do instead.
        Raises: MeaningError: there are some; with their number and the first of them.
        """
        rows = np.flatnonzero(broken)
        if not len(rows):
            return
        if self.refusals is None:
            raise refused(self, rows, len(broken), Refusal(what, use))
        self.refusals.add(self, Refusal(what, use), rows)

    def refuse_empty(self) -> None:
        """
        Refuse the file, as it has no row.

        Raises: FormatError: always.
        """
        what = f"{self.name} has no rows."
        raise FormatError(what, where=self.name, use=self.expected.noun)

    def refuse_files_inside(self, rows: pl.DataFrame) -> None:
        """
        Refuse text that carries another file.

        Raises: FormatError: some cell does.
        """
        for column in rows.get_columns():
            if column.dtype == pl.String:
                carries = column.str.contains("(?i)data:").fill_null(value=False)
                for text in column.filter(carries).head(1).to_list():
                    refuse_embedded(text, self.name, wanted=self.expected.instead)

    def places(self, rows: Integers) -> str:
        """The first few of these rows, as a reader would find them."""
        first = ", ".join(f"{int(row) + self.first_row:,}" for row in rows[:3])
        more = " and more" if len(rows) > 3 else ""
        return f"{self.name}, {self.unit} {first}{more}"


def sample_size(rows: int) -> int:
    """Rows of a sample, of so many."""
    return min(_MOST_SAMPLE, max(LEAST_SAMPLE, rows // _SAMPLED))


def refused(source: FileSource, rows: Integers, total: int, refusal: Refusal) -> MeaningError:
    """The one form in which rows of a file are refused."""
    what = f"{len(rows):,} of {total:,} {refusal.what}."
    return MeaningError(what, where=source.places(rows), use=refusal.use)


def unreadable(
    name: str, error: BaseException, expected: Expected, line: int | None = None
) -> FormatError:
    """Text that no table can be made of; `line` is the first that is no UTF-8."""
    if isinstance(error, pl.exceptions.NoDataError):
        return FormatError(f"{name} is empty.", where=name, use=expected.instead)
    if "utf-8" in str(error):
        where = name if line is None else f"{name}, line {line:,}"
        return FormatError(f"{name} is not UTF-8 text.", where=where, use=expected.instead)
    what = f"{name} cannot be read as a table."
    return FormatError(what, where=name, use="the same columns in every row")


def too_large(name: str, limit: int) -> FormatError:
    """A file that does not fit in memory, where it must."""
    what = f"{name} holds more than {limit / 2**30:.1f} GB, too much to be read whole."
    return FormatError(
        what, where=name, use="a Parquet file of the needed columns, or a part of it"
    )


def refuse_width(columns: Sequence[str], name: str, expected: Expected) -> None:
    """
    Refuse a table so wide that its rows could be face templates.

    Raises: FormatError: it has more than 64 columns.
    """
    if len(columns) > MOST_COLUMNS:
        raise templates(name, f"a table of {len(columns):,} columns", expected)


def templates(name: str, noun: str, expected: Expected) -> FormatError:
    """A file that could hold face templates."""
    what = f"{name} holds {noun}, which could be face templates; misid never reads those."
    return FormatError(what, where=name, use=expected.instead)
