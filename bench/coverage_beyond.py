"""How often 95 % intervals beyond single rates hold the truth: ratios, differences, tails, k.

People have a normal effect of their own; every pair within a group is compared once, and every
person five times with themselves. Writes bench/coverage_beyond.md. Not a test.

With an argument: how many simulations of each row (default 1,000).
"""

import sys
from collections.abc import Callable, Iterator
from math import inf, sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import expon, genpareto, logistic, norm
from scipy.stats import t as student

from misid.measures import (
    Bounds,
    Comparisons,
    bootstrap_interval,
    equal_error_rate,
    operating_point,
    wilson,
)
from misid.measures.bootstrap import SortedKind, resampled_points
from misid.measures.disparity import MEASURES
from misid.measures.disparity_intervals import disparity_intervals
from misid.measures.fairness import (
    fairness_discrepancy_rate,
    fairness_intervals,
    gini_aggregation_rate,
    inequity_rate,
)
from misid.measures.frailty import look_alike_frailty
from misid.measures.group_covariance import GroupCells, cell_rates, rate_ratio_interval
from misid.measures.intervals import ratio_interval
from misid.measures.tails import chosen_tail, extrapolated_threshold, tail_fits
from misid.measures.threshold_uncertainty import (
    Levels,
    equal_error_interval,
    miss_interval,
    trade_off_slope,
)

PEOPLE, EFFECTS = 40, (1.0, 0.5, 0.0)
REPLICATES, FEWER = 416, 5
SPREADS = ((0.05,) * 5, (0.1, 0.07, 0.05, 0.03, 0.02), (0.1, 0.03, 0.03, 0.03, 0.03))
LAWS = {
    "exponential": expon(),
    "generalised Pareto, shape -0.2": genpareto(-0.2),
    "generalised Pareto, shape 0.3": genpareto(0.3),
    "normal": norm(),
    "logistic": logistic(),
    "Student's, 5 degrees": student(5),
}

Random = np.random.Generator
Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]
Scores = NDArray[np.float64]
Held = dict[str, tuple[Bounds | None, float]]
"""By the name of an interval: its bounds, and the truth."""


def matched(
    random: Random, effect: float, rates: tuple[float, ...], *, shared: bool = False
) -> tuple[Flags, Numbers, Numbers, Numbers]:
    """False matches, the group of side a, and who is on either side; shared: against anybody."""
    size = len(rates)
    if shared:
        one, two = np.triu_indices(size * PEOPLE, 1)
        turned = random.random(len(one)) < 0.5
        one, two = np.where(turned, two, one), np.where(turned, one, two)
    else:
        one, two = (
            np.concatenate([side + PEOPLE * group for group in range(size)])
            for side in np.triu_indices(PEOPLE, 1)
        )
    alike, at = random.normal(size=size * PEOPLE), one // PEOPLE
    scores = effect * (alike[one] + alike[two]) + random.normal(size=len(one))
    threshold = norm.isf(np.array(rates))[at] * sqrt(1.0 + 2.0 * effect**2)
    return scores >= threshold, at, one, two


