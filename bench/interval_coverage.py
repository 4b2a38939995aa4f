"""How often 95 % intervals of error rates hold the true rate, when comparisons share people.

Simulated: a score is a normal number, plus the subject effect times a normal number of each
person in it. Genuine: every person is compared with themselves as often as they have images.
Impostor: every pair of people once. Every cell of a grid of people, images, effects and rates is
shown; then ratios of two groups, searches of a gallery, and misses at an asked false match rate
with scores that are tied. Writes bench/interval_coverage.md. Not a test.

With an argument: how many samples of each cell (default 2,000).
"""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit, ndtr, ndtri

from misid.evaluation.rates import ComparisonKind
from misid.evaluation.threshold_intervals import Anew
from misid.measures import Bounds, Comparisons, operating_point
from misid.measures.by_person import ByPerson, person_interval
from misid.measures.clustered_intervals import SharedTrials, clustered_interval
from misid.measures.group_covariance import cell_rates, rate_ratio_interval

Random = np.random.Generator
Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]

PEOPLE = (10, 20, 40, 100, 200, 500)
IMAGES = ("10", "50", "1 to 50")
EFFECTS = (0.0, 0.5, 1.0, 2.0)
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
LAWS = ("normal", "logistic", "gamma", "few bad people")
TIMES, MANY = 2000, 200
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(120)


@dataclass(frozen=True)
class Held:
    """What the intervals of one cell held."""

    holds: NDArray[np.bool_]
    bounds: NDArray[np.bool_]
    widths: Numbers

    @classmethod
    def of(cls, found: list[Bounds], truth: float) -> "Held":
        """Compare intervals with the truth."""
        return cls(
            np.array([one.low <= truth <= one.high for one in found]),
            np.array([one.is_bound for one in found]),
            np.array([one.high - one.low for one in found]),
        )

    @property
    def coverage(self) -> float:
        """Share of samples whose interval, or bound, holds the truth."""
        return float(self.holds.mean())

    @property
    def share(self) -> float:
        """Share of samples with a bound."""
        return float(self.bounds.mean())

    def text(self) -> str:
        """Coverage; where bounds are among them, their share."""
        share = round(100.0 * self.share)
        return f"{self.coverage:.3f}" + (f" ({share} %)" if share else "")


@dataclass(frozen=True)
class Cell:
    """A place in the grid."""

    measure: str
    people: int
    images: str
    effect: float
    rate: float
    law: str = "normal"


def images(random: Random, kind: str, people: int) -> NDArray[np.int64]:
    """How many images each person has."""
    low, _, high = kind.partition(" to ")
    return random.integers(int(low), int(high or low) + 1, size=people)


def shares(random: Random, cell: Cell) -> Numbers:
    """The error rate of each person, whose mean over all people is the rate of the cell."""
    people, effect, rate = cell.people, cell.effect, cell.rate
    if cell.law == "normal":
        lifted = np.sqrt(1.0 + effect**2) * ndtri(rate)
        return np.asarray(ndtr(lifted + effect * random.normal(size=people)))
    if cell.law == "logistic":
        middle = brentq(lambda at: _mean_logistic(at, effect) - rate, -60.0, 20.0)
        return np.asarray(expit(middle + 1.7 * effect * random.normal(size=people)))
    if cell.law == "gamma":
        shape = 1.0 / effect**2
        hazard = shape * np.expm1(-np.log1p(-rate) / shape)
        return -np.expm1(-hazard * random.gamma(shape, 1.0 / shape, size=people))
    bad = random.random(people) < rate * effect / 4.0
    return np.where(bad, 1.0, rate * (1.0 - effect / 4.0) / (1.0 - rate * effect / 4.0))


def _mean_logistic(middle: float, effect: float) -> float:
    return float(_WEIGHTS @ expit(middle + 1.7 * effect * _NODES) / _WEIGHTS.sum())


def missed(random: Random, cell: Cell) -> ByPerson:
    """Misses of every person."""
    trials = images(random, cell.images, cell.people)
    errors = random.binomial(trials, shares(random, cell))
    return ByPerson(errors.astype(np.float64), trials.astype(np.float64))


