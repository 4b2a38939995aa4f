"""Rates of counts beside those of the closed form, in one world and over the possible ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from misid.arrays import Floats, Integers
from misid.measures.error_rates import Rate
from misid.measures.intervals import wilson
from misid.measures.people import people_interval
from misid.programme import TRUTHS, Outcomes
from misid.programme.outcomes import RATES
from misid.results.output_definitions import kind
from misid.results.possible import Possible
from misid.scenario import Output
from misid.simulation.schema import SimulatedRate

COUNTED: tuple[Output, ...] = (
    "wrong_person_references",
    "wrong_person_references_upheld",
    "wrong_person_references_kin",
    "share_of_references_wrong_person",
    "wrong_record_references",
    "misses_among_sought",
)
"""The outputs that a simulation counts."""


def events(table: Outcomes) -> dict[Output, tuple[Floats, Floats]]:
    """Events and trials of each that is `COUNTED`, by group, shape (worlds, groups)."""
    return {name: (table.of(RATES[name].part), table.of(RATES[name].whole)) for name in COUNTED}


def kinds_of(table: Outcomes) -> tuple[Integers, Integers]:
    """
    Which ends of a stop are events, and which trials, of each that is `COUNTED`, 1 or 0.

    Args:
        table: whose cells; what it holds does not matter.
    Returns: two arrays of shape (rates, truths, cells).
    """
    truths, many = len(TRUTHS), len(table.cells)
    each = np.eye(truths * many).reshape(1, -1, truths, many)
    cells = events(replace(table, table=each))
    both = [np.stack([cells[name][side][0] for name in COUNTED]) for side in (0, 1)]
    part, whole = (np.rint(side).astype(np.int64).reshape(-1, truths, many) for side in both)
    return part, whole


def rates(
    counted: Outcomes,
    closed: Outcomes,
    *,
    possible: Possible,
    shared: Integers | None = None,
    option: str = "",
) -> Iterator[SimulatedRate]:
    """
    The rates of counts beside those of the closed form: of everybody, then of each group.

    Args:
        counted: of one world.
        closed: the same expected.
        possible: the possible worlds.
        shared: what people share, shape (rates, groups, 11); without it every stop is another's.
        option: the answer that holds, where an either/or decides; else the one of the middle.
    """
    side = option or possible.taken
    drawn, expected = events(counted), events(closed)
    every = [("", slice(None)), *((g, slice(n, n + 1)) for n, g in enumerate(counted.groups))]
    for group, rows in every:
        for number, name in enumerate(COUNTED):
            part, whole = (float(each[0, rows].sum()) for each in expected[name])
            blank = SimulatedRate(
                name=name,
                unit=kind(name).unit,
                group=group,
                count=0,
                trials=0,
                rate=None,
                low=None,
                high=None,
                expected=RATES[name].per * part / whole if whole > 0 else None,
                worlds=possible.beside(name, rows.start if group else None, side),
                flags=possible.flags[name],
            )
            rate = Rate(*(int(each[0, rows].sum()) for each in drawn[name]))
            again = None if shared is None else shared[number, rows].sum(axis=0)
            yield with_counts(blank, rate, again)


def with_counts(
    rate: SimulatedRate, counted: Rate, shared: Integers | None = None
) -> SimulatedRate:
    """
    A rate as it was counted.

    Args:
        rate: its name and what stands beside it.
        counted: events and trials.
        shared: what people share, as in `rates`, shape (11,).
    """
    if not counted.trials:
        return rate
    bounds = wilson(counted) if shared is None else people_interval(counted, shared)
    scale = RATES[rate.name].per
    update = {
        "count": counted.count,
        "trials": counted.trials,
        "rate": scale * counted.count / counted.trials,
        "low": None if bounds is None else scale * bounds.low,
        "high": None if bounds is None else scale * bounds.high,
    }
    return rate.model_copy(update=update)


def of_everybody(rates: tuple[SimulatedRate, ...]) -> tuple[SimulatedRate, ...]:
    """The rates that are of no single group."""
    return tuple(rate for rate in rates if not rate.group)
