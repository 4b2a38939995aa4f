"""Some worlds of many: every array of an object is cut along its first axis."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

Part = TypeVar("Part")


def take(part: Part, rows: NDArray[np.int64]) -> Part:
    """
    The same object with only these worlds in it.

    Args:
        part: an array, a frozen dataclass of such parts, a tuple of either; all else is kept.
        rows: the worlds, by position.
    """
    return cast(Part, _taken(part, _in_a_row(rows)))


def _in_a_row(rows: NDArray[np.int64]) -> NDArray[np.int64] | slice:
    """Worlds that follow each other as a slice, which copies nothing."""
    if len(rows) and np.all(np.diff(rows) == 1):
        return slice(int(rows[0]), int(rows[-1]) + 1)
    return rows


def _taken(part: Any, rows: NDArray[np.int64] | slice) -> Any:
    if isinstance(part, np.ndarray):
        return part[rows]
    if isinstance(part, tuple):
        taken = [_taken(item, rows) for item in part]
        return type(part)(*taken) if hasattr(part, "_fields") else tuple(taken)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{f.name: _taken(getattr(part, f.name), rows) for f in fields(part)})
    return part
