"""What one stop's search saw: each photograph, each record near the threshold, and what decided.

The engine keeps how a stop ends. Since every number is a function of whose and for what it is, the
same functions draw the same records again, and those below the threshold that it need not draw.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

import numpy as np

from misid.arrays import Floats, Integers
from misid.machine.compiled import bare, inlined
from misid.machine.philox import uniform
from misid.matching import mates
from misid.matching.roots import root
from misid.programme.outcomes import ENROLLED, NOBODY, NOT_ENROLLED, NOTHING, OWN_WRONG, STRANGER
from misid.programme.parameters import Terms
from misid.programme.people.counts import somebody
from misid.programme.people.drawn_stops import StopsOfEverybody
from misid.programme.people.lookup_tables import LawTables
from misid.programme.people.person import (
    VERDICT,
    Attempt,
    Candidate,
    Mate,
    Person,
    SearchPlace,
    bits,
    candidates,
    first_above,
    found_later,
    new_look_alike,
    old_look_alike,
    outranks,
    own_luck,
    rarity_of,
    share,
    with_kin,
)
from misid.programme.people.stops import PersonStops, Setting, condition_of, own_record

Found = Literal["returned", "below", "not_findable", "never_findable", "missed_again"]
"""
What became of a record at mate level in one photograph.

`below`: it lies below the threshold. `not_findable`: this photograph does not find it, whatever the
threshold; `never_findable`: no photograph of the person does. `missed_again`: missed as before.
"""
Place = Literal["decides", "refused", "behind", "cut_off", "below", "not_found"]
"""
What became of a record in the list.

