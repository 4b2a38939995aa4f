"""Sums that do not add up: parts of a row, and rows that are totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from misid.disclosure.bounds import CountEnds, added, count_ends
from misid.disclosure.roles import COUNT_ROLES, FLOWS, RoleName
from misid.disclosure.schema import DisclosedColumn, DisclosedRow, Discrepancy, DiscrepancyCode

_LEAST_ROWS, _HELD = 4, 0.8
_MOST_PARTS, _LOOKED_AT = 12, 400
_WITHIN: tuple[tuple[RoleName, RoleName], ...] = (
    ("searches", "references"),
    ("references", "references_wrong"), ("references", "references_right"),
    ("references", "wrong_unconfirmed"), ("references", "right_unconfirmed"),
    ("references", "all_wrong"), ("references", "all_right"),
    ("references", "unresolved"), ("references", "detained"),
)  # fmt: skip
"""What cannot be more than what."""


@dataclass(frozen=True)
class SumRule:
    """A column that is the sum of others, in each row."""

    whole: str
    parts: tuple[str, ...]


def sum_rules(
    columns: Sequence[DisclosedColumn], rows: Sequence[DisclosedRow]
) -> tuple[SumRule, ...]:
    """
    Which columns are sums of others: by what they are, else as most rows of four or more have it.

    Args:
        columns: of the table.
        rows: of the table.
    """
    by_role = list(_rules_by_role(columns))
    known = {rule.whole for rule in by_role}
    counted = [one.letter for one in columns if one.role in COUNT_ROLES]
    seen = [rule for letter in counted if letter not in known
            if (rule := _rule_seen(letter, counted, rows)) is not None]  # fmt: skip
    return (*by_role, *seen)


def _rules_by_role(columns: Sequence[DisclosedColumn]) -> Iterator[SumRule]:
    letter = {one.role: one.letter for one in columns}
    right = [letter[role] for role in ("references_right", "right_unconfirmed") if role in letter]
    wrong = [letter[role] for role in ("references_wrong", "wrong_unconfirmed") if role in letter]
    sides = []
    for whole, parts in (("all_right", right), ("all_wrong", wrong)):
        if whole in letter and len(parts) == 2:
            yield SumRule(letter[whole], tuple(parts))
        sides.append([letter[whole]] if whole in letter else parts)
    if "references" in letter and all(sides):
        rest = [letter["unresolved"]] if "unresolved" in letter else []
        yield SumRule(letter["references"], (*sides[0], *sides[1], *rest))


def _rule_seen(whole: str, counted: Sequence[str], rows: Sequence[DisclosedRow]) -> SumRule | None:
    """Neighbours that nearly always add up to a column, the longest run of them."""
    at = counted.index(whole)
    runs = [counted[max(0, at - size) : at] for size in range(2, min(at, _MOST_PARTS) + 1)]
    runs += [
        counted[at + 1 : at + 1 + size] for size in range(2, min(_MOST_PARTS, len(counted)) + 1)
    ]
    held = [run for run in runs if len(run) > 1 and _is_held(whole, run, rows)]
    return SumRule(whole, tuple(sorted(held, key=len)[-1])) if held else None


def _is_held(whole: str, parts: Sequence[str], rows: Sequence[DisclosedRow]) -> bool:
    seen = rows[:_LOOKED_AT]
    told = [row for row in seen if all(row.cells[one].kind == "exact" for one in (whole, *parts))]
    told = [row for row in told if row.cells[whole].low]
    right = sum(_value(row, whole) == sum(_value(row, one) for one in parts) for row in told)
    # One part alone that is something makes the sum of any run with it.
    apart = sum(sum(_value(row, one) > 0 for one in parts) > 1 for row in told)
    return right >= _HELD * len(told) and min(apart, right) >= _LEAST_ROWS


def _value(row: DisclosedRow, letter: str) -> float:
    return row.cells[letter].low or 0.0


def sums_that_differ(
    rules: Iterable[SumRule], rows: Sequence[DisclosedRow]
) -> Iterator[Discrepancy]:
    """Rows in which the parts of a column do not make it."""
    for rule in rules:
        for row in rows:
            whole = count_ends(row.cells[rule.whole])
            parts = [count_ends(row.cells[one]) for one in rule.parts]
            given = [one for one in parts if one is not None]
            # One part alone that is more than the whole is told as that.
            if whole is None or len(given) < min(2, len(parts)):
                continue
            made = added(given)
            made = made if len(given) == len(parts) else CountEnds(made.low, float("inf"))
            if not whole.meets(made):
                yield Discrepancy(
                    code="sum_differs", rows=(row.row,), columns=(rule.whole,), parts=rule.parts,
                    stated=whole.bounds, worked_out=made.bounds,
                )  # fmt: skip


def parts_that_exceed(
    columns: Sequence[DisclosedColumn], rows: Sequence[DisclosedRow]
) -> Iterator[Discrepancy]:
    """Cells that say more than what they are a part of."""
    letter = {one.role: one.letter for one in columns}
    pairs = [(letter[whole], letter[part]) for whole, part in _WITHIN
             if whole in letter and part in letter]  # fmt: skip
    for whole, part in pairs:
        for row in rows:
            all_, some = count_ends(row.cells[whole]), count_ends(row.cells[part])
            if all_ is not None and some is not None and some.low > all_.high:
                yield Discrepancy(
                    code="part_exceeds_whole", rows=(row.row,), columns=(part,), parts=(whole,),
                    stated=some.bounds, worked_out=all_.bounds,
                )  # fmt: skip


def totals_that_differ(
    columns: Sequence[DisclosedColumn], rows: Sequence[DisclosedRow]
) -> Iterator[Discrepancy]:
    """Total rows that are not the sum of the rows that they stand for."""
    flows = [one for one in columns if one.role in FLOWS and one.cumulative != "open"]
    for at, row in enumerate(rows):
        if row.kind != "total":
            continue
        best = _scope(rows, at, flows)
        if best:
            yield from _differing(row, best, flows)


def totals_beside_twice(
    columns: Sequence[DisclosedColumn],
    rows: Sequence[DisclosedRow],
    twice: Iterable[Discrepancy],
) -> Iterator[Discrepancy]:
    """Whether a total counts a row that stands there twice once, each time, or is neither sum."""
    flows = [one for one in columns if one.role in FLOWS and one.cumulative == "no"]
    again = [one.rows[1:] for one in twice if one.code == "row_twice"]
    for at, row in enumerate(rows):
        scope = _scope(rows, at, flows) if again and row.kind == "total" else []
        counted = {one.row for one in scope}
        here = [many for many in ({*one} & counted for one in again) if many]
        # Of several such rows a total may count one once and another each time.
        known = here[0] if len(here) == 1 else set[int]()
        without = [one for one in scope if one.row not in known]
        told = [one for one in flows if known and _tells(row, scope, without, one)]
        for code, alike in _by_code(row, (scope, without), told).items():
            yield Discrepancy(
                code=code,
                rows=(row.row, *sorted(known)),
                columns=tuple(one.letter for one in alike),
            )


def _by_code(
    total: DisclosedRow,
    counted: tuple[Sequence[DisclosedRow], Sequence[DisclosedRow]],
    columns: Iterable[DisclosedColumn],
) -> dict[DiscrepancyCode, list[DisclosedColumn]]:
    """Columns by how their total counts a row that stands there twice: each on its own."""
    found: dict[DiscrepancyCode, list[DisclosedColumn]] = {}
    for one in columns:
        each, once = (not list(_differing(total, rows, [one])) for rows in counted)
        code: DiscrepancyCode = "total_counts_neither"
        if each or once:
            code = "total_counts_each" if each else "total_counts_once"
        found.setdefault(code, []).append(one)
    return found


def _tells(
    total: DisclosedRow,
    scope: Sequence[DisclosedRow],
    without: Sequence[DisclosedRow],
    column: DisclosedColumn,
) -> bool:
    """Whether every count of a column is known to the last, and the two sums are not one."""
    cells = [row.cells[column.letter] for row in (total, *scope)]
    if any(cell.kind != "exact" for cell in cells):
        return False
    each, once = (sum(_value(row, column.letter) for row in rows) for rows in (scope, without))
    return each != once


def _scope(
    rows: Sequence[DisclosedRow], at: int, flows: Sequence[DisclosedColumn]
) -> list[DisclosedRow]:
    """The rows that a total stands for: those whose sums it meets the most; none without any."""
    scopes = [scope for scope in _scopes(rows, at) if scope]
    differ = [len(list(_differing(rows[at], scope, flows))) for scope in scopes]
    return scopes[differ.index(min(differ))] if scopes else []


def _scopes(rows: Sequence[DisclosedRow], at: int) -> Iterator[list[DisclosedRow]]:
    """The rows that a total may stand for: since the last total, all above, those below."""
    above = rows[:at]
    last = max((place for place, row in enumerate(above) if row.kind == "total"), default=-1)
    periods = [row for row in above if row.kind == "period"]
    yield list(above[last + 1 :])
    yield periods
    if not periods:
        below = rows[at + 1 :]
        end = next((at for at, row in enumerate(below) if row.kind == "total"), len(below))
        yield list(below[:end])


def _differing(
    total: DisclosedRow, scope: Sequence[DisclosedRow], columns: Sequence[DisclosedColumn]
) -> Iterator[Discrepancy]:
    for one in columns:
        stated = count_ends(total.cells[one.letter])
        cells = [count_ends(row.cells[one.letter]) for row in scope]
        given = [cell for cell in cells if cell is not None]
        if stated is None or not given:
            continue
        made = given[-1] if one.cumulative != "no" else added(given)
        if len(given) < len(cells):
            made = CountEnds(made.low, float("inf"))
        if not stated.meets(made):
            rows = (total.row, scope[0].row, scope[-1].row)
            yield Discrepancy(
                code="total_differs", rows=rows, columns=(one.letter,), stated=stated.bounds,
                worked_out=made.bounds,
            )  # fmt: skip
