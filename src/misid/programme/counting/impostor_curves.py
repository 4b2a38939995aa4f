"""From the expected number of strangers back to rarity: a curve for each group and condition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from misid.matching import Field
from misid.matching.rarity import LN10

Floats = NDArray[np.float64]

STEP, STEPS = 0.125, 320
"""Factors of e in the number of strangers from point to point, and how many points follow."""

_NEWTON = 8


class Curves(NamedTuple):
    """
    Strangers of each place: conditions outside, groups inside.

    `expected` at the threshold; `rarity` the point at which `e^(-i STEP)` of them are left, and its
    rise over one step, shape (places, points, 2).
    """

    expected: Floats
    rarity: Floats


def curves(fields: Sequence[Field], thresholds: Floats) -> Curves:
    """
    The curve of each group in each condition.

    Args:
        fields: the impostor field in each condition, one world.
        thresholds: of each group, shape (groups,).
    """
    places = [
        _curve(_alone(field, group), threshold)
        for field in fields
        for group, threshold in enumerate(thresholds.tolist())
    ]
    return Curves(
        np.array([expected for expected, _ in places]), np.stack([curve for _, curve in places])
    )


def _alone(field: Field, group: int) -> Field:
    """The field of one group."""
    at = slice(group, group + 1)
    return replace(
        field,
        weight=field.weight[:, at],
        lumps=field.lumps[:, at],
        sources=field.sources[:, at],
        region=field.region[at],
        sex=field.sex[at],
    )


def _curve(field: Field, threshold: float) -> tuple[float, Floats]:
    """Newton on the logarithm of the number of strangers, which is nearly a straight line."""
    first = field.intensity(np.array([[threshold]]))[0].item()
    depth = STEP * np.arange(STEPS + 1)
    at = np.asarray(threshold + depth / LN10, dtype=np.float64)
    for _ in range(_NEWTON):
        expected, fall = (part[0, 0] for part in field.intensity(at[None]))
        at = at + (np.log(expected / first) + depth) * expected / fall
    expected, fall = (part[0, 0] for part in field.intensity(at[None]))
    return first, np.stack([at, STEP * expected / fall], axis=1)
