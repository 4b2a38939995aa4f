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
    steps = np.asarray(steps, dtype=float)
    safe = np.maximum(start, _STIRLING_FROM)
    large = (
        (safe + steps - 0.5) * np.log1p(steps / safe)
        + steps * (np.log(safe) - 1.0)
        + (1.0 / (safe + steps) - 1.0 / safe) / 12.0
    )
    few = np.minimum(start, _STIRLING_FROM)
    return np.where(start > _STIRLING_FROM, large, gammaln(few + steps) - gammaln(few))
