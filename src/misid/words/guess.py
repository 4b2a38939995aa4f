"""A reader's guess beside what the model says: how many of 1,000 codes name the wrong person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from misid.results.schema import Answered, Interval, OutputRow, Results
from misid.words.answers import clause, in_equal_parts, nobody_says
from misid.words.figures import Caption
from misid.words.language import Language
from misid.words.numbers import counted
from misid.words.sentence import Number, Sentence, Value, paragraph, plain

OUTPUT = "share_of_references_wrong_person"
OF = 1_000
"""Reference codes that the guess is about."""


def guessed(results: Results, guess: int | None, language: Language) -> Caption:
    """
    What a picture of the guess says.

    Args:
        results: facts of the run.
        guess: of 1,000; None where the reader would not guess.
        language: in which it is said.
    """
    row = next(one for one in results.headline if one.name == OUTPUT)
    drawn = language.say(
        "An axis from none to all of {all} reference codes, with the range that the model gives.",
        all=counted(OF, language=language),
    )
    said = [*_ranges(row, language), *_average(row, results, language)]
    if guess is not None:
        said.insert(0, _guess(guess, language))
    return Caption(
        title=plain(
            language.say(
                "Of {all} reference codes, those that name the wrong person",
                all=counted(OF, language=language),
            )
        ),
        finding=paragraph(said),
        drawn=drawn,
        nothing=language.word("No reference code is given in this scenario."),
    )


def _guess(guess: int, language: Language) -> Sentence:
    return language.say("You guessed {guess}.", guess=counted(guess, language=language))


def _ranges(row: OutputRow, language: Language) -> Iterator[Sentence]:
    where = f"headline.{row.name}"
    sides = [] if row.split is None else [one for one in row.split.sides if one.median is not None]
    for side in sides:
        yield language.say(
            "If {clause}, the model says about {middle} of {all}, and between {low} and {high} "
            "given what else is not known.",
            clause=clause(side, language),
            **_ends(side, f"{where}.split.sides.{side.option}", language),
        )
    if sides and row.split is not None:
        yield nobody_says(row.split.status, language)
    elif row.median is None:
        yield language.say("No reference code is given in this scenario.")
    else:
        yield language.say(
            "The model says about {middle} of {all}, and between {low} and {high} given what is "
            "not known.",
            **_ends(row, where, language),
        )


def average(row: OutputRow, results: Results, language: Language) -> str:
    """Which average it is, above the range; empty where no answers are mixed in it."""
    sides = _mixed(row, results)
    if not sides:
        return ""
    if in_equal_parts(sides):
        return language.word("Middle of worlds, mixed in equal parts")
    return language.word("Middle of worlds, answers mixed")


def _average(row: OutputRow, results: Results, language: Language) -> Iterator[Sentence]:
    """The same as a sentence."""
    sides = _mixed(row, results)
    if not sides:
        return
    yield (
        language.say(
            "That is the middle of all worlds, in which the answers to an open question are mixed "
            "in equal parts."
        )
        if in_equal_parts(sides)
        else language.say(
            "That is the middle of all worlds, in which the answers to an open question are mixed."
        )
    )


def _mixed(row: OutputRow, results: Results) -> Sequence[Answered]:
    """The answers whose worlds stand behind one range; none where they are told apart."""
    is_mixed = row.split is None and row.median is not None
    return results.either_or.sides if is_mixed and results.either_or is not None else ()


def _ends(one: Interval, where: str, language: Language) -> dict[str, Value]:
    values = {"middle": one.median, "low": one.low, "high": one.high}
    paths = {"middle": "median", "low": "low", "high": "high"}
    said: dict[str, Value] = {
        name: of_thousand(value or 0.0, f"{where}.{paths[name]}", language)
        for name, value in values.items()
    }
    return said | {"all": counted(OF, language=language)}


def of_thousand(share: float, where: str, language: Language) -> Number:
    """A share as so many of 1,000; whole, but never rounded to none or to all."""
    whole = round(OF * share)
    if share > 0.0 and whole == 0:
        said = plain(language.say("fewer than {one}", one="1"))
    elif share < 1.0 and whole == OF:
        said = plain(language.say("more than {many}", many=str(OF - 1)))
    else:
        said = counted(whole, language=language).text
    return Number(value=share, text=said, fact=where)
