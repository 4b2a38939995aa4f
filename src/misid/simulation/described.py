"""What every simulated document says of its scenario."""

from __future__ import annotations

from typing import Any

from misid.results import summary
from misid.results.cautions import cautions
from misid.results.outputs import ScenarioInWorlds
from misid.results.provenance import Provenance
from misid.results.schema import EitherOrAnswer
from misid.worlds.middle import middle, open_options


def described(made: Provenance, evaluation: ScenarioInWorlds) -> dict[str, Any]:
    """
    The fields of `OfScenario`.

    Args:
        made: the scenario, and where it comes from.
        evaluation: of it, in whichever worlds.
    """
    options = open_options(middle(made.scenario))
    return {
        "scenario": summary.note(made.scenario),
        "canonical": made.scenario,
        "changes": made.changes,
        "cautions": cautions(evaluation),
        "middle": tuple(
            EitherOrAnswer(input=name, option=option) for name, option in options.items()
        ),
    }
