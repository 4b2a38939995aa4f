"""One person, drawn: who they are, when they are stopped, and how each of their searches ends.

Every number is a function of the key, the person's number and what it is for, so that nothing
depends on who else is drawn, in which order or on how many threads; and a person keeps their luck
when the programme changes.

A share `persistence` of a person's look-alikes are the same records at every stop, the others are
met anew: best candidate `min(E_p / rho, E_f / (1 - rho)) / Z`, where `E_p` and the frailty Z belong
to the person and `E_f` to the photograph.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from misid.arrays import Floats
from misid.machine.compiled import inlined
from misid.machine.philox import block, uniform
from misid.programme.outcomes import (
    A_SOURCE,
    ENROLLED,
    NOBODY,
    NOT_ENROLLED,
    NOTHING,
    OWN,
    OWN_WRONG,
    SOUGHT,
    STRANGER,
    WITHDRAWN,
)
from misid.programme.people.lookup_tables import INTENSITY_STEP, RARITY_STEP, LawTables

ANEW, KIN, NO_STRANGER = -1, -2, -3
"""What stands for the number of a lasting look-alike where a record is none."""
NEVER = 9.0e18
"""A time that does not come, in seconds."""

_WHO, _RECORD, _LIFE, _FRAILTY, _POWER, _OLD, STOP, _NEW, _MATE, VERDICT, _IMAGES, FLAG = range(
    1, 13
)
"""What a block of random bits is for; 0 is how often a person is stopped."""
_WORD = 2.0**-32
_ATTEMPTS, _PLACES = 256, 65536


class Person(NamedTuple):
    """
    Who somebody is: luck that is held against the shares of whatever law is in force.

    `arrives`, `leaves`, `changes` (becomes a citizen) are seconds from the beginning. `likest` is
    how many strangers are expected above the likest look-alike, were all lasting; the next two are
    its luck. `unfound` and `kin_unfound`: of the own record and that of kin, whether any stop finds
    it. `flag` is that of the first stop; a wrong one is corrected.
    """

    low: np.uint64
    high: np.uint64
    k0: np.uint64
    k1: np.uint64
    group: int
    truth: float
    home: float
    citizen: float
    flag: float
    kin: float
    kin_flag: float
    outdated: float
    enrols: float
    frailty: float
    arrives: float
    leaves: float
    changes: float
    likest: float
    likest_source: float
    likest_accepted: float
    unfound: float
    kin_unfound: float


class Life(NamedTuple):
    """
    What happens to people and to their records in the years; rates a second, times in seconds.

    `outdated`: share of the records of new citizens that then say wrongly that they are sought,
    until `corrected_after`; `enrolled`: share of photographs of people without a record that
    become records, in the last source.
    """

    leaving: float
    naturalising: float
    outdated: float
    corrected_after: float
    enrolled: float


class SearchPlace(NamedTuple):
    """Phase of the programme, condition of capture, group of the person."""

    phase: int
    condition: int
    group: int


class Mate(NamedTuple):
    """
    The record at mate level: is there one, does the rule accept it, what would it be.

    `cell`: that of the outcome table when it is upheld; `truth`: about the person, now; `unfound`:
    the luck of whether any stop finds it.
    """

    there: bool
    accepted: bool
    cell: int
    home: int
    truth: int
    unfound: float


class Attempt(NamedTuple):
    """
    One photograph of a stop; `mate` is the own record's luck, below 0 where there is none.

    The first photograph's luck, for strangers and for the own record, is two words of the stop's.
    """

    stop: int
    number: int
    mate: float
    word: np.uint64
    own_word: np.uint64


class Candidate(NamedTuple):
    """A stranger's record: strangers expected above it, its luck, its number if it lasts."""

    at: float
    source: float
    accepted: float
    number: int


class Ending(NamedTuple):
    """The cell of the outcome table, and which stranger's record it is."""

    cell: int
    stranger: int


@inlined
def share(word: np.uint64) -> float:
    """A number in the open interval (0, 1) from one word."""
    return (np.float64(word) + 0.5) * _WORD


