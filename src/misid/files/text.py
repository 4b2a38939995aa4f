"""Text files of tables: with a line of names, or lines of fields apart by space or commas."""

from __future__ import annotations

import csv
import gzip
import re
import zlib
from abc import abstractmethod
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from io import BytesIO
from pathlib import Path
from typing import IO, Any, BinaryIO, ClassVar

import numpy as np
import polars as pl

from misid.errors import FormatError
from misid.files import zstd
from misid.files.layout import GZIP, NO_SEPARATOR, ZSTD, Layout, beginning_of, layout_of
from misid.files.not_read import refuse_unread, refuse_wide
from misid.files.opened import Opened
from misid.files.read import refuse_pictures
from misid.files.source import LIMIT, Expected, FileSource, refuse_width, too_large, unreadable

ZSTD_LIMIT = 100 * 2**20

_HEAD_BYTES, _PART = 2**16, 2**20
_SPOTS, _SPOT_BYTES = 16, 2**19
_AS_TEXT: dict[str, Any] = {"infer_schema": False, "glob": False}
_LINES = _AS_TEXT | {"separator": NO_SEPARATOR, "has_header": False, "quote_char": None}
_INSIDE = r'[^"{between}\r]"(?:"")*[^"{between}\r]'
"""A quotation mark that neither begins nor ends a cell, and is not doubled."""
_QUOTED = (
    "a quotation mark stands inside of a cell, where it may end the cell or belong to it.",
    "cells without quotation marks, or with each of them doubled",
)
_ENDED = (
    "some lines end in another way than the others.",
    "the same end of line everywhere",
)
"""What is said of a line, and what to use instead."""


def text_source(file: Opened, head: bytes, expected: Expected) -> FileSource:
    """
    A table in text, plain or compressed.

    Text without a line of names has the columns that are expected of so many, else `column 1` and
    so on.

    Args:
        file: the file.
        head: its first bytes.
        expected: what it should hold.
    Raises: FormatError: empty, too large, an image or template, or no text.
    """
    name, path = file.name, file.reached
    _check_text(path, name, head, expected)
    try:
        layout = layout_of(beginning_of(path, head), name, expected)
    except (pl.exceptions.PolarsError, OSError, EOFError, csv.Error) as error:
        raise unreadable(name, error, expected) from None
    refuse_width(layout.columns, name, expected)
    shared: dict[str, Any] = {
        "file": file, "expected": expected, "columns": layout.columns, "size": file.size,
        "head": head, "layout": layout,
    }  # fmt: skip
    if layout.by_space or not layout.has_names:
        return _Plain(**shared, first_row=1 + layout.skipped)
    if len(set(layout.columns)) < len(layout.columns):
        raise FormatError(f"{name} has two columns of one name.", where=name, use="other names")
    return _Named(**shared, first_row=2 + layout.skipped, unit="line")


def _check_text(path: Path, name: str, head: bytes, expected: Expected) -> None:
    """Refuse what is no text; a compressed file is judged by what is in it."""
    if head.startswith(ZSTD):
        _check_zstd(path, name)
        return
    inner = _unpacked_head(path, name) if head.startswith(GZIP) else head
    refuse_pictures(inner, name, wanted=expected.instead)
    refuse_unread(inner, name)
    if b"\x00" in inner:
        refuse_wide(inner, name)
        what = f"{name} is of no format that is known."
        raise FormatError(what, where=name, use=expected.instead)


def _check_zstd(path: Path, name: str) -> None:
    """Refuse what unpacks to more than is ever read, before anything is unpacked."""
    if path.stat().st_size > ZSTD_LIMIT:
        raise too_large(name, ZSTD_LIMIT)
    size = zstd.most_unpacked(path)
    if size is None:
        what = f"{name} breaks off, or is damaged."
        raise FormatError(what, where=name, use="the whole file")
    if size > LIMIT:
        raise too_large(name, LIMIT)


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


