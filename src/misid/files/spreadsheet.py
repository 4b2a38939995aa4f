"""CSV text that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from misid.files.read import visible

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """
    A table as CSV; a blank stands for no value.

    Example:
        >>> print(csv_text(["group", "rate"], [["=1+1", -0.5], ["men, Europe", None]]), end="")
        group,rate
        '=1+1,-0.5
        "men, Europe",

    """
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([guarded(column) for column in columns])
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return target.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return guarded(visible(value)) if isinstance(value, str) else repr(value)


def is_number(cell: str) -> bool:
    """Whether a cell is one plain decimal number, such as `-3.4` or `1e-4`."""
    return _NUMBER.fullmatch(cell) is not None


def guarded(cell: str) -> str:
    """A quote before = + - @, their wide forms, and tab: the cell is text; plain numbers stay."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) and not is_number(cell) else cell
