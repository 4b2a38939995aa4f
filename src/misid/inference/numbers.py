"""The numbers that are told before and after: rates of the programme, and of checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np

from misid.arrays import Floats
from misid.inference.rates import (
    false_match_rate,
    false_negative_identification_rate,
    false_positive_identification_rate,
    reference_share,
)
from misid.inference.schema import InferredNumber, NumberName
from misid.quantities.units import Unit, is_share
from misid.results.intervals import interval
from misid.results.outputs import ScenarioInWorlds, headline_rates
from misid.results.variance_shares import on_logs

UNITS: dict[NumberName, Unit] = {
    "false_match_rate": "ratio",
    "wrong_person_references": "per_100000_searches",
    "share_of_references_wrong_person": "share_of_references",
    "misses_among_sought": "share_of_sought_stops",
    "searches_a_year": "searches",
}
"""Units of those that are no plain shares."""
_SETTLED = 1e-9


def numbers(evaluation: ScenarioInWorlds, said: Mapping[str, Floats]) -> dict[NumberName, Floats]:
    """
    Every number in each world.

    Args:
        evaluation: the scenario in its worlds.
        said: inputs of checking by name.
    """
    everybody = evaluation.everybody
    rates = headline_rates(everybody)
    own: dict[NumberName, Floats] = {
        "share_of_references_wrong_person": rates["share_of_references_wrong_person"],
        "wrong_person_references": rates["wrong_person_references"],
        "references_of_searches": reference_share(everybody),
        "false_positive_identification_rate": false_positive_identification_rate(everybody),
        "false_negative_identification_rate": false_negative_identification_rate(everybody),
        "misses_among_sought": rates["misses_among_sought"],
        "false_match_rate": false_match_rate(evaluation),
        "searches_a_year": evaluation.searches_a_year,
    }
    checks = {cast(NumberName, name): values for name, values in said.items() if "odds" not in name}
    return own | checks


def compared(
    before: Mapping[NumberName, Floats], after: Mapping[NumberName, Floats]
) -> tuple[InferredNumber, ...]:
    """Each number before and after; one that is settled before stays out."""
    rows = (_compared(name, before[name], after[name]) for name in before)
    return tuple(row for row in rows if row is not None)


def _compared(name: NumberName, before: Floats, after: Floats) -> InferredNumber | None:
    unit = UNITS.get(name, "share")
    width = _width(before, unit)
    if not width > _SETTLED:
        return None
    return InferredNumber(
        name=name,
        unit=unit,
        prior=interval(before),
        posterior=interval(after),
        narrowed=1.0 - _width(after, unit) / width,
    )


def _width(values: Floats, unit: Unit) -> float:
    """From 5 % to 95 % of the worlds, on logarithms or log odds."""
    known = values[np.isfinite(values)]
    if not len(known):
        return 0.0
    low, high = np.quantile(on_logs(known, of_one=is_share(unit)), [0.05, 0.95])
    return float(high - low)
