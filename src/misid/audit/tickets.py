"""Which rows are drawn: those with the smallest tickets, which anybody can work out."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from misid.arrays import Integers

Tickets = NDArray[np.uint64]
"""The first 16 bytes of each digest, as two words; shape (rows, 2)."""
_BYTES = 16
_AGAIN = "again,"


def ticket(seed: str, row: int) -> str:
    """
    The ticket of a row: SHA-256 of the seed, a comma and the row's number, as text in UTF-8.

    The same as `printf '%s' 'seed,17' | sha256sum`.

    Args:
        seed: thrown in public.
        row: of the log; the first below the line of names is 1.
    Example:
        >>> ticket("4 2 6 1 3 5", 17)[:16]
        '64ca7b45aed58b09'
    """
    return hashlib.sha256(f"{seed},{row}".encode()).hexdigest()


def smallest(seed: str, rows: Integers, count: int) -> Integers:
    """
    The rows with the smallest tickets, smallest first.

    Args:
        seed: thrown in public.
        rows: among which is drawn.
        count: how many.
    """
    return rows[_order(_tickets(seed, rows))[:count]]


def again(seed: str, rows: Integers, count: int) -> Integers:
    """
    The rows that are checked a second time: a draw of its own among those that were drawn.

    Their tickets are those of the seed with `again,` before it.
    """
    return smallest(f"{_AGAIN}{seed}", rows, count)


def _tickets(seed: str, rows: Integers) -> Tickets:
    if not rows.size:
        return np.empty((0, 2), dtype=np.uint64)
    begun = hashlib.sha256(f"{seed},".encode())
    digests = bytearray()
    for row in rows.tolist():
        one = begun.copy()
        one.update(b"%d" % row)
        digests += one.digest()[:_BYTES]
    return np.frombuffer(bytes(digests), dtype=">u8").reshape(-1, 2).astype(np.uint64)


def _order(tickets: Tickets) -> Integers:
    return np.lexsort((tickets[:, 1], tickets[:, 0])).astype(np.int64)
