"""Disclosed counts as the likelihood takes them: which periods and counts it can use, and why not.

Nothing is merged and nothing dropped silently: what is not used has a reason.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from misid.disclosure.counts import CountCell, DisclosedCounts, Period
from misid.errors import MeaningError
from misid.inference.counting_law import CountRange
from misid.scenario import Scenario

Category = Literal[
    "references_wrong", "references_right", "wrong_unconfirmed", "right_unconfirmed", "unresolved"
]
CATEGORIES: tuple[Category, ...] = (
    "references_wrong", "references_right", "wrong_unconfirmed", "right_unconfirmed", "unresolved",
)  # fmt: skip
"""What a check can say of a reference."""
UnusedBecause = Literal[
    "other_group", "total_of_others", "overlaps", "says_nothing", "more_than_whole", "no_end",
    "beyond_reference", "own_scale", "no_dates", "gaps", "fixed_year",
]  # fmt: skip
_USED = ("searches", "references", *CATEGORIES)
_Days = tuple[datetime.date, datetime.date]
_MOST_REGIMES = 6
_FEWEST_DAYS = 28
_COVERED = 0.8
_DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Unused:
    """A count, or a whole period where `count` is empty, that the likelihood cannot use."""

    period: str
    count: str
    because: UnusedBecause


@dataclass(frozen=True)
class ObservedPeriod:
    """
    The counts of one period as ranges; None: nobody said.

    `group`: position in the scenario's groups, None: everybody; `regime`: position among regimes.
    """

    label: str
    regime: int
    group: int | None
    searches: CountRange | None
    references: CountRange | None
    cells: dict[Category, CountRange]


@dataclass(frozen=True)
class ObservedYears:
    """Searches of a stretch of time, and how long it is."""

    searches: CountRange
    has_end: bool
    years: float


@dataclass(frozen=True)
class Observed:
    """
    Everything that the likelihood uses.

    `active`: what a check can say of a reference here. `lists`: size of the list in each regime,
    where it was said. `years`: how many searches a length of time had, where that is known.
    `undated`: rows without dates that are used beside others, and so taken as other times.
    `checked_told`: whether somebody counted more than wrong ones, so that it follows how many were
    checked.
    """

    periods: tuple[ObservedPeriod, ...]
    regimes: tuple[str, ...]
    active: tuple[Category, ...]
    lists: tuple[CountRange | None, ...]
    years: ObservedYears | None
    unused: tuple[Unused, ...]
    undated: int = 0
    checked_told: bool = True


def observed(counts: DisclosedCounts, scenario: Scenario) -> Observed:
    """
    What of disclosed counts the likelihood can use.

    Args:
        counts: as they were disclosed.
        scenario: whose groups and inputs they are about.
    Raises: MeaningError: nothing can be used, or too many regimes.
    """
    unused: list[Unused] = []
    chosen = list(_periods(counts.periods, scenario, unused))
    regimes = _regimes([one for one, _ in chosen])
    made = [_period(one, regimes.index(one.regime), group, unused) for one, group in chosen]
    usable, checked_told = _settled([one for one in made if one is not None])
    years = _years([one for one, group in chosen if group is None], scenario, unused)
    if not usable and years is None:
        raise MeaningError(
            f"{counts.title} holds no count that says anything of a programme.",
            use="a period with references of searches, or references_wrong of references",
        )
    return Observed(
        periods=usable,
        regimes=regimes,
        active=_active(usable, checked_told=checked_told),
        lists=tuple(_list(regime, [one for one, _ in chosen], unused) for regime in regimes),
        years=years,
        unused=tuple(unused),
        undated=_undated([one for one, _ in chosen]),
        checked_told=checked_told,
    )


def _undated(chosen: Sequence[Period]) -> int:
    """Rows without dates, where one of them could be a part of another row."""
    return sum(_days(one) is None for one in chosen) if len(chosen) > 1 else 0


def _periods(
    periods: Sequence[Period], scenario: Scenario, unused: list[Unused]
) -> Iterator[tuple[Period, int | None]]:
    """Periods of everybody, or of the scenario's groups where there are none; none twice."""
    everybody = [one for one in periods if one.group is None]
    by_name = {group.name: place for place, group in enumerate(scenario.groups)}
    by_name |= {group.label: place for place, group in enumerate(scenario.groups)}
    kept: list[tuple[Period, int | None]] = []
    for one in periods:
        group = by_name.get(one.group or "")
        if one.group is not None and (everybody or group is None):
            unused.append(Unused(one.label, "", "other_group"))
            continue
        rivals = [other for other, other_group in kept if other_group == group]
        twice = _counted_twice(
            one, [other for other in periods if other.group == one.group], rivals
        )
        if twice is not None:
            unused.append(Unused(one.label, "", twice))
            continue
        kept.append((one, group))
        yield one, group


