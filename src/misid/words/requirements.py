"""What a limit would require: where levers stand, and what it costs to move them."""

from __future__ import annotations

from collections.abc import Iterator

from misid.quantities.units import Unit, is_share
from misid.results.schema import DecisionSide
from misid.scenario import inputs
from misid.uncertainty.lever_trials import ENOUGH
from misid.uncertainty.schema import Carrier, Requirement, Requirements
from misid.words import numbers
from misid.words.answers import clause
from misid.words.language import Language, message
from misid.words.programme import output_name
from misid.words.sentence import Number, Sentence, paragraph
from misid.words.sides import mixture

LEVERS = {
    "threshold": message(
        "Threshold: share of searches of people without a record that return a candidate, at the "
        "gallery's size and in the field"
    ),
    "gallery": message("Gallery: records that a search compares with"),
    "share sought": message("Share of the stopped people with a record who are sought"),
    "review": message(
        "Review: strangers' records that people accept; what nobody compares counts as accepted"
    ),
}
"""What each lever is, by its name."""
_MOST_CARRIERS = 3


def finding(found: Requirements, language: Language) -> Sentence:
    """The limit, how likely it is to be met as it is, and whether one lever alone would do."""
    limit = numbers.amount(found.limit, found.unit, language)
    name = output_name(found.output, found, language)
    said = [language.say("{output}, at most {limit}.", output=name, limit=limit)]
    if found.probability_now is None:
        said.append(language.say("It has no value in this scenario: no limit is held or missed."))
        return paragraph(said)
    said += [*_as_it_is(found, language), _elsewhere(found, language)]
    is_met = found.probability_now >= ENOUGH
    said += _carried(found, ("", found.carriers), language, is_met=is_met)
    return paragraph(said)


def _as_it_is(found: Requirements, language: Language) -> Iterator[Sentence]:
    """The share of the worlds that meet the limit; of each side first, where one decides."""
    met = _share(found.probability_now, "probability_now", language)
    known = [side for side in found.sides if side.probability_exceeded is not None]
    for side in known:
        yield language.say(
            "If {clause}, that is met in {share} of these worlds.",
            clause=clause(side, language),
            share=_met(side, language),
        )
    if known:
        which = mixture(known, language)
        yield language.say("{which}: in {share} of the possible worlds.", which=which, share=met)
    else:
        yield language.say("That is met in {share} of the possible worlds as it is.", share=met)


def _elsewhere(found: Requirements, language: Language) -> Sentence:
    alone = [row for row in found.levers if row.reachable]
    if (found.probability_now or 0.0) >= ENOUGH:
        return language.say("Nothing would have to change.")
    if not alone:
        return language.say("No single lever would raise that to 95 %.")
    names = "; ".join(short_name(row, language) for row in alone)
    said = language.say(
        "One of these alone, elsewhere, would raise it to 95 %: {levers}.", levers=names
    )
    if found.output != "misses_among_sought":
        return said
    caution = language.say(
        "A sought person who is answered with somebody else's record does not count as missed."
    )
    return paragraph([said, caution])


def short_name(row: Requirement, language: Language) -> str:
    """A lever in a word or two."""
    return language.word(SHORT[row.name])


SHORT = {
    "threshold": message("the threshold"),
    "gallery": message("the gallery"),
    "share sought": message("the share who are sought"),
    "review": message("review"),
}


def lever_said(row: Requirement, found: Requirements, language: Language) -> Sentence:
    """Where a lever stands, where it would have to stand, and what carries that."""
    where = f"levers.{row.name}"
    said = [_stands(row, where, language), _must(row, where, language)]
    said += _also(row, where, language)
    sides = [side for side in row.sides if side.probability_exceeded is not None]
    apart = {1.0 - (side.probability_exceeded or 0.0) >= ENOUGH for side in sides}
    if not row.reachable and len(apart) > 1:
        said += [
            language.say(
                "If {clause}, it is met there in {share} of these worlds.",
                clause=clause(side, language),
                share=_met(side, language),
            )
            for side in sides
        ]
    said += _turning(row, where, language)
    carriers = (f"{where}.", row.carriers)
    said += _carried(found, carriers, language, is_met=row.reachable)
    return paragraph(said)


def _stands(row: Requirement, where: str, language: Language) -> Sentence:
    middle, low, high = (
        level(getattr(row.stands, end), row.unit, f"{where}.stands.{end}", language)
        for end in ("median", "low", "high")
    )
    if str(low) == str(high):
        return language.say("It stands at {middle}.", middle=middle)
    return language.say(
        "It stands at about {middle} (between {low} and {high}).", middle=middle, low=low, high=high
    )


