"""The photographs that are kept: how many, for how long, and of whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from misid.arrays import Floats
from misid.matching import false_positive_identification_rate
from misid.programme.outcomes import Outcomes


@dataclass(frozen=True)
class KeptYears:
    """Years that a photograph is kept, by what was found; arrays of shape (worlds,)."""

    no_candidate: Floats
    candidate: Floats
    reference: Floats


@dataclass(frozen=True)
class RetentionYears:
    """Years that photographs of citizens and of others are kept, and the horizon in years."""

    citizens: KeptYears
    others: KeptYears
    horizon: float


@dataclass(frozen=True)
class PhotographStock:
    """Photographs held, or taken in a year, by what was found: (worlds, groups)."""

    no_candidate: Floats
    candidate: Floats
    reference: Floats

    def total(self) -> Floats:
        """All of them, shape (worlds,)."""
        return np.asarray((self.no_candidate + self.candidate + self.reference).sum(axis=1))

    def of_no_match(self) -> Floats:
        """Those of people who matched nothing, shape (worlds,)."""
        return np.asarray(self.no_candidate.sum(axis=1))


def photographs_a_year(outcomes: Outcomes, stops: Floats) -> PhotographStock:
    """
    The photographs that are searched in a year.

    Args:
        outcomes: probabilities for one stop of each group.
        stops: stops a year of each group, shape (worlds, groups).
    """
    return PhotographStock(
        no_candidate=stops * outcomes.among(("nothing",)),
        candidate=stops * outcomes.among(("nobody",)),
        reference=stops * outcomes.among(("own", "own_wrong", "stranger")),
    )


def photographs_held(
    a_year: PhotographStock, citizens: Floats, retention: RetentionYears
) -> PhotographStock:
    """
    The stock of photographs after `horizon` years of even use.

    A photograph is held from its search until its time is over, so that the stock of a kind is
    its yearly number times the shorter of its time and the horizon.

    Args:
        a_year: the photographs of a year.
        citizens: share of citizens among the people stopped, shape (worlds, groups).
        retention: how long each kind is kept.
    """

    def held(kind: str) -> Floats:
        ours, theirs = (
            np.minimum(getattr(who, kind), retention.horizon)[:, None]
            for who in (retention.citizens, retention.others)
        )
        taken: Floats = getattr(a_year, kind)
        return np.asarray(taken * (citizens * ours + (1.0 - citizens) * theirs))

    return PhotographStock(held("no_candidate"), held("candidate"), held("reference"))


def distinct_people(stops: Floats, people: Floats, unevenness: Floats) -> Floats:
    """
    Different people among a number of stops, when some people are stopped more often.

    Args:
        stops: expected stops in all, shape (worlds, groups).
        people: people who may be stopped, same shape.
        unevenness: variance of a person's propensity (gamma, mean 1), shape (worlds,).
    """
    rate = np.divide(stops, people, out=np.zeros_like(stops), where=people > 0)
    return people * false_positive_identification_rate(rate, unevenness[:, None])
