"""What the text of one cell of a published table means."""

from __future__ import annotations

from misid.files.spreadsheet import is_number

_BOUND_WORDS = {">": "more than", "<": "less than"}


def is_bound(cell: str) -> bool:
    """Whether a cell is a limit and not a value, such as `>75`."""
    return cell[:1] in _BOUND_WORDS and is_number(cell[1:])


def bound_word(cell: str) -> str:
    """How to read a cell: `more than` for `>75`, nothing for a plain number."""
    return _BOUND_WORDS[cell[0]] if is_bound(cell) else ""


def cell_number(cell: str) -> float:
    """The number in a cell, for a limit the limit itself, NaN where the cell is blank."""
    if not cell:
        return float("nan")
    return float(cell[1:] if is_bound(cell) else cell)
