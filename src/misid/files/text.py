"""Text files of tables: with a line of names, or lines of fields apart by space or commas."""

from __future__ import annotations

import csv
import gzip
import zlib
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import polars as pl

from misid.errors import FormatError
from misid.files.read import refuse_pictures, shown_name
from misid.files.source import LIMIT, Expected, Source, refuse_width, too_large, unreadable

ZSTD_LIMIT = 100 * 2**20

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_HEAD_BYTES, _PART = 32, 2**20
_SPOTS, _SPOT_BYTES = 16, 2**19
_SEPARATORS = (",", "\t", ";", "|")
_NO_SEPARATOR = "\x1f"
_AS_TEXT: dict[str, Any] = {"infer_schema": False, "glob": False}
_LINES = _AS_TEXT | {"separator": _NO_SEPARATOR, "has_header": False, "quote_char": None}


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
    line = _first_line(path, name, expected)
    separator = max(_SEPARATORS, key=line.count)
    fields = next(csv.reader([line], delimiter=separator)) if separator in line else line.split()
    if not fields:
        raise FormatError(f"{name} begins with an empty line.", where=name, use=expected.instead)
    if any(_is_number(field) for field in fields):
        numbered = tuple(f"column {place + 1}" for place in range(len(fields)))
        columns = expected.unnamed.get(len(fields), numbered)
        refuse_width(columns, name, expected)
        size = path.stat().st_size
        return _Plain(path=path, expected=expected, columns=columns, size=size, head=head)
    columns = tuple(field.strip().removeprefix("\ufeff") for field in fields)
    refuse_width(columns, name, expected)
    if len(set(columns)) < len(columns):
        raise FormatError(f"{name} has two columns of one name.", where=name, use="other names")
    return _Named(
        path=path,
        expected=expected,
        columns=columns,
        size=path.stat().st_size,
        first_row=2,
        unit="line",
        head=head,
        separator=separator,
    )


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


def _first_line(path: Path, name: str, expected: Expected) -> str:
    try:
        lines = pl.read_csv(path, n_rows=1, **_LINES).to_series()
    except (pl.exceptions.PolarsError, OSError) as error:
        raise unreadable(name, error, expected) from None
    return str(lines[0]) if len(lines) and lines[0] is not None else ""


@dataclass(frozen=True, kw_only=True)
class _Text(Source):
    """Lines of text."""

    head: bytes
    """The first bytes of the file, which say how it is compressed."""
    has_header: ClassVar[bool]

    @property
    def rows(self) -> int | None:
        """About how many lines; None of a compressed file, which is unpacked whole."""
        if self.head.startswith((_GZIP, _ZSTD)):
            return None
        text = self._spots
        return int(self.size * text.count(b"\n") / max(1, len(text)))

    def scan(self, wanted: Sequence[str]) -> pl.LazyFrame:
        return self._table(self.path, wanted)

    def sample(self, wanted: Sequence[str]) -> pl.DataFrame:
        sample = BytesIO(self._spots)
        return self._table(sample, wanted, truncate_ragged_lines=True).collect()

    @abstractmethod
    def _table(self, text: Path | BytesIO, wanted: Sequence[str], **options: Any) -> pl.LazyFrame:
        """The wanted columns of a file, or of rows of it."""

    @cached_property
    def _spots(self) -> bytes:
        """Whole lines from all over the file, after the line of names."""
        with self.path.open("rb") as stream:
            lines = [stream.readline() if self.has_header else b""]
            start = stream.tell()
            for spot in range(_SPOTS if self.size > _SPOTS * _SPOT_BYTES else 1):
                stream.seek(start + spot * (self.size - start) // _SPOTS)
                if spot:
                    stream.readline()
                text = stream.read(_SPOT_BYTES)
                # The last line may be broken off.
                lines.append(text[: text.rfind(b"\n") + 1])
        return b"".join(lines)


@dataclass(frozen=True, kw_only=True)
class _Named(_Text):
    """CSV whose first line names its columns."""

    separator: str
    has_header: ClassVar[bool] = True

    def _table(self, text: Path | BytesIO, wanted: Sequence[str], **options: Any) -> pl.LazyFrame:
        table = pl.scan_csv(
            text,
            separator=self.separator,
            new_columns=list(self.columns),
            **_AS_TEXT,
            **options,
        )
        # A short row lacks its last column, which is why that one is read.
        return table.select(*dict.fromkeys([*wanted, self.columns[-1]]))

    def checked(self, frame: pl.DataFrame) -> pl.DataFrame:
        if frame[self.columns[-1]].null_count():
            self.explain()
        return frame

    def explain(self) -> None:
        """Refuse rows that are shorter or longer than the first line."""
        count, first = self._ragged
        if count:
            raise FormatError(
                f"{_rows(count)} not have the {len(self.columns)} columns that the first line "
                "names.",
                where=f"{self.name}, line {', '.join(map(str, first))}",
                use="the same columns in every row",
            )

    @cached_property
    def _ragged(self) -> tuple[int, list[int]]:
        """How many lines have another number of fields, and the first of them."""
        if self.head.startswith(_ZSTD):
            return 0, []
        opener = gzip.open if self.head.startswith(_GZIP) else open
        count, first = 0, []
        with (
            opener(self.path, "rt", encoding="utf-8", errors="replace") as text,
            suppress(csv.Error),
        ):
            reader = csv.reader(text, delimiter=self.separator)
            for row in reader:
                if row and len(row) != len(self.columns):
                    count += 1
                    first += [reader.line_num] * (count <= 3)
        return count, first


@dataclass(frozen=True, kw_only=True)
class _Plain(_Text):
    """Text whose lines are all data, fields apart by white space or commas; blank ones are none."""

    has_header: ClassVar[bool] = False

    def _table(self, text: Path | BytesIO, wanted: Sequence[str], **options: Any) -> pl.LazyFrame:
        width, line = len(self.columns), pl.col("line").str.strip_chars()
        lines = pl.scan_csv(text, new_columns=["line"], **_LINES, **options)
        fields = line if width == 1 else line.str.replace_all(r"[\s,;|]+", " ")
        table = lines.select(fields=fields).filter(pl.col("fields") != "")
        cells = pl.col("fields").str.splitn(" ", width).struct.rename_fields(list(self.columns))
        return table.select(
            *(cells.struct.field(column) for column in dict.fromkeys(wanted)),
            (pl.col("fields").str.count_matches(" ", literal=True) + 1).alias(_NO_SEPARATOR),
        )

    def checked(self, frame: pl.DataFrame) -> pl.DataFrame:
        if (frame[_NO_SEPARATOR] != len(self.columns)).any():
            self.explain()
        return frame

    def explain(self) -> None:
        """Refuse lines with another number of fields than the first."""
        widths = self.scan([]).collect().to_series().to_numpy()
        rows = np.flatnonzero(widths != len(self.columns))
        if len(rows):
            raise FormatError(
                f"{_rows(len(rows))} not have the {len(self.columns)} columns of the first.",
                where=self.places(rows),
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
