"""A mistake in one field, in words for people: what was given, what is needed, what to write."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from misid.errors import MeaningError
from misid.files.read import cut
from misid.files.written_numbers import NumberPlace, hundredths, read_number, readings, times_in
from misid.files.yaml_lines import KeyPath

KIND = "mistake"
_YEARS = NumberPlace("", "a whole number of years", "15", is_whole=True, units=times_in("years"))
_ANY = NumberPlace("", "a number", "digits, such as 0.5")


def mistake(what: str, *, use: str, at: KeyPath = ()) -> PydanticCustomError:
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


def written_number(text: str, place: NumberPlace) -> float:
    """
    The number that a text means.

    Raises: PydanticCustomError: none, or two.
    """
    try:
        return read_number(text, place)
    except MeaningError as error:
        raise mistake(error.what.strip().rstrip("."), use=error.use) from None


def in_per_cent(given: object, place: NumberPlace) -> str:
    """What to write instead of a number that was meant in per cent, or of any other."""
    if place.part_of == place.most and is_number(given) and isinstance(given, int | float):
        return hundredths(given, place)
    return place.use


def if_written(given: object) -> object:
    """A number that was written as people write it; anything else as it is."""
    is_one = isinstance(given, str) and readings(given, _ANY)
    return written_number(str(given), _ANY) if is_one else given


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


Written = Annotated[float, BeforeValidator(if_written)]
"""A number of a file that has neither status nor source."""


def _if_years(given: object) -> object:
    if not isinstance(given, str) or not readings(given, _YEARS):
        return given
    return int(written_number(given, _YEARS))


WrittenYears = Annotated[int, BeforeValidator(_if_years)]
"""The same of whole years, which may be said: `15 years`."""
