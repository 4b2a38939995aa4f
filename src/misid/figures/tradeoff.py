"""How one kind of error is traded for another: a curve on normal-deviate axes, and its points."""

from __future__ import annotations

from typing import Any, NamedTuple

from misid.figures.axes import Axis
from misid.figures.picture import WIDE
from misid.figures.share_axis import percent
from misid.figures.theme import FIT, GRID, GROUND, HALO, INK, PALE, QUIET, RIGHT, plotted
from misid.figures.vegalite import Chart, Part, Rows, field, layer, mark
from misid.words.figures_of_scores import label
from misid.words.language import ENGLISH, Language
from misid.words.numbers import rare

_HEIGHT, _LEFT, _ROOM = 340, 64, 300
# Points of the curve that lie closer, in parts of either axis, are drawn as one.
_APART = 1 / 150


class Ends(NamedTuple):
    """A rate and its interval."""

    rate: float
    low: float
    high: float


class Mark(NamedTuple):
    """A threshold that was asked for: both rates, and whether so few trials can show it."""

    across: Ends
    up: Ends
    resolved: bool


class Tradeoff(NamedTuple):
    """
    What is drawn.

    `unseen` is the rate below which so few trials cannot show one; `equal` the rate at which both
    are equal, where a line of equal rates is wanted; `words` stand at `main`.
    """

    across: Axis
    up: Axis
    titles: tuple[str, str]
    curve: tuple[tuple[float, float], ...]
    marks: tuple[Mark, ...]
    unseen: float
    main: tuple[float, float]
    words: tuple[str, str]
    equal: float | None = None
    language: Language = ENGLISH


def ends(rate: float | None, low: float | None, high: float | None) -> Ends:
    """A rate and its interval; without trials at the lower end."""
    return Ends(rate or 0.0, low or 0.0, high or 0.0)


def said_at(missed: float, asked: float, language: Language) -> tuple[str, str]:
    """What stands at the main point: what is missed, and at which rate that was asked for."""
    at = rare(asked, language=language)
    return (
        label("missed", language, rate=percent(missed, language)),
        label("at", language, rate=at),
    )


def thinned(curve: list[tuple[float, float]], across: Axis, up: Axis) -> list[int]:
    """Which points tell the curve's course: those inside both axes, and apart from each other."""
    kept: list[int] = []
    last = (-1.0, -1.0)
    for place, (one, other) in enumerate(curve):
        here = (across.part(one), up.part(other))
        shown = 0.0 < one <= across.high and one < 1.0 and 0.0 < other < 1.0
        if shown and max(abs(a - b) for a, b in zip(here, last, strict=True)) > _APART:
            kept.append(place)
            last = here
    return kept


def plot(one: Tradeoff, width: int) -> Chart:
    """The curve, the line where both rates are equal, and the points with their intervals."""
    x_axis = one.across.axis(one.titles[0], width - _LEFT, grid=True)
    y_axis = one.up.axis(one.titles[1], _ROOM, upright=True)

    def x(name: str) -> Part:
        return field(f"{name}:Q", scale=one.across.scale(), axis=x_axis)

    def y(name: str) -> Part:
        return field(f"{name}:Q", scale=one.up.scale(), axis=y_axis)

    dark = plotted([{"x": one.across.at(0.0), "x2": one.across.at(one.unseen)}])
    marks = plotted(_mark(each, one) for each in one.marks)
    at = {"x": x("x"), "y": y("y")}
    along = {**at, "order": "order:Q"}
    equal = mark("line", _equal(one), along, color=PALE, strokeDash=[3, 3])
    cross = {"color": RIGHT, "strokeWidth": 4, "opacity": 0.35}
    layers = [
        mark("rect", dark, {"x": at["x"], "x2": "x2"}, color=GRID, opacity=0.55),
        *([] if one.equal is None else [equal]),
        mark("line", _line(one, one.curve), along, color=QUIET, strokeWidth=2),
        mark("rule", marks, {**at, "x": x("x_low"), "x2": "x_high"}, **cross),
        mark("rule", marks, {**at, "y": y("y_low"), "y2": "y_high"}, **cross),
        *_points(marks, at),
        *_words(one, width, at),
    ]
    return layer(layers, width=width, height=_HEIGHT, autosize=FIT)


def _line(one: Tradeoff, points: tuple[tuple[float, float], ...]) -> Rows:
    return plotted(
        {"x": one.across.at(across), "y": one.up.at(up), "order": at}
        for at, (across, up) in enumerate(points)
    )


def _equal_said(one: Tradeoff) -> str:
    return label("equal", one.language, rate=percent(one.equal or 0.0, one.language))


def _equal(one: Tradeoff) -> Rows:
    low = max(one.across.low, one.up.low)
    high = min(one.across.high, one.up.high)
    return _line(one, ((low, low), (high, high)))


def _mark(each: Mark, one: Tradeoff) -> dict[str, Any]:
    """A point and its interval, in the units of the axes."""
    x, x_low, x_high = map(one.across.at, each.across)
    y, y_low, y_high = map(one.up.at, each.up)
    return {"x": x, "x_low": x_low, "x_high": x_high, "y": y, "y_low": y_low, "y_high": y_high,
            "resolved": each.resolved}  # fmt: skip


def _points(marks: Rows, at: dict[str, Part]) -> list[Chart]:
    """Filled where so many trials can show the rate, else hollow and of another shape."""
    looks = {"stroke": RIGHT, "strokeWidth": 1.5, "size": 75, "opacity": 1}
    layers = []
    for resolved, shape, fill in ((True, "circle", RIGHT), (False, "diamond", GROUND)):
        kept = [each for each in marks if each["resolved"] == resolved]
        layers += [mark("point", kept, at, shape=shape, fill=fill, **looks)] if kept else []
    return layers


def _words(one: Tradeoff, width: int, at: dict[str, Part]) -> list[Chart]:
    """Words at the main point, and where both rates are equal."""
    in_one = width >= WIDE
    said = [(one.main, (" " if in_one else "\n").join(one.words), 8, -12 if in_one else -27)]
    if one.equal is not None and 0.0 < one.equal < one.up.high:
        # Between the curve and the line, which part to either side.
        dx = -20 if one.across.part(one.equal) > 0.6 else 20
        said.append(((one.equal, one.equal), _equal_said(one), dx, 1))
    looks = {"baseline": "middle", "color": INK, "lineBreak": "\n", **HALO}
    return [
        mark(
            "text",
            plotted([{"x": one.across.at(across), "y": one.up.at(up), "text": text}]),
            {**at, "text": "text:N"},
            align="left" if dx > 0 else "right",
            dx=dx,
            dy=dy,
            **looks,
        )
        for (across, up), text, dx, dy in said
    ]
