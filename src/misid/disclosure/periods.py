"""From a disclosed table to its counts by period, as `misid infer` reads them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from misid.disclosure.asked import refuse_open
from misid.disclosure.bounds import CountEnds, count_ends
from misid.disclosure.columns import column_in_error
from misid.disclosure.counts import COUNT_NAMES, CountCell, DisclosedCounts, Period, PeriodCounts
from misid.disclosure.running import runs
from misid.disclosure.schema import DisclosedCell, DisclosedColumn, DisclosedRow, Disclosure
from misid.errors import MeaningError
from misid.files.read import cut

_MOST_ROWS = 1000
_TWICE = {
    "row_twice": "say the same: one period told twice, or two that are alike",
    "one_period_twice": "are of one period and label, and differ",
    "all_beside_groups": "count all people beside the groups of them",
    "overlap": "are of periods that overlap",
}


def counts_of(
    found: Disclosure, *, leave_out: Collection[int] = (), keep_all: bool = False, source: str = ""
) -> DisclosedCounts:
    """
    The counts of a table by period; nothing is merged, totals are left out.

    Args:
        found: the table as it was understood.
        leave_out: rows that are not to be counted.
        keep_all: whether rows that may count something twice are meant so.
        source: where it was published.
    Raises: MeaningError: something is asked, may be counted twice, or cannot be a count.
    """
    refuse_open(found)
    kept = [row for row in found.periods if row.row not in leave_out]
    _check_left_out(found, leave_out)
    if not keep_all:
        _refuse_twice(found, {row.row for row in kept})
    columns = [one for one in found.columns if one.role in COUNT_NAMES]
    if not columns:
        raise MeaningError(
            f"no column of {found.file} is one that counts are made of.",
            where=f"{found.file}, row {found.header_row}",
            use=f"--column NAME=ROLE with one of {', '.join(COUNT_NAMES)}",
        )
    periods = tuple(_periods(found, kept, columns))
    if not periods:
        raise MeaningError(
            f"{found.file} has no row with a count.",
            where=found.file,
            use="a table with a row for each period",
        )
    title = found.heading[:2000] or found.file
    return DisclosedCounts(title=title, source=source, digest=found.digest, periods=periods)


def rows_named(given: Iterable[str]) -> frozenset[int]:
    """
    Rows and ranges of rows, such as are left out.

    Raises: MeaningError: something else.
    Example:
        >>> sorted(rows_named(["9", "12-14"]))
        [9, 12, 13, 14]
    """
    rows: set[int] = set()
    for one in given:
        first, _, last = one.partition("-")
        ends = (first, last or first)
        if not all(end.strip().isdecimal() and len(end) < 8 for end in ends):
            raise MeaningError(
                f"--leave-out is {cut(one)!r}, but a row is needed.", use="12, or 12-15"
            )
        low, high = (int(end) for end in ends)
        if not low <= high < low + _MOST_ROWS:
            raise MeaningError(
                f"--leave-out is {cut(one)!r}, but rows go from the first to the last.",
                use=f"rows such as 12-15, {_MOST_ROWS:,} at most",
            )
        rows.update(range(low, high + 1))
    return frozenset(rows)


def _check_left_out(found: Disclosure, leave_out: Collection[int]) -> None:
    unknown = sorted(set(leave_out) - {row.row for row in found.periods})
    if unknown:
        raise MeaningError(
            f"--leave-out names row {unknown[0]}, which is no row of counts.",
            where=found.file,
            use=f"a row from {found.periods[0].row} to {found.periods[-1].row}",
        )


def _refuse_twice(found: Disclosure, kept: Collection[int]) -> None:
    for one in found.discrepancies:
        rows = [row for row in one.rows if row in kept]
        if one.code in _TWICE and len(rows) > 1:
            said = " and ".join(map(str, rows))
            raise MeaningError(
                f"rows {said} {_TWICE[one.code]}.",
                where=f"{found.file}, row {rows[-1]}",
                use=f"--leave-out {rows[-1]}, or --keep-all where each counts something else",
            )


def _periods(
    found: Disclosure, kept: Sequence[DisclosedRow], columns: Sequence[DisclosedColumn]
) -> Iterator[Period]:
    threshold = next((one.letter for one in found.columns if one.role == "threshold"), None)
    made: dict[int, dict[str, CountCell]] = {row.row: {} for row in kept}
    for one in columns:
        for number, cell in _counts(found, kept, one):
            made[number][one.role] = cell
    for row in kept:
        level = row.cells[threshold].low if threshold else None
        if made[row.row]:
            yield Period(
                label=row.label, from_=row.from_, to=row.to, regime=row.regime, row=row.row,
                group=row.group, counts=PeriodCounts(**made[row.row], threshold=level),
            )  # fmt: skip


def _counts(
    found: Disclosure, kept: Sequence[DisclosedRow], column: DisclosedColumn
) -> Iterator[tuple[int, CountCell]]:
    """The counts of a column by row; of one that adds up as it goes, what each row adds."""
    if column.cumulative != "no":
        for run in runs(kept, column.letter, found.columns):
            yield from _added(found, run, column)
        return
    for row in kept:
        cell = row.cells[column.letter]
        if count_ends(cell) is not None:
            _refuse_impossible(found, row, column, cell)
            yield row.row, _as_cell(cell)


def _added(
    found: Disclosure, run: Sequence[DisclosedRow], column: DisclosedColumn
) -> Iterator[tuple[int, CountCell]]:
    """What each row of a run adds to the one before."""
    letter = column.letter
    last, held = 0, CountEnds(0, 0)
    for row in run:
        ends = count_ends(row.cells[letter])
        if ends is None:
            continue
        _refuse_impossible(found, row, column, row.cells[letter])
        if ends.high < held.low:
            raise MeaningError(
                f"column {letter} adds up as it goes, but falls from row {last} to {row.row}.",
                where=f"{found.file}, row {row.row}",
                use=f"--leave-out {row.row}, or {_not_as_it_goes(column)}",
            )
        yield row.row, _between(max(0.0, ends.low - held.high), ends.high - held.low)
        last, held = row.row, ends


def _not_as_it_goes(column: DisclosedColumn) -> str:
    option = f"--each-period {column.letter}"
    was_said = column.cumulative == "asked_for"
    return f"{option} in place of --cumulative {column.letter}" if was_said else option


def _refuse_impossible(
    found: Disclosure, row: DisclosedRow, column: DisclosedColumn, cell: DisclosedCell
) -> None:
    low = cell.low or 0.0
    if low < 0 or (cell.kind == "exact" and low % 1):
        which = column_in_error(column.letter, column.name)
        raise MeaningError(
            f"column {which} says {cell.written!r}, which no count is.",
            where=f"{found.file}, row {row.row}",
            use=f"--leave-out {row.row}, or --column {column.letter}=text",
        )


def _as_cell(cell: DisclosedCell) -> CountCell:
    if cell.kind == "rounded" and cell.about is not None and cell.to_nearest is not None:
        return CountCell(about=int(cell.about), to_nearest=int(cell.to_nearest))
    return _between(cell.low or 0.0, float("inf") if cell.high is None else cell.high)


def _between(low: float, high: float) -> CountCell:
    return CountCell(from_=int(low), to=None if high == float("inf") else int(high))
