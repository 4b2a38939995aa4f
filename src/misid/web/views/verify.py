"""Check a document: send it, and read whether it is what its inputs give."""

from __future__ import annotations

import json
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from misid.attestation.schema import Attestation
from misid.attestation.statement import statement
from misid.document.attestation import attestation_document
from misid.errors import FormatError, MisidError
from misid.web.page import render
from misid.web.sending import NEVER_KEPT, SentPlace, known_ending, made_file
from misid.web.uploads import Upload
from misid.web.verifying import checked
from misid.web.waiting import GivenUpError, StillAtWorkError
from misid.words.language import language, message

_AT_WORK = message(
    "The document is rendered and worked out again, which takes some seconds. The page comes by "
    "itself; leave it, and the work is given up."
)
_STOP = message("Stop, and delete the document")
_FILES: dict[str, Callable[[Attestation], str]] = {
    "json": lambda found: found.model_dump_json(indent=2),
    "statement.json": lambda found: json.dumps(statement(found), indent=2),
}
"""What was found as a file, by the end of its address."""


PLACE = SentPlace("/verify", "documents", "verify")
verify, send, delete = PLACE.show, PLACE.send, PLACE.delete


def checks(request: Request) -> Response:
    """What was checked; until that is done, that it is at work, and a way to stop it."""
    address, upload = PLACE.asked(request)
    try:
        found = document_checked(request, upload)
    except StillAtWorkError as work:
        return PLACE.at_work(request, (_AT_WORK, _STOP), work=work)
    except MisidError as mistake:
        return PLACE.refused(request, address, upload, mistake)
    facts = {
        "document": attestation_document(found, language(address.language)),
        "outcome": found.outcome,
        "token": upload.token,
        "minutes": PLACE.minutes(request),
    }
    return render(request, "verify_checks", address, facts, headers=NEVER_KEPT)


def checks_file(request: Request) -> Response:
    """The same as JSON, or as an unsigned statement for a tool that signs."""
    upload, ending = PLACE.upload(request), known_ending(request, _FILES)

    def make() -> str:
        return _FILES[ending](document_checked(request, upload))

    return made_file(request, make, "application/json", f"checks.{ending}")


def document_checked(request: Request, upload: Upload) -> Attestation:
    """
    What was checked of a document, which itself goes at once when that is done.

    Raises: MisidError: it cannot be checked. StillAtWorkError: ask again.
    """
    documents = PLACE.held(request)

    def work() -> Attestation:
        try:
            found = checked(upload.paths[0])
        except (FormatError, GivenUpError):
            documents.remove(upload.token)
            raise
        documents.empty(upload)
        return found

    return documents.waiting.get(("checks", upload.token), work)
