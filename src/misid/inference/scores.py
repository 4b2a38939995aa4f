"""Inputs as standard normal numbers: the prior is the scenario, whatever laws its inputs follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.special import ndtr, ndtri

from misid.arrays import Floats
from misid.quantities import Choice, Draws, Luck, Quantity
from misid.quantities.composition import Composition
from misid.results.outputs import evaluate
from misid.scenario import Scenario, Worlds
from misid.scenario.inputs import Content, inputs

_TINY = 1e-15
_MIDDLE = 0.5
_LOOKED_AT = 32


@dataclass(frozen=True)
class Scores:
    """
    Luck that is given as normal scores: each name's numbers are one column.

    A name that has no column, since nothing hangs on it, stands in its middle. `instead` gives
    some names the column of another one: a threshold that is another one in another regime.
    """

    names: tuple[str, ...]
    values: Floats
    instead: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _place(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    @property
    def size(self) -> int:
        """How many worlds."""
        return len(self.values)

    def uniforms(self, name: str) -> Floats:
        """One number in (0, 1) for each world."""
        place = self._place.get(self.instead.get(name, name))
        if place is None:
            return np.full(self.size, _MIDDLE)
        return np.asarray(np.clip(ndtr(self.values[:, place]), _TINY, 1.0 - _TINY))


@dataclass(frozen=True)
class _Noted:
    """Luck that notes which names were asked for."""

    luck: Luck
    asked: dict[str, None] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many worlds."""
        return self.luck.size

    def uniforms(self, name: str) -> Floats:
        """The numbers of the luck behind it."""
        self.asked[name] = None
        return self.luck.uniforms(name)


def varying(scenario: Scenario) -> tuple[str, ...]:
    """Every name whose luck can move anything: inputs that are open, and what is no input."""
    noted = _Noted(Draws(1, _LOOKED_AT))
    evaluate(Worlds(scenario, noted))
    open_, settled = _names(scenario)
    # In order, since threads ask in any.
    return tuple(sorted({*noted.asked, *open_} - settled))


def _names(scenario: Scenario) -> tuple[list[str], set[str]]:
    """Names of inputs that are open, and of those that are settled."""
    open_: list[str] = []
    settled: set[str] = set()
    for one in inputs(scenario):
        names = _luck_names(one.name, one.content)
        (open_.extend if _is_open(one.content) else settled.update)(names)
    return open_, settled


def _luck_names(name: str, content: Content) -> list[str]:
    if isinstance(content, Composition):
        return [f"{name}.{part}" for part in content.shares]
    return [name]


def _is_open(content: Content) -> bool:
    if isinstance(content, Quantity):
        return content.is_range and content.evidence is None
    return isinstance(content, Choice | Composition) and content.is_range


def prior_scores(names: tuple[str, ...], draws: Draws) -> Floats:
    """The scores of a scenario's own draws, shape (worlds, names)."""
    return np.stack([ndtri(draws.uniforms(name)) for name in names], axis=1)
