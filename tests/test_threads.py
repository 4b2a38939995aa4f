"""Work side by side gives what the same work gives part by part."""

from __future__ import annotations

from collections.abc import Iterator
from threading import current_thread, main_thread

import pytest

from misid.machine.threads import side_by_side


def squares(count: int) -> list[int]:
    """Squares, worked out side by side."""
    return list(side_by_side(lambda number: number**2, range(count)))


def test_results_stand_in_the_order_of_the_parts() -> None:
    """However many there are, and however many threads."""
    for threads in (None, 1, 3):
        found = side_by_side(lambda number: number**2, range(100), threads=threads)
        assert [number**2 for number in range(100)] == list(found)


def test_parts_of_a_part_wait_for_no_thread() -> None:
    """More parts than threads, each with parts of its own: none waits for another for ever."""
    assert [squares(20)] * 20 == list(side_by_side(squares, [20] * 20))


def test_a_single_part_needs_no_thread() -> None:
    """It is done where it is asked for."""
    assert [main_thread()] == list(side_by_side(lambda _: current_thread(), [0]))
    assert squares(0) == []


def test_an_error_ends_the_work() -> None:
    """What has not begun then is not begun any more."""
    begun = []

    def work(number: int) -> int:
        begun.append(number)
        return 1 // (number - 1)

    def parts() -> Iterator[int]:
        yield from range(1000)

    with pytest.raises(ZeroDivisionError):
        list(side_by_side(work, parts()))
    assert len(begun) < 1000
