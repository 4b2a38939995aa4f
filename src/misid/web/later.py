"""A view that is loaded when its address is first asked for, so that the server begins at once."""

from __future__ import annotations

from importlib import import_module

from starlette.routing import Router, request_response
from starlette.types import Receive, Scope, Send


class Later:
    """
    A view by its name.

    Args:
        module: in `misid.web.views`.
        name: of the view in it, or of a router with views of its own.
    """

    def __init__(self, module: str, name: str) -> None:
        self.module = module
        self.name = name

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request as the view does."""
        view = getattr(import_module(f"misid.web.views.{self.module}"), self.name)
        app = view if isinstance(view, Router) else request_response(view)
        await app(scope, receive, send)
