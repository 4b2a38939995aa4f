"""Where the range comes from: how much of it each open input explains by itself."""

from __future__ import annotations

import textwrap
from typing import NamedTuple

from misid.figures.picture import WIDE, Chart, Column, Picture, words
from misid.results.output_definitions import kind
from misid.results.run import Run
from misid.results.schema import Row, Uncertainty, UncertaintyRow
from misid.results.stamp import stamp_line
from misid.results.summary import lower_first, natural

_SHOWN = 8
_LETTER, _LINE = 6.6, 16
_LEAST, _NOISE = 0.01, 20.0


def uncertainty_bars(found: Run) -> Picture:
    """The inputs that decide where in its range the headline lies."""
    results = found.results
    sources = results.uncertainty
    row = next(one for one in results.headline if one.name == sources.output)
    finding = _finding(sources, row)
    rows = bars(sources, results.stamp.draws)
    return Picture(
        name="uncertainty",
        title="Where the range comes from",
        finding=finding,
        alt="Bars, one an input: the share of the order of the possible worlds that it decides by "
        f"itself. {finding}",
        words=words(results),
        stamp=stamp_line(results.stamp, results.scenario.name),
        columns=(
            Column("input", "Input"),
            Column("description", "What it is"),
            Column("of", "Whose"),
            Column("status", "How it is known"),
            Column("share", "Decides by itself", "share"),
        ),
        rows=(
            *(
                (row.input, row.description, row.of, row.status, row.share)
                for row in sources.inputs
            ),
            ("left", "What inputs decide only together", "", "", sources.left),
        ),
        draw=(lambda width: draw(rows, width)) if rows else None,
        nothing=_nothing(row),
    )


def _finding(sources: Uncertainty, row: Row) -> str:
    if not any(row.share > 0 for row in sources.inputs):
        return _nothing(row)
    first = sources.inputs[0]
    title = kind(sources.output).title.lower()
    known = "an input that nobody has disclosed" if first.status == "unknown" else "one input"
    hardly = row.low is not None and natural(row.low) == natural(row.high or 0.0)
    before = f"The possible worlds hardly differ in {title}; of " if hardly else "Of "
    return (
        f"{before}the range {'there is' if hardly else f'of {title}'}, "
        f"{natural(100 * first.share)} % comes from {known}: "
        f"{lower_first(in_one_line(first))}."
    )


def _nothing(row: Row) -> str:
    """Why no input explains anything."""
    if row.median is None:
        return "No trials: where there is no number there is no range to explain."
    if row.low == row.high:
        return "No input changes where the number lies; there is no range to explain."
    return "No single input changes where the number lies by more than chance does."


class Bar(NamedTuple):
    """One row: its words, how the input is known, and its share."""

    words: str
    status: str
    share: float


def bars(sources: Uncertainty, worlds: int) -> list[Bar]:
    """What is drawn: words, status and share; small ones are summed up."""
    large = [row for row in sources.inputs if row.share >= least_share(worlds)][:_SHOWN]
    if not large:
        return []
    left = max(0.0, 1.0 - sum(row.share for row in large))
    count = len(sources.inputs) - len(large)
    return [
        *(Bar(in_one_line(row), row.status, row.share) for row in large),
        Bar(f"The other {count} inputs, and what inputs decide only together", "", left),
    ]


def least_share(worlds: int) -> float:
    """Below this a share is not shown, for it may be chance."""
    return max(_LEAST, _NOISE / worlds)


def in_one_line(row: UncertaintyRow) -> str:
    """What an input is, in the first sentence of its description, and whose it is."""
    first = row.description.split(". ")[0].rstrip(".")
    return f"{first} ({row.of})" if row.of else first


def draw(rows: list[Bar], width: int) -> Chart:
    """A bar a row, its words above it."""
    import altair as alt

    from misid.figures.theme import INK, QUIET, data, fit

    points, height = _points(rows, letters=int((width - 70) / _LETTER))
    longest = max(row.share for row in rows)
    scale = alt.Scale(domain=[0, longest * (1.35 if width >= WIDE else 1.75)], nice=False)
    y_scale = alt.Scale(domain=[height, 0], nice=False)
    base = alt.Chart(data(points))

    def y(name: str) -> alt.Y:
        return alt.Y(f"{name}:Q", scale=y_scale, axis=None)

    zero, share = (alt.X(f"{name}:Q", scale=scale, axis=None) for name in ("zero", "share"))
    words = base.mark_text(
        align="left", baseline="top", lineBreak="\n", lineHeight=_LINE, color=INK
    )
    bar = base.mark_rect().encode(
        x=zero, x2="share:Q", y=y("bar"), y2="end:Q", color=alt.Color("colour:N", scale=None)
    )
    said = base.mark_text(align="left", dx=6, color=QUIET, fontWeight=700)
    return alt.layer(
        words.encode(x=zero, y=y("y"), text="text:N"),
        bar,
        said.encode(x=share, y=y("middle"), text="said:N"),
    ).properties(width=width, height=height, autosize=fit())


def _points(rows: list[Bar], letters: int) -> tuple[list[dict[str, object]], float]:
    """What is drawn for each row, from top to bottom, and the height of all."""
    from misid.figures.theme import INK, PALE, RIGHT

    colours = {"unknown": INK, "assumed": INK, "": PALE}
    points: list[dict[str, object]] = []
    top = 0.0
    for row in rows:
        lines = textwrap.wrap(row.words, letters)
        below = top + _LINE * len(lines)
        points.append(
            {
                "text": "\n".join(lines),
                "y": top,
                "bar": below + 2,
                "middle": below + 7,
                "end": below + 12,
                "zero": 0,
                "share": row.share,
                "said": f"{natural(100 * row.share)} %" + (f", {row.status}" * bool(row.status)),
                "colour": colours.get(row.status, RIGHT),
            }
        )
        top = below + 26
    return points, top
