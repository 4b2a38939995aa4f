"""A mate law as measured: points of a score file on the rarity axis, and a curve through them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv

from misid.arrays import Floats, Integers
from misid.matching import tails

# Half an event, as in Jeffreys' prior, beyond either end of what was counted.
_HALF_EVENT = 0.5
_LEAST_STEP = 1e-6


@dataclass(frozen=True)
class Knots:
    """
    Points of a score file, shape (knots,), and how surely they are known.

    `misses` is the share of genuine scores below a point, `rarities` its place on the axis: -log10
    of the share of impostor scores at or above it. Both rise. `genuine` independent comparisons
    would tell as much of the misses; `impostor` comparisons were counted, and people who are in
    many of them move all their rates together, by a factor of variance `shared`.
    """

    misses: tuple[float, ...]
    rarities: tuple[float, ...]
    genuine: float
    impostor: float
    shared: float = 0.0


@dataclass(frozen=True)
class MeasuredLaw:
    """
    The law of one image against one probe, in each world, through points that were measured.

    With probability `not_findable` no threshold finds it. Else the `deviate` of its share of
    misses, in the standard law of `tail`, runs through the points at `rarity` as a monotone cubic
    with these slopes, and on beyond both ends as a straight line. Shapes (worlds, points); the
    first and the last field have shape (worlds,).
    """

    not_findable: Floats
    rarity: Floats
    deviate: Floats
    slope: Floats
    tail: Integers

    def split(self, rarity: Floats, older_by: Floats) -> tails.TailSplit:
        """
        Probability that the image lies below and above each rarity, if it can be found.

        Args:
            rarity: points, shape (worlds, points).
            older_by: how far age has moved a mate down the axis, shape (worlds, sources).
        Returns: shape (worlds, sources, points), each side with full relative accuracy.
        """
        at = rarity[:, None, :] + older_by[..., None]
        return tails.split_by_world(self.tail, self._deviate(at))

    def line(self) -> tuple[Floats, Floats]:
        """
        Location and scale of the line beyond the last point, shape (worlds,).

        The rarity at which its deviate is 0, and decades of rarity for each unit of deviate.
        """
        scale = 1.0 / self.slope[:, -1]
        return np.asarray(self.rarity[:, -1] - self.deviate[:, -1] * scale), np.asarray(scale)

    def _deviate(self, at: Floats) -> Floats:
        flat = at.reshape(len(at), -1)
        inside = np.clip(flat, self.rarity[:, :1], self.rarity[:, -1:])
        deviates = self._inside(inside)
        deviates += self.slope[:, :1] * np.minimum(flat - self.rarity[:, :1], 0.0)
        deviates += self.slope[:, -1:] * np.maximum(flat - self.rarity[:, -1:], 0.0)
        return deviates.reshape(at.shape)

    def _inside(self, at: Floats) -> Floats:
        """Hermite's cubic of the interval that holds each point, shape (worlds, points)."""
        place = np.zeros(at.shape, dtype=np.int64)
        for knot in self.rarity.T[1:-1]:
            place += at >= knot[:, None]

        def end(values: Floats, step: int) -> Floats:
            return np.take_along_axis(values, place + step, axis=1)

        start, width = end(self.rarity, 0), end(np.diff(self.rarity, axis=1), 0)
        t = (at - start) / width
        rise = end(self.deviate, 1) - end(self.deviate, 0)
        first, last = width * end(self.slope, 0), width * end(self.slope, 1)
        bend, twist = 3.0 * rise - 2.0 * first - last, first + last - 2.0 * rise
        return np.asarray(end(self.deviate, 0) + t * (first + t * (bend + t * twist)))


def drawn_misses(knots: Knots, luck: Floats) -> Floats:
    """
    The true share of misses at each point, given the counts.

    Dirichlet shares of the cells between points, each cell as many as it counts.

    Args:
        knots: the points.
        luck: uniform numbers, one for each cell, shape (worlds, knots + 1).
    Returns: shape (worlds, knots), rising.
    Example:
        >>> drawn_misses(Knots((0.1, 0.5), (3.0, 5.0), 1e4, 1e6), np.full((1, 3), 0.5)).round(2)
        array([[0.1, 0.5]])
    """
    cells = knots.genuine * np.diff([0.0, *knots.misses, 1.0])
    cells[[0, -1]] += _HALF_EVENT
    gathered = np.cumsum(gammaincinv(cells, luck), axis=1)
    return np.asarray(gathered[:, :-1] / gathered[:, -1:])


