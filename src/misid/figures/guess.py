"""A guess and what the model says, on one axis from none to all of 1,000 reference codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from misid.figures.letters import fitted
from misid.figures.picture import Data, DataColumn, Picture, if_column, of_run
from misid.figures.theme import FIT, GRID, HALO, INK, NORMAL, WRONG, plotted
from misid.figures.vegalite import Chart, Part, field, layer, mark
from misid.results.schema import Interval, Results
from misid.words import guess as words
from misid.words.answers import clause
from misid.words.figure_labels import if_clause, label
from misid.words.guess import OF
from misid.words.language import Language
from misid.words.numbers import counted

__all__ = ["OF", "guess_axis"]
_ROW, _LINE, _BELOW, _EDGE = 58, 15, 46, 24


def guess_axis(results: Results, guess: int | None, language: Language) -> Picture:
    """
    The range on each side of the either/or that decides it, and the guess as a line through all.

    Args:
        results: facts of the run.
        guess: of 1,000; None where the reader would not guess.
        language: whose words.
    """
    row = next(one for one in results.headline if one.name == words.OUTPUT)
    sides = [] if row.split is None else [one for one in row.split.sides if one.median is not None]
    ranges: list[tuple[str, Interval]] = [(clause(one, language), one) for one in sides]
    if not ranges and row.median is not None:
        ranges = [("", row)]
    several = len(ranges) > 1
    heads = [
        (if_clause(when, language) if when else words.average(row, results, language), one)
        for when, one in ranges
    ]
    data = Data(
        columns=(
            *if_column(language, several=several),
            DataColumn("low", label("low_end", language)),
            DataColumn("median", label("median_end", language)),
            DataColumn("high", label("high_end", language)),
            DataColumn("guess", label("guess", language)),
        ),
        rows=tuple((*((when,) if several else ()), *_ends(one), guess) for when, one in ranges),
        draw=(lambda width: _draw(heads, guess, width, language)) if ranges else None,
    )
    return of_run("guess", words.guessed(results, guess, language), data, results, language)


def _ends(one: Interval) -> tuple[float, float, float]:
    low, median, high = (OF * (end or 0.0) for end in (one.low, one.median, one.high))
    return low, median, high


def _draw(
    ranges: list[tuple[str, Interval]], guess: int | None, width: int, language: Language
) -> Chart:
    """A bar with a dot for each range, its words above it, and the guess as a line through all."""
    heads = [fitted(head, width - _EDGE, NORMAL) for head, _ in ranges]
    tall = _ROW + _LINE * (max(map(len, heads)) - 1)
    height = tall * len(ranges) + (_BELOW if guess is not None else 16)
    rows = plotted(
        _row(tall * place, head, one)
        for place, (head, (_, one)) in enumerate(zip(heads, ranges, strict=True))
    )
    along, upright = _along(), {"domain": [height, 0], "nice": False}

    def y(name: str) -> Part:
        return field(f"{name}:Q", scale=upright, axis=None)

    bar = {"x": along("low"), "x2": "high", "y": y("y")}
    words = {"x": along("zero"), "y": y("top"), "text": "words:N"}
    in_lines = {"lineBreak": "\n", "lineHeight": _LINE}
    layers = [
        mark("rule", rows, bar, color=WRONG, strokeWidth=9, opacity=0.35),
        mark("point", rows, {"x": along("median"), "y": y("y")}, filled=True, color=WRONG,
             size=130, opacity=1),
        mark("text", rows, words, align="left", baseline="top", dx=2, color=INK, **in_lines,
             **HALO),
    ]  # fmt: skip
    if guess is not None:
        said = label("guess_mark", language, guess=counted(guess, language=language).text)
        mine = plotted([{"x": guess, "y": height - 14, "zero": 0, "end": height, "words": said}])
        line = {"x": along("x"), "y": y("zero"), "y2": "end"}
        name = {"x": along("x"), "y": y("y"), "text": "words:N"}
        side = {"align": "right", "dx": -7} if guess > OF / 2 else {"align": "left", "dx": 7}
        layers += [
            mark("rule", mine, line, color=INK, strokeDash=[5, 3], strokeWidth=2),
            mark("text", mine, name, color=INK, fontWeight=700, **side, **HALO),
        ]
    return layer(layers, width=width, height=height, autosize=FIT)


def _row(top: int, head: list[str], one: Interval) -> dict[str, Any]:
    ends = dict(zip(("low", "median", "high"), _ends(one), strict=True))
    below = top + _ROW - 22 + _LINE * (len(head) - 1)
    return {"words": "\n".join(head), "top": top + 6, "y": below, "zero": 0, **ends}


def _along() -> Callable[[str], Part]:
    axis = {"title": None, "values": [0, 250, 500, 750, OF], "gridColor": GRID, "format": ",d"}
    scale = {"domain": [0, OF], "nice": False}
    return lambda name: field(f"{name}:Q", scale=scale, axis=axis)
