"""A mistake in one field, in words for people: what was given, what is needed, what to write."""

from __future__ import annotations

import math
import re

from pydantic_core import PydanticCustomError

from misid.files.read import LONGEST, cut

Path = tuple[str | int, ...]

KIND = "mistake"


def mistake(what: str, *, use: str, at: Path = ()) -> PydanticCustomError:
    """
    The error that a validator raises.

    Args:
        what: the rest of a sentence that begins with the field's name: `is 0, but ...`.
        use: what to write instead.
        at: where below the validated block it stands, for the line.
    """
    return PydanticCustomError(KIND, "{what}", {"what": what, "use": use, "at": at})


def is_number(given: object) -> bool:
    """A finite number; yes and no are none."""
    if isinstance(given, bool) or not isinstance(given, int | float):
        return False
    return math.isfinite(_float(given))


def shown(given: object) -> str:
    """A value as an error shows it: short, on one line, and never a whole list."""
    if given is None:
        return "empty"
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, int | float):
        return _number_shown(_float(given))
    if isinstance(given, str):
        return repr(cut(given)) if given else "empty text"
    return "a list" if isinstance(given, list | tuple) else "a block of named fields"


def number_hint(given: object, example: str) -> str:
    """What to write where a number is needed."""
    text = given.strip() if isinstance(given, str) and len(given) < LONGEST else ""
    if re.fullmatch(r"[\d.]+ *%", text):
        return f"{_share(text)} for {text}"
    if re.fullmatch(r"\d{1,3}(,\d{3})+", text):
        return f"{text.replace(',', '_')}, without commas"
    if re.fullmatch(r"[-+]?[\d_]+(\.\d+)?", text):
        return f"{text} without quotation marks"
    return f"a number such as {example}, or a range: low, high and why"


def _share(text: str) -> str:
    digits = text.rstrip(" %")
    try:
        return f"{float(digits) / 100:.12g}"
    except ValueError:
        return "0.15"


def _number_shown(number: float) -> str:
    if math.isnan(number):
        return "not a number (.nan)"
    if math.isinf(number):
        return "infinite, or too large a number"
    if 1e-9 <= abs(number) < 1e-4:
        return f"{number:.15f}".rstrip("0")
    return f"{number:,.15g}"


def _float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf
