"""What a browser sends to the page: forms and files of every kind, damaged; then what is shown."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple
from unittest import mock
from urllib.parse import urlencode

from fuzzing import audits, disclosed, logs, papers, scores, texts
from fuzzing.damage import OF_TEXT, damaged
from fuzzing.given import Given, Target
from fuzzing.page import asked, check_answer, loop, post

_BOUNDARY, _SENT = b"quite-unlikely", "sent"
_TRIES, _PAUSE = 40, 0.02
_WORDS = ("", "es", "en", "task-force-module", "pta", "0.5", "\u202e", "<script>alert(1)</script>",
          "day-first", "references", "[", "9" * 60)  # fmt: skip
_NAMES = ("lang", "scenario", "form", "kind", "dates", "sheet", "score", "label", "B", "with", "v")
_STATES = ("yes", "no", "partly", "unknown", "", "maybe")
_MODULES = ("disclosing", "measuring", "verifying", "learning", "auditing", "planning")


class Door(NamedTuple):
    """An address that takes a file: in which field, who makes such files, what is asked next."""

    field: str
    makers: tuple[str, ...]
    then: tuple[str, ...] = ("",)


_DOORS: Mapping[str, Door] = {
    "/counts": Door(
        "table", ("counts", "counts-damaged", "workbooks-damaged"), ("", "/counts.json")
    ),
    "/infer": Door("counts", ("counts-documents",)),
    "/audit/log": Door("log", ("log", "log-damaged")),
    "/scores": Door("scores", ("scores", "scores-damaged")),
    "/verify": Door("document", ("received",)),
    "/assess/answers/file": Door("answers", ("answers", "answers-values")),
}
_FORMS = ("/assess/answers", "/assess/answers/found", "/assess/answers.yaml",
          "/assess/answers.json", "/counts/nothing/infer", "/counts/nothing/delete")  # fmt: skip


def _file(random: Random) -> Given:
    """A file as another reader is given it, in a form with some fields; some forms damaged."""
    path = random.choice(list(_DOORS))
    door = _DOORS[path]
    made = _makers()[random.choice(door.makers)].make(random)
    (name, data), *_ = made.files.items()
    fields = {one: random.choice(_WORDS) for one in random.sample(_NAMES, random.randrange(3))}
    body = _multipart({**fields, door.field: (random.choice((name, "", "a.png")), data)})
    if random.random() < 0.2:
        body = damaged(random, body, OF_TEXT)
    query = urlencode({one: random.choice(_WORDS) for one in random.sample(_NAMES, 1)})
    return Given({_SENT: body}, {"path": path, "query": query, "then": random.choice(door.then)})


@cache
def _makers() -> Mapping[str, Target]:
    every = (audits, disclosed, logs, papers, scores, texts)
    return {name: one for module in every for name, one in module.TARGETS.items()}


def _multipart(parts: Mapping[str, str | tuple[str, bytes]]) -> bytes:
    lines = []
    for field, held in parts.items():
        named, data = (held, None) if isinstance(held, tuple) else (("", b""), held.encode())
        file = b'; filename="%s"' % named[0].encode() if data is None else b""
        head = b'Content-Disposition: form-data; name="%s"' % field.encode() + file
        lines.append(b"--%s\r\n%s\r\n\r\n%s\r\n" % (_BOUNDARY, head, data or named[1]))
    return b"".join([*lines, b"--%s--\r\n" % _BOUNDARY])


def _judge_file(given: Given, folder: Path) -> str:
    path, said = given.options["path"], given.files[_SENT]
    kind = b"multipart/form-data; boundary=" + _BOUNDARY
    with _here():
        query = given.options["query"].encode()
        status, headers, body = loop().run_until_complete(post(path.encode(), query, kind, said))
        verdict = check_answer(status, headers, body, said)
        token = re.match(rb"[^?]*/([\w-]{20,})(\?|$)", headers.get(b"location", b""))
        if token is None:
            return verdict
        held = f"{path}/{token[1].decode()}"
        try:
            return _shown(f"{held}{given.options['then']}", query, said)
        finally:
            loop().run_until_complete(post(f"{held}/delete".encode(), b"", b"", b""))


def _shown(path: str, query: bytes, said: bytes) -> str:
    """What the page of an upload says, once it is no longer at work."""
    for _ in range(_TRIES):
        status, headers, body = loop().run_until_complete(asked(path.encode(), query))
        if b"refresh" not in headers:
            return check_answer(status, headers, body, said)
        loop().run_until_complete(asyncio.sleep(_PAUSE))
    return "measured: at work"


def _form(random: Random) -> Given:
    """The form of a questionnaire, filled in by chance."""
    items = [item.id for item in _questions()]
    pairs = [("programme", random.choice(("a programme", *_WORDS))), ("as_of", "2026-04-03")]
    pairs += [("form", "pta"), ("base", random.choice(_bases()) if random.random() < 0.6 else "")]
    for item in random.sample(items, random.randrange(min(8, len(items)))):
        pairs += [(f"state:{item}", random.choice(_STATES)), (f"why:{item}", random.choice(_WORDS))]
        pairs += [(f"source:{item}", random.choice(("https://example.org/a", *_WORDS)))]
    body = urlencode(pairs).encode()
    if random.random() < 0.3:
        body = damaged(random, body, OF_TEXT)
    return Given({_SENT: body}, {"path": random.choice(_FORMS)})


@cache
def _questions() -> tuple[Any, ...]:
    from misid.assessment.files import shipped_form

    return tuple(shipped_form("pta").items)


@cache
def _bases() -> tuple[str, ...]:
    from misid.assessment.files import load_answers

    whole = load_answers("task-force-module").model_dump(mode="json", by_alias=True)
    held = []
    for seed in range(40):
        data = json.loads(json.dumps(whole))
        texts.put(Random(seed), data)  # noqa: S311 - nothing is kept secret by it
        held.append(json.dumps(data))
    return (json.dumps(whole), *held)


def _judge_form(given: Given, folder: Path) -> str:
    said, kind = given.files[_SENT], b"application/x-www-form-urlencoded"
    path = given.options["path"].encode()
    return check_answer(*loop().run_until_complete(post(path, b"", kind, said)), said)


@contextlib.contextmanager
def _here() -> Iterator[None]:
    """Let work on files be done in this process: to begin another takes longer than the work."""
    with contextlib.ExitStack() as patches:
        for name in _MODULES:
            module = importlib.import_module(f"misid.web.{name}")
            patches.enter_context(mock.patch.object(module, "apart", _done_here))
            if hasattr(module, "bound_memory"):
                patches.enter_context(mock.patch.object(module, "bound_memory", _unbound))
        yield


def _done_here(work: Any, *given: Any, ends: Any) -> Any:
    """What work gives, and its steps told, as where it is done apart."""
    from misid.web.apart import Step
    from misid.web.waiting import advance

    for news in work(*given):
        if not isinstance(news, Step):
            return news
        advance(1)
    raise ends.died()


def _unbound(_most: int) -> None:
    """Nothing: a child of the harness has bounds of its own."""


def _warm() -> None:
    for name in {one for door in _DOORS.values() for one in door.makers}:
        _makers()[name].warm()
    _questions(), _bases()


TARGETS = {
    "sent-files": Target(_file, _judge_file, 2, seconds=30.0, warm=_warm),
    "sent-forms": Target(_form, _judge_form, seconds=10.0, warm=_warm),
}
