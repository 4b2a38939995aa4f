"""Which column of a table is what: as the reader says, or by a name that says so itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from misid.errors import MeaningError
from misid.files.read import plain

R = TypeVar("R", bound=str)
How = Literal["named", "guessed"]
ColumnKind = Literal["text", "number", "as it is"]

_SHOWN = 20
_NUMBERED = re.compile(r"column \d+")


@dataclass(frozen=True, slots=True)
class Role(Generic[R]):
    """What a column of a table may be: how it is recognised, and what its cells are."""

    name: R
    recognised: tuple[str, ...]
    """Names that say so, in small letters, words joined by one underscore."""
    kind: ColumnKind = "text"
    required: bool = False
    beside: R | None = None
    """Another role that must have a column where this one has."""
    otherwise: tuple[str, ...] = ()
    """Names that say so where no column has one of the others."""
    words_in_it: tuple[str, ...] = ()
    """Words of which one in a name says so where no whole name does."""
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
class FileColumn:
    """A column, and who said what it is."""

    name: str
    how: How


def find_columns(
    columns: Sequence[str], roles: Iterable[Role[R]], named: Mapping[str, str], where: str
) -> dict[R, FileColumn]:
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
    chosen: dict[R, FileColumn] = {}
    for role in by_name.values():
        column = _column(role, columns, named.get(role.name), where)
        if column is not None:
            chosen[role.name] = column
        elif role.required:
            known = names_of(by_name.values())
            raise none_fits(f"it is the {role.words}", role.option, columns, where, known)
    for name, column in chosen.items():
        beside = by_name[name].beside
        if beside is not None and beside not in chosen:
            raise _alone(by_name[name], by_name[beside], column, where)
    _refuse_shared([column.name for column in chosen.values()], where)
    return chosen


def check_named(
    named: Collection[str],
    columns: Sequence[str],
    where: str,
    known: Collection[str] = (),
    *,
    has_names: bool = False,
) -> None:
    """
    Refuse a named column that is not there.

    Args:
        named: what a reader says.
        columns: those that there are.
        where: the file, for error texts.
        known: names that columns of such files have.
        has_names: whether the first line of such a file must name its columns.
    Raises: MeaningError: there is one; the error lists the columns.
    """
    for name in named:
        if name not in columns:
            use = listed(list(dict.fromkeys(columns)), known, has_names=has_names)
            raise MeaningError(f"no column is called {plain(name)!r}.", where=where, use=use)


def none_fits(
    what: str, use: str, columns: Sequence[str], where: str, known: Collection[str] = ()
) -> MeaningError:
    """No column is recognised as what is needed: what its name should say, and an option."""
    return MeaningError(
        f"no column's name says that {what}.",
        where=where,
        use=f"{use}; {listed(columns, known)}",
    )


def listed(columns: Sequence[str], known: Collection[str], *, has_names: bool = False) -> str:
    """
    The names of columns that are known, the first twenty of them; the others by their number.

    Where fewer than half of the names are known they are only counted: the first line may be a
    row, or that of a matrix, and name people; and one that is damaged may name somebody.

    Args:
        columns: what the first line says.
        known: names that columns of such files have.
        has_names: whether the first line of such a file must name its columns.
    """
    count = len(columns)
    places = [
        place for place, name in enumerate(columns)
        if plain_name(name) in known or _NUMBERED.fullmatch(name)
    ]  # fmt: skip
    if 2 * len(places) < count:
        many = f"{len(places) or 'none'} of the {count:,} columns has a"
        what = "the one column has no" if count == 1 else many
        row = "a line of names before it" if has_names else "--no-names"
        return f"{what} name that is known; where the first line of text is a row, {row}"
    shown = [plain(columns[place]) if place in places else f"[{place + 1}]"
             for place in range(min(count, _SHOWN))]  # fmt: skip
    more = " and more" if count > len(shown) else ""
    unknown = "; one in brackets has a name that is not known" if len(places) < count else ""
    return f"the columns are: {', '.join(shown)}{more}{unknown}"


def names_of(roles: Iterable[Role[R]]) -> frozenset[str]:
    """Every name by which columns of these roles are recognised."""
    return frozenset(name for role in roles for name in (*role.recognised, *role.otherwise))


def plain_name(name: str) -> str:
    """A name in small letters, words joined by one underscore."""
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")


def _column(
    role: Role[R], columns: Sequence[str], named: str | None, where: str
) -> FileColumn | None:
    if named in columns:
        return FileColumn(str(named), "named")
    by_names = (
        [name for name in columns if plain_name(name) in names]
        for names in (role.recognised, role.otherwise)
    )
    by_words = [name for name in columns if set(words_of(name)) & set(role.words_in_it)]
    fits = next(filter(None, (*by_names, by_words)), [])
    if len(fits) > 1:
        raise MeaningError(
            f"{' and '.join(map(plain, fits))} may both be the {role.words}.",
            where=where,
            use=f"{role.option} with the one that is meant" if role.option else "one of them alone",
        )
    return FileColumn(fits[0], "guessed") if fits else None


def words_of(name: str) -> list[str]:
    """
    The words of a name; small and capital letters part words as well.

    Example:
        >>> words_of("cosineDistance")
        ['cosine', 'distance']
    """
    return plain_name(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)).split("_")


def _alone(role: Role[R], beside: Role[R], column: FileColumn, where: str) -> MeaningError:
    return MeaningError(
        f"column {plain(column.name)} is the {role.words}, but the other side of the comparison "
        "has none.",
        where=where,
        use=beside.option,
    )


def _refuse_shared(names: Sequence[str], where: str) -> None:
    shared = next((name for name in names if names.count(name) > 1), None)
    if shared is not None:
        what = f"column {plain(shared)} cannot be two things at once."
        raise MeaningError(what, where=where, use="another column for one of them")
