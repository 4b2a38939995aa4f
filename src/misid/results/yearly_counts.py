"""From year to year: how a count varies although nothing about the programme changes.

Agencies start and stop, and the same people, with the same look-alikes, are stopped again. So
yearly counts vary more than independent ones would: by a factor, the dispersion. A busy year of a
large agency moves the programme more than one of a small one, so their sizes matter.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import betainc, gammaincc, ndtri

from misid.arrays import Floats
from misid.matching import candidate_intensity, no_candidate
from misid.programme.people.agencies import size_shares
from misid.results.outputs import ScenarioInWorlds
from misid.results.schema import Whose
from misid.scenario.together import officers

LARGE = 0.95
"""Of the agencies, the share that is no larger than a large one."""
_POISSON = 1e-9
_SIZES = 1300


@dataclass(frozen=True)
class Yearly:
    """
    Wrong-person references of one unit (the programme, an agency, an officer) in a year.

    `mean` and `dispersion` (variance over that of independent events) in each world, (worlds,).
    """

    unit: Whose
    mean: Floats
    dispersion: Floats

    def none(self) -> Floats:
        """Probability of a year without any, in each world."""
        extra = self.dispersion - 1.0
        slope = np.where(extra > _POISSON, np.log1p(extra) / np.maximum(extra, _POISSON), 1.0)
        return np.exp(-self.mean * slope)


@dataclass(frozen=True)
class _Sizes:
    """
    Agencies of made-up sizes, as shares of the programme's stops, in each world, (worlds,).

    `squares` is the sum of the squared shares of all of them: one over their number, were they
    alike. `officer` is the stops of the officer in the middle over those of the average one.
    """

    median: Floats
    large: Floats
    largest: Floats
    squares: Floats
    officer: Floats


def yearly(evaluation: ScenarioInWorlds) -> tuple[Yearly, ...]:
    """
    Yearly wrong-person references of the programme, of agencies and of an officer.

    A single agency is the programme, and has no row; among fewer than 20 none is a large one.
    """
    wrong = evaluation.stops * evaluation.outcomes.among(("stranger",))
    total, repeated = np.asarray(wrong.sum(axis=1)), repeats_of_wrong(evaluation)
    worlds = evaluation.worlds
    spread, sizes = worlds.number("stops.agency_unevenness"), _sizes(evaluation)
    everything = Yearly("programme", total, 1.0 + repeated + total * sizes.squares * spread)
    most = float(worlds.number("stops.agencies").max())
    parts: tuple[tuple[Whose, Floats, float], ...] = (
        ("median_agency", sizes.median, 2.0),
        ("large_agency", sizes.large, 1.0 / (1.0 - LARGE)),
        ("largest_agency", sizes.largest, 2.0),
        ("officer", sizes.officer / officers(worlds), 0.0),
    )
    return (
        everything,
        *(
            Yearly(unit, total * share, 1.0 + repeated + total * share * spread)
            for unit, share, fewest in parts
            if round(most) >= round(fewest)
        ),
    )


def repeats_of_wrong(evaluation: ScenarioInWorlds, group: int | None = None) -> Floats:
    """
    What repeats in a year add to the dispersion of wrong-person references, (worlds,).

    Args:
        evaluation: a scenario in its worlds.
        group: position of the group whose references they are; None: everybody's.
    """
    wrong = evaluation.stops * evaluation.outcomes.among(("stranger",))
    chosen = slice(None) if group is None else slice(group, group + 1)
    total = np.asarray(wrong[:, chosen].sum(axis=1))
    repeated = np.zeros_like(total)
    added = _repeated(evaluation, wrong)[:, chosen].sum(axis=1)
    np.divide(added, total, out=repeated, where=total > 0)
    return repeated


def variance_of_years(evaluation: ScenarioInWorlds) -> Floats:
    """Squared coefficient of variation of a year's stops, as agencies start and stop, (worlds,)."""
    spread = evaluation.worlds.number("stops.agency_unevenness")
    return np.asarray(_sizes(evaluation).squares * spread)


