"""Letters in whole sentences: whose limit it is, why each answer matters, what is always asked."""

from __future__ import annotations

from collections.abc import Iterator

from misid.scenario import inputs
from misid.uncertainty.ledger_schema import Entry, Ledger, Moved, OutputNote
from misid.uncertainty.without import size
from misid.words import ledger as ledger_words
from misid.words import numbers
from misid.words.answers import clause, nobody_says
from misid.words.language import Language, message
from misid.words.outputs import inside
from misid.words.programme import output_name
from misid.words.scenario import in_words
from misid.words.sentence import Number, Sentence, Value, paragraph

TITLES = {
    "records-request": message("Request for records"),
    "interrogatories": message("Interrogatories"),
    "hearing": message("Questions for a hearing"),
}
"""What each letter is called."""
ALWAYS = {
    "groups": message(
        "How often was somebody answered with another person's record, in each group of sex, age "
        "and origin, and of how many searches in each?"
    ),
    "misses": message(
        "Of the people who were sought and were searched for, how many were not found, and how is "
        "that counted?"
    ),
    "retention": message(
        "How long is each photograph kept, also where nothing was found; who may use it, and for "
        "what; and how many are kept today?"
    ),
    "redress": message(
        "How does somebody who was answered with another person's record learn of it, where can "
        "they object, how many did, and what became of it?"
    ),
    "test": message(
        "Which test of this software is relied on: of what date, on photographs of whom, against "
        "how many records, at which threshold, and with how many searches of each group?"
    ),
}
"""What every such programme is asked, by subject."""
_ORDERS = {
    "either": message(
        "They stand in this order: by how much would still be open without the answer, or by how "
        "far the result would move if what is asked about did nothing, whichever puts a question "
        "higher."
    ),
    "total": message(
        "They stand in this order: by how much would still be open without the answer."
    ),
    "without": message(
        "They stand in this order: by how far the result would move if what is asked about did "
        "nothing."
    ),
    "value": message(
        "They stand in this order: by how much more often the verdict on the limit would be right."
    ),
    "amount": message(
        "They stand in this order: by what an answer is worth, in the unit of the limit."
    ),
    "flip": message(
        "They stand in this order: by how likely the answer decides on which side of the limit the "
        "programme is."
    ),
    "narrowing": message(
        "They stand in this order: by how much narrower the answer would make the range."
    ),
}
"""By the measure of the ledger's order."""
_LEAST, _SMALL = 0.005, 0.01
# In natural logarithms: a tenth more or less.
_CARRIES = 0.1


def matters(one: Entry) -> bool:
    """Whether an answer tells anything that errors of the estimate do not hide."""
    told = one.total_index >= max(_LEAST, 2 * one.total_error) or one.flip > _LEAST
    return told or size(one.without) > _CARRIES


def at_most(most: int, language: Language) -> Sentence:
    """How many questions may be chosen."""
    return language.say(
        "A letter asks at most {most} of them, and then what every such programme is asked.",
        most=str(most),
    )


def stands(found: Ledger, language: Language) -> Sentence:
    """What the model gives while the questions are open, on both sides of an either/or."""
    lead = language.say("While these questions are open, the model gives this.")
    told = ledger_words.both_sides(ledger_words.output(found), found, language)
    return paragraph([lead, *told])


def limit(found: Ledger, language: Language) -> Sentence:
    """Whose limit it is, and how often it is exceeded, on both sides of an either/or."""
    verdict = found.verdict
    said = [
        language.say(
            "The limit below is nobody's rule: whoever wrote the scenario set it. {output}, at "
            "most {limit}. {why}",
            output=output_name(verdict.output, found, language),
            limit=numbers.amount(verdict.limit, verdict.unit, language),
            why=language.authored(verdict.why),
        )
    ]
    if verdict.probability_exceeded is not None:
        said += ledger_words.exceeded(found, language)
    return paragraph(said)


def why(one: Entry, found: Ledger, language: Language) -> Sentence:
    """Why an answer matters, in plain words, from the numbers."""
    where = ledger_words.place(one, found)
    about = inside(output_name(found.output, found, language))
    said: list[Sentence] = []
    if one.total_index >= _SMALL:
        said.append(_left_open(one, found, about, language))
    if one.flip > _LEAST:
        share = numbers.fact(one.flip, "share", where=f"{where}.flip", language=language)
        said.append(
            language.say(
                "With a probability of {share} the answer would decide on which side of the limit "
                "the programme is.",
                share=share,
            )
        )
    if size(one.without) > _CARRIES:
        said += _without(one, found, language)
    if not said:
        return language.say(
            "Of what is uncertain about {output}, less than 1 % hangs on this answer.", output=about
        )
    return paragraph(said)


