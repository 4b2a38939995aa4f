"""Rates of rows of disclosed counts, by one call."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from misid.disclosure.counts import DisclosedCounts, load_counts
from misid.errors import MeaningError
from misid.inference.row_rates import row_rates as of_counts
from misid.inference.row_schema import ROW_RATES, RowRateName, RowRates
from misid.quantities.validation import shown


def row_rates(counts: DisclosedCounts | str | Path, rates: Sequence[str] = ()) -> RowRates:
    """
    The rate of each row of disclosed counts, by its own count and by all others.

    Agencies, places or deployments of one table differ by luck and for reasons. What is left
    without luck is told, each row's rate is drawn towards the others, and rows that all others
    would hardly give are told apart.

    Args:
        counts: disclosed counts, or a file of them as `misid counts --write` writes it.
        rates: of `ROW_RATES`; none: all that three rows or more have.
    Raises: FormatError, MeaningError: counts that cannot be read, an unknown rate, too few rows.
    """
    held = counts if isinstance(counts, DisclosedCounts) else load_counts(counts)
    return of_counts(held, [_rate_name(one) for one in rates])


def _rate_name(name: str) -> RowRateName:
    for one in ROW_RATES:
        if one == name.replace("-", "_"):
            return one
    raise MeaningError(f"there is no rate {shown(name)}.", use=", ".join(ROW_RATES))
