"""Intervals of rates of searches that share people: who searched, and whose record came back.

One person searched several times errs in several searches at once; so does one gallery record
that resembles many people. What the interval holds in simulation is in
`bench/coverage_identification.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import logit

from misid.arrays import Flags, Floats, Integers
from misid.errors import MeaningError
from misid.measures.arguments import check_confidence
from misid.measures.by_person import (
    ENOUGH_PEOPLE,
    ByPerson,
    narrower,
    odds_interval,
    people_bound,
    person_interval,
    person_spread,
)
from misid.measures.error_rates import Rate
from misid.measures.intervals import CONFIDENCE, Bounds
from misid.measures.subject_intervals import numbered

_SKEWNESS = 4.0


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

    The interval of `person_interval`, a bound where too few people have an error. Where records
    add to the variance, what they add is in it: then it is symmetric on the logarithm of the odds,
    or the bound of a variance so much larger. The degrees of freedom of that part count a quarter
    of the records in errors less one: the quarter makes up for skewness, and was chosen by
    simulation. Where fewer than eight people have an error, records add at least what they add at
    the nearest threshold where eight people have one.

    With `records` it is an interval for other people before another gallery of this kind and size;
    without, for other people before this gallery.

    .. math:: V = V_people + sum_j d_j^2 - sum_sj d_sj^2 - (k / n p (1-p))^2 / N

    with V_people of `person_interval`; d_j how far the log odds move without the errors through
    record j, and d_sj without those of person s through it; k errors; N records in the gallery
    (left out where N is not known, which makes V too large where k is not small beside N). Where
    several records would each have made a search wrong only the first counts, so V is too small
    where errors are frequent.

    Args:
        trials: all of one kind, such as searches for people who are not enrolled.
        confidence: how often such intervals should hold the true rate.
    Returns: the bounds; nothing where there are no trials.
    Example:
        >>> people, wrong = np.repeat(np.arange(20), 5), np.repeat(np.arange(20) < 10, 5)
        >>> bounds = clustered_interval(SharedTrials(wrong, people, wrong * 1.0))
        >>> round(bounds.low, 2), round(bounds.high, 2)
        (0.28, 0.72)

    References: the sum over two ways of sharing less what both share is that of A. C. Cameron,
    J. B. Gelbach, D. L. Miller, Robust inference with multiway clustering, Journal of Business &
    Economic Statistics 29 (2011), 238-249, doi:10.1198/jbes.2010.07136 (not opened; checked
    against the documentation of programs that apply it). That records enter by their errors
    alone, the borrowing and the degrees of freedom are ours.
    """
    check_confidence(confidence)
    people = _by_person(trials)
    spread = _spread(trials) if trials.records is not None else None
    if spread is None or not spread.by_records:
        return person_interval(people, confidence=confidence)
    bound = people_bound(people, design_effect=1.0 + spread.by_records, confidence=confidence)
    if not people.show_a_pattern:
        return bound
    own = person_spread(people)
    of_records = spread.by_records * own.binomial
    records = max(1.0, (spread.records - 1.0) / _SKEWNESS)
    unsure = own.added**2 / own.freedom + of_records**2 / records
    variance = own.whole + of_records
    return narrower(odds_interval(people.rate, variance, variance**2 / unsure, confidence), bound)


def _by_person(trials: SharedTrials) -> ByPerson:
    _, person = numbered(trials.people)
    return ByPerson(
        np.bincount(person, trials.wrong).astype(np.float64), np.bincount(person).astype(np.float64)
    )


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
    spread = _spread(trials)
    return None if spread is None else len(trials.wrong) / spread.design_effect


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