@inlined
def bits(person: Person, at: int, kind: int) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Four random words of a person: for which stop or number, and for what."""
    return block(person.low, person.high, np.uint64(at), np.uint64(kind), person.k0, person.k1)


@inlined
def draw_person(luck: Person, law: LawTables, life: Life, horizon: float, newcomer: bool) -> Person:
    """Fill in a person of whom only number, key and group are known."""
    who, record, years = bits(luck, 0, _WHO), bits(luck, 0, _RECORD), bits(luck, 0, _LIFE)
    arrives = horizon * share(years[2]) if newcomer else 0.0
    leaves, changes = NEVER, NEVER
    if life.leaving > 0.0:
        leaves = arrives - math.log(share(years[0])) / life.leaving
    citizen = share(who[3])
    if life.naturalising > 0.0 and citizen >= law.citizens[0, luck.group]:
        changes = arrives - math.log(share(years[1])) / life.naturalising
    old, images = bits(luck, 0, _OLD), bits(luck, 0, _IMAGES)
    return Person(
        luck.low, luck.high, luck.k0, luck.k1, luck.group,
        uniform(who[0], who[1]), share(who[2]), citizen,
        share(record[0]), share(record[1]), share(record[2]), share(record[3]), share(years[3]),
        _frailty(luck, law.variance), arrives, leaves, changes,
        -math.log1p(-uniform(old[0], old[1])), share(old[2]), share(old[3]),
        share(images[0]), share(images[1]),
    )  # fmt: skip


@inlined
def _frailty(person: Person, variance: float) -> float:
    """
    Gamma distributed with mean 1.

    G. Marsaglia, W. W. Tsang: A simple method for generating gamma variables (2000), doi
    10.1145/358407.358414.
    """
    if variance <= 0.0:
        return 1.0
    first = bits(person, 0, _POWER)
    if variance == 1.0:
        return -math.log(uniform(first[0], first[1]))
    shape = 1.0 / variance
    shrink = 1.0
    if shape < 1.0:
        shrink = uniform(first[0], first[1]) ** variance
        shape += 1.0
    d = shape - 1.0 / 3.0
    for number in range(1_000):
        x0, x1, x2, x3 = bits(person, number, _FRAILTY)
        x = math.sqrt(-2.0 * math.log(uniform(x0, x1))) * math.cos(2.0 * math.pi * share(x2))
        v = (1.0 + x / math.sqrt(9.0 * d)) ** 3
        if v > 0.0 and math.log(share(x3)) < 0.5 * x * x + d - d * v + d * math.log(v):
            return d * v * shrink * variance
    return 1.0


@inlined
def first_above(upto: Floats, luck: float) -> int:
    """The part of a whole into which a number falls, by cumulative shares."""
    for place in range(upto.size - 1):
        if luck < upto[place]:
            return place
    return int(upto.size - 1)


@inlined
def is_sought(law: LawTables, person: Person, phase: int, when: int) -> bool:
    """Whether somebody has a record and is sought; a new citizen no longer is."""
    enrolled = law.enrolled[phase, person.group]
    return bool(person.truth < enrolled * law.sought[phase, person.group] and when < person.changes)


@inlined
def mate_of(
    law: LawTables, person: Person, life: Life, place: SearchPlace, at: tuple[int, float]
) -> Mate:
    """
    The person's own record as it stands at a time, unless a photograph of theirs is one.

    `at`: the time, and the luck of its flag by then, should the person not be sought.
    """
    when, flag = at
    phase, group = place.phase, place.group
    home = first_above(law.home_upto[phase, group], person.home)
    enrolled = person.truth < law.enrolled[phase, group]
    sought = is_sought(law, person, phase, when)
    flagged = flag < law.rules.wrongly_flagged[phase, home]
    if sought:
        flagged = person.flag >= law.rules.flag_missing[phase, home]
    if person.changes <= when < person.changes + life.corrected_after:
        flagged = flagged or person.outdated < life.outdated
    every = law.rules.only_flagged[phase]
    own = enrolled and (flagged or not every)
    accepted = flagged or law.rules.any_candidate[phase]
    cell = OWN_WRONG if flagged and not sought else OWN
    truth = (SOUGHT if sought else ENROLLED) if enrolled else NOT_ENROLLED
    return Mate(own, accepted, cell, home, truth, person.unfound)


@inlined
def with_kin(law: LawTables, person: Person, mate: Mate, phase: int, stop: int) -> Mate:
    """
    The record at mate level where one of kin may stand there too: it comes first in half.

    Where several candidates count, the one behind is the answer if the rule accepts it alone.
    """
    rules, sources = law.rules, law.kin.shape[2]
    enrolled = 1 if person.truth < law.enrolled[phase, person.group] else 0
    if person.kin >= law.kin[phase, person.group, mate.home, enrolled]:
        return mate
    every = rules.only_flagged[phase] or rules.any_candidate[phase]
    accepted = every or person.kin_flag < rules.accepted[phase, mate.home]
    if mate.there:
        mine = share(bits(person, stop, VERDICT)[2]) >= 0.5
        several = rules.list_length[phase] > 1 or rules.until_reference[phase]
        if several and mate.accepted != accepted:
            mine = mate.accepted
        if mine:
            return mate
    cell = STRANGER + A_SOURCE * (sources + mate.home)
    return Mate(True, accepted, cell, mate.home, mate.truth, person.kin_unfound)


@inlined
def search(
    law: LawTables, place: SearchPlace, person: Person, mate: Mate, first: Attempt
) -> Ending:
    """How one stop's search ends, all tries included."""
    phase, at = place.phase, (place.phase, place.condition, place.group, mate.home)
    missed, unfound = law.missed[at], law.unfound[phase, place.group, mate.home]
    there, nobody = mate.there and mate.unfound >= unfound, False
    for number in range(law.rules.tries[phase]):
        luck = -1.0
        if there:
            luck = own_luck(person, first, number, unfound)
            if luck < missed:
                luck = -1.0
                there = found_later(person, first, number, law.stuck[at])
        attempt = Attempt(first.stop, number, luck, first.word, first.own_word)
        ending = candidates(law, place, person, mate, attempt)
        again = ending.cell == NOBODY and law.rules.until_reference[phase]
        again = again or ending.cell == NOTHING
        if not again:
            return ending
        nobody = nobody or ending.cell == NOBODY
    return Ending(NOBODY if nobody else NOTHING, NO_STRANGER)


