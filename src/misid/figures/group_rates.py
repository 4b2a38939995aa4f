"""Error rates by group, at one threshold for all: both rates, with their intervals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from misid.evaluation.group_schema import RateName, RateNote
from misid.evaluation.schema import Identification, Verification
from misid.figures.axes import Axis
from misid.figures.interval_rows import Along, names_axis, notes
from misid.figures.picture import WIDE, Data, Picture, Value
from misid.figures.score_picture import columns, of_scores
from misid.figures.share_axis import logarithms, parts
from misid.figures.theme import GRID, PALE, RIGHT, plotted
from misid.figures.vegalite import Chart, Part, Rows, below, beside, field, layer, mark, scales
from misid.quantities.units import Unit
from misid.words import figures_of_scores as words
from misid.words.figures_of_scores import label, panel_title
from misid.words.language import Language
from misid.words.numbers import counted

MOST_GROUPS = 20
"""So many rows are drawn at most; what lies between the first and the last is summed up."""
_RARE: tuple[RateName, ...] = ("FMR", "FPIR")
"""Rates that are drawn on a logarithmic axis."""
_NAMES, _LETTER = 150, 6.6
_ENDS: dict[str, Unit] = {
    "_count": "", "_trials": "", "": "share", "_low": "share", "_high": "share",
}  # fmt: skip


class GroupLine(NamedTuple):
    """A row of the figure: a group with both rates, or what lies between two of them."""

    label: str
    rates: dict[RateName, RateNote | None]
    between: dict[RateName, tuple[float, float]]


def group_rates(found: Verification | Identification, language: Language) -> Picture:
    """Both error rates of each group, and those of everybody."""
    everybody = _everybody(found)
    lines = _lines(found, tuple(everybody))
    known = any(rate and rate.trials for line in lines for rate in line.rates.values())
    units = {
        f"{measure.lower()}{end}": unit for measure in everybody for end, unit in _ENDS.items()
    }
    data = Data(
        columns=columns(language, group="", **units),
        rows=tuple((line.label, *values(line)) for line in lines),
        draw=(lambda width: _draw(shown(lines, language), everybody, width, language))
        if known
        else None,
    )
    return of_scores("groups", words.groups(found, language), data, found, language)


def _everybody(found: Verification | Identification) -> dict[RateName, RateNote]:
    if isinstance(found, Verification):
        return {"FMR": found.main.fmr, "FNMR": found.main.fnmr}
    main = found.main
    return {} if main is None else {"FPIR": main.fpir, "FNIR": main.fnir}


def _lines(found: Verification | Identification, measures: tuple[RateName, ...]) -> list[GroupLine]:
    by_group: dict[str, dict[RateName, RateNote | None]] = {}
    for row in found.groups.rows if found.groups else ():
        if row.other is None:
            by_group.setdefault(row.group, dict.fromkeys(measures))[row.measure] = row.rate
    return ordered(by_group)


def ordered(by_group: dict[str, dict[RateName, RateNote | None]]) -> list[GroupLine]:
    """Groups from the highest first rate to the lowest; those without trials last."""

    def place(line: GroupLine) -> tuple[float, ...]:
        rates = map(_rate, line.rates.values())
        return tuple(-(-1.0 if rate is None else rate) for rate in rates)

    return sorted((GroupLine(label, rates, {}) for label, rates in by_group.items()), key=place)


def _rate(rate: RateNote | None) -> float | None:
    return None if rate is None else rate.rate


def values(line: GroupLine) -> Iterator[Value]:
    """Errors, trials, rate and interval of both rates."""
    for rate in line.rates.values():
        if rate is None:
            yield from (None,) * 5
        else:
            yield from (rate.count, rate.trials, rate.rate, rate.low, rate.high)


def shown(lines: list[GroupLine], language: Language) -> list[GroupLine]:
    """What has room: where there are too many, those at both ends, and what is between."""
    if len(lines) <= MOST_GROUPS:
        return lines
    half = MOST_GROUPS // 2
    left = lines[half : 1 - half]
    between: dict[RateName, tuple[float, float]] = {}
    for measure in lines[0].rates:
        rates = [rate for one in left if (rate := _rate(one.rates[measure])) is not None]
        if rates:
            between[measure] = (min(rates), max(rates))
    many = counted(len(left), language=language)
    named = label("between", language, groups=many)
    summed = GroupLine(named, dict.fromkeys(lines[0].rates), between)
    return [*lines[:half], summed, *lines[1 - half :]]


def _draw(
    lines: list[GroupLine], everybody: dict[RateName, RateNote], width: int, language: Language
) -> Chart:
    """Two panels, side by side where there is room."""
    panels = list(everybody.items())
    if width >= WIDE:
        names = min(_NAMES, max(60, int(max(len(line.label) for line in lines) * _LETTER)))
        room = (width - names) / 2 - 46
        charts = [
            panel(Panel(lines, *one, room, names * (place == 0)), language)
            for place, one in enumerate(panels)
        ]
        return beside(charts, spacing=34, resolve=scales(x=False, y=True))
    charts = [panel(Panel(lines, *one, width - 50.0, None), language) for one in panels]
    return below(charts, resolve=scales(x=False, y=False))


class Panel(NamedTuple):
    """
    One rate of all groups, and of everybody.

    Names stand on the axis (so many pixels), not at all (0), or above their lines (None).
    """

    lines: list[GroupLine]
    measure: RateName
    everybody: RateNote
    width: float
    names: int | None


def panel(one: Panel, language: Language) -> Chart:
    """A row a group: the rate with its interval; a line where everybody's is."""
    axis = _axis(one, language)
    rows = [_row(line, one.measure, axis, language) for line in one.lines]
    placed = plotted(row | {"place": place} for place, row in enumerate(rows))
    lower = 8 if one.names is None else 0
    title = panel_title(one.measure, language)
    along = Along(axis.scale(), axis.axis(title, one.width, gridColor=GRID, titleAnchor="start"))
    names = names_axis(one.names, [line.label for line in one.lines])
    y = field("place:O", axis=names, scale={"domain": list(range(len(rows)))})
    everyone = [{"all": axis.at(one.everybody.rate or 0.0)}] if one.everybody.trials else []

    def kept(*kinds: str) -> Rows:
        return [row for row in placed if row["kind"] in kinds]

    ends = {"y": y, "x": along.x("low"), "x2": "high"}
    middle, high = ({"y": y, "x": along.x(end)} for end in ("middle", "high"))
    wide: Part = {"color": PALE, "strokeWidth": 6, "yOffset": lower}
    bar: Part = {"color": RIGHT, "strokeWidth": 2.5, "opacity": 0.55, "yOffset": lower}
    dot: Part = {"size": 75, "opacity": 1, "yOffset": lower}
    end: Part = {"shape": "stroke", "angle": 90, "stroke": RIGHT, "strokeWidth": 2.5, **dot}
    layers = [
        mark("rule", plotted(everyone), {"x": along.x("all")}, color=PALE, strokeDash=[3, 3]),
        mark("rule", kept("between"), ends, **wide),
        mark("rule", kept("rate", "none"), ends, **bar),
        mark("point", kept("rate"), middle, filled=True, color=RIGHT, **dot),
        mark("point", kept("none"), high, **end),
        *notes(placed, y, above=7 if one.names is None else None),
    ]
    step = 34 if one.names is None else 24
    return layer(layers, width=one.width, height=step * len(rows))


