"""The quantile dot plot: 50 equally likely worlds, one dot each."""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from misid.figures.axes import Axis, numbers
from misid.figures.letters import text_width
from misid.figures.looks import headed
from misid.figures.picture import WIDE, Data, DataColumn, Picture, if_column, of_run
from misid.figures.theme import FIT, HALO, INK, NORMAL, RIGHT, WRONG, plotted
from misid.figures.vegalite import Chart, Held, Part, either, field, layer, mark
from misid.quantities.units import is_share
from misid.results.schema import OutputRow, Results
from misid.words import figures_of_rates as words
from misid.words.answers import clause
from misid.words.figure_labels import if_clause, label
from misid.words.language import Language
from misid.words.numbers import read, unit_name
from misid.words.outputs import inside, output_title

# Pixels from dot to dot, on a wide picture and a narrow one; a line of words, and a letter.
_STEP, _NARROW_STEP, _LINE = 25.0, 17.0, 18.0
_SMALL_LETTER, _LETTER = 6.4, 6.9
_ROOM, _HIGHEST, _GAP, _EDGE, _ENDS = 260, 260.0, 30, 14, 50
_ROOM_BEFORE = 0.8
_HEADLINE = "wrong_person_references"
_MARKS = ("median", "limit", "published")


def world_dots(results: Results, language: Language) -> Picture:
    """Wrong-person references in 50 equally likely worlds."""
    return _picture(results, "worlds", _HEADLINE, language)


def limit_dots(results: Results, language: Language) -> Picture:
    """What the scenario's limit is set on, in 50 equally likely worlds."""
    return _picture(results, "limit", results.decision.output, language)


class Strip(NamedTuple):
    """The worlds of one answer, or of all of them: its answer, its dots and their middle."""

    answer: str
    dots: tuple[float, ...]
    median: float | None


def strips(row: OutputRow, language: Language) -> tuple[Strip, ...]:
    """One strip, or one for each side of the either/or that decides the output."""
    sides = [] if row.split is None else [side for side in row.split.sides if side.dots]
    if len(sides) < 2:
        return (Strip("", row.dots, row.median),) if row.dots else ()
    return tuple(Strip(clause(side, language), side.dots, side.median) for side in sides)


def _picture(results: Results, name: str, output: str, language: Language) -> Picture:
    row = next(one for one in results.headline if one.name == output)
    limit = results.decision.limit if results.decision.output == output else None
    shown = strips(row, language)
    several = len(shown) > 1
    published = (p.published for p in results.operating_points if p.measure == output)
    what = output_title(output, language, horizon_years=results.scenario.horizon_years)
    said = WorldsSaid(row, what, limit, next(published, None), language)
    data = Data(
        columns=(
            *if_column(language, several=several),
            DataColumn("share_of_worlds_below", label("worlds_below", language), "share"),
            DataColumn(row.name, said.axis_title(), row.unit),
        ),
        rows=tuple(
            (*((one.answer,) if several else ()), (n + 0.5) / len(one.dots), value)
            for one in shown
            for n, value in enumerate(one.dots)
        ),
        draw=(lambda width: _draw(said, shown, width)) if shown else None,
    )
    sides = tuple(one for one in row.split.sides if one.dots) if row.split and several else ()
    return of_run(name, words.worlds(results, row, sides, language), data, results, language)


class WorldsSaid(NamedTuple):
    """The output, the scenario's limit on it, what was published of it, and whose words."""

    row: OutputRow
    title: str
    limit: float | None
    published: float | None
    language: Language

    def axis_title(self) -> str:
        """What the axis is of; of a share what it is of."""
        unit = unit_name(self.row.unit, self.language)
        if is_share(self.row.unit) or not unit:
            return unit or self.title
        return label("output_unit", self.language, output=self.title, unit=unit)


def stacked(
    dots: Sequence[float], along: Axis, columns: int, edge: float | None
) -> list[tuple[float, int]]:
    """
    Where each dot stands: the middle of its column in units of the axis, its place in the pile.

    Columns divide the axis evenly; `edge` lies between two of them, so that no dot stands on its
    wrong side.
    """
    shift = 0.0 if edge is None else (along.part(edge) * columns) % 1.0
    piles: Counter[int] = Counter()
    places = []
    for value in dots:
        column = math.ceil(along.part(value) * columns - shift) - 1
        places.append((along.along((column + 0.5 + shift) / columns), piles[column]))
        piles[column] += 1
    return places


class Plot(NamedTuple):
    """What all strips share: the output, the axis, and the width."""

    said: WorldsSaid
    along: Axis
    width: int

    def x(self) -> Part:
        """The axis along which dots stand."""
        title = inside(self.said.axis_title())
        lines = textwrap.wrap(title, int(self.width / _SMALL_LETTER))
        axis = self.along.axis(lines, self.width)
        return field("x:Q", scale=self.along.scale(), axis=axis)


