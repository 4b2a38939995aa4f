"""How one kind of error is traded for another: a curve on normal-deviate axes, and its points."""

from __future__ import annotations

from typing import NamedTuple

from misid.figures.axes import Axis
from misid.figures.picture import WIDE, Chart
from misid.figures.share_axis import percent
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
    import altair as alt

    from misid.figures.theme import GRID, PALE, QUIET, RIGHT, data, fit

    x_axis = one.across.axis(one.titles[0], width - _LEFT, grid=True)
    y_axis = one.up.axis(one.titles[1], _ROOM, upright=True)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=one.across.scale(), axis=x_axis)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=one.up.scale(), axis=y_axis)

    dark = [{"x": one.across.at(0.0), "x2": one.across.at(one.unseen)}]
    equal = alt.Chart(data(_equal(one))).mark_line(color=PALE, strokeDash=[3, 3])
    line = alt.Chart(data(_line(one, one.curve))).mark_line(color=QUIET, strokeWidth=2)
    marks = [_mark(mark, one) for mark in one.marks]
    crosses = alt.Chart(data(marks)).mark_rule(color=RIGHT, strokeWidth=4, opacity=0.35)
    along = {"x": x("x"), "y": y("y"), "order": alt.Order("order:Q")}
    return alt.layer(
        alt.Chart(data(dark)).mark_rect(color=GRID, opacity=0.55).encode(x=x("x"), x2="x2:Q"),
        *([] if one.equal is None else [equal.encode(**along)]),
        line.encode(**along),
        crosses.encode(x=x("x_low"), x2="x_high:Q", y=y("y")),
        crosses.encode(x=x("x"), y=y("y_low"), y2="y_high:Q"),
        *_points(marks, x("x"), y("y")),
        *_words(one, width, x("x"), y("y")),
    ).properties(width=width, height=_HEIGHT, autosize=fit())


def _line(one: Tradeoff, points: tuple[tuple[float, float], ...]) -> list[dict[str, float]]:
    return [
        {"x": one.across.at(across), "y": one.up.at(up), "order": at}
        for at, (across, up) in enumerate(points)
    ]


def _equal_said(one: Tradeoff) -> str:
    return label("equal", one.language, rate=percent(one.equal or 0.0, one.language))


def _equal(one: Tradeoff) -> list[dict[str, float]]:
    low = max(one.across.low, one.up.low)
    high = min(one.across.high, one.up.high)
    return _line(one, ((low, low), (high, high)))


def _mark(mark: Mark, one: Tradeoff) -> dict[str, float | bool]:
    """A point and its interval, in the units of the axes."""
    x, x_low, x_high = map(one.across.at, mark.across)
    y, y_low, y_high = map(one.up.at, mark.up)
    return {"x": x, "x_low": x_low, "x_high": x_high, "y": y, "y_low": y_low, "y_high": y_high,
            "resolved": mark.resolved}  # fmt: skip


def _points(marks: list[dict[str, float | bool]], x: Chart, y: Chart) -> list[Chart]:
    """Filled where so many trials can show the rate, else hollow and of another shape."""
    import altair as alt

    from misid.figures.theme import GROUND, RIGHT, data

    layers = []
    for resolved, shape, fill in ((True, "circle", RIGHT), (False, "diamond", GROUND)):
        kept = [mark for mark in marks if mark["resolved"] == resolved]
        point = alt.Chart(data(kept)).mark_point(
            shape=shape, fill=fill, stroke=RIGHT, strokeWidth=1.5, size=75, opacity=1
        )
        layers += [point.encode(x=x, y=y)] if kept else []
    return layers


def _words(one: Tradeoff, width: int, x: Chart, y: Chart) -> list[Chart]:
    """Words at the main point, and where both rates are equal."""
    import altair as alt

    from misid.figures.theme import HALO, INK, data

    in_one = width >= WIDE
    said = [(one.main, (" " if in_one else "\n").join(one.words), 8, -12 if in_one else -27)]
    if one.equal is not None and 0.0 < one.equal < one.up.high:
        # Between the curve and the line, which part to either side.
        dx = -20 if one.across.part(one.equal) > 0.6 else 20
        said.append(((one.equal, one.equal), _equal_said(one), dx, 1))
    return [
        alt.Chart(data([{"x": one.across.at(across), "y": one.up.at(up), "text": text}]))
        .mark_text(align="left" if dx > 0 else "right", baseline="middle", dx=dx, dy=dy,
                   color=INK, **HALO, lineBreak="\n")
        .encode(x=x, y=y, text="text:N")
        for (across, up), text, dx, dy in said
    ]  # fmt: skip
