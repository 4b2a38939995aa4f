"""The first page: what this is, and a guess before any number is shown."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from misid.errors import MeaningError, MisidError
from misid.web.errors import check_version, status_of
from misid.web.page import address_of, render, studies_of
from misid.words.language import language

PATH = "/"


def start(request: Request) -> Response:
    """Ask for a guess; once there is one, or none is wanted, show what the model says."""
    address = address_of(request)
    check_version(address)
    text = request.query_params.get("guess")
    skipped = "skip" in request.query_params
    if text is None and not skipped:
        return render(request, "start", address, {"mistake": None, "guess": "", "answer": None})
    # What draws and counts is loaded behind this first page, which needs none of it.
    from misid.figures.guess import guess_axis
    from misid.web.pictures import shown

    try:
        guess = None if skipped else _needed(text)
    except MisidError as mistake:
        facts = {"mistake": mistake, "guess": text, "answer": None}
        return render(request, "start", address, facts, status=status_of(mistake))
    facts_ = studies_of(request).facts(address)
    picture = guess_axis(facts_.results, guess, language(address.language))
    answer = shown(picture, address, **({} if guess is None else {"guess": str(guess)}))
    return render(
        request,
        "start",
        address,
        {"mistake": None, "guess": text or "", "answer": answer, "results": facts_.results},
    )


def _needed(text: str | None) -> int:
    from misid.web.pictures import read_guess

    guess = read_guess(text)
    if guess is None:
        raise MeaningError("no guess was given.", use="a number, or skip the guess")
    return guess
