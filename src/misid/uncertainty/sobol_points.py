"""
Points of Sobol' sequences, scrambled: the same as `scipy.stats.qmc`, without its import.

`scipy.stats` takes longer to import than all of a ledger's designs take to be drawn.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from misid.arrays import Floats, Integers

Bits = NDArray[np.uint32]

BITS = 30
_TABLE = Path(__file__).with_name("sobol_directions.npz")
_PLACES = np.arange(BITS, dtype=np.uint32)


def scrambled(dimensions: int, size: int, key: np.random.SeedSequence) -> Floats:
    """
    The first points of a Sobol' sequence, scrambled by a random matrix and a random shift.

    Args:
        dimensions: how many numbers a point has.
        size: how many points.
        key: of the scrambling.
    Returns: shape (size, dimensions), from 0 to below 1.
    References: Joe and Kuo 2008, doi:10.1137/070709359 (directions that were searched for with
        their criterion D(6)); Matousek 1998, doi:10.1006/jcom.1998.0489 (the scrambling).
    """
    if dimensions > most_dimensions():
        return _of_scipy(dimensions, size, _beginning(key))
    generator = np.random.default_rng(_beginning(key).spawn(1)[0])
    shape = (dimensions, BITS)
    shift = generator.integers(2, size=shape, dtype=np.uint32) @ (np.uint32(1) << _PLACES)
    lower = np.tril(generator.integers(2, size=(*shape, BITS), dtype=np.uint32))
    steps = _scrambled(_directions(dimensions), lower)[:, _gray_changes(size)].T
    whole = np.bitwise_xor.accumulate(np.concatenate([shift[None], steps]), axis=0)
    return np.asarray(whole * (1.0 / 2.0**BITS))


@cache
def most_dimensions() -> int:
    """Of how many dimensions the directions are at hand."""
    return len(_table()[0])


def _beginning(key: np.random.SeedSequence) -> np.random.SeedSequence:
    """The key as if no other key had been made of it yet, as scipy makes one of it."""
    return np.random.SeedSequence(key.entropy, spawn_key=key.spawn_key)


def _of_scipy(dimensions: int, size: int, key: np.random.SeedSequence) -> Floats:
    """The same by scipy itself: of more dimensions than are at hand."""
    from scipy.stats import qmc

    rng = np.random.default_rng(key)
    return np.asarray(qmc.Sobol(dimensions, scramble=True, bits=BITS, rng=rng).random(size))


@cache
def _table() -> tuple[Integers, Integers]:
    """The primitive polynomial of each dimension, as bits, and its first directions."""
    with np.load(_TABLE) as file:
        return file["polynomials"].astype(np.int64), file["directions"].astype(np.int64)


def _directions(dimensions: int) -> Bits:
    """Directions of each dimension, shape (dimensions, bits), by Bratley and Fox's recurrence."""
    polynomials, given = (part[:dimensions] for part in _table())
    degrees = np.frexp(polynomials)[1] - 1
    directions = np.ones((dimensions, BITS), dtype=np.int64)
    for degree in range(1, int(degrees.max()) + 1):
        rows = np.flatnonzero(degrees == degree)
        directions[rows] = _grown(polynomials[rows], given[rows, :degree], degree)
    return (directions << (BITS - 1 - np.arange(BITS))).astype(np.uint32)


def _grown(polynomials: Integers, given: Integers, degree: int) -> Integers:
    """The directions of polynomials of one degree, from as many that are given."""
    grown = np.empty((len(given), BITS), dtype=np.int64)
    grown[:, :degree] = given
    for place in range(degree, BITS):
        grown[:, place] = grown[:, place - degree]
        for back in range(1, degree + 1):
            is_term = (polynomials >> (degree - back)) & 1
            grown[:, place] ^= is_term * (grown[:, place - back] << back)
    return grown


def _scrambled(directions: Bits, lower: Bits) -> Bits:
    """Directions times a random lower triangle of bits with ones on its diagonal."""
    lower[:, _PLACES, _PLACES] = 1
    rows = lower @ (np.uint32(1) << _PLACES[::-1])
    odd = np.bitwise_count(rows[:, None, :] & directions[:, :, None]).astype(np.uint32) & 1
    return np.asarray(odd @ (np.uint32(1) << _PLACES[::-1]), dtype=np.uint32)


def _gray_changes(size: int) -> Integers:
    """Which direction turns each point into the next: the lowest bit that is not set."""
    numbers = np.arange(size - 1)
    lowest = ~numbers & (numbers + 1)
    return np.asarray(np.frexp(lowest)[1] - 1)
