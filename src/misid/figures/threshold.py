"""The threshold's trade-off: wrong references against misses, at every threshold."""

from __future__ import annotations

from misid.figures.picture import Chart, Column, Picture, Value, stamp_line, words
from misid.results.run import Run
from misid.results.summary import natural
from misid.results.tradeoff import Tradeoff, TradeoffRow, tradeoff


def threshold_tradeoff(found: Run) -> Picture:
    """Wrong-person references against misses as the threshold moves."""
    results = found.results
    traded = tradeoff(found)
    finding = _finding(traded)
    return Picture(
        name="threshold",
        title="What the threshold trades",
        finding=finding,
        alt="A curve that falls from many wrong-person references with few misses (a loose "
        "threshold) to few wrong-person references with many misses (a strict one). The part where "
        f"the threshold may stand is drawn thick. {finding}",
        words=words(results),
        stamp=stamp_line(results),
        columns=(
            Column("rarity", "Threshold", "rarity"),
            Column("may_stand_here", "May stand here"),
            *(
                Column(f"{name}_{end}", f"{title}, {said}")
                for name, title in (
                    ("wrong_person_references", "Wrong-person references per 100,000 searches"),
                    ("misses_among_sought", "Misses, share of stops of sought people"),
                )
                for end, said in (("median", "median"), ("low", "5 %"), ("high", "95 %"))
            ),
        ),
        rows=tuple(_row(row, traded) for row in traded.rows),
        draw=(lambda width: draw(traded, width)) if traded.rows else None,
    )


def _row(row: TradeoffRow, traded: Tradeoff) -> tuple[Value, ...]:
    wrong, misses = row.wrong_person_references, row.misses_among_sought
    return (
        row.rarity,
        "yes" if may_stand(row, traded) else "no",
        *(wrong.median, wrong.low, wrong.high),
        *(misses.median, misses.low, misses.high),
    )


def may_stand(row: TradeoffRow, traded: Tradeoff) -> bool:
    """Whether the threshold lies within the range where the scenario's may stand."""
    low, high = traded.now.low or 0.0, traded.now.high or 0.0
    step = traded.rows[1].rarity - traded.rows[0].rarity
    return low - step / 2 <= row.rarity <= high + step / 2


def _finding(traded: Tradeoff) -> str:
    rows = [row for row in traded.rows if may_stand(row, traded)]
    if not rows:
        return "No trials: no search is made, so a threshold decides nothing."
    loose, strict = rows[0], rows[-1]
    if loose is strict:
        return (
            "The threshold stands where about "
            f"{natural(loose.wrong_person_references.median or 0)} of 100,000 are answered with "
            f"somebody else's record and {_percent(loose)} of sought people are missed."
        )
    return (
        "From the loosest to the strictest threshold that may be in use, wrong-person references "
        f"fall from about {natural(loose.wrong_person_references.median or 0)} to "
        f"{natural(strict.wrong_person_references.median or 0)} per 100,000 searches, and misses "
        f"rise from {_percent(loose)} to {_percent(strict)} of sought people."
    )


def _percent(row: TradeoffRow) -> str:
    return f"{natural(100 * (row.misses_among_sought.median or 0))} %"


def draw(traded: Tradeoff, width: int) -> Chart:
    """The curve of medians, its present part thick, with whiskers there."""
    import altair as alt

    from misid.figures import axes
    from misid.figures.theme import PALE, QUIET, RIGHT, data, fit

    rows = [_point(row, traded) for row in traded.rows if row.wrong_person_references.median]
    present = [row for row in rows if row["now"]]
    values = [float(row["wrong"]) for row in rows]
    values += [float(row[end]) for row in present for end in ("wrong_low", "wrong_high")]
    values = [max(value, min(float(row["wrong"]) for row in rows)) for value in values]
    x_axis = alt.Axis(title="sought people who get no reference", format="%",
                      tickCount=6, grid=False)  # fmt: skip
    x_scale = alt.Scale(domain=[0, 1], nice=False)
    y_axis = axes.axis("wrong-person references per 100,000 searches", values, titleAnchor="end")
    x = alt.X("misses:Q", scale=x_scale, axis=x_axis)
    y_scale = axes.scale(values)
    y = alt.Y("wrong:Q", scale=y_scale, axis=y_axis)
    now = alt.Chart(data(present))
    lines = [
        alt.Chart(data(rows)).mark_line(color=QUIET, strokeWidth=1.5, interpolate="monotone"),
        now.mark_line(color=RIGHT, strokeWidth=5, interpolate="monotone"),
    ]
    layers: list[Chart] = [
        now.mark_rule(clip=True, color=PALE, strokeWidth=1).encode(
            x=x, y=alt.Y("wrong_low:Q", scale=y_scale, axis=y_axis), y2="wrong_high:Q"
        ),
        now.mark_rule(clip=True, color=PALE, strokeWidth=1).encode(
            x=alt.X("misses_low:Q", scale=x_scale, axis=x_axis), x2="misses_high:Q", y=y
        ),
        *(line.encode(x=x, y=y, order=alt.Order("rarity:Q")) for line in lines),
        now.mark_point(filled=True, color=RIGHT, size=70, opacity=1).encode(x=x, y=y),
    ]
    layers += _labels(rows, present, x, y)
    return alt.layer(*layers).properties(width=width, height=340, autosize=fit())


def _labels(
    rows: list[dict[str, float]], present: list[dict[str, float]], x: Chart, y: Chart
) -> list[Chart]:
    """Words above the curve, where nothing else is."""
    import altair as alt

    from misid.figures.theme import INK, QUIET, data

    notes = [
        (rows[0], "looser", QUIET),
        (present[len(present) // 2], "thick: where it may stand", INK),
        (rows[max(0, len(rows) - 4)], "stricter", QUIET),
    ]
    return [
        alt.Chart(data([{**row, "text": text}]))
        .mark_text(align="left", dx=10, dy=-10, color=colour)
        .encode(x=x, y=y, text="text:N")
        for row, text, colour in notes
    ]


def _point(row: TradeoffRow, traded: Tradeoff) -> dict[str, float]:
    wrong, misses = row.wrong_person_references, row.misses_among_sought
    return {
        "rarity": row.rarity,
        "now": may_stand(row, traded),
        "wrong": wrong.median or 0.0,
        "wrong_low": wrong.low or 0.0,
        "wrong_high": wrong.high or 0.0,
        "misses": misses.median or 0.0,
        "misses_low": misses.low or 0.0,
        "misses_high": misses.high or 0.0,
    }
