"""What the cells of a column mean: trimmed text, or numbers; blank where there is nothing."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from misid.errors import MeaningError
from misid.files.read import plain
from misid.files.rules import Rule, check
from misid.files.source import FileSource

Numbers = NDArray[np.floating]

MISSING = ("NA", "N/A", "n/a", "#N/A", "<NA>", "None", "none", "NONE", "null", "NULL", "Null",
           "nan", "NaN", "NAN", "-", "--", ".", "?", "NaT", "n.a.", "\\N", "(null)", "#NA",
           "unknown", "Unknown", "UNKNOWN")  # fmt: skip
"""How R, Python, databases, spreadsheets and statistics packages write that there is nothing."""

LARGEST = 1e100
"""The largest number that is taken for one."""
_LARGEST_WHOLE = 2**53
_RULES = (
    Rule(
        "number",
        pl.col("number").is_null() & ~pl.col("text").is_in(["", *MISSING]),
        "values in column {column} are not numbers",
        "numbers, such as 0.71; --decimal comma where 0,71 is meant",
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


_TEXTS = (pl.String, pl.Categorical, pl.Enum, pl.Boolean, pl.Date, pl.Datetime, pl.Time, pl.Null)


def can_be_text(kind: pl.DataType) -> bool:
    """Whether values of a kind have a writing: spans of time, lists and bytes have none."""
    return isinstance(kind, _TEXTS) or kind.is_numeric()


def as_text(column: pl.Series) -> pl.Series:
    """
    A column as trimmed text, blank where there is nothing.

    Raises: MeaningError: values that are no names, such as spans of time.

    Example:
        >>> as_text(pl.Series([" a ", None, "NA"])).to_list()
        ['a', '', '']
    """
    kind = column.dtype
    if not can_be_text(kind):
        raise MeaningError(
            f"column {plain(column.name)} holds {str(kind).lower()} values, not names.",
            use="a column of text or of whole numbers",
        )
    text = column.cast(pl.String).fill_null("").str.strip_chars()
    return text.replace(list(MISSING), "")


def numbers(column: pl.Series, source: FileSource) -> Numbers:
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


def _as_floats(column: pl.Series, source: FileSource) -> Numbers:
    kind = column.dtype
    if kind == pl.String:
        text = column.str.strip_chars()
        number = _parsed(text, source).cast(pl.Float64, strict=False)
        rows = pl.DataFrame({"text": text, "number": number})
    elif kind.is_integer() or kind.is_float() or kind == pl.Decimal:
        number = column.cast(pl.Float32 if kind == pl.Float32 else pl.Float64)
        rows = pl.DataFrame({"whole": column} if kind.is_integer() else {})
    else:
        raise MeaningError(
            f"column {plain(column.name)} holds {str(kind).lower()} values, not numbers.",
            where=source.name,
            use="a column of numbers",
        )
    check(_RULES, rows, source, column=plain(column.name))
    return (number.fill_null(float("nan")) if number.null_count() else number).to_numpy()


def _parsed(text: pl.Series, source: FileSource) -> pl.Series:
    """Numbers as they are read: with a point, where the file has commas before the part below 1."""
    if source.expected.decimal != "comma":
        return text
    return text.str.replace_all(".", "", literal=True).str.replace_all(",", ".", literal=True)
