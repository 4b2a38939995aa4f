"""
Worlds as they are likely given counts: what the counts say little of is drawn from the prior.

Counts inform a few directions among a hundred inputs, and those sharply. So each world draws all
its inputs from the prior; then, along the informed directions alone, it is brought to where its own
closed form gives such counts (Gauss and Newton, slopes by differences, improved as Broyden does),
and drawn anew around that point. Its weight is likelihood and prior over the density of that draw,
so that the worlds are right however rough the way there was. Batches are added until enough worlds
count. Random numbers are counted: the same seed gives the same worlds to the last bit on the same
machine with the same versions of libraries.

A. B. Owen: Monte Carlo theory, methods and examples (2013), chapter 9 (importance sampling).
T. Cui, K. J. H. Law, Y. M. Marzouk: Dimension-independent likelihood-informed MCMC. J. Comput.
Phys. 304 (2016) 109 (informed directions).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.special import logsumexp, ndtri

from misid.arrays import Flags, Floats, Integers
from misid.errors import MeaningError
from misid.inference.brought import FactsModel, brought, informed_directions, near
from misid.quantities.draws import independent

ENOUGH = 0.25
"""Of the worlds asked for, the share that must count before no more are drawn."""
FEWEST, HEAVIEST = 100.0, 0.05
"""Fewer effective worlds, or one world that weighs more, are not to be relied on."""
_MOST_BATCHES, _MOST_LAWS, _FEW = 6, 3, 0.06
_FROM_PRIOR, _NARROWEST, _SURE, _HALVINGS = 0.2, 0.4, 2.5, 40
_MORE = 1.5


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
    model: FactsModel,
    prior: Floats,
    seed: int,
    *,
    smooth: Flags | None = None,
    batches: int = _MOST_BATCHES,
) -> Sampled:
    """
    Worlds of the prior, brought to where the data make them likely.

    Args:
        model: what it says of worlds whose inputs have these scores.
        prior: standard normal scores, shape (worlds, inputs).
        seed: of everything that is drawn.
        smooth: inputs along which facts change without jumps; None: all.
        batches: how many are drawn at most.
    Raises: MeaningError: no world of the prior can give the data.
    """
    tell = partial(near, model)
    is_smooth = np.ones(prior.shape[1], dtype=bool) if smooth is None else smooth
    directions = informed_directions(prior, tell(prior), is_smooth)
    law, kept = _Law.prior(prior.shape[1]), None
    for batch in range(batches):
        fresh = prior if not batch else _normals(seed, f"infer {batch}", prior.shape)
        new = _batch(tell, law, directions, (fresh, seed, batch))
        kept = new if kept is None else kept.and_(new)
        if kept.worth >= max(ENOUGH * len(prior), _MORE * FEWEST):
            break
        if (
            batch < min(_MOST_LAWS, batches - 1)
            and new.worth < _FEW * len(prior)
            and kept.is_possible
        ):
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
class _Batch:
    """Worlds, and the logarithm of the weight of each against the prior."""

    scores: Floats
    log_weights: Floats

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
        scores = np.concatenate([self.scores, other.scores])
        return _Batch(scores, np.concatenate([self.log_weights, other.log_weights]))


def _batch(
    tell: FactsModel, law: _Law, directions: Floats, luck: tuple[Floats, int, int]
) -> _Batch:
    """Worlds of a law, brought to the counts; `luck`: normal numbers, seed, number of the batch."""
    fresh, seed, batch = luck
    start = law.drawn(fresh, independent(seed, f"infer {batch} law", len(fresh)))
    spread = independent(seed, f"infer {batch} spread", len(fresh))
    # Luck of its own: that of the start is told of by where worlds stand across the directions.
    along = _normals(seed, f"infer {batch} along", (len(fresh), directions.shape[1]))
    scores, weights = brought(tell, start, directions, (along, spread))
    return _Batch(scores, weights + law.log_ratio(start, directions))


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
