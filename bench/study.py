"""Measure a changed input in a warm study, input by input, and whole commands beside another tree.

    python bench/study.py                     # every input of the shipped scenario
    python bench/study.py --beside ../before  # and whole commands, alternating

Writes bench/study.md. Not a test. As the command line and the page have it, numpy's linear algebra
is kept to one thread: `OPENBLAS_NUM_THREADS=1` in front.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from os import cpu_count, getloadavg
from pathlib import Path
from typing import Any, NamedTuple

from misid.quantities import Choice, Quantity
from misid.quantities.composition import Composition
from misid.scenario import Input, inputs
from misid.study import Study

HERE = Path(__file__).parent
SCENARIO, WORLDS, REPEATS = "task-force-module", 1024, 3
WANTED_MEDIAN, WANTED_ALL = 0.100, 0.150
THREADS = os.environ.get("OPENBLAS_NUM_THREADS", "any")
COMMANDS = {
    "misid unknowns": (("unknowns",), 0.6),
    "misid require wrong_person_references 100": (
        ("require", "wrong_person_references", "100"), 0.3,
    ),
    "misid run": (("run",), 0.75),
}  # fmt: skip


class Timed(NamedTuple):
    """An input, and seconds for a study in which it stands otherwise."""

    name: str
    seconds: float
    processor: float


def other(one: Input) -> Iterator[Any]:
    """Contents that may stand there instead; the first that the scenario takes is used."""
    content = one.content
    if isinstance(content, Choice):
        yield from content.options
    elif isinstance(content, Quantity):
        ends = (content.low, content.high, content.value)
        known = [end for end in ends if end is not None]
        for share in (1.0, 0.97, 1.03) if known else ():
            yield sum(known) / len(known) * share
        yield from known
    elif isinstance(content, Composition):
        shares = {part: 1.0 / len(content.shares) for part in content.shares}
        yield {"shares": shares, "status": "assumed", "why": "Even."}


def measured(warm: Study, one: Input) -> Timed | None:
    """The quickest of some changes of an input; none where nothing else may stand there."""
    for content in other(one):
        try:
            study = warm.change({one.name: content})
        except Exception:  # noqa: S112 - another content is tried
            continue
        if study.scenario != warm.scenario:
            return min((_once(warm, one, content) for _ in range(REPEATS)), key=lambda t: t.seconds)
    return None


def _once(warm: Study, one: Input, content: Any) -> Timed:
    # Asked again, the same change would be remembered.
    warm._memory._latest.clear()
    start, spent = time.perf_counter(), time.process_time()
    assert warm.change({one.name: content}).glance.headline  # noqa: S101 - the work is done
    return Timed(one.name, time.perf_counter() - start, time.process_time() - spent)


def beside(tree: Path) -> Iterator[str]:
    """A row for each command: this tree and the other in turn, and the ratio."""
    for name, (words, wanted) in COMMANDS.items():
        times: dict[Path, list[float]] = {HERE.parent: [], tree.resolve(): []}
        for _ in range(REPEATS):
            for place, seconds in times.items():
                seconds.append(_command(place, words))
        ours, theirs = (statistics.median(seconds) for seconds in times.values())
        yield f"| `{name}` | {theirs:.1f} s | {ours:.1f} s | {ours / theirs:.2f} | {wanted} |"


def _command(place: Path, words: tuple[str, ...]) -> float:
    """Seconds of processor of a whole command from the sources of a tree."""
    code = "from misid.cli import main; main()"
    before = os.times()
    subprocess.run(
        [sys.executable, "-c", code, *words],
        check=True,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(place / "src")},
    )
    after = os.times()
    kinds = ("children_user", "children_system")
    return sum(getattr(after, kind) - getattr(before, kind) for kind in kinds)


def page(times: list[Timed], rows: list[str]) -> str:
    """The table as Markdown."""
    middle, most = statistics.median(one.seconds for one in times), times[0]
    worked = [one.processor for one in times]
    lines = [
        "# A changed input in a warm study\n",
        f"`python bench/study.py`, {SCENARIO}, {WORLDS:,} worlds, {cpu_count()} processors, load "
        f"{getloadavg()[0]:.1f}, linear algebra on {THREADS} thread. "
        "A change, every output in every world, and the results document without what other "
        f"thresholds would give; the quickest of {REPEATS}. "
        "Where other work runs, seconds of the processor say more than those that passed.\n",
        f"Median input: {1000 * middle:.0f} ms (wanted {1000 * WANTED_MEDIAN:.0f}); slowest: "
        f"{1000 * most.seconds:.0f} ms, {most.name} (wanted {1000 * WANTED_ALL:.0f}); "
        f"{sum(one.seconds > WANTED_ALL for one in times)} of {len(times)} inputs take longer. "
        f"Seconds of the processor: median {1000 * statistics.median(worked):.0f} ms, most "
        f"{1000 * max(worked):.0f} ms.\n",
    ]
    if rows:
        lines += ["| command, seconds of processor | before | now | ratio | wanted |"]
        lines += ["| --- | --- | --- | --- | --- |", *rows, ""]
    lines += ["| input | passed, ms | processor, ms |", "| --- | --- | --- |"]
    lines += [f"| {t.name} | {1000 * t.seconds:.0f} | {1000 * t.processor:.0f} |" for t in times]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure, and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--beside", type=Path, help="another tree, to time whole commands in")
    tree = parser.parse_args().beside
    rows = [] if tree is None else list(beside(tree))
    warm = Study(SCENARIO, draws=WORLDS)
    print(warm)
    found = [timed for one in inputs(warm.scenario) if (timed := measured(warm, one)) is not None]
    text = page(sorted(found, key=lambda one: -one.seconds), rows)
    (HERE / "study.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
