"""Groups: how often each is wrongly answered, in itself and against all people together."""

from __future__ import annotations

import json
from typing import NamedTuple

from misid.figures.looks import legend, look
from misid.figures.picture import WIDE, Chart, Column, Picture, if_clause, open_said, words
from misid.files.read import visible
from misid.results.run import Run
from misid.results.schema import GroupRow, Interval, Results
from misid.results.stamp import stamp_line
from misid.results.summary import natural

_TITLES = ("Per 100,000 searches of the group", "Times the rate of all people together")
_BETWEEN = 12
_FIELDS = ("wrong_person_references", "relative_to_all")


class Series(NamedTuple):
    """The groups in the worlds of one answer, or in all of them."""

    clause: str
    head: str
    groups: list[GroupRow]


def group_intervals(found: Run) -> Picture:
    """Wrong-person references by group, absolute and relative; for each side where sides differ."""
    results = found.results
    series = in_order(results)
    finding = _finding(results, series)
    several = len(series) > 1
    known = any(
        group.wrong_person_references.median is not None for one in series for group in one.groups
    )
    return Picture(
        name="groups",
        title="Wrong-person references by group",
        finding=finding,
        alt="Two rows of dots with lines, one row a group: on the left wrong-person references per "
        "100,000 searches of the group, on the right the same over the rate of all people "
        f"together. Dots are medians, lines reach from 5 % to 95 % of the worlds{_kinds(series)}. "
        f"{finding}",
        words=words(results),
        stamp=stamp_line(results.stamp, results.scenario.name),
        columns=(
            *((Column("if", "If"),) if several else ()),
            Column("group", "Group"),
            *(
                Column(f"{field}_{end}", f"{title}, {said}")
                for field, title in zip(_FIELDS, _TITLES, strict=True)
                for end, said in (("median", "median"), ("low", "5 %"), ("high", "95 %"))
            ),
        ),
        rows=tuple(
            (*((one.clause,) if several else ()), group.label, *_three(group, 0), *_three(group, 1))
            for one in series
            for group in one.groups
        ),
        draw=(lambda width: draw(series, width)) if known else None,
        nothing="No trials: no search is made of any group.",
    )


def _kinds(series: list[Series]) -> str:
    return "; one line for each answer" if len(series) > 1 else ""


def in_order(results: Results) -> list[Series]:
    """
    Each side's groups, all in one order: from the highest median rate to the lowest.

    The order is that of all worlds together; groups without trials come last.
    """

    def place(group: GroupRow) -> tuple[bool, float]:
        median = group.relative_to_all.median
        return median is None, -(median or 0.0)

    names = [group.group for group in sorted(results.groups, key=place)]

    def ordered(groups: tuple[GroupRow, ...]) -> list[GroupRow]:
        return sorted(groups, key=lambda group: names.index(group.group))

    if results.either_or is None:
        return [Series("", "", ordered(results.groups))]
    sides = results.either_or.sides
    return [Series(side.clause, side.head, ordered(side.groups)) for side in sides]


def _interval(group: GroupRow, panel: int) -> Interval:
    found: Interval = getattr(group, _FIELDS[panel])
    return found


def _three(group: GroupRow, panel: int) -> tuple[float | None, float | None, float | None]:
    one = _interval(group, panel)
    return one.median, one.low, one.high


def _finding(results: Results, series: list[Series]) -> str:
    groups = [group for one in series for group in one.groups]
    if not any(group.relative_to_all.median is not None for group in groups):
        if any(group.wrong_person_references.median is not None for group in groups):
            return "No group would be answered with somebody else's record."
        return "No trials: no search is made of any group."
    told = [_extremes(one) for one in series]
    if len(told) == 1:
        return f"{_sentence(told[0])}."
    if len({(one.first, one.last) for one in told}) == 1 and told[0].last:
        whole = f"{_sentence(told[0])}, if {series[0].clause}"
        again = [
            f"{one.most} and {one.least} times, if {side.clause}"
            for one, side in zip(told[1:], series[1:], strict=True)
        ]
        return f"{'; '.join((whole, *again))}. {open_said(results)}"
    each = [f"{_sentence(t)}, if {one.clause}" for t, one in zip(told, series, strict=True)]
    return f"{'. '.join(each)}. {open_said(results)}"


class Extremes(NamedTuple):
    """The groups of the highest and of the lowest median rate, over that of all people together."""

    first: str
    last: str
    most: str
    least: str


def _extremes(one: Series) -> Extremes:
    def rate(group: GroupRow) -> float:
        return group.relative_to_all.median or 0.0

    known = [group for group in one.groups if group.relative_to_all.median is not None]
    if len(known) < 2:
        return Extremes(known[0].label if known else "", "", "", "")
    first, last = max(known, key=rate), min(known, key=rate)
    return Extremes(first.label, last.label, natural(rate(first)), natural(rate(last)))


