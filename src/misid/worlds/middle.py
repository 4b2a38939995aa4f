"""The middle of every input: one world that stands for none in particular."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from misid import evidence
from misid.arrays import Floats
from misid.matching import published
from misid.quantities import Choice, Quantity
from misid.scenario.inputs import Worlds, algorithm_rows, evidence_name, inputs
from misid.scenario.schema import Scenario


@dataclass(frozen=True)
class Middle:
    """Luck in the middle: one half for every name, but where `places` says another number."""

    places: Mapping[str, float]

    @property
    def size(self) -> int:
        """One world."""
        return 1

    def uniforms(self, name: str) -> Floats:
        """The middle of the input of this name."""
        return np.array([self.places.get(name, 0.5)])


def middle(scenario: Scenario) -> Worlds:
    """
    The one world in which every input stands at its middle.

    A range stands at its median, the row of a table where it is middling (the algorithm by its
    misses among 12 million, other tables by the first input that reads them); of options that are
    possible the middle one in the scenario's order, the later one of two.
    """
    places = {evidence_name(published.TABLE): _algorithm_place(scenario)}
    for one in inputs(scenario):
        content = one.content
        if isinstance(content, Quantity) and content.evidence and content.column:
            numbers = evidence.table(content.evidence).numbers(content.column)
            name = evidence_name(content.evidence)
            places.setdefault(name, _place(numbers[np.isfinite(numbers)]))
    return Worlds(scenario, Middle(places))


def open_options(worlds: Worlds) -> dict[str, str]:
    """What the first of these worlds takes where several options are possible, by input."""
    return {
        name: str(worlds.options(name)[0])
        for name, one in worlds.by_name.items()
        if isinstance(one.content, Choice) and one.content.is_range
    }


def _algorithm_place(scenario: Scenario) -> float:
    misses = published.published_points("mugshot").large
    return _place(misses[algorithm_rows(scenario.matcher.algorithm)])


def _place(values: Floats) -> float:
    """The uniform number that draws the row with the (lower) median of its values."""
    order = np.argsort(values, kind="stable")
    return (float(order[(len(order) - 1) // 2]) + 0.5) / len(values)
