"""How the sides of an either/or are told apart in one picture: by shape, dash and colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from misid.figures.picture import Chart

_LINE, _WIDTH = 20, 80


class Look(NamedTuple):
    """How one side is drawn."""

    colour: str
    shape: str
    dash: list[int]


def look(side: int) -> Look:
    """The look of a side by its place in the scenario; the fifth looks like the first."""
    from misid.figures.theme import INK, QUIET, RECORD, RIGHT

    looks = (
        Look(RIGHT, "circle", [1, 0]),
        Look(INK, "diamond", [4, 2]),
        Look(RECORD, "triangle-up", [1, 2]),
        Look(QUIET, "square", [6, 3, 1, 3]),
    )
    return looks[side % len(looks)]


def legend(named: Sequence[str], looks: Sequence[Look] = ()) -> Chart:
    """Which look stands for which side; words may stand out to the right."""
    import altair as alt

    from misid.figures.theme import INK, data

    scale = alt.Scale(domain=[0, 1], nice=False)
    layers: list[Chart] = []
    for number, text in enumerate(named):
        colour, shape, _ = looks[number] if looks else look(number)
        row = alt.Chart(data([{"x": 0, "y": number, "text": text}])).encode(
            x=alt.X("x:Q", axis=None, scale=scale), y=alt.Y("y:O", axis=None)
        )
        mark = row.mark_point(filled=True, color=colour, shape=shape, size=75, opacity=1)
        layers += [mark, row.mark_text(align="left", dx=12, color=INK).encode(text="text:N")]
    return alt.layer(*layers).properties(width=_WIDTH, height=_LINE * len(named))


def headed(charts: Sequence[Chart], heads: Sequence[str], width: int, **looks: Any) -> Chart:
    """Panels below each other, each under its heading; one alone has none."""
    import altair as alt

    from misid.figures.theme import heading

    if len(charts) == 1:
        return charts[0]
    panels = [
        chart.properties(title=heading(head, width))
        for chart, head in zip(charts, heads, strict=True)
    ]
    return alt.vconcat(*panels, **looks)
