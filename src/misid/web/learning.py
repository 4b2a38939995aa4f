"""What disclosed counts say of a programme, worked out in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from misid.disclosure import load_counts
from misid.errors import MeaningError, MisidError
from misid.inference.given_counts import given_counts
from misid.inference.schema import Inference, ScenarioKept
from misid.scenario import Scenario, inputs
from misid.scenario.serialise import as_data, to_yaml
from misid.study.infer import DEFAULT_WORLDS, infer
from misid.web.address import Address
from misid.web.apart import STEP, ProcessEnds, Step, apart

STEPS = 4
"""Begun, counts read, worlds brought to them, what they say worked out."""
_ENDS = ProcessEnds(
    "the work on these counts", "`misid infer COUNTS` in a terminal", 240.0, 6 << 30
)


@dataclass(frozen=True)
class Learned:
    """
    What counts say, and the scenario given them.

    `refused`: why no scenario follows from them; then `scenario` is empty.
    """

    facts: Inference
    scenario: str = ""
    kept: ScenarioKept | None = None
    refused: MisidError | None = None


def learned(file: Path, scenario: Scenario, address: Address) -> Learned:
    """
    What counts say of a programme, each step of which is told to who waits for it.

    Args:
        file: disclosed counts.
        scenario: of the address, without its changes.
        address: of the programme before the counts.
    Raises: MisidError: counts that say nothing of it, or that no world gives; or it comes to no
        end. GivenUpError: nobody waits any longer; the work ends.
    """
    # As data both ways: types of single groups have no name under which a process finds them.
    told: _ProcessReply = apart(_steps, file, as_data(scenario), address, ends=_ENDS)
    facts = Inference.model_validate_json(told.facts)
    return Learned(facts, told.scenario, told.kept, told.refused)


class _ProcessReply(NamedTuple):
    """What the process says; its facts as JSON."""

    facts: str
    scenario: str = ""
    kept: ScenarioKept | None = None
    refused: MisidError | None = None


def _steps(file: Path, data: dict[str, Any], address: Address) -> Iterator[Step | _ProcessReply]:
    yield STEP
    counts = load_counts(file)
    yield STEP
    scenario = Scenario.model_validate(data)
    changes = address.changes({one.name: one for one in inputs(scenario)})
    found = infer(counts, scenario, changes, draws=DEFAULT_WORLDS, seed=address.seed)
    yield STEP
    text = found.facts.model_dump_json()
    yield STEP
    try:
        given = given_counts(found)
    except MeaningError as refused:
        yield _ProcessReply(text, refused=refused)
        return
    yield _ProcessReply(text, to_yaml(given.scenario), given.kept)
