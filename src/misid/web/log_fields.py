"""What a reader says of a search log: fields of an address, in which columns stand by number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from misid.errors import MeaningError
from misid.files.read import plain
from misid.files.written_numbers import NumberPlace, read_number
from misid.searchlog.checks.audit import LogQuestion
from misid.searchlog.checks.cells import TimeForm, WrittenOrder
from misid.searchlog.checks.checkpoint import StatedRoot, stated_root
from misid.searchlog.checks.rules import KINDS, LogRole, LogRule
from misid.words.language import Language, message

NUMBERS = {
    "duty_from": message("Duty begins at this hour"),
    "duty_to": message("Duty ends at this hour"),
    "longest_silence": message("Minutes without a row after which something may be missing"),
    "published_searches": message("Searches that were published"),
    "published_references": message("References that were published"),
}
"""Numbers that rules ask for, in words."""
ANSWERS = {
    "reference": message("Words of the log that mean a reference code"),
    "do_not_detain": message("Words of the log that mean: do not detain"),
}
"""Words of answers that rules know."""
ROOT = "root"
TEXTS = {
    "timezone": message("Time zone of times that name none"),
    "on": message("Day on which the log is looked at"),
    ROOT: message("Merkle root of its lines, 64 hexadecimal digits"),
}
DATES: dict[WrittenOrder, str] = {
    "iso": message("2026-04-03: the year first"),
    "mdy": message("04/03/2026: the month first"),
    "dmy": message("03/04/2026: the day first"),
}
"""How days can be written."""
FROM_SCENARIO = "from_scenario"
HAS_NAMES = "names"
SAYS_NAMES = message("The first line holds the names of columns, and no row")
_ANSWER = "answer-"
NAMES = (
    *KINDS, *NUMBERS, *(f"{_ANSWER}{one}" for one in ANSWERS), *TEXTS, "dates", FROM_SCENARIO,
    HAS_NAMES,
)  # fmt: skip
OWN_NUMBER = "number-"
"""Begins the name of a field for a number that only a rule of the reader's own asks for."""
_OWN = re.compile(rf"{OWN_NUMBER}[a-z][a-z0-9_]{{0,63}}")
_HEX = re.compile(r"[0-9a-fA-F]{64}")
_OPTIONS = {"--timezone": TEXTS["timezone"], "--on": TEXTS["on"], "--names": SAYS_NAMES}


def entered(query: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The fields of an address that say something."""
    return {
        name: text.strip()
        for name, text in query
        if (name in NAMES or _OWN.fullmatch(name)) and text.strip()
    }


def own_numbers(rules: Iterable[LogRule]) -> tuple[str, ...]:
    """Names of numbers that rules ask for and for which the page has no field by itself."""
    named = (name for rule in rules for name in (*rule.asked, rule.published) if name)
    return tuple(dict.fromkeys(name for name in named if name not in NUMBERS))


def read_log_fields(fields: Mapping[str, str], columns: Sequence[str]) -> LogQuestion:
    """
    What a reader says of a log.

    Args:
        fields: of the address; a column is given by its number.
        columns: of the log.
    Raises: MeaningError: a field that cannot be meant.
    """
    given = {name: fields[name] for name in NUMBERS if fields.get(name)}
    given |= {
        name.removeprefix(OWN_NUMBER): text for name, text in fields.items() if _OWN.fullmatch(name)
    }
    numbers = {name: read_number(text, NumberPlace(name)) for name, text in given.items()}
    return LogQuestion(
        columns=dict(_columns(fields, columns)),
        reading=TimeForm(_zone(fields.get("timezone", "UTC")), _dates(fields.get("dates", "iso"))),
        numbers=numbers,
        as_of=_day(fields.get("on", "")),
        answers=dict(_answers(fields)),
        root=_root(fields.get(ROOT, "")),
        has_names=says_names(fields),
    )


def says_names(fields: Mapping[str, str]) -> bool:
    """
    Whether a reader says that the first line holds names; a column by its number never does.

    Raises: MeaningError: neither.
    """
    text = fields.get(HAS_NAMES, "")
    if text not in ("", "1"):
        raise MeaningError("a field has a value that it does not offer.", use="the fields")
    return bool(text)


def _columns(fields: Mapping[str, str], columns: Sequence[str]) -> Iterator[tuple[LogRole, str]]:
    for role in KINDS:
        text = fields.get(role, "")
        if not text:
            continue
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= len(columns)):
            raise MeaningError(
                f"there is no column {plain(text)!r}.",
                use=f"the number of one, from 1 to {len(columns)}",
            )
        yield role, columns[int(text) - 1]


def _answers(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for meant in ANSWERS:
        for word in fields.get(f"{_ANSWER}{meant}", "").split(";"):
            if word.strip():
                yield word.strip(), meant


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise MeaningError(
            f"no time zone is called {plain(name)!r}.", use="a name such as UTC or America/Chicago"
        ) from None
    return name


def _dates(text: str) -> WrittenOrder:
    orders: tuple[WrittenOrder, ...] = get_args(WrittenOrder)
    for order in orders:
        if order == text:
            return order
    raise MeaningError("a field has a value that it does not offer.", use="the fields")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise MeaningError(
            f"{plain(text)!r} is no day.", use="year-month-day: 2026-04-03"
        ) from None


def _root(text: str) -> StatedRoot | None:
    """A root in digits; the name of a file, which a terminal takes, is never looked for here."""
    if not text:
        return None
    if not _HEX.fullmatch(text):
        raise MeaningError("a Merkle root has 64 hexadecimal digits.", use="these digits")
    return stated_root(text)


def options_as_fields(language: Language) -> dict[str, str]:
    """What stands on the page for options of the command, in the words of a mistake."""
    said = {f"--number {name}": legend for name, legend in NUMBERS.items()} | _OPTIONS
    return {option: f"\u201c{language.word(words)}\u201d" for option, words in said.items()}