`decides`: the answer rests on it; `refused`: looked at, and the rule does not accept it; `behind`:
one that decides stands before it; `cut_off`: the list ends before it; `below` the threshold.
"""
_BELOW, _ROOM = 3, 256
_MISSED_AGAIN = -2.0
_HIGHEST = 60.0


@dataclass(frozen=True)
class StrangerSeen:
    """
    A stranger's record.

    `number` of a lasting look-alike of the person, from 0, likest first; below 0 one who is met
    this once. `source`: position. `accepted`: by the reference rule, were it looked at.
    """

    rarity: float
    source: int
    number: int
    accepted: bool
    place: Place


@dataclass(frozen=True)
class MateSeen:
    """
    The record at mate level: the person's own, or that of `kin`.

    `part`: of the findable records of its source, those that lie below it (`mate_rarity` says
    where that is); None where it is not found. `ahead` strangers stand above it in the list.
    """

    found: Found
    part: float | None
    ahead: int
    place: Place


@dataclass(frozen=True)
class PhotographSeen:
    """One photograph: the record at mate level, if one is there, strangers likest first."""

    mate: MateSeen | None
    strangers: tuple[StrangerSeen, ...]
    cell: int

    @property
    def returned(self) -> int:
        """Records at the threshold or above."""
        found = self.mate is not None and self.mate.found == "returned"
        return int(found) + sum(one.place != "below" for one in self.strangers)


@dataclass(frozen=True)
class MateRecord:
    """
    What stands at mate level: whose, whether the rule accepts it, whether it says wrongly "sought".

    `beside`: both the own record and one of kin are there; which comes first is a toss.
    """

    kin: bool
    source: int
    accepted: bool
    wrong: bool
    beside: bool


@dataclass(frozen=True)
class SearchSeen:
    """
    A whole search: its condition of capture, its photographs, the record at mate level.

    `threshold`: rarity at which a record is returned; `frailty`: how many times as many strangers
    as of the average person of the group look like this one; `verdict`: the luck of review.
    """

    condition: int
    threshold: float
    frailty: float
    mate: MateRecord | None
    photographs: tuple[PhotographSeen, ...]
    verdict: float
    cell: int
    stranger: int


class _Trace(NamedTuple):
    """
    What machine code writes; the first axis of most is the photograph.

    `stop`: condition, photographs, and of the record at mate level whether it is there, accepted,
    its cell, its home, whether another is beside it; the stranger who decides. `above`: strangers
    at the threshold or above. `lucks`: frailty, verdict, how much the luck
    of being found at all exceeds what is needed. `own`: the luck of the record at mate level.
    """

    stop: Integers
    lucks: Floats
    own: Floats
    ahead: Integers
    above: Integers
    cell: Integers
    listed: Integers
    rarity: Floats
    source: Integers
    number: Integers
    accepted: Integers


def search_seen(
    everybody: StopsOfEverybody, who: tuple[int, int], stops: PersonStops, at: int
) -> SearchSeen | None:
    """
    What the search of a stop saw.

    Args:
        everybody: the person among them.
        who: row of the unit, and the person's number.
        stops: of the person, as `everybody.live` fills them in.
        at: which of these, in order of time.
    Returns: None where no search was made.
    """
    setting = everybody.setting
    phase = int(stops.phase[at])
    trace = _trace(int(setting.law.rules.tries[phase]))
    unit = everybody.units[who[0]]
    if not _replay(unit, setting, stops, (who[1], at), trace):
        return None
    group, condition = int(unit[1]), int(trace.stop[0])
    photographs = tuple(_photographs(setting.law, trace, (phase, condition, group)))
    threshold = float(setting.law.rarity[phase, condition, group, 0])
    return SearchSeen(
        condition=condition,
        threshold=threshold,
        frailty=float(trace.lucks[0]),
        mate=_mate_record(trace),
        photographs=photographs,
        verdict=float(trace.lucks[1]),
        cell=_ending([one.cell for one in photographs]),
        stranger=int(trace.stop[7]),
    )


def _ending(cells: list[int]) -> int:
    """How a stop ends: as its last photograph, unless that found nothing and another somebody."""
    return NOBODY if cells[-1] == NOTHING and NOBODY in cells else cells[-1]


def _trace(tries: int) -> _Trace:
    of_photograph = (np.zeros(tries, np.int64) for _ in range(4))
    of_stranger = (np.zeros((tries, _ROOM), np.int64) for _ in range(3))
    rest: list[Any] = [*of_photograph, np.zeros((tries, _ROOM)), *of_stranger]
    return _Trace(np.zeros(8, np.int64), np.zeros(3), np.zeros(tries), *rest)


def _mate_record(trace: _Trace) -> MateRecord | None:
    _, _, there, accepted, cell, home, beside, _ = trace.stop.tolist()
    if not there:
        return None
    return MateRecord(
        kin=cell >= STRANGER,
        source=home,
        accepted=bool(accepted),
        wrong=cell == OWN_WRONG,
        beside=bool(beside),
    )


def _photographs(
    law: LawTables, trace: _Trace, place: tuple[int, int, int]
) -> Iterator[PhotographSeen]:
    for number in range(int(trace.stop[1])):
        mate = _mate_seen(law, trace, place, number) if trace.stop[2] else None
        rows = trace.accepted[number, : trace.above[number]].astype(bool).tolist()
        found = mate is not None and mate.found == "returned"
        if mate is not None and found:
            rows.insert(mate.ahead, bool(trace.stop[3]))
        places = _places(rows, int(law.rules.list_length[place[0]]))
        if mate is not None and found:
            mate = replace(mate, place=places.pop(mate.ahead))
        strangers = tuple(_strangers_seen(trace, number, places))
        yield PhotographSeen(mate=mate, strangers=strangers, cell=int(trace.cell[number]))


def _places(accepted: list[bool], length: int) -> list[Place]:
    """What becomes of each record of a list, likest first."""
    first = accepted.index(True) if True in accepted else len(accepted)
    decides = first if first < length else len(accepted)
    return [
        "refused" if row < min(decides, length) else "decides" if row == decides else
        "behind" if row > decides else "cut_off"
        for row in range(len(accepted))
    ]  # fmt: skip


def _strangers_seen(trace: _Trace, number: int, places: list[Place]) -> Iterator[StrangerSeen]:
    for row in range(int(trace.listed[number])):
        yield StrangerSeen(
            rarity=float(trace.rarity[number, row]),
            source=int(trace.source[number, row]),
            number=int(trace.number[number, row]),
            accepted=bool(trace.accepted[number, row]),
            place=places[row] if row < len(places) else "below",
        )


def _mate_seen(law: LawTables, trace: _Trace, place: tuple[int, int, int], number: int) -> MateSeen:
    at = (*place, int(trace.stop[5]))
    luck, ahead = float(trace.own[number]), int(trace.ahead[number])
    if trace.lucks[2] < 0.0:
        return MateSeen("never_findable", None, ahead, "not_found")
    if luck == _MISSED_AGAIN:
        return MateSeen("missed_again", None, ahead, "not_found")
    if luck < law.lost[at]:
        return MateSeen("not_findable", None, ahead, "not_found")
    part = float((luck - law.lost[at]) / (1.0 - law.lost[at]))
    return MateSeen("returned" if luck >= law.missed[at] else "below", part, ahead, "below")


def mate_rarity(terms: Terms, condition: int, home: int, part: float) -> float:
    """
    The rarity below which a part of the findable own records of a source lie.

    Args:
        terms: one world.
        condition: of capture.
        home: the source.
        part: from 0 to 1.
    """
    curves = mates(terms.conditions[condition].law, terms.images, terms.miss_odds)

    def above(points: Floats, _: Integers) -> Floats:
        return np.asarray(curves.split(points[None])[0][0, home] - part)

    return float(root(above, np.zeros(1), np.full(1, _HIGHEST))[0])


@bare
def _replay(
    unit: Integers, setting: Setting, stops: PersonStops, at: tuple[int, int], trace: _Trace
) -> bool:
    """Fill in the trace of one of a person's stops; whether a search was made."""
    (person_number, place_of), law = at, setting.law
    person = somebody(setting, unit, person_number)
    number, when, phase = stops.number[place_of], stops.when[place_of], stops.phase[place_of]
    condition = condition_of(law, SearchPlace(phase, 0, person.group), share(stops.first[number]))
    if condition < 0:
        return False
    place = SearchPlace(phase, condition, person.group)
    enrolled = person.truth < law.enrolled[phase, person.group]
    held = not enrolled and stops.truth[place_of] == ENROLLED
    mine = own_record(setting, person, place, (when, stops.flagged[place_of]), held)
    mate = with_kin(law, person, mine, phase, number)
    first = Attempt(number, 0, 0.0, stops.second[number], stops.third[number])
    _note(law, person, (mine, mate), place, trace)
    _search(law, place, person, (mate, first), trace)
    words = bits(person, number, VERDICT)
    trace.lucks[1] = uniform(words[0], words[1])
    return True


