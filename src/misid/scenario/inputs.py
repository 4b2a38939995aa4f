"""Every input of a scenario by name, and its value in each world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from scipy.special import gammaincinv

from misid import evidence
from misid.arrays import Floats, Integers
from misid.machine.memo import Recall, fresh
from misid.matching import published
from misid.quantities import Choice, Draws, Luck, Quantity, Some
from misid.quantities.composition import Algorithm, Composition, PerGroup
from misid.scenario.correlations import Correlated
from misid.scenario.measured_matcher import GroupRatios, MateScores
from misid.scenario.schema import Scenario

Content = (
    Quantity
    | Choice[str]
    | Choice[int]
    | Choice[bool]
    | Composition
    | Algorithm
    | MateScores
    | GroupRatios
)


@dataclass(frozen=True)
class Input:
    """
    One input: its `path` in the file, its `name`, its content and what the schema says of it.

    `field` is the name without the names of groups, collections and conditions: inputs of one field
    are asked about together. `question` is what an official could answer. `neutral` is the value at
    which what it stands for does nothing: no twins, no drift, a factor of 1; none where there is
    none.
    """

    path: tuple[str | int, ...]
    name: str
    content: Content
    description: str
    question: str
    field: str
    neutral: float | None = None


def inputs(scenario: Scenario) -> tuple[Input, ...]:
    """
    Every input of a scenario, in the order of the schema.

    Parts of a list are named by their name: `gallery.sources.visa.image_age`.
    """
    return scenario.once(_inputs)


def _inputs(scenario: Scenario) -> tuple[Input, ...]:
    return tuple(_walk(scenario, _Place((), (), (), "", "")))


class _Place(NamedTuple):
    """Where a walk through a scenario stands, and what the schema says there."""

    path: tuple[str | int, ...]
    name: tuple[str, ...]
    field: tuple[str, ...]
    description: str
    question: str
    has_neutral: bool = True

    def input(self, content: Content) -> Input:
        """The input that stands here."""
        name, field_ = ".".join(self.name), ".".join(self.field)
        neutral = content.neutral if isinstance(content, Quantity) else None
        neutral = neutral if self.has_neutral else None
        return Input(self.path, name, content, self.description, self.question, field_, neutral)

    def block(self, key: str, info: FieldInfo) -> _Place:
        """The place of a named field."""
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        name, field_ = (*self.name, key), (*self.field, key)
        return _Place(
            (*self.path, key), name, field_, info.description or "",
            str(extra.get("question", "")), extra.get("neutral") is not False,
        )  # fmt: skip

    def entry(self, *steps: str | int, label: str) -> _Place:
        """The place of one of several of a kind."""
        return self._replace(path=(*self.path, *steps), name=(*self.name, label))


def _walk(part: object, at: _Place) -> Iterator[Input]:
    if isinstance(part, Quantity | Choice | Composition | Algorithm | MateScores | GroupRatios):
        yield at.input(part)
    elif isinstance(part, PerGroup):
        if part.every is not None:
            yield at.input(part.every)
        for group, quantity in (part.groups or {}).items():
            yield at.entry("groups", group, label=group).input(quantity)
    elif isinstance(part, BaseModel):
        for key, info in type(part).model_fields.items():
            yield from _walk(getattr(part, key), at.block(key, info))
    elif isinstance(part, tuple):
        for index, item in enumerate(part):
            label = str(getattr(item, "name", index))
            yield from _walk(item, at.entry(index, label=label))


@dataclass(frozen=True)
class Worlds:
    """
    The inputs of a scenario in each of `draws.size` possible worlds.

    Numbers have shape (worlds,), one per group (worlds, groups), shares (worlds, parts).
    """

    scenario: Scenario
    draws: Luck
    recall: Recall = fresh
    _known: dict[object, NDArray[Any]] = field(default_factory=dict, repr=False, compare=False)
    _whole: Worlds | None = field(default=None, repr=False, compare=False)

    @cached_property
    def by_name(self) -> dict[str, Input]:
        """Every input by its name."""
        return {one.name: one for one in inputs(self.scenario)}

    def at(self, numbers: Mapping[str, float] | Mapping[str, Floats]) -> Worlds:
        """The same worlds with some quantities, by name, at one number in all, or one in each."""
        size = self.draws.size
        fixed = {name: np.broadcast_to(np.asarray(one), size) for name, one in numbers.items()}
        return replace(self, _known=self._known | fixed)

    def some(self, rows: Integers, recall: Recall = fresh, *, each_once: bool = False) -> Worlds:
        """Some of these worlds, by position: each keeps its luck and its value in every input."""
        luck = Some(self.draws, rows, each_once)
        return Worlds(self.scenario, luck, recall, _whole=self)

    @property
    def is_sample(self) -> bool:
        """Whether the worlds are drawn; a design repeats one far point in many of its worlds."""
        return isinstance(self.draws, Draws) or (
            isinstance(self.draws, Some) and self.draws.each_once
        )

    @cached_property
    def _tied(self) -> Luck:
        """The draws, with the correlations that the scenario declares."""
        ties = self.scenario.correlations
        return Correlated(self.draws, ties) if ties else self.draws

    def number(self, name: str) -> Floats:
        """A quantity in each world."""
        if name not in self._known:
            content = self.by_name[name].content
            if not isinstance(content, Quantity):
                raise TypeError(f"{name} is not a quantity")
            self._known[name] = (
                self._part(self._whole.number(name))
                if self._whole
                else (self._drawn(name, content))
            )
        return self._known[name]

    def _drawn(self, name: str, content: Quantity) -> Floats:
        luck = self._tied.uniforms(_luck_name(content, name))
        return self.recall(f"input {name}", partial(draw_quantity, content), luck)

    def _part(self, values: Floats) -> Floats:
        """The values of these worlds among those of all that they are some of."""
        return values[self.draws.rows] if isinstance(self.draws, Some) else values

    def per_group(self, name: str) -> Floats:
        """A quantity for each group; one that holds for every group is the same in all."""
        groups = self.scenario.group_names
        single = name in self.by_name
        columns = [self.number(name if single else f"{name}.{group}") for group in groups]
        return np.stack(columns, axis=1)

    def per_source(self, name: str) -> Floats:
        """A quantity of each gallery source, shape (worlds, sources)."""
        sources = self.scenario.gallery.sources
        return np.stack([self.number(f"gallery.sources.{s.name}.{name}") for s in sources], axis=1)

    def option(self, name: str) -> Integers:
        """The position of the option that holds, among those that are still possible."""
        key = ("option", name)
        if key not in self._known:
            content = self.by_name[name].content
            if not isinstance(content, Choice):
                raise TypeError(f"{name} is not a choice")
            luck = self.draws.uniforms(name)
            self._known[key] = self.recall(f"option {name}", partial(Choice.draw, content), luck)
        return self._known[key]

    def options(self, name: str) -> NDArray[np.generic]:
        """The option that holds in each world."""
        content = self.by_name[name].content
        if not isinstance(content, Choice):
            raise TypeError(f"{name} is not a choice")
        return np.array(content.options)[self.option(name)]

    def settled(self, name: str) -> NDArray[np.generic]:
        """The option that holds; one that is settled takes no luck of its own."""
        content = self.by_name[name].content
        if isinstance(content, Choice) and not content.is_range:
            return np.repeat(np.array(content.options), self.draws.size)
        return self.options(name)

    def shares(self, name: str, parts: tuple[str, ...]) -> Floats:
        """The shares of a whole, in the order of `parts`, shape (worlds, parts)."""
        content = self.by_name[name].content
        if not isinstance(content, Composition):
            raise TypeError(f"{name} is not a composition")
        if content.concentration is None:
            middle = np.array([content.shares[part] for part in parts])
            return np.broadcast_to(middle, (self.draws.size, len(parts)))
        if (name, parts) not in self._known:
            whole = self._whole
            self._known[name, parts] = (
                self._shared_out(name, content, parts)
                if whole is None
                else self._part(whole.shares(name, parts))
            )
        return self._known[name, parts]

    def _shared_out(self, name: str, content: Composition, parts: tuple[str, ...]) -> Floats:
        luck = np.stack([self.draws.uniforms(f"{name}.{part}") for part in parts], axis=1)
        return self.recall(f"input {name}", partial(draw_composition, content, parts), luck)

    def algorithm(self) -> Integers:
        """The row of the algorithm in the NIST table, in each world."""
        rows = algorithm_rows(self.scenario.matcher.algorithm)
        u = self.draws.uniforms(evidence_name(published.TABLE))
        return rows[np.minimum((u * len(rows)).astype(np.int64), len(rows) - 1)]

    def algorithm_names(self) -> list[str]:
        """The name of the algorithm in each world."""
        names = published.algorithm_names()
        return [names[row] for row in self.algorithm()]

    def luck(self, name: str) -> Floats:
        """Uniform numbers for what is no input of the scenario, such as counting error."""
        return self.draws.uniforms(name)


def draw_quantity(quantity: Quantity, luck: Floats) -> Floats:
    """One quantity in each world, from uniform numbers."""
    if quantity.evidence is None or quantity.column is None:
        return quantity.draw(luck)
    numbers = evidence.table(quantity.evidence).numbers(quantity.column)
    return quantity.draw(luck, numbers[np.isfinite(numbers)])


def _luck_name(quantity: Quantity, name: str) -> str:
    """Whose luck a quantity takes: those that draw a row of the same table draw the same row."""
    if quantity.evidence is None or quantity.column is None:
        return name
    return evidence_name(quantity.evidence)


def draw_composition(composition: Composition, parts: tuple[str, ...], luck: Floats) -> Floats:
    """
    Dirichlet shares: a gamma number for each part, each with luck of its own.

    Args:
        composition: shares that are not settled.
        parts: their order.
        luck: uniform numbers, shape (worlds, parts).
    """
    drawn = np.zeros_like(luck)
    for column, part in enumerate(parts):
        if composition.shares[part] > 0:
            shape = (composition.concentration or 0.0) * composition.shares[part]
            drawn[:, column] = gammaincinv(shape, luck[:, column])
    return np.asarray(drawn / drawn.sum(axis=1, keepdims=True))


def algorithm_rows(algorithm: Algorithm) -> Integers:
    """The rows of the NIST tables that an algorithm input leaves possible."""
    if algorithm.name is not None:
        return np.array([published.algorithm_row(algorithm.name)])
    large = published.published_points("mugshot").large
    good = large < algorithm.below if algorithm.below is not None else np.isfinite(large)
    if algorithm.developers is None:
        return np.flatnonzero(good[: published.one_of_each()])
    return np.flatnonzero(good & np.isin(published.developers(), algorithm.developers))


def evidence_name(table: str) -> str:
    """The name that keys the draw of a table's row."""
    return f"evidence:{table}"
