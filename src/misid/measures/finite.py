"""Errors among rows that were drawn from a log without replacement: the hypergeometric law."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy.special import betainc, gammaln

from misid.arrays import Floats, Integers
from misid.measures.arguments import check_confidence
from misid.measures.error_rates import Rate
from misid.measures.intervals import CONFIDENCE, Bounds

_ROUNDING = 1e-9


def at_most(count: int, drawn: int, wrong: int, rows: int) -> float:
    """
    The probability that so many drawn rows or fewer are wrong.

    .. math:: P(K \\le k) = \\sum_{j \\le k} \\binom{W}{j}\\binom{N-W}{n-j} / \\binom{N}{n}

    Args:
        count: k.
        drawn: n, without replacement.
        wrong: W, of all rows.
        rows: N.
    Example:
        >>> round(at_most(0, 50, 5, 100), 5)
        0.02814
    """
    least, most = max(0, drawn - (rows - wrong)), min(drawn, wrong)
    if count >= most:
        return 1.0
    if count < least:
        return 0.0
    if count - least > most - count:
        upper = _log_chances(np.arange(count + 1, most + 1), drawn, wrong, rows)
        return float(max(0.0, 1.0 - np.exp(upper).sum()))
    lower = _log_chances(np.arange(least, count + 1), drawn, wrong, rows)
    return float(min(1.0, np.exp(lower).sum()))


def binomial_at_most(count: int, drawn: int, share: float) -> float:
    """The same with replacement, where each row is wrong with this probability."""
    if count < 0:
        return 0.0
    return 1.0 if count >= drawn else float(betainc(drawn - count, count + 1, 1.0 - share))


def least_wrong(limit: float, rows: int) -> int:
    """The fewest wrong rows of so many that are a share of `limit` or more."""
    return math.ceil(limit * rows - _ROUNDING)


def finite_upper_limit(rate: Rate, rows: int, *, confidence: float = CONFIDENCE) -> float | None:
    """
    The most that the share of wrong rows in a log can be, one-sided and exact.

    The largest W/N under which so few errors, or fewer, are not rarer than 1 - confidence.

    Args:
        rate: wrong rows and drawn rows, without replacement.
        rows: N, of the whole log.
        confidence: how often, at least, such limits do not lie below the true share.
    Returns: the limit; no value where nothing was drawn.
    Example:
        >>> finite_upper_limit(Rate(0, 50), 100, confidence=0.975)
        0.05

    References: W. G. Cochran, Sampling Techniques, 3rd ed., Wiley 1977, section 3.6.
    """
    check_confidence(confidence)
    if not rate.trials:
        return None
    most = rows - (rate.trials - rate.count)
    tail = 1.0 - confidence

    def possible(wrong: int) -> bool:
        return at_most(rate.count, rate.trials, wrong, rows) > tail

    return _last(possible, rate.count, most) / rows


def finite_interval(
    rate: Rate, rows: int, *, confidence: float = CONFIDENCE, is_mid: bool = False
) -> Bounds | None:
    """
    The interval of the share of wrong rows in a log, of which some were drawn.

    Exact, from its two one-sided tests; with `is_mid` what was counted is itself taken as half as
    likely (mid-P), which holds nearly as often as it says, and is the exact one without errors.

    Args:
        rate: wrong rows and drawn rows, without replacement.
        rows: N, of the whole log.
        confidence: how often such intervals hold the true share; without `is_mid` at least.
        is_mid: whether it is the mid-P interval.
    Returns: the bounds; no value where nothing was drawn.
    Example:
        >>> bounds = finite_interval(Rate(2, 50), 100)
        >>> bounds.low, bounds.high
        (0.02, 0.11)

    References: W. G. Cochran, Sampling Techniques, 3rd ed., Wiley 1977, section 3.6; checked
    against all samples of small logs.
    """
    check_confidence(confidence)
    if not rate.trials:
        return None
    tail, k, n = (1.0 - confidence) / 2.0, rate.count, rate.trials
    half = 0.5 if is_mid and 0 < k < n else 1.0

    def below(wrong: int) -> float:
        fewer, same = (at_most(one, n, wrong, rows) for one in (k - 1, k))
        return fewer + half * (same - fewer)

    def above(wrong: int) -> float:
        fewer, same = (at_most(one, n, wrong, rows) for one in (k - 1, k))
        return 1.0 - same + half * (same - fewer)

    least, most = k, rows - (n - k)
    high = _last(lambda wrong: below(wrong) > tail, least, most)
    low = -_last(lambda wrong: above(-wrong) > tail, -most, -least)
    return Bounds(low / rows, high / rows, is_bound=half == 1.0)


def _last(holds: Callable[[int], bool], first: int, last: int) -> int:
    """The last whole number for which something holds that holds at first and then no more."""
    while first < last:
        middle = (first + last + 1) // 2
        first, last = (middle, last) if holds(middle) else (first, middle - 1)
    return first


def _log_chances(counts: Integers, drawn: int, wrong: int, rows: int) -> Floats:
    logs: Floats = (
        _choose(wrong, counts) + _choose(rows - wrong, drawn - counts) - _choose(rows, drawn)
    )
    return logs


def _choose(whole: int, part: Integers | int) -> Floats:
    parts = np.asarray(part, dtype=np.float64)
    chosen = gammaln(whole + 1.0) - gammaln(parts + 1.0) - gammaln(whole - parts + 1.0)
    return np.asarray(chosen, dtype=np.float64)
