"""Damage done to bytes and to text: flips, splices, truncations, and changes of single cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

Damage = Callable[[Random, bytes], bytes]

_BITS, _MOST_REPEATED = 8, 200
_PIECES: tuple[bytes, ...] = (
    b"\n", b"\r", b"\r\n", b"\n\n", b'"', b'""', b"'", b",", b";", b"\t", b"|", b" ", b"#", b"\x00",
    b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"NA", b"nan", b"None", b"-", b"null", b"inf", b"-inf",
    b"1e400", b"1e-400", b"0", b"-0", b"1", b"0,5", b"1.000,5", b"1,234", b"9" * 40,
    b"0x1f", b"1_0",
    b"\xd9\xa1", b"\xe2\x88\x92" b"1", b"\xe2\x80\xae", b"\x1b[31m", b"=1+1",
    b"data:image/png;base64,",
    b"{", b"}", b"[", b"]", b":", b"- ", b"&a", b"*a", b"!!python/object:os.system", b"true", b"~",
    b"PAR1", b"\x93NUMPY", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\xff\xd8\xff", b"genuine", b"score",
    b"9223372036854775808", b"18446744073709551616", b"-1",
    b"1.7976931348623157e308", b"\xed\xa0\x80",
)  # fmt: skip


def flipped(random: Random, data: bytes) -> bytes:
    """Some bits, turned over."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 4, 16)) if data else 0):
        changed[random.randrange(len(data))] ^= 1 << random.randrange(_BITS)
    return bytes(changed)


def cut_short(random: Random, data: bytes) -> bytes:
    """The beginning alone, or the end."""
    at = random.randrange(len(data) + 1)
    return data[:at] if random.random() < 0.8 else data[at:]


def spliced(random: Random, data: bytes) -> bytes:
    """A piece of the data at another place of it, in the place of what was there or beside it."""
    start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    at, over = random.randrange(len(data) + 1), random.choice((0, end - start))
    return data[:at] + data[start:end] + data[at + over :]


def left_out(random: Random, data: bytes) -> bytes:
    """All but a piece."""
    start = random.randrange(len(data) + 1)
    return data[:start] + data[start + random.choice((1, 1, 2, 8, 64)) :]


def repeated(random: Random, data: bytes) -> bytes:
    """One piece many times over."""
    start = random.randrange(len(data) + 1)
    piece = data[start : start + random.choice((1, 2, 8, 40))]
    return data[:start] + piece * random.randrange(2, _MOST_REPEATED) + data[start:]


def said(random: Random, data: bytes) -> bytes:
    """A word that means something, put somewhere or in the place of something."""
    at = random.randrange(len(data) + 1)
    word = random.choice(_PIECES)
    return data[:at] + word + data[at + random.choice((0, 0, 1, len(word))) :]


def of_lines(random: Random, data: bytes) -> bytes:
    """One line twice, left out, moved, or with one cell as another."""
    lines = data.split(b"\n")
    at, other = (random.randrange(len(lines)) for _ in range(2))
    kind = random.randrange(5)
    if kind == 0:
        lines.insert(other, lines[at])
    elif kind == 1:
        del lines[at]
    elif kind == 2:
        lines[at], lines[other] = lines[other], lines[at]
    else:
        lines[at] = _cell_changed(random, lines[at], said if kind == 3 else left_out)
    return b"\n".join(lines)


def _cell_changed(random: Random, line: bytes, damage: Damage) -> bytes:
    separator = max((b",", b";", b"\t", b"|", b" "), key=line.count)
    cells = line.split(separator)
    at = random.randrange(len(cells))
    cells[at] = random.choice((*_PIECES, b"", damage(random, cells[at])))
    return separator.join(cells)


OF_BYTES: Sequence[Damage] = (flipped, cut_short, spliced, left_out, repeated, said)
OF_TEXT: Sequence[Damage] = (*OF_BYTES, of_lines, of_lines, of_lines, said)


def damaged(random: Random, data: bytes, kinds: Sequence[Damage] = OF_TEXT) -> bytes:
    """The data after one damage or a few."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        data = random.choice(kinds)(random, data)
    return data
