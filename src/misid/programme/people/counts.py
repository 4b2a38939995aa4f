"""People over the years, counted: machine code over everybody in a row, on all processors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from misid.arrays import Integers, PhiloxWords
from misid.machine.compiled import bare, inlined
from misid.machine.philox import blocks, uniform
from misid.machine.threads import side_by_side
from misid.programme.outcomes import (
    A_SOURCE,
    NO_SEARCH,
    NOTHING,
    OWN_WRONG,
    STRANGER,
    TRUTHS,
    WITHDRAWN,
    cell_count,
)
from misid.programme.people.person import (
    ANEW,
    NEVER,
    Person,
    bits,
    draw_person,
    share,
)
from misid.programme.people.population import (
    MONTH,
    Population,
    Unit,
    begin_counts,
    drawn_count,
    fill_timetable,
    most_stops,
)
from misid.programme.people.stops import PersonStops, Setting, live, photograph_kind, room

Progress = Callable[[int], None]

MOST = 16
"""People with at least so many are counted together."""
FORGOTTEN = 32
"""The kind of luck that says whether a photograph is deleted when it is due."""
_TASK = 100_000
BLOCKS = 512
"""People at a time: numbers that stay in the nearest cache."""
_WORD, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)

PEOPLE = STOPPED, PHOTOGRAPHED, UNENROLLED, UNMATCHED, CHANGED, ADDED = range(6)
"""Rows of `PeopleTally.people`."""


class PeopleTally(NamedTuple):
    """
    Everything that is counted: whole numbers, so that the order of adding does not matter.

    `outcomes`: (eras, groups, truths, cells). `taken`, `due`, `deleted`: photographs by month,
    person (citizen, other) and what was found, the last month being all later ones; `held_seconds`
    by what was found. `agencies`: stops, searches, wrong-person references, those upheld, and the
    sums over people of the squares and products of the second and third (wrong twice, both,
    searches twice). `shared`: by era, rate and group, sums over people as `measures.people` takes
    them. `first_wrong`: second of an agency's first. By person, how many have 0, 1, 2, ... of:
    `stops`, `wrong` and `wrong_record` references, wrong ones in an unbroken `run`, wrong ones on
    the `same` record: that of a lasting look-alike or of kin, any other being met once. `gaps`:
    months between two wrong references of one person.
    """

    outcomes: Integers
    taken: Integers
    due: Integers
    deleted: Integers
    held_seconds: Integers
    agencies: Integers
    shared: Integers
    first_wrong: Integers
    stops: Integers
    wrong: Integers
    wrong_record: Integers
    run: Integers
    same: Integers
    gaps: Integers
    people: Integers

    def plus(self, other: PeopleTally) -> PeopleTally:
        """Both together."""
        added = PeopleTally(*(one + two for one, two in zip(self, other, strict=True)))
        return added._replace(first_wrong=np.minimum(self.first_wrong, other.first_wrong))


class Kinds(NamedTuple):
    """
    Which ends of a stop are the events, and which the trials, of each rate: 1, else 0.

    Shapes (rates, truths, cells).
    """

    part: Integers
    whole: Integers


class _CountInputs(NamedTuple):
    """What a count needs beside the setting; `words` is room for random numbers."""

    eras: Integers
    kinds: Kinds
    words: PhiloxWords


def nothing_counted(setting: Setting, agencies: int, eras: int, rates: int = 0) -> PeopleTally:
    """A tally before anybody is counted."""
    groups, months = setting.rate.shape
    cells = cell_count(setting.law.source_upto.shape[2])
    shapes: list[Any] = [(eras, groups, len(TRUTHS), cells)]
    shapes += [(months + 1, 2, 3)] * 3 + [3, (agencies, 7), (eras, rates, groups, 11), agencies]
    shapes += [MOST + 1] * 5
    counts = [np.zeros(shape, np.int64) for shape in (*shapes, months + 1, len(PEOPLE))]
    tally = PeopleTally(*counts)
    tally.first_wrong[:] = int(NEVER)
    return tally


def count_people(
    population: Population,
    setting: Setting,
    era_of_phase: Integers,
    *,
    kinds: Kinds | None = None,
    progress: Progress | None = None,
    threads: int | None = None,
) -> PeopleTally:
    """
    Draw everybody, and count.

    Args:
        population: everybody.
        setting: the programme through the years.
        era_of_phase: which row of `PeopleTally.outcomes` counts each phase of the law.
        kinds: rates for which what people share is counted.
        progress: told how many people are done, each time some are.
        threads: how many work side by side; it changes no number.
    """
    eras = int(era_of_phase.max()) + 1
    agencies = len(population.agencies.names)
    of = kinds or Kinds(*np.zeros((2, 0, 1, 1), np.int64))

    def count(task: Integers) -> tuple[PeopleTally, int]:
        tally = nothing_counted(setting, agencies, eras, len(of.part))
        stops = room_for(population, setting)
        given = _CountInputs(era_of_phase, of, np.zeros((4, BLOCKS), np.uint64))
        _count(task, setting, given, stops, tally)
        return tally, int(task[:, 4].sum())

    total = nothing_counted(setting, agencies, eras, len(of.part))
    for tally, people in side_by_side(count, tasks(population, _TASK), threads=threads):
        total = total.plus(tally)
        if progress is not None:
            progress(people)
    return total


def room_for(population: Population, setting: Setting) -> PersonStops:
    """Room for whoever is stopped most often."""
    months = population.months
    upto, most = np.zeros(months + 1), 1.0
    busiest = population.busy.max(axis=0)
    for rate in setting.rate:
        most = max(most, fill_timetable(upto, busiest, rate))
    return room(months, most_stops(most, population.unevenness))


def tasks(population: Population, people: int) -> Iterator[Integers]:
    """Rows of units, cut so that each has about so many people; the same cuts every time."""
    rows: list[Unit] = []
    count = 0
    for unit in population.units:
        for start in range(0, unit.people, people):
            part = min(people, unit.people - start)
            rows.append(unit._replace(first=unit.first + start, people=part))
            count += part
            if count >= people:
                yield np.array(rows, dtype=np.int64)
                rows, count = [], 0
    if rows:
        yield np.array(rows, dtype=np.int64)


@bare
def _count(
    units: Integers,
    setting: Setting,
    given: _CountInputs,
    stops: PersonStops,
    tally: PeopleTally,
) -> None:
    for row in range(units.shape[0]):
        _count_unit(units[row], setting, given, stops, tally)


@bare
def _count_unit(
    unit: Integers,
    setting: Setting,
    given: _CountInputs,
    stops: PersonStops,
    tally: PeopleTally,
) -> None:
    words = given.words
    law, filled = begin_unit(unit, setting, stops), 1
    for start in range(0, unit[4], BLOCKS):
        blocks(words, np.uint64(unit[3] + start), setting.k0, setting.k1)
        for place in range(min(BLOCKS, unit[4] - start)):
            luck = uniform(words[0, place], words[1, place])
            if luck >= stops.counts[0, 0]:
                count = drawn_count(stops.counts, filled, luck, law)
                filled = max(filled, count + 1)
                person = somebody(setting, unit, unit[3] + start + place)
                there = live(setting, person, stops, count)
                _add(setting, tally, stops, (person, unit[0], there), given)
                _share(tally, stops, (person.group, there), given)


@bare
def begin_unit(unit: Integers, setting: Setting, stops: PersonStops) -> tuple[float, float]:
    """Make ready for the people of a unit; returns mean and unevenness of their stops."""
    mean = fill_timetable(stops.upto, setting.busy[unit[0]], setting.rate[unit[1]])
    begin_counts(stops.counts, mean, setting.unevenness)
    return mean, setting.unevenness


@inlined
def somebody(setting: Setting, unit: Integers, number: int) -> Person:
    """The person of a number."""
    low, high = np.uint64(number) & _WORD, np.uint64(number) >> _HALF
    blank = Person(
        low, high, setting.k0, setting.k1, unit[1],
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
        0.0, 0.0,
    )  # fmt: skip
    horizon = np.float64(setting.rate.shape[1] * MONTH)
    return draw_person(blank, setting.law, setting.life, horizon, unit[2] > 0)


@inlined
def _add(
    setting: Setting,
    tally: PeopleTally,
    stops: PersonStops,
    who: tuple[Person, int, int],
    given: _CountInputs,
) -> None:
    person, agency, there = who
    searched, matched = 0, 0
    for at in range(there):
        cell = stops.cell[at]
        era = given.eras[stops.phase[at]]
        tally.outcomes[era, person.group, stops.truth[at], cell] += 1
        if cell != NO_SEARCH:
            searched += 1
            matched += 1 if cell != NOTHING else 0
            _keep(setting, tally, stops, person, at)
    tally.agencies[agency, 0] += there
    tally.agencies[agency, 1] += searched
    tally.stops[min(there, MOST)] += 1
    wrong = _add_errors(tally, stops, agency, there)
    tally.agencies[agency, 4] += wrong * wrong
    tally.agencies[agency, 5] += wrong * searched
    tally.agencies[agency, 6] += searched * searched
    tally.people[STOPPED] += 1 if there else 0
    if searched:
        tally.people[PHOTOGRAPHED] += 1
        unenrolled = person.truth >= setting.law.enrolled[0, person.group]
        tally.people[UNENROLLED] += 1 if unenrolled else 0
        tally.people[UNMATCHED] += 0 if matched else 1
        tally.people[ADDED] += 1 if stops.held[0] > 0 else 0
        tally.people[CHANGED] += 1 if stops.when[there - 1] >= person.changes else 0


@inlined
def _keep(
    setting: Setting, tally: PeopleTally, stops: PersonStops, person: Person, at: int
) -> None:
    """One photograph: taken, due for deletion, deleted."""
    calendar, months = setting.calendar, setting.rate.shape[1]
    when, kind = stops.when[at], photograph_kind(stops.cell[at])
    status = 1 - stops.citizen[at]
    due = when + calendar.kept[stops.phase[at], status, kind]
    gone = due + calendar.late
    if calendar.forgotten > 0.0:
        words = bits(person, stops.number[at], FORGOTTEN)
        gone = months * MONTH if share(words[0]) < calendar.forgotten else gone
    tally.taken[when // MONTH, status, kind] += 1
    tally.due[min(due // MONTH, months), status, kind] += 1
    tally.deleted[min(gone // MONTH, months), status, kind] += 1
    tally.held_seconds[kind] += min(gone, months * MONTH) - when


@inlined
def _add_errors(tally: PeopleTally, stops: PersonStops, agency: int, there: int) -> int:
    """The wrong references of one person: how many, in what order, on whose record."""
    wrong, wrong_record, run, longest = 0, 0, 0, 0
    last = -1
    for at in range(there):
        cell = stops.cell[at]
        if cell >= STRANGER:
            wrong += 1
            run += 1
            longest = max(longest, run)
            tally.agencies[agency, 3] += 1 if (cell - STRANGER) % A_SOURCE != WITHDRAWN else 0
            tally.first_wrong[agency] = min(tally.first_wrong[agency], stops.when[at])
            if last >= 0:
                tally.gaps[(stops.when[at] - last) // MONTH] += 1
            last = stops.when[at]
        else:
            run = 0
            wrong_record += 1 if OWN_WRONG <= cell < STRANGER else 0
    tally.agencies[agency, 2] += wrong
    tally.wrong[min(wrong, MOST)] += 1
    tally.wrong_record[min(wrong_record, MOST)] += 1
    tally.run[min(longest, MOST)] += 1
    tally.same[min(_same(stops, there) if wrong > 1 else wrong, MOST)] += 1
    return wrong


@inlined
def _share(
    tally: PeopleTally, stops: PersonStops, who: tuple[int, int], given: _CountInputs
) -> None:
    """Add what one person's stops of each era come to, for each rate."""
    group, there = who
    if there == 0:
        return
    for rate in range(given.kinds.part.shape[0]):
        era, errors, trials = given.eras[stops.phase[0]], 0, 0
        for at in range(there):
            if given.eras[stops.phase[at]] != era:
                _add_powers(tally.shared, (era, rate, group), errors, trials)
                era, errors, trials = given.eras[stops.phase[at]], 0, 0
            errors += given.kinds.part[rate, stops.truth[at], stops.cell[at]]
            trials += given.kinds.whole[rate, stops.truth[at], stops.cell[at]]
        _add_powers(tally.shared, (era, rate, group), errors, trials)


