"""What the threshold trades: wrong references against misses, as it is moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from misid.machine.memo import take
from misid.matching import lowest_threshold
from misid.programme import expected_outcomes
from misid.results import told
from misid.results.frequencies import in_order
from misid.results.intervals import interval
from misid.results.output_definitions import kind
from misid.results.outputs import Evaluation, headline_rates
from misid.results.run import HEADLINE, Run
from misid.results.schema import Interval

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
Carry = Callable[[float | None, float | None, float | None], float | None]

_WORLDS, _BLOCKS = 210, 15
# In decades of the false match rate: +1 is ten times stricter than the threshold of the world.
_MOVES = (-3.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0)


@dataclass(frozen=True)
class TradeoffRow:
    """
    Wrong-person references per 100,000 searches and misses, with the threshold moved.

    `stricter` is by how many decades of the false match rate; 0 is the threshold as it is.
    """

    stricter: float
    wrong_person_references: Interval
    misses_among_sought: Interval


@dataclass(frozen=True)
class Curve:
    """
    What other thresholds would give, from the loosest to the strictest, in the worlds of one side.

    `clause` and `head` name the answer; they are empty where no either/or decides the headline.
    """

    clause: str
    head: str
    rows: tuple[TradeoffRow, ...]


def tradeoffs(found: Run) -> tuple[Curve, ...]:
    """
    What other thresholds would give, on each side of the either/or that decides the headline.

    Each world's own threshold is moved, and everything else stays as it is in that world; so the
    row that moves nothing is the headline of that side, and differences are the threshold's alone.
    They are worked out in some of the worlds, and carried over to all of the side.

    Args:
        found: a finished run.
    Returns: a curve for each side, or one; none where there are no trials.
    """
    values = found.values
    decides = told.decides(found.evaluation.worlds, kind(HEADLINE), values[HEADLINE])
    if decides is None:
        curves = [Curve("", "", _curve(found, np.arange(len(values[HEADLINE])), _WORLDS))]
    else:
        sides = decides.sides(found.evaluation.worlds)
        curves = [
            Curve(one.said.clause, one.said.head, _curve(found, one.rows, _WORLDS // len(sides)))
            for one in sides
        ]
    return tuple(one for one in curves if one.rows)


def _curve(found: Run, among: Rows, wanted: int) -> tuple[TradeoffRow, ...]:
    """A row for each move, in these worlds; none where there are no trials."""
    values = {name: every[among] for name, every in found.values.items()}
    some = _some_worlds(values, wanted)
    if not len(some):
        return ()
    now = _row(0.0, values)
    before = _row(0.0, {name: every[some] for name, every in values.items()})
    return tuple(
        _carried(_moved(found.evaluation, among[some], move), before, now) if move else now
        for move in _MOVES
    )


def _carried(row: TradeoffRow, some: TradeoffRow, now: TradeoffRow) -> TradeoffRow:
    """What moving the threshold changes in some worlds, carried over to all of them."""
    return TradeoffRow(
        row.stricter,
        _each(row.wrong_person_references, some.wrong_person_references,
              now.wrong_person_references, _scaled),
        _each(row.misses_among_sought, some.misses_among_sought,
              now.misses_among_sought, _shifted),
    )  # fmt: skip


def _each(row: Interval, some: Interval, now: Interval, carry: Carry) -> Interval:
    ends = (
        carry(getattr(row, end), getattr(some, end), getattr(now, end))
        for end in ("median", "low", "high")
    )
    median, low, high = ends
    return Interval(median=median, low=low, high=high)


def _scaled(row: float | None, some: float | None, now: float | None) -> float | None:
    if row is None or some is None or now is None:
        return None
    return now * row / some if some > 0 else row


def _shifted(row: float | None, some: float | None, now: float | None) -> float | None:
    if row is None or some is None or now is None:
        return None
    return min(1.0, max(0.0, now + row - some))


def _some_worlds(values: dict[str, Floats], most: int) -> Rows:
    """Worlds spread evenly over both outputs, so that few give the medians and ends of all."""
    order = in_order(values[HEADLINE])
    misses = np.nan_to_num(values["misses_among_sought"])
    blocks = np.array_split(order, _BLOCKS)
    spread = np.concatenate([block[np.argsort(misses[block], kind="stable")] for block in blocks])
    wanted = min(most, len(spread))
    places = ((np.arange(wanted) + 0.5) * len(spread) / max(wanted, 1)).astype(np.int64)
    return spread[places]


def _moved(evaluation: Evaluation, rows: Rows, move: float) -> TradeoffRow:
    some = take(evaluation.terms, rows)
    moved = replace(some, threshold=np.maximum(some.threshold + move, lowest_threshold(some.field)))
    sources = tuple(source.name for source in evaluation.worlds.scenario.gallery.sources)
    outcomes = expected_outcomes(moved, evaluation.outcomes.groups, sources)
    rates = headline_rates(outcomes, moved.people.stopped)
    return _row(move, rates)


def _row(move: float, rates: dict[str, Floats]) -> TradeoffRow:
    return TradeoffRow(
        move,
        interval(rates["wrong_person_references"]),
        interval(rates["misses_among_sought"]),
    )
