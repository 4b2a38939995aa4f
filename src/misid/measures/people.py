"""An interval of a rate whose trials come from people who come again, from sums over the people."""

from __future__ import annotations

import math
from dataclasses import replace
from math import comb

from scipy.special import expit, logit, stdtrit

from misid.arrays import Integers
from misid.measures.arguments import check_confidence
from misid.measures.error_rates import Rate
from misid.measures.intervals import CONFIDENCE, Bounds, clopper_pearson

PEOPLE, ERRORS, TRIALS, SQUARES, FOURTHS = 0, 1, 2, slice(3, 6), slice(6, 11)
"""Where sums over people with e errors in t trials stand: how many people there are, the sums of e
and t, those of `e^(2-a) t^a` for a from 0 to 2, and those of `e^(4-a) t^a` for a from 0 to 4."""
_NORMAL = 1e9


def people_interval(rate: Rate, sums: Integers, *, confidence: float = CONFIDENCE) -> Bounds | None:
    """
    An interval of a rate whose trials come from people with several trials each.

    Symmetric on the logarithm of the odds. People are the trials: the variance is the binomial one
    times a design effect, by how far the errors of people lie from their expected number. The
    quantile is Student's, its degrees of freedom those of what people add; the binomial part is
    taken as known. Without an error, or with errors only, the exact interval of the effective
    number of trials. Not for what several people share.

    .. math:: d = sum_i (e_i - R t_i)^2 / (R (1-R) sum_i t_i),  R = sum_i e_i / sum_i t_i

    Args:
        rate: errors and trials.
        sums: over these people, or more of the same kind, shape (11,).
        confidence: how often such intervals should hold the true rate.
    Returns: the bounds; no value where there are no trials.
    Example:
        >>> import numpy as np
        >>> people, each = 100, 4  # half of them err each time, the others never
        >>> sums = [100, 200, 400, 50 * 16, 50 * 16, 100 * 16, *[50 * 256] * 4, 100 * 256]
        >>> bounds = people_interval(Rate(200, 400), np.array(sums))
        >>> round(bounds.low, 2), round(bounds.high, 2)
        (0.4, 0.6)

    References: the variance of a ratio in a sample of clusters, W. G. Cochran, Sampling techniques
    (1977), chapter 9A (not opened); degrees of freedom, F. E. Satterthwaite, An approximate
    distribution of estimates of variance components, Biometrics Bulletin 2 (1946), 110-114,
    doi:10.2307/3002019 (not opened). What it holds: `bench/people_coverage.md`.
    """
    check_confidence(confidence)
    if not rate.trials:
        return None
    effect = design_effect(sums)
    if not 0 < rate.count < rate.trials:
        whole = max(1, math.floor(rate.trials / effect))
        exact = clopper_pearson(Rate(whole if rate.count else 0, whole), confidence=confidence)
        # Of trials that were counted it is a bound; how many they are worth is estimated.
        return exact and replace(exact, is_bound=False)
    share = rate.count / rate.trials
    spread = math.sqrt(effect / (rate.trials * share * (1.0 - share)))
    half = float(stdtrit(_freedom(sums, effect), 0.5 + confidence / 2.0)) * spread
    middle = float(logit(share))
    return Bounds(float(expit(middle - half)), float(expit(middle + half)))


def design_effect(sums: Integers) -> float:
    """
    How many times the binomial variance the variance of a rate is, not below 1.

    Without an error, or with errors only, as if each person's trials all went the same way.

    Args:
        sums: over people, as `people_interval`; the fourth powers may be left out.
    """
    errors, trials = float(sums[ERRORS]), float(sums[TRIALS])
    if not 0.0 < errors < trials:
        return max(1.0, float(sums[SQUARES][-1]) / trials) if trials else 1.0
    share = errors / trials
    return max(1.0, _residual(sums[SQUARES], share) / (errors * (1.0 - share)))


def _residual(sums: Integers, share: float) -> float:
    """Sum over people of a power of their errors less the expected number."""
    power = len(sums) - 1
    terms = (comb(power, a) * (-share) ** a * float(part) for a, part in enumerate(sums))
    return math.fsum(terms)


def _freedom(sums: Integers, effect: float) -> float:
    """Degrees of freedom of the variance; without end where people add nothing to it."""
    share = float(sums[ERRORS]) / max(float(sums[TRIALS]), 1.0)
    square, fourth = _residual(sums[SQUARES], share), _residual(sums[FOURTHS], share)
    unsure = fourth - square**2 / max(float(sums[PEOPLE]), 1.0)
    if effect <= 1.0 or unsure <= 0.0:
        return _NORMAL
    freedom = 2.0 * square**2 / unsure * (effect / (effect - 1.0)) ** 2
    return min(max(1.0, freedom), _NORMAL)
