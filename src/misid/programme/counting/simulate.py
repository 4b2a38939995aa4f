"""Counts of simulated stops by group, truth and outcome: any number of threads, the same counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from misid.arrays import Integers
from misid.machine.philox import Key, key
from misid.machine.threads import side_by_side
from misid.programme.counting.kernel import count
from misid.programme.counting.kernel_tables import World
from misid.programme.outcomes import TRUTHS, cell_count

Progress = Callable[[int], None]

CHUNK = 2**22
"""Stops that one thread draws before it takes more, or finds that it need not."""

_STREAM = "searches"


@dataclass(frozen=True)
class Span:
    """Stops in a row, by number: from `first`, so many."""

    first: int
    stops: int

    def parts(self, most: int) -> Iterator[Span]:
        """The same in parts of at most so many."""
        for start in range(0, self.stops, most):
            yield Span(self.first + start, min(most, self.stops - start))


def stops_key(seed: int, digest: str, draw: int | None = None) -> Key:
    """
    The key of a run's stops.

    Args:
        seed: the seed of the run.
        digest: of the scenario.
        draw: number of the parameter draw; none at the middle of every input.
    """
    return key(seed, digest, _STREAM if draw is None else f"{_STREAM} {draw}")


def simulate(
    world: World,
    run: Key,
    span: Span,
    *,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Integers:
    """
    Draw stops one by one, and count how they end.

    The counts depend on the world, the key and the numbers of the stops, on nothing else: spans
    that follow each other add up to the counts of both.

    Args:
        world: parameters.
        run: key of the random numbers.
        span: which stops.
        threads: how many; one for each processor where none is given.
        progress: told how many stops are done, each time some are; by any thread.
    Returns: counts, shape (groups, truths, cells).
    """

    def counted(part: Span) -> Integers:
        counts = _counted(world, run, part)
        if progress is not None:
            progress(part.stops)
        return counts

    total = _nothing(world)
    for counts in side_by_side(counted, span.parts(CHUNK), threads=threads):
        total += counts
    return total.reshape(len(world.log_odds), len(TRUTHS), -1)


def _nothing(world: World) -> Integers:
    groups, sources = world.sources.shape
    return np.zeros(groups * len(TRUTHS) * cell_count(sources), dtype=np.int64)


def _counted(world: World, run: Key, span: Span) -> Integers:
    """Stops that met no stranger are counted by profile; each profile belongs to two cells."""
    plain, cells = count(world, span.first, span.stops, run)
    for column, name in enumerate(("empty", "alone")):
        np.add.at(cells, world.settled["base"] + world.settled[name], plain[:, column])
    return cells
