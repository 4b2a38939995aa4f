"""What the closed form says of a search, in the form that counts are compared with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from misid.arrays import Floats
from misid.inference.clumps import Clumps
from misid.programme.outcomes import (
    CANDIDATES,
    REFERENCE,
    REFERENCES,
    SEARCH,
    WRONG_PERSON,
    Event,
    Outcomes,
)
from misid.results.outputs import ScenarioInWorlds
from misid.results.yearly_counts import repeats_of_wrong, variance_of_years

NO_REFERENCE = Event(("nothing", "nobody"))
RIGHT_PERSON = Event(("own", "own_wrong"))
_WITH_RECORD = ("enrolled", "sought")
_ANY_CANDIDATE = tuple(name for name in CANDIDATES if name not in ("no_search", "nothing"))
_NOT_OWN = tuple(name for name in CANDIDATES if name not in ("no_search", "own", "own_wrong"))


@dataclass(frozen=True)
class SearchRates:
    """
    Logarithms of what a search gives, each its own sum, shape (worlds,).

    `repeats_of_right`, `repeats_of_wrong`: what people who come again add to the dispersion of such
    references in a year of `a_year` searches. `year_variance`: squared coefficient of variation of
    a year's searches. `searches`: of all periods in which these people can come again.
    """

    nothing: Floats
    right: Floats
    wrong: Floats
    repeats_of_right: Floats
    repeats_of_wrong: Floats
    a_year: Floats
    year_variance: Floats
    searches: Floats

    @property
    def reference(self) -> Floats:
        """Log share of searches that give a reference."""
        return np.logaddexp(self.right, self.wrong)

    @property
    def share_wrong(self) -> Floats:
        """Log share of references that are of the wrong person."""
        return self.wrong - self.reference

    @property
    def share_right(self) -> Floats:
        """Log share of references that are of the right person."""
        return self.right - self.reference

    @property
    def references_of_searches(self) -> Clumps:
        """How searches end: with no reference, or with one."""
        shares = np.stack([self.nothing, self.reference], axis=1)
        return Clumps.of(shares, self._counted, self._repeats[0])

    def said_of_references(self, log_shares: Floats) -> Clumps:
        """What is said of references; `log_shares` of each thing that is said, (worlds, said)."""
        references = self._counted * np.exp(self.reference)
        return Clumps.of(log_shares, references, self._repeats[1])

    def said_of_searches(self, log_shares: Floats) -> Clumps:
        """No reference, or what is said of it."""
        of_searches = self.reference[:, None] + log_shares
        shares = np.concatenate([self.nothing[:, None], of_searches], axis=1)
        return Clumps.of(shares, self._counted, self._repeats[0])

    @property
    def _counted(self) -> Floats:
        """Searches in which people come again as often as in a year: those of a year or more."""
        return np.asarray(np.maximum(self.searches, self.a_year))

    @property
    def _repeats(self) -> tuple[Floats, Floats]:
        """
        What repeats add to the dispersion of references, and of their split into wrong and right.

        Clumps of wrong and of right references move each (the delta method on their ratio).
        """
        of_wrong, of_right = np.exp(self.share_wrong), np.exp(self.share_right)
        wrong, right = self.repeats_of_wrong, self.repeats_of_right
        return of_wrong * wrong + of_right * right, of_right * wrong + of_wrong * right


def search_rates(evaluation: ScenarioInWorlds, group: int | None) -> SearchRates:
    """
    The rates of a search of a group; `searches` is a year's.

    Args:
        evaluation: a scenario in its worlds.
        group: position of the group; None: everybody.
    """
    table = evaluation.everybody if group is None else evaluation.outcomes
    place = 0 if group is None else group
    searched = table.of(SEARCH)[:, place]

    def log_share(event: Event) -> Floats:
        share = _over(table.of(event)[:, place], searched)
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(share))

    stops = evaluation.stops_a_year if group is None else evaluation.stops[:, group]
    return SearchRates(
        nothing=log_share(NO_REFERENCE),
        right=log_share(RIGHT_PERSON),
        wrong=log_share(WRONG_PERSON),
        repeats_of_right=_repeats_of_right(evaluation, table, place),
        repeats_of_wrong=repeats_of_wrong(evaluation, group),
        a_year=stops * searched,
        year_variance=variance_of_years(evaluation),
        searches=stops * searched,
    )


def _repeats_of_right(evaluation: ScenarioInWorlds, table: Outcomes, place: int) -> Floats:
    """
    Pairs of references of one person over references, in a year, of the group at a place.

    A person with a record who is stopped twice gives two references or none, as far as what makes
    a photograph fail persists. People of every group are stopped as often.
    """
    worlds = evaluation.worlds
    found = table.among(REFERENCES[:2], truths=_WITH_RECORD)[:, place]
    hit = _over(found, table.among(CANDIDATES[1:], truths=_WITH_RECORD)[:, place])
    again = worlds.number("matcher.mate_persistence")
    both = again + (1.0 - again) * hit
    a_person = worlds.number("stops.a_year") / worlds.number("stops.people")
    searches = a_person * table.of(SEARCH)[:, place]
    return np.asarray(searches * (1.0 + worlds.number("stops.unevenness")) * both)


def false_positive_identification_rate(everybody: Outcomes) -> Floats:
    """Share of searches for people without a record that return a candidate, (worlds,)."""
    absent = SEARCH._replace(truths=("not_enrolled",))
    part = absent._replace(candidates=_ANY_CANDIDATE)
    return _over(everybody.of(part)[:, 0], everybody.of(absent)[:, 0])


def false_negative_identification_rate(everybody: Outcomes) -> Floats:
    """Share of searches for people with a record that do not lead to it, (worlds,)."""
    there = SEARCH._replace(truths=_WITH_RECORD)
    part = there._replace(candidates=_NOT_OWN)
    return _over(everybody.of(part)[:, 0], everybody.of(there)[:, 0])


def false_match_rate(evaluation: ScenarioInWorlds) -> Floats:
    """Share of pairs of different people above the threshold, in the reference test, (worlds,)."""
    return np.asarray(10.0**-evaluation.terms.threshold)


def reference_share(everybody: Outcomes) -> Floats:
    """Share of searches that give a reference, (worlds,)."""
    return _over(everybody.of(REFERENCE)[:, 0], everybody.of(SEARCH)[:, 0])


def _over(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
