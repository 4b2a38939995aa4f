"""Photographs held over the years: a stock with its band."""

from __future__ import annotations

from misid.figures.picture import WIDE, Chart, Column, Picture, stamp_line, words
from misid.results.run import Run
from misid.results.schema import Results, StockRow
from misid.results.summary import natural

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
        stamp=stamp_line(results),
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
    )


def _three(row: StockRow, kind: str) -> tuple[float | None, float | None, float | None]:
    one = getattr(row, kind)
    return one.median, one.low, one.high


def _finding(last: StockRow) -> str:
    held, unmatched = last.photographs, last.no_match
    if not held.high:
        return f"After {_years(last.year)} no photograph is held."
    return (
        f"After {_years(last.year)} about {natural(held.median or 0)} photographs would be held, "
        f"between {natural(held.low or 0)} and {natural(held.high)} given what is not known; about "
        f"{natural(unmatched.median or 0)} of them of people who matched nothing."
    )


def _years(number: int) -> str:
    return "a year" if number == 1 else f"{number} years"


def draw(results: Results, width: int) -> Chart:
    """Bands and lines, named at their ends."""
    import altair as alt

    from misid.figures import axes
    from misid.figures.theme import RIGHT, WRONG, data, fit

    colours = {"photographs": RIGHT, "no_match": WRONG}
    rows = [
        dict(zip(("year", "kind", "median", "low", "high"),
                 (row.year, kind, *_three(row, kind)), strict=True))
        for row in results.stock
        for kind, _ in _KINDS
    ]  # fmt: skip
    last = results.stock[-1]
    values = [last.photographs.high or 1.0]
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[0, last.year], nice=False),
        axis=alt.Axis(title="years since the beginning", tickMinStep=1, grid=False, format="d"),
    )
    y_axis = axes.axis(None, values)
    scale = axes.scale(values)
    y = alt.Y("low:Q", scale=scale, axis=y_axis)
    kind = alt.Color(
        "kind:N", legend=None, scale=alt.Scale(domain=list(colours), range=list(colours.values()))
    )
    base = alt.Chart(data(rows)).encode(x=x, color=kind)
    bands = base.mark_area(opacity=0.16).encode(y=y, y2="high:Q")
    dash = alt.StrokeDash(
        "kind:N", legend=None, scale=alt.Scale(domain=list(colours), range=[[1, 0], [6, 3]])
    )
    lines = base.mark_line(strokeWidth=2.5).encode(
        y=alt.Y("median:Q", scale=scale, axis=y_axis), strokeDash=dash
    )
    top = values[0]
    unmatched = "Of people who matched nothing" if width >= WIDE else "Matched nothing"
    said = ("All photographs (solid)", f"{unmatched} (dashed)")
    names: list[dict[str, object]] = [
        {"year": 0, "at": top * (1.0 - 0.085 * number), "text": text, "kind": name}
        for number, (name, text) in enumerate(zip(colours, said, strict=True))
    ]
    labels = (
        alt.Chart(data(names))
        .mark_text(align="left", dx=8)
        .encode(x=x, y=alt.Y("at:Q", scale=scale, axis=y_axis), text="text:N", color=kind)
    )
    return alt.layer(bands, lines, labels).properties(width=width, height=280, autosize=fit())
