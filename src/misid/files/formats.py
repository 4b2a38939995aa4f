"""Files of tables as named columns, whatever their format; only wanted columns are read."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from misid.errors import FormatError, MeaningError
from misid.files.columns import plain_name
from misid.files.footer import can_be_opened
from misid.files.not_read import is_json, refuse_unread
from misid.files.opened import Named, Opened, opened
from misid.files.quiet import libraries_hushed
from misid.files.read import plain, refuse_pictures_inside
from misid.files.source import (
    LEAST_SAMPLE,
    LIMIT,
    Expected,
    FileSource,
    refuse_width,
    sample_size,
    templates,
    too_large,
)
from misid.files.text import text_source

_PARQUET, _NUMPY, _ARROW, _ZIP = b"PAR1", b"\x93NUMPY", b"ARROW1", b"PK\x03\x04"
_HEAD_BYTES = 2**16
_SPOTS = 16
_LONGEST_WORD, _LONGEST_LINE = 4_000, 2**20
_NUMBERED = re.compile(r"arr_\d+")
"""What numpy calls an array that nobody gave a name."""
_TEMPLATES = (pl.List, pl.Array, pl.Binary, pl.Struct, pl.Object)
_WHOLE = "the whole file"


@libraries_hushed()
def open_source(path: Named, expected: Expected) -> FileSource:
    """
    A file of a table by its first bytes: Parquet, NumPy, or text, plain or compressed.

    Args:
        path: the file, or one that is opened already.
        expected: what it should hold.
    Raises: FormatError: missing, empty, too large, an image or template, or of no known format.
    """
    noun = expected.noun
    file = opened(path, kind=noun, instead=f"a file of {noun} that exists")
    head = file.first(_HEAD_BYTES)
    if not head:
        raise FormatError(f"{file.name} is empty.", where=file.name, use=expected.instead)
    if expected.genuine_array is not None and not head.startswith(_ZIP):
        what = f"--genuine-array is about an .npz of two arrays, and {file.name} is none."
        raise MeaningError(what, where=file.name, use="--label, or no such option")
    if head.startswith(_PARQUET):
        return _parquet(file, expected)
    if head.startswith(_NUMPY):
        return _numpy(file, expected)
    if head.startswith(_ARROW):
        return _feather(file, expected)
    if head.startswith(_ZIP):
        return _archive(file, expected)
    if is_json(head):
        return _json_lines(file, expected)
    return text_source(file, head, expected)


@dataclass(frozen=True, kw_only=True)
class _Parquet(FileSource):
    """A Parquet file, in parts by its row groups."""

    @cached_property
    @libraries_hushed()
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


def _parquet(file: Opened, expected: Expected) -> FileSource:
    name, path = file.name, file.reached
    if not can_be_opened(file, "parquet"):
        what = f"{name} breaks off, or is no Parquet file."
        raise FormatError(what, where=name, use=_WHOLE)
    schema = _checked(_table(path).collect_schema(), name, expected)
    return _Parquet(file=file, expected=expected, columns=tuple(schema), size=file.size)


def _checked(schema: pl.Schema, name: str, expected: Expected) -> pl.Schema:
    """A table's columns; refused where they could be templates."""
    refuse_width(tuple(schema), name, expected)
    held = [column for column, kind in schema.items() if isinstance(kind, _TEMPLATES)]
    if held:
        noun = f"a column of {'lists' if len(held) == 1 else 'lists or bytes'}"
        raise templates(name, noun, expected)
    return schema


@dataclass(frozen=True, kw_only=True)
class _Lazy(FileSource):
    """A file that is only read whole."""

    table: pl.LazyFrame

    def scan(self, wanted: Sequence[str]) -> pl.LazyFrame:
        return self.table.select(*dict.fromkeys(wanted))

    def explain(self) -> None:
        raise FormatError(f"{self.name} is damaged.", where=self.name, use=_WHOLE)


def _feather(file: Opened, expected: Expected) -> FileSource:
    name, path = file.name, file.reached
    if not can_be_opened(file, "ipc"):
        raise FormatError(f"{name} is damaged, or no Feather file.", where=name, use=_WHOLE)
    table = pl.scan_ipc(path)
    schema = _checked(table.collect_schema(), name, expected)
    return _Lazy(file=file, expected=expected, columns=tuple(schema), size=file.size, table=table)


def _json_lines(file: Opened, expected: Expected) -> FileSource:
    """One JSON object a line."""
    name, path, size = file.name, file.reached, file.size
    with path.open("rb") as stream:
        refuse_unread(stream.readline(_LONGEST_LINE), name)
    if size > LIMIT:
        raise too_large(name, LIMIT)
    try:
        table = pl.scan_ndjson(path)
        schema = table.collect_schema()
    except (pl.exceptions.PolarsError, OSError, pl.exceptions.PanicException):
        what = f"{name} begins as JSON lines, but cannot be read as such."
        raise FormatError(
            what, where=name, use="one object a line, the same names in each"
        ) from None
    columns = tuple(_checked(schema, name, expected))
    return _Lazy(file=file, expected=expected, columns=columns, size=file.size, table=table)


