"""Ranks of values, ties sharing theirs."""

from __future__ import annotations

from typing import Literal

import numpy as np

from misid.arrays import Floats


def ranks(values: Floats, *, ties: Literal["average", "min"] = "average") -> Floats:
    """
    The place of each value in their order, from 1.

    As `scipy.stats.rankdata`, whose import alone takes as long as the rest of a start.

    Args:
        values: shape (values,); none of them NaN.
        ties: whether equal values share the middle of their places, or the first.
    Example:
        >>> ranks(np.array([0.3, 0.1, 0.3, 0.7])).tolist()
        [2.5, 1.0, 2.5, 4.0]
        >>> ranks(np.array([0.3, 0.1, 0.3, 0.7]), ties="min").tolist()
        [2.0, 1.0, 2.0, 4.0]
    """
    order = np.argsort(values)
    in_order = values[order]
    is_first = np.concatenate([[True], in_order[1:] != in_order[:-1]])[: len(values)]
    first = np.flatnonzero(is_first)
    counts = np.diff(first, append=len(values))
    shared = first + (counts + 1) / 2.0 if ties == "average" else first + 1.0
    places = np.empty(len(values))
    places[order] = np.repeat(shared, counts)
    return places
