"""Axes of shares, from one in a million to nearly all, with words as people say them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import partial
from statistics import NormalDist
from typing import Literal

from misid.figures.axes import Axis, Groups, above, below, decade, decades, even
from misid.words import numbers
from misid.words.language import ENGLISH, Language

_NORMAL = NormalDist()
_LEAST, _RARE = 1e-15, 0.25
ShareForm = Literal["rare", "percent"]
"""Shares as one in so many where they are small, or in per cent."""


def percent(share: float, language: Language = ENGLISH) -> str:
    """A share in per cent, as axes have it."""
    return numbers.measured(share, language=language).text


def rare(share: float, language: Language = ENGLISH) -> str:
    """
    A share beside an axis of rare errors.

    Example:
        >>> rare(1e-4), rare(0.3)
        ('1 in 10,000', '30 %')
    """
    if share < _RARE:
        return numbers.rare(share, language=language).text
    return percent(share, language)


def _share_in_words(form: ShareForm, language: Language) -> Callable[[float], str]:
    return partial(rare if form == "rare" else percent, language=language)


def deviates(
    shares: Iterable[float],
    language: Language = ENGLISH,
    *,
    form: ShareForm = "rare",
    most: float = 0.5,
) -> Axis:
    """
    A normal-deviate axis around shares: where both kinds of score are normal, a DET is a line.

    A share stands where a standard normal variable lies below with this probability. The lower
    end is a power of ten; the upper one is `most`, or beyond it where a share is.
    """
    inside = [share for share in shares if 0.0 < share < 1.0]
    highest = max([most, *inside])
    high = most if highest <= most else 1.0 - decade(1.0 - highest)
    low = decade(min([*inside, 0.1]))
    return Axis(low, high, _NORMAL.inv_cdf, _share_in_words(form, language), _around_half)


def logarithms(
    shares: Iterable[float], language: Language = ENGLISH, *, form: ShareForm = "rare"
) -> Axis:
    """A logarithmic axis around the shares that are above 0."""
    inside = [share for share in shares if share > 0.0] or [0.1]
    low, high = min(inside), max(inside)
    words = _share_in_words(form, language)
    return Axis(below(low), min(1.0, above(high)), math.log10, words, decades)


def parts(shares: Iterable[float], language: Language = ENGLISH) -> Axis:
    """A plain axis in per cent, from 0."""
    high = min(1.0, 1.05 * max([*shares, _LEAST]))
    return Axis(0.0, high, float, _share_in_words("percent", language), even)


def _around_half(low: float, high: float) -> Groups:
    """Powers of ten, a half, what lacks powers of ten of all, then what lies between."""
    tens, *between = decades(low, 0.1)
    nearly = [1.0 - share for share in decades(1.0 - high, 0.1)[0]] if high > 0.9 else []
    groups = [tens, [0.5], nearly, [0.2, 0.8], *between, [0.3, 0.7], [0.4, 0.6]]
    return [[one for one in group if 0.999 * low <= one <= high + 1e-12] for group in groups]
