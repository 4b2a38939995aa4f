"""Agencies: how large each is, from a file that comes along or from the reader's own."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np

from misid.arrays import Floats, Integers
from misid.errors import FormatError, MeaningError
from misid.files.read import plain, read_text, shown_name

COLUMNS = ("name", "officers", "stops_a_year")
MOST_AGENCIES = 100_000
_LONGEST_NAME = 100
_MOST_BYTES = 20_000_000
_MOST_STOPS = 1e10
_KIND = "a list of agencies"


@dataclass(frozen=True)
class Agencies:
    """
    The agencies that take part, largest differences and all.

    `officers` and `stops_a_year` have shape (agencies,); `synthetic` where the sizes are made up.
    """

    names: tuple[str, ...]
    officers: Integers
    stops_a_year: Floats
    synthetic: bool

    @property
    def total(self) -> float:
        """Stops a year of all agencies."""
        return float(self.stops_a_year.sum())


class SizeShares(NamedTuple):
    """Shares of the whole, one of each agency, shape (agencies,)."""

    officers: Floats
    stops: Floats


def synthetic_agencies(count: int, *, officers: float, stops_a_year: float) -> Agencies:
    """
    Agencies of made-up sizes.

    The sizes follow `agencies.csv`: a synthetic distribution, no agency of the world. Agency
    number n of N takes the size that stands at (n - 1/2) / N of it, so that every number of
    agencies is as uneven as the file.

    Args:
        count: how many.
        officers: of all agencies together; each has at least one.
        stops_a_year: of all agencies together.
    """
    sizes = size_shares(count)
    width = len(str(count))
    return Agencies(
        names=tuple(f"agency {number:0{width}d}" for number in range(1, count + 1)),
        officers=np.maximum(1, np.rint(sizes.officers * officers)).astype(np.int64),
        stops_a_year=sizes.stops * stops_a_year,
        synthetic=True,
    )


def size_shares(count: int) -> SizeShares:
    """Share of the officers and of the stops of each of so many agencies of made-up sizes."""
    sizes = _shipped()
    at = ((np.arange(count) + 0.5) / count * len(sizes)).astype(np.int64)
    officers, stops = sizes[at].T
    return SizeShares(officers / officers.sum(), stops / stops.sum())


@cache
def _shipped() -> Floats:
    text = (files("misid.programme.people") / "agencies.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    return np.array([[float(row["officers"]), float(row["stops_a_year"])] for row in rows])


def read_agencies(path: Path) -> Agencies:
    """
    The reader's own agencies: a CSV file with the columns name, officers and stops_a_year.

    Their stops are taken as they are, so they replace the scenario's number of stops.

    Raises:
        FormatError: no such file, no text, other columns, a row of another length.
        MeaningError: a number that cannot be meant, a name used twice, no stop at all.
    """
    text = read_text(path, limit=_MOST_BYTES, kind=_KIND, instead="a CSV file that exists")
    shown = shown_name(path)
    names: dict[str, int] = {}
    numbers: list[tuple[int, float]] = []
    for line, (name, officers, stops) in _rows(text, shown):
        where = f"{shown}, line {line}"
        _check_name(name, names, where)
        names[name] = line
        numbers.append(
            (int(_number(officers, "officers", where)), _number(stops, "stops_a_year", where))
        )
    if not any(stops for _, stops in numbers):
        what = f"{shown} has no agency with a stop."
        raise MeaningError(what, where=shown, use="at least one row with stops_a_year above 0")
    return Agencies(
        names=tuple(names),
        officers=np.array([max(1, count) for count, _ in numbers], dtype=np.int64),
        stops_a_year=np.array([stops for _, stops in numbers]),
        synthetic=False,
    )


def _rows(text: str, shown: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text.splitlines())
    head = [cell.strip() for cell in next(reader, [])]
    if sorted(head) != sorted(COLUMNS):
        what = f"{shown} has the columns {plain(', '.join(head)) or '(none)'}."
        raise FormatError(what, where=f"{shown}, line 1", use=f"the columns {', '.join(COLUMNS)}")
    order = [head.index(column) for column in COLUMNS]
    for number, row in enumerate(reader, start=1):
        where = f"{shown}, line {reader.line_num}"
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(COLUMNS):
            what = f"a row has {len(row)} cells, but the columns are {len(COLUMNS)}."
            raise FormatError(what, where=where, use="one cell for each column")
        if number > MOST_AGENCIES:
            what = f"{shown} has more than {MOST_AGENCIES:,} agencies."
            raise MeaningError(what, where=where, use="a shorter list")
        yield reader.line_num, [row[place].strip() for place in order]


def _check_name(name: str, known: dict[str, int], where: str) -> None:
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        what = "an agency has no name that can be shown."
        raise MeaningError(what, where=where, use=f"1 to {_LONGEST_NAME} printable characters")
    if name in known:
        what = f"the agency {name!r} stands there twice, first in line {known[name]}."
        raise MeaningError(what, where=where, use="one row for each agency")


def _number(cell: str, column: str, where: str) -> float:
    try:
        number = float(cell)
    except ValueError:
        what = f"{column} is {cell[:40]!r}, but a number is needed."
        raise FormatError(what, where=where, use="a number such as 120") from None
    if not 0 <= number <= _MOST_STOPS:
        what = f"{column} is {cell[:40]}, but a count from 0 to {_MOST_STOPS:,.0f} is needed."
        raise MeaningError(what, where=where, use="a number such as 120")
    return number
