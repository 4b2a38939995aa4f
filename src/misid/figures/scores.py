"""Scores of both kinds of pair, and the threshold between them."""

from __future__ import annotations

from itertools import groupby
from typing import Any, NamedTuple

from misid.evaluation.schema import Verification
from misid.figures.axes import Axis
from misid.figures.picture import Chart, Data, Picture
from misid.figures.score_picture import columns, of_scores, unitless
from misid.figures.share_axis import logarithms
from misid.words import figures_of_scores as words
from misid.words.figures_of_scores import label
from misid.words.language import Language
from misid.words.numbers import rare

_HEIGHT, _PLOT, _LEFT, _LETTER, _LINE = 300, 180, 56, 6.9, 18
_KINDS = ("genuine", "impostor")
# Of the plot's height, what lies above the highest bin, and the names of both outlines at its top.
_HEADROOM, _NAMES = 0.26, 0.215


class Bin(NamedTuple):
    """A bin of scores, and which share of each kind lies in it."""

    begin: float
    end: float
    genuine: float
    impostor: float


def score_histogram(found: Verification, language: Language) -> Picture:
    """How the scores of either kind are spread, as shares of their kind."""
    bins, held = _bins(found), found.histogram
    names = ("from", "to", "genuine", "impostor")
    data = Data(
        columns=columns(language, **unitless(names)),
        rows=tuple(
            (one.begin, one.end, genuine, impostor)
            for one, genuine, impostor in zip(bins, held.genuine, held.impostor, strict=True)
        ),
        draw=lambda width: _draw(found, bins, width, language),
    )
    return of_scores("scores", words.scores(found, language), data, found, language)


def _bins(found: Verification) -> list[Bin]:
    held = found.histogram
    genuine, impostor = sum(held.genuine), sum(held.impostor)
    return [
        Bin(begin, end, one / genuine, other / impostor)
        for begin, end, one, other in zip(
            held.edges, held.edges[1:], held.genuine, held.impostor, strict=False
        )
    ]


def _draw(found: Verification, bins: list[Bin], width: int, language: Language) -> Chart:
    """Both outlines, their names, and the threshold."""
    import altair as alt

    from misid.figures.theme import RIGHT, WRONG, data, fit

    shares = [share for one in bins for share in (one.genuine, one.impostor)]
    axis = logarithms(shares, language, form="percent")
    x = _across(found, language)
    low, high = axis.place(axis.low), axis.place(axis.high)
    top = low + (high - low) / (1.0 - _HEADROOM)
    y = alt.Y(
        "y:Q",
        scale=alt.Scale(domain=[low, top], nice=False, zero=False),
        axis=axis.axis(label("of_kind", language), _PLOT, upright=True, titleAnchor="start"),
    )
    layers: list[Chart] = []
    for kind, colour, dash in zip(_KINDS, (RIGHT, WRONG), ([1, 0], [5, 3]), strict=True):
        base = alt.Chart(data(_outline(bins, kind, axis))).encode(
            x=x("x"), y=y, order=alt.Order("order:Q"), detail="run:N"
        )
        layers.append(base.mark_line(color=colour, strokeWidth=1.75, strokeDash=dash))
    layers += _threshold(found, width, x, (low, top - _NAMES * (top - low)), y, language=language)
    return alt.layer(*layers, *_names(found, x, top, y, language)).properties(
        width=width, height=_HEIGHT, autosize=fit()
    )


def _across(found: Verification, language: Language) -> Any:
    """The axis of scores, from unlike to alike."""
    import altair as alt

    edges = found.histogram.edges
    ends = [min(edges), max(edges)]
    scale = alt.Scale(domain=ends, nice=False, zero=False, reverse=found.direction == "distance")
    title = label(found.direction, language)
    axis = alt.Axis(title=title, grid=False, tickCount=5)
    return lambda field: alt.X(f"{field}:Q", scale=scale, axis=axis)


def _outline(bins: list[Bin], kind: str, axis: Axis) -> list[dict[str, float]]:
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
    found: Verification,
    width: int,
    x: Any,
    ends: tuple[float, float],
    y: Chart,
    *,
    language: Language,
) -> list[Chart]:
    """A line at the threshold of the main point, and its words above it, inside the plot."""
    import altair as alt

    from misid.figures.theme import HALO, INK, data

    main = found.main
    edges = found.histogram.edges
    at = min(max(main.threshold, min(edges)), max(edges))
    said = label("threshold_for", language, rate=rare(main.asked, language=language))
    half = len(said) * _LETTER / 2 / (width - _LEFT)
    part = min(max((at - edges[0]) / (edges[-1] - edges[0]), half), 1.0 - half)
    row = {"x": at, "y": ends[1], "floor": ends[0], "text": said}
    row["words_x"] = edges[0] + part * (edges[-1] - edges[0])
    line = alt.Chart(data([row])).encode(y=y)
    return [
        line.mark_rule(color=INK, strokeDash=[3, 3]).encode(x=x("x"), y2="floor:Q"),
        line.mark_text(baseline="bottom", dy=-2, **HALO).encode(x=x("words_x"), text="text:N"),
    ]


def _names(found: Verification, x: Any, top: float, y: Chart, language: Language) -> list[Chart]:
    """Which outline is which."""
    import altair as alt

    from misid.figures.theme import RIGHT, WRONG, data

    start = found.histogram.edges[0]
    return [
        alt.Chart(data([{"x": start, "y": top, "text": label(f"{kind}_line", language)}]))
        .mark_text(align="left", baseline="top", dx=6, dy=1 + _LINE * row, color=colour)
        .encode(x=x("x"), y=y, text="text:N")
        for row, (kind, colour) in enumerate(zip(_KINDS, (RIGHT, WRONG), strict=True))
    ]
