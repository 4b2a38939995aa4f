"""Which column is what: as the reader says, or by a name that says so itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from misid.errors import MeaningError

Role = Literal["score", "label", "subject_a", "subject_b", "group_a", "group_b", "condition"]
How = Literal["named", "guessed"]

ROLES: tuple[Role, ...] = (
    *("score", "label", "subject_a", "subject_b", "group_a", "group_b", "condition"),
)
_SIDES = {
    "a": ("a", "1", "probe"),
    "b": ("b", "2", "reference", "gallery"),
}
_DISTANCES = ("distance", "dist", "dissimilarity")


def _of_side(nouns: Sequence[str], side: str) -> tuple[str, ...]:
    words = _SIDES[side]
    return tuple(
        name
        for noun in nouns
        for word in words
        for name in (f"{noun}_{word}", f"{word}_{noun}", f"{noun}{word}")
    )


_SUBJECTS = ("subject", "subject_id", "person", "person_id", "identity", "id")
_GROUPS = ("group", "demographic", "demographic_group")
KNOWN: dict[Role, tuple[str, ...]] = {
    "score": ("score", "similarity", "sim", "match_score", "comparison_score", *_DISTANCES),
    "label": (
        *("label", "genuine", "is_genuine", "mated", "is_mated", "same", "is_same", "same_person"),
        *("target", "is_match", "ground_truth", "truth"),
    ),
    "subject_a": (*_of_side(_SUBJECTS, "a"), "real_id"),
    "subject_b": (*_of_side(_SUBJECTS, "b"), "claimed_id"),
    "group_a": (*_of_side(_GROUPS, "a"), "group"),
    "group_b": _of_side(_GROUPS, "b"),
    "condition": ("condition", "capture_condition", "capture"),
}


@dataclass(frozen=True)
class Asked:
    """What a reader says of the columns of a file; what is not said is guessed."""

    score: str | None = None
    label: str | None = None
    subject_a: str | None = None
    subject_b: str | None = None
    group_a: str | None = None
    group_b: str | None = None
    condition: str | None = None

    def of(self, role: Role) -> str | None:
        """The column that was named for a role."""
        named: str | None = getattr(self, role)
        return named


@dataclass(frozen=True, slots=True)
class Column:
    """A column, what it is taken to be, and who said so."""

    role: Role
    name: str
    how: How


def choose(columns: Sequence[str], asked: Asked, where: str) -> dict[Role, Column]:
    """
    The column of each role that has one.

    Raises: MeaningError: a named column is missing, two columns may be meant, there is no score,
        or there is nothing to tell genuine from impostor comparisons by.
    """
    found = {
        role: column
        for role in ROLES
        if (column := _column(role, columns, asked, where)) is not None
    }
    found["score"] = score_column(columns, asked, where)
    _need_both("subject_a", "subject_b", found, where)
    _need_both("subject_b", "subject_a", found, where)
    _need_both("group_b", "group_a", found, where)
    if "label" not in found and "subject_a" not in found:
        use = "--label, or --subject-a and --subject-b"
        raise _none_fits("it says which comparisons are genuine", use, columns, where)
    _refuse_shared(found, where)
    return found


def score_column(columns: Sequence[str], asked: Asked, where: str) -> Column:
    """
    The column of scores.

    Raises: MeaningError: the named one is missing, or none or several may be meant.
    """
    found = _column("score", columns, asked, where)
    if found is None:
        raise _none_fits("it is the score", "--score", columns, where)
    return found


def is_distance(name: str) -> bool:
    """Whether the name of a score says that smaller is more alike."""
    return plain_name(name) in _DISTANCES


def _column(role: Role, columns: Sequence[str], asked: Asked, where: str) -> Column | None:
    named = asked.of(role)
    if named is not None:
        if named not in columns:
            raise MeaningError(
                f"no column is called {named!r}.", where=where, use=f"one of: {listed(columns)}"
            )
        return Column(role, named, "named")
    fits = [name for name in columns if plain_name(name) in KNOWN[role]]
    if len(fits) > 1:
        raise MeaningError(
            f"{' and '.join(fits)} may both be the {role.replace('_', ' ')}.",
            where=where,
            use=f"--{role.replace('_', '-')} with the one that is meant",
        )
    return Column(role, fits[0], "guessed") if fits else None


def _need_both(one: Role, other: Role, found: dict[Role, Column], where: str) -> None:
    if one in found and other not in found:
        raise MeaningError(
            f"column {found[one].name} is the {one.replace('_', ' ')}, but the other side of the "
            "comparison has none.",
            where=where,
            use=f"--{other.replace('_', '-')}",
        )


def _refuse_shared(found: dict[Role, Column], where: str) -> None:
    names = [column.name for column in found.values()]
    twice = next((column for column in found.values() if names.count(column.name) > 1), None)
    if twice is not None:
        raise MeaningError(
            f"column {twice.name} cannot be two things at once.",
            where=where,
            use="another column for one of them",
        )


def _none_fits(what: str, use: str, columns: Sequence[str], where: str) -> MeaningError:
    return MeaningError(
        f"no column's name says that {what}.",
        where=where,
        use=f"{use}; the columns are: {listed(columns)}",
    )


def listed(columns: Sequence[str]) -> str:
    """Names of columns, the first twenty of them."""
    shown = [name if name.isprintable() else ascii(name) for name in columns[:20]]
    return ", ".join(shown) + (" and more" if len(columns) > len(shown) else "")


def plain_name(name: str) -> str:
    """A name in small letters, words joined by one underscore."""
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")
