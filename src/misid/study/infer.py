"""What disclosed counts say of a scenario, by one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from misid.disclosure.counts import DisclosedCounts, load_counts
from misid.inference.first import FirstAnswer
from misid.inference.infer import Inferred
from misid.inference.infer import infer as of_counts
from misid.quantities import Quantity
from misid.results.provenance import Provenance, provenance
from misid.results.run import DEFAULT_SEED, checked_draws
from misid.scenario import Scenario, load_scenario
from misid.study.changes import Changes, loaded

DEFAULT_WORLDS = 1000
"""Worlds that are brought to the counts; each is worked out ten times or more."""


def infer(
    counts: DisclosedCounts | str | Path,
    scenario: Scenario | str | Path = "task-force-module",
    changes: Changes = (),
    *,
    draws: int = DEFAULT_WORLDS,
    seed: int = DEFAULT_SEED,
    checking: Mapping[str, Quantity] | None = None,
) -> Inferred:
    """
    What disclosed counts say of a scenario's inputs and rates, and what they do not say.

    Args:
        counts: disclosed counts, or a file of them as `misid counts --write` writes it.
        scenario: the prior: a scenario, the name of one that comes along, or a path.
        changes: put on it first.
        draws: worlds that are moved to where the counts make them likely.
        seed: the same seed gives the same worlds.
        checking: other ranges for what checks do, by name as in `inference.checking.CHECKING`.
    Returns: its `facts` are the document.
    Raises: FormatError, MeaningError: counts or a scenario that cannot be read or meant, counts
        that say nothing of a programme, or that no world of the scenario can give.
    """
    held, made = _read(counts, scenario, changes)
    return of_counts(held, made, checked_draws(draws, seed), checking=checking)


def infer_telling(
    told: Callable[[FirstAnswer], None],
    counts: DisclosedCounts | str | Path,
    scenario: Scenario | str | Path = "task-force-module",
    changes: Changes = (),
    *,
    draws: int = DEFAULT_WORLDS,
    seed: int = DEFAULT_SEED,
) -> Inferred:
    """
    The same, with a first answer from few worlds told before the whole one is worked out.

    Args:
        told: told it, where any of these worlds can give the counts.
        counts: as of `infer`, like the rest.
        scenario: the prior.
        changes: put on it first.
        draws: worlds of the whole answer.
        seed: the same seed gives the same worlds.
    Raises: as `infer`.
    """
    held, made = _read(counts, scenario, changes)
    return of_counts(held, made, checked_draws(draws, seed), told=told)


def _read(
    counts: DisclosedCounts | str | Path, scenario: Scenario | str | Path, changes: Changes
) -> tuple[DisclosedCounts, Provenance]:
    held = counts if isinstance(counts, DisclosedCounts) else load_counts(counts)
    baseline = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    return held, provenance(baseline, loaded(changes))