def _sizes(evaluation: ScenarioInWorlds) -> _Sizes:
    agencies = np.maximum(1, np.rint(evaluation.worlds.number("stops.agencies")))
    counts, place = np.unique(agencies.astype(np.int64), return_inverse=True)
    found = np.array([_of_agencies(count) for count in counts.tolist()])[place]
    return _Sizes(*found.T)


@cache
def _of_agencies(count: int) -> tuple[float, ...]:
    """The fields of `_Sizes`; beyond some number more agencies divide the same sizes further."""
    shown = min(count, _SIZES)
    sizes, fewer = size_shares(shown), shown / count
    each, ordered = sizes.stops / sizes.officers, np.sort(sizes.stops)
    order = np.argsort(each)
    half = int(np.searchsorted(np.cumsum(sizes.officers[order]), 0.5))
    return (
        float(ordered[(shown - 1) // 2 : shown // 2 + 1].mean()) * fewer,
        float(ordered[math.ceil((shown - 1) * LARGE)]) * fewer,
        float(ordered[-1]) * fewer,
        float((sizes.stops**2).sum()) * fewer,
        float(each[order[min(half, shown - 1)]]),
    )


def _repeated(evaluation: ScenarioInWorlds, wrong: Floats) -> Floats:
    """
    Variance that is added because people come again and bring their look-alikes.

    For two stops of one person the probability that neither goes wrong is that of
    `(2 - persistence)` times as many strangers. Who is stopped often, and whose agency has a busy
    year, has more pairs of stops.
    """
    worlds, people = evaluation.worlds, evaluation.terms.people
    uneven = worlds.number("stops.unevenness")[:, None]
    busy = 1.0 + worlds.number("stops.agency_unevenness")[:, None]
    living = worlds.number("stops.people")[:, None] * people.stopped
    rate = np.divide(wrong, evaluation.stops, out=np.zeros_like(wrong), where=evaluation.stops > 0)
    variance = evaluation.terms.variance[:, None]
    intensity = candidate_intensity(np.minimum(rate, 1.0 - 1e-12), variance)
    persistence = evaluation.terms.retries.look_alikes[:, None]
    neither = no_candidate((2.0 - persistence) * intensity, variance)
    together = neither - (1.0 - rate) ** 2
    stops = np.divide(evaluation.stops, living, out=np.zeros_like(living), where=living > 0)
    both = (1.0 + uneven) * together + uneven * rate**2
    return np.asarray(living * stops**2 * busy * both)


def count_quantile(mean: float, dispersion: float, share: float) -> int:
    """
    The count that a year does not pass with this probability.

    Negative binomial with this mean and dispersion; Poisson where the dispersion is 1.

    Example:
        >>> count_quantile(3.0, 1.0, 0.5), count_quantile(3.0, 4.0, 0.95)
        (3, 10)
    """
    spread = math.sqrt(max(mean, 0.0) * max(dispersion, 1.0))
    low = max(-1, math.floor(mean + float(ndtri(share)) * spread) - 1)
    high, step = low + 1, 1 + int(spread / 16.0)
    while low >= 0 and _below(low, mean, dispersion) >= share:
        low, high, step = max(-1, low - step), low, 2 * step
    while _below(high, mean, dispersion) < share:
        low, high, step = high, high + step, 2 * step
    while high - low > 1:
        middle = (low + high) // 2
        if _below(middle, mean, dispersion) < share:
            low = middle
        else:
            high = middle
    return high


def _below(count: int, mean: float, dispersion: float) -> float:
    """Probability of at most `count`."""
    if count < 0:
        return 0.0
    if dispersion - 1.0 < _POISSON or mean <= 0:
        return float(gammaincc(count + 1.0, max(mean, 0.0)))
    return float(betainc(mean / (dispersion - 1.0), count + 1.0, 1.0 / dispersion))
