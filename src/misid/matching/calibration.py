"""Mate scores of a published algorithm: three published rates in, three parameters out.

Published rates are rounded and rest on finite counts. So a posterior: in each world the true rates
are drawn within rounding and counting error, then the equations are solved for them. What was not
published is drawn over all that is possible. The residual says how well the law fits; that it is
small is no evidence that the law is right.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit, gammaincinv

from misid.arrays import Flags, Floats, Integers
from misid.machine.memo import take
from misid.matching import published, tails
from misid.matching.mates import FittedLaw
from misid.matching.published import Points
from misid.matching.rarity import candidate_intensity
from misid.matching.roots import root

_LOWEST_RATE, _HIGHEST_SMALL, _HIGHEST_RATE = 1e-9, 0.999, 1.0 - 1e-6
_LEAST_GROWTH, _MOST_GROWTH = 1.0 + 1e-6, 20.0
_LARGEST_EXPONENT = 700.0
# Counts of zero still leave room above: half an event, as in Jeffreys' prior.
_HALF_EVENT = 0.5


@dataclass(frozen=True)
class ComparisonLaw:
    """
    How strangers compare in each world, so that a published point has a place on the axis.

    `variance` of look-alike frailty; `growth_exponent` and `growth_from`, the gallery at which
    comparisons count as independent; `capture_effect` on false match rates; shapes (worlds,).
    """

    variance: Floats
    growth_exponent: Floats
    growth_from: Floats
    capture_effect: Floats

    def effective(self, gallery: float) -> Floats:
        """The number of independent reference records that a gallery is worth."""
        grown = (gallery / self.growth_from) ** (self.growth_exponent - 1.0)
        return gallery * grown * self.capture_effect

    def threshold(self, gallery: float) -> Floats:
        """The rarity of NIST's threshold at this gallery size."""
        wanted = candidate_intensity(published.FPIR, self.variance)
        return np.log10(self.effective(gallery) / wanted)


@dataclass(frozen=True)
class CalibrationLuck:
    """
    One uniform number a world for each thing that was rounded, counted or never published.

    `mated_searches` is the number of mated searches behind a published rate (not in the tables).
    """

    rank_one: Floats
    small: Floats
    large: Floats
    mated_searches: Floats


@dataclass(frozen=True)
class Calibration:
    """A law for each world, and the relative residual of its rank-1 miss rate (NaN: no figure)."""

    law: FittedLaw
    residual: Floats


def calibrate(
    points: Points,
    tail: Integers,
    comparisons: ComparisonLaw,
    luck: CalibrationLuck | None = None,
) -> Calibration:
    """
    The mate law that gives an algorithm's published operating points.

    `FNIR(T) = eps + (1-eps) F((T-mu)/sigma)` at two gallery sizes, and the rank-1 miss rate
    `eps + (1-eps) E[F((X-mu)/sigma)]`, X being the rarity of the best stranger.

    Args:
        points: the published rates, one algorithm a world, shape (worlds,).
        tail: index into `tails.TAILS`, shape (worlds,).
        comparisons: how strangers compare.
        luck: where the truth lies within rounding and counting error; without it the published
            figures are taken as exact, and what was not published in the middle of its range.
    Returns: the law, and how far its rank-1 miss rate is from the published one.
    """
    return calibrate_to(true_rates(points, luck), tail, comparisons)


def true_rates(points: Points, luck: CalibrationLuck | None = None) -> TrueRates:
    """
    The rates behind published ones, which do not depend on how strangers compare.

    Args:
        points: as `calibrate`.
        luck: as `calibrate`.
    """
    return _exact(points) if luck is None else _possible(points, luck)


def calibrate_to(rates: TrueRates, tail: Integers, comparisons: ComparisonLaw) -> Calibration:
    """
    As `calibrate`, from the true rates.

    Args:
        rates: of one algorithm a world.
        tail: as `calibrate`.
        comparisons: as `calibrate`.
    """
    best = _best_stranger(comparisons)
    lost = _solve_lost(rates, tail, comparisons, best)
    rates = _solve_growth(rates, tail, comparisons, best)
    location, scale = _solve_shape(rates, lost, tail, comparisons)
    law = FittedLaw(lost, location, scale, tail)
    modelled = _rank_one(law, best)
    return Calibration(law, np.where(rates.has_rank_one, modelled / rates.rank_one - 1.0, np.nan))


