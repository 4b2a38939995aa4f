"""Inputs that go together: a normal copula on the luck of the inputs that a scenario names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import ndtr, ndtri

from misid.arrays import Floats
from misid.quantities import Luck
from misid.scenario.schema import Correlation

_TINY = 1e-15


def families(correlations: Iterable[Correlation]) -> tuple[tuple[str, ...], ...]:
    """
    Names that are tied to each other, directly or through others, each family sorted.

    Example:
        >>> ties = [("a", "b"), ("c", "d"), ("b", "e")]
        >>> families(Correlation(inputs=pair, correlation=0.5, why="an example") for pair in ties)
        (('a', 'b', 'e'), ('c', 'd'))
    """
    groups: list[set[str]] = []
    for one in correlations:
        joined = set(one.inputs).union(*(f for f in groups if f & set(one.inputs)))
        groups = [f for f in groups if not f & joined] + [joined]
    return tuple(sorted(tuple(sorted(family)) for family in groups))


def matrix(family: tuple[str, ...], correlations: Iterable[Correlation]) -> Floats:
    """Correlations of a family's normal scores; those that are not named are 0."""
    place = {name: index for index, name in enumerate(family)}
    correlated = np.eye(len(family))
    for one in correlations:
        first, second = (place.get(name) for name in one.inputs)
        if first is not None and second is not None:
            correlated[first, second] = correlated[second, first] = one.correlation
    return correlated


@dataclass(frozen=True)
class Correlated:
    """
    Luck with ties: each input's own numbers, mixed with those of its family before it.

    The first of a family in alphabetical order keeps its numbers to the last bit; all keep uniform
    numbers of their own law.
    """

    luck: Luck
    correlations: tuple[Correlation, ...]

    @property
    def size(self) -> int:
        """How many worlds."""
        return self.luck.size

    @cached_property
    def _rows(self) -> dict[str, tuple[tuple[str, ...], Floats]]:
        """For each tied name its family and its row of the Cholesky factor."""
        rows: dict[str, tuple[tuple[str, ...], Floats]] = {}
        for family in families(self.correlations):
            factor = np.linalg.cholesky(matrix(family, self.correlations))
            rows |= {name: (family, factor[index]) for index, name in enumerate(family)}
        return rows

    def uniforms(self, name: str) -> Floats:
        """One number in (0, 1) for each world."""
        if name not in self._rows:
            return self.luck.uniforms(name)
        family, row = self._rows[name]
        needed = [(other, weight) for other, weight in zip(family, row, strict=True) if weight]
        if needed == [(name, 1.0)]:
            return self.luck.uniforms(name)
        scores = np.zeros(self.size)
        for other, weight in needed:
            scores += weight * ndtri(self.luck.uniforms(other))
        return np.asarray(np.clip(ndtr(scores), _TINY, 1.0 - _TINY))
