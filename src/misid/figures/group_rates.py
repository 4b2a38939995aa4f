"""Error rates by group, at one threshold for all: both rates, with their intervals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from misid.evaluation.group_schema import Measure, RateNote
from misid.evaluation.schema import Identification, Verification
from misid.figures.picture import WIDE, Chart, Column, Picture, Value
from misid.figures.share_axis import ShareAxis, logarithms, parts
from misid.files.read import visible
from misid.words import comparisons, searches
from misid.words.groups import NO_GROUPS, told_apart
from misid.words.sentence import paragraph, plain

MOST_GROUPS = 20
"""So many rows are drawn at most; what lies between the first and the last is summed up."""
_TITLES: dict[Measure, str] = {
    "FMR": "Two people that match (dashed: everybody)",
    "FNMR": "True pairs missed (dashed: everybody)",
    "FPIR": "Others that are answered (dashed: everybody)",
    "FNIR": "Enrolled people missed (dashed: everybody)",
}
_RARE: tuple[Measure, ...] = ("FMR", "FPIR")
"""Rates that are drawn on a logarithmic axis."""
_NAMES, _LETTER = 150, 6.6


class _Said(NamedTuple):
    """Title, what is drawn, and what rates are counted over."""

    title: str
    alt: str
    trials: str


_OF_PAIRS = _Said(
    "Error rates by group",
    "Two rows of dots with lines, one row a group: on the left the share of pairs of two people "
    "that match, by the group on side a, on a logarithmic axis; on the right the share of pairs of "
    "one person that are missed. Lines are 95 % intervals, dashed ones the rates over everybody.",
    "comparisons",
)
_OF_SEARCHES = _Said(
    "Error rates of searches by group",
    "Two rows of dots with lines, one row a group: on the left the share of searches for people "
    "who are not enrolled that return somebody's record, on a logarithmic axis; on the right the "
    "share of searches for enrolled people that miss their own. Lines are 95 % intervals, dashed "
    "ones the rates over everybody.",
    "searches",
)


class Line(NamedTuple):
    """A row of the figure: a group with both rates, or what lies between two of them."""

    label: str
    rates: dict[Measure, RateNote | None]
    between: dict[Measure, tuple[float, float]]


def group_rates(found: Verification | Identification, stamp: str) -> Picture:
    """Both error rates of each group, and those of everybody."""
    everybody = _everybody(found)
    lines = _lines(found, tuple(everybody))
    finding = plain(paragraph(told_apart(found, needed=False)))
    known = any(rate and rate.trials for line in lines for rate in line.rates.values())
    said = _OF_PAIRS if isinstance(found, Verification) else _OF_SEARCHES
    cautions = (
        comparisons.cautions(found) if isinstance(found, Verification) else searches.cautions(found)
    )
    return Picture(
        name="groups",
        title=said.title,
        finding=finding,
        alt=f"{said.alt} {finding}",
        words=cautions,
        stamp=stamp,
        columns=(Column("group", "Group"), *_rate_columns(tuple(everybody), said.trials)),
        rows=tuple((line.label, *values(line)) for line in lines),
        draw=(lambda width: draw(shown(lines), everybody, width)) if known else None,
        nothing=NO_GROUPS,
    )


def _rate_columns(measures: tuple[Measure, ...], trials: str) -> Iterator[Column]:
    """Columns for `values`."""
    for measure in measures:
        for end, said, unit in (
            ("_count", ", errors", ""),
            ("_trials", f", {trials}", ""),
            ("", "", "share"),
            ("_low", ", from", "share"),
            ("_high", ", to", "share"),
        ):
            yield Column(f"{measure.lower()}{end}", f"{measure}{said}", unit)


def _everybody(found: Verification | Identification) -> dict[Measure, RateNote]:
    if isinstance(found, Verification):
        return {"FMR": found.main.fmr, "FNMR": found.main.fnmr}
    main = found.main
    return {} if main is None else {"FPIR": main.fpir, "FNIR": main.fnir}


def _lines(found: Verification | Identification, measures: tuple[Measure, ...]) -> list[Line]:
    by_group: dict[str, dict[Measure, RateNote | None]] = {}
    for row in found.groups.rows if found.groups else ():
        if row.other is None:
            by_group.setdefault(row.group, dict.fromkeys(measures))[row.measure] = row.rate
    return ordered(by_group)


def ordered(by_group: dict[str, dict[Measure, RateNote | None]]) -> list[Line]:
    """Groups from the highest first rate to the lowest; those without trials last."""

    def place(line: Line) -> tuple[float, ...]:
        rates = map(_rate, line.rates.values())
        return tuple(-(-1.0 if rate is None else rate) for rate in rates)

    return sorted((Line(label, rates, {}) for label, rates in by_group.items()), key=place)


def _rate(rate: RateNote | None) -> float | None:
    return None if rate is None else rate.rate


def values(line: Line) -> Iterator[Value]:
    """Errors, trials, rate and interval of both rates."""
    for rate in line.rates.values():
        if rate is None:
            yield from (None,) * 5
        else:
            yield from (rate.count, rate.trials, rate.rate, rate.low, rate.high)


def shown(lines: list[Line]) -> list[Line]:
    """What has room: where there are too many, those at both ends, and what is between."""
    if len(lines) <= MOST_GROUPS:
        return lines
    half = MOST_GROUPS // 2
    left = lines[half : 1 - half]
    between: dict[Measure, tuple[float, float]] = {}
    for measure in lines[0].rates:
        rates = [rate for one in left if (rate := _rate(one.rates[measure])) is not None]
        if rates:
            between[measure] = (min(rates), max(rates))
    summed = Line(f"{len(left)} groups between", dict.fromkeys(lines[0].rates), between)
    return [*lines[:half], summed, *lines[1 - half :]]


def draw(lines: list[Line], everybody: dict[Measure, RateNote], width: int) -> Chart:
    """Two panels, side by side where there is room."""
    import altair as alt

    panels = list(everybody.items())
    if width >= WIDE:
        names = min(_NAMES, max(60, int(max(len(line.label) for line in lines) * _LETTER)))
        room = (width - names) / 2 - 46
        charts = [
            panel(lines, *one, room, names=names * (place == 0)) for place, one in enumerate(panels)
        ]
        return alt.hconcat(*charts, spacing=34).resolve_scale(x="independent", y="shared")
    charts = [panel(lines, *one, width - 50.0, names=None) for one in panels]
    return alt.vconcat(*charts).resolve_scale(x="independent", y="independent")


def panel(
    lines: list[Line], measure: Measure, everybody: RateNote, width: float, *, names: int | None
) -> Chart:
    """One rate; names stand on the axis (so many pixels), not at all (0), or above (None)."""
    import altair as alt

    from misid.figures.theme import GRID, PALE, QUIET, RIGHT, data

    axis = _axis(lines, measure, everybody)
    rows = [_row(line, measure, axis, place) for place, line in enumerate(lines)]
    below = 8 if names is None else 0
    y = alt.Y("place:O", axis=_names(names, lines), scale=alt.Scale(domain=list(range(len(lines)))))
    x_axis = axis.axis(_TITLES[measure], width, gridColor=GRID, titleAnchor="start")

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=axis.scale(), axis=x_axis)

    def layer(kind: str) -> Any:
        return alt.Chart(data([row for row in rows if row["kind"] == kind])).encode(y=y)

    everyone = [{"all": axis.at(everybody.rate or 0.0)}] if everybody.trials else []
    looks: dict[str, Any] = {"size": 75, "opacity": 1, "yOffset": below}
    ends = {"x": x("low"), "x2": "high:Q"}
    layers = [
        alt.Chart(data(everyone)).mark_rule(color=PALE, strokeDash=[3, 3]).encode(x=x("all")),
        layer("between").mark_rule(color=PALE, strokeWidth=6, yOffset=below).encode(**ends),
        *(
            layer(kind)
            .mark_rule(color=RIGHT, strokeWidth=2.5, yOffset=below, opacity=0.55)
            .encode(**ends)
            for kind in ("rate", "none")
        ),
        layer("rate").mark_point(filled=True, color=RIGHT, **looks).encode(x=x("middle")),
        layer("none").mark_point(shape="stroke", angle=90, stroke=RIGHT, strokeWidth=2.5, **looks)
        .encode(x=x("high")),
        *_notes(rows, y, QUIET, above=names is None),
    ]  # fmt: skip
    step = 34 if names is None else 24
    return alt.layer(*layers).properties(width=width, height=step * len(lines))


def _axis(lines: list[Line], measure: Measure, everybody: RateNote) -> ShareAxis:
    rates = [rate for line in lines if (rate := line.rates[measure]) and rate.trials]
    shares = [end or 0.0 for rate in rates for end in (rate.rate, rate.low, rate.high)]
    shares += [end for line in lines for end in line.between.get(measure, ())]
    shares.append(everybody.rate or 0.0)
    return logarithms(shares) if measure in _RARE else parts(shares)


def _row(line: Line, measure: Measure, axis: ShareAxis, place: int) -> dict[str, Any]:
    rate = line.rates[measure]
    row: dict[str, Any] = {"place": place, "label": line.label, "note": "", "kind": "rate"}
    if measure in line.between:
        if line.between[measure][1] == 0.0:
            return row | {
                "kind": "nothing",
                "note": "no errors",
                "label": f"{line.label}: no errors",
            }
        low, high = (axis.at(end) for end in line.between[measure])
        return row | {"kind": "between", "low": low, "high": high}
    if rate is None or not rate.trials:
        return row | {"kind": "nothing", "note": "no trials", "label": f"{line.label}: no trials"}
    ends = {
        "low": axis.at(rate.low or 0.0),
        "middle": axis.at(rate.rate or 0.0),
        "high": axis.at(rate.high or 0.0),
    }
    return row | ends | {"kind": "rate" if rate.count or axis.low == 0.0 else "none"}


def _names(pixels: int | None, lines: list[Line]) -> Chart:
    """The axis with the groups' names, which stand at their places."""
    import json

    import altair as alt

    from misid.figures.theme import INK

    if not pixels:
        return None
    labels = json.dumps([visible(line.label) for line in lines])
    return alt.Axis(title=None, labelExpr=f"{labels}[datum.value]", ticks=False, domain=False,
                    minExtent=pixels, maxExtent=pixels, labelLimit=pixels, labelColor=INK,
                    grid=False)  # fmt: skip


def _notes(rows: list[dict[str, Any]], y: Chart, colour: str, *, above: bool) -> list[Chart]:
    """Names above their lines where they stand on no axis; and who has no trials."""
    import altair as alt

    from misid.figures.theme import data

    noted = rows if above else [row for row in rows if row["note"]]
    if not noted:
        return []
    words = alt.Chart(data(noted)).mark_text(align="left", x=2, dy=-7 * above, color=colour)
    return [words.encode(y=y, text="label:N" if above else "note:N")]
