"""Slopes: an output in each of 30 worlds, before and after a change."""

from __future__ import annotations

from typing import Any

from misid.figures.along import axis_of
from misid.figures.picture import EXTRAPOLATED, SYNTHETIC, Chart, Column, Picture
from misid.results.stamp import stamp_line
from misid.results.summary import as_read, with_unit
from misid.uncertainty.schema import Comparison, Difference, Pair
from misid.uncertainty.told import shown, where_said

_HEIGHT = 340


def slopes(found: Comparison, output: str) -> Picture:
    """
    One output before and after, a line a world.

    Args:
        found: a comparison.
        output: name of the output.
    """
    one = next(each for each in found.outputs if each.name == output)
    finding = _finding(one)
    what = " and ".join(found.after.changes) or found.after.name
    extrapolated = (EXTRAPOLATED,) if "extrapolated" in one.flags else ()
    return Picture(
        name="slopes",
        title=f"{one.title}, before and after",
        finding=finding,
        alt="Lines from left to right, one a possible world: what it is before and after the "
        f"change ({what}). {finding}",
        words=(SYNTHETIC, *extrapolated, "each line is one possible world"),
        stamp=stamp_line(
            found.before.stamp, found.before.name, against=(found.after.stamp, _after(found))
        ),
        columns=(
            Column("before", "Before", one.unit),
            Column("after", "After", one.unit),
        ),
        rows=tuple((pair.before, pair.after) for pair in one.pairs),
        draw=(lambda width: draw(one, width)) if one.pairs else None,
        nothing="No trials: there is nothing to compare.",
    )


def _after(found: Comparison) -> str:
    changes = f" with {', '.join(found.after.changes)}" if found.after.changes else ""
    return f"{found.after.name}{changes}"


def _finding(one: Difference) -> str:
    if one.before.median is None or one.after.median is None:
        return "No trials: there is nothing to compare."
    ends = (shown(one).before.median, shown(one).after.median)
    before, after = (with_unit(end or 0.0, one.unit) for end in ends)
    if one.same == 1.0:
        return f"{one.title}: {before} {as_read(one.unit)}, in no possible world changed."
    return f"{one.title}: about {before} before and {after} after, {as_read(one.unit)}" + (
        f"{where_said(one)}."
    )


def draw(one: Difference, width: int) -> Chart:
    """A line a world, darker where it falls, dashed where it rises."""
    import altair as alt

    from misid.figures import axes
    from misid.figures.theme import PALE, RIGHT, WRONG, data, fit

    values = [end for pair in one.pairs for end in (pair.before, pair.after)]
    share = one.unit.startswith("share")
    looks: dict[str, Any] = {"labelExpr": axes.PER_CENT} if share else {}
    axis = axes.axis(as_read(one.unit), values, _HEIGHT, **looks)
    x = alt.X(
        "side:O",
        sort=["before", "after"],
        axis=alt.Axis(title=None, labelAngle=0, domain=False, ticks=False),
        scale=alt.Scale(paddingOuter=0.15),
    )
    scale = axes.scale(values)
    kinds, colours = ["lower", "higher", "same"], [RIGHT, WRONG, PALE]
    return (
        alt.Chart(data(_points(one.pairs)))
        .mark_line(point=alt.OverlayMarkDef(size=22, filled=True), strokeWidth=1.5, opacity=0.8)
        .encode(
            x=x,
            y=alt.Y("value:Q", scale=scale, axis=axis),
            detail="world:N",
            color=alt.Color("how:N", legend=None, scale=alt.Scale(domain=kinds, range=colours)),
            strokeDash=alt.StrokeDash(
                "how:N", legend=None, scale=alt.Scale(domain=kinds, range=[[1, 0], [5, 3], [1, 0]])
            ),
        )
        .properties(width=width, height=_HEIGHT, autosize=fit())
    )


def _points(pairs: tuple[Pair, ...]) -> list[dict[str, object]]:
    """What is drawn; a zero has no place on a logarithmic axis and stands at its lower end."""
    values = [end for pair in pairs for end in (pair.before, pair.after)]
    along = axis_of(values)
    least = along.value(0.0)
    return [
        {"world": world, "side": side, "value": max(value, least), "how": _how(pair)}
        for world, pair in enumerate(pairs)
        for side, value in (("before", pair.before), ("after", pair.after))
    ]


def _how(pair: Pair) -> str:
    if pair.after == pair.before:
        return "same"
    return "lower" if pair.after < pair.before else "higher"
