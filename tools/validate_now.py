"""
Coverage and calibration worked out now, small; the long runs stand in bench.

Where all outcomes can be listed each counts with its chance; elsewhere samples are few, and the
standard error of a share stands beside it.
"""

from collections.abc import Iterator

import numpy as np
from bench import audit_coverage, calibration
from scipy.stats import binom, norm

from misid.measures import clopper_pearson, wilson
from misid.measures.error_rates import Rate

LEAST, NOMINAL, AWAY = 0.93, 0.95, 3.0
SAMPLES, FITS = 400, 40
TRIALS, RATES = (50, 500, 5_000), (0.002, 0.01, 0.05, 0.2, 0.5)
FITTED = {"few inputs": 6, "many inputs": 60}

Held = tuple[str, str, str, bool]
"""What was held against a promise, what came out, what may, and whether."""


def intervals() -> Iterator[Held]:
    """Intervals of a rate and of an audit: exactly where it can be, else from samples."""
    for name, interval in (("exact", clopper_pearson), ("Wilson", wilson)):
        held = [_listed(interval, trials, rate) for trials in TRIALS for rate in RATES]
        yield _exactly(f"rate of independent trials, {name} interval", held)
    one = column(audit_coverage.one_stratum(), 2)
    yield _exactly("audit, one stratum, exact interval", one)
    several = column(audit_coverage.strata(SAMPLES), 3)
    yield _sampled("audit, several strata, Korn-Graubard", several, SAMPLES)


def _listed(interval: object, trials: int, rate: float) -> float:
    """How often the interval of a count holds the rate, over every count that may come."""
    counts = np.arange(trials + 1)
    chances = binom.pmf(counts, trials, rate)
    return float(
        sum(
            chance
            for count, chance in zip(counts, chances, strict=True)
            if chance > 1e-12 and _holds(interval, int(count), trials, rate)
        )
    )


def _holds(interval: object, count: int, trials: int, rate: float) -> bool:
    ends = interval(Rate(count, trials))  # type: ignore[operator]
    return bool(ends.low <= rate <= ends.high)


def _exactly(what: str, held: list[float]) -> Held:
    low = sum(one < LEAST for one in held)
    said = f"least {min(held):.3f}, of {len(held)} cells; {low} below {LEAST}; no error of sampling"
    return what, said, f"{LEAST} or more", low == 0


def _sampled(what: str, held: list[float], samples: int) -> Held:
    """The least of many is low by chance as well: as low as the least of so many may be."""
    error = float(np.sqrt(NOMINAL * (1 - NOMINAL) / samples))
    least = NOMINAL + error * float(norm.ppf(0.001 / len(held)))
    said = f"least {min(held):.3f}, of {len(held)} cells; standard error of one {error:.3f}"
    return (
        what,
        said,
        f"{least:.3f} or more, which chance alone passes below in 0.1 %",
        (min(held) >= least),
    )


def column(lines: Iterator[str], place: int) -> list[float]:
    """A column of a table as bench prints it, from the first row on."""
    rows = "".join(lines).splitlines()[2:]
    return [float(row.strip("|").split("|")[place]) for row in rows]


def fits() -> Iterator[Held]:
    """Whether worlds that gave the counts lie in the middle of what is inferred from these."""
    for name, inputs in FITTED.items():
        ranks = np.array([calibration.curved(inputs, fit)[0] for fit in range(FITS)])
        for share in (0.5, 0.9):
            held = np.mean(np.abs(ranks - 0.5) < share / 2, axis=0)
            error = float(np.sqrt(share * (1 - share) / FITS))
            far = float(np.abs(held - share).max()) / error
            said = (
                f"{held.min():.3f} to {held.max():.3f}, of {len(held)}; standard error "
                f"{error:.3f}; {far:.1f} of these away"
            )
            what = f"{name}, {100 * share:.0f} % intervals, {FITS} fits"
            yield what, said, f"{share:.2f}, within {AWAY:.0f} standard errors", far <= AWAY
