"""What is right in a file beside mistaken entries, so that all mistakes are told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from misid.files.yaml_lines import KeyPath
from misid.scenario.finding import ScenarioFinding

Read = TypeVar("Read", bound=BaseModel)


def found_in_the_rest(
    model: type[Read],
    data: dict[str, Any],
    faults: Sequence[ScenarioFinding],
    check: Callable[[Read], Iterable[ScenarioFinding]],
) -> list[ScenarioFinding]:
    """
    What a check finds in the entries of a file that are right by themselves.

    Nothing, where a mistake lies outside of its lists: the check then has nothing to start from.

    Args:
        model: what the file should be; each of its entries means something without the others.
        data: as it was parsed.
        faults: the mistakes that are known.
        check: finds what is mistaken though each value by itself is right.
    """
    places = _right_entries(data, [fault.path for fault in faults])
    if places is None:
        return []
    rest = data | {name: [data[name][place] for place in kept] for name, kept in places.items()}
    try:
        made = model.model_validate(rest)
    except ValidationError:
        return []
    return [_in_the_file(finding, places) for finding in check(made)]


def _right_entries(data: dict[str, Any], mistaken: list[KeyPath]) -> dict[str, list[int]] | None:
    """Of each list with a mistake the places of its other entries."""
    wrong: dict[str, set[int]] = {}
    for name, *below in mistaken:
        entries = data.get(str(name))
        if not isinstance(entries, list) or not below or not isinstance(below[0], int):
            return None
        wrong.setdefault(str(name), set()).add(below[0])
    return {
        name: [place for place in range(len(data[name])) if place not in out]
        for name, out in wrong.items()
    }


def _in_the_file(finding: ScenarioFinding, places: dict[str, list[int]]) -> ScenarioFinding:
    """The same, at its place in the file, where mistaken entries stand too."""
    name, *below = finding.path
    if str(name) not in places or not below or not isinstance(below[0], int):
        return finding
    return replace(finding, path=(name, places[str(name)][below[0]], *below[1:]))
