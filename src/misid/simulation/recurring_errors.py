"""How errors gather on the same people, counted on as many people as it takes to know."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from misid.arrays import Integers
from misid.machine.philox import key
from misid.programme.people.counts import Kinds, PeopleTally, count_people
from misid.programme.people.population import Population
from misid.programme.people.stops import Setting
from misid.programme.people.timeline import Course
from misid.simulation.rates import kinds_of

_ENOUGH_STOPS, _ENOUGH_PEOPLE = 1_000_000, 1_000_000


class RecurringErrors(NamedTuple):
    """
    Sums over people, as `measures.people` takes them.

    `shared`: by era, rate and group; `wrong`: of wrong-person references over all years.
    """

    shared: Integers
    wrong: Integers


def recurring_errors(
    course: Course, population: Population, setting: tuple[Setting, Integers], tally: PeopleTally
) -> RecurringErrors:
    """
    How errors gather on the same people.

    Few people do not show how errors gather: whether one of a few dozen who are sought is missed
    each time decides it. So where there are few people and few stops, further people of the same
    law are drawn, up to a million. Of many people each is hardly stopped again.

    Args:
        course: what is simulated.
        population: its people.
        setting: the programme through the years, and the era of each phase.
        tally: what was counted of them, with `kinds_of` the rates.
    """
    programme, eras = setting
    kinds = Kinds(*kinds_of(course.outcomes[0]))
    sums, stops = of_tally(tally), int(tally.outcomes.sum())
    rounds = min(_ENOUGH_STOPS // max(stops, 1), _ENOUGH_PEOPLE // max(population.people, 1))
    for number in range(rounds):
        run = key(course.seed, course.digest, f"further people {number}")
        other = programme._replace(k0=run.k0, k1=run.k1)
        more = of_tally(count_people(population, other, eras, kinds=kinds))
        sums = RecurringErrors(*map(np.add, sums, more))
    return sums


def of_tally(tally: PeopleTally) -> RecurringErrors:
    """How errors gather on the people who were counted."""
    every = tally.agencies.sum(axis=0)
    return RecurringErrors(tally.shared, np.array([0, every[2], every[1], *every[4:]]))
