"""Where two documents of JSON differ, leaf by leaf; numbers within rounding are alike."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, NamedTuple

ROUNDING = 1e-9
"""Relative difference up to which two numbers are taken for one: sums in another order give it."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_LONGEST = 120
_NOTHING = object()


class DifferingLeaf(NamedTuple):
    """A place at which two documents differ: the names that lead there, and what stands there."""

    path: tuple[str, ...]
    stated: Any
    again: Any

    @property
    def where(self) -> str:
        """The path as one word."""
        return ".".join(self.path)


def leaves(stated: Any, again: Any, path: tuple[str, ...] = ()) -> Iterator[DifferingLeaf]:
    """
    Every leaf at which two documents differ, in the order of the first.

    Args:
        stated: one of them.
        again: the other.
        path: where they stand.
    """
    if isinstance(stated, dict) and isinstance(again, dict):
        for name in dict.fromkeys((*stated, *again)):
            yield from leaves(
                stated.get(name, _NOTHING), again.get(name, _NOTHING), (*path, str(name))
            )
    elif isinstance(stated, list) and isinstance(again, list):
        for place, (one, other) in enumerate(zip_longest(stated, again, fillvalue=_NOTHING)):
            yield from leaves(one, other, (*path, str(place)))
    elif not alike(stated, again):
        yield DifferingLeaf(path, stated, again)


def alike(stated: Any, again: Any) -> bool:
    """
    Whether two leaves are one: the same, but for rounding in the numbers that they are or hold.

    Example:
        >>> alike(0.3, 0.1 + 0.2), alike("0.30000000000000004", "0.29999999999999999")
        (True, True)
        >>> alike(1, True), alike("about 730", "about 731")
        (False, False)
    """
    if isinstance(stated, bool) or isinstance(again, bool):
        return stated is again
    if isinstance(stated, int | float) and isinstance(again, int | float):
        return math.isclose(stated, again, rel_tol=ROUNDING, abs_tol=1e-15)
    if isinstance(stated, str) and isinstance(again, str):
        return stated == again or _text_alike(stated, again)
    return bool(stated == again)


def _text_alike(stated: str, again: str) -> bool:
    if _NUMBER.split(stated) != _NUMBER.split(again):
        return False
    pairs = zip(_NUMBER.findall(stated), _NUMBER.findall(again), strict=True)
    return all(one == other or _close(one, other) for one, other in pairs)


def _close(one: str, other: str) -> bool:
    # Only numbers with many digits are sums; a short one is what somebody reads.
    exact = min(len(one), len(other)) > 12
    return exact and math.isclose(float(one), float(other), rel_tol=ROUNDING, abs_tol=1e-15)


def shown(part: Any) -> str:
    """What stands at a place, short enough for a line; empty where nothing does."""
    text = "" if part is _NOTHING else part if isinstance(part, str) else repr(part)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