@inlined
def _note(
    law: LawTables, person: Person, both: tuple[Mate, Mate], place: SearchPlace, trace: _Trace
) -> None:
    """What stands at mate level."""
    mine, mate = both
    enrolled = 1 if mine.truth != NOT_ENROLLED else 0
    kin = person.kin < law.kin[place.phase, place.group, mine.home, enrolled]
    trace.stop[0] = place.condition
    trace.stop[2], trace.stop[3] = 1 if mate.there else 0, 1 if mate.accepted else 0
    trace.stop[4], trace.stop[5] = mate.cell, mate.home
    trace.stop[6] = 1 if mine.there and kin else 0
    trace.lucks[0] = person.frailty
    trace.lucks[2] = mate.unfound - law.unfound[place.phase, place.group, mate.home]


@inlined
def _search(
    law: LawTables,
    place: SearchPlace,
    person: Person,
    given: tuple[Mate, Attempt],
    trace: _Trace,
) -> None:
    """Every photograph of a stop, as `person.search` has them."""
    (mate, first), phase = given, place.phase
    at = (phase, place.condition, place.group, mate.home)
    unfound = law.unfound[phase, place.group, mate.home]
    there = mate.there and mate.unfound >= unfound
    for number in range(law.rules.tries[phase]):
        luck = -1.0
        trace.own[number] = _MISSED_AGAIN
        if there:
            luck = own_luck(person, first, number, unfound)
            trace.own[number] = luck
            if luck < law.missed[at]:
                luck = -1.0
                there = found_later(person, first, number, law.stuck[at])
        attempt = Attempt(first.stop, number, luck, first.word, first.own_word)
        ending = candidates(law, place, person, mate, attempt)
        trace.cell[number], trace.stop[7] = ending.cell, ending.stranger
        trace.stop[1] = number + 1
        _strangers(law, place, person, (mate, attempt), trace)
        again = ending.cell == NOBODY and law.rules.until_reference[phase]
        if not (again or ending.cell == NOTHING):
            return


@inlined
def _strangers(
    law: LawTables,
    place: SearchPlace,
    person: Person,
    given: tuple[Mate, Attempt],
    trace: _Trace,
) -> None:
    """Strangers of one photograph, likest first: all at the threshold or above, a few below."""
    mate, attempt = given
    phase, number = place.phase, attempt.number
    limit = law.at_threshold[phase, place.condition, place.group] * person.frailty
    lasting = law.rules.persistence[phase]
    old = old_look_alike(person, 0, 0.0, lasting)
    new = new_look_alike(person, attempt, Candidate(0.0, 0.0, 0.0, 0), 1.0 - lasting, math.inf)
    below = 0
    for row in range(_ROOM):
        best = old if old.at <= new.at else new
        trace.above[number] += 1 if best.at < limit else 0
        below += 1 if best.at >= limit else 0
        if below > _BELOW or best.at == math.inf:
            return
        part = best.at / limit
        _stranger(law, place, best, (number, row, part), trace)
        if part < 1.0 and attempt.mate >= 0.0 and not outranks(law, place, mate, attempt, part):
            trace.ahead[number] += 1
        if best.number >= 0:
            old = old_look_alike(person, best.number + 1, best.at, lasting)
        else:
            new = new_look_alike(person, attempt, best, 1.0 - lasting, math.inf)
        trace.listed[number] = row + 1


@inlined
def _stranger(
    law: LawTables, place: SearchPlace, one: Candidate, at: tuple[int, int, float], trace: _Trace
) -> None:
    """One stranger's record; `at`: photograph, row, and strangers above as a part of the limit."""
    number, row, part = at
    source = first_above(law.source_upto[place.phase, place.group], one.source)
    trace.number[number, row], trace.source[number, row] = one.number, source
    accepted = one.accepted < law.rules.accepted[place.phase, source]
    trace.accepted[number, row] = 1 if accepted else 0
    if part < 1.0:
        trace.rarity[number, row] = rarity_of(law, place, part)
    else:
        # Below the threshold the curve is as straight as at it.
        first = (place.phase, place.condition, place.group, 0)
        trace.rarity[number, row] = law.rarity[first] - math.log(part) * law.slope[first]
