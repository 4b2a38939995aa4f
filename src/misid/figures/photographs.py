"""Photographs held over the years: a stock with its band."""

from __future__ import annotations

from misid.figures.picture import WIDE, Chart, Column, Picture, words
from misid.results.run import Run
from misid.results.schema import Results, StockRow
from misid.results.stamp import stamp_line
from misid.results.summary import in_years, natural

# Room for words above the band.
_HEADROOM = 1.2
_KINDS = (("photographs", "all photographs"), ("no_match", "of people who matched nothing"))


def photograph_stock(found: Run) -> Picture:
    """Photographs held at the end of each year."""
    results = found.results
    finding = _finding(results.stock[-1])
    held = bool(results.stock[-1].photographs.high)
    return Picture(
        name="photographs",
        title="Photographs held",
        finding=finding,
        alt="Two lines with bands over the years: all photographs held, and those of people who "
        f"matched nothing. Bands reach from 5 % to 95 % of the worlds. {finding}",
        words=words(results),
        stamp=stamp_line(results.stamp, results.scenario.name),
        columns=(
            Column("year", "Year"),
            *(
                Column(f"{kind}_{end}", f"{label[:1].upper()}{label[1:]}, {said}")
                for kind, label in _KINDS
                for end, said in (("median", "median"), ("low", "5 %"), ("high", "95 %"))
            ),
        ),
        rows=tuple(
            (row.year, *_three(row, "photographs"), *_three(row, "no_match"))
            for row in results.stock
        ),
        draw=(lambda width: draw(results, width)) if held else None,
        nothing="No photograph is held in any year.",
    )


def _three(row: StockRow, kind: str) -> tuple[float | None, float | None, float | None]:
    one = getattr(row, kind)
    return one.median, one.low, one.high


def _finding(last: StockRow) -> str:
    held, unmatched = last.photographs, last.no_match
    if not held.high:
        return f"After {in_years(last.year)} no photograph is held."
    part = f"about {natural(unmatched.median)}" if unmatched.median else "none"
    return (
        f"After {in_years(last.year)} about {natural(held.median or 0)} photographs would be held, "
        f"between {natural(held.low or 0)} and {natural(held.high)} given what is not known; "
        f"{part} of them of people who matched nothing."
    )


def draw(results: Results, width: int) -> Chart:
    """Bands and lines, named at the top."""
    import altair as alt

    from misid.figures import axes
    from misid.figures.theme import RIGHT, WRONG, data, fit

    last = results.stock[-1]
    values = [_HEADROOM * (last.photographs.high or 1.0)]
    scale, axis = axes.scale(values), axes.axis(None, values)
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[0, last.year], nice=False),
        axis=alt.Axis(title="years since the beginning", tickMinStep=1, grid=False, format="d"),
    )
    kinds = [kind for kind, _ in _KINDS]
    colour = alt.Color("kind:N", legend=None, scale=alt.Scale(domain=kinds, range=[RIGHT, WRONG]))
    dash = alt.StrokeDash(
        "kind:N", legend=None, scale=alt.Scale(domain=kinds, range=[[1, 0], [6, 3]])
    )

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=scale, axis=axis)

    base = alt.Chart(data(_points(results))).encode(x=x, color=colour)
    names = alt.Chart(data(_legend(values[0], width))).mark_text(align="left", dx=8)
    return alt.layer(
        base.mark_area(opacity=0.16).encode(y=y("low"), y2="high:Q"),
        base.mark_line(strokeWidth=2.5).encode(y=y("median"), strokeDash=dash),
        names.encode(x=x, y=y("at"), text="text:N", color=colour),
    ).properties(width=width, height=280, autosize=fit())


def _points(results: Results) -> list[dict[str, object]]:
    fields = ("year", "kind", "median", "low", "high")
    return [
        dict(zip(fields, (row.year, kind, *_three(row, kind)), strict=True))
        for row in results.stock
        for kind, _ in _KINDS
    ]


def _legend(top: float, width: int) -> list[dict[str, object]]:
    unmatched = "Of people who matched nothing" if width >= WIDE else "Matched nothing"
    said = ("All photographs (solid)", f"{unmatched} (dashed)")
    return [
        {"year": 0, "at": top * (1.0 - 0.085 * number), "text": text, "kind": kind}
        for number, ((kind, _), text) in enumerate(zip(_KINDS, said, strict=True))
    ]
