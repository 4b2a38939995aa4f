"""Stocks of photographs over years: axes, a solid and a dashed line, and their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from misid.figures.axes import Axis, years
from misid.figures.picture import WIDE
from misid.figures.theme import FIT, HALO, RIGHT, WRONG, plotted
from misid.figures.vegalite import Chart, Part, Rows, field, layer, mark
from misid.words.figure_labels import label
from misid.words.language import Language

_HEIGHT, _LEFT = 280, 70


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
        form = "line" if self.width >= WIDE else "narrow"
        top = self.held.high
        named = [
            {"year": 0, name: top * (0.97 - 0.085 * number), "kind": kind,
             "text": label(f"{kind}_{form}", self.language)}
            for number, kind in enumerate(self.kinds)
        ]  # fmt: skip
        at = {"x": self.x(), "y": self.y(name), "color": self.colour()}
        line = {**at, "strokeDash": self._by_kind([[1, 0], [6, 3]])}
        return [
            mark("line", rows, line, strokeWidth=2.5),
            mark("text", plotted(named), {**at, "text": "text:N"}, align="left", dx=8, **HALO),
        ]

    def chart(self, layers: list[Chart]) -> Chart:
        """All of it."""
        return layer(layers, width=self.width, height=_HEIGHT, autosize=FIT)
