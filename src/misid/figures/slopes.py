"""Slopes: an output in each of 30 worlds, before and after a change."""

from __future__ import annotations

from typing import Any, NamedTuple

from misid.figures.axis_range import axis_of
from misid.figures.looks import legend, look
from misid.figures.picture import (
    EXTRAPOLATED,
    SYNTHETIC,
    WIDE,
    Chart,
    Column,
    Picture,
    if_clause,
)
from misid.quantities.units import is_share
from misid.uncertainty.schema import ChangeSide, Comparison, Difference, Pair
from misid.words import numbers
from misid.words.answers import clause, head
from misid.words.comparison import output_said
from misid.words.language import ENGLISH
from misid.words.programme import output_name
from misid.words.sentence import plain
from misid.words.stamps import stamp_line

_HEIGHT = 340


class Series(NamedTuple):
    """Lines of the worlds of one answer, or of all, and the medians of both ends."""

    clause: str
    head: str
    pairs: tuple[Pair, ...]
    middle: Pair | None


def slopes(found: Comparison, output: str) -> Picture:
    """
    One output before and after, a line a world; by answer where an either/or decides it.

    Args:
        found: a comparison.
        output: name of the output.
    """
    one = next(each for each in found.outputs if each.name == output)
    series = _series(one)
    several = len(series) > 1
    finding = _finding(one, found)
    what = ", ".join(found.after.stamp.changes) or found.after.scenario.name
    extrapolated = (EXTRAPOLATED,) if "extrapolated" in one.flags else ()
    kinds = ("a thick line is the medians of one answer",) if several else ()
    return Picture(
        name="slopes",
        title=f"{output_name(one.name, found.before, ENGLISH)}, before and after",
        finding=finding,
        alt="Lines from left to right, one a possible world: what it is before and after the "
        f"change ({'; '.join((what, *kinds))}). {finding}",
        words=(SYNTHETIC, *extrapolated, "each line is one possible world", *kinds),
        stamp=stamp_line(found.before.stamp, against=found.after.stamp),
        columns=(
            *((Column("if", "If"),) if several else ()),
            Column("before", "Before", numbers.unit_name(one.unit)),
            Column("after", "After", numbers.unit_name(one.unit)),
        ),
        rows=tuple(
            (*((each.clause,) if several else ()), pair.before, pair.after)
            for each in series
            for pair in each.pairs
        ),
        draw=(lambda width: draw(one, width)) if one.pairs else None,
        nothing="No trials: there is nothing to compare.",
    )


def _series(one: Difference) -> tuple[Series, ...]:
    if one.split is None:
        return (Series("", "", one.pairs, None),)
    return tuple(
        Series(clause(side), head(side), side.pairs, _middle(side)) for side in one.split.sides
    )


def _middle(side: ChangeSide) -> Pair | None:
    before, after = side.before.median, side.after.median
    return None if before is None or after is None else Pair(before=before, after=after)


def _finding(one: Difference, found: Comparison) -> str:
    if one.before.median is None or one.after.median is None:
        return "No trials: there is nothing to compare."
    return plain(output_said(one, found, ENGLISH))


def draw(one: Difference, width: int) -> Chart:
    """A line a world, darker where it falls, dashed where it rises; or as its answer looks."""
    import altair as alt

    from misid.figures import axes
    from misid.figures.theme import fit

    series = _series(one)
    values = [end for each in series for pair in each.pairs for end in (pair.before, pair.after)]
    share = is_share(one.unit)
    looks: dict[str, Any] = {"labelExpr": axes.PER_CENT} if share else {}
    axis = axes.axis(numbers.unit_name(one.unit), values, _HEIGHT, **looks)
    place = {
        "x": alt.X(
            "side:O",
            sort=["before", "after"],
            axis=alt.Axis(title=None, labelAngle=0, domain=False, ticks=False),
            scale=alt.Scale(paddingOuter=0.15),
        ),
        "y": alt.Y("value:Q", scale=axes.scale(values), axis=axis),
    }
    least = axis_of(values).value(0.0)
    if len(series) == 1:
        lines = _by_change(one.pairs, least, place)
        return lines.properties(width=width, height=_HEIGHT, autosize=fit())
    marks = [_by_answer(each, n, least, place) for n, each in enumerate(series)]
    lines = alt.layer(*marks).properties(width=width - 90, height=_HEIGHT)
    named = [if_clause(each.clause) if width >= WIDE else each.head for each in series]
    return alt.vconcat(legend(named), lines, spacing=14)


def _by_change(pairs: tuple[Pair, ...], least: float, place: dict[str, Any]) -> Chart:
    """Lines of one kind of worlds, told apart by whether they fall."""
    import altair as alt

    from misid.figures.theme import PALE, RIGHT, WRONG, data

    kinds, colours = ["lower", "higher", "same"], [RIGHT, WRONG, PALE]
    dashes = [[1, 0], [5, 3], [1, 0]]
    return (
        alt.Chart(data(_points(pairs, least)))
        .mark_line(point=alt.OverlayMarkDef(size=22, filled=True), strokeWidth=1.5, opacity=0.8)
        .encode(
            **place,
            detail="world:N",
            color=alt.Color("how:N", legend=None, scale=alt.Scale(domain=kinds, range=colours)),
            strokeDash=alt.StrokeDash(
                "how:N", legend=None, scale=alt.Scale(domain=kinds, range=dashes)
            ),
        )
    )


def _by_answer(one: Series, number: int, least: float, place: dict[str, Any]) -> Chart:
    """Thin lines of the worlds of one answer, and a thick one between their medians."""
    import altair as alt

    from misid.figures.theme import data

    colour, shape, dash = look(number)
    thin = alt.Chart(data(_points(one.pairs, least))).mark_line(
        color=colour, strokeWidth=1, strokeDash=dash, opacity=0.45
    )
    middle = () if one.middle is None else (one.middle,)
    thick = alt.Chart(data(_points(middle, least))).encode(**place)
    return alt.layer(
        thin.encode(**place, detail="world:N"),
        thick.mark_line(color=colour, strokeWidth=3, strokeDash=dash),
        thick.mark_point(filled=True, color=colour, shape=shape, size=110, opacity=1),
    )


def _points(pairs: tuple[Pair, ...], least: float) -> list[dict[str, object]]:
    """What is drawn; a zero has no place on a logarithmic axis and stands at its lower end."""
    return [
        {"world": world, "side": side, "value": max(value, least), "how": _how(pair)}
        for world, pair in enumerate(pairs)
        for side, value in (("before", pair.before), ("after", pair.after))
    ]


def _how(pair: Pair) -> str:
    if pair.after == pair.before:
        return "same"
    return "lower" if pair.after < pair.before else "higher"
