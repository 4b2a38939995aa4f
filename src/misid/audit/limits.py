"""What a sample says of the share of a log: the one rule by which plans count and readings read."""

from __future__ import annotations

import numpy as np

from misid.arrays import Floats
from misid.audit.schema import CheckerEnds, ShareEnds
from misid.measures.error_rates import Rate
from misid.measures.finite import finite_interval, finite_upper_limit
from misid.measures.intervals import Bounds, mid_p, upper_limit
from misid.measures.rogan_gladen import CountedShare, rogan_gladen, twice_checked_interval
from misid.measures.survey import (
    DrawnByStratum,
    effective_size,
    horvitz_thompson,
    korn_graubard,
)

WHOLE = 1e12
"""Rows that leave no doubt."""
_ENDLESS = 1e6
"""Times the rows of a log: so many that drawing more of them takes no luck away."""


def called_wrong(sample: DrawnByStratum, confidence: float) -> ShareEnds:
    """The share that is called wrong: exact for one stratum, Korn's and Graubard's for several."""
    if sample.rows.size == 1:
        rate = Rate(int(sample.wrong[0]), int(sample.drawn[0]))
        rows = int(sample.rows[0])
        ends = finite_interval(rate, rows, confidence=confidence, is_mid=True)
        upper = finite_upper_limit(rate, rows, confidence=confidence)
        bounds = ends or Bounds(0.0, 1.0)
        return share_ends(horvitz_thompson(sample), bounds, 1.0 if upper is None else upper)
    bounds = korn_graubard(sample, confidence=confidence, is_mid=True)
    upper = korn_graubard(sample, confidence=one_sided(confidence)).high
    return share_ends(horvitz_thompson(sample), bounds, upper)


def called_by_luck(sample: DrawnByStratum, confidence: float) -> ShareEnds:
    """The same with the luck of checkers in it: the log is taken to be endless."""
    if sample.rows.size > 1:
        endless = DrawnByStratum(sample.rows * _ENDLESS, sample.drawn, sample.wrong)
        return called_wrong(endless, confidence)
    rate = Rate(int(sample.wrong[0]), int(sample.drawn[0]))
    bounds = mid_p(rate, confidence=confidence) or Bounds(0.0, 1.0)
    upper = upper_limit(rate, confidence=confidence)
    return share_ends(horvitz_thompson(sample), bounds, 1.0 if upper is None else upper)


def most_wrong(sample: DrawnByStratum, confidence: float, checkers: CheckerEnds) -> float:
    """
    The most that the share of wrong rows can be, one-sided, as a fixed size is read.

    Args:
        sample: as drawn and called.
        confidence: how sure.
        checkers: how often they err.
    Example:
        >>> ten = DrawnByStratum(np.full(10, 1_000.0), np.full(10, 30.0), np.zeros(10))
        >>> round(most_wrong(ten, 0.95, CheckerEnds()), 4)
        0.0098
    """
    if not checkers.err:
        if sample.rows.size == 1:
            return called_wrong(sample, confidence).upper
        return korn_graubard(sample, confidence=one_sided(confidence)).high
    return rogan_gladen(called_by_luck(sample, confidence).upper, checkers.slack)


def most_of_two_looks(
    rows: Floats, drawn: Floats, again: Floats, wrong: Floats, confidence: float
) -> float:
    """
    The most that the share can be, one-sided, where both looks call so many wrong, and no others.

    Args:
        rows: of each stratum, shape (strata,).
        drawn: of these.
        again: of those drawn, looked at a second time.
        wrong: of those drawn, called wrong; 0: neither look finds one wrong.
        confidence: how sure.
    """
    looked = again > 0.0
    upheld = np.minimum(wrong, again)
    weight, right = rows[looked] / again[looked], (again - upheld)[looked]
    size = float((weight * right).sum() ** 2 / max((weight**2 * right).sum(), 1e-300))
    called = DrawnByStratum(rows, drawn, wrong)
    return twice_checked_interval(
        CountedShare(horvitz_thompson(called), min(effective_size(called), WHOLE)),
        CountedShare(1.0, float(upheld.sum())),
        CountedShare(0.0, size),
        confidence=one_sided(confidence),
    ).high


def share_ends(share: float, bounds: Bounds, upper: float) -> ShareEnds:
    """A share with its ends."""
    return ShareEnds(share=share, low=bounds.low, high=bounds.high, upper=upper)


def one_sided(confidence: float) -> float:
    """
    The confidence of two ends, the upper of which alone is as sure as this.

    One minus twice the risk is no confidence where that is less than a half.
    """
    return max(2.0 * confidence - 1.0, 1e-6)
