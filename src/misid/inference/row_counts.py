"""Rows of disclosed counts as rates of rows take them: a count, and what it is a count of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log

import numpy as np

from misid.disclosure.counts import CountCell, Period
from misid.inference.counting_law import CountRange, points
from misid.inference.row_schema import NoRate, RowRateName, RowWithoutRate
from misid.measures.row_spread import RowCounts

_MOST_COUNTS, _MOST_WHOLES = 33, 9
_UNCHECKED = ("wrong_unconfirmed", "right_unconfirmed", "unresolved")
_ENDLESS = 10**15
# A total, and two rows that it is of.
_FEWEST = 3
_KEY = tuple[str, str, str]


@dataclass(frozen=True)
class CountedRow:
    """
    A row with a count and its whole.

    `all_checked`: whether references of which nothing else is said are taken as checked. `others`:
    what the whole holds beside the count, where it is the sum of both; none where the whole is a
    count of its own.
    """

    label: str
    group: str
    regime: str
    count: CountRange
    whole: CountRange
    all_checked: bool
    others: CountRange | None = None

    @property
    def is_range(self) -> bool:
        """Whether either was disclosed as a range."""
        return self.count.width > 1 or self.whole.width > 1

    @property
    def fewest(self) -> tuple[int, int]:
        """The count and the whole of the lowest rate that the row can have."""
        if self.others is None:
            return self.count.least, self.whole.most
        return self.count.least, self.count.least + self.others.most

    @property
    def most(self) -> tuple[int, int]:
        """Those of the highest."""
        if self.others is None:
            return self.count.most, self.whole.least
        return self.count.most, self.count.most + self.others.least


def counted_rows(
    periods: Sequence[Period], rate: RowRateName
) -> tuple[list[CountedRow], list[RowWithoutRate]]:
    """
    Rows that have a rate, and those that have none, with the reason.

    Rows of one label, group and regime are one: their counts are added up.

    Args:
        periods: of disclosed counts.
        rate: which.
    """
    totals, left = set(_totals(periods)), []
    by_key: dict[_KEY, list[Period]] = {}
    for place, one in enumerate(periods):
        because: NoRate | None = "total_of_others" if place in totals else None
        held = by_key.setdefault((one.label, one.group or "", one.regime), [])
        if because is None and any(_overlap(one, other) for other in held):
            because = "overlaps"
        if because is None:
            held.append(one)
        else:
            left.append(RowWithoutRate(label=one.label, rate=rate, because=because))
    rows = []
    for key, held in by_key.items():
        found = _row(key, held, rate) if held else None
        if isinstance(found, CountedRow):
            rows.append(found)
        elif found is not None:
            left.append(RowWithoutRate(label=key[0], rate=rate, because=found))
    return rows, left


def _row(key: _KEY, held: Sequence[Period], rate: RowRateName) -> CountedRow | NoRate:
    parts = [_parts(one, rate) for one in held]
    told = [part for part in parts if isinstance(part, _PeriodPart)]
    if not told:
        return next(part for part in parts if not isinstance(part, _PeriodPart))
    count, whole = _added(one.count for one in told), _added(one.whole for one in told)
    others = [one.others for one in told if one.others is not None]
    beside = _added(others) if len(others) == len(told) else None
    return CountedRow(*key, count, whole, any(one.all_checked for one in told), beside)


@dataclass(frozen=True)
class _PeriodPart:
    """What one period adds to a row."""

    count: CountRange
    whole: CountRange
    all_checked: bool
    others: CountRange | None


def _parts(one: Period, rate: RowRateName) -> _PeriodPart | NoRate:
    given = one.counts.given
    count = given.get("references" if rate == "references_of_searches" else "references_wrong")
    if count is None:
        return "not_counted"
    if rate == "wrong_of_references":
        whole, all_checked = _checked(given)
    else:
        whole, all_checked = given.get("searches"), False
    if whole is None:
        return "not_counted"
    if whole.most is None:
        return "no_end"
    if count.least > whole.most:
        return "more_than_whole"
    most = whole.most if count.most is None else min(count.most, whole.most)
    return _PeriodPart(
        CountRange(count.least, most),
        CountRange(max(whole.least, count.least), whole.most),
        all_checked,
        _beside(given) if rate == "wrong_of_references" else None,
    )


def _beside(given: dict[str, CountCell]) -> CountRange | None:
    """Right references, where they were counted: all that was checked beside the wrong ones."""
    right = given.get("references_right")
    if right is None or right.most is None:
        return None
    return CountRange(right.least, right.most)


def _checked(given: dict[str, CountCell]) -> tuple[CountCell | None, bool]:
    """
    References that were checked, and whether that is taken for granted of all.

    Where right ones were counted, wrong and right ones together; else all but those of which it is
    said that nobody checked them.
    """
    wrong, right, references = (
        given.get(name) for name in ("references_wrong", "references_right", "references")
    )
    if wrong is not None and right is not None:
        return _sum([wrong, right]), False
    unchecked = [given[name] for name in _UNCHECKED if name in given]
    if references is None or not unchecked:
        return references, True
    least = references.least - sum(one.most or references.most or 0 for one in unchecked)
    most = None if references.most is None else references.most - sum(c.least for c in unchecked)
    return CountCell(from_=max(least, 0), to=None if most is None else max(most, 0)), False


def _sum(cells: Sequence[CountCell]) -> CountCell:
    ends = [one.most for one in cells]
    known = [end for end in ends if end is not None]
    most = sum(known) if len(known) == len(ends) else None
    return CountCell(from_=sum(one.least for one in cells), to=most)


def _added(ranges: Iterable[CountRange]) -> CountRange:
    held = list(ranges)
    return CountRange(sum(one.least for one in held), sum(one.most for one in held))


def _overlap(one: Period, other: Period) -> bool:
    ends = (one.from_, one.to, other.from_, other.to)
    if any(end is None for end in ends):
        return False
    return other.from_ <= one.to and one.from_ <= other.to  # type: ignore[operator]


def _totals(periods: Sequence[Period]) -> Iterator[int]:
    """
    Rows of which every count is what those of all others of their days and regime add up to.

    At least one of the counts must be exact and above 0 in all of them; ranges need only hold it.
    """

    def alike(place: int) -> tuple[str, ...]:
        one = periods[place]
        return (str(one.from_), str(one.to), one.group or "")

    for _, same in groupby(sorted(range(len(periods)), key=alike), alike):
        places = list(same)
        sums = _Sums.of([periods[place] for place in places])
        yield from (place for place in places if sums.are(periods[place]))


@dataclass(frozen=True)
class _Sums:
    """Rows of the same days: how many, and for each count how many have it and both sums."""

    rows: int
    held: dict[str, tuple[int, int, int, bool]]

    @classmethod
    def of(cls, periods: Sequence[Period]) -> _Sums:
        held = {}
        for name in ("searches", "references", "references_wrong"):
            cells = [one.counts.given[name] for one in periods if name in one.counts.given]
            held[name] = (
                len(cells),
                sum(cell.least for cell in cells),
                sum(_ENDLESS if cell.most is None else cell.most for cell in cells),
                all(cell.exact is not None for cell in cells),
            )
        return cls(len(periods), held)

    def are(self, one: Period) -> bool:
        """Whether a row is the total of all others."""
        given = {name: cell for name, cell in one.counts.given.items() if name in self.held}
        if self.rows < _FEWEST or not given:
            return False
        is_exact = False
        for name, cell in given.items():
            many, least, most, exact = self.held[name]
            if many < self.rows or cell.most is None:
                return False
            if not least - cell.least <= cell.most or not cell.least <= most - cell.most:
                return False
            is_exact = is_exact or (exact and cell.least > 0)
        return is_exact


def as_row_counts(rows: Sequence[CountedRow]) -> RowCounts:
    """Rows as the pairs of count and whole that each may be."""
    pairs = [list(_pairs(one)) for one in rows]
    sizes = np.array([len(one) for one in pairs])
    count, whole, weight = np.array([pair for one in pairs for pair in one], dtype=float).T
    return RowCounts(count, whole, weight, np.cumsum(sizes) - sizes)


def _pairs(one: CountedRow) -> Iterator[tuple[float, float, float]]:
    """
    Pairs of count and whole with the logarithm of their weight.

    Every count in its range may be; of wholes in theirs each is as likely. A whole that is the
    count and others moves with the count.
    """
    wholes = list(points(one.whole if one.others is None else one.others, _MOST_WHOLES))
    counts = list(points(one.count, _MOST_COUNTS))
    weight = log(one.count.width / len(counts)) - log(len(wholes))
    for whole in wholes:
        if one.others is None:
            yield from ((count, whole, weight) for count in counts if count <= whole)
        else:
            yield from ((count, count + whole, weight) for count in counts)
