"""Intervals of rates whose comparisons share people, and so are not independent.

A person who resembles many others is wrong in many comparisons at once. Two intervals allow for
that: one from a variance that leaves out one person at a time, which gives way to a bound where
too few people err, and the two-way bootstrap, which draws people instead of comparisons. What
either holds in simulation is in `bench/interval_coverage.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from misid.arrays import Floats, Integers
from misid.measures.arguments import check_confidence, check_draws
from misid.measures.by_person import ByPerson, person_interval
from misid.measures.intervals import CONFIDENCE, Bounds

REPLICATES = 1000
_BLOCK = 100
_DENSE_SUBJECTS = 3000
_FEW = 10_000


@dataclass(frozen=True)
class Pairs:
    """Comparisons gathered by who is compared; all of one kind, genuine or impostor."""

    subjects: int
    first: Integers
    second: Integers
    trials: Integers
    """Comparisons of each pair."""
    pair: Integers
    """Which pair each comparison is of."""

    @classmethod
    def of(cls, first: ArrayLike, second: ArrayLike) -> Pairs:
        """
        Gather comparisons by pair, whichever of the two comes first.

        Args:
            first: a number for the person on one side of each comparison.
            second: the same for the other side, from the same numbering.
        """
        one, two = np.asarray(first, np.int64), np.asarray(second, np.int64)
        people, places = numbered(np.concatenate([one, two]))
        one, two = places[: len(one)], places[len(one) :]
        size = max(1, len(people))
        keys, pair = numbered(np.minimum(one, two) * size + np.maximum(one, two))
        trials = np.bincount(pair, minlength=len(keys))
        return cls(len(people), keys // size, keys % size, trials, pair)

    @cached_property
    def same_person(self) -> bool:
        """Whether these are comparisons of people with themselves."""
        return bool(np.all(self.first == self.second))

    def errors(self, wrong: ArrayLike) -> Floats:
        """How many comparisons of each pair are wrong."""
        at = self.pair[np.asarray(wrong, dtype=bool)]
        return np.bincount(at, minlength=len(self.trials)).astype(np.float64)

    def by_person(self, errors: Floats) -> ByPerson:
        """Errors and comparisons of each person, from the errors of each pair."""
        sides = (self.first,) if self.same_person else (self.first, self.second)
        wrong, trials = (
            np.sum([np.bincount(side, values, self.subjects) for side in sides], axis=0)
            for values in (errors, self.trials)
        )
        if self.same_person:
            return ByPerson(wrong, trials)
        apart = errors - errors.sum() / self.trials.sum() * self.trials
        return ByPerson(wrong, trials, sides=2, of_pairs=float(apart @ apart))


def subject_interval(
    pairs: Pairs, wrong: ArrayLike, *, confidence: float = CONFIDENCE
) -> Bounds | None:
    """
    An interval of a rate that allows for people who are in many comparisons.

    What it is, and where it is a bound, is said at `person_interval`: what single pairs make of the
    variance is taken off there.

    Args:
        pairs: who is compared in each comparison.
        wrong: whether each comparison is an error, in the same order.
        confidence: how often such intervals should hold the true rate.
    Returns: the interval, or the bound; nothing where there are no trials.
    Example:
        >>> pairs = Pairs.of([0, 0, 0, 1, 1, 2], [1, 2, 3, 2, 3, 3])
        >>> bounds = subject_interval(pairs, [True, True, True, False, False, False])
        >>> bounds.low < 0.2 and bounds.high > 0.8, bounds.is_bound
        (True, True)

    References: as `person_interval`.
    """
    check_confidence(confidence)
    if not len(pairs.trials):
        return None
    errors = pairs.errors(wrong)
    return person_interval(pairs.by_person(errors), confidence=confidence)


def effective_trials(pairs: Pairs, wrong: ArrayLike) -> float | None:
    """
    How many independent comparisons would tell as much: p (1 - p) / V.

    Args: as `subject_interval`.
    Returns: at most the number of comparisons; nothing where the interval has no value.
    Example:
        >>> pairs = Pairs.of([0, 0, 0, 1, 1, 2], [1, 2, 3, 2, 3, 3])
        >>> effective_trials(pairs, [True, True, True, False, False, False])
        2.0

    References: R. Fogliato, P. Patil, P. Perona, Confidence intervals for error rates in 1:1
    matching tasks, arXiv:2306.01198.
    """
    spread = _spread(pairs, wrong)
    if spread is None:
        return None
    return spread.share * (1.0 - spread.share) / (spread.binomial + spread.added)


def numbered(values: Integers) -> tuple[Integers, Integers]:
    """
    The different values, ascending, and the place of each among them; sorted only if sparse.

    Example:
        >>> [part.tolist() for part in numbered(np.array([7, 5, 7]))]
        [[5, 7], [1, 0, 1]]
    """
    highest = int(values.max(initial=-1))
    if len(values) and values.min() >= 0 and highest < 2 * len(values) + _FEW:
        seen = np.bincount(values, minlength=highest + 1) > 0
        return np.flatnonzero(seen), (np.cumsum(seen) - 1)[values]
    kept, place = np.unique(values, return_inverse=True)
    return kept, place.reshape(-1)


@dataclass(frozen=True, slots=True)
class _SharedSpread:
    """A rate, its binomial variance, and what shared people add to that."""

    share: float
    binomial: float
    added: float


def _spread(pairs: Pairs, wrong: ArrayLike) -> _SharedSpread | None:
    counts = pairs.errors(wrong)
    count, trials = float(counts.sum()), int(pairs.trials.sum())
    if pairs.subjects < 3 or not 0 < count < trials:
        return None
    share = count / trials
    binomial = share * (1.0 - share) / trials
    return _SharedSpread(share, binomial, max(0.0, _variance(pairs, counts, share) - binomial))


def _variance(pairs: Pairs, counts: Floats, share: float) -> float:
    residual = counts - share * pairs.trials
    gathered = np.bincount(pairs.first, residual, pairs.subjects)
    of_pairs = 0.0
    if not pairs.same_person:
        gathered = gathered + np.bincount(pairs.second, residual, pairs.subjects)
        of_pairs = float(residual @ residual)
    few = pairs.subjects / (pairs.subjects - 2.0)
    return (few * float(gathered @ gathered) - of_pairs) / float(pairs.trials.sum()) ** 2


def bootstrap_rates(
    pairs: Pairs,
    wrong: Sequence[ArrayLike],
    *,
    replicates: int = REPLICATES,
    seed: int = 1,
) -> Floats:
    """
    Rates in replicates that draw people with replacement, not comparisons.

    A comparison of two people counts as often as the product of how often both were drawn; a
    genuine one as often as its person was. No row is copied.

    .. math:: FMR* = sum_ab w_a w_b e_ab / sum_ab w_a w_b m_ab

    Args:
        pairs: who is compared in each comparison.
        wrong: for each threshold, whether each comparison is an error.
        replicates: how many times people are drawn.
        seed: which draws; the same seed, the same replicates.
    Returns: shape (replicates, thresholds); NaN where a replicate has no comparison.
    Example:
        >>> pairs = Pairs.of([0, 1, 2], [0, 1, 2])
        >>> bootstrap_rates(pairs, [[True, True, True]], replicates=2).tolist()
        [[1.0], [1.0]]

    References: the vertex bootstrap of T. A. B. Snijders, S. P. Borgatti, Non-parametric standard
    errors and tests for network statistics, Connections 22 (1999), 161-170, as R. Fogliato et al.
    (arXiv:2306.01198) apply it to error rates; pairs of a person drawn twice are left out here.
    """
    check_draws(replicates, seed)
    counts = [pairs.errors(one) for one in wrong]
    whole = _table(pairs, pairs.trials.astype(np.float64))
    tables = [_table(pairs, one) for one in counts]
    blocks = []
    for weights in _weights(pairs.subjects, replicates, seed):
        sums = [_weighted(table, weights, pairs) for table in (whole, *tables)]
        with np.errstate(invalid="ignore"):
            blocks.append(np.stack([one / sums[0] for one in sums[1:]], axis=1))
    return np.concatenate(blocks)


def bootstrap_interval(rates: Floats, *, confidence: float = CONFIDENCE) -> Bounds | None:
    """
    The plain percentile interval of the replicates of one rate.

    Example:
        >>> bounds = bootstrap_interval(np.linspace(0.0, 1.0, 101))
        >>> round(bounds.low, 3), round(bounds.high, 3)
        (0.025, 0.975)
    """
    check_confidence(confidence)
    known = rates[np.isfinite(rates)]
    if not len(known) or not known.any():
        return None
    tail = (1.0 - confidence) / 2.0
    low, high = (float(x) for x in np.quantile(known, [tail, 1.0 - tail]))
    return Bounds(low, high)


def _weights(subjects: int, replicates: int, seed: int) -> Iterator[Floats]:
    """How often each person is drawn, one column a replicate, in blocks."""
    generator = np.random.Generator(np.random.Philox(key=seed))
    for begin in range(0, replicates, _BLOCK):
        size = min(_BLOCK, replicates - begin)
        drawn = generator.integers(subjects, size=(size, subjects))
        flat = drawn + subjects * np.arange(size)[:, None]
        counted = np.bincount(flat.ravel(), minlength=size * subjects)
        yield np.ascontiguousarray(counted.reshape(size, subjects).T, dtype=np.float64)


def _table(pairs: Pairs, values: Floats) -> Floats | csr_array:
    """Values by person and person; for genuine comparisons by person."""
    if pairs.same_person:
        return np.bincount(pairs.first, values, pairs.subjects).astype(np.float64)
    kept = values != 0
    shape = (pairs.subjects, pairs.subjects)
    at = (pairs.first[kept], pairs.second[kept])
    table = csr_array((values[kept], at), shape=shape)
    is_dense = pairs.subjects <= _DENSE_SUBJECTS and table.nnz > 0.05 * pairs.subjects**2
    return np.asarray(table.todense()) if is_dense else table


def _weighted(table: Floats | csr_array, weights: Floats, pairs: Pairs) -> Floats:
    """The weighted sum of a table in each replicate."""
    if pairs.same_person:
        return np.asarray(table @ weights, dtype=np.float64)
    sums: Floats = np.einsum("ij,ij->j", weights, np.asarray(table @ weights))
    return sums
