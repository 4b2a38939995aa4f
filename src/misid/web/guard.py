"""What every answer carries and every request must: no other host, no script of others."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from misid.errors import FormatError, MisidError

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
# A drawing is a document of its own: its rules of colour and its letters stand in it.
_DRAWING = "default-src 'none'; style-src 'unsafe-inline'; font-src data:"
HEADERS = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), display-capture=()",
    # With none at all, browsers do not say of our own forms that they are ours.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
"""What every answer says, beside its policy of content."""


def names_of(host: str, number: str) -> tuple[str, ...]:
    """
    The names under which a server may be asked; none, which is any, where it listens everywhere.

    Args:
        host: that was asked for.
        number: of the address on which it listens.
    """
    listened = ipaddress.ip_address(number.partition("%")[0])
    if listened.is_unspecified:
        return ()
    shown = f"[{listened}]" if listened.version == 6 else str(listened)
    named = () if ":" in host else (host.lower(),)
    return tuple(dict.fromkeys((*(LOOPBACK if listened.is_loopback else ()), *named, shown)))


class Guard:
    """
    Refuses requests under another name or from another site, and puts the headers on answers.

    Args:
        app: what answers.
        hosts: names under which the server may be asked; a name that an attacker's site points
            here is none of them.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                drawing = headers.get("content-type", "").startswith("image/svg")
                headers["Content-Security-Policy"] = _DRAWING if drawing else _POLICY
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        if not scope.get("query_string", b"").isascii():
            odd = FormatError(
                "this address holds bytes that no address holds.",
                use="letters that are no ASCII as %C3%A9",
            )
            await JSONResponse(odd.as_dict(), 400)(scope, receive, headed)
            return
        if not self._is_meant(scope):
            told = MisidError(
                "this server was asked under another name, or by the page of another site.",
                use="the address that it printed when it began",
            )
            await JSONResponse(told.as_dict(), 403)(scope, receive, headed)
            return
        await self.app(scope, receive, headed)

    def _is_meant(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        name = host if host.endswith("]") else host.rpartition(":")[0] or host
        if self.hosts and name.lower() not in self.hosts:
            return False
        return scope["method"] in ("GET", "HEAD") or _is_own(headers, host)


def _is_own(headers: Headers, host: str) -> bool:
    """Whether what would change something comes from our own page, or from a program."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site not in (None, "same-origin", "none"):
        return False
    # A page may hide where it is; then the browser must have said that it is ours.
    if origin is None or (origin == "null" and site is not None):
        return True
    return origin.partition("://")[2].lower() == host.lower()
