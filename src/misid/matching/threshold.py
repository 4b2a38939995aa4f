"""The threshold: solved as a designer sets it, on the designer's own population and gallery."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from misid.arrays import Flags, Floats
from misid.matching.impostor_field import ImpostorField, lowest_threshold
from misid.matching.rarity import (
    candidate_intensity,
    false_positive_identification_rate,
    no_candidate,
)

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


def solve_threshold(field: ImpostorField, probes: Floats, fpir: Floats, variance: Floats) -> Floats:
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
    on = np.ones(at.shape, dtype=bool)
    for _ in range(_MOST_STEPS):
        step = np.clip(_newton_step(field, probes, fpir, variance, at), -2.0, 2.0)
        at, on = _moved(at, np.maximum(at + step, least), on)
        if not on.any():
            break
    return at


def _moved(at: Floats, to: Floats, on: Flags) -> tuple[Floats, Flags]:
    """Those that are still on their way, moved; each stops by itself, whatever the others do."""
    close = np.abs(to - at) < _CLOSE * np.abs(at)
    return np.where(on, to, at), on & ~close


def intensity_by_group(field: ImpostorField, thresholds: Floats) -> tuple[Floats, Floats]:
    """
    `ImpostorField.intensity` with a threshold of its own for each group.

    Args:
        field: impostor field of the gallery.
        thresholds: shape (worlds, groups).
    Returns: expected false candidates of each group and their fall, shape (worlds, groups).
    """
    expected, fall = field.intensity(thresholds)
    return np.einsum("wgg->wg", expected), np.einsum("wgg->wg", fall)


def equal_thresholds(
    fields: Sequence[ImpostorField],
    shares: Floats,
    probes: Floats,
    threshold: Floats,
    variance: Floats,
) -> Floats:
    """
    Rarities at which each group's searches return strangers as often as all do at one threshold.

    Args:
        fields: impostor field in each capture condition.
        shares: share of each condition among the searches, shape (worlds, conditions).
        probes: weight of each group in the average, shape (worlds, groups).
        threshold: the one threshold, shape (worlds,).
        variance: variance of look-alike frailty, shape (worlds,).
    Returns: thresholds, shape (worlds, groups); a group's lowest where it would need a lower one.
    """
    at = np.repeat(threshold[:, None], probes.shape[1], axis=1)
    least = np.max([_lowest_by_group(field) for field in fields], axis=0)
    rate, slope = _rates(fields, shares, variance, at)
    aim = ((rate * probes).sum(axis=1) / probes.sum(axis=1))[:, None]
    on = np.ones(at.shape, dtype=bool)
    for _ in range(_MOST_STEPS):
        step = np.clip(np.log(rate / aim) * rate / slope, -2.0, 2.0)
        at, on = _moved(at, np.maximum(at + step, least), on)
        if not on.any():
            break
        rate, slope = _rates(fields, shares, variance, at)
    return at


def _lowest_by_group(field: ImpostorField) -> Floats:
    each = lowest_threshold(replace(field, lumps=field.lumps.reshape(-1, 1)))
    return each.reshape(field.lumps.shape)


def _rates(
    fields: Sequence[ImpostorField], shares: Floats, variance: Floats, at: Floats
) -> tuple[Floats, Floats]:
    """False positive rate of each group over all conditions, and its fall, (worlds, groups)."""
    spread, rate, slope = variance[:, None], np.zeros_like(at), np.zeros_like(at)
    for field, share in zip(fields, shares.T, strict=True):
        expected, fall = intensity_by_group(field, at)
        rate += share[:, None] * false_positive_identification_rate(expected, spread)
        density = no_candidate(expected, spread) / (1.0 + spread * expected)
        slope += share[:, None] * density * fall
    return rate, slope


def _newton_step(
    field: ImpostorField, probes: Floats, fpir: Floats, variance: Floats, at: Floats
) -> Floats:
    expected, fall = field.intensity(at[:, None])
    spread = variance[:, None]
    rate = (probes * false_positive_identification_rate(expected[..., 0], spread)).sum(axis=1)
    density = no_candidate(expected[..., 0], spread) / (1.0 + spread * expected[..., 0])
    slope = (probes * density * fall[..., 0]).sum(axis=1)
    return np.asarray(np.log(rate / fpir) * rate / slope)