def missed(
    random: Random, effect: float, rates: tuple[float, ...]
) -> tuple[Flags, Numbers, Numbers]:
    """Misses of every person, the group, and who it is."""
    who = np.repeat(np.arange(len(rates) * PEOPLE), 10)
    scores = effect * random.normal(size=len(rates) * PEOPLE)[who] + random.normal(size=len(who))
    threshold = norm.ppf(np.array(rates))[who // PEOPLE] * sqrt(1.0 + effect**2)
    return scores < threshold, who // PEOPLE, who


def ratios(random: Random, effect: float, rates: tuple[float, ...], *, shared: bool) -> Held:
    """The ratio of two groups, with and without a thought for people."""
    wrong, at, one, two = matched(random, effect, rates, shared=shared)
    cells = cell_rates(wrong, at, size=2, subjects=(one, two))
    truth = rates[0] / rates[1]
    return {
        "ours": (rate_ratio_interval(cells, 0, 1), truth),
        "independent": (ratio_interval(*cells.rates), truth),
    }


def differences(random: Random, effect: float, rates: tuple[float, ...]) -> Held:
    """Every measure of five groups, and the three figures of both rates."""
    size = len(rates)
    wrong, at, one, two = matched(random, effect, rates)
    match = cell_rates(wrong, at, size=size, subjects=(one, two))
    late, where, who = missed(random, effect, rates)
    miss = cell_rates(late, where, size=size, subjects=(who, who))
    known = disparity_intervals(match)
    figures = fairness_intervals(
        *(disparity_intervals(cells, confidence=0.975) for cells in (match, miss))
    )
    truths = {
        "FDR": fairness_discrepancy_rate,
        "INEQ": inequity_rate,
        "GARBE": gini_aggregation_rate,
    }
    return {name: (bounds, float(MEASURES[name](rates))) for name, bounds in known.items()} | {
        name: (bounds, float(truths[name](rates, rates))) for name, bounds in figures.items()
    }


def thresholds(random: Random, effect: float, asked: float) -> Held:
    """Misses at an asked false match rate, and the equal error rate, the threshold being found."""
    spread, own = sqrt(1.0 + 2.0 * effect**2), sqrt(1.0 + effect**2)
    apart = 3.0 * spread
    one, two = np.triu_indices(PEOPLE, 1)
    same = np.repeat(np.arange(PEOPLE), 10)
    alike, mine = random.normal(size=(2, PEOPLE)) * effect
    impostor = alike[one] + alike[two] + random.normal(size=len(one))
    genuine = apart + mine[same] + random.normal(size=len(same))
    scores = Comparisons.of(genuine, impostor)
    point = operating_point(scores, false_match_rate=asked)
    subjects = (np.concatenate([same, one]), np.concatenate([same, two]))
    drawn = resampled_points(
        SortedKind.of(genuine, same, same),
        SortedKind.of(impostor, one, two),
        rates=[asked], subjects=PEOPLE, replicates=REPLICATES,
    )  # fmt: skip

    def cells(threshold: float) -> GroupCells:
        wrong = np.concatenate([genuine < threshold, impostor >= threshold])
        at = np.repeat([0, 1], [len(genuine), len(impostor)])
        return cell_rates(wrong, at, size=2, subjects=subjects)

    met = equal_error_rate(scores).threshold
    levels = Levels.of(scores, low=asked / 20.0, high=min(0.5, 5.0 * asked))
    slope = trade_off_slope(scores, threshold=met)

    at = brentq(lambda t: norm.sf(t / spread) - norm.cdf((t - apart) / own), 0.0, apart)
    truth = float(norm.cdf((norm.isf(asked) * spread - apart) / own))
    equal = float(norm.sf(at / spread))
    return {
        "FNMR, ours": (miss_interval(cells(point.threshold), levels, asked), truth),
        "FNMR, bootstrap": (bootstrap_interval(drawn.false_non_match[:, 0]), truth),
        "FNMR, Wilson at that threshold": (wilson(point.false_non_match), truth),
        "EER, ours": (equal_error_interval(cells(met), slope), equal),
        "EER, bootstrap": (bootstrap_interval(drawn.equal_error), equal),
    }


def tails(random: Random, law: str, rate: float, scores: int) -> Held:
    """The threshold at a rate far below one in so many scores."""
    fit = chosen_tail(tail_fits(LAWS[law].rvs(scores, random_state=random)))
    bounds = None if fit is None else extrapolated_threshold(fit, rate)
    return {"ours": (bounds, float(LAWS[law].isf(rate)))}


def frailties(random: Random, shape: float, mean: float) -> Held:
    """The shape of 200 people's frailty, with so many false matches each."""
    factor = np.ones(200) if shape == inf else random.gamma(shape, 1.0 / shape, 200)
    found = look_alike_frailty(random.poisson(mean * factor), np.full(200, mean))
    return {"ours": (Bounds(found.low, found.high), shape)}


def coverage(draw: Callable[[Random], Held], times: int) -> dict[str, str]:
    """Share of simulations that hold the truth, of those with an interval; by its name."""
    random = np.random.Generator(np.random.Philox(key=7))
    counts: dict[str, list[int]] = {}
    for _ in range(times):
        for name, (bounds, truth) in draw(random).items():
            count = counts.setdefault(name, [0, 0])
            if bounds is not None:
                count[0] += 1
                count[1] += bounds.low - 1e-9 <= truth <= bounds.high + 1e-9
    return {
        name: f"{held / have:.3f}" + ("" if have == times else f" (of {have:,})")
        for name, (have, held) in counts.items()
    }


def table(
    title: str, heads: tuple[str, ...], rows: Iterator[tuple[str, dict[str, str]]]
) -> list[str]:
    """A section with its table; what has no interval in any simulation is left blank."""
    found = list(rows)
    names = list(dict.fromkeys(name for _, row in found for name in row))
    lines = [f"## {title}", "", f"| {' | '.join((*heads, *names))} |"]
    lines += [f"|{' --- |' * (len(heads) + len(names))}"]
    for start, row in found:
        lines.append(f"| {start} | {' | '.join(row.get(name, '') for name in names)} |")
        print(lines[-1], flush=True)
    return [*lines, ""]


def sections(times: int) -> Iterator[list[str]]:
    """Every table."""
    yield table("Ratios of two groups", ("people", "effect", "true rates"), (
        (f"{'shared' if shared else 'apart'} | {effect:g} | {rates[0]:g}, {rates[1]:g}",
         coverage(lambda r, e=effect, p=rates, s=shared: ratios(r, e, p, shared=s), times))
        for shared in (False, True)
        for effect in EFFECTS
        for rates in ((0.1, 0.1), (0.1, 0.03), (0.03, 0.01))
    ))  # fmt: skip
    yield table("Differences of five groups", ("effect", "true rates"), (
        (f"{effect:g} | {', '.join(map(str, rates))}",
         coverage(lambda r, e=effect, p=rates: differences(r, e, p), times // FEWER))
        for effect in EFFECTS
        for rates in SPREADS
    ))  # fmt: skip
    yield table("Thresholds found in the same scores", ("effect", "asked FMR"), (
        (f"{effect:g} | {asked:g}",
         coverage(lambda r, e=effect, a=asked: thresholds(r, e, a), times))
        for effect in EFFECTS
        for asked in (0.1, 0.03, 0.01)
    ))  # fmt: skip
    yield table("Extrapolated thresholds", ("law", "scores", "rate"), (
        (f"{law} | {scores:,} | {rate:g}",
         coverage(lambda r, w=law, p=rate, n=scores: tails(r, w, p, n), times // FEWER))
        for law in LAWS
        for scores, rate in ((5_000, 1e-5), (20_000, 1e-6))
    ))  # fmt: skip
    yield table("Look-alike frailty", ("k", "false matches of each"), (
        (f"{shape:g} | {mean:g}", coverage(lambda r, k=shape, m=mean: frailties(r, k, m), times))
        for shape in (0.3, 1.0, 5.0, inf)
        for mean in (1.0, 5.0)
    ))  # fmt: skip


def main() -> int:
    """Simulate, and write the tables."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    lines = [
        "# Coverage of 95 % intervals beyond single rates",
        "",
        f"Written by `bench/coverage_beyond.py {times}`: {PEOPLE} people a group, {times:,} "
        f"simulations a row (differences and tails: {times // FEWER:,}), {REPLICATES} bootstrap "
        f"replicates. Standard error about {sqrt(0.95 * 0.05 / times):.3f} and "
        f"{sqrt(0.95 * 0.05 * FEWER / times):.3f}. Where not every simulation has an interval, "
        "those that have one are counted, and how many they are.",
        "",
    ]
    for section in sections(times):
        lines += section
    (Path(__file__).parent / "coverage_beyond.md").write_text("\n".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
