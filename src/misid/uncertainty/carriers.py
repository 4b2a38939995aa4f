"""Which single input carries a verdict: without it, the verdict would be the other one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from misid.arrays import Floats, Integers
from misid.errors import MeaningError
from misid.machine.memo import recalled
from misid.results.outputs import Evaluation, evaluate
from misid.scenario import Worlds
from misid.uncertainty.schema import Carrier
from misid.uncertainty.without import Removable, removable, without

Holds = Callable[[Evaluation], Floats]
"""Whether something holds in each world, shape (worlds,): 1, 0, or NaN without trials."""

# Few worlds say which inputs may carry it, one in four of them first; all say whether they do.
_FEW, _FIRST = 128, 4
_NEARLY = 0.05


@dataclass(frozen=True)
class _Verdict:
    """Whether something holds in enough of the worlds."""

    is_met: bool
    enough: float

    def is_open(self, values: Floats, rest: int) -> bool:
        """Whether the other verdict is near or reached, however it stands in the worlds to come."""
        known = values[np.isfinite(values)]
        total = len(known) + rest
        if not total:
            return self.is_met
        if self.is_met:
            return bool(known.sum() / total < self.enough + _NEARLY)
        return bool((known.sum() + rest) / total >= self.enough - _NEARLY)


def carriers(
    evaluation: Evaluation, holds: Holds, enough: float, settled: tuple[str, ...] = ()
) -> tuple[Carrier, ...]:
    """
    The inputs of which each alone turns a verdict when it is set to nothing, strongest first.

    Args:
        evaluation: of the worlds that the verdict is about, with the memory of their work.
        holds: what it is about.
        enough: the verdict is that it holds in at least this share of the worlds, or that not.
        settled: names of inputs that are set on purpose, and are not tried.
    """
    worlds, now = evaluation.worlds, share(holds(evaluation))
    tried = [one for one in removable(worlds.scenario) if not set(one.names) & set(settled)]
    if not tried or np.isnan(now):
        return ()
    verdict = _Verdict(now >= enough, enough)
    likely = _likely(worlds, tried, verdict, holds)
    found = [_carrier(one, share(_alone(worlds, one, holds))) for one in likely]
    turning = [one for one in found if one and (one.probability >= enough) != verdict.is_met]
    return tuple(sorted(turning, key=lambda one: -abs(one.probability - now)))


def share(values: Floats) -> float:
    """Share of the worlds in which something holds; NaN where none has a value."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


def _carrier(one: Removable, held: float) -> Carrier | None:
    if np.isnan(held):
        return None
    return Carrier(
        field=one.field,
        status=one.status.value,
        at=one.neutral,
        probability=held,
    )


def _likely(
    worlds: Worlds, tried: list[Removable], verdict: _Verdict, holds: Holds
) -> Iterator[Removable]:
    """Those without which some worlds come near the other verdict, or reach it."""
    size = min(_FEW, worlds.draws.size)
    rows = np.arange(size) * worlds.draws.size // size
    first = np.arange(size) % _FIRST == 0
    left, held = tried, np.empty((len(tried), 0))
    for some in (rows[first], rows[~first]):
        held = np.concatenate([held, _held(worlds, some, left, holds)], axis=1)
        open_ = [verdict.is_open(values, size - held.shape[1]) for values in held]
        left, held = [one for one, is_open in zip(left, open_, strict=True) if is_open], held[open_]
    yield from left


def _held(worlds: Worlds, rows: Integers, tried: list[Removable], holds: Holds) -> Floats:
    """Whether it holds without each input in some worlds, shape (inputs, worlds)."""
    many = np.tile(rows, len(tried))
    beside = worlds.some(many, recalled(worlds.recall, many))
    try:
        held = holds(evaluate(_each_without(beside, len(rows), tried)))
    except MeaningError:
        return np.array([_alone(worlds.some(rows), one, holds) for one in tried])
    return held.reshape(len(tried), len(rows))


def _alone(worlds: Worlds, one: Removable, holds: Holds) -> Floats:
    """Whether it holds without one input; NaN where the model does not hold without it."""
    try:
        return holds(evaluate(without(worlds, one)))
    except MeaningError:
        return np.full(worlds.draws.size, np.nan)


def _each_without(many: Worlds, size: int, tried: list[Removable]) -> Worlds:
    """The same worlds as often as there are inputs, each time with another one at nothing."""
    numbers: dict[str, Floats] = {}
    for place, one in enumerate(tried):
        for name in one.names:
            numbers[name] = many.number(name).copy()
            numbers[name][place * size : (place + 1) * size] = one.neutral
    return many.at(numbers)
