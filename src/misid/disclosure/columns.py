"""How each column of a disclosed table is understood, and what could be meant in two ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import get_args

from misid.disclosure.cells import cell_meaning, sign_of
from misid.disclosure.days import DateOrder, days
from misid.disclosure.roles import (
    COUNT_ROLES,
    CountRole,
    NamedRole,
    RoleName,
    role_named,
    says_cumulative,
    says_no_person,
    says_only_name,
    says_person,
)
from misid.disclosure.schema import TOLD_APART, CountsQuestion, NoneMeans, RoleWhy
from misid.disclosure.table import SheetTable
from misid.errors import FormatError, MeaningError
from misid.files.read import cut, plain
from misid.files.sheet import SheetCell, letters
from misid.files.written_numbers import SIGNS, Sign

_COUNTS = ("exact", "range", "rounded")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_DIGIT_FIRST = re.compile(r"\W*\d")
_BARE = re.compile(r"\d+(?:\.\d+)?")
_TIMES: tuple[RoleName, ...] = ("date", "from", "to", "period")
_MANY: tuple[RoleName, ...] = ("count", "share", "label", "text", "period")
"""Roles that several columns may have."""
_MOST, _LOOKED_AT = 0.6, 400
_MOST_LISTED = 20


@dataclass(frozen=True)
class CountsAsked:
    """What a reader says of a table; `columns` by name or letter."""

    sheet: str | None = None
    dates: DateOrder | None = None
    decimal: Sign | None = None
    none_means: NoneMeans | None = None
    dash_means: NoneMeans | None = None
    columns: Mapping[str, RoleName] = field(default_factory=dict)
    cumulative: tuple[str, ...] = ()
    each_period: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnFound:
    """A column and what it was taken for; `name` is empty where it may be of a person."""

    place: int
    name: str
    role: RoleName
    why: RoleWhy
    rivals: tuple[RoleName, ...] = ()
    is_remark: bool = False

    @property
    def is_told_apart(self) -> bool:
        """Whether its cells are never shown."""
        return self.why in TOLD_APART

    @property
    def letter(self) -> str:
        """As a spreadsheet names it."""
        return letters(self.place)


@dataclass(frozen=True)
class ColumnsFound:
    """All columns, the sign before the part below one, and what is asked."""

    columns: tuple[ColumnFound, ...]
    sign: Sign
    questions: tuple[CountsQuestion, ...]


def find_roles(table: SheetTable, asked: CountsAsked) -> ColumnsFound:
    """
    What each column is, as the reader says, by its name, or by its cells.

    Args:
        table: on its sheet.
        asked: what the reader says.
    Raises: MeaningError: a column that is not there, or numbers that may be two.
    """
    named = {place_of(table, key): role for key, role in asked.columns.items()}
    found = [_column_found(table, place, named.get(place)) for place in range(len(table.names))]
    found, questions = _singles(_split(with_shown_names(table, found)))
    counted = [one.place for one in found if one.role in (*COUNT_ROLES, "share", "threshold")]
    sign = asked.decimal or _sign(table, counted)
    return ColumnsFound(tuple(found), sign, tuple(questions))


def place_of(table: SheetTable, key: str) -> int:
    """
    The column of a name or a letter.

    Raises: MeaningError: none, or several of that name.
    """
    wanted = " ".join(key.lower().split())
    places = [at for at, name in enumerate(table.names) if name.lower() == wanted]
    places = places or [at for at in range(len(table.names)) if letters(at).lower() == wanted]
    if len(places) == 1:
        return places[0]
    shown = listed((letters(at), name) for at, name in enumerate(table.names))
    if places:
        both = " and ".join(map(letters, places))
        what = f"{len(places)} columns are called {cut(key)!r}: {both}."
        raise MeaningError(what, where=table.sheet.where(table.header_row), use="the letter of one")
    raise MeaningError(
        f"no column is called {cut(key)!r}.",
        where=table.sheet.where(table.header_row),
        use=f"a name or a letter: {shown}",
    )


def listed(columns: Iterable[tuple[str, str]]) -> str:
    """
    Columns as an error lists them: by letter, with those names of which every word is known.

    What stands first in a damaged table may be a row, and its words a person's name.

    Example:
        >>> listed([("A", "Period"), ("B", "Matches Ann Lee"), ("C", "False alerts")])
        'A (Period), B, C (False alerts)'
    """
    return ", ".join(
        column_in_error(letter, name) for letter, name in islice(columns, _MOST_LISTED)
    )


def column_in_error(letter: str, name: str) -> str:
    """A column as an error calls it: by its letter, and its name where every word is known."""
    role = role_named(name)
    is_known = role is not None and not role.spare and not says_person(name)
    return f"{letter} ({plain(name)})" if is_known else letter


def with_shown_names(table: SheetTable, found: Sequence[ColumnFound]) -> list[ColumnFound]:
    """
    Columns without the names that may be those of people: their letter stands for them.

    A name may be of a person that is also a cell of a column which is never shown; and each in a
    table of which no column has a name that is known, since its first line may be a row.
    """
    if not any(map(_is_known, table.names)):
        return [replace(one, name="") for one in found]
    apart = {
        _plain(row.cells[one.place].text)
        for one in found if one.is_told_apart for row in table.rows
    } - {""}  # fmt: skip
    return [
        replace(one, name="") if apart and _names_one(one.name, apart) else one for one in found
    ]


def _is_known(name: str) -> bool:
    return role_named(name) is not None or any(
        says(name) for says in (says_person, says_only_name, says_cumulative)
    )


def _names_one(name: str, apart: Collection[str]) -> bool:
    """Whether a name is a cell that is never shown, or holds one of several words."""
    role = role_named(name)
    if (role is not None and not role.spare) or says_person(name):
        return False
    held = f" {_plain(name)} "
    return held.strip() in apart or any(" " in text and f" {text} " in held for text in apart)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _column_found(table: SheetTable, place: int, asked: RoleName | None) -> ColumnFound:
    name, cells = table.names[place], table.cells(place)
    by_cells, by_name = _by_cells(cells), role_named(name)
    if says_person(name, are_counts=_are_counts(cells)) and by_cells != "share":
        return ColumnFound(place, name, "text", "about_a_person")
    if asked is not None:
        return ColumnFound(place, name, asked, "asked_for")
    if says_only_name(name) or _may_name_people(name, cells, by_name):
        return ColumnFound(place, name, "text", "may_name_people", _may_be(name, by_name))
    if by_name is None:
        return ColumnFound(place, name, by_cells, "by_cells" if by_cells != "text" else _why(cells))
    return _named(place, name, cells, by_name)


def _named(place: int, name: str, cells: Sequence[SheetCell], by_name: NamedRole) -> ColumnFound:
    """What a column is whose name says something."""
    by_cells = _by_cells(cells)
    if not _can_be(by_name.role, cells, by_cells):
        role = _instead(by_name.role, cells, by_cells)
        return ColumnFound(place, name, role, "by_cells", tuple({by_name.role} - {role}))
    if by_name.spare and by_name.role in COUNT_ROLES:
        return ColumnFound(place, name, "count", "spare_words", (by_name.role,))
    rivals = () if by_name.rival is None else (by_name.rival,)
    return ColumnFound(place, name, by_name.role, "by_name", rivals)


def _are_counts(cells: Sequence[SheetCell]) -> bool:
    """Whether numbers stand in a column, or nothing that says otherwise."""
    return _by_cells(cells) in ("count", "share", "year") or not _kinds(cells)


def _may_name_people(name: str, cells: Sequence[SheetCell], by_name: NamedRole | None) -> bool:
    """Whether words stand in a column of which its name does not say that they name nobody."""
    by_cells = _by_cells(cells)
    if by_cells not in ("label", "text") or not _kinds(cells)["words"] or says_no_person(name):
        return False
    are_numbers = by_name is not None and by_name.role in (*COUNT_ROLES, "share", "threshold")
    return not (are_numbers and by_name is not None and _can_be(by_name.role, cells, by_cells))


def _may_be(name: str, by_name: NamedRole | None) -> tuple[RoleName, ...]:
    """What a column of words could yet be."""
    said_role = None if by_name is None or says_only_name(name) else by_name.role
    return ("label",) if said_role in (None, "label") else (said_role, "label")


def _why(cells: Sequence[SheetCell]) -> RoleWhy:
    return "by_cells" if any(cell.kind == "text" for cell in cells) else "nothing_known"


def _kinds(cells: Sequence[SheetCell]) -> Counter[str]:
    told = [cell for cell in cells if cell.kind not in ("blank", "error")][:_LOOKED_AT]
    return Counter(kind for cell in told if (kind := _kind(cell)) != "nothing")


def _by_cells(cells: Sequence[SheetCell]) -> RoleName:
    """What cells are, by what they hold alone."""
    kinds = _kinds(cells)
    if not kinds:
        return "text"
    kind, many = kinds.most_common(1)[0]
    return _OF_KIND[kind] if many >= _MOST * kinds.total() else "text"


_OF_KIND: dict[str, RoleName] = {
    "share": "share", "count": "count", "year": "year", "day": "date", "words": "label",
}  # fmt: skip


def _kind(cell: SheetCell) -> str:
    if cell.kind == "date":
        return "day"
    kinds = {cell_meaning(cell, sign).kind for sign in SIGNS}
    if "not_given" in kinds:
        return "nothing"
    if "share" in kinds:
        return "share"
    if _YEAR.fullmatch(cell.text):
        return "year"
    if kinds & set(_COUNTS):
        return "count"
    return "words" if days(cell) is None else "day"


def _can_be(role: RoleName, cells: Sequence[SheetCell], by_cells: RoleName) -> bool:
    """Whether cells may be what the name of their column says."""
    if role in COUNT_ROLES:
        digits = sum(bool(_DIGIT_FIRST.match(cell.text)) for cell in cells)
        return by_cells in ("count", "year") or digits >= _MOST * _kinds(cells).total() > 0
    if role in ("share", "threshold"):
        kinds = _kinds(cells)
        return kinds["share"] + kinds["count"] >= _MOST * kinds.total() > 0
    if role == "year":
        return by_cells == "year"
    if role in ("label", "group"):
        return by_cells in ("label", "text", "date", "year")
    held = [cell for cell in cells if cell.kind not in ("blank", "error")]
    dated = sum(days(cell) is not None for cell in held)
    return dated >= _MOST * len(held) > 0 or (role == "period" and by_cells == "label")


def _instead(role: RoleName, cells: Sequence[SheetCell], by_cells: RoleName) -> RoleName:
    """What a column is that is not what its name says; a year may be "2021-22", no year alone."""
    if role in ("year", "period", "date") and by_cells in ("text", "label", "year", "date"):
        return "period" if any(days(cell) is not None for cell in cells) else "label"
    return by_cells


def _split(found: Sequence[ColumnFound]) -> list[ColumnFound]:
    """Where some are confirmed and others not, a column that does not say so holds both."""
    roles = {one.role for one in found}
    whole: list[ColumnFound] = []
    for one in found:
        rival = one.rivals[0] if one.rivals else None
        open_ = {"all_wrong": "wrong_unconfirmed", "all_right": "right_unconfirmed"}.get(
            rival or ""
        )
        is_both = one.why == "by_name" and rival is not None and open_ in roles
        whole.append(replace(one, role=rival, rivals=()) if is_both and rival else one)
    return whole


def _singles(found: list[ColumnFound]) -> tuple[list[ColumnFound], list[CountsQuestion]]:
    """Of two columns of one role neither has it, until the reader says which."""
    questions = []
    for role in get_args(RoleName):
        alike = [one for one in found if one.role == role and one.why != "asked_for"]
        taken = any(one.role == role and one.why == "asked_for" for one in found)
        if role in _MANY or len(alike) + taken < 2:
            continue
        other: RoleName = "count" if role in get_args(CountRole) else "text"
        places = {one.place for one in alike}
        found = [
            replace(one, role=other, rivals=(role,)) if one.place in places else one
            for one in found
        ]
        if not taken:
            questions.append(_which(role, alike))
    return found, questions


def _which(role: RoleName, alike: Sequence[ColumnFound]) -> CountsQuestion:
    return CountsQuestion(
        code="one_role",
        columns=tuple(one.letter for one in alike),
        written=role,
        readings=tuple(one.name or one.letter for one in alike),
        options=tuple(f"--column {one.letter}={role}" for one in alike),
    )


def _sign(table: SheetTable, places: Sequence[int]) -> Sign:
    """
    The sign before the part below one.

    Raises: MeaningError: nothing in the file says which it is, and it matters.
    """
    cells = [row.cells[place] for row in table.rows for place in places]
    found = sign_of(cells)
    if found.rival:
        row = next(
            row for row in table.rows if any(row.cells[at].text == found.rival for at in places)
        )
        whole = re.sub(r"\D", "", found.rival)
        raise MeaningError(
            f"{cut(found.rival)!r} could be {found.rival.split('.')[0]} or {int(whole):,}.",
            where=table.sheet.where(row.number),
            use="--decimal point where a point stands before the part below one; --decimal comma "
            "where it sets thousands apart",
        )
    return found.sign


def hundredths(cells: Sequence[SheetCell], name: str) -> bool:
    """Whether bare numbers of a column of shares are per cent: its name or its size says so."""
    texts = [cell.number or cell.text for cell in cells if cell.kind in ("number", "text")]
    bare = [float(text) for text in texts if _BARE.fullmatch(text)]
    says = bool(re.search(r"%|per ?cent|por ciento|pct", name.lower()))
    return says or any(number > 1 for number in bare)


def read_columns(asked: Sequence[str]) -> dict[str, RoleName]:
    """
    What options `NAME=ROLE` say.

    Raises: FormatError: one without a name or a role. MeaningError: no such role.
    Example:
        >>> read_columns(["B=references"])
        {'B': 'references'}
    """
    known: tuple[RoleName, ...] = get_args(RoleName)
    columns: dict[str, RoleName] = {}
    for one in asked:
        name, sign, said_role = one.rpartition("=")
        if not (name.strip() and sign and said_role.strip()):
            raise FormatError(
                f"--column is {cut(one)!r}, but a column and its role are needed.",
                use="NAME=ROLE, such as Alerts=references or B=references",
            )
        role = next((role for role in known if role == said_role.strip()), None)
        if role is None:
            raise MeaningError(
                f"--column gives {cut(name)} the role {cut(said_role)!r}, which does not exist.",
                use=f"one of {', '.join(known)}",
            )
        columns[name.strip()] = role
    return columns
