"""Work side by side: the one place where threads are made."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import cache
from itertools import chain, islice
from os import cpu_count
from threading import current_thread
from typing import TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")

_HELD = 4
"""Parts that wait for each thread; of endless parts no more are held."""
_NAME = "misid-side-by-side"


def processors() -> int:
    """How many threads can work at a time."""
    return cpu_count() or 1


@cache
def pool() -> ThreadPoolExecutor:
    """The threads that all share, one for each processor; made when first needed, then kept."""
    return ThreadPoolExecutor(processors(), thread_name_prefix=_NAME)


@contextmanager
def _threads(count: int | None) -> Iterator[ThreadPoolExecutor]:
    """So many threads, given up afterwards; those that all share where no number is given."""
    if count is None:
        yield pool()
        return
    with ThreadPoolExecutor(count) as own:
        yield own


def side_by_side(
    work: Callable[[Part], Result], parts: Iterable[Part], *, threads: int | None = None
) -> Iterator[Result]:
    """
    What several threads make of the parts, in their order, however many threads there are.

    A single part, or parts of what is a part itself, are done where they are asked for.

    Args:
        work: what is done with each part; it holds no lock of the interpreter for long.
        parts: taken one by one, a few ahead of the work.
        threads: how many; one for each processor where no number is given.
    Example:
        >>> list(side_by_side(abs, [-1, 2, -3]))
        [1, 2, 3]
    """
    rest = iter(parts)
    first = list(islice(rest, 2))
    if len(first) < 2 or current_thread().name.startswith(_NAME):
        yield from map(work, chain(first, rest))
        return
    with _threads(threads) as executor:
        waiting: deque[Future[Result]] = deque()
        begun = (executor.submit(work, part) for part in chain(first, rest))
        try:
            yield from _ended(begun, waiting, _HELD * (threads or processors()))
        finally:
            _given_up(waiting)


def _ended(
    begun: Iterator[Future[Result]], waiting: deque[Future[Result]], most: int
) -> Iterator[Result]:
    """Results in the order in which the work began; no more than so many wait at a time."""
    for future in begun:
        waiting.append(future)
        if len(waiting) > most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _given_up(waiting: Iterable[Future[Result]]) -> None:
    """What has not begun is not done any more, and what has begun is waited for."""
    wait([future for future in waiting if not future.cancel()])
