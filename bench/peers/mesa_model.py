"""The search loop as a Mesa model: 1,000 officers, each of whom searches once a step."""

import random
import time
from collections import Counter

import mesa
from loop import law, one_search, report

OFFICERS = 1_000


class Officer(mesa.Agent):
    """Stops somebody at every step."""

    def step(self) -> None:
        """One search."""
        self.model.counts[one_search(self.model.luck, self.model.law)] += 1


class Programme(mesa.Model):
    """All officers."""

    def __init__(self, at: dict) -> None:
        super().__init__(seed=1)
        self.law, self.counts, self.luck = at, Counter(), random.Random(1)  # noqa: S311
        Officer.create_agents(self, OFFICERS)

    def step(self) -> None:
        """Each officer once, in an order of chance."""
        self.agents.shuffle_do("step")


if __name__ == "__main__":
    wanted = law()
    programme = Programme(wanted)
    started = time.perf_counter()
    for _ in range(wanted["searches"] // OFFICERS):
        programme.step()
    report(programme.counts, started)
