"""The threshold's trade-off: wrong references against misses, as it is moved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from misid.figures.axis_range import axis_of
from misid.figures.looks import look
from misid.figures.picture import Chart, Column, Picture, Value, open_said, words
from misid.results.run import Run
from misid.results.schema import Results, TradeoffCurve, TradeoffRow
from misid.results.stamp import stamp_line
from misid.results.summary import natural

# In the order in which they claim their place.
_LABELS = {
    0.0: "as described",
    1.0: "10 times stricter",
    -1.0: "10 times looser",
    -2.0: "100 times looser",
    4.0: "10,000 times stricter",
    2.0: "100 times stricter",
}
_HEIGHT, _LEFT, _LINE, _LETTER = 340, 60, 14, 6.9


def threshold_tradeoff(found: Run) -> Picture:
    """Wrong-person references against misses as the threshold moves, a curve a side."""
    results = found.results
    curves = found.results.tradeoff or ()
    several = len(curves) > 1
    finding = _finding(results, curves)
    return Picture(
        name="threshold",
        title="What the threshold trades",
        finding=finding,
        alt=f"{'A curve for each answer' if several else 'A curve'} that falls from many "
        "wrong-person references with few misses (a loose "
        "threshold) to few wrong-person references with many misses (a strict one). The threshold "
        f"as described is a point with lines from 5 % to 95 % of the worlds. {finding}",
        words=words(results),
        stamp=stamp_line(results.stamp, results.scenario.name),
        columns=(
            *((Column("if", "If"),) if several else ()),
            Column("stricter", "Threshold stricter by", "decades of the false match rate"),
            *(
                Column(f"{name}_{end}", f"{title}, {said}", unit)
                for name, title, unit in (
                    ("wrong_person_references", "Wrong-person references", "per 100,000 searches"),
                    ("misses_among_sought", "Misses", "share of stops of sought people"),
                )
                for end, said in (("median", "median"), ("low", "5 %"), ("high", "95 %"))
            ),
        ),
        rows=tuple(
            (*((curve.clause,) if several else ()), *_row(row))
            for curve in curves
            for row in curve.rows
        ),
        draw=(lambda width: draw(curves, width)) if curves else None,
        nothing="No trials: no search is made, so a threshold decides nothing.",
    )


def _row(row: TradeoffRow) -> tuple[Value, ...]:
    wrong, misses = row.wrong_person_references, row.misses_among_sought
    return (
        row.stricter,
        *(wrong.median, wrong.low, wrong.high),
        *(misses.median, misses.low, misses.high),
    )


def _finding(results: Results, curves: tuple[TradeoffCurve, ...]) -> str:
    if not curves:
        return "No trials: no search is made, so a threshold decides nothing."
    lead = "A threshold ten times stricter would change wrong-person references"
    if len(curves) == 1:
        return f"{lead} {_changed(curves[0])}."
    told = "; ".join(f"if {one.clause}, {_changed(one, first=one is curves[0])}" for one in curves)
    return f"{lead}: {told}. {open_said(results)}"


def _changed(curve: TradeoffCurve, *, first: bool = True) -> str:
    """From what to what a threshold ten times stricter changes both errors."""
    by_move = {row.stricter: row for row in curve.rows}
    now, strict = by_move[0.0], by_move[1.0]
    per = " per 100,000 searches" if first else ""
    wrong = f"from about {_wrong(now)} to {_wrong(strict)}{per}"
    if now.misses_among_sought.median is None:
        return f"{wrong}, and nobody is sought, so nobody is missed"
    if _missed(now) == _missed(strict):
        return f"{wrong}, and misses would hardly change ({_missed(now)} of sought people)"
    of = " of sought people" if first else ""
    return f"{wrong}, and misses from {_missed(now)} to {_missed(strict)}{of}"


def _wrong(row: TradeoffRow) -> str:
    return natural(row.wrong_person_references.median or 0.0)


def _missed(row: TradeoffRow) -> str:
    return f"{natural(100 * (row.misses_among_sought.median or 0.0))} %"


def draw(curves: tuple[TradeoffCurve, ...], width: int) -> Chart:
    """The curve of medians of each side, with the threshold as it is and its range."""
    import altair as alt

    from misid.figures import axes
    from misid.figures.theme import fit

    sides = [_points(curve) for curve in curves]
    values = [float(point["wrong"]) for points in sides for point in points]
    now = [point for points in sides for point in points if point["stricter"] == 0.0]
    values += [max(point["wrong_low"], min(values)) for point in now]
    values += [point["wrong_high"] for point in now]
    x_axis = alt.Axis(title="sought people who get no reference", labelExpr=axes.PER_CENT,
                      tickCount=6, grid=False)  # fmt: skip
    y_axis = axes.axis("wrong-person references per 100,000 searches", values, titleAnchor="end")
    along = Along(alt.Scale(domain=[0, 1], nice=False), x_axis, axes.scale(values), y_axis)
    layers = [layer for n, points in enumerate(sides) for layer in _side(points, along, n)]
    layers.append(_words(curves, sides, values, width, along))
    return alt.layer(*layers).properties(width=width, height=_HEIGHT, autosize=fit())


class Along(NamedTuple):
    """The scales and axes of both errors."""

    x_scale: Chart
    x_axis: Chart
    y_scale: Chart
    y_axis: Chart

    def x(self, field: str) -> Chart:
        """A field along the axis of misses."""
        import altair as alt

        return alt.X(f"{field}:Q", scale=self.x_scale, axis=self.x_axis)

    def y(self, field: str) -> Chart:
        """A field along the axis of wrong persons."""
        import altair as alt

        return alt.Y(f"{field}:Q", scale=self.y_scale, axis=self.y_axis)


def _points(curve: TradeoffCurve) -> list[dict[str, float]]:
    points = [_point(row) for row in curve.rows if row.wrong_person_references.median is not None]
    least = min((point["wrong"] for point in points if point["wrong"] > 0), default=1.0)
    return [point | {"wrong": max(point["wrong"], least)} for point in points]


def _side(points: list[dict[str, float]], along: Along, number: int) -> list[Chart]:
    """The curve of one side, and the point where its threshold stands."""
    import altair as alt

    from misid.figures.theme import PALE, QUIET, data

    drawn = look(number)
    now = [point for point in points if point["stricter"] == 0.0]
    curve, present = alt.Chart(data(points)), alt.Chart(data(now))
    across = present.mark_rule(clip=True, color=drawn.colour, strokeWidth=5, opacity=0.3)
    line = curve.mark_line(
        color=QUIET, strokeWidth=2, interpolate="monotone", strokeDash=drawn.dash
    )
    at = {"x": along.x("misses"), "y": along.y("wrong")}
    return [
        across.encode(x=along.x("misses"), y=along.y("wrong_low"), y2="wrong_high:Q"),
        across.encode(x=along.x("misses_low"), x2="misses_high:Q", y=along.y("wrong")),
        line.encode(**at, order=alt.Order("stricter:Q")),
        curve.mark_point(filled=True, color=PALE, size=30, opacity=1).encode(**at),
        present.mark_point(
            filled=True, color=drawn.colour, shape=drawn.shape, size=110, opacity=1
        ).encode(**at),
    ]


def _words(
    curves: tuple[TradeoffCurve, ...],
    sides: list[list[dict[str, float]]],
    values: list[float],
    width: int,
    along: Along,
) -> Chart:
    """Moves beside the points of the first curve, and what each further curve is."""
    import altair as alt

    from misid.figures.theme import INK, data

    named = len(curves) > 1
    rows = _labels(sides, [curve.head if named else "" for curve in curves], values, width)
    labels = alt.Chart(data(rows)).mark_text(align="left", dx=8, dy=-7, color=INK)
    return labels.encode(x=along.x("misses"), y=along.y("wrong"), text="text:N")


def _labels(
    sides: list[list[dict[str, float]]], heads: list[str], values: list[float], width: int
) -> list[dict[str, float | str]]:
    """
    Words beside the points, where they do not stand on each other or beyond the edge.

    The threshold as it is is named on every curve, moves of it on the first one alone.
    """
    along = axis_of(values)
    found: list[dict[str, float | str]] = []
    free: dict[int, float] = {}
    for number, texts, move in _named(heads):
        point = next((one for one in sides[number] if one["stricter"] == move), None)
        if point is None:
            continue
        row = round(along.part(point["wrong"]) * _HEIGHT / _LINE)
        start = point["misses"] * (width - _LEFT)
        if any(start <= free.get(row + near, 0.0) for near in (-1, 0, 1)):
            continue
        fits = [text for text in texts if start + len(text) * _LETTER < width - _LEFT]
        if fits:
            free[row] = start + len(fits[0]) * _LETTER
            found.append({**point, "text": fits[0]})
    return found


def _named(heads: list[str]) -> Iterator[tuple[int, tuple[str, ...], float]]:
    """What claims a place, in order: its curve, its words (long, or short), its move."""
    for number, head in enumerate(heads):
        yield number, (f"as described: {head}", head) if head else (_LABELS[0.0],), 0.0
    for move, text in _LABELS.items():
        if move:
            yield 0, (text,), move


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