def drawn_rarities(knots: Knots, luck: Floats, people: Floats) -> Floats:
    """
    The true rarity of each point, given the counts; as `drawn_misses`, from the strictest down.

    Args:
        knots: the points.
        luck: uniform numbers, one for each cell, shape (worlds, knots + 1).
        people: a uniform number for those who happen to be in the file, shape (worlds,).
    Returns: shape (worlds, knots), rising.
    """
    matched = 10.0 ** -np.array(knots.rarities)
    cells = knots.impostor * -np.diff([1.0, *matched, 0.0])
    cells[[0, -1]] += _HALF_EVENT
    gathered = np.cumsum(gammaincinv(cells, luck)[:, ::-1], axis=1)
    rarities = -np.log10(gathered[:, :-1] / gathered[:, -1:])[:, ::-1]
    steps = np.maximum(np.diff(rarities, axis=1), _LEAST_STEP)
    first = rarities[:, :1] - np.log10(_factor(knots.shared, people))[:, None]
    return np.concatenate([first, first + np.cumsum(steps, axis=1)], axis=1)


def _factor(variance: float, people: Floats) -> Floats:
    """Gamma distributed, with mean 1."""
    if variance == 0.0:
        return np.ones_like(people)
    return np.asarray(gammaincinv(1.0 / variance, people) * variance)


def with_median_beyond(misses: Floats, rarities: Floats, beyond: Floats) -> tuple[Floats, Floats]:
    """
    One more point: where the median lies of the mates beyond the last point.

    Args:
        misses: shape (worlds, knots).
        rarities: shape (worlds, knots).
        beyond: decades from the last point to that median, shape (worlds,).
    Returns: both with one column more.
    """
    median = (1.0 + misses[:, -1:]) / 2.0
    at = rarities[:, -1:] + np.maximum(beyond[:, None], _LEAST_STEP)
    return np.append(misses, median, axis=1), np.append(rarities, at, axis=1)


def measured_law(
    misses: Floats, rarities: Floats, not_findable: Floats, tail: Integers
) -> MeasuredLaw:
    """
    The law through points.

    Slopes at inner points are the weighted harmonic means of the secants beside them, so that the
    curve rises wherever the points do; at both ends they are the secants themselves.

    Args:
        misses: share of mates below each point, shape (worlds, knots), two points or more.
        rarities: of the points, shape (worlds, knots).
        not_findable: share of mates that no threshold finds, shape (worlds,).
        tail: index into `tails.TAILS`: the law whose deviates are interpolated, and which goes on
            beyond both ends; shape (worlds,).
    Example:
        >>> points = np.array([[0.1, 0.5]]), np.array([[4.0, 6.0]])
        >>> law = measured_law(*points, np.zeros(1), np.zeros(1, dtype=int))
        >>> law.split(np.array([[4.0, 6.0]]), np.zeros((1, 1))).below.round(6)
        array([[[0.1, 0.5]]])

    References: F. N. Fritsch, J. Butland, SIAM Journal on Scientific and Statistical Computing 5
        (1984) 300-304 (not opened; the form is that of SciPy's PchipInterpolator).
    """
    deviate = tails.quantile_by_world(tail, misses)
    width = np.diff(rarities, axis=1)
    secant = np.diff(deviate, axis=1) / width
    before, after = width[:, :-1] + 2.0 * width[:, 1:], 2.0 * width[:, :-1] + width[:, 1:]
    inner = (before + after) / (before / secant[:, :-1] + after / secant[:, 1:])
    slope = np.concatenate([secant[:, :1], inner, secant[:, -1:]], axis=1)
    return MeasuredLaw(not_findable, rarities, deviate, slope, tail)
