"""Days and periods as tables write them, and in which order day and month stand."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple

from misid.files.sheet import SheetCell

DateOrder = Literal["day_first", "month_first", "swapped"]
ORDERS: tuple[DateOrder, ...] = ("day_first", "month_first", "swapped")
"""`swapped`: days up to the 12th were turned round, as a spreadsheet does unasked."""
_SERIAL = re.compile(r"[3-6]\d{4}(?:\.0+)?")
_EPOCH = date(1899, 12, 30)
_SLASHED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_YEAR_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})")
_QUARTER = re.compile(r"q([1-4])[ -]?(?:of )?(\d{4})|(\d{4})[ -]?q([1-4])")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_TIME = re.compile(r"[ t]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?z?$")
_WEEKDAY = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun|lunes|martes|miércoles|jueves|viernes|sábado|domingo)[a-z]*,? "
)
_IN_ENGLISH = (
    "january february march april may june july august september october november december"
)
_IN_SPANISH = (
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)
_MONTHS = [
    (name, at)
    for names in (_IN_ENGLISH, _IN_SPANISH, "- - - - - - - - setiembre")
    for at, name in enumerate(names.split(), start=1)
]
_LEAST_DAYS = 6
"""So many different days stand in order by chance once in 360 times; three do once in three."""
_DAY_NAMED = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[ -](?:of |de )?([a-zé]{3,10})\.?,?[ -](?:de )?(\d{4}|\d{2})"
)
_NAMED_DAY = re.compile(r"([a-z]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_MONTH_NAMED = re.compile(r"([a-z]{3,10})\.?[ -](?:de )?(\d{4}|\d{2})")
_MONTH_CUT = re.compile(r"([a-z]{3,10})\.?[ -]?['\u2018\u2019](\d{2})")
_MONTH_SLASHED = re.compile(r"(\d{1,2})/(\d{2})")
_FROM_TO = re.compile(r"(.+?) ?(?:\bto\b|\buntil\b|\bhasta\b|\ba\b|\u2013|\u2014| - |\.\.) ?(.+)")


class DaySpan(NamedTuple):
    """A day, or several: the first and the last."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Days:
    """
    What a cell can mean: with the day first, and with the month first.

    `is_recognised`: a spreadsheet took it for a day already, and may have turned it round.
    """

    day_first: DaySpan | None
    month_first: DaySpan | None
    is_recognised: bool = False
    is_short: bool = False
    """Whether it is a month and two digits, which may be a year or a day: Sep 24."""

    @property
    def is_certain(self) -> bool:
        """Whether it means the same either way."""
        return self.day_first == self.month_first

    @property
    def turned(self) -> DaySpan | None:
        """A day whose day and month were exchanged; as it is where that is none."""
        span = self.day_first
        if span is None or span.first != span.last:
            return span
        return _day(span.first.year, span.first.day, span.first.month) or span

    @property
    def is_open(self) -> bool:
        """Whether it is text that means another day in each order."""
        return not self.is_certain and bool(self.day_first and self.month_first)


def days(cell: SheetCell) -> Days | None:
    """
    The day or the period that a cell says; None where it says none.

    Example:
        >>> from misid.files.sheet import text_cell
        >>> days(text_cell("02/11/2024")).month_first.first.isoformat()
        '2024-02-11'
        >>> [days(text_cell(text)).day_first.last.day for text in ("Feb 2024", "Q1 2024", "45566")]
        [29, 31, 1]
    """
    if cell.day is not None:
        return _certain(DaySpan(cell.day, cell.day), is_recognised=True)
    if cell.kind in ("blank", "error", "share"):
        return None
    text = _WEEKDAY.sub("", _TIME.sub("", " ".join(cell.text.lower().split())))
    if _SERIAL.fullmatch(text):
        day = _EPOCH + timedelta(days=int(float(text)))
        return _certain(DaySpan(day, day), is_recognised=True)
    return _alone(text) or _from_to(text)


def month_slashed(cell: SheetCell) -> Days | None:
    """
    A month and two digits that are no month: 3/25. They may be a year, where others say one.

    Only of a column that says when; elsewhere it is three of twenty-five.
    """
    found = _MONTH_SLASHED.fullmatch(cell.text.strip()) if cell.kind == "text" else None
    if found is None or int(found[2]) <= 12:
        return None
    made = _certain(_month(_full_year(found[2]), int(found[1])))
    return replace(made, is_short=True) if made else None


