"""The ledger of unanswered questions in whole sentences: the limit, and what an answer changes."""

from __future__ import annotations

from collections.abc import Iterator

from misid.scenario import Scenario, inputs
from misid.uncertainty.ledger_schema import Entry, Ledger, Moved, OutputNote
from misid.uncertainty.without import size
from misid.words import numbers
from misid.words.answers import clause, nobody_says
from misid.words.language import Language
from misid.words.programme import output_name, output_with_unit
from misid.words.scenario import in_words
from misid.words.sentence import Number, Sentence, paragraph
from misid.words.sides import if_, mixture

# Below this an answer is not said to turn the verdict.
_CAN_FLIP = 0.01
# In natural logarithms: an input without which a median is less than 2/3, or more than 1.5 times.
_CARRIES, _MOST_CARRIERS = 0.405, 3


def finding(found: Ledger, language: Language) -> Sentence:
    """The limit, the answer that would most likely turn its verdict, what carries the result."""
    return paragraph(findings(found, language))


def findings(found: Ledger, language: Language) -> tuple[Sentence, ...]:
    """The same, each of the three by itself."""
    if not found.ledger:
        return (language.say("Nothing is open in this scenario."),)
    if found.verdict.probability_exceeded is None:
        return (language.say("No search is made in this scenario, so no answer matters."),)
    carried = paragraph(_carried(found, language))
    parts = (paragraph(limit(found, language)), _first(found, language), carried)
    return tuple(filter(None, parts))


def limit(found: Ledger, language: Language) -> Iterator[Sentence]:
    """How often the scenario's limit is exceeded, on both sides where an either/or decides it."""
    verdict = found.verdict
    amount = numbers.amount(verdict.limit, verdict.unit, language)
    name = output_name(verdict.output, found, language)
    yield language.say("The limit: {output}, at most {limit}.", output=name, limit=amount)
    yield from exceeded(found, language)


def exceeded(found: Ledger, language: Language) -> Iterator[Sentence]:
    """How often the limit is exceeded; on both sides where an either/or decides it."""
    verdict = found.verdict
    share = numbers.fact(
        verdict.probability_exceeded,
        "share",
        where="verdict.probability_exceeded",
        language=language,
    )
    if verdict.decided_by is None:
        yield language.say("It is exceeded in {share} of the possible worlds.", share=share)
        return
    for side in verdict.sides:
        where = f"verdict.sides.{side.option}.probability_exceeded"
        held = numbers.fact(side.probability_exceeded, "share", where=where, language=language)
        yield language.say(
            "If {clause}, it is exceeded in {share} of these worlds.",
            clause=clause(side, language),
            share=held,
        )
    yield nobody_says(verdict.decided_by.status, language)
    yield language.say(
        "{which}: in {share} of the possible worlds, which rests on the mixing.",
        which=mixture(verdict.sides, language),
        share=share,
    )


def _first(found: Ledger, language: Language) -> Sentence:
    first = max(found.ledger, key=lambda one: one.flip)
    if first.flip <= _CAN_FLIP:
        return language.say("No single answer would turn that verdict.")
    return language.say(
        "One answer would most likely turn that verdict, with a probability of {share}: "
        "\u201c{question}\u201d",
        share=numbers.fact(
            first.flip, "share", where=f"{place(first, found)}.flip", language=language
        ),
        question=question(first, found.scenario, language),
    )


def _carried(found: Ledger, language: Language) -> Iterator[Sentence]:
    """The answers without which the output would be another, however narrow their ranges."""
    large = sorted(
        (one for one in found.ledger if size(one.without) > _CARRIES),
        key=lambda one: -size(one.without),
    )
    for one in large[:_MOST_CARRIERS]:
        yield language.say(
            "\u201c{question}\u201d carries the result.",
            question=question(one, found.scenario, language),
        )
        yield from without(one, found, language)


def place(one: Entry, found: Ledger) -> str:
    """The path of an entry; its field has dots in it, so it goes by its place."""
    return f"ledger.{[each.field for each in found.ledger].index(one.field)}"


def question(one: Entry, scenario: Scenario, language: Language) -> str:
    """What an official could answer."""
    asked = next(each.question for each in inputs(scenario) if each.field == one.field)
    return language.word(asked)


def stands_in(one: Entry, scenario: Scenario, language: Language) -> str:
    """What stands in for the answer."""
    held = next(each for each in inputs(scenario) if each.name == one.input)
    return in_words(held, scenario, language)


