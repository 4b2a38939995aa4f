"""Scores counted by cells of their bits, and those of some cells kept: the hot loops.

The bits of a floating-point number, turned round where it is negative, are a whole number in the
same order: its key. A cell is a range of keys; the sieve says how keys are cut into cells.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from misid.arrays import Flags, Floats, Integers, PhiloxWords
from misid.machine.compiled import compiled

Keys = NDArray[np.unsignedinteger[Any]]

BLOCK = 1024
"""Keys that are made in one go, so few that they stay in the fastest memory."""


class Sieve(NamedTuple):
    """
    How keys are cut into cells.

    The first bits of a key, counted from the lowest, give a range; each range is cut into cells of
    its own width. Keys below the lowest are in the first cell, those above the highest in the last.
    """

    marks: Keys
    """
    Zero, the key of zero, the highest of all keys, the lowest and highest of this sieve, the lowest
    and highest of scores that are allowed; in the type of the bits.
    """
    lead: np.uint64
    """How many bits follow the first ones."""
    ranges: PhiloxWords
    """Of each range: its first cell, times 256, and how many bits do not tell its cells apart."""
    is_kept: NDArray[np.uint8]
    """Of each cell."""


class Room(NamedTuple):
    """What one thread counts and keeps."""

    counts: Integers
    """Of each cell genuine scores, and then impostor ones."""
    genuine: Keys
    impostor: Keys
    kept: Integers
    """How many keys stand in both."""
    near: Keys
    """A block of keys, less the lowest."""


@compiled
def sift(bits: Keys, is_genuine: Flags, sieve: Sieve, room: Room) -> bool:
    """
    Count scores by cell, and keep the keys of those in the cells that are kept.

    Args:
        bits: of the scores, as they stand in memory.
        is_genuine: of each.
        sieve: how keys are cut.
        room: counts are added to it; kept keys begin at its start.
    Returns: whether all scores are numbers within the limits.
    """
    nothing, sign, full, lowest, highest = sieve.marks[:5]
    near, counts, ranges, is_kept = room.near, room.counts, sieve.ranges, sieve.is_kept
    lead = sieve.lead
    rest = (np.uint64(1) << lead) - np.uint64(1)
    low, high = full, nothing
    room.kept[:] = 0
    for start in range(0, len(bits), BLOCK):
        block, flags = bits[start : start + BLOCK], is_genuine[start : start + BLOCK]
        for index in range(len(block)):
            key = _key(block[index], nothing, sign, full)
            low, high = min(low, key), max(high, key)
            near[index] = min(max(key, lowest), highest) - lowest
        for index in range(len(block)):
            place = np.uint64(near[index])
            cut = ranges[place >> lead]
            cell = (cut >> np.uint64(8)) + ((place & rest) >> (cut & np.uint64(63)))
            kind = np.uint64(1) - np.uint64(flags[index])
            counts[(cell << np.uint64(1)) | kind] += 1
            if is_kept[cell]:
                _keep(_key(block[index], nothing, sign, full), kind, room)
    return bool(low >= sieve.marks[5] and high <= sieve.marks[6])


@compiled
def _key(raw: Any, nothing: Any, sign: Any, full: Any) -> Any:
    """The key of some bits; a negative zero is a zero."""
    raw = nothing if raw == sign else raw
    return raw ^ (full if raw >= sign else sign)


@compiled
def _keep(key: Any, kind: Any, room: Room) -> None:
    index = room.kept[kind]
    if kind:
        room.impostor[index] = key
    else:
        room.genuine[index] = key
    room.kept[kind] = index + 1


@compiled
def pick(keys: Keys, sieve: Sieve, picked: Keys) -> int:
    """
    Those of some keys that are in the kept cells of a sieve.

    Args:
        keys: any.
        sieve: how they are cut, and which cells are kept.
        picked: room for as many keys.
    Returns: how many were written there.
    """
    lowest, highest, lead = sieve.marks[3], sieve.marks[4], sieve.lead
    rest = (np.uint64(1) << lead) - np.uint64(1)
    size = 0
    for key in keys:
        place = np.uint64(min(max(key, lowest), highest) - lowest)
        cut = sieve.ranges[place >> lead]
        if sieve.is_kept[(cut >> np.uint64(8)) + ((place & rest) >> (cut & np.uint64(63)))]:
            picked[size] = key
            size += 1
    return size


@compiled
def add_powers(
    scores: NDArray[np.floating], is_genuine: Flags, centres: Floats, sums: Floats
) -> None:
    """
    Add up how far scores lie from a centre of their kind, and the squares of it.

    Args:
        scores: any number of them.
        is_genuine: of each.
        centres: of genuine and of impostor scores.
        sums: of all scores and of genuine ones, first and second powers, each in as many parts as
            a block has places.
    """
    for start in range(0, len(scores), BLOCK):
        block, flags = scores[start : start + BLOCK], is_genuine[start : start + BLOCK]
        for index in range(len(block)):
            mated = np.float64(flags[index])
            away = np.float64(block[index]) - (centres[0] if flags[index] else centres[1])
            sums[0, index] += away
            sums[1, index] += away * away
            sums[2, index] += away * mated
            sums[3, index] += away * away * mated
