"""Measure the counting simulation: speed, memory, agreement, and the same loop elsewhere.

Writes bench/simulate.md. Not a test. The peers run in environments of their own, made in a folder
that is given (default: a temporary one); with --without-peers they are left out.
"""

import json
import platform
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from os import cpu_count, getloadavg
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from misid.machine.compiled import compiled
from misid.machine.philox import block, key
from misid.matching import solve_threshold
from misid.programme import Terms, cells, expected_outcomes, terms
from misid.programme.counting.kernel_tables import World, world_of
from misid.programme.counting.simulate import Span, simulate
from misid.scenario import Scenario, change, load_change, load_scenario
from misid.scenario.serialise import as_data
from misid.simulation.counts import agreement
from misid.worlds.middle import middle

HERE = Path(__file__).parent
SCENARIO = "task-force-module"
SHIPPED = (SCENARIO, "live-watchlist", "airport-exit")
SAFEGUARDS = ("equal-thresholds", "flagged-gallery", "second-reviewer")
REPEATS, BLOCKS, ONE_CORE, ALL_CORES = 5, 20_000_000, 100_000_000, 400_000_000
AGREEMENT, PEER_SEARCHES, NUMPY_SEARCHES, OURS = 10**9, 200_000, 4_000_000, 100_000_000
GALLERIES = (1e4, 1e6, 1e8, 1e10)
MEMORY = (10**6, 10**8, 10**10)
FPIR = 0.003
RUN = key(1, "", "bench")

PEAK = """
import resource, sys
from misid.simulation.counts import Job
from misid.simulation.shards import run_job
from misid.results.provenance import provenance
from misid.scenario import load_scenario
run_job(Job(provenance(load_scenario("task-force-module")), 1, int(sys.argv[1])))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""

Row = tuple[str, str, str]


@compiled
def bare(many: int, k0: np.uint64, k1: np.uint64) -> np.uint64:
    """The random bits alone, one block after the other."""
    total, zero = np.uint64(0), np.uint64(0)
    for i in range(many):
        x0, x1, x2, x3 = block(np.uint64(i), zero, zero, zero, k0, k1)
        total += x0 ^ x1 ^ x2 ^ x3
    return total


def best(work: Callable[[], object], clock: Callable[[], float]) -> float:
    """Seconds of the quickest of some runs."""
    work()
    times = []
    for _ in range(REPEATS):
        start = clock()
        work()
        times.append(clock() - start)
    return min(times)


def at_middle(scenario: Scenario) -> Terms:
    """A scenario in the middle of its inputs."""
    return terms(middle(scenario))


def speed(world: World) -> list[Row]:
    """One core beside the bare random bits, then all cores."""
    bits = best(lambda: bare(BLOCKS, *RUN), time.process_time) / BLOCKS
    one = best(lambda: simulate(world, RUN, Span(0, ONE_CORE), threads=1), time.process_time)
    all_ = best(lambda: simulate(world, RUN, Span(0, ALL_CORES)), time.perf_counter)
    one, rate = one / ONE_CORE, ALL_CORES / all_ / 1e6
    return [
        ("bare random bits: one Philox4x32-10 block, scalar, one core", ns(bits), "-"),
        ("one stop with its search, gallery of 250 million, one core", ns(one), "21 ns"),
        ("the same over the bare random bits", f"{one / bits:.2f} times", "at most 3"),
        (f"stops a second, {cpu_count()} cores, wall clock", f"{rate:,.0f} million", "100 million"),
    ]


def ns(seconds: float) -> str:
    """Nanoseconds."""
    return f"{1e9 * seconds:.1f} ns"


def galleries() -> list[Row]:
    """The same programme with galleries of many sizes, each threshold at one FPIR."""
    rows = []
    for records in GALLERIES:
        found = with_records(records)
        world = world_of(found)
        seconds = best(lambda w=world: simulate(w, RUN, Span(0, 20_000_000), threads=1),
                       time.process_time)  # fmt: skip
        label = f"gallery of {records:,.0f}, FPIR {FPIR}, one core"
        rows.append((label, ns(seconds / 20_000_000), "the same"))
    return rows


def with_records(records: float) -> Terms:
    """The middle of the scenario with another gallery; the threshold solved in the field."""
    data = as_data(load_scenario(SCENARIO))
    data["gallery"] |= {"records": records}
    found = at_middle(Scenario.model_validate(data))
    rate = np.full(1, FPIR)
    at = solve_threshold(found.field, found.people.stopped, rate, found.variance)
    # What mates look like is not what is measured here: they stay as far above the threshold.
    conditions = tuple(
        replace(c, law=replace(c.law, location=c.law.location + at - found.threshold))
        for c in found.conditions
    )
    return replace(found, threshold=at, conditions=conditions)


def memory() -> list[Row]:
    """The most memory of a whole process."""
    rows = []
    for searches in MEMORY:
        command = [sys.executable, "-c", PEAK, str(searches)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        rows.append(
            (f"most memory, {searches:,} stops", f"{float(done.stdout):,.0f} MiB", "the same")
        )
    return rows


def agreements() -> list[Row]:
    """Counts of a thousand million stops against the closed form."""
    settings = [(name, load_scenario(name)) for name in SHIPPED]
    first = load_scenario(SCENARIO)
    settings += [
        (f"{SCENARIO} with {name}", change(first, [load_change(name)]).scenario)
        for name in SAFEGUARDS
    ]
    return [agreed(name, scenario) for name, scenario in settings]


def agreed(name: str, scenario: Scenario) -> Row:
    """One scenario's chi-square."""
    found = at_middle(scenario)
    sources = tuple(source.name for source in scenario.gallery.sources)
    table = expected_outcomes(found, scenario.group_names, sources).table[0]
    expected = AGREEMENT * found.people.stopped[0][:, None, None] * table
    how = agreement(simulate(world_of(found), RUN, Span(0, AGREEMENT)), expected)
    text = (
        f"chi-square {how.statistic:,.1f}, {how.degrees_of_freedom} degrees of freedom, "
        f"probability {how.probability:.3f}; largest cell {how.largest:.1f} standard errors"
    )
    return f"{name}, {AGREEMENT:,} stops, all cells", text, "above 0.001"


