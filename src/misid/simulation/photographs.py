"""Photographs as people were drawn, month by month, and what the closed form says of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from misid.programme import KeptYears, RetentionYears, photographs_a_year, photographs_held
from misid.programme.people.counts import PeopleTally
from misid.programme.people.population import MONTHS_A_YEAR
from misid.programme.people.timeline import Course
from misid.quantities import Draws
from misid.results.intervals import interval
from misid.results.outputs import evaluate, stocks
from misid.scenario import Worlds
from misid.simulation.closed_form import closed_form
from misid.simulation.people_schema import MonthRow, PhotographYear

_KINDS = ("no_candidate", "candidate", "reference")
_WORLDS = 1024


def months(course: Course, tally: PeopleTally) -> Iterator[MonthRow]:
    """What was taken, held, due and deleted in every month."""
    held = np.cumsum(tally.taken - tally.deleted, axis=0)
    late = np.cumsum(tally.due - tally.deleted, axis=0).sum(axis=(1, 2))
    expected = _held_in_closed_form(course)
    for month in range(course.months):
        kinds = held[month].sum(axis=0).tolist()
        yield MonthRow(
            month=month + 1,
            taken=int(tally.taken[month].sum()),
            held=int(held[month].sum()),
            held_citizens=int(held[month, 0].sum()),
            held_no_candidate=kinds[0],
            held_candidate=kinds[1],
            held_reference=kinds[2],
            due=int(tally.due[month].sum()),
            deleted=int(tally.deleted[month].sum()),
            overdue=int(late[month]),
            held_expected=expected[month],
        )


def _held_in_closed_form(course: Course) -> list[float]:
    first = closed_form(course)

    def kept(who: str) -> KeptYears:
        return KeptYears(*(first.worlds.number(f"retention.{who}.{kind}") for kind in _KINDS))

    a_year, citizens = (
        photographs_a_year(first.outcomes, first.stops),
        first.terms.people.citizens,
    )
    ours, theirs = kept("citizens"), kept("others")
    ends = (RetentionYears(ours, theirs, (m + 1) / MONTHS_A_YEAR) for m in range(course.months))
    return [float(photographs_held(a_year, citizens, end).total()[0]) for end in ends]


def years(course: Course, months: Sequence[MonthRow]) -> Iterator[PhotographYear]:
    """The months of each year together, and the closed form's range over the possible worlds."""
    worlds = Worlds(course.eras[0].scenario, Draws(seed=course.seed, size=_WORLDS))
    possible = stocks(evaluate(worlds), tuple(range(1, course.years + 1)))
    for year, held in enumerate(possible, start=1):
        of_year = months[MONTHS_A_YEAR * (year - 1) : MONTHS_A_YEAR * year]
        last = of_year[-1]
        yield PhotographYear(
            year=year,
            taken=sum(month.taken for month in of_year),
            held=last.held,
            held_expected=last.held_expected,
            held_possible=interval(held.total()),
            held_citizens=last.held_citizens,
            held_no_candidate=last.held_no_candidate,
            due=sum(month.due for month in of_year),
            deleted=sum(month.deleted for month in of_year),
            overdue=last.overdue,
        )
