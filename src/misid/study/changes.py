"""What may be given as a change: a name, a file, a change, inputs by name, or several of these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

from misid.errors import MeaningError
from misid.scenario import Change, load_change
from misid.scenario.stated import OWN_CHANGE

OneChange: TypeAlias = Change | str | Path | Mapping[str, Any]
Changes: TypeAlias = OneChange | Sequence[OneChange]

_NAMED = 12
_USE = (
    "the name of a safeguard or a reading, the path of a change, inputs by name such as "
    '{"review.share_reviewed": 0.5}, or a list of these'
)


def loaded(changes: Changes) -> tuple[Change, ...]:
    """
    Changes from whatever they were given as.

    Args:
        changes: one or several; inputs that are given by name become one change.
    Raises: MeaningError: something that is no change. FormatError: a file that is none.
    Example:
        >>> [one.name for one in loaded(["delete-non-matches", {"review.share_reviewed": 0.5}])]
        ['delete-non-matches', 'own-change']
    """
    return merged(chain.from_iterable(map(_loaded, _several(changes))))


def merged(changes: Sequence[Change] | Iterator[Change]) -> tuple[Change, ...]:
    """The same, with all inputs that were given by name in one change; the last one holds."""
    every = list(changes)
    inputs = {
        name: content
        for one in every
        if one.name == OWN_CHANGE
        for name, content in one.set.items()
    }
    return (*(one for one in every if one.name != OWN_CHANGE), *([_own(inputs)] if inputs else []))


def _several(changes: Changes) -> Sequence[Any]:
    return changes if isinstance(changes, list | tuple) else (changes,)


def _loaded(change: Any) -> tuple[Change, ...]:
    if isinstance(change, Change):
        return (change,)
    if isinstance(change, str | Path):
        return (load_change(change),)
    if isinstance(change, Mapping) and all(isinstance(name, str) for name in change):
        return (_own(change),) if change else ()
    raise MeaningError(f"a change is given as {type(change).__name__}, which is none.", use=_USE)


def _own(inputs: Mapping[str, Any]) -> Change:
    """Inputs by name as a change; what stands there is checked where it is put on a scenario."""
    return Change(
        schema_="misid-change/1",
        scenario="misid-scenario/1",
        name=OWN_CHANGE,
        title=", ".join((*list(inputs)[:_NAMED], *(["..."] if len(inputs) > _NAMED else []))),
        reason="-",
        cannot="-",
        set=dict(inputs),
    )
