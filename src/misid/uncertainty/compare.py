"""Two scenarios side by side, world by world: what changes, how surely, and which inputs differ."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from pydantic import BaseModel

from misid.errors import MeaningError
from misid.quantities.units import is_share
from misid.results.output_definitions import KINDS, Kind
from misid.results.run import Run
from misid.results.schema import ChangedInput
from misid.results.splits import decides
from misid.results.splits import split as split_of
from misid.scenario import Output, Scenario, inputs
from misid.uncertainty.accounts import accounts
from misid.uncertainty.decided import decided, own_split
from misid.uncertainty.differences import Sides, both_sides
from misid.uncertainty.schema import (
    BothSides,
    ChangeSide,
    ChangeSplit,
    Comparison,
    Difference,
    OwnSplit,
    Pair,
    Programme,
)

_PAIRS = 30
# From nothing, or to it, counts as so many times.
_FULL = 1e3


def compare(before: Run, after: Run) -> Comparison:
    """
    What is different in another run, world by world.

    Inputs of the same name share their luck, so a difference is the scenarios' alone. Two different
    programmes share no worlds: what the one turns out to be says nothing of the other, so each
    world of the first is held against every world of the second.

    Args:
        before: the baseline.
        after: of the same number of worlds and the same seed.
    Raises: MeaningError: other worlds.
    """
    _check_worlds(before, after)
    both = _scenario(before), _scenario(after)
    shared, open_ = open_inputs(*both)
    paired = share_worlds(*both)
    outputs = _differences(before, after, paired=paired)
    return Comparison(
        version="misid-comparison/3",
        same_worlds=paired,
        open_inputs=open_,
        shared_inputs=shared,
        before=_programme(before),
        after=_programme(after),
        leading=leading(outputs) if paired else None,
        outputs=outputs,
        accounts=accounts(before.evaluation, after.evaluation, paired=paired),
        review_minutes=None,
        inputs=differing(*both),
    )


def _check_worlds(before: Run, after: Run) -> None:
    one, two = before.stamp, after.stamp
    if (one.draws, one.seed) != (two.draws, two.seed):
        raise MeaningError(
            f"one run has {one.draws:,} worlds of seed {one.seed}, the other {two.draws:,} of seed "
            f"{two.seed}, so they cannot be compared.",
            use="the same draws and seed for both",
        )


def leading(outputs: Sequence[Difference]) -> Output | None:
    """
    The output that moves the most and the most surely; none where none is seen to move.

    By how many times its median moves, on the side on which it moves the most, weighed by how much
    more often it goes one way than the other; of equals the first.
    """
    moved = {
        one.name: max(map(_moved, each)) for one in outputs if (each := _sides_of_difference(one))
    }
    most = max(moved, key=lambda name: moved[name], default=None)
    return most if most is not None and moved[most] > 0.0 else None


def _sides_of_difference(one: Difference) -> tuple[BothSides, ...]:
    return (one,) if one.split is None else one.split.sides


def _moved(one: BothSides) -> float:
    """The logarithm of the ratio of the medians, as far as it goes one way; 0 if unseen."""
    told = one.shown
    before, after = told.before.median, told.after.median
    if before is None or after is None or not is_seen(before, after):
        return 0.0
    least, most = sorted((abs(before), abs(after)))
    ratio = most / least if least > most / _FULL else _FULL
    return math.log(ratio) * abs((one.lower or 0.0) - (one.higher or 0.0))


def is_seen(before: float, after: float) -> bool:
    """Whether two numbers read otherwise in two digits."""
    return f"{before:.2g}" != f"{after:.2g}"


def _programme(found: Run) -> Programme:
    return Programme(scenario=found.made.scenario, changes=found.made.changes, stamp=found.stamp)


def share_worlds(before: Scenario, after: Scenario) -> bool:
    """
    Whether two scenarios are editions of one programme, so that a world of one is one of the other.

    They are where they have one name, or where at least half of their open inputs are the same.
    """
    shared, open_ = open_inputs(before, after)
    return before.name == after.name or 2 * shared >= open_


def open_inputs(before: Scenario, after: Scenario) -> tuple[int, int]:
    """How many inputs that are not known exactly stand the same on both sides, and of how many."""
    one, two = (
        {each.name: each.content for each in inputs(scenario) if each.content.is_range}
        for scenario in (before, after)
    )
    return sum(two.get(name) == content for name, content in one.items()), len(one | two)


def _scenario(found: Run) -> Scenario:
    return found.evaluation.worlds.scenario


def _differences(before: Run, after: Run, *, paired: bool) -> tuple[Difference, ...]:
    """Every output on both sides, and on each side of the either/or that decides its change."""
    values = {one.name: Sides(before.values[one.name], after.values[one.name]) for one in KINDS}
    whole = both_sides(list(values.values()), paired=paired)
    splits = _splits(before, after, values) if paired else {}
    return tuple(
        Difference(
            name=one.name,
            unit=one.unit,
            pairs=_pairs(values[one.name], _PAIRS) if paired else (),
            flags=tuple(sorted({*before.flags[one.name], *after.flags[one.name]})),
            split=splits.get(one.name),
            split_before=None if paired else _own(one, before),
            split_after=None if paired else _own(one, after),
            **dict(told),
        )
        for one, told in zip(KINDS, whole, strict=True)
    )


def _splits(before: Run, after: Run, values: Mapping[Output, Sides]) -> dict[str, ChangeSplit]:
    """The changes that an either/or decides, in the worlds of each of its answers."""
    worlds, found = (before.evaluation.worlds, after.evaluation.worlds), {}
    for one in KINDS:
        of_one = is_share(one.unit)
        each = decided(*worlds, values[one.name], of_one=of_one, name=one.name)
        if each is not None:
            found[one.name] = each
    halves = {
        name: [(said, values[name].only(rows)) for said, rows in each.sides()]
        for name, each in found.items()
    }
    told = iter(both_sides([half for each in halves.values() for _, half in each], paired=True))
    return {
        name: ChangeSplit(
            **dict(each.question),
            sides=tuple(
                ChangeSide(
                    **dict(said),
                    **dict(next(told)),
                    pairs=_pairs(half, _PAIRS // len(halves[name])),
                )
                for said, half in halves[name]
            ),
        )
        for name, each in found.items()
    }


def _own(one: Kind, found: Run) -> OwnSplit | None:
    """One programme on each side of its own either/or."""
    worlds, values = found.evaluation.worlds, found.values[one.name]
    split = split_of(worlds, decides(worlds, one, values), one, values)
    return None if split is None else own_split(split)


def _pairs(values: Sides, most: int) -> tuple[Pair, ...]:
    """Worlds that have a value on both sides, spread evenly over the order of the first."""
    known = np.isfinite(values.before) & np.isfinite(values.after)
    first, second = values.before[known], values.after[known]
    order = np.argsort(first, kind="stable")
    wanted = min(most, len(order))
    places = ((np.arange(wanted) + 0.5) * len(order) / max(wanted, 1)).astype(np.int64)
    shown = order[places]
    each = zip(first[shown].tolist(), second[shown].tolist(), strict=True)
    return tuple(Pair(before=one, after=other) for one, other in each)


def differing(before: Scenario, after: Scenario) -> tuple[ChangedInput, ...]:
    """The inputs that are not the same in both, those that only one of them has included."""
    one, two = (scenario.once(_standing) for scenario in (before, after))
    return tuple(
        ChangedInput(name=name, before=one.get(name), after=two.get(name))
        for name in dict.fromkeys((*one, *two))
        if one.get(name) != two.get(name)
    )


def _standing(scenario: Scenario) -> dict[str, object]:
    """What stands at each input, and what is no input: the threshold's policy, and the horizon."""
    return {one.name: _written(one.content) for one in inputs(scenario)} | {
        "threshold.policy": _written(scenario.threshold.policy),
        "retention.horizon": _written(scenario.retention.horizon),
    }


def _written(content: object) -> object:
    return content.model_dump(mode="json") if isinstance(content, BaseModel) else content
