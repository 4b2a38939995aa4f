"""The quantile dot plot: 50 equally likely worlds, one dot each."""

from __future__ import annotations

import math
from collections import Counter

from misid.figures.picture import WIDE, Chart, Column, Picture, stamp_line, words
from misid.results.run import HEADLINE, Run
from misid.results.schema import Results, Row
from misid.results.summary import natural

# Pixels from dot to dot, on a wide picture and a narrow one; a line of words, and a letter.
_STEP, _NARROW_STEP, _LINE = 25.0, 17.0, 18.0
_LETTER = 6.9


def world_dots(found: Run) -> Picture:
    """Wrong-person references in 50 equally likely worlds."""
    results = found.results
    row = next(one for one in results.headline if one.name == HEADLINE)
    limit = results.decision.limit if results.decision.output == HEADLINE else None
    finding = _finding(row, limit)
    return Picture(
        name="worlds",
        title=f"{row.title} in 50 possible worlds",
        finding=finding,
        alt=f"A plot of 50 dots along an axis of {row.title.lower()} {row.unit}; each dot is one "
        f"possible world, all equally likely. {finding}",
        words=(*words(results), "each dot is one possible world"),
        stamp=stamp_line(results),
        columns=(
            Column("share_of_worlds_below", "Worlds below", "share"),
            Column(row.name, row.title, row.unit),
        ),
        rows=tuple(((n + 0.5) / len(row.dots), value) for n, value in enumerate(row.dots)),
        draw=(lambda width: draw(results, row, limit, width)) if row.dots else None,
    )


def _finding(row: Row, limit: float | None) -> str:
    if row.median is None or row.low is None or row.high is None:
        return "No trials: no search is made, so there is nothing to count."
    sentence = (
        f"Half of the possible worlds lie above {natural(row.median)} {row.title.lower()} "
        f"{row.unit}, nine of ten between {natural(row.low)} and {natural(row.high)}"
    )
    if limit is None:
        return f"{sentence}."
    above = sum(dot > limit for dot in row.dots)
    return f"{sentence}; {above} of {len(row.dots)} exceed the reader's limit of {limit:g}."


def stacked(dots: tuple[float, ...], columns: int) -> list[tuple[float, int]]:
    """
    Where each dot stands: the middle of its column, and its place in the pile.

    Columns divide the axis of `axes.scale` evenly, a logarithmic one in logarithms.
    """
    from misid.figures.axes import is_log, log_domain

    values = list(dots)
    log = is_log(values)
    ends = log_domain(values) if log else [0.0, max(values) * 1.05 or 1.0]
    low, high = (math.log10(end) for end in ends) if log else ends
    piles: Counter[int] = Counter()
    places = []
    for value in values:
        at = ((math.log10(value) if log else value) - low) / (high - low)
        column = min(int(at * columns), columns - 1)
        middle = low + (column + 0.5) / columns * (high - low)
        places.append((10.0**middle if log else middle, piles[column]))
        piles[column] += 1
    return places


def draw(results: Results, row: Row, limit: float | None, width: int) -> Chart:
    """The dots, the median, and the reader's limit."""
    import altair as alt

    from misid.figures import axes
    from misid.figures.theme import INK, RIGHT, WRONG, data, fit

    values, step = list(row.dots), _STEP if width >= WIDE else _NARROW_STEP
    places = stacked(row.dots, int((width - 24) / step))
    rows = [
        {"x": x, "y": y + 0.5, "above": limit is not None and value > limit}
        for (x, y), value in zip(places, values, strict=True)
    ]
    marks = [(row.median, "half lie above"), (limit, "the reader's limit")]
    drawn = sorted(
        (at, f"{natural(at)}: {label}") for at, label in marks if at is not None and at > 0
    )
    top = max(y for _, y in places) + 1.3
    highest = top + len(drawn) * _LINE / step
    scale = axes.scale(values)
    x_axis = axes.axis(f"{row.title.lower()} {row.unit}", values)
    x = alt.X("x:Q", scale=scale, axis=x_axis)
    y_scale = alt.Scale(domain=[0, highest], nice=False)
    dots = (
        alt.Chart(data(rows))
        .mark_point(filled=True, opacity=1, size=0.6 * step**2)
        .encode(
            x=x,
            y=alt.Y("y:Q", axis=None, scale=y_scale),
            color=alt.condition("datum.above", alt.value(WRONG), alt.value(RIGHT)),
            shape=alt.condition("datum.above", alt.value("diamond"), alt.value("circle")),
        )
    )
    layers: list[Chart] = []
    for number, (at, label) in enumerate(drawn):
        line = alt.Chart(
            data([{"x": at, "zero": 0, "top": top + number * _LINE / step, "label": label}])
        ).encode(x=x, y=alt.Y("top:Q", axis=None, scale=y_scale))
        pixels = _place(at, values) * (width - 24)
        left = len(label) * _LETTER
        before = pixels > left and (number == 0 or pixels + left > width)
        words = line.mark_text(
            align="right" if before else "left", baseline="bottom", dx=-4 if before else 4
        )
        layers += [
            line.mark_rule(color=INK, strokeDash=[3, 3]).encode(y2="zero:Q"),
            words.encode(text="label:N"),
        ]
    return alt.layer(*layers, dots).properties(width=width, height=step * highest, autosize=fit())


def _place(value: float, values: list[float]) -> float:
    """How far along the axis a value lies, from 0 to 1."""
    from misid.figures.axes import is_log, log_domain

    if not is_log(values):
        return value / (max(values) or 1.0)
    low, high = (math.log10(end) for end in log_domain(values))
    return (math.log10(value) - low) / (high - low)
