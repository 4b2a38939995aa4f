"""How the lines of a text file are laid out: names, separators, comments, ends of lines."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from misid.errors import FormatError
from misid.files.source import Expected

GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
SEPARATORS = (",", "\t", ";", "|")
NO_SEPARATOR = "\x1f"
_LOOKED_AT, _LINES = 2**16, 200
_WHOLE = re.compile(r"\d{1,3}")
_WITH_COMMA = re.compile(r"[+-]?\d+,\d+")
_COMMENT = "#"


@dataclass(frozen=True)
class Layout:
    """
    The layout of a text file.

    `separator` is empty where fields are apart by white space. `skipped` lines stand before the
    first row or the line of names; `blanks` says that some lines hold nothing, `comments` that
    some begin with `#`.
    """

    columns: tuple[str, ...]
    separator: str
    has_names: bool
    skipped: int = 0
    line_end: str = "\n"
    blanks: bool = False
    comments: bool = False

    @property
    def by_space(self) -> bool:
        """Whether fields are apart by white space."""
        return not self.separator


@dataclass(frozen=True)
class Beginning:
    """The first lines of a file, and how lines end in it."""

    lines: tuple[str, ...]
    line_end: str
    ends_blank: bool


def beginning_of(path: Path, head: bytes) -> Beginning:
    """
    The first lines of a file, unpacked.

    Args:
        path: the file.
        head: its first bytes, which say how it is compressed.
    Raises: what reading it raises.
    """
    if head.startswith(ZSTD):
        told = pl.read_csv(
            path, n_rows=_LINES, separator=NO_SEPARATOR, has_header=False, quote_char=None,
            infer_schema=False, glob=False,
        )  # fmt: skip
        return Beginning(tuple(line or "" for line in told.to_series().to_list()), "\n", False)
    with gzip.open(path) if head.startswith(GZIP) else path.open("rb") as stream:
        data = stream.read(_LOOKED_AT)
        is_whole = not stream.read(1)
    line_end = "\r" if b"\r" in data and b"\n" not in data else "\n"
    lines = data.decode("utf-8-sig", "replace").replace("\r\n", "\n").split(line_end)
    if lines and (not is_whole or not lines[-1]):
        lines = lines[:-1] or lines
    return Beginning(tuple(lines[:_LINES]), line_end, _ends_blank(path, head))


def _ends_blank(path: Path, head: bytes) -> bool:
    if head.startswith(GZIP):
        return False
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 64))
        end = stream.read()
    return re.search(rb"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)\s*$", end) is not None


def layout_of(beginning: Beginning, name: str, expected: Expected) -> Layout:
    """
    The layout that the first lines show.

    Args:
        beginning: of the file.
        name: of the file, safe to print.
        expected: what it should hold, and what a reader said of its layout.
    Raises: FormatError: empty, or two layouts may be meant; the error names the option that
        chooses.
    """
    lines = beginning.lines
    comments = 0 if expected.has_comments is False else _comments(lines)
    is_row = [_is_row(line, expected) for line in lines[comments:]]
    rows = [line for line, is_one in zip(lines[comments:], is_row, strict=True) if is_one]
    if not lines or not "".join(lines).strip():
        raise FormatError(f"{name} is empty.", where=name, use=expected.instead)
    names = lines[comments - 1].lstrip(_COMMENT).split() if comments else []
    if not lines[comments:] or not lines[comments].strip():
        raise FormatError(f"{name} begins with an empty line.", where=name, use=expected.instead)
    separator = _separator(rows[0], rows, name, expected)
    fields = _fields(rows[0], separator)
    between = [line for line in lines[comments:] if line.startswith(_COMMENT)]
    if expected.has_comments is None:
        _refuse_either(between, separator, len(fields), name)
    shared: dict[str, Any] = {
        "line_end": beginning.line_end,
        "blanks": beginning.ends_blank or any(not line.strip() for line in lines),
        "comments": expected.has_comments or (expected.has_comments is None and bool(between)),
    }
    if _are_names(names, fields):
        return Layout(tuple(names), separator, has_names=False, skipped=comments, **shared)
    if _has_names(fields, name, expected):
        columns = tuple(field.strip().removeprefix("\ufeff") for field in fields)
        if all(map(_WHOLE.fullmatch, columns)):
            columns = _numbered(len(columns))
        after = comments + (0 if separator else 1)
        return Layout(columns, separator, has_names=True, skipped=after, **shared)
    held = expected.by_content([_fields(row, separator) for row in rows])
    columns = held or expected.unnamed.get(len(fields), _numbered(len(fields)))
    return Layout(columns, separator, has_names=False, skipped=comments, **shared)


def _holds_number(fields: Sequence[str]) -> bool:
    return any(is_number(field.strip()) for field in fields)


def _is_row(line: str, expected: Expected) -> bool:
    is_comment = line.startswith(_COMMENT) and expected.has_comments is not False
    return bool(line.strip()) and not is_comment


def _refuse_either(lines: Sequence[str], separator: str, width: int, name: str) -> None:
    """
    Refuse lines among the rows that begin with # and have as many fields as they: #N/A, or #12.

    Raises: FormatError: there are some.
    """
    count = sum(len(_fields(line, separator)) == width for line in lines)
    if count:
        raise FormatError(
            f"{name} has lines that begin with # and have the fields of a row: they may be "
            "comments, or rows.",
            where=name,
            use="--comments, or --no-comments where they are rows",
        )


def is_number(field: str) -> bool:
    """Whether a field is a number, with a point or with a comma before the part below one."""
    if _WITH_COMMA.fullmatch(field.strip()):
        return True
    try:
        float(field)
    except ValueError:
        return False
    return True


def _are_names(words: Sequence[str], fields: Sequence[str]) -> bool:
    """Whether words behind the sign of a comment name the columns of a row, as numpy and R do."""
    return len(words) == len(fields) and not any(map(is_number, words)) and _holds_number(fields)


def _numbered(count: int) -> tuple[str, ...]:
    return tuple(f"column {place + 1}" for place in range(count))


def _comments(lines: Sequence[str]) -> int:
    """How many lines at the beginning are comments."""
    return next(
        (place for place, line in enumerate(lines) if not line.startswith(_COMMENT)), len(lines)
    )


def _separator(first: str, rows: Sequence[str], name: str, expected: Expected) -> str:
    """What parts the fields; empty where white space does."""
    separator = max(SEPARATORS, key=first.count)
    if separator not in first:
        return " " if _one_space_each(rows) else ""
    lone = separator == "," and all(_WITH_COMMA.fullmatch(row.strip()) for row in rows)
    if not lone or expected.decimal == "point":
        return separator
    if expected.decimal == "comma":
        return ""
    raise FormatError(
        f"{name} has one comma a line between digits: it may stand before the part of a number "
        "below one, or part two columns.",
        where=name,
        use="--decimal comma, or --decimal point",
    )


def _one_space_each(rows: Sequence[str]) -> bool:
    """Whether a space parts fields of which some are empty, as NIST's logs have them."""
    exact, loose = ({len(row.split(*how)) for row in rows} for how in ((" ",), ()))
    return len(exact) == 1 and len(loose) > 1


def _fields(line: str, separator: str) -> list[str]:
    return next(csv.reader([line], delimiter=separator)) if separator else line.split()


def _has_names(fields: Sequence[str], name: str, expected: Expected) -> bool:
    """Whether the first line names the columns."""
    if expected.has_names is not None:
        return expected.has_names
    plain = [field.strip() for field in fields]
    in_order = [str(place) for place in range(len(plain))]
    counted = [str(place + 1) for place in range(len(plain))]
    if len(plain) > 1 and plain in (in_order, counted):
        raise FormatError(
            f"{name} begins with {', '.join(plain)}: these may be names of columns without a name, "
            "or a row.",
            where=name,
            use="--names where the first line names the columns, or --no-names",
        )
    return not any(map(is_number, plain))