def rank_one_miss(law: FittedLaw, comparisons: ComparisonLaw) -> Floats:
    """
    Share of mated searches of a gallery of 1.6 million whose mate is not at rank 1.

    Args:
        law: the mate law, shape (worlds,).
        comparisons: how strangers compare.
    """
    return _rank_one(law, _best_stranger(comparisons))


def _rank_one(law: FittedLaw, best_stranger: Floats) -> Floats:
    # Not by linear algebra, which adds in another order where there are more worlds.
    return np.asarray((law.miss(best_stranger) * _WEIGHTS).sum(axis=1))


def ageing(mugshot: FittedLaw, aged_miss: Floats, comparisons: ComparisonLaw) -> Floats:
    """
    How far mates have moved down the axis 12 or more years later; at least 0.

    Args:
        mugshot: the law of the same algorithm for mugshots.
        aged_miss: its FNIR for aged mugshots at a gallery of 3 million, shape (worlds,).
        comparisons: how strangers compare, for mugshots.
    """
    share = (aged_miss - mugshot.not_findable) / (1.0 - mugshot.not_findable)
    share = np.clip(share, _LOWEST_RATE, _HIGHEST_RATE)
    point = tails.quantile_by_world(mugshot.tail, share)
    moved = mugshot.scale * point + mugshot.location - comparisons.threshold(published.AGED_GALLERY)
    return np.maximum(moved, 0.0)


@dataclass(frozen=True)
class TrueRates:
    """
    True rates in each world, NaN where not published; then `growth` and `lost_share` are drawn.

    `growth` of the misses of findable people from 1.6 to 12 million; `lost_share` of FNIR(1.6M).
    """

    small: Floats
    large: Floats
    rank_one: Floats
    growth: Floats
    lost_share: Floats

    @property
    def has_rank_one(self) -> Flags:
        """Worlds in which the rank-1 miss rate was published."""
        return ~np.isnan(self.rank_one)

    def large_given(self, lost: Floats) -> Floats:
        """FNIR at 12 million; where it was not published, misses that can be found grow to it."""
        grown = lost + (self.small - lost) * self.growth
        large = np.where(np.isnan(self.large), grown, self.large)
        return np.clip(large, self.small * _LEAST_GROWTH, _HIGHEST_RATE)


def _exact(points: Points) -> TrueRates:
    middle = np.full(points.small.shape, 0.5)
    return _rates(points, points.rank_one, points.small, middle, middle)


def _possible(points: Points, luck: CalibrationLuck) -> TrueRates:
    """Misses at rank 1, at 1.6M and at 12M are nested counts: their steps err independently."""
    first = np.nan_to_num(points.rank_one, nan=0.0)
    start = _around(first, luck.rank_one, luck.mated_searches)
    rank_one = np.where(np.isnan(points.rank_one), np.nan, start)
    step = _around(np.maximum(points.small - first, 0.0), luck.small, luck.mated_searches)
    small = np.where(np.isnan(points.rank_one), 0.0, start) + step
    extra = _around(np.maximum(points.large - points.small, 0.0), luck.large, luck.mated_searches)
    moved = Points(small, np.where(np.isnan(points.large), np.nan, small + extra), rank_one)
    return _rates(moved, rank_one, small, luck.large, luck.rank_one)


def _around(rate: Floats, u: Floats, mated_searches: Floats) -> Floats:
    """A true rate, given a count of misses and a figure rounded to four decimals."""
    published_rate = np.nan_to_num(rate, nan=0.0)
    counted = gammaincinv(published_rate * mated_searches + _HALF_EVENT, u) / mated_searches
    wobble = np.sqrt(1.0 + _rounding_share(published_rate, mated_searches))
    return np.maximum(published_rate + (counted - published_rate) * wobble, _LOWEST_RATE)


def _rounding_share(rate: Floats, mated_searches: Floats) -> Floats:
    """Variance of rounding (uniform) over that of counting."""
    counting = (rate * mated_searches + _HALF_EVENT) / mated_searches**2
    return np.asarray(published.ROUNDING**2 / 3.0 / counting)


