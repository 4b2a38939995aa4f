"""Published rates of such a programme beside what the model gives in their place."""

from __future__ import annotations

from typing import Literal

import numpy as np

from misid.arrays import Floats
from misid.programme import false_positives, true_positives
from misid.results.intervals import interval
from misid.results.output_definitions import unit_of
from misid.results.outputs import ScenarioInWorlds
from misid.results.schema import OperatingRow
from misid.scenario import Output
from misid.scenario.schema import OperatingPoint

RangeSide = Literal["inside", "below", "above"]

TESTS = ("no", "widened")
"""How a published rate may have been used and still test the model."""

_HEADLINE: Output = "wrong_person_references"
# Published figures are rounded to two or three digits; so near an end of the range is no miss.
_ROUNDING = 0.02


def operating_points(
    evaluation: ScenarioInWorlds, values: dict[str, Floats]
) -> tuple[OperatingRow, ...]:
    """Every operating point of the scenario, in its order."""
    points = evaluation.worlds.scenario.operating_points
    return tuple(_row(point, _modelled(point, evaluation, values)) for point in points)


def _row(point: OperatingPoint, modelled: Floats) -> OperatingRow:
    found = interval(modelled)
    lies = where(point.published, found.low, found.high)
    return OperatingRow(
        measure=point.measure,
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


def where(published: float, low: float | None, high: float | None) -> RangeSide | None:
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


def _modelled(
    point: OperatingPoint, evaluation: ScenarioInWorlds, values: dict[str, Floats]
) -> Floats:
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


def _share_of_groups(point: OperatingPoint, evaluation: ScenarioInWorlds) -> Floats:
    rates = evaluation.group_rates
    wrong = rates["wrong_person_references"] * rates["searches"]
    of = [evaluation.worlds.scenario.group_names.index(name) for name in point.groups]
    total = wrong.sum(axis=1)
    share: Floats = np.full_like(total, np.nan)
    np.divide(wrong[:, of].sum(axis=1), total, out=share, where=total > 0)
    return share
