"""Where mates stand among strangers, and which groups resemble which, as scores say.

Impostor scores make the rarity axis; genuine scores are read off it. Where so few impostors are
left that the axis cannot be told, nothing is read off it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from misid.arrays import Integers
from misid.errors import MeaningError
from misid.evaluation.rates import ComparisonKind
from misid.evaluation.reading.pair_table import ScoreTable
from misid.matching import Knots
from misid.measures import Pairs, effective_trials
from misid.measures.apart import told_apart
from misid.measures.gathered import gathered

_SHARES = (
    *(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5),
    *(0.65, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999),
)
_RATES = tuple(10.0**-power for power in np.arange(1.0, 8.1, 0.5))
# Impostors at or above a point, independent genuine comparisons below it; as many to the next.
_FEWEST_IMPOSTORS, _FEWEST_GENUINE = 10, 5.0
_LEAST_STEP = 0.2
_FEWEST = 100.0
# Errors from which it can be told how they gather.
_ERRORS = 50


@dataclass(frozen=True)
class ComparisonSide:
    """Genuine or impostor comparisons, and their scores in order."""

    kind: ComparisonKind
    scores: NDArray[np.floating]
    people: Pairs | None

    @classmethod
    def of(cls, table: ScoreTable, *, genuine: bool) -> ComparisonSide:
        """Those comparisons of a table."""
        kind = ComparisonKind.of(table, genuine=genuine)
        return cls(kind, np.sort(kind.scores), kind.pairs())

    def below(self, threshold: float) -> int:
        """Comparisons below a threshold."""
        return int(np.searchsorted(self.scores, threshold, side="left"))

    def matched(self, threshold: float) -> int:
        """Comparisons at or above it."""
        return len(self.scores) - self.below(threshold)

    def worth(self, threshold: float) -> float:
        """
        Independent comparisons that each one is worth for the rate at a threshold.

        1 where nobody says who is compared, or the errors do not tell.
        """
        if self.people is None:
            return 1.0
        trials = effective_trials(self.people, self.kind.wrong(threshold))
        return 1.0 if trials is None else min(1.0, trials / len(self.scores))

    @cached_property
    def least_worth(self) -> float:
        """The least over several thresholds."""
        return min((self.worth(threshold) for threshold, _ in self._spread()), default=1.0)

    @cached_property
    def shared(self) -> float:
        """
        The most, over several thresholds, that people add to the relative variance of the rate.

        Somebody who resembles many others does so at every threshold, so this changes little from
        one to the next, while what each comparison is worth falls with the rate.
        """
        added = [
            (1.0 - rate) / rate / len(self.scores) * (1.0 / self.worth(threshold) - 1.0)
            for threshold, rate in self._spread()
        ]
        return max(added, default=0.0)

    def _spread(self) -> Iterator[tuple[float, float]]:
        """Thresholds with errors enough to see how they gather, and about their rate."""
        for share in _RATES:
            errors = int(share * len(self.scores))
            if errors >= _ERRORS:
                at = errors if self.kind.genuine else len(self.scores) - errors
                yield float(self.scores[at]), share


@dataclass(frozen=True)
class Point:
    """A threshold, the genuine comparisons below it, and the impostor ones at or above it."""

    threshold: float
    missed: int
    matched: int


@dataclass(frozen=True)
class FalseMatchPairs:
    """False matches of each ordered pair of groups at one threshold, and their comparisons."""

    labels: tuple[str, ...]
    false_matches: Integers
    comparisons: Integers
    rate: float
    worth: float
    told_apart: bool
    """Whether any two of them differ by more than chance."""


def points(genuine: ComparisonSide, impostor: ComparisonSide, where: str) -> tuple[Point, ...]:
    """
    Thresholds at which both rates are known, from lenient to strict.

    The last one is the strictest that enough impostors reach; below it stand quantiles of the
    genuine scores, as many as the comparisons can tell apart.

    Raises: MeaningError: too few comparisons of either kind.
    """
    for side, noun in ((genuine, "genuine"), (impostor, "impostor")):
        worth = side.least_worth if side is genuine else 1.0
        if worth * len(side.scores) < _FEWEST:
            raise MeaningError(
                f"the {len(side.scores):,} {noun} comparisons tell as much as "
                f"{worth * len(side.scores):,.0f} independent ones, too few for a law of mate "
                "scores.",
                where=where,
                use=f"scores worth {_FEWEST:,.0f} independent comparisons or more",
            )
    found = [_strictest(genuine, impostor)]
    for threshold in _quantiles(genuine):
        point = Point(threshold, genuine.below(threshold), impostor.matched(threshold))
        if _is_apart(point, found[-1], genuine):
            found.append(point)
    return tuple(reversed(found))


def knots(found: tuple[Point, ...], genuine: ComparisonSide, impostor: ComparisonSide) -> Knots:
    """
    Points on the rarity axis.

    A point without a miss counts as half a miss: where the true share may lie is drawn anyhow.
    """
    people, strangers = len(genuine.scores), len(impostor.scores)
    missed = [min(max(point.missed, 0.5), people - 0.5) / people for point in found]
    return Knots(
        misses=tuple(missed),
        rarities=tuple(float(-np.log10(point.matched / strangers)) for point in found),
        genuine=genuine.least_worth * people,
        impostor=float(strangers),
        shared=impostor.shared,
    )


def beyond(point: Point, genuine: ComparisonSide) -> float | None:
    """The median of the genuine scores above a point; nothing where they are too few."""
    above = genuine.scores[point.missed :]
    if genuine.least_worth * len(above) < 2.0 * _FEWEST_GENUINE:
        return None
    return float(above[len(above) // 2])


def pairs(impostor: ComparisonSide) -> FalseMatchPairs | None:
    """
    Who resembles whom, at the strictest threshold at which every pair of groups has false matches.

    Returns: nothing where the groups of both sides are not known, or some pair of groups has no
        comparison.
    """
    one, other = impostor.kind.group_a, impostor.kind.group_b
    if one is None or other is None:
        return None
    cells, size = one.at * len(one.labels) + other.at, len(one.labels)
    trials = np.bincount(cells, minlength=size**2)
    if not trials.all():
        return None
    found = None
    for threshold in lenient_to_strict(impostor):
        wrong = np.bincount(cells[impostor.kind.wrong(threshold)], minlength=size**2)
        if found is not None and wrong.min() < _FEWEST_IMPOSTORS:
            break
        found = threshold, wrong
    if found is None:
        return None
    threshold, wrong = found
    apart = told_apart(
        gathered(
            impostor.kind.wrong(threshold), cells, size=size**2, subjects=impostor.kind.subjects
        )
    )
    return FalseMatchPairs(
        labels=one.labels,
        false_matches=wrong.reshape(size, size),
        comparisons=trials.reshape(size, size),
        rate=float(wrong.sum() / trials.sum()),
        worth=impostor.worth(threshold),
        told_apart=apart.told,
    )


def lenient_to_strict(impostor: ComparisonSide) -> Iterator[float]:
    """Thresholds at round false match rates, as far as enough impostors reach."""
    for rate in _RATES:
        reached = int(rate * len(impostor.scores))
        if reached >= _FEWEST_IMPOSTORS:
            yield float(impostor.scores[len(impostor.scores) - reached])


def _strictest(genuine: ComparisonSide, impostor: ComparisonSide) -> Point:
    """The strictest threshold that impostors enough reach."""
    threshold = float(impostor.scores[len(impostor.scores) - _FEWEST_IMPOSTORS])
    return Point(threshold, genuine.below(threshold), impostor.matched(threshold))


def _quantiles(genuine: ComparisonSide) -> Iterator[float]:
    """Genuine scores from high to low, by their share."""
    for share in reversed(_SHARES):
        yield float(genuine.scores[int(share * len(genuine.scores))])


def _is_apart(point: Point, stricter: Point, genuine: ComparisonSide) -> bool:
    """Whether enough comparisons of both kinds lie between two points, and below the lower one."""
    if point.threshold >= stricter.threshold:
        return False
    people = genuine.least_worth * min(point.missed, stricter.missed - point.missed)
    strangers = point.matched - stricter.matched
    step = np.log10(point.matched / stricter.matched)
    enough = people >= _FEWEST_GENUINE and strangers >= _FEWEST_IMPOSTORS
    return enough and step >= _LEAST_STEP
