"""Scores of both kinds of pair, and the threshold between them."""

from __future__ import annotations

from itertools import groupby
from typing import Any, NamedTuple

from misid.evaluation.schema import Verification
from misid.figures.picture import Chart, Column, Picture
from misid.figures.share_axis import ShareAxis, logarithms, percent
from misid.words.comparisons import cautions, spread
from misid.words.numbers import rare
from misid.words.sentence import plain

_HEIGHT, _PLOT, _LEFT, _LETTER, _LINE = 300, 180, 56, 6.9, 18
_KINDS = (("genuine", "Pairs of one person"), ("impostor", "Pairs of two people"))
# Of the plot's height, what lies above the highest bin, and the names of both outlines at its top.
_HEADROOM, _NAMES = 0.26, 0.215


class Bin(NamedTuple):
    """A bin of scores, and which share of each kind lies in it."""

    begin: float
    end: float
    genuine: float
    impostor: float


def score_histogram(found: Verification, stamp: str) -> Picture:
    """How the scores of either kind are spread, as shares of their kind."""
    bins = _bins(found)
    finding = plain(spread(found))
    return Picture(
        name="scores",
        title="Scores of both kinds of pair",
        finding=finding,
        alt="Two stepped outlines over the scores, from unlike to alike: the share of pairs of one "
        "person, and that of pairs of two people, that lie in each bin, on a logarithmic axis; a "
        f"line marks the threshold. {finding}",
        words=cautions(found),
        stamp=stamp,
        columns=(
            Column("from", "Score from"),
            Column("to", "To"),
            Column("genuine", "Pairs of one person"),
            Column("impostor", "Pairs of two people"),
        ),
        rows=tuple(
            (one.begin, one.end, genuine, impostor)
            for one, genuine, impostor in zip(
                bins, found.histogram.genuine, found.histogram.impostor, strict=True
            )
        ),
        draw=lambda width: draw(found, bins, width),
    )


def _bins(found: Verification) -> list[Bin]:
    held = found.histogram
    genuine, impostor = sum(held.genuine), sum(held.impostor)
    return [
        Bin(begin, end, one / genuine, other / impostor)
        for begin, end, one, other in zip(
            held.edges, held.edges[1:], held.genuine, held.impostor, strict=False
        )
    ]


def draw(found: Verification, bins: list[Bin], width: int) -> Chart:
    """Both outlines, their names, and the threshold."""
    import altair as alt

    from misid.figures.theme import RIGHT, WRONG, data, fit

    axis = logarithms([share for one in bins for share in (one.genuine, one.impostor)], percent)
    x = _across(found)
    low, high = axis.place(axis.low), axis.place(axis.high)
    top = low + (high - low) / (1.0 - _HEADROOM)
    y = alt.Y(
        "y:Q",
        scale=alt.Scale(domain=[low, top], nice=False, zero=False),
        axis=axis.axis("of all pairs of the kind", _PLOT, upright=True, titleAnchor="start"),
    )
    layers: list[Chart] = []
    for (kind, _), colour, dash in zip(_KINDS, (RIGHT, WRONG), ([1, 0], [5, 3]), strict=True):
        base = alt.Chart(data(_outline(bins, kind, axis))).encode(
            x=x("x"), y=y, order=alt.Order("order:Q"), detail="run:N"
        )
        layers.append(base.mark_line(color=colour, strokeWidth=1.75, strokeDash=dash))
    layers += _threshold(found, width, x, (low, top - _NAMES * (top - low)), y)
    return alt.layer(*layers, *_names(found, x, top, y)).properties(
        width=width, height=_HEIGHT, autosize=fit()
    )


def _across(found: Verification) -> Any:
    """The axis of scores, from unlike to alike."""
    import altair as alt

    edges = found.histogram.edges
    ends = [min(edges), max(edges)]
    scale = alt.Scale(domain=ends, nice=False, zero=False, reverse=found.direction == "distance")
    title = "distance (nearer to the right)" if found.direction == "distance" else "score"
    axis = alt.Axis(title=title, grid=False, tickCount=5)
    return lambda field: alt.X(f"{field}:Q", scale=scale, axis=axis)


def _outline(bins: list[Bin], kind: str, axis: ShareAxis) -> list[dict[str, float]]:
    """The steps of one kind, from left to right, in runs of bins that are not empty."""
    floor = axis.place(axis.low)
    corners: list[tuple[int, float, float]] = []
    runs = groupby(bins, key=lambda one: getattr(one, kind) > 0)
    for number, filled in enumerate(list(run) for full, run in runs if full):
        corners.append((number, filled[0].begin, floor))
        for one in filled:
            height = axis.at(getattr(one, kind))
            corners += [(number, one.begin, height), (number, one.end, height)]
        corners.append((number, filled[-1].end, floor))
    return [
        {"run": run, "x": across, "y": up, "order": at}
        for at, (run, across, up) in enumerate(corners)
    ]


def _threshold(
    found: Verification, width: int, x: Any, ends: tuple[float, float], y: Chart
) -> list[Chart]:
    """A line at the threshold of the main point, and its words above it, inside the plot."""
    import altair as alt

    from misid.figures.theme import INK, data

    main = found.main
    edges = found.histogram.edges
    at = min(max(main.threshold, min(edges)), max(edges))
    words = f"threshold for {rare(main.asked)}"
    half = len(words) * _LETTER / 2 / (width - _LEFT)
    part = min(max((at - edges[0]) / (edges[-1] - edges[0]), half), 1.0 - half)
    row = {"x": at, "y": ends[1], "floor": ends[0], "text": words}
    row["words_x"] = edges[0] + part * (edges[-1] - edges[0])
    line = alt.Chart(data([row])).encode(y=y)
    return [
        line.mark_rule(color=INK, strokeDash=[3, 3]).encode(x=x("x"), y2="floor:Q"),
        line.mark_text(baseline="bottom", dy=-2).encode(x=x("words_x"), text="text:N"),
    ]


def _names(found: Verification, x: Any, top: float, y: Chart) -> list[Chart]:
    """Which outline is which."""
    import altair as alt

    from misid.figures.theme import RIGHT, WRONG, data

    lines = ("solid", "dashed")
    start = found.histogram.edges[0]
    return [
        alt.Chart(data([{"x": start, "y": top, "text": f"{said} ({line})"}]))
        .mark_text(align="left", baseline="top", dx=6, dy=1 + _LINE * row, color=colour)
        .encode(x=x("x"), y=y, text="text:N")
        for row, ((_, said), line, colour) in enumerate(
            zip(_KINDS, lines, (RIGHT, WRONG), strict=True)
        )
    ]
