"""What stands on the one page to print beside the findings: questions nobody has answered."""

from __future__ import annotations

from typing import NamedTuple

from misid.results.schema import Results, UncertaintyRow
from misid.results.variance_shares import least_share
from misid.scenario import inputs
from misid.words.language import Language
from misid.words.numbers import read
from misid.words.sentence import Number, Sentence

QUESTIONS = 5
"""Questions on the page."""


class OpenQuestion(NamedTuple):
    """What an official could answer, and what hangs on it."""

    question: str
    why: Sentence


def open_questions(results: Results, language: Language) -> tuple[OpenQuestion, ...]:
    """
    What nobody has said, first what decides the most of the range of the headline by itself.

    Args:
        results: of a run.
        language: in which it is asked.
    """
    known = {one.name: one for one in inputs(results.canonical)}
    asked: dict[str, OpenQuestion] = {}
    for place, row in enumerate(results.uncertainty.inputs):
        if row.status == "unknown" and row.field not in asked:
            question = language.word(known[row.input].question)
            asked[row.field] = OpenQuestion(question, _alone(row, place, results, language))
    return tuple(asked.values())[:QUESTIONS]


def limits(results: Results, language: Language) -> tuple[Sentence, ...]:
    """
    What each change of a programme cannot fix; of one by hand, that it was made.

    Args:
        results: of a run.
        language: in which it is said.
    """
    return tuple(
        language.say(
            "This is not {scenario} as it comes along with misid: it was changed by hand.",
            scenario=results.scenario.name,
        )
        if one.kind == "by_hand"
        else language.say("What it cannot fix: {cannot}", cannot=language.authored(one.cannot))
        for one in results.changes
    )


def _alone(row: UncertaintyRow, place: int, results: Results, language: Language) -> Sentence:
    """How much of the range an input decides by itself; nothing where chance may be all of it."""
    if row.share < least_share(results.stamp.draws):
        return ()
    fact = f"uncertainty.inputs.{place}.share"
    share = Number(value=row.share, text=read(row.share, "share", language), fact=fact)
    return language.say("Decides {share} of the range by itself.", share=share)
