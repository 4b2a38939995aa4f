"""
Worlds as they are likely given counts: what the counts say little of is drawn from the prior.

Counts inform a few directions among a hundred inputs, and those sharply. So each world draws all
its inputs from the prior; then, along the informed directions alone, it is brought to where its own
closed form gives such counts (Gauss and Newton, slopes by differences, improved as Broyden does),
and drawn anew around that point. Its weight is likelihood and prior over the density of that draw,
so that the worlds are right however rough the way there was. Batches are added until enough worlds
count. Random numbers are counted: the same seed gives the same worlds to the last bit.

A. B. Owen: Monte Carlo theory, methods and examples (2013), chapter 9 (importance sampling).
T. Cui, K. J. H. Law, Y. M. Marzouk: Dimension-independent likelihood-informed MCMC. J. Comput.
Phys. 304 (2016) 109 (informed directions).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from scipy.special import gammaincinv, gammaln, logsumexp, ndtri

from misid.arrays import Flags, Floats, Integers
from misid.errors import MeaningError
from misid.quantities.draws import independent

MOST_INFORMED = 10
"""Directions along which worlds are brought to the counts."""
ENOUGH = 0.25
"""Of the worlds asked for, the share that must count before no more are drawn."""
FEWEST, HEAVIEST = 100.0, 0.05
"""Fewer effective worlds, or one world that weighs more, are not to be relied on."""
_MOST_BATCHES, _MOST_LAWS, _FEW = 6, 3, 0.06
_INFORMED_FROM, _FEW_INPUTS, _RIDGE = 0.5, 12, 0.02
_STEP, _LONGEST, _ROUNDS = 0.25, 2.5, 5
_FREEDOM, _WIDER = 5.0, 1.15
_FROM_PRIOR, _NARROWEST, _SURE, _HALVINGS = 0.2, 0.4, 2.5, 40
_LEAST_ERROR, _FARTHEST, _MORE = 1e-3, 40.0, 1.5


class Told(Protocol):
    """What a model says of worlds; as `likelihood.Likely`."""

    @property
    def log_likelihood(self) -> Floats:
        """Of each world."""

    @property
    def facts(self) -> Floats:
        """What is compared with counts, (worlds, facts)."""

    @property
    def least(self) -> Floats:
        """The least that the counts say each of them is, (facts,); NaN: nothing."""

    @property
    def most(self) -> Floats:
        """The most, likewise."""

    @property
    def errors(self) -> Floats:
        """Standard error of that, (worlds, facts)."""


Model = Callable[[Floats], Told]


@dataclass(frozen=True)
class Sampled:
    """
    Worlds as they are likely given the data, all of equal weight; some stand there several times.

    `scores` and `prior` (worlds, inputs); `log_evidence`: log probability of the data under the
    prior; `drawn`: worlds with weights that these were taken from; `effective`: how many
    independent ones they are worth; `heaviest`: share of the weight that one of them has.
    """

    scores: Floats
    prior: Floats
    log_evidence: float
    informed: int
    drawn: int
    effective: float
    heaviest: float

    @property
    def is_reliable(self) -> bool:
        """Whether enough worlds count, and none for too much."""
        return self.effective >= FEWEST and self.heaviest <= HEAVIEST


def sample(
    model: Model,
    prior: Floats,
    seed: int,
    *,
    smooth: Flags | None = None,
    progress: Callable[[int], None] | None = None,
) -> Sampled:
    """
    Worlds of the prior, brought to where the data make them likely.

    Args:
        model: what it says of worlds whose inputs have these scores.
        prior: standard normal scores, shape (worlds, inputs).
        seed: of everything that is drawn.
        smooth: inputs along which facts change without jumps; None: all.
        progress: told how many worlds were worked out, each time some were.
    Raises: MeaningError: no world of the prior can give the data.
    """
    tell = _Telling(model, progress or (lambda _: None))
    is_smooth = np.ones(prior.shape[1], dtype=bool) if smooth is None else smooth
    directions = _informed(prior, tell(prior), is_smooth)
    law, kept = _Law.prior(prior.shape[1]), None
    for batch in range(_MOST_BATCHES):
        fresh = prior if not batch else _normals(seed, f"infer {batch}", prior.shape)
        new = _batch(tell, law, directions, (fresh, seed, batch))
        kept = new if kept is None else kept.and_(new)
        if kept.worth >= max(ENOUGH * len(prior), _MORE * FEWEST):
            break
        if batch < _MOST_LAWS and new.worth < _FEW * len(prior) and kept.is_possible:
            law = _Law.nearer(kept.scores, kept.log_weights)
            kept = None
    if kept is None or not kept.is_possible:
        raise MeaningError(
            "no possible world of the scenario can give these counts.",
            use="a scenario whose ranges allow them: --set, or a file of your own",
        )
    return _sampled(kept, prior, directions.shape[1], independent(seed, "infer resample", 1)[0])


def _sampled(kept: _Batch, prior: Floats, informed: int, start: float) -> Sampled:
    chosen = _drawn_anew(kept.log_weights, start, len(prior))
    total = logsumexp(kept.log_weights)
    return Sampled(
        scores=kept.scores[chosen],
        prior=prior,
        log_evidence=float(total - np.log(len(kept.scores))),
        informed=informed,
        drawn=len(kept.scores),
        effective=kept.worth,
        heaviest=float(np.exp(kept.log_weights.max() - total)),
    )


@dataclass(frozen=True)
class _Facts:
    """What is kept of what a model said."""

    facts: Floats
    least: Floats
    most: Floats
    errors: Floats
    log_likelihood: Floats


@dataclass(frozen=True)
class _Batch:
    """Worlds, the logarithm of the weight of each against the prior, and what a model says."""

    scores: Floats
    log_weights: Floats
    told: Told

    @property
    def worth(self) -> float:
        """How many independent worlds they are worth."""
        return _worth(self.log_weights)

    @property
    def is_possible(self) -> bool:
        """Whether any of them can give the data."""
        return bool(np.isfinite(self.log_weights).any())

    def and_(self, other: _Batch) -> _Batch:
        """Both, drawn alike."""
        one, more = self.told, other.told
        told = _Facts(
            np.concatenate([one.facts, more.facts]),
            one.least,
            one.most,
            np.concatenate([one.errors, more.errors]),
            np.concatenate([one.log_likelihood, more.log_likelihood]),
        )
        scores = np.concatenate([self.scores, other.scores])
        return _Batch(scores, np.concatenate([self.log_weights, other.log_weights]), told)


def _batch(tell: _Telling, law: _Law, directions: Floats, luck: tuple[Floats, int, int]) -> _Batch:
    """Worlds of a law, brought to the counts; `luck`: normal numbers, seed, number of the batch."""
    fresh, seed, batch = luck
    start = law.drawn(fresh, independent(seed, f"infer {batch} law", len(fresh)))
    spread = independent(seed, f"infer {batch} spread", len(fresh))
    scores, weights, told = _brought(tell, start, directions, (fresh, spread))
    return _Batch(scores, weights + law.log_ratio(start, directions), told)


@dataclass(frozen=True)
class _Telling:
    """A model, and who is told how many worlds were worked out."""

    model: Model
    progress: Callable[[int], None]

    def __call__(self, scores: Floats) -> Told:
        told = self.model(np.clip(scores, -_FARTHEST, _FARTHEST))
        self.progress(len(scores))
        return told


def _normals(seed: int, name: str, shape: tuple[int, ...]) -> Floats:
    return np.asarray(ndtri(independent(seed, name, int(np.prod(shape))))).reshape(shape)


def _worth(log_weights: Floats) -> float:
    """How many independent worlds weighted ones are worth."""
    if not np.isfinite(log_weights).any():
        return 0.0
    scaled = np.exp(log_weights - log_weights.max())
    return float(scaled.sum() ** 2 / np.sum(scaled**2))


def _drawn_anew(log_weights: Floats, start: float, worlds: int) -> Integers:
    """Systematic resampling."""
    weights = np.exp(log_weights - logsumexp(log_weights))
    places = (np.arange(worlds) + start) / worlds
    found = np.searchsorted(np.cumsum(weights), places)
    return np.asarray(np.minimum(found, len(weights) - 1), dtype=np.int64)


def _informed(prior: Floats, told: Told, smooth: Flags) -> Floats:
    """
    Orthonormal directions along which the facts move by more than the data leave open.

    For each fact that the data say something of, the few inputs that move it most over the prior,
    by a linear fit. Shape (inputs, directions).
    """
    aimed = _aimed(told)
    error = np.median(np.maximum(told.errors[:, aimed], _LEAST_ERROR), axis=0)
    scores, facts = prior - prior.mean(axis=0), told.facts[:, aimed]
    gram = scores.T @ scores + _RIDGE * len(prior) * np.eye(prior.shape[1])
    slopes = np.linalg.solve(gram, scores.T @ (facts - facts.mean(axis=0))) * smooth[:, None]
    least = np.sort(np.abs(slopes), axis=0)[-min(_FEW_INPUTS, len(slopes))]
    slopes = np.where(np.abs(slopes) >= least, slopes, 0.0)
    sizes = np.sqrt(np.sum(slopes**2, axis=0))
    order = np.argsort(-sizes / error, kind="stable")
    chosen = [place for place in order if sizes[place] / error[place] > _INFORMED_FROM]
    if not chosen:
        return np.empty((prior.shape[1], 0))
    towards = (slopes / np.maximum(sizes, _LEAST_ERROR))[:, chosen[:MOST_INFORMED]]
    directions, lengths, _ = np.linalg.svd(towards, full_matrices=False)
    return np.asarray(directions[:, lengths > _STEP])


def _aimed(told: Told) -> Flags:
    """Facts of which the data say something."""
    return np.isfinite(told.least) | np.isfinite(told.most)


@dataclass(frozen=True)
class _Law:
    """
    Where the inputs that are not brought to the counts are drawn: the prior, or nearer to them.

    Independent normal numbers with these means and spreads, but now and then the prior itself.
    """

    mean: Floats
    spread: Floats

    @classmethod
    def prior(cls, inputs: int) -> _Law:
        """The prior alone."""
        return cls(np.zeros(inputs), np.ones(inputs))

    @classmethod
    def nearer(cls, scores: Floats, log_weights: Floats) -> _Law:
        """Means and spreads of weighted worlds, where they are more than chance."""
        tempered = _tempered(log_weights)
        weights = np.exp(tempered - logsumexp(tempered))
        error = _SURE / np.sqrt(_worth(tempered))
        mean = weights @ scores
        spread = np.sqrt(weights @ (scores - mean) ** 2)
        sure = np.abs(mean) > error
        return cls(np.where(sure, mean, 0.0), np.where(sure, np.clip(spread, _NARROWEST, 1.0), 1.0))

    def drawn(self, fresh: Floats, luck: Floats) -> Floats:
        """Scores from standard normal ones."""
        return np.where((luck < _FROM_PRIOR)[:, None], fresh, self.mean + self.spread * fresh)

    def log_ratio(self, scores: Floats, directions: Floats) -> Floats:
        """
        Log of the prior's density over that of this law, of each world, across some directions.

        Args:
            scores: of worlds; what they are along the directions does not matter.
            directions: orthonormal, (inputs, directions).
        """
        count = directions.shape[1]
        whole = np.linalg.qr(np.concatenate([directions, np.eye(len(directions))], axis=1))[0]
        rest = whole[:, count:]
        place, middle = scores @ rest, self.mean @ rest
        root = np.linalg.cholesky((rest.T * self.spread**2) @ rest)
        away = np.linalg.solve(root, (place - middle).T)
        near = (np.sum(place**2, axis=1) - np.sum(away**2, axis=0)) / 2.0
        own = np.log1p(-_FROM_PRIOR) + near - np.sum(np.log(np.diag(root)))
        return np.asarray(-np.logaddexp(np.log(_FROM_PRIOR), own))


def _tempered(log_weights: Floats) -> Floats:
    """Weights to that power, at most 1, under which enough worlds count."""
    low, high = 0.0, 1.0
    scaled = np.where(np.isfinite(log_weights), log_weights - log_weights.max(), -np.inf)
    if _worth(scaled) >= FEWEST:
        return scaled
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        low, high = (low, middle) if _worth(middle * scaled) < FEWEST else (middle, high)
    return np.where(np.isfinite(scaled), low * scaled, -np.inf)


class _Point(NamedTuple):
    """
    Where worlds stand along the informed inputs, and what the closed form says there.

    `place` (worlds, informed); `facts` and `precision` (worlds, facts); `slopes` (worlds, facts,
    informed); `radius`: the longest step, (worlds,).
    """

    place: Floats
    facts: Floats
    precision: Floats
    slopes: Floats
    radius: Floats

    def missed(self, aim: _Aim) -> Floats:
        """How far each fact lies outside of what the data say."""
        return np.asarray(np.clip(self.facts, aim.least, aim.most) - self.facts)

    def misfit(self, aim: _Aim) -> Floats:
        """What Gauss and Newton make small."""
        missed = np.sum(self.precision * self.missed(aim) ** 2, axis=1)
        return np.asarray(missed + np.sum(self.place**2, axis=1))

    def step(self, aim: _Aim) -> tuple[Floats, Floats]:
        """The step of Gauss and Newton, and the precision of places there, as matrices."""
        told = self.precision * (aim.is_exact | (self.missed(aim) != 0.0))
        weighted = self.slopes * told[:, :, None]
        precision = np.einsum("wfk,wfl->wkl", weighted, self.slopes) + np.eye(self.place.shape[1])
        pull = np.einsum("wfk,wf->wk", weighted, self.missed(aim)) - self.place
        step = np.linalg.solve(precision, pull[..., None])[..., 0]
        length = np.sqrt(np.sum(step**2, axis=1))
        return step * np.minimum(1.0, self.radius / np.maximum(length, 1e-12))[:, None], precision


class _Aim(NamedTuple):
    """Which facts the data say something of, and the ends of what they say, (facts,)."""

    facts: Flags
    least: Floats
    most: Floats

    @classmethod
    def of(cls, told: Told) -> _Aim:
        """What is said of facts."""
        kept = _aimed(told)
        least = np.where(np.isfinite(told.least), told.least, -np.inf)
        most = np.where(np.isfinite(told.most), told.most, np.inf)
        return cls(kept, least[kept], most[kept])

    @property
    def is_exact(self) -> Flags:
        """Facts of which one number is said."""
        return np.asarray(self.least == self.most)


def _brought(
    tell: _Telling, start: Floats, directions: Floats, luck: tuple[Floats, Floats]
) -> tuple[Floats, Floats, Told]:
    """
    Worlds brought to the counts, the logarithm of their weight, and what the model says of them.

    Args:
        tell: the model.
        start: scores; along the directions they are only luck.
        directions: informed ones.
        luck: normal numbers (worlds, inputs), and uniform ones (worlds,).
    """
    if not directions.shape[1]:
        told = tell(start)
        return start, told.log_likelihood, told
    across = start - (start @ directions) @ directions.T
    point, aim = _start(tell, across, directions)
    for _ in range(_ROUNDS):
        step, _ = point.step(aim)
        point = _moved(point, step, tell(across + (point.place + step) @ directions.T), aim)
    step, precision = point.step(aim)
    place, density = _drawn(point.place + step, precision, luck[0] @ directions, luck[1])
    scores = across + place @ directions.T
    told = tell(scores)
    weight = told.log_likelihood - np.sum(place**2, axis=1) / 2.0 - density
    return scores, np.nan_to_num(weight, nan=-np.inf), told


def _start(tell: _Telling, across: Floats, directions: Floats) -> tuple[_Point, _Aim]:
    """The middle of the prior, with slopes by differences; and what is aimed at."""
    told = tell(across)
    aim = _Aim.of(told)
    facts = told.facts[:, aim.facts]
    slopes = [
        (tell(across + _STEP * one).facts[:, aim.facts] - facts) / _STEP for one in directions.T
    ]
    place, radius = np.zeros((len(across), len(slopes))), np.full(len(across), _LONGEST)
    return _Point(place, facts, _precision(told, aim), np.stack(slopes, axis=2), radius), aim


def _precision(told: Told, aim: _Aim) -> Floats:
    return np.asarray(np.maximum(told.errors[:, aim.facts], _LEAST_ERROR) ** -2.0)


def _moved(before: _Point, step: Floats, told: Told, aim: _Aim) -> _Point:
    """
    The next point, or the same where that is no better; slopes agree with what the step did.

    A step that made it worse is followed by shorter ones.
    """
    facts = told.facts[:, aim.facts]
    missed = facts - before.facts - np.einsum("wfk,wk->wf", before.slopes, step)
    square = np.maximum(np.sum(step**2, axis=1), 1e-12)[:, None, None]
    slopes = before.slopes + missed[:, :, None] * step[:, None, :] / square
    after = before._replace(place=before.place + step, facts=facts, precision=_precision(told, aim))
    better = after.misfit(aim) < before.misfit(aim)
    kept = better[:, None]
    return _Point(
        np.where(kept, after.place, before.place),
        np.where(kept, after.facts, before.facts),
        np.where(kept, after.precision, before.precision),
        slopes,
        np.where(better, before.radius, before.radius / 3.0),
    )


def _drawn(
    centre: Floats, precision: Floats, normals: Floats, luck: Floats
) -> tuple[Floats, Floats]:
    """
    A place around each centre from Student's law, and the log of its density over a normal's.

    Constants that a standard normal density has too are left out of both.
    """
    count = centre.shape[1]
    root = np.linalg.cholesky(precision) / _WIDER
    spread = np.sqrt(_FREEDOM / 2.0 / gammaincinv(_FREEDOM / 2.0, luck))
    away = np.linalg.solve(np.swapaxes(root, 1, 2), normals[..., None])[..., 0] * spread[:, None]
    square = np.sum(normals**2, axis=1) * spread**2
    size = np.sum(np.log(np.einsum("wkk->wk", root)), axis=1)
    half = (_FREEDOM + count) / 2.0
    constant = gammaln(half) - gammaln(_FREEDOM / 2.0) - count / 2.0 * np.log(_FREEDOM / 2.0)
    return centre + away, size + constant - half * np.log1p(square / _FREEDOM)
