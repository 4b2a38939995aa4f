"""Tail: an extrapolated threshold, by how many of the highest scores it is read from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from misid.evaluation.schema import TailFitNote, TailNote, Verification
from misid.figures.picture import Data, Picture
from misid.figures.score_picture import columns, of_scores, unitless
from misid.figures.theme import FIT, GRID, INK, RIGHT, plotted
from misid.figures.vegalite import Chart, Part, field, layer, mark
from misid.words import figures_of_scores as words
from misid.words.figures_of_scores import label
from misid.words.language import Language
from misid.words.numbers import rare

_STEP = 26


def tail_thresholds(found: Verification, language: Language) -> Picture:
    """The extrapolated threshold and its interval, for each score that the tail may begin at."""
    tail = found.tail
    fits = tail.fits if tail else ()
    names = ("scores", "above", "shape", "threshold", "low", "high")
    data = Data(
        columns=columns(language, share="share", **unitless(names)),
        rows=tuple((one.share, *(getattr(one, name) for name in names)) for one in fits),
        draw=(lambda width: _draw(tail, width, language)) if tail and fits else None,
    )
    return of_scores("tail", words.tail(found, language), data, found, language)


def _edge(tail: TailNote) -> float:
    """How far the axis reaches: as far as the interval that is used, within reason."""
    fits = tail.fits
    away = 1.0 if fits[0].threshold >= fits[0].low else -1.0
    near = min(away * one.low for one in fits)
    far = max(away * one.threshold - near for one in fits)
    used = [one.high for one in fits if one.share == tail.share and one.high is not None]
    wanted = away * used[0] - near if used else 2.0 * far
    return away * (near + min(5.0 * far, max(1.5 * far, 1.05 * wanted)))


def _draw(tail: TailNote, width: int, language: Language) -> Chart:
    """A row for each tail, from the longest to the shortest; the one that is used stands out."""
    edge = _edge(tail)
    rows = [_row(one, edge, language, is_used=one.share == tail.share) for one in tail.fits]
    ends = [float(row[end]) for row in rows for end in ("low", "high", "threshold")]
    room = 0.02 * (max(ends) - min(ends))
    scale = {"domain": [min(ends) - room, max(ends) + room], "nice": False}
    names = {"title": None, "domain": False, "ticks": False, "grid": False, "labelColor": INK}
    x_axis = {
        "title": label("by_tail", language),
        "tickCount": 6 if width > 400 else 4,
        "gridColor": GRID,
        "titleAnchor": "start",
        "format": "~g",
    }

    def x(name: str) -> Part:
        return field(f"{name}:Q", scale=scale, axis=x_axis)

    y = field("label:O", sort=None, axis=names)
    layers = _layers(rows, edge, x, y)
    return layer(layers, width=width, height=_STEP * len(rows), autosize=FIT)


def _layers(
    rows: list[dict[str, Any]], edge: float, x: Callable[[str], Part], y: Part
) -> Iterator[Chart]:
    """Intervals, with an arrow where one goes on, and thresholds."""

    def points(kept: list[dict[str, Any]], name: str, **looks: Any) -> Chart:
        return mark("point", plotted(kept), {"y": y, "x": x(name)}, filled=True, opacity=1, **looks)

    ends = {"y": y, "x": x("low"), "x2": "high"}
    yield mark("rule", plotted(rows), ends, color=RIGHT, strokeWidth=2.5, opacity=0.55)
    for used, colour in ((False, RIGHT), (True, INK)):
        kept = [row for row in rows if row["used"] is used]
        yield points(kept, "threshold", color=colour, size=75)
    arrow = "triangle-right" if edge > rows[0]["low"] else "triangle-left"
    yield points([row for row in rows if row["cut"]], "high", color=RIGHT, shape=arrow, size=60)


def _row(one: TailFitNote, edge: float, language: Language, *, is_used: bool) -> dict[str, Any]:
    is_cut = one.high is None or abs(one.high - one.low) > abs(edge - one.low)
    share = rare(one.share, language=language).text
    return {
        "label": label("used", language, share=share) if is_used else share,
        "low": one.low,
        "threshold": one.threshold,
        "high": edge if is_cut else one.high,
        "cut": is_cut,
        "used": is_used,
    }
