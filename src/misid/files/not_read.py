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
    if is_json(head) and not is_json_lines(head):
        what = f"{name} is one JSON document, which is not read as a table."
        raise FormatError(what, where=name, use=_DOCUMENT)


def is_json(head: bytes) -> bool:
    """Whether a file begins as JSON does: with a list, or with an object."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return text[:1] == b"{" or (text[:1] == b"[" and text[1:].lstrip()[:1] in (b"[", b"{", b'"'))


def is_json_lines(head: bytes) -> bool:
    """Whether the first line of a file is a JSON object, whole."""
    line = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
