"""What counts say: each number before and after on one axis, and how far each input moved."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from misid.figures.axes import Axis
from misid.figures.interval_rows import Along, notes, ranges
from misid.figures.letters import fitted
from misid.figures.looks import SideLook, legend
from misid.figures.picture import (
    Data,
    DataColumn,
    Picture,
    interval_columns,
    pictured,
)
from misid.figures.picture import ends as ends_of
from misid.figures.share_axis import logarithms
from misid.figures.theme import GRID, NORMAL, QUIET, RIGHT
from misid.figures.vegalite import Chart, Part, Rows, below, field, layer
from misid.inference.schema import Inference, InputMove
from misid.words import inference as words
from misid.words.figure_labels import caution, label
from misid.words.language import ENGLISH, Language
from misid.words.numbers import exact
from misid.words.stamps import stamp_line

MOST_INPUTS = 12
"""Inputs that are drawn at most."""
_Z95 = 1.6448536269514722
_APART, _LOWER, _ABOVE, _STEP, _EDGE, _ELLIPSIS = 5.0, 10.0, 11.0, 48, 46.0, 16.0
_LOOKS = (SideLook(QUIET, "square", [3, 2]), SideLook(RIGHT, "circle", [1, 0]))


class _ShiftLine(NamedTuple):
    """A row: its name, and low, median and high before and after."""

    name: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]


def inferred_numbers(found: Inference, language: Language = ENGLISH) -> Picture:
    """Every share before and after the counts, on one axis."""
    shares = [one for one in found.numbers if "share" in one.unit]
    lines = [
        _ShiftLine(
            language.word(words.NUMBERS[one.name]),
            *(_ordered(ends_of(side)) for side in (one.prior, one.posterior)),
        )
        for one in shares
    ]
    values = [end for line in lines for end in (*line.before, *line.after)]
    data = Data(
        columns=(
            DataColumn("number", label("number", language)),
            *interval_columns("before", "share", language),
            *interval_columns("after", "share", language),
        ),
        rows=tuple(
            (language.word(words.NUMBERS[one.name]), *ends_of(one.prior), *ends_of(one.posterior))
            for one in shares
        ),
        draw=(
            lambda width: _draw(
                _ShiftLines(lines, logarithms(values, language), ""), width, language
            )
        )
        if any(value > 0.0 for value in values)
        else None,
    )
    caption = words.numbers_drawn(found, language)
    return pictured("inferred_numbers", caption, data, **_stamped(found, language))


def moved_inputs(found: Inference, language: Language = ENGLISH) -> Picture:
    """The inputs that moved the furthest, in standard deviations of before."""
    chosen = [one for one in found.inputs if one.moved][:MOST_INPUTS]
    lines = [
        _ShiftLine(words.input_said(found, one, language), (-_Z95, 0.0, _Z95), _after(one))
        for one in chosen
    ]
    most = max([_Z95, *(abs(end) for line in lines for end in line.after)])
    axis = Axis(-1.05 * most, 1.05 * most, float, lambda value: exact(value, language), _whole)
    title = label("deviations_of_before", language)
    data = Data(
        columns=(
            DataColumn("input", label("input", language)),
            DataColumn("contraction", label("contraction", language)),
            DataColumn("shift", label("shift", language)),
        ),
        rows=tuple(
            (line.name, one.contraction, one.shift) for line, one in zip(lines, chosen, strict=True)
        ),
        draw=(lambda width: _draw(_ShiftLines(lines, axis, title), width, language))
        if lines
        else None,
    )
    caption = words.inputs_drawn(found, language)
    return pictured("moved_inputs", caption, data, **_stamped(found, language))


def _stamped(found: Inference, language: Language) -> dict[str, Any]:
    return {
        "words": (caution("synthetic", language),),
        "stamp": stamp_line(found.stamp, language),
        "language": language,
    }


def _ordered(ends: tuple[float | None, float | None, float | None]) -> tuple[float, float, float]:
    """Low, median and high."""
    median, low, high = (end or 0.0 for end in ends)
    return low, median, high


def _after(one: InputMove) -> tuple[float, float, float]:
    """5 %, middle and 95 % of a normal law with the spread and the mean of an input."""
    half = _Z95 * math.sqrt(max(1.0 - one.contraction, 0.0))
    return one.shift - half, one.shift, one.shift + half


def _whole(low: float, high: float) -> list[list[float]]:
    return [[float(number) for number in range(math.ceil(low), math.floor(high) + 1)]]


class _ShiftLines(NamedTuple):
    """Lines along an axis, and what the axis is of; empty where lines say so."""

    lines: Sequence[_ShiftLine]
    axis: Axis
    title: str


def _draw(drawn: _ShiftLines, width: int, language: Language) -> Chart:
    """Two ranges a row below its name: before above, after below."""
    lines, axis, room = drawn.lines, drawn.axis, width - _EDGE
    y = field("place:O", axis=None, scale={"domain": list(range(len(lines)))})
    along = Along(axis.scale(), axis.axis(drawn.title or None, room, gridColor=GRID))
    marks = [
        chart
        for side, shift in ((0, _LOWER - _APART), (1, _LOWER + _APART))
        for chart in ranges(_rows(drawn, side, room), y, along, _LOOKS[side], shift)
    ]
    marks += notes(_rows(drawn, 1, room), y, above=_ABOVE)
    key = legend([label("before", language), label("after", language)], _LOOKS, room)
    return below([key, layer(marks, width=room, height=_STEP * len(lines))], spacing=10)


def _rows(drawn: _ShiftLines, side: int, room: float) -> Rows:
    rows: list[Part] = []
    for place, line in enumerate(drawn.lines):
        low, median, high = (drawn.axis.at(end) for end in (line.before, line.after)[side])
        row: Part = {"place": place, "label": _short(line.name, room), "note": ""}
        rows.append(row | {"low": low, "median": median, "high": high})
    return rows


def _short(name: str, room: float) -> str:
    """A name as far as it has room."""
    first, *others = fitted(name, room - _ELLIPSIS, NORMAL)
    return f"{first}\u2026" if others else first
