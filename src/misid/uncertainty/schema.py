"""The documents of this folder: a comparison."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from misid.results.schema import Interval, Part, Stamp


class Side(Part):
    """One of two scenarios."""

    name: str = Field(description="Its short name.")
    title: str = Field(description="Its title.")
    changes: tuple[str, ...] = Field(description="Changes put on it, each with its digest.")
    stamp: Stamp


class Pair(Part):
    """One world on both sides."""

    before: float
    after: float


class Difference(Part):
    """One output on both sides, and its change world by world."""

    name: str = Field(description="Name of the output.")
    title: str = Field(description="The name that is shown.")
    unit: str = Field(description="Its unit.")
    before: Interval = Field(description="On the first side.")
    after: Interval = Field(description="On the second side.")
    change: Interval = Field(
        description="Second less first in the same world; not the difference of the intervals."
    )
    lower: float | None = Field(description="Share of worlds in which it falls: it helps.")
    same: float | None = Field(description="Share of worlds in which nothing changes.")
    higher: float | None = Field(description="Share of worlds in which it rises.")
    pairs: tuple[Pair, ...] = Field(
        description="Worlds spread evenly over the order of the first side, at most 30."
    )
    flags: tuple[str, ...] = Field(description="As in the results, of either side.")


class Yearly(Part):
    """What a year of the programme gains and loses."""

    wrong_avoided: Interval = Field(description="Wrong-person references that do not happen.")
    more_missed: Interval = Field(description="More sought people who get no reference.")


class InputDifference(Part):
    """An input that is not the same on both sides."""

    input: str = Field(description="Its name.")
    description: str = Field(description="What it is.")
    before: str | None = Field(description="What stands there; null where there is no such input.")
    after: str | None = Field(description="The same on the second side.")


class Comparison(Part):
    """Two scenarios in the same worlds."""

    version: Literal["misid-comparison/1"] = Field(description="This schema.")
    sentence: str = Field(description="The finding in one sentence.")
    before: Side
    after: Side
    outputs: tuple[Difference, ...]
    yearly: Yearly
    inputs: tuple[InputDifference, ...]
