"""Facts as keys, so that what follows from them is made once for all readers who see them."""

from __future__ import annotations

from typing import Generic, TypeVar

Fact = TypeVar("Fact")


class Same(Generic[Fact]):
    """
    Facts that are the same where they are one object: what they hold is not looked at.

    Args:
        facts: that never change.
    Example:
        >>> found = [1, 2]
        >>> Same(found) == Same(found), Same(found) == Same([1, 2])
        (True, False)
    """

    def __init__(self, facts: Fact) -> None:
        self.facts = facts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.facts is self.facts

    def __hash__(self) -> int:
        return id(self.facts)
