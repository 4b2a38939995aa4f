"""The quantile dot plot: 50 equally likely worlds, one dot each."""

from __future__ import annotations

import math
from collections import Counter

from misid.figures.along import axis_of
from misid.figures.picture import WIDE, Chart, Column, Picture, words
from misid.results.run import HEADLINE, Run
from misid.results.schema import OperatingRow, Results, Row
from misid.results.stamp import stamp_line
from misid.results.summary import as_read, lower_first, with_unit

# Pixels from dot to dot, on a wide picture and a narrow one; a line of words, and a letter.
_STEP, _NARROW_STEP, _LINE = 25.0, 17.0, 18.0
_LETTER, _HIGHEST = 6.9, 260.0


def world_dots(found: Run) -> Picture:
    """Wrong-person references in 50 equally likely worlds."""
    return _picture(found.results, "worlds", HEADLINE)


def limit_dots(found: Run) -> Picture:
    """What the reader's limit is set on, in 50 equally likely worlds."""
    return _picture(found.results, "limit", found.results.decision.output)


def _picture(results: Results, name: str, output: str) -> Picture:
    row = next(one for one in results.headline if one.name == output)
    limit = results.decision.limit if results.decision.output == output else None
    published = next((p for p in results.operating_points if p.measure == output), None)
    finding = _finding(row, limit, published)
    return Picture(
        name=name,
        title=f"{row.title} in 50 possible worlds",
        finding=finding,
        alt=f"A plot of 50 dots along an axis of {lower_first(row.title)}, {as_read(row.unit)}; "
        f"each dot is one possible world, all equally likely. {finding}",
        words=(*words(results), "each dot is one possible world"),
        stamp=stamp_line(results.stamp, results.scenario.name),
        columns=(
            Column("share_of_worlds_below", "Worlds below", "share"),
            Column(row.name, row.title, row.unit),
        ),
        rows=tuple(((n + 0.5) / len(row.dots), value) for n, value in enumerate(row.dots)),
        draw=(lambda width: draw(row, limit, width, published)) if row.dots else None,
        nothing="No trials: in no world is there anything to count.",
    )


def _finding(row: Row, limit: float | None, published: OperatingRow | None) -> str:
    if row.median is None or row.low is None or row.high is None:
        return f"No trials: in no world is there anything that {lower_first(row.title)} counts."
    low, middle, high = (with_unit(value, row.unit) for value in (row.low, row.median, row.high))
    sentence = (
        f"{row.title}: half of the possible worlds lie above {middle}, nine of ten between {low} "
        f"and {high}"
        if low != high
        else f"{row.title}: about {middle} in nearly all possible worlds"
    )
    if published is not None:
        counted = f", {published.counted}" if published.counted else ""
        sentence += f"; published: {with_unit(published.published, row.unit)}{counted}"
    if limit is None:
        return f"{sentence}."
    above = sum(dot > limit for dot in row.dots)
    return (
        f"{sentence}; {above} of {len(row.dots)} are above the reader's limit of "
        f"{with_unit(limit, row.unit)}."
    )


def stacked(dots: list[float], columns: int, edge: float | None) -> list[tuple[float, int]]:
    """
    Where each dot stands: the middle of its column, and its place in the pile.

    Columns divide the axis evenly; `edge` lies between two of them, so that no dot stands on its
    wrong side.
    """
    along = axis_of(dots)
    between = edge is not None and (edge > 0 or not along.log)
    shift = (along.part(edge or 0.0) * columns) % 1.0 if between else 0.0
    piles: Counter[int] = Counter()
    places = []
    for value in dots:
        column = math.ceil(along.part(value) * columns - shift) - 1
        places.append((along.value((column + 0.5 + shift) / columns), piles[column]))
        piles[column] += 1
    return places


def draw(row: Row, limit: float | None, width: int, published: OperatingRow | None = None) -> Chart:
    """The dots, the median, the reader's limit, and what was published in its place."""
    import altair as alt

    from misid.figures.theme import fit

    values = list(row.dots)
    # A limit far from all worlds has no place on their axis; the finding says it.
    rule = limit if _on_axis(limit, values) else None
    step, places = _fitted(values, rule, width)
    told = None if published is None else published.published
    marks = [
        (row.median, "half lie above"),
        (rule, "the reader's limit"),
        (told if _on_axis(told, values) else None, "published"),
    ]
    shown = sorted(
        (at, f"{with_unit(at, row.unit)}: {label}")
        for at, label in marks
        if at is not None and at > 0
    )
    piles = max(y for _, y in places) + 1.3
    highest = piles + len(shown) * _LINE / step
    y_scale = alt.Scale(domain=[0, highest], nice=False)
    x = _x(row, values, width)
    above = [limit is not None and value > limit for value in values]
    layers = [_dots(places, above, step, x, y_scale)]
    for number, mark in enumerate(reversed(shown)):
        top = piles + number * _LINE / step
        before = _stands_before(mark, values, width, first=mark is shown[0])
        layers += _mark(mark, top, x, y_scale, before=before)
    return alt.layer(*layers).properties(width=width, height=step * highest, autosize=fit())


def _on_axis(value: float | None, values: list[float]) -> bool:
    return value is not None and 0.0 <= axis_of(values).part(max(value, 1e-300)) <= 1.0


def _fitted(
    values: list[float], limit: float | None, width: int
) -> tuple[float, list[tuple[float, int]]]:
    """Dots as large as fit: where the worlds hardly differ they pile up high."""
    first = _STEP if width >= WIDE else _NARROW_STEP
    sizes = [part * first for part in (1.0, 0.7, 0.5, 0.35)]
    tried = [(step, stacked(values, int((width - 24) / step), limit)) for step in sizes]
    fits = (one for one in tried if one[0] * max(pile for _, pile in one[1]) <= _HIGHEST)
    return next(fits, tried[-1])


def _x(row: Row, values: list[float], width: int) -> Chart:
    import altair as alt

    from misid.figures import axes

    share = row.unit.startswith("share")
    title = as_read(row.unit) if share else f"{lower_first(row.title)}, {row.unit}"
    axis = axes.axis(title, values, width, **({"labelExpr": axes.PER_CENT} if share else {}))
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
