"""The same counts from many machines: a Dask scheduler hands out spans of stops.

A worker is told the scenario and which stops; it draws them as any other machine would. What a lost
worker had not handed back is drawn again elsewhere, to the same counts.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import numpy as np

from misid.arrays import Integers
from misid.errors import MeaningError
from misid.programme import terms
from misid.programme.counting.kernel_tables import World, world_of
from misid.programme.counting.simulate import Progress, Span, simulate, stops_key
from misid.scenario import Scenario, canonical_json, digest
from misid.simulation.counts import Job
from misid.simulation.shards import Counter
from misid.worlds.middle import middle

TASK = 2**27
"""Stops of one task: about a second of one processor."""
CLUSTER_STEP = 2**35
"""Stops after which a simulation on a cluster writes down how far it is."""

_AHEAD = 3
_SECONDS = 30


@contextmanager
def on_cluster(address: str) -> Iterator[Counter]:
    """
    Counts stops on the workers of a Dask scheduler.

    Args:
        address: of the scheduler, such as `tcp://10.0.0.5:8786`.
    Raises: MeaningError: Dask is not installed, nobody answers there, or its workers gave up.
    """
    client = _client(_library(), address)

    def count(world: World, job: Job, span: Span, progress: Progress | None) -> Integers:
        groups, sources = world.sources.shape
        return _gathered(client, job, span, progress, (groups, sources))

    try:
        yield count
    finally:
        client.close()


def drawn(scenario: str, seed: int, first: int, stops: int) -> Integers:
    """
    What a worker does: count some stops of a scenario, on one thread.

    Args:
        scenario: its canonical JSON.
        seed: of the simulation.
        first: number of the first stop.
        stops: how many.
    """
    world, name = _world(scenario)
    return simulate(world, stops_key(seed, name), Span(first, stops), threads=1)


@lru_cache(maxsize=2)
def _world(scenario: str) -> tuple[World, str]:
    """A worker is asked for the same scenario over and over."""
    model = Scenario.model_validate(json.loads(scenario))
    return world_of(terms(middle(model))), digest(model)


def _library() -> Any:
    try:
        return importlib.import_module("distributed")
    except ModuleNotFoundError:
        raise MeaningError(
            "--cluster needs Dask, which is not installed.",
            use='pip install "misid[cluster]"; or --shard, which needs nothing',
        ) from None


def _client(library: Any, address: str) -> Any:
    try:
        return library.Client(address, timeout=_SECONDS)
    except (OSError, ValueError, TypeError):
        raise MeaningError(
            f"no Dask scheduler answers at {address}.",
            use="the address that `dask scheduler` prints, such as tcp://10.0.0.5:8786",
        ) from None


def _gathered(
    client: Any, job: Job, span: Span, progress: Progress | None, shape: tuple[int, int]
) -> Integers:
    """A few tasks for each thread are under way at a time, so that few results wait."""
    library = _library()
    text, parts = canonical_json(job.scenario), span.parts(TASK)

    def submitted() -> Iterator[Any]:
        for part in parts:
            yield client.submit(drawn, text, job.seed, part.first, part.stops, pure=False)

    tasks = submitted()
    threads = max(1, sum(client.nthreads().values()))
    first = [task for _, task in zip(range(_AHEAD * threads), tasks, strict=False)]
    waiting = library.as_completed(first, with_results=True)
    total, left = 0, span.stops
    try:
        for _, counts in waiting:
            total, done = total + counts, int(counts.sum())
            left -= done
            if progress is not None:
                progress(done)
            waiting.update([task for _, task in zip(range(1), tasks, strict=False)])
    except library.KilledWorker:
        raise MeaningError(
            "one task lost its worker several times, so the cluster gave it up.",
            use="--resume, when the workers live longer",
        ) from None
    return np.asarray(total, dtype=np.int64)
