"""Which column of a table is what: as the reader says, or by a name that says so itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from misid.errors import MeaningError

R = TypeVar("R", bound=str)
How = Literal["named", "guessed"]
Kind = Literal["text", "number", "as it is"]

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Role(Generic[R]):
    """What a column of a table may be: how it is recognised, and what its cells are."""

    name: R
    recognised: tuple[str, ...]
    """Names that say so, in small letters, words joined by one underscore."""
    kind: Kind = "text"
    required: bool = False
    beside: R | None = None
    """Another role that must have a column where this one has."""
    otherwise: tuple[str, ...] = ()
    """Names that say so where no column has one of the others."""
    asked_as: str | None = ""
    """Under which name a reader says the column; that of the role unless said, None: nowhere."""

    @property
    def words(self) -> str:
        """Its name in words."""
        return self.name.replace("_", " ")

    @property
    def option(self) -> str:
        """The option that names its column; blank where there is none."""
        asked_as = self.name if self.asked_as == "" else self.asked_as
        return f"--{asked_as.replace('_', '-')}" if asked_as else ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column, and who said what it is."""

    name: str
    how: How


def find_columns(
    columns: Sequence[str], roles: Iterable[Role[R]], named: Mapping[str, str], where: str
) -> dict[R, Column]:
    """
    The column of each role that has one.

    Args:
        columns: names of the columns that there are.
        roles: what they may be.
        named: the column of a role, as a reader says; one that is not there is passed over.
        where: the file, for error texts.
    Raises: MeaningError: two columns may be meant, one would be two things, or a role that is
        required has none.
    """
    by_name = {role.name: role for role in roles}
    chosen: dict[R, Column] = {}
    for role in by_name.values():
        column = _column(role, columns, named.get(role.name), where)
        if column is not None:
            chosen[role.name] = column
        elif role.required:
            raise none_fits(f"it is the {role.words}", role.option, columns, where)
    for name, column in chosen.items():
        beside = by_name[name].beside
        if beside is not None and beside not in chosen:
            raise _alone(by_name[name], by_name[beside], column, where)
    _refuse_shared([column.name for column in chosen.values()], where)
    return chosen


def check_named(named: Collection[str], columns: Sequence[str], where: str) -> None:
    """
    Refuse a named column that is not there.

    Raises: MeaningError: there is one; the error lists the columns.
    """
    for name in named:
        if name not in columns:
            use = f"one of: {listed(list(dict.fromkeys(columns)))}"
            raise MeaningError(f"no column is called {name!r}.", where=where, use=use)


def none_fits(what: str, use: str, columns: Sequence[str], where: str) -> MeaningError:
    """No column is recognised as what is needed: what its name should say, and an option."""
    return MeaningError(
        f"no column's name says that {what}.",
        where=where,
        use=f"{use}; the columns are: {listed(columns)}",
    )


def listed(columns: Sequence[str]) -> str:
    """Names of columns, the first twenty of them."""
    shown = [name if name.isprintable() else ascii(name) for name in columns[:_SHOWN]]
    return ", ".join(shown) + (" and more" if len(columns) > len(shown) else "")


def plain_name(name: str) -> str:
    """A name in small letters, words joined by one underscore."""
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")


def _column(role: Role[R], columns: Sequence[str], named: str | None, where: str) -> Column | None:
    if named in columns:
        return Column(str(named), "named")
    by_names = (
        [name for name in columns if plain_name(name) in names]
        for names in (role.recognised, role.otherwise)
    )
    fits = next(filter(None, by_names), [])
    if len(fits) > 1:
        raise MeaningError(
            f"{' and '.join(fits)} may both be the {role.words}.",
            where=where,
            use=f"{role.option} with the one that is meant" if role.option else "one of them alone",
        )
    return Column(fits[0], "guessed") if fits else None


def _alone(role: Role[R], beside: Role[R], column: Column, where: str) -> MeaningError:
    return MeaningError(
        f"column {column.name} is the {role.words}, but the other side of the comparison has none.",
        where=where,
        use=beside.option,
    )


def _refuse_shared(names: Sequence[str], where: str) -> None:
    shared = next((name for name in names if names.count(name) > 1), None)
    if shared is not None:
        what = f"column {shared} cannot be two things at once."
        raise MeaningError(what, where=where, use="another column for one of them")
