"""A reader of standard output who leaves, as `head` does, ends no work: files are still written."""

from __future__ import annotations

import io
import os
import stat
import sys
from contextlib import suppress
from typing import IO, Any


class _Pipe(io.FileIO):
    """A pipe that goes on: what its reader is not there for goes nowhere."""

    def write(self, data: Any, /) -> int | None:  # type: ignore[override]
        """The bytes, as far as they are read; None: a pipe that does not wait takes none now."""
        try:
            return super().write(data)
        except BrokenPipeError:
            let_go(self)
            return memoryview(data).nbytes


def outlive_reader() -> None:
    """Make standard output such a pipe, where it is one."""
    stream = sys.stdout
    if not isinstance(stream, io.TextIOWrapper) or stream is not sys.__stdout__ or not _is_pipe():
        return
    stream.flush()
    sys.stdout = io.TextIOWrapper(
        io.BufferedWriter(_Pipe(stream.fileno(), "wb", closefd=False)),
        encoding=stream.encoding, errors=stream.errors,
        line_buffering=stream.line_buffering, write_through=stream.write_through,
    )  # fmt: skip


def let_go(stream: IO[Any]) -> None:
    """What is written to it from now on goes nowhere."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _is_pipe() -> bool:
    try:
        mode = os.fstat(sys.stdout.fileno()).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)
