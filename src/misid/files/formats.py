"""Files of scores as named columns, whatever their format; only wanted columns are read."""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from misid.errors import FormatError
from misid.files.chunks import Fields, Parts, parquet_parts, slice_parts, text_parts
from misid.files.read import refuse_pictures, shown_name
from misid.files.source import INSTEAD, LIMIT, Source, too_large, unreadable

__all__ = ["Source", "open_source"]

ZSTD_LIMIT = 100 * 2**20
MOST_COLUMNS = 64

_GZIP, _ZSTD, _PARQUET, _NUMPY = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1", b"\x93NUMPY"
_HEAD_BYTES, _PART = 32, 2**20
_SEPARATORS = (",", "\t", ";", "|")
_NO_SEPARATOR = "\x1f"
_BOB: dict[int, tuple[str, ...]] = {
    4: ("claimed_id", "real_id", "test_label", "score"),
    5: ("claimed_id", "model_label", "real_id", "test_label", "score"),
}
_TEMPLATES = (pl.List, pl.Array, pl.Binary, pl.Struct, pl.Object)


def open_source(path: Path) -> Source:
    """
    A file of scores by its first bytes: Parquet, NumPy, or text, plain or compressed.

    Text without a line of names has the columns of bob.measure where it has four or five of them,
    else `column 1` and so on.

    Raises: FormatError: missing, empty, too large, an image or template, or of no known format.
    """
    name = shown_name(path)
    head = _head(path, name)
    if head.startswith(_PARQUET):
        return _parquet(path, name)
    if head.startswith(_NUMPY):
        return _numpy(path, name)
    _check_text(path, name, head)
    first = _lines(path, name, rows=1)
    line = str(first[0]) if len(first) and first[0] is not None else ""
    separator = max(_SEPARATORS, key=line.count)
    fields = next(csv.reader([line], delimiter=separator)) if separator in line else line.split()
    if not fields:
        raise FormatError(f"{name} begins with an empty line.", where=name, use=INSTEAD)
    if any(_is_number(field) for field in fields):
        return _plain(path, name, len(fields))
    return _with_names(path, name, separator, fields)


def _head(path: Path, name: str) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        use = "a file of scores that exists"
        raise FormatError(f"there is no file {name}.", where=name, use=use) from None
    except IsADirectoryError:
        what = f"{name} is a folder, but a file of scores is needed."
        raise FormatError(what, where=name, use="a file in it") from None
    except OSError as error:
        what = f"{name} cannot be read: {error.strerror or 'the system refuses'}."
        raise FormatError(what, where=name, use="a file that you may read") from None
    if not size:
        raise FormatError(f"{name} is empty.", where=name, use=INSTEAD)
    return head


def _check_text(path: Path, name: str, head: bytes) -> None:
    """Refuse what is no text; a compressed file is judged by what is in it."""
    if head.startswith(_ZSTD):
        if path.stat().st_size > ZSTD_LIMIT:
            raise too_large(name, ZSTD_LIMIT)
        return
    inner = _unpacked_head(path, name) if head.startswith(_GZIP) else head
    refuse_pictures(inner, name)
    if b"\x00" in inner or inner.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FormatError(f"{name} is of no format that is known.", where=name, use=INSTEAD)


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


def _lines(path: Path, name: str, *, rows: int | None = None) -> pl.Series:
    """Whole lines of a text file."""
    return _read_csv(
        path, name, separator=_NO_SEPARATOR, has_header=False, quote_char=None, n_rows=rows
    ).to_series()


def _read_csv(path: Path, name: str, **options: Any) -> pl.DataFrame:
    try:
        return pl.read_csv(path, infer_schema=False, **options)
    except pl.exceptions.NoDataError:
        raise FormatError(f"{name} is empty.", where=name, use=INSTEAD) from None
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable(name, error) from None


def _with_names(path: Path, name: str, separator: str, fields: list[str]) -> Source:
    """CSV whose first line names its columns."""
    names = [field.strip().removeprefix("\ufeff") for field in fields]
    _check_width(names, name)
    twice = sorted({one for one in names if names.count(one) > 1})
    if twice:
        raise FormatError(f"{name} has two columns of one name.", where=name, use="other names")

    def places(wanted: Sequence[str]) -> list[int]:
        # A short row lacks its last column, which is why that one is read.
        return sorted({names.index(one) for one in wanted} | {len(names) - 1})

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
            frame = _read_csv(path, name, separator=separator, columns=places(wanted))
        except FormatError:
            explain()
            raise
        return chosen(frame, wanted)

    options = {"separator": separator, "has_header": True}
    parts = _text_parts(path, Fields(options, places, chosen))
    return Source(
        name, tuple(names), read, 2, "line", size=_size(path), parts=parts, explain=explain
    )


def _text_parts(path: Path, fields: Fields) -> Parts | None:
    """None of a compressed file, which is unpacked whole."""
    with path.open("rb") as stream:
        head = stream.read(4)
    return None if head.startswith((_GZIP, _ZSTD)) else text_parts(path, fields)


def _size(path: Path) -> int:
    return path.stat().st_size


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


