"""Numbers of the command line, as people write them: the readers of its options."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from misid.files.written_numbers import NumberPlace, read_number, read_whole

Number = TypeVar("Number", int, float)

_MOST = 10**18 - 1


def whole(name: str, use: str, *, least: int = -_MOST, most: int = _MOST) -> Callable[..., int]:
    """
    The reader of an option that counts something.

    Args:
        name: of the option, without its dashes.
        use: what to write, such as `--draws 4096`.
        least: the lowest that it may be, where no check of the model's own says so.
        most: the highest.
    """
    ends = (
        f" from {least:,} to {most:,}"
        if (least, most) != (-_MOST, _MOST)
        else " of at most 18 digits"
    )
    place = NumberPlace(
        name, f"a whole number{ends}", use, least, most, is_whole=True, is_count=True
    )
    return _reader(read_whole, place)


def share(name: str, use: str) -> Callable[..., float]:
    """The reader of an option that is a share: 0.001, 0,1%, 1 in 1,000."""
    return _reader(read_number, NumberPlace(name, "a share from 0 to 1", use, 0, 1, part_of=1))


def ratio(name: str, use: str) -> Callable[..., float]:
    """The reader of an option that says one number for each of another: 0.005, 1:200."""
    return _reader(read_number, NumberPlace(name, "a number", use, part_of=1))


def number(name: str, use: str, *, is_count: bool = False) -> Callable[..., float]:
    """The reader of an option that has a unit of its own."""
    return _reader(read_number, NumberPlace(name, "a number", use, is_count=is_count))


def _reader(
    read: Callable[[str, NumberPlace], Number], place: NumberPlace
) -> Callable[..., Number]:
    """A default that was never written is handed through."""
    return lambda given: read(given, place) if isinstance(given, str) else given


def seed() -> Callable[..., int]:
    """The reader of the option that says which random numbers."""
    return whole("seed", "--seed 1", least=0, most=_MOST)