def without(one: Entry, found: Ledger, language: Language) -> Iterator[Sentence]:
    """What the median would be without an input; by each answer, where an either/or decides it."""
    if one.without is None:
        return
    where = f"{place(one, found)}.without"
    at = numbers.exact(one.without.at, language)
    if not one.without.sides:
        which = language.say("With it at {at}", at=at)
        yield _moved(one.without, which, where, found, language)
    for side in one.without.sides:
        which = language.say("With it at {at}, if {clause}", at=at, clause=clause(side, language))
        yield _moved(side, which, f"{where}.sides.{side.option}", found, language)


def _moved(one: Moved, which: Sentence, where: str, found: Ledger, language: Language) -> Sentence:
    unit = output(found).unit
    before, after = (
        numbers.fact(getattr(one, name), unit, where=f"{where}.{name}", language=language)
        for name in ("median", "median_without")
    )
    if str(before) == str(after):
        return language.say("{which}: still about {median}.", which=which, median=before)
    return language.say(
        "{which}: about {left} in place of {median}.", which=which, left=after, median=before
    )


def output(found: Ledger) -> OutputNote:
    """The output whose range is explained."""
    return next(one for one in found.outputs if one.name == found.output)


def both_sides(one: OutputNote, found: Ledger, language: Language) -> Iterator[Sentence]:
    """An output as it stands, on both sides of the either/or that decides it."""
    where = f"outputs.{one.name}"
    name = output_with_unit(one.name, found, one.unit, language)
    if one.split is None:
        yield language.say(
            "{which}: about {middle} (between {low} and {high}).",
            which=name,
            **three(one, one, where, language),
        )
        return
    for place, side in enumerate(one.split.sides):
        which = if_(clause(side, language), language, "" if place else name)
        yield language.say(
            "{which}: about {middle} (between {low} and {high}).",
            which=which,
            **three(side, one, f"{where}.split.sides.{side.option}", language),
        )
    yield nobody_says(one.split.status, language)


def three(part: object, of: OutputNote, where: str, language: Language) -> dict[str, Number | str]:
    """The median and both ends of an interval."""
    ends = {"middle": "median", "low": "low", "high": "high"}
    return {
        name: numbers.fact(getattr(part, end), of.unit, where=f"{where}.{end}", language=language)
        for name, end in ends.items()
    }


def verdict_said(found: Ledger, language: Language) -> Sentence:
    """How far the verdict is from turning, and what all answers together are worth."""
    verdict = found.verdict
    if verdict.margin is None or verdict.value_of_all is None:
        return ()
    worth = numbers.fact(
        verdict.value_by_amount_of_all,
        verdict.unit,
        where="verdict.value_by_amount_of_all",
        language=language,
    )
    return language.say(
        "The verdict is {margin} percentage points from turning. All answers together would raise "
        "the probability of a right verdict by {all} percentage points, to 100 %. To whoever "
        "weighs the amounts they would be worth {worth}.",
        margin=points(verdict.margin, "verdict.margin", language),
        all=points(verdict.value_of_all, "verdict.value_of_all", language),
        worth=worth,
    )


def points(value: float, where: str, language: Language) -> Number:
    """A difference of shares in percentage points."""
    return Number(value=value, text=numbers.natural(100 * value, language), fact=where)


def left(count: int, language: Language) -> tuple[Sentence, ...]:
    """That there are more questions than are shown; nothing where there are not."""
    if count <= 0:
        return ()
    said = language.say_many(
        "And {number} more question: --all shows it.",
        "And {number} more questions: --all shows them.",
        count, number=str(count),
    )  # fmt: skip
    return (said,)


def notes(found: Ledger, language: Language) -> Iterator[Sentence]:
    """How the columns are to be read."""
    about = output_name(found.output, found, language)
    yield language.say(
        "Ranks: by total index; by what the output would be without the input. The order is that "
        "of the better one. Questions of one rank are not told apart."
    )
    yield language.say(
        "Total index: share of the uncertainty about \u201c{output}\u201d that is left when "
        "everything else is known; an estimate, with its 90 % interval.",
        output=about,
    )
    yield language.say(
        "Without it: the median with none of it (a factor at 1), in worlds of the run; where that "
        "moves it by less than a quarter, in some of them. No number: there is no such value."
    )
    yield language.say(
        "Value: by how many percentage points this answer alone raises the probability of a right "
        "verdict. Turns: probability that the answer turns the verdict; low and high: share of "
        "worlds above the limit at its low and high end. All three are about the limit, whatever "
        "output is explained. Narrows: share by which the range of \u201c{output}\u201d would "
        "shrink.",
        output=about,
    )
