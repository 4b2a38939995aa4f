"""The page under test: a server on loopback, and a browser that reaches nothing else."""

from __future__ import annotations

import json
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect, sync_playwright
from starlette.types import ASGIApp

from misid.web.app import application
from misid.web.server import address, listening, serve

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
FLAGS = (
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WORLDS = 64
"""Enough where only the page is looked at."""
PATIENCE = 60
# A machine that does other work too is slow, not wrong.
expect.set_options(timeout=1000 * PATIENCE)
BOUNDARY = "between-parts"
SEND = "form.upload button:not([formaction])"
"""The button that sends a form with files."""


@dataclass(frozen=True)
class Answer:
    """What the server answered."""

    status: int
    headers: dict[str, str]
    body: bytes
    url: str

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def json(self) -> Any:
        """The body as data."""
        return json.loads(self.body)


@dataclass
class Server:
    """A server that runs."""

    url: str

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for an address until it is no longer said to be at work."""
        for _ in range(PATIENCE):
            answer = self.ask(path, method="GET", body=None, **headers)
            if "refresh" not in answer.headers and answer.status != 202:
                return answer
            threading.Event().wait(0.2)
        raise AssertionError(f"{path} is at work for ever")

    def send(self, path: str, **files: tuple[str, str | bytes]) -> Answer:
        """Send files of a form, by field and with their names; where that leads is asked for."""
        lines = []
        for slot, (name, content) in files.items():
            said = f'Content-Disposition: form-data; name="{slot}"; filename="{name}"'
            data = content.encode() if isinstance(content, str) else content
            lines.append(f"--{BOUNDARY}\r\n{said}\r\n\r\n".encode() + data + b"\r\n")
        body = b"".join(lines) + f"--{BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        answer = self.ask(path, method="POST", body=body, content_type=kind)
        return self.get(answer.url.removeprefix(self.url)) if answer.status == 202 else answer

    def ask(
        self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answer:
        """Ask once; a status that says no is an answer too."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(  # noqa: S310 - the server of the test
            self.url + path.lstrip("/"), body, given, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
                return _answer(answer, answer.status)
        except urllib.error.HTTPError as error:
            with error:
                return _answer(error, error.code)


def _answer(answer: Any, status: int) -> Answer:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Answer(status, headers, answer.read(), answer.url)


@contextmanager
def running(app: ASGIApp) -> Iterator[Server]:
    """A server of an application, on a free port of loopback."""
    held = listening("127.0.0.1", 0)
    ready, ended = threading.Event(), threading.Event()
    thread = threading.Thread(
        target=serve, args=(app, held, lambda _: ready.set()), kwargs={"until": ended}, daemon=True
    )
    where = address(held)
    thread.start()
    assert ready.wait(PATIENCE), "the server did not begin"
    try:
        yield Server(where)
    finally:
        ended.set()
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the server did not end"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The page with few worlds."""
    with running(application(worlds=WORLDS)) as one:
        yield one


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where temporary folders are made; nothing else makes any here."""
    before, tempfile.tempdir = tempfile.tempdir, str(tmp_path_factory.mktemp("temporary"))
    yield Path(tempfile.tempdir)
    tempfile.tempdir = before


@pytest.fixture(scope="module")
def own_server(folder: Path) -> Iterator[Server]:
    """A server whose uploads lie in that folder."""
    assert folder.exists()
    with running(application(worlds=WORLDS)) as one:
        yield one


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        yield one
        one.close()


@dataclass
class Visit:
    """A reader's visit: the page, and all that it asked for and complained of."""

    page: Page
    server: Server
    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to an address, and wait for what it shows."""
        self.page.goto(self.server.url + path.lstrip("/"))
        return self.settled()

    def settled(self) -> Page:
        """The page once it no longer says that it is at work, seen twice: it reloads in between."""
        calm = 0
        for _ in range(4 * PATIENCE):
            self.page.wait_for_load_state("networkidle")
            is_there = self.page.locator("main h1, main h2, main p").count() > 0
            is_at_work = self.page.locator("main progress").count() > 0
            calm = calm + 1 if is_there and not is_at_work else 0
            if calm == 2:
                return self.page
            self.page.wait_for_timeout(150 if calm else 300)
        raise AssertionError(f"{self.page.url} is at work for ever")

    def send(self, path: str, field: str, name: str, content: str | bytes) -> Page:
        """Send a file by the form at an address, and wait for what is shown."""
        page = self.open(path)
        data = content.encode() if isinstance(content, str) else content
        page.locator(f"#{field}").set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        )
        page.locator(SEND).click()
        return self.settled()

    def check(self) -> None:
        """Hold a page to this: axe finds nothing wrong, and nothing is wider than the window."""
        assert self.violations() == []
        assert self.overflow() <= 0

    def in_spanish(self, url: str) -> None:
        """Hold the Spanish page of an English address to the same."""
        self.page.goto(url.replace("lang=en", "lang=es"))
        self.settled().locator("html[lang=es]").wait_for()
        self.check()

    def violations(self) -> list[str]:
        """What axe-core finds wrong, each with where."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{one['id']}: {node['target']} {node.get('failureSummary', '')}"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    def overflow(self) -> int:
        """Pixels by which the page is wider than its window."""
        return int(
            self.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        )


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Callable[..., Visit]]:
    """
    Begin a visit: `visit(width=320, dark=True, script=False)`.

    At its end nothing but the server was asked for anything, and the page complained of nothing.
    """
    contexts, visits = [], []

    def begin(
        *, width: int = 1280, dark: bool = False, script: bool = True, still: bool = False
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce" if still else "no-preference",
            bypass_csp=script,
        )
        one = Visit(context.new_page(), server)
        contexts.append(context)
        visits.append(one)
        context.route("**/*", lambda route: _only(route, server))
        one.page.on("request", lambda request: _note(one, request))
        one.page.on("pageerror", lambda error: one.complaints.append(str(error)))
        return one

    yield begin
    for one in visits:
        outside = [url for url in one.asked if not url.startswith((server.url, "data:"))]
        assert outside == []
        assert one.complaints == []
    for context in contexts:
        context.close()


def _only(route: Route, server: Server) -> None:
    if route.request.url.startswith((server.url, "data:")):
        route.continue_()
    else:
        route.abort()


def _note(visit: Visit, request: Request) -> None:
    visit.asked.append(request.url)
