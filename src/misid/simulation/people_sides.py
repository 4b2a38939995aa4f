"""Both sides of an either/or in a simulation of people: the same ones live under each answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from misid.programme.people.counts import PHOTOGRAPHED, Tally
from misid.programme.people.timeline import Course
from misid.results import summary
from misid.results.possible import Possible, in_one_world
from misid.results.schema import Answered
from misid.scenario.settle import choices_of, settled
from misid.simulation.gathered import Gathered
from misid.simulation.people_schema import LivedEitherOr, LivedSide
from misid.simulation.rates import everybody, rates
from misid.simulation.schema import SimulatedRate

Counted = tuple[Tally, Gathered]


def sides_of(
    course: Course, beside: Possible, drawn: Counted, draw: Callable[[Course], Counted]
) -> LivedEitherOr | None:
    """
    What becomes of the same people under each answer to the either/or that decides, if one does.

    Args:
        course: what is simulated.
        beside: the possible worlds of its first era.
        drawn: what was counted of it.
        draw: counts another course of the same people.
    """
    question = beside.question
    if question is None:
        return None
    sides = []
    for answer in beside.answers:
        taken = answer.option == beside.taken
        other = course if taken else with_answer(course, question.input, answer.option)
        found = drawn if taken else draw(other)
        sides.append(_side(other, beside, answer, found, taken=taken))
    return LivedEitherOr(**question.model_dump(), sides=tuple(sides))


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
    course: Course, beside: Possible, found: Counted, *, era: int = 0, option: str = ""
) -> Iterator[SimulatedRate]:
    """The rates of an era, the closed form and its range over the possible worlds beside."""
    tally, known = found
    closed = course.outcomes[era]
    counts = replace(closed, table=tally.outcomes[era][None].astype(np.float64))
    share = course.terms[era].people.stopped[..., None, None] * closed.table
    expected = replace(closed, table=share)
    yield from rates(counts, expected, beside=beside, shared=known.shared[era], option=option)


def _side(
    course: Course, beside: Possible, answer: Answered, found: Counted, *, taken: bool
) -> LivedSide:
    tally = found[0]
    of = tuple(era_rates(course, beside, found, option=answer.option))
    return LivedSide(
        **answer.model_dump(),
        taken=taken,
        photographed=int(tally.people[PHOTOGRAPHED]),
        wrong_person=int(tally.wrong[1:].sum()),
        wrong_person_again=int(tally.wrong[2:].sum()),
        agencies_without=int((tally.agencies[:, 2] == 0).sum()),
        rates=everybody(of),
    )


def sentence(course: Course, tally: Tally, either_or: LivedEitherOr | None) -> str:
    """The finding: in one of the possible worlds, and on the other side of what decides."""
    if not tally.outcomes.sum():
        years = summary.in_years(course.years)
        return f"In {years} nobody would be stopped, so nothing could go wrong or right."
    if either_or is None:
        return in_one_world([(None, _found(course, tally))], "")
    first, *others = either_or.sides
    sides: list[tuple[Answered | None, str]] = [(first, _of_side(course, first))]
    return in_one_world([*sides, *((side, _in_short(side)) for side in others)], either_or.open)


def _found(course: Course, tally: Tally) -> str:
    wrong, agencies = tally.wrong, len(course.agencies.names)
    return _words(
        course,
        (int(wrong[1:].sum()), int(tally.people[PHOTOGRAPHED]), int(wrong[2:].sum())),
        (int((tally.agencies[:, 2] == 0).sum()), agencies),
    )


def _of_side(course: Course, side: LivedSide) -> str:
    people = side.wrong_person, side.photographed, side.wrong_person_again
    return _words(course, people, (side.agencies_without, len(course.agencies.names)))


def _in_short(side: LivedSide) -> str:
    return (
        f"{side.wrong_person:,} would, {side.wrong_person_again:,} of them twice or more; "
        f"{side.agencies_without:,} agencies would never see it"
    )


def _words(course: Course, people: tuple[int, int, int], agencies: tuple[int, int]) -> str:
    (once, photographed, more), (spared, every) = people, agencies
    return (
        f"{once:,} of {photographed:,} simulated people photographed in "
        f"{summary.in_years(course.years)} would be answered with somebody else's record at least "
        f"once, {more:,} of them twice or more; {spared:,} of {every:,} agencies would never see it"
    )
