"""Photographs held month by month, as people were drawn, and the band of what is not known."""

from __future__ import annotations

from misid.figures.picture import SYNTHETIC, WIDE, Chart, Column, Picture
from misid.results.schema import StockRow
from misid.results.summary import in_years, natural
from misid.simulation.people_schema import History, MonthRow

_HEADROOM = 1.25
_KINDS = (("held", "all photographs"), ("held_no_candidate", "of people who matched nothing"))


def monthly_stock(found: History, band: tuple[StockRow, ...], stamp: str) -> Picture:
    """
    Photographs held at the end of each month.

    Args:
        found: the history.
        band: the closed form's range over what is not known, year by year.
        stamp: the line of the stamp.
    """
    finding = _finding(found)
    return Picture(
        name="stock",
        title="Photographs held, month by month",
        finding=finding,
        alt="Two lines over the months: all photographs held, and those that matched nothing, as "
        "people were drawn at the middle of all inputs. A band behind them reaches from 5 % to "
        f"95 % of what is possible for all photographs under the first rules. {finding}",
        words=(SYNTHETIC,),
        stamp=stamp,
        columns=(
            Column("month", "Month"),
            Column("held", "All photographs"),
            Column("held_no_candidate", "That matched nothing"),
            Column("held_expected", "All photographs, closed form"),
        ),
        rows=tuple(
            (row.month, row.held, row.held_no_candidate, row.held_expected) for row in found.months
        ),
        draw=(lambda width: draw(found, band, width)) if _any_held(found) else None,
        nothing="No photograph is held in any month.",
    )


def _any_held(found: History) -> bool:
    return any(row.held for row in found.months)


def _finding(found: History) -> str:
    last = found.months[-1]
    deleted = sum(row.deleted for row in found.months)
    gone = f"{natural(deleted)} were deleted" if deleted else "none was deleted"
    return (
        f"After {in_years(found.years)} {natural(last.held)} photographs are held, "
        f"{natural(last.held_no_candidate)} of them of searches that matched nothing; "
        f"{gone}."
    )


def draw(found: History, band: tuple[StockRow, ...], width: int) -> Chart:
    """A band, two lines, their names at the top."""
    import altair as alt

    from misid.figures import axes
    from misid.figures.theme import RIGHT, WRONG, data, fit

    highest = max(*(row.held for row in found.months), *(_high(row) for row in band))
    values = [_HEADROOM * highest]
    scale, axis = axes.scale(values), axes.axis(None, values)
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[0, found.years], nice=False),
        axis=axes.years(found.years, width - 70),
    )
    kinds = [kind for kind, _ in _KINDS]
    colour = alt.Color("kind:N", legend=None, scale=alt.Scale(domain=kinds, range=[RIGHT, WRONG]))
    dash = alt.StrokeDash(
        "kind:N", legend=None, scale=alt.Scale(domain=kinds, range=[[1, 0], [6, 3]])
    )

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=scale, axis=axis)

    names = alt.Chart(data(_legend(values[0], width))).mark_text(align="left", dx=8)
    return alt.layer(
        alt.Chart(data(_band(band)))
        .mark_area(opacity=0.14, color=RIGHT)
        .encode(x=x, y=y("low"), y2="high:Q"),
        alt.Chart(data(_points(found.months)))
        .mark_line(strokeWidth=2.5)
        .encode(x=x, y=y("held"), color=colour, strokeDash=dash),
        names.encode(x=x, y=y("at"), text="text:N", color=colour),
    ).properties(width=width, height=280, autosize=fit())


def _high(row: StockRow) -> float:
    return row.photographs.high or 0.0


def _band(band: tuple[StockRow, ...]) -> list[dict[str, object]]:
    ends = [(row.year, row.photographs.low or 0.0, _high(row)) for row in band]
    return [{"year": year, "low": low, "high": high} for year, low, high in [(0, 0.0, 0.0), *ends]]


def _points(months: tuple[MonthRow, ...]) -> list[dict[str, object]]:
    return [
        {"year": row.month / 12, "kind": kind, "held": getattr(row, kind)}
        for row in months
        for kind, _ in _KINDS
    ]


def _legend(top: float, width: int) -> list[dict[str, object]]:
    unmatched = "Of searches that matched nothing" if width >= WIDE else "Matched nothing"
    said = ("All photographs (solid)", f"{unmatched} (dashed)")
    return [
        {"year": 0, "at": top * (1.0 - 0.085 * number), "text": text, "kind": kind}
        for number, ((kind, _), text) in enumerate(zip(_KINDS, said, strict=True))
    ]
