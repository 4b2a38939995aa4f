"""Comparisons of one kind, and a rate of theirs with every interval that applies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from misid.evaluation.reading.pair_table import Groups, Integers, ScoreTable
from misid.evaluation.schema import IntervalNote, Method, RateNote
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

Flags = NDArray[np.bool_]
_SHOWN: tuple[Method, ...] = ("subjects", "people", "mid_p")
"""The interval that is shown is the first of these that there is."""


@dataclass(frozen=True)
class Kind:
    """The genuine or the impostor comparisons of a table."""

    genuine: bool
    scores: NDArray[np.floating]
    subjects: tuple[Integers, Integers] | None
    group_a: Groups | None
    group_b: Groups | None

    @classmethod
    def of(cls, table: ScoreTable, *, genuine: bool) -> Kind:
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

    def take(self, rows: Integers) -> Kind:
        """Some of them."""
        subjects = self.subjects
        sides = [
            None if side is None else Groups(side.labels, side.at[rows])
            for side in (self.group_a, self.group_b)
        ]
        return Kind(
            self.genuine,
            self.scores[rows],
            None if subjects is None else (subjects[0][rows], subjects[1][rows]),
            *sides,
        )

    def pairs(self, rows: Integers | slice = slice(None)) -> Pairs | None:
        """Who is compared in these rows; nothing where that is not known."""
        if self.subjects is None:
            return None
        return Pairs.of(self.subjects[0][rows], self.subjects[1][rows])


def notes_along(
    kind: Kind, thresholds: Sequence[float], *, replicates: int, seed: int
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
    drawn: Bounds | None = None,
    effective: float | None = None,
) -> RateNote:
    """
    A rate that was counted, with every interval that applies.

    Args:
        rate: errors and trials.
        of_people: the interval that allows for people who are in several comparisons, or the
            bound where too few of them err.
        drawn: the interval of bootstrap replicates.
        effective: independent comparisons that would tell as much.
    """
    found: dict[Method, Bounds | None] = {
        "mid_p": mid_p(rate),
        "clopper_pearson": clopper_pearson(rate),
        by_people(of_people): of_people,
        "bootstrap": drawn,
    }
    return interval_note(rate, found, _SHOWN, effective=effective)


def by_people(bounds: Bounds | None) -> Method:
    """What an interval that allows for people is called."""
    return "people" if bounds is not None and bounds.is_bound else "subjects"


def interval_note(
    rate: Rate,
    found: Mapping[Method, Bounds | None],
    order: Sequence[Method],
    *,
    effective: float | None,
) -> RateNote:
    """
    A rate with its intervals.

    Args:
        rate: errors and trials.
        found: intervals by method.
        order: the interval that is shown is the first of these that there is.
        effective: independent trials that would tell as much.
    """
    known = {method: bounds for method, bounds in found.items() if bounds is not None}
    shown = next((method for method in order if method in known), None)
    return RateNote(
        count=rate.count,
        trials=rate.trials,
        rate=rate.value,
        low=known[shown].low if shown else None,
        high=known[shown].high if shown else None,
        method=shown,
        is_bound=known[shown].is_bound if shown else False,
        effective_trials=effective,
        intervals=tuple(
            IntervalNote(method=method, low=bounds.low, high=bounds.high)
            for method, bounds in known.items()
        ),
    )


def most(rate: RateNote) -> float | None:
    """The most that a rate can be: one-sided only where nobody knows who is compared."""
    if rate.method == "mid_p":
        return upper_limit(Rate(rate.count, rate.trials))
    return rate.high
