"""From year to year: how a count varies although nothing about the programme changes.

Agencies start and stop, and the same people, with the same look-alikes, are stopped again. So
yearly counts vary more than independent ones would: by a factor, the dispersion.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, gammaincc

from misid.matching import candidate_intensity, no_candidate
from misid.results.outputs import Evaluation
from misid.scenario.together import officers

Floats = NDArray[np.float64]
Unit = Literal["programme", "agency", "officer"]

_POISSON = 1e-9


@dataclass(frozen=True)
class Yearly:
    """
    Wrong-person references of one unit (the programme, an agency, an officer) in a year.

    `mean` and `dispersion` (variance over that of independent events) in each world, (worlds,).
    """

    unit: Unit
    mean: Floats
    dispersion: Floats

    def none(self) -> Floats:
        """Probability of a year without any, in each world."""
        extra = self.dispersion - 1.0
        slope = np.where(extra > _POISSON, np.log1p(extra) / np.maximum(extra, _POISSON), 1.0)
        return np.exp(-self.mean * slope)


def yearly(evaluation: Evaluation) -> tuple[Yearly, ...]:
    """Yearly wrong-person references of the programme, of one agency and of one officer."""
    wrong = evaluation.stops * evaluation.outcomes.among(("stranger",))
    total = np.asarray(wrong.sum(axis=1))
    repeated = np.zeros_like(total)
    np.divide(_repeated(evaluation, wrong).sum(axis=1), total, out=repeated, where=total > 0)
    worlds = evaluation.worlds
    spread, agencies = worlds.number("stops.agency_unevenness"), worlds.number("stops.agencies")
    units: tuple[tuple[Unit, Floats, Floats], ...] = (
        ("programme", np.ones_like(total), spread / agencies),
        ("agency", agencies, spread),
        ("officer", officers(worlds), spread),
    )
    return tuple(
        Yearly(name, total / count, 1.0 + repeated + total / count * unevenness)
        for name, count, unevenness in units
    )


def _repeated(evaluation: Evaluation, wrong: Floats) -> Floats:
    """
    Variance that is added because people come again and bring their look-alikes.

    For two stops of one person the probability that neither goes wrong is that of
    `(2 - persistence)` times as many strangers.
    """
    worlds, people = evaluation.worlds, evaluation.terms.people
    living = worlds.number("stops.people")[:, None] * people.stopped
    rate = np.divide(wrong, evaluation.stops, out=np.zeros_like(wrong), where=evaluation.stops > 0)
    variance = evaluation.terms.variance[:, None]
    intensity = candidate_intensity(np.minimum(rate, 1.0 - 1e-12), variance)
    persistence = evaluation.terms.retries.look_alikes[:, None]
    neither = no_candidate((2.0 - persistence) * intensity, variance)
    together = neither - (1.0 - rate) ** 2
    stops = np.divide(evaluation.stops, living, out=np.zeros_like(living), where=living > 0)
    pairs = living * stops**2 * (1.0 + worlds.number("stops.unevenness")[:, None])
    return np.asarray(pairs * together)


def count_quantile(mean: float, dispersion: float, share: float) -> int:
    """
    The count that a year does not pass with this probability.

    Negative binomial with this mean and dispersion; Poisson where the dispersion is 1.

    Example:
        >>> count_quantile(3.0, 1.0, 0.5), count_quantile(3.0, 4.0, 0.95)
        (3, 10)
    """
    low, high = -1, 1
    while _below(high, mean, dispersion) < share:
        low, high = high, 2 * high
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
