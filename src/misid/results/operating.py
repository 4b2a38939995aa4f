"""Published rates of such a programme beside what the model gives in their place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from misid.programme import false_positives, true_positives
from misid.results.intervals import interval
from misid.results.kinds import kind
from misid.results.outputs import Evaluation
from misid.results.schema import OperatingRow
from misid.scenario import OUTPUTS
from misid.scenario.model import OperatingPoint

Floats = NDArray[np.float64]

_TITLES = {
    "false_positive_identification_rate": "False positive identification rate",
    "true_positive_identification_rate": "True positive identification rate",
    "share_confirmed": "Share of stops that end with a reference on the person's own record",
}


def operating_points(evaluation: Evaluation, values: dict[str, Floats]) -> tuple[OperatingRow, ...]:
    """Every operating point of the scenario, in its order."""
    points = evaluation.worlds.scenario.operating_points
    return tuple(_row(point, _modelled(point, evaluation, values)) for point in points)


def _row(point: OperatingPoint, modelled: Floats) -> OperatingRow:
    output = next((one for one in OUTPUTS if one == point.measure), None)
    return OperatingRow(
        measure=point.measure,
        title=_TITLES[point.measure] if output is None else kind(output).title,
        unit="share" if output is None else kind(output).unit,
        gallery=point.gallery,
        published=point.published,
        source=point.source,
        note=" ".join(point.note.split()),
        modelled=interval(modelled),
        residual=interval(modelled / point.published - 1.0),
    )


def _modelled(point: OperatingPoint, evaluation: Evaluation, values: dict[str, Floats]) -> Floats:
    found = evaluation.terms
    if point.measure == "false_positive_identification_rate":
        gallery = np.full_like(found.gallery, point.gallery) if point.gallery else found.gallery
        return false_positives(found, gallery, evaluation.worlds.number("matcher.growth_exponent"))
    if point.measure == "true_positive_identification_rate":
        return true_positives(found)
    if point.measure == "share_confirmed":
        confirmed = evaluation.outcomes.among(("own",))
        return np.asarray((found.people.stopped * confirmed).sum(axis=1))
    return values[point.measure]
