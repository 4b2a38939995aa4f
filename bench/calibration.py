"""Whether `misid infer` is calibrated: counts drawn from worlds of the prior, and inferred from.

Simulation-based calibration (Talts and others, 2018): a world of the prior gives counts; the rank
of its own numbers among those of the posterior must be uniform, and the 90 % interval must hold
them in nine of ten fits. Three problems: six inputs and sixty inputs, of which facts are curved
functions, with counts as small as a few; and the scenario live-watchlist by its closed form. Prints
the tables that stand in bench/calibration.md. Not a test.

With arguments: which problems (few, many, scenario), then how many fits.
"""

import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from scipy.special import log_expit
from scipy.stats import chisquare

from misid.inference.counting_law import CountRange, log_of_cells
from misid.inference.likelihood import Likely, likelihood
from misid.inference.observed import Category, Observed, ObservedPeriod
from misid.inference.predictive import replicas
from misid.inference.sampler import sample
from misid.inference.scores import prior_scores
from misid.quantities import Draws
from misid.quantities.draws import generator
from misid.scenario import load_scenario

WORLDS, SEARCHES, FACES, BINS, FITS = 500, 100_000, 3_147_436, 10, 200
INPUTS = (
    "threshold.rate", "stops.share_enrolled", "stops.unevenness", "stops.kin_enrolment",
    "matcher.look_alike_variance", "checking.wrong_taken_as_right",
)  # fmt: skip
"""Inputs of the scenario whose ranks are tested, after its two facts."""


