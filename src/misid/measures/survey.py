"""Shares of a log that is drawn from by stratum: estimate, variance, interval, by design alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, betaincinv, stdtrit

from misid.arrays import Floats
from misid.measures.arguments import check_confidence
from misid.measures.intervals import CONFIDENCE, Bounds


@dataclass(frozen=True)
class DrawnByStratum:
    """Rows of each stratum: in the log, drawn without replacement, and wrong; shape (strata,)."""

    rows: Floats
    drawn: Floats
    wrong: Floats

    @property
    def shares(self) -> Floats:
        """The share of wrong rows among those drawn."""
        shares: Floats = self.wrong / self.drawn
        return shares

    @property
    def weights(self) -> Floats:
        """The share of each stratum in the log."""
        weights: Floats = self.rows / self.rows.sum()
        return weights


def horvitz_thompson(sample: DrawnByStratum) -> float:
    """
    The share of wrong rows in the log, each drawn row counted for those that it stands for.

    Right on average, whatever the log is like: each row counts as the inverse of how likely it was
    to be drawn.

    .. math:: \\hat p = \\frac{1}{N} \\sum_h \\frac{N_h}{n_h} k_h

    Args:
        sample: of each stratum at least one row.
    Example:
        >>> sample = DrawnByStratum(
        ...     np.array([900.0, 100.0]), np.array([30.0, 20.0]), np.array([3.0, 10.0])
        ... )
        >>> round(horvitz_thompson(sample), 12)
        0.14

    References: D. G. Horvitz, D. J. Thompson, JASA 47 (1952), 663-685,
    doi:10.1080/01621459.1952.10483446.
    """
    return float((sample.weights * sample.shares).sum())


def variance(sample: DrawnByStratum) -> float:
    """
    The variance of `horvitz_thompson`: on average over all samples it is the true one.

    .. math:: \\sum_h \\frac{N_h^2}{N^2} (1 - n_h/N_h) \\frac{p_h (1 - p_h)}{n_h - 1}

    Args:
        sample: of each stratum at least two rows, or all.
    References: W. G. Cochran, Sampling Techniques, 3rd ed., Wiley 1977, section 5.10.
    """
    each = sample.shares * (1.0 - sample.shares) / np.maximum(sample.drawn - 1.0, 1.0)
    left = 1.0 - sample.drawn / sample.rows
    return float((sample.weights**2 * left * each).sum())


def effective_size(sample: DrawnByStratum) -> float:
    """
    Rows drawn from the log as a whole that would say as much, without replacement.

    Strata in which few are wrong lend each other strength: the share of each is drawn towards that
    of all by the weight of one row, so that a stratum without a wrong row is not taken to be free
    of them. Never more than what the degrees of freedom of the strata allow.

    .. math:: n^* = \\left(\\frac{V}{p(1-p)} + \\frac1N\\right)^{-1}
        \\left(\\frac{t_{n-1}}{t_{n-H}}\\right)^2

    Args:
        sample: as drawn.
    Example:
        >>> alike = DrawnByStratum(np.array([1e6]), np.array([100.0]), np.array([5.0]))
        >>> round(effective_size(alike), 2)
        100.0
    """
    share = horvitz_thompson(sample)
    if share in (0.0, 1.0):
        spread = (sample.weights**2 * (1.0 / sample.drawn - 1.0 / sample.rows)).sum()
    else:
        drawn_in = (sample.wrong + share) / (sample.drawn + 1.0)
        left = 1.0 / sample.drawn - 1.0 / sample.rows
        spread = (sample.weights**2 * left * drawn_in * (1.0 - drawn_in)).sum()
        spread /= share * (1.0 - share)
    size = 1.0 / (float(spread) + 1.0 / float(sample.rows.sum()))
    # A stratum of which every row was drawn leaves no doubt, and takes no degree of freedom.
    unsure = sample.drawn[sample.drawn < sample.rows]
    freedom = float(unsure.sum()) - unsure.size
    if freedom < 1.0:
        return size
    whole = float(unsure.sum()) - 1.0
    return size * float(stdtrit(whole, 0.975) / stdtrit(freedom, 0.975)) ** 2


def korn_graubard(
    share: float,
    size: float,
    rows: float,
    *,
    confidence: float = CONFIDENCE,
    is_mid: bool = False,
) -> Bounds:
    """
    The interval of a share of the rows of a log, by how many rows say as much as the sample does.

    Korn's and Graubard's: the exact interval with the effective size in place of the size, here
    without replacement by Wise's approximation of the hypergeometric law.

    .. math:: P = \\frac{(2N - n^* + 1) B + x}{2N}, B = B^{-1}(1-a/2; x + 1, n^* - x), x = p n^*

    Args:
        share: p, as estimated.
        size: n*, as of `effective_size`.
        rows: N, of the log; infinite for rows that never end.
        confidence: how often such intervals hold the true share.
        is_mid: whether what was counted is taken as half as likely, as in `mid_p`.
    Example:
        >>> bounds = korn_graubard(0.02, 100.0, float("inf"))
        >>> round(bounds.low, 4), round(bounds.high, 4)
        (0.0024, 0.0704)

    References: E. L. Korn, B. I. Graubard, Confidence intervals for proportions with small expected
    number of positive counts estimated from survey data, Survey Methodology 24 (1998), 193-201;
    M. E. Wise, Biometrika 41 (1954), 317-329 (neither was opened; checked against the exact law and
    by simulation, `bench/audit_coverage.md`).
    """
    check_confidence(confidence)
    count, tail = share * size, (1.0 - confidence) / 2.0
    low = 0.0 if count <= 0.0 else _low_end(count, size, tail, is_mid=is_mid)
    high = 1.0 if count >= size else _high_end(count, size, tail, is_mid=is_mid)
    if not np.isfinite(rows):
        return Bounds(low, high)
    stretch = 1.0 - (size - 1.0) / (2.0 * rows)
    first = stretch * low + max(0.0, count - 1.0) / (2.0 * rows) if low else 0.0
    last = stretch * high + count / (2.0 * rows)
    first = min(max(first, count / rows), share)
    return Bounds(first, max(share, min(last, 1.0 - (size - count) / rows)))


def _low_end(count: float, size: float, tail: float, *, is_mid: bool) -> float:
    exact = float(betaincinv(count, size - count + 1.0, tail))
    if not is_mid or count >= size:
        return exact
    return _middle(count, size, tail, (exact, count / size))


def _high_end(count: float, size: float, tail: float, *, is_mid: bool) -> float:
    exact = float(betaincinv(count + 1.0, size - count, 1.0 - tail))
    if not is_mid or count <= 0.0:
        return exact
    return _middle(count, size, 1.0 - tail, (count / size, exact))


def _middle(count: float, size: float, level: float, ends: tuple[float, float]) -> float:
    """Where the mean of the two confidence distributions, from below and above, is at a level."""
    # Loads as long as everything else that a run needs.
    from scipy.optimize import brentq

    def distance(share: float) -> float:
        upper = betainc(count + 1.0, max(size - count, 1e-12), share)
        lower = betainc(max(count, 1e-12), size - count + 1.0, share)
        return float(lower + upper) / 2.0 - level

    low, high = ends
    if distance(low) * distance(high) > 0.0:
        return low if level < 0.5 else high
    return float(brentq(distance, low, high, xtol=1e-13))
