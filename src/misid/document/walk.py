"""Every number of a document in the order of reading, changed by a rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from misid.document.model import Document, DocumentPart, FigureData
from misid.words.sentence import Number

NumberRule = Callable[[Number], Number]


def with_numbers(document: Document, rule: NumberRule, *, drawn: bool = True) -> Document:
    """
    The same document, each of its numbers as a rule makes it: sections first, then the finding.

    Args:
        document: the document.
        rule: makes a number of a number.
        drawn: whether the numbers that figures draw are among them.
    """
    sections = in_part(document.sections, rule, drawn=drawn)
    return document.model_copy(
        update={"sections": sections, "finding": in_part(document.finding, rule, drawn=drawn)}
    )


def in_part(part: Any, rule: NumberRule, *, drawn: bool = True) -> Any:
    """A part of a document, or several, each number in it as a rule makes it; nothing else is."""
    if isinstance(part, Number):
        return rule(part)
    if isinstance(part, tuple):
        return tuple(in_part(one, rule, drawn=drawn) for one in part)
    if isinstance(part, DocumentPart):
        names = type(part).model_fields
        kept = {"data"} if isinstance(part, FigureData) and not drawn else set()
        fields = {
            name: in_part(getattr(part, name), rule, drawn=drawn)
            for name in names
            if name not in kept
        }
        return part.model_copy(update=fields)
    return part


def numbers_in(part: Any) -> tuple[Number, ...]:
    """The numbers of a part of a document, in the order of reading; what figures draw left out."""
    found: list[Number] = []

    def seen(number: Number) -> Number:
        found.append(number)
        return number

    in_part(part, seen, drawn=False)
    return tuple(found)


def below(part: Any, path: str) -> Any:
    """A part made of facts that stand at a path of a larger document, its numbers with it."""

    def placed(number: Number) -> Number:
        fact = f"{path}.{number.fact}" if number.fact else ""
        return number.model_copy(update={"fact": fact})

    return in_part(part, placed)
