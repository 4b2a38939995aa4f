"""What a picture of a run says: its title, its finding, and what is drawn, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from misid.results.first_facts import RunFacts
from misid.results.schema import (
    Frequencies,
    OutputRow,
    Results,
    StockRow,
    Tree,
)
from misid.scenario import inputs
from misid.words.answers import clause_of, nobody_says
from misid.words.figure_labels import if_clause
from misid.words.language import Language, message
from misid.words.numbers import counted, duration, fact, few
from misid.words.outputs import inside
from misid.words.scenario import about
from misid.words.sentence import Sentence, Value, paragraph, plain


class Caption(NamedTuple):
    """
    What must be said with a picture.

    `finding` is made from the numbers, `drawn` says in words what is seen, `nothing` why there is
    nothing to see where that is so.
    """

    title: str
    finding: Sentence
    drawn: Sentence
    nothing: str

    @property
    def alt(self) -> str:
        """What is drawn and what was found, for who cannot see it."""
        return plain(paragraph((self.drawn, self.finding)))


class Forms(NamedTuple):
    """A sentence where no either/or decides, of the first answer of one, and of a further one."""

    alone: str
    first: str
    again: str

    def say(self, place: int, when: str, language: Language, **facts: Value) -> Sentence:
        """
        The form that fits.

        Args:
            place: of the answer.
            when: the answer as a clause; empty where no either/or decides.
            language: whose words.
            facts: what stands at each name of the message, but `clause`.
        """
        if not when:
            return language.say(self.alone, **facts)
        return language.say(self.again if place else self.first, clause=when, **facts)


_COUNTED = Forms(
    alone=message(
        "Of {people} people photographed and searched for, about {wrong} are answered with "
        "somebody else's record, and {missed} of the {sought} who are sought get no reference."
    ),
    first=message(
        "If {clause}, of {people} people photographed and searched for about {wrong} are answered "
        "with somebody else's record, and {missed} of the {sought} who are sought get no reference."
    ),
    again=message("If {clause}, about {wrong}, and {missed} of the {sought}."),
)
_NOBODY_SOUGHT = Forms(
    alone=message(
        "Of {people} people photographed and searched for, about {wrong} are answered with "
        "somebody else's record; nobody is sought."
    ),
    first=message(
        "If {clause}, of {people} people photographed and searched for about {wrong} are answered "
        "with somebody else's record; nobody is sought."
    ),
    again=message("If {clause}, about {wrong}."),
)
_THOUSAND = Forms(
    alone=message(
        "Of 1,000 people photographed and searched for, {wrong} would be answered with somebody "
        "else's record; of those who are sought, {missed} would get no reference."
    ),
    first=message(
        "If {clause}, of 1,000 people photographed and searched for {wrong} would be answered with "
        "somebody else's record; of those who are sought, {missed} would get no reference."
    ),
    again=message("If {clause}, {wrong}; of those who are sought, {missed}."),
)
_NOBODY_ANSWERED = message("No trials: no search is made, so nobody is answered.")
_NOTHING = message("No trials: there is nothing to compare.")
_NOBODY_COUNTED = message("No trials: no search is made, so there is nobody to count.")


def frequencies(results: RunFacts, trees: Sequence[Tree], language: Language) -> Caption:
    """
    The tree of counts.

    Args:
        results: facts.
        trees: those with anybody in them.
        language: whose words.
    """
    people = fact(results.frequencies.of, where="frequencies.of", language=language)
    sides = [_counted(people, place, one, language) for place, one in enumerate(trees)]
    answers = "; ".join(if_clause(clause_of(one.answers, language), language) for one in trees)
    return Caption(
        title=plain(language.say("What becomes of {people} people", people=people)),
        finding=paragraph((*sides, open_said(results, language)))
        if sides
        else language.say(_NOBODY_ANSWERED),
        drawn=paragraph(
            (
                language.say(
                    "A tree of counts that add up for each answer: {answers}.", answers=answers
                )
                if len(trees) > 1
                else language.say("A tree of counts that add up."),
                language.say(
                    "It splits people into those without a record, those with one who are not "
                    "sought, and those who are sought; and each of these by how they are answered."
                ),
            )
        ),
        nothing=language.word(_NOBODY_COUNTED),
    )


def _counted(people: Value, place: int, one: Tree, language: Language) -> Sentence:
    """Who is wrongly answered, and who is missed."""
    wrong, missed, sought = wrong_and_missed(one.frequencies)
    forms = _COUNTED if sought else _NOBODY_SOUGHT
    facts: dict[str, Value] = {
        name: fact(number, language=language)
        for name, number in (("wrong", wrong), ("missed", missed), ("sought", sought))
    }
    return forms.say(place, clause_of(one.answers, language), language, people=people, **facts)


def wrong_and_missed(counts: Frequencies) -> tuple[float, float, float]:
    """People who are wrongly answered, sought people who get no reference, and all of these."""
    wrong = sum(path.count for path in counts.paths if path.ending == "wrong_person")
    sought = [path for path in counts.paths if path.truth == "sought"]
    missed = sum(path.count for path in sought if path.ending == "do_not_detain")
    return wrong, missed, sum(path.count for path in sought)


class Shapes(NamedTuple):
    """A field of shapes: its answer, its legend, and who is wrongly answered and missed."""

    answer: str
    legend: tuple[str, ...]
    wrong: tuple[float, int]
    missed: tuple[float, int]


def icons(results: RunFacts, fields: Sequence[Shapes], language: Language) -> Caption:
    """
    The icon array.

    Args:
        results: facts.
        fields: those with anybody in them; people of a kind exact and in whole shapes.
        language: whose words.
    """
    sides = [
        _THOUSAND.say(
            place, one.answer, language,
            wrong=few(*one.wrong, language), missed=few(*one.missed, language),
        )
        for place, one in enumerate(fields)
    ]  # fmt: skip
    many = counted(len(fields), language=language)
    return Caption(
        title=language.word("1,000 people"),
        finding=paragraph((*sides, open_said(results, language)))
        if sides
        else language.say(_NOBODY_ANSWERED),
        drawn=paragraph(
            (
                language.say_many(
                    "A field of 1,000 shapes, one a person.",
                    "{fields} fields of 1,000 shapes, one a person.",
                    len(fields), fields=many,
                ),
                *(_listed(one, language) for one in fields),
            )
        ),
        nothing=language.word(_NOBODY_COUNTED),
    )  # fmt: skip


def _listed(one: Shapes, language: Language) -> Sentence:
    """The legend, for who cannot see it."""
    kinds = "; ".join(one.legend)
    if not one.answer:
        return language.say("Shapes: {kinds}.", kinds=kinds)
    return language.say("If {clause}: {kinds}.", clause=one.answer, kinds=kinds)


def photographs(last: StockRow, language: Language) -> Caption:
    """
    Photographs held over the years.

    Args:
        last: the last year.
        language: whose words.
    """
    return Caption(
        title=language.word("Photographs held"),
        finding=_held(last, language),
        drawn=language.say(
            "Two lines with bands over the years: all photographs held, and those of people who "
            "matched nothing. Bands reach from 5 % to 95 % of the worlds."
        ),
        nothing=language.word("No photograph is held in any year."),
    )


def _held(last: StockRow, language: Language) -> Sentence:
    facts: dict[str, Value] = {"years": duration(float(last.year), language)}
    if not last.photographs.high:
        return language.say("After {years} no photograph is held.", **facts)
    for name, path in (
        ("held", "photographs.median"),
        ("low", "photographs.low"),
        ("high", "photographs.high"),
        ("unmatched", "no_match.median"),
    ):
        kind, end = path.split(".")
        value = getattr(getattr(last, kind), end)
        facts[name] = fact(value, where=f"stock.{last.year}.{path}", language=language)
    if not last.no_match.median:
        return language.say(
            "After {years} about {held} photographs would be held, between {low} and {high} given "
            "what is not known; none of them of people who matched nothing.",
            **facts,
        )
    return language.say(
        "After {years} about {held} photographs would be held, between {low} and {high} given what "
        "is not known; about {unmatched} of them of people who matched nothing.",
        **facts,
    )


def uncertainty(results: Results, row: OutputRow, language: Language) -> Caption:
    """
    Which inputs the range of the headline comes from.

    Args:
        results: facts.
        row: the headline.
        language: whose words.
    """
    nothing = _nothing_explains(row, language)
    return Caption(
        title=language.word("Where the range comes from"),
        finding=_decided(results, row, language)
        if any(one.share > 0 for one in results.uncertainty.inputs)
        else (nothing,),
        drawn=language.say(
            "Bars, one an input: the share of the order of the possible worlds that it decides by "
            "itself."
        ),
        nothing=nothing,
    )


def _decided(results: Results, row: OutputRow, language: Language) -> Sentence:
    """The input that decides most."""
    first = results.uncertainty.inputs[0]
    facts: dict[str, Value] = {
        "share": fact(first.share, "share", where="uncertainty.inputs.0.share", language=language),
        "input": inside(inputs_said(results, language)[first.input]),
    }
    if str(fact(row.low, row.unit)) == str(fact(row.high, row.unit)):
        return language.say(
            "The possible worlds hardly differ in wrong-person references; of the range there is, "
            "{share} comes from one input: {input}.",
            **facts,
        )
    if first.status == "unknown":
        return language.say(
            "Of the range of wrong-person references, {share} comes from an input that nobody has "
            "disclosed: {input}.",
            **facts,
        )
    return language.say(
        "Of the range of wrong-person references, {share} comes from one input: {input}.", **facts
    )


def slopes(what: str, finding: Sentence, language: Language, *, several: bool) -> Caption:
    """
    An output before and after a change.

    Args:
        what: title of the output.
        finding: what becomes of it; empty where there are no trials.
        language: whose words.
        several: whether lines are told apart by their answer.
    """
    medians = language.say("A thick line joins the medians of one answer.") if several else ()
    return Caption(
        title=plain(language.say("{output}, before and after", output=what)),
        finding=finding or language.say(_NOTHING),
        drawn=paragraph(
            (
                language.say(
                    "Lines from left to right, one a possible world: what it is before and after "
                    "the change."
                ),
                medians,
            )
        ),
        nothing=language.word(_NOTHING),
    )


def claim(title: str, finding: Sentence, language: Language) -> Caption:
    """One reading of a claim; it always has somebody to count."""
    return Caption(title, finding, language.say("A tree of counts that add up."), "")


def inputs_said(results: Results, language: Language) -> dict[str, str]:
    """What each input that may explain the range is, and whose it is, by its name."""
    by_name = {one.name: one for one in inputs(results.canonical)}
    return {
        row.input: about(by_name[row.input], results.canonical, language)
        for row in results.uncertainty.inputs
    }


def _nothing_explains(row: OutputRow, language: Language) -> str:
    """Why no input explains anything."""
    if row.median is None:
        return language.word("No trials: where there is no number there is no range to explain.")
    if row.low == row.high:
        return language.word(
            "No input changes where the number lies; there is no range to explain."
        )
    return language.word("No single input changes where the number lies by more than chance does.")


def open_said(results: RunFacts, language: Language) -> Sentence:
    """That nobody has said which side of the headline's either/or holds."""
    decides = results.either_or
    return () if decides is None else nobody_says(decides.status, language)
