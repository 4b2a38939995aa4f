"""The server's application: its pages by address, its errors by one handler each."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from misid.web.errors import HANDLERS
from misid.web.guard import LOOPBACK, Guard
from misid.web.later import Later
from misid.web.static import static
from misid.web.views.start import start

if TYPE_CHECKING:
    from misid.scenario import Scenario
    from misid.web.studies import Studies

_READERS = 100
"""Requests that are answered at a time; others wait their turn."""
_GET = ("GET",)
ROUTES = (
    Route("/", start),
    Route("/encounter", Later("encounter", "encounter"), methods=_GET),
    Route("/encounters", Later("encounter", "encounters"), methods=_GET),
    Route("/change", Later("change", "change"), methods=_GET),
    Route("/picture/{name}.svg", Later("picture", "picture"), methods=_GET),
    Route("/picture/{name}.csv", Later("picture", "picture_data"), methods=_GET),
    Route("/picture/{name}.zip", Later("picture", "picture_zip"), methods=_GET),
    Route("/picture/{name}", Later("picture", "picture_page"), methods=_GET),
    Route("/static/{version}/{name:path}", static),
)


def application(
    own: Mapping[str, Scenario] | None = None,
    *,
    hosts: Iterable[str] = LOOPBACK,
    worlds: int | None = None,
) -> Starlette:
    """
    The page as an application of ASGI.

    Args:
        own: scenarios beside those that come along, by name.
        hosts: names under which it may be asked; empty: under every one.
        worlds: possible worlds of every number; as many as the page has where it is None.
    Raises: MeaningError: a scenario that is too costly for a page.
    """
    shared = _Shared(own or {}, worlds)
    if own:
        shared()

    @asynccontextmanager
    async def running(_app: Starlette) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = _READERS
        threading.Thread(target=shared.warm, daemon=True).start()
        yield
        shared.close()

    app = Starlette(
        routes=list(ROUTES),
        middleware=[Middleware(Guard, hosts=tuple(hosts))],
        exception_handlers=HANDLERS,
        lifespan=running,
    )
    app.state.studies = shared
    return app


class _Shared:
    """The studies of all readers, made when they are first needed: the first page needs none."""

    def __init__(self, own: Mapping[str, Scenario], worlds: int | None) -> None:
        self._own, self._worlds = own, worlds
        self._lock = threading.Lock()
        self._made: Studies | None = None
        self._closed = False

    def __call__(self) -> Studies:
        """The studies."""
        from misid.web.studies import WORLDS, Studies

        with self._lock:
            if self._made is None:
                self._made = Studies(self._own, worlds=self._worlds or WORLDS)
            return self._made

    def warm(self) -> None:
        """Begin with what every reader will ask for: the first programme, and one drawing."""
        studies = self()
        if not self._closed:
            studies.warm()

    def close(self) -> None:
        """Give up all work."""
        self._closed = True
        if self._made is not None:
            self._made.waiting.close()
