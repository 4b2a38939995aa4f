"""Colours, sizes and the font that all figures share."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import altair as alt

from misid.figures.picture import Chart
from misid.files.read import visible

FONT = "Public Sans, sans-serif"
SMALL, NORMAL = 12, 13
_LETTER = 7.4

INK, QUIET, GRID, PALE, GROUND = "#1b1f23", "#57606a", "#d8dee4", "#b4bcc5", "#ffffff"
WRONG, RIGHT, RECORD, MISS = "#c2410c", "#0067a3", "#7a4fa3", "#1b1f23"
"""Wrong person, right person, wrong record, miss: told apart by lightness and shape as well."""


HALO: dict[str, Any] = {"stroke": GROUND, "strokeWidth": 3, "strokeOpacity": 0.85}
"""Words that may stand on lines are set off from them."""


def themed(chart: Chart) -> Chart:
    """The same chart with our font, sizes and quiet axes."""
    axis = alt.AxisConfig(
        labelFont=FONT,
        labelFontSize=SMALL,
        labelColor=QUIET,
        titleFont=FONT,
        titleFontSize=SMALL,
        titleFontWeight="normal",
        titleColor=QUIET,
        gridColor=GRID,
        domainColor=PALE,
        tickColor=PALE,
        labelFlush=False,
    )
    return chart.configure(
        background="transparent",
        font=FONT,
        padding=4,
        axis=axis,
        view=alt.ViewConfig(stroke=None),
        text=alt.MarkConfig(font=FONT, fontSize=NORMAL, color=INK),
        aria=False,
        concat=alt.CompositionConfig(spacing=18),
    )


def data(rows: list[dict[str, Any]]) -> alt.InlineData:
    """
    Rows for a chart, inside the chart: nothing is loaded from anywhere.

    As one text, since Altair copies a chart's data at every step of its making. Whatever is
    hidden in a label is written out; a line break in words is one in the drawing.
    """
    shown = [{key: _shown(value) for key, value in row.items()} for row in rows]
    return alt.InlineData(values=json.dumps(shown), format=alt.JsonDataFormat(type="json"))


def _shown(value: Any) -> Any:
    if not isinstance(value, str) or value.isprintable():
        return value
    return "\n".join(map(visible, value.split("\n")))


def heading(text: str, width: int) -> alt.TitleParams:
    """Words above a part of a picture, in lines that fit its width."""
    return alt.TitleParams(
        textwrap.wrap(visible(text), int(width / _LETTER)),
        anchor="start",
        font=FONT,
        fontSize=NORMAL,
        fontWeight=700,
        color=INK,
        offset=8,
    )


def fit() -> alt.AutoSizeParams:
    """The width is that of the whole picture, axes included."""
    return alt.AutoSizeParams(type="fit", contains="padding")
