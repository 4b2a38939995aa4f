"""The years of one person: their stops in order of time, and what each came to."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from misid.arrays import Floats, Integers, PhiloxWords
from misid.machine.compiled import inlined
from misid.programme.outcomes import ENROLLED, NO_SEARCH, NOBODY, NOT_ENROLLED, NOTHING, OWN
from misid.programme.people.lookup_tables import LawTables
from misid.programme.people.person import (
    FLAG,
    STOP,
    Attempt,
    Life,
    Mate,
    Person,
    SearchPlace,
    bits,
    first_above,
    is_sought,
    mate_of,
    search,
    share,
    with_kin,
)
from misid.programme.people.population import MONTH

_NUMBERS = 1 << 24
"""More than the stops of any person; times and numbers of stops are sorted as one whole number."""


class Calendar(NamedTuple):
    """
    What holds when.

    `phase_of_month`: the phase of the law, shape (months,); `kept`: seconds that a photograph is
    kept, by phase, person (citizen 0, other 1) and what was found (nothing, a candidate, a
    reference); `late`: seconds from the day on which it is due to its deletion; `forgotten`: share
    that is never deleted. `corrections`: how often flags of a source's records are drawn anew from
    the beginning to each month, on average, shape (sources, months + 1).
    """

    phase_of_month: Integers
    corrections: Floats
    kept: Integers
    late: int
    forgotten: float


class Setting(NamedTuple):
    """Everything that holds for every person; `rate` is (groups, months), `busy` by agency."""

    law: LawTables
    life: Life
    calendar: Calendar
    rate: Floats
    busy: Floats
    unevenness: float
    k0: np.uint64
    k1: np.uint64


class PersonStops(NamedTuple):
    """
    The stops of one person, in order of time; room for as many as anybody may have.

    `order` holds time and number of each before they are told apart; `first` to `third` words
    of luck by number. `flagged` is the luck of their record's flag at each stop; `flag` that of the
    last one, and when it was looked at. `held`: until when a photograph of theirs is a record, one
    entry.
    """

    upto: Floats
    counts: Floats
    order: Integers
    first: PhiloxWords
    second: PhiloxWords
    third: PhiloxWords
    when: Integers
    number: Integers
    phase: Integers
    truth: Integers
    citizen: Integers
    cell: Integers
    stranger: Integers
    flagged: Floats
    held: Integers
    flag: Floats


def room(months: int, most: int) -> PersonStops:
    """
    Room for one person's stops.

    Args:
        months: of the simulation.
        most: stops that anybody may have.
    """
    words: list[Any] = [np.zeros(most, np.uint64) for _ in range(3)]
    columns: list[Any] = [np.zeros(most, np.int64) for _ in range(7)]
    rest: list[Any] = [np.zeros(most, np.int64), *words, *columns]
    rest += [np.zeros(most), np.zeros(1, np.int64), np.zeros(2)]
    return PersonStops(np.zeros(months + 1), np.zeros((2, most + 1)), *rest)


@inlined
def live(setting: Setting, person: Person, stops: PersonStops, count: int) -> int:
    """
    Fill in the stops of a person.

    Args:
        setting: of the programme.
        person: who.
        stops: filled from the front; `upto` says when stops happen.
        count: stops of somebody who is there all the time.
    Returns: how many of them fall into the time in which the person is there.
    """
    there = order(person, stops, count)
    pass_by(setting, person, stops, there)
    return there


@inlined
def order(person: Person, stops: PersonStops, count: int) -> int:
    """When the stops of a person are, not yet in order; returns how many there are."""
    there = 0
    for number in range(count):
        words = bits(person, number, STOP)
        when = _moment(stops.upto, share(words[0]))
        if person.arrives <= when < person.leaves:
            enter(stops, there, (number, when), words)
            there += 1
    return there


@inlined
def enter(
    stops: PersonStops,
    there: int,
    stop: tuple[int, int],
    words: tuple[np.uint64, np.uint64, np.uint64, np.uint64],
) -> None:
    """A further stop of this number and time, and its luck."""
    number, when = stop
    stops.first[number], stops.second[number] = words[1], words[2]
    stops.third[number] = words[3]
    stops.order[there] = when * _NUMBERS + number


@inlined
def pass_by(setting: Setting, person: Person, stops: PersonStops, there: int) -> None:
    """What comes of so many stops, in order of time."""
    _sort(stops.order, there)
    stops.held[0] = 0
    stops.flag[0], stops.flag[1] = person.flag, -1.0
    for place in range(there):
        stops.when[place] = stops.order[place] // _NUMBERS
        stops.number[place] = stops.order[place] % _NUMBERS
        _stop(setting, person, stops, place)


@inlined
def _sort(values: Integers, many: int) -> None:
    """Put the first values in order; they are few."""
    for place in range(1, many):
        value, at = values[place], place
        while at > 0 and values[at - 1] > value:
            values[at] = values[at - 1]
            at -= 1
        values[at] = value


@inlined
def _moment(upto: Floats, luck: float) -> int:
    """The second at which a share of the stops is over; even within a month."""
    months = upto.size - 1
    month = min(int(luck * months), months - 1)
    while luck < upto[month]:
        month -= 1
    while luck >= upto[month + 1]:
        month += 1
    part = (luck - upto[month]) / (upto[month + 1] - upto[month])
    return int((month + part) * MONTH)


@inlined
def _stop(setting: Setting, person: Person, stops: PersonStops, at: int) -> None:
    """One stop: who the person is by then, whether a search is made, and what comes of it."""
    law, life, when = setting.law, setting.life, stops.when[at]
    number = stops.number[at]
    months = setting.calendar.phase_of_month
    phase = months[min(when // MONTH, months.size - 1)]
    place = SearchPlace(phase, 0, person.group)
    stops.flagged[at] = _flag(setting, person, stops, place, at)
    mate = own_record(setting, person, place, (when, stops.flagged[at]), when < stops.held[0])
    citizen = person.citizen < law.citizens[phase, person.group] or when >= person.changes
    stops.phase[at], stops.truth[at] = phase, mate.truth
    stops.citizen[at] = 1 if citizen else 0
    stops.cell[at], stops.stranger[at] = NO_SEARCH, 0
    condition = condition_of(law, place, share(stops.first[number]))
    if condition < 0:
        return
    mate = with_kin(law, person, mate, phase, number)
    place = SearchPlace(phase, condition, person.group)
    first = Attempt(number, 0, 0.0, stops.second[number], stops.third[number])
    stops.cell[at], stops.stranger[at] = search(law, place, person, mate, first)
    if person.enrols < life.enrolled and not person.truth < law.enrolled[phase, person.group]:
        kept = setting.calendar.kept[phase, 0 if citizen else 1, photograph_kind(stops.cell[at])]
        stops.held[0] = max(stops.held[0], when + kept)


@inlined
def own_record(
    setting: Setting, person: Person, place: SearchPlace, at: tuple[int, float], held: bool
) -> Mate:
    """
    The own record that a search may find: one that was there, or a kept photograph of theirs.

    `at`: the time, and the luck of its flag by then; `held`: whether a photograph is a record.
    """
    law, phase = setting.law, place.phase
    mate = mate_of(law, person, setting.life, place, at)
    if mate.truth == NOT_ENROLLED and held:
        last = law.home_upto.shape[2] - 1
        accepted, there = law.rules.any_candidate[phase], not law.rules.only_flagged[phase]
        mate = Mate(there, accepted, OWN, last, ENROLLED, person.unfound)
    return mate


@inlined
def condition_of(law: LawTables, place: SearchPlace, luck: float) -> int:
    """The condition of capture that a stop's luck says; below 0 where nothing is searched."""
    failed = law.no_search[place.phase, place.group]
    if luck < failed:
        return -1
    return first_above(law.condition_upto[place.phase], (luck - failed) / (1.0 - failed))


