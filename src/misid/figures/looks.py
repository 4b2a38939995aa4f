"""How the sides of an either/or are told apart in one picture: by shape, dash and colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from misid.figures.letters import fits, fitted
from misid.figures.theme import FITTING, FONT, INK, NORMAL, QUIET, RECORD, RIGHT, heading, plotted
from misid.figures.vegalite import Chart, Part, below, field, layer, mark

_LINE, _WIDTH, _AFTER = 20, 80, 12
_KEY_LINE, _BESIDE = 22, 14


class SideLook(NamedTuple):
    """How one side is drawn."""

    colour: str
    shape: str
    dash: list[int]


def look(side: int) -> SideLook:
    """The look of a side by its place in the scenario; the fifth looks like the first."""
    looks = (
        SideLook(RIGHT, "circle", [1, 0]),
        SideLook(INK, "diamond", [4, 2]),
        SideLook(RECORD, "triangle-up", [1, 2]),
        SideLook(QUIET, "square", [6, 3, 1, 3]),
    )
    return looks[side % len(looks)]


def legend(named: Sequence[str], looks: Sequence[SideLook] = (), room: float = _WIDTH) -> Chart:
    """
    Which look stands for which side; words may stand out to the right.

    Args:
        named: sides in order.
        looks: of each; empty: by its place.
        room: pixels that the picture has to the right of where the legend begins.
    """
    scale = {"domain": [0, 1], "nice": False}
    at = {"x": field("x:Q", axis=None, scale=scale), "y": field("y:O", axis=None)}
    layers: list[Chart] = []
    for number, text in enumerate(named):
        colour, shape, _ = looks[number] if looks else look(number)
        row = plotted([{"x": 0, "y": number, "text": text}])
        layers += [
            mark("point", row, at, filled=True, color=colour, shape=shape, size=75, opacity=1),
            mark(
                "text",
                row,
                {**at, "text": "text:N"},
                align="left",
                dx=_AFTER,
                color=INK,
                font=FITTING if fits([text], room - _AFTER, NORMAL) else FONT,
            ),
        ]
    return layer(layers, width=_WIDTH, height=_LINE * len(named))


def key(
    said: Sequence[tuple[str, str]], looks: Mapping[str, Part], width: int, **more: Any
) -> Chart:
    """
    A shape a kind, and what it stands for, in lines that fit.

    Args:
        said: kinds, in order, and their words.
        looks: channels that show a row's `kind`.
        width: pixels.
        more: settings of the shapes.
    """
    lines = _key_lines(said, width)
    rows = plotted(
        {"x": 0, "y": number, "kind": kind, "label": line}
        for number, (kind, line) in enumerate(lines)
    )
    x = field("x:Q", axis=None, scale={"domain": [0, 1], "nice": False})
    at = {"x": x, "y": field("y:O", axis=None)}
    words = {"align": "left", "dx": _BESIDE, "font": FITTING}
    first = [row for row in rows if row["kind"]]
    layers = [
        mark("point", first, {**at, **looks}, filled=True, opacity=1, **more),
        mark("text", rows, {**at, "text": "label:N"}, **words),
    ]
    return layer(layers, width=width, height=_KEY_LINE * len(rows))


def _key_lines(said: Sequence[tuple[str, str]], width: int) -> list[tuple[str | None, str]]:
    """The lines of a legend of kinds, each first one with its kind."""
    return [
        (kind if number == 0 else None, line)
        for kind, words in said
        for number, line in enumerate(fitted(words, width - _BESIDE, NORMAL))
    ]


def headed(charts: Sequence[Chart], heads: Sequence[str], width: int, **looks: Any) -> Chart:
    """Panels below each other, each under its heading; one alone has none."""
    if len(charts) == 1:
        return charts[0]
    panels = [
        {**chart, "title": heading(head, width)} for chart, head in zip(charts, heads, strict=True)
    ]
    return below(panels, **looks)
