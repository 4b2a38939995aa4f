"""An upload of two gigabytes: refused, in the memory of a small one."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.conftest import PATIENCE

SIZE, PIECE = 2 * 10**9, 2**22
MOST_MORE = 16e6
"""Bytes by which the server may grow: less than a hundredth of what is sent."""
SERVER = """
from misid.web import receiving
from misid.web.app import application
from misid.web.server import address, listening, serve
receiving._DRAINED = 300.0  # so that a slow machine hears the answer too
held = listening("127.0.0.1", 0)
serve(application(worlds=16), held, lambda where: print(where, flush=True))
"""
HEAD = (
    "POST /scores?lang=en HTTP/1.1\r\nHost: {host}\r\n{length}\r\n"
    "Content-Type: multipart/form-data; boundary=xyz\r\n\r\n"
)
FORM = (
    b'--xyz\r\nContent-Disposition: form-data; name="scores"; filename="a.csv"\r\n\r\nscore\n'
    + b"0.5\n" * 1_000
)


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[int, int]]:
    """A server in a process of its own, which has done all that it begins by itself: pid, port."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        found = re.search(r":(\d+)/", process.stdout.readline())
        assert found is not None
        port = int(found[1])
        settled(process.pid, port)
        yield process.pid, port
        process.terminate()


def settled(pid: int, port: int) -> None:
    """Wait until it no longer grows by itself, and has read a file before."""
    for path in (b"/change", b"/encounter"):
        for _ in range(PATIENCE):
            if b"refresh" not in asked(port, b"GET %s HTTP/1.1\r\nHost: localhost\r\n" % path):
                break
    send(port, f"Content-Length: {len(FORM)}", iter([FORM]))
    last = 0.0
    for _ in range(PATIENCE):
        last, before = memory(pid, "VmRSS"), last
        if abs(last - before) < 1e6:
            return
        threading.Event().wait(1.0)


def asked(port: int, head: bytes) -> bytes:
    """The first of what is answered."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        connection.sendall(head + b"Connection: close\r\n\r\n")
        return connection.recv(4_096).lower()


def memory(pid: int, what: str) -> float:
    """Bytes that a process has in memory now (`VmRSS`), or had at most (`VmHWM`)."""
    text = Path(f"/proc/{pid}/status").read_text()
    found = re.search(rf"{what}:\s+(\d+) kB", text)
    assert found is not None
    return 1_024.0 * int(found[1])


def send(port: int, length: str, pieces: Iterator[bytes]) -> tuple[int, int]:
    """The status of the answer, and how many bytes were sent before it came."""
    sent = 0
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        connection.sendall(HEAD.format(host=f"127.0.0.1:{port}", length=length).encode())
        for piece in pieces:
            connection.sendall(piece)
            sent += len(piece)
        answer = connection.recv(4_096)
    return int(answer.split()[1]), sent


def zeros() -> Iterator[bytes]:
    """Two gigabytes behind rows that look like scores, without an end that is said first."""
    body = bytes(PIECE)
    yield b"%x\r\n%s\r\n" % (len(FORM), FORM)
    for _ in range(SIZE // PIECE):
        yield b"%x\r\n%s\r\n" % (len(body), body)
    yield b"0\r\n\r\n"


def test_two_gigabytes_are_refused_in_constant_memory(server: tuple[int, int]) -> None:
    """The most that is taken is written and removed, the rest let go past; then it is told."""
    pid, port = server
    before = memory(pid, "VmRSS")
    Path(f"/proc/{pid}/clear_refs").write_text("5")
    status, sent = send(port, "Transfer-Encoding: chunked", zeros())
    assert 413 == status
    assert sent > SIZE - PIECE
    grown = memory(pid, "VmHWM") - before
    assert grown < MOST_MORE, f"{grown / 1e6:.0f} MB more"
