"""Intervals of rates whose comparisons share people, and so are not independent.

A person who resembles many others is wrong in many comparisons at once. Two intervals allow for
that: one from a variance that leaves out one person at a time, and the two-way bootstrap, which
draws people instead of comparisons. What either holds in simulation is in
`bench/interval_coverage.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.special import expit, logit, stdtrit

from misid.measures.intervals import CONFIDENCE, Bounds, score_interval

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

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


def subject_interval(
    pairs: Pairs, wrong: ArrayLike, *, confidence: float = CONFIDENCE
) -> Bounds | None:
    """
    An interval of a rate that allows for people who are in many comparisons.

    Symmetric on the logarithm of the odds. Its variance V is the binomial one plus what shared
    people add, which is never taken to be less than nothing: how far the log odds move when each
    person in turn is left out, less what single pairs make of that. The quantile is Student's, at
    degrees of freedom that fall to the number of people (for impostor comparisons of disjoint
    pairs of people) less one as the added part takes over.

    .. math:: logit p +- t sqrt(V), V = c sum_s (logit p_{-s} - logit p)^2 - sum_ab r_ab^2 / q^2

    with p_{-s} the rate without person s, at least half an error of it; r the residuals of each
    pair; q = n p (1 - p); c = (S - 1)(S - 2) / S^2 for S people. For genuine comparisons c is
    (S - 1) / S, and nothing is taken off.

    Args:
        pairs: who is compared in each comparison.
        wrong: whether each comparison is an error, in the same order.
        confidence: how often such intervals should hold the true rate.
    Returns: the bounds. Nothing where there are no trials, fewer than three people, or only or no
        errors, which say nothing of how errors gather.
    Example:
        >>> pairs = Pairs.of([0, 0, 0, 1, 1, 2], [1, 2, 3, 2, 3, 3])
        >>> bounds = subject_interval(pairs, [True, True, True, False, False, False])
        >>> bounds.low < 0.2 and bounds.high > 0.8
        True

    References: to leave out people and take off the pairs is the jackknife form of the variance
    of P. M. Aronow, C. Samii, V. A. Assenova, Cluster-robust variance estimation for dyadic data,
    Political Analysis 23 (2015), 564-577, arXiv:1312.3398, whose beginning was opened. The factor
    c, the scale, the floor and the degrees of freedom are ours.
    """
    found = _spread(pairs, wrong)
    if found is None:
        return None
    binomial = 1.0 / (found.share * (1.0 - found.share) * float(pairs.trials.sum()))
    added = max(0.0, _left_out(pairs, wrong) - binomial)
    if not added:
        z = student(math.inf, confidence)
        return score_interval(found.share, float(pairs.trials.sum()), z)
    whole = binomial + added
    independent = pairs.subjects if pairs.same_person else pairs.subjects / 2.0
    freedom = (independent - 1.0) * (whole / added) ** 2
    half = student(freedom, confidence) * math.sqrt(whole)
    middle = float(logit(found.share))
    return Bounds(float(expit(middle - half)), float(expit(middle + half)))


def student(freedom: float, confidence: float = CONFIDENCE) -> float:
    """
    The quantile of Student's law that so much of it lies within, on either side of 0.

    Example:
        >>> round(student(9.0), 3), round(student(math.inf), 3)
        (2.262, 1.96)
    """
    return float(stdtrit(min(max(1.0, freedom), 1e9), 0.5 + confidence / 2.0))


def _left_out(pairs: Pairs, wrong: ArrayLike) -> float:
    """The variance of the log odds by leaving out people, less what single pairs make of it."""
    errors, trials = pairs.errors(wrong), pairs.trials.astype(np.float64)
    share, people = float(errors.sum() / trials.sum()), pairs.subjects
    sides = (pairs.first,) if pairs.same_person else (pairs.first, pairs.second)
    of_people = [
        sum(np.bincount(side, values, people) for side in sides) for values in (errors, trials)
    ]
    moved = shift_without(of_people[0], of_people[1], errors.sum(), trials.sum())
    if pairs.same_person:
        return float(moved @ moved) * (people - 1.0) / people
    residual = errors - share * trials
    single = float(residual @ residual) / (float(trials.sum()) * share * (1.0 - share)) ** 2
    return float(moved @ moved) * (people - 1.0) * (people - 2.0) / people**2 - single


def shift_without(
    errors: ArrayLike, trials: ArrayLike, all_errors: ArrayLike, all_trials: ArrayLike
) -> Floats:
    """
    How far the log odds of a rate move when some of its comparisons are left out.

    Args:
        errors: those that are left out, each time.
        trials: comparisons that are left out, each time.
        all_errors: of the whole rate.
        all_trials: of the whole rate.
    Returns: the shift each time, with at least half an error and half a success left; 0 where
        nothing is left.
    Example:
        >>> shift_without([0.0, 1.0], [4.0, 4.0], 2.0, 8.0).round(3).tolist()
        [1.099, 0.0]
    """
    gone, wrong = np.asarray(trials, np.float64), np.asarray(errors, np.float64)
    whole = np.asarray(all_trials, np.float64) + np.zeros_like(gone)
    count = np.asarray(all_errors, np.float64) + np.zeros_like(gone)
    left = whole - gone
    with np.errstate(invalid="ignore", divide="ignore"):
        rates = np.clip((count - wrong) / left, 0.5 / left, 1.0 - 0.5 / left)
        moved = logit(rates) - logit(np.clip(count / whole, 0.5 / whole, 1.0 - 0.5 / whole))
    return np.where(np.isfinite(moved) & (left > 1.0), moved, 0.0)


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
    found = _spread(pairs, wrong)
    if found is None:
        return None
    return found.share * (1.0 - found.share) / (found.binomial + found.added)


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
class _Spread:
    """A rate, its binomial variance, and what shared people add to that."""

    share: float
    binomial: float
    added: float


def _spread(pairs: Pairs, wrong: ArrayLike) -> _Spread | None:
    counts = pairs.errors(wrong)
    count, trials = float(counts.sum()), int(pairs.trials.sum())
    if pairs.subjects < 3 or not 0 < count < trials:
        return None
    share = count / trials
    binomial = share * (1.0 - share) / trials
    return _Spread(share, binomial, max(0.0, _variance(pairs, counts, share) - binomial))


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
