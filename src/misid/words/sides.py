"""Numbers on both sides of an either/or or of a change: what stands before them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from misid.results.schema import Answered, EitherOrAnswer
from misid.uncertainty.schema import BothSides, Decides, Elsewhere
from misid.words import numbers
from misid.words.answers import clause, in_equal_parts
from misid.words.language import Language
from misid.words.sentence import Sentence, plain


class Told(NamedTuple):
    """A number on both sides, and its path in the comparison."""

    both: BothSides
    where: str

    @property
    def shown(self) -> str:
        """The path of what is shown of it."""
        return f"{self.where}.where_changed" if self.both.is_rare else self.where


def if_(said: str, language: Language, name: str = "") -> str:
    """What stands before the numbers of one answer; with the name of what is told, the first."""
    if name:
        return plain(language.say("{name}, if {clause}", name=name, clause=said))
    return plain(language.say("If {clause}", clause=said))


def mixture(sides: Sequence[Answered], language: Language) -> str:
    """What the mixture of several answers is called where it begins a sentence."""
    if in_equal_parts(sides):
        return language.word("Mixed in equal parts")
    return language.word("Mixed")


def elsewhere_said(of: Decides, language: Language) -> Sentence:
    """What becomes of an answer on the other side; nothing where each world keeps its answer."""
    other: Elsewhere | None = of.elsewhere
    if other is None:
        return ()
    if other.option is None:
        return language.say("The answer is not the same in every world before and after.")
    answer = clause(EitherOrAnswer(input=of.input, option=other.option), language)
    if other.side == "after":
        return language.say("Afterwards {clause}.", clause=answer)
    return language.say("Before that {clause}.", clause=answer)


def changed_in(both: BothSides, language: Language) -> str:
    """The share of worlds in which it changes at all; no fact of its own."""
    return numbers.read(1.0 - (both.same or 0.0), "share", language)
