"""The quantile dot plot: 50 equally likely worlds, one dot each."""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from misid.figures.axis_range import Axis, axis_of
from misid.figures.picture import WIDE, Chart, Column, Picture, if_clause, words
from misid.results.run import HEADLINE, Run
from misid.results.schema import Interval, OperatingRow, OutputSide, Results, Row
from misid.results.stamp import stamp_line
from misid.results.summary import as_read, lower_first, with_unit

# Pixels from dot to dot, on a wide picture and a narrow one; a line of words, and a letter.
_STEP, _NARROW_STEP, _LINE = 25.0, 17.0, 18.0
_SMALL_LETTER = 6.4
_MARKED = ("half lie above", "the reader's limit", "published")
_MARKED_SHORT = ("half above", "the limit", "published")
_ROOM = 260
_LETTER, _HIGHEST, _GAP, _EDGE, _ENDS = 6.9, 260.0, 30, 14, 50


def world_dots(found: Run) -> Picture:
    """Wrong-person references in 50 equally likely worlds."""
    return _picture(found.results, "worlds", HEADLINE)


def limit_dots(found: Run) -> Picture:
    """What the reader's limit is set on, in 50 equally likely worlds."""
    return _picture(found.results, "limit", found.results.decision.output)


class Strip(NamedTuple):
    """The worlds of one answer, or of all of them: its heading, its dots and their middle."""

    clause: str
    dots: tuple[float, ...]
    median: float | None


def strips(row: Row) -> tuple[Strip, ...]:
    """One strip, or one for each side of the either/or that decides the output."""
    sides = [] if row.split is None else [side for side in row.split.sides if side.dots]
    if len(sides) < 2:
        return (Strip("", row.dots, row.median),) if row.dots else ()
    return tuple(Strip(side.clause, side.dots, side.median) for side in sides)


def _picture(results: Results, name: str, output: str) -> Picture:
    row = next(one for one in results.headline if one.name == output)
    limit = results.decision.limit if results.decision.output == output else None
    shown = strips(row)
    published = next((p for p in results.operating_points if p.measure == output), None)
    finding = _finding(row, shown, limit, published)
    several = len(shown) > 1
    return Picture(
        name=name,
        title=f"{row.title} in 50 possible worlds{' of each kind' if several else ''}",
        finding=finding,
        alt=f"A plot of 50 dots along an axis of {lower_first(row.title)}, {as_read(row.unit)}"
        f"{', for each answer' if several else ''}; "
        f"each dot is one possible world, all equally likely. {finding}",
        words=(*words(results), "each dot is one possible world"),
        stamp=stamp_line(results.stamp, results.scenario.name),
        columns=(
            *((Column("if", "If"),) if several else ()),
            Column("share_of_worlds_below", "Worlds below", "share"),
            Column(row.name, row.title, row.unit),
        ),
        rows=tuple(
            (*((one.clause,) if several else ()), (n + 0.5) / len(one.dots), value)
            for one in shown
            for n, value in enumerate(one.dots)
        ),
        draw=(lambda width: draw(Said(row, limit, published), shown, width)) if shown else None,
        nothing="No trials: in no world is there anything to count.",
    )


def _finding(
    row: Row, shown: tuple[Strip, ...], limit: float | None, published: OperatingRow | None
) -> str:
    if row.median is None or row.low is None or row.high is None:
        return f"No trials: in no world is there anything that {lower_first(row.title)} counts."
    told = _told(row, published)
    if row.split is None or len(shown) < 2:
        return f"{row.title}: {_spread(row, row.unit)}{told}{_above(row.dots, row.unit, limit)}."
    first, *others = [side for side in row.split.sides if side.dots]
    sides = [
        f"if {first.clause}, {_spread(first, row.unit)}{_above(first.dots, row.unit, limit)}",
        *(f"if {one.clause}, {_again(one, row.unit, limit)}" for one in others),
    ]
    return f"{row.title}: {'; '.join(sides)}{told}. {row.split.open}"


