"""Rates of rows from the lowest to the highest: each given all rows, beside its own raw rate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from misid.figures.axes import Axis
from misid.figures.interval_rows import Along
from misid.figures.letters import fitted
from misid.figures.looks import SideLook, legend
from misid.figures.picture import Data, DataColumn, Picture, interval_columns, pictured
from misid.figures.picture import ends as ends_of
from misid.figures.share_axis import logarithms
from misid.figures.theme import GRID, HALO, INK, NORMAL, QUIET, RIGHT, WRONG, plotted
from misid.figures.vegalite import Chart, Part, Rows, below, field, layer, mark
from misid.inference.row_schema import RatesAmongRows, RowRate, RowRates
from misid.words import rows as words
from misid.words.figure_labels import caution, label
from misid.words.language import ENGLISH, Language

MOST_NAMED = 30
"""So many rows have their names; among more, those that are told apart."""
MOST_DRAWN = 200
"""So many rows are drawn; of more every so many, and all that are told apart."""
_NAMED_APART, _APART = 8, ("above", "below")
_STEP, _TALLEST, _EDGE, _ELLIPSIS = 34.0, 520.0, 46.0, 16.0
_LOWER, _ABOVE, _THIN, _LINE = 8.0, 7.0, 4.0, 16.0
_LOOKS = (
    SideLook(RIGHT, "circle", [1, 0]),
    SideLook(WRONG, "diamond", [1, 0]),
    SideLook(QUIET, "square", [1, 0]),
)


class _RowLine(NamedTuple):
    """A row: its name, ends of its range, its raw rate, and whether it is told apart."""

    name: str
    low: float
    median: float
    high: float
    raw: float | None
    is_apart: bool


def row_picture(found: RowRates, place: int, language: Language = ENGLISH) -> Picture:
    """
    Every row of one rate, in the order of its rate given all rows.

    Args:
        found: the facts.
        place: which of its rates.
        language: whose words.
    """
    one = found.rates[place]
    ordered = _drawn_rows(sorted(one.rows, key=lambda row: row.rate.median or 0.0))
    lines = [_line(row, language) for row in ordered]
    data = Data(
        columns=(
            DataColumn("row", label("row", language)),
            DataColumn("raw_low", label("raw_low", language), "share"),
            DataColumn("raw_high", label("raw_high", language), "share"),
            *interval_columns("given_all", "share", language),
            DataColumn("lies", label("lies", language)),
        ),
        rows=tuple(
            (
                line.name,
                row.raw_low,
                row.raw_high,
                *ends_of(row.rate),
                language.word(words.LIES[row.lies]),
            )
            for line, row in zip(lines, ordered, strict=True)
        ),
        draw=lambda width: _draw(_RateLines(lines, _axis(lines, one, language)), width, language),
    )
    caption = words.rows_drawn(one, place, language)
    return pictured(
        f"rows_{one.name}", caption, data,
        words=(caution("as_disclosed", language),),
        stamp=words.stamp_line(found, language),
        language=language,
    )  # fmt: skip


def _drawn_rows(ordered: Sequence[RowRate]) -> list[RowRate]:
    """All rows; of very many those that are told apart, and of the others every so many."""
    if len(ordered) <= MOST_DRAWN:
        return list(ordered)
    chosen = {round(one * (len(ordered) - 1) / (MOST_DRAWN - 1)) for one in range(MOST_DRAWN)}
    return [row for at, row in enumerate(ordered) if at in chosen or row.lies in _APART]


def _line(row: RowRate, language: Language) -> _RowLine:
    median, low, high = (end or 0.0 for end in ends_of(row.rate))
    has_raw = row.raw_low is not None and row.raw_high is not None
    raw = ((row.raw_low or 0.0) + (row.raw_high or 0.0)) / 2.0 if has_raw else None
    name = words.row_name(row, language)
    return _RowLine(name, low, median, high, raw, row.lies in _APART)


class _RateLines(NamedTuple):
    """Lines in order along an axis."""

    lines: Sequence[_RowLine]
    axis: Axis

    @property
    def has_names(self) -> bool:
        """Whether there is room for the name of every row."""
        return len(self.lines) <= MOST_NAMED

    @property
    def step(self) -> float:
        """Pixels from line to line."""
        return _STEP if self.has_names else min(_THIN, _TALLEST / len(self.lines))


def _axis(lines: Sequence[_RowLine], one: RatesAmongRows, language: Language) -> Axis:
    """From what a typical row hardly falls below, so that rows of no count do not stretch it."""
    least = min([one.typical.low or 1.0, *(line.median for line in lines)])
    ends = [line.high for line in lines] + [line.raw for line in lines if line.raw]
    return logarithms([max(least / 2.0, 1e-12), *(end for end in ends if end > least)], language)


def _draw(drawn: _RateLines, width: int, language: Language) -> Chart:
    """A line a row; names above their lines where there is room for all."""
    room = width - _EDGE
    height = drawn.step * len(drawn.lines)
    scale = {"domain": [-0.5, len(drawn.lines) - 0.5], "nice": False, "zero": False}
    y = field("place:Q", axis=None, scale=scale)
    along = Along(drawn.axis.scale(), drawn.axis.axis(None, room, gridColor=GRID))
    rows = _rows(drawn, room)
    raw = plotted([row for row in rows if row["raw"] is not None])
    size, lower = (40, _LOWER) if drawn.has_names else (7, 0.0)
    looks: Part = {"shape": "square", "filled": True, "color": QUIET, "opacity": 0.8}
    marks = [mark("point", raw, {"y": y, "x": along.x("raw")}, size=size, yOffset=lower, **looks)]
    for is_apart in (False, True):
        marks += _ranges([row for row in rows if row["apart"] is is_apart], y, along, drawn)
    marks += _names(rows, y, drawn)
    return below(
        [legend(_keys(language), _LOOKS, room), layer(marks, width=room, height=height)], spacing=10
    )


def _keys(language: Language) -> list[str]:
    return [label(code, language) for code in ("given_all", "told_apart", "raw")]


def _ranges(rows: Rows, y: Part, along: Along, drawn: _RateLines) -> list[Chart]:
    """Ranges and medians of rows of one look."""
    if not rows:
        return []
    look = _LOOKS[1 if rows[0]["apart"] else 0]
    thick, size, lower = (2.5, 60, _LOWER) if drawn.has_names else (1.0, 10, 0.0)
    if rows[0]["apart"] and not drawn.has_names:
        thick, size = 2.0, 40
    looks: Part = {"color": look.colour, "yOffset": lower}
    shown = plotted(rows)
    return [
        mark("rule", shown, {"y": y, "x": along.x("low"), "x2": "high"},
             strokeWidth=thick, opacity=0.55, **looks),
        mark("point", shown, {"y": y, "x": along.x("median")},
             filled=True, shape=look.shape, size=size, opacity=1, **looks),
    ]  # fmt: skip


def _rows(drawn: _RateLines, room: float) -> list[dict[str, Any]]:
    return [
        {
            "place": place,
            "label": _short(line.name, room),
            "apart": line.is_apart,
            "raw": None if line.raw is None else drawn.axis.at(line.raw),
            **{end: drawn.axis.at(getattr(line, end)) for end in ("low", "median", "high")},
        }
        for place, line in enumerate(drawn.lines)
    ]


def _names(rows: Sequence[dict[str, Any]], y: Part, drawn: _RateLines) -> list[Chart]:
    """Every name above its line; or, of many, names of rows told apart, inside the picture."""
    looks: Part = {"align": "left", "x": 2, "color": INK, **HALO}
    if drawn.has_names:
        at = {"y": y, "text": "label:N"}
        return [mark("text", plotted(rows), at, dy=-_ABOVE, **looks)]
    named = plotted(_stacked(rows, drawn.step))
    return [mark("text", named, {"y": y, "text": "label:N"}, **looks)] if named else []


def _stacked(rows: Sequence[dict[str, Any]], step: float) -> list[dict[str, Any]]:
    """Names of rows told apart, one below another: from the top, and from the bottom upwards."""
    lines = _LINE / step
    half = len(rows) / 2.0
    high = [row for row in reversed(rows) if row["apart"] and row["place"] >= half]
    low = [row for row in rows if row["apart"] and row["place"] < half]
    top = len(rows) - 1.0
    return [row | {"place": top - at * lines} for at, row in enumerate(high[:_NAMED_APART])] + [
        row | {"place": at * lines} for at, row in enumerate(low[:_NAMED_APART])
    ]


def _short(name: str, room: float) -> str:
    """A name as far as it has room."""
    first, *others = fitted(name, room - _ELLIPSIS, NORMAL)
    return f"{first}\u2026" if others else first
