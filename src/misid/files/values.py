"""What the cells of a column mean: numbers, and which comparisons are genuine."""

from __future__ import annotations

from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from misid.errors import MeaningError
from misid.files.formats import Source

Missing = Literal["refuse", "fta"]
Flags = NDArray[np.bool_]
Numbers = NDArray[np.floating]

GENUINE = (
    *("genuine", "mated", "mate", "match", "same", "same person", "true", "yes", "target"),
    *("client", "positive", "pos", "1", "1.0"),
)
IMPOSTOR = (
    *("impostor", "imposter", "nonmated", "nonmate", "nonmatch", "different", "diff", "false"),
    *("no", "nontarget", "negative", "neg", "0", "0.0", "-1", "-1.0"),
)
_LARGEST_SCORE = 1e100
_LARGEST_WHOLE = 2**53


def numbers(column: pl.Series, source: Source, missing: Missing) -> tuple[Numbers, Flags]:
    """
    Scores as floating-point numbers, and which are missing: blank or not a number.

    Single precision stays what it is; everything else becomes double.

    Raises: MeaningError: text, infinite or missing scores, with their number and first rows.
    """
    found = _as_floats(column, source)
    limit = found.dtype.type(min(_LARGEST_SCORE, float(np.finfo(found.dtype).max)))
    # What is not a number is neither; most files hold nothing to look for.
    if len(found) and -limit <= found.min() and found.max() <= limit:
        return found, np.zeros(len(found), bool)
    absent = np.isnan(found)
    if missing == "refuse":
        refuse_where(
            absent,
            column,
            source,
            "are blank or not a number",
            "--nan fta to count them as failures to acquire, or a file without them",
        )
    large = np.abs(found) > limit
    refuse_where(large, column, source, "are infinite or beyond 1e100", "finite scores")
    return found, absent


def _as_floats(column: pl.Series, source: Source) -> Numbers:
    kind = column.dtype
    if kind == pl.String:
        text = column.str.strip_chars()
        parsed = text.cast(pl.Float64, strict=False)
        words = (parsed.is_null() & text.is_not_null() & (text != "")).fill_null(value=False)
        refuse_where(words.to_numpy(), column, source, "are not numbers", "numbers, such as 0.71")
        return parsed.cast(pl.Float64).fill_null(float("nan")).to_numpy()
    if not kind.is_numeric():
        raise MeaningError(
            f"column {column.name} holds {str(kind).lower()} values, not scores.",
            where=source.name,
            use="a column of numbers",
        )
    if kind.is_integer():
        large = (column.cast(pl.Float64).abs() >= _LARGEST_WHOLE).fill_null(value=False)
        what = "are 2^53 or beyond, too large to be kept exactly"
        refuse_where(large.to_numpy(), column, source, what, "smaller whole numbers")
    wanted = pl.Float32 if kind == pl.Float32 else pl.Float64
    cast = column.cast(wanted)
    return (cast.fill_null(float("nan")) if cast.null_count() else cast).to_numpy()


def labels(column: pl.Series, genuine_label: str | None, source: Source) -> Flags:
    """
    Which comparisons are genuine, from a column that says so.

    Args:
        column: true or false, 1 or 0, or a word for either kind.
        genuine_label: the value that says genuine, all others saying impostor.
        source: for the error text.
    Raises: MeaningError: values that say neither, with their number and first rows.
    """
    plain = None if genuine_label is not None else _plain_flags(column)
    if plain is not None:
        return plain
    given = column.unique()
    said = given.cast(pl.String).fill_null("").str.strip_chars()
    if genuine_label is not None:
        refuse_where(
            _among(column, given.filter(said == "")), column, source, "are blank", "labels"
        )
        return _among(column, given.filter(said == genuine_label.strip()))
    words = said.str.to_lowercase().str.replace_all(r"(\w)[_-]+", "$1 ").str.replace("^non ", "non")
    genuine = words.is_in(GENUINE)
    unknown = ~genuine & ~words.is_in(IMPOSTOR)
    use = "words such as genuine and impostor, or 1 and 0; or --genuine-label with the one that "
    bad = _among(column, given.filter(unknown))
    refuse_where(bad, column, source, "say neither genuine nor impostor", f"{use}means genuine")
    return _among(column, given.filter(genuine))


def _plain_flags(column: pl.Series) -> Flags | None:
    """A column of true and false, or of 1 and 0 as whole numbers, none of them blank."""
    if column.null_count() or not (column.dtype == pl.Boolean or column.dtype.is_integer()):
        return None
    values = column.to_numpy()
    if column.dtype == pl.Boolean or (len(values) and values.min() >= 0 and values.max() <= 1):
        return values.astype(np.bool_, copy=False)
    return None


def _among(column: pl.Series, values: pl.Series) -> Flags:
    """Which cells hold one of these values, of the column's own type."""
    found = column.is_in(values.drop_nulls().to_list())
    if values.null_count():
        found = found | column.is_null()
    return found.fill_null(value=False).to_numpy()


def is_labels(column: pl.Series) -> bool:
    """Whether every cell of a column says genuine or impostor."""
    words = column.cast(pl.String).str.strip_chars().str.to_lowercase().unique()
    return bool(words.is_in((*GENUINE, *IMPOSTOR)).all())


def refuse_where(bad: Flags, column: pl.Series, source: Source, what: str, use: str) -> None:
    """
    Refuse a column with such values.

    Raises: MeaningError: there are some; with their number and first rows.
    """
    source.refuse(column.name, bad, what, use)
