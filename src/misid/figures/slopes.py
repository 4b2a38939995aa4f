"""Slopes: an output in each of 30 worlds, before and after a change."""

from __future__ import annotations

import math
import textwrap
from typing import NamedTuple

from misid.figures.axes import Axis, numbers
from misid.figures.looks import SideLook, legend, look
from misid.figures.picture import WIDE, Data, DataColumn, Picture, if_column, pictured
from misid.figures.theme import PALE, RIGHT, WRONG, plotted
from misid.figures.vegalite import Chart, Held, Part, Rows, below, field, layer, mark
from misid.uncertainty.schema import ChangeSide, Comparison, Difference, Pair
from misid.words.answers import clause, head
from misid.words.comparison import output_said
from misid.words.figure_labels import caution, changed, if_clause, label
from misid.words.figures import slopes as caption_of
from misid.words.language import ENGLISH, Language
from misid.words.programme import output_name, output_with_unit
from misid.words.stamps import stamp_line

_HEIGHT, _LEFT, _LETTERS, _BELOW = 340, 90, 48, 10
# A difference that only rounding makes is none.
_NOISE = 1e-9
_HOW = ("lower", "higher", "same")


class Series(NamedTuple):
    """Lines of the worlds of one answer, or of all, and the medians of both ends."""

    clause: str
    head: str
    pairs: tuple[Pair, ...]
    middle: Pair | None


def slopes(found: Comparison, output: str, language: Language = ENGLISH) -> Picture:
    """
    One output before and after, a line a world; by answer where an either/or decides it.

    Args:
        found: a comparison.
        output: name of the output.
        language: whose words and numbers.
    """
    one = next(each for each in found.outputs if each.name == output)
    series = _series(one, language)
    several = len(series) > 1
    what = output_name(one.name, found.before, language)
    said = output_said(one, found, language) if one.pairs else ()
    caption = caption_of(what, said, language, several=several)
    codes = (
        "synthetic",
        *(("extrapolated_gallery",) if "extrapolated" in one.flags else ()),
        "lines",
        *(("medians",) if several else ()),
    )
    data = Data(
        columns=(
            *if_column(language, several=several),
            DataColumn("before", label("before_column", language, output=what), one.unit),
            DataColumn("after", label("after_column", language, output=what), one.unit),
        ),
        rows=tuple(
            (*((each.clause,) if several else ()), pair.before, pair.after)
            for each in series
            for pair in each.pairs
        ),
        draw=(lambda width: _draw(one, found, width, language)) if one.pairs else None,
    )
    words = (
        *(caution(code, language) for code in codes),
        *changed(found.after.changes, language),
    )
    stamp = stamp_line(found.before.stamp, language, against=found.after.stamp)
    return pictured("slopes", caption, data, words=words, stamp=stamp, language=language)


def _series(one: Difference, language: Language) -> tuple[Series, ...]:
    if one.split is None:
        return (Series("", "", one.pairs, None),)
    return tuple(
        Series(clause(side, language), head(side, language), side.pairs, _middle(side))
        for side in one.split.sides
    )


def _middle(side: ChangeSide) -> Pair | None:
    before, after = side.before.median, side.after.median
    return None if before is None or after is None else Pair(before=before, after=after)


def _draw(one: Difference, found: Comparison, width: int, language: Language) -> Chart:
    """A line a world, by whether it falls, or by its answer; what each line is stands above."""
    series = _series(one, language)
    ends = [end for each in series for pair in each.pairs for end in (pair.before, pair.after)]
    axis = numbers(ends, one.unit, language)
    title = textwrap.wrap(output_with_unit(one.name, found.before, one.unit, language), _LETTERS)
    place = _place(axis, title, language)
    if len(series) == 1:
        known = [how for how in _HOW if how in set(map(change, one.pairs))]
        named = [label(how, language) for how in known]
        keys = legend(named, [_look(how) for how in known], width - _LEFT)
        marks = [_lines(one.pairs, how, axis, place) for how in reversed(known)]
    else:
        wide = width >= WIDE
        sides = [if_clause(each.clause, language) if wide else each.head for each in series]
        keys = legend(sides, room=width - _LEFT)
        marks = [_by_answer(each, n, axis, place) for n, each in enumerate(series)]
    lines = layer(marks, width=width - _LEFT, height=_HEIGHT)
    return below([keys, lines], spacing=14)


def _place(axis: Axis, title: list[str], language: Language) -> dict[str, Part]:
    """Both ends of each line."""
    sides = [label("before", language), label("after", language)]
    # A mark at the lower end of the other axis does not stand on these words.
    across = {"title": None, "labelAngle": 0, "labelPadding": _BELOW, "domain": False,
              "ticks": False, "labelExpr": Held("{}[datum.value]", sides)}  # fmt: skip
    return {
        "x": field("side:O", axis=across, scale={"type": "point", "padding": 0.15}),
        "y": field("value:Q", scale=axis.scale(), axis=axis.axis(title, _HEIGHT, upright=True)),
    }


def _look(how: str) -> SideLook:
    looks = {
        "lower": SideLook(RIGHT, "circle", [1, 0]),
        "higher": SideLook(WRONG, "diamond", [5, 3]),
        "same": SideLook(PALE, "square", [1, 0]),
    }
    return looks[how]


def _lines(pairs: tuple[Pair, ...], how: str, axis: Axis, place: dict[str, Part]) -> Chart:
    """Lines of the worlds that change in one way."""
    colour, shape, dash = _look(how)
    kept = tuple(pair for pair in pairs if change(pair) == how)
    rows, at = _points(kept, axis), {**place, "detail": "world:N"}
    line = mark("line", rows, at, color=colour, strokeWidth=1.5, opacity=0.8, strokeDash=dash)
    dots = mark("point", rows, at, filled=True, color=colour, shape=shape, size=22, opacity=1)
    return layer([line, dots])


def _by_answer(one: Series, number: int, axis: Axis, place: dict[str, Part]) -> Chart:
    """Thin lines of the worlds of one answer, and a thick one between their medians."""
    colour, shape, dash = look(number)
    worlds = _points(one.pairs, axis)
    middle = _points(() if one.middle is None else (one.middle,), axis)
    each = {**place, "detail": "world:N"}
    looks = {"color": colour, "strokeDash": dash}
    return layer([
        mark("line", worlds, each, strokeWidth=1, opacity=0.45, **looks),
        mark("line", middle, place, strokeWidth=3, **looks),
        mark("point", middle, place, filled=True, color=colour, shape=shape, size=110, opacity=1),
    ])  # fmt: skip


def _points(pairs: tuple[Pair, ...], axis: Axis) -> Rows:
    """Both ends of each line, in units of the axis; what lies beyond its end stands at it."""
    return plotted(
        {"world": world, "side": side, "value": axis.at(value)}
        for world, pair in enumerate(pairs)
        for side, value in enumerate((pair.before, pair.after))
    )


def change(pair: Pair) -> str:
    """Whether it is lower after, higher or the same; what only rounding moves is the same."""
    if math.isclose(pair.before, pair.after, rel_tol=_NOISE):
        return "same"
    return "lower" if pair.after < pair.before else "higher"
