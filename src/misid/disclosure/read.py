"""A disclosed table, read from a file and held against itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple, get_args

from misid.disclosure.columns import ColumnFound, ColumnsFound, CountsAsked, find_roles
from misid.disclosure.days import DateOrder
from misid.disclosure.remarks import with_remarks
from misid.disclosure.roles import RoleName
from misid.disclosure.rows import (
    DatedColumn,
    dated_columns,
    days_not_understood,
    disclosed_rows,
    none_questions,
    order_questions,
    serials,
    unread_days,
)
from misid.disclosure.running import cumulative_columns
from misid.disclosure.schema import (
    CheckBecause,
    CheckNotMade,
    CumulativeWhy,
    DisclosedColumn,
    DisclosedRow,
    Disclosure,
    DisclosureAsked,
    Discrepancy,
    DiscrepancyCode,
    QuestionCode,
    RegimeRow,
    ShareSource,
)
from misid.disclosure.series import (
    falls,
    odd_cells,
    periods_that_clash,
    regimes,
    rows_twice,
    years_that_differ,
)
from misid.disclosure.shares import check_shares
from misid.disclosure.sums import (
    parts_that_exceed,
    sum_rules,
    sums_that_differ,
    totals_beside_twice,
    totals_that_differ,
)
from misid.disclosure.table import SheetTable, table_on
from misid.files.sheet import Sheet, open_sheet

_ORDER = {code: at for at, code in enumerate(get_args(DiscrepancyCode))}
_NOTHING = CountsAsked()


def read_disclosure(path: str | Path, asked: CountsAsked = _NOTHING) -> Disclosure:
    """
    A disclosed table: how its columns were understood, and where it disagrees with itself.

    Args:
        path: CSV, TSV, text or XLSX; `-` is the standard input.
        asked: what the reader says of it.
    Raises: FormatError: no file, no table, an image or template. MeaningError: an option that
        cannot be meant, or numbers that may be two.
    """
    return disclosure_of(open_sheet(Path(path), asked.sheet), asked)


def disclosure_of(sheet: Sheet, asked: CountsAsked = _NOTHING) -> Disclosure:
    """
    The same of a sheet that was read already.

    Raises: as `read_disclosure`.
    """
    table = table_on(sheet)
    found = find_roles(table, asked)
    dated = dated_columns(table, found, asked)
    rows = disclosed_rows(table, found, dated, asked)
    found, remarks = with_remarks(found, rows)
    cumulative, whether = cumulative_columns(table, found, rows, asked)
    numbers = serials(table, dated)
    columns = tuple(
        one.model_copy(update={"serial": numbers.get(one.letter)})
        for one in _columns(found, dated, rows, cumulative)
    )
    nones = none_questions(table, found, asked)
    questions = (*found.questions, *order_questions(table, dated), *nones, *whether, *remarks)
    checked = _checked(columns, rows, {one.code for one in questions})
    beside = days_not_understood(unread_days(table, dated))
    beside += [Discrepancy(code="hidden", rows=table.hidden)] if table.hidden else []
    return Disclosure(
        file=sheet.file, digest=sheet.digest, sheet=sheet.name, title=table.title,
        asked=DisclosureAsked(**asdict(asked)), program=f"misid {version('misid')}",
        notes=tuple(_notes(table, found)), header_row=table.header_row, columns=columns,
        questions=questions,
        discrepancies=_sorted((*checked.discrepancies, *beside)), shares=checked.shares,
        regimes=checked.regimes, not_checked=checked.not_checked, rows=checked.rows,
    )  # fmt: skip


def _notes(table: SheetTable, found: ColumnsFound) -> Iterator[str]:
    """Text beside the table; what stands in a column that is never shown, by its row alone."""
    apart = {one.place for one in found.columns if one.is_told_apart}
    for note in table.notes:
        yield f"[{note.number}]" if apart & set(note.places) else note.text


def _sorted(found: Iterable[Discrepancy]) -> tuple[Discrepancy, ...]:
    return tuple(sorted(found, key=lambda one: (_ORDER[one.code], one.columns, one.rows)))


def _columns(
    found: ColumnsFound,
    dated: Sequence[DatedColumn],
    rows: Sequence[DisclosedRow],
    cumulative: dict[str, CumulativeWhy],
) -> Iterator[DisclosedColumn]:
    orders = {one.column.letter: one.order for one in dated}
    for one in found.columns:
        if not one.name and all(not row.cells[one.letter].written for row in rows):
            continue
        order = orders.get(one.letter)
        is_told = order is not None and order.why != "certain" and not order.rivals
        chosen: DateOrder | None = order.order if order is not None and is_told else None
        yield DisclosedColumn(
            letter=one.letter, name=one.name, role=one.role, why=one.why, rivals=_rivals(one),
            is_remark=one.is_remark,
            cumulative=cumulative.get(one.letter, "no"), order=chosen,
            order_why=order.why if order is not None else "",
            kinds=dict(Counter(row.cells[one.letter].kind for row in rows)),
        )  # fmt: skip


def _rivals(one: ColumnFound) -> tuple[RoleName, ...]:
    return tuple(dict.fromkeys(one.rivals))


class _CheckedRows(NamedTuple):
    rows: tuple[DisclosedRow, ...]
    discrepancies: tuple[Discrepancy, ...]
    shares: tuple[ShareSource, ...]
    regimes: tuple[RegimeRow, ...]
    not_checked: tuple[CheckNotMade, ...]


def _checked(
    columns: Sequence[DisclosedColumn],
    rows: Sequence[DisclosedRow],
    asked: Collection[QuestionCode],
) -> _CheckedRows:
    """Every check that can be made, and why the others cannot; `asked`: what is not decided."""
    periods = [row for row in rows if row.kind == "period"]
    rules = sum_rules(columns, rows)
    shares = check_shares(columns, rows)
    stretches, names = regimes(columns, periods)
    twice = tuple(rows_twice(columns, periods))
    found = [
        *odd_cells(columns, rows),
        *sums_that_differ(rules, rows),
        *parts_that_exceed(columns, rows),
        *totals_that_differ(columns, rows),
        *shares.discrepancies,
        *twice,
        *totals_beside_twice(columns, rows, twice),
        *falls(columns, periods),
    ]
    if "date_order" not in asked:
        found += [*periods_that_clash(columns, periods), *years_that_differ(columns, periods)]
    without = () if rules else (_no_sums(asked),)
    named = (row.model_copy(update={"regime": names.get(row.row, "")}) for row in rows)
    return _CheckedRows(
        tuple(named), tuple(found), shares.sources, stretches,
        (*without, *shares.not_checked, *_not_checked(columns, rows, asked)),
    )  # fmt: skip


def _no_sums(asked: Collection[QuestionCode]) -> CheckNotMade:
    because: CheckBecause = "columns_are_asked" if "one_role" in asked else "no_parts"
    return CheckNotMade(code="sums", because=because)


def _not_checked(
    columns: Sequence[DisclosedColumn],
    rows: Sequence[DisclosedRow],
    asked: Collection[QuestionCode],
) -> Iterator[CheckNotMade]:
    if not any(row.kind == "total" for row in rows):
        yield CheckNotMade(code="totals", because="no_total_row")
    if "date_order" in asked:
        yield CheckNotMade(code="periods", because="days_are_asked")
    elif not any(row.from_ for row in rows):
        yield CheckNotMade(code="periods", because="no_days")
    if not {one.role for one in columns} & {"threshold", "enrolled_list"}:
        yield CheckNotMade(code="regimes", because="no_threshold_or_list")