def _plain(path: Path, name: str, width: int) -> Source:
    """Text whose lines are all data, fields apart by white space or commas."""
    columns = _BOB.get(width, tuple(f"column {number + 1}" for number in range(width)))
    _check_width(columns, name)

    fields = Fields(
        {"separator": _NO_SEPARATOR, "has_header": False, "quote_char": None},
        places=lambda _: [0],
        columns=lambda lines, wanted: _cut(lines, columns).select(list(dict.fromkeys(wanted))),
    )

    def read(wanted: Sequence[str]) -> pl.DataFrame:
        lines = _lines(path, name).to_frame()
        _refuse_widths(source, iter([lines]))
        return fields.columns(lines, wanted)

    def explain() -> None:
        frames = pl.scan_csv(path, infer_schema=False, **fields.options).collect_batches()
        _refuse_widths(source, frames)

    parts = _text_parts(path, fields)
    source = Source(name, columns, read, size=_size(path), parts=parts, explain=explain)
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
    said = lines.to_series().drop_nulls().str.strip_chars()
    said = said.filter(said != "")
    return said if width == 1 else said.str.replace_all(r"[\s,;|]+", " ")


def _widths(fields: pl.Series) -> NDArray[np.int64]:
    return np.asarray(fields.str.count_matches(" ", literal=True).to_numpy() + 1, np.int64)


def _refuse_widths(source: Source, frames: Iterator[pl.DataFrame]) -> None:
    """Refuse lines with another number of fields than the first."""
    width, found, seen = len(source.columns), [], 0
    for lines in frames:
        widths = _widths(_fields(lines, width))
        found.append(np.flatnonzero(widths != width) + seen)
        seen += len(widths)
    other = np.concatenate(found)
    if len(other):
        raise FormatError(
            f"{_rows(len(other))} not have the {width} columns of the first.",
            where=source.places(other),
            use="the same columns in every line",
        )


def _parquet(path: Path, name: str) -> Source:
    try:
        schema = pl.read_parquet_schema(path)
    except (pl.exceptions.PolarsError, OSError):
        what = f"{name} breaks off, or is no Parquet file."
        raise FormatError(what, where=name, use="the whole file") from None
    _check_width(tuple(schema), name)
    held = [column for column, kind in schema.items() if isinstance(kind, _TEMPLATES)]
    if held:
        raise _templates(name, f"a column of {'lists' if len(held) == 1 else 'lists or bytes'}")

    def read(wanted: Sequence[str]) -> pl.DataFrame:
        try:
            return pl.read_parquet(path, columns=list(dict.fromkeys(wanted)))
        except (pl.exceptions.PolarsError, OSError):
            what = f"{name} is damaged."
            raise FormatError(what, where=name, use="the whole file") from None

    return Source(name, tuple(schema), read, size=_size(path), parts=parquet_parts(path))


def _numpy(path: Path, name: str) -> Source:
    """An array of named fields, of two columns, or of scores alone."""
    try:
        array = np.load(path, allow_pickle=False, mmap_mode="r")
    except (ValueError, EOFError, OSError):
        what = f"{name} breaks off, or holds objects, which are not opened."
        raise FormatError(what, where=name, use="an array of numbers, or of named fields") from None
    fields = array.dtype.names
    if fields is None:
        return _numpy_columns(array, name)
    _check_width(fields, name)
    if array.ndim != 1 or any(array.dtype[field].shape for field in fields):
        raise _templates(name, "an array with more than one number in a field")

    def frame(wanted: Sequence[str], rows: slice) -> pl.DataFrame:
        return pl.DataFrame({one: _series(array[one][rows], name) for one in wanted})

    return _sliced(name, fields, array, frame)


def _numpy_columns(array: NDArray[Any], name: str) -> Source:
    if array.ndim == 1:
        array = array.reshape(-1, 1)
    if array.ndim != 2 or array.shape[1] > 2:
        shape = " x ".join(map(str, array.shape))
        raise _templates(name, f"an array of {shape} numbers")
    columns = tuple(f"column {number + 1}" for number in range(array.shape[1]))

    def frame(wanted: Sequence[str], rows: slice) -> pl.DataFrame:
        return pl.DataFrame({one: _series(array[rows, columns.index(one)], name) for one in wanted})

    return _sliced(name, columns, array, frame)


def _sliced(
    name: str,
    columns: tuple[str, ...],
    array: NDArray[Any],
    frame: Callable[[Sequence[str], slice], pl.DataFrame],
) -> Source:
    """An array on disk, read whole or by slices."""
    parts = slice_parts(len(array), frame)
    return Source(
        name, columns, lambda wanted: frame(wanted, slice(None)), size=array.nbytes, parts=parts
    )


def _series(values: NDArray[Any], name: str) -> pl.Series:
    """A column of an array in memory, in a type and byte order that tables know."""
    kind = values.dtype
    if kind.kind not in "biufSU":
        what = f"{name} holds neither numbers nor words."
        raise FormatError(what, where=name, use="an array of numbers, or of named fields")
    if kind.kind == "S":
        return pl.Series(np.char.decode(np.asarray(values), "utf-8", "replace"))
    known = {2: np.dtype(np.float32), 4: np.dtype(np.float32)}
    wanted = known.get(kind.itemsize, np.dtype(np.float64))
    wanted = wanted if kind.kind == "f" else kind.newbyteorder("=")
    return pl.Series(np.ascontiguousarray(values, dtype=wanted))


def _rows(count: int) -> str:
    return "1 row does" if count == 1 else f"{count:,} rows do"


def _check_width(columns: Sequence[str], name: str) -> None:
    if len(columns) > MOST_COLUMNS:
        raise _templates(name, f"a table of {len(columns):,} columns")


def _templates(name: str, noun: str) -> FormatError:
    what = f"{name} holds {noun}, which could be face templates; misid never reads those."
    return FormatError(what, where=name, use=INSTEAD)


def _is_number(field: str) -> bool:
    try:
        float(field)
    except ValueError:
        return False
    return True
