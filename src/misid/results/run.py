"""One run: a scenario goes in, the results document and everything behind it come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from misid.arrays import Floats
from misid.errors import MeaningError
from misid.machine.memo import Recall, fresh
from misid.programme.expected.outcome_table import Progress
from misid.quantities import Draws
from misid.results import splits, summary
from misid.results.cautions import cautions
from misid.results.codes import one_code
from misid.results.first_facts import FirstFacts
from misid.results.frequencies import frequencies, trees
from misid.results.operating_points import operating_points
from misid.results.output_definitions import KINDS, kind
from misid.results.outputs import ScenarioInWorlds, evaluate, outputs
from misid.results.provenance import (
    Provenance,
    citation_rows,
    input_rows,
    provenance,
    stamp,
)
from misid.results.schema import Flag, Results, Stamp
from misid.results.tradeoff import tradeoffs
from misid.results.variance_shares import uncertainty
from misid.results.yearly_counts import yearly
from misid.scenario import Change, Output, Scenario, Worlds, load_change, load_scenario

DEFAULT_DRAWS, DEFAULT_SEED = 4096, 1
HEADLINE: Output = "wrong_person_references"
_FEWEST_DRAWS, _MOST_DRAWS = 20, 200_000


@dataclass(frozen=True)
class Run:
    """
    A scenario worked out in its possible worlds.

    `values` holds every output in each world by name, shape (worlds,).
    """

    evaluation: ScenarioInWorlds
    values: dict[str, Floats]
    made: Provenance
    stamp: Stamp

    def __repr__(self) -> str:
        return repr(self.glance)

    @cached_property
    def first(self) -> FirstFacts:
        """What is shown first of it."""
        return _first(self)

    @cached_property
    def flags(self) -> dict[str, tuple[Flag, ...]]:
        """What is flagged of each output, by name."""
        return summary.flags(self.evaluation, self.values)

    @cached_property
    def glance(self) -> Results:
        """The results document without what other thresholds would give, which takes longer."""
        return _results(self)

    @cached_property
    def results(self) -> Results:
        """The results document."""
        curves = tradeoffs(self.evaluation, self.values)
        return self.glance.model_copy(update={"tradeoff": curves})


def run(
    scenario: Scenario | str | Path,
    *,
    changes: Sequence[Change | str] = (),
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    progress: Progress | None = None,
    recall: Recall = fresh,
) -> Run:
    """
    Work out what a programme would do.

    Args:
        scenario: a scenario, the name of one that comes along, or a path.
        changes: put on it first; a safeguard or a reading that comes along by its name.
        draws: possible worlds that are worked out; more give smoother ranges.
        seed: which worlds; the same seed gives the same numbers.
        progress: told how many worlds are done, each time some are.
        recall: does each piece of work, or remembers it for whoever changes an input afterwards.
    Raises: MeaningError: draws or seed out of range, or a scenario that cannot be meant.
    Example:
        >>> found = run("task-force-module", draws=64)
        >>> found.results.headline[0].name
        'wrong_person_references'
    """
    baseline = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    luck = checked_draws(draws, seed)
    loaded = [one if isinstance(one, Change) else load_change(one) for one in changes]
    made = provenance(baseline, loaded)
    return run_of(made, luck, progress=progress, recall=recall)


def run_of(
    made: Provenance,
    luck: Draws,
    *,
    progress: Progress | None = None,
    recall: Recall = fresh,
) -> Run:
    """The same of a scenario whose changes are on it."""
    evaluation = evaluate(Worlds(made.scenario, luck, recall), progress)
    stamped = stamp(made, draws=luck.size, seed=luck.seed)
    return Run(evaluation, outputs(evaluation), made, stamped)


def _first(run: Run) -> FirstFacts:
    """The facts that are shown first; all others are left until somebody asks for them."""
    evaluation, headline = run.evaluation, run.values[HEADLINE]
    decides = splits.decides(evaluation.worlds, kind(HEADLINE), headline)
    return FirstFacts(
        scenario=summary.note(run.made.scenario),
        canonical=run.made.scenario,
        changes=run.made.changes,
        cautions=cautions(evaluation, run.values),
        either_or=None if decides is None else splits.question(decides),
        frequencies=frequencies(evaluation, headline),
        trees=trees(evaluation, headline, decides),
        stock=summary.stock_rows(evaluation),
        stamp=run.stamp,
    )


def _results(run: Run) -> Results:
    """Every fact that is made of the worlds as they are."""
    evaluation, values, made, first = run.evaluation, run.values, run.made, run.first
    decided = {one.name: splits.decides(evaluation.worlds, one, values[one.name]) for one in KINDS}
    decides, units = decided[HEADLINE], yearly(evaluation)
    return Results(
        version="misid-results/3",
        scenario=first.scenario,
        canonical=made.scenario,
        changes=made.changes,
        cautions=first.cautions,
        headline=summary.headline(evaluation, values, decided),
        either_or=summary.either_or(evaluation, decides, units),
        frequencies=first.frequencies,
        trees=first.trees,
        one_code=one_code(evaluation),
        groups=summary.groups(evaluation),
        years=summary.years(units),
        stock=first.stock,
        decision=summary.decision(evaluation.worlds, values),
        uncertainty=uncertainty(evaluation.worlds, HEADLINE, values[HEADLINE]),
        calibration=summary.calibration(evaluation),
        operating_points=operating_points(evaluation, values),
        tradeoff=None,
        inputs=input_rows(made.scenario),
        citations=citation_rows(made.scenario),
        stamp=run.stamp,
    )


def checked_draws(draws: int, seed: int) -> Draws:
    """Draws whose number and seed are in range."""
    if not _FEWEST_DRAWS <= draws <= _MOST_DRAWS:
        raise MeaningError(
            f"draws is {draws}, but a run has from {_FEWEST_DRAWS} to {_MOST_DRAWS:,}.",
            use=f"--draws {DEFAULT_DRAWS}",
        )
    if not 0 <= seed < 2**63:
        raise MeaningError(
            f"seed is {seed}, but a seed is a whole number from 0.", use=f"--seed {DEFAULT_SEED}"
        )
    return Draws(seed, draws)
