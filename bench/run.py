"""Measure what the design promises, beside a plain numpy simulation of the same law.

Writes bench/results.md: each row with its target, in one run on this machine. Not a test.
"""

import json
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from os import cpu_count, getloadavg
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from misid.machine.memo import take
from misid.programme import Terms, expected_outcomes, terms
from misid.programme.parameters import CaptureCondition
from misid.quantities import Draws
from misid.results import run
from misid.scenario import Worlds, load_scenario
from misid.uncertainty.questions import questions
from misid.uncertainty.sensitivity import REPLICATES, total_indices
from misid.uncertainty.value_of_information import worth

HERE = Path(__file__).parent
SCENARIO = "task-force-module"
WORLDS, SEARCHES, REPEATS = 20_000, 200_000, 3
WANTED_POINTS, WANTED_INPUTS = 2**14, 20
QUIET = 1.0


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
    only: tuple[CaptureCondition, ...] = (replace(first, share=np.ones_like(first.share)),)
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


def whole_ledger() -> tuple[float, int, int]:
    """Seconds of `misid unknowns` from start to end, once; its questions and base points."""
    code = "from misid.cli import main; main()"
    command = [sys.executable, "-c", code, "unknowns", SCENARIO, "--json"]
    start = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    found = json.loads(done.stdout)
    return seconds, len(found["ledger"]), found["base_points"]


def sensitivity() -> float:
    """Seconds of the total indices of some questions, spread over the scenario, once."""
    scenario = load_scenario(SCENARIO)
    asked = questions(scenario)
    spread = tuple(asked[round(at)] for at in np.linspace(0, len(asked) - 1, WANTED_INPUTS))
    start = time.perf_counter()
    points = WANTED_POINTS // REPLICATES
    total_indices(scenario, "wrong_person_references", spread, points=points)
    return time.perf_counter() - start


def values_of_information() -> tuple[float, int]:
    """Seconds of value, verdicts and narrowing of every question, 4,096 worlds; how many."""
    found = run(SCENARIO)
    output, limit = found.results.decision.output, found.results.decision.limit
    worlds = found.evaluation.worlds
    asked = [one.values(worlds) for one in questions(load_scenario(SCENARIO))]
    values = found.values[output]
    seconds = best(lambda: [worth(x, values, limit, categorical=kind) for x, kind in asked])
    return seconds, len(asked)


def uncertainty_rows() -> list[tuple[str, str, str]]:
    """What the unanswered questions cost."""
    seconds, count, points = whole_ledger()
    index_seconds = sensitivity()
    worth_seconds, asked = values_of_information()
    return [
        (
            f"`misid unknowns`, {count} questions, {points:,} base points, whole process, once",
            f"{seconds:.1f} s",
            "-",
        ),
        (
            f"total indices, {WANTED_INPUTS} questions, {WANTED_POINTS:,} base points in all",
            f"{index_seconds:.1f} s",
            "under 20 s, with the next row",
        ),
        (
            f"value of information, flip and narrowing of {asked} questions, 4,096 worlds",
            f"{worth_seconds:.2f} s",
            "-",
        ),
    ]


def table(rows: list[tuple[str, str, str]], load: float) -> str:
    """The rows in Markdown, with machine, versions, and the load when the run began."""
    lines = ["| work | measured | target |", "|---|---|---|"]
    lines += [f"| {work} | {measured} | {target} |" for work, measured, target in rows]
    names = ("misid", "numpy", "scipy", "polars", "vl-convert-python")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    machine = f"{platform.machine()}, {cpu_count()} cores, Python {platform.python_version()}"
    busy = "; something else was running, so the times are too long" if load > QUIET else ""
    about = f"{machine}; {versions}. Load when it began: {load:.1f}{busy}."
    return "\n".join(["# Measured", "", about, "", *lines, ""])


def main() -> None:
    """Measure every row, print the table and write it."""
    load = getloadavg()[0]
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
        *uncertainty_rows(),
    ]
    text = table(rows, load)
    (HERE / "results.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
