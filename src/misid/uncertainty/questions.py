"""What nobody has answered: the open inputs of a scenario, as questions to an official."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from misid.arrays import Floats
from misid.matching import published
from misid.quantities import Choice, Quantity
from misid.quantities.composition import Composition
from misid.results.schema import Results
from misid.results.variance_shares import least_share
from misid.scenario import Input, Scenario, Worlds, inputs
from misid.scenario.correlations import families
from misid.scenario.inputs import evidence_name

Families = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class OpenField:
    """
    One field that is open: all of its inputs, of every group and collection, together.

    `status` is that of the least known of them; `tied` names inputs of other fields that the
    scenario declares to go together with it.
    """

    field: str
    status: str
    inputs: tuple[Input, ...]
    tied: tuple[str, ...] = ()

    def luck(self) -> tuple[str, ...]:
        """Names of the uniform numbers that decide its answer, those it shares with others too."""
        own = dict.fromkeys(name for one in self.inputs for name in luck_of(one))
        return (*own, *(name for name in self.tied if name not in own))

    def values(self, worlds: Worlds) -> tuple[NDArray[np.generic], bool]:
        """
        Its answer in each world, and whether that is one of several options.

        Returns: shape (worlds,) for options, (worlds, columns) for numbers.
        """
        first = self.inputs[0].content
        if isinstance(first, Choice):
            return worlds.option(self.inputs[0].name), True
        if isinstance(first, Quantity):
            numbers = [worlds.number(one.name) for one in self.inputs]
            return np.stack(numbers, axis=1), False
        if isinstance(first, Composition):
            return np.concatenate(list(_shares(worlds, self.inputs)), axis=1), False
        return worlds.algorithm(), True


def in_quick_order(results: Results) -> tuple[tuple[int | None, Input], ...]:
    """
    The open questions by what they decide by themselves, as far as that is more than chance.

    Args:
        results: of a run.
    Returns: of each question the input that decides the most, with its place among
        `uncertainty.inputs`; None where it decides no more than chance.
    """
    least = least_share(results.stamp.draws)
    rows = enumerate(results.uncertainty.inputs)
    places = {row.input: place for place, row in rows if row.share >= least}
    firsts = (_first(one, places) for one in questions(results.canonical))
    ordered = sorted(firsts, key=lambda two: len(places) if two[0] is None else two[0])
    return tuple(ordered)


def _first(asked: OpenField, places: dict[str, int]) -> tuple[int | None, Input]:
    """The place of the input of a question that decides the most, and that input."""
    one = min(asked.inputs, key=lambda one: places.get(one.name, len(places)))
    return places.get(one.name), one


def questions(scenario: Scenario) -> tuple[OpenField, ...]:
    """Every open field that nobody has disclosed, published or measured, in the schema's order."""
    open_inputs: dict[str, list[Input]] = {}
    for one in inputs(scenario):
        if one.content.is_range and not one.content.status.is_known:
            open_inputs.setdefault(one.field, []).append(one)
    tied = families(scenario.correlations)
    return tuple(_question(field, tuple(found), tied) for field, found in open_inputs.items())


def luck_of(one: Input) -> tuple[str, ...]:
    """Names of the uniform numbers that an input draws."""
    content = one.content
    if isinstance(content, Composition):
        return tuple(f"{one.name}.{part}" for part in content.shares)
    if isinstance(content, Quantity):
        return (one.name if content.evidence is None else evidence_name(content.evidence),)
    return (one.name,) if isinstance(content, Choice) else (evidence_name(published.TABLE),)


def _question(field: str, found: tuple[Input, ...], families: Families) -> OpenField:
    known = ("unknown", "assumed", "inferred")
    statuses = {one.content.status.value for one in found}
    worst = next(status for status in known if status in statuses)
    names = {one.name for one in found}
    tied = {name for family in families if names & set(family) for name in family} - names
    return OpenField(field, worst, found, tuple(sorted(tied)))


def _shares(worlds: Worlds, compositions: tuple[Input, ...]) -> Iterator[Floats]:
    """All shares but the last, which the others decide."""
    for one in compositions:
        if isinstance(one.content, Composition):
            parts = tuple(one.content.shares)
            yield worlds.shares(one.name, parts)[:, : max(1, len(parts) - 1)]
