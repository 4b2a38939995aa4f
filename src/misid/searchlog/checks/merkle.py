"""
The root of a Merkle tree over the lines of a file, in bounded memory.

B. Laurie, A. Langley, E. Kasper: Certificate Transparency. RFC 6962 (2013), section 2.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce
from hashlib import sha256
from itertools import islice

_LEAF, _NODE = b"\x00", b"\x01"
_BLOCK = 2**14
"""Leaves whose hashes are held at a time; a power of two, so that a block is a whole subtree."""
DIGEST_BYTES = 32


def merkle_root(entries: Iterable[bytes]) -> bytes:
    """
    The Merkle tree hash of entries, in their order.

    Args:
        entries: the bytes of each.
    Example:
        >>> merkle_root([]).hex()[:16], merkle_root([b""]).hex()[:16]
        ('e3b0c44298fc1c14', '6e340b9cffb37a98')
    """
    whole: list[tuple[int, bytes]] = []
    for level in _blocks(iter(entries)):
        size, root = level
        while whole and whole[-1][0] == size:
            root, size = sha256(_NODE + whole.pop()[1] + root).digest(), 2 * size
        whole.append((size, root))
    if not whole:
        return sha256(b"").digest()
    return reduce(lambda right, left: sha256(_NODE + left + right).digest(),
                  [root for _, root in reversed(whole)])  # fmt: skip


def _blocks(entries: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    """Whole subtrees from left to right, each with its size; the last ones grow smaller."""
    while leaves := [sha256(_LEAF + entry).digest() for entry in islice(entries, _BLOCK)]:
        while leaves:
            size = 1 << (len(leaves).bit_length() - 1)
            yield size, _root_of(leaves[:size])
            leaves = leaves[size:]


def _root_of(nodes: list[bytes]) -> bytes:
    """The root over a power of two of nodes."""
    while len(nodes) > 1:
        pairs = iter(nodes)
        nodes = [sha256(_NODE + left + right).digest() for left, right in zip(pairs, pairs)]  # noqa: B905
    return nodes[0]
