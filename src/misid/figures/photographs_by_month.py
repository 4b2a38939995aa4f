"""Photographs held month by month, as people were drawn, and the band of what is not known."""

from __future__ import annotations

from misid.figures.picture import WIDE, Chart, Column, Picture
from misid.simulation.people_schema import History, MonthRow, PhotographYear
from misid.words import people as words
from misid.words.language import Language, message
from misid.words.sentence import plain
from misid.words.simulation import stamp_line

_HEADROOM = 1.25
_LINES = {
    "held": (message("All photographs (solid)"),) * 2,
    "held_no_candidate": (
        message("Of searches that matched nothing (dashed)"),
        message("Matched nothing (dashed)"),
    ),
}
"""What is drawn, and its name on wide and on narrow pages."""


def monthly_stock(history: History, language: Language) -> Picture:
    """Photographs held at the end of each month, and what is possible by year."""
    held = any(month.held for month in history.months)
    return Picture(
        name="stock",
        title=language.word("Photographs held, month by month"),
        finding=plain(words.held(history, language)),
        alt=plain(words.held_drawn(history, language)),
        words=words.beside(language),
        stamp=stamp_line(history.stamp, language),
        columns=(
            Column("month", language.word("Month")),
            Column("held", language.word("All photographs")),
            Column("held_no_candidate", language.word("That matched nothing")),
            Column("held_expected", language.word("All photographs, closed form")),
        ),
        rows=tuple(
            (row.month, row.held, row.held_no_candidate, row.held_expected)
            for row in history.months
        ),
        draw=(lambda width: draw(history, width, language)) if held else None,
        nothing=language.word("No photograph is held in any month."),
    )


def draw(history: History, width: int, language: Language) -> Chart:
    """A band, two lines, their names at the top."""
    import altair as alt

    from misid.figures import axes
    from misid.figures.theme import RIGHT, WRONG, data, fit

    possible = max(year.held_possible.high or 0.0 for year in history.photographs)
    values = [_HEADROOM * max(possible, *(row.held for row in history.months))]
    scale, axis = axes.scale(values), axes.axis(None, values)
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[0, history.years], nice=False),
        axis=axes.years(history.years, width - 70),
    )
    kinds = list(_LINES)
    colour = alt.Color("kind:N", legend=None, scale=alt.Scale(domain=kinds, range=[RIGHT, WRONG]))
    dash = alt.StrokeDash(
        "kind:N", legend=None, scale=alt.Scale(domain=kinds, range=[[1, 0], [6, 3]])
    )

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=scale, axis=axis)

    names = alt.Chart(data(_legend(values[0], width, language))).mark_text(align="left", dx=8)
    return alt.layer(
        alt.Chart(data(_band(history.photographs)))
        .mark_area(opacity=0.14, color=RIGHT)
        .encode(x=x, y=y("low"), y2="high:Q"),
        alt.Chart(data(_points(history.months)))
        .mark_line(strokeWidth=2.5)
        .encode(x=x, y=y("held"), color=colour, strokeDash=dash),
        names.encode(x=x, y=y("at"), text="text:N", color=colour),
    ).properties(width=width, height=280, autosize=fit())


def _band(years: tuple[PhotographYear, ...]) -> list[dict[str, object]]:
    ends = [(0, 0.0, 0.0)]
    ends += [
        (row.year, row.held_possible.low or 0.0, row.held_possible.high or 0.0) for row in years
    ]
    return [{"year": year, "low": low, "high": high} for year, low, high in ends]


def _points(months: tuple[MonthRow, ...]) -> list[dict[str, object]]:
    return [
        {"year": row.month / 12, "kind": kind, "held": getattr(row, kind)}
        for row in months
        for kind in _LINES
    ]


def _legend(top: float, width: int, language: Language) -> list[dict[str, object]]:
    return [
        {
            "year": 0,
            "at": top * (1.0 - 0.085 * number),
            "text": language.word(wide if width >= WIDE else narrow),
            "kind": kind,
        }
        for number, (kind, (wide, narrow)) in enumerate(_LINES.items())
    ]
