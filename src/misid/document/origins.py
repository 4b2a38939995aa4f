"""The section that says where each number of a document comes from, and the links to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from misid.document.model import Column, Document, Section, Table, Text
from misid.document.walk import with_numbers
from misid.words.language import Language, language, message
from misid.words.origins import Origin
from misid.words.sentence import Number, plain

SECTION, ROW = "numbers", "row-"
"""Name of the section, and the beginning of the names of its rows."""
_MADE, _WHOLE = re.compile(r"number(-\d+)?"), 1e15
_TITLE = message("Where each number comes from")
_COLUMNS = (
    ("fact", message("Where it stands in the facts")),
    ("value", message("With every digit")),
)
_LEAD = message(
    "Each number above leads to a row below. The row has the path at which the facts stand in the "
    "file of numbers, their values with every digit, and how they were worked out. They were made "
    "by: {stamp}."
)
_ELSE = message("Read from the facts as it stands at this path.")
_SAID = message("Added up for the sentence from numbers that stand in a figure or table beside it.")


@dataclass
class _Rows:
    """The rows so far: the values of each by the rest of their paths."""

    origins: Sequence[Origin]
    values: dict[str, dict[str, float]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    def lead(self, number: Number) -> Number:
        """The number with the name of the row that says where it comes from, which now has it."""
        row, rest = self._place(number)
        self.values.setdefault(row, {}).setdefault(rest, number.value)
        place = self.numbers.setdefault(row, len(self.numbers) + 1)
        return number.model_copy(update={"row": f"{ROW}{place}"})

    def _place(self, number: Number) -> tuple[str, str]:
        if not number.fact:
            return number.id, ""
        for one in self.origins:
            if row := one.row_of(number.fact):
                return row, number.fact[len(row) + 1 :]
        before, _, last = number.fact.rpartition(".")
        return (before, last) if before else (last, "")

    def tables(self, language: Language) -> Iterator[Table]:
        """The rows, those together that were worked out in one way, in the order of the first."""
        together: dict[str, list[str]] = {}
        for row in self.values:
            together.setdefault(self._how(row, language), []).append(row)
        for place, (how, rows) in enumerate(together.items(), 1):
            yield Table(
                name=f"{SECTION}_{place}",
                title=how,
                columns=tuple(
                    Column(name=name, title=language.word(title)) for name, title in _COLUMNS
                ),
                rows=tuple((row, _digits(self.values[row])) for row in rows),
                row_ids=tuple(f"{ROW}{self.numbers[row]}" for row in rows),
            )

    def _how(self, row: str, language: Language) -> str:
        if _MADE.fullmatch(row):
            return language.word(_SAID)
        fitting = (one for one in self.origins if one.row_of(row) == row)
        first = next(fitting, None)
        return language.word(_ELSE) if first is None else plain(first.said(row, language))


def with_origins(document: Document, origins: Sequence[Origin]) -> Document:
    """
    The same document with a last section, to whose rows its numbers lead; figures keep their data.

    Args:
        document: whose numbers have names.
        origins: how its facts were worked out, in the order in which they are tried.
    """
    speaks, rows = language(document.language), _Rows(origins)
    led = with_numbers(document, rows.lead, drawn=False)
    if not rows.values:
        return document
    section = Section(
        id=SECTION,
        title=speaks.word(_TITLE),
        blocks=(
            Text(text=speaks.say(_LEAD, stamp=document.stamp_line)),
            *rows.tables(speaks),
        ),
    )
    return led.model_copy(update={"sections": (*led.sections, section)})


def _digits(values: dict[str, float]) -> str:
    """Values as the file of numbers has them."""
    return "; ".join(f"{name} {_digit(value)}".strip() for name, value in values.items())


def _digit(value: float) -> str:
    # Adding nothing makes a plain nothing of a negative one.
    value += 0.0
    return f"{value:.0f}" if value.is_integer() and abs(value) < _WHOLE else repr(value)
