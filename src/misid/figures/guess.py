"""A guess and what the model says, on one axis from none to all of 1,000 reference codes."""

from __future__ import annotations

from typing import Any

from misid.figures.picture import Chart, Column, Data, Picture, if_column, of_run
from misid.results.schema import Interval, Results
from misid.words import guess as words
from misid.words.answers import clause
from misid.words.figure_labels import if_clause, label
from misid.words.guess import OF
from misid.words.language import Language

__all__ = ["OF", "guess_axis"]
_ROW, _BELOW = 58, 46


def guess_axis(results: Results, guess: int | None, language: Language) -> Picture:
    """
    The range on each side of the either/or that decides it, and the guess as a line through all.

    Args:
        results: facts of the run.
        guess: of 1,000; None where the reader would not guess.
        language: whose words.
    """
    row = next(one for one in results.headline if one.name == words.OUTPUT)
    sides = [] if row.split is None else [one for one in row.split.sides if one.median is not None]
    ranges: list[tuple[str, Interval]] = [(clause(one, language), one) for one in sides]
    if not ranges and row.median is not None:
        ranges = [("", row)]
    several = len(ranges) > 1
    data = Data(
        columns=(
            *if_column(language, several=several),
            Column("low", label("low_end", language)),
            Column("median", label("median_end", language)),
            Column("high", label("high_end", language)),
            Column("guess", label("guess", language)),
        ),
        rows=tuple((*((when,) if several else ()), *_ends(one), guess) for when, one in ranges),
        draw=(lambda width: _draw(ranges, guess, width, language)) if ranges else None,
    )
    return of_run("guess", words.guessed(results, guess, language), data, results, language)


def _ends(one: Interval) -> tuple[float, float, float]:
    low, median, high = (OF * (end or 0.0) for end in (one.low, one.median, one.high))
    return low, median, high


def _draw(
    ranges: list[tuple[str, Interval]], guess: int | None, width: int, language: Language
) -> Chart:
    """A bar with a dot for each range, its words above it."""
    import altair as alt

    from misid.figures.theme import GRID, HALO, INK, WRONG, data, fit

    height = _ROW * len(ranges) + (_BELOW if guess is not None else 16)
    x_scale = alt.Scale(domain=[0, OF], nice=False)
    y_scale = alt.Scale(domain=[height, 0], nice=False)
    axis = alt.Axis(title=None, values=[0, 250, 500, 750, 1000], gridColor=GRID, format=",d")
    rows: list[dict[str, Any]] = [
        {
            "words": if_clause(when, language),
            "top": _ROW * place + 6,
            "y": _ROW * place + 36,
            "zero": 0,
            **dict(zip(("low", "median", "high"), _ends(one), strict=True)),
        }
        for place, (when, one) in enumerate(ranges)
    ]
    base = alt.Chart(data(rows)).encode(y=alt.Y("y:Q", scale=y_scale, axis=None))

    def x(name: str) -> alt.X:
        return alt.X(f"{name}:Q", scale=x_scale, axis=axis)

    layers = [
        base.mark_rule(color=WRONG, strokeWidth=9, opacity=0.35).encode(x=x("low"), x2="high:Q"),
        base.mark_point(filled=True, color=WRONG, size=130, opacity=1).encode(x=x("median")),
        base.mark_text(align="left", baseline="top", dx=2, color=INK, **HALO).encode(
            x=x("zero"), y=alt.Y("top:Q", scale=y_scale, axis=None), text="words:N"
        ),
    ]
    if guess is not None:
        left = guess > OF / 2
        mine = alt.Chart(
            data([{"x": guess, "y": height - 14, "zero": 0, "end": height,
                   "words": label("guess_mark", language, guess=f"{guess:,}")}])
        )  # fmt: skip
        layers += [
            mine.mark_rule(color=INK, strokeDash=[5, 3], strokeWidth=2).encode(
                x=x("x"), y=alt.Y("zero:Q", scale=y_scale, axis=None), y2="end:Q"
            ),
            mine.mark_text(
                align="right" if left else "left", dx=-7 if left else 7, color=INK,
                fontWeight=700, **HALO,
            ).encode(x=x("x"), y=alt.Y("y:Q", scale=y_scale, axis=None), text="words:N"),
        ]  # fmt: skip
    return alt.layer(*layers).properties(width=width, height=height, autosize=fit())
