"""Photographs held over the years: a stock with its band."""

from __future__ import annotations

from misid.figures.axes import numbers
from misid.figures.picture import (
    Data,
    DataColumn,
    Picture,
    ends,
    interval_columns,
    of_run,
)
from misid.figures.stock import NAME, Stock, names
from misid.figures.theme import plotted
from misid.figures.vegalite import Chart, mark
from misid.results.first_facts import RunFacts
from misid.words import figures as words
from misid.words.figure_labels import label
from misid.words.language import Language

_KINDS = ("photographs", "no_match")


def photograph_stock(results: RunFacts, language: Language) -> Picture:
    """Photographs held at the end of each year."""
    last = results.stock[-1]
    data = Data(
        columns=(
            DataColumn("year", label("year", language)),
            *(column for kind in _KINDS for column in interval_columns(kind, "", language)),
        ),
        rows=tuple(
            (row.year, *ends(row.photographs), *ends(row.no_match)) for row in results.stock
        ),
        draw=(lambda width: _draw(results, width, language)) if last.photographs.high else None,
    )
    return of_run("photographs", words.photographs(last, language), data, results, language)


def _draw(results: RunFacts, width: int, language: Language) -> Chart:
    """Bands and lines, named at the top."""
    last = results.stock[-1]
    keys = ("year", "kind", "median", "low", "high")
    rows = plotted(
        dict(zip(keys, (row.year, kind, *ends(one)), strict=True))
        for row in results.stock
        for kind, one in zip(_KINDS, (row.photographs, row.no_match), strict=True)
    )
    headroom = 1.0 + NAME * len(names(_KINDS, width, language))
    highest = headroom * (last.photographs.high or 1.0)
    stock = Stock(width, last.year, numbers([highest], "", language), _KINDS, language)
    at = {"x": stock.x(), "y": stock.y("low"), "y2": "high", "color": stock.colour()}
    return stock.chart([mark("area", rows, at, opacity=0.16), *stock.lines(rows, "median")])
