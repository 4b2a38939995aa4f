"""Why one chance has other digits elsewhere: what a run counts, and what a case does."""

from __future__ import annotations

from misid.results.schema import Results
from misid.words.guess import OUTPUT
from misid.words.language import Language
from misid.words.sentence import Sentence


def beside_a_run(language: Language) -> Sentence:
    """How a case counts, and why the report of a run has other digits for it."""
    return language.say(
        "What is given, and each answer, is put into every possible world, all else keeping its "
        "luck. The report of a run counts on each side only the worlds in which that answer was "
        "drawn; its numbers differ from these by chance."
    )


def beside_a_case(results: Results, language: Language) -> tuple[Sentence, ...]:
    """Why a case has other digits for a run's chance; nothing where no answer decides it."""
    if results.one_code.decided_by is None:
        return ()
    return (
        language.say(
            "On each side a run counts the codes of the worlds in which that answer was drawn. A "
            "case (`misid case`) puts the answer, and what else is known of it, into every world. "
            "So its chances differ from these by chance."
        ),
    )


def middle_beside_a_case(results: Results, language: Language) -> tuple[Sentence, ...]:
    """Why the middle of worlds is not the chance of a case; nothing where no code is given."""
    row = next(one for one in results.headline if one.name == OUTPUT)
    if row.median is None:
        return ()
    return (
        language.say(
            "How many codes name the wrong person is a middle of worlds. A case (`misid case`) "
            "takes the codes of all worlds together, so it has another number."
        ),
    )
