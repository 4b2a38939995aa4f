"""What Python's own reader of CSV finds in a file, in every way in which the file can be meant."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from fuzzing.tables import Pair

Rows = list[list[str]]
Count = tuple[list[Pair], int]
"""The pairs in order, and how many rows have no score."""

_SEPARATORS = (",", ";", "\t", "|", " ")
_MISSING = {"", "na", "n/a", "#n/a", "<na>", "none", "null", "nan", "-"}
_GENUINE = {
    *("genuine", "mated", "mate", "match", "same", "same person", "true", "yes", "target"),
    *("client", "positive", "pos", "1", "1.0"),
}
_LOOSE = re.compile(r"[\s,;|]+")


def readings(
    data: bytes, columns: Sequence[str], roles: Mapping[str, str], options: Mapping[str, Any]
) -> Iterator[Count]:
    """
    The comparisons that a file holds, once for each way in which it can be meant.

    Args:
        data: of the file.
        columns: its columns as misid calls them.
        roles: the column of a score, of a label, of the people.
        options: as a reader said.
    """
    places = {role: columns.index(name) for role, name in roles.items()}
    for rows in _tables(_text(data)):
        for body in (rows, rows[1:]):
            if body and all(len(row) == len(columns) for row in body):
                count = _count(body, places, options)
                if count is not None:
                    yield count


def _text(data: bytes) -> str:
    plain = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
    return plain.decode("utf-8-sig", "replace")


def _tables(text: str) -> Iterator[Rows]:
    """The cells of a text, by each separator, with and without lines that are comments."""
    for separator in _SEPARATORS:
        try:
            every = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        except csv.Error:
            continue
        yield from _kept(every)
    lines = [line.strip() for line in text.splitlines()]
    splits: tuple[Callable[[str], list[str]], ...] = (str.split, _LOOSE.split)
    for split in splits:
        yield from _kept([split(line) for line in lines if line])


def _kept(rows: Rows) -> Iterator[Rows]:
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    yield filled
    if any(row[0].startswith("#") for row in filled):
        yield [row for row in filled if not row[0].startswith("#")]


def _count(rows: Rows, places: Mapping[str, int], options: Mapping[str, Any]) -> Count | None:
    pairs, missing = [], 0
    for row in rows:
        score = _number(row[places["score"]].strip(), options)
        if score is None:
            return None
        if score != score:  # noqa: PLR0124 - what is not a number
            missing += 1
            continue
        pairs.append((score, _is_genuine(row, places, options)))
    return sorted(pairs), missing


def _number(cell: str, options: Mapping[str, Any]) -> float | None:
    if cell.lower() in _MISSING:
        return float("nan") if options.get("missing") == "fta" else None
    if options.get("decimal") == "comma":
        cell = cell.replace(".", "").replace(",", ".")
    try:
        return float(cell)
    except ValueError:
        return None


def _is_genuine(row: list[str], places: Mapping[str, int], options: Mapping[str, Any]) -> bool:
    if "label" not in places:
        return row[places["subject_a"]].strip() == row[places["subject_b"]].strip()
    said = row[places["label"]].strip()
    if options.get("genuine_label") is not None:
        return bool(said == options["genuine_label"].strip())
    return re.sub(r"(\w)[_-]+", r"\1 ", said.lower()) in _GENUINE
