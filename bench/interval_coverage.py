"""How often 95 % intervals of error rates hold the true rate, when comparisons share people.

Simulated: 40 people, every pair of them compared once (780 impostor comparisons) and every person
with themselves 10 times (400 genuine ones). A score is a normal number, plus the subject effect
times a normal number of each person in it. Writes bench/interval_coverage.md. Not a test.

With an argument: how many simulations of each row (default 1,000; some 40 a second).
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from misid.measures import (
    Bounds,
    Pairs,
    Rate,
    bootstrap_interval,
    bootstrap_rates,
    clopper_pearson,
    subject_interval,
    wilson,
)

PEOPLE, EACH = 40, 10
EFFECTS, RATES = (1.0, 0.5, 0.2, 0.0), (0.1, 0.03, 0.01)
METHODS = ("wilson", "clopper_pearson", "subjects", "bootstrap")
REPLICATES = 400

Flags = NDArray[np.bool_]


def intervals(pairs: Pairs, wrong: Flags) -> dict[str, Bounds]:
    """Every interval of one simulated rate; the one that is shown falls back on Wilson's."""
    rate = Rate(int(wrong.sum()), len(wrong))
    exact, score = clopper_pearson(rate), wilson(rate)
    assert exact is not None  # noqa: S101
    assert score is not None  # noqa: S101
    drawn = bootstrap_interval(bootstrap_rates(pairs, [wrong], replicates=REPLICATES)[:, 0])
    return {
        "wilson": score,
        "clopper_pearson": exact,
        "subjects": subject_interval(pairs, wrong) or score,
        "bootstrap": drawn or Bounds(0.0, 0.0),
    }


def impostors(random: np.random.Generator, effect: float, rate: float) -> Flags:
    """False matches of every pair, at the threshold that gives this rate."""
    people = random.normal(size=PEOPLE)
    one, two = np.triu_indices(PEOPLE, 1)
    scores = effect * (people[one] + people[two]) + random.normal(size=len(one))
    threshold = norm.isf(rate) * np.sqrt(1.0 + 2.0 * effect**2)
    return np.asarray(scores >= threshold)


def mates(random: np.random.Generator, effect: float, rate: float) -> Flags:
    """Misses of every person, at the threshold that gives this rate."""
    people = np.repeat(random.normal(size=PEOPLE), EACH)
    scores = effect * people + random.normal(size=len(people))
    return np.asarray(scores < norm.ppf(rate) * np.sqrt(1.0 + effect**2))


def coverage(
    pairs: Pairs, draw: Callable[..., Flags], effect: float, rate: float, times: int
) -> dict[str, float]:
    """Share of simulations whose interval holds the true rate, by method."""
    random = np.random.Generator(np.random.Philox(key=7))
    held = dict.fromkeys(METHODS, 0)
    for _ in range(times):
        found = intervals(pairs, draw(random, effect, rate))
        for method, bounds in found.items():
            held[method] += bounds.low <= rate <= bounds.high
    return {method: count / times for method, count in held.items()}


def main() -> int:
    """Simulate, and write the table."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    one, two = np.triu_indices(PEOPLE, 1)
    same = np.repeat(np.arange(PEOPLE), EACH)
    kinds = (
        ("FMR", Pairs.of(one, two), impostors),
        ("FNMR", Pairs.of(same, same), mates),
    )
    lines = [
        "# Coverage of 95 % intervals",
        "",
        f"Written by `bench/interval_coverage.py {times}`: {PEOPLE} people, {times:,} simulations "
        f"a row, {REPLICATES} bootstrap replicates. Standard error about "
        f"{np.sqrt(0.95 * 0.05 / times):.3f}.",
        "",
        f"| rate | subject effect | true rate | {' | '.join(METHODS)} |",
        f"| --- | --- | --- | {' | '.join('---' for _ in METHODS)} |",
    ]
    for name, pairs, draw in kinds:
        for effect in EFFECTS:
            for rate in RATES:
                held = coverage(pairs, draw, effect, rate, times)
                cells = " | ".join(f"{held[method]:.3f}" for method in METHODS)
                lines.append(f"| {name} | {effect:g} | {rate:g} | {cells} |")
                print(lines[-1], flush=True)
    path = Path(__file__).parent / "interval_coverage.md"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
