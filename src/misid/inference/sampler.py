"""Tempered sequential Monte Carlo in normal scores, with moves inside what the data inform.

The likelihood is brought in by degrees. At each degree worlds are drawn anew by their weights, and
moved until they have forgotten where they stood. A move goes one of two ways: along the few
directions that the data inform, as the worlds themselves are spread there; or across them, towards
fresh draws of the prior, which it keeps (preconditioned Crank-Nicolson). Random numbers are
counted: the same seed gives the same worlds to the last bit.

P. Del Moral, A. Doucet, A. Jasra: Sequential Monte Carlo samplers. JRSS B 68 (2006) 411.
T. Cui, K. J. H. Law, Y. M. Marzouk: Dimension-independent likelihood-informed MCMC. J. Comput.
Phys. 304 (2016) 109.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from scipy.special import logsumexp, ndtri

from misid.arrays import Flags, Floats, Integers
from misid.errors import MeaningError
from misid.quantities.draws import independent

MOST_INFORMED = 10
"""Directions along which worlds are moved by how they are spread."""
FORGOTTEN = 0.1
"""Correlation with where worlds stood, below which they have moved, where worlds are many."""
_CHANCE = 3.0
_KEPT_WORLDS = 0.4
_INFORMED_FROM = 0.2
_WIDER = 1.15
_MOST_MOVES = 60
_MOVES_BETWEEN = 4
_HALVINGS = 60
_LEAST_STEP, _MOST_STEP = 0.05, 1.0
_WANTED = 0.25
_RIDGE = 1e-6


class Told(Protocol):
    """What a model says of worlds; as `likelihood.Likely`."""

    @property
    def log_likelihood(self) -> Floats:
        """Of each world."""

    @property
    def facts(self) -> Floats:
        """What is compared with data, (worlds, facts)."""

    @property
    def digits(self) -> Floats:
        """How finely data tell each fact, (facts,)."""


Model = Callable[[Floats], Told]


class Stage(NamedTuple):
    """
    One degree to which the likelihood was brought in.

    `power`: of the likelihood; `moves`: proposals to all worlds; `lag`: the largest correlation
    with where they stood; `informed`: directions that the data inform; `accepted`: share of
    proposals along them, and across.
    """

    power: float
    moves: int
    lag: float
    informed: int
    accepted: tuple[float, float]


@dataclass(frozen=True)
class Sampled:
    """
    Worlds as they are likely given the data, all of equal weight.

    `scores` (worlds, inputs); `log_evidence`: log probability of the data under the prior;
    `prior`: the scores that were started from.
    """

    scores: Floats
    prior: Floats
    told: Told
    log_evidence: float
    stages: tuple[Stage, ...]

    @property
    def moved(self) -> bool:
        """Whether worlds have forgotten where they stood when the whole likelihood came in."""
        return self.stages[-1].lag < forgotten(len(self.scores))


def forgotten(worlds: int) -> float:
    """The correlation below which so many worlds have moved; chance alone gives few more."""
    return max(FORGOTTEN, _CHANCE / float(np.sqrt(worlds)))


@dataclass
class _Cloud:
    """Worlds on their way: what the model says of each, and how far moves reach."""

    scores: Floats
    log_likelihood: Floats
    facts: Floats
    power: float = 0.0
    across: float = 0.7

    def take(self, rows: Integers) -> None:
        """Worlds drawn anew."""
        self.scores, self.facts = self.scores[rows], self.facts[rows]
        self.log_likelihood = self.log_likelihood[rows]


def sample(
    model: Model, prior: Floats, seed: int, progress: Callable[[int], None] | None = None
) -> Sampled:
    """
    Worlds of the prior, moved to where the data make them likely.

    Args:
        model: what it says of worlds whose inputs have these scores.
        prior: standard normal scores, shape (worlds, inputs).
        seed: of everything that is drawn.
        progress: told how many worlds were worked out, each time some were.
    Raises: MeaningError: no world of the prior can give the data.
    """
    told = model(prior)
    cloud, digits = _Cloud(prior, told.log_likelihood, told.facts), told.digits
    stages: list[Stage] = []
    evidence = 0.0
    walker = _Walker(model, seed, digits, progress or (lambda _: None))
    while cloud.power < 1.0:
        before = cloud.power
        cloud.power = _next_power(cloud)
        weights = (cloud.power - before) * cloud.log_likelihood
        evidence += float(logsumexp(weights) - np.log(len(weights)))
        directions = _informed(cloud, weights, digits)
        cloud.take(_drawn_anew(weights, seed, len(stages)))
        stages.append(walker.stage(cloud, directions, len(stages)))
    return Sampled(cloud.scores, prior, model(cloud.scores), evidence, tuple(stages))


def _next_power(cloud: _Cloud) -> float:
    """The power at which enough of the worlds still count."""
    likely = cloud.log_likelihood
    if not np.isfinite(likely).any():
        raise MeaningError(
            "no possible world of the scenario can give these counts.",
            use="a scenario whose ranges allow them: `misid infer --help` says how to see which",
        )
    low, high = cloud.power, 1.0
    if _worth(likely, high - cloud.power) >= _KEPT_WORLDS:
        return high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        if _worth(likely, middle - cloud.power) < _KEPT_WORLDS:
            high = middle
        else:
            low = middle
    # Where few can give the data at all, no power keeps enough of them.
    return high if high > cloud.power else 1.0


def _worth(likely: Floats, power: float) -> float:
    """Effective share of the worlds under weights of this power."""
    logs = np.where(np.isfinite(likely), power * likely, -np.inf)
    return float(np.exp(2.0 * logsumexp(logs) - logsumexp(2.0 * logs)) / len(logs))


def _drawn_anew(log_weights: Floats, seed: int, stage: int) -> Integers:
    """Systematic resampling."""
    weights = np.exp(log_weights - logsumexp(log_weights))
    start = independent(seed, f"infer {stage} resample", 1)[0]
    places = (np.arange(len(weights)) + start) / len(weights)
    found = np.searchsorted(np.cumsum(weights), places)
    return np.asarray(np.minimum(found, len(weights) - 1), dtype=np.int64)


def _informed(cloud: _Cloud, log_weights: Floats, digits: Floats) -> Floats:
    """
    Orthonormal directions along which the facts move by more than the data leave open.

    From a linear fit of the facts in the worlds as weighted. Shape (inputs, directions).
    """
    weights = np.exp(log_weights - logsumexp(log_weights))
    root = np.sqrt(weights)[:, None]
    scores = (cloud.scores - weights @ cloud.scores) * root
    facts = (cloud.facts - weights @ cloud.facts) * root * digits * np.sqrt(cloud.power)
    gram = scores.T @ scores + _RIDGE * np.eye(scores.shape[1])
    slopes = np.linalg.solve(gram, scores.T @ facts)
    directions, sizes, _ = np.linalg.svd(slopes, full_matrices=False)
    return np.asarray(directions[:, sizes > _INFORMED_FROM][:, :MOST_INFORMED])


@dataclass
class _Walker:
    """Moves worlds by Metropolis and Hastings."""

    model: Model
    seed: int
    digits: Floats
    progress: Callable[[int], None]

    def stage(self, cloud: _Cloud, directions: Floats, stage: int) -> Stage:
        """Move worlds until they have forgotten where they stood, or long enough on the way."""
        started, taken = cloud.scores.copy(), np.zeros((2, 2))
        facts = cloud.facts.copy()
        most = _MOST_MOVES if cloud.power >= 1.0 else _MOVES_BETWEEN
        moves, lag, enough = 0, 1.0, forgotten(len(started))
        while moves < most and lag >= enough:
            for way in (0, 1):
                share = self._move(cloud, directions, f"infer {stage} {moves}", along=way == 0)
                taken[way] += share, 1.0
                moves += 1
            cloud.across = _adapted(cloud.across, taken[1, 0] / taken[1, 1])
            lag = max(_lag(started @ directions, cloud.scores @ directions),
                      _lag(facts, cloud.facts), _mean_lag(started, cloud.scores))  # fmt: skip
        accepted = tuple(taken[:, 0] / taken[:, 1])
        return Stage(cloud.power, moves, lag, directions.shape[1], (accepted[0], accepted[1]))

    def _move(self, cloud: _Cloud, directions: Floats, name: str, *, along: bool) -> float:
        place = cloud.scores @ directions
        across = cloud.scores - place @ directions.T
        fit = _Fit.of(place)
        fresh = self._normals(f"{name} {along} fresh", cloud.scores.shape)
        wanted = fit.drawn(fresh @ directions, place, walks=along)
        gain = fit.log_ratio(place, wanted, walks=along)
        fresh_across = fresh - (fresh @ directions) @ directions.T
        step = 0.0 if along else cloud.across
        moved = np.sqrt(1.0 - step**2) * across + step * fresh_across
        proposed = wanted @ directions.T + moved
        told = self.model(proposed)
        self.progress(len(proposed))
        rise = cloud.power * (told.log_likelihood - cloud.log_likelihood) + gain
        luck = np.log(independent(self.seed, f"{name} {along} accept", len(rise)))
        taken: Flags = luck < rise
        cloud.scores = np.where(taken[:, None], proposed, cloud.scores)
        cloud.facts = np.where(taken[:, None], told.facts, cloud.facts)
        cloud.log_likelihood = np.where(taken, told.log_likelihood, cloud.log_likelihood)
        return float(taken.mean())

    def _normals(self, name: str, shape: tuple[int, ...]) -> Floats:
        return np.asarray(ndtri(independent(self.seed, name, int(np.prod(shape))))).reshape(shape)


@dataclass(frozen=True)
class _Fit:
    """A normal law around worlds along the informed directions: centre and root of covariance."""

    centre: Floats
    root: Floats

    @classmethod
    def of(cls, place: Floats) -> _Fit:
        """The law that fits worlds, somewhat wider."""
        centred = place - place.mean(axis=0)
        covariance = centred.T @ centred / len(place) + _RIDGE * np.eye(place.shape[1])
        return cls(place.mean(axis=0), np.linalg.cholesky(covariance))

    def drawn(self, fresh: Floats, place: Floats, *, walks: bool) -> Floats:
        """A step from each place, or a place anew."""
        if walks:
            scale = 2.38 / np.sqrt(max(place.shape[1], 1))
            return np.asarray(place + scale * (fresh @ self.root.T))
        return np.asarray(self.centre + _WIDER * (fresh @ self.root.T))

    def log_ratio(self, place: Floats, wanted: Floats, *, walks: bool) -> Floats:
        """Log of prior at the new place over the old, times proposal back over proposal there."""
        gain = (np.sum(place**2, axis=1) - np.sum(wanted**2, axis=1)) / 2.0
        if walks or not place.shape[1]:
            return np.asarray(gain)
        back, there = (self._distance(one) for one in (place, wanted))
        return np.asarray(gain + (there - back) / 2.0)

    def _distance(self, place: Floats) -> Floats:
        away = np.linalg.solve(_WIDER * self.root, (place - self.centre).T)
        return np.asarray(np.sum(away**2, axis=0))


def _adapted(step: float, accepted: float) -> float:
    return float(np.clip(step * np.exp(accepted - _WANTED), _LEAST_STEP, _MOST_STEP))


def _lag(before: Floats, now: Floats) -> float:
    """The largest correlation of a column with itself before."""
    if not before.shape[1]:
        return 0.0
    one, other = before - before.mean(axis=0), now - now.mean(axis=0)
    size = np.sqrt(np.sum(one**2, axis=0) * np.sum(other**2, axis=0))
    found = np.divide(np.sum(one * other, axis=0), size, out=np.zeros(len(size)), where=size > 0)
    return float(np.max(found))


def _mean_lag(before: Floats, now: Floats) -> float:
    """The correlation with before over all inputs together."""
    one, other = before - before.mean(axis=0), now - now.mean(axis=0)
    return float(np.sum(one * other) / np.sqrt(np.sum(one**2) * np.sum(other**2)))
