"""Many simulations in many worlds: what chance alone moves, and what the unknown inputs move."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.metadata import version
from os import cpu_count

import numpy as np
from numpy.typing import NDArray

from misid import evidence
from misid.errors import MeaningError
from misid.programme import REFERENCES, Outcomes, Terms, cells, terms
from misid.programme.counting.kernel_tables import world_of
from misid.programme.counting.simulate import Progress, Span, simulate, stops_key
from misid.results import summary
from misid.results.output_definitions import kind
from misid.results.outputs import evaluate
from misid.results.run import checked_draws
from misid.scenario import Output, Scenario, Worlds, digest
from misid.simulation.rates import RATES
from misid.simulation.schema import Ensemble, EnsembleStamp, Tally, VarianceRow
from misid.worlds.middle import middle

Floats = NDArray[np.float64]

_MOST_REPEATS = 10_000
_EVENTS: dict[Output, tuple[str, str]] = {
    "wrong_person_references": ("wrong_person", "searches"),
    "wrong_person_references_upheld": ("wrong_person_upheld", "searches"),
    "wrong_person_references_kin": ("wrong_person_kin", "searches"),
    "share_of_references_wrong_person": ("wrong_person", "references"),
    "wrong_record_references": ("wrong_record", "searches"),
    "misses_among_sought": ("missed", "sought"),
}


def ensemble(
    scenario: Scenario,
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
        scenario: what is simulated.
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
    found = terms(Worlds(scenario, checked_draws(draws, seed)))
    tallies = tuple(_tallies(scenario, found, Span(0, stops), (seed, repeats), progress))
    rows = tuple(_row(name, tallies, (draws, repeats)) for name in RATES)
    return Ensemble(
        version="misid-ensemble/1",
        scenario=summary.note(evaluate(middle(scenario))),
        sentence=_sentence(rows[0], stops, draws),
        rows=rows,
        counts=tallies,
        stamp=EnsembleStamp(
            program="misid",
            version=version("misid"),
            scenario_digest=digest(scenario),
            evidence_digest=evidence.evidence_digest(),
            seed=seed,
            draws=draws,
            repeats=repeats,
            stops=stops,
            engine="simulated",
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
    scenario: Scenario, found: Terms, span: Span, how: tuple[int, int], progress: Progress | None
) -> Iterator[Tally]:
    """Worlds side by side; within a world one repeat follows the other along its counter."""
    seed, repeats = how
    name = digest(scenario)
    sources = tuple(source.name for source in scenario.gallery.sources)
    blank = Outcomes(scenario.group_names, cells(sources), np.zeros(0))

    def one(number: int) -> list[Tally]:
        world, run = world_of(found, number), stops_key(seed, name, number)
        spans = [Span(repeat * span.stops, span.stops) for repeat in range(repeats)]
        done = [simulate(world, run, each, threads=1, progress=progress) for each in spans]
        return [
            _tally(replace(blank, table=counts[None].astype(np.float64)), number, repeat)
            for repeat, counts in enumerate(done)
        ]

    pool = ThreadPoolExecutor(cpu_count() or 1)
    try:
        for tallies in pool.map(one, range(len(found.threshold))):
            yield from tallies
    finally:
        pool.shutdown(cancel_futures=True)


def _tally(counts: Outcomes, world: int, repeat: int) -> Tally:
    missed = ("no_search", "nothing", "nobody")
    every = [cell.candidate for cell in counts.cells]

    def of(part: Floats) -> int:
        return int(part.sum())

    return Tally(
        world=world,
        repeat=repeat,
        searches=of(counts.searched()),
        wrong_person=of(counts.among(("stranger",))),
        wrong_person_upheld=of(counts.among(("stranger",), reviews=("upheld",))),
        wrong_person_kin=of(counts.among(("stranger",), kin=(True,))),
        references=of(counts.among(REFERENCES)),
        wrong_record=of(counts.among(("own_wrong",))),
        missed=of(counts.among(missed, truths=("sought",))),
        sought=of(counts.among(every, truths=("sought",))),
    )


def _row(name: Output, tallies: tuple[Tally, ...], shape: tuple[int, int]) -> VarianceRow:
    part, whole = (
        np.array([getattr(one, field) for one in tallies], dtype=np.float64).reshape(shape)
        for field in _EVENTS[name]
    )
    known = (whole > 0).all(axis=1)
    if np.count_nonzero(known) < 2:
        return _written(name, 0, None)
    rates = RATES[name] * part[known] / whole[known]
    between, within = variances(rates)
    return _written(name, int(np.count_nonzero(known)), (float(rates.mean()), between, within))


def _written(name: Output, worlds: int, found: tuple[float, float, float] | None) -> VarianceRow:
    mean, between, within = found or (None, None, None)
    share = None
    if between is not None and within is not None:
        above = max(between, 0.0)
        share = above / (above + within) if above + within > 0.0 else None
    return VarianceRow(
        name=name,
        title=kind(name).title,
        unit=kind(name).unit,
        mean=mean,
        between_worlds=between,
        within_worlds=within,
        share_between=share,
        worlds=worlds,
    )


def _sentence(row: VarianceRow, stops: int, draws: int) -> str:
    if row.share_between is None:
        return "Wrong-person references do not vary: there is nothing to divide."
    return (
        f"Over {draws:,} of the possible worlds, wrong-person references per 100,000 searches vary "
        f"from one simulation of {stops:,} stops to the next: "
        f"{summary.with_unit(row.share_between, 'share')} of that variance is what is not known of "
        "the programme, the rest is chance."
    )
