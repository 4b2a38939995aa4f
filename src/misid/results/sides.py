"""An either/or that decides an output: which one it is, and which worlds lie on which side.

Where nobody has said which of a few options holds, and the option accounts for more than a third of
the log variance of an output, a median over all worlds lies between two programmes and describes
neither. Such an output is told on each side first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import cast

import numpy as np

from misid.arrays import Floats, Integers
from misid.machine.memo import fresh
from misid.quantities import Choice
from misid.results.variance_shares import log_shares
from misid.scenario import Input, Scenario, Worlds, inputs

DECIDES = 1.0 / 3.0
"""An option that accounts for more than this share of the log variance decides an output."""


@dataclass(frozen=True)
class Side:
    """One answer: its input and option, and the worlds in which it holds, by position."""

    input: str
    option: str
    rows: Integers


@dataclass(frozen=True)
class DecidingChoice:
    """An open choice that decides an output, and the share of the log variance it accounts for."""

    one: Input
    share: float

    def sides(self, worlds: Worlds) -> tuple[Side, ...]:
        """Each answer, in the order of the scenario."""
        return sides_of(worlds, self.one)


def open_choices(worlds: Worlds) -> tuple[Input, ...]:
    """The choices of which several options are still possible."""
    return worlds.scenario.once(_open_choices)


def _open_choices(scenario: Scenario) -> tuple[Input, ...]:
    return tuple(
        one for one in inputs(scenario) if isinstance(one.content, Choice) and one.content.is_range
    )


def sides_of(worlds: Worlds, one: Input) -> tuple[Side, ...]:
    """Each answer to a choice, in the order of the scenario."""
    if not isinstance(one.content, Choice):
        raise TypeError(f"{one.name} is not a choice")
    holds = worlds.option(one.name)
    return tuple(
        Side(one.name, str(option), np.flatnonzero(holds == place))
        for place, option in enumerate(one.content.options)
    )


def decided_by(
    worlds: Worlds, values: Floats, *, of_one: bool, name: str = ""
) -> DecidingChoice | None:
    """
    The choice that decides an output: the strongest, where it accounts for more than a third.

    Args:
        worlds: the inputs in each world.
        values: the output in each world, shape (worlds,); NaN where there are no trials.
        of_one: whether the output is a share of one, from 0 to 1.
        name: of the output, under which the answer is recalled; without one it is found anew.
    """
    choices = open_choices(worlds)
    work = partial(_shares, of_one, tuple(one.name for one in choices))
    given = (values, *(worlds.option(one.name) for one in choices))
    recall = worlds.recall if name else fresh
    shares = recall(f"decides {name}", work, given, together=True)
    strongest = max(map(DecidingChoice, choices, shares), key=lambda each: each.share, default=None)
    return strongest if strongest is not None and strongest.share > DECIDES else None


def _shares(
    of_one: bool, _names: tuple[str, ...], given: tuple[Floats | Integers, ...]
) -> list[float]:
    """The share that each choice accounts for; other names are other work."""
    values, *options = given
    return log_shares(cast("list[Integers]", options), cast(Floats, values), of_one=of_one)