def _told(row: Row, published: OperatingRow | None) -> str:
    """What somebody published of the same."""
    if published is None:
        return ""
    counted = f", {published.counted}" if published.counted else ""
    return f"; published: {with_unit(published.published, row.unit)}{counted}"


def _again(side: OutputSide, unit: str, limit: float | None) -> str:
    """A further side, in fewer words."""
    low, middle, high = (with_unit(end or 0.0, unit) for end in (side.low, side.median, side.high))
    above = "" if limit is None else f", and {sum(dot > limit for dot in side.dots)} of 50"
    return f"half above {middle}, nine of ten between {low} and {high}{above}"


def _spread(one: Interval, unit: str) -> str:
    """Where the worlds lie."""
    ends = (one.low or 0.0, one.median or 0.0, one.high or 0.0)
    low, middle, high = (with_unit(value, unit) for value in ends)
    if low == high:
        return f"about {middle} in nearly all possible worlds"
    return f"half of the possible worlds lie above {middle}, nine of ten between {low} and {high}"


def _above(dots: tuple[float, ...], unit: str, limit: float | None) -> str:
    """How many worlds are above the reader's limit, where there is one."""
    if limit is None:
        return ""
    above = sum(dot > limit for dot in dots)
    return f", and {above} of {len(dots)} are above the reader's limit of {with_unit(limit, unit)}"


def stacked(
    dots: Sequence[float], along: Axis, columns: int, edge: float | None
) -> list[tuple[float, int]]:
    """
    Where each dot stands: the middle of its column, and its place in the pile.

    Columns divide the axis evenly; `edge` lies between two of them, so that no dot stands on its
    wrong side.
    """
    between = edge is not None and (edge > 0 or not along.log)
    shift = (along.part(edge or 0.0) * columns) % 1.0 if between else 0.0
    piles: Counter[int] = Counter()
    places = []
    for value in dots:
        column = math.ceil(along.part(value) * columns - shift) - 1
        places.append((along.value((column + 0.5 + shift) / columns), piles[column]))
        piles[column] += 1
    return places


class Said(NamedTuple):
    """The output, the reader's limit on it, and what was published of it."""

    row: Row
    limit: float | None
    published: OperatingRow | None


def draw(said: Said, shown: tuple[Strip, ...], width: int) -> Chart:
    """The dots of each strip on one axis, their median, the limit, and what was published."""
    import altair as alt

    from misid.figures.theme import fit, heading

    values = [dot for strip in shown for dot in strip.dots]
    # A limit far from all worlds has no place on their axis; the finding says it.
    lines = [
        said.limit if _on_axis(said.limit, values) else None,
        None if said.published is None else said.published.published,
    ]
    rule, published = (at if _on_axis(at, values) else None for at in lines)
    if len(shown) == 1:
        plot = Plot(said.row, values, width, said.limit, (rule, published))
        return _strip(shown[0], plot).properties(autosize=fit())
    plot = Plot(said.row, values, width - _ENDS, said.limit, (rule, published))
    headed = [
        _strip(strip, plot).properties(title=heading(if_clause(strip.clause), width))
        for strip in shown
    ]
    return alt.vconcat(
        *headed, spacing=_GAP, padding={"left": _EDGE, "right": 2, "top": 6, "bottom": 4}
    )


class Plot(NamedTuple):
    """What all strips share: the output, all dots, the width, the limit, and lines of both."""

    row: Row
    values: list[float]
    width: int
    limit: float | None
    lines: tuple[float | None, float | None]


