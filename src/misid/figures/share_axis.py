"""Axes of shares, from one in a million to nearly all, with words as people say them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist
from typing import Any

from misid.figures.picture import Chart
from misid.words import numbers

_LETTER, _LINE, _GAP = 6.6, 15.0, 9.0
_NORMAL = NormalDist()
_STEPS = (1.0, 2.0, 5.0)
_LEAST, _RARE = 1e-15, 0.25
_Groups = list[list[float]]


def percent(share: float) -> str:
    """A share in per cent, as axes have it."""
    return numbers.measured(share).text


@dataclass(frozen=True)
class ShareAxis:
    """
    A stretch of shares; `place` says where each lies, `words` what is written beside it.

    What lies beyond an end is drawn at it.
    """

    low: float
    high: float
    place: Callable[[float], float]
    words: Callable[[float], str]
    marks: Callable[[float, float], _Groups]

    def at(self, share: float) -> float:
        """Where a share lies, in units of the axis."""
        return self.place(min(max(share, self.low), self.high))

    def part(self, share: float) -> float:
        """How far along it lies, from 0 to 1."""
        first, last = self.place(self.low), self.place(self.high)
        return (self.at(share) - first) / (last - first)

    def ticks(self, pixels: float, *, upright: bool = False) -> list[float]:
        """
        Shares that get words, ascending.

        Those that tell most come first, every second of them or fewer where all have no room;
        then other groups, each where the whole of it has room.

        Args:
            pixels: how long the axis is.
            upright: whether it goes up, so that lines need room and not letters.
        """

        def fits(shares: list[float]) -> bool:
            ends = [self._room(share, pixels, upright=upright) for share in sorted(shares)]
            return all(one[1] <= other[0] for one, other in pairwise(ends))

        first, *others = self.marks(self.low, self.high)
        stride = next(n for n in range(1, len(first) + 2) if fits(first[::n]))
        taken = first[::stride]
        for group in others if stride == 1 else others[:1]:
            if fits([*taken, *group]):
                taken += group
        return sorted(taken)

    def _room(self, share: float, pixels: float, *, upright: bool) -> tuple[float, float]:
        """Where the words of a tick begin and end."""
        middle = pixels * self.part(share)
        longest = max(map(len, self._lines(share, upright=upright)))
        half = (_LINE if upright else longest * _LETTER + _GAP) / 2
        return middle - half, middle + half

    def _lines(self, share: float, *, upright: bool) -> list[str]:
        """Words beside a tick; below an axis in two lines."""
        words = self.words(share)
        return [words] if upright else words.replace("1 in ", "1 in\n").split("\n")

    def scale(self) -> Chart:
        """The scale of its units."""
        import altair as alt

        ends = [self.place(self.low), self.place(self.high)]
        return alt.Scale(domain=ends, nice=False, zero=False)

    def axis(
        self, title: str | None, pixels: float, *, upright: bool = False, **more: Any
    ) -> Chart:
        """The axis with its words."""
        import altair as alt

        shares = self.ticks(pixels, upright=upright)
        places = [self.at(share) for share in shares]
        words = json.dumps([self._lines(share, upright=upright) for share in shares])
        settings: dict[str, Any] = {
            "title": title,
            "values": places,
            "labelExpr": f"{words}[indexof({json.dumps(places)}, datum.value)]",
            "labelOverlap": False,
            **more,
        }
        return alt.Axis(**settings)


def rare(share: float) -> str:
    """
    A share beside an axis of rare errors.

    Example:
        >>> rare(1e-4), rare(0.3)
        ('1 in 10,000', '30 %')
    """
    return numbers.rare(share).text if share < _RARE else percent(share)


def deviates(
    shares: Iterable[float], words: Callable[[float], str] = rare, *, most: float = 0.5
) -> ShareAxis:
    """
    A normal-deviate axis around shares: where both kinds of score are normal, a DET is a line.

    A share stands where a standard normal variable lies below with this probability. The lower
    end is a power of ten; the upper one is `most`, or beyond it where a share is.
    """
    inside = [share for share in shares if 0.0 < share < 1.0]
    highest = max([most, *inside])
    high = most if highest <= most else 1.0 - _decade(1.0 - highest)
    return ShareAxis(_decade(min([*inside, 0.1])), high, _NORMAL.inv_cdf, words, _around_half)


def logarithms(shares: Iterable[float], words: Callable[[float], str] = rare) -> ShareAxis:
    """A logarithmic axis around the shares that are above 0."""
    inside = [share for share in shares if share > 0.0] or [0.1]
    low, high = min(inside), max(inside)
    return ShareAxis(_below(low), min(1.0, _above(high)), math.log10, words, _decades)


def parts(shares: Iterable[float]) -> ShareAxis:
    """A plain axis in per cent, from 0."""
    high = min(1.0, 1.05 * max([*shares, _LEAST]))
    return ShareAxis(0.0, high, float, percent, _even)


def _decade(share: float) -> float:
    """The power of ten at or below."""
    return 10.0 ** math.floor(math.log10(max(share, _LEAST)) + 1e-9)


def _below(share: float) -> float:
    """The next of 1, 2 and 5 times a power of ten below."""
    decade = _decade(share)
    steps = [step for step in _STEPS if step * decade < 0.999 * share]
    return (steps[-1] if steps else 0.5) * decade


def _above(share: float) -> float:
    decade = _decade(share)
    return next(step for step in (*_STEPS, 10.0, 20.0) if step * decade > 1.001 * share) * decade


def _decades(low: float, high: float) -> _Groups:
    """Powers of ten, and groups of 2 and 5 times them."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    groups = [[float(f"{step:g}e{power}") for power in powers] for step in _STEPS]
    inside = [[one for one in group if 0.999 * low <= one <= 1.001 * high] for group in groups]
    return inside if inside[0] else [sorted(one for group in inside for one in group)]


def _around_half(low: float, high: float) -> _Groups:
    """Powers of ten, a half, what lacks powers of ten of all, then what lies between."""
    tens, *between = _decades(low, 0.1)
    nearly = [1.0 - share for share in _decades(1.0 - high, 0.1)[0]] if high > 0.9 else []
    groups = [tens, [0.5], nearly, [0.2, 0.8], *between, [0.3, 0.7], [0.4, 0.6]]
    return [[one for one in group if 0.999 * low <= one <= high + 1e-12] for group in groups]


def _even(low: float, high: float) -> _Groups:
    """Equal steps from 0; at most five."""
    decade = _decade(high)
    step = next(one for one in (0.1, 0.2, 0.5, 1.0, 2.0) if high / (one * decade) <= 5.0) * decade
    return [[number * step for number in range(math.floor(high / step + 1e-9) + 1)]]
