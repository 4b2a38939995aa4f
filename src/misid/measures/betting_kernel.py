"""Many orders of one log, each bet on row by row: the loop, compiled."""

from __future__ import annotations

import math

import numpy as np

from misid.arrays import Floats, Integers
from misid.machine.compiled import compiled
from misid.machine.philox import block, uniform

_LEAST_SHARE, _ALL = 1e-9, math.inf
_NONE = np.uint64(0)


@compiled
def follow(rows: Integers, law: Floats, sizes: Integers, k0: np.uint64, k1: np.uint64) -> None:
    """
    After how many rows each order is stopped.

    A random number is a function of its order, its row and the key alone.

    Args:
        rows: filled; -1 where an order is not stopped. Shape (orders,).
        law: limit, expected share, its weight in rows, and the wealth at which it is shown.
        sizes: rows of the log, those called wrong, and rows that are looked at, at most.
        k0: first word of the key.
        k1: second word of the key.
    """
    for order in range(rows.size):
        rows[order] = _one_order(np.uint64(order), law, sizes, k0, k1)


@compiled
def _one_order(order: np.uint64, law: Floats, sizes: Integers, k0: np.uint64, k1: np.uint64) -> int:
    held, seen, luck = 1.0, 0.0, 0.0
    a, b = _NONE, _NONE
    bound = law[0] * sizes[0]
    for row in range(sizes[2]):
        if row % 2 == 0:
            c, d, a, b = block(np.uint64(row), order, _NONE, _NONE, k0, k1)
            luck = uniform(c, d)
        else:
            luck = uniform(a, b)
        is_wrong = luck * (sizes[0] - row) < sizes[1] - seen
        held *= _factor(is_wrong, seen, row, law, sizes[0])
        seen += 1.0 if is_wrong else 0.0
        if seen > bound:
            return -1
        if held >= law[3]:
            return row + 1
    return -1


@compiled
def _factor(is_wrong: bool, before: float, drawn: int, law: Floats, rows: int) -> float:
    """What the wealth is multiplied with; the same as in `wealth`, which is tested against it."""
    mean: float = (law[0] * rows - before) / (rows - drawn)
    if mean >= 1.0:
        return 1.0 if is_wrong else _ALL
    guess: float = max(_LEAST_SHARE, (law[2] * law[1] + before) / (law[2] + drawn))
    if guess >= mean or mean <= 0.0:
        return 1.0
    return guess / mean if is_wrong else (1.0 - guess) / (1.0 - mean)
