"""Where a value lies along an axis, and which of them get words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from misid.figures.letters import fits, fitted, text_width
from misid.figures.theme import FITTING, FONT, SMALL
from misid.figures.vegalite import Held, Part
from misid.quantities.units import Unit
from misid.words.language import Language
from misid.words.numbers import on_axis

_LETTER, _LINE, _GAP = 6.6, 15.0, 9.0
_STEPS = (1.0, 2.0, 5.0)
_LEAST, _SHORT = 1e-15, 6
# Values that are spread more widely have a logarithmic axis.
_WIDE_SPREAD, _MOST_TICKS, _MANY = 20, 5.0, 3
Groups = list[list[float]]
"""Values that may get words, those that tell most first."""


@dataclass(frozen=True)
class Axis:
    """
    A stretch of numbers; `place` says where each lies, `words` what is written beside it.

    `marks` gives the values that may get words. What lies beyond an end is drawn at it. Marks are
    drawn at places, in units of the axis, and not at values.
    """

    low: float
    high: float
    place: Callable[[float], float]
    words: Callable[[float], str]
    marks: Callable[[float, float], Groups]

    def at(self, value: float) -> float:
        """Where a value lies, in units of the axis."""
        return self.place(min(max(value, self.low), self.high))

    def part(self, value: float) -> float:
        """How far along it lies, from 0 to 1."""
        first, last = self.place(self.low), self.place(self.high)
        return (self.at(value) - first) / (last - first)

    def along(self, part: float) -> float:
        """The place that lies so far along, in units of the axis."""
        first, last = self.place(self.low), self.place(self.high)
        return first + part * (last - first)

    def holds(self, value: float) -> bool:
        """Whether a value lies between the ends."""
        return self.low <= value <= self.high

    def ticks(self, pixels: float, *, upright: bool = False) -> list[float]:
        """
        Values that get words, ascending.

        Those that tell most come first, every second of them or fewer where all have no room;
        then other groups, each where the whole of it has room.

        Args:
            pixels: how long the axis is.
            upright: whether it goes up, so that lines need room and not letters.
        """

        def fits(values: list[float]) -> bool:
            ends = [self._room(value, pixels, upright=upright) for value in sorted(values)]
            return all(one[1] <= other[0] for one, other in pairwise(ends))

        first, *others = self.marks(self.low, self.high)
        stride = next(n for n in range(1, len(first) + 2) if fits(first[::n]))
        taken = first[::stride]
        for group in others if stride == 1 else others[:1]:
            if fits([*taken, *group]):
                taken += group
        return sorted(taken)

    def _room(self, value: float, pixels: float, *, upright: bool) -> tuple[float, float]:
        """Where the words of a tick begin and end."""
        middle = pixels * self.part(value)
        longest = max(map(len, self._lines(value, upright=upright)))
        half = (_LINE if upright else longest * _LETTER + _GAP) / 2
        return middle - half, middle + half

    def _lines(self, value: float, *, upright: bool) -> list[str]:
        """Words beside a tick; long ones below an axis in two lines."""
        words = self.words(value)
        lead, _, last = words.rpartition(" ")
        broken = not upright and lead and len(words) > _SHORT and last != "%"
        return [lead, last] if broken else [words]

    def scale(self) -> Part:
        """The scale of its units."""
        ends = [self.place(self.low), self.place(self.high)]
        domain = [Held(f"{{}}[{end}]", ends) for end in range(len(ends))]
        return {"domain": domain, "nice": False, "zero": False}

    def axis(
        self,
        title: str | Sequence[str] | None,
        pixels: float,
        *,
        upright: bool = False,
        room: float | None = None,
        **more: Any,
    ) -> Part:
        """The axis with its words; its title has as much room as it is long, unless told."""
        values = self.ticks(pixels, upright=upright)
        words = [self._lines(value, upright=upright) for value in values]
        ticks = {
            "places": [self.at(value) for value in values],
            "words": words,
            "fonts": _fonts(words, upright=upright),
        }
        here = "[indexof({}.places, datum.value)]"
        return {
            **_titled(title, pixels, pixels if room is None else room),
            "values": Held("{}.places", ticks),
            "labelExpr": Held(f"{{}}.words{here}", ticks),
            "labelFont": Held(f"{{}}.fonts{here}", ticks),
            "labelOverlap": False,
            **more,
        }


def _titled(title: str | Sequence[str] | None, pixels: float, room: float) -> Part:
    """Words in lines that fit the room; what was broken already stays so."""
    if isinstance(title, str) and text_width(title, SMALL) > room:
        title = fitted(title, room, SMALL)
    lines = [title] if isinstance(title, str) else title or []
    return {"title": title, "titleFont": FITTING if fits(lines, pixels, SMALL) else FONT}


def _fonts(words: Sequence[Sequence[str]], *, upright: bool) -> list[str]:
    """
    The font of the words of each tick: what no other stands out of fits, and moves nothing.

    Beside an axis that goes up that is the widest, below another the first and the last.
    """
    widths = [max(text_width(line, SMALL) for line in lines) for lines in words]
    ends = {widths.index(max(widths))} if widths and upright else {0, len(widths) - 1}
    return [FONT if place in ends else FITTING for place in range(len(words))]


def numbers(values: Sequence[float], unit: Unit, language: Language) -> Axis:
    """A logarithmic axis where values, all above 0, are spread widely; else a plain one from 0."""

    def words(value: float) -> str:
        return on_axis(value, unit, language)

    if values and min(values) > 0 and max(values) / min(values) > _WIDE_SPREAD:
        return Axis(below(min(values)), above(max(values)), math.log10, words, _powers)
    return Axis(0.0, max(values, default=0.0) * 1.05 or 1.0, float, words, even)


def years(many: int, language: Language) -> Axis:
    """An axis of whole years from 0."""
    return Axis(0.0, float(many), float, lambda value: on_axis(value, "", language), _whole)


def decade(value: float) -> float:
    """
    The power of ten at or below.

    Example:
        >>> decade(250.0)
        100.0
    """
    return 10.0 ** math.floor(math.log10(max(value, _LEAST)) + 1e-9)


def below(value: float) -> float:
    """
    The next of 1, 2 and 5 times a power of ten below.

    Example:
        >>> below(250.0), below(100.0)
        (200.0, 50.0)
    """
    power = decade(value)
    steps = [step for step in _STEPS if step * power < 0.999 * value]
    return (steps[-1] if steps else 0.5) * power


def above(value: float) -> float:
    """
    The next of 1, 2 and 5 times a power of ten above.

    Example:
        >>> above(250.0), above(100.0)
        (500.0, 200.0)
    """
    power = decade(value)
    return next(step for step in (*_STEPS, 10.0, 20.0) if step * power > 1.001 * value) * power


def decades(low: float, high: float) -> Groups:
    """Powers of ten, and groups of 2 and 5 times them."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    groups = [[float(f"{step:g}e{power}") for power in powers] for step in _STEPS]
    inside = [[one for one in group if 0.999 * low <= one <= 1.001 * high] for group in groups]
    return inside if inside[0] else [sorted(one for group in inside for one in group)]


def _powers(low: float, high: float) -> Groups:
    """Powers of ten, and 2 and 5 times them where there are few."""
    groups = decades(low, high)
    return groups[:1] if len(groups[0]) > _MANY else groups


def even(low: float, high: float) -> Groups:
    """Equal steps from 0; at most five."""
    power = decade(high)
    steps = (0.1, 0.2, 0.5, 1.0, 2.0)
    step = next(one for one in steps if high / (one * power) <= _MOST_TICKS) * power
    return [[number * step for number in range(math.floor(high / step + 1e-9) + 1)]]


def _whole(low: float, high: float) -> Groups:
    return [[float(number) for number in range(math.ceil(low), math.floor(high) + 1)]]
