"""Rows of one series: told twice, overlapping, with gaps, falling where they add up, regimes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from datetime import timedelta

from misid.disclosure.bounds import CountEnds, count_ends
from misid.disclosure.roles import COUNT_ROLES
from misid.disclosure.running import ColumnsRead, falls_in, in_time, places, runs
from misid.disclosure.schema import (
    DisclosedCell,
    DisclosedColumn,
    DisclosedRange,
    DisclosedRow,
    Discrepancy,
    DiscrepancyCode,
    RegimeRow,
)

_DAY = timedelta(days=1)
_KEYS = ("period", "date", "year", "from", "to", "group")
_ALL = re.compile(
    r"all(?: groups| people)?|totals?|any|both|todos|todas|total(?:es)?", re.IGNORECASE
)
_ABOUT = 1.2
"""A list that grows or shrinks by less is about the same."""


def odd_cells(
    columns: Sequence[DisclosedColumn], rows: Sequence[DisclosedRow]
) -> Iterator[Discrepancy]:
    """Counts that are below nothing, or of a part of a thing; words where a count should stand."""
    for one in columns:
        if one.role not in COUNT_ROLES:
            continue
        for row in rows:
            cell = row.cells[one.letter]
            ends = count_ends(cell)
            code = _oddity(cell, ends)
            if code is not None:
                stated = ends.bounds if ends else None
                yield Discrepancy(code=code, rows=(row.row,), columns=(one.letter,), stated=stated)


def _oddity(cell: DisclosedCell, ends: CountEnds | None) -> DiscrepancyCode | None:
    if ends is None:
        return "no_number" if cell.kind in ("text", "share") else None
    if ends.low < 0:
        return "negative"
    return "fraction" if cell.kind == "exact" and ends.low % 1 else None


def rows_twice(columns: ColumnsRead, rows: Sequence[DisclosedRow]) -> Iterator[Discrepancy]:
    """Rows that are the same, rows of one key that differ, and all people beside their groups."""
    named = list(dict.fromkeys([*places(columns), *_letters(columns, _KEYS)]))
    keys = [*named, *_letters(columns, ("threshold",))]
    group = next(iter(_letters(columns, ("group",))), None)
    same: dict[Hashable, list[int]] = defaultdict(list)
    alike: dict[Hashable, dict[Hashable, int]] = defaultdict(dict)
    apart: dict[Hashable, list[DisclosedRow]] = defaultdict(list)
    for row in rows:
        key = tuple(row.cells[one].written for one in keys)
        written = tuple(cell.written for cell in row.cells.values())
        same[written].append(row.row)
        if any(row.cells[one].written for one in named):
            alike[key].setdefault(written, row.row)
        apart[tuple(row.cells[one].written for one in keys if one != group)].append(row)
    for many in same.values():
        if len(many) > 1:
            yield Discrepancy(code="row_twice", rows=tuple(many))
    for told in alike.values():
        if len(told) > 1:
            yield Discrepancy(code="one_period_twice", rows=tuple(told.values()))
    yield from _all_beside_groups(apart.values())


def _letters(columns: ColumnsRead, roles: Collection[str]) -> list[str]:
    return [one.letter for one in columns if one.role in roles]


def _all_beside_groups(apart: Iterable[Sequence[DisclosedRow]]) -> Iterator[Discrepancy]:
    for many in apart:
        alls = [row.row for row in many if _ALL.fullmatch((row.group or "").strip())]
        if alls and len(alls) < len(many):
            others = [row.row for row in many if row.row not in alls]
            yield Discrepancy(code="all_beside_groups", rows=(*others, *alls))


def falls(
    columns: Sequence[DisclosedColumn], rows: Sequence[DisclosedRow]
) -> Iterator[Discrepancy]:
    """Columns that add up as they go, where they fall."""
    for one in columns:
        if one.cumulative not in ("asked_for", "by_name"):
            continue
        for run in runs(rows, one.letter, columns):
            for row, later in falls_in(run, one.letter):
                before, after = (count_ends(held.cells[one.letter]) for held in (row, later))
                yield Discrepancy(
                    code="cumulative_falls", rows=(row.row, later.row), columns=(one.letter,),
                    stated=after.bounds if after else None,
                    worked_out=before.bounds if before else None,
                )  # fmt: skip


def periods_that_clash(columns: ColumnsRead, rows: Sequence[DisclosedRow]) -> Iterator[Discrepancy]:
    """Periods that end before they begin, overlap, or leave days out."""
    labels = places(columns)
    series: dict[Hashable, list[DisclosedRow]] = defaultdict(list)
    for row in rows:
        if row.from_ is None or row.to is None:
            continue
        if row.from_ > row.to:
            yield Discrepancy(code="ends_before_start", rows=(row.row,), from_=row.from_, to=row.to)
            continue
        series[(row.group, *(row.cells[one].written for one in labels))].append(row)
    for many in series.values():
        yield from _clashes(in_time(many))


def _clashes(rows: Sequence[DisclosedRow]) -> Iterator[Discrepancy]:
    """Of one series in order of time."""
    are_long = all(row.from_ != row.to for row in rows)
    last: DisclosedRow | None = None
    for row in rows:
        if last is not None and last.to and row.from_ and row.to:
            is_same = (last.from_, last.to) == (row.from_, row.to)
            if row.from_ <= last.to and not is_same:
                end = min(row.to, last.to)
                yield Discrepancy(code="overlap", rows=(last.row, row.row), from_=row.from_, to=end)
            elif are_long and row.from_ > last.to + _DAY:
                yield Discrepancy(
                    code="gap", rows=(last.row, row.row), from_=last.to + _DAY, to=row.from_ - _DAY
                )
        if last is None or (row.to and last.to and row.to >= last.to):
            last = row


def years_that_differ(
    columns: Sequence[DisclosedColumn], rows: Sequence[DisclosedRow]
) -> Iterator[Discrepancy]:
    """Rows whose column of years says another year than their day."""
    years = [one.letter for one in columns if one.role == "year"]
    days = [one.letter for one in columns if one.role in ("date", "from")]
    for row in rows:
        for letter in years if days else ():
            text = row.cells[letter].written[:4]
            if not (row.from_ and row.to and text.isdigit()):
                continue
            if not row.from_.year <= int(text) <= row.to.year:
                yield Discrepancy(
                    code="year_differs", rows=(row.row,), columns=(letter, *days),
                    from_=row.from_, to=row.to,
                )  # fmt: skip


def regimes(
    columns: Sequence[DisclosedColumn], rows: Sequence[DisclosedRow]
) -> tuple[tuple[RegimeRow, ...], dict[int, str]]:
    """
    Stretches of the series with one threshold and a list of about one size.

    Args:
        columns: of the table.
        rows: those that are no totals.
    Returns: the stretches, and the name of that of each row.
    """
    letter = {one.role: one.letter for one in columns}
    found: list[RegimeRow] = []
    names: dict[int, str] = {}
    for row in in_time(rows):
        threshold = _threshold(row, letter.get("threshold"))
        size = count_ends(row.cells[letter["enrolled_list"]]) if "enrolled_list" in letter else None
        if not found or not _goes_on(found[-1], threshold, size):
            found.append(_begun(str(len(found) + 1), row, threshold, size))
        else:
            found[-1] = _with(found[-1], row, size, threshold)
        names[row.row] = found[-1].name
    if not {"threshold", "enrolled_list"} & set(letter):
        return (), {}
    return tuple(found), names


def _threshold(row: DisclosedRow, letter: str | None) -> float | None:
    cell = row.cells[letter] if letter else None
    return cell.low if cell is not None and cell.kind in ("exact", "share") else None


def _goes_on(last: RegimeRow, threshold: float | None, size: CountEnds | None) -> bool:
    """Whether a row is of the stretch before it; what is not given is taken to have stayed."""
    if threshold is not None and last.threshold is not None and threshold != last.threshold:
        return False
    held = last.list_size
    if size is None or held is None or held.low is None or held.high is None:
        return True
    return size.high * _ABOUT >= held.high and size.low <= held.low * _ABOUT


def _begun(
    name: str, row: DisclosedRow, threshold: float | None, size: CountEnds | None
) -> RegimeRow:
    return RegimeRow(
        name=name, first_row=row.row, last_row=row.row, threshold=threshold,
        list_size=size.bounds if size else None,
    )  # fmt: skip


def _with(
    last: RegimeRow, row: DisclosedRow, size: CountEnds | None, threshold: float | None
) -> RegimeRow:
    held = last.list_size or (size.bounds if size else None)
    if held is not None and size is not None:
        ends = (held.low, held.high, size.low, size.bounds.high)
        known = [end for end in ends if end is not None]
        held = DisclosedRange(low=min(known), high=max(known))
    stated = last.threshold if threshold is None else threshold
    return last.model_copy(update={"last_row": row.row, "list_size": held, "threshold": stated})
