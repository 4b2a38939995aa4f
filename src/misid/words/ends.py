"""A question at each of its ends in words: which answer, what stands there, what becomes of it."""

from __future__ import annotations

from typing import NamedTuple

from misid.results.schema import EitherOrAnswer, Results
from misid.results.variance_shares import least_share
from misid.scenario import Scenario, inputs
from misid.uncertainty.ends import HIGH, LOW, End
from misid.uncertainty.ledger_schema import Entry, Ledger
from misid.uncertainty.questions import OpenField
from misid.words import ledger as ledger_words
from misid.words.answers import ANSWERS, clause, mixed
from misid.words.cards import Card, Line
from misid.words.language import Language, message
from misid.words.numbers import amount, fact
from misid.words.outputs import output_title
from misid.words.scenario import concerns, ends_in_words
from misid.words.sentence import Number, Sentence, paragraph, plain
from misid.words.sides import if_

LIMIT = "limit"
"""Name of the card that says how often the limit is exceeded."""
_TITLES = {LOW: message("At the low end"), HIGH: message("At the high end")}


class Stands(NamedTuple):
    """What stands at one input, and whose it is where there are several."""

    whose: str
    what: str


def end_title(end: End, question: OpenField, language: Language) -> str:
    """
    An answer as the head of a column.

    Example:
        >>> from misid.scenario import load_scenario
        >>> from misid.uncertainty.ends import ends
        >>> from misid.uncertainty.questions import questions
        >>> from misid.words.language import ENGLISH
        >>> every = questions(load_scenario("task-force-module"))
        >>> asked = next(one for one in every if one.field == "answer.reference_rule")
        >>> end_title(ends(asked)[0], asked, ENGLISH)
        'Any candidate leads to a reference code'
    """
    if end.name in _TITLES:
        return language.word(_TITLES[end.name])
    name = question.inputs[0].name
    if name not in ANSWERS:
        return end.name
    said = clause(EitherOrAnswer(input=name, option=end.name), language)
    return f"{said[:1].upper()}{said[1:]}"


def stands(
    end: End, question: OpenField, scenario: Scenario, language: Language
) -> tuple[Stands, ...]:
    """What stands at each input of a question at one of its ends; of an option the head says it."""
    if end.name not in _TITLES:
        return ()
    place = list(_TITLES).index(end.name)
    return tuple(
        Stands(concerns(one, scenario, language), ends_in_words(one, scenario, language)[place])
        for one in question.inputs
    )


def limit_card(results: Results, language: Language) -> Card:
    """How often the limit is exceeded, as a card beside those of the first numbers."""
    decision = results.decision
    said = language.say(
        "Worlds in which the limit is exceeded: {output}, at most {limit}",
        output=output_title(
            decision.output, language, horizon_years=results.scenario.horizon_years
        ),
        limit=amount(decision.limit, decision.unit, language),
    )
    lines = [
        _line(
            if_(clause(side, language), language),
            fact(
                side.probability_exceeded,
                "share",
                where=f"decision.sides.{side.option}.probability_exceeded",
                language=language,
            ),
        )
        for side in decision.sides
    ]
    whole = fact(
        decision.probability_exceeded,
        "share",
        where="decision.probability_exceeded",
        language=language,
    )
    is_mixed = bool(decision.sides)
    which = mixed(decision.sides, language) if is_mixed else ""
    return Card(LIMIT, plain(said), "", "", (*lines, _line(which, whole, is_mixed=is_mixed)))


def _line(answer: str, number: Number | str, *, is_mixed: bool = False) -> Line:
    return Line(answer, is_mixed, (number,), (), (), ())


def decides(results: Results, language: Language) -> Sentence:
    """Which open question then decides the most by itself; nothing where none does."""
    known = {one.name: one for one in inputs(results.canonical)}
    least = least_share(results.stamp.draws)
    for place, row in enumerate(results.uncertainty.inputs):
        if row.share >= least and not known[row.input].content.status.is_known:
            return language.say(
                "Of what is open then, this decides the most by itself, {share} of the range: "
                "\u201c{question}\u201d",
                share=fact(
                    row.share, "share", where=f"uncertainty.inputs.{place}.share", language=language
                ),
                question=language.word(known[row.input].question),
            )
    return ()


def by_itself(results: Results, place: int, language: Language) -> Sentence:
    """How much of the range the input at this place of their order decides by itself."""
    row = results.uncertainty.inputs[place]
    return language.say(
        "It decides {share} of the range of \u201c{output}\u201d by itself.",
        share=fact(
            row.share, "share", where=f"uncertainty.inputs.{place}.share", language=language
        ),
        output=output_title(results.uncertainty.output, language),
    )


def along(one: Entry, found: Ledger, language: Language) -> Sentence:
    """How often the limit is exceeded from one end of the answers to the other, by the ledger."""
    if one.verdict_low is None or one.verdict_high is None:
        return ()
    place = ledger_words.place(one, found)
    low, high = (
        fact(getattr(one, name), "share", where=f"{place}.{name}", language=language)
        for name in ("verdict_low", "verdict_high")
    )
    if str(low) == str(high):
        said = language.say(
            "Read off the worlds of this run, the answer makes no difference to how often the "
            "limit is exceeded: in {low} of them.",
            low=low,
        )
    else:
        said = language.say(
            "Read off the worlds of this run, the limit is exceeded in {low} of them at one end of "
            "the answer, and in {high} at the other.",
            low=low,
            high=high,
        )
    return paragraph((said, _mixed(one, found, language)))


def _mixed(one: Entry, found: Ledger, language: Language) -> Sentence:
    """That these shares mix both sides of an either/or; nothing where this is it, or none is."""
    decided_by = found.verdict.decided_by
    if decided_by is None or decided_by.input == one.input:
        return ()
    return language.say("That mixes both sides of the question that decides the most.")
