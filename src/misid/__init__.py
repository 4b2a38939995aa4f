"""
An executable model of a field face-identification programme.

For the people who must answer for such a programme or judge it. It works on match scores, rates,
counts and synthetic people, never on images.

Example:
    >>> import misid
    >>> scenario = misid.load_scenario("task-force-module")
    >>> found = misid.run(scenario, draws=64, seed=1)
    >>> found.results.stamp.draws
    64
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from misid.results.run import run
    from misid.scenario.read import load_scenario
    from misid.writers.folder import write_run

__all__ = ["load_scenario", "run", "write_run"]

_HOMES = {
    "load_scenario": "misid.scenario",
    "run": "misid.results",
    "write_run": "misid.writers.folder",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for only then: `import misid` itself is quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'misid' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
