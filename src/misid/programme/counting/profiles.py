"""What is settled about a stop before its search: who it is, the photograph, the own record.

Everything here is independent of what the search finds, so that it can be drawn at once: each way
in which it can fall out is a profile with a share of the stops.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from misid.arrays import Floats
from misid.programme.kin import Present, decides
from misid.programme.outcomes import (
    A_SOURCE,
    NO_SEARCH,
    NOBODY,
    NOT_ENROLLED,
    NOTHING,
    OWN,
    OWN_WRONG,
    SOUGHT,
    STRANGER,
    WITHDRAWN,
)
from misid.programme.parameters import Terms
from misid.programme.rules import rules_of


class Profile(NamedTuple):
    """
    One way in which all that comes before the search can fall out.

    `place` is the condition and group, `mate` that and the home: positions in the tables of the
    world, -1 where nothing is searched, or nobody stands at mate level. `alone` is the cell of the
    outcome table where the record at mate level is the answer, or the only candidate.
    """

    share: float
    group: int
    truth: int
    place: int
    mate: int
    alone: int


class _Level(NamedTuple):
    """What stands at mate level: the probability of each cell it can lead to, and of nobody."""

    cells: dict[int, float]
    nobody: float


def profiles(terms: Terms, thresholds: Floats) -> list[Profile]:
    """
    Every profile of the first world that can occur.

    Args:
        terms: of the world.
        thresholds: of its groups, shape (groups,).
    """
    present = terms.kin_present(thresholds[None])
    shape = terms.people.home[:1].shape
    kin = Present(*(np.broadcast_to(part[:1], shape) for part in present))
    return [one for one in _all(terms, kin) if one.share > 0.0]


def _all(terms: Terms, kin: Present) -> Iterator[Profile]:
    people, failed = terms.people, float(terms.operational_failures[0])
    for group, stopped in enumerate(people.stopped[0].tolist()):
        sent = (1.0 - failed) * (1.0 - float(people.opt_out[0, group]))
        for truth, share in enumerate(_truths(terms, group)):
            who = (group, truth)
            yield Profile(stopped * share * (1.0 - sent), *who, -1, -1, NO_SEARCH)
            yield from _searched(terms, kin, who, stopped * share * sent)


def _truths(terms: Terms, group: int) -> tuple[float, float, float]:
    enrolled, sought = float(terms.people.enrolled[0, group]), float(terms.people.sought[0, group])
    return 1.0 - enrolled, enrolled * (1.0 - sought), enrolled * sought


def _searched(terms: Terms, kin: Present, who: tuple[int, int], share: float) -> Iterator[Profile]:
    group, truth = who
    groups, homes = terms.people.home.shape[1:]
    present = kin.absent if truth == NOT_ENROLLED else kin.enrolled
    levels = [_level(terms, truth, home, float(present[0, group, home])) for home in range(homes)]
    lives = terms.people.home[0, group].tolist()
    nobody = sum(part * level.nobody for part, level in zip(lives, levels, strict=True))
    for number, condition in enumerate(terms.conditions):
        here, place = share * float(condition.share[0]), number * groups + group
        yield Profile(here * nobody, *who, place, -1, NOTHING)
        for home, level in enumerate(levels):
            mate = place * homes + home
            for cell, chance in level.cells.items():
                yield Profile(here * lives[home] * chance, *who, place, mate, cell)


def _level(terms: Terms, truth: int, home: int, kin: float) -> _Level:
    """
    Whose record stands at mate level, what the rule says of it, and what review would.

    One of kin comes first in half of the searches of people whose own record is searched too; the
    other of both counts where the rule refuses the first, and the list has several candidates.
    """
    held, accepted = _held(terms, truth, home), float(terms.records.accepted[0, home])
    right, wrong = _says(terms, truth, home)
    several = bool(terms.several_count()[0])
    mine, other = decides(kin, accepted, several), decides(held, right + wrong, several)
    own, relative = held * float(mine.accepted), kin * float(other.accepted)
    refused = held * (1.0 - right - wrong) * float(mine.refused)
    refused += kin * (1.0 - accepted) * float(other.refused)
    rejected = float(rules_of(terms).rejected[0])
    of_kin = STRANGER + A_SOURCE * (terms.records.accepted.shape[1] + home)
    answers = {OWN: own * right, OWN_WRONG: own * wrong, of_kin: relative * accepted}
    cells = {NOBODY: refused}
    for cell, chance in answers.items():
        cells |= {cell: chance * (1.0 - rejected), cell + WITHDRAWN: chance * rejected}
    return _Level(cells, (1.0 - held) * (1.0 - kin))


def _held(terms: Terms, truth: int, home: int) -> float:
    """How likely it is that the own record is among those that are searched."""
    if truth == NOT_ENROLLED:
        return 0.0
    return _compared(terms, "sought" if truth == SOUGHT else "not_sought", home)


def _compared(terms: Terms, whose: str, home: int) -> float:
    searched = terms.records.searched
    return 1.0 if searched is None else float(getattr(searched, whose)[0, home])


def _says(terms: Terms, truth: int, home: int) -> tuple[float, float]:
    """
    How likely the rule accepts the own record, what it says of the person being right or wrong.

    Where only flagged records are searched, every own record that is found carries a flag.
    """
    records = terms.records
    flagged = records.searched is not None and bool(records.searched.only_flagged[0])
    any_ = bool(records.any_candidate[0])
    if truth == SOUGHT:
        return 1.0 if any_ or flagged else 1.0 - float(records.flag_missing[0, home]), 0.0
    wrong = 1.0 if flagged else float(records.wrongly_flagged[0, home])
    return (1.0 - wrong if any_ else 0.0), wrong
