"""
Checking rows one by one until it is shown that few of a log are wrong: a bet against the opposite.

Whoever holds that the rate is at the limit or above sells bets on the next row at fair odds. The
wealth of the one who bets on `right` is then a martingale, and to have 1/a times what one began
with happens in at most a of all orders, however often one looks and whenever one stops.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from misid.arrays import Flags, Floats, Integers
from misid.machine.philox import Key
from misid.measures.arguments import check_confidence
from misid.measures.betting_kernel import follow
from misid.measures.design import Checkers, Goal
from misid.measures.intervals import CONFIDENCE, Bounds

_SHARE_OF_RISK = 0.1
"""Of the risk, spent on the luck of checkers that err."""
_WEIGHT, _LEAST_GUESS = 10.0, 0.1
"""Of the guess, in rows among which one is wrong at the limit; and in limits. By trial: more weight
costs where the guess is wrong, less where it is right."""
_LEAST_SHARE = 1e-9


@dataclass(frozen=True, slots=True)
class Bet:
    """
    What is bet against, and how.

    `limit`: the share of all rows that are called wrong, at least, were the rate at the limit;
    `rows`: of the log; `level`: the wealth at which it is shown; `expected`: the share of wrong
    rows that is bet on at first; `weight`: of how many rows that guess has the weight.
    """

    limit: float
    rows: int
    level: float
    expected: float
    weight: float

    @property
    def wrong(self) -> float:
        """The fewest rows that are called wrong, were the rate at the limit."""
        return self.limit * self.rows


def bet_against(
    goal: Goal,
    rows: int,
    *,
    rate: float,
    checkers: Checkers | None = None,
) -> Bet:
    """
    The bet against a rate that is at a limit or above.

    Where checkers err, what they would call each row is a population of its own: at the limit it
    holds a share q of rows called wrong, give or take luck, for which a tenth of the risk is spent.

    .. math:: q = Se\\,x + (1 - Sp)(1 - x) - z_{a/10} \\sqrt{q(1-q)/N}

    Args:
        goal: x, the limit, and 1 - a.
        rows: N, of the log.
        rate: as assumed; a wrong guess costs rows, and never the confidence.
        checkers: how often they err; never, where left out.
    Example:
        >>> bet = bet_against(Goal(0.01), 10_000, rate=0.002)
        >>> bet.limit, round(bet.level, 9)
        (0.01, 20.0)
    """
    err, risk = checkers or Checkers(), 1.0 - goal.confidence
    limit, assumed = err.called_wrong(goal.below), err.called_wrong(rate)
    if err.err:
        luck = -float(ndtri(_SHARE_OF_RISK * risk)) * math.sqrt(limit * (1.0 - limit) / rows)
        limit, risk = max(0.0, limit - luck), (1.0 - _SHARE_OF_RISK) * risk
    weight = _WEIGHT / max(goal.below, 1.0 / rows)
    return Bet(limit, rows, 1.0 / risk, max(assumed, _LEAST_GUESS * limit), weight)


def wealth(wrong: Flags, bet: Bet) -> Floats:
    """
    What the one who bets on `right` has after each row, beginning with 1.

    Infinite from where too few rows are left for the rate to be at the limit, 0 from where it is
    known to be there.

    .. math:: K_i = \\prod_{j \\le i} (1 + \\lambda_j (m_j - x_j)),
        m_j = (N q - \\sum_{l<j} x_l) / (N - j + 1)

    Args:
        wrong: what each row was called, in the order in which rows were drawn; shape (rows,).
        bet: against what.
    Returns: shape (rows,).
    Example:
        >>> bet = bet_against(Goal(0.01), 10_000, rate=0.0)
        >>> bool(wealth(np.zeros(340, dtype=bool), bet)[-1] > 20.0)
        True

    References: I. Waudby-Smith, A. Ramdas, Estimating means of bounded random variables by
    betting, JRSS B 86 (2024), 1-27, doi:10.1093/jrsssb/qkad009, the part on sampling without
    replacement; the bet is that of P. B. Stark, ALPHA, Ann. Appl. Stat. 17 (2023), 641-679,
    doi:10.1214/22-AOAS1646. Neither was opened: with a fixed guess and a log without end it is
    BRAVO, whose published values it gives, and false stops are counted in tests.
    """
    calls = np.asarray(wrong, dtype=np.float64)
    before = np.concatenate([[0.0], np.cumsum(calls)[:-1]])
    steps = np.arange(calls.size, dtype=np.float64)
    factors = _factors(calls, before, steps, bet)
    with np.errstate(over="ignore", invalid="ignore"):
        held: Floats = np.exp(np.cumsum(np.log(factors)))
    return np.where(before + calls > bet.wrong, 0.0, held)


def bet_against_fewer(goal: Goal, rows: int, *, checkers: Checkers | None = None) -> Bet:
    """
    The bet against a rate that is at a limit or below, on rows that are right.

    What is bet on at first is twice the limit, with the weight of the rows among which one is wrong
    at the limit: so a log far above it is known soon. Luck of checkers as in `bet_against`.

    Args:
        goal: the limit, and how sure.
        rows: N, of the log.
        checkers: those that call the most rows wrong; never wrong, where left out.
    Example:
        >>> bet = bet_against_fewer(Goal(0.05), 10_000)
        >>> wrong = np.arange(60) % 3 == 0
        >>> int(np.argmax(wealth(~wrong, bet) >= bet.level)) + 1
        10
    """
    err, risk = checkers or Checkers(), 1.0 - goal.confidence
    limit = err.called_wrong(goal.below)
    if err.err:
        luck = -float(ndtri(_SHARE_OF_RISK * risk)) * math.sqrt(limit * (1.0 - limit) / rows)
        limit, risk = min(1.0, limit + luck), (1.0 - _SHARE_OF_RISK) * risk
    most = max(limit, 1.0 / rows)
    return Bet(1.0 - limit, rows, 1.0 / risk, 1.0 - min(0.5, 2.0 * most), 1.0 / most)


def _factors(calls: Floats, before: Floats, drawn: Floats, bet: Bet) -> Floats:
    """What the wealth is multiplied with at rows of which so many were drawn before."""
    mean = (bet.wrong - before) / (bet.rows - drawn)
    guess = (bet.weight * bet.expected + before) / (bet.weight + drawn)
    guess = np.clip(guess, _LEAST_SHARE, None)
    with np.errstate(divide="ignore", invalid="ignore"):
        if_wrong, if_right = guess / mean, (1.0 - guess) / (1.0 - mean)
    factors = np.where(calls > 0.0, if_wrong, if_right)
    # No bet where the guess is not below what is bet against; nothing is left to bet on beyond 1.
    factors = np.where((guess >= mean) | (mean <= 0.0), 1.0, factors)
    return np.where(mean >= 1.0, np.where(calls > 0.0, 1.0, np.inf), factors)


def running_interval(
    wrong: Flags, rows: int, *, expected: float, confidence: float = CONFIDENCE
) -> Bounds:
    """
    The interval of the share of wrong rows, which holds however one decided to stop.

    All limits that no bet was won against till now, from above and from below, each with half of
    the risk; wider than an interval for a number of rows that was fixed before.

    Args:
        wrong: what each row was called, in the order in which rows were drawn; shape (drawn,).
        rows: N, of the log.
        expected: the share that is guessed at first; a wrong guess only widens the interval.
        confidence: how often, at least, such intervals hold the share, at every row at once.
    Example:
        >>> bounds = running_interval(np.arange(500) % 50 == 0, 10_000, expected=0.02)
        >>> round(bounds.low, 3), round(bounds.high, 3)
        (0.008, 0.043)

    References: as in `wealth`; checked by simulation.
    """
    risk = (1.0 - confidence) / 2.0
    guess = min(max(expected, 1.0 / rows), 0.5)
    called = np.asarray(wrong, dtype=bool)
    high = _most_open(called, rows, guess, risk) / rows
    low = (rows - _most_open(~called, rows, 1.0 - guess, risk)) / rows
    share = float(np.mean(wrong)) if len(wrong) else guess
    return Bounds(min(low, share), max(high, share), is_bound=True)


def running_limit(
    wrong: Flags, rows: int, *, expected: float, confidence: float = CONFIDENCE
) -> float:
    """
    The most that the share of wrong rows can be, however one decided to stop.

    Args:
        wrong: as of `running_interval`.
        rows: N, of the log.
        expected: likewise.
        confidence: one-sided.
    Example:
        >>> limit = running_limit(np.zeros(340, dtype=bool), 10_000, expected=0.001)
        >>> round(limit, 4)
        0.0095
    """
    check_confidence(confidence)
    called = np.asarray(wrong, dtype=bool)
    return _most_open(called, rows, expected, 1.0 - confidence) / rows


def _most_open(wrong: Flags, rows: int, expected: float, risk: float) -> int:
    """The most wrong rows of a log against which no bet was won."""
    level = 1.0 / risk
    weight = _WEIGHT / max(min(expected, 1.0 - expected), 1.0 / rows)

    def is_open(count: int) -> bool:
        bet = Bet(count / rows, rows, level, expected, weight)
        return not bool((wealth(wrong, bet) >= level).any())

    first, last = int(np.sum(wrong)), rows - int(np.sum(~wrong))
    while first < last:
        middle = (first + last + 1) // 2
        first, last = (middle, last) if is_open(middle) else (first, middle - 1)
    return first


def stopping_rows(bet: Bet, wrong: int, *, most: int, logs: int, key: Key) -> Integers:
    """
    After how many rows it is shown, in random orders of logs with so many wrong rows.

    Args:
        bet: against what; what rows are called is what is counted here.
        wrong: rows of the log that are called wrong.
        most: rows that are looked at, at most.
        logs: how many orders.
        key: of the random numbers.
    Returns: shape (logs,); `most` + 1 where it was not shown till then.
    Example:
        >>> from misid.machine.philox import key
        >>> bet = bet_against(Goal(0.05), 2_000, rate=0.01)
        >>> int(np.median(stopping_rows(bet, 20, most=400, logs=500, key=key(1, "", "audit"))))
        115
    """
    rows = np.empty(logs, dtype=np.int64)
    law = (bet.limit, bet.expected, bet.weight, bet.level)
    follow(rows, np.array(law), np.array([bet.rows, wrong, min(most, bet.rows)]), key.k0, key.k1)
    rows[rows < 0] = most + 1
    return rows
