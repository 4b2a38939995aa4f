"""Intervals of a rate from the errors and trials of each person.

A person who errs in one comparison errs in others too. How much so is seen where enough people
err; where too few do, people are the trials, and the interval is a bound.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, expit, logit, stdtrit

from misid.arrays import Floats
from misid.measures.arguments import check_confidence
from misid.measures.error_rates import Rate
from misid.measures.intervals import CONFIDENCE, Bounds, mid_p

ENOUGH_PEOPLE = 8
"""Fewer people with an error than this do not show how errors gather."""
_LEAST = 1e-12
NORMAL = 3.0
"""The fourth moment of a normal number of variance 1."""


@dataclass(frozen=True)
class ByPerson:
    """Errors and trials of each person; a comparison of two people is one of both."""

    errors: Floats
    trials: Floats
    sides: int = 1
    """People that a comparison counts for: 1 if genuine, 2 if not."""
    of_pairs: float = 0.0
    """Sum over pairs of two people of the squares of their errors less the expected number."""

    @property
    def rate(self) -> Rate:
        """Errors over trials, each comparison once."""
        errors, trials = (
            round(float(one.sum()) / self.sides) for one in (self.errors, self.trials)
        )
        return Rate(errors, trials)

    @property
    def once_each(self) -> bool:
        """Whether nobody is in more than one comparison, so that all are independent."""
        return bool(self.trials.max(initial=0.0) <= 1.0)

    @property
    def independent(self) -> float:
        """Independent people that tell as much of what people add: fewer where some weigh more."""
        return _evenly(self.trials**2) / self.sides

    @property
    def show_a_pattern(self) -> bool:
        """Whether enough people have an error, and enough have something right."""
        wrong = int(np.count_nonzero(self.errors))
        right = int(np.count_nonzero(self.trials > self.errors))
        return min(wrong, right) >= ENOUGH_PEOPLE


def person_interval(people: ByPerson, *, confidence: float = CONFIDENCE) -> Bounds | None:
    """
    An interval of a rate that allows for people who are in many trials.

    Where fewer than eight people have an error, or fewer than eight have anything right, nothing
    shows how errors gather: then it is the bound of `people_bound`, which says that it is one.
    Where nobody is in two trials, it is `mid_p`. Else it is symmetric on the logarithm of the
    odds. Its variance V is the binomial one plus what shared people add, which is never taken to
    be less than nothing: how far the log odds move when each person in turn is left out, less
    what single pairs make of that. The quantile is Student's, at degrees of freedom that fall to
    F - 1 as the added part takes over: F is the number of people (for comparisons of two people
    half of it) where all are compared equally often and weigh as evenly in the variance as
    normal numbers do; less where some weigh more. Where that is no narrower than the bound, it is
    the bound.

    .. math:: logit p +- t sqrt(V), V = c sum_s d_s^2 - sum_ab r_ab^2 / q^2,
        F = min((sum_s n_s^2)^2 / sum_s n_s^4, 3 (sum_s d_s^2)^2 / sum_s d_s^4)

    with d_s how far the log odds move without person s, at least half an error of the rate
    staying; r the residuals of each pair; q = n p (1 - p); n_s the trials of a person;
    c = (S - 1)(S - 2) / S^2 for S people. Where a trial is of one person c is (S - 1) / S, and
    nothing is taken off.

    Args:
        people: errors and trials by person.
        confidence: how often such intervals should hold the true rate.
    Returns: the interval, or the bound; nothing where there are no trials.
    Example:
        >>> ten = ByPerson(np.repeat([1.0, 0.0], [10, 90]), np.full(100, 10.0))
        >>> bounds = person_interval(ten)
        >>> round(bounds.low, 3), round(bounds.high, 3), bounds.is_bound
        (0.005, 0.018, False)

    References: to leave out people and take off the pairs is the jackknife form of the variance
    of P. M. Aronow, C. Samii, V. A. Assenova, Cluster-robust variance estimation for dyadic data,
    Political Analysis 23 (2015), 564-577, arXiv:1312.3398, whose beginning was opened. The factor
    c, the scale, the floor and the degrees of freedom are ours, as is the least number of people;
    what they hold is in `bench/interval_coverage.md`.
    """
    check_confidence(confidence)
    if not people.rate.trials:
        return None
    if people.once_each:
        return mid_p(people.rate, confidence=confidence)
    if not people.show_a_pattern:
        return people_bound(people, confidence=confidence)
    spread = person_spread(people)
    if not spread.added:
        return mid_p(people.rate, confidence=confidence)
    freedom = spread.freedom * (spread.whole / spread.added) ** 2
    bounds = odds_interval(people.rate, spread.whole, freedom, confidence)
    return narrower(bounds, people_bound(people, confidence=confidence))


def narrower(bounds: Bounds, bound: Bounds | None) -> Bounds:
    """The bound where it is no wider than an interval, which may fail where the bound does not."""
    return bounds if bound is None or bounds.high - bounds.low < bound.high - bound.low else bound


def odds_interval(rate: Rate, variance: float, freedom: float, confidence: float) -> Bounds:
    """The interval around the log odds of a rate, from their variance, by Student's law."""
    half = student(freedom, confidence) * math.sqrt(variance)
    middle = float(logit(rate.count / rate.trials))
    return Bounds(float(expit(middle - half)), float(expit(middle + half)))


@dataclass(frozen=True, slots=True)
class Spread:
    """The variance of the log odds of a rate."""

    binomial: float
    """Of independent trials."""
    added: float
    """What people add; at least nothing."""
    freedom: float
    """Degrees of freedom of that."""

    @property
    def whole(self) -> float:
        """Both together."""
        return self.binomial + self.added


