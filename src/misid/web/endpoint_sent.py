"""An address for programs to which files are sent, and the address of what is found in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from anyio import to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from misid.errors import MisidError
from misid.web.address import Address
from misid.web.endpoint import Endpoint, Parameter
from misid.web.errors import BAD_REQUEST, mistake
from misid.web.receiving import SentForm, received
from misid.web.sending import NEVER_KEPT, SEE_OTHER
from misid.web.uploads import Slot, Upload, Uploads

NOTHING_MORE = 204
TOKEN = Parameter(
    "token", "What was sent, as the answer to the sending says it.", {"type": "string"}, "TOKEN"
)
Found = Callable[[Request, Address, Upload], Response]


@dataclass(frozen=True)
class SentEndpoint:
    """
    An address for programs to which files are sent with POST; the query says what is said of them.

    The answer is 303 and an address below it, which is asked as often as one likes until the files
    are deleted there or too old; of what is `forgotten` at once it is what was found.

    `find`: answers; `gives`, `takes`: as those of an address that is asked; `held_as`: where the
    application keeps the files; `files`: the fields of the form, and what each holds, the first of
    which is needed.
    """

    path: str
    find: Found
    about: str
    gives: str | tuple[str, ...]
    takes: tuple[Parameter, ...]
    held_as: str
    files: Mapping[Slot, str]
    forgotten: bool = False

    @property
    def name(self) -> str:
        """Of the operation that sends."""
        return f"send_{self._at(self.path).name}"

    @property
    def asked(self) -> Endpoint:
        """The address of what is found."""
        return self._at(f"{self.path}/{{{TOKEN.name}}}", TOKEN)

    def _at(self, path: str, *first: Parameter) -> Endpoint:
        takes = (*first, *self.takes)
        return Endpoint(path, self._find_again, self.about, gives=self.gives, takes=takes)

    def routes(self) -> tuple[Route, ...]:
        """The addresses as the server knows them."""
        sent = Route(self.path, self._send, methods=("POST",))
        if self.forgotten:
            return (sent,)
        asked = self.asked
        return sent, Route(asked.path, self._delete, methods=("DELETE",)), asked.route()

    def _held(self, request: Request) -> Uploads:
        held: Uploads = getattr(request.app.state, self.held_as)
        return held

    async def _send(self, request: Request) -> Response:
        try:
            address = await to_thread.run_sync(self._at(self.path).checked, request)
            upload = await received(request, self._held(request), SentForm())
        except ClientDisconnect:
            return Response(status_code=BAD_REQUEST)
        except MisidError as error:
            answer = await to_thread.run_sync(partial(mistake, request, error))
            # What has not been read of a body cannot be told from the next request.
            answer.headers["Connection"] = "close"
            return answer
        if self.forgotten:
            return await to_thread.run_sync(self._find_once, request, address, upload)
        query = f"?{request.url.query}" if request.url.query else ""
        place = f"{request.url.path}/{upload.token}{query}"
        return RedirectResponse(place, SEE_OTHER, headers=NEVER_KEPT)

    def _find_once(self, request: Request, address: Address, upload: Upload) -> Response:
        try:
            return self.find(request, address, upload)
        finally:
            self._held(request).remove(upload.token)

    def _find_again(self, request: Request, address: Address) -> Response:
        return self.find(request, address, self._upload(request))

    def _delete(self, request: Request) -> Response:
        self._held(request).remove(self._upload(request).token)
        return Response(status_code=NOTHING_MORE)

    def _upload(self, request: Request) -> Upload:
        return self._held(request).get(request.path_params[TOKEN.name])
