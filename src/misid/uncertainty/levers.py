"""What an official could move, one lever at a time, and where each stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.special import expit, logit

from misid.arrays import Floats
from misid.programme.outcomes import RATES
from misid.quantities.units import Unit, is_share
from misid.results.outputs import ScenarioInWorlds
from misid.scenario import Change, Output, Worlds, change
from misid.uncertainty.meaning import false_positive_of


@dataclass(frozen=True, eq=False)
class Lever:
    """
    Something that could be otherwise, within its ends.

    Which end helps depends on the output: a strict threshold gives fewer references and more
    misses. Moved one way, an output may fall and rise again.

    `moves` is the input that stands at the lever's value, `settles` what else is set wherever it
    stands. `stands` is where it is in each world, shape (worlds,). `of_review` says that it moves
    nothing but what review says of an answer.
    """

    name: str
    unit: Unit
    low: float
    high: float
    moves: str
    stands: Callable[[ScenarioInWorlds], Floats]
    settles: Mapping[str, object] = field(default_factory=dict)
    of_review: bool = False

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every input that it sets."""
        return (*self.settles, self.moves)

    @property
    def reach(self) -> tuple[float, float]:
        """The places of its ends."""
        return self.along(self.low), self.along(self.high)

    def along(self, value: float) -> float:
        """The place of a value: the logarithm of a count, the log odds of a share."""
        return float(logit(value)) if is_share(self.unit) else float(np.log10(value))

    def value(self, place: float) -> float:
        """The value at a place."""
        return float(expit(place)) if is_share(self.unit) else float(10.0**place)

    def can_move(self, output: Output) -> bool:
        """Whether an output can depend on it."""
        rate = RATES.get(output)
        return not self.of_review or rate is None or rate.rests_on_review


def _sought(evaluation: ScenarioInWorlds) -> Floats:
    people = evaluation.terms.people
    enrolled = people.stopped * people.enrolled
    part, whole = (enrolled * people.sought).sum(axis=1), enrolled.sum(axis=1)
    return np.asarray(np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0))


def _accepted(evaluation: ScenarioInWorlds) -> Floats:
    """Strangers' records that are accepted where foils were studied; what nobody compares is."""
    number = evaluation.worlds.number
    rejected = 1.0 - number("review.false_acceptance")
    return np.asarray(1.0 - number("review.share_reviewed") * rejected)


LEVERS = (
    Lever(
        "threshold",
        "share",
        1e-11,
        0.02,
        "threshold.rate",
        false_positive_of,
        {
            "threshold.policy": "fpir",
            "threshold.moves_with_gallery": True,
            "threshold.design_population": "field",
        },
    ),
    Lever(
        "gallery",
        "count",
        100.0,
        1e10,
        "gallery.records",
        lambda evaluation: evaluation.worlds.number("gallery.records"),
    ),
    Lever("share sought", "share", 1e-6, 1.0 - 1e-6, "stops.share_sought", _sought),
    Lever(
        "review",
        "share",
        1e-9,
        0.999,
        "review.false_acceptance",
        _accepted,
        {"review.share_reviewed": 1.0},
        of_review=True,
    ),
)
"""What an official could move."""


class At(NamedTuple):
    """A lever at a place; without a lever the scenario as it is."""

    lever: Lever | None = None
    place: float = 0.0

    @property
    def value(self) -> float:
        """The value there."""
        return 0.0 if self.lever is None else self.lever.value(self.place)


AS_IT_IS = At()


def moved(worlds: Worlds, lever: Lever, value: float) -> Worlds:
    """
    The worlds with a lever at a value.

    Raises: MeaningError: the scenario cannot be meant with it.
    """
    trial = Change(
        schema_="misid-change/1",
        scenario="misid-scenario/1",
        name="lever",
        title="A trial.",
        reason="A trial.",
        cannot="A trial.",
        set={**lever.settles, lever.moves: value},
    )
    return replace(worlds, scenario=change(worlds.scenario, [trial]).scenario, _known={})