def _counted_twice(
    one: Period, alike: Sequence[Period], kept: Sequence[Period]
) -> UnusedBecause | None:
    """Why a period stays out; `alike`: all of its group; `kept`: those of them that are used."""
    others = [other for other in alike if other is not one and _is_told(other)]
    if _is_total(one, others):
        return "total_of_others"
    days = _days(one)
    if days is None or not _is_told(one):
        return None
    before = [held for other in kept if _is_told(other) and (held := _days(other)) is not None]
    return "overlaps" if any(a <= days[1] and days[0] <= b for a, b in before) else None


def _is_total(one: Period, others: Sequence[Period]) -> bool:
    """Whether the same counts of other periods, which are its parts, stand there too."""
    days, told = _days(one), _usable_counts(one)
    if days is None:
        return len(others) > 1 and _is_sum(told, [_usable_counts(other) for other in others])
    inside = [
        (held, other)
        for other in others
        if (held := _days(other)) is not None
        and days[0] <= held[0]
        and held[1] <= days[1]
        and held != days
        and told.keys() <= _usable_counts(other).keys()
    ]
    return len(inside) > 1 and bool(told) and _cover(days, sorted(held for held, _ in inside))


def _cover(days: _Days, parts: Sequence[_Days]) -> bool:
    """Whether parts, in order, leave no day out."""
    next_day = days[0]
    for first, last in parts:
        if first > next_day:
            return False
        next_day = max(next_day, last + datetime.timedelta(days=1))
    return next_day > days[1]


def _is_sum(told: dict[str, CountCell], others: Sequence[dict[str, CountCell]]) -> bool:
    """Whether each count is what those of others add up to."""
    if not any(cell.least for cell in told.values()):
        return False
    return all(
        name in other and cell.least == cell.most for name, cell in told.items() for other in others
    ) and all(
        cell.least == sum(other[name].least for other in others)
        and cell.most == sum(other[name].most or 0 for other in others)
        for name, cell in told.items()
    )


def _usable_counts(one: Period) -> dict[str, CountCell]:
    """Counts of a period that a likelihood can use."""
    return {name: cell for name, cell in one.counts.given.items() if name in _USED}


def _is_told(one: Period) -> bool:
    """Whether counts of a period say something beside each other."""
    return len(_usable_counts(one)) > 1


def _days(one: Period) -> _Days | None:
    return None if one.from_ is None or one.to is None else (one.from_, one.to)


def _regimes(periods: Sequence[Period]) -> tuple[str, ...]:
    """Regimes, that with the most searches or references first: it is the scenario's own."""
    sizes: dict[str, int] = {}
    for one in periods:
        cell = one.counts.searches or one.counts.references
        sizes[one.regime] = sizes.get(one.regime, 0) + (cell.least if cell else 0)
    if len(sizes) > _MOST_REGIMES:
        raise MeaningError(
            f"the counts have {len(sizes)} regimes, but at most {_MOST_REGIMES} are told apart.",
            use="regime: the same text wherever threshold and list were about the same",
        )
    return tuple(sorted(sizes, key=lambda regime: -sizes[regime]))


def _period(
    one: Period, regime: int, group: int | None, unused: list[Unused]
) -> ObservedPeriod | None:
    counts = one.counts
    searches = _ends(one, "searches", counts.searches, None, unused)
    references = _ends(one, "references", counts.references, searches, unused)
    whole = references or searches
    cells: dict[Category, CountRange] = {}
    for name in CATEGORIES:
        ends = _ends(one, name, getattr(counts, name), whole, unused)
        if ends is not None:
            cells[name] = ends
    if counts.detained is not None:
        unused.append(Unused(one.label, "detained", "beyond_reference"))
    if counts.threshold is not None:
        unused.append(Unused(one.label, "threshold", "own_scale"))
    if references is not None and sum(cell.least for cell in cells.values()) > references.most:
        unused.append(Unused(one.label, "references", "more_than_whole"))
        references = None
    if not _says_something(searches, references, cells):
        unused.append(Unused(one.label, "", "says_nothing"))
        return None
    return ObservedPeriod(one.label, regime, group, searches, references, cells)


def _says_something(
    searches: CountRange | None, references: CountRange | None, cells: dict[Category, CountRange]
) -> bool:
    wholes = sum(one is not None for one in (searches, references))
    return wholes == 2 or (wholes == 1 and bool(cells)) or len(cells) > 1


def _ends(
    one: Period, name: str, cell: CountCell | None, whole: CountRange | None, unused: list[Unused]
) -> CountRange | None:
    """Both ends of a count; one that has no upper end takes that of its whole."""
    if cell is None:
        return None
    if whole is not None and cell.least > whole.most:
        unused.append(Unused(one.label, name, "more_than_whole"))
        return None
    most = cell.most
    if most is None and whole is None:
        unused.append(Unused(one.label, name, "no_end"))
        return None
    most = min(n for n in (most, whole.most if whole else None) if n is not None)
    return CountRange(cell.least, most)


