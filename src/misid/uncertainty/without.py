"""What the run would be without an input: twins, drift, a factor, at the value that does nothing.

How much an input decides within its range says nothing of what it carries: one that everybody puts
at nearly the same number can be the floor of a result.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from misid.errors import MeaningError
from misid.quantities import Quantity, Remembered, Status
from misid.results.outputs import Evaluation, evaluate, headline_rates, outputs
from misid.results.run import Run
from misid.scenario import Input, Scenario, Worlds, inputs
from misid.uncertainty.schema import Without

Floats = NDArray[np.float64]

WORLDS = 512
# In natural logarithms: below the first an effect is rounding; above the second it is worth every
# world.
_SEEN, _LARGE = 0.005, 0.25


@dataclass(frozen=True)
class Removable:
    """One field that has a neutral value: all its inputs, of every group and collection."""

    field: str
    question: str
    description: str
    status: Status
    names: tuple[str, ...]
    neutral: float


def removable(scenario: Scenario) -> tuple[Removable, ...]:
    """Every field that can be set to nothing, and is not disclosed or nothing already."""
    found: dict[str, list[Input]] = {}
    for one in inputs(scenario):
        if one.neutral is not None and _is_open(one):
            found.setdefault(one.field, []).append(one)
    return tuple(_removable(field, tuple(some)) for field, some in found.items())


def without(worlds: Worlds, one: Removable) -> Worlds:
    """The same worlds with every input of the field at its neutral value."""
    return worlds.at(dict.fromkeys(one.names, one.neutral))


def effects(found: Run, output: str, moves: Mapping[str, bool]) -> dict[str, Without]:
    """
    What each of these fields does to an output, by field, where it can be set to nothing.

    Some worlds are worked out for every field, and all of them for those that prove to matter.

    Args:
        found: a run, made with a memory of its work.
        output: which output.
        moves: the fields, and whether each is known to move any output within its range; one that
            moves none is not worked out.
    """
    of = _Of(output, found.results.decision.output, found.results.decision.limit)
    every = [one for one in removable(found.evaluation.worlds.scenario) if one.field in moves]
    tried = [one for one in every if moves[one.field]]
    still = [one for one in every if not moves[one.field]]
    some = dict(of.effects(evaluate(spread(found, output)), tried))
    large = [one for one in tried if size(some.get(one.field)) > _LARGE]
    moved = some | dict(of.effects(found.evaluation, large))
    return {one.field: of.nothing(one, found.evaluation) for one in still} | moved


def spread(found: Run, output: str, most: int = WORLDS) -> Worlds:
    """At most so many worlds of a run, evenly over the order of an output, that share work."""
    order = np.argsort(found.values[output], kind="stable")
    count = min(most, len(order))
    rows = np.sort(order[((np.arange(count) + 0.5) * len(order) / count).astype(np.int64)])
    return found.evaluation.worlds.some(rows, Remembered())


def value(evaluation: Evaluation, output: str) -> Floats:
    """One output in each world."""
    rates = headline_rates(evaluation.outcomes, evaluation.terms.people.stopped)
    return rates[output] if output in rates else outputs(evaluation)[output]


def size(one: Without | None) -> float:
    """
    How much the median moves without an input, either way: the natural logarithm of the ratio.

    Infinite where nothing is left; 0 where it moves by less than rounding shows.
    """
    if one is None or one.ratio is None:
        return 0.0
    moved = math.inf if one.ratio == 0.0 else abs(math.log(one.ratio))
    return moved if moved > _SEEN else 0.0


@dataclass(frozen=True)
class _Of:
    """The output that is looked at, and the one that the limit is set on."""

    output: str
    limited: str
    limit: float

    def effects(
        self, before: Evaluation, tried: Iterable[Removable]
    ) -> Iterator[tuple[str, Without]]:
        """Field by field; one at whose neutral value the model does not hold is left out."""
        for one in tried:
            try:
                after = evaluate(without(before.worlds, one))
            except MeaningError:
                continue
            yield one.field, self._effect(one, before, after)

    def nothing(self, one: Removable, before: Evaluation) -> Without:
        """A field that moves no output."""
        return self._effect(one, before, before)

    def _effect(self, one: Removable, before: Evaluation, after: Evaluation) -> Without:
        first, second = (median(value(side, self.output)) for side in (before, after))
        above, above_after = (
            share_above(value(side, self.limited), self.limit) for side in (before, after)
        )
        return Without(
            at=one.neutral,
            median=first,
            median_without=second,
            ratio=second / first if first and second is not None else None,
            exceeded=above,
            exceeded_without=above_after,
            worlds=before.worlds.draws.size,
        )


def median(values: Floats) -> float | None:
    """Over the worlds that have a value; nothing where none has."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else None


def share_above(values: Floats, limit: float) -> float | None:
    """Share of the worlds that have a value in which it lies above the limit."""
    known = values[np.isfinite(values)]
    return float(np.mean(known > limit)) if len(known) else None


def _is_open(one: Input) -> bool:
    content = one.content
    if not isinstance(content, Quantity) or content.status is Status.DISCLOSED:
        return False
    return content.value is None or content.value != one.neutral


def _removable(field: str, some: tuple[Input, ...]) -> Removable:
    """A field is known as badly as the worst known of its inputs."""
    order = list(Status)
    statuses = [one.content.status for one in some if isinstance(one.content, Quantity)]
    first = some[0]
    return Removable(
        field=field,
        question=first.question,
        description=first.description,
        status=max(statuses, key=order.index),
        names=tuple(one.name for one in some),
        neutral=first.neutral if first.neutral is not None else 0.0,
    )
