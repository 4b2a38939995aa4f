"""Ctrl-C is heard by Python, whatever a library does with it."""

from __future__ import annotations

import signal
from contextlib import suppress


def hear_interrupts() -> None:
    """
    Let Ctrl-C, or deafness to it, be Python's own again.

    Polars answers it itself from when it is loaded; what it reads in parts then ends as if the file
    ended there, and nobody is told.
    """
    handler = signal.getsignal(signal.SIGINT)
    if handler is not None:
        with suppress(ValueError):  # another thread than the first hears nothing
            signal.signal(signal.SIGINT, handler)
