"""
Each answer to an open either/or as a clause: what stands after "If" in a sentence.

Every input that is a choice has its answers here, by its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from misid.results.schema import Answered, EitherOrAnswer
from misid.words.language import ENGLISH, Language, message
from misid.words.sentence import Sentence, plain


class Said(NamedTuple):
    """An answer as a clause after "If", and as a short head of a column; both are messages."""

    clause: str
    head: str


ANSWERS: dict[str, dict[str, Said]] = {
    "gallery.searched": {
        "all_records": Said(message("every record is searched"), message("all records searched")),
        "flagged_records": Said(
            message("only flagged records are searched"), message("only flagged searched")
        ),
    },
    "gallery.made_for": {
        "everybody": Said(message("one gallery is searched for everybody"), message("one gallery")),
        "each_occasion": Said(
            message("a gallery is made for each occasion"), message("a gallery each time")
        ),
    },
    "matcher.mate_tail": {
        "normal": Said(
            message("the scores of true matches fall off by a normal law"), message("normal law")
        ),
        "logistic": Said(
            message("the scores of true matches fall off by a logistic law"),
            message("logistic law"),
        ),
        "gumbel": Said(
            message("the scores of true matches fall off by a Gumbel law"), message("Gumbel law")
        ),
        "power_law": Said(
            message("the scores of true matches fall off by a power law"), message("power law")
        ),
    },
    "threshold.moves_with_gallery": {
        "True": Said(
            message("the threshold is set anew when the gallery grows"),
            message("threshold set anew"),
        ),
        "False": Said(
            message("the threshold stays when the gallery grows"), message("threshold stays")
        ),
    },
    "threshold.design_population": {
        "reference": Said(
            message("the threshold was set on test photographs"), message("set on tests")
        ),
        "field": Said(
            message("the threshold was set on photographs of the field"),
            message("set on the field"),
        ),
    },
    "threshold.candidates": {
        "1": Said(message("a search returns one candidate at most"), message("one candidate")),
        "": Said(
            message("a search returns up to {option} candidates"),
            message("up to {option} candidates"),
        ),
    },
    "threshold.tries": {
        "1": Said(message("a person is photographed once"), message("one photograph")),
        "": Said(
            message("a person is photographed up to {option} times until something is found"),
            message("up to {option} photographs"),
        ),
    },
    "threshold.per_group": {
        "True": Said(message("each group has a threshold of its own"), message("own thresholds")),
        "False": Said(message("one threshold holds for everybody"), message("one threshold")),
    },
    "threshold.retry_after": {
        "nothing": Said(
            message("another photograph follows only where nothing was found"),
            message("after nothing"),
        ),
        "no_reference": Said(
            message("photographs follow each other until a reference is given"),
            message("until a reference"),
        ),
    },
    "answer.reference_rule": {
        "any_candidate": Said(
            message("any candidate leads to a reference code"), message("any candidate")
        ),
        "flagged_record": Said(
            message("only a flagged record leads to a reference code"),
            message("only flagged records"),
        ),
    },
    "review.reviewers": {
        "1": Said(message("one person compares a reference"), message("one reviewer")),
        "2": Said(
            message("two people compare a reference, and both must accept it"),
            message("two reviewers"),
        ),
    },
}
"""By input and option; an empty option stands for every number that is not named."""

_EQUAL = 0.02


def clause(answer: EitherOrAnswer, language: Language = ENGLISH) -> str:
    """
    An answer as a clause after "If".

    Example:
        >>> clause(EitherOrAnswer(input="answer.reference_rule", option="any_candidate"))
        'any candidate leads to a reference code'
    """
    return plain(language.say(_answer_words(answer).clause, option=answer.option))


def head(answer: EitherOrAnswer, language: Language = ENGLISH) -> str:
    """
    The same in a few words, for a column.

    Example:
        >>> head(EitherOrAnswer(input="threshold.candidates", option="20"))
        'up to 20 candidates'
    """
    return plain(language.say(_answer_words(answer).head, option=answer.option))


def _answer_words(answer: EitherOrAnswer) -> Said:
    known = ANSWERS[answer.input]
    return known.get(answer.option) or known[""]


def clause_of(answers: Sequence[EitherOrAnswer], language: Language = ENGLISH) -> str:
    """
    One answer or two that hold together, as a clause; empty where there is none.

    Example:
        >>> rule = EitherOrAnswer(input="answer.reference_rule", option="flagged_record")
        >>> clause_of([rule, EitherOrAnswer(input="threshold.tries", option="1")])
        'only a flagged record leads to a reference code and a person is photographed once'
    """
    if not answers:
        return ""
    first, *others = (clause(answer, language) for answer in answers)
    for other in others:
        first = plain(language.say("{first} and {second}", first=first, second=other))
    return first


def head_of(answers: Sequence[EitherOrAnswer], language: Language = ENGLISH) -> str:
    """The same in a few words."""
    return ", ".join(head(answer, language) for answer in answers)


def nobody_says(status: str, language: Language = ENGLISH) -> Sentence:
    """
    That the answer is open.

    Args:
        status: how the input is known.
        language: in which it is said.
    Example:
        >>> nobody_says("unknown")
        ('Nobody has said which.',)
    """
    if status == "unknown":
        return language.say("Nobody has said which.")
    return language.say("Which of these holds is not settled.")


def in_equal_parts(sides: Sequence[Answered]) -> bool:
    """Whether each of several answers holds in as many worlds."""
    shares = [side.share_of_worlds for side in sides]
    return max(shares) - min(shares) < _EQUAL


def mixed(sides: Sequence[Answered], language: Language = ENGLISH) -> str:
    """
    What the mixture of several answers is called, in a column.

    Example:
        >>> one = Answered(input="i", option="a", share_of_worlds=0.5)
        >>> mixed([one, one]), mixed([one, one.model_copy(update={"share_of_worlds": 0.2})])
        ('mixed in equal parts', 'mixed')
    """
    return language.word(
        message("mixed in equal parts") if in_equal_parts(sides) else message("mixed")
    )
