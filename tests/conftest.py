"""What every test runs under: no network but loopback, interrupts, a fixed hypothesis profile."""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
from collections.abc import Callable
from typing import Any

import hypothesis
import pytest

hypothesis.settings.register_profile(
    "misid", deadline=None, derandomize=bool(os.environ.get("CI")), print_blob=True
)
hypothesis.settings.load_profile("misid")


class NetworkIsOffError(RuntimeError):
    """A test reached for another machine; not an OSError, which the code under test may catch."""


def pytest_configure(config: pytest.Config) -> None:
    """Turn the network off for the whole run: a fixture here would leave out the doctests."""
    # A shell has what runs beside it take no interrupt, and its children neither.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, guarded_connect(getattr(socket.socket, name)))
    patch.setattr(socket, "getaddrinfo", guarded_lookup(socket.getaddrinfo))


def guarded_connect(connect: Callable[..., Any]) -> Callable[..., Any]:
    """The same method of a socket, refusing addresses of other machines."""

    def connect_to_loopback(self: socket.socket, address: Any) -> Any:
        if self.family != getattr(socket, "AF_UNIX", None):
            refuse_unless_loopback(address[0])
        return connect(self, address)

    return connect_to_loopback


def guarded_lookup(lookup: Callable[..., Any]) -> Callable[..., Any]:
    """The same name look-up, refusing names of other machines."""

    def look_up_loopback(host: str | bytes | None, *args: Any, **kwargs: Any) -> Any:
        refuse_unless_loopback(host)
        return lookup(host, *args, **kwargs)

    return look_up_loopback


def refuse_unless_loopback(host: str | bytes | None) -> None:
    """Raise NetworkIsOffError for any host but this machine's loopback."""
    name = host.decode("ascii") if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return
    try:
        loopback = ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise NetworkIsOffError(f"a test reached for {name}; the network is off, loopback excepted")
