"""An interval of the Gini coefficient of the rates of cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit, logit

from misid.arrays import Floats
from misid.measures.arguments import check_confidence, check_draws
from misid.measures.by_person import student
from misid.measures.disparity import gini
from misid.measures.group_covariance import GroupCells, contrast_variance, information
from misid.measures.intervals import CONFIDENCE, Bounds

DRAWS = 1000
_HALVINGS = 12
_FARTHEST = 8.0


@dataclass(frozen=True)
class _SpreadLine:
    """Rates between all equal (at 0) and as they are seen (at 1), and beyond, with their noise."""

    trials: Floats
    centre: float
    apart: Floats
    people: Floats
    normal: Floats

    def coefficient(self, scale: float) -> float:
        """Of true rates that are so much of the seen differences apart."""
        return float(gini(expit(self.centre + scale * self.apart)))

    def drawn(self, scale: float) -> Floats:
        """Coefficients of rates that would be counted where those are true; one a draw."""
        true = expit(self.centre + scale * self.apart + self.people)
        root = np.arcsin(np.sqrt((self.trials * true + 0.375) / (self.trials + 0.75)))
        angle = np.clip(root + self.normal / (2.0 * np.sqrt(self.trials + 0.5)), 0.0, np.pi / 2)
        counts = np.sin(angle) ** 2 * (self.trials + 0.75) - 0.375
        return gini(np.clip(np.rint(counts), 0.0, self.trials) / self.trials)


def gini_interval(
    cells: GroupCells, *, confidence: float = CONFIDENCE, draws: int = DRAWS, seed: int = 1
) -> Bounds:
    """
    The wider, at either end, of two intervals of the Gini coefficient.

    One is linear: the order of the rates is taken as seen. It is wrong where rates are nearly
    equal, since noise then makes the order. The other seeks true rates along a line from all
    equal through the seen ones: an end is where what is seen is just not yet too rare. The lower
    end is sought along the line too on which only the highest rate differs, where noise adds
    most. Counts are drawn as binomial ones, with what people add as normal or, of few people, as
    Student's numbers.

    .. math:: P(G(draw of t) >= G_seen) = (1 - c) / 2 at the lower end, <= at the upper end

    Args:
        cells: what `cell_rates` gives; at least two, all with trials, one at least with errors.
        confidence: how often such intervals should hold the true value.
        draws: how many counts are drawn at each place.
        seed: which draws; the same seed, the same interval.
    Returns: the bounds, from 0 to 1.
    Example:
        >>> from misid.measures.group_covariance import cell_rates
        >>> wrong = np.arange(2000) % 1000 < 30
        >>> gini_interval(cell_rates(wrong, np.arange(2000) // 1000, size=2)).low
        0.0

    References: the delta method, and a parametric bootstrap test, inverted. The lines are ours:
    other patterns of the same size are not tried. What it holds in simulation is in
    `bench/coverage_beyond.md`.
    """
    check_confidence(confidence)
    check_draws(draws, seed)
    seen = np.array([rate.count / rate.trials for rate in cells.rates], np.float64)
    value, tail = float(gini(seen)), (1.0 - confidence) / 2.0
    line = _line(cells, draws, seed)

    def not_rarely_so_near(scale: float) -> bool:
        return bool(np.mean(line.drawn(scale) <= value) >= tail)

    low = min(_lowest(one, value, tail) for one in (line, _one_apart(line)))
    high = line.coefficient(_boundary(not_rarely_so_near, 0.0, _FARTHEST))
    half = _linear_half(cells, seen, value, confidence)
    return Bounds(min(low, max(0.0, value - half)), max(high, min(1.0, value + half)))


def _lowest(line: _SpreadLine, value: float, tail: float) -> float:
    """The least coefficient along a line at which what is seen is not too rare."""

    def rarely_so_far(scale: float) -> bool:
        return bool(np.mean(line.drawn(scale) >= value) < tail)

    if not rarely_so_far(0.0):
        return 0.0
    return line.coefficient(_boundary(rarely_so_far, 0.0, _FARTHEST))


def _one_apart(line: _SpreadLine) -> _SpreadLine:
    """The line on which only the highest rate differs: noise among equal ones adds most there."""
    highest = int(np.argmax(line.apart))
    rest = float(np.delete(line.apart, highest).mean())
    apart = np.zeros_like(line.apart)
    apart[highest] = line.apart[highest] - rest
    return replace(line, centre=line.centre + rest, apart=apart)


def _linear_half(cells: GroupCells, seen: Floats, value: float, confidence: float) -> float:
    """Half the width of the linear interval, the order of the rates taken as seen."""
    size = len(seen)
    rank = np.argsort(np.argsort(seen))
    slope = (2.0 * rank + 1.0 - size) / (size * (size - 1.0) * seen.mean())
    slope -= value / (size * seen.mean())
    contrast = contrast_variance(cells, slope * seen * (1.0 - seen))
    return student(contrast.freedom, confidence) * float(np.sqrt(contrast.variance))


def _boundary(holds: Callable[[float], bool], low: float, high: float) -> float:
    """Where something stops to hold that holds at the low end."""
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if holds(middle) else (low, middle)
    return high


def _line(cells: GroupCells, draws: int, seed: int) -> _SpreadLine:
    generator = np.random.Generator(np.random.Philox(key=seed))
    trials = np.array([rate.trials for rate in cells.rates], np.float64)
    counts = np.array([rate.count for rate in cells.rates], np.float64)
    odds = logit(np.clip(counts, 0.5, trials - 0.5) / trials)
    told = information(cells.rates)
    added = np.zeros((len(told), len(told))) if cells.added is None else cells.added
    weights = 1.0 / (1.0 / told + np.maximum(0.0, np.diag(added)))
    centre = float(weights @ odds / weights.sum())
    normal = generator.standard_normal((draws, len(told)))
    shared = generator.standard_normal((draws, len(told))) @ _root(added).T
    if cells.freedom is not None:
        freedom = float(cells.freedom.min())
        shared /= np.sqrt(generator.chisquare(freedom, (draws, 1)) / freedom)
    return _SpreadLine(trials, centre, odds - centre, shared, normal)


def _root(covariance: Floats) -> Floats:
    """A square root of what of a covariance is not less than nothing."""
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(0.0, values)))
