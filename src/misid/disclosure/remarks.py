"""Columns of remarks: words on a few rows, which tell no series apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from misid.disclosure.columns import ColumnFound, ColumnsFound
from misid.disclosure.running import has_period_twice, places
from misid.disclosure.schema import CountsQuestion, DisclosedRow
from misid.disclosure.series import periods_that_clash, rows_twice

_REMARK = re.compile(
    r"\b(?:notes?|comments?|remarks?|annotations?|notas?|comentarios?|observaci(?:ón|ones))\b"
)


def with_remarks(
    found: ColumnsFound, rows: Sequence[DisclosedRow]
) -> tuple[ColumnsFound, list[CountsQuestion]]:
    """
    The columns, those of remarks marked; asked where words on some rows may be places or remarks.

    A remark stands in less than half of the rows and never again, or its column is called so. Rows
    of one time are of different places, whatever stands there.

    Args:
        found: the columns.
        rows: of the table.
    """
    periods = [row for row in rows if row.kind == "period"]
    marked = [replace(one, is_remark=_is_remark(one, periods)) for one in found.columns]
    as_places = replace(found, columns=tuple(marked))
    open_ = next((one for one in marked if _is_open(one, marked, periods)), None)
    if open_ is None:
        return as_places, []
    left = [replace(one, is_remark=one.is_remark or one is open_) for one in marked]
    if _clashes(left, periods) == _clashes(marked, periods):
        return as_places, []
    return replace(found, columns=tuple(left)), [_asked(open_)]


def _is_remark(column: ColumnFound, rows: Sequence[DisclosedRow]) -> bool:
    """Whether words are clearly remarks; what a reader says goes before."""
    if not _may_be(column):
        return False
    words = [text for row in rows if (text := row.cells[column.letter].written)]
    if column.is_told_apart and _REMARK.search(column.name.lower()):
        return True
    is_rare = 2 * len(words) < len(rows) and len(set(words)) == len(words)
    return is_rare and not has_period_twice(rows)


def _may_be(column: ColumnFound) -> bool:
    is_label = column.role == "label" and column.why != "asked_for"
    return is_label or column.why == "may_name_people"


def _is_open(
    column: ColumnFound, columns: Sequence[ColumnFound], rows: Sequence[DisclosedRow]
) -> bool:
    """Whether a column that tells series apart has words on some rows alone, by no known name."""
    is_some = 0 < sum(not row.cells[column.letter].written for row in rows) < len(rows)
    is_used = column.why == "may_name_people" and column.letter in places(columns)
    return is_some and is_used and not has_period_twice(rows)


def _clashes(columns: Sequence[ColumnFound], rows: Sequence[DisclosedRow]) -> list[object]:
    return list(chain(periods_that_clash(columns, rows), rows_twice(columns, rows)))


def _asked(column: ColumnFound) -> CountsQuestion:
    return CountsQuestion(
        code="remark",
        columns=(column.letter,),
        readings=("label", "text"),
        options=tuple(f"--column {column.letter}={role}" for role in ("label", "text")),
    )
