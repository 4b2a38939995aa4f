"""Which comparisons are genuine, from a column that says so in one of many ways."""

from __future__ import annotations

import numpy as np
import polars as pl

from misid.arrays import Flags
from misid.errors import MeaningError
from misid.files.read import plain
from misid.files.source import FileSource
from misid.files.values import as_text

GENUINE = (
    *("genuine", "mated", "mate", "match", "same", "same person", "true", "yes", "target"),
    *("client", "positive", "pos", "1", "1.0"),
)
IMPOSTOR = (
    *("impostor", "imposter", "nonmated", "nonmate", "nonmatch", "different", "diff", "false"),
    *("no", "nontarget", "negative", "neg", "0", "0.0", "-1", "-1.0"),
)

_MINUS, _ZERO = {"-1", "-1.0"}, {"0", "0.0"}
_FEW, _SHORT = 5, 20
_WIDE = (pl.Int128, pl.UInt128)
"""Whole numbers that NumPy has not."""


def labels(column: pl.Series, genuine_label: str | None, source: FileSource) -> Flags:
    """
    Which comparisons are genuine.

    Args:
        column: true or false, 1 or 0, or a word for either kind.
        genuine_label: the value that says genuine, all others saying impostor.
        source: for the error text.
    Raises: MeaningError: values that say neither, with their number and first rows.
    """
    flags = None if genuine_label is not None else _plain_flags(column)
    if flags is not None:
        return flags
    values = column.unique()
    text = as_text(values)
    _refuse_third(text, genuine_label, column.name, source)
    if genuine_label is None:
        words = text.str.to_lowercase().str.replace_all(r"(\w)[_-]+", "$1 ")
        words = words.str.replace("^non ", "non")
        genuine = words.is_in(GENUINE)
        neither, what = ~genuine & ~words.is_in(IMPOSTOR), "say neither genuine nor impostor"
        use = "words such as genuine and impostor, or 1 and 0; or --genuine-label with the one that"
        use += " means genuine"
    else:
        genuine = text == genuine_label.strip()
        _refuse_unsaid(text, genuine_label, column.name, source)
        neither, what, use = text == "", "are blank", "labels"
    refused = _among(column, values.filter(neither))
    source.refuse(refused, f"values in column {column.name} {what}", use)
    return _among(column, values.filter(genuine))


def _refuse_third(
    text: pl.Series, genuine_label: str | None, name: str, source: FileSource
) -> None:
    """Refuse -1 beside 0: it may say impostor, or that nobody knows."""
    said = set(text.to_list())
    if genuine_label is None and said & _MINUS and said & _ZERO:
        raise MeaningError(
            f"column {plain(name)} says -1 as well as 0: one may mean that nobody knows.",
            where=source.name,
            use="--genuine-label with the value that means genuine, where all others are impostor; "
            "else a file without the rows of which nobody knows",
        )


def _refuse_unsaid(text: pl.Series, genuine_label: str, name: str, source: FileSource) -> None:
    """Refuse a label that no row has; what the column says instead is shown where it is short."""
    said = sorted(set(text.to_list()) - {""})
    if genuine_label.strip() in said:
        return
    few = len(said) <= _FEW and all(len(word) <= _SHORT for word in said)
    told = f"; the column says {' and '.join(map(plain, said))}" if few and said else ""
    raise MeaningError(
        f"no row says {plain(genuine_label)} in column {plain(name)}{told}.",
        where=source.name,
        use="--genuine-label with the value as the file writes it",
    )


def is_labels(column: pl.Series) -> bool:
    """Whether every cell of a column says genuine or impostor."""
    words = column.cast(pl.String).str.strip_chars().str.to_lowercase().unique()
    return bool(words.is_in((*GENUINE, *IMPOSTOR)).all())


def _plain_flags(column: pl.Series) -> Flags | None:
    """A column of true and false, or of 1 and 0 as whole numbers, none of them blank."""
    if column.null_count() or not (column.dtype == pl.Boolean or column.dtype.is_integer()):
        return None
    if column.dtype in _WIDE:
        column = column.cast(pl.Int64, strict=False)
        if column.null_count():
            return None
    values = column.to_numpy()
    if column.dtype == pl.Boolean or (len(values) and values.min() >= 0 and values.max() <= 1):
        return values.astype(np.bool_, copy=False)
    return None


def _among(column: pl.Series, values: pl.Series) -> Flags:
    """Which cells hold one of these values, of the column's own type."""
    among = column.is_in(values.drop_nulls().to_list())
    if values.null_count():
        among = among | column.is_null()
    return among.fill_null(value=False).to_numpy()