def _archive(file: Opened, expected: Expected) -> FileSource:
    """Numpy's archive: genuine and impostor scores, or scores and labels."""
    name, path = file.name, file.reached
    sizes = _sizes(path, name)
    if sum(sizes.values()) > LIMIT:
        raise too_large(name, LIMIT)
    try:
        with np.load(path, allow_pickle=False) as held:
            arrays = {key: np.asarray(held[key]).reshape(-1) for key in sizes}
    except Exception:
        what = f"{name} breaks off, or holds objects, which are not opened."
        raise FormatError(what, where=name, use="arrays of numbers") from None
    columns = _pairs_of(arrays, name, expected)
    size = sum(array.nbytes for array in columns.values())
    return _Arrays(file=file, expected=expected, columns=tuple(columns), size=size, values=columns)


def _sizes(path: Path, name: str) -> dict[str, int]:
    """The arrays of an archive and their sizes, unpacked; anything else is no such archive."""
    try:
        with zipfile.ZipFile(path) as archive:
            inside = archive.infolist()
            refuse_pictures_inside(archive, name, use="arrays of numbers alone")
    except FormatError:
        raise
    except Exception:
        inside = []
    if not inside or not all(one.filename.endswith(".npy") for one in inside):
        what = f"{name} is an archive, which is not opened."
        raise FormatError(what, where=name, use="the text file itself")
    return {one.filename.removesuffix(".npy"): one.file_size for one in inside}


def _pairs_of(
    arrays: dict[str, NDArray[Any]], name: str, expected: Expected
) -> dict[str, NDArray[Any]]:
    """Scores and labels from arrays of either, or of genuine and impostor scores."""
    is_numbered = len(arrays) == 2 and all(map(_NUMBERED.fullmatch, arrays))
    if expected.genuine_array is not None or (is_numbered and not expected.has_named):
        return _two_kinds(arrays, name, expected.genuine_array)
    kinds = {plain_name(key): key for key in arrays}
    genuine, impostor = (
        next((arrays[kinds[word]] for word in words if word in kinds), None)
        for words in (("genuine", "mated", "gen"), ("impostor", "nonmated", "imp", "imposter"))
    )
    if genuine is not None and impostor is not None and len(arrays) == 2:
        return _joined(genuine, impostor)
    if len({len(array) for array in arrays.values()}) > 1:
        raise FormatError(
            f"{name} holds arrays of different lengths.",
            where=name,
            use="arrays called genuine and impostor, or scores and labels of one length",
        )
    plain = {"scores": "score", "labels": "label"}
    return {plain.get(plain_name(key), key): array for key, array in arrays.items()}


def _joined(genuine: NDArray[Any], impostor: NDArray[Any]) -> dict[str, NDArray[Any]]:
    is_genuine = np.repeat([1, 0], [len(genuine), len(impostor)])
    return {"score": np.concatenate([genuine, impostor]), "genuine": is_genuine}


def _two_kinds(
    arrays: dict[str, NDArray[Any]], name: str, said: str | None
) -> dict[str, NDArray[Any]]:
    """
    Scores of both kinds from two arrays, of which the reader says which is of genuine comparisons.

    Raises: MeaningError: nobody said it, or there are no two arrays of which one has this name.
    """
    if said in arrays and len(arrays) == 2:
        (impostor,) = (array for key, array in arrays.items() if key != said)
        return _joined(arrays[str(said)], impostor)
    if said is not None:
        what = f"{name} holds no two arrays of which one is called {plain(said)}."
        raise MeaningError(what, where=name, use="--genuine-array with the name of one of two")
    one, other = arrays
    of_labels = (
        f"; where one holds labels: --score {one} --label {other}, or the reverse"
        if len({len(array) for array in arrays.values()}) == 1
        else ""
    )
    raise MeaningError(
        f"{name} holds {one} and {other}: nothing says what each is.",
        where=name,
        use=f"where both hold scores: --genuine-array {one}, or {other}, which has those of "
        f"genuine comparisons{of_labels}",
    )


@dataclass(frozen=True, kw_only=True)
class _Arrays(FileSource):
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


def _numpy(file: Opened, expected: Expected) -> FileSource:
    """An array of named fields, of two columns, or of one alone."""
    name, path = file.name, file.reached
    try:
        array = np.load(path, allow_pickle=False, mmap_mode="r")
    except Exception:
        what = f"{name} breaks off, or holds objects, which are not opened."
        raise FormatError(what, where=name, use="an array of numbers, or of named fields") from None
    columns = _columns(array, name, expected)
    return _Arrays(
        file=file, expected=expected, columns=tuple(columns), size=array.nbytes, values=columns
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
    if kind.kind not in "biufSU" or (kind.kind in "SU" and not 0 < kind.itemsize <= _LONGEST_WORD):
        what = f"{name} holds neither numbers nor words."
        raise FormatError(what, where=name, use="an array of numbers, or of named fields")
    if kind.kind == "S":
        return pl.Series(np.char.decode(np.asarray(values), "utf-8", "replace"))
    wanted = kind.newbyteorder("=")
    if kind.kind == "f":
        wanted = np.dtype(np.float32 if kind.itemsize <= 4 else np.float64)
    try:
        if kind.kind == "U":
            # Whatever is no character is found here, and not where a table is made.
            words = (str(word).encode("utf-8", "replace").decode() for word in values.tolist())
            return pl.Series(list(words), dtype=pl.String)
        return pl.Series(np.ascontiguousarray(values, dtype=wanted))
    except (ValueError, SystemError, OverflowError, pl.exceptions.PanicException):
        what = f"{name} holds words that are no text."
        raise FormatError(what, where=name, use="an array of numbers, or of words") from None
