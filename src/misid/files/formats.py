"""Files of tables as named columns, whatever their format; only wanted columns are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from misid.errors import FormatError
from misid.files.read import first_bytes, shown_name
from misid.files.source import (
    LEAST_SAMPLE,
    Expected,
    Source,
    refuse_width,
    sample_size,
    templates,
)
from misid.files.text import text_source

_PARQUET, _NUMPY = b"PAR1", b"\x93NUMPY"
_HEAD_BYTES = 32
_SPOTS = 16
_TEMPLATES = (pl.List, pl.Array, pl.Binary, pl.Struct, pl.Object)
_WHOLE = "the whole file"


def open_source(path: Path, expected: Expected) -> Source:
    """
    A file of a table by its first bytes: Parquet, NumPy, or text, plain or compressed.

    Args:
        path: the file.
        expected: what it should hold.
    Raises: FormatError: missing, empty, too large, an image or template, or of no known format.
    """
    name, noun = shown_name(path), expected.noun
    instead = f"a file of {noun} that exists"
    head = first_bytes(path, most=_HEAD_BYTES, kind=noun, instead=instead)
    if not head:
        raise FormatError(f"{name} is empty.", where=name, use=expected.instead)
    # A reader of tables takes `~` at the beginning for a home.
    path = path.absolute()
    if head.startswith(_PARQUET):
        return _parquet(path, expected)
    if head.startswith(_NUMPY):
        return _numpy(path, expected)
    return text_source(path, head, expected)


@dataclass(frozen=True, kw_only=True)
class _Parquet(Source):
    """A Parquet file, in parts by its row groups."""

    @cached_property
    def rows(self) -> int:
        return int(_table(self.path).select(pl.len()).collect().item())

    def scan(self, wanted: Sequence[str]) -> pl.LazyFrame:
        return _table(self.path).select(*dict.fromkeys(wanted))

    def sample(self, wanted: Sequence[str]) -> pl.DataFrame:
        size, table = sample_size(self.rows) // _SPOTS, self.scan(wanted)
        if self.rows <= _SPOTS * size:
            return table.collect()
        starts = [spot * (self.rows - size) // (_SPOTS - 1) for spot in range(_SPOTS)]
        return pl.concat([table.slice(start, size).collect() for start in starts])

    def explain(self) -> None:
        raise FormatError(f"{self.name} is damaged.", where=self.name, use=_WHOLE)


def _table(path: Path) -> pl.LazyFrame:
    return pl.scan_parquet(path, glob=False)


def _parquet(path: Path, expected: Expected) -> Source:
    name = shown_name(path)
    try:
        schema = _table(path).collect_schema()
    except (pl.exceptions.PolarsError, OSError):
        what = f"{name} breaks off, or is no Parquet file."
        raise FormatError(what, where=name, use=_WHOLE) from None
    refuse_width(tuple(schema), name, expected)
    held = [column for column, kind in schema.items() if isinstance(kind, _TEMPLATES)]
    if held:
        noun = f"a column of {'lists' if len(held) == 1 else 'lists or bytes'}"
        raise templates(name, noun, expected)
    size = path.stat().st_size
    return _Parquet(path=path, expected=expected, columns=tuple(schema), size=size)


@dataclass(frozen=True, kw_only=True)
class _Arrays(Source):
    """Arrays on disk, in parts by slices of them."""

    values: Mapping[str, NDArray[Any]]

    @property
    def rows(self) -> int:
        return len(self.values[self.columns[0]])

    def scan(self, wanted: Sequence[str]) -> pl.LazyFrame:
        return self._frame(wanted, slice(None)).lazy()

    def each(self, wanted: Sequence[str]) -> Iterator[pl.DataFrame]:
        for start in range(0, self.rows, LEAST_SAMPLE):
            yield self._frame(wanted, slice(start, start + LEAST_SAMPLE))

    def sample(self, wanted: Sequence[str]) -> pl.DataFrame:
        return self._frame(wanted, slice(None, None, max(1, self.rows // sample_size(self.rows))))

    def _frame(self, wanted: Sequence[str], rows: slice) -> pl.DataFrame:
        return pl.DataFrame(
            {column: _series(self.values[column][rows], self.name) for column in wanted}
        )


def _numpy(path: Path, expected: Expected) -> Source:
    """An array of named fields, of two columns, or of one alone."""
    name = shown_name(path)
    try:
        array = np.load(path, allow_pickle=False, mmap_mode="r")
    except (ValueError, EOFError, OSError):
        what = f"{name} breaks off, or holds objects, which are not opened."
        raise FormatError(what, where=name, use="an array of numbers, or of named fields") from None
    columns = _columns(array, name, expected)
    return _Arrays(
        path=path, expected=expected, columns=tuple(columns), size=array.nbytes, values=columns
    )


def _columns(array: NDArray[Any], name: str, expected: Expected) -> dict[str, NDArray[Any]]:
    fields = array.dtype.names
    if fields is not None:
        refuse_width(fields, name, expected)
        if array.ndim != 1 or any(array.dtype[field].shape for field in fields):
            raise templates(name, "an array with more than one number in a field", expected)
        return {field: array[field] for field in fields}
    table = array.reshape(-1, 1) if array.ndim == 1 else array
    if table.ndim != 2 or table.shape[1] > 2:
        raise templates(name, f"an array of {' x '.join(map(str, table.shape))} numbers", expected)
    return {f"column {place + 1}": table[:, place] for place in range(table.shape[1])}


def _series(values: NDArray[Any], name: str) -> pl.Series:
    """A column of an array in memory, in a type and byte order that tables know."""
    kind = values.dtype
    if kind.kind not in "biufSU":
        what = f"{name} holds neither numbers nor words."
        raise FormatError(what, where=name, use="an array of numbers, or of named fields")
    if kind.kind == "S":
        return pl.Series(np.char.decode(np.asarray(values), "utf-8", "replace"))
    wanted = kind.newbyteorder("=")
    if kind.kind == "f":
        wanted = np.dtype(np.float32 if kind.itemsize <= 4 else np.float64)
    return pl.Series(np.ascontiguousarray(values, dtype=wanted))
