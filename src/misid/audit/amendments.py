"""What changed between readings of a sheet: appended to a file beside it, never overwritten."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from misid.audit.schema import AmendmentCount, CheckedAs
from misid.errors import FormatError
from misid.files.read import read_text, shown_name
from misid.files.spreadsheet import csv_text
from misid.files.write import text_writer, write_files

NAME = "amendments.csv"
COLUMNS = ("reading", "sheet", "sheet_row", "before", "after", "sha256_before")
_LIMIT, _KIND = 64_000_000, "the amendments of a sheet"
_CHAIN = 16


@dataclass(frozen=True)
class Amendments:
    """All verdicts that were ever read of the sheets of an audit, as text, and what was added."""

    text: str
    count: AmendmentCount
    is_new: bool
    """Whether this reading added anything."""


def amended(folder: Path, sheets: Mapping[str, Sequence[CheckedAs]]) -> Amendments:
    """
    What a reading adds to what was read before.

    Each line says which verdict stood before and which stands now, none where it was taken out, and
    the first digits of the SHA-256 of all lines above it. No key is in it: that the last line or
    the whole file was written anew shows only against a digest of it that was published.

    Args:
        folder: where the file of amendments stands, or will.
        sheets: verdicts in the order of each sheet, by its name.
    Raises: FormatError: the file is there, but is not as it was left.
    """
    path = folder / NAME
    text = read_text(path, limit=_LIMIT, kind=_KIND) if path.exists() else _head()
    entries = _entries(text, shown_name(path))
    known = {(one["sheet"], one["sheet_row"]): one["after"] for one in entries}
    stand = {
        (name, str(row)): after
        for name, verdicts in sheets.items()
        for row, after in enumerate(verdicts, start=1)
    }
    gone = {one: "" for one in known if one[0] in sheets and one not in stand}
    added = [
        (*one, known.get(one, ""), after)
        for one, after in (stand | gone).items()
        if known.get(one, "") != after
    ]
    reading = 1 + max((int(one["reading"]) for one in entries), default=0)
    for name, row, before, after in added:
        text += _line((str(reading), name, row, before, after, _digest(text)))
    now = sum(bool(before) for _, _, before, _ in added)
    earlier = sum(bool(one["before"]) for one in entries)
    count = AmendmentCount(
        readings=reading if added else max(1, reading - 1),
        changed=earlier + now,
        now=now,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    return Amendments(text, count, bool(added))


def counted_amendments(path: Path, now: int) -> AmendmentCount:
    """
    What a file of amendments says of the reading that left it so.

    Args:
        path: the file.
        now: how many that reading says it found changed; none, if it found nothing new.
    Raises: FormatError: it is not as it was left.
    """
    text = read_text(path, limit=_LIMIT, kind=_KIND)
    entries = _entries(text, shown_name(path))
    readings = max((int(one["reading"]) for one in entries), default=1)
    changed = [one for one in entries if one["before"]]
    last = sum(int(one["reading"]) == readings for one in changed)
    return AmendmentCount(
        readings=readings,
        changed=len(changed),
        now=now if now in (0, last) else last,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def write_amendments(folder: Path, found: Amendments) -> None:
    """
    Append what a reading added; the file is written whole or not at all.

    Raises: OutputError: it cannot be written.
    """
    if found.is_new:
        write_files({NAME: text_writer(found.text)}, folder)


def _head() -> str:
    return csv_text(COLUMNS, ())


def _line(cells: Sequence[str]) -> str:
    return csv_text(cells, ())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_CHAIN]


def _entries(text: str, name: str) -> list[dict[str, str]]:
    """Every line, each held against the lines above it."""
    above, lines = _head(), text.splitlines(keepends=True)
    if not lines or lines[0] != above:
        raise _changed(name, 1)
    for number, line in enumerate(lines[1:], start=2):
        cells = next(csv.reader(io.StringIO(line)), [])
        if len(cells) != len(COLUMNS) or cells[-1] != _digest(above):
            raise _changed(name, number)
        above += line
    return list(csv.DictReader(io.StringIO(text)))


def _changed(name: str, line: int) -> FormatError:
    return FormatError(
        f"{name} was altered since it was written: line {line:,} does not follow from those above.",
        where=f"{name}, line {line:,}",
        use="the file as misid audit read left it; edits are made in the sheet and read again",
    )
