"""Scores of one-to-one comparison by rank: how many of either kind lie below which."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from misid.arrays import Flags, Integers
from misid.errors import MeaningError

ScoreArray = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Rate:
    """Errors over trials; a rate over no trials has no value."""

    count: int
    trials: int

    @property
    def value(self) -> float | None:
        """
        The ratio; nothing where there are no trials.

        Example:
            >>> Rate(1, 4).value, Rate(0, 0).value
            (0.25, None)
        """
        return self.count / self.trials if self.trials else None

    def fraction(self) -> Fraction:
        """The ratio without rounding; only where there are trials."""
        return Fraction(self.count, self.trials)


class NotCountedError(Exception):
    """A tally was asked for what lies between the scores that it keeps."""


@dataclass(frozen=True)
class ScoreTally:
    """
    How many scores of either kind lie below some numbers, exactly.

    The numbers are all scores that occur, or those around what was asked for and marks between;
    what lies in a gap that holds scores which are not kept is refused, never guessed.
    """

    numbers: ScoreArray
    """Ascending, each once."""
    genuine_below: Integers
    """Genuine scores below each number; the last entry is how many there are."""
    impostor_below: Integers
    """The same of impostor scores; both have one entry more than there are numbers."""
    is_score: Flags
    """Whether the number is a score; a mark is not, or not known to be."""

    @classmethod
    def of(cls, genuine: ScoreArray, impostor: ScoreArray) -> ScoreTally:
        """Every score of two sorted arrays of one precision."""
        numbers = distinct(np.concatenate([genuine, impostor]) + genuine.dtype.type(0))
        below = [
            np.append(np.searchsorted(kind, numbers, side="left"), len(kind))
            for kind in (genuine, impostor)
        ]
        return cls(numbers, below[0], below[1], np.ones(len(numbers), bool))

    @property
    def genuine(self) -> int:
        """How many genuine scores there are."""
        return int(self.genuine_below[-1])

    @property
    def impostor(self) -> int:
        """How many impostor scores there are."""
        return int(self.impostor_below[-1])

    @cached_property
    def is_open(self) -> Flags:
        """Whether scores lie between a number and the next that are no numbers of this tally."""
        between = np.diff(self.genuine_below) + np.diff(self.impostor_below)
        return ~self.is_score & (between > 0)

    def place(self, threshold: float) -> int:
        """
        The first number at or above a threshold, by its place.

        Raises: NotCountedError: scores that are not kept lie between it and the one before.
        """
        at = int(np.searchsorted(self.numbers, least(threshold, self.numbers), side="left"))
        if at and self.is_open[at - 1]:
            raise NotCountedError
        return at

    def score_from(self, place: int) -> int | None:
        """
        The first score at a place or after it, by its place; nothing where there is none.

        Raises: NotCountedError: scores that are not kept lie before it.
        """
        for at in range(place, len(self.numbers)):
            if self.is_score[at]:
                return at
            if self.is_open[at]:
                raise NotCountedError
        return None

    def false_match_at(self, place: int) -> Rate:
        """The false match rate at the number of a place; past the last one nothing matches."""
        return Rate(self.impostor - int(self.impostor_below[place]), self.impostor)

    def false_non_match_at(self, place: int) -> Rate:
        """The false non-match rate there."""
        return Rate(int(self.genuine_below[place]), self.genuine)

    def false_match(self, threshold: float) -> Rate:
        """The false match rate at a threshold."""
        return self.false_match_at(self.place(threshold))

    def false_non_match(self, threshold: float) -> Rate:
        """The false non-match rate at a threshold."""
        return self.false_non_match_at(self.place(threshold))

    def lowest(self) -> float:
        """The lowest score."""
        first = self.score_from(0)
        if first is None:
            raise NotCountedError
        return float(self.numbers[first])

    def highest(self) -> float:
        """The highest score."""
        scores = np.flatnonzero(self.is_score)
        if not len(scores) or self.is_open[scores[-1] :].any():
            raise NotCountedError
        return float(self.numbers[scores[-1]])

    def above_all(self) -> float:
        """The next number above the highest score, in the scores' own precision."""
        kind = self.numbers.dtype.type
        return float(np.nextafter(kind(self.highest()), kind(np.inf)))


@dataclass(frozen=True)
class Comparisons:
    """Scores of genuine and of impostor comparisons in memory, each ascending."""

    genuine: ScoreArray
    impostor: ScoreArray

    @classmethod
    def of(cls, genuine: ArrayLike, impostor: ArrayLike) -> Comparisons:
        """
        Sort copies of both, which may come in any order.

        Raises: MeaningError: a score is not a number, or is infinite.
        """
        kinds = [finite(genuine, "genuine"), finite(impostor, "impostor")]
        common = np.result_type(*kinds)
        return cls(*(np.sort(kind.astype(common, copy=False)) for kind in kinds))

    @cached_property
    def tally(self) -> ScoreTally:
        """Every score with how many lie below it."""
        return ScoreTally.of(self.genuine, self.impostor)

    def false_match(self, threshold: float) -> Rate:
        """The false match rate at a threshold."""
        below = int(np.searchsorted(self.impostor, least(threshold, self.impostor)))
        return Rate(len(self.impostor) - below, len(self.impostor))

    def false_non_match(self, threshold: float) -> Rate:
        """The false non-match rate at a threshold."""
        below = int(np.searchsorted(self.genuine, least(threshold, self.genuine)))
        return Rate(below, len(self.genuine))

    def next_score(self, score: float) -> float | None:
        """The lowest score above this one, of either kind; nothing where there is none."""
        numbers = self.tally.numbers
        at = int(np.searchsorted(numbers, numbers.dtype.type(score), side="right"))
        return float(numbers[at]) if at < len(numbers) else None


def distinct(numbers: NDArray[Any]) -> NDArray[Any]:
    """
    Each number once, ascending; `numpy.unique` takes many times as long where most differ.

    Example:
        >>> distinct(np.array([2, 1, 2])).tolist()
        [1, 2]
    """
    ordered = np.sort(numbers)
    is_new = np.append(np.ones(min(1, len(ordered)), bool), ordered[1:] != ordered[:-1])
    return np.asarray(ordered[is_new])


def least(threshold: float, scores: ScoreArray) -> np.floating:
    """
    The least number of the scores' own precision that is not below the threshold.

    Rounded to the nearest instead, a threshold of 0.7 would let single-precision scores match
    that are below it; and a search in another precision copies all scores.
    """
    with np.errstate(over="ignore"):
        nearest = np.array(threshold).astype(scores.dtype)
    above = np.nextafter(nearest, np.array(np.inf, scores.dtype))
    return scores.dtype.type(nearest if float(nearest) >= threshold else above)


def finite(scores: ArrayLike, kind: str) -> ScoreArray:
    """
    Scores as floating-point numbers; single precision stays what it is.

    Raises: MeaningError: some are not finite.
    """
    given = np.asarray(scores)
    numbers: ScoreArray = given if given.dtype == np.float32 else given.astype(np.float64)
    bad = np.flatnonzero(~np.isfinite(numbers))
    if len(bad):
        first = ", ".join(str(row + 1) for row in bad[:3])
        raise MeaningError(
            f"{len(bad):,} of {len(numbers):,} {kind} scores are not finite numbers "
            f"(first: number {first}).",
            use="scores that are finite numbers",
        )
    return numbers
