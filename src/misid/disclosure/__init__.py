"""What was disclosed of a programme as tables of counts: read, held against itself, compared."""

from misid.disclosure.columns import CountsAsked, read_columns
from misid.disclosure.counts import CountCell, DisclosedCounts, Period, load_counts, read_counts
from misid.disclosure.days import ORDERS
from misid.disclosure.difference import differences_of
from misid.disclosure.difference_schema import DisclosureDifference
from misid.disclosure.periods import counts_of, rows_named
from misid.disclosure.read import read_disclosure
from misid.disclosure.schema import Disclosure

__all__ = [
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