@inlined
def own_luck(person: Person, first: Attempt, number: int, unfound: float) -> float:
    """
    The luck of the own record in one photograph of a stop.

    In the first, whoever can be found takes the place of those who are missed at every stop.
    """
    if number > 0:
        return share(bits(person, first.stop, _MATE + _ATTEMPTS * number)[0])
    return unfound + (1.0 - unfound) * share(first.own_word)


@inlined
def found_later(person: Person, first: Attempt, number: int, stuck: float) -> bool:
    """Whether the next photograph may find an own record that this one misses."""
    return number > 0 or share(bits(person, first.stop, _MATE)[1]) >= stuck


@inlined
def candidates(
    law: LawTables, place: SearchPlace, person: Person, mate: Mate, attempt: Attempt
) -> Ending:
    """The first record of the list that the rule accepts."""
    phase, rules = place.phase, law.rules
    limit = law.at_threshold[phase, place.condition, place.group] * person.frailty
    lasting = rules.persistence[phase] if attempt.number == 0 else 0.0
    old = old_look_alike(person, 0, 0.0, lasting)
    new = new_look_alike(
        person, attempt, Candidate(0.0, 0.0, 0.0, 0), 1.0 - rules.persistence[phase], limit
    )
    own = attempt.mate >= 0.0
    for length in range(rules.list_length[phase]):
        best = old if old.at <= new.at else new
        if best.at >= limit and not own:
            return Ending(NOTHING if length == 0 else NOBODY, NO_STRANGER)
        if own and (best.at >= limit or outranks(law, place, mate, attempt, best.at / limit)):
            if mate.accepted:
                return _upheld_own(law, person, mate, phase, attempt.stop)
            own = False
            continue
        source = first_above(law.source_upto[phase, place.group], best.source)
        if best.accepted < rules.accepted[phase, source]:
            accepted = Ending(STRANGER + A_SOURCE * source, best.number)
            return _reviewed(law, place, person, accepted, (attempt.stop, best.at / limit))
        if best.number >= 0:
            old = old_look_alike(person, best.number + 1, best.at, lasting)
        else:
            new = new_look_alike(person, attempt, best, 1.0 - rules.persistence[phase], limit)
    return Ending(NOBODY, NO_STRANGER)


