"""Upper ends of a rate at one threshold that hold at another, since no more errors are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from misid.evaluation.group_schema import RateNote
from misid.words.evaluation import Found, kind_messages
from misid.words.facts import Facts
from misid.words.language import ENGLISH, Language, message
from misid.words.sentence import Sentence

_ELSEWHERE = {
    "fmr": message(
        "The stricter a threshold, the fewer pairs match: the upper end of the false match rate at "
        "the threshold for {there}, {high}, holds at that for {here} too, as often as it does "
        "there, though the interval in that row ends higher, which rests on its own errors alone."
    ),
    "fnmr": message(
        "The laxer a threshold, the fewer pairs are missed: the upper end of the false non-match "
        "rate at the threshold for {there}, {high}, holds at that for {here} too, as often as it "
        "does there, though the interval in that row ends higher, which rests on its own errors "
        "alone."
    ),
    "fpir": message(
        "The stricter a threshold, the fewer searches are answered: the upper end of the false "
        "positive rate at the threshold for {there}, {high}, holds at that for {here} too, as "
        "often as it does there, though the interval in that row ends higher, which rests on its "
        "own errors alone."
    ),
    "fnir": message(
        "The laxer a threshold, the fewer searches miss the own record: the upper end of the miss "
        "rate at the threshold for {there}, {high}, holds at that for {here} too, as often as it "
        "does there, though the interval in that row ends higher, which rests on its own errors "
        "alone."
    ),
}


def ends_elsewhere(found: Found, language: Language = ENGLISH) -> tuple[Sentence, ...]:
    """
    Which upper ends in the table of thresholds are above one that holds there too.

    Each end stays as the errors of its row give it: the lowest of many would hold less often than
    it says. That of one other row, the nearest that is lower, holds here as often as there.

    Args:
        found: an evaluation.
        language: of the sentences.
    Returns: nothing where ends fall as the rates do.
    """
    said, facts = kind_messages(found), Facts(found, language)
    lax_first = sorted(range(len(found.points)), key=lambda place: -found.points[place].asked)
    return (
        *_of_rate(facts, said.wrong, lax_first),
        *_of_rate(facts, said.missed, lax_first[::-1]),
    )


def _of_rate(facts: Facts, name: str, falling: Sequence[int]) -> Iterator[Sentence]:
    """Of one rate, at thresholds in an order in which it does not rise."""
    rates = [getattr(facts.fact.points[place], name) for place in falling]
    capped = [(at, by) for at in range(len(rates)) if (by := _lower_before(rates, at)) is not None]
    for by, places in groupby(capped, key=lambda one: one[1]):
        there = facts.below(f"points.{falling[by]}")
        here = [str(facts.below(f"points.{falling[at]}").rare("asked")) for at, _ in places]
        yield facts.language.say(
            _ELSEWHERE[name],
            there=there.rare("asked"), high=there.ends(name)[1], here=", ".join(here),
        )  # fmt: skip


def _lower_before(rates: Sequence[RateNote], at: int) -> int | None:
    """The nearest place before this one whose upper end is lower."""
    own = rates[at].high
    if own is None:
        return None
    before = range(at - 1, -1, -1)
    return next((place for place in before if _is_below(rates[place].high, own)), None)


def _is_below(high: float | None, own: float) -> bool:
    return high is not None and high < own
