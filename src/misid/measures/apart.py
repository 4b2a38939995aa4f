"""Which cell has the highest rate, where the data tell; and how many trials would.

A cell is a group, or an ordered pair of groups. Somebody's rate is always the highest that was
seen. Whether it is the highest of all is asked in two steps: do any two cells differ, whichever
two they are; and is one of them above every other. What either holds in simulation is in
`bench/worst_group.md`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, betaincinv, ndtri, stdtr, stdtrit

from misid.arrays import Flags, Floats
from misid.measures.arguments import check_confidence
from misid.measures.gathered import Gathered

CONFIDENCE = 0.96
"""At most 5 % of samples of equal groups are to name one; the rest is room for approximations."""
MOST_COMPARED = 1000
"""Of more cells none is compared with every other."""
_LEAST = 1e-300


@dataclass(frozen=True)
class Apart:
    """What the data tell of the order of cells, which are counted as they were given."""

    told: bool
    """Whether any two cells differ."""
    highest: int | None
    """The cell with the highest rate, where it is told."""
    lowest: int | None
    may_be_highest: tuple[int, ...]
    """Cells that no other one is told to be above."""
    at_least: float | None
    """Times that the highest rate is that of any other cell, at least; nothing where not told."""


def told_apart(gathered: Gathered, *, confidence: float = CONFIDENCE) -> Apart:
    """
    Which cell has the highest rate, if the data tell, and which else may have it.

    Each two cells are compared by the conditional test of two Poisson counts, carried over to
    counts that are no whole numbers: errors of both are divided by the design effect D of their
    difference, which is never taken to be less than 1, and by the share of right trials, which
    gives the test the variance of two shares. Twice: with D of the two cells and Student's
    degrees of freedom by Welch's rule, and with D of all cells together and theirs; the larger
    p-value counts. Where most trials are wrong the right ones are compared.

    .. math:: p_{gh} = F_f(\\Phi^{-1}(I_q(x_g', x_h' + 1))), x' = x / (D (1 - p)),
        q = n_g / (n_g + n_h)

    Cells are told apart where some pair is, by Holm's rule over all pairs. Then the highest cell
    is told where it is above every other at the two-sided level of a single pair: all have to
    agree, so that no more care is needed.

    Args:
        gathered: what `gathered` gives.
        confidence: how often, at least, no cell is named that is not the highest, or not the
            lowest; and no two are told apart that are equal.
    Returns: nothing is told where fewer than two cells, or more than 1,000, have trials.
    Example:
        >>> from misid.measures.gathered import gathered
        >>> wrong = np.arange(3000) % 1000 < np.repeat([10, 12, 80], 1000)
        >>> told = told_apart(gathered(wrong, np.repeat([0, 1, 2], 1000), size=3))
        >>> told.highest, told.lowest, round(told.at_least, 1)
        (2, None, 3.6)
        >>> equal = told_apart(gathered(wrong[:2000], np.repeat([0, 1], 1000), size=2))
        >>> equal.told, equal.highest, equal.may_be_highest
        (False, None, (0, 1))

    References: that the winner need only beat every other at the two-sided level is shown for
    independent normal estimates, also of unequal variances, in arXiv:2503.01065, and for
    exponential families by K. Hung, W. Fithian, Rank verification for exponential families,
    arXiv:1610.03944 (beginnings opened); the set of cells that may be the highest is that of
    multiple comparisons with the best. S. Holm, A simple sequentially rejective multiple test
    procedure, Scandinavian Journal of Statistics 6 (1979), 65-70, not opened. The design effect
    in the conditional test, and the larger of two p-values, are ours.
    """
    check_confidence(confidence)
    kept = np.flatnonzero(gathered.trials > 0)
    size, level = len(kept), 1.0 - confidence
    if not 2 <= size <= MOST_COMPARED:
        return Apart(False, None, None, tuple(kept.tolist()), None)
    pairs = _Pairs.of(gathered.take(kept))
    chances = pairs.chances()
    differ = _by_holm(chances, level)
    lower, told = np.asarray(differ.any(axis=0)), bool(differ.any())
    highest = _beyond_all(chances, ~lower, level) if told else None
    lowest = _beyond_all(chances.T, ~np.asarray(differ.any(axis=1)), level) if told else None
    may = kept[~lower] if highest is None else kept[[highest]]
    return Apart(
        told=told,
        highest=None if highest is None else int(kept[highest]),
        lowest=None if lowest is None else int(kept[lowest]),
        may_be_highest=tuple(may.tolist()),
        at_least=None if highest is None else pairs.at_least(highest, level),
    )


def _by_holm(chances: Floats, level: float) -> Flags:
    """Whether each cell is above each other one, all pairs considered; two-sided."""
    above, below = np.triu_indices(len(chances), 1)
    both = np.minimum(1.0, 2.0 * np.minimum(chances[above, below], chances[below, above]))
    kept = sure_of_all(both, level)
    sure = np.zeros(chances.shape, bool)
    sure[above[kept], below[kept]] = True
    return (sure | sure.T) & (chances < chances.T)


def sure_of_all(chances: Floats, level: float) -> Flags:
    """
    Which of several tests speak, all of them considered, by Holm's rule.

    .. math:: p_{(i)} \\le a / (m - i + 1) for all i up to its own

    Args:
        chances: p-value of each test, shape (tests,).
        level: a: in so many cases at most any test speaks that should not.
    Returns: shape (tests,).
    Example:
        >>> sure_of_all(np.array([0.03, 0.01, 0.04]), 0.05).tolist()
        [False, True, False]

    References: S. Holm, as in `told_apart`.
    """
    order = np.argsort(chances, kind="stable")
    kept = np.cumsum(chances[order] > level / np.arange(len(chances), 0, -1)) == 0
    sure = np.zeros(len(chances), bool)
    sure[order[kept]] = True
    return sure


def _beyond_all(chances: Floats, left: Flags, level: float) -> int | None:
    """The cell that is above every other; or the only one that none is above."""
    most = np.where(np.eye(len(chances), dtype=bool), 0.0, chances).max(axis=1)
    best = int(np.argmin(most))
    if most[best] <= level / 2.0:
        return best
    only = np.flatnonzero(left)
    return int(only[0]) if len(only) == 1 else None


@dataclass(frozen=True)
class _Pairs:
    """Every cell (by row) beside every other one (by column)."""

    turned: Flags
    """Whether most trials of the two are wrong, so that right ones are compared."""
    over: Floats
    """What is compared of the cell that may be above; of the other cell where it is turned."""
    under: Floats
    share: Floats
    """The share of trials that are of the cell that `over` counts."""
    sizes: tuple[Floats, Floats]
    """What the counts of the two are divided by: by their own gathering, and by that of all."""
    freedoms: tuple[Floats, Floats]

    @classmethod
    def of(cls, gathered: Gathered) -> _Pairs:
        """All pairs of some cells, all with trials."""
        errors, trials = gathered.errors, gathered.trials
        whole = trials[:, None] + trials
        pooled = (errors[:, None] + errors) / whole
        turned, right = pooled > 0.5, trials - errors
        rarer = np.maximum(np.where(turned, pooled, 1.0 - pooled), _LEAST)
        own, freedom = gathered.of_pairs()
        every = np.full_like(own, max(1.0, gathered.design_effect))
        return cls(
            turned,
            np.where(turned, right[None, :], errors[:, None]),
            np.where(turned, right[:, None], errors[None, :]),
            np.where(turned, trials[None, :], trials[:, None]) / whole,
            (own * rarer, every * rarer),
            (freedom, np.full_like(own, gathered.freedom)),
        )

    def chances(self) -> Floats:
        """How likely so high a rate of the row above the column is where both are equal."""
        found = [
            self._chance(size, freedom)
            for size, freedom in zip(self.sizes, self.freedoms, strict=True)
        ]
        worse = np.maximum(*found)
        np.fill_diagonal(worse, 1.0)
        return np.asarray(worse)

    def _chance(self, size: Floats, freedom: Floats) -> Floats:
        over, under = self.over / size, self.under / size
        tail = betainc(np.maximum(over, _LEAST), under + 1.0, self.share)
        tail = np.where(over > 0.0, np.clip(tail, _LEAST, 1.0 - 1e-16), 1.0)
        return np.asarray(stdtr(freedom, ndtri(np.minimum(tail, 1.0 - 1e-16))))

    def at_least(self, cell: int, level: float) -> float | None:
        """The lower end of the ratio of a cell to the nearest other one; at least 1."""
        others = np.arange(len(self.over)) != cell
        if self.turned[cell, others].any():
            return None
        ends = []
        for size, freedom in zip(self.sizes, self.freedoms, strict=True):
            tail = stdtr(1e9, stdtrit(freedom[cell, others], level / 2.0))
            over, under = (
                one[cell, others] / size[cell, others] for one in (self.over, self.under)
            )
            part = betaincinv(over, under + 1.0, tail)
            share = self.share[cell, others]
            ends.append(part / (1.0 - part) * (1.0 - share) / share)
        return max(1.0, float(np.minimum(*ends).min()))
