"""What is said while machine code is made: nobody looks at a silent screen for a minute."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import typer

from misid.machine.compilation import heard_by
from misid.machine.kept_code import folder

_EVERY = 5.0
"""Seconds between two lines."""
_FIRST = "machine code is made for the first time, up to a minute; later starts find it"
_NOWHERE = (
    "machine code cannot be kept here, so that each start makes it anew, up to a minute; "
    "NUMBA_CACHE_DIR names a folder of your own for it"
)


@contextmanager
def told_of_machine_code(clock: Callable[[], float] = time.monotonic) -> Iterator[None]:
    """Say on standard error that machine code is made, and from time to time how much is."""
    functions, said = 0, 0.0

    def hear() -> None:
        nonlocal functions, said
        if not functions:
            said = clock()
            _say(_FIRST if folder() else _NOWHERE)
        elif clock() - said > _EVERY:
            said = clock()
            made = "1 function" if functions == 1 else f"{functions} functions"
            _say(f"machine code: {made} so far")
        functions += 1

    with heard_by(hear):
        yield


def _say(words: str) -> None:
    with suppress(OSError, ValueError):
        typer.echo(words, err=True)
