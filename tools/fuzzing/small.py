"""
Small things that readers are made of: a number, a day, a cell, a name of a column, first bytes.

Each takes some millionths of a second, so that hundreds of thousands are given; each is held
against what Python makes of the same by a way of its own. They are counted as what they are.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path
from random import Random
from typing import Any

from fuzzing.answers import Refusal, answer
from fuzzing.damage import damaged
from fuzzing.given import MEASURED, PLANTED, REFUSED, Fault, Given, Target
from misid.disclosure.cells import cell_meaning
from misid.disclosure.days import days
from misid.evaluation.reading.columns import PAIRS
from misid.files.columns import find_columns
from misid.files.read import plain, refuse_pictures
from misid.files.sheet import text_cell
from misid.files.spreadsheet import csv_text, is_number
from misid.files.written_numbers import NumberPlace, grouped_by_points, read_number
from misid.files.yaml_lines import parse_json

_SHARE, _SECONDS = 12, 6.0
_DAMAGED = 0.4
_PLACES = (
    NumberPlace("share", "a share from 0 to 1", least=0, most=1, part_of=1),
    NumberPlace("number"),
    NumberPlace("people", "a count", least=0, most=1e15, is_whole=True, is_count=True),
    NumberPlace("rate", "a rate", least=0, most=1e5, part_of=100_000),
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_MESES = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre"),
    *("octubre", "noviembre", "diciembre"),
)
_BEGINNINGS = (
    *(b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*"),
    *(b"\x00\x00\x00\x0cjP  ", b"RIFF\x24\x00\x00\x00WEBP", b"FAC\x00", b"FIR\x00"),
)
"""Of pictures and of records of faces, as their standards say them."""
_FORMULAS = "=+-@\t\r＝＋－＠"
_SIGNS = ("", " ", "\x1b[31m", "\u202e", "\n", "\r", "\x00", "=", "＝", "-", '"', ",", "é", "名")
_JSON: tuple[Any, ...] = (
    0, -1, 1.5, 10**30, 1e308, True, None, "", "a", "a\nb", "\u202e", "\x1b[0m", "😀", "1,5",
    "\ud800",
)  # fmt: skip


def _text_of(given: Given) -> str:
    return str(given.options["text"])


def _hurt(random: Random, text: str, truth: Any, note: str) -> Given:
    """The text as it is, or damaged: then nothing is known of it."""
    if random.random() < _DAMAGED:
        return Given(
            {},
            {
                "text": damaged(random, text.encode("utf-8", "replace")).decode("utf-8", "replace")[
                    :400
                ]
            },
        )
    return Given({}, {"text": text}, truth, note)


def _number(random: Random) -> Given:
    """A number, said in a way that can mean one thing."""
    place = random.randrange(len(_PLACES))
    most = 10 ** random.randrange(1, 9)
    whole = random.randrange(most)
    if _PLACES[place].is_whole:
        value = Decimal(whole)
        text = random.choice((str(whole), f"{whole:,}" if whole >= 1_000_000 else str(whole)))
    else:
        value = Decimal(whole) / most if place != 1 else Decimal(whole) / 16
        text = _written(random, value)
    given = _hurt(random, text, value, _PLACES[place].name)
    return Given({}, {**given.options, "place": place}, given.truth, given.note)


def _written(random: Random, value: Decimal) -> str:
    kind = random.randrange(3)
    if kind == 1:
        return f"{value:e}"
    text = f"{value:f}"
    # Three digits behind a point or a comma can be thousands.
    text = f"{text}0" if len(text.partition(".")[2]) == 3 else text
    return text.replace(".", ",") if kind == 2 and "." in text else text


def _judge_number(given: Given, _folder: Path) -> str:
    place, text = _PLACES[given.options["place"]], _text_of(given)
    found = answer(lambda: read_number(text, place))
    if isinstance(found, Refusal):
        if given.truth is not None and place.allows(given.truth):
            raise Fault(f"{text!r} is refused as {place.name}")
        return REFUSED
    if not place.least <= found <= place.most:
        raise Fault(f"{text!r} is read as {found!r}, which may not stand there")
    if given.truth is not None and found != float(given.truth):
        raise Fault(f"{text!r} is read as {found!r}")
    bare = _by_python(text.strip())
    if bare is not None and not grouped_by_points(text.strip()) and found != float(bare):
        raise Fault(f"{text!r} is read as {found!r}, by Python as {bare}")
    return MEASURED


def _by_python(text: str) -> Decimal | None:
    """What Python reads where a text is ASCII and no comma or underline sets anything apart."""
    if not text.isascii() or set(text) & set(",_ "):
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _day(random: Random) -> Given:
    day = date(1950, 1, 1) + timedelta(days=random.randrange(36_000))
    year, month, at = day.year, day.month, day.day
    english, spanish = _MONTHS[month - 1], _MESES[month - 1]
    text = random.choice((
        day.isoformat(), f"{at}/{month}/{year}", f"{at:02d}.{month:02d}.{year}",
        f"{month}/{at}/{year}", f"{at} {english} {year}", f"{english[:3].title()} {at}, {year}",
        f"{at} de {spanish} de {year}", f"{day.isoformat()}T10:20:30Z",
        f"{at}-{english[:3]}-{year}",
    ))  # fmt: skip
    return _hurt(random, text, day, "")


def _judge_day(given: Given, _folder: Path) -> str:
    cell = text_cell(_text_of(given))
    found = answer(lambda: days(cell))
    if isinstance(found, Refusal) or found is None:
        if given.truth is not None:
            raise Fault(f"{cell.text!r} is taken for no day")
        return REFUSED
    spans = [span for span in (found.day_first, found.month_first) if span]
    if not spans or any(span.first > span.last for span in spans):
        raise Fault(f"{cell.text!r} is read as {spans}")
    if given.truth is not None and given.truth not in {span.first for span in spans}:
        raise Fault(f"{cell.text!r} is read as {spans}")
    return MEASURED


def _cell(random: Random) -> Given:
    low, more = random.randrange(10 ** random.randrange(1, 7)), random.randrange(1, 50)
    high = low + more
    forms: tuple[tuple[str, tuple[int | None, int | None]], ...] = (
        (str(low), (low, low)), (f"{low}-{high}", (low, high)), (f"{low} to {high}", (low, high)),
        (f"between {low} and {high}", (low, high)), (f"<{high}", (None, high - 1)),
        (f"{low} or more", (low, None)), (f"at most {high}", (None, high)),
        (f"hasta {high}", (None, high)), (f"{low}*", (low, low)),
    )  # fmt: skip
    text, ends = random.choice(forms)
    return _hurt(random, text, ends, "")


def _judge_cell(given: Given, _folder: Path) -> str:
    cell = text_cell(_text_of(given))
    found = answer(lambda: cell_meaning(cell, "."))
    if isinstance(found, Refusal):
        raise Fault("a cell is refused alone")
    if found.low is not None and found.high is not None and found.low > found.high:
        raise Fault(f"{cell.text!r} is from {found.low} to {found.high}")
    if given.truth is None:
        return MEASURED if found.is_count else REFUSED
    for end, told in zip(given.truth, (found.low, found.high), strict=True):
        if end is not None and told != end:
            raise Fault(f"{cell.text!r} is from {found.low} to {found.high}")
    return MEASURED


def _names(random: Random) -> Given:
    """A line of names: of roles, as somebody may write them, and of people."""
    roles = {role.name: role.recognised for role in PAIRS if role.recognised}
    chosen = random.sample(sorted(roles), random.randrange(1, 4))
    chosen = ["score", "label"] if random.random() < 0.6 else chosen
    truth = {role: _as_written(random, random.choice(sorted(roles[role]))) for role in chosen}
    names = [*truth.values(), *(f"{PLANTED} {place}" for place in range(random.randrange(3)))]
    random.shuffle(names)
    return Given({}, {"names": names}, truth)


def _as_written(random: Random, name: str) -> str:
    """In another case, with other signs between its words."""
    text = name.replace("_", random.choice(("_", " ", "-", "_")))
    return random.choice((text, text.upper(), text.title(), f" {text}"))


def _judge_names(given: Given, folder: Path) -> str:
    names = given.options["names"]
    found = answer(lambda: find_columns(names, PAIRS, {}, "scores.csv"), str(folder))
    if isinstance(found, Refusal):
        return REFUSED
    if {role: column.name for role, column in found.items()} != given.truth:
        raise Fault(f"of {names} it takes {found}")
    return MEASURED


def _bytes(random: Random) -> Given:
    begins = random.choice((*_BEGINNINGS, b"", b"score,label\n", b"0.5 1\n", b"{"))
    rest = random.randbytes(random.randrange(40))
    data = begins + rest
    is_one = begins in _BEGINNINGS
    return Given({}, {"data": damaged(random, data) if not is_one else data}, is_one)


def _judge_bytes(given: Given, folder: Path) -> str:
    head = given.options["data"][:32]
    found = answer(lambda: refuse_pictures(head, "file"), str(folder))
    is_refused = isinstance(found, Refusal)
    if given.truth and not is_refused:
        raise Fault(f"{head!r} is not known as a picture")
    is_plain = head.decode("ascii", "replace").isprintable()
    if is_refused and is_plain and head[:1] in b"0123456789.,s":
        raise Fault(f"{head!r} is taken for a picture")
    return REFUSED if is_refused else MEASURED


def _shown(random: Random) -> Given:
    words = [
        random.choice((*_SIGNS, PLANTED[:3], "score", "1")) for _ in range(random.randrange(9))
    ]
    return Given({}, {"text": "".join(words)})


def _judge_shown(given: Given, _folder: Path) -> str:
    """A name is on one line and has no sign that acts; Python reads its table again, unrun."""
    text = _text_of(given)
    if not plain(text).isprintable() or len(plain(text)) > 4 * 60:
        raise Fault(f"{text!r} is shown as {plain(text)!r}")
    held = csv_text(["name", "number"], [[text, 1.5]])
    ((_, _), (cell, number)) = csv.reader(io.StringIO(held, newline=""))
    if number != "1.5" or (cell[:1] and cell[0] in _FORMULAS and not is_number(cell)):
        raise Fault(f"{text!r} is written as {held!r}")
    return MEASURED


def _json(random: Random) -> Given:
    data: Any = random.choice(_JSON)
    for _ in range(random.randrange(4)):
        other = random.choice(_JSON)
        data = (
            [data, other]
            if random.random() < 0.5
            else {f"k{random.randrange(3)}": data, "o": other}
        )
    return _hurt(random, json.dumps(data, ensure_ascii=random.random() < 0.8), data, "")


def _judge_json(given: Given, folder: Path) -> str:
    text = _text_of(given)
    try:
        plainly, read = json.loads(text), True
    except (ValueError, RecursionError):
        plainly, read = None, False
    try:
        found = answer(lambda: parse_json(text, "file"), str(folder))
    except (ValueError, RecursionError):
        if read:
            raise Fault(f"{text!r} is JSON for Python alone") from None
        return REFUSED
    if isinstance(found, Refusal):
        return REFUSED
    if not read or repr(found.data) != repr(plainly):
        raise Fault(f"{text!r} is read as {found.data!r}")
    return MEASURED


def _small(make: Callable[[Random], Given], judge: Callable[[Given, Path], str]) -> Target:
    return Target(make, judge, _SHARE, _SECONDS)


TARGETS = {
    "small-numbers": _small(_number, _judge_number),
    "small-days": _small(_day, _judge_day),
    "small-cells": _small(_cell, _judge_cell),
    "small-names": _small(_names, _judge_names),
    "small-bytes": _small(_bytes, _judge_bytes),
    "small-shown": _small(_shown, _judge_shown),
    "small-json": _small(_json, _judge_json),
}
