"""Searches of one kind, and a rate of theirs with every interval that applies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from misid.evaluation.rates import by_people as called
from misid.evaluation.rates import interval_note
from misid.evaluation.reading.search_table import Integers, SearchTable
from misid.evaluation.schema import Method, RateNote
from misid.measures import Bounds, Rate, clopper_pearson, mid_p
from misid.measures.clustered_intervals import (
    SharedTrials,
    clustered_effective_trials,
    clustered_interval,
)
from misid.measures.identification import Mates, misses

Floats = NDArray[np.float64]
_SHOWN: tuple[Method, ...] = ("records", "people", "subjects", "mid_p")
"""The interval that is shown is the first of these that there is."""


@dataclass(frozen=True)
class NonMated:
    """Searches for people who are not enrolled."""

    top: Floats
    records: Integers
    people: Integers
    people_known: bool
    gallery: int | None
    """Records in the gallery, where it is one for all."""

    def at(self, threshold: float, kept: Integers | None = None) -> RateNote:
        """The false positive identification rate, of some of them or of all."""
        rows = np.arange(len(self.top)) if kept is None else kept
        top, people = self.top[rows], self.people[rows]
        trials = SharedTrials(top >= threshold, people, top, self.records[rows], self.gallery)
        alone = SharedTrials(trials.wrong, people, top) if self.people_known else None
        return search_rate(trials.rate(), alone, trials)


@dataclass(frozen=True)
class Mated:
    """Searches for enrolled people."""

    found: Mates
    people: Integers

    def at(self, threshold: float, kept: Integers | None = None) -> RateNote:
        """The false negative identification rate at whatever rank, of some or of all."""
        rows = np.arange(len(self.people)) if kept is None else kept
        return self._missed(self.found.scores[rows], threshold, self.people[rows])

    def first(self, threshold: float) -> RateNote:
        """The same where only the first candidate is looked at; ties are missed."""
        ahead = np.where(self.found.last <= 1.0, self.found.scores, -np.inf)
        return self._missed(ahead, threshold, self.people)

    def beyond(self, rank: int, places: Floats) -> RateNote:
        """Share whose own record stands beyond a rank."""
        trials = SharedTrials(places > rank, self.people, places)
        return search_rate(trials.rate(), trials)

    def _missed(self, scores: Floats, threshold: float, people: Integers) -> RateNote:
        trials = SharedTrials(misses(scores, threshold=threshold), people, 0.0 - scores)
        return search_rate(trials.rate(), trials)


def non_mated(table: SearchTable, top: Floats, records: Integers) -> NonMated:
    """Those searches of a table, with the best score of somebody else's record in each."""
    kept = ~table.mated
    sizes = [] if table.gallery is None else np.unique(table.gallery[kept]).tolist()
    gallery = sizes[0] if len(sizes) == 1 and sizes[0] > 0 else None
    return NonMated(top[kept], records[kept], table.people[kept], table.people_known, gallery)


def mated(table: SearchTable, found: Mates) -> Mated:
    """Those searches of a table."""
    kept = table.mated
    own = Mates(found.scores[kept], found.first[kept], found.last[kept])
    return Mated(own, table.people[kept])


def search_rate(
    rate: Rate, by_people: SharedTrials | None, by_records: SharedTrials | None = None
) -> RateNote:
    """
    A rate with every interval that applies.

    Args:
        rate: errors and searches.
        by_people: the searches by who is searched for; None: not known.
        by_records: the same, with the records that make them wrong.
    """
    of_people = None if by_people is None else clustered_interval(by_people)
    found: dict[Method, Bounds | None] = {
        "mid_p": mid_p(rate),
        "clopper_pearson": clopper_pearson(rate),
        called(of_people): of_people,
        "records": None if by_records is None else clustered_interval(by_records),
    }
    trials = by_people if by_records is None else by_records
    effective = None if trials is None else clustered_effective_trials(trials)
    return interval_note(rate, found, _SHOWN, effective=effective)
