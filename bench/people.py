"""Measure people over the years: stops a second, memory, and the same stops in plain Python.

Writes bench/people.md. Not a test.
"""

import platform
import random
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from os import cpu_count, getloadavg
from pathlib import Path

from misid.programme.people.counts import Integers, PeopleTally, count_people
from misid.programme.people.population import Population
from misid.programme.people.stops import Setting
from misid.programme.people.timeline import Course, Era, checked, population_of, setting_of
from misid.scenario import Scenario, load_scenario
from misid.scenario.serialise import as_data

HERE = Path(__file__).parent
SCENARIO = "task-force-module"
REPEATS = 3
SETTINGS = (
    ("15 stops a person", 1e6, 1e6, 15),
    ("1.5 stops a person", 3e7, 3e6, 15),
    ("the shipped scenario, 0.4 stops a person", None, None, 15),
)
PYTHON_STOPS = 200_000

PEAK = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from people import course, count
count(*course(float(sys.argv[2]), float(sys.argv[3]), 15))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""

Row = tuple[str, str, str]


def course(
    people: float | None, a_year: float | None, years: int
) -> tuple[Population, Setting, Integers]:
    """Everybody, the setting, and which era each phase belongs to."""
    data = as_data(load_scenario(SCENARIO))
    if people is not None:
        data["stops"] |= {"people": people, "a_year": a_year}
    made = checked(Course((Era(0, Scenario.model_validate(data)),), years, 1, "bench"))
    population = population_of(made)
    return population, *setting_of(made, population)


def count(
    population: Population, setting: Setting, eras: Integers, threads: int | None = None
) -> PeopleTally:
    """Draw everybody and count."""
    return count_people(population, setting, eras, threads=threads)


def speed() -> list[Row]:
    """Stops a second, both cores and one."""
    rows = []
    for name, people, a_year, years in SETTINGS:
        given = course(people, a_year, years)
        stops = int(count(*given).outcomes.sum())
        both, one = (
            min(timed(partial(count, *given, threads=threads)) for _ in range(REPEATS))
            for threads in (None, 1)
        )
        label = f"{name}: {stops:,} stops of {given[0].people:,} people, {years} years"
        rows += [
            (f"{label}, {cpu_count()} cores", f"{stops / both / 1e6:,.1f} million stops a second",
             "20 million"),
            (f"{name}, one core", f"{stops / one / 1e6:,.1f} million stops a second", "-"),
        ]  # fmt: skip
    return rows


def timed(work: Callable[[], object]) -> float:
    """Seconds by the clock."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def plain() -> Row:
    """The bare draws of such stops (time, capture, stranger, own record) in plain Python."""
    rng = random.Random(1)  # noqa: S311
    start = time.perf_counter()
    wrong = 0
    for _ in range(PYTHON_STOPS):
        when, sent = rng.random(), rng.random() > 0.05
        stranger, own = rng.expovariate(1.0), rng.random()
        wrong += sent and stranger < 0.01 and own > 0.5 and when > 0.0
    seconds = time.perf_counter() - start
    text = f"{PYTHON_STOPS / seconds / 1e6:,.1f} million stops a second"
    return "four random numbers a stop and one comparison, plain Python, one core", text, "-"


def memory() -> list[Row]:
    """The most memory of a whole process, for few and for many stops."""
    rows = []
    for people, a_year in ((1e5, 1e5), (1e7, 1e7)):
        command = [sys.executable, "-c", PEAK, str(HERE), str(people), str(a_year)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        text = f"{float(done.stdout):,.0f} MiB"
        rows.append((f"most memory, about {15 * a_year:,.0f} stops", text, "the same"))
    return rows


def table(rows: list[Row], load: float) -> str:
    """The rows in Markdown, with machine, versions, and the load when the run began."""
    lines = ["| work | measured | target |", "|---|---|---|"]
    lines += [f"| {work} | {measured} | {target} |" for work, measured, target in rows]
    versions = ", ".join(f"{name} {version(name)}" for name in ("misid", "numpy", "numba"))
    machine = f"{platform.machine()}, {cpu_count()} cores, Python {platform.python_version()}"
    busy = "; something else was running, so the times are too long" if load > 1.0 else ""
    about = f"{machine}; {versions}. Load when it began: {load:.1f}{busy}. Quickest of {REPEATS}."
    return "\n".join(["# People over the years, measured", "", about, "", *lines, ""])


def main() -> None:
    """Measure every row, print the table and write it."""
    load = getloadavg()[0]
    text = table([*speed(), plain(), *memory()], load)
    (HERE / "people.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
