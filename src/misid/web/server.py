"""The local server: which address it listens on, and how it begins and ends."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from starlette.types import ASGIApp

from misid.errors import MeaningError, OutputError
from misid.files.read import plain

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8421
_TRIED, _MOST_PORT = 20, 65_535
_HEADERS_WITHIN, _LINGER = 10, 5


def listening(host: str, port: int) -> socket.socket:
    """
    A socket that listens; port 0 takes any that is free.

    Args:
        host: name or number of the address.
        port: from 0 to 65,535.
    Raises: MeaningError: no such port. OutputError: the address is taken or cannot be had; the
        error names the next port that is free.
    """
    if not 0 <= port <= _MOST_PORT:
        raise MeaningError(
            f"the port is {port}, but a port is a whole number from 0 to {_MOST_PORT:,}.",
            use=f"--port {DEFAULT_PORT}",
        )
    try:
        return _bound(host, port)
    except UnicodeError:
        raise OutputError(
            f"{plain(host)} is no name of an address.", use=f"--host {DEFAULT_HOST}"
        ) from None
    except OSError as error:
        free = _next_free(host, port + 1)
        use = f"--port {free}" if free else "another --host"
        raise OutputError(
            f"{host} port {port} cannot be used: {error.strerror}.", use=use
        ) from None


def serve(
    app: ASGIApp,
    held: socket.socket,
    begun: Callable[[str], None],
    *,
    until: threading.Event | None = None,
) -> None:
    """
    Answer requests until it is interrupted.

    Args:
        app: what answers.
        held: the socket that listens.
        begun: told the address of the page, once it can be opened.
        until: ends it when it is set, where it runs in a thread that no signal reaches.
    """
    config = uvicorn.Config(
        app,
        log_level="critical",
        access_log=False,
        lifespan="on",
        timeout_keep_alive=_LINGER,
        timeout_graceful_shutdown=1,
        h11_max_incomplete_event_size=16_384,
        limit_concurrency=500,
        server_header=False,
        date_header=False,
    )
    server = _Server(config, lambda: begun(address(held)), until)
    with held, suppress(KeyboardInterrupt):
        server.run(sockets=[held])


class _Server(uvicorn.Server):
    """Tells once it has begun, and ends when it is told to."""

    def __init__(
        self, config: uvicorn.Config, begun: Callable[[], None], until: threading.Event | None
    ) -> None:
        super().__init__(config)
        self._begun, self._until = begun, until

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin, and tell."""
        await super().startup(sockets)
        if self.started:
            self._begun()

    async def on_tick(self, counter: int) -> bool:
        """Whether to end, asked ten times a second."""
        told = self._until is not None and self._until.is_set()
        return told or await super().on_tick(counter)


def address(held: socket.socket) -> str:
    """The page's address in a browser."""
    host, port = held.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, where = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    held = socket.socket(family, kind, protocol)
    try:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(where)
        held.listen(128)
    except OSError:
        held.close()
        raise
    return held


def _next_free(host: str, first: int) -> int | None:
    for port in range(first, min(first + _TRIED, _MOST_PORT + 1)):
        with suppress(OSError), _bound(host, port):
            return port
    return None
