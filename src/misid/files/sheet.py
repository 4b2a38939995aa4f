"""A sheet as it stands: cells with their row and column, whatever file it came from."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from misid.errors import FormatError
from misid.files.not_read import refuse_unread
from misid.files.opened import Named, opened
from misid.files.read import refuse_embedded, refuse_length, refuse_pictures
from misid.files.xlsx import Stored, read_workbook, sheet_names

CellKind = Literal["blank", "text", "number", "share", "date", "error"]
LIMIT = 20_000_000
MOST_ROWS, MOST_COLUMNS = 20_000, 64
_MOST_LINES = 3 * MOST_ROWS
"""A cell may hold several lines, and lines may be blank; with more than these there is no need to
read them to know that they are too many."""
ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!")
"""What a spreadsheet writes where it has nothing to show."""
_ZIP, _HEAD = b"PK\x03\x04", 4096
_KIND = "a table of counts"
_INSTEAD = "a table as CSV, text or XLSX: a line of names, and a row for each period"
_WIDE_SPACE = re.compile(r" {2,}")
_RULE = re.compile(r"[\s|:+=-]*")


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell as it was written; a spreadsheet knows of some what they are."""

    text: str
    kind: CellKind = "text"
    number: str = ""
    """As the spreadsheet keeps it, where it is a number; a part of one where it shows per cent."""
    day: date | None = None


BLANK = SheetCell("", "blank")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its number from 1, and its cells from the first column on."""

    number: int
    cells: tuple[SheetCell, ...]
    is_hidden: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet of a file."""

    file: str
    """Safe to print."""
    digest: str
    name: str
    """Empty where the file is no workbook."""
    names: tuple[str, ...]
    """Of all sheets of the workbook."""
    rows: tuple[SheetRow, ...]
    """Those that hold something."""

    @property
    def width(self) -> int:
        """Columns up to the last that holds something."""
        return max((len(row.cells) for row in self.rows), default=0)

    def where(self, row: int) -> str:
        """A place as a reader would find it."""
        return f"{self.file}, row {row}"


def letters(column: int) -> str:
    """
    The letter of a column, counted from 0.

    Example:
        >>> [letters(column) for column in (0, 25, 26, 701)]
        ['A', 'Z', 'AA', 'ZZ']
    """
    above, place = divmod(column, 26)
    return (letters(above - 1) if above else "") + chr(ord("A") + place)


def open_sheet(path: Named, sheet: str | None = None) -> Sheet:
    """
    A sheet of a file: XLSX by its first bytes, else text whose fields are apart by a sign.

    Args:
        path: the file; `-` is the standard input, where a table can be pasted.
        sheet: its name in the workbook; the only one that holds something where none is said.
    Raises: FormatError: missing, empty, too large, an image or template, or no table.
        MeaningError: several sheets may be meant.
    """
    file = opened(path, kind=_KIND, instead="a file that exists")
    data = file.first(LIMIT + 1)
    refuse_length(len(data), file.name, limit=LIMIT, kind=_KIND)
    if not data.strip():
        raise FormatError(f"{file.name} is empty.", where=file.name, use=_INSTEAD)
    if data.startswith(_ZIP):
        workbook = read_workbook(data, file.name, sheet)
        name, names, stored = workbook.name, workbook.names, workbook.rows
        rows = tuple(_stored_row(*one) for one in stored)
    else:
        if sheet is not None:
            raise FormatError(
                f"{file.name} is text, which has no sheets.", where=file.name, use="it alone"
            )
        _refuse_lines(data, file.name)
        name, names, rows = "", (), tuple(_text_rows(_decoded(data, file.name), file.name))
    found = Sheet(file.name, file.sha256, name, names, tuple(_kept(rows)))
    _check_size(found)
    return found


def sheets_in(path: Named) -> tuple[str, ...]:
    """
    The names of all sheets of a file; text has none.

    Args:
        path: the file.
    Raises: FormatError: missing, too large, or a damaged workbook.
    """
    file = opened(path, kind=_KIND, instead="a file that exists")
    data = file.first(LIMIT + 1)
    refuse_length(len(data), file.name, limit=LIMIT, kind=_KIND)
    return sheet_names(data, file.name) if data.startswith(_ZIP) else ()


def _kept(rows: Sequence[SheetRow]) -> Iterator[SheetRow]:
    """Rows that hold something, without the blank cells at their ends."""
    for row in rows:
        last = max((at for at, one in enumerate(row.cells) if one.kind != "blank"), default=-1)
        if last >= 0:
            yield SheetRow(row.number, row.cells[: last + 1], row.is_hidden)


