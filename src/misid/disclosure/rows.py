"""The rows of a disclosed table: cells as facts, the period and the group of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from misid.disclosure.cells import CellMeaning, cell_meaning, is_dash, says_none
from misid.disclosure.columns import ColumnFound, ColumnsFound, CountsAsked, hundredths
from misid.disclosure.days import (
    Days,
    DaySpan,
    OrderFound,
    days,
    month_slashed,
    order_of,
    serial_day,
    with_years,
)
from misid.disclosure.roles import COUNT_ROLES, RoleName
from misid.disclosure.schema import (
    NONE_MEANS,
    CountsQuestion,
    DisclosedCell,
    DisclosedRow,
    Discrepancy,
    QuestionCode,
    SerialDay,
)
from misid.disclosure.table import SheetTable, TableRow
from misid.files.sheet import SheetCell

DATED: tuple[RoleName, ...] = ("date", "from", "to", "period", "year")
"""Roles that say when."""
_NUMBERS: tuple[RoleName, ...] = (*COUNT_ROLES, "share")
_SHOWN = 40
_LABELS: tuple[RoleName, ...] = ("label", "period")


@dataclass(frozen=True)
class DatedColumn:
    """A column of days, the order of day and month in it, and what each row says."""

    column: ColumnFound
    order: OrderFound
    cells: Mapping[int, Days | None]

    def span(self, row: int) -> DaySpan | None:
        """What a row means; nothing while the order is asked."""
        return None if self.order.rivals else self.order.meant(self.cells[row])


def dated_columns(
    table: SheetTable, found: ColumnsFound, asked: CountsAsked
) -> tuple[DatedColumn, ...]:
    """The columns that say when, each with its order of day and month."""
    made = []
    for one in found.columns:
        if one.role in DATED:
            said_days = {row.number: _days_in(found, row, one) for row in table.rows}
            cells = with_years(said_days)
            periods = [cells[row.number] for row in table.rows if row.kind == "period"]
            made.append(DatedColumn(one, order_of(periods, asked.dates), cells))
    return tuple(made)


def _days_in(found: ColumnsFound, row: TableRow, column: ColumnFound) -> Days | None:
    """The days of a cell; a month alone is of the year that another column says."""
    cell = row.cells[column.place]
    alone = days(cell) or month_slashed(cell)
    year = next((one.place for one in found.columns if one.role == "year"), None)
    if alone is not None or year is None or column.role != "period" or not cell.text:
        return alone
    return days(SheetCell(f"{cell.text} {row.cells[year].text}"))


def order_questions(table: SheetTable, dated: Sequence[DatedColumn]) -> list[CountsQuestion]:
    """What is asked of columns in which day and month may stand in two orders."""
    questions = []
    for one in dated:
        rivals = one.order.rivals
        if not rivals:
            continue
        row, spans = next(
            (row, spans)
            for row in table.rows
            if (spans := [one.order.meant(one.cells[row.number], rival) for rival in rivals])
            and spans[0] != spans[1]
        )
        readings = tuple("" if span is None else span.first.isoformat() for span in spans)
        questions.append(
            CountsQuestion(
                code="date_order", columns=(one.column.letter,), row=row.number,
                written=row.cells[one.column.place].text, readings=readings,
                options=tuple(f"--dates {rival.replace('_', '-')}" for rival in rivals),
            )
        )  # fmt: skip
    return questions


def unread_days(
    table: SheetTable, dated: Sequence[DatedColumn]
) -> dict[int, tuple[ColumnFound, str]]:
    """By row the first cell that is not understood, in a column of days of which most are."""
    found: dict[int, tuple[ColumnFound, str]] = {}
    for one in dated:
        texts = {
            row.number: row.cells[one.column.place].text
            for row in table.rows
            if row.kind == "period" and row.cells[one.column.place].text
        }
        unread = [number for number in texts if one.cells[number] is None]
        if 2 * len(unread) <= len(texts):
            for number in unread:
                found.setdefault(number, (one.column, texts[number]))
    return found


def days_not_understood(
    unread: Mapping[int, tuple[ColumnFound, str]],
) -> list[Discrepancy]:
    """The same as places at which the table needs a second look, with what stands there."""
    return [
        Discrepancy(
            code="no_day",
            rows=(number,),
            columns=(column.letter,),
            written="" if column.is_told_apart else text[:_SHOWN],
        )
        for number, (column, text) in unread.items()
    ]


def serials(table: SheetTable, dated: Sequence[DatedColumn]) -> dict[str, SerialDay]:
    """By column the first cell that holds a spreadsheet's number of a day, and which day it is."""
    found = {}
    for one in dated:
        cells = [row.cells[one.column.place] for row in table.rows]
        read = ((cell.text, day) for cell in cells if (day := serial_day(cell)) is not None)
        first = None if one.column.is_told_apart else next(read, None)
        if first is not None:
            found[one.column.letter] = SerialDay(written=first[0], day=first[1])
    return found


