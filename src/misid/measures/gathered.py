"""How errors of cells gather on the people, and gallery records, that are in many trials.

A cell is a group, or an ordered pair of groups. For what compares cells with each other: how much
their counts vary, and with each other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import csr_array

from misid.arrays import Floats, Integers
from misid.measures.subject_intervals import numbered

SidesCounted = tuple[Integers, Integers]

_ALONE = 1e9


@dataclass(frozen=True)
class Gathered:
    """Errors and trials of cells, and the covariance of their errors."""

    errors: Floats
    trials: Floats
    covariance: Floats | None
    """Of the numbers of errors, with what shared people and records make of it; None: unknown."""
    people: Floats | None
    """People of each cell; of comparisons of two, those on side a. None: unknown."""
    clusters: Floats | None
    """Groups of trials that tell as much as independent ones: people, or half of those compared."""

    def take(self, kept: Integers) -> Gathered:
        """Some of the cells, in this order."""
        covariance = None if self.covariance is None else self.covariance[np.ix_(kept, kept)]
        people = None if self.people is None else self.people[kept]
        clusters = None if self.clusters is None else self.clusters[kept]
        return Gathered(self.errors[kept], self.trials[kept], covariance, people, clusters)

    @property
    def rate(self) -> float:
        """Errors over trials, of all cells together."""
        return float(self.errors.sum() / max(1.0, self.trials.sum()))

    @property
    def design_effect(self) -> float:
        """
        How many times the variance of independent trials that of errors is, over all cells.

        1 where people are not known, or nothing is wrong.
        """
        alone = float(_binomial(self).sum())
        if self.covariance is None or not alone:
            return 1.0
        return max(1.0, float((np.diag(self.covariance) * _few(self)).sum()) / alone)

    @property
    def effective_errors(self) -> float:
        """Errors over the design effect."""
        return float(self.errors.sum()) / self.design_effect

    @property
    def freedom(self) -> float:
        """Degrees of freedom of the design effect."""
        if self.clusters is None:
            return _ALONE
        return max(1.0, float(self.clusters.sum()) - len(self.clusters))

    def of_pairs(self) -> tuple[Floats, Floats]:
        """
        The design effect of the difference of each two rates, at least 1, and its freedom.

        .. math:: D_{gh} = (c_gg / n_g^2 + c_hh / n_h^2 - 2 c_gh / n_g n_h) / (v_g + v_h)

        with c the covariance of errors and v = p (1 - p) / n. The freedom is Welch's.
        """
        size, trials = len(self.trials), np.maximum(1.0, self.trials)
        single = _binomial(self) / trials**2
        if self.covariance is None or self.clusters is None:
            return np.ones((size, size)), np.full((size, size), _ALONE)
        own = np.diag(self.covariance) * _few(self) / trials**2
        shared = 2.0 * self.covariance / np.outer(trials, trials)
        alone = single[:, None] + single
        varies = own[:, None] + own - shared
        effect = np.divide(varies, alone, out=np.ones((size, size)), where=alone > 0.0)
        part = np.maximum(own, single)
        lost = part**2 / np.maximum(1.0, self.clusters - 1.0)
        whole, unsure = (part[:, None] + part) ** 2, lost[:, None] + lost
        freedom = np.divide(whole, unsure, out=np.ones((size, size)), where=unsure > 0.0)
        return np.maximum(1.0, effect), np.maximum(1.0, freedom)


def gathered(
    wrong: ArrayLike,
    cells: ArrayLike,
    *,
    size: int,
    subjects: SidesCounted | None = None,
    records: Integers | None = None,
) -> Gathered:
    """
    Errors of cells, and their covariance.

    A comparison of two people counts for both of them, and once less for the pair. A gallery
    record counts by the errors that are through it, less those of one person through it.

    .. math:: c_gh = sum_s r_gs r_hs - sum_ab r_gab r_hab + sum_j e_gj e_hj - sum_js e_gjs e_hjs

    with r the errors of a person, or a pair, less those that the rate of the cell lets expect; e
    the errors through a record, and those of a person through it.

    Args:
        wrong: whether each trial is an error.
        cells: which cell each trial belongs to, from 0.
        size: how many cells there are.
        subjects: a number for the person on either side of each trial, or twice that of the one
            person that it is of; None: not known.
        records: a number for the gallery record that makes the trial wrong; None: there is none.
    Returns: no covariance without subjects.
    Example:
        >>> person = np.repeat(np.arange(4), 5)
        >>> found = gathered(person == 0, np.repeat([0, 1], 10), size=2, subjects=(person, person))
        >>> found.errors.tolist(), found.covariance.tolist(), found.people.tolist()
        ([5.0, 0.0], [[12.5, 0.0], [0.0, 0.0]], [2.0, 2.0])

    References: as `subject_interval` and `clustered_interval`.
    """
    at, flags = np.asarray(cells, np.int64), np.asarray(wrong, dtype=bool)
    trials = np.bincount(at, minlength=size).astype(np.float64)
    errors = np.bincount(at[flags], minlength=size).astype(np.float64)
    if subjects is None:
        return Gathered(errors, trials, None, None, None)
    residual = flags - (errors / np.maximum(1.0, trials))[at]
    two = np.flatnonzero(subjects[0] != subjects[1])
    rows = np.concatenate([at, at[two]])
    members = np.concatenate([subjects[0], subjects[1][two]])
    table = _table(rows, members, np.concatenate([residual, residual[two]]), size)
    covariance = (table @ table.T).toarray()
    clusters = people = _held(at, subjects[0], size)
    if len(two):
        low, high = (order(*subjects)[two] for order in (np.minimum, np.maximum))
        pair = low * (int(high.max()) + 1) + high
        single = _table(at[two], pair, residual[two], size)
        covariance -= (single @ single.T).toarray()
        clusters = _held(rows, members, size) / 2.0
    if records is not None:
        covariance += _of_records(at[flags], records[flags], subjects[0][flags], size)
    return Gathered(errors, trials, covariance, people, clusters)


def _binomial(gathered: Gathered) -> Floats:
    """The variance of the errors of independent trials."""
    return np.asarray(gathered.errors * (1.0 - gathered.errors / np.maximum(1.0, gathered.trials)))


def _few(gathered: Gathered) -> Floats | float:
    """What makes up for few people."""
    if gathered.clusters is None:
        return 1.0
    return np.asarray(gathered.clusters / np.maximum(0.5, gathered.clusters - 1.0))


def _table(cells: Integers, things: Integers, values: Floats, size: int) -> csr_array:
    """Sums by cell and by thing that trials share."""
    _, place = numbered(things)
    shape = (size, int(place.max(initial=-1)) + 1)
    return csr_array((values, (cells, place)), shape=shape)


def _held(cells: Integers, people: Integers, size: int) -> Floats:
    """How many different people are in each cell."""
    known, place = numbered(people)
    kept, _ = numbered(cells * len(known) + place)
    return np.bincount(kept // max(1, len(known)), minlength=size).astype(np.float64)


def _of_records(cells: Integers, records: Integers, people: Integers, size: int) -> Floats:
    """What errors through one record add, beyond those of one person through it."""
    if not len(cells):
        return np.zeros((size, size))
    through = _table(cells, records, np.ones(len(cells)), size)
    both = records * (int(people.max()) + 1) + people
    own = _table(cells, both, np.ones(len(cells)), size)
    return np.asarray((through @ through.T - own @ own.T).toarray())
