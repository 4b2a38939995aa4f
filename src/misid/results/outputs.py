"""Outputs in each world, from the outcome table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from misid.arrays import Floats
from misid.programme import (
    REFERENCES,
    KeptYears,
    Outcomes,
    PhotographStock,
    RetentionYears,
    Terms,
    distinct_people,
    expected_outcomes,
    photographs_a_year,
    photographs_held,
    terms,
)
from misid.programme.expected.outcome_table import Progress
from misid.programme.outcomes import (
    MISS,
    PER_SEARCHES,
    RATES,
    SEARCH,
    STOP_OF_SOUGHT,
    WRONG_PERSON,
    WRONG_PERSON_UPHELD,
    WRONG_RECORD,
    RateOfStops,
)
from misid.scenario import Output, Worlds

PER = PER_SEARCHES


@dataclass(frozen=True)
class ScenarioInWorlds:
    """A scenario in each of its worlds: terms, outcome table, and stops a year of each group."""

    worlds: Worlds
    terms: Terms
    outcomes: Outcomes
    stops: Floats

    @cached_property
    def everybody(self) -> Outcomes:
        """The outcome table of a stop of anybody, as of one group."""
        return self.outcomes.of_everybody(self.terms.people.stopped)

    @cached_property
    def counted(self) -> dict[str, Floats]:
        """What was counted of it so far by its name, shape (worlds,); kept for who asks again."""
        return {}

    @cached_property
    def stops_a_year(self) -> Floats:
        """Stops of everybody in a year, shape (worlds,)."""
        return np.asarray(self.stops.sum(axis=1))

    @cached_property
    def searches_a_year(self) -> Floats:
        """Searches of everybody in a year, shape (worlds,)."""
        return np.asarray((self.stops * self.outcomes.searched()).sum(axis=1))

    @cached_property
    def group_rates(self) -> dict[str, Floats]:
        """
        Rates of each group, shape (worlds, groups); NaN where a group has no trials.

        Per 100,000 searches of the group, misses per stop of a sought person of the group;
        `relative_to_all` is the first of them over that of everybody.
        """
        return _group_rates(self)


def evaluate(worlds: Worlds, progress: Progress | None = None) -> ScenarioInWorlds:
    """Work out the outcome table of a scenario in each of its worlds."""
    scenario = worlds.scenario
    found = terms(worlds)
    sources = tuple(source.name for source in scenario.gallery.sources)
    outcomes = expected_outcomes(found, scenario.group_names, sources, progress, worlds.recall)
    stops = worlds.number("stops.a_year")[:, None] * found.people.stopped
    return ScenarioInWorlds(worlds, found, outcomes, stops)


def _group_rates(evaluation: ScenarioInWorlds) -> dict[str, Floats]:
    table = evaluation.outcomes
    stopped = evaluation.terms.people.stopped > 0
    searched = np.where(stopped, table.searched(), 0.0)
    sought = np.where(stopped, table.of(STOP_OF_SOUGHT), 0.0)
    wrong = _ratio(PER * table.of(WRONG_PERSON), searched)
    share = evaluation.terms.people.stopped * searched
    everybody = _ratio(np.nansum(share * wrong, axis=1), share.sum(axis=1))
    return {
        "wrong_person_references": wrong,
        "relative_to_all": _ratio(wrong, np.broadcast_to(everybody[:, None], wrong.shape)),
        "wrong_person_references_upheld": _ratio(PER * table.of(WRONG_PERSON_UPHELD), searched),
        "wrong_record_references": _ratio(PER * table.of(WRONG_RECORD), searched),
        "misses_among_sought": _ratio(table.of(MISS), sought),
        "searches": evaluation.stops * searched,
    }


def outputs(evaluation: ScenarioInWorlds) -> dict[str, Floats]:
    """Every output of `kinds.KINDS` by name, shape (worlds,); NaN where there are no trials."""
    held = stock(evaluation, evaluation.worlds.scenario.retention.horizon)
    return headline_rates(evaluation.everybody) | {
        **_people_photographed(evaluation),
        "photographs_held": held.total(),
        "photographs_held_no_match": held.of_no_match(),
        "worst_to_best_group": _worst_to_best(evaluation),
    }


def one_output(evaluation: ScenarioInWorlds, name: str) -> Floats:
    """One of the outputs, shape (worlds,); the others are not worked out where it is a rate."""
    for known, rate in RATES.items():
        if known == name:
            return _rate(evaluation.everybody, rate)
    return outputs(evaluation)[name]


def headline_rates(everybody: Outcomes) -> dict[str, Floats]:
    """
    The outputs that are rates over all groups, shape (worlds,); NaN where there are no trials.

    Args:
        everybody: probabilities for a stop of anybody.
    """
    return {name: _rate(everybody, rate) for name, rate in RATES.items()}


def _rate(everybody: Outcomes, rate: RateOfStops) -> Floats:
    return _ratio(rate.per * everybody.of(rate.part), everybody.of(rate.whole))[:, 0]


def references(table: Outcomes) -> dict[Output, tuple[Floats, Floats]]:
    """
    The outputs that are shares of references, as the part and the whole, each (worlds, groups).

    A world with no reference has no share; references of several worlds are added up before they
    are divided where one code is asked about.
    """
    return {
        name: (table.of(rate.part), table.of(rate.whole))
        for name, rate in RATES.items()
        if rate.whole.candidates == REFERENCES
    }


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)


def _worst_to_best(evaluation: ScenarioInWorlds) -> Floats:
    rates = evaluation.group_rates["wrong_person_references"]
    known = np.isfinite(rates)
    worst = np.where(known, rates, -np.inf).max(axis=1)
    best = np.where(known, rates, np.inf).min(axis=1)
    return _ratio(worst, np.where(known.any(axis=1), best, 0.0))


def _people_photographed(evaluation: ScenarioInWorlds) -> dict[str, Floats]:
    """Different people in a year whose photograph is searched: those of a kind, (worlds,)."""
    people, worlds, table = evaluation.terms.people, evaluation.worlds, evaluation.outcomes
    minors = np.broadcast_to(worlds.number("stops.share_minors")[:, None], people.stopped.shape)
    absent = table.of(SEARCH._replace(truths=("not_enrolled",)))
    return {
        "unenrolled_people_photographed": _distinct(evaluation, 1.0 - people.enrolled, absent),
        "citizens_photographed": _distinct(
            evaluation, people.citizens, people.citizens * table.searched()
        ),
        "minors_photographed": _distinct(evaluation, minors, minors * table.searched()),
    }


def _distinct(evaluation: ScenarioInWorlds, share: Floats, searched: Floats) -> Floats:
    """
    Different people among the searches of a kind in a year, shape (worlds,).

    Args:
        evaluation: the worlds.
        share: of this kind among the people stopped, shape (worlds, groups).
        searched: probability that a stop is of this kind and searched, same shape.
    """
    worlds = evaluation.worlds
    living = worlds.number("stops.people")[:, None] * evaluation.terms.people.stopped * share
    stops = evaluation.stops * searched
    return np.asarray(distinct_people(stops, living, worlds.number("stops.unevenness")).sum(axis=1))


def stock(evaluation: ScenarioInWorlds, years: int) -> PhotographStock:
    """The photographs that are held after some years of even use."""
    return stocks(evaluation, (years,))[0]


def stocks(evaluation: ScenarioInWorlds, years: Sequence[int]) -> list[PhotographStock]:
    """The photographs that are held after each of several numbers of years."""
    worlds = evaluation.worlds

    def kept(who: str) -> KeptYears:
        kinds = ("no_candidate", "candidate", "reference")
        return KeptYears(*(worlds.number(f"retention.{who}.{kind}") for kind in kinds))

    ours, theirs = kept("citizens"), kept("others")
    a_year = photographs_a_year(evaluation.outcomes, evaluation.stops)
    citizens = evaluation.terms.people.citizens
    return [
        photographs_held(a_year, citizens, RetentionYears(ours, theirs, year)) for year in years
    ]
