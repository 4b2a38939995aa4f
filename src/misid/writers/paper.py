"""Sizes of paper."""

from __future__ import annotations

from misid.errors import MeaningError

PAPERS = {"a4": "A4", "letter": "Letter"}
"""Their names, and what they are called."""


def check_paper(paper: str) -> str:
    """
    A size of paper by its name.

    Raises: MeaningError: there is none; the error lists the known.
    """
    if paper not in PAPERS:
        raise MeaningError(
            f"no paper is called {paper[:20]!r}.", use=f"one of: {', '.join(PAPERS)}"
        )
    return paper