@inlined
def _flag(
    setting: Setting, person: Person, stops: PersonStops, place: SearchPlace, at: int
) -> float:
    """
    The luck of a record's flag at a stop, held against the share that is wrongly flagged.

    It is drawn anew at times that follow each other by chance, so that the share stays and a wrong
    flag lasts as long as was said. A record that is written anew for a new citizen is right.
    """
    law, when = setting.law, stops.when[at]
    enrolled = person.truth < law.enrolled[place.phase, place.group]
    if not enrolled or is_sought(law, person, place.phase, when):
        return 1.0
    home = first_above(law.home_upto[place.phase, place.group], person.home)
    since = stops.flag[1]
    if since < person.changes <= when:
        stops.flag[0], since = 1.0, person.changes
    stops.flag[1] = when
    if since < 0.0:
        return float(stops.flag[0])
    many = setting.calendar.corrections[home]
    anew = bits(person, stops.number[at], FLAG)
    if share(anew[0]) >= math.exp(_upto(many, since) - _upto(many, np.float64(when))):
        stops.flag[0] = share(anew[1])
    return float(stops.flag[0])


@inlined
def _upto(many: Floats, when: float) -> float:
    """How many are expected up to a time, from their number up to the beginning of each month."""
    month = min(int(when / MONTH), many.size - 2)
    return float(many[month] + (when / MONTH - month) * (many[month + 1] - many[month]))


@inlined
def photograph_kind(cell: int) -> int:
    """What kind of photograph a cell leaves: 0 nothing found, 1 a candidate, 2 a reference."""
    if cell <= NOTHING:
        return 0
    return 1 if cell == NOBODY else 2
