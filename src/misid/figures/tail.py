"""Tail: an extrapolated threshold, by how many of the highest scores it is read from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from misid.evaluation.schema import TailFitNote, TailNote, Verification
from misid.figures.picture import EXTRAPOLATED, Chart, Column, Picture
from misid.words.comparisons import cautions, tail_range
from misid.words.numbers import rare
from misid.words.sentence import plain

_STEP = 26
_NOTHING = "No tail could be fitted: there is nothing to extrapolate."


def tail_thresholds(found: Verification, stamp: str) -> Picture:
    """The extrapolated threshold and its interval, for each score that the tail may begin at."""
    tail = found.tail
    fits = tail.fits if tail else ()
    finding = plain(tail_range(found))
    asked = rare(tail.targets[0].asked).text if tail and tail.targets else "too low to count"
    return Picture(
        name="tail",
        title="Extrapolated thresholds by where the tail begins",
        finding=finding,
        alt="Dots with lines, one row for each share of the highest impostor scores that a law is "
        f"fitted to: the threshold for a false match rate of {asked}, with its 95 % interval. A "
        f"line that ends in an arrow goes on. {finding}",
        words=(EXTRAPOLATED, *cautions(found)),
        stamp=stamp,
        columns=(
            Column("share", "Scores in the tail", "share"),
            Column("scores", "How many"),
            Column("above", "Begins at"),
            Column("shape", "Shape"),
            Column("threshold", "Threshold"),
            Column("low", "From"),
            Column("high", "To"),
        ),
        rows=tuple(
            (one.share, one.scores, one.above, one.shape, one.threshold, one.low, one.high)
            for one in fits
        ),
        draw=(lambda width: draw(tail, width)) if tail and fits else None,
        nothing=_NOTHING,
    )


def _edge(tail: TailNote) -> float:
    """How far the axis reaches: as far as the interval that is used, within reason."""
    fits = tail.fits
    away = 1.0 if fits[0].threshold >= fits[0].low else -1.0
    near = min(away * one.low for one in fits)
    far = max(away * one.threshold - near for one in fits)
    used = [one.high for one in fits if one.share == tail.share and one.high is not None]
    wanted = away * used[0] - near if used else 2.0 * far
    return away * (near + min(5.0 * far, max(1.5 * far, 1.05 * wanted)))


def draw(tail: TailNote, width: int) -> Chart:
    """A row for each tail, from the longest to the shortest; the one that is used stands out."""
    import altair as alt

    from misid.figures.theme import GRID, INK, fit

    edge = _edge(tail)
    rows = [_row(one, edge, is_used=one.share == tail.share) for one in tail.fits]
    ends = [float(row[end]) for row in rows for end in ("low", "high", "threshold")]
    room = 0.02 * (max(ends) - min(ends))
    scale = alt.Scale(domain=[min(ends) - room, max(ends) + room], nice=False)
    names = alt.Axis(title=None, domain=False, ticks=False, grid=False, labelColor=INK)
    title = "Threshold, by scores in the tail"
    x_axis = alt.Axis(
        title=title,
        tickCount=6 if width > 400 else 4,
        gridColor=GRID,
        titleAnchor="start",
        format="~g",
    )

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=x_axis)

    y = alt.Y("label:O", sort=None, axis=names)
    layers = alt.layer(*_layers(rows, edge, x, y))
    return layers.properties(width=width, height=_STEP * len(rows), autosize=fit())


def _layers(
    rows: list[dict[str, Any]], edge: float, x: Callable[[str], Chart], y: Chart
) -> Iterator[Chart]:
    """Intervals, with an arrow where one goes on, and thresholds."""
    import altair as alt

    from misid.figures.theme import INK, RIGHT, data

    def points(kept: list[dict[str, Any]], field: str, **looks: Any) -> Chart:
        marks = alt.Chart(data(kept)).mark_point(filled=True, opacity=1, **looks)
        return marks.encode(y=y, x=x(field))

    rules = alt.Chart(data(rows)).mark_rule(color=RIGHT, strokeWidth=2.5, opacity=0.55)
    yield rules.encode(y=y, x=x("low"), x2="high:Q")
    for used, colour in ((False, RIGHT), (True, INK)):
        kept = [row for row in rows if row["used"] is used]
        yield points(kept, "threshold", color=colour, size=75)
    arrow = "triangle-right" if edge > rows[0]["low"] else "triangle-left"
    yield points([row for row in rows if row["cut"]], "high", color=RIGHT, shape=arrow, size=60)


def _row(one: TailFitNote, edge: float, *, is_used: bool) -> dict[str, Any]:
    is_cut = one.high is None or abs(one.high - one.low) > abs(edge - one.low)
    used = ", used" if is_used else ""
    return {
        "label": f"{rare(one.share)}{used}",
        "low": one.low,
        "threshold": one.threshold,
        "high": edge if is_cut else one.high,
        "cut": is_cut,
        "used": is_used,
    }