def matched(random: Random, cell: Cell) -> ByPerson:
    """False matches of every pair of people, by person."""
    one, two = np.triu_indices(cell.people, 1)
    alike = cell.effect * random.normal(size=cell.people)
    threshold = -ndtri(cell.rate) * np.sqrt(1.0 + 2.0 * cell.effect**2)
    noise = random.standard_normal(len(one), dtype=np.float32)
    wrong = alike[one] + alike[two] + noise >= threshold
    errors = sum(np.bincount(side[wrong], minlength=cell.people) for side in (one, two))
    share = np.count_nonzero(wrong) / len(one)
    return ByPerson(
        np.asarray(errors, np.float64),
        np.full(cell.people, cell.people - 1.0),
        sides=2,
        of_pairs=len(one) * share * (1.0 - share),
    )


def scores(random: Random, cell: Cell, people: int) -> tuple[Numbers, Integers, Integers]:
    """Impostor scores of every pair, and who is compared."""
    one, two = np.triu_indices(people, 1)
    alike = cell.effect * random.normal(size=people)
    return alike[one] + alike[two] + random.normal(size=len(one)), one, two


def ratio(random: Random, cell: Cell) -> Bounds | None:
    """The ratio of the false match rates of two groups, which are equal; or of misses."""
    sizes = [int(one) for one in cell.images.split(" against ")]
    parts = []
    for at, size in enumerate(sizes):
        if cell.measure == "ratio of FMR":
            found, one, two = scores(random, cell, size)
            wrong = found >= -ndtri(cell.rate) * np.sqrt(1.0 + 2.0 * cell.effect**2)
        else:
            one = two = np.repeat(np.arange(size), 10)
            wrong = random.random(len(one)) < shares(random, replace(cell, people=size))[one]
        first = 1000 * at
        parts.append((wrong, np.full(len(one), at), one + first, two + first))
    wrong, group, one, two = (np.concatenate(side) for side in zip(*parts, strict=True))
    return rate_ratio_interval(cell_rates(wrong, group, size=2, subjects=(one, two)), 0, 1)


def searched(random: Random, cell: Cell) -> Bounds | None:
    """Searches for people who are not enrolled; false candidates are of any of 1,000 records."""
    person = np.repeat(np.arange(cell.people), int(cell.images))
    severity = random.random(len(person)) - shares(random, cell)[person]
    records = random.integers(1000, size=len(person))
    trials = SharedTrials(severity < 0.0, person, -severity, records, 1000)
    return clustered_interval(trials)


def at_asked(random: Random, cell: Cell) -> Bounds | None:
    """Misses at an asked false match rate; scores are cut to steps."""
    step, people = float(cell.images), cell.people
    impostor, one, two = scores(random, cell, people)
    same = np.repeat(np.arange(people), 10)
    mine = cell.effect * random.normal(size=people)
    genuine = _apart(cell) + mine[same] + random.normal(size=len(same))
    if step:
        genuine, impostor = (np.floor(side / step) * step for side in (genuine, impostor))
    anew = Anew(
        ComparisonKind(True, genuine, (same, same), None, None),
        ComparisonKind(False, impostor, (one, two), None, None),
    )
    point = operating_point(Comparisons.of(genuine, impostor), false_match_rate=cell.rate)
    return anew.at_rate(point.threshold, cell.rate)


def _apart(cell: Cell) -> float:
    return float(2.5 * np.sqrt(1.0 + 2.0 * cell.effect**2))


def truth(cell: Cell) -> float:
    """What an interval of a cell should hold."""
    if cell.measure.startswith("ratio"):
        return 1.0
    if cell.measure != "FNMR at an asked FMR":
        return cell.rate
    spread, step = np.sqrt(1.0 + 2.0 * cell.effect**2), float(cell.images)
    threshold = -ndtri(cell.rate) * spread
    if step:
        threshold = np.ceil(threshold / step - 1e-9) * step
    return float(ndtr((threshold - _apart(cell)) / np.sqrt(1.0 + cell.effect**2)))


FOUND: dict[str, Callable[[Random, Cell], Bounds | None]] = {
    "FNMR": lambda random, cell: person_interval(missed(random, cell)),
    "FMR": lambda random, cell: person_interval(matched(random, cell)),
    "ratio of FNMR": ratio,
    "ratio of FMR": ratio,
    "FPIR": searched,
    "FNMR at an asked FMR": at_asked,
}


