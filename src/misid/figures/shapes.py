"""Abstract people: a field of cells that a number decides, in an outline that says whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

_SIDE = 5
_FREE = _SIDE * _SIDE
_MIX, _WORD = 2_654_435_761, 2**32
_FEWEST, _MOST, _LOPSIDED = 9, 14, 10


class Shape(NamedTuple):
    """Cells that are filled, by column and row, and the outline around them."""

    cells: frozenset[tuple[int, int]]
    outline: str


OUTLINES = ("photograph", "record", "own", "kin", "look_alike", "stranger")
"""A photograph; a record nobody has turned over; whose it is, once somebody has."""


def likeness(rarity: float | None, threshold: float) -> int:
    """
    In how many pairs of cells a record is drawn otherwise than the person: fewer, the more alike.

    Example:
        >>> likeness(14.0, 9.7), likeness(9.9, 9.7), likeness(8.5, 9.7), likeness(None, 9.7)
        (0, 2, 4, 5)
    """
    if rarity is None:
        return 5
    above = rarity - threshold
    for differing, least in enumerate((3.0, 1.0, 0.0, -1.0, -2.0)):
        if above >= least:
            return differing
    return 5


def shape(person: int, outline: str, record: int = 0, differing: int = 0) -> Shape:
    """
    How a person, or a record that is compared with them, is drawn.

    Args:
        person: the number of the person's own pattern.
        outline: one of `OUTLINES`.
        record: that of the record's; it decides where the two differ.
        differing: in how many pairs of cells.
    Example:
        >>> one, other = shape(1234, "record"), shape(1234, "record", 99, 2)
        >>> len(one.cells ^ other.cells)
        4
    """
    filled = _cells(person)
    order = sorted(range(_FREE), key=lambda cell: (record + 1) * (cell + 7) * _MIX % _WORD)
    for cell in order[: 2 * differing]:
        filled ^= 1 << cell
    return Shape(frozenset(_places(filled)), outline)


def _cells(number: int) -> int:
    """
    The field as bits: neither empty nor full, and nothing like its own mirror image.

    Whatever is alike on both sides looks like a face to somebody.
    """
    bits = number * _MIX % _WORD >> 4 & (1 << _FREE) - 1
    while not (_FEWEST <= bits.bit_count() <= _MOST and _unlike_mirror(bits) >= _LOPSIDED):
        bits = (bits * 5 + 11) % (1 << _FREE)
    return bits


def _unlike_mirror(bits: int) -> int:
    """How many cells a field has otherwise than its mirror image."""
    places = set(_places(bits))
    return len(places ^ {(_SIDE - 1 - column, row) for column, row in places})


def _places(bits: int) -> Iterator[tuple[int, int]]:
    """Column and row of each cell that is filled."""
    for cell in range(_FREE):
        if bits >> cell & 1:
            row, column = divmod(cell, _SIDE)
            yield column, row


def drawn(one: Shape, size: float) -> str:
    """
    A shape as the content of an SVG group, its middle at (0, 0).

    Args:
        one: the shape.
        size: of its outline, from side to side.
    """
    step = size * _INNER.get(one.outline, 0.62) / _SIDE
    start = -step * _SIDE / 2
    path = "".join(
        f"M{start + column * step:.2f} {start + row * step:.2f}h{step:.2f}v{step:.2f}h-{step:.2f}z"
        for column, row in sorted(one.cells)
    )
    return f'{_outline(one.outline, size / 2)}<path class="cells" d="{path}"/>'


_INNER = {"photograph": 0.7, "own": 0.7, "kin": 0.6, "look_alike": 0.5, "record": 0.6}


def _outline(kind: str, half: float) -> str:
    name = f'class="outline {kind}"'
    if kind in {"photograph", "own"}:
        corner = 3 if kind == "photograph" else 0
        return (
            f'<rect {name} x="{-half:.1f}" y="{-half:.1f}" width="{2 * half:.1f}" '
            f'height="{2 * half:.1f}" rx="{corner}"/>'
        )
    if kind == "look_alike":
        far = half * 1.22
        return f'<path {name} d="M0 {-far:.1f}L{far:.1f} 0L0 {far:.1f}L{-far:.1f} 0z"/>'
    if kind == "kin":
        far, near = half * 1.12, half * 0.56
        return (
            f'<path {name} d="M{-near:.1f} {-half:.1f}H{near:.1f}L{far:.1f} 0L{near:.1f} '
            f'{half:.1f}H{-near:.1f}L{-far:.1f} 0z"/>'
        )
    return f'<circle {name} r="{half * 1.04:.1f}"/>'


def lone(one: Shape, size: int, alt: str) -> str:
    """A shape as an SVG of its own, with what it is in words."""
    whole = size * 1.3
    return (
        f'<svg class="shape" role="img" aria-label={quoteattr(alt)} width="{whole:.0f}" '
        f'height="{whole:.0f}" viewBox="{-whole / 2:.1f} {-whole / 2:.1f} {whole:.1f} '
        f'{whole:.1f}"><title>{escape(alt)}</title>{drawn(one, size)}</svg>'
    )


ICONS = {
    "wrong_person": '<path d="M0 -9L9 0L0 9L-9 0z"/>',
    "wrong_record": '<path d="M0 -8L8.5 7H-8.5z"/>',
    "missed": '<path d="M-3 -8H3V-3H8V3H3V8H-3V3H-8V-3H-3z"/>',
    "right_sought": '<path d="M-7 -7H7V7H-7zM-3 -3V3H3V-3z" fill-rule="evenodd"/>',
    "right": '<path d="M-7 -7H7V7H-7z"/>',
    "nothing": '<circle r="5"/>',
    "no_search": '<circle r="4.5" class="empty"/>',
}
"""How one of many encounters is drawn, by its kind."""


def icon(kind: str) -> str:
    """The drawing of one of many; its words stand beside it."""
    return (
        f'<svg class="icon {kind}" aria-hidden="true" focusable="false" width="24" height="24" '
        f'viewBox="-12 -12 24 24">{ICONS[kind]}</svg>'
    )
