"""Work that readers wait for: done once however many ask, kept, given up when nobody asks."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

Result = TypeVar("Result")
_here = threading.local()


class GivenUpError(Exception):
    """Nobody waits any longer."""


class StillAtWorkError(Exception):
    """The work takes longer than a page may; `done` of `total` parts, where that is known."""

    def __init__(self, done: int, total: int) -> None:
        super().__init__("still at work")
        self.done = done
        self.total = total


@dataclass
class _Task:
    """A piece of work, and when somebody last asked for it."""

    total: int
    asked: float = field(default_factory=time.monotonic)
    done: int = 0
    has_begun: bool = False
    future: Future[Any] = field(default_factory=Future)


class Waiting:
    """
    Results by key.

    Args:
        kept: so many results are kept, those that were asked for last.
        most_bytes: of results that are bytes no more are kept.
        patience: seconds that a page waits before it says that the work goes on.
        queued: the same where the work of others comes first, and it has not even begun.
        interest: seconds after which work that nobody asked for again is given up.
        workers: pieces of work at a time.
    """

    def __init__(
        self,
        *,
        kept: int = 256,
        most_bytes: int = 128_000_000,
        patience: float = 2.0,
        queued: float = 0.5,
        interest: float = 20.0,
        workers: int = 2,
    ) -> None:
        self._kept, self._most_bytes = kept, most_bytes
        self._patience, self._interest, self._queued = patience, interest, queued
        self._tasks: OrderedDict[Hashable, _Task] = OrderedDict()
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="misid-page")

    def get(
        self,
        key: Hashable,
        work: Callable[[], Result],
        *,
        total: int = 0,
        patience: float | None = None,
    ) -> Result:
        """
        What the work gives.

        Args:
            key: what it is; whoever asks for the same waits for the same work.
            work: done in another thread; it may call `advance`.
            total: parts that it has, where it tells them.
            patience: seconds to wait, where it is not the page's.
        Raises: StillAtWorkError: it is not done within the page's patience; ask again. Whatever the
            work raises, which is told once and not kept.
        """
        task = self._task(key, work, total)
        try:
            return self._waited(task, patience)  # type: ignore[no-any-return]
        except NotYet:
            raise StillAtWorkError(task.done, task.total) from None
        except CancelledError:
            raise GivenUpError from None
        except Exception:
            self._drop(key, task)
            raise

    def _waited(self, task: _Task, patience: float | None) -> Any:
        """What comes of it in time: less where others still come first, which is told soon."""
        if patience is not None:
            return task.future.result(patience)
        soon = min(self._queued, self._patience)
        with suppress(NotYet):
            return task.future.result(soon)
        return task.future.result(self._patience - soon if task.has_begun else 0.0)

    def known(self, key: Hashable) -> Any:
        """What was worked out already; None where nothing was."""
        with self._lock:
            task = self._tasks.get(key)
            if task is not None:
                self._tasks.move_to_end(key)
        return None if task is None else _result(task.future)

    def warm(self, key: Hashable, work: Callable[[], Any]) -> None:
        """Begin the work without waiting for it; it is not given up."""
        self._task(key, work, 0).asked = float("inf")

    def forget(self, is_meant: Callable[[Hashable], bool]) -> None:
        """Give up the work on keys that are meant, and drop what it gave."""
        with self._lock:
            for key in list(filter(is_meant, self._tasks)):
                task = self._tasks.pop(key)
                task.asked = float("-inf")
                task.future.cancel()

    def close(self) -> None:
        """Give up what has not begun, and tell what has to stop."""
        with self._lock:
            for task in self._tasks.values():
                task.asked = float("-inf")
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _task(self, key: Hashable, work: Callable[[], Any], total: int) -> _Task:
        with self._lock:
            task = self._tasks.get(key)
            if task is None or _is_given_up(task.future):
                task = self._tasks[key] = _Task(total)
                task.future = self._pool.submit(self._run, task, work)
                self._forget_old()
            self._tasks.move_to_end(key)
            task.asked = max(task.asked, time.monotonic())
            return task

    def _drop(self, key: Hashable, task: _Task) -> None:
        with self._lock:
            if self._tasks.get(key) is task:
                del self._tasks[key]

    def _forget_old(self) -> None:
        done = {key: task.future for key, task in self._tasks.items() if task.future.done()}
        held = sum(map(_bytes, done.values()))
        for key, future in done.items():
            if len(self._tasks) <= self._kept and held <= self._most_bytes:
                break
            held -= _bytes(future)
            del self._tasks[key]

    def _run(self, task: _Task, work: Callable[[], Any]) -> Any:
        _here.task, _here.interest = task, self._interest
        try:
            advance(0)
            task.has_begun = True
            return work()
        finally:
            _here.task = None


def advance(parts: int) -> None:
    """
    Tell that parts of the work at hand are done; outside of such work this says nothing.

    Raises: GivenUpError: nobody waits for it any longer.
    """
    task: _Task | None = getattr(_here, "task", None)
    if task is None:
        return
    task.done += parts
    if time.monotonic() - task.asked > _here.interest:
        raise GivenUpError


def _result(future: Future[Any]) -> Any:
    """What was worked out; None where nothing was, or not yet."""
    if not future.done() or future.cancelled() or future.exception() is not None:
        return None
    return future.result()


def _bytes(future: Future[Any]) -> int:
    result = _result(future)
    return len(result) if isinstance(result, bytes) else 0


def _is_given_up(future: Future[Any]) -> bool:
    if not future.done():
        return False
    return future.cancelled() or isinstance(future.exception(), GivenUpError)