@dataclass(frozen=True)
class Curved:
    """Two facts of many inputs: six matter, the others a little; both are curved."""

    inputs: int
    counts: tuple[int, int] = (0, 0)

    def facts(self, scores: np.ndarray) -> np.ndarray:
        """Log share of searches that give a reference; log odds that one is wrong."""
        z, rest = scores[:, :6], scores[:, 6:]
        little = 0.3 * rest.sum(axis=1) / max(np.sqrt(rest.shape[1]), 1.0)
        reference = -6.0 + 0.6 * z[:, 0] + 0.3 * z[:, 1] * np.abs(z[:, 1]) ** 0.5 + little
        odds = -3.0 + 1.5 * z[:, 2] + 0.8 * np.tanh(2 * z[:, 3]) + 0.4 * z[:, 0] * z[:, 4]
        odds += np.where(z[:, 5] > 0.3, 0.7, 0.0) + little
        return np.stack([np.minimum(reference, -0.01), odds], axis=1)

    def shares(self, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Log shares: no reference and reference; wrong and right ones of these."""
        reference, odds = self.facts(scores).T
        among = np.stack([np.log(-np.expm1(reference)), reference], axis=1)
        return among, np.stack([log_expit(odds), log_expit(-odds)], axis=1)

    def drawn(self, scores: np.ndarray, random: np.random.Generator) -> "Curved":
        """The same with counts that a world gives."""
        among, said = (np.exp(one[0]) for one in self.shares(scores[None]))
        references = int(random.binomial(SEARCHES, among[1]))
        return replace(self, counts=(references, int(random.binomial(references, said[0]))))

    def __call__(self, scores: np.ndarray) -> Likely:
        """How likely the counts are; fewer than five wrong ones were suppressed."""
        among, said = self.shares(scores)
        references, wrong = self.counts
        one = np.ones(len(scores))
        cell = CountRange(0, 4) if wrong < 5 else CountRange(wrong, wrong)
        found = log_of_cells(SEARCHES, [None, CountRange(references, references)], among, one)
        found = found + log_of_cells(references, [cell, None], said, one)
        counted = np.array([references, max(wrong, 5)]) + 0.5
        most = np.log(counted / np.array([SEARCHES, max(references, 1)]))
        least = np.where([references > 3, wrong >= 5], most, -np.inf)
        errors = np.tile(counted**-0.5, (len(scores), 1))
        facts = np.stack([among[:, 1], said[:, 0]], axis=1)
        return Likely(found, facts, least, np.minimum(most, 0.0), errors)


def curved(inputs: int, fit: int) -> tuple[np.ndarray, bool]:
    """Where the true world's inputs and facts rank among the posterior's, from 0 to 1."""
    random = generator(fit, f"calibration {inputs}")
    true = random.standard_normal(inputs)
    model = Curved(inputs).drawn(true, random)
    prior = prior_scores(tuple(map(str, range(inputs))), Draws(fit + 1, WORLDS))
    found = sample(model, prior, fit)

    def numbers(scores: np.ndarray) -> np.ndarray:
        return np.concatenate([model.facts(scores), scores[:, :6]], axis=1)

    return _ranks(numbers(true[None])[0], numbers(found.scores), random), found.is_reliable


def scenario(fit: int) -> tuple[np.ndarray, bool]:
    """The same of a scenario by its closed form, with checks that can err."""
    random = generator(fit, "calibration scenario")
    blank = ObservedPeriod(
        "a", 0, None, CountRange(FACES, FACES), None, {"references_wrong": CountRange(0, 0)}
    )
    # Nobody says how many references were checked, as in most that was disclosed.
    said: tuple[Category, ...] = ("references_wrong", "references_right", "unresolved")
    seen = Observed((blank,), ("",), said, (None,), None, (), checked_told=False)
    model = likelihood(load_scenario("live-watchlist"), seen)
    true = random.standard_normal((1, len(model.names)))
    given = replicas(model, true, fit)[0]
    references, wrong = int(given.of(None)[0]), int(given.cells["references_wrong"][0])
    cells: dict[Category, CountRange] = {"references_wrong": CountRange(wrong, wrong)}
    period = replace(blank, references=CountRange(references, references), cells=cells)
    model = replace(model, observed=replace(seen, periods=(period,)))
    prior = prior_scores(model.names, Draws(fit + 1, WORLDS))
    found = sample(model, prior, fit, smooth=model.smooth)

    def numbers(scores: np.ndarray) -> np.ndarray:
        rates = model.rates(scores)[0, None]
        columns = [scores[:, model.names.index(name)] for name in INPUTS]
        return np.stack([rates.reference, rates.share_wrong, *columns], axis=1)

    return _ranks(numbers(true)[0], numbers(found.scores), random), found.is_reliable


def _ranks(true: np.ndarray, drawn: np.ndarray, random: np.random.Generator) -> np.ndarray:
    below, same = (drawn < true).sum(axis=0), (drawn == true).sum(axis=0)
    rank: np.ndarray = (below + random.random(len(true)) * (same + 1)) / (len(drawn) + 1)
    return rank


PROBLEMS: dict[str, Callable[[int], tuple[np.ndarray, bool]]] = {
    "few": partial(curved, 6),
    "many": partial(curved, 60),
    "scenario": scenario,
}


def table(name: str, ranks: np.ndarray, moved: int) -> str:
    """One row a number: cover of 50 % and 90 % intervals, and the test of uniform ranks."""
    lines = [
        f"\n## {name}: {len(ranks)} fits of {WORLDS} worlds, {moved} that can be relied on\n",
        "| number | 50 % holds | 90 % holds | p of uniform ranks |",
        "|---|---|---|---|",
    ]
    for place, column in enumerate(ranks.T):
        counts = np.histogram(column, bins=BINS, range=(0.0, 1.0))[0]
        half, most = (np.mean(np.abs(column - 0.5) < share / 2) for share in (0.5, 0.9))
        lines.append(f"| {place + 1} | {half:.3f} | {most:.3f} | {chisquare(counts).pvalue:.3f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    wanted = [one for one in sys.argv[1:] if one in PROBLEMS] or list(PROBLEMS)
    fits = next((int(one) for one in sys.argv[1:] if one.isdigit()), FITS)
    for problem in wanted:
        with ProcessPoolExecutor(1) as pool:
            found = list(pool.map(PROBLEMS[problem], range(fits)))
        ranks = np.array([one for one, _ in found])
        print(table(problem, ranks, sum(moved for _, moved in found)), flush=True)