def none_questions(
    table: SheetTable, found: ColumnsFound, asked: CountsAsked
) -> list[CountsQuestion]:
    """
    What is asked where “none” or a dash stands among numbers, each once for the whole table.

    A dash only where it is a count of a period: a total adds up others, and a share follows.
    """
    words = [
        (row.number, one.letter, row.cells[one.place].text)
        for row in table.rows
        for one in found.columns
        if one.role in _NUMBERS and not one.is_told_apart and says_none(row.cells[one.place].text)
    ]
    dashes = [
        (row.number, one.letter, row.cells[one.place].text)
        for row in table.rows
        for one in found.columns
        if one.role in COUNT_ROLES and row.kind == "period" and not one.is_told_apart
        if is_dash(row.cells[one.place].text)
    ]
    return [
        *(_none_question("none_said", words) if asked.none_means is None else ()),
        *(_none_question("dash_said", dashes) if asked.dash_means is None else ()),
    ]


def _none_question(
    code: QuestionCode, said_so: Sequence[tuple[int, str, str]]
) -> Iterator[CountsQuestion]:
    if not said_so:
        return
    number, _, written = said_so[0]
    option = "--none" if code == "none_said" else "--dash"
    yield CountsQuestion(
        code=code, columns=tuple(sorted({letter for _, letter, _ in said_so})),
        row=number, written=written, readings=("0", ""),
        options=tuple(f"{option} {one.replace('_', '-')}" for one in NONE_MEANS),
    )  # fmt: skip


def disclosed_rows(
    table: SheetTable,
    found: ColumnsFound,
    dated: Sequence[DatedColumn],
    asked: CountsAsked,
) -> tuple[DisclosedRow, ...]:
    """Every row as facts."""
    shares = {
        one.place: hundredths(table.cells(one.place), one.name)
        for one in found.columns
        if one.role == "share"
    }
    first = {one.place: _first_rows(table, one) for one in found.columns}
    undated = frozenset(unread_days(table, dated))
    zeros = (asked.none_means == "zero", asked.dash_means == "zero")
    read_as = _ReadAs(dated, shares, first, undated, *zeros)
    return tuple(_row(row, found, read_as) for row in table.rows)


class _ReadAs(NamedTuple):
    """
    How columns are read: those of days, shares by place, first rows of texts, undated rows.

    `none_is_zero`: words such as “none” say 0; `dash_is_zero`: a dash among counts does.
    """

    dated: Sequence[DatedColumn]
    shares: Mapping[int, bool]
    first: Mapping[int, Mapping[str, int]]
    undated: frozenset[int]
    none_is_zero: bool
    dash_is_zero: bool


def _first_rows(table: SheetTable, column: ColumnFound) -> dict[str, int]:
    """By what a cell says, the first row that says it."""
    return {row.cells[column.place].text: row.number for row in reversed(table.rows)}


