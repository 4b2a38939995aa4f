"""Colours, sizes and the font that all figures share."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any

from misid.figures.letters import fits
from misid.figures.vegalite import Part, Rows
from misid.files.read import visible

FONT = "Public Sans, sans-serif"
FITTING = "Public Sans"
"""
The font of words that are known to fit, so that their width moves nothing: nobody measures them.

They are drawn as all others are.
"""
SMALL, NORMAL = 12, 13
_LETTER = 7.4

INK, QUIET, GRID, PALE, GROUND = "#1b1f23", "#57606a", "#d8dee4", "#b4bcc5", "#ffffff"
WRONG, RIGHT, RECORD, MISS = "#c2410c", "#0067a3", "#7a4fa3", "#1b1f23"
"""Wrong person, right person, wrong record, miss: told apart by lightness and shape as well."""


HALO: dict[str, Any] = {"stroke": GROUND, "strokeWidth": 3, "strokeOpacity": 0.85}
"""Words that may stand on lines are set off from them."""


CONFIG: Part = {
    "background": "transparent",
    "font": FONT,
    "padding": 4,
    "axis": {
        "labelFont": FONT,
        "labelFontSize": SMALL,
        "labelColor": QUIET,
        "titleFont": FONT,
        "titleFontSize": SMALL,
        "titleFontWeight": "normal",
        "titleColor": QUIET,
        "gridColor": GRID,
        "domainColor": PALE,
        "tickColor": PALE,
        "labelFlush": False,
        "labelLimit": 0,
    },
    "view": {"continuousWidth": 300, "continuousHeight": 300, "stroke": None},
    "text": {"font": FONT, "fontSize": NORMAL, "color": INK},
    "aria": False,
    "concat": {"spacing": 18},
}
"""Our font, sizes and quiet axes, for all charts."""


def plotted(rows: Iterable[dict[str, Any]]) -> Rows:
    """
    Rows for a chart, inside the chart: nothing is loaded from anywhere.

    Whatever is hidden in a label is written out; a line break in words is one in the drawing.
    """
    return [{key: _shown(value) for key, value in row.items()} for row in rows]


def _shown(value: Any) -> Any:
    if not isinstance(value, str) or value.isprintable():
        return value
    return "\n".join(map(visible, value.split("\n")))


def heading(text: str, width: int) -> Part:
    """Words above a part of a picture, in lines that fit its width."""
    lines = textwrap.wrap(visible(text), int(width / _LETTER))
    return {
        "text": lines,
        "anchor": "start",
        "font": FITTING if fits(lines, width, NORMAL, bold=True) else FONT,
        "fontSize": NORMAL,
        "fontWeight": 700,
        "color": INK,
        "offset": 8,
    }


FIT: Part = {"type": "fit", "contains": "padding"}
"""The width is that of the whole picture, axes included."""
