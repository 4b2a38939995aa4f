"""How a view takes a form with files: an upload to go on with, or the form with its mistake."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from misid.errors import MisidError
from misid.web.address import Address
from misid.web.errors import BAD_REQUEST, check_version, status_of
from misid.web.page import address_of, page_language, render
from misid.web.receiving import received
from misid.web.uploads import Uploads

SEE_OTHER, AGAIN = 303, 307
NEVER_KEPT = {"Cache-Control": "no-store"}
"""Said of every answer that holds something of an upload."""
Form = Callable[[Request, Address, MisidError | None], Response]


def form_page(
    request: Request,
    name: str,
    address: Address,
    uploads: Uploads,
    mistake: MisidError | None,
    **facts: Any,
) -> Response:
    """
    The form that files are sent with; after a mistake, with that.

    Args:
        request: what was asked.
        name: of its template.
        address: of the programme at hand.
        uploads: where files go.
        mistake: why they were not taken.
        facts: what else the template shows.
    """
    own = {
        "mistake": mistake,
        "deleted": "deleted" in request.query_params,
        "most": uploads.limit,
        "minutes": round(uploads.kept / 60),
    }
    status = 200 if mistake is None else status_of(mistake)
    # What has not been read of a body cannot be told from the next request.
    headers = NEVER_KEPT | ({} if mistake is None else {"Connection": "close"})
    return render(request, name, address, own | facts, status=status, headers=headers)


async def send_on(request: Request, uploads: Uploads, form: Form, path: str) -> Response:
    """
    Take a form with files, and go on to the page of the upload.

    Args:
        request: whose body holds the form.
        uploads: where files go.
        form: shows the form again, with the mistake.
        path: below which the page of an upload stands.
    """
    try:
        address = address_of(request)
        check_version(address)
        upload = await received(request, uploads, {})
    except ClientDisconnect:
        return Response(status_code=BAD_REQUEST)
    except MisidError as mistake:
        here = Address(language=page_language(request))
        return await to_thread.run_sync(partial(form, request, here, mistake))
    return RedirectResponse(address.to(f"{path}/{upload.token}"), SEE_OTHER)


def at_work(
    request: Request,
    address: Address,
    said: str,
    stop: tuple[str, str],
    *,
    done: tuple[int, int] = (0, 0),
) -> Response:
    """
    A page that says what is being worked out, and comes by itself.

    Args:
        request: what was asked.
        address: of the programme at hand.
        said: what is done.
        stop: where the button leads that ends it, and what stands on it.
        done: parts that are done, and how many there are; none where that is not known.
    """
    facts = {"said": said, "stop": stop, "done": done[0], "total": done[1]}
    return render(request, "at_work", address, facts, headers=NEVER_KEPT | {"Refresh": "1"})


def kept_file(content: str | bytes, media: str, name: str) -> Response:
    """
    A file that is made from an upload: the reader's browser keeps it, nothing in between does.

    Args:
        content: of the file.
        media: of which kind it is.
        name: under which it is kept.
    """
    shown: Mapping[str, str] = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media, headers={**NEVER_KEPT, **shown})