def simple() -> Terms:
    """The search loop that the peers model: one candidate, one try, no twins, no failures."""
    data = as_data(load_scenario(SCENARIO))
    data["stops"] |= {"identical_twins": 0, "operational_failures": 0, "opt_out_taken": 0}
    data["matcher"] |= {"ratio_drift": 0, "mate_tail": "gumbel", "miss_odds": 1}
    data["threshold"] |= {"candidates": 1, "tries": 1}
    data["answer"] |= {"reference_rule": "any_candidate"}
    for source in data["gallery"]["sources"]:
        source |= {"records_per_person": 1, "unusable_images": 0, "image_age": 0}
    return at_middle(Scenario.model_validate(data))


def peer_law(found: Terms) -> dict[str, object]:
    """Its parameters for the peers."""
    world, groups = world_of(found), found.people.stopped.shape[1]
    return {
        "groups": list(range(groups)),
        "stopped": found.people.stopped[0].tolist(),
        "enrolled": found.people.enrolled[0].tolist(),
        "conditions": list(range(len(found.conditions))),
        "captured": [float(one.share[0]) for one in found.conditions],
        "expected": world.expected.reshape(-1, groups).tolist(),
        "variance": float(found.variance[0]),
        "threshold": float(found.threshold[0]),
        "lost": [float(one.law.not_findable[0]) for one in found.conditions],
        "location": [float(one.law.location[0]) for one in found.conditions],
        "scale": [float(one.law.scale[0]) for one in found.conditions],
    }


def ours(found: Terms) -> tuple[float, float]:
    """Searches a second on one core, and strangers among them."""
    world, span = world_of(found), Span(0, OURS)
    seconds = best(lambda: simulate(world, RUN, span, threads=1), time.process_time)
    counts = simulate(world, RUN, span).sum(axis=(0, 1))
    strangers = [c for c, cell in enumerate(cells(("a", "b"))) if cell.candidate == "stranger"]
    return OURS / seconds, float(counts[strangers].sum()) / OURS


def peers(folder: Path) -> list[Row]:
    """Mesa, SimPy and numpy, each in an environment of its own, one core each."""
    found = simple()
    rate, share = ours(found)
    text = f"{rate / 1e6:,.1f} million a second; wrong person {share:.5f}"
    rows = [("search loop, one core: misid", text, "-")]
    parameters = folder / "law.json"
    parameters.write_text(json.dumps(peer_law(found)), encoding="utf-8")
    for name, searches in (
        ("numpy", NUMPY_SEARCHES), ("mesa", PEER_SEARCHES), ("simpy", PEER_SEARCHES),
    ):  # fmt: skip
        python = environment(folder, name)
        script = HERE / "peers" / f"{name}_model.py"
        command = [str(python), str(script), str(parameters), str(searches)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        result = json.loads(done.stdout)
        many = sum(result["counts"].values())
        theirs, wrong = many / result["seconds"], result["counts"]["stranger"] / many
        text = (
            f"{theirs / 1e6:,.3f} million a second; wrong person {wrong:.5f}; misid is "
            f"{rate / theirs:,.0f} times as fast"
        )
        rows.append((f"the same: {name} {installed(python, name)}, {many:,} searches", text, "-"))
    return rows


def environment(folder: Path, name: str) -> Path:
    """The Python of an environment that holds one peer."""
    place = folder / name
    python = place / "bin" / "python"
    if not python.exists():
        venv.create(place, with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", name], check=True)
    return python


def installed(python: Path, name: str) -> str:
    """Its version."""
    code = f"from importlib.metadata import version; print(version({name!r}))"
    done = subprocess.run([str(python), "-c", code], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def table(rows: list[Row], load: float) -> str:
    """The rows in Markdown, with machine, versions, and the load when the run began."""
    lines = ["| work | measured | target |", "|---|---|---|"]
    lines += [f"| {work} | {measured} | {target} |" for work, measured, target in rows]
    versions = ", ".join(f"{name} {version(name)}" for name in ("misid", "numpy", "numba"))
    machine = f"{platform.machine()}, {cpu_count()} cores, Python {platform.python_version()}"
    busy = "; something else was running, so wall-clock times are too long" if load > 1.0 else ""
    about = (
        f"{machine}; {versions}. Load when it began: {load:.1f}{busy}. One core: processor time; "
        f"the quickest of {REPEATS} runs."
    )
    return "\n".join(["# The counting simulation, measured", "", about, "", *lines, ""])


def main() -> None:
    """Measure every row, print the table and write it."""
    load = getloadavg()[0]
    rows = speed(world_of(at_middle(load_scenario(SCENARIO))))
    rows += galleries() + memory() + agreements()
    if "--without-peers" not in sys.argv:
        given = [Path(word) for word in sys.argv[1:] if not word.startswith("--")]
        with TemporaryDirectory() as temporary:
            rows += peers(given[0] if given else Path(temporary))
    text = table(rows, load)
    (HERE / "simulate.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
