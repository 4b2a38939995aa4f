"""Encounters of a scenario's people, drawn where the study asks for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from misid.errors import MeaningError
from misid.programme.people.counts import Progress
from misid.results.possible import Possible
from misid.results.provenance import Provenance
from misid.results.run import Run
from misid.scenario import digest
from misid.scenario.schema import Scenario
from misid.simulation.encounter import encounter, grid
from misid.simulation.encounter_schema import Encounter, EncounterGrid, Picked
from misid.simulation.encounter_world import (
    EncounterWorld,
    checked_number,
    checked_outcome,
    encounter_world,
    is_whole,
)

_MOST_ROWS, _WORLDS, _LAST_SEED = 1_000, 8, 2**63


@dataclass(frozen=True)
class EncounterDoor:
    """
    Where the encounters of a study come from.

    `run` works out the possible worlds, which say what is open; worlds of people are kept by seed
    and answer, the last few of them.
    """

    made: Provenance
    baseline: Scenario
    run: Callable[[], Run]
    _worlds: dict[tuple[int, str], EncounterWorld] = field(default_factory=dict)
    _found: dict[tuple[int, str, str, int], int] = field(default_factory=dict)

    def one(self, number: int, seed: int, answer: str) -> Encounter:
        """As `Study.encounter`."""
        checked_number(number)
        world = self._world(seed, answer)
        return encounter(world, world.draw(number, 1))

    def many(self, start: int, count: int, seed: int, answer: str) -> EncounterGrid:
        """As `Study.encounters`."""
        checked_number(start)
        if not is_whole(count, 1, _MOST_ROWS):
            raise MeaningError(
                f"count is {str(count)[:40]}, but from 1 to {_MOST_ROWS:,} encounters are drawn.",
                use="count=100",
            )
        world = self._world(seed, answer)
        return grid(world, world.draw(start, count))

    def find(
        self, outcome: str, start: int, of: tuple[int, str], progress: Progress | None
    ) -> Encounter | None:
        """As `Study.find_encounter`; `of`: seed and answer."""
        wanted = checked_outcome(outcome)
        checked_number(start)
        world = self._world(*of)
        if (*of, outcome, start) in self._found:
            drawn = world.draw(self._found[*of, outcome, start], 1)
        else:
            found = world.find(wanted, start, progress)
            if found is None:
                return None
            drawn = found
            self._found[*of, outcome, start] = int(drawn.draw[0])
        draws = int(drawn.draw[0]) - start + 1
        return encounter(world, drawn, Picked(outcome=wanted, start=start, draws=draws))

    def _world(self, seed: int, answer: str) -> EncounterWorld:
        if not is_whole(seed, 0, _LAST_SEED - 1):
            raise MeaningError(
                f"seed is {str(seed)[:40]}, but a seed is a whole number from 0.", use="seed=1"
            )
        known = self._worlds.get((seed, answer))
        if known is None:
            run = self.run()
            possible = Possible(self.made.scenario, run.evaluation, run.values)
            luck = digest(self.baseline)
            known = encounter_world(self.made, possible, seed=seed, luck=luck, answer=answer)
            for old in list(self._worlds)[: 1 - _WORLDS]:
                del self._worlds[old]
            self._worlds[seed, answer] = known
        return known