def _settled(periods: Sequence[ObservedPeriod]) -> tuple[tuple[ObservedPeriod, ...], bool]:
    """
    Periods, and whether they say how many references were checked.

    Where all of them count none that is unresolved, no share of such ones is left to be drawn.
    """
    kinds = {name for one in periods for name in one.cells}
    left = [one.cells["unresolved"].most for one in periods if "unresolved" in one.cells]
    told = kinds != {"references_wrong"}
    if any(left) or len(left) < len(periods):
        return tuple(periods), told
    return tuple(replace(one, cells=_without_unresolved(one.cells)) for one in periods), told


def _without_unresolved(cells: dict[Category, CountRange]) -> dict[Category, CountRange]:
    kept = [name for name in CATEGORIES if name in cells and name != "unresolved"]
    return {name: cells[name] for name in kept}


def _active(
    periods: Sequence[ObservedPeriod], *, checked_told: bool = True
) -> tuple[Category, ...]:
    """
    What a check says: confirmed answers always; others where somebody counted them.

    References of which the counts given say nothing, though all kinds are counted, are unresolved;
    so may be all but the wrong ones, where only these are counted.
    """
    seen = {name for one in periods for name in one.cells}
    confirmed = {"references_wrong", "references_right"}
    if seen & {"wrong_unconfirmed", "right_unconfirmed"}:
        confirmed |= {"wrong_unconfirmed", "right_unconfirmed"}
    if (
        not checked_told
        or "unresolved" in seen
        or any(_leaves_some(one, confirmed) for one in periods)
    ):
        confirmed.add("unresolved")
    return tuple(name for name in CATEGORIES if name in confirmed)


def _leaves_some(one: ObservedPeriod, kinds: set[str]) -> bool:
    if one.references is None or not kinds <= one.cells.keys():
        return False
    return sum(one.cells[name].most for name in CATEGORIES if name in kinds) < one.references.least


def _list(regime: str, periods: Sequence[Period], unused: list[Unused]) -> CountRange | None:
    sizes = [
        (one.label, cell)
        for one in periods
        if one.regime == regime and (cell := one.counts.enrolled_list) is not None
    ]
    endless = [label for label, one in sizes if one.most is None or one.least <= 0]
    unused.extend(Unused(label, "enrolled_list", "no_end") for label in endless)
    ends = [(one.least, one.most) for _, one in sizes if one.most is not None and one.least > 0]
    if not ends:
        return None
    return CountRange(min(least for least, _ in ends), max(most for _, most in ends))


def _years(
    periods: Sequence[Period], scenario: Scenario, unused: list[Unused]
) -> ObservedYears | None:
    """All searches of the days that the periods cover, where they cover most of a stretch."""
    counted = [(one, cell) for one in periods if (cell := one.counts.searches) is not None]
    if not counted:
        return None
    because = _no_years(counted, scenario)
    if because is not None:
        unused.append(Unused(counted[0][0].label, "searches", because))
        return None
    apart = _apart(counted)
    held = [cell for cell, _ in apart]
    least = sum(cell.least for cell in held)
    known = [cell.most for cell in held if cell.most is not None]
    has_end = len(known) == len(held)
    ends = CountRange(least, max(sum(known), least))
    return ObservedYears(ends, has_end, sum(days for _, days in apart) / _DAYS_A_YEAR)


def _apart(counted: Sequence[tuple[Period, CountCell]]) -> list[tuple[CountCell, int]]:
    """Cells with their numbers of days, the longest first; none of days that were had before."""
    dated = [(held, cell) for one, cell in counted if (held := _days(one)) is not None]
    taken: list[_Days] = []
    found: list[tuple[CountCell, int]] = []
    for days, cell in sorted(dated, key=lambda one: -_length(one[0])):
        if not any(first <= days[1] and days[0] <= last for first, last in taken):
            taken.append(days)
            found.append((cell, _length(days)))
    return found


def _length(days: _Days) -> int:
    return (days[1] - days[0]).days + 1


def _no_years(
    counted: Sequence[tuple[Period, CountCell]], scenario: Scenario
) -> UnusedBecause | None:
    """Why searches say nothing of a year's."""
    if not scenario.stops.a_year.is_range:
        return "fixed_year"
    known = [held for one, _ in counted if (held := _days(one)) is not None]
    if len(known) < len(counted):
        return "no_dates"
    covered = sum(days for _, days in _apart(counted))
    span = (max(last for _, last in known) - min(first for first, _ in known)).days + 1
    return "gaps" if span < _FEWEST_DAYS or covered < _COVERED * span else None
