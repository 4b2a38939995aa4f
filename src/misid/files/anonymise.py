"""Values that name people as numbers that name nobody, and labels that may name people."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
import polars as pl

from misid.arrays import Integers
from misid.errors import MeaningError

MOST_GROUPS = 100
LONGEST_LABEL = 100
NOT_STATED = "not stated"
UNKNOWN = -1
"""In the place of the number of a value that is not there."""


def coded(columns: Sequence[pl.Series]) -> tuple[list[Integers], tuple[str, ...]]:
    """
    Each value by its place among all values of all columns, in order; -1 where there is none.

    Example:
        >>> codes, labels = coded([pl.Series(["b", "a"]), pl.Series(["c"])])
        >>> [column.tolist() for column in codes], labels
        ([[1, 0], [2]], ('a', 'b', 'c'))
    """
    labels = pl.concat(columns).drop_nulls().unique().sort()
    places = (column.cast(pl.Enum(labels)).to_physical().cast(pl.Int64) for column in columns)
    return [place.fill_null(UNKNOWN).to_numpy() for place in places], tuple(labels.to_list())


def coded_groups(
    columns: Sequence[pl.Series], name: str, where: str
) -> tuple[list[Integers], tuple[str, ...]]:
    """
    The same of groups, of which a blank one is one that is not stated.

    Raises: MeaningError: so many labels, or so long ones, that they may be names of people.
    """
    codes, labels = coded([column.replace("", NOT_STATED) for column in columns])
    refuse_names(labels, name, where)
    return codes, labels


def refuse_names(labels: Collection[str], column: str, where: str) -> None:
    """
    Refuse labels of groups that may name people.

    Raises: MeaningError: they are so many, or so long.
    """
    if len(labels) > MOST_GROUPS or max(map(len, labels)) > LONGEST_LABEL:
        raise MeaningError(
            f"column {column} has {len(labels):,} different values, too many or too long "
            "for groups; they may name people.",
            where=where,
            use=f"a column of at most {MOST_GROUPS} groups",
        )


def refuse_people_as_groups(
    labels: Collection[str], groups: Integers, people: Integers, where: str
) -> None:
    """
    Refuse groups that each hold one person: their labels would name people.

    Args:
        labels: of the groups.
        groups: the group of each row, by a number.
        people: the person, likewise.
        where: the file.
    Raises: MeaningError: they do.
    """
    held = np.unique(np.stack([groups, people]), axis=1).shape[1]
    if len(labels) > 2 and held <= len(labels):
        raise MeaningError(
            "each group holds one person, so its label may name that person.",
            where=where,
            use="a column of groups of several people",
        )


def refuse_names_of_people(labels: Collection[str], cells: pl.DataFrame, where: str) -> None:
    """
    Refuse groups of which some are called as people are.

    Args:
        labels: of the groups.
        cells: with the people of either side, `subject_a` and `subject_b`.
        where: the file.
    Raises: MeaningError: a label is the name of a person.
    """
    people = set(cells["subject_a"].unique()) | set(cells["subject_b"].unique())
    shared = sum(label in people for label in labels)
    if shared:
        raise MeaningError(
            f"{shared:,} of {len(labels):,} groups are called as people of the same file are.",
            where=where,
            use="a column of groups of several people",
        )
