"""Counts that each world would give in the place of those that were disclosed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from misid.arrays import Floats, Integers
from misid.inference.checking import log_said
from misid.inference.counting_law import concentration
from misid.inference.likelihood import Likelihood, dispersions, log_shares
from misid.inference.observed import Category, ObservedPeriod
from misid.inference.rates import SearchRates
from misid.quantities.draws import generator

_LEAST_SHAPE = 1e-6


@dataclass(frozen=True)
class Replica:
    """
    One period's counts as each world would give them.

    `references` (worlds,), none where searches were not counted; `cells` by what is said, (worlds,).
    """

    references: Integers | None
    cells: dict[Category, Integers]


def replicas(model: Likelihood, values: Floats, seed: int) -> tuple[Replica, ...]:
    """
    Counts drawn for every period in every world, given what its counts are given.

    Args:
        model: with the periods.
        values: scores of the worlds, (worlds, inputs).
        seed: of what is drawn.
    """
    rates = model.rates(values)
    said = log_said(model.said(values), model.observed.active)
    return tuple(
        _replica(one, rates[one.regime, one.group], said, model, f"{seed} {place}")
        for place, one in enumerate(model.observed.periods)
    )


def _replica(
    one: ObservedPeriod, rates: SearchRates, said: Floats, model: Likelihood, name: str
) -> Replica:
    random = generator(0, f"infer replica {name}")
    shares = np.exp(log_shares(rates, said))
    references = None
    if one.searches is not None:
        searches = (one.searches.least + one.searches.most) // 2
        _, spread = dispersions(rates, searches)
        both = np.exp(np.stack([rates.nothing, rates.reference], axis=1))
        references = _drawn(random, np.full(len(both), searches), both, spread)[:, 1]
        behind: Floats | int = searches
    if references is not None and one.references is None:
        total = references
    else:
        assert one.references is not None or references is None
        total = _total(one, len(shares), references)
        behind = total / np.exp(rates.reference) if one.searches is None else behind
    spread, _ = dispersions(rates, behind)
    drawn = _drawn(random, total, shares, spread)
    held = {name: drawn[:, place] for place, name in enumerate(model.observed.active)}
    return Replica(references, {name: held[name] for name in one.cells})


def _total(one: ObservedPeriod, worlds: int, references: Integers | None) -> Integers:
    """References that the cells are said of: as counted, else all that were sorted."""
    if one.references is not None:
        return np.full(worlds, (one.references.least + one.references.most) // 2)
    if references is not None:
        return references
    cells = one.cells.values()
    return np.full(worlds, sum((cell.least + cell.most) // 2 for cell in cells))


def _drawn(
    random: np.random.Generator, total: Integers, shares: Floats, dispersion: Floats
) -> Integers:
    """Dirichlet-multinomial counts, one row a world."""
    strength = concentration(dispersion, total)
    whole = shares / shares.sum(axis=1, keepdims=True)
    shapes = np.maximum(strength[:, None] * whole, _LEAST_SHAPE)
    # By logarithms: a gamma number of a small shape is 0 in floating point.
    logs = np.log(random.standard_gamma(shapes + 1.0)) + np.log(random.random(shapes.shape)) / shapes
    logs -= logs.max(axis=1, keepdims=True)
    parts = np.exp(logs)
    return np.asarray(random.multinomial(total, parts / parts.sum(axis=1, keepdims=True)))
