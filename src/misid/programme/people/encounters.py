"""Every stop of some people as rows: what a log would hold, and the truth beside it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from misid.arrays import Integers, PhiloxWords
from misid.machine.compiled import bare
from misid.machine.philox import blocks, uniform
from misid.programme.outcomes import NO_SEARCH
from misid.programme.people.counts import BLOCKS, begin_unit, room_for, somebody
from misid.programme.people.person import Person, bits, share
from misid.programme.people.population import Population, drawn_count
from misid.programme.people.stops import PersonStops, Setting, live, photograph_kind

OFFICER = 33
"""The kind of luck that says which officer of the agency stops somebody."""
_FIRST_ROOM = 1 << 16


class Encounters(NamedTuple):
    """
    Stops in the order of people, one entry a stop.

    `person`: number among everybody; `agency` and `group`: positions; `when`: second from the
    beginning; `officer`: number within the agency; `truth` and `cell`: positions in the outcome
    table; `citizen`: 1 if so by then; `stranger`: number of a lasting look-alike of this person,
    below 0 for none; `until`: second at which the photograph is due for deletion, -1 where none
    was searched.
    """

    person: Integers
    agency: Integers
    group: Integers
    when: Integers
    officer: Integers
    truth: Integers
    cell: Integers
    citizen: Integers
    stranger: Integers
    until: Integers

    @classmethod
    def room(cls, rows: int) -> Encounters:
        """Room for so many."""
        return cls(*(np.empty(rows, dtype=np.int64) for _ in cls._fields))

    def first(self, rows: int) -> Encounters:
        """The first rows alone."""
        return Encounters(*(column[:rows].copy() for column in self))


def encounters(
    population: Population, setting: Setting, task: Integers, *, room: int = _FIRST_ROOM
) -> Encounters:
    """
    Every stop of the people of a task.

    Args:
        population: everybody.
        setting: the programme through the years.
        task: people in a row, as `tally.tasks` cuts them.
        room: rows to expect; where there are more, they are drawn once more.
    Returns: rows in the order of people and, of each, of time; the same rows every time.
    """
    officers = population.agencies.officers
    rows = room
    while True:
        log, stops = Encounters.room(rows), room_for(population, setting)
        words = np.zeros((4, BLOCKS), np.uint64)
        needed = _fill(task, setting, (officers, words), stops, log)
        if needed <= rows:
            return log.first(needed)
        rows = needed


@bare
def _fill(
    task: Integers,
    setting: Setting,
    given: tuple[Integers, PhiloxWords],
    stops: PersonStops,
    log: Encounters,
) -> int:
    """Fill in as many rows as there is room for; returns how many there are."""
    rows = 0
    for row in range(task.shape[0]):
        rows = _fill_unit(task[row], setting, given, stops, (log, rows))
    return rows


@bare
def _fill_unit(
    unit: Integers,
    setting: Setting,
    given: tuple[Integers, PhiloxWords],
    stops: PersonStops,
    place: tuple[Encounters, int],
) -> int:
    (officers, words), (log, rows) = given, place
    law, filled = begin_unit(unit, setting, stops), 1
    for start in range(0, unit[4], BLOCKS):
        blocks(words, np.uint64(unit[3] + start), setting.k0, setting.k1)
        for at in range(min(BLOCKS, unit[4] - start)):
            luck = uniform(words[0, at], words[1, at])
            if luck >= stops.counts[0, 0]:
                count = drawn_count(stops.counts, filled, luck, law)
                filled = max(filled, count + 1)
                number = unit[3] + start + at
                person = somebody(setting, unit, number)
                there = live(setting, person, stops, count)
                who = (number, unit[0], officers[unit[0]])
                _log(setting, stops, person, (who, rows, there), log)
                rows += there
    return rows


@bare
def _log(
    setting: Setting,
    stops: PersonStops,
    person: Person,
    place: tuple[tuple[int, int, int], int, int],
    log: Encounters,
) -> None:
    (number, agency, officers), start, there = place
    if start + there > log.when.size:
        return
    for at in range(there):
        row, cell = start + at, stops.cell[at]
        log.person[row], log.agency[row], log.group[row] = number, agency, person.group
        log.when[row], log.truth[row], log.cell[row] = stops.when[at], stops.truth[at], cell
        log.citizen[row], log.stranger[row] = stops.citizen[at], stops.stranger[at]
        luck = share(bits(person, stops.number[at], OFFICER)[0])
        log.officer[row] = min(int(luck * officers), officers - 1)
        log.until[row] = -1
        if cell != NO_SEARCH:
            kept = setting.calendar.kept[
                stops.phase[at], 1 - stops.citizen[at], photograph_kind(cell)
            ]
            log.until[row] = stops.when[at] + kept
