"""The search loop as a SimPy model: 1,000 officers, who wait between searches."""

import random
import time
from collections import Counter
from collections.abc import Iterator

import simpy
from loop import law, one_search, report

OFFICERS = 1_000


def officer(world: simpy.Environment, rng: random.Random, at: dict, counts: Counter) -> Iterator:
    """Waits, searches, waits."""
    while True:
        yield world.timeout(rng.expovariate(1.0))
        counts[one_search(rng, at)] += 1


if __name__ == "__main__":
    wanted, counted = law(), Counter()
    environment, luck = simpy.Environment(), random.Random(1)  # noqa: S311
    for _ in range(OFFICERS):
        environment.process(officer(environment, luck, wanted, counted))
    started = time.perf_counter()
    environment.run(until=wanted["searches"] / OFFICERS)
    report(counted, started)
