"""What a worker of a cluster does: count some stops of a scenario."""

from __future__ import annotations

import json
from functools import lru_cache

from misid.programme import terms
from misid.programme.counting.kernel_tables import World, world_of
from misid.programme.counting.simulate import Span, simulate, stops_key
from misid.scenario import Scenario, digest
from misid.worlds.middle import middle

_LONGEST = 200


def drawn(scenario: str, seed: int, first: int, stops: int) -> str:
    """
    Counts of some stops, drawn on one thread, as JSON text; or what went wrong, as text too.

    Nothing but text is handed back: whoever asked builds nothing that a worker thought of.

    Args:
        scenario: its canonical JSON.
        seed: of the simulation.
        first: number of the first stop.
        stops: how many.
    """
    try:
        world, name = _world(scenario)
        counts = simulate(world, stops_key(seed, name), Span(first, stops), threads=1)
    except Exception as error:
        return json.dumps({"fault": f"{type(error).__name__}: {error}"[:_LONGEST]})
    return json.dumps({"first": first, "counts": counts.ravel().tolist()})


@lru_cache(maxsize=2)
def _world(scenario: str) -> tuple[World, str]:
    """A worker is asked for the same scenario over and over."""
    model = Scenario.model_validate(json.loads(scenario))
    return world_of(terms(middle(model))), digest(model)
