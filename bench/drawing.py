"""Measure what a picture costs in a warm process, and `misid run --out`, beside another tree.

    python bench/drawing.py --beside ../before

Writes bench/drawing.md. Not a test.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from os import cpu_count, getloadavg
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

HERE = Path(__file__).parent
SCENARIO, WORLDS, RUNS, TURNS, WIDTHS = "task-force-module", 256, 2, 3, (640, 288)
WANTED_MEDIAN, WANTED_ALL = 30, 250

# Both trees run this. Each run has numbers of its own, so that no drawing is kept from another;
# the first only warms.
PICTURES = f"""
import json, time
from misid.figures import FIGURES, make
from misid.figures.render import bare_svg
from misid.results import run

runs = [run({SCENARIO!r}, draws={WORLDS}, seed=seed).results for seed in range({RUNS + 1})]
found = {{}}
for number, results in enumerate(runs):
    for width in {WIDTHS}:
        for name in FIGURES:
            spent = time.process_time()
            bare_svg(make(name, results), width)
            if number:
                times = found.setdefault(f"{{name}} {{width}}", [])
                times.append(1000 * (time.process_time() - spent))
print(json.dumps(found))
"""


class Cost(NamedTuple):
    """What a tree costs: milliseconds of a picture by name and width, seconds of a whole run."""

    pictures: dict[str, list[float]]
    run: list[float]

    def of(self, name: str, width: int) -> float:
        """The median of a picture over the runs."""
        return statistics.median(self.pictures[f"{name} {width}"])

    def names(self) -> list[str]:
        """The figures, in the order of the report."""
        return [key.split()[0] for key in self.pictures if key.endswith(str(WIDTHS[0]))]

    def row(self, width: int) -> list[float]:
        """The median of each picture at a width."""
        return [self.of(name, width) for name in self.names()]


def measured(trees: list[Path], turns: int) -> list[Cost]:
    """What each tree costs; they take turns."""
    costs = [Cost({}, []) for _ in trees]
    for _ in range(turns):
        for tree, cost in zip(trees, costs, strict=True):
            for name, times in json.loads(_done(tree, PICTURES)).items():
                cost.pictures.setdefault(name, []).extend(times)
            cost.run.append(_whole_run(tree))
    return costs


def _whole_run(tree: Path) -> float:
    """Seconds of the processor of `misid run --out`."""
    with TemporaryDirectory() as folder:
        words = ["misid", "run", SCENARIO, "--draws", str(WORLDS), "--out", folder]
        before = os.times()
        _done(tree, f"import sys; sys.argv = {words}; from misid.cli import main; main()")
        after = os.times()
    kinds = ("children_user", "children_system")
    return float(sum(getattr(after, kind) - getattr(before, kind) for kind in kinds))


def _done(tree: Path, code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(tree / "src")},
    ).stdout


def page(costs: list[Cost], seconds: float) -> str:
    """The tables as Markdown; this tree comes last."""
    now = costs[-1]
    wide = now.row(WIDTHS[0])
    lines = [
        "# What a picture costs\n",
        f"`python bench/drawing.py`, {SCENARIO}, {WORLDS} worlds, {cpu_count()} processors, load "
        f"{getloadavg()[0]:.1f}, {seconds:.0f} s. Milliseconds of the processor, all threads: a "
        "picture made of a run's facts and drawn, in a process that has drawn another run; median "
        f"over {RUNS} runs; processes of each tree: {len(now.run)}. Where other work runs, passed "
        "time says less, and seconds of the processor grow too.\n",
        f"Median of the pictures at {WIDTHS[0]} pixels: {statistics.median(wide):.0f} ms (wanted "
        f"{WANTED_MEDIAN}); all {len(wide)}: {sum(wide):.0f} ms (wanted {WANTED_ALL}). `limit` is "
        "set on the output of `worlds` here: it is the same drawing, and kept.\n",
    ]
    for width in WIDTHS:
        heads = [f"{width} pixels", *["before"] * (len(costs) - 1), "now"]
        lines += [f"| {' | '.join(heads)} |", "| --- |" + " --- |" * len(costs)]
        rows = [(name, [cost.of(name, width) for cost in costs]) for name in now.names()]
        rows.append(("all", [sum(cost.row(width)) for cost in costs]))
        lines += [f"| {name} | " + " | ".join(f"{t:.0f}" for t in of) + " |" for name, of in rows]
        lines.append("")
    runs = " and ".join(f"{statistics.median(cost.run):.2f}" for cost in costs)
    lines.append(f"`misid run --out`, whole process, seconds of the processor: {runs}.")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, and write the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--beside", type=Path, help="another tree, measured before this one")
    parser.add_argument("--turns", type=int, default=TURNS, help="processes of each tree")
    chosen = parser.parse_args()
    other: Path | None = chosen.beside
    start = time.perf_counter()
    costs = measured([*([other.resolve()] if other else []), HERE.parent], chosen.turns)
    text = page(costs, time.perf_counter() - start)
    (HERE / "drawing.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
