"""Addresses of the page, asked in this process: whatever stands in them, the answer is ours."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlencode

from fuzzing.addresses import TEXTS
from fuzzing.answers import check_nobody
from fuzzing.damage import damaged
from fuzzing.given import MEASURED, PLANTED, REFUSED, Fault, Given, Target

_WORLDS, _TRIES = 20, 3
_NAME, _FORM = "target", "application/x-www-form-urlencoded"
_FAULTS, _REFUSED_FROM = 500, 400
_BUSY = (503,)
_OWN = ("output", "by", "rule", "candidates", "group", "condition", "review", "n", "from", "pick",
        "answer", "form", "on", "paper", "language", "seed", "with", "scenario", "v", "lang",
        "kind", "field", "photographed", "q")  # fmt: skip
_INPUTS = ("review.share_reviewed", "threshold.rate", "gallery.records", "stops.share_enrolled",
           "matcher.mate_tail", "retention.match_days", "nothing.here")  # fmt: skip
_WORDS = ("task-force-module", "airport-exit", "delete-non-matches", "icons", "groups", "es", "pta",
          "results-3", "pdf", "docx", "html", "json", "yaml", "../../etc/passwd", "0.1.0",
          PLANTED, "%00", "<script>alert(1)</script>", "'\"><b>", "9" * 400)  # fmt: skip
_LEAKS = re.compile(r"Traceback|site-packages|src/misid|\.py\b")


@cache
def _paths() -> tuple[str, ...]:
    """Every address that is read, but those of what a reader sent."""
    from misid.web.app import ROUTES
    from misid.web.views.api import ENDPOINTS

    pages = [one.path for one in ROUTES if "GET" in (one.methods or ())]
    return (*(path for path in pages if "rest" not in path), *(one.path for one in ENDPOINTS))


def _made(random: Random) -> Given:
    path = re.sub(r"\{[^}]*\}", lambda _: random.choice(_WORDS), random.choice(_paths()))
    names = random.choices((*_OWN, *_INPUTS, *(f"{one}.percent" for one in _INPUTS)), k=3)
    pairs = [(name, random.choice((*TEXTS, *_WORDS))) for name in names[: random.randrange(4)]]
    query = urlencode(pairs).encode()
    if random.random() < 0.3:
        query = damaged(random, query)
    if random.random() < 0.05:
        path += random.choice(("/", "//", "%2e%2e", ".pdf", "\u202e"))
    return Given({_NAME: path.encode() + b"?" + query})


def _judge(given: Given, folder: Path) -> str:
    path, _, query = given.files[_NAME].partition(b"?")
    for _ in range(_TRIES):
        status, headers, body = loop().run_until_complete(asked(path, query))
        if status not in (202, *_BUSY) and b"refresh" not in headers:
            break
    else:
        return f"{MEASURED}: at work"
    return check_answer(status, headers, body, path + query)


def check_answer(status: int, headers: Mapping[bytes, bytes], body: bytes, said: bytes) -> str:
    """
    Hold an answer of the page against what every answer is.

    Args:
        status: its code.
        headers: by their small names.
        body: its bytes.
        said: what was sent, which may be said again.
    Raises: Fault: it is no answer of ours.
    """
    text = body.decode("utf-8", "replace")
    media = headers.get(b"content-type", b"").decode()
    if status >= _FAULTS and status not in _BUSY:
        raise Fault(f"it answers {status}: {text[-300:]!r}")
    if b"content-security-policy" not in headers:
        raise Fault("it has no policy of content")
    _check(text, media, said)
    return MEASURED if status < _REFUSED_FROM else REFUSED


def _check(text: str, media: str, said: bytes) -> None:
    """No trace, no script of a reader's, JSON that is JSON; nobody who was not in the address."""
    if PLANTED.encode() not in said.lower():
        check_nobody(text)
    if media.startswith("application/json"):
        json.loads(text)
    if media.startswith(("text/html", "application/json")) and (leak := _LEAKS.search(text)):
        raise Fault(f"it says {text[max(0, leak.start() - 100) : leak.end() + 50]!r}")
    if media.startswith(("text/html", "image/svg")) and "<script>alert" in text:
        raise Fault("a script of an address stands in the page")


@cache
def loop() -> asyncio.AbstractEventLoop:
    """Where requests are answered, one after another."""
    return asyncio.new_event_loop()


@cache
def _application() -> Any:
    from misid.web.app import application

    return application(worlds=_WORLDS)


async def asked(path: bytes, query: bytes) -> tuple[int, dict[bytes, bytes], bytes]:
    """One address, as a server hands it on."""
    return await _request(path, query, "GET")


async def post(
    path: bytes, query: bytes, kind: bytes, body: bytes
) -> tuple[int, dict[bytes, bytes], bytes]:
    """A form that is sent: its address, of which kind it is, its bytes."""
    return await _request(path, query, "POST", (kind, body))


async def _request(
    path: bytes, query: bytes, method: str, form: tuple[bytes, bytes] = (b"", b"")
) -> tuple[int, dict[bytes, bytes], bytes]:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": form[1], "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method,
        "scheme": "http", "path": path.decode("utf-8", "replace"), "raw_path": path,
        "query_string": query, "root_path": "", "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "headers": [(b"host", b"127.0.0.1:80"), (b"content-type", form[0])],
    }  # fmt: skip
    await _application()(scope, receive, send)
    start = sent[0]
    body = b"".join(one.get("body", b"") for one in sent[1:])
    return start["status"], dict(start["headers"]), body


TARGETS = {"page": Target(_made, _judge, seconds=30.0, warm=_paths)}