def _told_apart(row: TableRow, column: ColumnFound, first: Mapping[str, int]) -> DisclosedCell:
    """A cell about a person: the first row that says the same; nothing where nothing stands."""
    text = row.cells[column.place].text
    if not text:
        return DisclosedCell(written="", kind="blank", low=None, high=None)
    return _of_words(text, first)


def _of_words(text: str, first: Mapping[str, int]) -> DisclosedCell:
    return DisclosedCell(written=f"[{first[text]}]", kind="text", low=None, high=None)


def _row(row: TableRow, found: ColumnsFound, read_as: _ReadAs) -> DisclosedRow:
    dated = read_as.dated
    # A total adds up others: what a dash says of a period it does not say there.
    read_as = read_as._replace(dash_is_zero=read_as.dash_is_zero and row.kind == "period")
    is_open = row.number in read_as.undated or any(one.order.rivals for one in dated)
    span = None if is_open else _span({one.column.role: one.span(row.number) for one in dated})
    told = {role: [row.cells[one.place].text for one in found.columns if one.role == role]
            for role in ("label", "period", "date", "year", "group")}  # fmt: skip
    words = [text for text in (*told["label"], *told["period"]) if text]
    words = words or [text for text in (told["date"] or told["year"]) if text]
    group = next((text for text in told["group"] if text), None)
    return DisclosedRow(
        row=row.number,
        kind=row.kind,
        label=" · ".join(words)[:200],
        from_=span.first if span else None,
        to=span.last if span else None,
        group=group[:200] if group else None,
        cells={
            one.letter: _told_apart(row, one, read_as.first[one.place])
            if one.is_told_apart
            else _cell(row.cells[one.place], one, found, read_as)
            for one in found.columns
        },
    )


def _span(spans: Mapping[RoleName, DaySpan | None]) -> DaySpan | None:
    """When a row is of: first and last day, else a day, a period, a year."""
    first, last = spans.get("from"), spans.get("to")
    if first and last:
        return DaySpan(first.first, last.last)
    held = (spans.get(role) for role in ("date", "period", "from", "to", "year"))
    return next((span for span in held if span is not None), None)


def _cell(
    cell: SheetCell, column: ColumnFound, found: ColumnsFound, read_as: _ReadAs
) -> DisclosedCell:
    """A cell that may be shown; words where a number should stand are only told apart."""
    if column.role not in (*_NUMBERS, "threshold") and cell.kind not in ("error", "blank"):
        return DisclosedCell(written=cell.text, kind="text", low=None, high=None)
    read = cell_meaning(cell, found.sign)
    is_none = read_as.none_is_zero and column.role in _NUMBERS and says_none(cell.text)
    if is_none or (read_as.dash_is_zero and column.role in COUNT_ROLES and is_dash(cell.text)):
        read = CellMeaning("exact", read.written, Decimal(0), Decimal(0))
    if read.kind == "text":
        return _of_words(cell.text, read_as.first[column.place])
    if column.role == "share":
        read = _as_share(read, 100 if read_as.shares[column.place] else 1)
    ends = (read.low, read.high, read.about, read.nearest)
    low, high, about, nearest = (None if end is None else float(end) for end in ends)
    return DisclosedCell(
        written=cell.text, kind=read.kind, low=low, high=high, about=about, to_nearest=nearest
    )


def _as_share(read: CellMeaning, scale: int) -> CellMeaning:
    """Bare numbers in a column of shares; an exact one is rounded to its last digit."""
    if read.kind == "exact" and read.low is not None:
        places = min(0, int(read.low.normalize().as_tuple().exponent))
        half = Decimal((0, (5,), places - 1))
        return CellMeaning(
            "share", read.written, (read.low - half) / scale, (read.low + half) / scale
        )
    if read.kind == "range":
        ends = (None if end is None else end / scale for end in (read.low, read.high))
        return CellMeaning("share", read.written, *ends)
    return read
