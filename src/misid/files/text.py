"""Text files of tables: with a line of names, or lines of fields apart by space or commas."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from misid.errors import FormatError
from misid.files.chunks import Fields, Parts, text_parts
from misid.files.read import refuse_pictures, shown_name
from misid.files.source import LIMIT, Expected, Source, refuse_width, too_large, unreadable

ZSTD_LIMIT = 100 * 2**20

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_HEAD_BYTES, _PART = 32, 2**20
_SEPARATORS = (",", "\t", ";", "|")
_NO_SEPARATOR = "\x1f"


def text_source(path: Path, head: bytes, expected: Expected) -> Source:
    """
    A table in text, plain or compressed.

    Text without a line of names has the columns that are expected of so many, else `column 1` and
    so on.

    Args:
        path: the file.
        head: its first bytes.
        expected: what it should hold.
    Raises: FormatError: empty, too large, an image or template, or no text.
    """
    name = shown_name(path)
    _check_text(path, name, head, expected)
    first = _lines(path, name, expected, rows=1)
    line = str(first[0]) if len(first) and first[0] is not None else ""
    separator = max(_SEPARATORS, key=line.count)
    fields = next(csv.reader([line], delimiter=separator)) if separator in line else line.split()
    if not fields:
        raise FormatError(f"{name} begins with an empty line.", where=name, use=expected.instead)
    if any(_is_number(field) for field in fields):
        return _plain(path, expected, len(fields))
    return _with_names(path, expected, separator, fields)


def _check_text(path: Path, name: str, head: bytes, expected: Expected) -> None:
    """Refuse what is no text; a compressed file is judged by what is in it."""
    if head.startswith(_ZSTD):
        if path.stat().st_size > ZSTD_LIMIT:
            raise too_large(name, ZSTD_LIMIT)
        return
    inner = _unpacked_head(path, name) if head.startswith(_GZIP) else head
    refuse_pictures(inner, name)
    if b"\x00" in inner or inner.startswith((b"\xff\xfe", b"\xfe\xff")):
        what = f"{name} is of no format that is known."
        raise FormatError(what, where=name, use=expected.instead)


def _unpacked_head(path: Path, name: str) -> bytes:
    """The first bytes inside; the whole is unpacked once, in parts, to learn its size."""
    try:
        with gzip.open(path) as stream:
            head = stream.read(_HEAD_BYTES)
            size = len(head) + sum(len(part) for part in _parts(stream))
    except (EOFError, OSError, zlib.error):
        what = f"{name} breaks off, or is damaged."
        raise FormatError(what, where=name, use="the whole file") from None
    if size > LIMIT:
        raise too_large(name, LIMIT)
    return head


def _parts(stream: gzip.GzipFile) -> Iterator[bytes]:
    """What is inside, in parts, up to a little more than is ever read."""
    for _ in range(LIMIT // _PART + 1):
        if part := stream.read(_PART):
            yield part
        else:
            return


def _lines(path: Path, name: str, expected: Expected, *, rows: int | None = None) -> pl.Series:
    """Whole lines of a text file."""
    options = {"separator": _NO_SEPARATOR, "has_header": False, "quote_char": None, "n_rows": rows}
    return _read_csv(path, name, expected, **options).to_series()


def _read_csv(path: Path, name: str, expected: Expected, **options: Any) -> pl.DataFrame:
    try:
        return pl.read_csv(path, infer_schema=False, **options)
    except pl.exceptions.NoDataError:
        raise FormatError(f"{name} is empty.", where=name, use=expected.instead) from None
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable(name, error, expected) from None


def _with_names(path: Path, expected: Expected, separator: str, fields: list[str]) -> Source:
    """CSV whose first line names its columns."""
    name = shown_name(path)
    names = [field.strip().removeprefix("\ufeff") for field in fields]
    refuse_width(names, name, expected)
    if len(set(names)) < len(names):
        raise FormatError(f"{name} has two columns of one name.", where=name, use="other names")

    def places(wanted: Sequence[str]) -> list[int]:
        # A short row lacks its last column, which is why that one is read.
        return sorted({names.index(column) for column in wanted} | {len(names) - 1})

    @cache
    def explain() -> None:
        _refuse_ragged(path, name, separator, len(names))

    def chosen(frame: pl.DataFrame, wanted: Sequence[str]) -> pl.DataFrame:
        frame.columns = [names[place] for place in places(wanted)]
        if frame[names[-1]].null_count():
            explain()
        return frame.select(list(dict.fromkeys(wanted)))

    def read(wanted: Sequence[str]) -> pl.DataFrame:
        try:
            frame = _read_csv(path, name, expected, separator=separator, columns=places(wanted))
        except FormatError:
            explain()
            raise
        return chosen(frame, wanted)

    parts = _text_parts(path, Fields({"separator": separator, "has_header": True}, places, chosen))
    source = Source(name, expected, tuple(names), read, 2, "line")
    return replace(source, size=path.stat().st_size, parts=parts, explain=explain)


def _text_parts(path: Path, fields: Fields) -> Parts | None:
    """None of a compressed file, which is unpacked whole."""
    with path.open("rb") as stream:
        head = stream.read(4)
    return None if head.startswith((_GZIP, _ZSTD)) else text_parts(path, fields)


def _refuse_ragged(path: Path, name: str, separator: str, width: int) -> None:
    """
    Refuse rows that are shorter or longer than the first line.

    Raises: FormatError: with their number and the first of them.
    """
    rows = _other_widths(path, separator, width)
    first = [line for _, line in zip(range(3), rows, strict=False)]
    if first:
        count = len(first) + sum(1 for _ in rows)
        raise FormatError(
            f"{_rows(count)} not have the {width} columns that the first line names.",
            where=f"{name}, line {', '.join(map(str, first))}",
            use="the same columns in every row",
        )


def _other_widths(path: Path, separator: str, width: int) -> Iterator[int]:
    """Lines with another number of fields; none where the file cannot be read line by line."""
    with path.open("rb") as stream:
        start = stream.read(4)
    if start.startswith(_ZSTD):
        return
    opener = gzip.open if start.startswith(_GZIP) else open
    with opener(path, "rt", encoding="utf-8", errors="replace") as text, suppress(csv.Error):
        reader = csv.reader(text, delimiter=separator)
        yield from (reader.line_num for row in reader if row and len(row) != width)


def _plain(path: Path, expected: Expected, width: int) -> Source:
    """Text whose lines are all data, fields apart by white space or commas."""
    name = shown_name(path)
    numbered = tuple(f"column {number + 1}" for number in range(width))
    columns = expected.unnamed.get(width, numbered)
    refuse_width(columns, name, expected)

    fields = Fields(
        {"separator": _NO_SEPARATOR, "has_header": False, "quote_char": None},
        places=lambda _: [0],
        columns=lambda lines, wanted: _cut(lines, columns).select(list(dict.fromkeys(wanted))),
    )

    def read(wanted: Sequence[str]) -> pl.DataFrame:
        lines = _lines(path, name, expected).to_frame()
        _refuse_widths(source, iter([lines]))
        return fields.columns(lines, wanted)

    def explain() -> None:
        frames = pl.scan_csv(path, infer_schema=False, **fields.options).collect_batches()
        _refuse_widths(source, frames)

    size, parts = path.stat().st_size, _text_parts(path, fields)
    source = Source(name, expected, columns, read, size=size, parts=parts, explain=explain)
    return source


def _cut(lines: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """
    Lines as columns.

    Raises: ShapeError: some have another number of fields.
    """
    width = len(columns)
    fields = _fields(lines, width)
    if (_widths(fields) != width).any():
        raise pl.exceptions.ShapeError
    table = fields.str.splitn(" ", width).struct.unnest()
    table.columns = list(columns)
    return table


def _fields(lines: pl.DataFrame, width: int) -> pl.Series:
    """Lines that are not blank, their fields apart by one space."""
    text = lines.to_series().drop_nulls().str.strip_chars()
    text = text.filter(text != "")
    return text if width == 1 else text.str.replace_all(r"[\s,;|]+", " ")


def _widths(fields: pl.Series) -> NDArray[np.int64]:
    return np.asarray(fields.str.count_matches(" ", literal=True).to_numpy() + 1, np.int64)


def _refuse_widths(source: Source, frames: Iterator[pl.DataFrame]) -> None:
    """Refuse lines with another number of fields than the first."""
    width, wrong, seen = len(source.columns), [], 0
    for lines in frames:
        widths = _widths(_fields(lines, width))
        wrong.append(np.flatnonzero(widths != width) + seen)
        seen += len(widths)
    rows = np.concatenate(wrong)
    if len(rows):
        raise FormatError(
            f"{_rows(len(rows))} not have the {width} columns of the first.",
            where=source.places(rows),
            use="the same columns in every line",
        )


def _rows(count: int) -> str:
    return "1 row does" if count == 1 else f"{count:,} rows do"


def _is_number(field: str) -> bool:
    try:
        float(field)
    except ValueError:
        return False
    return True
