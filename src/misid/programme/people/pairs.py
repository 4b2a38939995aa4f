"""Pairs of searches of one person: what a reference of the first means, by what the second gives.

In each world as many people of each group and truth are drawn, and counted by how common they are
there. A person keeps what lasts: frailty, lasting look-alikes, whether their record is ever found,
its flag; each search has a photograph of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from misid.arrays import Floats, Integers
from misid.machine.compiled import bare, inlined
from misid.machine.philox import Key
from misid.machine.threads import side_by_side
from misid.programme.outcomes import A_SOURCE as _VERDICTS
from misid.programme.outcomes import ENROLLED, OWN, OWN_WRONG, SOUGHT, STRANGER
from misid.programme.parameters import Terms
from misid.programme.people.lookup_tables import LawTables, tabulate
from misid.programme.people.person import (
    ANEW,
    STOP,
    Attempt,
    Ending,
    Life,
    Person,
    SearchPlace,
    bits,
    draw_person,
    first_above,
    mate_of,
    search,
    share,
    with_kin,
)
from misid.programme.rules import Rules

SAME, DIFFERENT, NOTHING = range(3)
"""What another search gave: a reference on the same record, on another one, or none."""
MEANINGS = RIGHT_SOUGHT, RIGHT_NOT_SOUGHT, RIGHT_WRONG_RECORD, SOMEBODY_ELSE = range(4)
"""What the first search's reference means."""
UPHELD, WITHDRAWN, ANY = range(3)
"""Which verdict of review the first reference must have."""
FURTHER = 4
"""Other searches that are drawn for each reference; each is one of the equally likely."""
_TRUTHS = 3
_NO_LIFE = Life(0.0, 0.0, 0.0, 0.0, 0.0)
_WORD, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)


class Asked(NamedTuple):
    """
    Which first searches count.

    `people`: of each group and truth in each world; `verdict`: one of `UPHELD` to `ANY`;
    `condition`: position of the capture condition, below 0 for any.
    """

    people: int
    verdict: int
    condition: int


def pairs(terms: Terms, weights: Floats, asked: Asked, key: Key) -> Floats:
    """
    References of a first search, by what they mean and by what another search of the person gave.

    Args:
        terms: of the worlds, without a margin to the second candidate.
        weights: how often each group counts in each world, shape (worlds, groups).
        asked: which first searches count.
        key: of the luck.
    Returns: for one unit of weight, in each world, shape (worlds, meanings, 3); the last axis is
        `SAME`, `DIFFERENT`, `NOTHING`, and adds up to all references.
    """
    law, worlds = _in_one_order(tabulate(terms)), range(len(terms.threshold))
    counts = np.stack(
        list(side_by_side(lambda world: _counted(law, terms, world, (asked, key)), worlds))
    )
    searched = weights * (1.0 - law.no_search)
    often = np.stack(list(_often(law)), axis=-1) * searched[..., None]
    drawn = asked.people * FURTHER
    return np.asarray(np.einsum("wgt,wgtmo->wmo", often, counts.astype(np.float64)) / drawn)


def _in_one_order(law: LawTables) -> LawTables:
    """The same tables, of which machine code need be made but once."""
    rules: list[Any] = [np.array(one) for one in law.rules]
    plain: dict[str, Any] = {
        name: np.array(one)
        for name, one in law._asdict().items()
        if name not in ("variance", "rules")
    }
    return law._replace(**plain, rules=Rules(*rules))


def _often(law: LawTables) -> Iterator[Floats]:
    """Share of each truth, in the order of the table's axis."""
    yield 1.0 - law.enrolled
    yield law.enrolled * (1.0 - law.sought)
    yield law.enrolled * law.sought


def _counted(law: LawTables, terms: Terms, world: int, given: tuple[Asked, Key]) -> Integers:
    groups = law.enrolled.shape[1]
    counts = np.zeros((groups, _TRUTHS, len(MEANINGS), 3), np.int64)
    own = law._replace(variance=float(terms.variance[world]))
    _count(own, world, given, counts)
    return counts


@bare
def _count(law: LawTables, phase: int, given: tuple[Asked, Key], counts: Integers) -> None:
    asked, _ = given
    for group in range(counts.shape[0]):
        for truth in range(_TRUTHS):
            for number in range(asked.people):
                who = phase * asked.people + number
                who = (who * counts.shape[0] + group) * _TRUTHS + truth
                person = _somebody(law, phase, (who, group, truth), given)
                _pair(law, phase, person, asked, counts[group, truth])


@inlined
def _somebody(
    law: LawTables, phase: int, who: tuple[int, int, int], given: tuple[Asked, Key]
) -> Person:
    """A person of a group and a truth, whose number nobody else in any world has."""
    (number, group, truth), (_, key) = who, given
    low, high = np.uint64(number) & _WORD, np.uint64(number) >> _HALF
    nobody = Person(
        low, high, key.k0, key.k1, group, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0,
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
    )  # fmt: skip
    one = draw_person(nobody, law, _NO_LIFE, 0.0, False)
    enrolled = law.enrolled[phase, group]
    sought = enrolled * law.sought[phase, group]
    start, end = enrolled, 1.0
    if truth == ENROLLED:
        start, end = sought, enrolled
    elif truth == SOUGHT:
        start, end = 0.0, sought
    return Person(
        low, high, key.k0, key.k1, group, start + one.truth * (end - start), one.home, one.citizen,
        one.flag, one.kin, one.kin_flag, one.outdated, one.enrols, one.frailty, one.arrives,
        one.leaves, one.changes, one.likest, one.likest_source, one.likest_accepted, one.unfound,
        one.kin_unfound,
    )  # fmt: skip


@inlined
def _pair(law: LawTables, phase: int, person: Person, asked: Asked, counts: Integers) -> None:
    """A first search and, where it ends in a reference that counts, others."""
    first = _searched(law, phase, person, 0, asked.condition)
    if first.cell < OWN:
        return
    if asked.verdict != ANY and (first.cell - OWN) % _VERDICTS != asked.verdict:
        return
    meaning = SOMEBODY_ELSE
    if first.cell < OWN_WRONG:
        sought = person.truth < law.enrolled[phase, person.group] * law.sought[phase, person.group]
        meaning = RIGHT_SOUGHT if sought else RIGHT_NOT_SOUGHT
    elif first.cell < STRANGER:
        meaning = RIGHT_WRONG_RECORD
    for number in range(1, FURTHER + 1):
        other = _searched(law, phase, person, number, -1)
        gave = DIFFERENT
        if other.cell < OWN:
            gave = NOTHING
        elif first.stranger == other.stranger and first.stranger != ANEW:
            gave = SAME
        counts[meaning, gave] += 1


@inlined
def _searched(law: LawTables, phase: int, person: Person, stop: int, condition: int) -> Ending:
    """How a search of the person ends, with a photograph of its own."""
    words = bits(person, stop, STOP)
    where = condition
    if where < 0:
        where = first_above(law.condition_upto[phase], share(words[1]))
    place = SearchPlace(phase, where, person.group)
    mine = mate_of(law, person, _NO_LIFE, place, (0, person.flag))
    mate = with_kin(law, person, mine, phase, stop)
    return search(law, place, person, mate, Attempt(stop, 0, 0.0, words[2], words[3]))
