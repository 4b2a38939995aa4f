"""Facts by their paths, and the numbers that sentences and tables make of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from misid.quantities.units import Unit
from misid.words import numbers
from misid.words.language import ENGLISH, Language
from misid.words.sentence import Number

# What names a row of a document, whichever of these it has.
_KEYS = (
    "name", "input", "field", "group", "unit", "meaning", "option", "measure", "condition", "year",
)  # fmt: skip


def fact_at(fact: Any, path: str) -> Any:
    """
    What stands at a path: names of fields and of rows, apart by dots.

    Args:
        fact: a document, a block or a row of one.
        path: such as `headline.wrong_person_references.median`.
    Raises: KeyError: nothing stands there.
    """
    for name in filter(None, path.split(".")):
        if fact is None:
            return None
        fact = _row_named(fact, name) if isinstance(fact, tuple | list) else _named(fact, name)
    return fact


def _named(fact: Any, name: str) -> Any:
    if isinstance(fact, dict):
        return fact[name]
    if not hasattr(fact, name):
        raise KeyError(name)
    return getattr(fact, name)


def _row_named(rows: Any, name: str) -> Any:
    """A row by what names it, or by its place; a label of the reader's that is a number is none."""
    for row in rows:
        known = (getattr(row, key, None) for key in _KEYS)
        if any(str(one) == name and not (name.isdigit() and isinstance(one, str)) for one in known):
            return row
    if not name.isdigit() or int(name) >= len(rows):
        raise KeyError(name)
    return rows[int(name)]


@dataclass(frozen=True)
class Facts:
    """
    A document, or a part of one, whose numbers are asked for by their paths.

    So a sentence names each of its numbers once, and the number cannot be another than the fact.
    """

    fact: Any
    language: Language = ENGLISH
    where: str = ""
    """Path of the part in its document."""

    def below(self, path: str) -> Facts:
        """A part of it."""
        return Facts(fact_at(self.fact, path), self.language, self._path(path))

    def counted(self, path: str) -> Number:
        """A whole number."""
        return numbers.counted(self._at(path), where=self._path(path), language=self.language)

    def measured(self, path: str) -> Number:
        """A share that was counted, in per cent."""
        return numbers.measured(self._at(path), where=self._path(path), language=self.language)

    def rare(self, path: str) -> Number:
        """A share of errors, as one in so many."""
        return numbers.rare(self._at(path), where=self._path(path), language=self.language)

    def score(self, path: str) -> Number:
        """A score or a threshold."""
        return numbers.score(self._at(path), where=self._path(path), language=self.language)

    def rough_score(self, path: str) -> Number:
        """A threshold that was not counted."""
        return numbers.rough_score(self._at(path), where=self._path(path), language=self.language)

    def ratio(self, path: str) -> Number:
        """A ratio with two decimals."""
        return numbers.ratio(self._at(path), where=self._path(path), language=self.language)

    def about(self, path: str, unit: Unit = "") -> Number | str:
        """A number in two significant digits; or that there is none."""
        value = fact_at(self.fact, path)
        return numbers.fact(value, unit, where=self._path(path), language=self.language)

    def ends(self, path: str = "") -> tuple[Number, Number]:
        """Both ends of the interval of a share, with digits enough to tell them apart."""
        part = fact_at(self.fact, path)
        low, high = part.low or 0.0, 1.0 if part.high is None else part.high
        return numbers.measured_ends(low, high, where=self._path(path), language=self.language)

    def _path(self, path: str) -> str:
        return ".".join(filter(None, (self.where, path)))

    def _at(self, path: str) -> float:
        value = fact_at(self.fact, path)
        if value is None:
            raise KeyError(self._path(path))
        return float(value)
