"""The either/or that decides a number on both sides of a change, and its worlds answer by answer.

A side of the either/or holds the same worlds before and after, so the change stays that of each
world. Which either/or it is, the first side says; the second, where the first is not decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from misid.arrays import Integers
from misid.quantities import Choice
from misid.results.schema import Answered, Question, Split
from misid.results.sides import DecidingChoice, decided_by
from misid.results.splits import answered, question
from misid.scenario import Worlds
from misid.uncertainty.differences import Sides
from misid.uncertainty.schema import Decides, Elsewhere, OwnSide, OwnSplit


@dataclass(frozen=True)
class Decided:
    """An either/or, the worlds that give its answers, and what becomes of it on the other side."""

    found: DecidingChoice
    worlds: Worlds
    elsewhere: Elsewhere | None

    @property
    def question(self) -> Decides:
        """What is open, and what becomes of it on the other side."""
        return Decides(**question(self.found).model_dump(), elsewhere=self.elsewhere)

    def sides(self) -> Iterator[tuple[Answered, Integers]]:
        """Each answer, and the positions of its worlds."""
        for side in self.found.sides(self.worlds):
            yield answered(side, self.worlds), side.rows


def decided(
    before: Worlds, after: Worlds, values: Sides, *, of_one: bool, name: str
) -> Decided | None:
    """
    The either/or that decides a number on the first side, or else on the second; none if none.

    Args:
        before: the inputs in each world of the first side.
        after: those of the second, in the same worlds.
        values: the number in each world, shape (worlds,).
        of_one: whether it is a share of one, from 0 to 1.
        name: of the number.
    """
    first = decided_by(before, values.before, of_one=of_one, name=name)
    if first is not None:
        return Decided(first, before, _elsewhere(first, before, after, "after"))
    second = decided_by(after, values.after, of_one=of_one, name=name)
    if second is not None:
        return Decided(second, after, _elsewhere(second, after, before, "before"))
    return None


def _elsewhere(
    found: DecidingChoice, here: Worlds, there: Worlds, side: Literal["before", "after"]
) -> Elsewhere | None:
    """What becomes of it on the other side; nothing where each world keeps its answer."""
    name = found.one.name
    other = there.by_name.get(name)
    if other is None or not isinstance(other.content, Choice):
        return None
    if not other.content.is_range:
        return Elsewhere(side=side, option=str(other.content.options[0]))
    same = np.array_equal(here.options(name), there.options(name))
    return None if same else Elsewhere(side=side, option=None)


def asked_by(split: Question) -> Question:
    """What is open, without the numbers of its sides."""
    return Question.model_validate({name: getattr(split, name) for name in Question.model_fields})


def own_split(split: Split) -> OwnSplit:
    """The range of an output on each side of the either/or that decides it, and no more."""
    kept = set(OwnSide.model_fields)
    return OwnSplit(
        **asked_by(split).model_dump(),
        sides=tuple(OwnSide(**side.model_dump(include=kept)) for side in split.sides),
    )
