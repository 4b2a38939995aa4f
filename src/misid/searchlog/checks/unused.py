"""Columns of a log that were taken for nothing, and what their names say that they may be."""

from __future__ import annotations

from collections.abc import Sequence

from misid.files.columns import plain_name, words_of
from misid.files.read import cut, plain
from misid.searchlog.checks.cells import ROLES, LogColumns, known_as
from misid.searchlog.checks.rules import LogRole
from misid.searchlog.checks.schema import UnusedColumn

_ENOUGH_KNOWN = 2
_NUMBERS_OF_ROWS = frozenset({"no", "nr", "number", "num", "row", "row_no", "line", "line_no", "n"})
"""Names that may be of numbers of rows, and say too little to be taken for them."""


def unused_columns(
    names: Sequence[str], columns: LogColumns, *, said: bool = False
) -> tuple[UnusedColumn, ...]:
    """
    The columns that have no role, in order.

    Where half of the names are not known a name is not shown: the first line may be damaged, or
    name people.

    Args:
        names: of all columns.
        columns: those that have a role.
        said: whether the reader said that the first line holds names.
    """
    taken = {column.name for column in columns.values()}
    known = sum(known_as(name, [role.name for role in ROLES]) is not None for name in names)
    is_shown = said or (known >= _ENOUGH_KNOWN and 2 * known >= len(names))
    return tuple(
        UnusedColumn(
            name=cut(plain(name)) if is_shown else "", place=place, may_be=_may_be(name, columns)
        )
        for place, name in enumerate(names, 1)
        if name not in taken
    )


def _may_be(name: str, columns: LogColumns) -> tuple[LogRole, ...]:
    """Roles that no column has, of which a name holds all words of one that is known."""
    words = set(words_of(name))
    held = [role.name for role in ROLES
            if any(words >= set(words_of(one)) for one in role.recognised)]  # fmt: skip
    if plain_name(name) in _NUMBERS_OF_ROWS:
        held.append("sequence")
    return tuple(role for role in held if role not in columns)
