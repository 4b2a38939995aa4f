"""The threshold's trade-off: wrong references against misses, as it is moved."""

from __future__ import annotations

from misid.figures.along import axis_of
from misid.figures.picture import Chart, Column, Picture, Value, words
from misid.results.run import Run
from misid.results.stamp import stamp_line
from misid.results.summary import natural
from misid.results.tradeoff import TradeoffRow, tradeoff

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
    """Wrong-person references against misses as the threshold moves."""
    results = found.results
    rows = tradeoff(found)
    finding = _finding(rows)
    return Picture(
        name="threshold",
        title="What the threshold trades",
        finding=finding,
        alt="A curve that falls from many wrong-person references with few misses (a loose "
        "threshold) to few wrong-person references with many misses (a strict one). The threshold "
        f"as described is a point with lines from 5 % to 95 % of the worlds. {finding}",
        words=words(results),
        stamp=stamp_line(results.stamp, results.scenario.name),
        columns=(
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
        rows=tuple(_row(row) for row in rows),
        draw=(lambda width: draw(rows, width)) if rows else None,
        nothing="No trials: no search is made, so a threshold decides nothing.",
    )


def _row(row: TradeoffRow) -> tuple[Value, ...]:
    wrong, misses = row.wrong_person_references, row.misses_among_sought
    return (
        row.stricter,
        *(wrong.median, wrong.low, wrong.high),
        *(misses.median, misses.low, misses.high),
    )


def _finding(rows: tuple[TradeoffRow, ...]) -> str:
    if not rows:
        return "No trials: no search is made, so a threshold decides nothing."
    by_move = {row.stricter: row for row in rows}
    now, strict = by_move[0.0], by_move[1.0]
    wrong = (
        "A threshold ten times stricter would change wrong-person references from about "
        f"{_wrong(now)} to {_wrong(strict)} per 100,000 searches"
    )
    if now.misses_among_sought.median is None:
        return f"{wrong}; nobody is sought, so nobody is missed."
    if _missed(now) == _missed(strict):
        return f"{wrong}, and misses would hardly change ({_missed(now)} of sought people)."
    return f"{wrong}, and misses from {_missed(now)} to {_missed(strict)} of sought people."


def _wrong(row: TradeoffRow) -> str:
    return natural(row.wrong_person_references.median or 0.0)


def _missed(row: TradeoffRow) -> str:
    return f"{natural(100 * (row.misses_among_sought.median or 0.0))} %"


def draw(rows: tuple[TradeoffRow, ...], width: int) -> Chart:
    """The curve of medians, with the threshold as it is and its range."""
    import altair as alt

    from misid.figures import axes
    from misid.figures.theme import INK, PALE, QUIET, RIGHT, data, fit

    points = [_point(row) for row in rows if row.wrong_person_references.median is not None]
    least = min((point["wrong"] for point in points if point["wrong"] > 0), default=1.0)
    points = [point | {"wrong": max(point["wrong"], least)} for point in points]
    now = [point for point in points if point["stricter"] == 0.0]
    values = [float(point["wrong"]) for point in points]
    values += [max(point["wrong_low"], min(values)) for point in now]
    values += [point["wrong_high"] for point in now]
    x_axis = alt.Axis(title="sought people who get no reference", labelExpr=axes.PER_CENT,
                      tickCount=6, grid=False)  # fmt: skip
    x_scale = alt.Scale(domain=[0, 1], nice=False)
    y_axis = axes.axis("wrong-person references per 100,000 searches", values, titleAnchor="end")
    y_scale = axes.scale(values)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=x_scale, axis=x_axis)

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=y_scale, axis=y_axis)

    curve, present = alt.Chart(data(points)), alt.Chart(data(now))
    across = present.mark_rule(clip=True, color=RIGHT, strokeWidth=5, opacity=0.3)
    line = curve.mark_line(color=QUIET, strokeWidth=2, interpolate="monotone")
    labels = alt.Chart(data(_labels(points, width))).mark_text(align="left", dx=8, dy=-7, color=INK)
    return alt.layer(
        across.encode(x=x("misses"), y=y("wrong_low"), y2="wrong_high:Q"),
        across.encode(x=x("misses_low"), x2="misses_high:Q", y=y("wrong")),
        line.encode(x=x("misses"), y=y("wrong"), order=alt.Order("stricter:Q")),
        curve.mark_point(filled=True, color=PALE, size=30, opacity=1).encode(
            x=x("misses"), y=y("wrong")
        ),
        present.mark_point(filled=True, color=RIGHT, size=110, opacity=1).encode(
            x=x("misses"), y=y("wrong")
        ),
        labels.encode(x=x("misses"), y=y("wrong"), text="text:N"),
    ).properties(width=width, height=_HEIGHT, autosize=fit())


def _labels(points: list[dict[str, float]], width: int) -> list[dict[str, float | str]]:
    """Words beside the points, where they do not stand on each other or beyond the edge."""
    along = axis_of([point["wrong"] for point in points])
    found: list[dict[str, float | str]] = []
    free: dict[int, float] = {}
    for move, text in _LABELS.items():
        point = next((one for one in points if one["stricter"] == move), None)
        if point is None:
            continue
        row = round(along.part(point["wrong"]) * _HEIGHT / _LINE)
        start = point["misses"] * (width - _LEFT)
        end = start + len(text) * _LETTER
        if end < width - _LEFT and all(start > free.get(row + near, 0.0) for near in (-1, 0, 1)):
            free[row] = end
            found.append({**point, "text": text})
    return found


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
