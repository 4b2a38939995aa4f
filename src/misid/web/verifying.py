"""A document is checked in a process of its own; what it carries may be anybody's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from misid.attestation.schema import Attestation
from misid.errors import MisidError
from misid.study.verify import verify
from misid.web.apart import ProcessEnds, apart, bound_memory

_TERMINAL = "`misid verify FILE` in a terminal"
_MOST_WORLDS, _WITHIN, _MEMORY = 50_000, 180.0, 6 << 30
"""Worlds that are worked out for a document; seconds and bytes that its checks may take."""


def checked(file: Path) -> Attestation:
    """
    What was checked of a document; it takes no longer than a page waits.

    Args:
        file: as it was sent.
    Raises: MisidError: an image, or checks that came to no end. GivenUpError: nobody waits any
        longer; the work ends.
    """
    found: Attestation = apart(_steps, file, ends=ProcessEnds(_died, _late, _WITHIN))
    return found


def _died() -> MisidError:
    return MisidError(
        "the checks ended before they were done; they may have needed more memory than there is.",
        use=_TERMINAL,
    )


def _late() -> MisidError:
    return MisidError("the checks take longer than a page waits.", use=_TERMINAL)


def _steps(file: Path) -> Iterator[Attestation]:
    bound_memory(_MEMORY)
    try:
        yield verify(file, _Worlds())
    except MemoryError:
        raise _died() from None


class _Worlds:
    """Counts worlds that are worked out: whoever made the document says how many it asks for."""

    def __init__(self) -> None:
        self._done = 0

    def __call__(self, done: int) -> None:
        """So many more are done."""
        self._done += done
        if self._done > _MOST_WORLDS:
            raise _late()
