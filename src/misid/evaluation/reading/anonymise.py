"""Who is on either side of a comparison, as numbers, and of which group, as labels."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import polars as pl
from numpy.typing import NDArray

from misid.errors import MeaningError
from misid.evaluation.reading.pair_table import Groups
from misid.files.formats import Source

Integers = NDArray[np.int64]

MOST_GROUPS = 100
LONGEST_LABEL = 100
NOT_STATED = "not stated"


def numbered(side_a: pl.Series, side_b: pl.Series, source: Source) -> tuple[Integers, Integers]:
    """
    A number for each person on either side; who they are is forgotten here.

    Raises: MeaningError: some comparison does not say who is compared.
    """
    sides = [as_text(side) for side in (side_a, side_b)]
    for given, side in zip((side_a, side_b), sides, strict=True):
        blank = np.flatnonzero((side == "").to_numpy())
        if len(blank):
            raise MeaningError(
                f"{len(blank):,} of {len(side):,} comparisons have no subject in column "
                f"{given.name}.",
                where=source.places(blank),
                use="a subject on both sides of every comparison",
            )
    codes, _ = coded(sides)
    return codes[0], codes[1]


def groups(
    side_a: pl.Series | None, side_b: pl.Series | None, source: Source
) -> tuple[Groups | None, Groups | None]:
    """
    The group of each comparison on either side, from one list of labels.

    Raises: MeaningError: so many labels, or so long ones, that they may be names of people.
    """
    if side_a is None:
        return None, None
    given = [side for side in (side_a, side_b) if side is not None]
    sides = [as_text(side).replace("", NOT_STATED) for side in given]
    codes, labels = coded(sides)
    refuse_names(labels, side_a.name, source.name)
    found = [Groups(labels, code) for code in codes]
    return found[0], found[1] if len(found) > 1 else None


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


def refuse_people_as_groups(group: Groups | None, subject: Integers | None, where: str) -> None:
    """
    Refuse groups that each hold one person: their labels would name people.

    Raises: MeaningError: they do.
    """
    if group is None or subject is None:
        return
    pairs = np.unique(np.stack([group.at, subject]), axis=1)
    if len(group.labels) > 2 and pairs.shape[1] <= len(group.labels):
        raise MeaningError(
            "each group holds one person, so its label may name that person.",
            where=where,
            use="a column of groups of several people",
        )


def as_text(side: pl.Series) -> pl.Series:
    """A column as trimmed text, blank where there is nothing."""
    return side.cast(pl.String).fill_null("").str.strip_chars()


def coded(sides: list[pl.Series]) -> tuple[list[Integers], tuple[str, ...]]:
    """Each value by its place among all values of all sides, in order."""
    labels = pl.concat(sides).unique().sort()
    kind = pl.Enum(labels)
    codes = [side.cast(kind).to_physical().to_numpy().astype(np.int64) for side in sides]
    return codes, tuple(labels.to_list())
