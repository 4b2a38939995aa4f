"""Check a document: send it, and read whether it is what its inputs give."""

from __future__ import annotations

import json
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from misid.attestation.schema import Attestation
from misid.attestation.statement import statement
from misid.document.attestation import attestation_document
from misid.errors import MisidError
from misid.files.read import plain
from misid.web.address import Address
from misid.web.errors import NoSuchPageError, check_version
from misid.web.page import address_of, render
from misid.web.sending import AGAIN, NEVER_KEPT, SEE_OTHER, at_work, form_page, kept_file, send_on
from misid.web.uploads import Upload, Uploads
from misid.web.verifying import checked
from misid.web.waiting import StillAtWorkError
from misid.words.language import language, message

PATH = "/verify"
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


def documents_of(request: Request) -> Uploads:
    """The documents that were sent to this server."""
    documents: Uploads = request.app.state.documents
    return documents


def verify(request: Request) -> Response:
    """The form that a document is sent with."""
    address = address_of(request)
    check_version(address)
    return _form(request, address, None)


def _form(request: Request, address: Address, mistake: MisidError | None) -> Response:
    return form_page(request, "verify", address, documents_of(request), mistake)


async def send(request: Request) -> Response:
    """Take a document, and go on to its checks."""
    return await send_on(request, documents_of(request), _form, PATH)


def checks(request: Request) -> Response:
    """What was checked; until that is done, that it is at work, and a way to stop it."""
    address, upload = address_of(request), _upload(request)
    check_version(address)
    try:
        found = _found(request, upload)
    except StillAtWorkError:
        spoken = language(address.language)
        stop = (address.to(f"{PATH}/{upload.token}/delete"), spoken.word(_STOP))
        return at_work(request, address, spoken.word(_AT_WORK), stop)
    except MisidError as mistake:
        documents_of(request).remove(upload.token)
        return _form(request, address, mistake)
    facts = {
        "document": attestation_document(found, language(address.language)),
        "outcome": found.outcome,
        "token": upload.token,
        "minutes": round(documents_of(request).kept / 60),
    }
    return render(request, "verify_checks", address, facts, headers=NEVER_KEPT)


def checks_file(request: Request) -> Response:
    """The same as JSON, or as an unsigned statement for a tool that signs."""
    ending, upload = request.path_params["ending"], _upload(request)
    if ending not in _FILES:
        raise NoSuchPageError(
            f"no checks are written as {plain(ending)}.", use=f"one of: {', '.join(_FILES)}"
        )
    try:
        content = _FILES[ending](_found(request, upload))
    except StillAtWorkError:
        return RedirectResponse(str(request.url), AGAIN, headers=NEVER_KEPT)
    return kept_file(content, "application/json", f"checks.{ending}")


def delete(request: Request) -> Response:
    """Stop the checks, and delete the document and what was found of it."""
    address = address_of(request)
    documents_of(request).remove(request.path_params["token"])
    return RedirectResponse(address.to(PATH, deleted="1"), SEE_OTHER)


def _found(request: Request, upload: Upload) -> Attestation:
    """What was checked; the document itself goes at once when it is done."""
    documents = documents_of(request)

    def work() -> Attestation:
        try:
            found = checked(upload.paths[0])
        except BaseException:
            # Also where nobody waits any longer.
            documents.remove(upload.token)
            raise
        documents.empty(upload)
        return found

    return documents.waiting.get(("checks", upload.token), work)


def _upload(request: Request) -> Upload:
    return documents_of(request).get(request.path_params["token"])
