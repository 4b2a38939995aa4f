"""Every figure of an identification, by its name."""

from __future__ import annotations

from misid.evaluation.apart_words import apart_sentences
from misid.evaluation.identification_schema import Identification
from misid.evaluation.schema import Measure, RateNote
from misid.evaluation.search_words import main_point
from misid.evaluation.stamp import list_stamp, list_stamp_line
from misid.figures.beside import MEASURED
from misid.figures.group_rates import Line, draw, ordered, rate_columns, shown, values
from misid.figures.identification import (
    Beside,
    SearchPoint,
    match_characteristic,
    search_tradeoff,
)
from misid.figures.picture import Column, Picture
from misid.figures.ranks import Rank
from misid.figures.tradeoff import ends

_NO_GROUPS = "No column gives groups: there is nothing to tell apart."


def search_pictures(found: Identification) -> dict[str, Picture]:
    """All of them, in the order of the report, with one stamp."""
    beside = Beside(search_words(found), list_stamp_line(list_stamp(found)))
    counts = found.counts
    points = [
        SearchPoint(
            asked=point.asked,
            threshold=point.threshold,
            resolved=point.resolved,
            fpir=ends(point.fpir.rate, point.fpir.low, point.fpir.high),
            fnir=ends(point.fnir.rate, point.fnir.low, point.fnir.high),
        )
        for point in found.points
        if point.fnir.trials
    ]
    searched = counts.non_mated if points else 0
    ranks = [Rank(one.rank, one.rate, one.low, one.high, one.least, one.most) for one in found.cmc]
    return {
        "tradeoff": search_tradeoff(
            points, least=counts.least_fpir, searched=searched, beside=beside
        ),
        "cmc": match_characteristic(ranks, beside=beside),
        "groups": _groups(found, beside),
    }


def search_words(found: Identification) -> tuple[str, ...]:
    """How far the numbers reach, and what intervals allow for."""
    if found.counts.subjects is None:
        return MEASURED, "people who are not enrolled taken as searched once"
    return MEASURED, "people in several searches allowed for"


def _groups(found: Identification, beside: Beside) -> Picture:
    """Both error rates of each group, and those of everybody."""
    main = main_point(found.points)
    everybody: dict[Measure, RateNote] = {}
    if main is not None:
        everybody = {"FPIR": main.fpir, "FNIR": main.fnir}
    lines = _lines(found)
    finding = apart_sentences(found.groups.apart) if found.groups else _NO_GROUPS
    known = any(rate and rate.trials for line in lines for rate in line.rates.values())
    return Picture(
        name="groups",
        title="Error rates of searches by group",
        finding=finding,
        alt="Two rows of dots with lines, one row a group: on the left the share of searches for "
        "people who are not enrolled that return somebody's record, on a logarithmic axis; on the "
        "right the share of searches for enrolled people that miss their own. Lines are 95 % "
        f"intervals, dashed ones the rates over everybody. {finding}",
        words=beside.words,
        stamp=beside.stamp,
        columns=(Column("group", "Group"), *rate_columns(("FPIR", "FNIR"), "searches")),
        rows=tuple((line.label, *values(line)) for line in lines),
        draw=(lambda width: draw(shown(lines), everybody, width)) if known else None,
        nothing=_NO_GROUPS,
    )


def _lines(found: Identification) -> list[Line]:
    by_group: dict[str, dict[Measure, RateNote | None]] = {}
    for row in found.groups.rows if found.groups else ():
        by_group.setdefault(row.group, {"FPIR": None, "FNIR": None})[row.measure] = row.rate
    return ordered(by_group)