def _strip(strip: Strip, plot: Plot) -> Chart:
    import altair as alt

    row, width = plot.row, plot.width
    step, places = _fitted(strip, plot)
    words = _MARKED if width >= _ROOM else _MARKED_SHORT
    marks = list(zip((strip.median, *plot.lines), words, strict=True))
    shown = sorted(
        (at, f"{with_unit(at, row.unit)}: {label}")
        for at, label in marks
        if at is not None and at > 0
    )
    piles = max(y for _, y in places) + 1.3
    highest = piles + len(shown) * _LINE / step
    y_scale = alt.Scale(domain=[0, highest], nice=False)
    x = _x(row, plot.values, width)
    above = [plot.limit is not None and value > plot.limit for value in strip.dots]
    layers = [_dots(places, above, step, x, y_scale)]
    for number, mark in enumerate(reversed(shown)):
        top = piles + number * _LINE / step
        before = _stands_before(mark, plot.values, width, first=mark is shown[0])
        layers += _mark(mark, top, x, y_scale, before=before)
    return alt.layer(*layers).properties(width=width, height=step * highest)


def _on_axis(value: float | None, values: list[float]) -> bool:
    return value is not None and 0.0 <= axis_of(values).part(max(value, 1e-300)) <= 1.0


def _fitted(strip: Strip, plot: Plot) -> tuple[float, list[tuple[float, int]]]:
    """Dots as large as fit: where the worlds hardly differ they pile up high."""
    first = _STEP if plot.width >= WIDE else _NARROW_STEP
    sizes = [part * first for part in (1.0, 0.7, 0.5, 0.35)]
    along = axis_of(plot.values)
    tried = [
        (step, stacked(strip.dots, along, int((plot.width - 24) / step), plot.lines[0]))
        for step in sizes
    ]
    fits = (one for one in tried if one[0] * max(pile for _, pile in one[1]) <= _HIGHEST)
    return next(fits, tried[-1])


def _x(row: Row, values: list[float], width: int) -> Chart:
    import altair as alt

    from misid.figures import axes

    share = row.unit.startswith("share")
    title = as_read(row.unit) if share else f"{lower_first(row.title)}, {row.unit}"
    lines = textwrap.wrap(title, int(width / _SMALL_LETTER))
    axis = axes.axis(lines, values, width, **({"labelExpr": axes.PER_CENT} if share else {}))
    return alt.X("x:Q", scale=axes.scale(values), axis=axis)


def _dots(
    places: list[tuple[float, int]], above: list[bool], step: float, x: Chart, y_scale: Chart
) -> Chart:
    import altair as alt

    from misid.figures.theme import RIGHT, WRONG, data

    rows = [
        {"x": at, "y": pile + 0.5, "above": is_above}
        for (at, pile), is_above in zip(places, above, strict=True)
    ]
    return (
        alt.Chart(data(rows))
        .mark_point(filled=True, opacity=1, size=0.6 * step**2)
        .encode(
            x=x,
            y=alt.Y("y:Q", axis=None, scale=y_scale),
            color=alt.condition("datum.above", alt.value(WRONG), alt.value(RIGHT)),
            shape=alt.condition("datum.above", alt.value("diamond"), alt.value("circle")),
        )
    )


def _stands_before(
    mark: tuple[float, str], values: list[float], width: int, *, first: bool
) -> bool:
    """Whether the words stand to the left of their line: where there is room, and no other line."""
    pixels = axis_of(values).part(mark[0]) * (width - 24)
    needed = len(mark[1]) * _LETTER
    return pixels > needed and (first or pixels + needed > width)


def _mark(
    mark: tuple[float, str], top: float, x: Chart, y_scale: Chart, *, before: bool
) -> list[Chart]:
    import altair as alt

    from misid.figures.theme import INK, data

    at, label = mark
    line = alt.Chart(data([{"x": at, "zero": 0, "top": top, "label": label}])).encode(
        x=x, y=alt.Y("top:Q", axis=None, scale=y_scale)
    )
    words = line.mark_text(
        align="right" if before else "left", baseline="bottom", dx=-4 if before else 4
    )
    return [
        line.mark_rule(color=INK, strokeDash=[3, 3]).encode(y2="zero:Q"),
        words.encode(text="label:N"),
    ]
