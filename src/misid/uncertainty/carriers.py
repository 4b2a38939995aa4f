"""Which single input carries a verdict: without it, the verdict would be the other one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from misid.arrays import Floats, Integers
from misid.errors import MeaningError
from misid.results.outputs import Evaluation, evaluate
from misid.scenario import Worlds
from misid.uncertainty.schema import Carrier
from misid.uncertainty.without import Removable, removable, without

Holds = Callable[[Evaluation], Floats]
"""Whether something holds in each world, shape (worlds,): 1, 0, or NaN without trials."""

# Few worlds say which inputs may carry it, all say whether they do.
_FEW = 128
_NEARLY = 0.05


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
    verdict = now >= enough
    near = enough + (_NEARLY if verdict else -_NEARLY)
    likely = [one for one, some in _few(worlds, tried, holds) if (some >= near) != verdict]
    found = [_carrier(one, _left(worlds, one, holds)) for one in likely]
    turning = [one for one in found if one is not None and (one.probability >= enough) != verdict]
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


def _left(worlds: Worlds, one: Removable, holds: Holds) -> float:
    try:
        return share(holds(evaluate(without(worlds, one))))
    except MeaningError:
        return float("nan")


def _few(worlds: Worlds, tried: list[Removable], holds: Holds) -> Iterator[tuple[Removable, float]]:
    """Each with the share of some worlds without it; worked out side by side."""
    size = min(_FEW, worlds.draws.size)
    rows = np.arange(size) * worlds.draws.size // size
    try:
        held = holds(evaluate(_side_by_side(worlds, rows, tried))).reshape(len(tried), size)
    except MeaningError:
        held = np.array([[_left(worlds.some(rows), one, holds)] for one in tried])
    for one, values in zip(tried, held, strict=True):
        yield one, share(values)


def _side_by_side(worlds: Worlds, rows: Integers, tried: list[Removable]) -> Worlds:
    """The same worlds as often as there are inputs, each time with another one at nothing."""
    many = worlds.some(np.tile(rows, len(tried)))
    numbers: dict[str, Floats] = {}
    for place, one in enumerate(tried):
        for name in one.names:
            numbers[name] = many.number(name).copy()
            numbers[name][place * len(rows) : (place + 1) * len(rows)] = one.neutral
    return many.at(numbers)
