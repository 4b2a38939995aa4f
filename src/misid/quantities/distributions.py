"""Quantile functions: how a stated range turns a uniform number into a value."""

from __future__ import annotations

import numpy as np
from scipy.special import betaincinv, expit, logit, ndtri

from misid.arrays import Floats

# The 95 % point of the standard normal: a range is read as 5 % to 95 %.
_Z95 = float(ndtri(0.95))
# Beyond it exp() is infinite; no quantity reaches as far.
_LARGEST_LOG = 700.0


def normal(u: Floats, low: float, high: float) -> Floats:
    """A normal value whose 5 % and 95 % points are `low` and `high`."""
    middle, scale = (high + low) / 2, (high - low) / (2 * _Z95)
    return np.asarray(middle + scale * ndtri(u))


def log_normal(u: Floats, low: float, high: float) -> Floats:
    """A positive value whose 5 % and 95 % points are `low` and `high`."""
    logs = normal(u, float(np.log(low)), float(np.log(high)))
    return np.exp(np.minimum(logs, _LARGEST_LOG))


def logit_normal(u: Floats, low: float, high: float) -> Floats:
    """A share whose 5 % and 95 % points are `low` and `high`."""
    return np.asarray(expit(normal(u, float(logit(low)), float(logit(high)))))


def uniform(u: Floats, low: float, high: float) -> Floats:
    """Every value between the ends alike."""
    return low + (high - low) * u


def log_uniform(u: Floats, low: float, high: float) -> Floats:
    """Every order of magnitude between the ends alike."""
    return np.exp(uniform(u, float(np.log(low)), float(np.log(high))))


def triangular(u: Floats, low: float, mode: float, high: float) -> Floats:
    """Ends that are never passed, and a most likely value `mode` between them."""
    width, rise = high - low, mode - low
    left = low + np.sqrt(u * width * rise)
    right = high - np.sqrt((1 - u) * width * (high - mode))
    return np.where(u * width < rise, left, right)


def beta(u: Floats, low: float, high: float, shape: tuple[float, float]) -> Floats:
    """A beta value of the given shape, stretched to lie between the ends."""
    return low + (high - low) * np.asarray(betaincinv(shape[0], shape[1], u))
