"""The possible worlds around the one that a simulation is of: bands, flags, and its other side.

A simulation draws chance, and stands in one world: every range at its middle, one option of each
choice. So its numbers are no median over worlds. Beside each of its rates stands the closed form's
range over the possible worlds, those of the same answer where an either/or decides the headline.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache

from misid.arrays import Floats, Integers
from misid.quantities import Draws
from misid.results import splits, summary
from misid.results.intervals import interval
from misid.results.output_definitions import kind
from misid.results.outputs import ScenarioInWorlds, evaluate, outputs
from misid.results.run import DEFAULT_DRAWS, DEFAULT_SEED
from misid.results.schema import Answered, Flag, Interval, Question
from misid.results.sides import DecidingChoice
from misid.scenario import Output, Scenario, Worlds
from misid.scenario.serialise import as_data
from misid.worlds.middle import middle

Rows = Integers | slice

_HEADLINE: Output = "wrong_person_references"
_EVERY = slice(None)


@dataclass(frozen=True)
class Possible:
    """The closed form of a scenario in many possible worlds."""

    scenario: Scenario
    evaluation: ScenarioInWorlds
    values: dict[str, Floats]

    @cached_property
    def decides(self) -> DecidingChoice | None:
        """The either/or that decides wrong-person references, if one does."""
        return splits.decides(self.evaluation.worlds, kind(_HEADLINE), self.values[_HEADLINE])

    @cached_property
    def flags(self) -> dict[str, tuple[Flag, ...]]:
        """What is flagged of each output, as in a run."""
        return summary.flags(self.evaluation, self.values)

    @cached_property
    def of_groups(self) -> dict[str, Floats]:
        """Rates of each group, shape (worlds, groups)."""
        return self.evaluation.group_rates

    @cached_property
    def taken(self) -> str:
        """The answer in the middle world, or nothing where no either/or decides."""
        found = self.decides
        return "" if found is None else str(middle(self.scenario).options(found.one.name)[0])

    def rows(self, option: str) -> Rows:
        """The worlds of an answer; without one all."""
        if self.decides is None or not option:
            return _EVERY
        sides = self.decides.sides(self.evaluation.worlds)
        return next(side.rows for side in sides if side.option == option)

    def beside(self, name: Output, group: int | None, option: str) -> Interval:
        """The range of a rate over the worlds of an answer; of a group, or of everybody."""
        if group is None:
            return interval(self.values[name][self.rows(option)])
        if name not in self.of_groups:
            return Interval(median=None, low=None, high=None)
        return interval(self.of_groups[name][self.rows(option), group])

    @property
    def question(self) -> Question | None:
        """What decides, and that it is open."""
        return None if self.decides is None else splits.question(self.decides)

    @property
    def answers(self) -> tuple[Answered, ...]:
        """The sides of what decides, in the order of the scenario."""
        if self.decides is None:
            return ()
        worlds = self.evaluation.worlds
        return tuple(splits.answered(side, worlds) for side in self.decides.sides(worlds))


def possible(scenario: Scenario) -> Possible:
    """A scenario in the worlds of `misid run`."""
    return _possible(json.dumps(as_data(scenario)))


@lru_cache(maxsize=4)
def _possible(text: str) -> Possible:
    """The same from a scenario as text; documents of one scenario share it."""
    scenario = Scenario.model_validate(json.loads(text))
    evaluation = evaluate(Worlds(scenario, Draws(DEFAULT_SEED, DEFAULT_DRAWS)))
    return Possible(scenario, evaluation, outputs(evaluation))
