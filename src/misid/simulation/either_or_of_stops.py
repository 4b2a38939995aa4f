"""Both sides of an either/or in a simulation of stops: drawn, or else by the closed form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from misid.measures.error_rates import Rate
from misid.programme import Outcomes
from misid.results.outputs import evaluate
from misid.results.possible import Possible
from misid.results.schema import Answered
from misid.scenario.settle import settled
from misid.simulation.rates import events, of_everybody, rates, with_counts
from misid.simulation.schema import SimulatedEitherOr, SimulatedRate, SimulatedSide, Simulation
from misid.worlds.middle import middle


def either_or_of(
    possible: Possible, simulated: tuple[SimulatedRate, ...]
) -> SimulatedEitherOr | None:
    """
    Both sides: the one that was simulated, the others in the closed form.

    Args:
        possible: the possible worlds.
        simulated: rates of the answer that is taken.
    """
    if possible.question is None:
        return None

    def side(answer: Answered) -> SimulatedSide:
        taken = answer.option == possible.taken
        rates = of_everybody(simulated) if taken else _in_closed_form(possible, answer)
        return SimulatedSide(**answer.model_dump(), taken=taken, simulated=taken, rates=rates)

    sides = tuple(map(side, possible.answers))
    return SimulatedEitherOr(**possible.question.model_dump(), sides=sides)


def with_sides(simulation: Simulation, counted: Mapping[str, Outcomes]) -> Simulation:
    """
    The same document with the other sides of its either/or as they were drawn.

    Args:
        simulation: of the answer that is taken.
        counted: counts under the other answers, by option.
    """
    if simulation.either_or is None:
        return simulation
    sides = tuple(
        _drawn(side, counted[side.option]) if side.option in counted else side
        for side in simulation.either_or.sides
    )
    either_or = simulation.either_or.model_copy(update={"sides": sides})
    return simulation.model_copy(update={"either_or": either_or})


def _drawn(side: SimulatedSide, counts: Outcomes) -> SimulatedSide:
    counted = events(counts)
    drawn = tuple(
        with_counts(rate, Rate(*(int(part.sum()) for part in counted[rate.name])))
        for rate in side.rates
    )
    return side.model_copy(update={"simulated": True, "rates": drawn})


def _in_closed_form(possible: Possible, answer: Answered) -> tuple[SimulatedRate, ...]:
    evaluation = evaluate(middle(settled(possible.scenario, answer.input, answer.option)))
    share = evaluation.terms.people.stopped[..., None, None] * evaluation.outcomes.table
    closed = replace(evaluation.outcomes, table=share)
    nothing = replace(closed, table=np.zeros_like(share))
    return of_everybody(tuple(rates(nothing, closed, possible=possible, option=answer.option)))
