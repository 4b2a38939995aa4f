"""From the expected number of strangers back to rarity: the one inversion for all who draw them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from misid.arrays import Floats
from misid.matching import ImpostorField
from misid.matching.rarity import LN10

_NEWTON = 8
_SMALLEST = 1e-300


class ImpostorCurves(NamedTuple):
    """
    Strangers of each group.

    `expected` at the threshold, shape (worlds, groups); `rarity` the points at which `e^-depth` of
    them are left, and its `slope` for each unit of depth, shape (worlds, groups, points).
    """

    expected: Floats
    rarity: Floats
    slope: Floats


def impostor_curves(field: ImpostorField, thresholds: Floats, depths: Floats) -> ImpostorCurves:
    """
    The curve of each group.

    Args:
        field: the impostor field.
        thresholds: of each group, shape (worlds, groups).
        depths: logarithms of how many times fewer strangers are left, shape (points,).
    """
    groups = [
        _curve(field.of_group(number), thresholds[:, [number]], depths)
        for number in range(thresholds.shape[1])
    ]
    return ImpostorCurves(*(np.stack(part, axis=1) for part in zip(*groups, strict=True)))


def _curve(
    field: ImpostorField, threshold: Floats, depths: Floats
) -> tuple[Floats, Floats, Floats]:
    """Newton on the logarithm of the number of strangers, which is nearly a straight line."""
    first = field.intensity(threshold)[0][:, 0]
    at = np.asarray(threshold + depths / LN10, dtype=np.float64)
    for _ in range(_NEWTON):
        expected, slope = _strangers(field, at)
        at = at + (np.log(expected / np.maximum(first, _SMALLEST)) + depths) * slope
    return first[:, 0], at, _strangers(field, at)[1]


def _strangers(field: ImpostorField, at: Floats) -> tuple[Floats, Floats]:
    """How many are expected at each point, and its rise for each unit of their logarithm less."""
    expected, fall = (np.maximum(part[:, 0], _SMALLEST) for part in field.intensity(at))
    return expected, expected / fall
