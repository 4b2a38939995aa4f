"""Counts that each world would give in the place of those that were disclosed."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from misid.arrays import Floats, Integers
from misid.inference.checking import log_said
from misid.inference.counting_law import CountRange, concentration
from misid.inference.likelihood import Likelihood, log_shares
from misid.inference.observed import Category, ObservedPeriod
from misid.inference.rates import SearchRates
from misid.quantities.draws import generator

_LEAST_SHAPE = 1e-6


@dataclass(frozen=True)
class Replica:
    """
    One period's counts as each world would give them.

    `references` (worlds,), None where searches were not counted; `cells` by what is said,
    (worlds,).
    """

    references: Integers | None
    cells: dict[Category, Integers]

    def of(self, count: Category | None) -> Integers:
        """Of one kind of count, or the references where it is None."""
        if count is not None:
            return self.cells[count]
        if self.references is None:
            raise ValueError("nobody counted the searches, so worlds give no references")
        return self.references


def replicas(model: Likelihood, values: Floats, seed: int, times: int = 1) -> tuple[Replica, ...]:
    """
    Counts drawn for every period in every world, given what its counts are given.

    Args:
        model: with the periods.
        values: scores of the worlds, (worlds, inputs).
        seed: of what is drawn.
        times: how often each world draws; counts have the shape (times * worlds,).
    """
    rates = {where: _again(one, times) for where, one in model.rates(values).items()}
    said = np.tile(log_said(model.said(values), model.observed.active), (times, 1, 1))
    return tuple(
        _replica(one, rates[one.regime, one.group], said, model, f"{seed} {place}")
        for place, one in enumerate(model.observed.periods)
    )


def _again(rates: SearchRates, times: int) -> SearchRates:
    """The rates of the same worlds, so many times over."""
    return SearchRates(*(np.tile(getattr(rates, one.name), times) for one in fields(rates)))


def _replica(
    one: ObservedPeriod, rates: SearchRates, said: Floats, model: Likelihood, name: str
) -> Replica:
    random = generator(0, f"infer replica {name}")
    logs = log_shares(rates, said)
    clumps = rates.said_of_references(logs)
    references = None if one.searches is None else _references(one.searches, rates, random)
    total = references if one.references is None and references is not None else _sorted(one, logs)
    active = model.observed.active
    if one.references is None and one.searches is None:
        logs = np.where([name in one.cells for name in active], logs, -np.inf)
    drawn = _drawn(random, total, np.exp(logs), clumps.dispersion(total))
    held = {name: drawn[:, place] for place, name in enumerate(active)}
    return Replica(references, {name: held[name] for name in one.cells})


def _references(searches: CountRange, rates: SearchRates, random: np.random.Generator) -> Integers:
    """References of so many searches."""
    clumps, count = rates.references_of_searches, _middle(searches)
    total = np.full(len(clumps.strength), count)
    return _drawn(random, total, np.exp(clumps.log_shares), clumps.dispersion(count))[:, 1]


def _sorted(one: ObservedPeriod, logs: Floats) -> Integers:
    """References that the cells are said of: as counted, else all that the cells hold."""
    count = sum(map(_middle, one.cells.values()))
    return np.full(len(logs), count if one.references is None else _middle(one.references))


def _middle(ends: CountRange) -> int:
    return (ends.least + ends.most) // 2


def _drawn(
    random: np.random.Generator, total: Integers, shares: Floats, dispersion: Floats
) -> Integers:
    """Dirichlet-multinomial counts, one row a world."""
    strength = concentration(dispersion, total)
    whole = shares / shares.sum(axis=1, keepdims=True)
    shapes = np.maximum(strength[:, None] * whole, _LEAST_SHAPE)
    # By logarithms: a gamma number of a small shape is 0 in floating point.
    logs = (
        np.log(random.standard_gamma(shapes + 1.0)) + np.log(random.random(shapes.shape)) / shapes
    )
    logs -= logs.max(axis=1, keepdims=True)
    parts = np.exp(logs)
    return np.asarray(random.multinomial(total, parts / parts.sum(axis=1, keepdims=True)))
