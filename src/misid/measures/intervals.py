"""How sure a rate is that was counted: intervals for independent trials, and what they resolve."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from scipy.special import betainc, betaincinv, ndtri

from misid.measures.arguments import check_confidence
from misid.measures.error_rates import Rate

CONFIDENCE = 0.95
QUANTILE = -float(ndtri((1.0 - CONFIDENCE) / 2.0))
"""Normal errors within so many standard errors happen with that confidence."""
_EXACT, _CLOSE = 1e-15, 2e-12
_FARTHEST = 60.0
"""No end of a ratio is farther from it than this, in logarithms."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """An interval of a rate."""

    low: float
    high: float
    is_bound: bool = False
    """Whether it holds at least as often as it says, mostly more often."""


def wilson(rate: Rate, *, confidence: float = CONFIDENCE) -> Bounds | None:
    """
    The score interval of a rate, for independent trials.

    Not for comparisons that share subjects: with strong subject effects it holds the true rate
    far less often than it says (`bench/interval_coverage.py`). Never empty, also at zero errors.

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
    check_confidence(confidence)
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
    check_confidence(confidence)
    if not rate.trials:
        return None
    k, n, tail = rate.count, rate.trials, (1.0 - confidence) / 2.0
    low = float(betaincinv(k, n - k + 1, tail)) if k else 0.0
    high = float(betaincinv(k + 1, n - k, 1.0 - tail)) if k < n else 1.0
    return Bounds(low, high, is_bound=True)


def mid_p(rate: Rate, *, confidence: float = CONFIDENCE) -> Bounds | None:
    """
    The mid-P interval of a rate, for independent trials.

    As `clopper_pearson`, but what was counted is itself taken as half as likely: it holds the true
    rate nearly as often as it says, also where there are few errors. Without an error, or with
    errors only, it is that interval: half of what was counted is then too much. Not for comparisons
    that share subjects.

    .. math:: P(K > k; p_L..p_U) + P(K = k) / 2 = a/2 at either end, from its own side

    Args:
        rate: errors and trials.
        confidence: about how often such intervals hold the true rate.
    Returns: the bounds; no value where there are no trials.
    Example:
        >>> bounds = mid_p(Rate(1, 10))
        >>> round(bounds.low, 4), round(bounds.high, 4)
        (0.005, 0.4035)

    References: H. O. Lancaster, Significance tests in discrete distributions, JASA 56 (1961),
    223-234, doi:10.1080/01621459.1961.10482105 (not opened; the equation is checked against the
    binomial law).
    """
    exact = clopper_pearson(rate, confidence=confidence)
    if exact is None or not 0 < rate.count < rate.trials:
        return exact
    k, n, tail = rate.count, rate.trials, (1.0 - confidence) / 2.0

    def below(share: float) -> float:
        return _at_most(k, n, share) + _at_most(k - 1, n, share)

    low = _root(lambda p: below(p) - 2.0 * (1.0 - tail), exact.low, k / n, _EXACT)
    high = _root(lambda p: below(p) - 2.0 * tail, k / n, exact.high, _EXACT)
    return Bounds(low, high)


def _root(
    distance: Callable[[float], float], low: float, high: float, within: float = _CLOSE
) -> float:
    # Loads as long as everything else that a run needs, and a run needs no exact interval.
    from scipy.optimize import brentq

    return float(brentq(distance, low, high, xtol=within))


def _at_most(count: int, trials: int, share: float) -> float:
    """The probability of so many errors or fewer."""
    if count < 0:
        return 0.0
    return float(betainc(trials - count, count + 1, 1.0 - share)) if count < trials else 1.0


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
    check_confidence(confidence)
    if not rate.trials:
        return None
    k, n = rate.count, rate.trials
    if k == n:
        return 1.0
    if k == 0:
        return -math.expm1(math.log(1.0 - confidence) / n)
    return float(betaincinv(k + 1, n - k, confidence))


def ratio_interval(over: Rate, under: Rate, *, confidence: float = CONFIDENCE) -> Bounds | None:
    """
    The score interval of the ratio of two rates, for independent trials.

    Holds where a rate has no errors: the interval then begins at 0, or has no upper end. Not for
    comparisons that share subjects, nor for the largest of many ratios.

    .. math:: sum_i (x_i - n_i p_i)^2 / (n_i p_i (1 - p_i)) = z^2, p_1 = r p_2 most likely

    Args:
        over: the rate on top.
        under: the rate below.
        confidence: how often such intervals should hold the true ratio.
    Returns: the bounds; infinite where there is no upper one; no value where a rate has no
        trials, or neither has errors.
    Example:
        >>> bounds = ratio_interval(Rate(0, 100), Rate(10, 100))
        >>> bounds.low, round(bounds.high, 3)
        (0.0, 0.374)

    References: P. A. R. Koopman, Confidence intervals for the ratio of two binomial proportions,
    Biometrics 40 (1984), 513-517, doi:10.2307/2531405. The paper was not at hand; the equation is
    checked against the score test of the same hypothesis.
    """
    check_confidence(confidence)
    if not over.trials or not under.trials or not over.count + under.count:
        return None
    limit = float(ndtri((1.0 + confidence) / 2.0)) ** 2

    def distance(logarithm: float) -> float:
        return _score(over, under, math.exp(logarithm)) - limit

    middle = math.log((over.count + 0.5) / (over.trials + 1.0)) - math.log(
        (under.count + 0.5) / (under.trials + 1.0)
    )
    if over.count and under.count:
        middle = math.log(over.count / over.trials) - math.log(under.count / under.trials)
    ends = (middle - _FARTHEST, middle + _FARTHEST)
    low = 0.0 if not over.count else math.exp(_root(distance, ends[0], middle))
    high = math.inf if not under.count else math.exp(_root(distance, middle, ends[1]))
    return Bounds(low, high)


def same_rate_chance(over: Rate, under: Rate) -> float:
    """
    How often two equal rates lie apart as far as these, for independent trials.

    Below 1 - confidence exactly where `ratio_interval` leaves out 1.

    .. math:: P(\\chi_1^2 > the sum of `ratio_interval` at r = 1)

    Args:
        over: one rate, with trials.
        under: the other.
    Example:
        >>> (
        ...     round(same_rate_chance(Rate(10, 100), Rate(20, 100)), 4),
        ...     same_rate_chance(Rate(0, 9), Rate(0, 9)),
        ... )
        (0.0477, 1.0)

    References: as in `ratio_interval`; it is the score test of two shares.
    """
    return math.erfc(math.sqrt(_score(over, under, 1.0) / 2.0))


def log_ratio_bounds(ratio: float, half: float) -> Bounds:
    """
    Bounds that lie as far from a ratio on either side of its logarithm.

    Example:
        >>> log_ratio_bounds(2.0, 0.0)
        Bounds(low=2.0, high=2.0, is_bound=False)
    """
    return Bounds(ratio * math.exp(-half), ratio * math.exp(half))


def _score(over: Rate, under: Rate, ratio: float) -> float:
    """How far the counts are from rates that stand in this ratio, fitted to both."""
    x, n, y, m = over.count, over.trials, under.count, under.trials
    whole = (n + m) * ratio
    linear = (n + y) * ratio + x + m
    root = math.sqrt(max(0.0, linear * linear - 4.0 * whole * (x + y)))
    fitted = 2.0 * (x + y) / (linear + root)
    top = min(1.0, fitted * ratio)
    parts = ((x, n, top), (y, m, fitted))
    return sum(
        (count - trials * p) ** 2 / (trials * p * (1.0 - p))
        for count, trials, p in parts
        if 0.0 < p < 1.0
    )
