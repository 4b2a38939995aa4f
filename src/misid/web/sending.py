"""A place whose readers send files: its form, each upload's address, what is taken from there."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from misid.errors import MisidError
from misid.files.read import plain
from misid.web.address import Address
from misid.web.errors import BAD_REQUEST, NoSuchPageError, check_version, status_of
from misid.web.page import address_of, page_language, render
from misid.web.receiving import SentForm, received
from misid.web.uploads import REPORTS, Upload, Uploads
from misid.web.waiting import StillAtWorkError, advance
from misid.words.language import language

SEE_OTHER, AGAIN = 303, 307
NEVER_KEPT = {"Cache-Control": "no-store"}
"""Said of every answer that holds something of an upload."""
KEPT = "kept"
"""Says in the address of a form which upload has the files that are not sent again."""


@dataclass(frozen=True)
class SentPlace:
    """
    A place of the page whose readers send files, which are worked on and then shown.

    `path`: of its form, below which each upload has an address; `held_as`: where the application
    keeps what was sent; `template`: of the form; `fields`: those of it that hold no file, which go
    on in the address.
    """

    path: str
    held_as: str
    template: str
    fields: tuple[str, ...] = ()

    def held(self, request: Request) -> Uploads:
        """All that was sent to this place."""
        held: Uploads = getattr(request.app.state, self.held_as)
        return held

    def upload(self, request: Request) -> Upload:
        """
        The upload that an address means.

        Raises: NoSuchPageError: there is none, or it is gone.
        """
        return self.held(request).get(request.path_params["token"])

    def asked(self, request: Request) -> tuple[Address, Upload]:
        """
        The programme and the upload that an address means.

        Raises: NoSuchPageError, OtherVersionError, MeaningError: it means none.
        """
        address, upload = address_of(request), self.upload(request)
        check_version(address)
        return address, upload

    def minutes(self, request: Request) -> int:
        """How long what was sent is kept."""
        return round(self.held(request).kept / 60)

    def show(self, request: Request) -> Response:
        """The form that files are sent with."""
        address = address_of(request)
        check_version(address)
        earlier = self.held(request).find(request.query_params.get(KEPT, ""))
        return self.form(
            request, address, None if earlier is None else earlier.mistake, kept=earlier
        )

    def form(
        self,
        request: Request,
        address: Address,
        mistake: MisidError | None,
        entered: Mapping[str, str] = {},
        *,
        kept: Upload | None = None,
    ) -> Response:
        """
        The same; after a mistake, with that.

        Args:
            request: what was asked.
            address: of the programme at hand.
            mistake: why files were not taken.
            entered: what stands in fields that hold no file.
            kept: files that stay, so that nobody has to choose them again.
        """
        held = self.held(request)
        facts = {
            "mistake": mistake,
            "place": self.path,
            "entered": entered or self.said(request.query_params),
            "kept": kept,
            "deleted": "deleted" in request.query_params,
            "most": held.limit,
            "minutes": self.minutes(request),
        }
        status = 200 if mistake is None else status_of(mistake)
        # What has not been read of a body cannot be told from the next request.
        headers = NEVER_KEPT | ({} if mistake is None else {"Connection": "close"})
        return render(request, self.template, address, facts, status=status, headers=headers)

    def refused(
        self, request: Request, address: Address, upload: Upload, mistake: MisidError
    ) -> Response:
        """
        The form once more.

        What cannot be read goes; other files stay, so that only that one is chosen again.
        """
        held, entered = self.held(request), self.said(request.query_params)
        kept = held.keep_read(upload, mistake)
        if kept is None:
            return self.form(request, address, mistake, entered)
        return RedirectResponse(address.to(self.path, kept=kept.token, **entered), SEE_OTHER)

    async def send(self, request: Request) -> Response:
        """Take a form with files, and go on to the page of the upload."""
        sent = SentForm(keeps=True, earlier=request.query_params.get(KEPT, ""))
        try:
            address = address_of(request)
            check_version(address)
            upload = await received(request, self.held(request), sent)
        except ClientDisconnect:
            return Response(status_code=BAD_REQUEST)
        except MisidError as mistake:
            here = Address(language=page_language(request))
            kept = sent.kept or self.held(request).find(sent.earlier)
            again = partial(self.form, request, here, mistake, sent.fields, kept=kept)
            return await to_thread.run_sync(again)
        return self.at(address, upload, self.said(sent.fields))

    def said(self, sent: Mapping[str, str]) -> dict[str, str]:
        """What an address or a form says in the fields that hold no file."""
        return {name: sent[name] for name in self.fields if sent.get(name)}

    def at(self, address: Address, upload: Upload, said: Mapping[str, str] = {}) -> Response:
        """Go on to the page of an upload."""
        return RedirectResponse(address.to(f"{self.path}/{upload.token}", **said), SEE_OTHER)

    def at_work(
        self,
        request: Request,
        told: tuple[str, str],
        *,
        work: StillAtWorkError,
        ends: str = "delete",
        said: Mapping[str, str] = {},
    ) -> Response:
        """
        A page that says what is being worked out, and comes by itself.

        Args:
            request: what was asked.
            told: messages: what is done, and what stands on the button that ends it.
            work: how far it is.
            ends: what the button leads to below the upload.
            said: what the reader said of it.
        """
        address, token = address_of(request), request.path_params["token"]
        spoken = language(address.language)
        stop = (address.to(f"{self.path}/{token}/{ends}", **said), spoken.word(told[1]))
        facts = {"said": spoken.word(told[0]), "stop": stop, "done": work.done, "total": work.total}
        headers = NEVER_KEPT | {"Refresh": "1"}
        return render(request, "at_work", address, facts, headers=headers)

    def cancel(self, request: Request, said: Mapping[str, str] = {}) -> Response:
        """Stop the work, and go back to the upload with all that was said of it."""
        address, upload = address_of(request), self.upload(request)
        self.held(request).give_up(upload.token)
        return self.at(address, upload, said)

    def delete(self, request: Request) -> Response:
        """Stop the work, and delete what was sent and what was worked out from it."""
        address = address_of(request)
        self.held(request).remove(request.path_params["token"])
        return RedirectResponse(address.to(self.path, deleted="1"), SEE_OTHER)


def known_ending(request: Request, known: Iterable[str]) -> str:
    """
    How the name of the file that is asked for ends.

    Args:
        request: what was asked.
        known: endings that there are.
    Raises: NoSuchPageError: it is none of these.
    """
    ending: str = request.path_params["ending"]
    if ending not in known:
        raise NoSuchPageError(
            f"nothing here is written as {plain(ending)}.", use=f"one of: {', '.join(known)}"
        )
    return ending


def made_file(request: Request, make: Callable[[], str | bytes], media: str, name: str) -> Response:
    """
    A file that is made from an upload; who asks before that is done is sent to ask again.

    Args:
        request: what was asked.
        make: gives what the file holds, or says that it is still at work.
        media: of which kind the file is.
        name: under which it is kept.
    """
    try:
        content = make()
    except StillAtWorkError:
        return RedirectResponse(str(request.url), AGAIN, headers=NEVER_KEPT)
    return kept_file(content, media, name)


def zipped(write: Callable[[Path], object]) -> bytes:
    """
    Everything that is written into a folder, as one file.

    Args:
        write: writes into the folder that it is given.
    """
    with tempfile.TemporaryDirectory(prefix=REPORTS) as folder:
        inside = Path(folder) / "report"
        write(inside)
        advance(0)
        return Path(shutil.make_archive(f"{folder}/all", "zip", inside)).read_bytes()


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
