"""How often 95 % intervals of rates of searches hold the true rate, when searches share people.

Simulated: 100 people or 40, searched 10 times each. A score of a search for a person who is not
enrolled is a normal number, plus an effect times a normal number of the person, of the gallery
record (200 of them) and of both together; each simulation draws other people and another gallery.
A score of a person's own record is a normal number plus an effect times one of the person. The
true rates are integrals, not simulations. Writes bench/coverage_identification.md. Not a test.

With an argument: how many simulations of each row (default 1,000).
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.optimize import brentq
from scipy.stats import norm

from misid.measures import Bounds, clopper_pearson, wilson
from misid.measures.clustered_intervals import SharedTrials, clustered_interval

EACH, RECORDS = 10, 200
PEOPLE, RATES = (100, 40), (0.1, 0.03, 0.01)
FALSE_POSITIVE = (
    ("none", (0.0, 0.0, 0.0)),
    ("person 1", (1.0, 0.0, 0.0)),
    ("person .5, record .5, both .5", (0.5, 0.5, 0.5)),
    ("person 1, record .5, both .5", (1.0, 0.5, 0.5)),
    ("record 1", (0.0, 1.0, 0.0)),
)
FALSE_NEGATIVE = (0.0, 0.5, 1.0)
METHODS = ("wilson", "clopper_pearson", "subjects", "records")
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(80)

Draw = Callable[[np.random.Generator, int], SharedTrials]


def non_mated(effects: tuple[float, float, float], rate: float) -> Draw:
    """Searches for people who are not enrolled, at the threshold that gives this rate."""
    person, record, both = effects
    threshold = float(brentq(lambda t: _false_positive(t, effects) - rate, 0.0, 30.0))

    def draw(random: np.random.Generator, people: int) -> SharedTrials:
        alike = person * random.normal(size=(people, 1)) + record * random.normal(size=RECORDS)
        alike += both * random.normal(size=(people, RECORDS))
        scores = alike[:, None, :] + random.normal(size=(people, EACH, RECORDS))
        scores = scores.reshape(-1, RECORDS)
        top = scores.max(axis=1)
        who = np.repeat(np.arange(people), EACH)
        return SharedTrials(top >= threshold, who, top, scores.argmax(axis=1), RECORDS)

    return draw


def _false_positive(threshold: float, effects: tuple[float, float, float]) -> float:
    """The rate over all people and galleries, by Gauss-Hermite quadrature over people."""
    person, record, both = effects
    each = norm.sf((threshold - person * _NODES) / np.sqrt(1.0 + record**2 + both**2))
    any_of_them = -np.expm1(RECORDS * np.log1p(-np.minimum(each, 1.0 - 1e-16)))
    return float(_WEIGHTS @ any_of_them / _WEIGHTS.sum())


def mated(effect: float, rate: float) -> Draw:
    """Searches for enrolled people, at the threshold that gives this rate."""
    threshold = float(norm.ppf(rate)) * np.sqrt(1.0 + effect**2)

    def draw(random: np.random.Generator, people: int) -> SharedTrials:
        who = np.repeat(np.arange(people), EACH)
        scores = effect * random.normal(size=people)[who] + random.normal(size=len(who))
        return SharedTrials(scores < threshold, who, -scores)

    return draw


def intervals(trials: SharedTrials) -> dict[str, Bounds | None]:
    """Every interval of one simulated rate."""
    rate = trials.rate()
    alone = SharedTrials(trials.wrong, trials.people, trials.severity)
    return {
        "wilson": wilson(rate),
        "clopper_pearson": clopper_pearson(rate),
        "subjects": clustered_interval(alone),
        "records": None if trials.records is None else clustered_interval(trials),
    }


def coverage(draw: Draw, people: int, rate: float, times: int) -> list[str]:
    """Share of simulations whose interval holds the true rate, by method."""
    random = np.random.Generator(np.random.Philox(key=11))
    held: dict[str, list[bool]] = {method: [] for method in METHODS}
    for _ in range(times):
        for method, bounds in intervals(draw(random, people)).items():
            if bounds is not None:
                held[method].append(bounds.low <= rate <= bounds.high)
    return [f"{np.mean(held[one]):.3f}" if held[one] else "" for one in METHODS]


def rows(times: int) -> list[str]:
    """One row for each kind of search, effect, number of people and rate."""
    kinds: list[tuple[str, str, Callable[[float], Draw]]] = [
        ("FPIR", name, lambda rate, at=effects: non_mated(at, rate))
        for name, effects in FALSE_POSITIVE
    ]
    kinds += [
        (
            "FNIR",
            f"person {effect:g}" if effect else "none",
            lambda rate, at=effect: mated(at, rate),
        )
        for effect in FALSE_NEGATIVE
    ]
    lines = []
    for measure, effect, kind in kinds:
        for people in PEOPLE:
            for rate in RATES:
                cells = coverage(kind(rate), people, rate, times)
                lines.append(
                    f"| {measure} | {effect} | {people} | {rate:g} | {' | '.join(cells)} |"
                )
                print(lines[-1], flush=True)
    return lines


def main() -> int:
    """Simulate, and write the table."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    head = [
        "# Coverage of 95 % intervals of rates of searches",
        "",
        f"Written by `bench/coverage_identification.py {times}`: {EACH} searches a person, a "
        f"gallery of {RECORDS} records, {times:,} simulations a row. Standard error about "
        f"{np.sqrt(0.95 * 0.05 / times):.3f}. `subjects` allows for people who are searched "
        "several times, `records` also for gallery records that resemble many.",
        "",
        f"| rate | effects | people | true rate | {' | '.join(METHODS)} |",
        f"| --- | --- | --- | --- | {' | '.join('---' for _ in METHODS)} |",
    ]
    text = "\n".join([*head, *rows(times)]) + "\n"
    (Path(__file__).with_suffix(".md")).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
