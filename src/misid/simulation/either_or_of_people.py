"""Both sides of an either/or in a simulation of people: the same ones live under each answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from misid.programme.people.counts import PHOTOGRAPHED, PeopleTally
from misid.programme.people.timeline import Course
from misid.results.possible import Possible
from misid.results.schema import Answered
from misid.scenario.settle import choices_of, settled
from misid.simulation.people_schema import LivedEitherOr, LivedSide, Reach
from misid.simulation.rates import of_everybody, rates
from misid.simulation.recurring_errors import RecurringErrors
from misid.simulation.schema import SimulatedRate

Counted = tuple[PeopleTally, RecurringErrors]


def either_or_of(
    course: Course, possible: Possible, counted: Counted, count: Callable[[Course], Counted]
) -> LivedEitherOr | None:
    """
    What becomes of the same people under each answer to the either/or that decides, if one does.

    Args:
        course: what is simulated.
        possible: the possible worlds of its first era.
        counted: what was counted of it.
        count: counts another course of the same people.
    """
    if possible.question is None:
        return None

    def side(answer: Answered) -> LivedSide:
        taken = answer.option == possible.taken
        other = course if taken else with_answer(course, answer.input, answer.option)
        lived = counted if taken else count(other)
        return LivedSide(
            **answer.model_dump(),
            **reach(lived[0]).model_dump(),
            taken=taken,
            rates=of_everybody(tuple(era_rates(other, possible, lived, option=answer.option))),
        )

    sides = tuple(map(side, possible.answers))
    return LivedEitherOr(**possible.question.model_dump(), sides=sides)


def with_answer(course: Course, name: str, option: str) -> Course:
    """The same course, every era under one answer, unless a change gives another one there."""
    eras = tuple(
        replace(era, scenario=settled(era.scenario, name, option))
        if name in choices_of(era.scenario)
        else era
        for era in course.eras
    )
    return replace(course, eras=eras)


def era_rates(
    course: Course, possible: Possible, counted: Counted, *, era: int = 0, option: str = ""
) -> Iterator[SimulatedRate]:
    """The rates of an era, the closed form and its range over the possible worlds beside."""
    tally, recurring = counted
    closed = course.outcomes[era]
    counts = replace(closed, table=tally.outcomes[era][None].astype(np.float64))
    share = course.terms[era].people.stopped[..., None, None] * closed.table
    expected = replace(closed, table=share)
    shared = recurring.shared[era]
    yield from rates(counts, expected, possible=possible, shared=shared, option=option)


def reach(tally: PeopleTally) -> Reach:
    """How many people and agencies wrong-person references reach."""
    return Reach(
        photographed=int(tally.people[PHOTOGRAPHED]),
        wrong_person=int(tally.wrong[1:].sum()),
        wrong_person_again=int(tally.wrong[2:].sum()),
        same_stranger_again=int(tally.same[2:].sum()),
        agencies_without=int((tally.agencies[:, 2] == 0).sum()),
    )
