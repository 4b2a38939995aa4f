"""One made-up person's stops along the years: the same stranger, again and again."""

from __future__ import annotations

from misid.figures.axes import years
from misid.figures.picture import WIDE, Data, DataColumn, Picture, pictured
from misid.figures.theme import FIT, GRID, INK, QUIET, RIGHT, WRONG, plotted
from misid.figures.vegalite import Chart, field, mark
from misid.simulation.people_schema import History
from misid.words import people as captions
from misid.words import people as words
from misid.words.figure_labels import cautions, label
from misid.words.language import Language
from misid.words.simulation import stamp_line

_DAYS_A_YEAR = 365.25
_SHORT = {"same": "same_short", "other": "other_short", "own": "right"}


def person_history(history: History, language: Language) -> Picture:
    """The stops of the history's example, by what each was answered with."""
    answers = {kind: language.word(said) for kind, said in words.ANSWERED_WITH.items()}
    verdicts = {code: language.word(said) for code, said in words.VERDICTS.items()}
    data = Data(
        columns=(
            DataColumn("after_days", label("after_days", language)),
            DataColumn("answered_with", label("ending", language)),
            DataColumn("review", label("review", language)),
        ),
        rows=tuple(
            (round(stop.after_days, 2), answers[words.answered_with(stop)], verdicts[stop.review])
            for stop in history.example
        ),
        draw=(lambda width: _draw(history, width, language)) if history.example else None,
    )
    said, stamp = cautions("person", history, language), stamp_line(history.stamp, language)
    caption = captions.person_caption(history, language)
    return pictured("person", caption, data, words=said, stamp=stamp, language=language)


def _draw(history: History, width: int, language: Language) -> Chart:
    """A row for each kind of answer, a mark for each stop."""
    kinds = {words.answered_with(stop) for stop in history.example}
    short = {} if width >= WIDE else _SHORT
    labels = {
        kind: label(short[kind], language) if kind in short else language.word(name)
        for kind, name in words.ANSWERED_WITH.items()
        if kind in kinds
    }
    colours = {"same": WRONG, "other": INK, "own": RIGHT, "nothing": QUIET, "no_search": QUIET}
    order = list(labels.values())
    rows = [
        {"year": stop.after_days / _DAYS_A_YEAR, "kind": labels[words.answered_with(stop)]}
        for stop in history.example
    ]
    names = {"title": None, "ticks": False, "labelPadding": 10, "domain": False, "labelLimit": 260,
             "grid": True, "gridColor": GRID, "tickBand": "center",
             "labelFontSize": 13 if width >= WIDE else 11}  # fmt: skip
    along = years(history.years, language)
    axis = along.axis(label("years", language), width - 190, grid=False)
    scale = {"domain": order, "range": [colours[kind] for kind in labels]}
    at = {
        "x": field("year:Q", scale=along.scale(), axis=axis),
        "y": field("kind:N", sort=order, axis=names),
        "color": field("kind:N", legend=None, scale=scale),
    }
    stops = mark("point", plotted(rows), at, filled=True, size=130, opacity=0.9)
    return {**stops, "width": width, "height": 44 * len(labels) + 40, "autosize": FIT}
