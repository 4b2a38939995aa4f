"""The server's application: its pages by address, its errors by one handler each."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from anyio import create_task_group, sleep, to_thread
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from misid.errors import MisidError
from misid.web.documents import (
    answer_files,
    audits_by_hand,
    count_files,
    documents,
    log_files,
    tables,
)
from misid.web.errors import HANDLERS
from misid.web.guard import LOOPBACK, Guard
from misid.web.later import Later
from misid.web.settled import settle, unsettle
from misid.web.static import static
from misid.web.uploads import SWEPT, Uploads, remove_left_over
from misid.web.views.start import start
from misid.web.waiting import GivenUpError, StillAtWorkError

if TYPE_CHECKING:
    from misid.scenario import Scenario
    from misid.web.studies import Studies

_READERS = 100
"""Requests that are answered at a time; others wait their turn."""
_FIRST, _FEW = 120.0, 20
"""Seconds that the first numbers may take, and worlds of the first encounter."""
_GET, _POST = ("GET",), ("POST",)
ROUTES = (
    Route("/", start),
    # Asked for most often: the first that matches is taken.
    Route("/picture/{name}.svg", Later("picture", "picture"), methods=_GET),
    Route("/encounter", Later("encounter", "encounter"), methods=_GET),
    Route("/encounters", Later("encounter", "encounters"), methods=_GET),
    Route("/change", Later("change", "change"), methods=_GET),
    Route("/questions", Later("questions", "questions"), methods=_GET),
    Route("/questions/letter", Later("letter", "letter"), methods=_GET),
    Route("/questions/letter.{form}", Later("letter", "letter_file"), methods=_GET),
    Route("/questions/{field}", Later("question", "question"), methods=_GET),
    Route("/code", Later("code", "code"), methods=_GET),
    Route("/code/case.{ending:str}", Later("code", "code_file"), methods=_GET),
    Route("/claim", Later("claim", "claim"), methods=_GET),
    Route("/claim/claim.{ending:str}", Later("claim", "claim_file"), methods=_GET),
    Route("/claim/limit", Later("claim", "limit"), methods=_GET),
    Route("/claim/limit.{ending:str}", Later("claim", "limit_file"), methods=_GET),
    Route("/assess", Later("assess", "assess"), methods=_GET),
    Route("/assess/assessment.{ending:str}", Later("assess", "assess_file"), methods=_GET),
    Route("/assess/assessment.{ending:str}", Later("answers", "assessment"), methods=_POST),
    Route("/assess/answers", Later("answers", "form"), methods=_GET),
    Route("/assess/answers", Later("answers", "send"), methods=_POST),
    Route("/assess/answers/found", Later("answers", "what_follows"), methods=_POST),
    Route("/assess/answers/file", Later("answers", "bring"), methods=_POST),
    Route("/assess/answers.{ending:str}", Later("answers", "answers_file"), methods=_POST),
    Route("/scores", Later("scores", "scores"), methods=_GET),
    Route("/scores", Later("scores", "send"), methods=_POST),
    Route("/scores/{token}", Later("scores", "mapping"), methods=_GET),
    Route("/scores/{token}/report", Later("scores", "report"), methods=_GET),
    Route("/scores/{token}/report.{ending:str}", Later("scores", "report_file"), methods=_GET),
    Route("/scores/{token}/cancel", Later("scores", "cancel"), methods=_POST),
    Route("/scores/{token}/delete", Later("scores", "delete"), methods=_POST),
    Route("/verify", Later("verify", "verify"), methods=_GET),
    Route("/verify", Later("verify", "send"), methods=_POST),
    Route("/verify/{token}", Later("verify", "checks"), methods=_GET),
    Route("/verify/{token}/checks.{ending:str}", Later("verify", "checks_file"), methods=_GET),
    Route("/verify/{token}/delete", Later("verify", "delete"), methods=_POST),
    Route("/counts", Later("counts", "counts"), methods=_GET),
    Route("/counts", Later("counts", "send"), methods=_POST),
    Route("/counts/{token}", Later("counts", "table"), methods=_GET),
    Route("/counts/{token}/infer", Later("infer", "carry"), methods=_POST),
    Route("/counts/{token}/delete", Later("counts", "delete"), methods=_POST),
    Route("/counts/{token}/{name}.{ending}", Later("counts", "table_file"), methods=_GET),
    Route("/infer", Later("infer", "infer"), methods=_GET),
    Route("/infer", Later("infer", "send"), methods=_POST),
    Route("/infer/{token}", Later("infer", "choose"), methods=_GET),
    Route("/infer/{token}/report", Later("infer", "report"), methods=_GET),
    Route("/infer/{token}/report.{ending}", Later("infer", "report_file"), methods=_GET),
    Route("/infer/{token}/scenario.yaml", Later("infer", "scenario_file"), methods=_GET),
    Route("/infer/{token}/cancel", Later("infer", "cancel"), methods=_POST),
    Route("/infer/{token}/delete", Later("infer", "delete"), methods=_POST),
    Route("/audit", Later("audit", "audit"), methods=_GET),
    Route("/audit/log", Later("audit_log", "log"), methods=_GET),
    Route("/audit/log", Later("audit_log", "send"), methods=_POST),
    Route("/audit/log/{token}", Later("audit_log", "columns"), methods=_GET),
    Route("/audit/log/{token}/report", Later("audit_log", "report"), methods=_GET),
    Route("/audit/log/{token}/report.{ending}", Later("audit_log", "report_file"), methods=_GET),
    Route("/audit/log/{token}/cancel", Later("audit_log", "cancel"), methods=_POST),
    Route("/audit/log/{token}/delete", Later("audit_log", "delete"), methods=_POST),
    *(
        route
        for step in ("commit", "draw", "read")
        for route in (
            Route(f"/audit/{step}", Later("audit_rows", f"{step}_form"), methods=_GET),
            Route(f"/audit/{step}", Later("audit_rows", f"{step}_send"), methods=_POST),
            Route(f"/audit/{step}/{{token}}", Later("audit_rows", f"{step}_found"), methods=_GET),
            Route(
                f"/audit/{step}/{{token}}/delete",
                Later("audit_rows", f"{step}_delete"),
                methods=_POST,
            ),
            Route(
                f"/audit/{step}/{{token}}/{{ending}}",
                Later("audit_rows", f"{step}_file"),
                methods=_GET,
            ),
        )
    ),
    Route("/audit/{name}.{ending}", Later("audit", "plan_file"), methods=_GET),
    Route("/sheet", Later("sheet", "sheet"), methods=_GET),
    Route("/sheet/brief.{ending:str}", Later("sheet", "brief_file"), methods=_GET),
    Route("/picture/{name}.csv", Later("picture", "picture_data"), methods=_GET),
    Route("/picture/{name}.zip", Later("picture", "picture_zip"), methods=_GET),
    Route("/picture/{name}", Later("picture", "picture_page"), methods=_GET),
    Route("/api", Later("api", "page"), methods=_GET),
    Route("/api/{rest:path}", Later("api", "PROGRAMS"), methods=(*_GET, *_POST, "DELETE")),
    Route("/static/{version}/{name:path}", static),
)


def application(
    own: Mapping[str, Scenario] | None = None,
    *,
    hosts: Iterable[str] = LOOPBACK,
    worlds: int | None = None,
    uploads: Uploads | None = None,
) -> Starlette:
    """
    The page as an application of ASGI.

    Args:
        own: scenarios beside those that come along, by name.
        hosts: names under which it may be asked; empty: under every one.
        worlds: possible worlds of every number; as many as the page has where it is None.
        uploads: where files that readers send are kept; bounded as the page is where it is None.
    Raises: MeaningError: a scenario that is too costly for a page.
    """
    shared = _Shared(own or {}, worlds)
    sent = _places(uploads or Uploads())
    if own:
        shared()

    @asynccontextmanager
    async def running(_app: Starlette) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = _READERS
        threading.Thread(target=shared.warm, daemon=True).start()
        async with create_task_group() as beside:
            beside.start_soon(_swept, sent.values())
            try:
                yield
            finally:
                beside.cancel_scope.cancel()
                shared.close()
                for held in sent.values():
                    held.close()

    app = Starlette(
        routes=list(ROUTES),
        middleware=[Middleware(Guard, hosts=tuple(hosts))],
        exception_handlers=HANDLERS,
        lifespan=running,
    )
    app.state.studies = shared
    for name, held in sent.items():
        setattr(app.state, name, held)
    return app


def _places(scores: Uploads) -> dict[str, Uploads]:
    """Where files that readers send are kept, by the name under which views find them."""
    return {
        "uploads": scores,
        "documents": documents(),
        "answer_files": answer_files(),
        "tables": tables(),
        "counts": count_files(),
        "logs": log_files(),
        **audits_by_hand(),
    }


async def _swept(sent: Iterable[Uploads]) -> None:
    """Uploads that are too old go, whether or not anybody asks for anything."""
    await to_thread.run_sync(remove_left_over)
    while True:
        for held in sent:
            await to_thread.run_sync(held.sweep)
        await sleep(SWEPT)


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
        from misid.web.pictures import first_drawing

        studies = self()
        if not self._closed:
            studies.warm()
            studies.drawn.warm(("first drawing",), lambda: first_drawing(studies))
            # A server that ends meanwhile takes no more work, which is no fault.
            with suppress(MisidError, StillAtWorkError, GivenUpError, RuntimeError):
                self._first_walk(studies)
        if not self._closed:
            settle()

    def _first_walk(self, studies: Studies) -> None:
        """
        Draw one encounter: after an installation, what draws it is made while the start is read.

        In a thread that nothing waits for, with a study of its own, which locks nobody out.
        """
        from misid.study import Study

        studies.facts(studies.first, patience=_FIRST)
        if not self._closed:
            first = studies.first
            Study(studies.scenario(first), draws=_FEW, seed=first.seed).encounter(0)

    def close(self) -> None:
        """Give up all work."""
        self._closed = True
        unsettle()
        if self._made is not None:
            self._made.close()
