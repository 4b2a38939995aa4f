"""What a cell of a disclosed table says: a count, a range, a rounded count, a share, nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from misid.files.sheet import SheetCell
from misid.files.values import MISSING
from misid.files.written_numbers import SIGNS, Sign, number_with

SaidKind = Literal["exact", "range", "rounded", "share", "not_given", "error", "text", "blank"]
_NOT_GIVEN = frozenset(
    word.lower()
    for word in (
        *MISSING, "*", "**", "***", ":", "..", "...", "…", "–", "—", "[c]", "[x]", "[z]", "[u]",
        "x", "n/k", "nk", "not known", "not recorded", "not available", "not applicable",
        "not given", "not published", "not held", "tbc", "tbd", "pending", "redacted", "withheld",
        "suppressed", "s/d", "n/d", "sin datos", "no disponible", "no consta", "no aplica", "blank",
    )
)  # fmt: skip
_NUMBER = r"[-+]?\d[\d., '_]*(?: (?:thousand|million|mil|millones|billion))?%?|\d+ in [\d., ]+"
_WORDS: tuple[tuple[str, str], ...] = (
    ("at_most", r"(?:<=|≤|up to|at most|no more than|not more than|hasta|como máximo) ?"),
    ("at_least", r"(?:>=|≥|at least|no fewer than|no less than|al menos|como mínimo) ?"),
    ("below", r"(?:<|less than|fewer than|under|below|menos de) ?"),
    ("above", r"(?:>|more than|over|above|exceeding|más de) ?"),
    ("about", r"(?:~|≈|about|approximately|approx\.?|around|circa|ca?\.|roughly|nearly|almost|some"
              r"|unos|unas|cerca de|alrededor de|aproximadamente|casi) ?"),
)  # fmt: skip
_BEFORE = tuple((name, re.compile(rf"{words}({_NUMBER})", re.IGNORECASE)) for name, words in _WORDS)
_AFTER = (
    ("at_least", re.compile(rf"({_NUMBER}) ?(?:\+|or more|and over|o más)", re.IGNORECASE)),
    ("at_most", re.compile(rf"({_NUMBER}) (?:or fewer|or less|and under|o menos)", re.IGNORECASE)),
)
_BETWEEN = re.compile(
    rf"(?:between |from |entre |de )?({_NUMBER}) ?(?:-|to|and|a|y) ?({_NUMBER})", re.IGNORECASE
)
_MARKS = re.compile(r"(?<=[\d%)+])\s*(?:[*†‡§#]+|\[\w{1,3}\]|\((?:r|p|e|\d)\))$")
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014\u2212\u00a0\u202f\u2009", "------   ")
_LARGEST = 10**12
"""More than anybody counts; what is larger is no count."""
_NONE = frozenset((
    "none", "nil", "nil return", "no", "nobody", "no one", "not any", "nothing", "none reported",
    "none recorded", "ninguno", "ninguna", "ningunos", "ningunas", "ninguna persona", "nadie",
    "nada", "no hay", "no hubo",
))  # fmt: skip
"""Words that say 0, or that nothing was said: nobody but the reader knows which."""
_ZERO = frozenset(("zero", "cero"))
_AROUND = " .-()[]\"'"
_KEPT = 2**14
"""Cells whose meaning is kept: most of a table say what others say."""
_SIGNED = re.compile(r"\d[.,]\d")
_ONE_IN = re.compile(r"(\d+) in ([\d., ]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CellMeaning:
    """
    What a cell says.

    Of a count and of a share `low` and `high` are the least and the most that it can be; None:
    nobody said. `nearest` says to what a rounded count was rounded.
    """

    kind: SaidKind
    written: str
    low: Decimal | None = None
    high: Decimal | None = None
    about: Decimal | None = None
    nearest: Decimal | None = None

    @property
    def is_count(self) -> bool:
        """Whether it says how many."""
        return self.kind in ("exact", "range", "rounded")

    @property
    def exact(self) -> Decimal | None:
        """The count, where it is known to the last."""
        return self.low if self.kind == "exact" else None


@lru_cache(maxsize=_KEPT)
def cell_meaning(cell: SheetCell, sign: Sign) -> CellMeaning:
    """
    What a cell says.

    Args:
        cell: as it was written.
        sign: what stands before the part of a number below one.
    Example:
        >>> from misid.files.sheet import text_cell
        >>> read = [cell_meaning(text_cell(text), ".") for text in ("<5", "1-9", "10,200", "1.5%")]
        >>> [str(one.high) for one in read]
        ['4', '9', '10200', '0.0155']
    """
    if cell.kind in ("blank", "error"):
        return CellMeaning("blank" if cell.kind == "blank" else "error", cell.text)
    if cell.kind == "number":
        return _exact(cell.text, Decimal(cell.number))
    if cell.kind == "share":
        return _share(cell.text, _per_cent(cell.text, "."))
    if cell.kind == "date":
        return CellMeaning("text", cell.text)
    plain = _MARKS.sub("", " ".join(cell.text.translate(_DASHES).split()))
    if plain.lower() in _NOT_GIVEN or says_none(plain):
        return CellMeaning("not_given", cell.text)
    return _in_words(plain, sign, cell.text) or CellMeaning("text", cell.text)


def says_none(text: str) -> bool:
    """
    Whether words say that there were none, or that nobody said how many.

    Example:
        >>> says_none("None."), says_none("- nil -"), says_none("zero"), says_none("n/a")
        (True, True, False, False)
    """
    return " ".join(_MARKS.sub("", text.translate(_DASHES)).strip(_AROUND).lower().split()) in _NONE


def is_dash(text: str) -> bool:
    """
    Whether a dash alone stands there: 0 to some who publish counts, withheld to others.

    Example:
        >>> is_dash("-"), is_dash(" \u2014 "), is_dash("-5"), is_dash("n/a")
        (True, True, False, False)
    """
    plain = _MARKS.sub("", text.translate(_DASHES).strip())
    return bool(plain) and not plain.strip("-")


def _in_words(plain: str, sign: Sign, written: str) -> CellMeaning | None:
    alone = (
        _exact(written, Decimal(0))
        if plain.lower() in _ZERO
        else _single_number(plain, sign, written)
    )
    if alone is not None:
        return alone
    for form, pattern in (*_BEFORE, *_AFTER):
        found = pattern.fullmatch(plain)
        one = _single_number(found[1], sign, written) if found else None
        if one is not None and one.kind != "text":
            return _bounded(form, one)
    between = _BETWEEN.fullmatch(plain)
    if between:
        low, high = (_single_number(part, sign, written) for part in between.groups())
        if low and high and low.kind == high.kind != "text" and _middle(low) <= _middle(high):
            kind: SaidKind = "range" if low.kind == "exact" else "share"
            return CellMeaning(kind, written, low.low, high.high)
    return None


def _single_number(text: str, sign: Sign, written: str) -> CellMeaning | None:
    """A number alone: a count, or a share where it says per cent or one in so many."""
    share = _per_cent(text, sign)
    if share is not None:
        return _share(written, share)
    odds = _ONE_IN.fullmatch(text)
    if odds:
        parts = [number_with(one.strip(), sign) for one in odds.groups()]
        return _odds(written, parts[0], parts[1])
    number = number_with(text, sign)
    return None if number is None else _exact(written, number)


def _exact(written: str, number: Decimal) -> CellMeaning:
    if abs(number) > _LARGEST:
        return CellMeaning("text", written)
    # A reader of numbers keeps 7 as 7.0.
    whole = number.to_integral_value()
    held = whole if whole == number else number
    return CellMeaning("exact", written, held, held)


def _per_cent(text: str, sign: Sign) -> Decimal | None:
    """A number before a per cent sign, in hundredths."""
    return number_with(text.rstrip("% "), sign) if text.endswith("%") else None


def _share(written: str, hundredths: Decimal | None) -> CellMeaning:
    """A share is rounded to its last digit; which way a half was rounded nobody says."""
    if hundredths is None or abs(hundredths) > _LARGEST:
        return CellMeaning("text", written)
    half = Decimal((0, (5,), int(hundredths.as_tuple().exponent) - 1))
    # A whole number is kept as 5.0.
    half = half if "." in written or "," in written else Decimal("0.5")
    return CellMeaning("share", written, (hundredths - half) / 100, (hundredths + half) / 100)


def _odds(written: str, part: Decimal | None, whole: Decimal | None) -> CellMeaning | None:
    if part is None or not whole:
        return None
    half = rounded_to(whole) / 2
    low = part / (whole + half)
    return CellMeaning("share", written, low, part / max(whole - half, Decimal("0.5")))


def rounded_to(number: Decimal) -> Decimal:
    """
    To what a whole number seems rounded: 1,000 of 3,000.

    Example:
        >>> (
        ...     int(rounded_to(Decimal(3000))),
        ...     int(rounded_to(Decimal(3120))),
        ...     int(rounded_to(Decimal(7))),
        ... )
        (1000, 10, 1)
    """
    digits = f"{abs(number):.0f}"
    return Decimal(10) ** (len(digits) - len(digits.rstrip("0"))) if number else Decimal(1)


def _middle(one: CellMeaning) -> Decimal:
    return ((one.low or Decimal(0)) + (one.high or Decimal(0))) / 2


def _bounded(form: str, one: CellMeaning) -> CellMeaning:
    """A number with words that make it an end of a range, or a rounded one."""
    is_count, at = one.kind == "exact", _middle(one)
    step = Decimal(1 if is_count else 0)
    kind: SaidKind = "range" if is_count else "share"
    if form == "about" and is_count:
        nearest = rounded_to(at)
        return CellMeaning("rounded", one.written, at - nearest / 2, at + nearest / 2, at, nearest)
    if form == "about":
        return one
    low, high = Decimal(0), None if is_count else Decimal(1)
    if form in ("below", "at_most"):
        high = at - (step if form == "below" else 0)
    else:
        low = at + (step if form == "above" else 0)
    if high is not None and high < low:
        # Fewer than none, or more than all: whatever it says, it is no count and no share.
        return CellMeaning("text", one.written)
    return CellMeaning(kind, one.written, low, high)


@dataclass(frozen=True, slots=True)
class SignFound:
    """Which sign stands before the part below one; both where nothing in the file says it."""

    sign: Sign
    rival: str = ""
    """A cell that has another meaning with the other sign, where that could be meant."""


def sign_of(cells: Iterable[SheetCell]) -> SignFound:
    """
    The sign before the part below one that the numbers of a sheet agree with.

    Args:
        cells: those of columns in which things are counted.
    Example:
        >>> from misid.files.sheet import text_cell
        >>> sign_of([text_cell("1.200"), text_cell("5.000")]), sign_of([text_cell("8.000")])
        (SignFound(sign=',', rival=''), SignFound(sign='.', rival='8.000'))
    """
    texts = [cell.text for cell in cells if cell.kind == "text" and _SIGNED.search(cell.text)]
    faults = {sign: [_fault(text, sign) for text in texts] for sign in SIGNS}
    point, comma = (sum(faults[sign]) for sign in SIGNS)
    if point != comma:
        return SignFound("." if point < comma else ",")
    both = (
        text
        for text in texts
        if "%" not in text and _single_number(text, ".", "") != _single_number(text, ",", "")
    )
    # Nobody writes eight things as "8,000"; a spreadsheet may show them as "8.000".
    return SignFound(".", next((text for text in both if "," not in text), ""))


def _fault(text: str, sign: Sign) -> int:
    """How badly a text fits a sign: no number at all with it, or a part of a thing."""
    read = cell_meaning(SheetCell(text), sign)
    other = cell_meaning(SheetCell(text), "," if sign == "." else ".")
    if read.kind in ("text", "not_given"):
        return 3 if other.kind not in ("text", "not_given") else 0
    if read.kind == "share":
        return int(read.low is not None and read.low > 1)
    ends = [end for end in (read.low, read.high) if end is not None]
    return int(any(end != end.to_integral_value() for end in ends))
