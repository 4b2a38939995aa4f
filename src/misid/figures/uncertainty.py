"""Where the range comes from: how much of it each open input explains by itself."""

from __future__ import annotations

import textwrap
from typing import NamedTuple

from misid.figures.picture import WIDE, Data, DataColumn, Picture, of_run
from misid.figures.theme import FIT, FITTING, INK, PALE, QUIET, RIGHT, plotted
from misid.figures.vegalite import Chart, Held, Part, field, layer, mark
from misid.results.schema import Results
from misid.results.variance_shares import least_share
from misid.words import figures as words
from misid.words.figure_labels import label
from misid.words.figures import inputs_said
from misid.words.language import Language
from misid.words.numbers import counted, read

_SHOWN = 8
_LETTER, _LINE = 6.6, 16


def uncertainty_bars(results: Results, language: Language) -> Picture:
    """The inputs that decide where in its range the headline lies."""
    sources = results.uncertainty
    row = next(one for one in results.headline if one.name == sources.output)
    described = inputs_said(results, language)
    rows = bars(results, described, language)
    data = Data(
        columns=(
            DataColumn("input", label("input", language)),
            DataColumn("description", label("description", language)),
            DataColumn("status", label("status", language)),
            DataColumn("share", label("share", language), "share"),
        ),
        rows=(
            *(
                (one.input, described[one.input], label(one.status, language), one.share)
                for one in sources.inputs
            ),
            ("left", label("together", language), "", sources.left),
        ),
        draw=(lambda width: _draw(rows, width)) if rows else None,
    )  # fmt: skip
    return of_run("uncertainty", words.uncertainty(results, row, language), data, results, language)


class Bar(NamedTuple):
    """One row: its words, how the input is known, its share, and how that is said."""

    words: str
    status: str
    share: float
    said: str


def bars(results: Results, described: dict[str, str], language: Language) -> list[Bar]:
    """What is drawn: words, status and share; small ones are summed up."""
    sources = results.uncertainty
    least = least_share(results.stamp.draws)
    large = [row for row in sources.inputs if row.share >= least][:_SHOWN]
    if not large:
        return []
    left = max(0.0, 1.0 - sum(row.share for row in large))
    count = counted(len(sources.inputs) - len(large), language=language).text
    return [
        *(
            Bar(
                described[row.input],
                row.status,
                row.share,
                label("bar_known", language,
                      share=read(row.share, "share", language), status=label(row.status, language)),
            )
            for row in large
        ),
        Bar(label("the_others", language, inputs=count), "", left, read(left, "share", language)),
    ]  # fmt: skip


def _draw(rows: list[Bar], width: int) -> Chart:
    """A bar a row, its words above it."""
    points, height = _points(rows, letters=int((width - 70) / _LETTER))
    longest = max(row.share for row in rows)
    ends = [0, longest * (1.35 if width >= WIDE else 1.75)]
    scale = {"domain": [Held("{}[0]", ends), Held("{}[1]", ends)], "nice": False}
    y_scale = {"domain": [height, 0], "nice": False}
    placed = plotted(points)

    def y(name: str) -> Part:
        return field(f"{name}:Q", scale=y_scale, axis=None)

    zero, share = (field(f"{name}:Q", scale=scale, axis=None) for name in ("zero", "share"))
    bar = {"x": zero, "x2": "share", "y": y("bar"), "y2": "end",
           "color": field("colour:N", scale=None)}  # fmt: skip
    words = {"x": zero, "y": y("y"), "text": "text:N"}
    said = {"x": share, "y": y("middle"), "text": "said:N"}
    lines = {"baseline": "top", "lineBreak": "\n", "lineHeight": _LINE, "color": INK,
             "font": FITTING}  # fmt: skip
    layers = [
        mark("text", placed, words, align="left", **lines),
        mark("rect", placed, bar),
        mark("text", placed, said, align="left", dx=6, color=QUIET, fontWeight=700),
    ]
    return layer(layers, width=width, height=height, autosize=FIT)


def _points(rows: list[Bar], letters: int) -> tuple[list[dict[str, object]], float]:
    """What is drawn for each row, from top to bottom, and the height of all."""
    colours = {"unknown": INK, "assumed": INK, "": PALE}
    points: list[dict[str, object]] = []
    top = 0.0
    for row in rows:
        lines = textwrap.wrap(row.words, letters)
        below = top + _LINE * len(lines)
        points.append(
            {
                "text": "\n".join(lines),
                "y": top,
                "bar": below + 2,
                "middle": below + 7,
                "end": below + 12,
                "zero": 0,
                "share": row.share,
                "said": row.said,
                "colour": colours.get(row.status, RIGHT),
            }
        )
        top = below + 26
    return points, top
