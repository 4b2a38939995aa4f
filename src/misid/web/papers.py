"""Sizes of paper, by their names in an address."""

from __future__ import annotations

from starlette.requests import Request

from misid.errors import MeaningError

PAPERS = {"a4": "A4", "letter": "Letter"}
"""Their names, and what they are called."""


def paper_of(request: Request) -> str:
    """
    The paper that an address asks for, A4 where it asks for none.

    Raises: MeaningError: there is none of this name.
    """
    paper = request.query_params.get("paper") or "a4"
    if paper not in PAPERS:
        raise MeaningError(
            f"no paper is called {paper[:20]!r}.", use=f"paper={' or paper='.join(PAPERS)}"
        )
    return paper
