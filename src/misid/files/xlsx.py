"""
Sheets of XLSX workbooks: cells with their errors, per cent and dates, hidden rows told.

Only the parts that hold numbers and words are unpacked; macros and links are not.
A workbook with a picture is refused.
"""

from __future__ import annotations

import io
import math
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Literal, NamedTuple

from misid.errors import FormatError, MeaningError
from misid.files.read import plain, refuse_pictures_inside, unpacking_errors

StoredKind = Literal["text", "number", "share", "date", "error"]
LARGEST_PART = 20_000_000
"""Bytes of one part, unpacked."""
_MOST_PARTS, _MOST_RATIO = 2_000, 200
_MOST_CELLS, _MOST_SHEETS, _FURTHEST = 400_000, 100, 99
_MOST_LISTED = 20
_LARGEST = 1e15
"""Numbers beyond it are kept as they are written, and are no days and no shares."""
_NOT_WORKED_OUT = "=\u2026"
"""A formula of which the file does not keep what it gives."""
_DATE_FORMATS = {14, 15, 16, 17, 22, *range(27, 32), 36, *range(50, 55), 57, 58}
_MONTH_FORMATS = {17}
_SHARE_FORMATS = {9, 10}
_ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_WITHOUT_PICTURES = "the sheet, saved as CSV UTF-8, which keeps none of them"
_SAVED = "the sheet, saved as CSV UTF-8, or the workbook saved anew"


@dataclass(frozen=True, slots=True)
class Stored:
    """What a cell of a workbook holds."""

    text: str
    kind: StoredKind
    number: str = ""
    day: date | None = None


class StoredRow(NamedTuple):
    """A row: its number, its cells from the first column on, and whether it is hidden."""

    number: int
    cells: tuple[Stored | None, ...]
    is_hidden: bool


class Workbook(NamedTuple):
    """One sheet of a workbook, and the names of all."""

    name: str
    names: tuple[str, ...]
    rows: tuple[StoredRow, ...]


class _Formats(NamedTuple):
    """Styles of cells that show a day, a month, per cent; from which day days are counted."""

    dates: frozenset[int]
    months: frozenset[int]
    shares: frozenset[int]
    epoch: date


def read_workbook(data: bytes, name: str, sheet: str | None) -> Workbook:
    """
    A sheet of a workbook.

    Args:
        data: the file.
        name: of the file, safe to print.
        sheet: its name; where none is said, the only one that holds something.
    Raises: FormatError: no workbook, damaged, or larger unpacked than is read. MeaningError:
        several sheets hold something, or none has this name.
    """
    archive = _archive(data, name)
    workbook = _part(archive, "xl/workbook.xml", name)
    paths = _paths(archive, workbook, name)
    formats = _formats(archive, workbook, name)
    shared = _shared(archive, name)
    chosen = [sheet] if sheet is not None else list(paths)
    if sheet is not None and sheet not in paths:
        raise MeaningError(
            f"no sheet is called {plain(sheet)!r}.",
            where=name,
            use=_placed("the name of one", paths, paths),
        )
    read = {
        path: tuple(_rows(_part(archive, path, name), shared, formats, name))
        for path in dict.fromkeys(paths[one] for one in chosen)
    }
    held = [one for one in chosen if read[paths[one]]]
    if len(held) > 1:
        raise MeaningError(
            f"{name} has {len(held)} sheets that hold something.",
            where=name,
            use=_placed("--sheet NAME", held, paths),
        )
    found = held[0] if held else chosen[0]
    return Workbook(found, tuple(paths), read[paths[found]])


def sheet_names(data: bytes, name: str) -> tuple[str, ...]:
    """
    The names of all sheets of a workbook, in order.

    Args: as of `read_workbook`.
    Raises: FormatError: no workbook, or damaged.
    """
    archive = _archive(data, name)
    return tuple(_paths(archive, _part(archive, "xl/workbook.xml", name), name))


def _placed(use: str, meant: Iterable[str], every: Iterable[str]) -> str:
    """Sheets by their place in the workbook: what they are called may be the name of a person."""
    names = list(every)
    places = ", ".join(str(names.index(one) + 1) for one in islice(meant, _MOST_LISTED))
    return f"{use}; the sheets are these by their place in the workbook: {places}"


