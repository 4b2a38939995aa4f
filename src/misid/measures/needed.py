"""How many trials of each cell would tell which has the highest rate."""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from misid.measures.apart import CONFIDENCE
from misid.measures.arguments import check_confidence

RATIO, POWER = 2.0, 0.8
"""What is asked: a cell with twice the rate of the others is named four times in five."""
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(80)
_FARTHEST = 20.0


def trials_needed(
    rate: float,
    *,
    cells: int,
    design_effect: float = 1.0,
    ratio: float = RATIO,
    power: float = POWER,
    confidence: float = CONFIDENCE,
) -> float | None:
    """
    Trials of each of some equal cells that tell which is the highest, where one is.

    One cell has `ratio` times the rate, the others have the rate. It is named where its logarithm
    stands above that of each other by the quantile of a single pair, and above one of them by that
    of all pairs at once (Bonferroni), as in `told_apart`; the distance d in standard errors at
    which that happens so often is solved for.

    .. math:: n = d^2 D ((1 - R p) / (R p) + (1 - p) / p) / (ln R)^2

    Args:
        rate: p, of the others.
        cells: how many there are, the highest included.
        design_effect: D, of differences; that of the data, with as many trials of each person.
        ratio: R.
        power: how often it is named.
        confidence: as in `told_apart`.
    Returns: nothing where the rate is 0, or so high that there is no such multiple of it.
    Example:
        >>> round(trials_needed(0.01, cells=2)), round(trials_needed(0.01, cells=10))
        (2582, 4682)
        >>> trials_needed(0.6, cells=2) is None
        True

    References: the sample size for two proportions on the logarithm, with the quantiles of
    `told_apart`. Checked by simulation in `bench/worst_group.md`.
    """
    check_confidence(confidence)
    if not 0.0 < rate * ratio < 1.0 or cells < 2:
        return None
    top, other = (1.0 - ratio * rate) / (ratio * rate), (1.0 - rate) / rate
    share = top / (top + other)
    distance = _distance(cells, share, power, confidence)
    return distance**2 * design_effect * (top + other) / math.log(ratio) ** 2


def _distance(cells: int, share: float, power: float, confidence: float) -> float:
    """How many standard errors the highest must stand above each other one."""
    level = 1.0 - confidence
    single, every = (-float(ndtri(level / 2.0 / many)) for many in (1, cells * (cells - 1) // 2))
    of_top, own = math.sqrt(share) * _NODES, math.sqrt(1.0 - share)

    def short(distance: float) -> float:
        near, far = (ndtr((distance + of_top - end) / own) for end in (single, every))
        named = near ** (cells - 1) - (near - far) ** (cells - 1)
        return float(_WEIGHTS @ named / _WEIGHTS.sum()) - power

    return float(brentq(short, 0.0, _FARTHEST))
