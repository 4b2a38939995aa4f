"""
Counts of many rows whose rates differ, each rate integrated out: beta-binomial, gamma-Poisson.

A rate is a draw from a law of all rows, which has a mean and a spread; given its rate a row's count
is binomial, or Poisson. Spread is the standard deviation of log odds (of logarithms) where it is
small: the first shape of the law is 1 / (spread^2 (1 - mean)), or 1 / spread^2.

A. Gelman, J. B. Carlin, H. S. Stern, D. B. Dunson, A. Vehtari, D. B. Rubin: Bayesian Data Analysis,
3rd ed., CRC 2013, sections 2.6 and 5.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import (
    betainc,
    betaln,
    digamma,
    expit,
    gammainc,
    gammaincc,
    gammaln,
    logit,
    polygamma,
)  # fmt: skip

from misid.arrays import Floats
from misid.measures.rising import log_rising

_MOST = 300.0


class RowLaw(Protocol):
    """
    A law of rates among rows. Rates have places on a line: log odds, or logarithms.

    Every method takes arrays that broadcast: `count` of a row, its `exposure` (trials), and `mean`
    and `spread` of the law.
    """

    @property
    def ends(self) -> tuple[float, float]:
        """Between which places the mean is looked for."""

    def place(self, rate: Floats) -> Floats:
        """Where a rate stands on the line."""

    def rate(self, place: Floats) -> Floats:
        """The rate that stands there."""

    def log_prior(self, place: Floats) -> Floats:
        """Log density of the mean on the line, before any count: Jeffreys' for one row."""

    def log_marginal(self, count: Floats, exposure: Floats, mean: Floats, spread: Floats) -> Floats:
        """Log probability of a count, its row's rate integrated out."""

    def below(
        self, place: Floats, counted: tuple[Floats, Floats], mean: Floats, spread: Floats
    ) -> Floats:
        """Probability that a row's rate lies below a place, given count and exposure."""

    def middle(
        self, counted: tuple[Floats, Floats], mean: Floats, spread: Floats
    ) -> tuple[Floats, Floats]:
        """Mean and variance of where a row's rate stands on the line, given count and exposure."""

    def pull(self, exposure: Floats, mean: Floats, spread: Floats) -> Floats:
        """Weight of the mean of all rows in the estimate of one; its own count has the rest."""

    def variation(self, mean: Floats, spread: Floats) -> Floats:
        """Standard deviation of rates among rows over their mean."""

    def at_most(self, count: Floats, exposure: Floats, rate: Floats) -> Floats:
        """Probability of so many or fewer where the rate is known."""

    def at_least(self, count: Floats, exposure: Floats, rate: Floats) -> Floats:
        """Probability of so many or more where the rate is known."""


@dataclass(frozen=True)
class BetaBinomial:
    """
    Shares of a whole.

    Example:
        >>> law, share = BetaBinomial(), np.array(0.5)
        >>> spread = np.array(2.0**0.5)  # uniform: both shapes are 1
        >>> np.exp(law.log_marginal(np.arange(3.0), np.array(2.0), share, spread)).round(
        ...     12
        ... ).tolist()
        [0.333333333333, 0.333333333333, 0.333333333333]
    """

    ends: tuple[float, float] = (-21.0, 21.0)

    def place(self, rate: Floats) -> Floats:
        """Log odds."""
        return np.asarray(logit(rate))

    def rate(self, place: Floats) -> Floats:
        """Share of these log odds."""
        return np.asarray(expit(place))

    def log_prior(self, place: Floats) -> Floats:
        """Beta(1/2, 1/2)."""
        odds = np.logaddexp(0.0, place) + np.logaddexp(0.0, -place)
        return np.asarray(-0.5 * odds - np.log(np.pi))

    def log_marginal(self, count: Floats, exposure: Floats, mean: Floats, spread: Floats) -> Floats:
        """Log probability of a beta-binomial count."""
        first, second = _shapes(mean, spread)
        ways = -betaln(count + 1.0, exposure - count + 1.0) - np.log1p(exposure)
        return np.asarray(
            ways
            + log_rising(first, count)
            + log_rising(second, exposure - count)
            - log_rising(first + second, exposure)
        )

    def below(
        self, place: Floats, counted: tuple[Floats, Floats], mean: Floats, spread: Floats
    ) -> Floats:
        """By the beta law that the count gives."""
        count, exposure = counted
        first, second = _shapes(mean, spread)
        return np.asarray(betainc(first + count, second + exposure - count, expit(place)))

    def middle(
        self, counted: tuple[Floats, Floats], mean: Floats, spread: Floats
    ) -> tuple[Floats, Floats]:
        """Of log odds."""
        count, exposure = counted
        first, second = _shapes(mean, spread)
        first, second = first + count, second + exposure - count
        middle = np.asarray(digamma(first) - digamma(second))
        return middle, np.asarray(polygamma(1, first) + polygamma(1, second))

    def pull(self, exposure: Floats, mean: Floats, spread: Floats) -> Floats:
        """Shapes of the law over shapes and trials together."""
        whole = sum(_shapes(mean, spread))
        return np.asarray(whole / (whole + exposure))

    def variation(self, mean: Floats, spread: Floats) -> Floats:
        """Standard deviation over mean of the beta law."""
        return np.asarray(np.sqrt((1.0 - mean) / (mean * (1.0 + sum(_shapes(mean, spread))))))

    def at_most(self, count: Floats, exposure: Floats, rate: Floats) -> Floats:
        """By the binomial law."""
        left = np.maximum(exposure - count, 1.0)
        held = betainc(left, count + 1.0, 1.0 - rate)
        return np.asarray(np.where(count >= exposure, 1.0, held))

    def at_least(self, count: Floats, exposure: Floats, rate: Floats) -> Floats:
        """By the binomial law."""
        held = betainc(np.maximum(count, 1.0), np.maximum(exposure - count, 0.0) + 1.0, rate)
        return np.asarray(np.where(count < 1.0, 1.0, held))


