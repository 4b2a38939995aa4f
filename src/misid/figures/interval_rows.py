"""Rows of dots with their ranges, one a group: names, ranges, and who has no trials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from misid.figures.looks import SideLook
from misid.figures.theme import HALO, INK, QUIET, plotted
from misid.figures.vegalite import Chart, Held, Part, field, mark
from misid.files.read import visible


class Along(NamedTuple):
    """The scale and the axis along which values lie."""

    scale: Part
    axis: Part

    def x(self, name: str) -> Part:
        """A field along it."""
        return field(f"{name}:Q", scale=self.scale, axis=self.axis)


def ranges(
    rows: Sequence[dict[str, Any]], y: Part, along: Along, drawn: SideLook, below: float
) -> list[Chart]:
    """
    Medians with their ranges.

    Args:
        rows: with `low`, `median` and `high` in units of the axis.
        y: where each row stands.
        along: the axis.
        drawn: shape, colour and dash.
        below: pixels from the middle of the row.
    """
    shown = plotted(rows)
    looks = {"color": drawn.colour, "yOffset": below}
    bar = {"y": y, "x": along.x("low"), "x2": "high"}
    dot = {"y": y, "x": along.x("median")}
    return [
        mark("rule", shown, bar, strokeWidth=2.5, opacity=0.55, strokeDash=drawn.dash, **looks),
        mark("point", shown, dot, filled=True, shape=drawn.shape, size=75, opacity=1, **looks),
    ]


def names_axis(pixels: int | None, labels: Sequence[str]) -> Part | None:
    """The axis with the rows' names, which stand at their places; None without any pixels."""
    if not pixels:
        return None
    return {
        "title": None,
        "labelExpr": Held("{}[datum.value]", [visible(label) for label in labels]),
        "ticks": False,
        "domain": False,
        "minExtent": pixels,
        "maxExtent": pixels,
        "labelLimit": pixels,
        "labelColor": INK,
        "grid": False,
    }


def notes(rows: Sequence[dict[str, Any]], y: Part, *, above: float | None) -> list[Chart]:
    """
    Names above their lines where they stand on no axis; and who has no trials.

    Args:
        rows: with `label` and `note`.
        y: where each row stands.
        above: pixels above the middle of the row; None where names stand on an axis.
    """
    noted = [row for row in rows if above is not None or row["note"]]
    if not noted:
        return []
    at = {"y": y, "text": "note:N" if above is None else "label:N"}
    looks = {"align": "left", "x": 2, "dy": -(above or 0.0), "color": QUIET, **HALO}
    return [mark("text", plotted(noted), at, **looks)]