def _archive(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive, where what it says of itself is within bounds."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except unpacking_errors():
        raise _damaged(name) from None
    entries = archive.infolist()
    if "xl/workbook.xml" not in archive.namelist():
        what = f"{name} is an archive, and no XLSX workbook; archives are not opened."
        raise FormatError(what, where=name, use="the XLSX or the text file itself")
    if len(entries) > _MOST_PARTS:
        raise _too_large(name)
    refuse_pictures_inside(archive, name, use=_WITHOUT_PICTURES)
    return archive


def _damaged(name: str) -> FormatError:
    return FormatError(f"{name} breaks off, or is damaged.", where=name, use=_SAVED)


def _too_large(name: str) -> FormatError:
    what = f"{name} unpacks to more than is read ({LARGEST_PART:,} bytes a part)."
    return FormatError(what, where=name, use="the sheet alone, saved as CSV UTF-8")


def _too_many(name: str, what: str) -> FormatError:
    return FormatError(
        f"{name} holds more than {what}, and a part of it is not read for the whole.",
        where=name,
        use="the table of counts alone, saved as CSV UTF-8",
    )


def _part(archive: zipfile.ZipFile, path: str, name: str) -> ET.Element:
    """
    A part of a workbook.

    Raises: FormatError: it is not there, too large, packed too tightly, or declares something.
    """
    try:
        entry = archive.getinfo(path)
        if entry.file_size > max(LARGEST_PART // 20, _MOST_RATIO * entry.compress_size):
            raise _too_large(name)
        with archive.open(entry) as stream:
            data = stream.read(LARGEST_PART + 1)
    except unpacking_errors():
        raise _damaged(name) from None
    if len(data) > LARGEST_PART:
        raise _too_large(name)
    if b"\x00" in data or b"<!" in data.replace(b"<!--", b"").replace(b"<![CDATA[", b""):
        what = f"{name} declares something in its parts, which no spreadsheet does."
        raise FormatError(what, where=name, use=_SAVED)
    try:
        return ET.fromstring(data)  # noqa: S314 - declarations were refused above
    except (ET.ParseError, ValueError, LookupError):
        raise _damaged(name) from None


def _named(element: ET.Element, tag: str) -> Iterator[ET.Element]:
    """Everything of a tag below, whatever its namespace is called."""
    return (one for one in element.iter() if _tag(one) == tag)


def _children(element: ET.Element, tag: str) -> Iterator[ET.Element]:
    """What stands directly below, so that nothing is gone through twice."""
    return (one for one in element if _tag(one) == tag)


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _paths(archive: zipfile.ZipFile, workbook: ET.Element, name: str) -> dict[str, str]:
    """The part of each sheet, by its name."""
    links = _part(archive, "xl/_rels/workbook.xml.rels", name)
    targets = {one.get("Id", ""): one.get("Target", "") for one in _named(links, "Relationship")}
    paths = {}
    for sheet in _named(workbook, "sheet"):
        key = next((text for at, text in sheet.items() if at.rpartition("}")[2] == "id"), "")
        target = targets.get(key, "")
        if "worksheet" in target:
            path = target.removeprefix("/")
            paths[sheet.get("name", "")] = path if path.startswith("xl/") else f"xl/{path}"
    if not paths:
        raise _damaged(name)
    if len(paths) > _MOST_SHEETS:
        raise _too_many(name, f"{_MOST_SHEETS} sheets")
    return paths


def _formats(archive: zipfile.ZipFile, workbook: ET.Element, name: str) -> _Formats:
    """What the styles of cells show."""
    is_1904 = any(one.get("date1904") in ("1", "true") for one in _named(workbook, "workbookPr"))
    epoch = _EPOCH_1904 if is_1904 else _EPOCH
    if "xl/styles.xml" not in archive.namelist():
        return _Formats(frozenset(), frozenset(), frozenset(), epoch)
    styles = _part(archive, "xl/styles.xml", name)
    own = {
        _whole(one.get("numFmtId")): one.get("formatCode", "") for one in _named(styles, "numFmt")
    }
    cells = next(_named(styles, "cellXfs"), None)
    kinds = [_whole(one.get("numFmtId")) for one in cells] if cells is not None else []
    bare = {key: _ASIDE.sub("", code).lower() for key, code in own.items()}
    dates = {key for key, code in bare.items() if re.search("[dy]|mmm", code) and "0" not in code}
    months = {key for key in dates if "d" not in bare[key]} | _MONTH_FORMATS
    shares = {key for key, code in bare.items() if "%" in code} | _SHARE_FORMATS

    def styled(held: set[int]) -> frozenset[int]:
        return frozenset(at for at, key in enumerate(kinds) if key in held)

    return _Formats(styled(dates | _DATE_FORMATS), styled(months), styled(shares), epoch)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else 0


def _shared(archive: zipfile.ZipFile, name: str) -> list[str]:
    """The texts that cells share."""
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [_text(one) for one in _children(_part(archive, "xl/sharedStrings.xml", name), "si")]


def _text(element: ET.Element) -> str:
    """The text of a cell, without how it is pronounced."""
    parts: list[str] = []
    left = [element]
    while left:
        one = left.pop()
        parts += [one.text or ""] if _tag(one) == "t" else []
        left += [below for below in reversed(one) if _tag(below) != "rPh"]
    return "".join(parts)


def _rows(
    sheet: ET.Element, shared: list[str], formats: _Formats, name: str
) -> Iterator[StoredRow]:
    """
    Rows that hold something.

    Raises: FormatError: more cells than are read.
    """
    number = cells = 0
    for row in (row for data in _children(sheet, "sheetData") for row in _children(data, "row")):
        number = _whole(row.get("r")) or number + 1
        held: dict[int, Stored] = {}
        column = -1
        for cell in _children(row, "c"):
            column = _column(cell.get("r"), column + 1)
            stored = _stored(cell, shared, formats)
            if stored is not None:
                held[column] = stored
        cells += len(held)
        if cells > _MOST_CELLS:
            raise _too_many(name, f"{_MOST_CELLS:,} cells")
        if held:
            # What stands further right than any table of counts is only known to be there.
            last = min(max(held), _FURTHEST)
            places = (*(held.get(at) for at in range(last)), held[max(held)])
            yield StoredRow(number, places, row.get("hidden") in ("1", "true"))


def _column(place: str | None, following: int) -> int:
    """The column of a cell, counted from 0."""
    found = _PLACE.fullmatch(place or "")
    if not found:
        return following
    at = 0
    for letter in found[1]:
        at = 26 * at + ord(letter) - ord("A") + 1
    return at - 1


def _stored(cell: ET.Element, shared: list[str], formats: _Formats) -> Stored | None:
    kind, style = cell.get("t", "n"), _whole(cell.get("s"))
    if kind == "inlineStr":
        return _worded(_text(cell))
    value = next((one.text or "" for one in _children(cell, "v")), None)
    if not value:
        # Words that a formula gives may be none; a number is never none.
        is_open = next(_children(cell, "f"), None) is not None and (value is None or kind != "str")
        return Stored(_NOT_WORKED_OUT, "error") if is_open else None
    if kind == "s":
        at = _whole(value)
        return _worded(shared[at] if at < len(shared) else "")
    if kind == "e":
        return Stored(plain(value), "error")
    if kind == "b":
        value = "TRUE" if value == "1" else "FALSE"
    return _number(value, style, formats) if kind == "n" else _worded(value)


def _worded(text: str) -> Stored | None:
    return Stored(text, "text") if text.strip() else None


def _number(value: str, style: int, formats: _Formats) -> Stored | None:
    try:
        number = float(value)
    except ValueError:
        return _worded(value)
    if not math.isfinite(number):
        return _worded(value)
    if style in formats.dates and 0 < number < (date.max - formats.epoch).days:
        day = formats.epoch + timedelta(days=int(number))
        if style in formats.months:
            return Stored(f"{day:%Y-%m}", "text")
        return Stored(day.isoformat(), "date", value, day)
    text = f"{number:.15g}" if abs(number) < _LARGEST else value
    if style in formats.shares and abs(number) < _LARGEST:
        return Stored(f"{100 * number:.10g}%", "share", text)
    return Stored(text, "number", text)
