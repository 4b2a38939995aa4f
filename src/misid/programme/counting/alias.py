"""Drawing one of many things in one step, whatever their shares: the alias method."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from misid.arrays import Floats, Integers, PhiloxWords

DRAWN_BITS = 48
"""Bits that draw one thing; a share is kept to 2^-48."""


class Columns(NamedTuple):
    """
    A power of two of columns, each shared by two things.

    The first bits of a drawn number choose the column. Where the `bits` left over are below `cut`,
    it is the thing of the column's own number, else `other`.
    """

    bits: np.uint64
    cut: PhiloxWords
    other: Integers


def columns(shares: Floats) -> Columns:
    """
    The columns that draw things with these shares.

    Args:
        shares: of each thing; scaled to add up to 1.
    Example:
        >>> found = columns(np.array([0.75, 0.25]))
        >>> (found.cut / 2.0 ** float(found.bits)).tolist(), found.other.tolist()
        ([1.0, 0.5], [0, 0])

    References: M. D. Vose, A linear algorithm for generating random numbers with a given
    distribution, IEEE Transactions on Software Engineering 17 (1991) 972-975.
    """
    depth = max(1, int(np.ceil(np.log2(len(shares)))))
    height = np.zeros(2**depth)
    height[: len(shares)] = shares / shares.sum() * len(height)
    other = np.arange(len(height))
    short = [i for i, level in enumerate(height.tolist()) if level < 1.0]
    tall = [i for i, level in enumerate(height.tolist()) if level >= 1.0]
    while short and tall:
        low, high = short.pop(), tall[-1]
        other[low] = high
        height[high] -= 1.0 - height[low]
        if height[high] < 1.0:
            short.append(tall.pop())
    # What rounding left over is whole, but a column without a thing of its own is never that.
    height[[i for i in (*short, *tall) if i < len(shares)]] = 1.0
    bits = DRAWN_BITS - depth
    return Columns(np.uint64(bits), np.rint(np.ldexp(height, bits)).astype(np.uint64), other)
