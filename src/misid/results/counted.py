"""From counts of simulated stops to the simulation document, the closed form beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincc

from misid import evidence
from misid.errors import MeaningError
from misid.measures.error_rates import Rate
from misid.measures.intervals import Bounds, wilson
from misid.measures.people import people_interval
from misid.programme import REFERENCES, TRUTHS, Outcomes
from misid.programme.simulate.counts import Span
from misid.results import summary
from misid.results.kinds import kind
from misid.results.outputs import PER, Evaluation, evaluate
from misid.results.simulation import (
    Agreement,
    Count,
    SimulatedRate,
    Simulation,
    SimulationStamp,
    Taken,
)
from misid.scenario import Output, Scenario, digest
from misid.scenario.middle import middle, open_options

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

RATES: dict[Output, float] = {
    "wrong_person_references": PER,
    "wrong_person_references_upheld": PER,
    "wrong_person_references_kin": PER,
    "share_of_references_wrong_person": 1.0,
    "wrong_record_references": PER,
    "misses_among_sought": 1.0,
}
"""The outputs that a simulation counts, and the number of trials that each is a rate of."""

MOST_STOPS = 10**15
_FEWEST_EXPECTED = 5.0
_MOST_SHARDS = 100_000


@dataclass(frozen=True)
class Job:
    """A simulation, or one shard of it: `stops` are those of the whole, shards count from 1."""

    scenario: Scenario
    seed: int
    stops: int
    shard: int = 1
    shards: int = 1

    @property
    def span(self) -> Span:
        """The stops of this shard; all shards together are the whole."""
        first = self.stops * (self.shard - 1) // self.shards
        return Span(first, self.stops * self.shard // self.shards - first)

    def stamp(self) -> SimulationStamp:
        """What its counts are made from."""
        return SimulationStamp(
            program="misid",
            version=version("misid"),
            scenario_digest=digest(self.scenario),
            evidence_digest=evidence.evidence_digest(),
            seed=self.seed,
            stops=self.stops,
            shard=self.shard,
            shards=self.shards,
            engine="simulated",
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
    evaluation = evaluate(middle(job.scenario))
    found = replace(evaluation.outcomes, table=counts[None].astype(np.float64))
    share = evaluation.terms.people.stopped[..., None, None] * evaluation.outcomes.table
    closed = replace(evaluation.outcomes, table=share)
    beside = tuple(rates(found, closed))
    searches = int(found.searched().sum())
    return Simulation(
        version="misid-simulation/1",
        scenario=summary.note(evaluation),
        sentence=_sentence(searches, beside),
        stops=int(counts.sum()),
        searches=searches,
        counts=tuple(_counts(evaluation, counts, share[0] * counts.sum())),
        rates=beside,
        agreement=agreement(counts, share[0] * counts.sum()),
        middle=tuple(
            Taken(input=name, option=option)
            for name, option in open_options(evaluation.worlds).items()
        ),
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


def events(table: Outcomes) -> dict[Output, tuple[Floats, Floats]]:
    """Events and trials of each of `RATES`, by group, shape (worlds, groups)."""
    searched = table.searched()
    wrong = table.among(("stranger",))
    every = [cell.candidate for cell in table.cells]
    missed = table.among(("no_search", "nothing", "nobody"), truths=("sought",))
    return {
        "wrong_person_references": (wrong, searched),
        "wrong_person_references_upheld": (
            table.among(("stranger",), reviews=("upheld",)), searched,
        ),
        "wrong_person_references_kin": (table.among(("stranger",), kin=(True,)), searched),
        "share_of_references_wrong_person": (wrong, table.among(REFERENCES)),
        "wrong_record_references": (table.among(("own_wrong",)), searched),
        "misses_among_sought": (missed, table.among(every, truths=("sought",))),
    }  # fmt: skip


def kinds_of(table: Outcomes) -> tuple[Integers, Integers]:
    """
    Which ends of a stop are events, and which trials, of each of `RATES`, 1 or 0.

    Args:
        table: whose cells; what it holds does not matter.
    Returns: two arrays of shape (rates, truths, cells).
    """
    truths, many = len(TRUTHS), len(table.cells)
    each = np.eye(truths * many).reshape(1, -1, truths, many)
    found = events(replace(table, table=each))
    both = [np.stack([found[name][side][0] for name in RATES]) for side in (0, 1)]
    part, whole = (np.rint(one).astype(np.int64).reshape(-1, truths, many) for one in both)
    return part, whole


def rates(
    found: Outcomes, closed: Outcomes, shared: Integers | None = None
) -> Iterator[SimulatedRate]:
    """
    The rates of counts beside those of the closed form: of everybody, then of each group.

    Args:
        found: counts, of one world.
        closed: the same expected.
        shared: what people share, shape (rates, groups, 11); without it every stop is another's.
    """
    drawn, expected = events(found), events(closed)
    everybody = [("", slice(None)), *((g, slice(n, n + 1)) for n, g in enumerate(found.groups))]
    for group, of in everybody:
        for number, name in enumerate(RATES):
            part, whole = (float(side[0, of].sum()) for side in expected[name])
            counted = Rate(*(int(side[0, of].sum()) for side in drawn[name]))
            again = None if shared is None else shared[number, of].sum(axis=0)
            bounds = wilson(counted) if again is None else people_interval(counted, again)
            yield _rate((name, group), counted, bounds, part / whole if whole > 0 else None)


def _rate(
    what: tuple[Output, str], counted: Rate, bounds: Bounds | None, expected: float | None
) -> SimulatedRate:
    name, group = what
    scale, known = RATES[name], kind(name)
    return SimulatedRate(
        name=name,
        title=known.title,
        unit=known.unit,
        group=group,
        count=counted.count,
        trials=counted.trials,
        rate=scale * counted.count / counted.trials if counted.trials else None,
        low=None if bounds is None else scale * bounds.low,
        high=None if bounds is None else scale * bounds.high,
        expected=None if expected is None else scale * expected,
    )


def _counts(evaluation: Evaluation, counts: Integers, expected: Floats) -> Iterator[Count]:
    outcomes = evaluation.outcomes
    for at in zip(*np.nonzero((counts > 0) | (expected > 0.0)), strict=True):
        cell = outcomes.cells[at[2]]
        yield Count(
            group=outcomes.groups[at[0]],
            truth=TRUTHS[at[1]],
            candidate=cell.candidate,
            source=cell.source,
            kin=cell.kin,
            answer=cell.answer,
            review=cell.review,
            count=int(counts[at]),
            expected=float(expected[at]),
        )


def _sentence(searches: int, rates: tuple[SimulatedRate, ...]) -> str:
    wrong = rates[0]
    if wrong.rate is None or wrong.expected is None:
        return "No search was made, so nothing could go wrong or right in one."
    return (
        f"Of {searches:,} simulated searches {wrong.count:,} were answered with somebody else's "
        f"record: {summary.natural(wrong.rate)} of {PER:,.0f}; the closed form says "
        f"{summary.natural(wrong.expected)}."
    )
