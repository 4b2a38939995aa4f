"""Point calibrations of one algorithm under every rival law, side by side."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from misid.matching import published
from misid.matching.calibration import ComparisonLaw, calibrate
from misid.matching.tails import TAILS

EXTRAPOLATED_GALLERY = 250e6


@dataclass(frozen=True)
class Fit:
    """
    One law for one capture condition.

    `residual` is relative, None where rank 1 was not published; `extrapolated` the FNIR at a
    gallery of 250 million at FPIR 0.003.
    """

    condition: str
    tail: str
    not_findable: float
    location: float
    scale: float
    residual: float | None
    extrapolated: float

    def as_dict(self) -> dict[str, object]:
        """Plain data."""
        return asdict(self)


def fits(algorithm: str) -> tuple[Fit, ...]:
    """
    Every rival law in every condition that was published for an algorithm.

    Args:
        algorithm: a name of the table; comparisons are taken as independent.
    Raises: MeaningError: the table has no such algorithm.
    """
    row = np.array([published.algorithm_row(algorithm)])
    return tuple(
        _fit(condition, code, row)
        for condition in published.CONDITIONS
        for code in range(len(TAILS))
        if np.isfinite(published.published_points(condition).small[row[0]])
    )


def _fit(condition: published.StudiedCondition, code: int, row: np.ndarray) -> Fit:
    one = np.ones(1)
    comparisons = ComparisonLaw(0 * one, one, one, one)
    points = published.published_points(condition).take(row)
    calibration = calibrate(points, np.array([code]), comparisons)
    law, residual = calibration.law, float(calibration.residual[0])
    return Fit(
        condition=condition,
        tail=TAILS[code],
        not_findable=float(law.not_findable[0]),
        location=float(law.location[0]),
        scale=float(law.scale[0]),
        residual=residual if np.isfinite(residual) else None,
        extrapolated=float(law.miss(comparisons.threshold(EXTRAPOLATED_GALLERY)[:, None])[0, 0]),
    )
