"""When rows were written that break a rule: a strip of bars for each rule."""

from __future__ import annotations

from typing import NamedTuple

from misid.figures.axes import numbers
from misid.figures.picture import Data, DataColumn, Picture, pictured
from misid.figures.theme import GRID, QUIET, SMALL, WRONG, heading, plotted
from misid.figures.vegalite import Chart, Part, below, field, layer, mark
from misid.searchlog.checks.schema import LogAudit, LogPeriod, PeriodUnit
from misid.words import log_audit as words
from misid.words.figure_labels import label
from misid.words.language import ENGLISH, Language
from misid.words.stamps import short

_MOST, _HEIGHT, _LEFT, _RIGHT = 6, 64, 62, 14
_GAP = 0.12


class _Strip(NamedTuple):
    """A rule, its title, and the share of the rows of each period that break it."""

    rule: str
    title: str
    shares: tuple[float, ...]


def findings_over_time(found: LogAudit, language: Language = ENGLISH) -> Picture | None:
    """
    Of the rules that most rows break, the share of rows of each period that break them.

    Args:
        found: the facts.
        language: whose words.
    Returns: None where no row breaks a rule, or all rows lie in one period.
    """
    unit, strips = found.period, _strips(found, language)
    if unit is None or not strips or len(found.periods) < 2:
        return None
    data = Data(
        columns=tuple(
            DataColumn(name, label(name, language))
            for name in ("period", "rule", "rows_broken", "rows_of_period")
        ),
        rows=tuple(
            (words.period(one, unit), strip.title, one.found.get(strip.rule, 0), one.rows)
            for strip in strips
            for one in found.periods
        ),
        draw=lambda width: _draw(strips, found.periods, unit, (width, language)),
    )
    return pictured(
        "findings_over_time", words.findings_drawn(found, unit, language), data,
        words=(),
        stamp=f"{found.program}, SHA-256 {short(found.digest)}",
        language=language,
    )  # fmt: skip


def _strips(found: LogAudit, language: Language) -> list[_Strip]:
    """The rules that most rows break, in the order of all rules."""
    totals = {
        one.rule.id: sum(period.found.get(one.rule.id, 0) for period in found.periods)
        for one in found.results
    }
    kept = set(sorted(totals, key=lambda rule: (-totals[rule], rule))[:_MOST])
    return [
        _Strip(one.rule.id, words.rule_title(one, language), _shares(found, one.rule.id))
        for one in found.results
        if one.rule.id in kept and totals[one.rule.id]
    ]


def _shares(found: LogAudit, rule: str) -> tuple[float, ...]:
    return tuple(one.found.get(rule, 0) / one.rows for one in found.periods)


def _draw(
    strips: list[_Strip],
    periods: tuple[LogPeriod, ...],
    unit: PeriodUnit,
    asked: tuple[int, Language],
) -> Chart:
    """Strips one below another along one line of time; its ends have words."""
    width, language = asked
    places = _places(periods, unit)
    domain = [min(places) - 0.5, max(places) + 0.5]
    x = field("from:Q", axis=None, scale={"domain": domain, "nice": False, "zero": False})
    charts = [_strip(strip, places, x, (width, language)) for strip in strips]
    ends = plotted(
        {"from": place, "text": words.period(one, unit)}
        for place, one in ((places[0], periods[0]), (places[-1], periods[-1]))
    )
    at = {"x": x, "text": field("text:N")}
    looks: Part = {"y": 8, "color": QUIET, "fontSize": SMALL}
    last = [
        mark("text", ends[:1], at, align="left", dx=-8, **looks),
        mark("text", ends[1:], at, align="right", dx=8, **looks),
    ]
    return below([*charts, layer(last, width=width - _LEFT - _RIGHT, height=14)], spacing=10)


def _strip(strip: _Strip, places: list[int], x: Part, asked: tuple[int, Language]) -> Chart:
    width, language = asked
    room = width - _LEFT - _RIGHT
    up = numbers([max(strip.shares), 0.0], "share", language)
    side = up.axis(
        None, _HEIGHT, upright=True, gridColor=GRID, minExtent=_LEFT - 8, maxExtent=_LEFT - 8
    )
    y = field("share:Q", scale=up.scale(), axis=side)
    rows = plotted(
        {
            "from": place - 0.5 + _GAP,
            "to": place + 0.5 - _GAP,
            "share": up.at(share),
            "none": up.at(0.0),
        }
        for place, share in zip(places, strip.shares, strict=True)
    )
    bars = mark("rect", rows, {"x": x, "x2": "to", "y": y, "y2": "none"}, color=WRONG)
    return layer([bars], width=room, height=_HEIGHT, title=heading(strip.title, room))


def _places(periods: tuple[LogPeriod, ...], unit: PeriodUnit) -> list[int]:
    """Days, months or years from the first, so that those without rows leave a gap."""
    first = periods[0].first
    if unit == "day":
        return [(one.first - first).days for one in periods]
    years = [one.first.year - first.year for one in periods]
    if unit == "year":
        return years
    return [
        12 * year + one.first.month - first.month for year, one in zip(years, periods, strict=True)
    ]