def _rates(
    points: Points, rank_one: Floats, small: Floats, growth: Floats, lost_share: Floats
) -> TrueRates:
    small = np.clip(small, _LOWEST_RATE, _HIGHEST_SMALL)
    drawn = np.quantile(published.growth_of_misses(), growth)
    return TrueRates(small, points.large, rank_one, drawn, lost_share)


def _solve_lost(
    rates: TrueRates, tail: Integers, comparisons: ComparisonLaw, best: Floats
) -> Floats:
    """The share not findable: by bisection where rank 1 is known, else a drawn share of misses."""

    def surplus(lost: Floats, which: Integers) -> Floats:
        some, tails_, strangers = take((rates, comparisons), which), tail[which], best[which]
        law = FittedLaw(lost, *_solve_shape(some[0], lost, tails_, some[1]), tails_)
        return np.nan_to_num(_rank_one(law, strangers) - some[0].rank_one)

    most = np.where(rates.has_rank_one, np.fmin(rates.rank_one, rates.small), rates.small)
    solved = root(surplus, np.zeros_like(most), most * (1.0 - 1e-9))
    lost = np.where(rates.has_rank_one, solved, rates.lost_share * rates.small)
    return np.where(_is_power_law(tail), 0.0, lost)


def _solve_growth(
    rates: TrueRates, tail: Integers, comparisons: ComparisonLaw, best_strangers: Floats
) -> TrueRates:
    """The power law has two parameters: where FNIR(12M) is not known, rank 1 decides the growth."""
    open_ = np.flatnonzero(_is_power_law(tail) & rates.has_rank_one & np.isnan(rates.large))
    some, law_tail = take((rates, comparisons), open_), tail[open_]
    best = best_strangers[open_]

    def deficit(growth: Floats, which: Integers) -> Floats:
        known, compared = take(some, which)
        nobody = np.zeros_like(growth)
        shape = _solve_shape(replace(known, growth=growth), nobody, law_tail[which], compared)
        modelled = _rank_one(FittedLaw(nobody, *shape, law_tail[which]), best[which])
        return np.log(known.rank_one / modelled)

    least, most = (np.full(len(open_), end) for end in (_LEAST_GROWTH, _MOST_GROWTH))
    growth = rates.growth.copy()
    growth[open_] = root(deficit, least, most)
    return replace(rates, growth=growth)


def _is_power_law(tail: Integers) -> Flags:
    return np.asarray(tail == tails.TAILS.index("power_law"))


def _solve_shape(
    rates: TrueRates, lost: Floats, tail: Integers, comparisons: ComparisonLaw
) -> tuple[Floats, Floats]:
    """Location and scale from the misses at two gallery sizes, given the share not findable."""
    near, far = (
        comparisons.threshold(n) for n in (published.SMALL_GALLERY, published.LARGE_GALLERY)
    )
    at_near = tails.quantile_by_world(tail, _findable(rates.small, lost))
    at_far = tails.quantile_by_world(tail, _findable(rates.large_given(lost), lost))
    scale = (far - near) / (at_far - at_near)
    return near - scale * at_near, scale


def _findable(miss: Floats, lost: Floats) -> Floats:
    return np.maximum((miss - lost) / (1.0 - lost), np.finfo(float).tiny)


# Quadrature over the rarity of the best stranger: trapezoid rule on the logit of its share, whose
# weights fall off at both ends.
_STEPS = np.arange(-8.0, 36.0)
_WEIGHTS = expit(_STEPS) * expit(-_STEPS)
_SURVIVAL = np.logaddexp(0.0, -_STEPS)  # -log of the share, exact near 1


def _best_stranger(comparisons: ComparisonLaw) -> Floats:
    """Rarity of the best stranger at each point of the quadrature, shape (worlds, points)."""
    spread = comparisons.variance[:, None]
    safe = np.where(spread > 0, spread, 1.0)
    most = np.minimum(safe * _SURVIVAL, _LARGEST_EXPONENT)
    intensity = np.where(spread > 0, np.expm1(most) / safe, _SURVIVAL)
    gallery = comparisons.effective(published.SMALL_GALLERY)
    return np.asarray(np.maximum(np.log10(gallery)[:, None] - np.log10(intensity), 0.0))
