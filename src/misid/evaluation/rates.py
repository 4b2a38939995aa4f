"""Comparisons or searches of one kind, and a rate of theirs with every interval that applies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from misid.arrays import Flags, Floats, Integers
from misid.evaluation.group_schema import IntervalNote, Method, RateName, RateNote
from misid.evaluation.reading.pair_table import Groups, ScoreTable
from misid.evaluation.reading.search_table import SearchTable
from misid.measures import (
    Bounds,
    Pairs,
    Rate,
    bootstrap_interval,
    bootstrap_rates,
    clopper_pearson,
    effective_trials,
    matches,
    mid_p,
    subject_interval,
    upper_limit,
)
from misid.measures.clustered_intervals import (
    SharedTrials,
    clustered_effective_trials,
    clustered_interval,
)
from misid.measures.identification import Mates, misses

SidesCounted = tuple[Integers, Integers]
Rows = Integers | slice
ALL = slice(None)
_SHOWN: tuple[Method, ...] = ("records", "subjects", "people", "mid_p")
"""The interval that is shown is the first of these that there is."""


@dataclass(frozen=True)
class ComparisonKind:
    """The genuine or the impostor comparisons of a table."""

    genuine: bool
    scores: NDArray[np.floating]
    subjects: tuple[Integers, Integers] | None
    group_a: Groups | None
    group_b: Groups | None
    records: None = None

    @property
    def measure(self) -> RateName:
        """The rate of their errors."""
        return "FNMR" if self.genuine else "FMR"

    @classmethod
    def of(cls, table: ScoreTable, *, genuine: bool) -> ComparisonKind:
        """Those comparisons of a table."""
        kept = table.genuine == genuine
        subjects = None
        if table.subject_a is not None and table.subject_b is not None:
            subjects = (table.subject_a[kept], table.subject_b[kept])
        sides = [
            None if side is None else Groups(side.labels, side.at[kept])
            for side in (table.group_a, table.group_b)
        ]
        return cls(genuine, table.scores[kept], subjects, sides[0], sides[1])

    def wrong(self, threshold: float) -> Flags:
        """Which of them are errors at a threshold."""
        matched = matches(self.scores, threshold)
        return ~matched if self.genuine else matched

    def take(self, rows: Integers) -> ComparisonKind:
        """Some of them."""
        subjects = self.subjects
        sides = [
            None if side is None else Groups(side.labels, side.at[rows])
            for side in (self.group_a, self.group_b)
        ]
        return ComparisonKind(
            self.genuine,
            self.scores[rows],
            None if subjects is None else (subjects[0][rows], subjects[1][rows]),
            sides[0],
            sides[1],
        )

    def rates(self, threshold: float, parts: Sequence[Rows]) -> list[RateNote]:
        """The rate of each of several parts of them, by their rows."""
        wrong = self.wrong(threshold)
        return [rate_note(wrong[rows], self.pairs(rows)) for rows in parts]

    def pairs(self, rows: Rows = ALL) -> Pairs | None:
        """Who is compared in these rows; nothing where that is not known."""
        if self.subjects is None:
            return None
        return Pairs.of(self.subjects[0][rows], self.subjects[1][rows])


def notes_along(
    kind: ComparisonKind, thresholds: Sequence[float], *, replicates: int, seed: int
) -> tuple[RateNote, ...]:
    """The rate at each threshold, all from the same replicates."""
    pairs = kind.pairs()
    wrong = [kind.wrong(threshold) for threshold in thresholds]
    drawn: list[Bounds | None] = [None] * len(wrong)
    if pairs is not None and replicates:
        rates = bootstrap_rates(pairs, wrong, replicates=replicates, seed=seed)
        drawn = [bootstrap_interval(column) for column in rates.T]
    return tuple(rate_note(one, pairs, bounds) for one, bounds in zip(wrong, drawn, strict=True))


def rate_note(wrong: Flags, pairs: Pairs | None, drawn: Bounds | None = None) -> RateNote:
    """
    A rate with every interval that applies.

    Args:
        wrong: which comparisons are errors.
        pairs: who is compared in each; None: not known.
        drawn: the interval of bootstrap replicates, where there are any.
    """
    rate = Rate(int(np.count_nonzero(wrong)), len(wrong))
    if pairs is None:
        return counted_note(rate, drawn=drawn)
    of_people = subject_interval(pairs, wrong)
    effective = effective_trials(pairs, wrong)
    return counted_note(rate, of_people=of_people, drawn=drawn, effective=effective)


def counted_note(
    rate: Rate,
    *,
    of_people: Bounds | None = None,
    of_records: Bounds | None = None,
    drawn: Bounds | None = None,
    effective: float | None = None,
) -> RateNote:
    """
    A rate that was counted, with every interval that applies.

    Args:
        rate: errors and trials.
        of_people: the interval that allows for people who are in several trials, or the
            bound where too few of them err.
        of_records: the interval that allows also for records that resemble several people.
        drawn: the interval of bootstrap replicates.
        effective: independent trials that would tell as much.
    """
    by_people: Method = "people" if of_people is not None and of_people.is_bound else "subjects"
    found: dict[Method, Bounds | None] = {
        "mid_p": mid_p(rate),
        "clopper_pearson": clopper_pearson(rate),
        by_people: of_people,
        "records": of_records,
        "bootstrap": drawn,
    }
    known = {method: bounds for method, bounds in found.items() if bounds is not None}
    shown = next((method for method in _SHOWN if method in known), None)
    return RateNote(
        count=rate.count,
        trials=rate.trials,
        rate=rate.value,
        low=known[shown].low if shown else None,
        high=known[shown].high if shown else None,
        method=shown,
        # One of trials alone may be exact, and says nothing of people either way.
        is_bound=known[shown].is_bound and shown != "mid_p" if shown else False,
        effective_trials=effective,
        intervals=tuple(
            IntervalNote(method=method, low=bounds.low, high=bounds.high)
            for method, bounds in known.items()
        ),
    )


@dataclass(frozen=True)
class NonMated:
    """Searches for people who are not enrolled."""

    top: Floats
    """The best score of somebody else's record in each."""
    records: Integers
    people: Integers
    people_known: bool
    gallery: int | None
    """Records in the gallery, where it is one for all."""
    measure: RateName = "FPIR"

    @classmethod
    def of(cls, table: SearchTable, top: Floats, records: Integers) -> NonMated:
        """Those searches of a table, with the best of somebody else's records in each search."""
        kept = ~table.mated
        sizes = [] if table.gallery is None else np.unique(table.gallery[kept]).tolist()
        gallery = sizes[0] if len(sizes) == 1 and sizes[0] > 0 else None
        return cls(top[kept], records[kept], table.people[kept], table.people_known, gallery)

    @property
    def subjects(self) -> SidesCounted:
        """Who is searched for."""
        return self.people, self.people

    def wrong(self, threshold: float) -> Flags:
        """Which of them return a candidate."""
        return np.asarray(self.top >= threshold)

    def rates(self, threshold: float, parts: Sequence[Rows]) -> list[RateNote]:
        """The false positive identification rate of each of several parts of them."""
        return [self.rate(threshold, rows) for rows in parts]

    def rate(self, threshold: float, rows: Rows = ALL) -> RateNote:
        """The same of some of them, or of all."""
        top, people = self.top[rows], self.people[rows]
        trials = SharedTrials(top >= threshold, people, top, self.records[rows], self.gallery)
        alone = SharedTrials(trials.wrong, people, top) if self.people_known else None
        return counted_note(
            trials.rate(),
            of_people=None if alone is None else clustered_interval(alone),
            of_records=clustered_interval(trials),
            effective=clustered_effective_trials(trials),
        )


