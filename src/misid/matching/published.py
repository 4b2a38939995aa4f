"""The operating points that NIST published of an algorithm, by capture condition.

All are misses at a threshold that gives a false positive identification rate of 0.003, set anew
for each algorithm, column and gallery size. Rounded to four decimals; blank where not measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from misid import evidence
from misid.errors import MeaningError

Floats = NDArray[np.float64]
Condition = Literal["mugshot", "webcam", "border", "kiosk"]

CONDITIONS: tuple[Condition, ...] = get_args(Condition)
TABLE = "nist_frte_1n_fnir_2026-01-09"
FPIR = 0.003
SMALL_GALLERY, LARGE_GALLERY, AGED_GALLERY = 1.6e6, 12e6, 3e6
ROUNDING = 5e-5
LARGEST_MEASURED_GALLERY = LARGE_GALLERY

# FNIR at 1.6M, FNIR at 12M, share of mates not at rank 1 at 1.6M; None where there is no column.
_COLUMNS: dict[Condition, tuple[str, str | None, str | None]] = {
    "mugshot": ("fnir_mugshot_N1.6M", "fnir_mugshot_N12M", "rank1miss_mugshot_N1.6M"),
    "webcam": ("fnir_webcam_N1.6M", None, "rank1miss_webcam_N1.6M"),
    "border": ("fnir_visa_border_N1.6M", None, None),
    "kiosk": ("fnir_visa_kiosk_N1.6M", None, None),
}
_AGED = "fnir_mugshot_dT>=12y_N3M"


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

    def take(self, rows: NDArray[np.int64]) -> Points:
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


def published_points(condition: Condition) -> Points:
    """The published points of every algorithm of the table, in the table's order."""
    small, large, rank_one = _COLUMNS[condition]
    return Points(_column(small), _column(large), _column(rank_one))


def figures(condition: Condition) -> int:
    """How many operating points were published of each algorithm in this condition."""
    return sum(column is not None for column in _COLUMNS[condition])


def aged_misses() -> Floats:
    """FNIR of mugshots taken 12 or more years later, at a gallery of 3 million."""
    return _column(_AGED)


def algorithm_names() -> tuple[str, ...]:
    """Every algorithm of the table."""
    return evidence.table(TABLE).strings("algorithm")


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
            f"{name!r} is not an algorithm of the table {TABLE}.",
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
    points = published_points("mugshot")
    works = (points.small < 0.2) & (points.large < 0.5)
    return np.sort(points.large[works] / points.small[works])


def growth_of_aged_misses() -> Floats:
    """FNIR 12 or more years later over FNIR at once, sorted; for algorithms without a figure."""
    ratio = aged_misses() / published_points("mugshot").small
    usable = np.isfinite(ratio) & (published_points("mugshot").small < 0.2)
    return np.sort(ratio[usable])


def _column(name: str | None) -> Floats:
    table = evidence.table(TABLE)
    return np.full(len(table.rows), np.nan) if name is None else table.numbers(name)
