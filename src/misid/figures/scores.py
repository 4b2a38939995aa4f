"""Scores of both kinds of pair, and the threshold between them."""

from __future__ import annotations

from itertools import groupby
from typing import Any, NamedTuple

from misid.evaluation.schema import Verification
from misid.figures.axes import Axis
from misid.figures.picture import Data, Picture
from misid.figures.score_picture import columns, of_scores, unitless
from misid.figures.share_axis import logarithms
from misid.figures.theme import FIT, HALO, INK, RIGHT, WRONG, plotted
from misid.figures.vegalite import Chart, Part, Rows, field, layer, mark
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
    shares = [share for one in bins for share in (one.genuine, one.impostor)]
    axis = logarithms(shares, language, form="percent")
    x = _across(found, language)
    low, high = axis.place(axis.low), axis.place(axis.high)
    top = low + (high - low) / (1.0 - _HEADROOM)
    y = field(
        "y:Q",
        scale={"domain": [low, top], "nice": False, "zero": False},
        axis=axis.axis(label("of_kind", language), _PLOT, upright=True, titleAnchor="start"),
    )
    at = {"x": x("x"), "y": y, "order": "order:Q", "detail": "run:N"}
    layers = [
        mark("line", _outline(bins, kind, axis), at,
             color=colour, strokeWidth=1.75, strokeDash=dash)
        for kind, colour, dash in zip(_KINDS, (RIGHT, WRONG), ([1, 0], [5, 3]), strict=True)
    ]  # fmt: skip
    layers += _threshold(found, width, x, (low, top - _NAMES * (top - low)), y, language=language)
    layers += _names(found, x, top, y, language)
    return layer(layers, width=width, height=_HEIGHT, autosize=FIT)


def _across(found: Verification, language: Language) -> Any:
    """The axis of scores, from unlike to alike."""
    edges = found.histogram.edges
    ends = [min(edges), max(edges)]
    is_distance = found.direction == "distance"
    scale = {"domain": ends, "nice": False, "zero": False, "reverse": is_distance}
    axis = {"title": label(found.direction, language), "grid": False, "tickCount": 5}
    return lambda name: field(f"{name}:Q", scale=scale, axis=axis)


def _outline(bins: list[Bin], kind: str, axis: Axis) -> Rows:
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
    return plotted(
        {"run": run, "x": across, "y": up, "order": at}
        for at, (run, across, up) in enumerate(corners)
    )


def _threshold(
    found: Verification,
    width: int,
    x: Any,
    ends: tuple[float, float],
    y: Part,
    *,
    language: Language,
) -> list[Chart]:
    """A line at the threshold of the main point, and its words above it, inside the plot."""
    main = found.main
    edges = found.histogram.edges
    at = min(max(main.threshold, min(edges)), max(edges))
    said = label("threshold_for", language, rate=rare(main.asked, language=language))
    half = len(said) * _LETTER / 2 / (width - _LEFT)
    part = min(max((at - edges[0]) / (edges[-1] - edges[0]), half), 1.0 - half)
    row = {"x": at, "y": ends[1], "floor": ends[0], "text": said}
    row["words_x"] = edges[0] + part * (edges[-1] - edges[0])
    rows = plotted([row])
    line = {"x": x("x"), "y": y, "y2": "floor"}
    words = {"x": x("words_x"), "y": y, "text": "text:N"}
    return [
        mark("rule", rows, line, color=INK, strokeDash=[3, 3]),
        mark("text", rows, words, baseline="bottom", dy=-2, **HALO),
    ]


def _names(found: Verification, x: Any, top: float, y: Part, language: Language) -> list[Chart]:
    """Which outline is which."""
    start = found.histogram.edges[0]
    at = {"x": x("x"), "y": y, "text": "text:N"}
    looks = {"align": "left", "baseline": "top", "dx": 6}
    return [
        mark("text", plotted([{"x": start, "y": top, "text": label(f"{kind}_line", language)}]), at,
             dy=1 + _LINE * row, color=colour, **looks)
        for row, (kind, colour) in enumerate(zip(_KINDS, (RIGHT, WRONG), strict=True))
    ]  # fmt: skip
