"""Numbers as people read them."""

from __future__ import annotations

from misid.document.model import Column
from misid.results.schema import Interval
from misid.words.numbers import natural
from misid.words.numbers import read as with_unit
from misid.words.sentence import Cell, Number

NO_TRIALS = "no trials"


def number(value: float | None, unit: str = "") -> Cell:
    """
    A number with its words; a share is read in per cent.

    Example:
        >>> number(0.2134, "share").text, number(341.2).text, number(None)
        ('21 %', '340', 'no trials')
    """
    if value is None:
        return NO_TRIALS
    return Number(value=value, text=with_unit(value, unit))


def residual(value: float | None) -> Cell:
    """
    A deviation from a published number, in per cent with its sign; a large one as a factor.

    Example:
        >>> residual(-3e-12).text, residual(0.0104).text, residual(52.2).text
        ('0.00 %', '+1.04 %', '53 times')
    """
    if value is None:
        return NO_TRIALS
    if value > 1.0:
        return Number(value=value, text=f"{natural(1.0 + value)} times")
    rounded = round(100 * value, 2)
    return Number(value=value, text=f"{rounded:+,.2f} %" if rounded else "0.00 %")


def three(one: Interval, unit: str = "") -> tuple[Cell, Cell, Cell]:
    """Median, 5 % and 95 %."""
    return number(one.median, unit), number(one.low, unit), number(one.high, unit)


def three_columns(name: str = "", title: str = "") -> tuple[Column, Column, Column]:
    """Columns for `three`."""
    before, start = (f"{name}_" if name else ""), (f"{title}, " if title else "")
    ends = (("median", "median"), ("low", "5 %"), ("high", "95 %"))
    median, low, high = (
        Column(name=f"{before}{end}", title=f"{start}{said}", numeric=True) for end, said in ends
    )
    return median, low, high