def _axis(one: Panel, language: Language) -> Axis:
    lines, measure = one.lines, one.measure
    rates = [rate for line in lines if (rate := line.rates[measure]) and rate.trials]
    shares = [end or 0.0 for rate in rates for end in (rate.rate, rate.low, rate.high)]
    shares += [end for line in lines for end in line.between.get(measure, ())]
    shares.append(one.everybody.rate or 0.0)
    return logarithms(shares, language) if measure in _RARE else parts(shares, language)


def _row(line: GroupLine, measure: RateName, axis: Axis, language: Language) -> dict[str, Any]:
    rate = line.rates[measure]
    row: dict[str, Any] = {"label": line.label, "note": "", "kind": "rate"}
    if measure in line.between:
        if line.between[measure][1] == 0.0:
            return row | _noted("no_errors", line, language)
        low, high = (axis.at(end) for end in line.between[measure])
        return row | {"kind": "between", "low": low, "high": high}
    if rate is None or not rate.trials:
        return row | _noted("no_trials", line, language)
    ends = {
        "low": axis.at(rate.low or 0.0),
        "middle": axis.at(rate.rate or 0.0),
        "high": axis.at(rate.high or 0.0),
    }
    return row | ends | {"kind": "rate" if rate.count or axis.low == 0.0 else "none"}


def _noted(code: str, line: GroupLine, language: Language) -> dict[str, str]:
    """Words in place of a rate."""
    return {
        "kind": "nothing",
        "note": label(code, language),
        "label": label(f"group_{code}", language, group=line.label),
    }
