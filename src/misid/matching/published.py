"""The operating points that NIST published of an algorithm, by capture condition.

All are misses at a threshold that gives a false positive identification rate of 0.003, set anew
for each algorithm, column and gallery size. Rounded to four decimals; blank where not measured.
The table holds one algorithm of each developer; earlier and later ones of two developers, in a
table of their own with fewer columns, follow after its rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

import numpy as np

from misid import evidence
from misid.arrays import Floats, Integers
from misid.errors import MeaningError

StudiedCondition = Literal["mugshot", "webcam", "border", "kiosk"]

CONDITIONS: tuple[StudiedCondition, ...] = get_args(StudiedCondition)
TABLE = "nist_frte_1n_fnir_2026-01-09"
SERIES = "nist_frte_1n_nec_idemia_series_2026-01-09"
FPIR = 0.003
SMALL_GALLERY, LARGE_GALLERY, AGED_GALLERY = 1.6e6, 12e6, 3e6
ROUNDING = 5e-5
LARGEST_MEASURED_GALLERY = LARGE_GALLERY

# FNIR at 1.6M, FNIR at 12M, share of mates not at rank 1 at 1.6M; None where there is no column.
_COLUMNS: dict[StudiedCondition, tuple[str, str | None, str | None]] = {
    "mugshot": ("fnir_mugshot_N1.6M", "fnir_mugshot_N12M", "rank1miss_mugshot_N1.6M"),
    "webcam": ("fnir_webcam_N1.6M", None, "rank1miss_webcam_N1.6M"),
    "border": ("fnir_visa_border_N1.6M", None, None),
    "kiosk": ("fnir_visa_kiosk_N1.6M", None, None),
}
_AGED = "fnir_mugshot_dT>=12y_N3M"
# Where an algorithm has no figure in a condition: its misses in the nearest one that it has.
_NEAREST: dict[StudiedCondition, tuple[StudiedCondition, ...]] = {
    "mugshot": ("mugshot",),
    "webcam": ("mugshot",),
    "border": ("mugshot",),
    "kiosk": ("webcam", "mugshot"),
}
_MOST_MISSED = 0.5


@dataclass(frozen=True)
class Points:
    """
    Published misses of one or many algorithms in one condition; NaN where nobody published one.

    `small` and `large` are FNIR at galleries of 1.6 and 12 million, `rank_one` the share of mates
    not at rank 1 at 1.6 million; arrays of shape (algorithms,).
    """

    small: Floats
    large: Floats
    rank_one: Floats

    def take(self, rows: Integers) -> Points:
        """The points of the algorithms in these rows."""
        return Points(self.small[rows], self.large[rows], self.rank_one[rows])

    def of_the_matcher(self, several_faces: Floats, missed: Floats) -> Points:
        """
        The misses that are left when those for another face in the picture are taken out.

        Such a picture is missed at any threshold. It can explain no more misses than there are.

        Args:
            several_faces: share of the pictures with several faces, shape (algorithms,).
            missed: of the misses that these can explain, the share that they do.
        """
        lost = missed * np.fmin(several_faces, np.fmin(self.small, self.rank_one))
        parts = (self.small, self.large, self.rank_one)
        return Points(*((part - lost) / (1.0 - lost) for part in parts))


@cache
def published_points(condition: StudiedCondition) -> Points:
    """The published points of every algorithm, in the order of `algorithm_names`."""
    small, large, rank_one = _COLUMNS[condition]
    return Points(_column(small), _column(large), _column(rank_one))


def possible_points(condition: StudiedCondition, rows: Integers, luck: Floats) -> Points:
    """
    Points of one algorithm a world; a miss rate that nobody published is drawn.

    It is the algorithm's misses in the nearest condition that it has, times the ratio of the two
    for one of the algorithms that have both.

    Args:
        condition: of capture.
        rows: of the algorithm in each world, shape (worlds,).
        luck: which ratio, one uniform number a world.
    """
    points = published_points(condition).take(rows)
    small = points.small.copy()
    for near in _NEAREST[condition]:
        blank = np.flatnonzero(np.isnan(small))
        ratio = np.quantile(_ratios(condition, near), luck[blank])
        drawn = published_points(near).small[rows[blank]] * ratio
        small[blank] = np.minimum(drawn, _MOST_MISSED)
    return Points(small, points.large, points.rank_one)


@cache
def _ratios(condition: StudiedCondition, near: StudiedCondition) -> Floats:
    """FNIR in one condition over that in another, sorted, over algorithms that work in both."""
    over, under = published_points(condition).small, published_points(near).small
    works = (over < _MOST_MISSED) & (under < _MOST_MISSED) & (under > 0)
    return np.sort(over[works] / under[works])


def figures(condition: StudiedCondition) -> int:
    """How many operating points were published of each algorithm in this condition."""
    return sum(column is not None for column in _COLUMNS[condition])


def aged_misses() -> Floats:
    """FNIR of mugshots taken 12 or more years later, at a gallery of 3 million."""
    return _column(_AGED)


def algorithm_names() -> tuple[str, ...]:
    """Every algorithm of the table, then those that only the series has."""
    only = evidence.table(SERIES).strings("algorithm")
    return (*_first(), *(only[row] for row in _series_rows()))


def developers() -> tuple[str, ...]:
    """The developer of every algorithm, as NIST names it."""
    return tuple(name.rpartition("_")[0] for name in algorithm_names())


def one_of_each() -> int:
    """How many rows the table has that holds one algorithm of each developer; they come first."""
    return len(_first())


def _first() -> tuple[str, ...]:
    return evidence.table(TABLE).strings("algorithm")


@cache
def _series_rows() -> tuple[int, ...]:
    """Rows of the series whose algorithm the first table does not hold."""
    names, held = evidence.table(SERIES).strings("algorithm"), set(_first())
    return tuple(row for row, name in enumerate(names) if name not in held)


def algorithm_row(name: str) -> int:
    """
    The row of an algorithm.

    Raises: MeaningError: the table has no such algorithm.
    """
    names = algorithm_names()
    if name not in names:
        stem = name.split("_", maxsplit=1)[0]
        near = [other for other in names if other.startswith(stem[:4])] or names[:5]
        raise MeaningError(
            f"{name!r} is not an algorithm of the tables {TABLE} and {SERIES}.",
            use=f"a name from `misid evidence {TABLE}`, such as {', '.join(near[:5])}",
        )
    return names.index(name)


def growth_of_misses() -> Floats:
    """
    FNIR at 12 million over FNIR at 1.6 million, sorted, for mugshots.

    Over the algorithms whose FNIR at 1.6 million is below 0.2, as in the evidence notes, and below
    0.5 at 12 million: one of them stops working in between. Where a condition has no second
    gallery size, its growth is drawn from these.
    """
    points = published_points("mugshot").take(np.arange(one_of_each()))
    works = (points.small < 0.2) & (points.large < 0.5)
    return np.sort(points.large[works] / points.small[works])


def growth_of_aged_misses() -> Floats:
    """FNIR 12 or more years later over FNIR at once, sorted; for algorithms without a figure."""
    small = published_points("mugshot").small[: one_of_each()]
    ratio = aged_misses()[: one_of_each()] / small
    return np.sort(ratio[np.isfinite(ratio) & (small < 0.2)])


@cache
def _column(name: str | None) -> Floats:
    """Of every algorithm, blank where the table is; read once, and never written."""
    column = np.full(len(algorithm_names()), np.nan)
    series = evidence.table(SERIES)
    if name is not None:
        column[: one_of_each()] = evidence.table(TABLE).numbers(name)
    if name in series.columns:
        column[one_of_each() :] = series.numbers(name)[list(_series_rows())]
    column.flags.writeable = False
    return column
