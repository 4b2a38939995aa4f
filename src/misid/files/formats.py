"""Files of tables as named columns, whatever their format; only wanted columns are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from misid.errors import FormatError
from misid.files.chunks import parquet_parts, slice_parts
from misid.files.read import first_bytes, shown_name
from misid.files.source import Expected, Source, refuse_width, templates
from misid.files.text import text_source

_PARQUET, _NUMPY = b"PAR1", b"\x93NUMPY"
_HEAD_BYTES = 32
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
    if head.startswith(_PARQUET):
        return _parquet(path, expected)
    if head.startswith(_NUMPY):
        return _numpy(path, expected)
    return text_source(path, head, expected)


def _parquet(path: Path, expected: Expected) -> Source:
    name = shown_name(path)
    try:
        schema = pl.read_parquet_schema(path)
    except (pl.exceptions.PolarsError, OSError):
        what = f"{name} breaks off, or is no Parquet file."
        raise FormatError(what, where=name, use=_WHOLE) from None
    refuse_width(tuple(schema), name, expected)
    held = [column for column, kind in schema.items() if isinstance(kind, _TEMPLATES)]
    if held:
        noun = f"a column of {'lists' if len(held) == 1 else 'lists or bytes'}"
        raise templates(name, noun, expected)

    def read(wanted: Sequence[str]) -> pl.DataFrame:
        try:
            return pl.read_parquet(path, columns=list(dict.fromkeys(wanted)))
        except (pl.exceptions.PolarsError, OSError):
            raise FormatError(f"{name} is damaged.", where=name, use=_WHOLE) from None

    size, parts = path.stat().st_size, parquet_parts(path)
    return Source(name, expected, tuple(schema), read, size=size, parts=parts)


def _numpy(path: Path, expected: Expected) -> Source:
    """An array of named fields, of two columns, or of one alone."""
    name = shown_name(path)
    try:
        array = np.load(path, allow_pickle=False, mmap_mode="r")
    except (ValueError, EOFError, OSError):
        what = f"{name} breaks off, or holds objects, which are not opened."
        raise FormatError(what, where=name, use="an array of numbers, or of named fields") from None
    fields = array.dtype.names
    if fields is None:
        return _numpy_columns(array, name, expected)
    refuse_width(fields, name, expected)
    if array.ndim != 1 or any(array.dtype[field].shape for field in fields):
        raise templates(name, "an array with more than one number in a field", expected)
    return _sliced(name, expected, {field: array[field] for field in fields}, array)


def _numpy_columns(array: NDArray[Any], name: str, expected: Expected) -> Source:
    if array.ndim == 1:
        array = array.reshape(-1, 1)
    if array.ndim != 2 or array.shape[1] > 2:
        shape = " x ".join(map(str, array.shape))
        raise templates(name, f"an array of {shape} numbers", expected)
    columns = {f"column {place + 1}": array[:, place] for place in range(array.shape[1])}
    return _sliced(name, expected, columns, array)


def _sliced(
    name: str,
    expected: Expected,
    columns: Mapping[str, NDArray[Any]],
    array: NDArray[Any],
) -> Source:
    """An array on disk, read whole or by slices."""

    def frame(wanted: Sequence[str], rows: slice) -> pl.DataFrame:
        return pl.DataFrame({column: _series(columns[column][rows], name) for column in wanted})

    read, parts = partial(frame, rows=slice(None)), slice_parts(len(array), frame)
    return Source(name, expected, tuple(columns), read, size=array.nbytes, parts=parts)


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
