"""A scenario as a function of uniform numbers, and how much of its range each question causes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made

import numpy as np

from misid.arrays import Floats
from misid.machine.memo import WorldMemo
from misid.programme.expected.outcome_table import Progress
from misid.programme.outcomes import RATES
from misid.quantities import Draws
from misid.results.outputs import evaluate, one_output, outputs
from misid.scenario import Output, Scenario, Worlds
from misid.uncertainty.questions import OpenField
from misid.uncertainty.sobol import Indices, indices

REPLICATES, POINTS = 8, 32
_OF_REVIEW = "review."


@dataclass(frozen=True)
class _Recorded:
    """Luck that remembers which names were asked for."""

    draws: Draws
    names: dict[str, None] = made(default_factory=dict)

    @property
    def size(self) -> int:
        """How many worlds."""
        return self.draws.size

    def uniforms(self, name: str) -> Floats:
        """The numbers of the draws; the name is remembered."""
        self.names[name] = None
        return self.draws.uniforms(name)


@dataclass(frozen=True)
class _SobolDesign:
    """Uniform numbers from the columns of a design; names are those of `places`."""

    points: Floats
    places: Mapping[str, int]

    @property
    def size(self) -> int:
        """How many worlds."""
        return len(self.points)

    def uniforms(self, name: str) -> Floats:
        """The column of this name."""
        return self.points[:, self.places[name]]


def total_indices(
    scenario: Scenario,
    output: Output,
    asked: tuple[OpenField, ...],
    *,
    points: int = POINTS,
    seed: int = 1,
    progress: Progress | None = None,
) -> Indices:
    """
    Sobol' indices of every question for an output, on a log scale where it is positive.

    Everything that is no question (published ranges, counting luck of the published tables) varies
    too, and belongs to nobody.

    Args:
        scenario: the scenario.
        output: which output.
        asked: the questions.
        points: base points of each of 8 designs, a power of two.
        seed: key of the designs.
        progress: told how many worlds are done.
    Returns: the indices of the questions that any output depends on; those left out have none.
    """
    places = {name: place for place, name in enumerate(sorted(luck_names(scenario)))}
    model = _Model(scenario, output, places, REPLICATES * points, progress)
    drawn = {
        one.field: sorted(places[name] for name in one.luck() if name in places) for one in asked
    }
    groups = {field: columns for field, columns in drawn.items() if columns}
    return indices(
        model,
        groups,
        columns=len(places),
        base_points=points,
        replicates=REPLICATES,
        seed=seed,
    )


@dataclass(frozen=True)
class _Model:
    """
    An output of points of a design, on a log scale.

    The first points, so many as one block holds, are remembered: in the blocks that follow one
    question is swapped, so that most work is done already. Of an output that cannot depend on
    review, a point that differs in nothing else is the first one.
    """

    scenario: Scenario
    output: Output
    places: Mapping[str, int]
    block: int
    progress: Progress | None
    _memory: WorldMemo = made(default_factory=WorldMemo, repr=False)
    _first: list[Floats] = made(default_factory=list, repr=False)

    def __call__(self, points: Floats) -> Floats:
        """The output, shape (points,)."""
        memory = self._memory
        if memory.is_empty:
            self._first.append(points)
        else:
            rows = np.arange(len(points)) % self.block
            points, memory = self._as_first(points, self._first[0][rows]), memory.some(rows)
        worlds = Worlds(self.scenario, _SobolDesign(points, self.places), memory)
        values = one_output(evaluate(worlds), self.output)
        if self.progress is not None:
            self.progress(len(points))
        return _logs(values)

    def _as_first(self, points: Floats, first: Floats) -> Floats:
        """The points, those for the first ones that the output cannot tell from them."""
        rate = RATES.get(self.output)
        if rate is None or rate.rests_on_review:
            return points
        decides = np.ones(points.shape[1], dtype=bool)
        decides[[at for name, at in self.places.items() if name.startswith(_OF_REVIEW)]] = False
        is_same = (points == first)[:, decides].all(axis=1)
        return np.where(is_same[:, None], first, points)


def luck_names(scenario: Scenario) -> tuple[str, ...]:
    """Every name under which a scenario draws uniform numbers."""
    recorded = _Recorded(Draws(seed=0, size=20))
    outputs(evaluate(Worlds(scenario, recorded)))
    return tuple(recorded.names)


def _logs(values: Floats) -> Floats:
    """Logarithms of what is positive; a zero has none, and is left out like no trials."""
    logs = np.full_like(values, np.nan)
    np.log10(values, out=logs, where=values > 0)
    return logs