@dataclass(frozen=True)
class Mated:
    """Searches for enrolled people."""

    found: Mates
    people: Integers
    measure: RateName = "FNIR"
    records: None = None

    @classmethod
    def of(cls, table: SearchTable, found: Mates) -> Mated:
        """Those searches of a table."""
        kept = table.mated
        own = Mates(found.scores[kept], found.first[kept], found.last[kept])
        return cls(own, table.people[kept])

    @property
    def subjects(self) -> SidesCounted:
        """Who is searched for."""
        return self.people, self.people

    def wrong(self, threshold: float) -> Flags:
        """Which of them miss their own record, at whatever rank it stands."""
        return misses(self.found.scores, threshold=threshold)

    def rates(self, threshold: float, parts: Sequence[Rows]) -> list[RateNote]:
        """The false negative identification rate of each of several parts of them."""
        return [self.rate(threshold, rows) for rows in parts]

    def rate(self, threshold: float, rows: Rows = ALL) -> RateNote:
        """The same of some of them, or of all."""
        return self._missed(self.found.scores[rows], threshold, rows)

    def first(self, threshold: float) -> RateNote:
        """The same where only the first candidate is looked at; ties are missed."""
        ahead = np.where(self.found.last <= 1.0, self.found.scores, -np.inf)
        return self._missed(ahead, threshold, ALL)

    def beyond(self, rank: int, places: Floats) -> RateNote:
        """Share whose own record stands beyond a rank."""
        return _searched(SharedTrials(places > rank, self.people, places))

    def _missed(self, scores: Floats, threshold: float, rows: Rows) -> RateNote:
        wrong = misses(scores, threshold=threshold)
        return _searched(SharedTrials(wrong, self.people[rows], 0.0 - scores))


TrialCounts = ComparisonKind | NonMated | Mated
"""Comparisons or searches of one kind: which are errors at a threshold, and who is in them."""


def _searched(trials: SharedTrials) -> RateNote:
    return counted_note(
        trials.rate(),
        of_people=clustered_interval(trials),
        effective=clustered_effective_trials(trials),
    )


def least(trials: int) -> float:
    """The least rate that so many trials can show: the most that no errors among them allow."""
    limit = upper_limit(Rate(0, trials))
    return 1.0 if limit is None else limit


def most(rate: RateNote) -> float | None:
    """The most that a rate can be: one-sided only where nobody knows who is compared."""
    if rate.method == "mid_p":
        return upper_limit(Rate(rate.count, rate.trials))
    return rate.high
