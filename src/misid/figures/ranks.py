"""The cumulative match characteristic: how often a person's own record is among the first k."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from misid.evaluation.schema import RankNote
from misid.figures.axes import Axis, decades, even
from misid.figures.share_axis import percent
from misid.figures.theme import FIT, INK, RIGHT, plotted
from misid.figures.vegalite import Chart, Part, field, layer, mark
from misid.words.figures_of_scores import label
from misid.words.language import Language
from misid.words.numbers import on_axis

_HEIGHT, _LEFT = 300, 64


def plot_ranks(ranks: Sequence[RankNote], width: int, language: Language) -> Chart:
    """The steps, the band of the interval, and in it the one that ties leave open."""
    lowest = min(one.low for one in ranks)
    bottom = math.floor(10.0 * max(0.0, lowest - 0.02)) / 10.0
    last = max(2, ranks[-1].rank)
    # The last rank is the end of the axis, whatever it is.
    across = Axis(1.0, float(last), math.log10, _whole(language), decades)
    title = label("rank_axis", language)
    x = field("place:Q", scale=across.scale(), axis=across.axis(title, width - _LEFT, grid=False))
    up = Axis(bottom, 1.0, float, partial(percent, language=language), even)
    axis = up.axis(label("of_searches", language), _HEIGHT, upright=True)

    def y(name: str) -> Part:
        return field(f"{name}:Q", scale=up.scale(), axis=axis)

    steps = plotted(_placed(one, across) for one in _drawn(ranks))
    rate = percent(ranks[0].rate, language)
    first = label("first_place", language, rate=rate)
    point = plotted(_placed(one, across) for one in ranks[:1])
    words = plotted([{"place": 0, "rate": ranks[0].rate, "text": first}])
    band = {"x": x, "y": y("low"), "y2": "high"}
    ties = {"x": x, "y": y("least"), "y2": "most"}
    at = {"x": x, "y": y("rate")}
    step = {"color": RIGHT, "interpolate": "step-after"}
    beside = {"align": "left", "baseline": "top", "dx": 8, "dy": 7, "color": INK}
    layers = [
        mark("area", steps, band, opacity=0.2, **step),
        mark("area", steps, ties, opacity=0.45, **step),
        mark("line", steps, at, strokeWidth=2.5, **step),
        mark("point", point, at, filled=True, color=RIGHT, size=75, opacity=1),
        mark("text", words, {**at, "text": "text:N"}, **beside),
    ]
    return layer(layers, width=width, height=_HEIGHT, autosize=FIT)


def _whole(language: Language) -> Callable[[float], str]:
    return partial(on_axis, language=language)


def _placed(one: RankNote, across: Axis) -> dict[str, Any]:
    return {**one.model_dump(), "place": across.at(one.rank)}


def _drawn(ranks: Sequence[RankNote]) -> list[RankNote]:
    """One rank alone is drawn as a step of its own."""
    return list(ranks) if len(ranks) > 1 else [ranks[0], ranks[0].model_copy(update={"rank": 2})]
