"""Stops drawn at random from all the years of everybody, each a function of its number.

Any stop of the programme is as likely as any other, so somebody who is stopped often comes oftener:
a person and one of the numbers that stops have are drawn until that person has a stop of that
number. Nothing is listed, so that stop number a million costs as much as the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from misid.arrays import Floats, Integers
from misid.errors import MeaningError
from misid.machine.compiled import bare
from misid.machine.philox import Key, block, uniform
from misid.programme.outcomes import TRUTHS, cell_count
from misid.programme.people.counts import begin_unit, room_for, somebody
from misid.programme.people.person import STOP, bits, share
from misid.programme.people.population import (
    Population,
    begin_counts,
    drawn_count,
    fill_timetable,
)
from misid.programme.people.stops import PersonStops, Setting, enter, order, pass_by

NEVER = -1
"""The time of a further stop that is not supposed."""
_MOST_TRIALS = 1 << 40
_WORD, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
# So few people have more stops than are looked at.
_NEARLY_ALL = 1.0 - 1e-12


class DrawnStops(NamedTuple):
    """
    Stops that were drawn, one entry a stop.

    `draw`: number of the draw; `person`: number among everybody; `unit`: row of the units; `stop`:
    number that says its luck; `when`: second from the beginning; `truth` and `cell`: positions in
    the outcome table.
    """

    draw: Integers
    person: Integers
    unit: Integers
    stop: Integers
    when: Integers
    truth: Integers
    cell: Integers

    def first(self, rows: int) -> DrawnStops:
        """The first rows alone."""
        return DrawnStops(*(column[:rows].copy() for column in self))


@dataclass(frozen=True)
class StopsOfEverybody:
    """Everybody's stops, to draw from; `key` says which are drawn."""

    population: Population
    setting: Setting
    key: Key

    def __post_init__(self) -> None:
        """
        There must be something to draw.

        Raises: MeaningError: nobody would ever be stopped.
        """
        if self.population.expected_stops() <= 0.0:
            raise MeaningError(
                "nobody would be stopped, so there is no encounter.",
                use="stops.a_year above 0",
            )

    @cached_property
    def units(self) -> Integers:
        """People in a row, as the population has them, shape (units, 5)."""
        return np.array(self.population.units, dtype=np.int64)

    def room(self) -> PersonStops:
        """Room for the stops of one person."""
        return room_for(self.population, self.setting)

    @cached_property
    def _means(self) -> Floats:
        """Stops of one person of each unit on average."""
        means = np.empty(len(self.units))
        _fill_means(self.units, self.setting, self.room().upto, means)
        return means

    @cached_property
    def _bounds(self) -> tuple[int, float]:
        """More stops than one of a million million people has, and least luck of any stop."""
        counts, law = self.room().counts, (float(self._means.max()), self.setting.unevenness)
        begin_counts(counts, law[0], law[1])
        least = float(counts[0, 0])
        return drawn_count(counts, 1, _NEARLY_ALL, law) + 1, least

    def draw(self, start: int, count: int) -> DrawnStops:
        """
        Draws in a row.

        Args:
            start: number of the first, from 0.
            count: how many.
        """
        return self.search(start, count, np.ones(self._shape, np.int64), room=count)

    def search(self, start: int, count: int, wanted: Integers, *, room: int = 1) -> DrawnStops:
        """
        The first of some draws that end as is wanted.

        Args:
            start: number of the first draw.
            count: draws that are looked at, at most.
            wanted: 1 for each end that is, shape (truths, cells).
            room: how many are wanted.
        """
        drawn = DrawnStops(*(np.zeros(room, np.int64) for _ in DrawnStops._fields))
        given = _StopInputs(self.units, self._means, self.population.people, *self._bounds, wanted)
        rows = _fill((start, count), self.setting, (given, self.key), self.room(), drawn)
        return drawn.first(rows)

    def live(self, who: tuple[int, int], stops: PersonStops, *, further: int = NEVER) -> int:
        """
        Fill in the stops of a person.

        Args:
            who: row of their unit, and their number.
            stops: filled from the front, as `room` makes it.
            further: time of one more stop that is supposed, in seconds from the beginning.
        Returns: how many there are.
        """
        return live_of(self.units[who[0]], self.setting, stops, (who[1], further))

    @property
    def _shape(self) -> tuple[int, int]:
        return len(TRUTHS), cell_count(self.setting.law.source_upto.shape[2])