def _refuse_lines(data: bytes, name: str) -> None:
    lines = max(data.count(b"\n"), data.count(b"\r"))
    if lines > _MOST_LINES:
        raise FormatError(
            f"{name} has {lines:,} lines; a table of counts has {MOST_ROWS:,} rows at most.",
            where=name,
            use="totals of each period, not a row each event",
        )


def _check_size(sheet: Sheet) -> None:
    if not sheet.rows:
        raise FormatError(f"{sheet.file} holds no cell.", where=sheet.file, use=_INSTEAD)
    if len(sheet.rows) > MOST_ROWS:
        what = f"{sheet.file} has {len(sheet.rows):,} rows; a table of counts has {MOST_ROWS:,}."
        raise FormatError(what, where=sheet.file, use="totals of each period, not a row each event")
    if sheet.width > MOST_COLUMNS:
        what = (
            f"{sheet.file} holds a table of {sheet.width:,} columns, which could be face "
            "templates; misid never reads those."
        )
        raise FormatError(what, where=sheet.file, use=_INSTEAD)


def _stored_row(number: int, stored: Sequence[Stored | None], is_hidden: bool) -> SheetRow:
    return SheetRow(number, tuple(map(_stored_cell, stored)), is_hidden)


def _stored_cell(stored: Stored | None) -> SheetCell:
    if stored is None:
        return BLANK
    if stored.kind == "text":
        return text_cell(stored.text)
    return SheetCell(stored.text, stored.kind, stored.number, stored.day)


def text_cell(text: str) -> SheetCell:
    """A cell of text: nothing, an error that a spreadsheet left, or what was written."""
    plain = " ".join(text.split())
    if not plain:
        return BLANK
    is_error = plain.upper() in ERRORS
    return SheetCell(plain, "error" if is_error else "text")


def _decoded(data: bytes, name: str) -> str:
    head = data[:_HEAD]
    refuse_pictures(head, name, wanted=_KIND)
    refuse_unread(head, name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(
            f"{name} is not UTF-8 text.",
            where=f"{name}, line {line}",
            use="the same saved as UTF-8 (in a spreadsheet: CSV UTF-8), or the XLSX itself",
        ) from None
    if "\x00" in text:
        raise FormatError(f"{name} holds zero bytes, so it is not text.", where=name, use=_INSTEAD)
    refuse_embedded(text, name, wanted=_KIND)
    return text


def _text_rows(text: str, name: str) -> Iterator[SheetRow]:
    """
    Rows of text, each with the number of the line on which it begins.

    Raises: FormatError: a quotation mark is not closed, or stands inside of a cell.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    separator = _separator(lines)
    if not separator:
        for number, line in enumerate(lines, start=1):
            yield SheetRow(number, tuple(map(text_cell, _WIDE_SPACE.split(line.strip()))))
        return
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=separator, strict=True)
    before = 0
    try:
        for row in reader:
            yield SheetRow(before + 1, tuple(map(text_cell, _unruled(row, separator))))
            before = reader.line_num
    except csv.Error as error:
        # Of what the library says nothing else tells this case.
        if "field limit" in str(error):
            raise FormatError(
                f"{name} has a cell of more than {csv.field_size_limit():,} characters.",
                where=f"{name}, line {before + 1}",
                use="the table of counts alone, without what fills that cell",
            ) from None
        raise FormatError(
            f"{name} has a quotation mark that is not closed, or one inside of a cell.",
            where=f"{name}, line {before + 1}",
            use="cells without quotation marks, or with each of them doubled",
        ) from None


def _unruled(row: list[str], separator: str) -> list[str]:
    """A row of a table that is drawn with | has none at its ends, and its ruled lines are none."""
    if separator != "|":
        return row
    if all(_RULE.fullmatch(cell) for cell in row):
        return []
    return row[bool(row and not row[0].strip()) : len(row) - bool(row and not row[-1].strip())]


def _separator(lines: Sequence[str]) -> str:
    """
    What parts the fields: the sign of which most lines hold the same number.

    Empty where that are several spaces, which may also follow a sign. A comma comes after the other
    signs, since it stands inside of numbers too.
    """
    held = [line for line in lines if line.strip()]
    agreed: dict[str, int] = {}
    for sign in ("\t", ";", "|", ",", ""):
        counts = Counter(_signs(line, sign) for line in held)
        counts.pop(0, None)
        agreed[sign] = max(counts.values(), default=0)
    return max(agreed, key=lambda sign: agreed[sign])


def _signs(line: str, sign: str) -> int:
    """How often a sign, or several spaces, stand outside of quotation marks."""
    bare = "".join(line.split('"')[::2]).strip(" ")
    return bare.count(sign) if sign else len(_WIDE_SPACE.findall(bare))
