"""How counts vary around their shares: Dirichlet-multinomial, in log space, cells exact or not.

Events that come in clumps (the same people, the same look-alikes) vary more than independent ones,
by a factor, the dispersion. A Dirichlet-multinomial law has just that variance; with a dispersion
of 1 it is the multinomial. A cell is never one minus the others: each share has its own logarithm.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.special import betainc, betaincc, gammainc, gammaincc, gammaln, logsumexp

from misid.arrays import Floats, Integers
from misid.measures.rising import log_rising

_MOST_CONCENTRATED = 1e12
_MOST_WAYS = 256
_LEAST_EXTRA, _LEAST_LOG = 1e-9, -700.0


@dataclass(frozen=True)
class CountRange:
    """The least and the most that a count can be; both included."""

    least: int
    most: int

    @property
    def width(self) -> int:
        """How many counts are possible."""
        return self.most - self.least + 1


def concentration(dispersion: Floats, total: int | Integers) -> Floats:
    """
    Sum of the Dirichlet parameters that gives counts of `total` events this dispersion.

    Dispersions beyond `total`, which no law has, are held just below it.
    """
    others = np.maximum(np.asarray(total) - 1.0, _LEAST_EXTRA)
    extra = np.clip(dispersion - 1.0, _LEAST_EXTRA, others * 0.999)
    return np.asarray(np.clip(others / extra - 1.0, 1e-6, _MOST_CONCENTRATED))


def log_probability(counts: Sequence[int], log_shares: Floats, dispersion: Floats) -> Floats:
    """
    Log probability of exact counts, Dirichlet-multinomial.

    Args:
        counts: of each cell.
        log_shares: their logarithms, shape (worlds, cells), adding up to 1 as shares.
        dispersion: variance over that of independent events, shape (worlds,).
    Example:
        >>> two = log_probability([1, 1], np.log([[0.5, 0.5]]), np.ones(1))
        >>> float(np.exp(two)[0].round(6))
        0.5
    """
    total = sum(counts)
    strength, clumps = concentration(dispersion, total), dispersion > 1.0 + _LEAST_EXTRA
    found = gammaln(total + 1.0) - np.where(clumps, log_rising(strength, total), 0.0)
    for cell, count in enumerate(counts):
        if count:
            share = log_shares[:, cell]
            start = np.exp(np.maximum(np.log(strength) + share, _LEAST_LOG))
            clumped = np.where(share > -np.inf, log_rising(start, count), -np.inf)
            found = found + np.where(clumps, clumped, count * share) - gammaln(count + 1.0)
    return np.asarray(found)


def points(ends: CountRange, most: int) -> Iterator[int]:
    """Every count that is possible, or evenly chosen ones where they are too many."""
    if ends.width <= most:
        yield from range(ends.least, ends.most + 1)
        return
    step = ends.width / most
    yield from (ends.least + math.floor((place + 0.5) * step) for place in range(most))


def log_of_cells(
    total: int, cells: Sequence[CountRange | None], log_shares: Floats, dispersion: Floats
) -> Floats:
    """
    Log probability that counts of a known total lie in their ends; None: nobody said.

    Cells of which nothing is known are one cell together. The widest range takes what the others
    leave, by the law of a beta share where it has very many counts.

    Args:
        total: of all cells together.
        cells: ends of each.
        log_shares: shape (worlds, cells).
        dispersion: shape (worlds,).
    Returns: shape (worlds,); minus infinity where the cells cannot add up to the total.
    """
    given = [(one, log_shares[:, place]) for place, one in enumerate(cells) if one is not None]
    given.sort(key=lambda one: one[0].width)
    rest = [place for place, one in enumerate(cells) if one is None]
    if rest:
        left = np.logaddexp.reduce(log_shares[:, rest], axis=1)
        if given and given[-1][0].width > _MOST_WAYS:
            return _with_wide(total, given, left, dispersion)
        given.append((CountRange(0, total), left))
    return _with_remainder(total, given, dispersion)


_Given = list[tuple[CountRange, Floats]]


def _with_remainder(total: int, given: _Given, dispersion: Floats) -> Floats:
    """All cells, the last of which holds what the others leave."""
    *first, (last, _) = given
    shares = np.stack([share for _, share in given], axis=1)
    each = [
        log_probability([*chosen, total - sum(chosen)], shares, dispersion)
        for chosen in _ways([one for one, _ in first])
        if last.least <= total - sum(chosen) <= last.most
    ]
    return _added(each, [one for one, _ in first], len(shares))


def _with_wide(total: int, given: _Given, rest: Floats, dispersion: Floats) -> Floats:
    """The last cell is a wide range beside cells of which nothing is known."""
    *first, (wide, share) = given
    both = np.logaddexp(share, rest)
    shares = np.stack([*(share for _, share in first), both], axis=1)
    each = [
        log_probability([*chosen, left], shares, dispersion)
        + _log_beta_between(wide, left, (share - both, rest - both), dispersion)
        for chosen in _ways([one for one, _ in first])
        if (left := total - sum(chosen)) >= wide.least
    ]
    return _added(each, [one for one, _ in first], len(shares))


def _log_beta_between(
    wide: CountRange, total: int, log_shares: tuple[Floats, Floats], dispersion: Floats
) -> Floats:
    strength = np.maximum(total / np.maximum(dispersion, 1.0) - 1.0, 1e-6)
    one, other = (np.maximum(strength * np.exp(share), 1e-12) for share in log_shares)
    low = np.clip((wide.least - 0.5) / total, 0.0, 1.0)
    high = np.clip((wide.most + 0.5) / total, 0.0, 1.0)
    below = betainc(one, other, high) - betainc(one, other, low)
    above = betaincc(one, other, low) - betaincc(one, other, high)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.where(one / (one + other) < low, above, below)))


def _ways(open_: Sequence[CountRange]) -> Iterator[tuple[int, ...]]:
    most = _points_each(open_)
    return product(*(points(one, most) for one in open_))


def _points_each(open_: Sequence[CountRange]) -> int:
    several = sum(one.width > 1 for one in open_)
    return _MOST_WAYS if several <= 1 else max(2, int(_MOST_WAYS ** (1.0 / several)))


def _added(each: Sequence[Floats], open_: Sequence[CountRange], worlds: int) -> Floats:
    """The ways added up; each stands for as many as were not looked at."""
    if not each:
        return np.full(worlds, -np.inf)
    most = _points_each(open_)
    taken = math.prod(min(one.width, most) / one.width for one in open_)
    return np.asarray(logsumexp(np.stack(each), axis=0) - math.log(taken))


def log_of_year(count: CountRange, has_end: bool, mean: Floats, variance: Floats) -> Floats:
    """
    Log probability of a count that varies as gamma around `mean`, such as searches of a year.

    Args:
        count: its ends; where they are one number, a density.
        has_end: whether there is a most.
        mean: shape (worlds,).
        variance: of the logarithm, about: squared coefficient of variation, shape (worlds,).
    """
    spread = variance + 1.0 / np.maximum(mean, 1e-9)
    shape = 1.0 / spread
    scale = np.maximum(mean, 1e-300) * spread
    low, high = max(count.least - 0.5, 0.0) / scale, (count.most + 0.5) / scale
    if has_end and count.width == 1:
        at = max(count.least, 0.5) / scale
        return np.asarray((shape - 1.0) * np.log(at) - at - gammaln(shape) - np.log(scale))
    with np.errstate(divide="ignore"):
        if not has_end:
            return np.asarray(np.log(gammaincc(shape, low)))
        above = gammaincc(shape, low) - gammaincc(shape, high)
        below = gammainc(shape, high) - gammainc(shape, low)
        return np.asarray(np.log(np.where(low > shape, above, below)))