def person_spread(people: ByPerson) -> Spread:
    """The variance of the log odds by leaving out people; of a rate that is neither 0 nor 1."""
    rate, size = people.rate, float(len(people.trials))
    share = rate.count / rate.trials
    binomial = 1.0 / (rate.trials * share * (1.0 - share))
    moved = shift_without(people.errors, people.trials, rate.count, rate.trials)
    freedom = min(people.independent, NORMAL * _evenly(moved**2) / people.sides) - 1.0
    few = (size - 1.0) / size * (1.0 if people.sides == 1 else (size - 2.0) / size)
    left_out = few * float(moved @ moved) - people.of_pairs * binomial**2
    return Spread(binomial, max(0.0, left_out - binomial), max(1.0, freedom))


def student(freedom: float, confidence: float = CONFIDENCE) -> float:
    """
    The quantile of Student's law that so much of it lies within, on either side of 0.

    Example:
        >>> round(student(9.0), 3), round(student(math.inf), 3)
        (2.262, 1.96)
    """
    check_confidence(confidence)
    return float(stdtrit(min(max(1.0, freedom), 1e9), 0.5 + confidence / 2.0))


def shift_without(
    errors: ArrayLike, trials: ArrayLike, all_errors: ArrayLike, all_trials: ArrayLike
) -> Floats:
    """
    How far the log odds of a rate move when some of its comparisons are left out.

    Args:
        errors: those that are left out, each time.
        trials: comparisons that are left out, each time.
        all_errors: of the whole rate.
        all_trials: of the whole rate.
    Returns: the shift each time, with at least half an error and half a success left; 0 where
        nothing is left.
    Example:
        >>> shift_without([0.0, 1.0], [4.0, 4.0], 2.0, 8.0).round(3).tolist()
        [1.099, 0.0]
    """
    gone, wrong = np.asarray(trials, np.float64), np.asarray(errors, np.float64)
    whole = np.asarray(all_trials, np.float64) + np.zeros_like(gone)
    count = np.asarray(all_errors, np.float64) + np.zeros_like(gone)
    left = whole - gone
    with np.errstate(invalid="ignore", divide="ignore"):
        rates = np.clip((count - wrong) / left, 0.5 / left, 1.0 - 0.5 / left)
        moved = logit(rates) - logit(np.clip(count / whole, 0.5 / whole, 1.0 - 0.5 / whole))
    return np.where(np.isfinite(moved) & (left > 1.0), moved, 0.0)


def _evenly(weights: Floats) -> float:
    """How many equal weights would be as uneven as these."""
    squares = float(weights @ weights)
    return float(weights.sum()) ** 2 / squares if squares else float(len(weights))


def people_bound(
    people: ByPerson, *, design_effect: float = 1.0, confidence: float = CONFIDENCE
) -> Bounds | None:
    """
    An interval that takes people as trials, and so holds however errors gather in people.

    The upper end is the one that people drawn anew, with random weights, would have, if one more
    person came along who is compared as often as anybody and always wrongly; the lower end, with
    one who is never wrong. The law of the weighted rate is taken to be the beta law of its mean
    and variance. With one comparison a person, or people who are always or never wrong, this is
    the exact interval of Clopper and Pearson with people as trials.

    .. math:: B^{-1}(1 - a/2; m f, (1 - m) f), f = m (1 - m) / V - 1

    with m the rate with the additional person; V = (S + 1) / (S + 2) sum_s R_s^2 / n^2 over S + 1
    people; R_s the errors of person s less their expected number; n comparisons.

    Args:
        people: errors and trials by person.
        design_effect: how many times the variance is that of people alone.
        confidence: how often, at least, such intervals hold the true rate.
    Returns: the bounds; nothing where there are no trials.
    Example:
        >>> nobody = ByPerson(np.zeros(20), np.full(20, 10.0))
        >>> bounds = people_bound(nobody)
        >>> bounds.low, round(bounds.high, 3), bounds.is_bound
        (0.0, 0.168, True)

    References: random weights with one more value at the end of the range are the bound of N.
    Gaffke, Three test statistics for a nonparametric one-sided hypothesis on the mean of a
    nonnegative variable, Mathematical Methods of Statistics 14 (2005), 451-467 (not opened; as E.
    Learned-Miller, P. S. Thomas, arXiv:1905.06208, give it). That it always holds is conjectured,
    not proved. The beta law, and its use for pairs and for unequal numbers of trials, are ours.
    """
    check_confidence(confidence)
    rate = people.rate
    if not rate.trials:
        return None
    tail = (1.0 - confidence) / 2.0
    low, high = (
        float(betaincinv(*_with_one_more(people, share, design_effect), at))
        for share, at in ((0.0, tail), (1.0, 1.0 - tail))
    )
    at_ends = (0.0 if not rate.count else low, 1.0 if rate.count == rate.trials else high)
    return Bounds(*at_ends, is_bound=True)


def _with_one_more(people: ByPerson, share: float, design_effect: float) -> tuple[float, float]:
    """The beta law of the rate with one more person, of whose comparisons this share is wrong."""
    size, trials = len(people.trials), people.trials
    most = float(trials.max())
    if people.sides == 2:
        most *= size / max(1.0, size - 1.0)
        partners = most * trials / trials.sum()
    else:
        partners = np.zeros(size)
    all_trials = float(trials.sum()) / people.sides + most
    mean = (float(people.errors.sum()) / people.sides + share * most) / all_trials
    apart = people.errors + share * partners - mean * (trials + partners)
    square = float(apart @ apart) + (most * (share - mean)) ** 2
    variance = design_effect * (size + 1.0) / (size + 2.0) * square / all_trials**2
    told = max(mean * (1.0 - mean) / max(variance, _LEAST) - 1.0, _LEAST)
    return max(mean, _LEAST) * told, max(1.0 - mean, _LEAST) * told
