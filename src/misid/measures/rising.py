"""Rising factorials, of which laws of counts with a varying rate are made."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from misid.arrays import Floats

_STIRLING_FROM = 30.0


def log_rising(start: Floats, steps: int | Floats) -> Floats:
    """
    `log(Gamma(a + k) / Gamma(a))` without the loss of digits where `a` is large.

    Args:
        start: `a`, above 0.
        steps: `k`, from 0.
    Example:
        >>> float(log_rising(np.array([5.0]), 3)[0].round(9)) == round(float(np.log(5 * 6 * 7)), 9)
        True
    """
    start, steps = np.asarray(start, dtype=float), np.asarray(steps, dtype=float)
    is_large = start > _STIRLING_FROM
    if start.ndim == 1 and (steps.ndim == 0 or steps.shape[-1] == 1):
        found = np.empty(np.broadcast_shapes(start.shape, steps.shape))
        found[..., is_large] = _by_stirling(start[is_large], steps)
        found[..., ~is_large] = _by_gamma(start[~is_large], steps)
        return found
    large = _by_stirling(np.maximum(start, _STIRLING_FROM), steps)
    return np.where(is_large, large, _by_gamma(np.minimum(start, _STIRLING_FROM), steps))


def _by_stirling(start: Floats, steps: Floats) -> Floats:
    whole = start + steps
    few = (1.0 / whole - 1.0 / start) / 12.0
    each = np.log(start) - 1.0
    return np.asarray((whole - 0.5) * np.log1p(steps / start) + steps * each + few)


def _by_gamma(start: Floats, steps: Floats) -> Floats:
    return np.asarray(gammaln(start + steps) - gammaln(start))