def _left_open(one: Entry, found: Ledger, about: str, language: Language) -> Sentence:
    """What of the uncertainty is left where this is not answered and all else is."""
    where = ledger_words.place(one, found)
    decided = ledger_words.output(found).split

    def share(name: str, value: float) -> Number:
        text = numbers.read(min(1.0, max(0.0, value)), "share", language)
        return Number(value=value, text=text, fact=f"{where}.{name}")

    said: dict[str, Value] = {
        "output": about,
        "share": share("total_index", one.total_index),
        "low": share("total_low", one.total_low),
        "high": share("total_high", one.total_high),
    }
    if decided is not None and decided.input != one.field:
        return language.say(
            "Both sides mixed, if all else were answered, about {share} of what is uncertain about "
            "{output} would still be open, because of this one; on one side alone it may be none, "
            "or far more. The estimate lies between {low} and {high}.",
            **said,
        )
    return language.say(
        "If all else were answered, about {share} of what is uncertain about {output} would still "
        "be open, because of this one. The estimate lies between {low} and {high}.",
        **said,
    )


def in_order(found: Ledger, language: Language) -> Sentence:
    """Why the questions stand in this order."""
    return language.say(_ORDERS[found.by])


def _without(one: Entry, found: Ledger, language: Language) -> Iterator[Sentence]:
    """What the model would give if what is asked about did nothing."""
    if one.without is None:
        return
    where = f"{ledger_words.place(one, found)}.without"
    output = ledger_words.output(found)
    at = numbers.exact(one.without.at, language)
    name = inside(output_name(output.name, found, language))
    if not one.without.sides:
        before, after = _both(one.without, output, where, language)
        yield language.say(
            "Were it {at}, {output} would be about {after} in place of {before}.",
            at=at, output=name, before=before, after=after,
        )  # fmt: skip
    first = message(
        "Were it {at}, {output} would be about {after} in place of {before} if {clause}."
    )
    for side in one.without.sides:
        before, after = _both(side, output, f"{where}.sides.{side.option}", language)
        if str(before) != str(after):
            yield language.say(
                first, at=at, output=name, before=before, after=after,
                clause=clause(side, language),
            )  # fmt: skip
            first = message("If {clause}: about {after} in place of {before}.")


def _both(
    one: Moved, output: OutputNote, where: str, language: Language
) -> tuple[Number | str, Number | str]:
    before, after = (
        numbers.fact(getattr(one, name), output.unit, where=f"{where}.{name}", language=language)
        for name in ("median", "median_without")
    )
    return before, after


def always_why(subject: str, found: Ledger, language: Language) -> Sentence:
    """Why a question is always asked, with what the model gives while nobody has answered it."""
    if subject == "test":
        records = next(one for one in inputs(found.scenario) if one.name == "gallery.records")
        return language.say(
            "An error rate says nothing without them: with more records a search errs more often, "
            "and a group that was hardly tested may fare worse unseen. Records that are searched "
            "here: {records}.",
            records=in_words(records, found.scenario, language),
        )
    name, said = _REASONS[subject]
    output = next(one for one in found.outputs if one.name == name)
    if output.median is None:
        return language.say("The model has no number for it in this programme.")
    where = f"outputs.{name}"
    if output.split is None:
        return language.say(said, **ledger_words.three(output, output, where, language))
    sides = [
        language.say(
            "If {clause}: about {middle} (between {low} and {high}).",
            clause=clause(side, language),
            **ledger_words.three(side, output, f"{where}.split.sides.{side.option}", language),
        )
        for side in output.split.sides
    ]
    lead = language.say(_ON_SIDES[subject])
    return paragraph([lead, *sides, nobody_says(output.split.status, language)])


_REASONS = {
    "groups": (
        "worst_to_best_group",
        message(
            "In the model the group that this happens to most often meets it about {middle} times "
            "as often as the group that it happens to least (between {low} and {high})."
        ),
    ),
    "misses": (
        "misses_among_sought",
        message(
            "In the model about {middle} of them get no reference (between {low} and {high}); what "
            "avoids wrong answers may raise that."
        ),
    ),
    "retention": (
        "photographs_held",
        message(
            "In the model about {middle} photographs are kept at the end of the years that are "
            "modelled (between {low} and {high})."
        ),
    ),
    "redress": (
        "wrong_person_references_upheld",
        message(
            "In the model about {middle} of 100,000 people searched for are answered with another "
            "person's record, and review lets it stand (between {low} and {high})."
        ),
    ),
}
_ON_SIDES = {
    "groups": message(
        "How many times as often this happens to the group that meets it the most as to the one "
        "that meets it the least, in the model."
    ),
    "misses": message("Of them, those who get no reference in the model."),
    "retention": message("Photographs kept in the model."),
    "redress": message(
        "Of 100,000 people searched for, those who are answered with another person's record that "
        "review lets stand, in the model."
    ),
}