def held(work: tuple[Cell, int, int]) -> Held:
    """Every interval of one cell; where there is none, it is as wide as can be."""
    cell, number, times = work
    random = np.random.Generator(np.random.Philox(key=[7, number]))
    if cell.measure == "FNMR at an asked FMR" or (cell.measure == "FMR" and cell.people > MANY):
        times //= 4
    found = (FOUND[cell.measure](random, cell) for _ in range(times))
    return Held.of([one or Bounds(0.0, np.inf, is_bound=True) for one in found], truth(cell))


def grid() -> list[Cell]:
    """All cells, laws that are not normal last."""
    single = product(["FNMR"], PEOPLE, IMAGES, EFFECTS, RATES)
    pairs = product(["FMR"], PEOPLE, [""], EFFECTS, RATES)
    others = product(["FNMR"], PEOPLE[2:], ["10"], EFFECTS[2:], RATES[2:], LAWS[1:])
    kinds = ["ratio of FNMR", "ratio of FMR"]
    ratios = product(kinds, [0], ["10 against 100", "40 against 40"], (0.0, 1.0, 2.0), RATES[2:])
    once = product(["FPIR"], [200, 1000], ["1"], [0.0], RATES)
    again = product(["FPIR"], [40, 200], ["5"], (0.5, 2.0), RATES)
    asked = product(["FNMR at an asked FMR"], [40], ["0", "0.25", "1"], (0.0, 1.0), RATES[3:5])
    found = (*single, *pairs, *others, *ratios, *once, *again, *asked)
    return [Cell(*one) for one in found]


def summary(name: str, found: list[Held]) -> str:
    """How many cells hold what they should."""
    told = [one for one in found if one.share < 0.5]
    bounds = [one for one in found if one.share >= 0.5]
    within = sum(0.93 <= one.coverage <= 0.97 for one in told)
    least = min((one.coverage for one in bounds), default=1.0)
    worst = min((one.coverage for one in told), default=1.0)
    return (
        f"| {name} | {len(found)} | {len(told)} | {within} | {worst:.3f} | {len(bounds)} | "
        f"{least:.3f} |"
    )


def table(cells: list[Cell], found: list[Held], rates: tuple[float, ...]) -> Iterator[str]:
    """One row for each number of people, images and effect; one column for each rate."""
    yield f"| law | people | images | effect | {' | '.join(f'{one:g}' for one in rates)} |"
    yield "| --- " * (4 + len(rates)) + "|"
    rows: dict[tuple[str, int, str, float], list[str]] = {}
    for cell, one in zip(cells, found, strict=True):
        key = (cell.law, cell.people, cell.images, cell.effect)
        rows.setdefault(key, []).append(one.text())
    for (law, people, kind, effect), texts in rows.items():
        yield f"| {law} | {people} | {kind} | {effect:g} | {' | '.join(texts)} |"


def lines(cells: list[Cell], found: list[Held], times: int) -> Iterator[str]:
    """The document."""
    parts: dict[str, list[int]] = {}
    for at, one in enumerate(cells):
        name = one.measure if one.law == "normal" else f"{one.measure}, other laws"
        parts.setdefault(name, []).append(at)
    yield "# Coverage of 95 % intervals"
    yield ""
    yield (
        f"Written by `bench/interval_coverage.py {times}`: {times:,} samples a cell, standard "
        f"error about {np.sqrt(0.95 * 0.05 / times):.3f}; a quarter of them for pairs of more than "
        f"{MANY} people and for misses at an asked rate. In a cell stands the share of samples "
        "whose interval holds the true rate, and in brackets the share of samples in which too few "
        "people have an error, so that the interval is a bound. An interval should hold in .93 to "
        ".97, a bound in .95 or more. Many people of few images, strong effects and low rates are "
        "between: a mixture of both, which holds more often than .97."
    )
    yield ""
    yield "| rate | cells | intervals | of these .93 to .97 | least | mostly bounds | least |"
    yield "| --- " * 7 + "|"
    for name, at in parts.items():
        yield summary(name, [found[one] for one in at])
    for name, at in parts.items():
        yield from ("", f"## {name}", "")
        chosen = [cells[one] for one in at]
        rates = tuple(sorted({one.rate for one in chosen}))
        yield from table(chosen, [found[one] for one in at], rates)


def main() -> int:
    """Simulate, and write the table."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    cells = grid()
    with ProcessPoolExecutor() as pool:
        found = list(pool.map(held, [(one, at, times) for at, one in enumerate(cells)]))
    text = "\n".join(lines(cells, found, times)) + "\n"
    Path(__file__).with_suffix(".md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
