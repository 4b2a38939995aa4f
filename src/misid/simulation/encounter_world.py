"""The one world in which encounters are drawn, and what nobody has said of it, on every side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from misid.arrays import Integers
from misid.errors import MeaningError
from misid.machine.philox import key
from misid.programme.outcomes import (
    MISS,
    REFERENCES,
    TRUTHS,
    WRONG_PERSON,
    WRONG_PERSON_UPHELD,
    Event,
)
from misid.programme.people.counts import Progress
from misid.programme.people.drawn_stops import DrawnStops, StopsOfEverybody
from misid.programme.people.population import Population
from misid.programme.people.timeline import Course, Era, checked, population_of, setting_of
from misid.results.possible import Possible
from misid.results.provenance import Provenance
from misid.results.schema import EitherOrAnswer
from misid.simulation.either_or_of_people import with_answer
from misid.simulation.encounter_schema import SampledOutcome

OUTCOMES: dict[SampledOutcome, Event] = {
    "wrong_person": WRONG_PERSON,
    "wrong_person_upheld": WRONG_PERSON_UPHELD,
    "sought_found": Event(("own",), truths=("sought",), reviews=("upheld",)),
    "sought_missed": MISS,
    "withdrawn": Event(REFERENCES, reviews=("withdrawn",)),
    "do_not_detain": Event(("nothing", "nobody")),
}
"""What may be asked for, as ends of a stop."""
MOST_DRAWS = 2_000_000
"""Encounters that are drawn to find one that was asked for, at most."""
_A_TIME, _LAST_NUMBER = 50_000, 2**53


@dataclass(frozen=True)
class EncounterSide:
    """The programme under one answer to what nobody has said; None where nothing is open."""

    answer: EitherOrAnswer | None
    course: Course
    everybody: StopsOfEverybody


@dataclass(frozen=True)
class EncounterWorld:
    """
    Where encounters are drawn: every input at its middle, under a stated answer.

    `others`: the same people under the other answers, with the same luck.
    """

    made: Provenance
    possible: Possible
    seed: int
    side: EncounterSide
    others: tuple[EncounterSide, ...]

    def wanted(self, outcome: SampledOutcome) -> Integers:
        """Ends of a stop that are what was asked for, 1 or 0, shape (truths, cells)."""
        event, cells = OUTCOMES[outcome], self.side.course.outcomes[0].cells
        about = np.array([truth in event.truths for truth in TRUTHS])
        ends = np.array([event.includes(cell) for cell in cells])
        return np.outer(about, ends).astype(np.int64)

    def draw(self, start: int, count: int) -> DrawnStops:
        """Encounters in a row."""
        return self.side.everybody.draw(start, count)

    def find(
        self, outcome: SampledOutcome, start: int, progress: Progress | None = None
    ) -> DrawnStops | None:
        """
        The first encounter that ends so, if there is one among `MOST_DRAWS`.

        Args:
            outcome: what is asked for.
            start: number of the first that is drawn.
            progress: told how many were drawn, each time some were.
        """
        wanted = self.wanted(outcome)
        if not (self.side.course.outcomes[0].table[0] * wanted).any():
            return None
        for first in range(start, start + MOST_DRAWS, _A_TIME):
            found = self.side.everybody.search(first, _A_TIME, wanted)
            if len(found.draw):
                return found
            if progress is not None:
                progress(_A_TIME)
        return None


def encounter_world(
    made: Provenance, possible: Possible, *, seed: int, luck: str, answer: str = ""
) -> EncounterWorld:
    """
    Where the encounters of a scenario are drawn.

    Args:
        made: the scenario, and where it comes from.
        possible: its possible worlds, which say what is open and decides.
        seed: which people and encounters.
        luck: digest of the scenario before changes, so that people keep their luck under them.
        answer: to what nobody has said; without it the one that stands in the middle of the others.
    Raises: MeaningError: an answer that is not possible; a programme whose people are not drawn.
    """
    scenario = made.scenario
    first = checked(Course((Era(0, scenario),), scenario.retention.horizon, seed, luck))
    population = population_of(first)
    answers = tuple(EitherOrAnswer(input=one.input, option=one.option) for one in possible.answers)
    taken = _taken(possible, answers, answer)
    sides = tuple(_sides(first, population, answers, seed))
    stated = next(side for side in sides if taken in ("", _option(side)))
    others = tuple(side for side in sides if side is not stated)
    return EncounterWorld(made, possible, seed, stated, others)


def _option(side: EncounterSide) -> str:
    return "" if side.answer is None else side.answer.option


def _sides(
    course: Course, population: Population, answers: tuple[EitherOrAnswer, ...], seed: int
) -> Iterator[EncounterSide]:
    if not answers:
        yield _side(course, population, None, seed)
    for one in answers:
        yield _side(with_answer(course, one.input, one.option), population, one, seed)


def _side(
    course: Course, population: Population, answer: EitherOrAnswer | None, seed: int
) -> EncounterSide:
    setting, _ = setting_of(course, population)
    drawn = key(seed, course.digest, "encounters")
    return EncounterSide(answer, course, StopsOfEverybody(population, setting, drawn))


def _taken(possible: Possible, answers: tuple[EitherOrAnswer, ...], asked: str) -> str:
    """The option that is stated, as the scenario writes it."""
    if not asked:
        return next((one.option for one in answers if one.option == possible.taken), "")
    if asked in (one.option for one in answers):
        return asked
    if not answers:
        raise MeaningError(
            f"the answer {asked[:60]!r} is given, but nothing that is open decides here.",
            use="no answer",
        )
    options = " or ".join(one.option for one in answers)
    raise MeaningError(
        f"the answer to {answers[0].input} is {asked[:60]!r}, which is not possible.", use=options
    )


def is_whole(number: object, least: int, most: int) -> bool:
    """Whether something that was given is a whole number from here to there."""
    if isinstance(number, bool) or not isinstance(number, int):
        return False
    return least <= number <= most


def checked_number(number: int) -> int:
    """
    A number of an encounter, if it is one.

    Raises: MeaningError: it is not.
    """
    if not is_whole(number, 0, _LAST_NUMBER - 1):
        raise MeaningError(
            f"the number of an encounter is {str(number)[:40]}.",
            use="a whole number from 0, such as 0",
        )
    return number


def checked_outcome(outcome: str) -> SampledOutcome:
    """
    Something that may be asked for.

    Raises: MeaningError: nothing is called so.
    """
    for known in OUTCOMES:
        if known == outcome:
            return known
    raise MeaningError(
        f"no encounter can be asked for by {str(outcome)[:60]!r}.",
        use=f"one of: {', '.join(OUTCOMES)}",
    )
