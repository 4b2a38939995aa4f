"""What was disclosed of a programme as tables of counts: read, held against itself, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misid.machine.on_demand import on_demand

if TYPE_CHECKING:
    from misid.disclosure.columns import CountsAsked, read_columns
    from misid.disclosure.counts import CountCell, DisclosedCounts, Period, load_counts, read_counts
    from misid.disclosure.days import ORDERS
    from misid.disclosure.difference import differences_of
    from misid.disclosure.difference_schema import DisclosureDifference
    from misid.disclosure.periods import counts_of, rows_named
    from misid.disclosure.read import read_disclosure
    from misid.disclosure.schema import NONE_MEANS, Disclosure

__all__ = [
    "NONE_MEANS",
    "ORDERS",
    "CountCell",
    "CountsAsked",
    "DisclosedCounts",
    "Disclosure",
    "DisclosureDifference",
    "Period",
    "counts_of",
    "differences_of",
    "load_counts",
    "read_columns",
    "read_counts",
    "read_disclosure",
    "rows_named",
]

__getattr__ = on_demand(
    __name__,
    {
        "NONE_MEANS": "schema",
        "ORDERS": "days",
        "CountCell": "counts",
        "CountsAsked": "columns",
        "DisclosedCounts": "counts",
        "Disclosure": "schema",
        "DisclosureDifference": "difference_schema",
        "Period": "counts",
        "counts_of": "periods",
        "differences_of": "difference",
        "load_counts": "counts",
        "read_columns": "columns",
        "read_counts": "counts",
        "read_disclosure": "read",
        "rows_named": "periods",
    },
)
