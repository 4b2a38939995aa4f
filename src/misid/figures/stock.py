"""Stocks of photographs over years: axes, a solid and a dashed line, and their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from misid.figures.axes import Axis, years
from misid.figures.picture import WIDE, Chart
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

    def x(self) -> Chart:
        """Years from the beginning."""
        import altair as alt

        along = years(self.years, self.language)
        axis = along.axis(label("years", self.language), self.width - _LEFT, grid=False)
        return alt.X("year:Q", scale=along.scale(), axis=axis)

    def y(self, field: str) -> Chart:
        """Photographs."""
        import altair as alt

        axis = self.held.axis(None, _HEIGHT - 50, upright=True)
        return alt.Y(f"{field}:Q", scale=self.held.scale(), axis=axis)

    def colour(self) -> Chart:
        """Which kind it is."""
        import altair as alt

        from misid.figures.theme import RIGHT, WRONG

        scale = alt.Scale(domain=list(self.kinds), range=[RIGHT, WRONG])
        return alt.Color("kind:N", legend=None, scale=scale)

    def lines(self, rows: list[dict[str, Any]], field: str) -> list[Chart]:
        """Both lines, and their names at the top."""
        import altair as alt

        from misid.figures.theme import HALO, data

        form = "line" if self.width >= WIDE else "narrow"
        top = self.held.high
        named = [
            {"year": 0, field: top * (0.97 - 0.085 * number), "kind": kind,
             "text": label(f"{kind}_{form}", self.language)}
            for number, kind in enumerate(self.kinds)
        ]  # fmt: skip
        scale = alt.Scale(domain=list(self.kinds), range=[[1, 0], [6, 3]])
        line = alt.Chart(data(rows)).mark_line(strokeWidth=2.5)
        names = alt.Chart(data(named)).mark_text(align="left", dx=8, **HALO)
        at = {"x": self.x(), "y": self.y(field), "color": self.colour()}
        dash = alt.StrokeDash("kind:N", legend=None, scale=scale)
        return [line.encode(**at, strokeDash=dash), names.encode(**at, text="text:N")]

    def chart(self, layers: list[Chart]) -> Chart:
        """All of it."""
        import altair as alt

        from misid.figures.theme import fit

        return alt.layer(*layers).properties(width=self.width, height=_HEIGHT, autosize=fit())
