"""Rates of cells of comparisons together: how they vary, and how they vary with each other.

A cell is a group, or an ordered pair of groups. One person may be in several cells, so their rates
are not independent: what follows from them, such as a ratio, needs the covariance.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import coo_array, csr_array

from misid.arrays import Flags, Floats, Integers
from misid.measures.arguments import check_confidence
from misid.measures.by_person import (
    NORMAL,
    ByPerson,
    narrower,
    people_bound,
    shift_without,
    student,
)
from misid.measures.error_rates import Rate
from misid.measures.intervals import CONFIDENCE, Bounds, log_ratio_bounds, ratio_interval
from misid.measures.subject_intervals import numbered

MOST_CELLS = 400
"""Of more cells the covariance is not worked out: it grows with their square."""


@dataclass(frozen=True)
class GroupCells:
    """Errors and trials of cells, and the covariance of the log odds of their rates."""

    rates: tuple[Rate, ...]
    added: Floats | None
    """What shared people add to the covariance of independent comparisons; None: not known."""
    freedom: Floats | None
    """Degrees of freedom of that, for each cell."""
    people: tuple[ByPerson, ...] | None = None
    """Errors and trials by person, of each cell."""

    def take(self, kept: Integers) -> GroupCells:
        """Some of the cells, in this order."""
        return GroupCells(
            tuple(self.rates[index] for index in kept),
            None if self.added is None else self.added[np.ix_(kept, kept)],
            None if self.freedom is None else self.freedom[kept],
            None if self.people is None else tuple(self.people[index] for index in kept),
        )


def cell_rates(
    wrong: ArrayLike,
    cells: ArrayLike,
    *,
    size: int,
    subjects: tuple[Integers, Integers] | None = None,
) -> GroupCells:
    """
    The error rate of each cell, with the covariance that shared people give them.

    .. math:: A_kl = sum_s c_k c_l d_ks d_ls - sum_ab r_kab r_lab / (q_k q_l) - [k = l] / q_k

    with d_ks the shift of the log odds of cell k without person s, and c, r and q of the cell as
    in `subject_interval`; without the second term for genuine comparisons.

    Args:
        wrong: whether each comparison is an error.
        cells: which cell each comparison belongs to, from 0.
        size: how many cells there are; one without comparisons gets a rate without a value.
        subjects: a number for the person on either side of each comparison; None: not known.
    Returns: rates and covariance; no covariance without subjects, or of more than 400 cells.
    Example:
        >>> found = cell_rates([True, False, True], [0, 0, 2], size=3)
        >>> found.rates[0], found.added
        (Rate(count=1, trials=2), None)
    """
    at, flags = np.asarray(cells, np.int64), np.asarray(wrong, dtype=bool)
    trials = np.bincount(at, minlength=size)
    counts = np.bincount(at[flags], minlength=size)
    rates = tuple(map(Rate, counts.tolist(), trials.tolist()))
    if subjects is None or size > MOST_CELLS:
        return GroupCells(rates, None, None)
    return _with_people(rates, flags, at, subjects)


def _with_people(
    rates: tuple[Rate, ...], wrong: Flags, at: Integers, sides: tuple[Integers, ...]
) -> GroupCells:
    counts = np.array([rate.count for rate in rates], np.float64)
    trials = np.array([rate.trials for rate in rates], np.float64)
    alone = np.asarray(sides[0] == sides[1])
    genuine = np.bincount(at, alone, minlength=len(rates)) == trials
    held = _by_person(at, sides, wrong)
    people = np.bincount(held.cell, minlength=len(rates)).astype(np.float64)
    moved = shift_without(held.errors, held.trials, counts[held.cell], trials[held.cell])
    values = moved * np.sqrt(_few(people, genuine))[held.cell]
    shifts = csr_array((values, (held.cell, held.person)), shape=(len(rates), held.people))
    told = information(rates)
    residual = np.where(alone, 0.0, wrong - (counts / np.maximum(1.0, trials))[at])
    single = _by_pair(at, sides, residual, len(rates))
    added = (shifts @ shifts.T).toarray() - np.diag(1.0 / told)
    added -= (single @ single.T).toarray() / np.outer(told, told)
    of_two = np.where(genuine, 1, 2)
    freedom = _independent(held, moved, len(rates)) / of_two - 1.0
    by_person = tuple(_by_cell(held, of_two, _squares(single)))
    return GroupCells(rates, added, np.maximum(1.0, freedom), by_person)


def _independent(held: _Held, moved: Floats, size: int) -> Floats:
    """People that tell as much of what people add, as `person_interval` counts them."""
    counts = []
    for weights, times in ((held.trials**2, 1.0), (moved**2, NORMAL)):
        whole = np.bincount(held.cell, weights, size)
        squares = np.bincount(held.cell, weights**2, size)
        even = np.full(size, np.inf)
        counts.append(times * np.divide(whole**2, squares, out=even, where=squares > 0.0))
    return np.asarray(np.minimum(counts[0], counts[1]))


def _squares(single: csr_array) -> Floats:
    """The sum of squares of each row."""
    return np.asarray(single.multiply(single).sum(axis=1), np.float64).reshape(-1)


def _by_cell(held: _Held, sides: Integers, of_pairs: Floats) -> Iterator[ByPerson]:
    ends = np.searchsorted(held.cell, np.arange(len(sides) + 1))
    for at, (begin, end) in enumerate(pairwise(ends.tolist())):
        rows = slice(begin, end)
        squares = float(of_pairs[at]) if sides[at] == 2 else 0.0
        yield ByPerson(held.errors[rows], held.trials[rows], int(sides[at]), squares)


def _few(people: Floats, genuine: Flags) -> Floats:
    """What makes up for few people; genuine comparisons have one person, others two."""
    whole = np.maximum(2.0, people)
    return np.where(genuine, 1.0, (whole - 2.0) / whole) * (whole - 1.0) / whole


@dataclass(frozen=True)
class _Held:
    """Errors and trials of each person in each cell that they are in."""

    people: int
    cell: Integers
    person: Integers
    errors: Floats
    trials: Floats


def _by_person(at: Integers, sides: tuple[Integers, ...], wrong: Flags) -> _Held:
    """A comparison counts for both of its people; of a person with themselves, once."""
    two = np.flatnonzero(sides[0] != sides[1])
    known, places = numbered(np.concatenate([sides[0], sides[1][two]]))
    rows = np.concatenate([at, at[two]])
    flags = np.concatenate([wrong, wrong[two]])
    kept, held = numbered(rows * len(known) + places)
    return _Held(
        len(known),
        kept // max(1, len(known)),
        kept % max(1, len(known)),
        np.bincount(held[flags], minlength=len(kept)).astype(np.float64),
        np.bincount(held, minlength=len(kept)).astype(np.float64),
    )


def _by_pair(at: Integers, sides: tuple[Integers, ...], residual: Floats, size: int) -> csr_array:
    """Residuals of each pair of people, whichever comes first, in each cell."""
    low, high = np.minimum(sides[0], sides[1]), np.maximum(sides[0], sides[1])
    _, pair = numbered(low * (int(high.max(initial=0)) + 1) + high)
    return coo_array((residual, (at, pair)), shape=(size, int(pair.max(initial=0)) + 1)).tocsr()


def information(rates: tuple[Rate, ...]) -> Floats:
    """
    What independent comparisons tell of the log odds of each rate: n p (1 - p).

    Example:
        >>> information((Rate(10, 100),)).tolist()
        [9.0]
    """
    trials = np.array([max(1, rate.trials) for rate in rates], np.float64)
    shares = np.array([rate.count for rate in rates], np.float64) / trials
    shares = np.clip(shares, 0.5 / (trials + 1.0), 1.0 - 0.5 / (trials + 1.0))
    return np.asarray(trials * shares * (1.0 - shares))


def rate_ratio_interval(
    cells: GroupCells, over: int, under: int, *, confidence: float = CONFIDENCE
) -> Bounds | None:
    """
    An interval of the ratio of the rates of two cells, which may share people.

    Where people are known, symmetric on the logarithm of the ratio, with the covariance of both
    rates and Student's quantile, its degrees of freedom by Satterthwaite's rule. Where too few
    people of either cell have an error to show how errors gather, and where that is no wider, the
    bound: what the ends of both rates make of it that people as trials keep at 97.5 %, whatever
    people are like, and however many the cells share. Where people are not known, or nobody is in
    two comparisons of a cell, the score interval of independent comparisons. Not the interval of
    a ratio that was chosen because it is the largest: that is what `disparity_intervals` is for.

    .. math:: log(p_k / p_l) +- t sqrt(V), V = u' (B + max(0, A)) u, u = (1 - p_k, p_l - 1)

    Args:
        cells: what `cell_rates` gives.
        over: which cell is on top.
        under: which is below.
        confidence: how often such intervals should hold the true ratio.
    Returns: the bounds, the upper one infinite where the cell below has no errors; nothing where
        a cell has no trials, or neither has errors.
    Example:
        >>> found = cell_rates([True, False, True, True], [0, 0, 1, 1], size=2)
        >>> rate_ratio_interval(found, 0, 1) == ratio_interval(Rate(1, 2), Rate(2, 2))
        True

    References: as `subject_interval` and `ratio_interval`.
    """
    check_confidence(confidence)
    one, two = cells.rates[over], cells.rates[under]
    if not one.trials or not two.trials or not one.count + two.count:
        return None
    independent = ratio_interval(one, two, confidence=confidence)
    if cells.people is None:
        return independent
    both = cells.take(np.array([over, under]))
    people = both.people or ()
    bound = _ratio_bound(people, confidence)
    if not all(one.once_each or one.show_a_pattern for one in people):
        return bound
    shares = [one.count / one.trials, two.count / two.trials]
    if not all(shares):
        return independent
    contrast = contrast_variance(both, np.array([1.0 - shares[0], shares[1] - 1.0]))
    if math.isinf(contrast.freedom):
        return independent
    half = student(contrast.freedom, confidence) * math.sqrt(contrast.variance)
    return narrower(log_ratio_bounds(shares[0] / shares[1], half), bound)


def _ratio_bound(people: Sequence[ByPerson], confidence: float) -> Bounds | None:
    """The farthest that two rates can be apart, each within the bound of people as trials."""
    ends = [people_bound(one, confidence=(1.0 + confidence) / 2.0) for one in people]
    if ends[0] is None or ends[1] is None:
        return None
    high = ends[0].high / ends[1].low if ends[1].low else math.inf
    return Bounds(ends[0].low / ends[1].high, high, is_bound=True)


@dataclass(frozen=True, slots=True)
class ContrastVariance:
    """The variance of a weighted sum of log odds, and its degrees of freedom."""

    variance: float
    freedom: float
    """Infinite where people are not known, or add nothing."""


def contrast_variance(cells: GroupCells, weights: Floats) -> ContrastVariance:
    """
    How uncertain a weighted sum of the log odds of cells is.

    What shared people add is never taken to be less than nothing.

    Args:
        cells: what `cell_rates` gives.
        weights: one a cell.
    Returns: the variance, and the degrees of freedom for Student's quantile.
    Example:
        >>> found = cell_rates([True, False, True, False], [0, 0, 1, 1], size=2)
        >>> contrast_variance(found, np.array([1.0, -1.0]))
        ContrastVariance(variance=4.0, freedom=inf)
    """
    binomial = float(weights**2 @ (1.0 / information(cells.rates)))
    if cells.added is None or cells.freedom is None:
        return ContrastVariance(binomial, math.inf)
    added = max(0.0, float(weights @ cells.added @ weights))
    if not added:
        return ContrastVariance(binomial, math.inf)
    own = weights**2 * np.maximum(0.0, np.diag(cells.added))
    unsure = float(own**2 @ (1.0 / cells.freedom))
    fewest = float(cells.freedom[weights != 0].min())
    freedom = added**2 / unsure if unsure else fewest
    freedom = min(max(fewest, freedom), float(cells.freedom[weights != 0].sum()))
    return ContrastVariance(binomial + added, freedom * ((binomial + added) / added) ** 2)
