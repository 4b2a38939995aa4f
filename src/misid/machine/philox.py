"""Random numbers from a counter: Philox4x32-10, the same on one thread or many machines.

A number is a function of a key (which run) and a counter (whose, and for what). Nothing is kept
between two numbers, so that the order of the work, its chunks and its threads cannot change them.

J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw: Parallel random numbers: as easy as 1, 2, 3.
SC11 (2011). DOI 10.1145/2063384.2063405.
"""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import numpy as np

from misid.arrays import PhiloxWords
from misid.machine.compiled import compiled

MANTISSA_BITS = 52
"""Bits of a uniform number; half of the last one is added, so that it is never 0 or 1."""

_WORD = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_MULTIPLY_0, _MULTIPLY_1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_STEP_0, _STEP_1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_FIVE_0, _FIVE_1 = np.uint64(5 * 0x9E3779B9 % 2**32), np.uint64(5 * 0xBB67AE85 % 2**32)
_ROUNDS = 10
_UNUSED = np.uint64(12)
_UNIT = 2.0**-MANTISSA_BITS


class Key(NamedTuple):
    """Two words of 32 bits that say which run and which stream a number belongs to."""

    k0: np.uint64
    k1: np.uint64


def key(seed: int, digest: str, stream: str) -> Key:
    """
    The key of one stream of one run, by SHA-256: no two streams share numbers.

    Args:
        seed: the seed of the run.
        digest: of the scenario.
        stream: what the numbers are for.
    Example:
        >>> [int(word) for word in key(1, "", "search")]
        [3769388132, 3010705146]
    """
    hashed = hashlib.sha256(f"{seed}\x00{digest}\x00{stream}".encode()).digest()
    return Key(*(np.uint64(int.from_bytes(hashed[at : at + 4], "little")) for at in (0, 4)))


@compiled
def block(  # noqa: PLR0917 - the four words of a counter and the two of a key, as published
    c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Four words of 32 bits from a counter of four and a key of two; each stands in 64 bits."""
    for _ in range(_ROUNDS):
        first, second = _MULTIPLY_0 * c0, _MULTIPLY_1 * c2
        c0, c2 = (second >> _HALF) ^ c1 ^ k0, (first >> _HALF) ^ c3 ^ k1
        c1, c3 = second & _WORD, first & _WORD
        k0, k1 = (k0 + _STEP_0) & _WORD, (k1 + _STEP_1) & _WORD
    return c0, c1, c2, c3


@compiled
def blocks(words: PhiloxWords, start: np.uint64, k0: np.uint64, k1: np.uint64) -> None:
    """
    The blocks of many counters in a row, several at once: three to four times as fast.

    Args:
        words: filled, shape (4, blocks): one column is what `block` gives for (low and high word
            of the counter, 0, 0).
        start: the counter of the first.
        k0: first word of the key.
        k1: second word of the key.
    """
    one, two, three, four = words[0], words[1], words[2], words[3]
    for i in range(one.size):
        counter = start + np.uint64(i)
        one[i], two[i], three[i], four[i] = counter & _WORD, counter >> _HALF, 0, 0
    # Rounds written out, and no call inside: only so does the compiler use wide registers.
    for _ in range(2):
        for i in range(one.size):
            c0, c1, c2, c3, a, b = one[i], two[i], three[i], four[i], k0, k1
            first, second = _MULTIPLY_0 * c0, _MULTIPLY_1 * c2
            c0, c1 = (second >> _HALF) ^ c1 ^ a, second & _WORD
            c2, c3 = (first >> _HALF) ^ c3 ^ b, first & _WORD
            a, b = (a + _STEP_0) & _WORD, (b + _STEP_1) & _WORD
            first, second = _MULTIPLY_0 * c0, _MULTIPLY_1 * c2
            c0, c1 = (second >> _HALF) ^ c1 ^ a, second & _WORD
            c2, c3 = (first >> _HALF) ^ c3 ^ b, first & _WORD
            a, b = (a + _STEP_0) & _WORD, (b + _STEP_1) & _WORD
            first, second = _MULTIPLY_0 * c0, _MULTIPLY_1 * c2
            c0, c1 = (second >> _HALF) ^ c1 ^ a, second & _WORD
            c2, c3 = (first >> _HALF) ^ c3 ^ b, first & _WORD
            a, b = (a + _STEP_0) & _WORD, (b + _STEP_1) & _WORD
            first, second = _MULTIPLY_0 * c0, _MULTIPLY_1 * c2
            c0, c1 = (second >> _HALF) ^ c1 ^ a, second & _WORD
            c2, c3 = (first >> _HALF) ^ c3 ^ b, first & _WORD
            a, b = (a + _STEP_0) & _WORD, (b + _STEP_1) & _WORD
            first, second = _MULTIPLY_0 * c0, _MULTIPLY_1 * c2
            one[i], two[i] = (second >> _HALF) ^ c1 ^ a, second & _WORD
            three[i], four[i] = (first >> _HALF) ^ c3 ^ b, first & _WORD
        k0, k1 = (k0 + _FIVE_0) & _WORD, (k1 + _FIVE_1) & _WORD


@compiled
def uniform(high: np.uint64, low: np.uint64) -> float:
    """A number in the open interval (0, 1) from two words: 52 bits plus a half."""
    bits = ((high << _HALF) | low) >> _UNUSED
    return (np.float64(bits) + 0.5) * _UNIT
