"""Opaque names of made-up people and records: no number can be read off one, and no two are alike.

A name is a number under a permutation of 64 bits that a key chooses: Philox2x32-10, twice, so that
both words of a key count. Nothing has to be remembered to tell names apart.

J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw: Parallel random numbers: as easy as 1, 2, 3.
SC11 (2011). DOI 10.1145/2063384.2063405.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from misid.arrays import PhiloxWords
from misid.machine.compiled import compiled
from misid.machine.philox import Key

DIGITS = 16
_WORD, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
_MULTIPLY, _STEP = np.uint64(0xD256D193), np.uint64(0x9E3779B9)
_ROUNDS = 10
_PAIRS = np.frombuffer("".join(f"{byte:02x}" for byte in range(256)).encode(), dtype=np.uint16)


def opaque(numbers: PhiloxWords, key: Key) -> PhiloxWords:
    """
    Numbers under the permutation of a key.

    Example:
        >>> from misid.machine.philox import key
        >>> [f"{one:016x}" for one in opaque(np.arange(2, dtype=np.uint64), key(1, "", "people"))]
        ['a1122148bad79f74', '0ab983ba45f60c02']
    """
    return permuted(permuted(numbers, key.k0), key.k1)


@compiled
def permuted(numbers: PhiloxWords, key: np.uint64) -> PhiloxWords:
    """
    Philox2x32-10 of each number: its high word is the first of the counter.

    Args:
        numbers: any.
        key: of 32 bits.
    """
    result = np.empty_like(numbers)
    for i in range(numbers.size):
        first, second, k = numbers[i] >> _HALF, numbers[i] & _WORD, key
        for _ in range(_ROUNDS):
            product = _MULTIPLY * first
            first, second = (product >> _HALF) ^ k ^ second, product & _WORD
            k = (k + _STEP) & _WORD
        result[i] = (first << _HALF) | second
    return result


def names(words: PhiloxWords, letter: str) -> pl.Series:
    """
    Each as a letter and sixteen hexadecimal digits; the letter keeps spreadsheets from reckoning.

    Example:
        >>> names(np.array([255], dtype=np.uint64), "p").to_list()
        ['p00000000000000ff']
    """
    text = np.empty((words.size, DIGITS + 1), dtype=np.uint8)
    text[:, 0] = ord(letter)
    pairs = _PAIRS[words.astype(">u8").view(np.uint8)]
    text[:, 1:] = pairs.view(np.uint8).reshape(-1, DIGITS)
    return pl.Series(text).cast(pl.List(pl.UInt8)).cast(pl.Binary).cast(pl.String)
