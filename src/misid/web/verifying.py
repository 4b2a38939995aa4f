"""A document is checked in a process of its own; what it carries may be anybody's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from misid.attestation.schema import Attestation
from misid.study.verify import verify
from misid.web.apart import ProcessEnds, apart

_MOST_WORLDS = 50_000
"""Worlds that are worked out for a document."""
_ENDS = ProcessEnds(
    "the checks", "`misid verify FILE` in a terminal", 180.0, 6 << 30, are_many=True
)


def checked(file: Path) -> Attestation:
    """
    What was checked of a document; it takes no longer than a page waits.

    Args:
        file: as it was sent.
    Raises: MisidError: an image, or checks that came to no end. GivenUpError: nobody waits any
        longer; the work ends.
    """
    found: Attestation = apart(_steps, file, ends=_ENDS)
    return found


def _steps(file: Path) -> Iterator[Attestation]:
    yield verify(file, _Worlds())


class _Worlds:
    """Counts worlds that are worked out: whoever made the document says how many it asks for."""

    def __init__(self) -> None:
        self._done = 0

    def __call__(self, done: int) -> None:
        """So many more are done."""
        self._done += done
        if self._done > _MOST_WORLDS:
            raise _ENDS.late()
