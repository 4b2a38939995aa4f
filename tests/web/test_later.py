"""Views that are loaded when they are first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from starlette.routing import BaseRoute, Mount, Route

from misid.web.app import ROUTES
from misid.web.later import Later


def _later(routes: tuple[BaseRoute, ...]) -> Iterator[Later]:
    for one in routes:
        if isinstance(one, Mount):
            yield from _later(tuple(one.routes))
        answers = getattr(one, "endpoint" if isinstance(one, Route) else "app", None)
        if isinstance(answers, Later):
            yield answers


def test_every_address_has_its_view() -> None:
    """Each is named by a text, which no checker follows."""
    named = [(one.module, one.name) for one in _later(tuple(ROUTES))]
    assert len(named) > 30
    for module, name in named:
        assert hasattr(import_module(f"misid.web.views.{module}"), name), (module, name)
