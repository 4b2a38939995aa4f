"""How long the bootstrap of operating points takes that draws people, beside one that copies rows.

In each of 1,000 replicates people are drawn with replacement, and the false non-match rates at
three false match rates and the equal error rate are found anew. The plain way copies the rows of
the drawn people and counts them like a file; it is run for a few replicates with the same draws,
its results must be the same, and its time for 1,000 is extrapolated from those few. Writes
bench/bootstrap.md. Not a test.

With arguments: how many million scores (default 1 and 10).
"""

import os
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from misid.measures import Comparisons, equal_error_rate, operating_point
from misid.measures.bootstrap import SortedKind, resampled_points

REPLICATES, COPIED, SEED = 1000, 3, 1
RATES = (1e-2, 1e-3, 1e-4)
PEOPLE = (1_000, 20_000)
MATES = 10

Numbers = NDArray[np.int64]
Scores = NDArray[np.float32]


def made(scores: int, people: int) -> tuple[Scores, Numbers, Scores, Numbers, Numbers]:
    """Genuine scores and whose they are; impostor scores and who is on either side."""
    random = np.random.Generator(np.random.Philox(key=7))
    mates = scores // MATES
    whose = random.integers(people, size=mates)
    one = random.integers(people, size=scores - mates)
    two = (one + random.integers(1, people, size=len(one))) % people
    alike = random.normal(size=people) * 0.4
    impostor = random.normal(size=len(one)) + alike[one] + alike[two]
    genuine = random.normal(size=mates) + 4.0
    return genuine.astype(np.float32), whose, impostor.astype(np.float32), one, two


def drawn(people: int, replicate: int) -> Numbers:
    """How often each person is drawn in one of the first 32 replicates."""
    generator = np.random.Generator(np.random.Philox(key=SEED, counter=[0, 0, 0, 0]))
    rows = generator.integers(people, size=(32, people), dtype=np.int32)
    return np.bincount(rows[replicate], minlength=people)


def copied(data: tuple[Scores, Numbers, Scores, Numbers, Numbers], weights: Numbers) -> list[float]:
    """One replicate by copied rows: the false non-match rates, and the equal error rate."""
    genuine, whose, impostor, one, two = data
    kinds = Comparisons.of(
        np.repeat(genuine, weights[whose]), np.repeat(impostor, weights[one] * weights[two])
    )
    points = [operating_point(kinds, false_match_rate=rate) for rate in RATES]
    equal = equal_error_rate(kinds)
    return [*(point.false_non_match.value or 0.0 for point in points), (equal.low + equal.high) / 2]


def measured(scores: int, people: int) -> str:
    """A row of the table."""
    data = made(scores, people)
    genuine, whose, impostor, one, two = data
    start = time.perf_counter()
    sides = (SortedKind.of(genuine, whose, whose), SortedKind.of(impostor, one, two))
    found = resampled_points(*sides, rates=RATES, subjects=people, replicates=REPLICATES, seed=SEED)
    ours = time.perf_counter() - start
    start = time.perf_counter()
    theirs = [copied(data, drawn(people, replicate)) for replicate in range(COPIED)]
    plain = (time.perf_counter() - start) / COPIED * REPLICATES
    same = np.column_stack([found.false_non_match, found.equal_error])[:COPIED]
    assert np.allclose(same, theirs, rtol=0, atol=1e-12)  # noqa: S101
    return (
        f"| {scores:,} | {people:,} | {ours:.2f} | {plain:,.0f} | {plain / ours:,.0f} | "
        f"{os.getloadavg()[0]:.1f} |"
    )


def main() -> int:
    """Measure, and write the table."""
    sizes = [int(float(size) * 1e6) for size in sys.argv[1:]] or [1_000_000, 10_000_000]
    warm = made(10_000, 100)
    sides = (SortedKind.of(warm[0], warm[1], warm[1]), SortedKind.of(*warm[2:]))
    resampled_points(*sides, rates=RATES, subjects=100, replicates=1)
    lines = [
        "# Bootstrap of operating points, people drawn",
        "",
        f"Written by `bench/bootstrap.py`: {REPLICATES:,} replicates on {os.cpu_count()} "
        f"processors, {len(RATES)} false match rates and the equal error rate, one score of "
        f"{MATES} genuine, single precision, in memory; sorting is in it, compiling is not (the "
        f"machine code is kept on disk). The plain way copies rows: {COPIED} replicates were run, "
        "with the same draws and the same results to 1e-12, and its time is extrapolated to "
        f"{REPLICATES:,}.",
        "",
        "| scores | people | seconds | copied rows, seconds (extrapolated) | times | load |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for size in sizes:
        for people in PEOPLE:
            lines.append(measured(size, people))
            print(lines[-1], flush=True)
    (Path(__file__).parent / "bootstrap.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
