"""Photographs held month by month, as people were drawn, and the band of what is not known."""

from __future__ import annotations

from misid.figures.axes import numbers
from misid.figures.picture import Data, DataColumn, Picture, pictured
from misid.figures.stock import NAME, Stock, names
from misid.figures.theme import RIGHT, plotted
from misid.figures.vegalite import Chart, mark
from misid.simulation.people_schema import History
from misid.words import people as captions
from misid.words.figure_labels import cautions, label
from misid.words.language import Language
from misid.words.simulation import stamp_line

_HEADROOM = 1.05
_KINDS = ("held", "held_no_candidate")


def monthly_stock(history: History, language: Language) -> Picture:
    """Photographs held at the end of each month, and what is possible by year."""
    keys = ("month", *_KINDS, "held_expected")
    held = any(month.held for month in history.months)
    data = Data(
        columns=tuple(DataColumn(name, label(name, language)) for name in keys),
        rows=tuple(tuple(getattr(row, name) for name in keys) for row in history.months),
        draw=(lambda width: _draw(history, width, language)) if held else None,
    )
    said, stamp = cautions("stock", history, language), stamp_line(history.stamp, language)
    caption = captions.months_caption(history, language)
    return pictured("stock", caption, data, words=said, stamp=stamp, language=language)


def _draw(history: History, width: int, language: Language) -> Chart:
    """A band, two lines, their names at the top."""
    possible = [(year.year, year.held_possible) for year in history.photographs]
    band = [{"year": 0, "low": 0.0, "high": 0.0}]
    band += [
        {"year": year, "low": one.low or 0.0, "high": one.high or 0.0} for year, one in possible
    ]
    highest = max(row["high"] for row in band)
    headroom = _HEADROOM + NAME * len(names(_KINDS, width, language))
    highest = headroom * max(highest, *(row.held for row in history.months))
    rows = plotted(
        {"year": row.month / 12, "kind": kind, "held": getattr(row, kind)}
        for row in history.months
        for kind in _KINDS
    )
    stock = Stock(width, history.years, numbers([highest], "", language), _KINDS, language)
    at = {"x": stock.x(), "y": stock.y("low"), "y2": "high"}
    area = mark("area", plotted(band), at, opacity=0.14, color=RIGHT)
    return stock.chart([area, *stock.lines(rows, "held")])
