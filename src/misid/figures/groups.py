"""Groups: how often each is wrongly answered, in itself and against all people together."""

from __future__ import annotations

import json

from misid.figures.picture import WIDE, Chart, Column, Picture, words
from misid.intake import visible
from misid.results.run import Run
from misid.results.schema import GroupRow, Interval, Results
from misid.results.stamp import stamp_line
from misid.results.summary import natural

_TITLES = ("Per 100,000 searches of the group", "Times the rate of all people together")
_FIELDS = ("wrong_person_references", "relative_to_all")


def group_intervals(found: Run) -> Picture:
    """Wrong-person references by group, absolute and relative."""
    results = found.results
    groups = in_order(results)
    finding = _finding(groups)
    known = any(group.wrong_person_references.median is not None for group in groups)
    return Picture(
        name="groups",
        title="Wrong-person references by group",
        finding=finding,
        alt="Two rows of dots with lines, one row a group: on the left wrong-person references per "
        "100,000 searches of the group, on the right the same over the rate of all people "
        f"together. Dots are medians, lines reach from 5 % to 95 % of the worlds. {finding}",
        words=words(results),
        stamp=stamp_line(results.stamp, results.scenario.name),
        columns=(
            Column("group", "Group"),
            *(
                Column(f"{field}_{end}", f"{title}, {said}")
                for field, title in zip(_FIELDS, _TITLES, strict=True)
                for end, said in (("median", "median"), ("low", "5 %"), ("high", "95 %"))
            ),
        ),
        rows=tuple((group.label, *_three(group, 0), *_three(group, 1)) for group in groups),
        draw=(lambda width: draw(groups, width)) if known else None,
        nothing="No trials: no search is made of any group.",
    )


def in_order(results: Results) -> list[GroupRow]:
    """Groups from the highest median rate to the lowest; those without trials last."""

    def place(group: GroupRow) -> tuple[bool, float]:
        median = group.relative_to_all.median
        return median is None, -(median or 0.0)

    return sorted(results.groups, key=place)


def _interval(group: GroupRow, panel: int) -> Interval:
    found: Interval = getattr(group, _FIELDS[panel])
    return found


def _three(group: GroupRow, panel: int) -> tuple[float | None, float | None, float | None]:
    one = _interval(group, panel)
    return one.median, one.low, one.high


def _finding(groups: list[GroupRow]) -> str:
    known = [group for group in groups if group.relative_to_all.median is not None]
    if not known:
        if any(group.wrong_person_references.median is not None for group in groups):
            return "No group would be answered with somebody else's record."
        return "No trials: no search is made of any group."
    first, last = known[0], known[-1]
    if first is last:
        return f"Only one group is searched for: {first.label}."
    most, least = (natural(one.relative_to_all.median or 0.0) for one in (first, last))
    return (
        f"The group “{first.label}” would be answered with somebody else's record about {most} "
        f"times as often as all people together, the group “{last.label}” about {least} times."
    )


def draw(groups: list[GroupRow], width: int) -> Chart:
    """Two panels, side by side where there is room."""
    import altair as alt

    if width >= WIDE:
        names = 200
        left = _panel(groups, 0, (width - names) * 0.55 - 32, names=names)
        right = _panel(groups, 1, (width - names) * 0.45 - 32, names=0)
        return alt.hconcat(left, right).resolve_scale(x="independent", y="shared")
    panels = [_panel(groups, number, width - 16, names=None) for number in (0, 1)]
    return alt.vconcat(*panels).resolve_scale(x="independent", y="independent")


def _panel(groups: list[GroupRow], panel: int, width: float, names: int | None) -> Chart:
    """One scale; names stand on the axis (so many pixels), not at all (0), or above (None)."""
    import altair as alt

    from misid.figures import axes
    from misid.figures.theme import GRID, PALE, RIGHT, data

    rows = [{"place": place, **_row(group, panel)} for place, group in enumerate(groups)]
    known = [row for row in rows if row["median"] is not None]
    values = [float(row[end] or 0.0) for row in known for end in ("low", "median", "high")]
    scale = axes.scale(values)
    axis = axes.axis(_TITLES[panel], values, width, gridColor=GRID, tickCount=4,
                     titleAnchor="start", labelFlush=True)  # fmt: skip
    y = alt.Y("place:O", axis=_names(names, [visible(group.label) for group in groups]))
    below = 8 if names is None else 0

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    base = alt.Chart(data(known)).encode(y=y)
    one = alt.Chart(data([{"one": 1}])).mark_rule(color=PALE, strokeDash=[3, 3])
    layers: list[Chart] = [
        *([one.encode(x=x("one"))] if panel == 1 else []),
        base.mark_rule(color=RIGHT, strokeWidth=2.5, yOffset=below, opacity=0.55).encode(
            x=x("low"), x2="high:Q"
        ),
        base.mark_point(filled=True, color=RIGHT, size=75, opacity=1, yOffset=below).encode(
            x=x("median")
        ),
        *_notes(rows, y, above=names is None),
    ]
    step = 34 if names is None else 26
    return alt.layer(*layers).properties(width=width, height=step * len(groups))


def _names(pixels: int | None, labels: list[str]) -> Chart:
    """The axis with the groups' names, which stand at their places."""
    import altair as alt

    from misid.figures.theme import INK

    if not pixels:
        return None
    return alt.Axis(
        title=None,
        labelExpr=f"{json.dumps(labels)}[datum.value]",
        ticks=False,
        domain=False,
        minExtent=pixels,
        maxExtent=pixels,
        labelLimit=pixels,
        labelColor=INK,
        grid=False,
    )


def _notes(rows: list[dict[str, str | float | None]], y: Chart, *, above: bool) -> list[Chart]:
    """Names above their lines where they stand on no axis; and who has no trials."""
    import altair as alt

    from misid.figures.theme import QUIET, data

    noted = rows if above else [row for row in rows if row["median"] is None]
    if not noted:
        return []
    words = alt.Chart(data(noted)).mark_text(align="left", x=2, dy=-7 * above, color=QUIET)
    return [words.encode(y=y, text="label:N" if above else "note:N")]


def _row(group: GroupRow, panel: int) -> dict[str, str | float | None]:
    median, low, high = _three(group, panel)
    note = "no trials" if median is None else ""
    label = f"{group.label}: {note}" if note else group.label
    return {"note": note, "label": label, "median": median, "low": low, "high": high}
