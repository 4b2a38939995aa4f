"""Facts of a case that alone move nothing: what the code means with each of them and without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import ndtri

from misid.results.codes import Codes, probability
from misid.results.schema import CodeMeaning
from misid.scenario import Scenario
from misid.uncertainty.case import CANDIDATES, RULE, Case, CaseSide
from misid.uncertainty.code_schema import GivenName, Unmoved, UnmovedBecause

_RIGHT: CodeMeaning = "right_person"
_SOUGHT: CodeMeaning = "right_person_sought"
_OF_CASE: tuple[GivenName, ...] = ("rule", "candidates", "group", "condition", "review")
_INPUTS = {"rule": RULE, "candidates": CANDIDATES}
_BY_CHANCE = 0.05
"""Of facts that move nothing, at most this share is found to move something, by luck alone."""
_ROUNDING = 1e-12
_LITTLE = 0.01
"""A move below it is told as hardly any, however exact it is: most shares are shown in whole %."""


class _Move(NamedTuple):
    """How far a fact moves a probability, and the standard error of that."""

    by: float
    error: float

    def is_within(self, errors: float) -> bool:
        """Whether it lies so many standard errors from nothing, or less."""
        return abs(self.by) <= errors * self.error


def unmoved(case: Case, sides: Sequence[CaseSide]) -> tuple[Unmoved, ...]:
    """
    The facts of a case that move neither probability, each against the case without it alone.

    Args:
        case: what is known; nothing of another search.
        sides: of the either/or that decides what the code means.
    """
    known = [name for name in _OF_CASE if getattr(case.given, name) is not None]
    return tuple(_unmoved(case, sides, known))


def _unmoved(case: Case, sides: Sequence[CaseSide], known: list[GivenName]) -> Iterator[Unmoved]:
    stands = [case.codes(side.evaluation) for side in sides]
    for name in known:
        without = [_without(side, name) for side in sides]
        right, sought = (_moved(stands, without, meaning) for meaning in (_RIGHT, _SOUGHT))
        alone = [
            _moved([with_it], [without_it], meaning)
            for with_it, without_it in zip(stands, without, strict=True)
            for meaning in (_RIGHT, _SOUGHT)
            if len(sides) > 1
        ]
        if right is None or sought is None:
            continue
        moves = [one for one in (right, sought, *alone) if one is not None]
        # The more differences are looked at, the further luck takes the largest of them.
        errors = -float(ndtri(_BY_CHANCE / 2.0 / len(moves)))
        if all(one.is_within(errors) or abs(one.by) < _LITTLE for one in moves):
            yield Unmoved(
                name=name,
                right_person=right.by,
                right_person_error=right.error,
                right_person_sought=sought.by,
                right_person_sought_error=sought.error,
                is_within_error=right.is_within(errors) and sought.is_within(errors),
                because=_because(case, name, (right, sought)),
            )


def _without(side: CaseSide, name: GivenName) -> Codes:
    """The codes of one side where all but one fact is known, in the same worlds."""
    case = side.case.about(**{name: None})
    # A group, and that nobody compared them, pick cells of a table that is there.
    picks = name == "group" or (name == "review" and not side.case.given.is_reviewed)
    return case.codes(side.evaluation if picks else case.evaluation(side.options))


def _moved(stands: Sequence[Codes], without: Sequence[Codes], meaning: CodeMeaning) -> _Move | None:
    """
    By how much what is known moves a probability, and the error of that from the draw of worlds.

    Both are ratios of sums over the same worlds, so that what a world does to both is left out.
    """
    there, before = probability(stands, meaning), probability(without, meaning)
    if there is None or before is None:
        return None
    away = _influence(stands, meaning, there) - _influence(without, meaning, before)
    return _Move(there - before, float(np.sqrt(np.sum(away**2))))


def _influence(sides: Sequence[Codes], meaning: CodeMeaning, share: float) -> np.ndarray:
    """How far each world alone pulls a probability."""
    away = np.asarray(sum(side.by_meaning[meaning] - share * side.whole for side in sides))
    return away / sum(float(side.whole.sum()) for side in sides)


def _because(case: Case, name: GivenName, moves: Sequence[_Move]) -> UnmovedBecause:
    if name == "review" and case.given.review == "none":
        return "looked_at_alike"
    if _is_said(case, name):
        return "said_already"
    has_part = any(abs(one.by) + one.error > _ROUNDING for one in moves)
    return "near_the_rest" if has_part else "no_part"


def _is_said(case: Case, name: GivenName) -> bool:
    """Whether the scenario leaves no other answer."""
    scenario: Scenario = case.found.made.scenario
    if name in _INPUTS:
        return not case.found.evaluation.worlds.by_name[_INPUTS[name]].content.is_range
    if name == "group":
        return len(scenario.groups) == 1
    return name == "condition" and len(scenario.capture.conditions) == 1
