"""Published rates of such a programme beside what the model gives in their place."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from misid.programme import false_positives, true_positives
from misid.quantities.units import is_share
from misid.results.intervals import interval
from misid.results.output_definitions import kind, unit_of
from misid.results.outputs import PER, Evaluation, group_rates
from misid.results.schema import Beside, OperatingRow
from misid.results.summary import as_read, natural, with_unit
from misid.scenario import OUTPUTS, Output, Scenario
from misid.scenario.schema import OperatingPoint
from misid.scenario.words import cited

Floats = NDArray[np.float64]
Where = Literal["inside", "below", "above"]

TESTS = ("no", "widened")
"""How a published rate may have been used and still test the model."""

_HEADLINE: Output = "wrong_person_references"
# Published figures are rounded to two or three digits; so near an end of the range is no miss.
_ROUNDING = 0.02
_TITLES = {
    "false_positive_identification_rate": "False positive identification rate",
    "true_positive_identification_rate": "True positive identification rate",
    "share_searched": "Share of stops whose photograph is searched",
    "share_confirmed": "Share of stops that end with a reference on the person's own record",
    "share_of_wrong_person_references": "Share of wrong-person references that concern {groups}",
    "stops_a_year": "Stops a year",
}


def operating_points(evaluation: Evaluation, values: dict[str, Floats]) -> tuple[OperatingRow, ...]:
    """Every operating point of the scenario, in its order."""
    points = evaluation.worlds.scenario.operating_points
    return tuple(_row(point, evaluation, _modelled(point, evaluation, values)) for point in points)


def said_beside(
    rows: tuple[OperatingRow, ...], headline: str, evaluation: Evaluation
) -> tuple[Beside, ...]:
    """
    What must be said with the headline: a published count of the same, and every miss.

    Figures that were put in or fitted are no test: where the model misses them the table says it.

    Args:
        rows: the operating points.
        headline: name of the output that the headline is about; said even where it is met.
        evaluation: whose sources are named.
    """
    return tuple(
        Beside(measure=row.measure, sentence=_sentence(row, evaluation))
        for row in rows
        if row.beside
    )


def _sentence(row: OperatingRow, evaluation: Evaluation) -> str:
    modelled = row.modelled
    if modelled.median is None or modelled.low is None or modelled.high is None:
        return f"{row.title}: published {_number(row.published, row)}; here there are no trials."
    unit = "" if row.unit == "ratio" else as_read(row.unit)
    published = " ".join(filter(None, (_number(row.published, row), unit)))
    counted = f"{row.counted}, " if row.counted else ""
    source = cited(row.source, evaluation.worlds.scenario)
    low, middle, high = (
        _number(value, row) for value in (modelled.low, modelled.median, modelled.high)
    )
    spread = middle if low == high else f"{middle} ({low} to {high})"
    return (
        f"{row.title}: published {counted}{published} [{source}]. The model gives {spread}"
        f"{_of_as_many(row)}: {_apart(row)}. {row.note}"
    )


def _of_as_many(row: OperatingRow) -> str:
    """The model's count of as many as were counted."""
    if row.of is None:
        return ""
    per = 1.0 if is_share(row.unit) else PER
    ends = (row.modelled.median, row.modelled.low, row.modelled.high)
    middle, low, high = (natural((end or 0.0) * row.of / per) for end in ends)
    return f", so of as many {middle if low == high else f'{middle} ({low} to {high})'}"


def _apart(row: OperatingRow) -> str:
    """By what factor the middle lies off, and whether the published number is in the range."""
    where = "inside its range" if row.where == "inside" else f"{row.where} its range"
    ratio = (row.modelled.median or 0.0) / row.published
    off = f"{natural(ratio)} times" if ratio >= 1.0 else f"{natural(1.0 / ratio)} times less than"
    near = abs(ratio - 1.0) < _ROUNDING
    return f"{'about' if near else off} what was published, which lies {where}"


def _number(value: float, row: OperatingRow) -> str:
    return with_unit(value, row.unit)


def _row(point: OperatingPoint, evaluation: Evaluation, modelled: Floats) -> OperatingRow:
    output = next((one for one in OUTPUTS if one == point.measure), None)
    found = interval(modelled)
    lies = where(point.published, found.low, found.high)
    return OperatingRow(
        measure=point.measure,
        title=_title(point, evaluation.worlds.scenario) if output is None else kind(output).title,
        groups=point.groups,
        unit=unit_of(point.measure),
        gallery=point.gallery,
        published=point.published,
        counted=point.counted or "",
        of=point.of,
        used=point.used,
        source=point.source,
        note=" ".join(point.note.split()),
        modelled=found,
        where=lies,
        residual=interval(modelled / point.published - 1.0),
        beside=point.measure == _HEADLINE or (point.used in TESTS and lies not in (None, "inside")),
    )


def _title(point: OperatingPoint, scenario: Scenario) -> str:
    labels = {one.name: one.label for one in scenario.groups}
    title = _TITLES[point.measure].format(groups="; ".join(labels[one] for one in point.groups))
    return f"{title}, {natural(point.gallery)} records" if point.gallery else title


def where(published: float, low: float | None, high: float | None) -> Where | None:
    """
    Where a published number lies beside the range of the model, within its rounding.

    Example:
        >>> where(0.32, 0.4, 16.0), where(0.32, 0.3, 16.0)
        ('below', 'inside')
    """
    if low is None or high is None:
        return None
    if published < low * (1.0 - _ROUNDING):
        return "below"
    return "above" if published > high * (1.0 + _ROUNDING) else "inside"


def _modelled(point: OperatingPoint, evaluation: Evaluation, values: dict[str, Floats]) -> Floats:
    found, worlds = evaluation.terms, evaluation.worlds
    if point.measure == "false_positive_identification_rate":
        gallery = np.full_like(found.gallery, point.gallery) if point.gallery else found.gallery
        return false_positives(found, gallery, worlds.number("matcher.growth_exponent"))
    if point.measure == "true_positive_identification_rate":
        return true_positives(found)
    if point.measure == "stops_a_year":
        return worlds.number("stops.a_year")
    if point.measure == "share_of_wrong_person_references":
        return _share_of_groups(point, evaluation)
    if point.measure in ("share_searched", "share_confirmed"):
        outcomes = evaluation.outcomes
        confirmed = point.measure == "share_confirmed"
        share = outcomes.among(("own",)) if confirmed else outcomes.searched()
        return np.asarray((found.people.stopped * share).sum(axis=1))
    return values[point.measure]


def _share_of_groups(point: OperatingPoint, evaluation: Evaluation) -> Floats:
    rates = group_rates(evaluation)
    wrong = rates["wrong_person_references"] * rates["searches"]
    of = [evaluation.worlds.scenario.group_names.index(name) for name in point.groups]
    total = wrong.sum(axis=1)
    share: Floats = np.full_like(total, np.nan)
    np.divide(wrong[:, of].sum(axis=1), total, out=share, where=total > 0)
    return share
