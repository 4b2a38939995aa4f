"""Measure what the design promises, beside a plain numpy simulation of the same law.

Writes bench/results.md: each row with its target, in one run on this machine. Not a test.
"""

import platform
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from os import cpu_count
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from misid.programme import Terms, expected_outcomes, terms
from misid.programme.terms import Condition
from misid.quantities import Draws, take
from misid.scenario import Worlds, load_scenario

HERE = Path(__file__).parent
SCENARIO = "task-force-module"
WORLDS, SEARCHES, REPEATS = 20_000, 200_000, 3


def best(work: Callable[[], object]) -> float:
    """Seconds of the quickest of some runs."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def whole_process() -> float:
    """Seconds of `misid run` from start to end, disk warm."""
    code = "from misid.cli import main; main()"
    command = [sys.executable, "-c", code, "run", SCENARIO]
    return best(lambda: subprocess.run(command, check=True, capture_output=True))


def whole_report() -> float:
    """Seconds of the same with the report: seven figures drawn wide and narrow, one page."""
    code = "from misid.cli import main; main()"
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-c", code, "run", SCENARIO, "--out", folder]
        return best(lambda: subprocess.run(command, check=True, capture_output=True))


def one_condition(whole: Terms) -> Terms:
    """The same worlds in one capture condition, lists of one, one try: the row of the design."""
    first = whole.conditions[0]
    one = np.ones_like(whole.list_length)
    only: tuple[Condition, ...] = (replace(first, share=np.ones_like(first.share)),)
    return replace(whole, conditions=only, list_length=one, tries=one)


def closed_form(whole: Terms) -> float:
    """Worlds a second of the closed form: 10 groups, 2 sources, 3 truths."""
    groups = load_scenario(SCENARIO).group_names
    seconds = best(lambda: expected_outcomes(whole, groups, ("visa", "traveller")))
    return len(whole.threshold) / seconds


def simulated(whole: Terms) -> float:
    """Worlds a second of a plain numpy simulation of one search law, 200,000 searches a world."""
    rng = np.random.default_rng(1)
    some = take(whole, np.arange(4))
    seconds = best(lambda: [simulate(some, world, rng) for world in range(4)])
    return 4 / seconds


def simulate(some: Terms, world: int, rng: np.random.Generator) -> float:
    """Share of enrolled people answered with a stranger's record, over the groups."""
    expected = some.field.intensity(some.threshold[:, None])[0][world, :, 0]
    law, variance = some.conditions[0].law, some.variance[world]
    wrong = 0
    for intensity in expected:
        frailty = rng.gamma(1 / variance, variance, SEARCHES // len(expected))
        stranger = rng.exponential(1.0, frailty.size) / np.maximum(frailty, 1e-300)
        mate = law.location[world] + law.scale[world] * rng.standard_normal(frailty.size)
        lost = rng.random(frailty.size) < law.not_findable[world]
        best_stranger = some.threshold[world] - np.log10(stranger / intensity)
        ahead = (best_stranger > mate) | lost | (mate < some.threshold[world])
        wrong += int(np.count_nonzero((stranger < intensity) & ahead))
    return wrong / SEARCHES


def table(rows: list[tuple[str, str, str]]) -> str:
    """The rows in Markdown, with machine and versions."""
    lines = ["| work | measured | target |", "|---|---|---|"]
    lines += [f"| {work} | {measured} | {target} |" for work, measured, target in rows]
    names = ("misid", "numpy", "scipy", "polars", "altair", "vl-convert-python")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    machine = f"{platform.machine()}, {cpu_count()} cores, Python {platform.python_version()}"
    return "\n".join(["# Measured", "", f"{machine}; {versions}.", "", *lines, ""])


def main() -> None:
    """Measure every row, print the table and write it."""
    whole = terms(Worlds(load_scenario(SCENARIO), Draws(seed=1, size=WORLDS)))
    single = one_condition(whole)
    ours, full, theirs = closed_form(single), closed_form(whole), simulated(single)
    rows = [
        ("`misid run`, 4,096 worlds, whole process", f"{whole_process():.2f} s", "under 3 s"),
        ("the same with `--out`: report, figures, tables", f"{whole_report():.2f} s", "-"),
        (
            "closed form, 10 groups, 2 sources, one condition, lists of one, one try",
            f"{ours:,.0f} worlds a second",
            "100,000",
        ),
        ("closed form, the shipped scenario whole", f"{full:,.0f} worlds a second", "-"),
        (
            f"plain numpy simulation, {SEARCHES:,} searches a world",
            f"{theirs:,.1f} worlds a second; the closed form is {ours / theirs:,.0f} times as fast",
            "-",
        ),
    ]
    text = table(rows)
    (HERE / "results.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
