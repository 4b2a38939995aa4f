"""Files of scores in parts, each of which fits in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

_SPOTS = 16
_SPOT_BYTES = 2**19
_LEAST_SAMPLE, _MOST_SAMPLE, _SAMPLED = 2**18, 2**22, 64
"""One row of so many is in a sample, within these bounds."""

Read = Callable[[Sequence[str]], Iterator[pl.DataFrame]]


@dataclass(frozen=True)
class Parts:
    """How a file is read that need not fit in memory."""

    each: Read
    """The wanted columns in parts, in order."""
    some: Callable[[Sequence[str]], pl.DataFrame]
    """Some rows of them, from all over the file."""
    rows: int
    """How many there are, or about."""

    def renamed(self, names: Mapping[str, str]) -> Parts:
        """The same with other names of the columns."""
        old = {new: given for given, new in names.items()}

        def each(wanted: Sequence[str]) -> Iterator[pl.DataFrame]:
            for part in self.each([old[name] for name in wanted]):
                yield part.rename(names, strict=False)

        def some(wanted: Sequence[str]) -> pl.DataFrame:
            return self.some([old[name] for name in wanted]).rename(names, strict=False)

        return Parts(each, some, self.rows)


def parquet_parts(path: Path) -> Parts:
    """A Parquet file by its row groups."""
    rows = int(pl.scan_parquet(path).select(pl.len()).collect().item())

    def each(wanted: Sequence[str]) -> Iterator[pl.DataFrame]:
        yield from _scan(path, wanted).collect_batches(maintain_order=True)

    def some(wanted: Sequence[str]) -> pl.DataFrame:
        size = _sample_size(rows) // _SPOTS
        if rows <= _SPOTS * size:
            return _scan(path, wanted).collect()
        starts = [spot * (rows - size) // (_SPOTS - 1) for spot in range(_SPOTS)]
        return pl.concat([_scan(path, wanted).slice(start, size).collect() for start in starts])

    return Parts(each, some, rows)


def _scan(path: Path, wanted: Sequence[str]) -> pl.LazyFrame:
    return pl.scan_parquet(path).select(list(dict.fromkeys(wanted)))


def _sample_size(rows: int) -> int:
    return min(_MOST_SAMPLE, max(_LEAST_SAMPLE, rows // _SAMPLED))


def slice_parts(rows: int, frame: Callable[[Sequence[str], slice], pl.DataFrame]) -> Parts:
    """An array on disk by slices of it."""

    def each(wanted: Sequence[str]) -> Iterator[pl.DataFrame]:
        for start in range(0, rows, _LEAST_SAMPLE):
            yield frame(wanted, slice(start, start + _LEAST_SAMPLE))

    def some(wanted: Sequence[str]) -> pl.DataFrame:
        return frame(wanted, slice(None, None, max(1, rows // _sample_size(rows))))

    return Parts(each, some, rows)


@dataclass(frozen=True)
class Fields:
    """How lines are cut into fields, and the wanted columns made of those."""

    options: dict[str, Any]
    """For the reader of tables; with a first line of names or without."""
    places: Callable[[Sequence[str]], list[int]]
    """The fields that are needed for some columns, ascending."""
    columns: Callable[[pl.DataFrame, Sequence[str]], pl.DataFrame]
    """The columns of a table of those fields."""


def text_parts(path: Path, fields: Fields) -> Parts:
    """Text that is not compressed, by its lines."""
    sample, rows = _spots(path, fields.options["has_header"])

    def each(wanted: Sequence[str]) -> Iterator[pl.DataFrame]:
        lines = pl.scan_csv(path, infer_schema=False, **fields.options)
        for part in lines.select(pl.nth(fields.places(wanted))).collect_batches():
            yield fields.columns(part, wanted)

    def some(wanted: Sequence[str]) -> pl.DataFrame:
        options = fields.options | {"columns": fields.places(wanted), "infer_schema": False}
        table = pl.read_csv(BytesIO(sample), truncate_ragged_lines=True, **options)
        return fields.columns(table, wanted)

    return Parts(each, some, rows)


def _spots(path: Path, has_header: bool) -> tuple[bytes, int]:
    """Whole lines from all over a text file, and about how many it has."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        first = stream.readline() if has_header else b""
        head = stream.tell()
        lines = []
        for spot in range(_SPOTS if size > _SPOTS * _SPOT_BYTES else 1):
            stream.seek(head + spot * (size - head) // _SPOTS)
            if spot:
                stream.readline()
            lines.append(_whole_lines(stream.read(_SPOT_BYTES)))
    text = b"".join(lines)
    return first + text, int(size * text.count(b"\n") / max(1, len(text)))


def _whole_lines(text: bytes) -> bytes:
    """Without the last line, which may be broken off."""
    return text[: text.rfind(b"\n") + 1]
