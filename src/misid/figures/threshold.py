"""The threshold's trade-off: wrong references against misses, as it is moved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from misid.figures.axes import Axis, numbers
from misid.figures.looks import look
from misid.figures.picture import (
    Data,
    DataColumn,
    Picture,
    ends,
    if_column,
    interval_columns,
    of_run,
)
from misid.figures.theme import FIT, HALO, INK, PALE, QUIET, plotted
from misid.figures.vegalite import Chart, Part, field, layer, mark
from misid.results.schema import Results, TradeoffCurve, TradeoffRow
from misid.words import figures_of_rates as words
from misid.words.answers import clause_of, head_of
from misid.words.figure_labels import label
from misid.words.language import Language

# In the order in which they claim their place.
_MOVES = (1.0, -1.0, -2.0, 4.0, 2.0)
_HEIGHT, _LEFT, _LINE, _LETTER = 340, 60, 14, 6.9
_ALL = 1.0


def threshold_tradeoff(results: Results, language: Language) -> Picture:
    """Wrong-person references against misses as the threshold moves, a curve a side."""
    curves = results.tradeoff or ()
    several = len(curves) > 1
    data = Data(
        columns=(
            *if_column(language, several=several),
            DataColumn("stricter", label("stricter", language)),
            *interval_columns("wrong_person_references", "", language),
            *interval_columns("misses_among_sought", "share", language),
        ),
        rows=tuple(
            (
                *((clause_of(curve.answers, language),) if several else ()),
                row.stricter,
                *ends(row.wrong_person_references),
                *ends(row.misses_among_sought),
            )
            for curve in curves
            for row in curve.rows
        ),
        draw=(lambda width: _draw(curves, width, language)) if curves else None,
    )
    caption = words.threshold(results, curves, language)
    return of_run("threshold", caption, data, results, language)


def _draw(curves: tuple[TradeoffCurve, ...], width: int, language: Language) -> Chart:
    """The curve of medians of each side, with the threshold as it is and its range."""
    sides = [_points(curve) for curve in curves]
    values = [point["wrong"] for points in sides for point in points]
    now = [point for points in sides for point in points if point["stricter"] == 0.0]
    values += [max(point["wrong_low"], min(values)) for point in now]
    values += [point["wrong_high"] for point in now]
    plane = Plane(
        numbers([0.0, _ALL / 1.05], "share", language),
        numbers(values, "", language),
        width,
        language,
    )
    layers = [one for n, points in enumerate(sides) for one in _side(points, plane, n)]
    heads = [head_of(curve.answers, language) for curve in curves]
    layers.append(_words(sides, heads, plane))
    return layer(layers, width=width, height=_HEIGHT, autosize=FIT)


class Plane(NamedTuple):
    """The axes of misses and of wrong persons."""

    misses: Axis
    wrong: Axis
    width: int
    language: Language

    def x(self, name: str) -> Part:
        """A field along the axis of misses."""
        title = label("missed", self.language)
        axis = self.misses.axis(title, self.width - _LEFT, grid=False)
        return field(f"{name}:Q", scale=self.misses.scale(), axis=axis)

    def y(self, name: str) -> Part:
        """A field along the axis of wrong persons."""
        title = label("wrong_person_rate", self.language)
        axis = self.wrong.axis(title, _HEIGHT - 40, upright=True, titleAnchor="end")
        return field(f"{name}:Q", scale=self.wrong.scale(), axis=axis)

    def placed(self, point: dict[str, float]) -> dict[str, float]:
        """A point in units of both axes."""
        return {
            name: self.wrong.at(value) if name.startswith("wrong") else value
            for name, value in point.items()
        }


def _points(curve: TradeoffCurve) -> list[dict[str, float]]:
    points = [_point(row) for row in curve.rows if row.wrong_person_references.median is not None]
    least = min((point["wrong"] for point in points if point["wrong"] > 0), default=1.0)
    return [point | {"wrong": max(point["wrong"], least)} for point in points]


def _side(points: list[dict[str, float]], plane: Plane, number: int) -> list[Chart]:
    """The curve of one side, and the point where its threshold stands."""
    drawn = look(number)
    curve = plotted(map(plane.placed, points))
    now = [point for point in curve if point["stricter"] == 0.0]
    at = {"x": plane.x("misses"), "y": plane.y("wrong")}
    up = {**at, "y": plane.y("wrong_low"), "y2": "wrong_high"}
    across = {**at, "x": plane.x("misses_low"), "x2": "misses_high"}
    band = {"clip": True, "color": drawn.colour, "strokeWidth": 5, "opacity": 0.3}
    line = {"color": QUIET, "strokeWidth": 2, "interpolate": "monotone", "strokeDash": drawn.dash}
    dot = {"filled": True, "opacity": 1}
    return [
        mark("rule", now, up, **band),
        mark("rule", now, across, **band),
        mark("line", curve, {**at, "order": "stricter:Q"}, **line),
        mark("point", curve, at, color=PALE, size=30, **dot),
        mark("point", now, at, color=drawn.colour, shape=drawn.shape, size=110, **dot),
    ]


def _words(sides: list[list[dict[str, float]]], heads: list[str], plane: Plane) -> Chart:
    """Moves beside the points of the first curve, and what each further curve is."""
    rows = plotted(_labels(sides, heads, plane))
    at = {"x": plane.x("misses"), "y": plane.y("wrong"), "text": "text:N"}
    return mark("text", rows, at, align="left", dx=8, dy=-7, color=INK, **HALO)


def _labels(
    sides: list[list[dict[str, float]]], heads: list[str], plane: Plane
) -> list[dict[str, float | str]]:
    """
    Words beside the points, where they do not stand on each other or beyond the edge.

    The threshold as it is is named on every curve, moves of it on the first one alone.
    """
    room = plane.width - _LEFT
    labels: list[dict[str, float | str]] = []
    free: dict[int, float] = {}
    for number, texts, move in _named(heads, plane.language):
        point = next((one for one in sides[number] if one["stricter"] == move), None)
        if point is None:
            continue
        row = round(plane.wrong.part(point["wrong"]) * _HEIGHT / _LINE)
        start = point["misses"] * room
        if any(start <= free.get(row + near, 0.0) for near in (-1, 0, 1)):
            continue
        fits = [text for text in texts if start + len(text) * _LETTER < room]
        if fits:
            free[row] = start + len(fits[0]) * _LETTER
            labels.append({**plane.placed(point), "text": fits[0]})
    return labels


def _named(heads: list[str], language: Language) -> Iterator[tuple[int, tuple[str, ...], float]]:
    """What claims a place, in order: its curve, its words (long, or short), its move."""
    for number, head in enumerate(heads):
        whole = label("move_0_answer", language, answer=head) if head else ""
        yield number, (whole, head) if head else (label("move_0", language),), 0.0
    for move in _MOVES:
        yield 0, (label(f"move_{move:g}", language),), move


def _point(row: TradeoffRow) -> dict[str, float]:
    wrong, misses = row.wrong_person_references, row.misses_among_sought
    return {
        "stricter": row.stricter,
        "wrong": wrong.median or 0.0,
        "wrong_low": wrong.low or 0.0,
        "wrong_high": wrong.high or 0.0,
        "misses": misses.median or 0.0,
        "misses_low": misses.low or 0.0,
        "misses_high": misses.high or 0.0,
    }
