"""The process that talks with a Dask cluster, in place of the one that works for a reader.

Dask unpickles what others send, and a pickle can hold a program. So nothing of a cluster reaches
the reader's process but JSON lines with whole numbers, which are checked there; and in this one no
pickle may name a function or class, whoever sends it.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from threading import Thread
from typing import Any, NoReturn

from misid.machine.threads import processors
from misid.programme.counting.simulate import Span
from misid.simulation.cluster_task import drawn

_SECONDS, _LOOK = 30, 5
_AHEAD = 3
_HARMLESS = frozenset({("builtins", "str"), ("builtins", "int"), ("builtins", "bytes")})
_PROGRAMS = frozenset({"os.exec", "os.fork", "os.posix_spawn", "os.system", "subprocess.Popen"})


def main() -> None:
    """Hand out what standard input asks for, a JSON line each, and tell what came back."""
    library, address = import_module("distributed"), sys.argv[1]
    # Dask asks for it, and Python runs a program to learn it, once.
    platform.processor()
    sys.addaudithook(_refuse)
    try:
        client = library.Client(address, timeout=_SECONDS, set_as_default=False)
    except (OSError, ValueError, TypeError):
        _end("no answer")
    Thread(target=_watch, args=(client,), daemon=True).start()
    try:
        for line in sys.stdin:
            _hand_out(library, client, json.loads(line))
    except BaseException:
        _end("lost")


def _refuse(event: str, given: tuple[Any, ...]) -> None:
    """End this process before anything that a cluster sent is run in it."""
    if event == "pickle.find_class" and given not in _HARMLESS:
        _end("killed" if given == ("distributed.scheduler", "KilledWorker") else "refused")
    if event in _PROGRAMS:
        _end("refused")


def _hand_out(library: Any, client: Any, asked: dict[str, Any]) -> None:
    """A few tasks for each thread are under way at a time, so that few results wait."""
    parts = Span(asked["first"], asked["stops"]).parts(asked["most"])

    def submitted() -> Iterator[Any]:
        for part in parts:
            given = asked["scenario"], asked["seed"], part.first, part.stops
            yield client.submit(drawn, *given, pure=False)

    tasks = submitted()
    ahead = _AHEAD * max(processors(), sum(client.nthreads().values()))
    first = [task for _, task in zip(range(ahead), tasks, strict=False)]
    waiting = library.as_completed(first, loop=client.loop, with_results=True)
    for task, text in waiting:
        if task.cancelled() or task.status == "lost":
            # Dask gives up every task at once when its scheduler is gone.
            _end("lost")
        _tell({"text": text} if isinstance(text, str) else {"error": "refused"})
        waiting.update([task for _, task in zip(range(1), tasks, strict=False)])


def _watch(client: Any) -> None:
    """Say that there are no workers; give up a scheduler that stays away."""
    away = 0
    while True:
        time.sleep(_LOOK)
        try:
            away, threads = 0, client.nthreads()
        except Exception:
            away += _LOOK
            threads = None
        if away > _SECONDS or client.status == "closed":
            _end("lost")
        if threads is None or not threads:
            _tell({"waiting": "workers" if threads is not None else "scheduler"})


def _tell(news: dict[str, str]) -> None:
    """In one piece, since two threads tell."""
    os.write(1, f"{json.dumps(news)}\n".encode())


def _end(error: str) -> NoReturn:
    _tell({"error": error})
    os._exit(1)


if __name__ == "__main__":
    main()
