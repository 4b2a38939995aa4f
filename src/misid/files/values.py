"""What the cells of a column mean: trimmed text, or numbers; blank where there is nothing."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from misid.errors import MeaningError
from misid.files.rules import Rule, check
from misid.files.source import Source

Numbers = NDArray[np.floating]

LARGEST = 1e100
"""The largest number that is taken for one."""
_LARGEST_WHOLE = 2**53
_RULES = (
    Rule(
        "number",
        pl.col("number").is_null() & (pl.col("text") != ""),
        "values in column {column} are not numbers",
        "numbers, such as 0.71",
    ),
    Rule(
        "exact",
        pl.col("whole").cast(pl.Float64).abs() >= _LARGEST_WHOLE,
        "values in column {column} are 2^53 or beyond, too large to be kept exactly",
        "smaller whole numbers",
    ),
    Rule(
        "finite",
        ~pl.col("value").is_finite() | (pl.col("value").abs() > LARGEST),
        "values in column {column} are infinite or beyond 1e100",
        "finite numbers",
    ),
)


def as_text(column: pl.Series) -> pl.Series:
    """A column as trimmed text, blank where there is nothing."""
    return column.cast(pl.String).fill_null("").str.strip_chars()


def numbers(column: pl.Series, source: Source) -> Numbers:
    """
    Floating-point numbers; what is blank or missing is not a number.

    Single precision stays what it is; everything else becomes double.

    Raises: MeaningError: text that is no number, infinite numbers, or whole ones too large.
    """
    values = _as_floats(column, source)
    limit = min(LARGEST, float(np.finfo(values.dtype).max))
    # What is not a number is neither; most files hold nothing to look for.
    if len(values) and -limit <= values.min() and values.max() <= limit:
        return values
    check(_RULES, pl.DataFrame({"value": values}, nan_to_null=True), source, column=column.name)
    return values


def _as_floats(column: pl.Series, source: Source) -> Numbers:
    kind = column.dtype
    if kind == pl.String:
        text = column.str.strip_chars()
        number = text.cast(pl.Float64, strict=False)
        rows = pl.DataFrame({"text": text, "number": number})
    elif kind.is_numeric():
        number = column.cast(pl.Float32 if kind == pl.Float32 else pl.Float64)
        rows = pl.DataFrame({"whole": column} if kind.is_integer() else {})
    else:
        raise MeaningError(
            f"column {column.name} holds {str(kind).lower()} values, not numbers.",
            where=source.name,
            use="a column of numbers",
        )
    check(_RULES, rows, source, column=column.name)
    return (number.fill_null(float("nan")) if number.null_count() else number).to_numpy()
