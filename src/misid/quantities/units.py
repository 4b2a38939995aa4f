"""Units as codes: what a number of a result counts, and of what."""

from __future__ import annotations

from typing import Literal

Unit = Literal[
    "",
    "share",
    "share_of_references",
    "share_of_upheld_references",
    "share_of_sought_stops",
    "per_100000_searches",
    "people_a_year",
    "stops_a_year",
    "stops",
    "searches",
    "references",
    "hours",
    "photographs",
    "years",
    "days",
    "ratio",
    "count",
]
"""A unit; the empty one is of a bare number."""

SHARES: frozenset[str] = frozenset(
    {"share", "share_of_references", "share_of_upheld_references", "share_of_sought_stops"}
)
"""The units of a part of one, which is read in per cent."""


def is_share(unit: str) -> bool:
    """
    Whether a number of this unit is a part of one.

    Example:
        >>> is_share("share_of_references"), is_share("ratio")
        (True, False)
    """
    return unit in SHARES