@dataclass(frozen=True, kw_only=True)
class _Text(FileSource):
    """Lines of text."""

    head: bytes
    """The first bytes of the file, which say how it is compressed."""
    layout: Layout
    has_header: ClassVar[bool]

    @property
    def rows(self) -> int | None:
        """About how many lines; None of a compressed file, which is unpacked whole."""
        if self.head.startswith((GZIP, ZSTD)):
            return None
        text = self._spots
        return int(self.size * text.count(self._end) / max(1, len(text)))

    @property
    def _end(self) -> bytes:
        return self.layout.line_end.encode()

    @property
    def _options(self) -> dict[str, Any]:
        """How lines end, and which of them are comments."""
        return {"eol_char": self.layout.line_end}

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
            lines = [self._line(stream) for _ in range(self.layout.skipped + self.has_header)]
            lines = lines[-1:] if self.has_header else []
            start = stream.tell()
            for spot in range(_SPOTS if self.size > _SPOTS * _SPOT_BYTES else 1):
                stream.seek(start + spot * (self.size - start) // _SPOTS)
                text = stream.read(_SPOT_BYTES)
                # The first line and the last may be broken off.
                text = text[text.find(self._end) + 1 if spot else 0 :]
                lines.append(text[: text.rfind(self._end) + 1])
        return b"".join(lines)

    def line_of_no_text(self) -> int | None:
        """The first line that is no UTF-8; of a compressed file it is not looked for."""
        if self.head.startswith((GZIP, ZSTD)):
            return None
        with self.path.open("rb") as stream:
            numbered = enumerate(iter(partial(stream.readline, _PART), b""), 1)
            return next((number for number, line in numbered if not _is_text(line)), None)

    def _line(self, stream: BinaryIO) -> bytes:
        """The next line, however lines end."""
        start = stream.tell()
        line = stream.read(_SPOT_BYTES).partition(self._end)[0] + self._end
        stream.seek(start + len(line))
        return line


@dataclass(frozen=True, kw_only=True)
class _Named(_Text):
    """CSV whose first line names its columns."""

    has_header: ClassVar[bool] = True

    def scan(self, wanted: Sequence[str]) -> pl.LazyFrame:
        self._check_signs()
        return super().scan(wanted)

    def collected(self, wanted: Sequence[str]) -> pl.DataFrame:
        parts = [self.checked(rows).select(*dict.fromkeys(wanted)) for rows in self.each(wanted)]
        return pl.concat(parts) if parts else pl.DataFrame(schema=dict.fromkeys(wanted, pl.String))

    def _table(self, text: Path | BytesIO, wanted: Sequence[str], **options: Any) -> pl.LazyFrame:
        table = pl.scan_csv(
            text,
            separator=self.layout.separator,
            new_columns=list(self.columns),
            skip_lines=self.layout.skipped if isinstance(text, Path) else 0,
            comment_prefix="#" if self.layout.comments else None,
            **_AS_TEXT,
            **self._options,
            **options,
        )
        if self.layout.blanks:
            table = table.filter(~pl.all_horizontal(pl.all().is_null()))
        # Only where all columns are read is a row that is too long no row.
        return table

    def checked(self, frame: pl.DataFrame) -> pl.DataFrame:
        if frame[self.columns[-1]].null_count():
            self.explain()
        return frame

    def _check_signs(self) -> None:
        """Refuse signs inside of cells, which every reader takes for something else."""
        if not self._may_be_odd:
            return
        line, between = pl.col("line"), re.escape(self.layout.separator)
        odd = {
            _QUOTED: self._first(line.str.contains(_INSIDE.format(between=between))),
            _ENDED: self._first(line.str.contains(r"(?s)\r.|\n")),
        }
        if self._first(line.str.count_matches('"', literal=True) % 2 == 1) is not None:
            odd[_QUOTED] = odd[_QUOTED] or self._first_not_closed
        for (what, use), number in odd.items():
            if number is not None:
                raise FormatError(what, where=f"{self.name}, line {number}", use=use)

    def _first(self, is_odd: pl.Expr) -> int | None:
        """The first line of which something holds."""
        lines = pl.scan_csv(self.path, new_columns=["line"], **_LINES, **self._options)
        number = pl.int_range(1, pl.len() + 1).filter(is_odd).first()
        found: int | None = lines.select(number).collect().item()
        return found

    @cached_property
    def _first_not_closed(self) -> int | None:
        """The first line in which a cell goes on behind its quotation marks, or never ends."""
        if self.head.startswith(ZSTD):
            return None
        with self._opened() as text:
            reader = csv.reader(text, delimiter=self.layout.separator, strict=True)
            try:
                deque(reader, maxlen=0)
            except csv.Error:
                return reader.line_num
        return None

    def _opened(self) -> IO[str]:
        opener = gzip.open if self.head.startswith(GZIP) else open
        options: dict[str, Any] = {"encoding": "utf-8", "errors": "replace", "newline": ""}
        text: IO[str] = opener(self.path, "rt", **options)
        return text

    @cached_property
    def _may_be_odd(self) -> bool:
        """Whether there are quotation marks, or lines that end in another way."""
        if self.head.startswith((GZIP, ZSTD)):
            return True
        with self.path.open("rb") as text:
            return any(map(_is_odd, iter(partial(text.read, _PART), b"")))

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
        if self.head.startswith(ZSTD):
            return 0, []
        count, first = 0, []
        with self._opened() as text, suppress(csv.Error):
            reader = csv.reader(text, delimiter=self.layout.separator)
            for row in reader:
                is_comment = self.layout.comments and row[:1] and row[0].startswith("#")
                if row and not is_comment and len(row) != len(self.columns):
                    count += 1
                    first += [reader.line_num] * (count <= 3)
        return count, first


@dataclass(frozen=True, kw_only=True)
class _Plain(_Text):
    """Text whose lines are all data, fields apart by white space or commas; blank ones are none."""

    has_header: ClassVar[bool] = False

    def _table(self, text: Path | BytesIO, wanted: Sequence[str], **options: Any) -> pl.LazyFrame:
        width, line = len(self.columns), pl.col("line").str.strip_chars()
        skipped = self.layout.skipped if isinstance(text, Path) else 0
        lines = pl.scan_csv(
            text, new_columns=["line"], skip_rows=skipped, **_LINES, **self._options, **options
        )
        between = r"[\s;|]+" if self.expected.decimal == "comma" else r"[\s,;|]+"
        fields = line if width == 1 else line.str.replace_all(between, " ")
        table = lines.select(fields=fields).filter(pl.col("fields") != "")
        if self.layout.comments:
            table = table.filter(~pl.col("fields").str.starts_with("#"))
        cells = pl.col("fields").str.splitn(" ", width).struct.rename_fields(list(self.columns))
        return table.select(
            *(cells.struct.field(column) for column in dict.fromkeys(wanted)),
            (pl.col("fields").str.count_matches(" ", literal=True) + 1).alias(NO_SEPARATOR),
        )

    def checked(self, frame: pl.DataFrame) -> pl.DataFrame:
        if (frame[NO_SEPARATOR] != len(self.columns)).any():
            self.explain()
        return frame

    def explain(self) -> None:
        """Refuse lines with another number of fields than the first."""
        try:
            widths = self.scan([]).collect().to_series().to_numpy()
        except pl.exceptions.PolarsError:
            return
        rows = np.flatnonzero(widths != len(self.columns))
        if len(rows):
            raise FormatError(
                f"{_rows(len(rows))} not have the {len(self.columns)} columns of the first.",
                where=self.places(rows),
                use="the same columns in every line",
            )


def _is_text(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_odd(text: bytes) -> bool:
    """Whether some text has quotation marks, or two ends of lines; one cut in two may be either."""
    if b'"' in text:
        return True
    returns = text.count(b"\r")
    return bool(returns) and returns != text.count(b"\r\n") and b"\n" in text


def _rows(count: int) -> str:
    return "1 row does" if count == 1 else f"{count:,} rows do"
