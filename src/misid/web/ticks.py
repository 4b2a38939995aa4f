"""Boxes of a form that are ticked, as an address says it."""

from __future__ import annotations

from collections.abc import Mapping

from misid.errors import MeaningError
from misid.files.read import plain

TICKED = "1"
"""What an address says of a box that is ticked; of one that is not, it says nothing."""


def is_ticked(fields: Mapping[str, str], name: str) -> bool:
    """
    Whether a box is ticked.

    Raises: MeaningError: anything else is said of it: whoever writes 0 or false does not mean yes.
    """
    value = fields.get(name, "")
    if value not in ("", TICKED):
        raise MeaningError(
            f"{name} is {plain(value)!r}, which is none of its options.",
            use=f"{name}={TICKED}, or leave it out",
        )
    return bool(value)