def _sentence(one: Extremes) -> str:
    if not one.first:
        return "Nobody would be answered with somebody else's record"
    if not one.last:
        return f"Only one group is searched for: {one.first}"
    return (
        f"The group “{one.first}” would be answered with somebody else's record about {one.most} "
        f"times as often as all people together, the group “{one.last}” about {one.least} times"
    )


def draw(series: list[Series], width: int) -> Chart:
    """Two panels, side by side where there is room."""
    import altair as alt

    if width >= WIDE:
        names = 200
        left = _panel(series, 0, (width - names) * 0.55 - 32, names=names)
        right = _panel(series, 1, (width - names) * 0.45 - 32, names=0)
        both = alt.hconcat(left, right).resolve_scale(x="independent", y="shared")
    else:
        panels = [_panel(series, number, width - 16, names=None) for number in (0, 1)]
        both = alt.vconcat(*panels).resolve_scale(x="independent", y="independent")
    return (
        both if len(series) == 1 else alt.vconcat(legend(_named(series, width)), both, spacing=14)
    )


def _named(series: list[Series], width: int) -> list[str]:
    """What each line is called, in fewer words where there is no room."""
    return [if_clause(one.clause) if width >= WIDE else one.head for one in series]


def _panel(series: list[Series], panel: int, width: float, names: int | None) -> Chart:
    """One scale; names stand on the axis (so many pixels), not at all (0), or above (None)."""
    import altair as alt

    from misid.figures import axes
    from misid.figures.theme import GRID, PALE, data

    rows = [[{"place": n, **_row(group, panel)} for n, group in enumerate(one.groups)]
            for one in series]  # fmt: skip
    known = [[row for row in side if row["median"] is not None] for side in rows]
    values = [
        float(row[end] or 0.0)
        for side in known
        for row in side
        for end in ("low", "median", "high")
    ]
    scale = axes.scale(values)
    axis = axes.axis(_TITLES[panel], values, width, gridColor=GRID, tickCount=4,
                     titleAnchor="start", labelFlush=True)  # fmt: skip
    y = alt.Y("place:O", axis=_names(names, [visible(group.label) for group in series[0].groups]))
    above = names is None
    one = alt.Chart(data([{"one": 1}])).mark_rule(color=PALE, strokeDash=[3, 3])
    layers: list[Chart] = [
        *([one.encode(x=alt.X("one:Q", scale=scale, axis=axis))] if panel == 1 else []),
        *(
            layer
            for number, side in enumerate(known)
            for layer in _lines(side, y, (scale, axis), number, 8 * above + _offset(number, series))
        ),
        *_notes(rows[0], y, above=above, higher=_BETWEEN * (len(series) - 1) / 2),
    ]
    step = (34 if above else 26) + _BETWEEN * (len(series) - 1)
    return alt.layer(*layers).properties(width=width, height=step * len(series[0].groups))


def _offset(number: int, series: list[Series]) -> float:
    """How far below the middle of its row a side is drawn."""
    return _BETWEEN * (number - (len(series) - 1) / 2)


def _lines(
    rows: list[dict[str, str | float | None]],
    y: Chart,
    along: tuple[Chart, Chart],
    side: int,
    below: float,
) -> list[Chart]:
    """Medians with their ranges, in the shape and colour of a side."""
    import altair as alt

    from misid.figures.theme import data

    scale, axis = along
    drawn = look(side)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis)

    base = alt.Chart(data(rows)).encode(y=y)
    return [
        base.mark_rule(
            color=drawn.colour, strokeWidth=2.5, yOffset=below, opacity=0.55, strokeDash=drawn.dash
        ).encode(x=x("low"), x2="high:Q"),
        base.mark_point(
            filled=True, color=drawn.colour, shape=drawn.shape, size=75, opacity=1, yOffset=below
        ).encode(x=x("median")),
    ]


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


def _notes(
    rows: list[dict[str, str | float | None]], y: Chart, *, above: bool, higher: float
) -> list[Chart]:
    """Names above their lines where they stand on no axis; and who has no trials."""
    import altair as alt

    from misid.figures.theme import QUIET, data

    noted = rows if above else [row for row in rows if row["median"] is None]
    if not noted:
        return []
    words = alt.Chart(data(noted)).mark_text(
        align="left", x=2, dy=-(7 + higher) * above, color=QUIET
    )
    return [words.encode(y=y, text="label:N" if above else "note:N")]


def _row(group: GroupRow, panel: int) -> dict[str, str | float | None]:
    median, low, high = _three(group, panel)
    note = "no trials" if median is None else ""
    label = f"{group.label}: {note}" if note else group.label
    return {"note": note, "label": label, "median": median, "low": low, "high": high}
