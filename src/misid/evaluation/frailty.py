"""How unevenly false matches fall on the people who are searched for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from misid.arrays import Flags, Floats
from misid.evaluation.fairness import finite
from misid.evaluation.rarity_axis import ComparisonSide, lenient_to_strict
from misid.evaluation.schema import FrailtyNote
from misid.measures.frailty import FEWEST_MATCHES, FEWEST_PEOPLE, Frailty, look_alike_frailty
from misid.measures.intervals import CONFIDENCE

# False matches of each person, on average, that tell enough.
_EACH = 1.0
_HIGHEST_RATE = 0.03
_LOWEST_VARIANCE, _HIGHEST_VARIANCE = 1e-3, 100.0


@dataclass(frozen=True)
class LookAlikes:
    """What a threshold says of how unevenly false matches fall on people."""

    frailty: Frailty
    threshold: float
    rate: float
    """The false match rate there."""
    both_sides: bool
    """Whether some people are on either side of comparisons."""

    @property
    def variance(self) -> float:
        """From person to person, of a mean of 1; never quite nothing."""
        return max(_LOWEST_VARIANCE, self.frailty.variance)

    @property
    def low(self) -> float:
        """The lower end of its interval, at least 0.001."""
        return max(_LOWEST_VARIANCE, 1.0 / self.frailty.high)

    @property
    def high(self) -> float:
        """The upper end of its interval, at most 100."""
        return min(_HIGHEST_VARIANCE, 1.0 / max(self.frailty.low, 1.0 / _HIGHEST_VARIANCE))


def look_alikes(impostor: ComparisonSide, *, confidence: float) -> LookAlikes | None:
    """
    The frailty at the strictest threshold at which people have a false match each, on average.

    What is expected of a person is what their group has in as many comparisons.

    Args:
        impostor: comparisons of different people; side a is the one searched for.
        confidence: how often such intervals should hold the true value.
    Returns: nothing where nobody says who is compared, or false matches are too few.
    """
    if impostor.kind.subjects is None:
        return None
    people, whose = np.unique(impostor.kind.subjects[0], return_inverse=True)
    found = None
    for threshold in lenient_to_strict(impostor):
        matched = impostor.matched(threshold)
        if matched > _HIGHEST_RATE * len(impostor.scores):
            continue
        if matched < FEWEST_MATCHES or (found is not None and matched < _EACH * len(people)):
            break
        found = threshold
    if found is None or len(people) < FEWEST_PEOPLE:
        return None
    is_wrong = impostor.kind.wrong(found)
    wrong = np.bincount(whose[is_wrong], minlength=len(people))
    expected = np.bincount(whose, weights=_rates(impostor, is_wrong), minlength=len(people))
    return LookAlikes(
        frailty=look_alike_frailty(wrong, expected, confidence=confidence),
        threshold=found,
        rate=float(is_wrong.mean()),
        both_sides=bool(np.isin(impostor.kind.subjects[1], people).any()),
    )


def _rates(impostor: ComparisonSide, is_wrong: Flags) -> Floats:
    """The rate that each comparison has by the group of side a: groups differ for themselves."""
    group = impostor.kind.group_a
    if group is None:
        return np.full(len(is_wrong), is_wrong.mean())
    size = len(group.labels)
    trials = np.bincount(group.at, minlength=size)
    return np.asarray((np.bincount(group.at[is_wrong], minlength=size) / trials)[group.at])


def frailty_note(impostor: ComparisonSide, shown: Callable[[float], float]) -> FrailtyNote | None:
    """
    How unevenly false matches fall on people; nothing where that is not told.

    Args:
        impostor: comparisons of two people, their scores in order.
        shown: a threshold on the scale of the file.
    """
    found = look_alikes(impostor, confidence=CONFIDENCE)
    if found is None:
        return None
    return FrailtyNote(
        shape=finite(found.frailty.shape),
        low=finite(found.frailty.low),
        high=finite(found.frailty.high),
        people=found.frailty.people,
        false_matches=found.frailty.false_matches,
        threshold=shown(found.threshold),
        fmr=found.rate,
        both_sides=found.both_sides,
    )
