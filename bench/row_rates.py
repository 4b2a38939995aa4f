"""
Whether rates row by row are calibrated, and how often rows that are alike are told apart.

Prints Markdown: `python bench/row_rates.py > bench/row_rates.md`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy import stats

from misid.measures.discoveries import both_sides, discovered
from misid.measures.row_estimates import row_estimates, surprise
from misid.measures.row_laws import BetaBinomial, GammaPoisson, RowLaw
from misid.measures.row_spread import LEAST_SPREAD, MOST_SPREAD, RowCounts, row_spread

SETS, ROWS, ALIKE = 200, 12, 100
SUPPRESSED, ROUNDING = 5, 1e-12


def main() -> None:
    """Print both tables."""
    print(HEAD)
    for name, law in (("beta-binomial", BetaBinomial()), ("gamma-Poisson", GammaPoisson())):
        for place, is_hidden in enumerate((False, True)):
            print(calibrated(name, law, np.random.default_rng([17, place]), is_hidden=is_hidden))
    print(ALARMS)
    for rows in (10, 50):
        for spread in (0.0, 0.5):
            rng = np.random.default_rng([17, rows, int(10 * spread)])
            print(alarms(rows, spread, rng, ALIKE), flush=True)


def calibrated(name: str, law: RowLaw, rng: np.random.Generator, *, is_hidden: bool) -> str:
    """A row: what intervals of the mean, the spread and the rows' own rates hold."""
    held = np.array([one for _ in range(SETS) for one in fitted(law, rng, is_hidden=is_hidden)])
    mean, spread, rows = held.reshape(SETS, 3).T
    shares = [
        f"{np.mean((one > 0.05) & (one < 0.95)):.3f} | {stats.kstest(one, 'uniform').pvalue:.3f}"
        for one in (mean, spread)
    ]
    told = "counts below 5 suppressed" if is_hidden else "exact counts"
    return f"| {name}, {told} | {' | '.join(shares)} | {rows.mean():.3f} |"


def fitted(law: RowLaw, rng: np.random.Generator, *, is_hidden: bool) -> Iterator[float]:
    """Where the true mean and spread lie in what is known, and how many rows' ranges hold."""
    while True:
        mean = rng.beta(0.5, 0.5) if isinstance(law, BetaBinomial) else rng.random() ** 2
        spread = float(np.abs(rng.standard_cauchy()))
        if LEAST_SPREAD < spread < MOST_SPREAD and 1e-9 < mean < 1 - 1e-9:
            break
    exposure = np.floor(np.exp(rng.uniform(np.log(5), np.log(500), ROWS)))
    if isinstance(law, BetaBinomial):
        rate = rng.beta(1 / (spread**2 * (1 - mean)), 1 / (spread**2 * mean), ROWS)
        count = rng.binomial(exposure.astype(int), rate)
    else:
        rate = rng.gamma(1 / spread**2, mean * spread**2, ROWS)
        count = rng.poisson(exposure * rate)
    counts = as_counts(count, exposure, is_hidden=is_hidden)
    found = row_spread(law, counts)
    for values, truth in ((found.mean, mean), (found.spread, spread)):
        sides, which = np.unique(values, return_inverse=True)
        mass = np.bincount(which, found.weight)
        below = np.cumsum(mass) - mass / 2
        yield float(np.interp(float(truth), sides, below))
    each = row_estimates(found, counts)
    yield float(np.mean((each.low <= rate + ROUNDING) & (rate - ROUNDING <= each.high)))


def as_counts(count: np.ndarray, exposure: np.ndarray, *, is_hidden: bool) -> RowCounts:
    """Counts as they are; or each of 1 to 4 as that range."""
    pairs = [
        range(1, SUPPRESSED) if is_hidden and 0 < one < SUPPRESSED else (int(one),) for one in count
    ]
    sizes = np.array([len(one) for one in pairs])
    flat = np.array([one for pair in pairs for one in pair], dtype=float)
    return RowCounts(
        flat, np.repeat(exposure, sizes), np.zeros(flat.size), np.cumsum(sizes) - sizes
    )


def alarms(rows: int, spread: float, rng: np.random.Generator, sets: int) -> str:
    """A row: how often any row is told apart where none is, and how often one of four times is."""
    law, any_found, hit, false = BetaBinomial(), 0, 0, 0
    for _ in range(sets):
        exposure = np.floor(np.exp(rng.uniform(np.log(20), np.log(2000), rows)))
        shape = 0.05, 1 / spread**2 if spread else 0.0
        rate = (
            np.full(rows, 0.05) if not spread else rng.beta(shape[1] / 0.95, shape[1] / 0.05, rows)
        )
        for planted in (False, True):
            if planted:
                rate, exposure = rate.copy(), exposure.copy()
                rate[0], exposure[0] = 0.4, 200
            counts = RowCounts.exact(rng.binomial(exposure.astype(int), rate), exposure)
            apart = discovered(both_sides(*surprise(row_spread(law, counts, nodes=25), counts)))
            if planted:
                hit += bool(apart[0])
                false += bool(apart[1:].any())
            else:
                any_found += bool(apart.any())
    return f"| {rows} | {spread} | {any_found / sets:.3f} | {hit / sets:.3f} | {false / sets:.3f} |"


HEAD = f"""# Whether rates row by row are calibrated

Printed by `bench/row_rates.py`. Mean and spread are drawn from what is held for possible before any
count, {ROWS} rows of 5 to 500 searches from these, and all is inferred again, {SETS} times. Ranges
from 5 % to 95 % should hold 0.90 (standard error {np.sqrt(0.09 / SETS):.3f}), and p of uniform
places should not be small.

| law | mean: held | p | spread: held | p | rows' rates: held |
|---|---|---|---|---|---|"""
ALARMS = f"""
## How often rows are told apart

Rows of 20 to 2,000 references, 5 % of them wrong on average; {ALIKE} sets. Without a far row: how
often any is told apart (5 % at most are allowed). With one row of 40 % among 200: how often it is
found, and how often another one is told apart beside it.

| rows | spread | any told apart, none is far | the far one found | another beside it |
|---|---|---|---|---|"""


if __name__ == "__main__":
    main()
