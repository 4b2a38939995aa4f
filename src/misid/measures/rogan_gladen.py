"""The true share of wrong rows behind what people who err in checking have called wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

from misid.arrays import Floats
from misid.measures.arguments import check_confidence
from misid.measures.design import Checkers
from misid.measures.intervals import CONFIDENCE, Bounds

_POINTS = 8_192
_STEP = 1.2207440846057596
"""The root of x^4 = x + 1."""


@dataclass(frozen=True, slots=True)
class CountedShare:
    """A share that was counted, and of how many trials; effective ones need not be whole."""

    share: float
    size: float


def rogan_gladen(called_wrong: float, checkers: Checkers) -> float:
    """
    The true share of wrong rows, from the share that is called wrong by checkers who err.

    .. math:: p = (q + Sp - 1) / (Se + Sp - 1), put on 0 to 1

    Args:
        called_wrong: q.
        checkers: Se and Sp; together above 1, or they only guess.
    Example:
        >>> round(rogan_gladen(23 / 150, Checkers(0.96, 0.89)), 3)
        0.051

    References: W. J. Rogan, B. Gladen, Estimating prevalence from the results of a screening test,
    Am. J. Epidemiology 107 (1978), 71-76, doi:10.1093/oxfordjournals.aje.a112510; the example is
    that of `epi.prev` in R's epiR.
    """
    above = called_wrong + checkers.specificity - 1.0
    return float(np.clip(above / (checkers.sensitivity + checkers.specificity - 1.0), 0.0, 1.0))


def stated_interval(called_wrong: Bounds, keen: Checkers, slack: Checkers) -> Bounds:
    """
    The interval of the true share, where it is stated within which ends checkers err.

    The low end holds were as many called wrong by mistake as can be, the high end were as many
    missed; so it holds at least as often as that of the share that is called wrong.

    Args:
        called_wrong: interval of the share that is called wrong.
        keen: the highest sensitivity with the lowest specificity.
        slack: the lowest sensitivity with the highest specificity.
    Example:
        >>> called = Bounds(0.05, 0.15)
        >>> bounds = stated_interval(called, Checkers(1.0, 0.98), Checkers(0.9, 1.0))
        >>> round(bounds.low, 4), round(bounds.high, 4)
        (0.0306, 0.1667)
    """
    return Bounds(rogan_gladen(called_wrong.low, keen), rogan_gladen(called_wrong.high, slack))


def measured_interval(
    called_wrong: CountedShare,
    sensitivity: CountedShare,
    specificity: CountedShare,
    *,
    confidence: float = CONFIDENCE,
) -> Bounds:
    """
    The interval of the true share, where it was measured elsewhere how often such checkers err.

    Three counts, each as unsure as it is: confidence distributions of the three, from above for
    the high end and from below for the low end, are put together in the formula of `rogan_gladen`
    (melding); each is Jeffreys', which lies between the two exact ones, and the exact one where
    nothing or everything was counted.

    Args:
        called_wrong: of the rows that were checked.
        sensitivity: of rows known to be wrong, those that were called so.
        specificity: of rows known to be right, those that were called so.
        confidence: about how often such intervals hold the true share.
    Example:
        >>> bounds = measured_interval(
        ...     CountedShare(0.1, 500.0), CountedShare(0.9, 50.0), CountedShare(0.98, 200.0)
        ... )
        >>> round(bounds.low, 3), round(bounds.high, 3)
        (0.052, 0.129)

    References: M. P. Fay, M. A. Proschan, E. Brittain, Biometrics 71 (2015), 146-156,
    doi:10.1111/biom.12231; D. M. Bayer, M. P. Fay, B. I. Graubard, Statistics in Medicine 42
    (2023), 1822-1867, doi:10.1002/sim.9701 (neither was opened; checked by simulation,
    `bench/audit_coverage.md`).
    """
    check_confidence(confidence)
    tail = (1.0 - confidence) / 2.0

    def drawn(*, is_high: bool) -> Floats:
        q = _spread(called_wrong, 0, is_high=is_high)
        se = _spread(sensitivity, 1, is_high=not is_high)
        sp = _spread(specificity, 2, is_high=is_high)
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = (q + sp - 1.0) / (se + sp - 1.0)
        # Where checkers might only guess, any share might be true.
        return np.where(se + sp <= 1.0, float(is_high), np.clip(shares, 0.0, 1.0))

    return _between(drawn(is_high=False), drawn(is_high=True), tail)


def twice_checked(called_wrong: float, confirmed: float, overturned: float) -> float:
    """
    The true share of wrong rows, where some of those checked were checked again, by a better look.

    Double sampling: it asks nothing of checkers elsewhere, and is right on average where the second
    look is.

    .. math:: p = q\\,P(wrong | called\\ wrong) + (1-q)\\,P(wrong | called\\ right)

    Args:
        called_wrong: q, the share that is called wrong at first.
        confirmed: of those called wrong, the share that the second look finds wrong.
        overturned: of those called right, the share that the second look finds wrong.
    Example:
        >>> round(twice_checked(0.1, 0.8, 0.01), 3)
        0.089

    References: A. Tenenbein, A double sampling scheme for estimating from binomial data with
    misclassifications, JASA 65 (1970), 1350-1361, doi:10.1080/01621459.1970.10481170 (not opened;
    checked against all outcomes of a small case).
    """
    return called_wrong * confirmed + (1.0 - called_wrong) * overturned


def twice_checked_interval(
    called_wrong: CountedShare,
    confirmed: CountedShare,
    overturned: CountedShare,
    *,
    confidence: float = CONFIDENCE,
) -> Bounds:
    """
    The interval of `twice_checked`, from three counts that are each as unsure as they are.

    Put together as in `measured_interval`. Where few rows that were called right were looked at
    again, it is wide: what may hide among them is what a check cannot see.

    Args:
        called_wrong: of the rows that were checked.
        confirmed: of those called wrong and looked at again, those found wrong; size 0: none was.
        overturned: of those called right and looked at again, those found wrong.
        confidence: about how often such intervals hold the true share.
    Example:
        >>> bounds = twice_checked_interval(
        ...     CountedShare(0.02, 500.0), CountedShare(1.0, 10.0), CountedShare(0.0, 100.0)
        ... )
        >>> round(bounds.low, 3), round(bounds.high, 3)
        (0.009, 0.059)
    """
    check_confidence(confidence)
    tail = (1.0 - confidence) / 2.0

    def drawn(*, is_high: bool) -> Floats:
        q, c, o = (
            _spread(one, place, is_high=is_high)
            for place, one in enumerate((called_wrong, confirmed, overturned))
        )
        return q * c + (1.0 - q) * o

    return _between(drawn(is_high=False), drawn(is_high=True), tail)


def _between(low: Floats, high: Floats, tail: float) -> Bounds:
    return Bounds(float(np.quantile(low, tail)), float(np.quantile(high, 1.0 - tail)))


def _spread(counted: CountedShare, place: int, *, is_high: bool) -> Floats:
    """
    The confidence distribution of a share at points that fill a cube evenly, along one side of it.

    Jeffreys' law lies between the two exact ones; at an end, where it is too sure, the wider one.
    """
    if counted.size <= 0.0:
        return np.full(_POINTS, float(is_high))
    count = counted.share * counted.size
    missed = counted.size - count
    if not (count if is_high else missed) > 0.0:
        more, less = (1.0, 0.0) if is_high else (0.0, 1.0)
        points: Floats = betaincinv(count + more, missed + less, _luck(place))
        return points
    if not (missed if is_high else count) > 0.0:
        return np.full(_POINTS, float(is_high))
    points = betaincinv(count + 0.5, missed + 0.5, _luck(place))
    return points


def _luck(place: int) -> Floats:
    """Multiples of a power of the plastic number's kin in three dimensions: evenly spread."""
    luck: Floats = (0.5 + np.arange(1, _POINTS + 1) * _STEP ** -(place + 1.0)) % 1.0
    return luck
