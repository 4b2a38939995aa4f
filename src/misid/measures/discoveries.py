"""
Many comparisons at once: which are told apart from chance.

Y. Benjamini, Y. Hochberg: Controlling the false discovery rate. J. R. Stat. Soc. B 57 (1995) 289.
"""

from __future__ import annotations

import numpy as np

from misid.arrays import Flags, Floats

LEVEL = 0.05
"""Share of those found that are there by chance, at most, on average."""


def discovered(probabilities: Floats, level: float = LEVEL) -> Flags:
    """
    Which are told apart from chance, so that of those found the share by chance is kept (BH).

    Args:
        probabilities: of each count, shape (counts,).
        level: that share.
    Example:
        >>> discovered(np.array([0.9, 0.001, 0.04])).tolist()
        [False, True, False]
    """
    ordered = np.sort(probabilities)
    allowed = ordered <= level * np.arange(1, ordered.size + 1) / max(1, ordered.size)
    limit = ordered[allowed][-1] if allowed.any() else -1.0
    return np.asarray(probabilities <= limit)


def both_sides(low: Floats, high: Floats) -> Floats:
    """Probability of a count as far out on either side: twice the smaller tail, at most one."""
    return np.asarray(np.minimum(1.0, 2.0 * np.minimum(low, high)))
