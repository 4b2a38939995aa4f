"""What the page keeps for its readers: so many results, so many bytes, and those asked for last."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import partial

import pytest
from starlette.requests import Request

from misid.scenario import load_change
from misid.web.app import application
from misid.web.page import address_of
from misid.web.views.change import change
from misid.web.waiting import StillAtWorkError, Waiting


@pytest.fixture
def kept() -> Iterator[Waiting]:
    """At most four results, and ten bytes."""
    waiting = Waiting(kept=4, most_bytes=10)
    yield waiting
    waiting.close()


def test_results_go_when_they_are_too_many_or_too_large(kept: Waiting) -> None:
    """Texts are counted by their bytes, and what was asked for last stays."""
    for number in range(6):
        kept.get(number, partial(list, [number]))
    assert [None, None, [2], [3]] == [kept.known(number) for number in range(4)]
    for name in ("one", "two", "three"):
        kept.get(name, lambda: b"12345")
    kept.known("one")
    kept.get("four", lambda: b"")
    assert [None, b"12345"] == [kept.known("two"), kept.known("one")]


def _late() -> str:
    time.sleep(0.1)
    return "late"


def test_who_waits_for_others_is_told_so_before_who_waits_for_their_own() -> None:
    """Work that has begun is waited for as long as a page may; work in a queue is not."""
    go, waiting = threading.Event(), Waiting(workers=1, patience=60.0, queued=0.01)
    try:
        waiting.warm("first", lambda: go.wait(60.0))
        with pytest.raises(StillAtWorkError):
            waiting.get("second", lambda: "done")
        threading.Timer(0.1, go.set).start()
        assert waiting.get("first", lambda: False)
        assert "done" == waiting.get("second", lambda: "")
        assert "late" == waiting.get("third", _late)
    finally:
        go.set()
        waiting.close()


def test_a_page_that_is_kept_needs_no_facts() -> None:
    """Facts go sooner than pages, and are not worked out again for a page that is there."""
    app = application(worlds=20)
    studies = app.state.studies()
    scope = {"type": "http", "method": "GET", "path": "/change", "headers": [], "app": app,
             "query_string": b"review.share_reviewed=0.5", "scheme": "http",
             "server": ("127.0.0.1", 80)}  # fmt: skip
    try:
        studies.facts(studies.first, patience=60.0)
        studies.first_facts(address_of(Request(scope)), patience=60.0)
        first = change(Request(scope)).body
        studies.waiting.forget(lambda _: True)
        assert first == change(Request(scope)).body
        assert studies.waiting.known(("facts", studies.first)) is None
    finally:
        studies.close()


def test_the_heading_says_what_was_changed() -> None:
    """A safeguard by its title, an input by what it is and what stands there now."""
    app = application(worlds=20)
    scope = {"type": "http", "method": "GET", "path": "/change", "headers": [], "app": app,
             "query_string": b"review.share_reviewed=0.5&with=delete-non-matches",
             "scheme": "http", "server": ("127.0.0.1", 80)}  # fmt: skip
    try:
        app.state.studies().first_facts(address_of(Request(scope)), patience=60.0)
        _, _, rest = bytes(change(Request(scope)).body).decode().partition("<h1>")
        heading = rest.partition("</h1>")[0]
    finally:
        app.state.studies().close()
    assert load_change("delete-non-matches").title in heading
    assert "Share of references that anybody compares: exactly 50 %" in heading