def serial_day(cell: SheetCell) -> date | None:
    """The day of which a cell holds the number that a spreadsheet keeps: 45566 is 2024-10-01."""
    is_serial = cell.day is None and bool(_SERIAL.fullmatch(cell.text.strip()))
    found = days(cell) if is_serial else None
    return found.day_first.first if found and found.day_first else None


def _certain(span: DaySpan | None, *, is_recognised: bool = False) -> Days | None:
    return None if span is None else Days(span, span, is_recognised)


def _alone(text: str) -> Days | None:
    slashed = _SLASHED.fullmatch(text)
    if slashed:
        one, two, year = int(slashed[1]), int(slashed[2]), _full_year(slashed[3])
        both = Days(_day(year, two, one), _day(year, one, two))
        return both if both.day_first or both.month_first else None
    for pattern, read in _FORMS:
        found = pattern.fullmatch(text)
        if found:
            made = _certain(read(found))
            is_short = pattern is _MONTH_NAMED and len(found[2]) == 2
            return replace(made, is_short=True) if made and is_short else made
    return None


def _from_to(text: str) -> Days | None:
    found = _FROM_TO.fullmatch(text)
    ends = [_alone(one) for one in found.groups()] if found else []
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    spans = [
        _joined(ends[0].day_first, ends[1].day_first),
        _joined(ends[0].month_first, ends[1].month_first),
    ]
    are_short = ends[0].is_short and ends[1].is_short
    return Days(spans[0], spans[1], is_short=are_short) if any(spans) else None


def with_years(cells: Mapping[int, Days | None]) -> dict[int, Days | None]:
    """
    The days of a column, without those of a month and two digits where nothing says a year.

    Years are said by a cell that writes one in full, or by two months of one: Jan 24, Feb 24.
    """
    held = [one for one in cells.values() if one is not None]
    months = {end[:7] for one in held if one.is_short for end in _ends(one)}
    are_years = any(not one.is_short for one in held) or len({m[:4] for m in months}) < len(months)
    return {
        row: None if one is not None and one.is_short and not are_years else one
        for row, one in cells.items()
    }


def _ends(one: Days) -> tuple[str, ...]:
    span = one.day_first
    return (span.first.isoformat(), span.last.isoformat()) if span else ()


def _joined(one: DaySpan | None, two: DaySpan | None) -> DaySpan | None:
    return DaySpan(one.first, two.last) if one and two and one.first <= two.last else None


def _day(year: int, month: int, day: int) -> DaySpan | None:
    try:
        made = date(year, month, day)
    except ValueError:
        return None
    return DaySpan(made, made)


def _month(year: int, month: int, months: int = 1) -> DaySpan | None:
    last = month + months - 1
    if not 1 <= month <= last <= 12:
        return None
    return DaySpan(date(year, month, 1), date(year, last, calendar.monthrange(year, last)[1]))


def _full_year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _by_name(found: re.Match[str], month: int, year: int, day: int | None = None) -> DaySpan | None:
    word = found[month]
    at = next((at for name, at in _MONTHS if name.startswith(word)), None)
    if at is None:
        return None
    full = _full_year(found[year])
    return _month(full, at) if day is None else _day(full, at, int(found[day]))


def _quarter(found: re.Match[str]) -> DaySpan | None:
    quarter, year = (found[1], found[2]) if found[1] else (found[4], found[3])
    return _month(int(year), 3 * int(quarter) - 2, 3)


def _year_month(found: re.Match[str]) -> DaySpan | None:
    year, month = (found[1], found[2]) if found[1] else (found[4], found[3])
    return _month(int(year), int(month))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], DaySpan | None]], ...] = (
    (_ISO, lambda found: _day(int(found[1]), int(found[2]), int(found[3]))),
    (_YEAR_MONTH, _year_month),
    (_QUARTER, _quarter),
    (_YEAR, lambda found: _month(int(found[0]), 1, 12)),
    (_DAY_NAMED, lambda found: _by_name(found, 2, 3, 1)),
    (_NAMED_DAY, lambda found: _by_name(found, 1, 3, 2)),
    (_MONTH_NAMED, lambda found: _by_name(found, 1, 2)),
    (_MONTH_CUT, lambda found: _by_name(found, 1, 2)),
)


