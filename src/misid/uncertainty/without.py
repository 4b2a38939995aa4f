"""What the run would be without an input: twins, drift, a factor, at the value that does nothing.

How much an input decides within its range says nothing of what it carries: one that everybody puts
at nearly the same number can be the floor of a result.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from misid.arrays import Floats, Integers
from misid.errors import MeaningError
from misid.machine.memo import recalled
from misid.programme.expected.outcome_table import Progress
from misid.quantities import Quantity, Status
from misid.results.output_definitions import kind
from misid.results.outputs import ScenarioInWorlds, evaluate, one_output
from misid.results.run import Run
from misid.results.sides import DecidingChoice, Side
from misid.results.splits import answered, decides, exceeded
from misid.scenario import Input, Scenario, Worlds, inputs
from misid.uncertainty.ledger_schema import Moved, MovedSide, Without

Pair = tuple[Floats, Floats]

WORLDS = 512
# Fields are tried beside each other in so many worlds at once: in fewer, each takes more time.
_TOGETHER = 4096
# In natural logarithms: below the first an effect is rounding; above the second it is worth every
# world.
_SEEN, _LARGE = 0.005, 0.25


@dataclass(frozen=True)
class Removable:
    """One field that has a neutral value: all its inputs, of every group and collection."""

    field: str
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


def effects(
    found: Run, output: str, moves: Mapping[str, bool], progress: Progress | None = None
) -> dict[str, Without]:
    """
    What each of these fields does to an output, by field, where it can be set to nothing.

    Some worlds are worked out for every field, and all of them for those that prove to matter.

    Args:
        found: a run, made with a memory of its work.
        output: which output.
        moves: the fields, and whether each is known to move any output within its range; one that
            moves none is not worked out.
        progress: told how many worlds are done, or need not be: `parts` of each field.
    """
    limit, worlds = found.glance.decision, found.evaluation.worlds
    either = decides(worlds, kind(output), found.values[output])
    tell = progress or _untold
    of = _Of(output, limit.output, limit.limit, either, tell)
    every = [one for one in removable(worlds.scenario) if one.field in moves]
    tried = [one for one in every if moves[one.field]]
    still = [one for one in every if not moves[one.field]]
    tell(len(still) * parts(worlds.draws.size))
    rows = _spread_rows(found, output, either)
    few = evaluate(_some(worlds, rows))
    tried_in_few = dict(of.without(few, tried))
    moved = {one.field: of.effect(one, few, after) for one, after in tried_in_few.items()}
    large = {one: tried_in_few[one] for one in tried if size(moved.get(one.field)) > _LARGE}
    tell((len(tried) - len(large)) * worlds.draws.size)
    moved |= dict(of.in_every_world(found.evaluation, large, rows))
    return {one.field: of.nothing(one, found.evaluation) for one in still} | moved


def parts(draws: int) -> int:
    """How many worlds `effects` tells as done of each field, in a run of so many."""
    return min(WORLDS, draws) + draws


def _untold(_worlds: int) -> None:
    """Nobody wants to know."""


def spread(found: Run, output: str, either: DecidingChoice | None, most: int = WORLDS) -> Worlds:
    """
    At most so many worlds of a run that share work, evenly over the order of an output.

    Args:
        found: the run.
        output: which output.
        either: the either/or that decides it, if one does: they lie evenly on each of its sides.
        most: how many worlds.
    """
    return _some(found.evaluation.worlds, _spread_rows(found, output, either, most))


def _some(worlds: Worlds, rows: Integers) -> Worlds:
    """Some of the worlds of a run, which remember what was done in all."""
    return worlds.some(rows, recalled(worlds.recall, rows))


def _spread_rows(
    found: Run, output: str, either: DecidingChoice | None, most: int = WORLDS
) -> Integers:
    """The places of the worlds of `spread`, in their order."""
    worlds, values = found.evaluation.worlds, found.values[output]
    parts = [side.rows for side in _sides(either, worlds)] or [np.arange(len(values))]
    order = np.concatenate([rows[np.argsort(values[rows], kind="stable")] for rows in parts])
    count = min(most, len(order))
    return np.sort(order[((np.arange(count) + 0.5) * len(order) / count).astype(np.int64)])


def size(one: Without | None) -> float:
    """
    How much the median moves without an input, either way: the natural logarithm of the ratio.

    On the side on which it moves the most, where an either/or decides the output. Infinite where
    nothing is left or all is new; 0 where it moves by less than rounding shows.
    """
    return 0.0 if one is None else max(map(_moved, one.sides or (one,)))


def _moved(one: Moved) -> float:
    if one.median is None or one.median_without is None or one.median == one.median_without:
        return 0.0
    least, most = sorted((one.median, one.median_without))
    moved = math.log(most / least) if least > 0.0 else math.inf
    return moved if moved > _SEEN else 0.0


def _sides(either: DecidingChoice | None, worlds: Worlds) -> tuple[Side, ...]:
    return () if either is None else either.sides(worlds)


class _Outputs(NamedTuple):
    """The output that is looked at, and that on which the limit is set, in each world."""

    output: Floats
    limited: Floats


@dataclass(frozen=True)
class _Of:
    """The output that is looked at, what decides it, the output that the limit is set on."""

    output: str
    limited: str
    limit: float
    either: DecidingChoice | None
    tell: Progress

    def without(
        self, before: ScenarioInWorlds, tried: Sequence[Removable]
    ) -> Iterator[tuple[Removable, _Outputs]]:
        """Field by field; one at whose neutral value the model does not hold is left out."""
        size = before.worlds.draws.size
        many = max(1, _TOGETHER // size)
        for begin in range(0, len(tried), many):
            some = tried[begin : begin + many]
            for one, after in zip(some, self._after(before, some), strict=True):
                self.tell(size)
                if after is not None:
                    yield one, after

    def in_every_world(
        self, whole: ScenarioInWorlds, tried: Mapping[Removable, _Outputs], rows: Integers
    ) -> Iterator[tuple[str, Without]]:
        """Fields that were tried in the worlds of some rows, with the others worked out beside."""
        self.tell(len(tried) * len(rows))
        others = np.setdiff1d(np.arange(whole.worlds.draws.size), rows)
        if not len(others):
            return
        rest = evaluate(_some(whole.worlds, others))
        for one, after in self.without(rest, tuple(tried)):
            both = _Outputs(*(np.empty(whole.worlds.draws.size) for _ in _Outputs._fields))
            for values, first, other in zip(both, tried[one], after, strict=True):
                values[rows], values[others] = first, other
            yield one.field, self.effect(one, whole, both)

    def _after(
        self, before: ScenarioInWorlds, some: Sequence[Removable]
    ) -> Sequence[_Outputs | None]:
        """The outputs without each of some fields; nothing where the model does not hold."""
        whole = before.worlds
        try:
            if len(some) == 1:
                return [self._outputs(evaluate(without(whole, some[0])))]
            found = self._outputs(evaluate(_beside_each_other(whole, some)))
        except MeaningError:
            if len(some) == 1:
                return [None]
            return [after for one in some for after in self._after(before, [one])]
        parts = (np.split(values, len(some)) for values in found)
        return [_Outputs(*part) for part in zip(*parts, strict=True)]

    def _outputs(self, found: ScenarioInWorlds) -> _Outputs:
        return _Outputs(*(one_output(found, name) for name in (self.output, self.limited)))

    def nothing(self, one: Removable, before: ScenarioInWorlds) -> Without:
        """A field that moves no output."""
        return self.effect(one, before, self._outputs(before))

    def effect(self, one: Removable, before: ScenarioInWorlds, after: _Outputs) -> Without:
        """What a field does to the output, in worlds with it and the same without it."""
        worlds = before.worlds
        values, limited = zip(self._outputs(before), after, strict=True)
        moved = partial(_difference, values, limited, self.limit)
        return Without(
            **moved(slice(None)).model_dump(),
            at=one.neutral,
            sides=tuple(
                MovedSide(**answered(side, worlds).model_dump(), **moved(side.rows).model_dump())
                for side in _sides(self.either, worlds)
            ),
            worlds=worlds.draws.size,
        )


def _beside_each_other(worlds: Worlds, some: Sequence[Removable]) -> Worlds:
    """The worlds once for each of some fields, after each other, each time without that field."""
    size = worlds.draws.size
    rows = np.tile(np.arange(size), len(some))
    beside = worlds.some(rows, recalled(worlds.recall, rows))
    numbers: dict[str, Floats] = {}
    for place, one in enumerate(some):
        for name in one.names:
            numbers.setdefault(name, beside.number(name).copy())
            numbers[name][place * size : (place + 1) * size] = one.neutral
    return beside.at(numbers)


def _difference(values: Pair, limited: Pair, limit: float, rows: Integers | slice) -> Moved:
    first, second = (median(each[rows]) for each in values)
    above, above_after = (exceeded(each[rows], limit) for each in limited)
    return Moved(
        median=first,
        median_without=second,
        ratio=second / first if first and second is not None else None,
        exceeded=above,
        exceeded_without=above_after,
    )


def median(values: Floats) -> float | None:
    """Over the worlds that have a value; nothing where none has."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else None


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
        status=max(statuses, key=order.index),
        names=tuple(one.name for one in some),
        neutral=first.neutral if first.neutral is not None else 0.0,
    )
