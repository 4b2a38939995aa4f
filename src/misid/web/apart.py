"""Work in a process of its own: it can be ended at once, and leaves nothing in memory."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import Any

from misid.errors import MisidError
from misid.web.waiting import advance

_LOOKS = 0.1
_SPAWN = multiprocessing.get_context("spawn")


class Step:
    """What work tells of itself: one more of its parts is done."""


STEP = Step()


@dataclass(frozen=True)
class ProcessEnds:
    """
    How far work may go, and what is said of it where it does not come to its end by itself.

    `what` it is, as in "the reading", or "the checks", which `are_many`; `smaller`: what to do
    instead. `within`: seconds that it may take. `memory`: bytes of its data, where those are
    bounded.
    """

    what: str
    smaller: str
    within: float
    memory: int | None = None
    are_many: bool = False

    def died(self) -> MisidError:
        """Its process ended, or had no memory left."""
        it, was = ("they", "they were") if self.are_many else ("it", "it was")
        more = f"{it} may have needed more memory than there is."
        said = f"{self.what} ended before {was} done; {more}"
        return MisidError(said, use=self.smaller)

    def late(self) -> MisidError:
        """It took longer than anybody waits."""
        take = "take" if self.are_many else "takes"
        said = f"{self.what} {take} longer than a page waits."
        return MisidError(said, use=self.smaller)


def apart(work: Callable[..., Iterator[Any]], *given: Any, ends: ProcessEnds) -> Any:
    """
    What work gives, each step of which is told to who waits for it.

    Args:
        work: a function of a module; it yields steps, and its result last.
        given: what it is called with.
        ends: how far it may go, and what is said where it goes no further.
    Raises: MisidError: as the work, or as `ends` says. GivenUpError: nobody waits any longer; the
        process ends.
    """
    until = time.monotonic() + ends.within
    with _process(work, given, ends.memory) as told:
        while True:
            news = _next(told, until, ends)
            if isinstance(news, MisidError):
                raise news
            if not isinstance(news, Step):
                return news
            advance(1)


def _bound_memory(most: int) -> None:
    """Bound the memory of this process, where the system can."""
    if sys.platform != "linux":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (least, hard))


def _next(told: Connection, until: float, ends: ProcessEnds) -> Any:
    """What is told next; meanwhile somebody must wait for it."""
    while not told.poll(_LOOKS):
        advance(0)
        if time.monotonic() > until:
            raise ends.late()
    try:
        return told.recv()
    except EOFError:
        raise ends.died() from None


@contextmanager
def _process(
    work: Callable[..., Any], given: tuple[Any, ...], memory: int | None
) -> Iterator[Connection]:
    """What a process tells of its work; it is ended when nobody listens any longer."""
    told, tells = _SPAWN.Pipe(duplex=False)
    process = _SPAWN.Process(target=_work_apart, args=(tells, work, given, memory), daemon=True)
    with _deaf():
        process.start()
    tells.close()
    try:
        yield told
    finally:
        told.close()
        process.kill()
        process.join()


@contextmanager
def _deaf() -> Iterator[None]:
    """What begins meanwhile is not interrupted by Ctrl-C, which is meant for who began it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # It begins with the first process otherwise, and hears again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work_apart(
    tells: Any, work: Callable[..., Iterator[Any]], given: tuple[Any, ...], memory: int | None
) -> None:
    """
    What the process does: every step is told, then what was found or what is wrong.

    Without memory it says no more, as a process that was ended.
    """
    with suppress(BrokenPipeError, KeyboardInterrupt, MemoryError), tells:
        if memory is not None:
            _bound_memory(memory)
        try:
            for news in work(*given):
                tells.send(news)
        except MisidError as mistake:
            tells.send(mistake)
