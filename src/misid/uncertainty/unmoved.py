"""Facts of a case that alone move nothing: what the code means with each of them and without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from misid.results.codes import Codes, probability
from misid.results.schema import CodeMeaning
from misid.scenario import Scenario
from misid.uncertainty.case import CANDIDATES, RULE, Case, CaseSide
from misid.uncertainty.code_schema import GivenName, Unmoved, UnmovedBecause, UnmovedState

_RIGHT: CodeMeaning = "right_person"
_SOUGHT: CodeMeaning = "right_person_sought"
_OF_CASE: tuple[GivenName, ...] = ("rule", "candidates", "group", "condition", "review")
_INPUTS = {"rule": RULE, "candidates": CANDIDATES}
_ERRORS = 2.0
"""A move of fewer standard errors cannot be told from none; with so many it is shown small."""
_NOTHING = 0.03
"""A move that is shown to be smaller is told as nothing; what 4,096 worlds can show, usually."""
_LITTLE = 0.01
"""A move below it is told as hardly any, however exact it is: most shares are shown in whole %."""
_ROUNDING = 1e-12


class _Move(NamedTuple):
    """How far a fact moves a probability, and the standard error of that."""

    by: float
    error: float

    @property
    def is_seen(self) -> bool:
        """Whether it can be told from nothing."""
        return abs(self.by) > _ERRORS * self.error

    @property
    def bound(self) -> float:
        """It is no larger."""
        return abs(self.by) + _ERRORS * self.error


def unmoved(case: Case, sides: Sequence[CaseSide]) -> tuple[Unmoved, ...]:
    """
    The facts of a case not seen to move either probability, each against the case without it alone.

    That nothing is seen is no finding: it is told as nothing only where a larger move than
    `_NOTHING` is shown not to be there, and else that the worlds cannot tell.

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
        state = _state([one for one in (right, sought, *alone) if one is not None])
        if state is not None:
            yield Unmoved(
                name=name,
                right_person=right.by,
                right_person_error=right.error,
                right_person_sought=sought.by,
                right_person_sought_error=sought.error,
                state=state,
                margin=_NOTHING,
                because=_because(case, name, (right, sought), state),
            )


def _state(moves: Sequence[_Move]) -> UnmovedState | None:
    """What these moves of one fact show together; None: that it moves something."""
    if any(one.is_seen and abs(one.by) >= _LITTLE for one in moves):
        return None
    if any(one.bound > _NOTHING for one in moves):
        return "cannot_be_told"
    return "moves_hardly" if any(one.is_seen for one in moves) else "moves_nothing"


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


def _because(
    case: Case, name: GivenName, moves: Sequence[_Move], state: UnmovedState
) -> UnmovedBecause | None:
    if name == "review" and case.given.review == "none":
        return "looked_at_alike"
    if _is_said(case, name):
        return "said_already"
    if not any(abs(one.by) + one.error > _ROUNDING for one in moves):
        return "no_part"
    # What is not shown has no reason.
    return None if state == "cannot_be_told" else "near_the_rest"


def _is_said(case: Case, name: GivenName) -> bool:
    """Whether the scenario leaves no other answer."""
    scenario: Scenario = case.found.made.scenario
    if name in _INPUTS:
        return not case.found.evaluation.worlds.by_name[_INPUTS[name]].content.is_range
    if name == "group":
        return len(scenario.groups) == 1
    return name == "condition" and len(scenario.capture.conditions) == 1