class _StopInputs(NamedTuple):
    """What is drawn from; `means` by unit, `most` stops of a person, `least` luck of a stop."""

    units: Integers
    means: Floats
    people: int
    most: int
    least: float
    wanted: Integers


@bare
def live_of(unit: Integers, setting: Setting, stops: PersonStops, who: tuple[int, int]) -> int:
    """
    Fill in the stops of the person of a number, and one more where one is supposed.

    Args:
        unit: row of theirs.
        setting: of the programme.
        stops: filled from the front; the further stop has the number after their last.
        who: the person's number, and the time of the further stop or `NEVER`.
    """
    number, further = who
    law = begin_unit(unit, setting, stops)
    count = drawn_count(stops.counts, 1, _luck(setting, number), law)
    person = somebody(setting, unit, number)
    there = order(person, stops, count)
    if further >= 0:
        enter(stops, there, (count, further), bits(person, count, STOP))
        there += 1
    pass_by(setting, person, stops, there)
    return there


@bare
def _luck(setting: Setting, number: int) -> float:
    """The luck of how often a person is stopped."""
    low, high, zero = np.uint64(number) & _WORD, np.uint64(number) >> _HALF, np.uint64(0)
    words = block(low, high, zero, zero, setting.k0, setting.k1)
    return uniform(words[0], words[1])


@bare
def _fill_means(units: Integers, setting: Setting, upto: Floats, means: Floats) -> None:
    for row in range(means.size):
        busy, rate = setting.busy[units[row, 0]], setting.rate[units[row, 1]]
        means[row] = fill_timetable(upto, busy, rate)


@bare
def _fill(
    draws: tuple[int, int],
    setting: Setting,
    given: tuple[_StopInputs, Key],
    stops: PersonStops,
    drawn: DrawnStops,
) -> int:
    """Fill in the draws that are wanted while there is room; returns how many."""
    (start, count), (of, key), rows = draws, given, 0
    for number in range(start, start + count):
        if rows == drawn.draw.size:
            break
        person, row, at = _drawn_person(number, setting, (of, key), stops)
        if of.wanted[stops.truth[at], stops.cell[at]]:
            drawn.draw[rows], drawn.person[rows], drawn.unit[rows] = number, person, row
            drawn.stop[rows], drawn.when[rows] = stops.number[at], stops.when[at]
            drawn.truth[rows], drawn.cell[rows] = stops.truth[at], stops.cell[at]
            rows += 1
    return rows


@bare
def _drawn_person(
    draw: int, setting: Setting, given: tuple[_StopInputs, Key], stops: PersonStops
) -> tuple[int, int, int]:
    """A person, their unit, and which of their stops, in order of time; fills in all of these."""
    of, key = given
    low, high, zero = np.uint64(draw) & _WORD, np.uint64(draw) >> _HALF, np.uint64(0)
    for trial in range(_MOST_TRIALS):
        words = block(low, high, np.uint64(trial), zero, key.k0, key.k1)
        person = int(uniform(words[0], words[1]) * of.people)
        luck = _luck(setting, person)
        if luck < of.least:
            continue
        stop, row = int(share(words[2]) * of.most), _unit_of(of.units, person)
        if stop < _count(setting, stops, luck, of.means[row]):
            there = live_of(of.units[row], setting, stops, (person, NEVER))
            at = _place(stops, there, stop)
            if at >= 0:
                return person, row, at
    return 0, 0, 0


@bare
def _place(stops: PersonStops, there: int, stop: int) -> int:
    """Which in order of time is the stop of a number; below 0 where the person was not there."""
    for at in range(there):
        if stops.number[at] == stop:
            return at
    return -1


@bare
def _count(setting: Setting, stops: PersonStops, luck: float, mean: float) -> int:
    """How often somebody would be stopped who is there all the time."""
    begin_counts(stops.counts, mean, setting.unevenness)
    return drawn_count(stops.counts, 1, luck, (mean, setting.unevenness))


@bare
def _unit_of(units: Integers, person: int) -> int:
    """The row of the unit that a person belongs to."""
    low, high = 0, units.shape[0]
    while high - low > 1:
        middle = (low + high) // 2
        if units[middle, 3] <= person:
            low = middle
        else:
            high = middle
    return low