def _must(row: Requirement, where: str, language: Language) -> Sentence:
    """Where it would have to stand, or how far it helps."""
    low = level(row.low, row.unit, f"{where}.low", language)
    high = level(row.high, row.unit, f"{where}.high", language)
    if not row.reachable:
        best = _share(row.probability_at_best, f"{where}.probability_at_best", language)
        if row.at is None:
            return language.say(
                "Moved alone it does not help: the limit is met in {best} of the possible worlds.",
                best=best,
            )
        return language.say(
            "Moved alone it is not enough: at {at}, where it helps the most, the limit is met in "
            "{best} of the possible worlds.",
            at=level(row.at, row.unit, f"{where}.at", language),
            best=best,
        )
    if row.low is None and row.high is None:
        return language.say("The limit is met with 95 % wherever it stands, as far as tried.")
    if row.low is None:
        return language.say("The limit is met with 95 % at {high} or less.", high=high)
    if row.high is None:
        return language.say("The limit is met with 95 % at {low} or more.", low=low)
    return language.say("The limit is met with 95 % from {low} to {high}.", low=low, high=high)


def _also(row: Requirement, where: str, language: Language) -> Iterator[Sentence]:
    """Further stretches in which the limit is met."""
    for place, stretch in enumerate(row.also):
        at = f"{where}.also.{place}"
        low = level(stretch.low, row.unit, f"{at}.low", language)
        high = level(stretch.high, row.unit, f"{at}.high", language)
        if stretch.low is None:
            yield language.say("It is met again at {high} or less.", high=high)
        elif stretch.high is None:
            yield language.say("It is met again at {low} or more.", low=low)
        else:
            yield language.say("It is met again from {low} to {high}.", low=low, high=high)


def _turning(row: Requirement, where: str, language: Language) -> Iterator[Sentence]:
    """That the output rises and falls along the lever, where it does so often enough."""
    if row.turning >= _TURNS:
        yield language.say(
            "Along this lever the output both rises and falls, in {share} of a sample of the "
            "worlds: between the values that were tried there may be better ones, and worse.",
            share=_share(row.turning, f"{where}.turning", language),
        )


def end(row: Requirement, name: str, language: Language) -> Number | str:
    """Where a stretch in which the limit is met ends; nothing where there is none."""
    value = getattr(row, name)
    if value is None:
        return language.word(_OPEN[name]) if row.reachable else ""
    return level(value, row.unit, f"levers.{row.name}.{name}", language)


_OPEN = {"low": message("the lowest tried"), "high": message("the highest tried")}
# What turns in fewer worlds moves no verdict that is told in whole per cent.
_TURNS = 0.05


def level(value: float | None, unit: Unit, where: str, language: Language) -> Number | str:
    """Where a lever stands: a share per cent or one in so many, a count in two digits."""
    if value is None:
        return language.word(numbers.NO_TRIALS)
    if is_share(unit):
        small = 0.0 < value < _SMALL
        text = numbers.one_in(value, language) if small else numbers.read(value, unit, language)
    else:
        text = numbers.natural(value, language)
    return Number(value=value, text=text, fact=where)


_SMALL = 0.001


def _carried(
    found: Requirements,
    at: tuple[str, tuple[Carrier, ...]],
    language: Language,
    *,
    is_met: bool,
) -> Iterator[Sentence]:
    """What alone turns a verdict, strongest first; nothing where no single input does."""
    where, carriers = at
    count = len(carriers)
    if count and is_met:
        yield language.say_many(
            "One answer alone would turn that, to not met with 95 %.",
            "Each of {number} answers alone would turn that, to not met with 95 %.",
            count, number=str(count),
        )  # fmt: skip
    elif count:
        yield language.say_many(
            "One answer alone would turn that, to met with 95 %.",
            "Each of {number} answers alone would turn that, to met with 95 %.",
            count, number=str(count),
        )  # fmt: skip
    asked = {one.field: one.question for one in inputs(found.scenario)}
    for place, one in enumerate(carriers[:_MOST_CARRIERS]):
        yield language.say(
            "\u201c{question}\u201d ({status}) at {at}: met in {share} of the possible worlds.",
            question=language.word(asked[one.field]),
            status=language.word(STATUSES[one.status]),
            at=numbers.exact(one.at, language),
            share=_share(one.probability, f"{where}carriers.{place}.probability", language),
        )


STATUSES = {
    "disclosed": message("disclosed"),
    "published": message("published"),
    "measured": message("measured"),
    "inferred": message("inferred"),
    "assumed": message("assumed"),
    "unknown": message("unknown"),
}
"""How an input is known."""


def notes(found: Requirements, language: Language) -> Iterator[Sentence]:
    """How the numbers are to be read."""
    yield language.say(
        "One lever at a time; everything else stays as open as it is. Before and after are medians "
        "over the possible worlds."
    )


def _met(side: DecisionSide, language: Language) -> str:
    return numbers.read(1.0 - (side.probability_exceeded or 0.0), "share", language)


def _share(value: float | None, where: str, language: Language) -> Number | str:
    return numbers.fact(value, "share", where=where, language=language)
