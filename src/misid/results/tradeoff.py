"""What the threshold trades: wrong references against misses, as it is moved."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.special import stdtrit

from misid.arrays import Floats, Integers
from misid.machine.memo import take
from misid.matching import lowest_threshold
from misid.programme import expected_outcomes
from misid.results import splits
from misid.results.frequencies import in_order
from misid.results.intervals import interval
from misid.results.output_definitions import kind
from misid.results.outputs import ScenarioInWorlds, headline_rates
from misid.results.schema import EitherOrAnswer, Interval, TradeoffCurve, TradeoffRow
from misid.results.sides import Side
from misid.scenario import Output

Carry = Callable[[float | None, float | None, float | None], float | None]

_HEADLINE: Output = "wrong_person_references"
_WORLDS, _BLOCKS = 210, 15
# An end is told where 95 % of other worlds would move it by no more than this factor in all.
_HOLDS, _PARTS = 10.0, 5
# In decades of the false match rate: +1 is ten times stricter than the threshold of the world.
_MOVES = (-3.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0)


def tradeoffs(evaluation: ScenarioInWorlds, values: dict[str, Floats]) -> tuple[TradeoffCurve, ...]:
    """
    What other thresholds would give, on each side of the either/or that decides the headline.

    Each world's own threshold is moved, and everything else stays as it is in that world; so the
    row that moves nothing is the headline of that side, and differences are the threshold's alone.
    They are worked out in some of the worlds, and carried over to all of the side.

    Args:
        evaluation: the worlds.
        values: every output in each of them.
    Returns: a curve for each side, or one; none where there are no trials.
    """
    decides = splits.decides(evaluation.worlds, kind(_HEADLINE), values[_HEADLINE])
    sides = () if decides is None else decides.sides(evaluation.worlds)
    parts: list[tuple[Side | None, Integers]] = [(one, one.rows) for one in sides]
    curves = [
        TradeoffCurve(
            answers=() if one is None else (EitherOrAnswer(input=one.input, option=one.option),),
            rows=_curve(evaluation, values, rows, _WORLDS // max(1, len(sides))),
        )
        for one, rows in parts or [(None, np.arange(len(values[_HEADLINE])))]
    ]
    return tuple(one for one in curves if one.rows)


def _curve(
    evaluation: ScenarioInWorlds, values: dict[str, Floats], among: Integers, wanted: int
) -> tuple[TradeoffRow, ...]:
    """A row for each move, in these worlds; none where there are no trials."""
    values = {name: every[among] for name, every in values.items()}
    some = _some_worlds(values, wanted)
    if not len(some):
        return ()
    now = _whole(values)
    before = {name: every[some] for name, every in values.items()}
    moved = dict(_moved(evaluation, among[some]))
    return tuple(_carried(move, moved[move], before, now) if move else now for move in _MOVES)


def _carried(
    move: float, moved: dict[str, Floats], before: dict[str, Floats], now: TradeoffRow
) -> TradeoffRow:
    """What moving the threshold changes in some worlds, carried over to all of them."""

    def each(name: Output, carry: Carry) -> Interval:
        pair, whole = np.stack([moved[name], before[name]]), getattr(now, name)
        found = _each(pair, whole, carry)
        # Each part is spread over both outputs as evenly as all that were picked.
        parts = [_each(pair[:, part::_PARTS], whole, carry) for part in range(_PARTS)]
        lost = [end for end in ("low", "high") if not _holds([getattr(one, end) for one in parts])]
        return found.model_copy(update=dict.fromkeys(lost))

    return TradeoffRow(
        stricter=move,
        wrong_person_references=each("wrong_person_references", _scaled),
        misses_among_sought=each("misses_among_sought", _shifted),
    )


def _holds(ends: list[float | None]) -> bool:
    """
    Whether 95 % of other worlds would put the end within a factor of ten, in all.

    By how the parts of the worlds that were picked differ, as means of batches are judged.
    References: Law 2015, Simulation Modeling and Analysis, 9.5.3 (batch means).
    """
    known = np.array([np.nan if one is None else one for one in ends])
    if not np.ptp(known):
        return True
    if not (known > 0.0).all():
        return False
    error = float(np.log(known).std(ddof=1)) / math.sqrt(len(known))
    return 2.0 * float(stdtrit(len(known) - 1, 0.975)) * error <= math.log(_HOLDS)


def _each(pair: Floats, now: Interval, carry: Carry) -> Interval:
    """The median and ends of what moved, in worlds of which the second row stands unmoved."""
    row, some = interval(pair[0]), interval(pair[1])
    return Interval(
        **{
            end: carry(getattr(row, end), getattr(some, end), getattr(now, end))
            for end in ("median", "low", "high")
        }
    )


def _scaled(row: float | None, some: float | None, now: float | None) -> float | None:
    if row is None or some is None or now is None:
        return None
    return now * row / some if some > 0 else row


def _shifted(row: float | None, some: float | None, now: float | None) -> float | None:
    if row is None or some is None or now is None:
        return None
    return min(1.0, max(0.0, now + row - some))


def _some_worlds(values: dict[str, Floats], most: int) -> Integers:
    """Worlds spread evenly over both outputs, so that few give the medians and ends of all."""
    order = in_order(values[_HEADLINE])
    misses = np.nan_to_num(values["misses_among_sought"])
    blocks = np.array_split(order, _BLOCKS)
    spread = np.concatenate([block[np.argsort(misses[block], kind="stable")] for block in blocks])
    wanted = min(most, len(spread))
    places = ((np.arange(wanted) + 0.5) * len(spread) / max(wanted, 1)).astype(np.int64)
    return spread[places]


def _moved(
    evaluation: ScenarioInWorlds, rows: Integers
) -> Iterator[tuple[float, dict[str, Floats]]]:
    """The rates of each move in these worlds, all moves together: few searches are slow."""
    moves = [move for move in _MOVES if move]
    blocks = [slice(n * len(rows), (n + 1) * len(rows)) for n in range(len(moves))]
    some = take(evaluation.terms, np.tile(rows, len(moves)))
    threshold = some.threshold + np.repeat(moves, len(rows))
    moved = replace(some, threshold=np.maximum(threshold, lowest_threshold(some.field)))
    sources = tuple(source.name for source in evaluation.worlds.scenario.gallery.sources)

    def each(name: str, work: Callable[[Any], Any], given: Any, *, together: bool = False) -> Any:
        """Thresholds of groups are solved in many worlds at once, so move by move."""
        if name != "thresholds":
            return work(given)
        return np.concatenate([work(take(given, at)) for at in blocks])

    outcomes = expected_outcomes(moved, evaluation.outcomes.groups, sources, recall=each)
    rates = headline_rates(outcomes.of_everybody(moved.people.stopped))
    for move, at in zip(moves, blocks, strict=True):
        yield move, {name: rate[at] for name, rate in rates.items()}


def _whole(rates: dict[str, Floats]) -> TradeoffRow:
    """The threshold as it is, whose range is that of the headline."""
    wrong, missed = (
        interval(rates[name]) for name in ("wrong_person_references", "misses_among_sought")
    )
    return TradeoffRow(stricter=0.0, wrong_person_references=wrong, misses_among_sought=missed)
