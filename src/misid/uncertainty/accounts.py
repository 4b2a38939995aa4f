"""What a year brings on both sides of a change: errors, sought people, work, photographs kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar, cast

import numpy as np

from misid.arrays import Floats, Integers
from misid.errors import MeaningError
from misid.programme import REFERENCES, TRUTHS
from misid.quantities.units import Unit
from misid.results.intervals import intervals
from misid.results.outputs import PER, ScenarioInWorlds, stock
from misid.results.parts import ExactWithin, Interval
from misid.uncertainty.decided import Decided, decided
from misid.uncertainty.differences import Sides, both_sides, change, less, where
from misid.uncertainty.schema import (
    Account,
    Booked,
    BookedSide,
    BookedSplit,
    Changed,
    Comparison,
)

_MISSED = ("no_search", "nothing", "nobody")
_EVERY = (*_MISSED, *REFERENCES)
_MOST_MINUTES = 1440.0
_NOTHING = Interval(median=None, low=None, high=None)
_Numbers = TypeVar("_Numbers", Account, BookedSide)
_Multiplied = TypeVar("_Multiplied", bound=Interval | Changed | ExactWithin)


@dataclass(frozen=True)
class _Kind:
    """One thing that is counted in each world, and whether more or fewer of it is wanted."""

    name: str
    wanted: Literal["fewer", "more", "neither"]
    counts: Callable[[ScenarioInWorlds], Floats]
    unit: Unit = "stops_a_year"

    def of(self, evaluation: ScenarioInWorlds) -> Floats:
        """It in each world, shape (worlds,); counted once, since a baseline is asked often."""
        known = evaluation.counted
        if self.name not in known:
            known[self.name] = self.counts(evaluation)
        return known[self.name]


@dataclass(frozen=True)
class _Counter:
    """Stops a year that end with one of these candidates, for people of these truths."""

    candidates: tuple[str, ...]
    truths: tuple[str, ...] = TRUTHS
    reviews: tuple[str, ...] = ("none", "upheld", "withdrawn")

    def __call__(self, evaluation: ScenarioInWorlds) -> Floats:
        """Shape (worlds,)."""
        share = evaluation.outcomes.among(self.candidates, truths=self.truths, reviews=self.reviews)
        return np.asarray((evaluation.stops * share).sum(axis=1))


def _reviews(evaluation: ScenarioInWorlds) -> Floats:
    """References that are reviewed in a year, one for each of the people who compare it."""
    people = evaluation.worlds.options("review.reviewers").astype(np.float64)
    return _Counter(REFERENCES)(evaluation) * evaluation.terms.review.share * people


def _photographs(evaluation: ScenarioInWorlds) -> Floats:
    return stock(evaluation, evaluation.worlds.scenario.retention.horizon).total()


_SOUGHT = ("sought",)
_UPHELD, _WITHDRAWN = ("upheld",), ("withdrawn",)
_KINDS = (
    _Kind("wrong_person", "fewer", _Counter(("stranger",))),
    _Kind("wrong_person_upheld", "fewer", _Counter(("stranger",), reviews=_UPHELD)),
    _Kind("wrong_record_upheld", "fewer", _Counter(("own_wrong",), reviews=_UPHELD)),
    _Kind(
        "not_sought_upheld", "fewer", _Counter(("own",), ("not_enrolled", "enrolled"), _UPHELD)
    ),
    _Kind("sought_stopped", "neither", _Counter(_EVERY, _SOUGHT)),
    _Kind("sought_upheld", "more", _Counter(("own",), _SOUGHT, _UPHELD)),
    _Kind("sought_withdrawn", "fewer", _Counter(("own",), _SOUGHT, _WITHDRAWN)),
    _Kind("sought_missed", "fewer", _Counter(_MISSED, _SOUGHT)),
    _Kind("sought_mistaken", "fewer", _Counter(("stranger",), _SOUGHT)),
    _Kind("photographed", "neither", _Counter(_EVERY)),
    _Kind("photographs_held", "neither", _photographs, "photographs"),
    _Kind("reviews", "neither", _reviews),
)  # fmt: skip


def yearly(evaluation: ScenarioInWorlds, name: str) -> Floats:
    """One thing that a year brings, in each world, shape (worlds,)."""
    return next(one for one in _KINDS if one.name == name).of(evaluation)


def accounts(
    before: ScenarioInWorlds, after: ScenarioInWorlds, *, paired: bool
) -> tuple[Account, ...]:
    """
    What a year brings, in the same worlds on both sides.

    Args:
        before: the baseline in each world.
        after: the other side in each world.
        paired: whether the worlds are the same; if not, there is no change of a world to tell
            apart into what fewer stops bring and the rest.
    """
    books = [
        _Book(one, before, after, Sides(one.of(before), one.of(after)), paired) for one in _KINDS
    ]
    every, found = np.arange(before.worlds.draws.size), [book.decided() for book in books]
    halves = [() if each is None else tuple(each.sides()) for each in found]
    whole = _booked([(book, every) for book in books])
    told = iter(
        _booked([(b, rows) for b, each in zip(books, halves, strict=True) for _, rows in each])
    )
    return tuple(
        Account(
            name=book.one.name,
            unit=book.one.unit,
            wanted=book.one.wanted,
            split=None
            if each is None
            else BookedSplit(
                **dict(each.question),
                sides=tuple(BookedSide(**dict(said), **dict(next(told))) for said, _ in half),
            ),
            **dict(numbers),
        )
        for book, each, half, numbers in zip(books, found, halves, whole, strict=True)
    )


@dataclass(frozen=True)
class _Book:
    """One thing that is counted, in each world of both sides."""

    one: _Kind
    before: ScenarioInWorlds
    after: ScenarioInWorlds
    counts: Sides
    paired: bool

    def decided(self) -> Decided | None:
        """The either/or that decides it, if one does."""
        worlds, name = (self.before.worlds, self.after.worlds), f"a year {self.one.name}"
        return decided(*worlds, self.counts, of_one=False, name=name) if self.paired else None

    def parts(self, rows: Integers) -> tuple[Floats, Floats, Floats, Floats]:
        """
        What changes by stops and otherwise, and the rates on both sides, in some of the worlds.

        Only those in which anything changes, where it does in any; NaN in all others.
        """
        counts = self.counts.only(rows)
        stops = Sides(self.before.stops_a_year, self.after.stops_a_year)
        none = np.full(len(counts.before), np.nan)
        here, by_stops, otherwise = np.isfinite(counts.before), none, none
        if self.paired:
            moved = change(counts)
            if np.any(here & (moved != 0)):
                here &= moved != 0
            by_stops = _by_stops(self.counts, stops)
            otherwise = less(moved, by_stops)
        return (
            where(here, by_stops),
            where(here, otherwise),
            where(here, self._rate(self.counts.before, self.before)),
            where(here, self._rate(self.counts.after, self.after)),
        )

    def _rate(self, counts: Floats, of: ScenarioInWorlds) -> Floats:
        """What a year brings over its searches; a stock of many years has no such rate."""
        rate = PER * _over(counts, of.searches_a_year)
        return rate * np.nan if self.one.unit == "photographs" else rate


def _booked(parts: Sequence[tuple[_Book, Integers]]) -> list[Booked]:
    """Accounts in some of the worlds each; all at once, which is quicker."""
    if not parts:
        return []
    told = both_sides([book.counts.only(rows) for book, rows in parts], paired=parts[0][0].paired)
    rows_ = [row for book, rows in parts for row in book.parts(rows)]
    fours = intervals(rows_)
    return [
        Booked(
            **dict(each),
            by_stops=fours[4 * place],
            otherwise=fours[4 * place + 1],
            per_searches_before=fours[4 * place + 2],
            per_searches_after=fours[4 * place + 3],
        )
        for place, each in enumerate(told)
    ]


def check_minutes(minutes: float) -> None:
    """Raise MeaningError where nobody can take so long for a reference."""
    if not 0.0 < minutes <= _MOST_MINUTES:
        raise MeaningError(
            f"review-minutes is {minutes:g}, but a reference takes above 0 and at most "
            f"{_MOST_MINUTES:,.0f} minutes.",
            use="--review-minutes 10",
        )


def with_review_minutes(found: Comparison, minutes: float) -> Comparison:
    """
    The comparison with the hours that reviewers work in a year, where somebody says how long.

    Args:
        found: a comparison.
        minutes: of one person for one reference.
    Raises: MeaningError: minutes out of range.
    """
    check_minutes(minutes)
    reviews = next(one for one in found.accounts if one.name == "reviews")
    hours = _times(reviews, minutes / 60.0).model_copy(
        update={"name": "review_hours", "unit": "hours"}
    )
    return found.model_copy(
        update={"accounts": (*found.accounts, hours), "review_minutes": minutes}
    )


def _times(one: _Numbers, factor: float) -> _Numbers:
    """Every number of an account multiplied, also of its sides; shares of worlds stay."""
    parts: dict[str, object] = {
        name: _multiplied(part, factor)
        for name, part in one
        if isinstance(part, Interval | Changed | ExactWithin)
    }
    if one.mean_change is not None:
        parts["mean_change"] = factor * one.mean_change
    split: BookedSplit | None = getattr(one, "split", None)
    if split is not None:
        halves = tuple(_times(side, factor) for side in split.sides)
        parts["split"] = split.model_copy(update={"sides": halves})
    return one.model_copy(update=parts)


def _multiplied(part: _Multiplied, factor: float) -> _Multiplied:
    """Every number of a part of an account multiplied."""
    update = {
        name: _multiplied(each, factor)
        if isinstance(each, Interval | ExactWithin)
        else None
        if each is None
        else factor * each
        for name, each in part
    }
    return cast("_Multiplied", part.model_copy(update=update))


def _by_stops(counts: Sides, stops: Sides) -> Floats:
    """What changes because stops are fewer or more, each ending as it did before."""
    return np.asarray(_over(counts.before, stops.before) * less(stops.after, stops.before))


def _over(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)
