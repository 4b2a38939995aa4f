"""Many simulations in many worlds: what chance alone moves, and what the unknown inputs move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from misid.arrays import Floats
from misid.errors import MeaningError
from misid.machine.threads import side_by_side
from misid.programme import Outcomes, Terms, cells, terms
from misid.programme.counting.kernel_tables import world_of
from misid.programme.counting.simulate import Progress, Span, simulate, stops_key
from misid.programme.outcomes import (
    RATES,
)
from misid.results.output_definitions import kind
from misid.results.outputs import evaluate
from misid.results.provenance import Provenance, stamp
from misid.results.run import checked_draws
from misid.scenario import Output, Scenario, Worlds, digest
from misid.simulation.described import described
from misid.simulation.rates import COUNTED, events
from misid.simulation.schema import Ensemble, EnsembleStamp, Tally, VarianceRow
from misid.worlds.middle import middle

_MOST_REPEATS = 10_000
# Of each output, the fields of a tally that hold its events and its trials.
_EVENTS: dict[Output, tuple[str, str]] = {
    "wrong_person_references": ("wrong_person", "searches"),
    "wrong_person_references_upheld": ("wrong_person_upheld", "searches"),
    "wrong_person_references_kin": ("wrong_person_kin", "searches"),
    "share_of_references_wrong_person": ("wrong_person", "references"),
    "wrong_record_references": ("wrong_record", "searches"),
    "misses_among_sought": ("missed", "sought"),
}


def ensemble(
    made: Provenance,
    stops: int,
    *,
    draws: int,
    repeats: int,
    seed: int = 1,
    progress: Progress | None = None,
) -> Ensemble:
    """
    Simulate a scenario in many worlds, several times in each.

    Args:
        made: what is simulated, and where it comes from.
        stops: of each simulation.
        draws: worlds, drawn as `misid run` draws them.
        repeats: simulations of each world, with random numbers of their own.
        seed: which worlds and which random numbers.
        progress: told how many stops are done, each time some are.
    Raises: MeaningError: draws, repeats or seed out of range.
    """
    if not 2 <= repeats <= _MOST_REPEATS:
        raise MeaningError(
            f"seeds is {repeats}, but a world is simulated from 2 to {_MOST_REPEATS:,} times.",
            use="--seeds 10",
        )
    worlds = terms(Worlds(made.scenario, checked_draws(draws, seed)))
    tallies = tuple(_tallies(made.scenario, worlds, Span(0, stops), (seed, repeats), progress))
    return Ensemble(
        **described(made, evaluate(middle(made.scenario))),
        version="misid-ensemble/2",
        rows=tuple(_row(name, tallies, (draws, repeats)) for name in COUNTED),
        counts=tallies,
        stamp=EnsembleStamp(
            **stamp(made, draws=draws, seed=seed, engine="simulated").model_dump(),
            repeats=repeats,
            stops=stops,
        ),
    )


def variances(rates: Floats) -> tuple[float, float]:
    """
    The variance between worlds and the mean variance within them, both unbiased.

    A world's mean over its repeats still holds chance, `within / repeats`, which is taken off.

    Args:
        rates: shape (worlds, repeats).
    Example:
        >>> variances(np.array([[1.0, 3.0], [5.0, 7.0]]))
        (7.0, 2.0)
    """
    within = float(rates.var(axis=1, ddof=1).mean())
    between = float(rates.mean(axis=1).var(ddof=1)) - within / rates.shape[1]
    return between, within


def _tallies(
    scenario: Scenario, worlds: Terms, span: Span, how: tuple[int, int], progress: Progress | None
) -> Iterator[Tally]:
    """Worlds side by side; within a world one repeat follows the other along its counter."""
    seed, repeats = how
    name = digest(scenario)
    sources = tuple(source.name for source in scenario.gallery.sources)
    blank = Outcomes(scenario.group_names, cells(sources), np.zeros(0))

    def of_world(number: int) -> list[Tally]:
        world, run = world_of(worlds, number), stops_key(seed, name, number)
        spans = [Span(repeat * span.stops, span.stops) for repeat in range(repeats)]
        counted = [simulate(world, run, each, threads=1, progress=progress) for each in spans]
        return [
            _tally(replace(blank, table=counts[None].astype(np.float64)), number, repeat)
            for repeat, counts in enumerate(counted)
        ]

    for tallies in side_by_side(of_world, range(len(worlds.threshold))):
        yield from tallies


def _tally(counts: Outcomes, world: int, repeat: int) -> Tally:
    counted: dict[str, int] = {}
    for name, sides in events(counts).items():
        counted |= zip(_EVENTS[name], (int(side.sum()) for side in sides), strict=True)
    return Tally(world=world, repeat=repeat, **counted)


def _row(name: Output, tallies: tuple[Tally, ...], shape: tuple[int, int]) -> VarianceRow:
    part, whole = (
        np.array([getattr(tally, field) for tally in tallies], dtype=np.float64).reshape(shape)
        for field in _EVENTS[name]
    )
    with_trials = (whole > 0).all(axis=1)
    worlds = int(np.count_nonzero(with_trials))
    if worlds < 2:
        nothing = dict.fromkeys(("mean", "between_worlds", "within_worlds", "share_between"))
        return VarianceRow(name=name, unit=kind(name).unit, worlds=0, **nothing)
    rates = RATES[name].per * part[with_trials] / whole[with_trials]
    between, within = variances(rates)
    above = max(between, 0.0)
    return VarianceRow(
        name=name,
        unit=kind(name).unit,
        mean=float(rates.mean()),
        between_worlds=between,
        within_worlds=within,
        share_between=above / (above + within) if above + within > 0.0 else None,
        worlds=worlds,
    )
