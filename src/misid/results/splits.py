"""What holds on each side of an either/or, as blocks of the results document."""

from __future__ import annotations

import numpy as np

from misid.arrays import Floats, Integers
from misid.quantities.units import is_share
from misid.results.intervals import InOrder, mean
from misid.results.other_worlds import mean_ends
from misid.results.output_definitions import Kind
from misid.results.schema import Answered, DecisionSide, OutputSide, Question, Split
from misid.results.sides import DecidingChoice, Side, decided_by, turned_by
from misid.scenario import Worlds

Pair = tuple[Floats, Floats]


def decides(worlds: Worlds, one: Kind, values: Floats) -> DecidingChoice | None:
    """The either/or that decides an output, if one does; `values` in each world, (worlds,)."""
    return decided_by(worlds, values, of_one=is_share(one.unit), name=one.name)


def split(
    worlds: Worlds,
    found: DecidingChoice | None,
    one: Kind,
    values: Floats,
    pair: Pair | None = None,
) -> Split | None:
    """
    An output on each side of the either/or that decides it, if one does.

    Args:
        worlds: the inputs in each world.
        found: what decides it.
        one: the output.
        values: in each world, shape (worlds,).
        pair: part and whole, (worlds,), where the output is a share of references.
    """
    if found is None:
        return None
    sides = (_side(worlds, side, one, values, pair) for side in found.sides(worlds))
    return Split(**dict(question(found)), sides=tuple(sides))


def _side(worlds: Worlds, side: Side, one: Kind, values: Floats, pair: Pair | None) -> OutputSide:
    here = values[side.rows]
    in_order = InOrder.of(here[None])
    return OutputSide(
        **dict(answered(side, worlds)),
        **dict(in_order.intervals()[0]),
        mean=mean(here) if one.is_summed else None,
        median_exact=in_order.median_ends()[0],
        mean_exact=mean_ends(here) if one.is_summed else None,
        pooled=None if pair is None else pooled(pair, side.rows),
        dots=in_order.dots()[0],
    )


def limit_decider(worlds: Worlds, one: Kind, values: Floats, limit: float) -> DecidingChoice | None:
    """The either/or that decides an output, or else one that turns whether it exceeds a limit."""
    found = decides(worlds, one, values)
    if found is not None:
        return found
    above = np.where(np.isfinite(values), values > limit, np.nan)
    turning = turned_by(worlds, values, above, of_one=is_share(one.unit))
    return max(turning, key=lambda each: each.share, default=None)


def limit_sides(
    worlds: Worlds, found: DecidingChoice | None, values: Floats, limit: float
) -> tuple[DecisionSide, ...]:
    """How likely an output exceeds a limit on each side of the either/or that decides that."""
    return tuple(
        DecisionSide(
            **dict(answered(side, worlds)),
            probability_exceeded=exceeded(values[side.rows], limit),
        )
        for side in (() if found is None else found.sides(worlds))
    )


def exceeded(values: Floats, limit: float) -> float | None:
    """Share of the worlds that have a value in which it lies above a limit."""
    known = values[np.isfinite(values)]
    return float(np.mean(known > limit)) if len(known) else None


def pooled(pair: Pair, rows: Integers | slice = slice(None)) -> float | None:
    """The parts of these worlds together, over their wholes together; none without a whole."""
    part, whole = (float(each[rows].sum()) for each in pair)
    return part / whole if whole > 0.0 else None


def question(found: DecidingChoice) -> Question:
    """What is open, and how much it decides."""
    one = found.one
    return Question(
        input=one.name,
        status=one.content.status.value,
        share=found.share,
    )


def answered(side: Side, worlds: Worlds) -> Answered:
    """One answer, and in how many worlds it holds."""
    return Answered(
        input=side.input,
        option=side.option,
        share_of_worlds=len(side.rows) / worlds.draws.size,
    )
