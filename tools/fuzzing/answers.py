"""What an answer of misid may look like, whatever it was asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from fuzzing.given import PLANTED, Fault
from misid.errors import MisidError

T = TypeVar("T")
_FORM = re.compile(r"[A-Z]\w*Error: [^\n]+(\n  in   [^\n]+)?(\n  use  [^\n]+)?")
_LONGEST = 2_500
_FOREIGN = ("Traceback", "site-packages", "polars", "pydantic", "numpy.", "src/misid", '.py"')
"""What only another library, or the machine, would say."""
_HIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


class Refusal:
    """A reader said no, in the form of misid."""


def answer(call: Callable[[], T], folder: str = "\0") -> T | Refusal:
    """
    What a call gives, or that it refuses.

    Args:
        call: of a reader.
        folder: where its files are, which nobody need know.
    Raises: Fault: it refuses in a way that no reader should meet.
    """
    try:
        return call()
    except MisidError as mistake:
        check_text(str(mistake), folder)
    return Refusal()


def check_text(text: str, folder: str = "\0") -> None:
    """
    Hold the text of an error against what every such text is.

    Raises: Fault: it names people, has another form, says what only a library would, is too long,
        or has signs that act.
    """
    check_nobody(text)
    if not _FORM.fullmatch(text):
        raise Fault(f"an error of another form: {text[:300]!r}")
    if len(text) > _LONGEST:
        raise Fault(f"an error of {len(text):,} characters: {text[:200]!r}")
    if _HIDDEN.search(text):
        raise Fault(f"an error with hidden signs: {text[:300]!r}")
    foreign = [word for word in (*_FOREIGN, folder) if word in text]
    if foreign:
        raise Fault(f"an error that says {foreign[0]!r}: {text[:300]!r}")


def check_nobody(text: str) -> None:
    """
    Refuse a text that names somebody.

    Raises: Fault: it does.
    """
    place = text.lower().find(PLANTED)
    if place >= 0:
        raise Fault(f"somebody is named: {text[max(0, place - 200) : place + 60]!r}")