@dataclass(frozen=True)
class GammaPoisson:
    """
    Rare events of an exposure, of which one may have several; rates are an event of each at most.

    Example:
        >>> law, one = GammaPoisson(), np.array(1.0)  # exponential rates: a geometric count
        >>> np.exp(law.log_marginal(np.arange(3.0), one, one, one)).round(9).tolist()
        [0.5, 0.25, 0.125]
    """

    ends: tuple[float, float] = (-21.0, 0.0)

    def place(self, rate: Floats) -> Floats:
        """The logarithm."""
        return np.asarray(np.log(rate))

    def rate(self, place: Floats) -> Floats:
        """The rate of this logarithm."""
        return np.asarray(np.exp(np.minimum(place, _MOST)))

    def log_prior(self, place: Floats) -> Floats:
        """Density of the mean as one over its root, up to 1."""
        return np.asarray(0.5 * place + np.log(0.5))

    def log_marginal(self, count: Floats, exposure: Floats, mean: Floats, spread: Floats) -> Floats:
        """Log probability of a negative binomial count."""
        shape = 1.0 / spread**2
        expected = mean * exposure
        held = np.log(np.where(expected > 0.0, expected / shape, 1.0))
        return np.asarray(
            log_rising(shape, count)
            - gammaln(count + 1.0)
            + np.where(expected > 0.0, count * held, np.where(count > 0.0, -np.inf, 0.0))
            - (shape + count) * np.log1p(expected / shape)
        )

    def below(
        self, place: Floats, counted: tuple[Floats, Floats], mean: Floats, spread: Floats
    ) -> Floats:
        """By the gamma law that the count gives."""
        count, exposure = counted
        shape = 1.0 / spread**2
        return np.asarray(gammainc(shape + count, self.rate(place) * (shape / mean + exposure)))

    def middle(
        self, counted: tuple[Floats, Floats], mean: Floats, spread: Floats
    ) -> tuple[Floats, Floats]:
        """Of logarithms."""
        count, exposure = counted
        shape = 1.0 / spread**2
        log_rate = np.log(shape / mean + exposure)
        return np.asarray(digamma(shape + count) - log_rate), np.asarray(
            polygamma(1, shape + count)
        )

    def pull(self, exposure: Floats, mean: Floats, spread: Floats) -> Floats:
        """Exposure that the law stands for over all exposure."""
        held = 1.0 / (spread**2 * mean)
        return np.asarray(held / (held + exposure))

    def variation(self, mean: Floats, spread: Floats) -> Floats:
        """The spread itself."""
        return np.asarray(spread + 0.0 * mean)

    def at_most(self, count: Floats, exposure: Floats, rate: Floats) -> Floats:
        """By the Poisson law."""
        return np.asarray(gammaincc(count + 1.0, exposure * rate))

    def at_least(self, count: Floats, exposure: Floats, rate: Floats) -> Floats:
        """By the Poisson law."""
        held = gammainc(np.maximum(count, 1.0), exposure * rate)
        return np.asarray(np.where(count < 1.0, 1.0, held))


def _shapes(mean: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """Of the beta law."""
    return 1.0 / (spread**2 * (1.0 - mean)), 1.0 / (spread**2 * mean)