OrderWhy = Literal["certain", "asked_for", "others_only_so", "keeps_order", "both_orders"]


@dataclass(frozen=True, slots=True)
class OrderFound:
    """
    The order of day and month in a column, and why.

    `rivals` holds the orders of which one is to be chosen; then nothing is chosen. `other` is the
    order of the cells that were not turned round, where the others were.
    """

    order: DateOrder
    other: DateOrder = "day_first"
    why: OrderWhy = "certain"
    rivals: tuple[DateOrder, ...] = ()
    turns_recognised: bool = False
    """Whether days that a spreadsheet recognised were turned round: where no text can have been."""

    def meant(self, cell: Days | None, order: DateOrder | None = None) -> DaySpan | None:
        """The span of a cell, in this order or in another."""
        if cell is None:
            return None
        asked = order or self.order
        if asked != "swapped":
            return cell.day_first if asked == "day_first" else cell.month_first
        if cell.is_recognised:
            return cell.turned if self.turns_recognised else cell.day_first
        if not cell.is_open:
            return cell.day_first or cell.month_first
        return cell.month_first if self.other == "day_first" else cell.day_first


def order_of(cells: Sequence[Days | None], asked: DateOrder | None = None) -> OrderFound:
    """
    The order of day and month that a column has, or that it must be asked for.

    Args:
        cells: in the order of the rows.
        asked: what the reader says.
    """
    held = [one for one in cells if one is not None]
    only_day = any(one.month_first is None for one in held)
    only_month = any(one.day_first is None for one in held)
    sure: DateOrder = "month_first" if only_month and not only_day else "day_first"
    found = OrderFound(sure, sure, turns_recognised=not any(one.is_open for one in held))
    readings = {order: [found.meant(one, order) for one in held] for order in ORDERS}
    if asked is not None:
        others: tuple[DateOrder, ...] = ("month_first",)
        if asked == "swapped":
            others += ("swapped",)
        is_moved = any(readings[one] != readings["day_first"] for one in others)
        return replace(found, order=asked, why="asked_for" if is_moved else "certain")
    if only_day and only_month:
        is_closed = not any(one.is_open for one in held)
        rivals: tuple[DateOrder, ...] = () if is_closed else ("day_first", "month_first")
        return replace(found, why="both_orders", rivals=rivals)
    if only_day or only_month or readings["day_first"] == readings["month_first"]:
        return _sure(found, held, readings)
    fits: list[DateOrder] = [
        one for one in ("day_first", "month_first") if _in_order(readings[one])
    ]
    if len(fits) == 1 and len(set(readings[fits[0]])) >= _LEAST_DAYS:
        return replace(found, order=fits[0], other=fits[0], why="keeps_order")
    return replace(found, why="both_orders", rivals=("day_first", "month_first"))


def _sure(
    found: OrderFound, cells: Sequence[Days], readings: Mapping[DateOrder, Sequence[DaySpan | None]]
) -> OrderFound:
    """One order alone can be meant, unless the days up to the 12th were turned round."""
    plain, turned = readings[found.order], readings["swapped"]
    is_turned = turned != plain and _in_order(turned)
    if is_turned and (not _in_order(plain) or _looks_turned(cells)):
        return replace(found, why="both_orders", rivals=(found.order, "swapped"))
    is_plain = readings["day_first"] == readings["month_first"]
    return replace(found, why="certain" if is_plain else "others_only_so")


def _in_order(spans: Iterable[DaySpan | None]) -> bool:
    """Whether days go one way, up or down; and that there are some."""
    firsts = [span.first for span in spans if span is not None]
    pairs = list(pairwise(firsts))
    goes_up, goes_down = all(a <= b for a, b in pairs), all(a >= b for a, b in pairs)
    return len(firsts) > 1 and (goes_up or goes_down)


def _looks_turned(cells: Sequence[Days]) -> bool:
    """Whether a spreadsheet recognised all days up to the 12th, and left all others as text."""
    texts = [one for one in cells if not one.is_recognised]
    known = [one for one in cells if one.is_recognised]
    days_known = [one.day_first.first.day for one in known if one.day_first is not None]
    are_left = all(one.day_first is None or one.month_first is None for one in texts)
    return bool(texts) and bool(known) and are_left and max(days_known) <= 12