def _draw(said: WorldsSaid, shown: tuple[Strip, ...], width: int) -> Chart:
    """The dots of each strip on one axis, their median, the limit, and what was published."""
    dots = [dot for strip in shown for dot in strip.dots]
    # The first pile stands wholly on the axis.
    along = numbers([_ROOM_BEFORE * min(dots), *dots], said.row.unit, said.language)
    if len(shown) == 1:
        return {**_strip(shown[0], Plot(said, along, width)), "autosize": FIT}
    drawn = [_strip(strip, Plot(said, along, width - _ENDS)) for strip in shown]
    heads = [if_clause(strip.answer, said.language) for strip in shown]
    padding = {"left": _EDGE, "right": 2, "top": 6, "bottom": 4}
    return headed(drawn, heads, width, spacing=_GAP, padding=padding)


def _strip(strip: Strip, plot: Plot) -> Chart:
    step, places = _fitted(strip, plot)
    marks = _marks(strip, plot)
    piles = max(y for _, y in places) + 1.3
    highest = piles + len(marks) * _LINE / step
    y_scale = {"domain": [0, highest], "nice": False}
    limit = plot.said.limit
    above = [limit is not None and value > limit for value in strip.dots]
    layers = [_dots(places, above, step, plot.x(), y_scale)]
    for number, one in enumerate(reversed(marks)):
        top = piles + number * _LINE / step
        before = _stands_before(one, plot, first=one is marks[0])
        layers += _mark(one, top, plot, y_scale, before=before)
    return layer(layers, width=plot.width, height=step * highest)


def _marks(strip: Strip, plot: Plot) -> list[tuple[float, str]]:
    """
    Values with a line and words, from low to high.

    A limit far from all worlds has no place on their axis; the finding says it.
    """
    said = plot.said
    form = "mark" if plot.width >= _ROOM else "narrow"
    values = zip(_MARKS, (strip.median, said.limit, said.published), strict=True)
    return sorted(
        (
            value,
            label(f"{name}_{form}", said.language,
                  number=read(value, said.row.unit, said.language)),
        )
        for name, value in values
        if value is not None and value > 0 and plot.along.holds(value)
    )  # fmt: skip


def _fitted(strip: Strip, plot: Plot) -> tuple[float, list[tuple[float, int]]]:
    """Dots as large as fit: where the worlds hardly differ they pile up high."""
    first = _STEP if plot.width >= WIDE - _ENDS else _NARROW_STEP
    sizes = [part * first for part in (1.0, 0.7, 0.5, 0.35)]
    limit = plot.said.limit
    edge = limit if limit is not None and plot.along.holds(limit) else None
    tried = [
        (step, stacked(strip.dots, plot.along, int((plot.width - 24) / step), edge))
        for step in sizes
    ]
    fits = (one for one in tried if one[0] * max(pile for _, pile in one[1]) <= _HIGHEST)
    return next(fits, tried[-1])


def _dots(
    places: list[tuple[float, int]], above: list[bool], step: float, x: Part, y_scale: Part
) -> Chart:
    rows = [
        {"x": at, "y": pile + 0.5, "above": is_above}
        for (at, pile), is_above in zip(places, above, strict=True)
    ]
    at = {
        "x": x,
        "y": field("y:Q", axis=None, scale=y_scale),
        "color": either("datum.above", WRONG, RIGHT),
        "shape": either("datum.above", "diamond", "circle"),
    }
    return mark("point", plotted(rows), at, filled=True, opacity=1, size=0.6 * step**2)


def _stands_before(one: tuple[float, str], plot: Plot, *, first: bool) -> bool:
    """Whether the words stand to the left of their line: where there is room, and no other line."""
    pixels = plot.along.part(one[0]) * (plot.width - 24)
    needed = len(one[1]) * _LETTER
    return pixels > needed and (first or pixels + needed > plot.width)


def _mark(
    one: tuple[float, str], top: float, plot: Plot, y_scale: Part, *, before: bool
) -> list[Chart]:
    value, words = one
    rows = plotted([{"x": plot.along.at(value), "zero": 0, "top": top, "label": words}])
    at = {"x": plot.x(), "y": field("top:Q", axis=None, scale=y_scale)}
    # Words that have room on neither side begin before their line, and end at the edge.
    room = (1.0 - plot.along.part(value)) * plot.width
    after = min(4.0, room - text_width(words, NORMAL))
    align, dx = ("right", -4.0) if before else ("left", after)
    said = {**at, "text": "label:N"}
    return [
        mark("rule", rows, {**at, "y2": "zero"}, color=INK, strokeDash=[3, 3]),
        mark("text", rows, said, align=align, baseline="bottom", dx=Held("{}", dx), **HALO),
    ]
