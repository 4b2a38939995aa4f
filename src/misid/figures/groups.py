"""Groups: how often each is wrongly answered, in itself and against all people together."""

from __future__ import annotations

from typing import Any

from misid.figures.axes import Axis, numbers
from misid.figures.interval_rows import Along, names_axis, notes, ranges
from misid.figures.looks import legend, look
from misid.figures.picture import (
    WIDE,
    Data,
    DataColumn,
    Picture,
    ends,
    if_column,
    interval_columns,
    of_run,
)
from misid.figures.theme import GRID, PALE, plotted
from misid.figures.vegalite import Chart, below, beside, field, layer, mark, scales
from misid.results.schema import GroupRow, Interval, Results
from misid.words import figures_of_rates as words
from misid.words.answers import clause, head
from misid.words.figure_labels import if_clause, label
from misid.words.figures_of_rates import GroupsSide
from misid.words.language import Language

_BETWEEN, _NAMES, _BESIDE = 12, 200, 40
_ENDS = ("median", "low", "high")
_TITLES = ("per_searches", "times_all")


def group_intervals(results: Results, language: Language) -> Picture:
    """Wrong-person references by group, absolute and relative; for each side where sides differ."""
    sides = in_order(results, language)
    several = len(sides) > 1
    rows = [(side, group) for side in sides for group in side.groups]
    known = any(group.wrong_person_references.median is not None for _, group in rows)
    data = Data(
        columns=(
            *if_column(language, several=several),
            DataColumn("group", label("group", language)),
            *interval_columns("group_rate", "", language),
            *interval_columns("relative_to_all", "", language),
        ),
        rows=tuple(
            (
                *((side.clause,) if several else ()),
                language.authored(group.label),
                *ends(group.wrong_person_references),
                *ends(group.relative_to_all),
            )
            for side, group in rows
        ),
        draw=(lambda width: _draw(sides, width, language)) if known else None,
    )
    return of_run("groups", words.groups(results, sides, language), data, results, language)


def in_order(results: Results, language: Language) -> tuple[GroupsSide, ...]:
    """
    Each side's groups, all in one order: from the highest median rate to the lowest.

    The order is that of all worlds together; groups without trials come last.
    """

    def place(group: GroupRow) -> tuple[bool, float]:
        median = group.relative_to_all.median
        return median is None, -(median or 0.0)

    names = [group.group for group in sorted(results.groups, key=place)]

    def ordered(groups: tuple[GroupRow, ...]) -> tuple[GroupRow, ...]:
        return tuple(sorted(groups, key=lambda group: names.index(group.group)))

    if results.either_or is None:
        return (GroupsSide("", "", "groups", ordered(results.groups)),)
    return tuple(
        GroupsSide(
            clause(side, language),
            head(side, language),
            f"either_or.sides.{side.option}.groups",
            ordered(side.groups),
        )
        for side in results.either_or.sides
    )


def _draw(sides: tuple[GroupsSide, ...], width: int, language: Language) -> Chart:
    """Two panels, side by side where there is room."""
    if width >= WIDE:
        left = _panel(sides, 0, (width - _NAMES) * 0.55 - 32, _NAMES, language)
        right = _panel(sides, 1, (width - _NAMES) * 0.45 - 32, 0, language)
        both = beside([left, right], resolve=scales(x=False, y=True))
    else:
        panels = [_panel(sides, number, width - 16, None, language) for number in (0, 1)]
        both = below(panels, resolve=scales(x=False, y=False))
    if len(sides) == 1:
        return both
    named = [if_clause(one.clause, language) if width >= WIDE else one.head for one in sides]
    return below([legend(named), both], spacing=14)


def _panel(
    sides: tuple[GroupsSide, ...], panel: int, width: float, names: int | None, language: Language
) -> Chart:
    """One scale; names stand on the axis (so many pixels), not at all (0), or above (None)."""
    rows = [[_row(group, panel, place, language) for place, group in enumerate(side.groups)]
            for side in sides]  # fmt: skip
    values = [row[end] for side in rows for row in side for end in _ENDS if row[end] is not None]
    scale = numbers(values, "", language)
    title = label(_TITLES[panel], language)
    # Beside the panel there is room for the title of the last one.
    room = width + (_BESIDE if names == 0 else 0)
    axis = scale.axis(title, width, room=room, gridColor=GRID, titleAnchor="start", labelFlush=True)
    along = Along(scale.scale(), axis)
    labels = [language.authored(group.label) for group in sides[0].groups]
    places = {"domain": list(range(len(labels)))}
    y = field("place:O", axis=names_axis(names, labels), scale=places)
    alike = plotted([{"one": scale.at(1.0)}])
    one = mark("rule", alike, {"x": along.x("one")}, color=PALE, strokeDash=[3, 3])
    apart = _BETWEEN * (len(sides) - 1)
    above = names is None
    layers = [one] if panel else []
    for number, side in enumerate(rows):
        lower = 8 * above + _BETWEEN * number - apart / 2
        layers += ranges(_placed(side, scale), y, along, look(number), lower)
    layers += notes(rows[0], y, above=7 + apart / 2 if above else None)
    step = (34 if above else 26) + apart
    return layer(layers, width=width, height=step * len(labels))


def _placed(rows: list[dict[str, Any]], scale: Axis) -> list[dict[str, Any]]:
    """Rows with trials, in units of the axis."""
    known = (row for row in rows if row["median"] is not None)
    return [row | {end: scale.at(row[end]) for end in _ENDS} for row in known]


def _interval(group: GroupRow, panel: int) -> Interval:
    return group.relative_to_all if panel else group.wrong_person_references


def _row(group: GroupRow, panel: int, place: int, language: Language) -> dict[str, Any]:
    median, low, high = ends(_interval(group, panel))
    note, named = "", language.authored(group.label)
    if median is None:
        note = label("no_trials", language)
        named = label("group_no_trials", language, group=named)
    return {"place": place, "note": note, "label": named, "median": median, "low": low,
            "high": high}  # fmt: skip
