"""What must be said wherever a number of a scenario is shown, as codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from misid.arrays import Floats
from misid.matching import published
from misid.results.outputs import ScenarioInWorlds
from misid.results.schema import Caution
from misid.scenario import Scenario
from misid.scenario.contradictions import adjustments


def cautions(
    evaluation: ScenarioInWorlds, values: Mapping[str, Floats] | None = None
) -> tuple[Caution, ...]:
    """
    What must be said of a scenario's numbers, in the order in which it is said.

    Args:
        evaluation: its worlds; where nothing was tested that far, and where inputs had to be held
            to each other, shows only in them.
        values: the outputs that are shown, by name, shape (worlds,); NaN where there is none.
    """
    return (
        Caution(code="synthetic"),
        Caution(code="regions"),
        *_of_ratios(evaluation.worlds.scenario),
        *extrapolations(evaluation),
        *_held_together(evaluation),
        *_without_value(values or {}),
    )


def _of_ratios(scenario: Scenario) -> Iterator[Caution]:
    """Ratios that were measured were not read off figures."""
    if scenario.stand_ins is not None:
        yield Caution(code="stand_in", says=" ".join(scenario.stand_ins.split()))
    measured = scenario.matcher.measured
    if measured is None or measured.ratios is None:
        yield Caution(code="read_by_eye")


def extrapolations(evaluation: ScenarioInWorlds) -> tuple[Caution, ...]:
    """
    Where nothing was tested that far.

    Published tests end at a size of the gallery, as searched or as designed for; scores that were
    measured, at a threshold.
    """
    found, scenario = evaluation.terms, evaluation.worlds.scenario
    cautions = []
    largest = max(float(found.gallery.max()), float(found.design_gallery.max()))
    by_table = any(one.name != "measured" for one in scenario.capture.conditions)
    if by_table and largest > published.LARGEST_MEASURED_GALLERY:
        tested = float(published.LARGEST_MEASURED_GALLERY)
        cautions.append(Caution(code="extrapolated_gallery", records=tested))
    if scenario.matcher.measured is not None:
        last = float(scenario.matcher.measured.mates.rarities[-1])
        if float(found.threshold.max()) > last:
            cautions.append(Caution(code="extrapolated_threshold", rarity=last))
    return tuple(cautions)


def _without_value(values: Mapping[str, Floats]) -> Iterator[Caution]:
    """
    Worlds that have no value of some output are left out of its median and range.

    An output without a value in any world says so by itself.
    """
    known = [finite for finite in map(np.isfinite, values.values()) if finite.any()]
    if known:
        none = ~np.logical_and.reduce(known)
        if none.any():
            yield Caution(code="worlds_without_value", share=float(none.mean()))


def _held_together(evaluation: ScenarioInWorlds) -> tuple[Caution, ...]:
    """Inputs that contradict each other in some of the worlds, and were held to each other."""
    held = evaluation.terms.held
    found = () if held is None else adjustments(evaluation.worlds, held)
    return tuple(Caution(code="held_together", input=one.name, share=one.share) for one in found)
