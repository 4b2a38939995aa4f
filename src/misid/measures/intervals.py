"""How sure a rate is that was counted: intervals for independent trials, and what they resolve."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import betaincinv, ndtri

from misid.measures.error_rates import Rate

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval of a rate."""

    low: float
    high: float


def wilson(rate: Rate, *, confidence: float = CONFIDENCE) -> Bounds | None:
    """
    The score interval of a rate, for independent trials.

    Not for comparisons that share subjects: with strong subject effects it holds the true rate
    far less often than it says (`bench/coverage.py`). Never empty, also at zero errors.

    .. math:: (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)

    Args:
        rate: errors and trials.
        confidence: how often such intervals hold the true rate.
    Returns: the bounds; no value where there are no trials.
    Example:
        >>> bounds = wilson(Rate(0, 10))
        >>> round(bounds.low, 4), round(bounds.high, 4)
        (0.0, 0.2775)

    References: E. B. Wilson, Probable inference, the law of succession, and statistical
    inference, JASA 22 (1927), 209-212, doi:10.1080/01621459.1927.10502953.
    """
    if not rate.trials:
        return None
    z = -float(ndtri((1.0 - confidence) / 2.0))
    return score_interval(rate.count / rate.trials, float(rate.trials), z)


def score_interval(share: float, trials: float, z: float) -> Bounds:
    """The score interval of a share of so many trials, which need not be whole."""
    middle = share + z * z / (2.0 * trials)
    half = z * math.sqrt(share * (1.0 - share) / trials + (z / (2.0 * trials)) ** 2)
    whole = 1.0 + z * z / trials
    low = 0.0 if share == 0.0 else max(0.0, (middle - half) / whole)
    return Bounds(low, 1.0 if share == 1.0 else min(1.0, (middle + half) / whole))


def clopper_pearson(rate: Rate, *, confidence: float = CONFIDENCE) -> Bounds | None:
    """
    The exact interval of a rate, for independent trials.

    Holds the true rate at least as often as it says, mostly more often. Not for comparisons that
    share subjects.

    .. math:: [B^{-1}(a/2; k, n-k+1), B^{-1}(1-a/2; k+1, n-k)]

    Args:
        rate: errors and trials.
        confidence: how often, at least, such intervals hold the true rate.
    Returns: the bounds; no value where there are no trials.
    Example:
        >>> bounds = clopper_pearson(Rate(0, 10))
        >>> round(bounds.low, 4), round(bounds.high, 4)
        (0.0, 0.3085)

    References: C. J. Clopper, E. S. Pearson, The use of confidence or fiducial limits illustrated
    in the case of the binomial, Biometrika 26 (1934), 404-413, doi:10.1093/biomet/26.4.404.
    """
    if not rate.trials:
        return None
    k, n, tail = rate.count, rate.trials, (1.0 - confidence) / 2.0
    low = float(betaincinv(k, n - k + 1, tail)) if k else 0.0
    high = float(betaincinv(k + 1, n - k, 1.0 - tail)) if k < n else 1.0
    return Bounds(low, high)


def upper_limit(rate: Rate, *, confidence: float = CONFIDENCE) -> float | None:
    """
    The most that a rate can be, one-sided and exact, for independent trials.

    With no errors this is nearly 3 / n at 95 %, the rule of three: the least rate that n trials
    can tell from 0. A claim of a lower rate cannot rest on so few.

    .. math:: B^{-1}(1-a; k+1, n-k), which is 1 - a^{1/n} at k = 0

    Args:
        rate: errors and trials.
        confidence: how often, at least, such limits lie above the true rate.
    Returns: the limit; no value where there are no trials.
    Example:
        >>> round(upper_limit(Rate(0, 5000)) * 5000, 3)
        2.995

    References: J. A. Hanley, A. Lippman-Hand, If nothing goes wrong, is everything all right?,
    JAMA 249 (1983), 1743-1745, doi:10.1001/jama.1983.03330370053031.
    """
    if not rate.trials:
        return None
    k, n = rate.count, rate.trials
    if k == n:
        return 1.0
    if k == 0:
        return -math.expm1(math.log(1.0 - confidence) / n)
    return float(betaincinv(k + 1, n - k, confidence))
