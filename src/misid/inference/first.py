"""A first answer, from few worlds, told before the whole one is worked out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from misid.errors import MeaningError
from misid.inference.likelihood import Likelihood
from misid.inference.sampler import Sampled, sample
from misid.inference.scores import prior_scores
from misid.quantities import Draws
from misid.results.intervals import InOrder, interval
from misid.results.outputs import evaluate, headline_rates
from misid.results.schema import Interval

FIRST = 200
"""Worlds of a first answer, of one batch: half of them count where the scenario fits."""
_SURE = 1.96


class FirstAnswer(NamedTuple):
    """
    The share of references that are wrong, from few worlds.

    `share`: its range; `least` and `most`: where its median lies, for all that so few worlds tell;
    `effective`: how many independent worlds these are worth; `is_reliable`: whether that is enough.
    """

    share: Interval
    least: float
    most: float
    worlds: int
    effective: float
    is_reliable: bool


def first_answer(model: Likelihood, seed: int) -> FirstAnswer | None:
    """
    What a single small batch of worlds says; nothing where none of them can give the counts.

    Args:
        model: the likelihood.
        seed: of what is drawn.
    """
    prior = prior_scores(model.names, Draws(seed, FIRST))
    try:
        found = sample(model, prior, seed, smooth=model.smooth, batches=1)
    except MeaningError:
        return None
    rates = headline_rates(evaluate(model.worlds(found.scores)).everybody)
    return _answer(rates["share_of_references_wrong_person"], found)


def _answer(shares: np.ndarray, found: Sampled) -> FirstAnswer:
    # So many of independent worlds lie below the median, but for luck.
    luck = min(_SURE / 2.0 / np.sqrt(found.effective), 0.5)
    ((least, most),) = InOrder.of(shares[None]).points(np.array([0.5 - luck, 0.5 + luck]))
    return FirstAnswer(
        share=interval(shares),
        least=float(least),
        most=float(most),
        worlds=FIRST,
        effective=found.effective,
        is_reliable=found.is_reliable,
    )
