"""Intervals of rates of searches that share people: who searched, and whose record came back.

One person searched several times errs in several searches at once; so does one gallery record
that resembles many people. What the interval holds in simulation is in
`bench/coverage_identification.py`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit, stdtrit

from misid.errors import MeaningError
from misid.measures.error_rates import Rate
from misid.measures.intervals import CONFIDENCE, Bounds, clopper_pearson

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

ENOUGH_PEOPLE = 8
"""Fewer people with an error than this do not show how errors gather."""
_SKEWNESS = 4.0
_NORMAL = 1e9


@dataclass(frozen=True)
class SharedTrials:
    """Trials of one kind, and what they share."""

    wrong: Flags
    people: Integers
    """A number for the person of each trial."""
    severity: Floats
    """How far each trial is on the wrong side: the wrong ones have the highest values."""
    records: Integers | None = None
    """A number for the gallery record that makes the trial severe."""
    gallery: int | None = None
    """Records in the gallery, where that is known."""

    def __post_init__(self) -> None:
        """
        Refuse what does not fit together.

        Raises: MeaningError: other lengths, or a right trial that is more severe than a wrong one.
        """
        parts = [self.people, self.severity, *([] if self.records is None else [self.records])]
        if any(len(part) != len(self.wrong) for part in parts):
            raise MeaningError("trials, people and records are not equally many.")
        right = self.severity[~self.wrong].max(initial=-np.inf)
        if self.wrong.any() and right >= self.severity[self.wrong].min():
            raise MeaningError("a right trial is as severe as a wrong one.")

    def rate(self) -> Rate:
        """Wrong trials over trials."""
        return Rate(int(np.count_nonzero(self.wrong)), len(self.wrong))


@dataclass(frozen=True, slots=True)
class _Spread:
    """A share, its binomial variance, and what sharing adds to that, in units of it."""

    share: float
    binomial: float
    by_people: float
    by_records: float
    records: int
    """Records that are in some error."""

    @property
    def design_effect(self) -> float:
        """How many times the binomial variance the variance is."""
        return 1.0 + self.by_people + self.by_records


def clustered_interval(trials: SharedTrials, *, confidence: float = CONFIDENCE) -> Bounds | None:
    """
    An interval of a rate that allows for people, and records, that are in many trials.

    Symmetric on the logarithm of the odds. The variance V of the rate is the binomial one, plus
    what people add, plus what records add; neither is taken to be less than nothing. The quantile
    is Student's, its degrees of freedom by Satterthwaite's rule, counting a quarter of the people
    less one, and of the records in errors less one: the quarter makes up for skewness, and was
    chosen by simulation. Errors of fewer than eight people do not show how they gather: then what
    sharing adds is at least what it adds at the nearest threshold where eight people have one.
    Without an error, or with errors only, the exact interval of the effective number of trials.

    With `records` it is an interval for other people before another gallery of this kind and size;
    without, for other people before this gallery.

    .. math:: V = c sum_s R_s^2 / n^2
        + (p (1-p))^2 (sum_j d_j^2 - sum_sj d_sj^2 - (k / n p (1-p))^2 / N)

    with R_s the errors of person s less their expected number, c = S / (S - 1) for S people; d_j
    how far the log odds move without the errors through record j, and d_sj without those of
    person s through it; k errors; N records in the gallery (left out where N is not known, which
    makes V too large where k is not small beside N). Where several records would each have made a
    search wrong only the first counts, so V is too small where errors are frequent.

    Args:
        trials: all of one kind, such as searches for people who are not enrolled.
        confidence: how often such intervals should hold the true rate.
    Returns: the bounds; nothing where there are no trials, or fewer than three people.
    Example:
        >>> people, wrong = np.repeat(np.arange(20), 5), np.repeat(np.arange(20) < 10, 5)
        >>> bounds = clustered_interval(SharedTrials(wrong, people, wrong * 1.0))
        >>> round(bounds.low, 2), round(bounds.high, 2)
        (0.25, 0.75)

    References: the sum over two ways of sharing less what both share is that of A. C. Cameron,
    J. B. Gelbach, D. L. Miller, Robust inference with multiway clustering, Journal of Business &
    Economic Statistics 29 (2011), 238-249, doi:10.1198/jbes.2010.07136 (not opened; checked
    against the documentation of programs that apply it). That records enter by their errors
    alone, the floor, the borrowing and the degrees of freedom are ours.
    """
    found = _spread(trials)
    if found is None:
        return None
    rate = trials.rate()
    if not 0 < rate.count < rate.trials:
        return _without_errors(rate, found, confidence)
    quantile = float(stdtrit(_freedom(found, trials), 0.5 + confidence / 2.0))
    spread = math.sqrt(found.binomial * found.design_effect)
    half = quantile * spread / (found.share * (1.0 - found.share))
    middle = float(logit(found.share))
    return Bounds(float(expit(middle - half)), float(expit(middle + half)))


def clustered_effective_trials(trials: SharedTrials) -> float | None:
    """
    How many independent trials would tell as much: trials over the design effect.

    Args: as `clustered_interval`.
    Returns: at most the number of trials; nothing where the interval has no value.
    Example:
        >>> people, wrong = np.repeat(np.arange(20), 5), np.repeat(np.arange(20) < 10, 5)
        >>> round(clustered_effective_trials(SharedTrials(wrong, people, wrong * 1.0)), 6)
        19.0

    References: as `clustered_interval`.
    """
    found = _spread(trials)
    return None if found is None else len(trials.wrong) / found.design_effect


def _without_errors(rate: Rate, found: _Spread, confidence: float) -> Bounds | None:
    """The exact interval, errors and trials both divided by the design effect."""
    whole = max(1, math.floor(rate.trials / found.design_effect))
    return clopper_pearson(Rate(whole if rate.count else 0, whole), confidence=confidence)


def _freedom(found: _Spread, trials: SharedTrials) -> float:
    """Satterthwaite's degrees of freedom; the binomial part is taken as known."""
    people = max(1.0, (len(np.unique(trials.people)) - 1.0) / _SKEWNESS)
    records = max(1.0, (found.records - 1.0) / _SKEWNESS)
    unsure = found.by_people**2 / people + found.by_records**2 / records
    if not unsure:
        return _NORMAL
    return min(max(1.0, found.design_effect**2 / unsure), _NORMAL)


