"""How large zstd text becomes, told from its blocks before anything is unpacked."""

from __future__ import annotations

from pathlib import Path

MAGIC = b"\x28\xb5\x2f\xfd"
_SKIPPABLE, _SKIPPABLE_MASK = 0x184D2A50, 0xFFFFFFF0
_BLOCK_MOST = 128 * 2**10
_RLE = 1


def most_unpacked(path: Path) -> int | None:
    """
    The most bytes that a file can unpack to; None where it breaks off, or is no such file.

    A block holds at most 128 KiB. What a frame says of itself is not believed.

    References: RFC 8878, sections 3.1.1 and 3.1.2.
    """
    data = memoryview(path.read_bytes())
    size, at = 0, 0
    while at < len(data):
        if len(data) - at < 8:
            return None
        magic = int.from_bytes(data[at : at + 4], "little")
        if magic & _SKIPPABLE_MASK == _SKIPPABLE:
            at += 8 + int.from_bytes(data[at + 4 : at + 8], "little")
            continue
        if bytes(data[at : at + 4]) != MAGIC:
            return None
        blocks = _blocks(data, at)
        if blocks is None:
            return None
        unpacked, at = blocks
        size += unpacked
    return size if at == len(data) else None


def _blocks(data: memoryview, at: int) -> tuple[int, int] | None:
    """The most that a frame unpacks to, and where it ends."""
    descriptor = data[at + 4]
    single, checksum = descriptor >> 5 & 1, descriptor >> 2 & 1
    size_bytes = (single, 2, 4, 8)[descriptor >> 6]
    at += 5 + (1 - single) + (0, 1, 2, 4)[descriptor & 3] + size_bytes
    size, is_last = 0, False
    while not is_last:
        if at + 3 > len(data):
            return None
        header = int.from_bytes(data[at : at + 3], "little")
        is_last, kind, length = bool(header & 1), header >> 1 & 3, header >> 3
        # A block of one byte repeated says how often; others are no smaller than they are packed.
        size += length if kind in (0, _RLE) else _BLOCK_MOST
        at += 3 + (1 if kind == _RLE else length)
    return size, at + 4 * checksum
