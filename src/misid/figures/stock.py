"""Stocks of photographs over years: axes, a solid and a dashed line, and their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from misid.figures.axes import Axis, years
from misid.figures.letters import fitted
from misid.figures.picture import WIDE
from misid.figures.theme import FIT, FITTING, HALO, NORMAL, RIGHT, WRONG, plotted
from misid.figures.vegalite import Chart, Part, Rows, field, layer, mark
from misid.words.figure_labels import label
from misid.words.language import Language

_HEIGHT, _LEFT, _INDENT = 280, 70, 8
NAME = 0.1
"""Room above what is held for each line of names, in parts of what is held."""


def names(kinds: Sequence[str], width: int, language: Language) -> list[tuple[str, str]]:
    """What stands above the lines, from top to bottom: a kind, and words that fit the width."""
    form = "line" if width >= WIDE else "narrow"
    room = width - _LEFT - _INDENT
    return [
        (kind, line)
        for kind in kinds
        for line in fitted(label(f"{kind}_{form}", language), room, NORMAL)
    ]


@dataclass(frozen=True)
class Stock:
    """The plane on which stocks of two kinds are drawn: `held` upwards over so many years."""

    width: int
    years: int
    held: Axis
    kinds: tuple[str, str]
    language: Language

    def x(self) -> Part:
        """Years from the beginning."""
        along = years(self.years, self.language)
        axis = along.axis(label("years", self.language), self.width - _LEFT, grid=False)
        return field("year:Q", scale=along.scale(), axis=axis)

    def y(self, name: str) -> Part:
        """Photographs."""
        axis = self.held.axis(None, _HEIGHT - 50, upright=True)
        return field(f"{name}:Q", scale=self.held.scale(), axis=axis)

    def colour(self) -> Part:
        """Which kind it is."""
        return self._by_kind([RIGHT, WRONG])

    def _by_kind(self, looks: list[Any]) -> Part:
        scale = {"domain": list(self.kinds), "range": looks}
        return field("kind:N", legend=None, scale=scale)

    def lines(self, rows: Rows, name: str) -> list[Chart]:
        """Both lines, and their names at the top."""
        top = self.held.high
        named = [
            {"year": 0, name: top * (0.97 - 0.085 * number), "kind": kind, "text": line}
            for number, (kind, line) in enumerate(names(self.kinds, self.width, self.language))
        ]
        at = {"x": self.x(), "y": self.y(name), "color": self.colour()}
        line = {**at, "strokeDash": self._by_kind([[1, 0], [6, 3]])}
        return [
            mark("line", rows, line, strokeWidth=2.5),
            mark(
                "text",
                plotted(named),
                {**at, "text": "text:N"},
                align="left",
                dx=_INDENT,
                font=FITTING,
                **HALO,
            ),
        ]

    def chart(self, layers: list[Chart]) -> Chart:
        """All of it."""
        return layer(layers, width=self.width, height=_HEIGHT, autosize=FIT)
