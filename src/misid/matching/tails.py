"""Rival laws for the rarity of a person's own record; nobody has measured which one holds.

The published tables reach a gallery of 12 million. Beyond it the laws part: they agree on every
published number and differ several-fold at 250 million.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit, ndtr, ndtri

from misid.arrays import Floats, Integers

TailFamily = Literal["normal", "logistic", "gumbel", "power_law"]

TAILS: tuple[TailFamily, ...] = get_args(TailFamily)
"""`power_law` is the Gumbel law with nobody unfindable: misses grow as a power of the gallery."""

_LARGEST_EXPONENT = 700.0


class TailSplit(NamedTuple):
    """Probability below and above a point, each computed for itself."""

    below: Floats
    above: Floats


def below(tail: TailFamily, z: ArrayLike) -> Floats:
    """Probability below `z` in the standard law of a tail."""
    x = np.asarray(z, dtype=float)
    if tail == "normal":
        return np.asarray(ndtr(x))
    if tail == "logistic":
        return np.asarray(expit(x))
    return np.asarray(-np.expm1(-np.exp(np.minimum(x, _LARGEST_EXPONENT))))


def split(tail: TailFamily, z: ArrayLike) -> TailSplit:
    """
    The standard law of one tail at `z`, both sides with full relative accuracy.

    Example:
        >>> float(split("normal", 0.0).below)
        0.5
    """
    x = np.asarray(z, dtype=float)
    if tail == "normal":
        return TailSplit(ndtr(x), ndtr(-x))
    if tail == "logistic":
        return TailSplit(expit(x), expit(-x))
    hazard = np.exp(np.minimum(x, _LARGEST_EXPONENT))
    return TailSplit(-np.expm1(-hazard), np.exp(-hazard))


def quantile(tail: TailFamily, share: ArrayLike) -> Floats:
    """The point below which `share` of the standard law lies."""
    p = np.asarray(share, dtype=float)
    if tail == "normal":
        return np.asarray(ndtri(p))
    if tail == "logistic":
        return np.asarray(logit(p))
    return np.asarray(np.log(-np.log1p(-p)))


def split_by_world(codes: Integers, z: Floats) -> TailSplit:
    """
    `split`, where each world has a tail of its own.

    Args:
        codes: index into `TAILS` for each world, shape (worlds,).
        z: standardised points, shape (worlds, ...).
    """
    parts = TailSplit(np.empty_like(z), np.empty_like(z))
    for code in np.unique(codes):
        chosen = codes == code
        for target, source in zip(parts, split(TAILS[code], z[chosen]), strict=True):
            target[chosen] = source
    return parts


def below_by_world(codes: Integers, z: Floats) -> Floats:
    """`below`, where each world has a tail of its own; shapes as in `split_by_world`."""
    return _by_world(below, codes, z)


def quantile_by_world(codes: Integers, share: Floats) -> Floats:
    """`quantile`, where each world has a tail of its own; shapes as in `split_by_world`."""
    return _by_world(quantile, codes, share)


def _by_world(
    function: Callable[[TailFamily, Floats], Floats], codes: Integers, values: Floats
) -> Floats:
    values_by_world = np.empty_like(values)
    for code in np.unique(codes):
        chosen = codes == code
        values_by_world[chosen] = function(TAILS[code], values[chosen])
    return values_by_world
