"""An either/or that decides an output: which one it is, and which worlds lie on which side.

Where nobody has said which of a few options holds, and the answers lie far apart, a median over all
worlds lies between two programmes and describes neither. Far apart: their medians differ by more
than a factor of two, or the option accounts for more than a third of the log variance. Such an
output is told on each side first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import cast

import numpy as np

from misid.arrays import Floats, Integers
from misid.machine.memo import fresh
from misid.quantities import Choice
from misid.results.variance_shares import explained_by_bins, least_share, weighed
from misid.scenario import Input, Scenario, Worlds, inputs

DECIDES = 1.0 / 3.0
"""An option that accounts for more than this share of the log variance decides an output."""
APART = 2.0
"""So does one whose answers have medians (of shares: odds) further apart than this factor."""


@dataclass(frozen=True)
class Side:
    """One answer: its input and option, and the worlds in which it holds, by position."""

    input: str
    option: str
    rows: Integers


@dataclass(frozen=True)
class DecidingChoice:
    """An open choice, and the share of the log variance of an output that it accounts for."""

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
    The choice that decides an output: of those whose answers lie far apart, the strongest.

    Args:
        worlds: the inputs in each world.
        values: the output in each world, shape (worlds,); NaN where there are no trials.
        of_one: whether the output is a share of one, from 0 to 1.
        name: of the output, under which the answer is recalled; without one it is found anew.
    """
    choices = open_choices(worlds)
    work = partial(_decide, of_one, tuple(one.name for one in choices))
    given = (values, *(worlds.option(one.name) for one in choices))
    recall = worlds.recall if name else fresh
    found = recall(f"decides {name}", work, given, together=True)
    strong = [
        DecidingChoice(one, share)
        for one, (share, does) in zip(choices, found, strict=True)
        if does
    ]
    return max(strong, key=lambda each: each.share, default=None)


def turned_by(
    worlds: Worlds, values: Floats, held: Floats, *, of_one: bool
) -> tuple[DecidingChoice, ...]:
    """
    The choices of which one answer has something hold in most worlds, and another in few.

    Args:
        worlds: the inputs in each world.
        values: the output that it is said of, shape (worlds,); NaN where there are no trials.
        held: whether it holds in each world: 1, 0, or NaN.
        of_one: whether the output is a share of one, from 0 to 1.
    """
    choices = open_choices(worlds)
    options = tuple(worlds.option(one.name) for one in choices)
    shares = weighed(options, values, of_one=of_one).shares
    turns = (_turns(option, held) for option in options)
    return tuple(
        DecidingChoice(one, share)
        for one, share, does in zip(choices, shares, turns, strict=True)
        if does
    )


def _turns(option: Integers, held: Floats) -> bool:
    """Whether answers differ so, by more than luck: of those that have worlds with a value."""
    known = np.isfinite(held)
    option, held = option[known], held[known]
    means = [float(held[option == place].mean()) for place in np.unique(option)]
    if not means or not min(means) < 0.5 <= max(means) or max(means) - min(means) <= DECIDES:
        return False
    return explained_by_bins(option, held) > least_share(len(held))


def _decide(
    of_one: bool, _names: tuple[str, ...], given: tuple[Floats | Integers, ...]
) -> list[tuple[float, bool]]:
    """The share that each choice accounts for, and whether it decides; by its name."""
    options = [cast("Integers", one) for one in given[1:]]
    found = weighed(options, cast("Floats", given[0]), of_one=of_one)
    least = least_share(len(found.logs))
    return [
        (share, share > DECIDES or (share > least and _apart(option, found.logs) > APART))
        for option, share in zip(found.options, found.shares, strict=True)
    ]


def _apart(option: Integers, logs: Floats) -> float:
    """The largest median of an answer over the smallest, from their logarithms."""
    answers = range(int(option.max()) + 1)
    medians = [_median(logs[option == place]) for place in answers if (option == place).any()]
    return float(np.exp(max(medians) - min(medians)))


def _median(values: Floats) -> float:
    """As `numpy.median` of values that are all known, which takes several times as long."""
    at = len(values) // 2
    ordered = np.partition(values, (at - 1, at) if len(values) % 2 == 0 else at)
    return float(ordered[at] if len(values) % 2 else (ordered[at - 1] + ordered[at]) / 2.0)
