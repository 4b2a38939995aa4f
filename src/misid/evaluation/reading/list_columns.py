"""Which column of a candidate list, or of a table of mates, is what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from misid.errors import MeaningError
from misid.evaluation.reading.columns import KNOWN as OF_PAIRS
from misid.evaluation.reading.columns import How, listed, plain_name
from misid.files.values import Missing

ListRole = Literal[
    "search",
    "candidate",
    "score",
    "rank",
    "mate",
    "subject",
    "group",
    "condition",
    "gallery_size",
    "failed",
]
File = Literal["lists", "mates"]

_SEARCHES = ("search", "search_id", "search_number", "query", "query_id", "transaction_id")
_CANDIDATES = ("candidate", "candidate_id")
KNOWN: dict[ListRole, tuple[str, ...]] = {
    "search": (*_SEARCHES, "probe", "probe_id"),
    "candidate": (*_CANDIDATES, "gallery_id", "reference_id", "record", "record_id"),
    "score": ("candidate_score", *OF_PAIRS["score"]),
    "rank": ("rank", "candidate_rank", "place"),
    "mate": ("mate", "mate_id", "own_record", "enrolled_as"),
    "subject": ("subject", "subject_id", "person", "person_id", "probe_subject", "subject_probe"),
    "group": OF_PAIRS["group_a"],
    "condition": OF_PAIRS["condition"],
    "gallery_size": ("gallery_size", "gallery_records", "enrolled_records"),
    "failed": ("failed", "failure", "fta", "failure_to_acquire"),
}
_OF_SEARCHES: tuple[ListRole, ...] = ("subject", "group", "condition", "gallery_size")
_IN: dict[File, tuple[ListRole, ...]] = {
    "lists": ("search", "candidate", "score", "rank", "mate", *_OF_SEARCHES),
    "mates": ("search", "mate", *_OF_SEARCHES, "failed"),
}
OPTIONS: dict[ListRole, str] = {role: f"--{role.replace('_', '-')}" for role in KNOWN}
OPTIONS |= {"subject": "--subject-a", "group": "--group-a"}


@dataclass(frozen=True)
class ListReading:
    """How candidate lists and mates are to be read; a column that is not said is guessed."""

    search: str | None = None
    candidate: str | None = None
    score: str | None = None
    rank: str | None = None
    mate: str | None = None
    subject: str | None = None
    group: str | None = None
    gallery_size: str | None = None
    condition: str | None = None
    distance: bool | None = None
    """Whether smaller is more alike; None: the name of the score decides."""
    missing: Missing = "refuse"

    def of(self, role: ListRole) -> str | None:
        """The column that was named for a role."""
        named: str | None = getattr(self, role, None)
        return named


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column, the file that it is in, what it is taken to be, and who said so."""

    file: File
    role: ListRole
    name: str
    how: How


Chosen = dict[ListRole, ListColumn]


def are_lists(columns: Sequence[str]) -> bool:
    """
    Whether the names say that these are candidates of searches, and not pairs of people.

    Example:
        >>> are_lists(["search", "candidate", "score"]), are_lists(["id_a", "id_b", "score"])
        (True, False)
    """
    names = {plain_name(column) for column in columns}
    return bool(names & set(_SEARCHES)) and bool(names & set(_CANDIDATES))


def choose_columns(
    columns: Sequence[str], file: File, reading: ListReading, where: str
) -> dict[ListRole, ListColumn]:
    """
    The column of each role that has one in this file.

    Raises: MeaningError: two columns may be meant, or one would be two things.
    """
    found = {
        role: column
        for role in _IN[file]
        if (column := _column(role, columns, file, reading, where)) is not None
    }
    names = [column.name for column in found.values()]
    twice = next((column for column in found.values() if names.count(column.name) > 1), None)
    if twice is not None:
        raise MeaningError(
            f"column {twice.name} cannot be two things at once.",
            where=where,
            use="another column for one of them",
        )
    return found


def need(found: Chosen, roles: Sequence[ListRole], columns: Sequence[str], where: str) -> None:
    """
    Refuse a file without one of these columns.

    Raises: MeaningError: no column's name says that it is one of them.
    """
    for role in roles:
        if role not in found:
            raise MeaningError(
                f"no column's name says that it is the {role}.",
                where=where,
                use=f"{OPTIONS[role]}; the columns are: {listed(columns)}",
            )


def check_named(reading: ListReading, columns: Sequence[str], where: str) -> None:
    """
    Refuse a named column that neither file has.

    Raises: MeaningError: there is one; the error lists the columns of both files.
    """
    for role in KNOWN:
        named = reading.of(role)
        if named is not None and named not in columns:
            raise MeaningError(
                f"no column is called {named!r}.",
                where=where,
                use=f"one of: {listed(list(dict.fromkeys(columns)))}",
            )


def _column(
    role: ListRole, columns: Sequence[str], file: File, reading: ListReading, where: str
) -> ListColumn | None:
    named = reading.of(role)
    if named in columns:
        return ListColumn(file, role, str(named), "named")
    names = KNOWN[role]
    fits = [name for name in columns if plain_name(name) in names]
    if file == "mates" and role == "mate" and not fits:
        fits = [name for name in columns if plain_name(name) in KNOWN["candidate"]]
    if len(fits) > 1:
        raise MeaningError(
            f"{' and '.join(fits)} may both be the {role.replace('_', ' ')}.",
            where=where,
            use="one of them alone" if role == "failed" else f"{OPTIONS[role]} with the one meant",
        )
    return ListColumn(file, role, fits[0], "guessed") if fits else None
