"""Who is told that machine code is being made, which on a new machine takes most of a minute."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any


@cache
def _listeners() -> list[Callable[[], None]]:
    """Those that all of this process are told through."""
    return []


@contextmanager
def heard_by(listener: Callable[[], None]) -> Iterator[None]:
    """
    Tell somebody each time that machine code of a function begins to be made.

    Args:
        listener: called from whatever thread makes it; never for code that was kept.
    """
    _listeners().append(listener)
    try:
        yield
    finally:
        _listeners().remove(listener)


class Compilations:
    """What the compiler tells its events to."""

    def notify(self, event: Any) -> None:
        """Pass on that something begins."""
        if event.is_start:
            for listener in tuple(_listeners()):
                listener()
