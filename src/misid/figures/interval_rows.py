"""Rows of dots with their ranges, one a group: names, ranges, and who has no trials."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from misid.figures.looks import Look
from misid.figures.picture import Chart
from misid.files.read import visible


class Along(NamedTuple):
    """The scale and the axis along which values lie."""

    scale: Chart
    axis: Chart

    def x(self, field: str) -> Chart:
        """A field along it."""
        import altair as alt

        return alt.X(f"{field}:Q", scale=self.scale, axis=self.axis)


def ranges(
    rows: Sequence[dict[str, Any]], y: Chart, along: Along, drawn: Look, below: float
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
    import altair as alt

    from misid.figures.theme import data

    base = alt.Chart(data(list(rows))).encode(y=y)
    bar = base.mark_rule(
        color=drawn.colour, strokeWidth=2.5, yOffset=below, opacity=0.55, strokeDash=drawn.dash
    )
    dot = base.mark_point(
        filled=True, color=drawn.colour, shape=drawn.shape, size=75, opacity=1, yOffset=below
    )
    return [bar.encode(x=along.x("low"), x2="high:Q"), dot.encode(x=along.x("median"))]


def names_axis(pixels: int | None, labels: Sequence[str]) -> Chart:
    """The axis with the rows' names, which stand at their places; None without any pixels."""
    import altair as alt

    from misid.figures.theme import INK

    if not pixels:
        return None
    return alt.Axis(
        title=None,
        labelExpr=f"{json.dumps([visible(label) for label in labels])}[datum.value]",
        ticks=False,
        domain=False,
        minExtent=pixels,
        maxExtent=pixels,
        labelLimit=pixels,
        labelColor=INK,
        grid=False,
    )


def notes(rows: Sequence[dict[str, Any]], y: Chart, *, above: float | None) -> list[Chart]:
    """
    Names above their lines where they stand on no axis; and who has no trials.

    Args:
        rows: with `label` and `note`.
        y: where each row stands.
        above: pixels above the middle of the row; None where names stand on an axis.
    """
    import altair as alt

    from misid.figures.theme import HALO, QUIET, data

    noted = [row for row in rows if above is not None or row["note"]]
    if not noted:
        return []
    words = alt.Chart(data(noted)).mark_text(
        align="left", x=2, dy=-(above or 0.0), color=QUIET, **HALO
    )
    return [words.encode(y=y, text="note:N" if above is None else "label:N")]
