"""What a score file says of a matcher, in each world: mates, and how strongly groups differ."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple, cast

import numpy as np

from misid.arrays import Floats, Integers
from misid.matching import (
    Contrast,
    ImpostorField,
    Knots,
    MeasuredLaw,
    ProbesAndRecords,
    Ratios,
    impostor_field,
    measured_law,
    reference_cells,
    reference_composition,
)
from misid.matching.group_ratios import CountedRatios, drawn_ratios
from misid.matching.measured_mates import drawn_misses, drawn_rarities, with_median_beyond
from misid.scenario import Worlds
from misid.scenario.measured_matcher import GroupRatios, MateScores, Measured

Contrasts = Contrast | Ratios


def contrasts(worlds: Worlds) -> Contrasts:
    """How strongly groups differ: as measured where the scenario says so, else as published."""
    drift = worlds.number("matcher.ratio_drift")
    measured_at = worlds.number("matcher.ratios_measured_at")
    measured = worlds.scenario.matcher.measured
    if measured is not None and measured.ratios is not None:
        names = worlds.scenario.group_names
        counted, luck = _counted(measured.ratios, names), _ratio_luck(worlds, names)
        rates = worlds.recall("ratios of groups", partial(drawn_ratios, counted), luck)
        return Ratios(rates, counted.shares(), drift, measured_at)
    return Contrast(
        region_ratio=worlds.number("matcher.region_ratio"),
        sex_ratio=worlds.number("matcher.sex_ratio"),
        cross_sex=worlds.number("matcher.cross_sex"),
        drift=drift,
        measured_at=measured_at,
    )


def searched_field(given: tuple[Contrasts, ProbesAndRecords]) -> ImpostorField:
    """The impostor field of a gallery."""
    contrast, composition = given
    if isinstance(contrast, Ratios):
        return contrast.field(composition)
    return impostor_field(contrast, composition)


def design_field(given: tuple[Contrasts, Floats]) -> ImpostorField:
    """The field of the designer's test, with a gallery of so many records."""
    contrast, gallery = given
    if isinstance(contrast, Ratios):
        return contrast.tested(gallery)
    return impostor_field(contrast, reference_composition(len(gallery), gallery))


def design_probes(contrast: Contrasts, worlds: int) -> Floats:
    """Share of each group among the searches of the designer's test, (worlds, groups)."""
    if isinstance(contrast, Ratios):
        return np.tile(contrast.probes(), (worlds, 1))
    groups = len(reference_cells())
    return np.full((worlds, groups), 1.0 / groups)


def mates_as_measured(worlds: Worlds, tail: Integers) -> MeasuredLaw:
    """
    The mate law of the capture condition that was measured.

    Args:
        worlds: of a scenario with such a condition.
        tail: the law whose deviates are interpolated, shape (worlds,).
    """
    measured = cast(Measured, worlds.scenario.matcher.measured)
    knots = _knots(measured.mates)
    has_beyond = measured.beyond is not None
    drawn = _DrawnLaw(
        misses=_cell_luck(worlds, "misses", len(knots.misses) + 1),
        rarities=_cell_luck(worlds, "rarities", len(knots.misses) + 1),
        people=worlds.luck("matcher.measured.mates.people"),
        failed=worlds.number("matcher.measured.failed"),
        tail=tail,
        beyond=worlds.number("matcher.measured.beyond") if has_beyond else None,
    )
    return worlds.recall("measured mates", partial(_law, knots), drawn)


class _DrawnLaw(NamedTuple):
    """What decides a measured law in each world; luck for each cell between points."""

    misses: Floats
    rarities: Floats
    people: Floats
    failed: Floats
    tail: Integers
    beyond: Floats | None


def _law(knots: Knots, drawn: _DrawnLaw) -> MeasuredLaw:
    misses = drawn_misses(knots, drawn.misses)
    rarities = drawn_rarities(knots, drawn.rarities, drawn.people)
    if drawn.beyond is not None:
        misses, rarities = with_median_beyond(misses, rarities, drawn.beyond)
    return measured_law(misses, rarities, drawn.failed, drawn.tail)


def _knots(mates: MateScores) -> Knots:
    return Knots(mates.misses, mates.rarities, mates.genuine, mates.impostor, mates.shared)


def _cell_luck(worlds: Worlds, what: str, cells: int) -> Floats:
    """Counting error is no input of its own, so each cell has luck of its own name."""
    names = [f"matcher.measured.mates.{what}.{cell}" for cell in range(cells)]
    return np.stack([worlds.luck(name) for name in names], axis=1)


def _counted(given: GroupRatios, names: tuple[str, ...]) -> CountedRatios:
    def cells(counts: dict[str, dict[str, float]]) -> tuple[tuple[float, ...], ...]:
        return tuple(tuple(counts[one][other] for other in names) for one in names)

    return CountedRatios(cells(given.false_matches), cells(given.comparisons), given.worth)


def _ratio_luck(worlds: Worlds, names: tuple[str, ...]) -> Floats:
    rows = [
        [worlds.luck(f"matcher.measured.ratios.{one}.{other}") for other in names] for one in names
    ]
    return np.moveaxis(np.array(rows), 2, 0)