@inlined
def old_look_alike(person: Person, number: int, above: float, lasting: float) -> Candidate:
    """A look-alike that lasts: the same record at every stop."""
    if lasting <= 0.0:
        return Candidate(math.inf, 0.0, 0.0, number)
    if number == 0:
        return Candidate(person.likest / lasting, person.likest_source, person.likest_accepted, 0)
    x0, x1, x2, x3 = bits(person, number, _OLD)
    step = -math.log1p(-uniform(x0, x1)) / lasting
    return Candidate(above + step, share(x2), share(x3), number)


@inlined
def new_look_alike(
    person: Person, attempt: Attempt, last: Candidate, fresh: float, limit: float
) -> Candidate:
    """A look-alike that is met once; `last` counts those of this photograph by its number."""
    nobody = Candidate(math.inf, 0.0, 0.0, ANEW)
    count = -last.number
    if fresh <= 0.0:
        return nobody
    first = attempt.number == 0 and count == 0
    # Since -log1p(-u) >= u, a word alone says that most photographs meet nobody.
    if first and np.float64(attempt.word) * _WORD >= fresh * limit:
        return nobody
    kind = _NEW + _ATTEMPTS * attempt.number + _PLACES * count
    x0, x1, x2, x3 = bits(person, attempt.stop, kind)
    word = attempt.word if first else x0
    if last.at + np.float64(word) * _WORD / fresh >= limit:
        return nobody
    step = -math.log1p(-uniform(word, x1)) / fresh
    return Candidate(last.at + step, share(x2), share(x3), -(count + 1))


@inlined
def rarity_of(law: LawTables, place: SearchPlace, part: float) -> float:
    """The rarity above which a part of the strangers of the threshold are expected."""
    at = (place.phase, place.condition, place.group)
    x = -math.log(part) / INTENSITY_STEP
    low = min(int(x), law.rarity.shape[3] - 2)
    t = x - low
    here, there = law.rarity[at][low], law.rarity[at][low + 1]
    if t > 1.0:
        return float(there + (t - 1.0) * INTENSITY_STEP * law.slope[at][low + 1])
    first, second = INTENSITY_STEP * law.slope[at][low], INTENSITY_STEP * law.slope[at][low + 1]
    rise = there - here
    bent, cubed = 3.0 * rise - 2.0 * first - second, first + second - 2.0 * rise
    return float(here + t * (first + t * (bent + t * cubed)))


@inlined
def outranks(law: LawTables, place: SearchPlace, mate: Mate, attempt: Attempt, part: float) -> bool:
    """Whether the record at mate level is likelier than this stranger's."""
    below = law.below[place.phase, place.condition, mate.home]
    x = (rarity_of(law, place, part) - law.lowest[place.phase]) / RARITY_STEP
    low = max(0, min(int(x), below.size - 2))
    t = min(max(x - low, 0.0), 1.0)
    under = math.exp(below[low] + t * (below[low + 1] - below[low]))
    lost = law.lost[place.phase, place.condition, place.group, mate.home]
    return bool(attempt.mate >= lost + (1.0 - lost) * under)


@inlined
def _upheld_own(law: LawTables, person: Person, mate: Mate, phase: int, stop: int) -> Ending:
    x0, x1, _, _ = bits(person, stop, VERDICT)
    withdrawn = WITHDRAWN if uniform(x0, x1) < law.rules.rejected[phase] else 0
    return Ending(mate.cell + withdrawn, KIN if mate.cell >= STRANGER else NO_STRANGER)


@inlined
def _reviewed(
    law: LawTables, place: SearchPlace, person: Person, unreviewed: Ending, at: tuple[int, float]
) -> Ending:
    """A stranger's record, after review; `at` is the stop, and the part of strangers above it."""
    rules, phase = law.rules, place.phase
    x0, x1, _, _ = bits(person, at[0], VERDICT)
    away = rules.slope[phase] * (rarity_of(law, place, at[1]) - rules.studied_at[phase])
    accepted = 1.0 / (1.0 + math.exp(-rules.log_odds[phase, place.group] - away))
    withdrawn = rules.reviewed[phase] * (1.0 - accepted ** rules.reviewers[phase])
    stranger = unreviewed.stranger if unreviewed.stranger >= 0 else ANEW
    return Ending(unreviewed.cell + (WITHDRAWN if uniform(x0, x1) < withdrawn else 0), stranger)
