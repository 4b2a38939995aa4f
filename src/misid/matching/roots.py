"""Roots of many increasing functions at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from misid.arrays import Floats, Integers

_MOST_STEPS = 100
_CLOSE = 1e-9


def root(function: Callable[[Floats, Integers], Floats], low: Floats, high: Floats) -> Floats:
    """
    Where each of many functions changes sign between `low` and `high`.

    Args:
        function: values at some points of some functions, `function(points, which)`; at most 0 at
            `low`, at least 0 at `high`. Functions that are done are not asked again.
        low: lower ends of the brackets, shape (functions,); the answer where the value there is
            not below 0.
        high: upper ends; the answer where the value there is below 0.
    Returns: the roots, shape (functions,).
    Example:
        >>> root(lambda x, which: x**2 - 2.0, np.array([0.0]), np.array([2.0])).round(9)
        array([1.41421356])

    References: T. R. Chandrupatla, Advances in Engineering Software 28 (1997) 145-149.
    """
    which = np.arange(len(low))
    at_low, at_high = function(low, which), function(high, which)
    answer, close = np.where(at_low >= 0, low, high), _CLOSE * (high - low)
    which = np.flatnonzero((at_low < 0) & (at_high > 0))
    x1, x2, f1, f2 = (part[which] for part in (low, high, at_low, at_high))
    step = np.full(len(which), 0.5)
    for _ in range(_MOST_STEPS):
        if not len(which):
            break
        x = x1 + step * (x2 - x1)
        f = function(x, which)
        same = np.sign(f) == np.sign(f1)
        x3, f3 = np.where(same, x1, x2), np.where(same, f1, f2)
        x2, f2 = np.where(same, x2, x1), np.where(same, f2, f1)
        x1, f1 = x, f
        answer[which] = np.where(np.abs(f1) < np.abs(f2), x1, x2)
        least = close[which] / np.abs(x2 - x1)
        on = (f != 0) & (least < 0.5)
        step = np.clip(_step((x1, x2, x3), (f1, f2, f3)), least, 1.0 - least)
        which, x1, x2, f1, f2, step = (p[on] for p in (which, x1, x2, f1, f2, step))
    return answer


def _step(x: tuple[Floats, Floats, Floats], f: tuple[Floats, Floats, Floats]) -> Floats:
    """By inverse quadratic interpolation where that is safe, else to the middle."""
    (x1, x2, x3), (f1, f2, f3) = x, f
    xi, phi = (x1 - x2) / (x3 - x2), (f1 - f2) / (f3 - f2)
    safe = (phi**2 < xi) & ((1.0 - phi) ** 2 < 1.0 - xi)
    a, b, c = np.where(safe, f1, 1.0), np.where(safe, f2, 2.0), np.where(safe, f3, 3.0)
    curved = a / (b - a) * c / (b - c) + (x3 - x1) / (x2 - x1) * a / (c - a) * b / (c - b)
    return np.where(safe, curved, 0.5)
