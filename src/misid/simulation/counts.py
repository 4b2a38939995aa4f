"""From counts of simulated stops to the simulation document, the closed form beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import gammaincc

from misid.arrays import Floats, Integers
from misid.errors import MeaningError
from misid.programme import TRUTHS
from misid.programme.counting.simulate import Span
from misid.results.outputs import ScenarioInWorlds, evaluate
from misid.results.possible import possible
from misid.results.provenance import Provenance, provenance, stamp
from misid.scenario import Scenario
from misid.scenario.settle import settled
from misid.simulation.described import described
from misid.simulation.either_or_of_stops import either_or_of
from misid.simulation.rates import rates
from misid.simulation.schema import Agreement, OutcomeCount, Simulation, SimulationStamp
from misid.worlds.middle import middle

MOST_STOPS = 10**15
_FEWEST_EXPECTED = 5.0
_MOST_SHARDS = 100_000


@dataclass(frozen=True)
class Job:
    """A simulation, or one shard of it: `stops` are those of the whole, shards count from 1."""

    made: Provenance
    seed: int
    stops: int
    shard: int = 1
    shards: int = 1

    @property
    def scenario(self) -> Scenario:
        """What is simulated."""
        return self.made.scenario

    @property
    def span(self) -> Span:
        """The stops of this shard; all shards together are the whole."""
        first = self.stops * (self.shard - 1) // self.shards
        return Span(first, self.stops * self.shard // self.shards - first)

    def stamp(self) -> SimulationStamp:
        """What its counts are made from."""
        return SimulationStamp(
            **stamp(self.made, draws=1, seed=self.seed, engine="simulated").model_dump(),
            stops=self.stops,
            shard=self.shard,
            shards=self.shards,
        )


def checked(job: Job) -> Job:
    """
    The same job, if it can be meant.

    Raises: MeaningError: stops, seed or shard out of range.
    """
    if not 1 <= job.stops <= MOST_STOPS:
        raise MeaningError(
            f"searches is {job.stops:,}, but a simulation has from 1 to {MOST_STOPS:,}.",
            use="--searches 1e8",
        )
    if not 0 <= job.seed < 2**63:
        raise MeaningError(
            f"seed is {job.seed}, but a seed is a whole number from 0.", use="--seed 1"
        )
    if not 1 <= job.shard <= job.shards <= _MOST_SHARDS:
        raise MeaningError(
            f"shard is {job.shard}/{job.shards}, but the first number is from 1 to "
            f"the second, and that at most {_MOST_SHARDS:,}.",
            use="--shard 1/4",
        )
    if job.shards > job.stops:
        raise MeaningError(
            f"{job.shards:,} shards are more than the {job.stops:,} searches.", use="fewer shards"
        )
    return job


def document(job: Job, counts: Integers) -> Simulation:
    """
    The document of a finished job.

    Args:
        job: what was simulated.
        counts: shape (groups, truths, cells).
    """
    evaluation, worlds = evaluate(middle(job.scenario)), possible(job.scenario)
    counted = replace(evaluation.outcomes, table=counts[None].astype(np.float64))
    share = evaluation.terms.people.stopped[..., None, None] * evaluation.outcomes.table
    closed = replace(evaluation.outcomes, table=share)
    simulated = tuple(rates(counted, closed, possible=worlds))
    expected = share[0] * counts.sum()
    return Simulation(
        **described(job.made, evaluation),
        version="misid-simulation/2",
        stops=int(counts.sum()),
        searches=int(counted.searched().sum()),
        counts=tuple(_counts(evaluation, counts, expected)),
        rates=simulated,
        either_or=either_or_of(worlds, simulated),
        agreement=agreement(counts, expected),
        stamp=job.stamp(),
    )


def agreement(counts: Integers, expected: Floats) -> Agreement:
    """
    Pearson's chi-square of counts against what is expected of them.

    Cells where little is expected count as one; if that is little too, with the next smallest.

    Args:
        counts: of each cell.
        expected: the same in the closed form, same shape and sum.
    Example:
        >>> agreement(np.array([48, 52]), np.array([50.0, 50.0])).statistic
        0.16
    """
    few = expected < _FEWEST_EXPECTED
    seen, hoped = counts[~few].astype(np.float64), expected[~few]
    rest, hoped_rest = float(counts[few].sum()), float(expected[few].sum())
    if hoped_rest >= _FEWEST_EXPECTED or not len(hoped):
        seen, hoped = np.append(seen, rest), np.append(hoped, hoped_rest)
    elif hoped_rest > 0.0:
        least = int(np.argmin(hoped))
        seen[least], hoped[least] = seen[least] + rest, hoped[least] + hoped_rest
    away = seen - hoped
    share = hoped / hoped.sum()
    freedom = len(hoped) - 1
    statistic = float((away**2 / hoped).sum())
    impossible = int(counts[expected == 0.0].sum())
    spread = np.sqrt(hoped * (1.0 - share))
    sure = freedom == 0
    chance = 1.0 if sure else float(gammaincc(freedom / 2.0, statistic / 2.0))
    return Agreement(
        statistic=statistic,
        degrees_of_freedom=freedom,
        probability=0.0 if impossible else chance,
        pooled=int(np.count_nonzero(few & (expected > 0.0))),
        largest=0.0 if sure else float(np.max(np.abs(away) / spread)),
        impossible=impossible,
    )


def other_sides(job: Job, simulation: Simulation) -> dict[str, Job]:
    """The same job under every other answer to the either/or that decides it, by option."""
    if simulation.either_or is None:
        return {}
    name = simulation.either_or.input
    return {
        side.option: replace(job, made=provenance(settled(job.scenario, name, side.option)))
        for side in simulation.either_or.sides
        if not side.taken
    }


def _counts(
    evaluation: ScenarioInWorlds, counts: Integers, expected: Floats
) -> Iterator[OutcomeCount]:
    outcomes = evaluation.outcomes
    for place in zip(*np.nonzero((counts > 0) | (expected > 0.0)), strict=True):
        cell = outcomes.cells[place[2]]
        yield OutcomeCount(
            group=outcomes.groups[place[0]],
            truth=TRUTHS[place[1]],
            candidate=cell.candidate,
            source=cell.source,
            kin=cell.kin,
            answer=cell.answer,
            review=cell.review,
            count=int(counts[place]),
            expected=float(expected[place]),
        )
