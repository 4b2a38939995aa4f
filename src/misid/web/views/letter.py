"""A letter: the questions that were chosen, as a text that can be sent; nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TypeVar, get_args
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from misid.document import letters
from misid.document.model import Document
from misid.errors import MeaningError, MisidError
from misid.study import Study
from misid.uncertainty.ledger_schema import Ledger
from misid.web import asked
from misid.web.address import Address
from misid.web.errors import NoSuchPageError, check_version
from misid.web.page import address_of, render, studies_of
from misid.web.views.questions import questions_page
from misid.words.language import LANGUAGES, language
from misid.writers.markdown import letter_markdown
from misid.writers.text import reasons, text

_WRITERS = {"txt": (text, "text/plain"), "md": (letter_markdown, "text/markdown")}
_SEE_OTHER = 303
_NO_FORM = "no form of a letter is called {name}."
_OWN = ("ask", "form", "written")

Name = TypeVar("Name", bound=str)


@dataclass(frozen=True)
class Wanted:
    """Which letter: its form, its language, and the fields of the questions that it asks."""

    form: letters.LetterForm
    written: str
    fields: tuple[str, ...]

    def made(self, found: Ledger) -> Document:
        """The letter from a ledger."""
        return letters.letter(found, self.form, language(self.written), fields=self.fields)

    @property
    def options(self) -> tuple[str, ...]:
        """The same as options of `misid unknowns`."""
        asked = (f"--ask={field}" for field in self.fields)
        return (f"--letter={self.form}", *asked, f"--language={self.written}")


def letter(request: Request) -> Response:
    """
    The letter; what cannot be asked is told above the form as it was filled in.

    An address that asks nothing leads to the form.
    """
    address = address_of(request)
    check_version(address)
    if not {"form", "ask"} & set(request.query_params):
        return RedirectResponse(address.to("/questions"), _SEE_OTHER)
    try:
        wanted = _wanted(request, address)
        found = asked.ledger(studies_of(request), address)
    except MisidError as mistake:
        return questions_page(request, mistake)
    own = [(name, text) for name, text in request.query_params.multi_items() if name in _OWN]
    written, points = wanted.made(found), asked.own_points(studies_of(request))
    page = {
        "letter": written,
        "reasons": partial(reasons, speaks=language(written.language)),
        "files": {
            name: f"{address.to(f'/questions/letter.{name}')}&{urlencode(own)}" for name in _WRITERS
        },
        "back": f"{address.to('/questions')}&{urlencode(own)}",
        "found": found,
        "options": (*wanted.options, *([f"--points={points}"] if points else [])),
    }
    return render(request, "letter", address, page)


def letter_file(request: Request) -> Response:
    """The letter as a file: plain text, or Markdown."""
    address = address_of(request)
    check_version(address)
    ending = request.path_params["form"]
    if ending not in _WRITERS:
        raise NoSuchPageError(
            f"no letter is written as {ending[:20]!r}.", use=f"one of: {', '.join(_WRITERS)}"
        )
    write, kind = _WRITERS[ending]
    wanted = _wanted(request, address)
    written = wanted.made(asked.ledger(studies_of(request), address))
    headers = {"Content-Disposition": f'attachment; filename="letter.{ending}"'}
    return Response(write(written), media_type=kind, headers=headers)


def _wanted(request: Request, address: Address) -> Wanted:
    """
    The letter that is asked for; what cannot be asked is refused before any work.

    Raises: MeaningError: no such form or language, no question, too many, or none of this field.
    """
    query, studies = request.query_params, studies_of(request)
    wanted = Wanted(
        _one_of(query.get("form", ""), get_args(letters.LetterForm), _NO_FORM),
        _one_of(
            query.get("written", address.language),
            LANGUAGES,
            "no language of a letter is called {name}.",
        ),
        tuple(dict.fromkeys(query.getlist("ask"))),
    )
    studies.check(address)
    changes = address.changes(studies.inputs(address))
    letters.check_fields(Study(studies.scenario(address), changes).scenario, wanted.fields)
    return wanted


def _one_of(name: str, known: tuple[Name, ...], unknown: str) -> Name:
    for one in known:
        if one == name:
            return one
    raise MeaningError(unknown.format(name=repr(name[:20])), use=f"one of: {', '.join(known)}")
