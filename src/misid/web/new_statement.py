"""What a text says in public, as a form holds it: fields become a statement that rules compare."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from misid.assessment.answers import ADDED, Statement, TimeUnit
from misid.words.entered import SAYINGS

PARTS = (
    "about", "says", "source", "value", "unit", "on", "share", "whole", "denominator", "gallery",
    "threshold",
)  # fmt: skip
_SAID = "said-"
NAMES = tuple(f"{_SAID}{part}" for part in PARTS)
"""Names of the fields, in the order of the form."""
SOURCE = f"{_SAID}source"
_NUMBERS = ("value", "share", "whole", "denominator", "gallery")
_NEEDED = {
    "retention/": ("value",),
    "gallery-size/": ("value",),
    "threshold-analysis/": ("on",),
    "share-of-the-country/": ("value", "share", "whole"),
}
_PER_CENT = 100.0
_LONGEST = {"threshold": 200}


def is_begun(fields: Mapping[str, str]) -> bool:
    """Whether anything of a statement is entered."""
    return any(fields.get(name) for name in NAMES)


def mistakes(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The field and the code of what has to be put right; nothing where nothing is entered."""
    if not is_begun(fields):
        return
    said = {part: fields.get(f"{_SAID}{part}", "") for part in PARTS}
    if said["about"] not in SAYINGS:
        yield f"{_SAID}about", "no_topic"
    for part, code in (("says", "no_words"), ("source", "no_source")):
        if not said[part]:
            yield f"{_SAID}{part}", code
    needed = _NEEDED.get(said["about"], ())
    for part in _NUMBERS:
        if (said[part] or part in needed) and _stated(part, said[part]) is None:
            yield f"{_SAID}{part}", "no_number"
    if said["about"] == "retention/" and _unit(said["unit"]) is None:
        yield f"{_SAID}unit", "no_unit"
    if (said["on"] or "on" in needed) and _day(said["on"]) is None:
        yield f"{_SAID}on", "no_day"
    if len(said["threshold"]) > _LONGEST["threshold"]:
        yield f"{_SAID}threshold", "too_long"


def statement(fields: Mapping[str, str], source: str, others: tuple[Statement, ...]) -> Statement:
    """
    What a form without mistakes says.

    Args:
        fields: of the form.
        source: key of its source.
        others: statements that there are, whose names are taken.
    """
    said = {part: fields.get(f"{_SAID}{part}", "") for part in PARTS}
    topic, _, stance = said["about"].partition("/")
    taken = {one.id for one in others}
    place = next(n for n in range(1, len(taken) + 2) if f"{ADDED}{n}" not in taken)
    numbers: dict[str, Any] = {part: _stated(part, said[part]) for part in _NUMBERS}
    return Statement(
        id=f"{ADDED}{place}",
        topic=topic,
        stance=stance or None,
        says=said["says"],
        source=source,
        unit=_unit(said["unit"]) if topic == "retention" else None,
        on=_day(said["on"]),
        threshold=said["threshold"] or None,
        **numbers,
    )


def _stated(part: str, text: str) -> float | None:
    """A number as a statement has it; none where it cannot be that."""
    number = _number(text)
    if number is None or (part == "whole" and number == 0.0):
        return None
    if part == "share":
        return number / _PER_CENT if number <= _PER_CENT else None
    return number


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


def _unit(text: str) -> TimeUnit | None:
    known: tuple[TimeUnit, ...] = get_args(TimeUnit)
    return next((one for one in known if one == text), None)


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