@inlined
def _add_powers(shared: Integers, at: tuple[int, int, int], errors: int, trials: int) -> None:
    """People, their errors and trials, and the powers that `measures.people` takes."""
    if trials == 0:
        return
    era, rate, group = at
    square = trials * trials
    shared[era, rate, group, 0] += 1
    shared[era, rate, group, 2] += trials
    shared[era, rate, group, 5] += square
    shared[era, rate, group, 10] += square * square
    if errors > 0:
        shared[era, rate, group, 1] += errors
        shared[era, rate, group, 3] += errors * errors
        shared[era, rate, group, 4] += errors * trials
        shared[era, rate, group, 6] += errors * errors * errors * errors
        shared[era, rate, group, 7] += errors * errors * errors * trials
        shared[era, rate, group, 8] += errors * errors * square
        shared[era, rate, group, 9] += errors * trials * square


@inlined
def _same(stops: PersonStops, there: int) -> int:
    """Most references of one person that rest on one and the same record of somebody else."""
    most = 1
    for at in range(there):
        if stops.cell[at] >= STRANGER and stops.stranger[at] != ANEW:
            count = 0
            for other in range(there):
                same = stops.stranger[other] == stops.stranger[at]
                count += 1 if same and stops.cell[other] >= STRANGER else 0
            most = max(most, count)
    return most
