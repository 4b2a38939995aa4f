"""Columns that add up as they go: which do, over which rows, in which order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence, Set
from itertools import pairwise

from misid.disclosure.bounds import count_ends
from misid.disclosure.columns import ColumnFound, ColumnsFound, CountsAsked, place_of
from misid.disclosure.roles import FLOWS, says_cumulative
from misid.disclosure.rows import DATED
from misid.disclosure.schema import CountsQuestion, CumulativeWhy, DisclosedColumn, DisclosedRow
from misid.disclosure.table import SheetTable
from misid.errors import MeaningError
from misid.files.sheet import letters

RowRun = list[DisclosedRow]
"""Rows over which one number grows, from the first to the last."""
ColumnsRead = Sequence[ColumnFound] | Sequence[DisclosedColumn]
_LEAST_ROWS = 6


def in_time(rows: Sequence[DisclosedRow]) -> RowRun:
    """Rows from the first to the last period, where every one says when; else as they stand."""
    if all(row.from_ is not None for row in rows):
        return sorted(rows, key=lambda row: (row.from_ is None, row.from_, row.row))
    return list(rows)


def places(columns: ColumnsRead) -> list[str]:
    """The columns that tell series apart: labels, else the first of words that are not shown."""
    held = [one for one in columns if not one.is_remark]
    labels = [one.letter for one in held if one.role == "label"]
    return labels or [one.letter for one in held if one.why == "may_name_people"][:1]


def runs(rows: Sequence[DisclosedRow], letter: str, columns: ColumnsRead) -> list[RowRun]:
    """
    The rows over which a column adds up as it goes: all, or those of each place and group.

    Each place has a number of its own where a period has several rows, or where the column would
    fall otherwise, if places come again at all.

    Args:
        rows: those that are no totals.
        letter: of the column.
        columns: of the table.
    """
    labels = places(columns)
    says_when = any(one.role in DATED for one in columns)
    apart: dict[Hashable, list[DisclosedRow]] = defaultdict(list)
    for row in rows:
        apart[(row.group, *(row.cells[one].written for one in labels))].append(row)
    whole = _ordered(rows, letter, says_when=says_when)
    is_one = not has_period_twice(rows) and _falls_at(whole, letter) is None
    if is_one or 2 * len(apart) > len(rows):
        return [whole]
    return [_ordered(many, letter, says_when=says_when) for many in apart.values()]


def has_period_twice(rows: Sequence[DisclosedRow]) -> bool:
    """Whether two rows are of the same time."""
    spans = [(row.from_, row.to) for row in rows if row.from_ is not None]
    return len(set(spans)) < len(spans)


def _ordered(rows: Sequence[DisclosedRow], letter: str, *, says_when: bool) -> RowRun:
    """In time; periods that are no days may stand with the newest first."""
    ordered = in_time(rows)
    is_open = says_when and any(row.from_ is None for row in rows)
    if is_open and _falls_at(ordered, letter) and _falls_at(ordered[::-1], letter) is None:
        return ordered[::-1]
    return ordered


def falls_in(run: Sequence[DisclosedRow], letter: str) -> Iterator[tuple[DisclosedRow, ...]]:
    """Pairs of rows between which a column falls; what is not given is passed over."""
    told = [(row, ends) for row in run if (ends := count_ends(row.cells[letter]))]
    for (row, before), (later, after) in pairwise(told):
        if after.high < before.low:
            yield row, later


def _falls_at(run: Sequence[DisclosedRow], letter: str) -> tuple[DisclosedRow, ...] | None:
    return next(falls_in(run, letter), None)


def cumulative_columns(
    table: SheetTable,
    found: ColumnsFound,
    rows: Sequence[DisclosedRow],
    asked: CountsAsked,
) -> tuple[dict[str, CumulativeWhy], list[CountsQuestion]]:
    """
    Which columns add up as they go: as the reader or a name says; asked where they only rise.

    Raises: MeaningError: the reader names a column that is not there, or says both of one.
    """
    known: dict[str, CumulativeWhy] = {
        letters(place_of(table, key)): "asked_for" for key in asked.cumulative
    }
    apart = {letters(place_of(table, key)) for key in asked.each_period}
    _refuse_both(table, known.keys() & apart)
    periods = [row for row in rows if row.kind == "period"]
    questions = []
    for one in found.columns:
        if one.role not in FLOWS or one.letter in known or one.letter in apart:
            continue
        if says_cumulative(one.name):
            known[one.letter] = "by_name"
            continue
        many = runs(periods, one.letter, found.columns)
        totals = {row.cells[one.letter].low for row in rows if row.kind == "total"}
        if _only_rise(many, one.letter, totals):
            known[one.letter] = "open"
            questions.append(_whether_cumulative(one, many))
    return known, questions


def _refuse_both(table: SheetTable, both: Set[str]) -> None:
    if both:
        letter = min(both)
        raise MeaningError(
            f"column {letter} is said to add up as it goes, and not to.",
            where=table.sheet.where(table.header_row),
            use=f"one of --cumulative {letter} and --each-period {letter}",
        )


def _only_rise(many: Sequence[RowRun], letter: str, totals: set[float | None]) -> bool:
    """
    Whether exact counts never fall, over six periods or more of one series, and no total adds them.

    Groups of people in rows of one time are no series.
    """
    if len(many) == 1 and any(row.group for row in many[0]):
        return False
    if any(len({(row.from_, row.label) for row in run}) < len(run) for run in many):
        return False
    held = [_exact(run, letter) for run in many]
    never_fall = all(a <= b for values in held for a, b in pairwise(values))
    rises = max(sum(a < b for a, b in pairwise(values)) for values in held or [[]])
    return never_fall and rises >= _LEAST_ROWS - 1 and sum(map(sum, held)) not in totals


def _exact(run: RowRun, letter: str) -> list[float]:
    cells = (row.cells[letter] for row in run)
    return [cell.low for cell in cells if cell.kind == "exact" and cell.low is not None]


def _whether_cumulative(one: ColumnFound, many: Sequence[RowRun]) -> CountsQuestion:
    held = [values for run in many if (values := _exact(run, one.letter))]
    last = next(row for row in reversed(many[-1]) if count_ends(row.cells[one.letter]))
    return CountsQuestion(
        code="cumulative",
        columns=(one.letter,),
        row=last.row,
        written=last.cells[one.letter].written,
        readings=(f"{sum(values[-1] for values in held):.0f}", f"{sum(map(sum, held)):.0f}"),
        options=(f"--cumulative {one.letter}", f"--each-period {one.letter}"),
    )
