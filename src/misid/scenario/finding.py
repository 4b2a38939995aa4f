"""A mistake of a scenario, before it is told with its file and line."""

from __future__ import annotations

from dataclasses import dataclass

from misid.files.yaml_lines import KeyPath


@dataclass(frozen=True)
class ScenarioFinding:
    """
    A mistake: where it stands, what it is, what to use instead.

    `what` is the rest of a sentence that begins with the name of `path`, without its full stop;
    `at` leads from there to the line that is told.
    """

    path: KeyPath
    what: str
    use: str
    at: KeyPath = ()
    kind: str = ""
