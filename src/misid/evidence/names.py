"""Errors for a name that is not there, with the names that are."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from misid.errors import MeaningError

_LISTED_WHOLE = 25
_SHOWN = 5


def unknown_name(kind: str, name: str, allowed: Sequence[str], where: str = "") -> MeaningError:
    """The error for a `name` that is not among the `allowed` names of this kind."""
    near = _nearest(name, allowed)
    return MeaningError(
        f"{name!r} is not the name of a {kind}.",
        where=where,
        use=" or ".join(near) if near else listed(allowed),
    )


def listed(allowed: Sequence[str]) -> str:
    """All the names if they are few, else how many there are and the first of them."""
    if not allowed:
        return "nothing: there is none here"
    if len(allowed) <= _LISTED_WHOLE:
        return "one of: " + ", ".join(allowed)
    return f"one of {len(allowed)} names, such as " + ", ".join(allowed[:_SHOWN])


def _nearest(name: str, allowed: Sequence[str]) -> list[str]:
    """The names that hold the text given; if there is none, those that are spelt nearly so."""
    holding = [known for known in allowed if name and name.lower() in known.lower()]
    return holding[:_SHOWN] or difflib.get_close_matches(name, allowed, n=_SHOWN)
