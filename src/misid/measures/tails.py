"""The upper tail of impostor scores, and what it says of false match rates too low to count.

Everything here is extrapolation: beyond the highest scores nothing was seen. A generalised Pareto
law is fitted to the scores above a high one; another choice of that one should change little.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq, minimize_scalar
from scipy.special import ndtri

from misid.arrays import Floats
from misid.errors import MeaningError
from misid.measures.arguments import check_confidence
from misid.measures.intervals import CONFIDENCE, Bounds

FEWEST = 50
"""A tail is not fitted to fewer scores, nor to fewer different ones."""
ENOUGH = 200
"""So many scores tell the shape of a tail well enough to go on from it."""
SHARES = (0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 5e-4, 2e-4, 1e-4)
"""Shares of the highest scores that a tail is fitted to, to see whether it is the same."""
_SHAPES = (-0.95, 2.0)
_NEARLY_EXPONENTIAL = 1e-6
_TINY, _LARGEST_EXPONENT = 1e-300, 700.0
# How far from the best rate, in natural logarithms, the curvature of the deviance is taken.
_NEAR = 0.1


@dataclass(frozen=True)
class TailFit:
    """A generalised Pareto law of the scores above one of them."""

    above: float
    """The score that the tail begins above."""
    trials: int
    shape: float
    """Below 0: scores have a highest value; 0: exponential; above 0: heavier."""
    scale: float
    excess: Floats
    """How far each score of the tail lies above its beginning."""

    @property
    def share(self) -> float:
        """Share of all scores that the tail is."""
        return len(self.excess) / self.trials

    def false_match_rate(self, threshold: float) -> float:
        """
        The extrapolated false match rate at a threshold in the tail.

        Example:
            >>> TailFit(2.0, 1000, 0.0, 0.5, np.ones(100)).false_match_rate(2.5)
            0.036787944117144235
        """
        return self.share * _beyond((threshold - self.above) / self.scale, self.shape)

    def threshold(self, rate: float) -> float:
        """
        The extrapolated threshold at a false match rate below the share of the tail.

        Example:
            >>> round(TailFit(2.0, 1000, 0.0, 0.5, np.ones(100)).threshold(0.1 / math.e), 12)
            2.5
        """
        return self.above + self.scale * _reach(self.share / rate, self.shape)


def fit_tail(scores: ArrayLike, *, share: float) -> TailFit:
    """
    The generalised Pareto law that makes the highest impostor scores most likely.

    .. math:: P(s > u + y) = p_u (1 + xi y / sigma)^{-1 / xi}

    Args:
        scores: of impostor comparisons, in any order; higher is more alike.
        share: which share of them, the highest, is the tail.
    Returns: where the tail begins, its shape and scale.
    Raises: MeaningError: fewer than 50 scores would be in the tail, or they are all equal.
    Example:
        >>> spaced = -np.log1p(-(np.arange(10_000) + 0.5) / 10_000)
        >>> fit = fit_tail(spaced, share=0.1)
        >>> abs(fit.shape) < 0.03, abs(fit.scale - 1.0) < 0.03
        (True, True)

    References: J. Pickands, Statistical inference using extreme order statistics, Annals of
    Statistics 3 (1975), 119-131, doi:10.1214/aos/1176343003 (not at hand); S. D. Grimshaw,
    Technometrics 35 (1993), 185-191, for the likelihood in one parameter (not at hand). Checked
    against `scipy.stats.genpareto`. ISO/IEC 29197 was not at hand.
    """
    values = np.asarray(scores, np.float64)
    return _of_highest(_highest(values, share), len(values), share)


def _highest(values: Floats, share: float) -> Floats:
    """The highest scores, ascending, and the one that they begin above."""
    begin = len(values) - round(share * len(values)) - 1
    return np.sort(np.partition(values, begin)[begin:] if begin > 0 else values)


def _of_highest(highest: Floats, trials: int, share: float) -> TailFit:
    size = round(share * trials)
    if size < FEWEST:
        raise MeaningError(
            f"{share:.3g} of {trials:,} impostor scores are {size:,}, too few to tell the shape "
            "of a tail.",
            use=f"a share of at least {FEWEST / max(1, trials):.2g}, or more comparisons",
        )
    above = float(highest[max(0, len(highest) - size - 1)])
    excess = highest[-size:] - above
    excess = excess[excess > 0.0]
    if len(np.unique(excess)) < FEWEST:
        raise MeaningError(
            f"the highest {size:,} impostor scores are mostly tied, so their tail has no shape.",
            use="scores that are not rounded, or no extrapolation",
        )
    return _fitted(above, trials, excess)


def _fitted(above: float, trials: int, excess: Floats) -> TailFit:
    """The maximum of the likelihood along theta = shape / scale."""
    highest, mean = float(excess[-1]), float(excess.mean())

    def shape_at(theta: float) -> float:
        return float(np.log1p(theta * excess).mean())

    def loss(position: float) -> float:
        theta = (math.exp(position) - 1.0) / highest
        if abs(theta * highest) < _NEARLY_EXPONENTIAL:
            return math.log(mean) + 1.0
        shape = shape_at(theta)
        if shape <= _SHAPES[0]:
            return math.inf
        return math.log(shape / theta) + shape + 1.0

    grid = np.linspace(-8.0, 8.0, 97)
    best = float(grid[int(np.argmin([loss(float(at)) for at in grid]))])
    best_fit = minimize_scalar(
        loss, bounds=(best - 0.2, best + 0.2), method="bounded", options={"xatol": 1e-9}
    )
    theta = (math.exp(float(best_fit.x)) - 1.0) / highest
    if abs(theta * highest) < _NEARLY_EXPONENTIAL:
        return TailFit(above, trials, 0.0, mean, excess)
    shape = shape_at(theta)
    return TailFit(above, trials, shape, shape / theta, excess)


def tail_fits(
    scores: ArrayLike, *, shares: Sequence[float] = SHARES, trials: int | None = None
) -> tuple[TailFit, ...]:
    """
    Tails that begin at several scores: where they agree, the choice does not matter.

    Args:
        scores: of impostor comparisons, or the highest of them alone.
        shares: which shares are tried; those with too few or tied scores are left out.
        trials: how many scores there are in all, where only the highest are given.
    Returns: the fits, from the longest tail to the shortest.
    Example:
        >>> spaced = -np.log1p(-(np.arange(10_000) + 0.5) / 10_000)
        >>> [round(fit.share, 3) for fit in tail_fits(spaced)]
        [0.1, 0.05, 0.02, 0.01, 0.005]
        >>> [round(fit.share, 3) for fit in tail_fits(spaced[-300:], trials=10_000)]
        [0.02, 0.01, 0.005]
    """
    values = np.asarray(scores, np.float64)
    whole = len(values) if trials is None else trials
    wanted = [share for share in shares if share * whole < len(values)]
    if not wanted:
        return ()
    highest = _highest(values, min(1.0, max(wanted) * whole / len(values)))
    fits = []
    for share in sorted(wanted, reverse=True):
        try:
            fits.append(_of_highest(highest, whole, share))
        except MeaningError:
            continue
    return tuple(fits)


def chosen_tail(fits: Sequence[TailFit]) -> TailFit | None:
    """
    The shortest tail of at least 200 scores; where none has so many, the longest.

    It is chosen without a look at what the fits say: to take the longest of those that agree, as
    is often done, makes intervals that hold the truth far less often than they say, since tails
    that begin too low agree with each other. What it holds is in `bench/coverage_beyond.md`.

    Args: fits: from the longest tail to the shortest.
    Returns: nothing where there is no tail.
    Example:
        >>> spaced = -np.log1p(-(np.arange(10_000) + 0.5) / 10_000)
        >>> chosen_tail(tail_fits(spaced)).share
        0.02
    """
    enough = [fit for fit in fits if len(fit.excess) >= ENOUGH]
    if enough:
        return enough[-1]
    return fits[0] if fits else None


def extrapolated_threshold(
    fit: TailFit,
    rate: float,
    *,
    worth: float = 1.0,
    confidence: float = CONFIDENCE,
) -> Bounds:
    """
    An interval of the threshold at a false match rate too low to count.

    By profile likelihood; its quantile is raised by how much more the estimate varies than the
    likelihood says, because the share of the tail is counted, and because comparisons that share
    people are worth fewer.

    Args:
        fit: the tail.
        rate: the false match rate, below the share of the tail.
        worth: independent comparisons that one is worth; below 1 where they share people.
        confidence: how often such intervals should hold, if the tail goes on as it begins.
    Returns: the bounds; the upper one infinite where the likelihood sets none.
    Example:
        >>> spaced = -np.log1p(-(np.arange(10_000) + 0.5) / 10_000)
        >>> bounds = extrapolated_threshold(fit_tail(spaced, share=0.05), 1e-6)
        >>> bounds.low < -math.log(1e-6) < bounds.high
        True

    References: S. Coles, An introduction to statistical modeling of extreme values, Springer 2001,
    section 4.3 (not at hand). Raising the quantile for the counted share is ours.
    """
    check_confidence(confidence)
    best = fit.threshold(rate)
    limit = _limit(fit, best, rate, confidence) / worth
    step = max(best - fit.above, fit.scale)

    def distance(threshold: float) -> float:
        return _deviance(fit, threshold, rate) - limit

    low = _end(distance, best, lambda size: fit.above + (best - fit.above) * 2.0**-size)
    high = _end(distance, best, lambda size: best + step * (2.0**size - 1.0))
    return Bounds(fit.above if low is None else low, math.inf if high is None else high)


def extrapolated_rate(
    fit: TailFit,
    threshold: float,
    *,
    worth: float = 1.0,
    confidence: float = CONFIDENCE,
) -> Bounds:
    """
    An interval of the false match rate at a threshold beyond which too few matches are seen.

    Args:
        fit: the tail.
        threshold: a score in the tail, or beyond every score.
        worth: independent comparisons that one is worth; below 1 where they share people.
        confidence: how often such intervals should hold, if the tail goes on as it begins.
    Returns: the bounds; the lower one is 0 where the likelihood sets none.
    Example:
        >>> spaced = -np.log1p(-(np.arange(10_000) + 0.5) / 10_000)
        >>> bounds = extrapolated_rate(fit_tail(spaced, share=0.05), -math.log(1e-6))
        >>> bounds.low < 1e-6 < bounds.high
        True

    References: as `extrapolated_threshold`.
    """
    check_confidence(confidence)
    best = fit.false_match_rate(threshold)
    at = max(best, 1e-300)
    limit = _limit(fit, threshold, at, confidence) / worth

    def distance(logarithm: float) -> float:
        return _deviance(fit, threshold, math.exp(logarithm)) - limit

    middle, top = math.log(at), math.log(fit.share)
    low = _end(distance, middle, lambda size: middle - 2.0**size + 1.0)
    high = _end(distance, middle, lambda size: top - (top - middle) * 2.0**-size)
    return Bounds(
        0.0 if low is None else math.exp(low), fit.share if high is None else math.exp(high)
    )


def _end(
    distance: Callable[[float], float], best: float, away: Callable[[float], float]
) -> float | None:
    """Where the deviance reaches its limit, going away from the best; None: nowhere."""
    near = best
    for size in np.arange(0.5, 9.5, 0.5):
        far = away(float(size))
        if distance(far) > 0.0:
            return float(brentq(distance, near, far, xtol=1e-10))
        near = far
    return None


def _deviance(fit: TailFit, threshold: float, rate: float) -> float:
    """Twice what the likelihood falls short of its maximum if this rate is at this threshold."""
    reach, ratio = threshold - fit.above, fit.share / max(rate, _TINY)

    def loss(shape: float) -> float:
        return -_likelihood(fit.excess, shape, reach / _reach(ratio, shape))

    best_fit = minimize_scalar(loss, bounds=_SHAPES, method="bounded", options={"xatol": 1e-6})
    return 2.0 * (_likelihood(fit.excess, fit.shape, fit.scale) + float(best_fit.fun))


def _likelihood(excess: Floats, shape: float, scale: float) -> float:
    """The log likelihood of a generalised Pareto law; very low where it is impossible."""
    size = len(excess)
    if abs(shape) < _NEARLY_EXPONENTIAL:
        return -size * math.log(scale) - float(excess.sum()) / scale
    inside = 1.0 + shape * float(excess[-1]) / scale
    if inside <= 0.0:
        return -1e12 * (1.0 - inside)
    logs = float(np.log1p(shape * excess / scale).sum())
    return -size * math.log(scale) - (1.0 + 1.0 / shape) * logs


def _beyond(reach: float, shape: float) -> float:
    """The share of a tail beyond so many scales."""
    if abs(shape) < _NEARLY_EXPONENTIAL:
        return math.exp(-reach)
    inside = 1.0 + shape * reach
    return inside ** (-1.0 / shape) if inside > 0.0 else 0.0


def _reach(ratio: float, shape: float) -> float:
    """How many scales out the share of a tail is 1 / ratio."""
    if abs(shape) < _NEARLY_EXPONENTIAL:
        return math.log(ratio)
    return math.expm1(min(shape * math.log(ratio), _LARGEST_EXPONENT)) / shape


def _limit(fit: TailFit, threshold: float, rate: float, confidence: float) -> float:
    """The deviance up to which a value is held possible: more than that of the tail alone."""
    curved = _deviance(fit, threshold, rate * math.exp(-_NEAR))
    curved += _deviance(fit, threshold, rate * math.exp(_NEAR))
    of_share = (1.0 - fit.share) / len(fit.excess)
    raised = 1.0 + of_share * max(curved, 0.0) / (2.0 * _NEAR**2)
    return raised * float(ndtri(0.5 + confidence / 2.0)) ** 2
