"""What an audit looks at beside the columns of a search log: numbers, reasons, deletions."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from misid.machine.philox import Key
from misid.searchlog.pseudonyms import names, opaque

KEPT = ("sequence", "reason", "deleted_on", "deletion_record")
"""Their names, in order."""
REASONS = ("warrant", "operation", "identity", "custody")
"""Made-up reasons; what they say rests on nothing."""


def with_kept(table: pl.DataFrame, key: Key, last: date) -> pl.DataFrame:
    """
    A log with the columns that an audit looks at, without a fault.

    Rows are numbered from 1 in their file; every search has a reason; a photograph that is due by
    the last day is deleted on its day, with a record.

    Args:
        table: encounters in order of time.
        key: of the made-up words.
        last: the last day of the log.
    """
    words = opaque(np.arange(table.height, dtype=np.uint64), key)
    reason = pl.Series(REASONS).gather((words % np.uint64(len(REASONS))).astype(np.int64))
    is_due = pl.col("retention_until") <= pl.lit(last)
    return table.with_columns(
        sequence=pl.int_range(1, pl.len() + 1),
        reason=pl.when("searched").then(reason),
        deleted_on=pl.when(is_due).then("retention_until"),
        deletion_record=pl.when(is_due).then(names(words, "d")),
    ).select(_in_order(table.columns))


def _in_order(columns: list[str]) -> list[str]:
    """The columns behind those of the log, and before the truth."""
    logged = [name for name in columns if not name.startswith("truth_")]
    return [*logged, *KEPT, *columns[len(logged) :]]
