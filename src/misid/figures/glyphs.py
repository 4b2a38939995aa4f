"""Which characters the font has that comes along."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache

from misid.figures.style import FONTS, WEIGHTS

_SPACES = "\t\n\r"
_TABLES, _RECORD, _WHOLE_UNICODE = 12, 16, 12


def drawable(text: str) -> str:
    """
    The same text, each character that the font does not have written out.

    Example:
        >>> drawable("né, 12 %"), drawable("\N{GREEK SMALL LETTER LAMDA}")
        ('né, 12 %', '\\\\u03bb')
    """
    if text.isascii() and text.isprintable():
        return text
    known = _characters()
    return "".join(one if _is_drawn(one, known) else _named(one) for one in text)


def _is_drawn(one: str, known: frozenset[int]) -> bool:
    if one.isascii():
        return one.isprintable() or one in _SPACES
    return ord(one) in known


def _named(character: str) -> str:
    return ascii(character)[1:-1]


@cache
def _characters() -> frozenset[int]:
    """Characters that every weight of the font has."""
    return frozenset.intersection(*(_mapped(name) for name in WEIGHTS.values()))


def _mapped(name: str) -> frozenset[int]:
    font = (FONTS / f"{name}.ttf").read_bytes()
    (count,) = struct.unpack_from(">H", font, 4)
    tags = (struct.unpack_from(">4sIII", font, _TABLES + _RECORD * place) for place in range(count))
    start = next(offset for tag, _, offset, _ in tags if tag == b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    records = (struct.unpack_from(">HHI", font, start + 4 + 8 * place) for place in range(count))
    return frozenset(
        character for _, _, offset in records for character in _of_format(font, start + offset)
    )


def _of_format(font: bytes, start: int) -> Iterator[int]:
    """Characters of a table of format 12 (groups) or 4 (segments of the first plane)."""
    (form,) = struct.unpack_from(">H", font, start)
    if form == _WHOLE_UNICODE:
        (count,) = struct.unpack_from(">I", font, start + 12)
        for place in range(count):
            first, last, _ = struct.unpack_from(">III", font, start + 16 + 12 * place)
            yield from range(first, last + 1)
    elif form == 4:
        (twice,) = struct.unpack_from(">H", font, start + 6)
        ends = struct.unpack_from(f">{twice // 2}H", font, start + 14)
        firsts = struct.unpack_from(f">{twice // 2}H", font, start + 16 + twice)
        for first, last in zip(firsts, ends, strict=True):
            yield from range(first, min(last, 0xFFFE) + 1)
