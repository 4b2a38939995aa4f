"""The threshold: solved as a designer sets it, on the designer's own population and gallery."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from misid.matching.field import Field, lowest_threshold
from misid.matching.rarity import (
    candidate_intensity,
    false_positive_identification_rate,
    no_candidate,
)

Floats = NDArray[np.float64]

# Newton steps on log rate against rarity, which is close to a straight line.
_MOST_STEPS = 40
_CLOSE = 1e-13


def independent_threshold(fpir: Floats, gallery: Floats, variance: Floats) -> Floats:
    """
    Rarity at which a gallery of strangers, all alike, gives this false positive rate.

    Args:
        fpir: false positive identification rate, shape (worlds,).
        gallery: effective number of records (records times growth and capture effect).
        variance: variance of look-alike frailty.
    Example:
        >>> at = independent_threshold(np.array([0.003]), np.array([12e6]), np.array([0.0]))
        >>> float(at[0].round(3)), float(10 ** -at[0])
        (9.601, 2.5037...e-10)
    """
    rate = -np.expm1(-candidate_intensity(fpir, variance) / gallery)
    return -np.log10(rate)


def solve_threshold(field: Field, probes: Floats, fpir: Floats, variance: Floats) -> Floats:
    """
    Rarity at which searches of the designer's population give this false positive rate.

    Args:
        field: impostor field of the design gallery.
        probes: share of each group among the design searches, shape (worlds, groups).
        fpir: the rate aimed at, shape (worlds,).
        variance: variance of look-alike frailty, shape (worlds,).
    Returns: the threshold on the rarity axis, shape (worlds,); `lowest_threshold` where the rate
        would need a lower one.
    References: design, section 2: `sum_g w_g [1 - (1 + Lambda_g(T)/k)^-k] = p`.
    """
    total = (field.weight * probes).sum(axis=1)
    least = lowest_threshold(field)
    at = np.maximum(np.log10(total / candidate_intensity(fpir, variance)), least)
    for _ in range(_MOST_STEPS):
        step = np.clip(_newton_step(field, probes, fpir, variance, at), -2.0, 2.0)
        moved = np.maximum(at + step, least)
        done = np.max(np.abs(moved - at)) < _CLOSE * np.max(np.abs(at))
        at = moved
        if done:
            break
    return np.asarray(at)


def _newton_step(
    field: Field, probes: Floats, fpir: Floats, variance: Floats, at: Floats
) -> Floats:
    expected, fall = field.intensity(at[:, None])
    spread = variance[:, None]
    rate = (probes * false_positive_identification_rate(expected[..., 0], spread)).sum(axis=1)
    density = no_candidate(expected[..., 0], spread) / (1.0 + spread * expected[..., 0])
    slope = (probes * density * fall[..., 0]).sum(axis=1)
    return np.asarray(np.log(rate / fpir) * rate / slope)
