"""The server's application: its pages by address, its errors by one handler each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager

from anyio import to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from misid.scenario import Scenario
from misid.web.errors import HANDLERS
from misid.web.guard import LOOPBACK, Guard
from misid.web.pictures import first_drawing
from misid.web.static import static
from misid.web.studies import WORLDS, Studies
from misid.web.views.change import change
from misid.web.views.letter import letter, letter_file
from misid.web.views.picture import picture, picture_data, picture_page, picture_zip
from misid.web.views.question import question
from misid.web.views.questions import questions, questions_csv, questions_json
from misid.web.views.start import start

_READERS = 100
"""Requests that are answered at a time; others wait their turn."""
ROUTES = (
    Route("/", start),
    Route("/change", change),
    Route("/questions", questions),
    Route("/questions.json", questions_json),
    Route("/questions.csv", questions_csv),
    Route("/questions/letter", letter),
    Route("/questions/letter.{form}", letter_file),
    Route("/questions/{field}", question),
    Route("/picture/{name}.svg", picture),
    Route("/picture/{name}.csv", picture_data),
    Route("/picture/{name}.zip", picture_zip),
    Route("/picture/{name}", picture_page),
    Route("/static/{version}/{name:path}", static),
)


def application(
    own: Mapping[str, Scenario] | None = None,
    *,
    hosts: Iterable[str] = LOOPBACK,
    worlds: int = WORLDS,
) -> Starlette:
    """
    The page as an application of ASGI.

    Args:
        own: scenarios beside those that come along, by name.
        hosts: names under which it may be asked; empty: under every one.
        worlds: possible worlds of every number.
    Raises: MeaningError: a scenario that is too costly for a page.
    """
    studies = Studies(own, worlds=worlds)

    @asynccontextmanager
    async def running(_app: Starlette) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = _READERS
        studies.warm()
        studies.waiting.warm(("first drawing",), lambda: first_drawing(studies))
        yield
        studies.close()

    app = Starlette(
        routes=list(ROUTES),
        middleware=[Middleware(Guard, hosts=tuple(hosts))],
        exception_handlers=HANDLERS,
        lifespan=running,
    )
    app.state.studies = studies
    return app