def _spread(trials: SharedTrials) -> _Spread | None:
    """What sharing adds; borrowed from a more lenient threshold where too few people err."""
    if len(np.unique(trials.people)) < 3:
        return None
    own = _measured(trials, trials.wrong)
    if own.binomial and len(np.unique(trials.people[trials.wrong])) >= ENOUGH_PEOPLE:
        return own
    more = _measured(trials, _lenient(trials))
    return _Spread(
        own.share,
        own.binomial,
        max(own.by_people, more.by_people),
        max(own.by_records, more.by_records),
        max(own.records, more.records),
    )


def _lenient(trials: SharedTrials) -> Flags:
    """The fewest of the most severe trials that so many people share; none is infinitely mild."""
    order = np.argsort(-trials.severity, kind="stable")
    _, first = np.unique(trials.people[order], return_index=True)
    enough = np.sort(first)[:ENOUGH_PEOPLE][-1]
    severe = np.greater_equal(trials.severity, trials.severity[order[enough]])
    return np.asarray(severe & (trials.severity > -np.inf), dtype=np.bool_)


def _measured(trials: SharedTrials, wrong: Flags) -> _Spread:
    size = len(wrong)
    share = int(np.count_nonzero(wrong)) / size
    binomial = share * (1.0 - share) / size
    if not binomial:
        return _Spread(share, 0.0, 0.0, 0.0, 0)
    _, person = np.unique(trials.people, return_inverse=True)
    residual = np.bincount(person, wrong - share)
    people = len(residual)
    of_people = people / (people - 1.0) * float(residual @ residual) / size**2
    added, records = _by_records(trials, wrong)
    return _Spread(share, binomial, max(0.0, of_people / binomial - 1.0), added, records)


def _by_records(trials: SharedTrials, wrong: Flags) -> tuple[float, int]:
    """What shared records add to the binomial variance, in units of it, and those in errors."""
    if trials.records is None:
        return 0.0, 0
    record, person = trials.records[wrong], trials.people[wrong]
    _, of_record = np.unique(record, return_counts=True)
    _, of_both = np.unique(np.stack([record, person]), axis=1, return_counts=True)
    odds = len(record) * (1.0 - len(record) / len(wrong))
    moved = [_shift(counts, len(record), len(wrong)) for counts in (of_record, of_both)]
    expected = 0.0 if trials.gallery is None else (len(record) / odds) ** 2 / trials.gallery
    added = float(moved[0] @ moved[0] - moved[1] @ moved[1]) - expected
    return max(0.0, added * odds), len(of_record)


def _shift(gone: Integers, count: int, trials: int) -> Floats:
    """How far the log odds move without so many errors, at least half an error of which stays."""
    without: Floats = logit(np.maximum(count - gone, 0.5) / trials)
    return without - float(logit(count / trials))
