"""
Worlds are brought to the counts: along the directions that these inform, to where they are given.

Gauss and Newton, with slopes by differences that are improved as Broyden does; then each world is
drawn anew around the point that it came to, from Student's law, and weighed for that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

import numpy as np
from scipy.special import gammaincinv, gammaln

from misid.arrays import Flags, Floats

MOST_INFORMED = 10
"""Directions along which worlds are brought to the counts."""
_INFORMED_FROM, _FEW_INPUTS, _RIDGE = 0.5, 12, 0.02
_STEP, _LONGEST, _ROUNDS = 0.25, 2.5, 5
_FREEDOM, _WIDER = 5.0, 1.15
_LEAST_ERROR, _FARTHEST = 1e-3, 40.0


class ModelFacts(Protocol):
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


FactsModel = Callable[[Floats], ModelFacts]


def near(model: FactsModel, scores: Floats) -> ModelFacts:
    """What a model says of worlds; beyond forty standard deviations nothing is told apart."""
    return model(np.clip(scores, -_FARTHEST, _FARTHEST))


def informed_directions(prior: Floats, told: ModelFacts, smooth: Flags) -> Floats:
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


def _aimed(told: ModelFacts) -> Flags:
    """Facts of which the data say something."""
    return np.isfinite(told.least) | np.isfinite(told.most)


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

    def missed(self, aim: _FactBounds) -> Floats:
        """How far each fact lies outside of what the data say."""
        return np.asarray(np.clip(self.facts, aim.least, aim.most) - self.facts)

    def misfit(self, aim: _FactBounds) -> Floats:
        """What Gauss and Newton make small."""
        missed = np.sum(self.precision * self.missed(aim) ** 2, axis=1)
        return np.asarray(missed + np.sum(self.place**2, axis=1))

    def step(self, aim: _FactBounds) -> tuple[Floats, Floats]:
        """The step of Gauss and Newton, and the precision of places there, as matrices."""
        told = self.precision * (aim.is_exact | (self.missed(aim) != 0.0))
        weighted = self.slopes * told[:, :, None]
        precision = np.einsum("wfk,wfl->wkl", weighted, self.slopes) + np.eye(self.place.shape[1])
        pull = np.einsum("wfk,wf->wk", weighted, self.missed(aim)) - self.place
        step = np.linalg.solve(precision, pull[..., None])[..., 0]
        length = np.sqrt(np.sum(step**2, axis=1))
        return step * np.minimum(1.0, self.radius / np.maximum(length, 1e-12))[:, None], precision


class _FactBounds(NamedTuple):
    """Which facts the data say something of, and the ends of what they say, (facts,)."""

    facts: Flags
    least: Floats
    most: Floats

    @classmethod
    def of(cls, told: ModelFacts) -> _FactBounds:
        """What is said of facts."""
        kept = _aimed(told)
        least = np.where(np.isfinite(told.least), told.least, -np.inf)
        most = np.where(np.isfinite(told.most), told.most, np.inf)
        return cls(kept, least[kept], most[kept])

    @property
    def is_exact(self) -> Flags:
        """Facts of which one number is said."""
        return np.asarray(self.least == self.most)


def brought(
    tell: FactsModel, start: Floats, directions: Floats, luck: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """
    Worlds brought to the counts, and the logarithm of the weight of each.

    Args:
        tell: the model.
        start: scores; what they are along the directions does not matter.
        directions: informed ones.
        luck: normal numbers (worlds, directions), and uniform ones (worlds,), of which the start
            tells nothing.
    """
    if not directions.shape[1]:
        return start, tell(start).log_likelihood
    across = start - (start @ directions) @ directions.T
    point, aim = _start(tell, across, directions)
    for _ in range(_ROUNDS):
        step, _ = point.step(aim)
        point = _moved(point, step, tell(across + (point.place + step) @ directions.T), aim)
    step, precision = point.step(aim)
    place, density = _drawn(point.place + step, precision, *luck)
    scores = across + place @ directions.T
    weight = tell(scores).log_likelihood - np.sum(place**2, axis=1) / 2.0 - density
    return scores, np.nan_to_num(weight, nan=-np.inf)


def _start(tell: FactsModel, across: Floats, directions: Floats) -> tuple[_Point, _FactBounds]:
    """The middle of the prior, with slopes by differences; and what is aimed at."""
    told = tell(across)
    aim = _FactBounds.of(told)
    facts = told.facts[:, aim.facts]
    slopes = [
        (tell(across + _STEP * one).facts[:, aim.facts] - facts) / _STEP for one in directions.T
    ]
    place, radius = np.zeros((len(across), len(slopes))), np.full(len(across), _LONGEST)
    return _Point(place, facts, _precision(told, aim), np.stack(slopes, axis=2), radius), aim


def _precision(told: ModelFacts, aim: _FactBounds) -> Floats:
    return np.asarray(np.maximum(told.errors[:, aim.facts], _LEAST_ERROR) ** -2.0)


def _moved(before: _Point, step: Floats, told: ModelFacts, aim: _FactBounds) -> _Point:
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
