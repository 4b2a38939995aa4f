"""Work side by side: the one place where threads are made."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from os import cpu_count
from typing import TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")

_HELD = 4
"""Parts that wait for each thread; of endless parts no more are held."""


def processors() -> int:
    """How many threads can work at a time."""
    return cpu_count() or 1


@contextmanager
def pool(threads: int | None = None) -> Iterator[ThreadPoolExecutor]:
    """Threads, one for each processor where no number is given; what has not begun is given up."""
    executor = ThreadPoolExecutor(threads or processors())
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def side_by_side(
    work: Callable[[Part], Result], parts: Iterable[Part], *, threads: int | None = None
) -> Iterator[Result]:
    """
    What several threads make of the parts, in their order, however many threads there are.

    Args:
        work: what is done with each part; it holds no lock of the interpreter for long.
        parts: taken one by one, a few ahead of the work.
        threads: how many; one for each processor where no number is given.
    Example:
        >>> list(side_by_side(abs, [-1, 2, -3]))
        [1, 2, 3]
    """
    waiting: deque[Future[Result]] = deque()
    with pool(threads) as executor:
        for part in parts:
            waiting.append(executor.submit(work, part))
            if len(waiting) > _HELD * (threads or processors()):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
