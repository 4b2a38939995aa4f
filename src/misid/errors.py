"""Every error that a reader of misid can meet, in one form: what, where, what to use."""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile(r"[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_JOINERS = "\u200c\u200d"


class MisidError(Exception):
    """A mistake in what misid was given; printed whole, never with a traceback."""

    def __init__(self, what: str, *, where: str = "", use: str = "") -> None:
        super().__init__(what)
        # Much of it is what somebody else named; a terminal must not obey it.
        self.what, self.where, self.use = map(visible, (what, where, use))

    def __str__(self) -> str:
        """The text for people: one line what, then `in` and `use` where they are known."""
        lines = [f"{type(self).__name__}: {self.what}"]
        if self.where:
            lines.append(f"  in   {self.where}")
        if self.use:
            lines.append(f"  use  {self.use}")
        return "\n".join(lines)

    def as_dict(self) -> dict[str, str]:
        """The same text in the JSON form that every door of misid answers with."""
        return {
            "error": type(self).__name__,
            "what": self.what,
            "where": self.where,
            "use": self.use,
        }


class FormatError(MisidError):
    """The shape is wrong: not a YAML file, not this schema, not a file of this kind."""


class MeaningError(MisidError):
    """The shape is right, but the content cannot be meant: a share of 1.4, an unknown source."""


class OutputError(MisidError):
    """A result cannot be written where it was asked to be written."""


def visible(text: str) -> str:
    """
    A text of a reader's that is safe to show: on one line, and nothing in it is hidden.

    Line breaks become spaces. Other characters that are not seen but act, such as those that turn
    the direction of writing round, are written out; joiners, which some scripts need, stay.

    Example:
        >>> visible("north\\u202e\\nwest")
        'north\\\\u202e west'
    """
    if text.isprintable():
        return text
    return "".join(map(_visible, _BREAKS.sub(" ", text)))


def _visible(character: str) -> str:
    if unicodedata.category(character) not in _HIDDEN or character in _JOINERS:
        return character
    return ascii(character)[1:-1]
