"""What a library says past Python goes nowhere: its words may hold what stands in a file."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from typing import Any, TypeGuard

_ERRORS = 2
_ONE_AT_A_TIME = threading.RLock()
"""Taken again by the same thread where what was read in parts is given up meanwhile."""


class _Hushed:
    """The standard error of the process, taken away from libraries while somebody reads."""

    def __init__(self) -> None:
        self._readers = 0
        self._kept: TextIOWrapper | None = None
        self._before: Any = None

    def begin(self) -> None:
        """With the first reader number 2 leads nowhere, and Python writes on where it led."""
        self._readers += 1
        if self._readers == 1:
            with suppress(OSError, ValueError):
                self._take_away()

    def end(self) -> None:
        """With the last reader all is as it was."""
        self._readers -= 1
        if self._readers or self._before is None:
            return
        kept, before = self._kept, self._before
        self._before = None
        if sys.stderr is kept:
            sys.stderr = before
        if kept is not None:
            kept.flush()
            os.dup2(kept.fileno(), _ERRORS)

    def _take_away(self) -> None:
        if self._kept is None:
            # Never closed: who shows progress may hold it a moment longer than a reader reads.
            self._kept = os.fdopen(os.dup(_ERRORS), "w", encoding="utf-8")
        stream, nowhere = sys.stderr, os.open(os.devnull, os.O_WRONLY)
        is_ours = _leads_to_errors(stream)
        if is_ours:
            stream.flush()
        os.dup2(_ERRORS, self._kept.fileno(), inheritable=False)
        os.dup2(nowhere, _ERRORS)
        os.close(nowhere)
        self._before = stream
        if is_ours:
            self._kept.reconfigure(
                encoding=stream.encoding, errors=stream.errors, line_buffering=True
            )
            sys.stderr = self._kept


_HUSHED = _Hushed()


@contextmanager
def libraries_hushed() -> Iterator[None]:
    """
    Let nothing reach the standard error but what Python writes there.

    Polars tells of a damaged file in a thread of its own, as a trace, before it gives an error.
    """
    with _ONE_AT_A_TIME:
        _HUSHED.begin()
    try:
        yield
    finally:
        with _ONE_AT_A_TIME:
            _HUSHED.end()


def _leads_to_errors(stream: object) -> TypeGuard[TextIOWrapper]:
    """Whether a stream of Python's writes to number 2 itself."""
    if not isinstance(stream, TextIOWrapper):
        return False
    with suppress(OSError, ValueError):
        return stream.fileno() == _ERRORS
    return False
