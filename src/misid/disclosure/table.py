"""Where a table stands on a sheet: titles above, names, rows, totals, notes below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from misid.disclosure.cells import cell_meaning
from misid.disclosure.days import days
from misid.disclosure.roles import (
    COUNT_ROLES,
    NAME_NOBODY,
    RoleName,
    role_named,
    says_only_name,
    says_person,
)
from misid.disclosure.schema import RowKind
from misid.errors import FormatError
from misid.files.sheet import BLANK, Sheet, SheetCell, SheetRow
from misid.files.written_numbers import SIGNS

_LOOKED_AT = 80
_TOTAL = re.compile(
    r"(?:grand |sub-?|year )?totals?\b.*|.{0,20}\btotals?|sum|all|overall|(?:sub)?total(?:es)?"
    r"|total general|suma|todos|todas",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_NUMBERS = ("exact", "range", "rounded", "share")
_NOTHING = ("not_given", "error")
_OF_NUMBERS: tuple[RoleName, ...] = (*COUNT_ROLES, "share", "threshold")
_LONG = 60
_SIGN_ALONE = re.compile(r"[-–—*:.…]+")


@dataclass(frozen=True)
class TableRow:
    """A row of a table, blank where the sheet is shorter."""

    number: int
    kind: RowKind
    cells: tuple[SheetCell, ...]


@dataclass(frozen=True)
class TableNote:
    """Text among the rows or below them, and the columns in which it stands."""

    number: int
    places: tuple[int, ...]
    text: str


@dataclass(frozen=True)
class SheetTable:
    """A table on a sheet."""

    sheet: Sheet
    title: tuple[str, ...]
    header_row: int
    names: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[TableNote, ...]
    hidden: tuple[int, ...]

    def cells(self, column: int) -> tuple[SheetCell, ...]:
        """The cells of a column in rows that are no totals."""
        return tuple(row.cells[column] for row in self.rows if row.kind == "period")


def table_on(sheet: Sheet) -> SheetTable:
    """
    The table that stands on a sheet.

    Raises: FormatError: no line of names with numbers below it.
    """
    at = _header(sheet)
    above = sheet.rows[at - 1] if at else None
    is_double = above is not None and _names_over(above, sheet.rows[at])
    names = _names(sheet.rows[at], above if is_double else None, sheet.width)
    titles = sheet.rows[: at - is_double]
    rows, notes = _below(sheet, at, names)
    if not rows:
        raise _no_table(sheet)
    if all(row.kind == "total" for row in rows):
        raise FormatError(
            f"{sheet.file} has no row but totals.",
            where=sheet.where(rows[0].number),
            use="the rows that are added up beside them, or another name for those that are no "
            "totals",
        )
    return SheetTable(
        sheet, tuple(_joined(row) for row in titles), sheet.rows[at].number, names, tuple(rows),
        tuple(notes), tuple(row.number for row in sheet.rows if row.is_hidden),
    )  # fmt: skip


def _no_table(sheet: Sheet) -> FormatError:
    turned = next((row for row in sheet.rows[:_LOOKED_AT] if _are_periods(row)), None)
    if turned is not None:
        return FormatError(
            f"{sheet.file} has periods side by side, each in a column of its own.",
            where=sheet.where(turned.number),
            use="the table turned round (in a spreadsheet: paste special, transpose), a row for "
            "each period",
        )
    return FormatError(
        f"{sheet.file} has no line of names with numbers in the rows below it.",
        where=sheet.where(sheet.rows[0].number),
        use="a line that names the columns, and a row for each period",
    )


def _are_periods(row: SheetRow) -> bool:
    """Whether all cells but the first say when."""
    held = [cell for cell in row.cells[1:] if cell.kind != "blank"]
    return len(held) > 1 and all(days(cell) is not None for cell in held)


def holds_number(cell: SheetCell) -> bool:
    """Whether a cell says how many, how much, or when."""
    if cell.kind in ("number", "share", "date"):
        return True
    return (
        any(cell_meaning(cell, sign).kind in _NUMBERS for sign in SIGNS) or days(cell) is not None
    )


def _header(sheet: Sheet) -> int:
    """The place of the row that names the columns."""
    for at, row in enumerate(sheet.rows[:_LOOKED_AT]):
        named = [place for place, cell in enumerate(row.cells) if cell.kind != "blank"]
        below = sheet.rows[at + 1 : at + 4]
        widest = max((_filled(one) for one in below), default=0)
        is_wide = len(named) >= min(2, sheet.width) and 2 * len(named) >= widest
        is_named = is_wide and not any(map(_is_value, row.cells)) and not _is_below_names(sheet, at)
        if is_named and _numbers_under(named, below, at_once=_is_below_names(sheet, at + 1)):
            return at
    raise _no_table(sheet)


def _is_value(cell: SheetCell) -> bool:
    """Whether a cell stands for a number, if only by a dash: no name of a column does."""
    return holds_number(cell) or _SIGN_ALONE.fullmatch(cell.text) is not None


def _filled(row: SheetRow) -> int:
    return sum(cell.kind != "blank" for cell in row.cells)


def _is_below_names(sheet: Sheet, at: int) -> bool:
    """Whether a row without a number is one of the table, and none of names, by the row above."""
    if not 0 < at < len(sheet.rows):
        return False
    return _has_somebody(sheet, at) or _gives_nothing(sheet.rows[at - 1], sheet.rows[at])


def _gives_nothing(above: SheetRow, row: SheetRow) -> bool:
    """
    Whether a row says that something was not given, each cell under a name, and names no column.

    "withheld, withheld", or "n/a, #DIV/0!, Ann Lee"; but "Yes, No, N/A" under one name are names.
    """
    held = [(place, cell) for place, cell in enumerate(row.cells) if cell.kind != "blank"]
    return (
        any(cell_meaning(cell, ".").kind in _NOTHING for _, cell in held)
        and all(_cell(above, place).kind != "blank" for place, _ in held)
        and not any(role_named(cell.text) or says_person(cell.text) for _, cell in held)
    )


def _has_somebody(sheet: Sheet, at: int) -> bool:
    """
    Whether a row has somebody under the name of people in the row above.

    "Officer" may stand over "Rank" too, but what is a person's would be shown as a name.
    """
    above, row, below = sheet.rows[at - 1], sheet.rows[at], sheet.rows[at + 1 : at + 4]
    return any(
        cell.kind != "blank"
        and not says_person(cell.text)
        and role_named(cell.text) is None
        and (
            says_only_name(over.text)
            or says_person(
                over.text, are_counts=any(holds_number(_cell(one, place)) for one in below)
            )
        )
        for place, (over, cell) in enumerate(zip(above.cells, row.cells, strict=False))
    )


def _numbers_under(named: Sequence[int], below: Sequence[SheetRow], *, at_once: bool) -> bool:
    """Whether values follow at once, and one of the first rows has a number under a name."""
    values = below if below and (at_once or any(map(_is_value, below[0].cells))) else ()
    return any(
        holds_number(row.cells[place])
        for row in values
        for place in named
        if place < len(row.cells)
    )


def _names_over(above: SheetRow, row: SheetRow) -> bool:
    """Whether a row holds names or periods over several columns each, and is no title."""
    held = [cell for cell in above.cells if cell.kind != "blank"]
    if above.number != row.number - 1 or len(held) < 2 or len(above.cells) > len(row.cells) + 1:
        return False
    return not any(map(holds_number, held)) or all(days(cell) is not None for cell in held)


def _names(row: SheetRow, above: SheetRow | None, width: int) -> tuple[str, ...]:
    over = ""
    names = []
    for place in range(width):
        wide = _cell(above, place).text if above is not None else ""
        over = wide or (over if _cell(row, place).text else "")
        names.append(_name(over, _cell(row, place).text))
    return tuple(names)


def _name(over: str, name: str) -> str:
    """A name under another, which may have ended before: "Faces" is not under "Alerts"."""
    both = f"{over} {name}".strip()
    whole, parts = role_named(both), (role_named(over), role_named(name))
    are_apart = all(part is not None and not part.spare for part in parts)
    return name if are_apart and whole is not None and whole.spare else both


def _cell(row: SheetRow | None, place: int) -> SheetCell:
    return row.cells[place] if row is not None and place < len(row.cells) else BLANK


def _joined(row: SheetRow) -> str:
    return " ".join(cell.text for cell in row.cells if cell.text)


def _below(sheet: Sheet, at: int, names: Sequence[str]) -> tuple[list[TableRow], list[TableNote]]:
    """
    Rows of the table whose names stand at a place, and notes among and below them.

    Raises: FormatError: a second table begins.
    """
    table: list[TableRow] = []
    notes: list[TableNote] = []
    rows, roles = sheet.rows[at + 1 :], [_role(name) for name in names]
    # Where years name rows, one without a number is a row of which nothing was given.
    are_headings = not any(_is_year(row) for row in rows if _filled(row) > 1)
    for place, row in enumerate(rows, start=1):
        if _lower_texts(row) == _lower_texts(sheet.rows[at]):
            continue
        if _names_others(row, roles) and _numbers_in(rows[place : place + 1]):
            raise _second_table(sheet, row)
        is_heading = are_headings and _filled(row) == 1 and _is_year(row)
        if is_heading or (_is_note(row) and not _names_person(row, names)):
            held = (where for where, cell in enumerate(row.cells) if cell.kind != "blank")
            notes.append(TableNote(row.number, tuple(held), _joined(row)))
            continue
        padded = tuple(_cell(row, where) for where in range(len(names)))
        is_total = _is_total(row, roles)
        table.append(TableRow(row.number, "total" if is_total else "period", padded))
    return table, notes


def _role(name: str) -> RoleName | None:
    found = role_named(name)
    return None if found is None or found.spare else found.role


def _lower_texts(row: SheetRow) -> list[str]:
    return [cell.text.lower() for cell in row.cells]


def _names_others(row: SheetRow, roles: Sequence[RoleName | None]) -> bool:
    """Whether a row names columns anew: two or more, one of numbers that is under none of words."""
    if _filled(row) < 2 or any(map(holds_number, row.cells)):
        return False
    named = [(at, role) for at, cell in enumerate(row.cells) if (role := _role(cell.text))]
    return len(named) > 1 and any(
        role in _OF_NUMBERS and roles[at] not in NAME_NOBODY for at, role in named
    )


def _numbers_in(rows: Sequence[SheetRow]) -> bool:
    return any(holds_number(cell) for row in rows for cell in row.cells)


def _second_table(sheet: Sheet, row: SheetRow) -> FormatError:
    return FormatError(
        f"{sheet.file} names columns again in row {row.number}: a second table begins there.",
        where=sheet.where(row.number),
        use="each table in a file or on a sheet of its own",
    )


def _is_note(row: SheetRow) -> bool:
    """Text alone: a heading among the rows, or a note."""
    held = [cell for cell in row.cells if cell.kind != "blank"]
    is_text = all(cell.kind == "text" for cell in held) and not any(map(holds_number, held))
    return is_text and (len(held) == 1 or len(_joined(row)) > _LONG)


def _names_person(row: SheetRow, names: Sequence[str]) -> bool:
    """Whether something stands under the name of a person or a case: a row, and no note."""
    held = (name for name, cell in zip(names, row.cells, strict=False) if cell.kind != "blank")
    return any(map(says_person, held))


def _is_year(row: SheetRow) -> bool:
    return bool(row.cells) and _YEAR.fullmatch(row.cells[0].text) is not None


def _is_total(row: SheetRow, roles: Sequence[RoleName | None]) -> bool:
    """Whether it adds up others; all people of a place or a period are a group, and no total."""
    groups = {cell.text for cell, role in zip(row.cells, roles, strict=False) if role == "group"}
    says_row = any(
        cell.text
        for cell, role in zip(row.cells, roles, strict=False)
        if role in NAME_NOBODY and role != "group"
    )
    texts = [text for text in _texts(row) if not (says_row and text in groups)]
    return any(_TOTAL.fullmatch(text) for text in texts[:3])


def _texts(row: SheetRow) -> Iterator[str]:
    """The words of a row before its first number."""
    for cell in row.cells:
        if cell.kind == "text" and holds_number(cell) and days(cell) is None:
            return
        if cell.text:
            yield cell.text
