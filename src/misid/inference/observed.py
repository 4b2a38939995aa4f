"""Disclosed counts as the likelihood takes them: which periods and counts it can use, and why not.

Nothing is merged and nothing dropped silently: what is not used has a reason.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
Because = Literal[
    "other_group", "total_of_others", "overlaps", "says_nothing", "more_than_whole", "no_end",
    "beyond_reference", "own_scale", "no_dates", "gaps",
]  # fmt: skip
_MOST_REGIMES = 6
_FEWEST_DAYS = 28
_COVERED = 0.8
_DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Unused:
    """A count, or a whole period where `count` is empty, that the likelihood cannot use."""

    period: str
    count: str
    because: Because


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
    """

    periods: tuple[ObservedPeriod, ...]
    regimes: tuple[str, ...]
    active: tuple[Category, ...]
    lists: tuple[CountRange | None, ...]
    years: ObservedYears | None
    unused: tuple[Unused, ...]


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
    usable = tuple(one for one in made if one is not None)
    years = _years([one for one, group in chosen if group is None], unused)
    if not usable and years is None:
        raise MeaningError(
            f"{counts.title} holds no count that says anything of a programme.",
            use="a period with references of searches, or references_wrong of references",
        )
    return Observed(
        periods=usable,
        regimes=regimes,
        active=_active(usable),
        lists=tuple(_list(regime, [one for one, _ in chosen]) for regime in regimes),
        years=years if "stops.a_year" in _open_names(scenario) else None,
        unused=tuple(unused),
    )


def _open_names(scenario: Scenario) -> tuple[str, ...]:
    return ("stops.a_year",) if scenario.stops.a_year.is_range else ()


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


def _counted_twice(one: Period, alike: Sequence[Period], kept: Sequence[Period]) -> Because | None:
    days = _days(one)
    if days is None:
        return None
    others = [held for other in alike if other is not one and (held := _days(other)) is not None]
    inside = [held for held in others if days[0] <= held[0] and held[1] <= days[1] and held != days]
    if len(inside) > 1:
        return "total_of_others"
    before = [held for other in kept if (held := _days(other)) is not None]
    return "overlaps" if any(a <= days[1] and days[0] <= b for a, b in before) else None


def _days(one: Period) -> tuple[datetime.date, datetime.date] | None:
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


def _active(periods: Sequence[ObservedPeriod]) -> tuple[Category, ...]:
    """
    What a check says: confirmed answers always; others where somebody counted them.

    References of which the counts given say nothing, though all kinds are counted, are unresolved.
    """
    seen = {name for one in periods for name in one.cells}
    confirmed = {"references_wrong", "references_right"}
    if seen & {"wrong_unconfirmed", "right_unconfirmed"}:
        confirmed |= {"wrong_unconfirmed", "right_unconfirmed"}
    if "unresolved" in seen or any(_leaves_some(one, confirmed) for one in periods):
        confirmed.add("unresolved")
    return tuple(name for name in CATEGORIES if name in confirmed)


def _leaves_some(one: ObservedPeriod, kinds: set[str]) -> bool:
    if one.references is None or not kinds <= one.cells.keys():
        return False
    return sum(one.cells[name].most for name in CATEGORIES if name in kinds) < one.references.least


def _list(regime: str, periods: Sequence[Period]) -> CountRange | None:
    sizes = [
        one.counts.enrolled_list
        for one in periods
        if one.regime == regime and one.counts.enrolled_list is not None
    ]
    ends = [(one.least, one.most) for one in sizes if one.most is not None and one.least > 0]
    if not ends:
        return None
    return CountRange(min(least for least, _ in ends), max(most for _, most in ends))


def _years(periods: Sequence[Period], unused: list[Unused]) -> ObservedYears | None:
    """All searches of the stretch that the periods cover, where they cover it."""
    counted = [(one, cell) for one in periods if (cell := one.counts.searches) is not None]
    days = [held for one, _ in counted if (held := _days(one)) is not None]
    if not counted or len(days) < len(counted):
        if counted:
            unused.append(Unused(counted[0][0].label, "searches", "no_dates"))
        return None
    covered = sum((last - first).days + 1 for first, last in days)
    span = (max(last for _, last in days) - min(first for first, _ in days)).days + 1
    if span < _FEWEST_DAYS or covered < _COVERED * span:
        unused.append(Unused(counted[0][0].label, "searches", "gaps"))
        return None
    least = sum(cell.least for _, cell in counted)
    mosts = [cell.most for _, cell in counted]
    known = [most for most in mosts if most is not None]
    has_end = len(known) == len(mosts)
    return ObservedYears(CountRange(least, max(sum(known), least)), has_end, span / _DAYS_A_YEAR)
