"""What stands on a sheet for people in a hurry, in short sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from misid.results.output_definitions import kind
from misid.results.schema import OutputRow, Results
from misid.uncertainty.chosen import ChosenSafeguard
from misid.uncertainty.schema import Account, BothSides
from misid.words.answers import clause
from misid.words.language import Language, message
from misid.words.numbers import counted, fact
from misid.words.outputs import three
from misid.words.sentence import Sentence, paragraph
from misid.words.year import account_said

_HEADLINE = kind("wrong_person_references").name
_COSTS = (("sought_upheld", -1), ("reviews", 1))
WHY = {
    "wrong_person_upheld": message("Fewer people taken for somebody else"),
    "not_sought_upheld": message("Fewer people named whom nobody seeks"),
    "photographs_held": message("Fewer photos kept"),
}
"""What each of them is for."""


def finding(results: Results, language: Language) -> Sentence:
    """How many are taken for somebody else, in short sentences; both sides of an either/or."""
    row = next(row for row in results.headline if row.name == _HEADLINE)
    if row.median is None:
        return language.say("No photo is searched for here. So no one is taken for somebody else.")
    return paragraph(_sides_said(row, results, language))


def _sides_said(row: OutputRow, results: Results, language: Language) -> Iterator[Sentence]:
    people = fact(results.frequencies.of, where="frequencies.of", language=language)
    where = f"headline.{_HEADLINE}"
    split = row.split
    if split is None or split.sides[0].median is None:
        yield language.say(
            "Of {people} people who are searched for, about {middle} are taken for somebody else.",
            people=people, **three(row, where, language),
        )  # fmt: skip
        if row.low != row.high:
            yield language.say(
                "In nine of ten possible worlds it is between {low} and {high}.",
                **three(row, where, language),
            )
        return
    yield language.say(
        "Of {people} people who are searched for, how many are taken for somebody else? It turns "
        "on a rule that no one has told us.",
        people=people,
    )
    for side in split.sides:
        if side.median is not None:
            facts = three(side, f"{where}.split.sides.{side.option}", language)
            yield language.say(
                "If {clause}: about {middle}. In nine of ten possible worlds it is between {low} "
                "and {high}.",
                clause=clause(side, language), **facts,
            )  # fmt: skip


def about(language: Language) -> Sentence:
    """What this sheet is, and how far it may be trusted."""
    return language.say(
        "This is a model, not a count of real cases. It uses made-up people and error rates that "
        "were published. It takes no photo of a face."
    )


def gain(one: ChosenSafeguard, results: Results, language: Language) -> Sentence:
    """What a safeguard lowers in a year, or of a stock at the horizon."""
    years = results.scenario.horizon_years
    return paragraph(account_said(one.account(one.loss), language, years))


def cost(one: ChosenSafeguard, language: Language) -> Sentence:
    """What a safeguard costs in a year: sought people who are no longer found, and work."""
    paid = [account for name, sign in _COSTS if _moves(account := one.account(name), sign)]
    said = [sentence for each in paid for sentence in account_said(each, language)]
    if not said:
        return language.say("No sought person is missed for it, and reviewers have no more work.")
    return paragraph(said)


def _moves(of: Account, sign: int) -> bool:
    """Whether it falls, or rises, in the middle on any side."""
    sides: tuple[BothSides, ...] = (of,) if of.split is None else of.split.sides
    return any(sign * (side.shown.change.median or 0.0) > 0.0 for side in sides if side.moves)


def how(shown: Sequence[ChosenSafeguard], results: Results, language: Language) -> Sentence:
    """How safeguards were chosen, in how many worlds they were worked out, and under which rule."""
    chosen = language.say(
        "For each of three losses, the safeguard that comes along with misid and lowers it by the "
        "largest share. Counts are of a year, and photographs held of the end of the last year, in "
        "the middle of {worlds} possible worlds.",
        worlds=counted(shown[0].draws, where="safeguards.worlds", language=language),
    )
    if len(results.trees) < 2:
        return chosen
    both = language.say("Where no rule is named, a count is of the worlds of all rules together.")
    return paragraph((chosen, both))
