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
ENOUGH = 0.4
"""Of the worlds asked for, the share that must count before no more are drawn."""
FEWEST, HEAVIEST = 100.0, 0.05
"""Fewer effective worlds, or one world that weighs more, are not to be relied on."""
_MOST_BATCHES = 6
_INFORMED_FROM, _RIDGE = 0.5, 0.02
_STEP, _LONGEST, _ROUNDS = 0.25, 2.5, 3
_FREEDOM, _WIDER = 5.0, 1.15
_LEAST_ERROR = 1e-3
_FARTHEST = 40.0


class Told(Protocol):
    """What a model says of worlds; as `likelihood.Likely`."""

    @property
    def log_likelihood(self) -> Floats:
        """Of each world."""

    @property
    def facts(self) -> Floats:
        """What is compared with counts, (worlds, facts)."""

    @property
    def targets(self) -> Floats:
        """What the counts say each of them is, (facts,)."""

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
    scores, weights = np.empty((0, prior.shape[1])), np.empty(0)
    for batch in range(_MOST_BATCHES):
        fresh = prior if not batch else _normals(seed, f"infer {batch}", prior.shape)
        luck = independent(seed, f"infer {batch} spread", len(prior))
        drawn, weight = _brought(tell, fresh, directions, luck)
        scores, weights = np.concatenate([scores, drawn]), np.concatenate([weights, weight])
        if _worth(weights) >= ENOUGH * len(prior):
            break
    if not np.isfinite(weights).any():
        raise MeaningError(
            "no possible world of the scenario can give these counts.",
            use="a scenario whose ranges allow them: --set, or a file of your own",
        )
    chosen = _drawn_anew(weights, independent(seed, "infer resample", 1)[0], len(prior))
    return Sampled(
        scores=scores[chosen],
        prior=prior,
        log_evidence=float(logsumexp(weights) - np.log(len(weights))),
        informed=directions.shape[1],
        drawn=len(weights),
        effective=_worth(weights),
        heaviest=float(np.exp(weights.max() - logsumexp(weights))),
    )


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

    From a linear fit of the facts over the prior. Shape (inputs, directions).
    """
    aimed = np.isfinite(told.targets)
    error = np.median(np.maximum(told.errors[:, aimed], _LEAST_ERROR), axis=0)
    facts = told.facts[:, aimed]
    scores, centred = prior - prior.mean(axis=0), facts - facts.mean(axis=0)
    gram = scores.T @ scores + _RIDGE * len(prior) * np.eye(prior.shape[1])
    slopes = np.linalg.solve(gram, scores.T @ centred)[:, :] * smooth[:, None]
    sizes = np.sqrt(np.sum(slopes**2, axis=0))
    kept = sizes / error > _INFORMED_FROM
    order = np.argsort(-(sizes / error)[kept])[:MOST_INFORMED]
    chosen = (slopes / np.where(sizes > 0, sizes, 1.0))[:, kept][:, order]
    if not chosen.shape[1]:
        return np.empty((prior.shape[1], 0))
    directions, lengths, _ = np.linalg.svd(chosen, full_matrices=False)
    return np.asarray(directions[:, lengths > _STEP])


class _Point(NamedTuple):
    """
    Where worlds stand along the informed directions, and what the closed form says there.

    `place` (worlds, directions); `facts` and `precision` (worlds, facts); `slopes` (worlds, facts,
    directions).
    """

    place: Floats
    facts: Floats
    precision: Floats
    slopes: Floats

    def step(self, targets: Floats) -> tuple[Floats, Floats]:
        """The step of Gauss and Newton, and the precision of places there, as matrices."""
        weighted = self.slopes * self.precision[:, :, None]
        precision = np.einsum("wfk,wfl->wkl", weighted, self.slopes) + np.eye(self.place.shape[1])
        pull = np.einsum("wfk,wf->wk", weighted, targets - self.facts) - self.place
        step = np.linalg.solve(precision, pull[..., None])[..., 0]
        length = np.sqrt(np.sum(step**2, axis=1, keepdims=True))
        return step * np.minimum(1.0, _LONGEST / np.maximum(length, 1e-12)), precision


def _brought(
    tell: _Telling, fresh: Floats, directions: Floats, luck: Floats
) -> tuple[Floats, Floats]:
    """Worlds brought to the counts, and the logarithm of the weight of each."""
    count = directions.shape[1]
    if not count:
        return fresh, tell(fresh).log_likelihood
    across = fresh - (fresh @ directions) @ directions.T
    told = tell(across)
    aimed = np.isfinite(told.targets)
    targets = told.targets[aimed]
    point = _start(tell, across, directions, told)
    for round_ in range(_ROUNDS):
        step, precision = point.step(targets)
        if round_ < _ROUNDS - 1:
            place = point.place + step
            point = _moved(point, step, tell(across + place @ directions.T), aimed)
    place, density = _drawn(point.place + step, precision, fresh @ directions, luck)
    scores = across + place @ directions.T
    weight = tell(scores).log_likelihood - np.sum(place**2, axis=1) / 2.0 - density
    return scores, np.nan_to_num(weight, nan=-np.inf)


def _start(tell: _Telling, across: Floats, directions: Floats, told: Told) -> _Point:
    """The middle of the prior, with slopes by differences."""
    aimed = np.isfinite(told.targets)
    facts = told.facts[:, aimed]
    slopes = [
        (tell(across + _STEP * direction).facts[:, aimed] - facts) / _STEP
        for direction in directions.T
    ]
    place = np.zeros((len(across), directions.shape[1]))
    return _Point(place, facts, _precision(told, aimed), np.stack(slopes, axis=2))


def _precision(told: Told, aimed: Flags) -> Floats:
    return np.asarray(np.maximum(told.errors[:, aimed], _LEAST_ERROR) ** -2.0)


def _moved(before: _Point, step: Floats, told: Told, aimed: Flags) -> _Point:
    """The next point; slopes agree with what the step did (Broyden)."""
    facts = told.facts[:, aimed]
    missed = facts - before.facts - np.einsum("wfk,wk->wf", before.slopes, step)
    square = np.maximum(np.sum(step**2, axis=1), 1e-12)[:, None, None]
    slopes = before.slopes + missed[:, :, None] * step[:, None, :] / square
    return _Point(before.place + step, facts, _precision(told, aimed), slopes)


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
