"""How many rows of a log to check: so that a rate is shown to be low, or a ratio is found."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from misid.arrays import Floats, Integers
from misid.measures.arguments import check_confidence
from misid.measures.finite import at_most, binomial_at_most, least_wrong
from misid.measures.intervals import CONFIDENCE

POWER = 0.8
_MOST_ALLOWED = 5_000


@dataclass(frozen=True, slots=True)
class Checkers:
    """
    How often people who check rows err.

    `sensitivity`: share of wrong rows that they call wrong; `specificity`: share of right rows that
    they call right.
    """

    sensitivity: float = 1.0
    specificity: float = 1.0

    @property
    def err(self) -> bool:
        """Whether they do."""
        return self.sensitivity < 1.0 or self.specificity < 1.0

    def called_wrong(self, share: float) -> float:
        """
        The share of rows that they call wrong, where this share is.

        Example:
            >>> round(Checkers(0.9, 0.99).called_wrong(0.1), 4)
            0.099
        """
        return self.sensitivity * share + (1.0 - self.specificity) * (1.0 - share)


@dataclass(frozen=True, slots=True)
class Goal:
    """
    What a check is to show: that the rate is below a limit.

    `confidence`: it is shown of a rate at the limit in at most the rest of all samples; `power`:
    how often it is to be shown where the rate is the assumed one.
    """

    below: float
    confidence: float = CONFIDENCE
    power: float = POWER


@dataclass(frozen=True, slots=True)
class FixedSize:
    """Rows to check, and how many of them may be called wrong."""

    rows: int
    allowed: int
    power: float
    """How often it is shown, where the rate is the assumed one."""


def fixed_size(
    goal: Goal,
    rate: float,
    rows: int,
    *,
    checkers: Checkers | None = None,
    keen: Checkers | None = None,
    as_whole: bool = True,
) -> FixedSize | None:
    """
    The fewest rows whose check shows that a rate is below a limit, where it is as assumed.

    It is shown where so few of the drawn rows are wrong that this happens in at most
    1 - confidence of all samples, were the rate at the limit. Exact without replacement. Where
    checkers err, or rows are drawn in proportion from several strata, the binomial law of the
    share that is called wrong stands in its place: it is the larger of the two as long as fewer
    are allowed than expected (W. Hoeffding, 1956).

    .. math:: n = \\min\\{n : \\exists c: P(K \\le c | W = \\lceil xN \\rceil) \\le a,
        P(K \\le c | W_1) \\ge 1-b\\}

    Args:
        goal: x, 1 - a and 1 - b.
        rate: W_1/N, as assumed.
        rows: N, of the whole log.
        checkers: how often they err, were the rate at the limit; never, where left out. Of ends
            that are known, those that call the fewest rows wrong.
        keen: how often they err where the rate is as assumed; as `checkers`, where left out.
        as_whole: whether the rows are drawn from the log as a whole.
    Returns: nothing where no number of rows shows it.
    Example:
        >>> [fixed_size(Goal(0.01), rate, 10_000).rows for rate in (0.0, 0.002)]
        [294, 615]

    References: W. Hoeffding, On the distribution of the number of successes in independent trials,
    Ann. Math. Statist. 27 (1956), 713-721, doi:10.1214/aoms/1177728178 (not opened; checked by
    simulation).
    """
    check_confidence(goal.confidence)
    slack = checkers or Checkers()
    limit, assumed = least_wrong(goal.below, rows), round(rate * rows)
    if assumed >= limit:
        return None

    def exactly(count: int, drawn: int, wrong: int) -> float:
        return at_most(count, drawn, wrong, rows)

    def at_most_so(count: int, drawn: int, wrong: int) -> float:
        err = slack if wrong == limit else keen or slack
        return binomial_at_most(count, drawn, err.called_wrong(wrong / rows))

    never_err = not slack.err and not (keen or slack).err
    chance = exactly if as_whole and never_err else at_most_so
    return _first_with_power(chance, (limit, assumed), rows, goal)


def _first_with_power(
    chance: Callable[[int, int, int], float],
    wrong: tuple[int, int],
    rows: int,
    goal: Goal,
) -> FixedSize | None:
    """With each number that is allowed the fewest rows; power falls as they grow."""
    (limit, assumed), risk, fewest = wrong, 1.0 - goal.confidence, 1
    for allowed in range(_MOST_ALLOWED):
        if chance(allowed, rows, limit) > risk:
            return None

        def is_rare(drawn: int, count: int = allowed) -> bool:
            return chance(count, drawn, limit) <= risk

        fewest = _first(is_rare, fewest, rows)
        reached = chance(allowed, fewest, assumed)
        if reached >= goal.power:
            return FixedSize(fewest, allowed, reached)
    return None


def _first(holds: Callable[[int], bool], first: int, last: int) -> int:
    """The first whole number for which something holds that holds from there on."""
    while first < last:
        middle = (first + last) // 2
        first, last = (first, middle) if holds(middle) else (middle + 1, last)
    return first


def rows_for_ratio(
    rate: float,
    *,
    ratio: float = 2.0,
    power: float = POWER,
    confidence: float = CONFIDENCE,
    checkers: Checkers | None = None,
) -> float | None:
    """
    Rows of each of two groups that find a ratio of their rates.

    Of a small log no fewer do: the interval of a ratio has no correction for it.

    The logarithm of the ratio, corrected for checkers that err, stands above 0 by the two-sided
    quantile so often; each group has a share of wrong rows, the higher one `ratio` times the other.

    .. math:: n = (z_{1-a/2} + z_{1-b})^2 \\sum_g q_g (1 - q_g) / (q_g + Sp - 1)^2 / (\\ln R)^2

    Args:
        rate: of the lower group.
        ratio: R.
        power: 1 - b.
        confidence: 1 - a.
        checkers: how often they err; q is the share that they call wrong.
    Returns: nothing where the rate is 0, the higher one is no share, or checkers only guess.
    Example:
        >>> round(rows_for_ratio(0.01))
        2418

    References: the sample size for two proportions on the logarithm, as in `trials_needed`.
    """
    check_confidence(confidence)
    spread = _spreads(rate, ratio, checkers or Checkers())
    if spread is None:
        return None
    distance = float(ndtri(power) - ndtri((1.0 - confidence) / 2.0))
    return distance**2 * sum(spread) / math.log(ratio) ** 2


def ratio_power(
    rate: float,
    drawn: tuple[int, int],
    *,
    ratio: float = 2.0,
    confidence: float = CONFIDENCE,
    checkers: Checkers | None = None,
) -> float | None:
    """
    How often so many rows of two groups find a ratio of their rates, as in `rows_for_ratio`.

    Args:
        rate: of the lower group.
        drawn: rows of each.
        ratio: of the higher rate to the lower one; whichever group has it, the rarer finding.
        confidence: of the interval of the ratio.
        checkers: how often they err.
    Returns: nothing where `rows_for_ratio` has no value.
    Example:
        >>> round(ratio_power(0.01, (2418, 2418)), 3), round(ratio_power(0.01, (500, 500)), 2)
        (0.8, 0.25)
    """
    check_confidence(confidence)
    spread = _spreads(rate, ratio, checkers or Checkers())
    if spread is None:
        return None
    widest = max(spread[0] / one + spread[1] / other for one, other in (drawn, drawn[::-1]))
    beyond = float(ndtri((1.0 - confidence) / 2.0))
    return float(ndtr(math.log(ratio) / math.sqrt(widest) + beyond))


def _spreads(rate: float, ratio: float, err: Checkers) -> tuple[float, float] | None:
    """The variance of the logarithm of a corrected rate by one row: of the lower, of the higher."""
    if not 0.0 < rate * ratio < 1.0 or err.sensitivity + err.specificity <= 1.0:
        return None
    lower, higher = (
        q * (1.0 - q) / (q + err.specificity - 1.0) ** 2
        for q in map(err.called_wrong, (rate, rate * ratio))
    )
    return lower, higher


def allocation(total: float, weights: Floats, least: Floats, most: Floats) -> Floats:
    """
    Sizes of samples in strata that make the variance of the estimate least, within bounds.

    Tschuprow's and Neyman's: in proportion to N_h S_h, those that pass a bound put on it. Found on
    the sorted points at which a stratum reaches a bound, so it is exact.

    .. math:: \\min \\sum_h A_h^2 / n_h, \\sum_h n_h = n, m_h \\le n_h \\le M_h

    Args:
        total: n.
        weights: A_h = N_h S_h, positive; shape (strata,).
        least: m_h.
        most: M_h.
    Returns: the sizes, not whole; `total` outside the bounds is put on them.
    Example:
        >>> weights = np.array([3000.0, 4000.0, 5000.0, 2000.0]) * np.array([48.0, 179, 176, 16])
        >>> bounds = np.zeros(4), np.array([100.0, 90.0, 70.0, 80.0])
        >>> [round(float(one), 6) for one in allocation(190, weights, *bounds)]
        [24.545455, 90.0, 70.0, 5.454545]

    References: J. Neyman, JRSS 97 (1934), 558-625, doi:10.2307/2342192; J. Wesolowski et al.,
    J. Survey Statistics and Methodology 10 (2022), 1263-1275. Checked against R's stratallo.
    """
    total = float(np.clip(total, least.sum(), most.sum()))
    marks = np.unique(np.concatenate([least / weights, most / weights]))
    sums = np.array([np.clip(mark * weights, least, most).sum() for mark in marks])
    # Rounding may leave the last sum a little below that of the upper bounds.
    place = min(int(np.searchsorted(sums, total)), marks.size - 1)
    if place == 0 or sums[place] <= total:
        found: Floats = np.clip(marks[place] * weights, least, most)
        return found
    middle = np.clip((marks[place - 1] + marks[place]) / 2.0 * weights, least, most)
    free = (middle > least) & (middle < most)
    factor = (total - middle[~free].sum()) / weights[free].sum()
    filled: Floats = np.where(free, factor * weights, middle)
    return filled


def whole_sizes(sizes: Floats, least: Floats, most: Floats) -> Integers:
    """
    Sizes as whole numbers with the same sum, rounded up: the largest parts first.

    Example:
        >>> whole_sizes(np.array([15.44, 76.77, 94.36, 3.43]), np.zeros(4), np.full(4, 200.0))
        array([16, 77, 94,  3])
    """
    down = np.floor(sizes + 1e-9)
    wanted = math.ceil(sizes.sum() - 1e-6) - int(down.sum())
    room = down + 1.0 <= most
    order = np.argsort(-np.where(room, sizes - down, -1.0), kind="stable")
    down[order[: min(wanted, int(room.sum()))]] += 1.0
    return np.maximum(down, np.ceil(least)).astype(np.int64)
