"""Ctrl-C, at whatever moment it comes: one line at most, exit code 130, no trace."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

INTERRUPTED = 130
STOPPED = "stopped; nothing was written that is not whole"


def end_at_once(*, words: str = "") -> None:
    """
    From here on Ctrl-C ends the process there and then: what is loaded has nothing to put away.

    What could be on its way into a folder is finished, or taken away, by whoever writes there next.

    Args:
        words: that are said; nothing where they were said already.
    """

    def end(_number: int, _frame: FrameType | None) -> None:
        with suppress(OSError):
            os.write(2, f"{words}\n".encode() if words else b"")
        os._exit(INTERRUPTED)

    _answer(end)


class Listener:
    """Who hears Ctrl-C while a command works; some libraries make another error of it, or none."""

    def __init__(self) -> None:
        self.was_told = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """The first Ctrl-C ends the work in good order, the second at once."""
        hook = sys.unraisablehook

        def unraisable(error: Any) -> None:
            if not self.was_told:
                hook(error)

        _answer(self._stop)
        sys.unraisablehook = unraisable
        try:
            yield
        finally:
            sys.unraisablehook = hook
            end_at_once(words="" if self.was_told else STOPPED)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.was_told = True
        end_at_once()
        raise KeyboardInterrupt


def _answer(handler: Callable[[int, FrameType | None], None]) -> None:
    """What a signal does; whoever was started deaf to it, with `nohup` or so, stays deaf."""
    with suppress(ValueError):  # another thread than the first hears nothing
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, handler)
