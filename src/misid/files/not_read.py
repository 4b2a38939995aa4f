"""Formats that are known and not read: what they are, and how they become something that is."""

from __future__ import annotations

import json
from typing import NamedTuple

from misid.errors import FormatError


class _Known(NamedTuple):
    noun: str
    starts: tuple[bytes, ...]
    use: str


_KNOWN = (
    _Known(
        "UTF-16 text",
        (b"\xff\xfe", b"\xfe\xff"),
        "the same as UTF-8: `iconv -f UTF-16 -t UTF-8 FILE > new.csv`",
    ),
    _Known("a MATLAB file", (b"MATLAB ",), "its table as CSV: `writetable(scores, 'scores.csv')`"),
    _Known("an HDF5 file (MATLAB 7.3)", (b"\x89HDF",), "its table as CSV or Parquet"),
    _Known("a spreadsheet (xls)", (b"\xd0\xcf\x11\xe0",), "the sheet, saved as CSV"),
    _Known("a Python pickle, which could run code", (b"\x80\x04", b"\x80\x05"), "CSV or Parquet"),
)
_DOCUMENT = (
    "a file of JSON lines, one row a line: `jq -c '.[]' FILE > new.jsonl`; or its table as CSV"
)
_COLUMNS = (
    "its columns as CSV: `python3 -c \"import csv, json, sys; d = json.load(open('FILE')); "
    'w = csv.writer(sys.stdout); w.writerow(d); w.writerows(zip(*d.values()))" > new.csv`'
)


def refuse_unread(head: bytes, name: str) -> None:
    """
    Refuse what is no table that is read, by its first bytes.

    Args:
        head: the first bytes of the file.
        name: of the file, safe to print.
    Raises: FormatError: it is of a known format that is not read; with how it is turned into one.
    """
    for known in _KNOWN:
        if head.startswith(known.starts):
            what = f"{name} is {known.noun}, which is not read."
            raise FormatError(what, where=name, use=known.use)
    if _are_columns(head):
        what = f"{name} is one JSON document of columns, which is not read as a table."
        raise FormatError(what, where=name, use=_COLUMNS)
    if is_json(head) and not is_json_lines(head):
        what = f"{name} is one JSON document, which is not read as a table."
        raise FormatError(what, where=name, use=_DOCUMENT)


def refuse_wide(head: bytes, name: str) -> None:
    """
    Refuse text of two bytes a letter that does not say so itself.

    Raises: FormatError: every second of its bytes is zero.
    """
    text = head[: 2 * (len(head) // 2)]
    for code, zeros in (("UTF-16LE", text[1::2]), ("UTF-16BE", text[::2])):
        if 10 * zeros.count(0) > 9 * len(zeros):
            raise FormatError(
                f"{name} is UTF-16 text, which is not read.",
                where=name,
                use=f"the same as UTF-8: `iconv -f {code} -t UTF-8 FILE > new.csv`",
            )


def is_json(head: bytes) -> bool:
    """Whether a file begins as JSON does: with a list, or with an object."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return text[:1] == b"{" or (text[:1] == b"[" and text[1:].lstrip()[:1] in (b"[", b"{", b'"'))


def _are_columns(head: bytes) -> bool:
    """Whether the first line is one object whose every value is a list of several."""
    try:
        held = json.loads(head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0])
    except (ValueError, RecursionError):
        return False
    values = list(held.values()) if isinstance(held, dict) else []
    return len(values) > 1 and all(isinstance(value, list) for value in values)


def is_json_lines(head: bytes) -> bool:
    """Whether the first line of a file is a JSON object, whole."""
    line = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
