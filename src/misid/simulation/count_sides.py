"""Both sides of an either/or in a simulation of stops: drawn, or else by the closed form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from misid.measures.error_rates import Rate
from misid.programme import Outcomes
from misid.results import summary
from misid.results.outputs import PER, evaluate
from misid.results.possible import Possible, in_one_world
from misid.results.schema import Answered
from misid.scenario.settle import settled
from misid.simulation.rates import events, everybody, rates, with_counts
from misid.simulation.schema import SimulatedEitherOr, SimulatedRate, SimulatedSide, Simulation
from misid.worlds.middle import middle


def either_or_of(beside: Possible, rated: tuple[SimulatedRate, ...]) -> SimulatedEitherOr | None:
    """Both sides: the one that was simulated, the others in the closed form."""
    question = beside.question
    if question is None:
        return None
    sides = []
    for answer in beside.answers:
        taken = answer.option == beside.taken
        of = everybody(rated) if taken else _in_closed_form(beside, question.input, answer.option)
        sides += [SimulatedSide(**answer.model_dump(), taken=taken, simulated=taken, rates=of)]
    return SimulatedEitherOr(**question.model_dump(), sides=tuple(sides))


def with_sides(found: Simulation, drawn: Mapping[str, Outcomes]) -> Simulation:
    """
    The same document with the other sides of its either/or as they were drawn.

    Args:
        found: of the answer that is taken.
        drawn: counts under the other answers, by option.
    """
    if found.either_or is None:
        return found
    sides = tuple(
        _drawn(side, drawn[side.option]) if side.option in drawn else side
        for side in found.either_or.sides
    )
    either_or = found.either_or.model_copy(update={"sides": sides})
    update = {"either_or": either_or, "sentence": sentence(found.rates[0], either_or)}
    return found.model_copy(update=update)


def _drawn(side: SimulatedSide, counts: Outcomes) -> SimulatedSide:
    seen = events(counts)
    of = tuple(
        with_counts(one, Rate(*(int(part.sum()) for part in seen[one.name]))) for one in side.rates
    )
    return side.model_copy(update={"simulated": True, "rates": of})


def sentence(wrong: SimulatedRate, either_or: SimulatedEitherOr | None) -> str:
    """The finding: in one of the possible worlds, drawn ones first, and on the other sides."""
    if wrong.rate is None or wrong.expected is None:
        return "No search was made, so nothing could go wrong or right in one."
    if either_or is None:
        return in_one_world([(None, _found(wrong))], "")
    sides: list[tuple[Answered | None, str]] = [
        (side, _found(side.rates[0], first=not number))
        for number, side in enumerate(sorted(either_or.sides, key=lambda one: not one.simulated))
    ]
    return in_one_world(sides, either_or.open)


def _in_closed_form(beside: Possible, name: str, option: str) -> tuple[SimulatedRate, ...]:
    evaluation = evaluate(middle(settled(beside.scenario, name, option)))
    share = evaluation.terms.people.stopped[..., None, None] * evaluation.outcomes.table
    closed = replace(evaluation.outcomes, table=share)
    nothing = replace(closed, table=np.zeros_like(share))
    return everybody(tuple(rates(nothing, closed, beside=beside, option=option)))


def _found(wrong: SimulatedRate, *, first: bool = True) -> str:
    """What became of the searches of one side, the closed form and its range beside."""
    worlds = wrong.worlds
    range_ = (
        ""
        if worlds.low is None or worlds.high is None
        else f"; over such worlds {summary.natural(worlds.low)} to {summary.natural(worlds.high)}"
    )
    closed = summary.said(wrong.expected)
    if wrong.rate is None:
        return (
            f"nothing was simulated: by the closed form {closed} of {PER:,.0f} searches would be "
            f"answered with somebody else's record{range_}"
        )
    what = (
        f"of {wrong.trials:,} simulated searches {wrong.count:,} were answered with somebody "
        "else's record"
    )
    return (
        f"{what if first else f'{wrong.count:,} were'}: {summary.natural(wrong.rate)} of "
        f"{PER:,.0f} (the closed form says {closed}{range_})"
    )
