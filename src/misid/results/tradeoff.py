"""What the threshold trades: wrong references against misses, at every threshold."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from misid.matching import lowest_threshold
from misid.programme import expected_outcomes
from misid.quantities import take
from misid.results.frequencies import in_order
from misid.results.outputs import Evaluation, headline_rates
from misid.results.run import HEADLINE, Run
from misid.results.schema import Interval
from misid.results.summary import interval

Floats = NDArray[np.float64]

# Worlds spread evenly over the order of the headline, so that few give its median and ends.
_WORLDS, _THRESHOLDS = 200, 13
_LOOSER, _STRICTER = 2.5, 6.0


@dataclass(frozen=True)
class TradeoffRow:
    """Wrong-person references per 100,000 searches and misses, at one threshold."""

    rarity: float
    wrong_person_references: Interval
    misses_among_sought: Interval


@dataclass(frozen=True)
class Tradeoff:
    """
    The same worlds at a series of thresholds; `now` is where the scenario's threshold may stand.

    `rows` is empty where there are no trials.
    """

    rows: tuple[TradeoffRow, ...]
    now: Interval


def tradeoff(found: Run) -> Tradeoff:
    """
    What other thresholds would give.

    Everything else stays as it is in each world; the threshold is the same in all of them.

    Args:
        found: a finished run.
    """
    now = interval(found.evaluation.terms.threshold)
    order = in_order(found.values[HEADLINE])
    if not len(order):
        return Tradeoff((), now)
    places = np.linspace(0, len(order) - 1, min(_WORLDS, len(order))).round().astype(np.int64)
    rows = order[places]
    return Tradeoff(tuple(_at(found.evaluation, rows, x) for x in _thresholds(found, rows)), now)


def _thresholds(found: Run, rows: NDArray[np.int64]) -> list[float]:
    stands = found.evaluation.terms.threshold[rows]
    least = float(np.max(lowest_threshold(found.evaluation.terms.field)[rows]))
    low, high = np.quantile(stands, [0.05, 0.95])
    first = max(float(low) - _LOOSER, least)
    return [float(x) for x in np.linspace(first, float(high) + _STRICTER, _THRESHOLDS)]


def _at(evaluation: Evaluation, rows: NDArray[np.int64], rarity: float) -> TradeoffRow:
    some = take(evaluation.terms, rows)
    moved = replace(some, threshold=np.full_like(some.threshold, rarity))
    known = evaluation.outcomes
    sources = tuple(source.name for source in evaluation.worlds.scenario.gallery.sources)
    outcomes = expected_outcomes(moved, known.groups, sources)
    rates = headline_rates(outcomes, moved.people.stopped)
    return TradeoffRow(
        rarity,
        interval(rates["wrong_person_references"]),
        interval(rates["misses_among_sought"]),
    )
