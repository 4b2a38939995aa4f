"""Which single input carries a verdict: without it, the verdict would be the other one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from misid.arrays import Floats, Integers
from misid.errors import MeaningError
from misid.machine.memo import recalled
from misid.results.outputs import ScenarioInWorlds, evaluate
from misid.scenario import Worlds
from misid.uncertainty.schema import Carrier
from misid.uncertainty.without import Removable, removable, without

Holds = Callable[[ScenarioInWorlds], Floats]
"""Whether something holds in each world, shape (worlds,): 1, 0, or NaN without trials."""

# Few worlds say which inputs may carry it, then more, and all say whether they do.
_SAMPLES = (32, 128, 512)
# Where those of a sample are further from the other verdict than so many standard errors, all are.
_ERRORS = 5.0


@dataclass(frozen=True)
class _Verdict:
    """Whether something holds in enough of the worlds, and in what share of them it does."""

    held: float
    enough: float

    @property
    def is_met(self) -> bool:
        """The verdict."""
        return self.held >= self.enough

    def may_turn(self, before: Floats, after: Floats) -> bool:
        """Whether the other verdict is near or reached, by a sample of worlds before and after."""
        differ = after - before
        differ = differ[np.isfinite(differ)]
        if not len(differ):
            return True
        # One more than was seen, or nothing would be certain after few.
        error = float((np.count_nonzero(differ) + 1) ** 0.5 / len(differ))
        away = self.held + float(differ.mean()) - self.enough
        return bool(away < _ERRORS * error if self.is_met else away >= -_ERRORS * error)


def carriers(
    evaluation: ScenarioInWorlds, holds: Holds, enough: float, settled: tuple[str, ...] = ()
) -> tuple[Carrier, ...]:
    """
    The inputs of which each alone turns a verdict when it is set to nothing, strongest first.

    Args:
        evaluation: of the worlds that the verdict is about, with the memory of their work.
        holds: what it is about.
        enough: the verdict is that it holds in at least this share of the worlds, or that not.
        settled: names of inputs that are set on purpose, and are not tried.
    """
    worlds, before = evaluation.worlds, holds(evaluation)
    now = share(before)
    tried = [one for one in removable(worlds.scenario) if not set(one.names) & set(settled)]
    if not tried or np.isnan(now):
        return ()
    verdict = _Verdict(now, enough)
    likely = _likely(worlds, tried, verdict, (before, holds))
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
    worlds: Worlds, tried: list[Removable], verdict: _Verdict, held: tuple[Floats, Holds]
) -> list[Removable]:
    """Those without which a sample of the worlds comes near the other verdict, or reaches it."""
    before, holds = held
    size = worlds.draws.size
    for most in _SAMPLES:
        if most >= size or not tried:
            break
        if verdict.may_turn(np.zeros(most), np.zeros(most)):
            continue
        rows = np.arange(most) * size // most
        after = _held(worlds, rows, tried, holds)
        near = [verdict.may_turn(before[rows], values) for values in after]
        tried = [one for one, is_near in zip(tried, near, strict=True) if is_near]
    return tried


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
