"""Searches of a programme drawn one by one, in one call."""

from __future__ import annotations

from pathlib import Path

from misid.programme.expected.outcome_table import Progress
from misid.results.provenance import provenance
from misid.scenario import Scenario, load_scenario
from misid.simulation.counts import Job, checked
from misid.simulation.either_or_of_stops import with_sides
from misid.simulation.schema import Simulation
from misid.simulation.shards import other_counts, run_job
from misid.study.changes import Changes, loaded


def simulate(
    scenario: Scenario | str | Path,
    changes: Changes = (),
    *,
    searches: int = 100_000_000,
    seed: int = 1,
    progress: Progress | None = None,
) -> Simulation:
    """
    Draw searches of a programme one by one, and count what becomes of them.

    Args:
        scenario: a scenario, the name of one that comes along, or a path.
        changes: put on it first; a name, a path, inputs by name, or several of these.
        searches: how many stops are drawn, under each answer to what decides the headline.
        seed: which; the same seed gives the same counts.
        progress: told how many stops are done, each time some are.
    Raises: MeaningError: searches or seed out of range, or changes that cannot be put on.
    """
    baseline = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    job = checked(Job(provenance(baseline, loaded(changes)), seed, searches))
    drawn = run_job(job, progress=progress)
    return with_sides(drawn, other_counts(job, drawn, progress=progress))
