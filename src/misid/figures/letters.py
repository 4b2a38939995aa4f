"""How wide words are in the font of all figures, and in which lines they fit."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import repeat
from typing import NamedTuple

from misid.figures.style import FONTS, WEIGHTS

_NORMAL, _BOLD = 400, 700
# Places in the tables of a TrueType file, in bytes.
_ENTRY, _UNITS_PER_EM, _METRICS, _SEGMENTS = 16, 18, 34, 14
_SEGMENTED = 4


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """
    Pixels from the beginning of a text to its end, without kerning.

    Example:
        >>> text_width("", 13), text_width("mm", 13) == 2 * text_width("m", 13)
        (0.0, True)
    """
    font = _font(_BOLD if bold else _NORMAL)
    return sum(map(font.advances.get, text, repeat(font.missing)), 0.0) * size


def fitted(text: str, pixels: float, size: float, *, bold: bool = False) -> list[str]:
    """
    Lines that are no wider than so many pixels; a word that is too wide is broken.

    Example:
        >>> fitted("no match for anybody", 90, 13)
        ['no match for', 'anybody']
    """
    lines = [""]
    for word in _words(text, pixels, size, bold=bold):
        longer = f"{lines[-1]} {word}".lstrip()
        if text_width(longer, size, bold=bold) <= pixels:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines if lines[0] else lines[1:]


def fits(lines: Iterable[str], pixels: float, size: float, *, bold: bool = False) -> bool:
    """Whether no line is wider than so many pixels."""
    return all(text_width(line, size, bold=bold) <= pixels for line in lines)


def _words(text: str, pixels: float, size: float, *, bold: bool) -> Iterator[str]:
    """Words, and parts of those that are too wide."""
    for word in text.split(" "):
        if text_width(word, size, bold=bold) <= pixels:
            yield word
            continue
        part = ""
        for letter in word:
            if part and text_width(part + letter, size, bold=bold) > pixels:
                yield part
                part = ""
            part += letter
        yield part


class _Font(NamedTuple):
    """Advances by letter, in parts of the size; of what has no letter, the first glyph's."""

    advances: dict[str, float]
    missing: float


@cache
def _font(weight: int) -> _Font:
    """
    What a TrueType file says of its letters.

    References: OpenType specification 1.9.1, tables head, hhea, hmtx and cmap (format 4).
    """
    held = (FONTS / f"{WEIGHTS[weight]}.ttf").read_bytes()
    (tables,) = struct.unpack_from(">H", held, 4)
    at = {
        held[place : place + 4]: struct.unpack_from(">I", held, place + 8)[0]
        for place in range(12, 12 + _ENTRY * tables, _ENTRY)
    }
    (units,) = struct.unpack_from(">H", held, at[b"head"] + _UNITS_PER_EM)
    (many,) = struct.unpack_from(">H", held, at[b"hhea"] + _METRICS)
    widths = [struct.unpack_from(">H", held, at[b"hmtx"] + 4 * glyph)[0] for glyph in range(many)]

    def advance(glyph: int) -> float:
        return float(widths[min(glyph, many - 1)] / units)

    glyphs = _glyphs(held, at[b"cmap"])
    return _Font({letter: advance(glyph) for letter, glyph in glyphs}, advance(0))


def _glyphs(held: bytes, cmap: int) -> Iterator[tuple[str, int]]:
    """Letters and their glyphs, of the table of the basic plane."""
    (many,) = struct.unpack_from(">H", held, cmap + 2)
    starts = [cmap + struct.unpack_from(">I", held, cmap + 8 + 8 * n)[0] for n in range(many)]
    place = next(one for one in starts if struct.unpack_from(">H", held, one)[0] == _SEGMENTED)
    (double,) = struct.unpack_from(">H", held, place + 6)
    shape = f">{double // 2}H"
    ends, begins, shifts, offsets = (
        struct.unpack_from(shape, held, place + _SEGMENTS + number * double + 2 * (number > 0))
        for number in range(4)
    )
    table = place + _SEGMENTS + 3 * double + 2
    for number, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        for code in range(begin, min(end, 0xFFFE) + 1):
            glyph, offset = code, offsets[number]
            if offset:
                where = table + 2 * number + offset + 2 * (code - begin)
                (glyph,) = struct.unpack_from(">H", held, where)
            yield chr(code), (glyph + shifts[number]) % 65536
