"""Scores as a square of names: each photograph with each, named along the first line and column."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl

from misid.arrays import Flags, Floats
from misid.errors import FormatError, MeaningError
from misid.evaluation.reading.columns import FileReading, PairRole
from misid.files.columns import FileColumn
from misid.files.opened import Named, Opened, opened
from misid.files.source import FileSource
from misid.files.values import MISSING

MOST_NAMES = 3_000
_FEWEST, _HEAD_BYTES, _LONGEST = 3, 2**16, 2**28
_SEPARATORS = ("\t", ";", ",", "|", " ")
_NOTHING = frozenset(("", *MISSING))
_TWICE = 1e-6
"""Of the largest score: so much may the two halves of a square differ by rounding."""
_COLUMNS: dict[PairRole, FileColumn] = {
    role: FileColumn(role, "guessed")
    for role in ("image_a", "image_b", "subject_a", "subject_b", "score")
}


@dataclass(frozen=True, kw_only=True)
class Square(FileSource):
    """The pairs of a square, a row each; whose photographs they are is not in it."""

    table: pl.DataFrame
    names: int

    def scan(self, wanted: Sequence[str]) -> pl.LazyFrame:
        """As every table."""
        return self.table.lazy().select(*dict.fromkeys(wanted))

    def by_person(self, reading: FileReading) -> tuple[FileSource, dict[PairRole, FileColumn]]:
        """
        The pairs with the names as people, and their columns.

        Raises: MeaningError: nobody said that they are.
        """
        if reading.matrix == "ask":
            raise MeaningError(
                f"{self.name} holds the scores of {self.names:,} names with each other, and not "
                "whose photographs they are.",
                where=self.name,
                use="--key with a file of each photograph and its person; where the names are "
                "people's, --matrix one-set, or --matrix two-sets where lines and columns are "
                "other photographs of them",
            )
        return self, dict(_COLUMNS)


class _Shape(NamedTuple):
    """How the text of a square is laid out."""

    separator: str
    names: list[str]


def is_square(file: Opened) -> bool:
    """Whether a file begins as a square of names."""
    return _shape(file.first(_HEAD_BYTES)) is not None


def square(file: Named, reading: FileReading) -> Square | None:
    """
    A square of names; nothing where a file is none.

    The names of the first line stand again, in the same order, as the first cells of its lines.
    Where both halves hold the same scores each pair is told once.

    Args:
        file: of scores, as text.
        reading: what stands before the part of a number below one, and what the names are.
    Raises: FormatError: it begins as one and is none. MeaningError: a cell that is no number.
    """
    held = opened(file, kind=reading.expected.noun)
    shape = _shape(held.first(_HEAD_BYTES))
    if shape is None:
        return None
    if held.size > _LONGEST or len(shape.names) > MOST_NAMES:
        raise FormatError(
            f"{held.name} is a square of more than {MOST_NAMES:,} names, too much to be read.",
            where=held.name,
            use="three columns, image_a, image_b and score, a pair a row",
        )
    text = held.first(held.size).decode("utf-8-sig", "replace")
    held.check_same()
    rows = enumerate(_lines(text, shape))
    read = [_numbers(row, place, shape, held.name, reading) for place, row in rows]
    if len(read) != len(shape.names):
        raise _no_square(held.name, len(read) + 2, "a line for each name of the first")
    table = _pairs(np.stack(read), shape.names, reading)
    return Square(
        file=held, expected=reading.expected, columns=tuple(table.columns), size=held.size,
        table=table, names=len(shape.names),
    )  # fmt: skip


def _shape(head: bytes) -> _Shape | None:
    """How a text begins that is a square; nothing where it begins otherwise."""
    if b"\x00" in head:
        return None
    text = head.decode("utf-8-sig", "replace")
    return next(filter(None, (_by(text, separator) for separator in _SEPARATORS)), None)


def _by(text: str, separator: str) -> _Shape | None:
    rows = list(itertools.islice(_cells(text, separator), _FEWEST + 1))
    if len(rows) <= _FEWEST or len(rows[1]) <= _FEWEST:
        return None
    width = len(rows[1]) - 1
    # R leaves out the cell above the names of the lines.
    names = rows[0] if len(rows[0]) == width else rows[0][1:]
    firsts = [row[0] for row in rows[1:_FEWEST]]
    is_square = len(names) == width and names[: len(firsts)] == firsts and "" not in names
    return _Shape(separator, names) if is_square else None


def _cells(text: str, separator: str) -> Iterator[list[str]]:
    lines = (line for line in io.StringIO(text) if line.strip())
    if separator == " ":
        yield from (line.split() for line in lines)
        return
    try:
        for row in csv.reader(lines, delimiter=separator):
            yield [cell.strip() for cell in row]
    except csv.Error:
        return


def _lines(text: str, shape: _Shape) -> Iterator[list[str]]:
    """The lines after the first."""
    return itertools.islice(_cells(text, shape.separator), 1, None)


def _numbers(row: list[str], place: int, shape: _Shape, name: str, reading: FileReading) -> Floats:
    """The scores of a line; a cell without one is none."""
    size = len(shape.names)
    if place >= size or len(row) != size + 1 or row[0] != shape.names[place]:
        raise _no_square(name, place + 2, f"a name and {size:,} scores in every line")
    cells = ["nan" if cell in _NOTHING else cell for cell in row[1:]]
    if reading.decimal == "comma":
        cells = [cell.replace(".", "").replace(",", ".") for cell in cells]
    try:
        return np.array(cells, dtype=np.float64)
    except ValueError:
        raise MeaningError(
            f"line {place + 2:,} of {name} has a cell that is no number.",
            where=f"{name}, line {place + 2:,}",
            use="numbers such as 0.93, a blank where there is none; or --decimal comma",
        ) from None


def _no_square(name: str, line: int, use: str) -> FormatError:
    return FormatError(
        f"{name} begins as a square of names, each with each, but line {line:,} does not go on so.",
        where=f"{name}, line {line:,}",
        use=f"{use}, in the order of the first line",
    )


def _pairs(scores: Floats, names: Sequence[str], reading: FileReading) -> pl.DataFrame:
    """
    A pair a row: each once where the other half says the same, or nothing.

    Photographs go by their names where a key says whose they are, else by their places.
    """
    is_two = reading.matrix == "two-sets" and reading.key is None
    lines, columns = np.nonzero(_kept(scores, is_two=is_two))
    held = {"score": pl.Series(scores[lines, columns])}
    people = pl.Series(names, dtype=pl.String)
    places = pl.Series([f"{place}" for place in range(len(names))])
    others = pl.Series([f"other {place}" for place in places]) if is_two else places
    if reading.key is None:
        held |= {"subject_a": people.gather(lines), "subject_b": people.gather(columns)}
        images = places.gather(lines), others.gather(columns)
    else:
        images = people.gather(lines), people.gather(columns)
    return pl.DataFrame({"image_a": images[0], "image_b": images[1], **held})


def _kept(scores: Floats, *, is_two: bool) -> Flags:
    """Which cells are pairs of their own; with the same photographs on both sides half may be."""
    kept = np.ones(scores.shape, np.bool_)
    above, below = np.triu_indices(len(scores), 1), np.tril_indices(len(scores), -1)
    first, second = scores[above], scores.T[above]
    if not is_two and (_is_same(first, second) or np.isnan(second).all()):
        kept[below] = False
    elif not is_two and np.isnan(first).all():
        kept[above] = False
    if np.isnan(np.diagonal(scores)).all():
        np.fill_diagonal(kept, val=False)
    return kept


def _is_same(first: Floats, second: Floats) -> bool:
    """Whether two halves hold the same scores, but for rounding."""
    both = ~(np.isnan(first) & np.isnan(second))
    if not both.any():
        return True
    differ = np.abs(first[both] - second[both])
    largest = np.nanmax(np.abs(first), initial=0.0)
    return bool(not np.isnan(differ).any() and differ.max() <= _TWICE * largest)
