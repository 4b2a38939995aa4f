"""A number as people write it: `2,5%`, `1.300`, `1 in 1,000`; read where one thing can be meant.

What could be meant in two ways is asked, never guessed: the error says both, and how to write each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from misid.errors import MeaningError
from misid.files.read import cut
from misid.files.yaml_slips import CURLY

Sign = Literal[".", ","]
SIGNS: tuple[Sign, ...] = (".", ",")
"""What stands before the part below one; the other of the two then sets thousands apart."""
LONGEST = 100
"""Characters of a number, at most."""

_ALIKE = str.maketrans("\u00a0\u202f\u2009\u2007\u2212\u2019\uff05\uff0c\uff0e", "    -'%,.")
_SWAPPED = str.maketrans(".,", ",.")
_PER_CENT = re.compile(r"(.+?) ?(?:%|per ?cent|por ciento)", re.IGNORECASE)
_ONE_IN = re.compile(
    r"(.+?) (?:in|out of|of|en|de cada|por cada|de) (.+)|(.+?) ?/ ?(.+)", re.IGNORECASE
)
_TO = re.compile(r"(.+?) ?: ?(.+)")
_ONE = {"one": "1", "uno": "1", "una": "1"}
_POWERS = {"thousand": 3, "mil": 3, "million": 6, "millones": 6, "billion": 9}
_PARTS = re.compile(
    rf"(?P<minus>[-+]?)(?P<digits>[\d.,][\d., '_]*)(?:e(?P<power>[-+]?\d{{1,4}}))?"
    rf"(?: (?P<word>{'|'.join(_POWERS)}))?",
    re.IGNORECASE | re.ASCII,
)
# A grouped number begins with one to three digits, the first of them no zero.
_DIGITS = {
    sign: re.compile(
        rf"(?P<whole>\d*|[1-9]\d{{0,2}}(?P<apart>[{other} '])\d{{3}}(?:(?P=apart)\d{{3}})*)"
        rf"(?:[{sign}](?P<part>\d{'*' if sign == '.' else '+'}))?",
        re.ASCII,
    )
    for sign, other in zip(SIGNS, reversed(SIGNS), strict=True)
}
_HOURS_OF = {"hour": 1, "day": 24, "week": 168, "month": 730.5, "year": 8766,
             "hora": 1, "día": 24, "semana": 168, "mes": 730.5, "año": 8766}  # fmt: skip
# Nearer to nothing than this, a number is nothing in arithmetic, but was not meant so.
_SMALLEST = Decimal("1e-300")
# Below so many, "1:50" as one against fifty is more than a hundredth off one in fifty.
_CLEAR_ODDS = 100
# A share that is no share, below ten, may be per cent or have its point a place too far right.
_SLIPS_BELOW = 10


@dataclass(frozen=True)
class NumberPlace:
    """
    Where a number is to stand.

    Args:
        name: of the place, as the error says it.
        noun: what is needed there, with its ends: `a share from 0 to 1`.
        use: what may be written there.
        least: the lowest that is possible.
        most: the highest.
        is_whole: whether only whole numbers are.
        is_count: whether things are counted there, so that 1.300 may be thirteen hundred.
        part_of: what per cent and `1 in 1,000` are parts of: 1 where a share is meant, 100,000
            for a rate of so many; nothing where they say no number.
        sign: the reader's habit, where the page that asks says so: of two readings the one meant.
        units: what else a number may be given in, by its word, and how much of the place's own
            unit each is.
    """

    name: str
    noun: str = "a number"
    use: str = "digits, such as 0.5"
    least: float = -1e300
    most: float = 1e300
    is_whole: bool = False
    is_count: bool = False
    part_of: int | None = None
    sign: Sign | None = None
    units: Mapping[str, Decimal] = field(default_factory=dict)

    def allows(self, number: Decimal) -> bool:
        """Whether a number may stand there."""
        if not Decimal(self.least) <= number <= Decimal(self.most) or 0 < abs(number) < _SMALLEST:
            return False
        return not self.is_whole or number == number.to_integral_value()


def read_number(text: str, place: NumberPlace) -> float:
    """
    The number that a text means.

    Args:
        text: as it was written.
        place: where it is to stand.
    Raises: MeaningError: no number, none that may stand there, or two that may.
    Example:
        >>> share = NumberPlace("fmr", "a share from 0 to 1", least=0, most=1, part_of=1)
        >>> [read_number(text, share) for text in ("2,5%", "0,5", "1 in 1,000", "1e-6")]
        [0.025, 0.5, 0.001, 1e-06]
    """
    return float(_meant(text, place))


def read_whole(text: str, place: NumberPlace) -> int:
    """
    The same of a place where only whole numbers may stand, with every digit.

    Example:
        >>> people = NumberPlace("people", "a count", is_whole=True, is_count=True)
        >>> read_whole("12,000,000", people)
        12000000
    """
    return int(_meant(text, place))


def number_with(text: str, sign: Sign) -> Decimal | None:
    """
    A number alone, where this sign stands before its part below one; None where it is none so.

    Example:
        >>> number_with("10,200", "."), number_with("10,200", ","), number_with("1.2.3", ".")
        (Decimal('10200.0'), Decimal('10.200'), None)
    """
    if not 0 < len(text) <= LONGEST:
        return None
    return _number(re.sub(r"\s+", " ", text.translate(_ALIKE)).strip(), sign)


def grouped_by_points(text: str) -> bool:
    """
    Whether the point of a number may set thousands apart.

    Example:
        >>> [text for text in ("1.300", "1.3", "0.300", "1.3000") if grouped_by_points(text)]
        ['1.300']
    """
    return bool(re.fullmatch(r"[-+]?[1-9]\d{0,2}(\.\d{3})+", text, re.ASCII))


def times_in(unit: str) -> dict[str, Decimal]:
    """
    Words of times, and how much of a unit each of them is; a year has 365.25 days.

    Example:
        >>> float(times_in("years")["days"] * 1461), float(times_in("days")["hour"] * 24)
        (4.0, 1.0)
    """
    whole = Decimal(_HOURS_OF[unit.removesuffix("s")])
    return {
        word: Decimal(hours) / whole
        for name, hours in _HOURS_OF.items()
        for word in (name, f"{name}{'es' if name == 'mes' else 's'}")
    }


def unmistakable(number: float) -> str:
    """
    A number as every reader reads it.

    Example:
        >>> unmistakable(1300.0), unmistakable(1.3), unmistakable(1.325)
        ('1300', '1.3', '1.3250')
    """
    return _one_reading(Decimal(repr(float(number))))


def hundredths(number: float, place: NumberPlace) -> str:
    """What to write where a share is needed and the number is none: per cent may be meant."""
    if place.part_of == place.most == 1 and 1 < number <= 100:
        given, exact = unmistakable(number), Decimal(repr(float(number)))
        if number >= _SLIPS_BELOW:
            return f"{given}% for {given} in a hundred; or {place.use}"
        slip, much = _one_reading(exact / 10), _one_reading(exact * 10)
        return f"{given}% for {given} in a hundred, or {much}% for {slip}; or {place.use}"
    return place.use


def _one_reading(number: Decimal) -> str:
    text = f"{number.normalize():f}" if 1e-9 < abs(number) < 1e15 else repr(float(number))
    return f"{text}0" if grouped_by_points(text) else text


def _meant(text: str, place: NumberPlace) -> Decimal:
    """The one number that is meant and may stand there."""
    found = readings(text, place)
    if not found:
        shown = repr(cut(text)) if text.strip() else "empty"
        bare = text.strip(f"{CURLY} ")
        use = f"{cut(bare)}, without curly quotation marks" if readings(bare, place) else place.use
        raise MeaningError(f"{place.name} is {shown}, but {place.noun} is needed.", use=use)
    possible = {number: way for number, way in found.items() if place.allows(number)}
    if not possible:
        raise _outside(text, next(iter(found)), place)
    if place.is_whole:
        # Nobody writes a whole number with a part below one: 5,000 is five thousand.
        return max(possible)
    if len(possible) > 1:
        ways = "; ".join(f"{way} for {_spaced(number)}" for number, way in possible.items())
        both = " or ".join(_spaced(number) for number in possible)
        raise MeaningError(f"{place.name} is {cut(text)!r}, which could be {both}.", use=ways)
    return next(iter(possible))


def _outside(text: str, number: Decimal, place: NumberPlace) -> MeaningError:
    given = text.strip() if re.search(r"[^-+.\de]", text.strip()) else _spaced(number)
    if 0 < abs(number) < _SMALLEST:
        what = f"{place.name} is {cut(given)}, nearer to 0 than can be worked with."
        return MeaningError(what, use=f"0, or {place.use}")
    use = place.use if "%" in text else hundredths(float(number), place)
    return MeaningError(f"{place.name} is {cut(given)}, but {place.noun} is needed.", use=use)


def readings(text: str, place: NumberPlace) -> dict[Decimal, str]:
    """
    Every number that a text can mean, each with a way to write it that can mean nothing else.

    Example:
        >>> list(readings("1.300", NumberPlace("records", is_count=True)).values())
        ['1.3', '1300']
    """
    plain = re.sub(r"\s+", " ", text.translate(_ALIKE)).strip()
    if not 0 < len(plain) <= LONGEST:
        return {}
    by_sign = {sign: dict(_by_sign(plain, sign, place)) for sign in SIGNS}
    if all(by_sign.values()) and list(by_sign["."]) != list(by_sign[","]):
        is_pointed = "," not in plain
        # Nobody who writes 1.3 things writes "1.300"; a habit of points says nothing of it.
        is_asked = is_pointed and place.is_count and place.sign == "."
        chosen = "." if is_pointed and not place.is_count else None if is_asked else place.sign
        by_sign = {chosen: by_sign[chosen]} if chosen else by_sign
    return {number: way for found in by_sign.values() for number, way in found.items()}


def _by_sign(text: str, sign: Sign, place: NumberPlace) -> Iterator[tuple[Decimal, str]]:
    """What a text means if this sign stands before the part below one."""
    number = _number(text, sign)
    if number is not None:
        yield number, _one_reading(number)
    yield from _in_units(text, sign, place.units)
    if place.part_of is None:
        return
    for part, way in _parts(text, sign, is_share=place.most == place.part_of):
        yield part * place.part_of, way


def _in_units(text: str, sign: Sign, units: Mapping[str, Decimal]) -> Iterator[tuple[Decimal, str]]:
    """What a number with the word of a unit after it means."""
    digits, _, word = text.rpartition(" ")
    number = _number(digits, sign) if word.lower() in units else None
    if number is not None:
        yield number * units[word.lower()], f"{_one_reading(number)} {word.lower()}"


def _parts(text: str, sign: Sign, *, is_share: bool) -> Iterator[tuple[Decimal, str]]:
    """What a text means that says a part of one."""
    per_cent = _PER_CENT.fullmatch(text)
    hundredth = _number(per_cent[1], sign) if per_cent else None
    if hundredth is not None:
        yield hundredth / 100, f"{_one_reading(hundredth)}%"
    for form, way in ((_ONE_IN, "in"), (_TO, "to")):
        found = form.fullmatch(text)
        if not found:
            continue
        part, whole = (_number(one, sign) for one in found.groups() if one is not None)
        # Nobody says "1 in 1.000" of one in one; with the other sign it is one in a thousand.
        if part is None or not whole or grouped_by_points(_pointed(found, sign)):
            continue
        of = f"{_one_reading(part)} in"
        yield part / whole, f"{of} {_one_reading(whole)}"
        if way == "to" and is_share and whole < _CLEAR_ODDS * part:
            yield part / (part + whole), f"{of} {_one_reading(part + whole)}"


def _pointed(found: re.Match[str], sign: Sign) -> str:
    whole = next(text for text in reversed(found.groups()) if text is not None)
    return whole if sign == "." else whole.translate(_SWAPPED)


def _number(text: str, sign: Sign) -> Decimal | None:
    """A number alone, where it is one with this sign."""
    found = _PARTS.fullmatch(_ONE.get(text.lower(), text))
    if not found:
        return None
    digits = _DIGITS[sign].fullmatch(re.sub(r"(?<=\d)_(?=\d)", "", found["digits"]))
    if not digits or not re.search(r"\d", digits[0]):
        return None
    whole, part = re.sub(r"\D", "", digits["whole"]), digits["part"] or ""
    power = int(found["power"] or 0) + _POWERS.get((found["word"] or "").lower(), 0)
    return Decimal(f"{found['minus']}{whole or 0}.{part or 0}e{power}")


def _spaced(number: Decimal) -> str:
    """A number as an error says it: thousands apart."""
    if abs(number) > Decimal("1e300"):
        return "too large a number"
    if not 1e-9 < abs(number) < 1e15:
        return f"{float(number):g}"
    return f"{Decimal(f'{number:.12g}').normalize():,f}"
