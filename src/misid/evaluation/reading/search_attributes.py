"""What is known of each search: its number, person, group and gallery, and whether it failed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from misid.errors import MeaningError
from misid.evaluation.reading import rules
from misid.evaluation.reading.columns import ListRole, Rows
from misid.evaluation.reading.enrolment import Mates
from misid.evaluation.reading.pair_table import Groups
from misid.files.anonymise import Integers, coded, coded_groups
from misid.files.source import Flags

UNKNOWN = -1


@dataclass(frozen=True)
class OfSearches:
    """What is known of each search, by its number."""

    size: int
    of_rows: Integers
    """The search of each row of the lists."""
    of_mates: Integers
    """The search of each row of the mates; the person, where mates are by person."""
    subject: Integers | None
    """A number for each person; -1 where a search names none."""
    group: Groups | None
    condition: Groups | None
    gallery: Integers | None
    failed: Flags


@dataclass(frozen=True)
class _Side:
    """A file, which search each of its rows is of, and of how many."""

    rows: Rows[ListRole]
    search: Integers
    size: int

    def each(self, values: Integers) -> Integers:
        """The one value of each search; unknown where the file has no row of it."""
        of_each = np.full(self.size, UNKNOWN)
        of_each[self.search] = values
        return of_each


def of_searches(lists: Rows[ListRole], mates: Mates) -> OfSearches:
    """
    Number the searches of both files, and gather what is known of each.

    Args:
        lists: the candidates.
        mates: who is enrolled.
    Raises: MeaningError: searches that the mates do not have, or of which two rows say different
        things.
    """
    search, by_search = lists.cells["search"], mates.by == "search"
    codes, labels = coded([search, mates.keys] if by_search else [search])
    sides = [_Side(lists, codes[0], len(labels))]
    if by_search:
        known = pl.DataFrame({"is_known": np.isin(codes[0], codes[1])})
        lists.check(rules.KNOWN_SEARCHES, known, mates=mates.rows.source.name)
        # The mates have every search, and so go before the lists.
        sides.insert(0, _Side(mates.rows, codes[1], len(labels)))
    by_role = _by_role(sides)
    subject, people = _people(by_role.get("subject"), lists, mates)
    return OfSearches(
        size=len(labels),
        of_rows=codes[0],
        of_mates=codes[1] if by_search else people,
        subject=subject,
        group=_groups(by_role, "group"),
        condition=_groups(by_role, "condition"),
        gallery=_gallery(by_role.get("gallery_size")),
        failed=_failed(by_role.get("failed"), len(labels)),
    )


def _by_role(sides: Iterable[_Side]) -> dict[ListRole, _Side]:
    """The file that says each thing of a search, the first that does."""
    by_role: dict[ListRole, _Side] = {}
    for side in sides:
        new = [role for role in side.rows.columns if role in rules.OF_A_SEARCH.keys() - by_role]
        cells = {str(role): side.rows.cells[role] for role in new}
        side.rows.check(rules.ATTRIBUTES, pl.DataFrame(cells | {"number": pl.Series(side.search)}))
        by_role |= dict.fromkeys(new, side)
    return by_role


def _people(
    side: _Side | None, lists: Rows[ListRole], mates: Mates
) -> tuple[Integers | None, Integers]:
    """The person of each search, and of each row of a table of mates by person."""
    by_person = mates.by == "subject"
    if side is None and by_person:
        raise MeaningError(
            f"{mates.rows.source.name} names the records of people, but nothing says who is "
            "searched for.",
            where=lists.source.name,
            use="--subject-a with the column of the person who is searched for",
        )
    if side is None:
        return None, np.zeros(0, np.int64)
    names = side.rows.cells["subject"]
    codes, _ = coded([names, mates.keys] if by_person else [names])
    return side.each(np.where((names == "").to_numpy(), UNKNOWN, codes[0])), codes[-1]


def _groups(by_role: dict[ListRole, _Side], role: ListRole) -> Groups | None:
    if role not in by_role:
        return None
    side = by_role[role]
    column, where = side.rows.columns[role].name, side.rows.source.name
    codes, labels = coded_groups([side.rows.cells[role]], column, where)
    of_each = side.each(codes[0])
    if (of_each == UNKNOWN).any():
        of_each = np.where(of_each == UNKNOWN, len(labels), of_each)
        labels = (*labels, "search without candidates")
    return Groups(labels, of_each)


def _gallery(side: _Side | None) -> Integers | None:
    if side is None:
        return None
    return side.each(side.rows.cells["gallery_size"].to_numpy().astype(np.int64))


def _failed(side: _Side | None, size: int) -> Flags:
    if side is None:
        return np.zeros(size, bool)
    words = side.rows.cells["failed"].str.to_lowercase()
    return np.equal(side.each(words.is_in(rules.YES).to_numpy().astype(np.int64)), 1)
