"""Every mistake in one form: a page for readers, JSON for programs, a status that says whose."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from misid.errors import FormatError, MisidError
from misid.web.address import VERSION, Address
from misid.web.page import page_language, render
from misid.web.waiting import GivenUpError, StillAtWorkError

BAD_REQUEST, NOT_FOUND, TOO_LARGE, UNPROCESSABLE, FAULT = 400, 404, 413, 422, 500
_API = "/api/"
_FORMS = (
    "/scores", "/verify", "/counts", "/infer", "/audit/log", "/audit/commit", "/audit/draw",
    "/audit/read",
)  # fmt: skip
"""Places whose readers send files: below each are uploads, which go after some minutes."""


class OtherVersionError(MisidError):
    """An address that another version wrote: the same words may mean other numbers there."""


class NoSuchPageError(MisidError):
    """There is no page at this address."""


class TooLargeError(MisidError):
    """More was sent than is taken."""


class SlowError(MisidError):
    """What was sent does not come to its end."""


class BusyError(MisidError):
    """There is no room at the moment."""


_STATUS: dict[type[MisidError], int] = {
    FormatError: BAD_REQUEST,
    OtherVersionError: 409,
    NoSuchPageError: NOT_FOUND,
    TooLargeError: TOO_LARGE,
    SlowError: 408,
    BusyError: 503,
}


def status_of(mistake: MisidError) -> int:
    """The status of HTTP that a mistake is answered with."""
    return _STATUS.get(type(mistake), UNPROCESSABLE)


def mistake(request: Request, error: MisidError) -> Response:
    """A reader's mistake, told in the one form of errors."""
    status = status_of(error)
    if request.url.path.startswith(_API):
        return JSONResponse(error.as_dict(), status_code=status)
    path = request.url.path
    form = next((one for one in _FORMS if path.startswith(f"{one}/")), "")
    facts = {"mistake": error, "form": form if isinstance(error, NoSuchPageError) else ""}
    return render(request, "error", _language_only(request), facts, status=status)


def refused(request: Request, error: HTTPException) -> Response:
    """What the server itself refuses, such as an unknown address, in the same form."""
    is_program = request.url.path.startswith(_API)
    use = "/api, which lists every address" if is_program else "the menu above"
    if error.status_code == NOT_FOUND:
        told: MisidError = NoSuchPageError(f"there is no page at {request.url.path!r}.", use=use)
    else:
        told = FormatError(f"{error.detail}.", use=use)
    headers = dict(error.headers or {})
    if is_program:
        return JSONResponse(told.as_dict(), status_code=error.status_code, headers=headers)
    facts = {"mistake": told, "form": ""}
    address, status = _language_only(request), error.status_code
    return render(request, "error", address, facts, status=status, headers=headers)


def still_at_work(request: Request, error: Exception) -> Response:
    """The work goes on; the page asks again by itself, at the same address."""
    done, total = 0, 0
    if isinstance(error, StillAtWorkError):
        done, total = error.done, error.total
    if request.url.path.startswith(_API):
        body = {"state": "working", "done": done, "total": total}
        return JSONResponse(body, status_code=202, headers={"Retry-After": "1"})
    facts = {"done": done, "total": total}
    headers = {"Refresh": "1", "Cache-Control": "no-store"}
    return render(request, "waiting", _language_only(request), facts, headers=headers)


def fault(request: Request, error: Exception) -> Response:
    """A fault of the program: it is said to be one, and nothing of its inside is shown."""
    told = MisidError("this is a fault of misid, not of what you did.", use="another address")
    if request.url.path.startswith(_API):
        return JSONResponse(told.as_dict(), status_code=FAULT)
    return render(
        request, "error", _language_only(request), {"mistake": told, "form": ""}, status=FAULT
    )


HANDLERS: dict[Any, Any] = {
    MisidError: mistake,
    HTTPException: refused,
    StillAtWorkError: still_at_work,
    GivenUpError: still_at_work,
    Exception: fault,
}
"""What answers each kind of error."""


def check_version(address: Address) -> None:
    """
    Refuse an address of another version.

    Raises: OtherVersionError: it is one.
    """
    if address.version != VERSION:
        raise OtherVersionError(
            f"this address was made by misid {address.version[:20]}, and this is {VERSION}: the "
            "numbers may not be those that were meant.",
            use=f"the same address with v={VERSION}, or the other version",
        )


def _language_only(request: Request) -> Address:
    return Address(language=page_language(request))
