"""Some worlds of a dataclass of arrays: every array is cut along its first axis."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Part = TypeVar("Part")


def take(part: Part, rows: NDArray[np.int64]) -> Part:
    """The same object with only these worlds in it, whatever it is made of."""
    if isinstance(part, np.ndarray):
        return part[rows]
    if isinstance(part, tuple) and any(is_dataclass(item) for item in part):
        return type(part)(take(item, rows) for item in part)  # type: ignore[call-arg]
    if is_dataclass(part) and not isinstance(part, type):
        cut: dict[str, Any] = {f.name: take(getattr(part, f.name), rows) for f in fields(part)}
        return replace(part, **cut)
    return part
