"""Work in a process of its own: what is said where it comes to no end."""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import pytest

from misid.errors import MisidError
from misid.web.apart import ProcessEnds, apart

MANY = ProcessEnds("the checks", "fewer of them", 60.0, 4 << 30, are_many=True)
# Where no memory is bounded it is more than any machine has.
TOO_MUCH = 8 << 30 if sys.platform == "linux" else 1 << 60
ONE = ProcessEnds("the reading", "less of it", 0.2)


def test_work_says_what_it_gives() -> None:
    """Its first word that is no step."""
    work: Any = range
    assert apart(work, 7, 9, ends=MANY) == 7


@pytest.mark.parametrize(("work", "given"), [(bytearray, TOO_MUCH), (os._exit, 3)])
def test_work_that_dies_is_told_with_what_to_do(work: Any, given: int) -> None:
    """Whether it had no memory left or was ended."""
    with pytest.raises(MisidError) as told:
        apart(work, given, ends=MANY)
    said = "the checks ended before they were done; they may have needed more memory than there is."
    assert (told.value.what, told.value.use) == (said, "fewer of them")


def test_work_that_never_ends_is_ended() -> None:
    """After so many seconds."""
    work: Any = time.sleep
    with pytest.raises(MisidError) as told:
        apart(work, 600, ends=ONE)
    assert told.value.what == "the reading takes longer than a page waits."
    assert "it was done; it may" in ONE.died().what
