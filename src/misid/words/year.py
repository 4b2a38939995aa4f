"""What a year of a programme brings on both sides of a change, in whole sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from misid.results.schema import Interval
from misid.uncertainty.schema import Account, Comparison
from misid.words import numbers
from misid.words.answers import clause
from misid.words.language import Language, message
from misid.words.sentence import Number, Sentence, paragraph, plain
from misid.words.sides import Told, changed_in, if_

ACCOUNTS = {
    "wrong_person": message("Wrong-person references, given"),
    "wrong_person_upheld": message("Wrong-person references, upheld"),
    "wrong_record_upheld": message("Wrong-record references, upheld"),
    "not_sought_upheld": message("References on people whom nobody seeks, upheld"),
    "sought_stopped": message("Stops of sought people"),
    "sought_upheld": message("Right references to sought people, upheld"),
    "sought_withdrawn": message("Right references to sought people, withdrawn"),
    "sought_missed": message("Stops of sought people without a reference"),
    "sought_mistaken": message("Sought people answered with somebody else's record"),
    "photographed": message("Photographs taken"),
    "photographs_held": message("Photographs held"),
    "reviews": message("References compared by reviewers"),
    "review_hours": message("Hours of reviewers"),
}
"""What a year brings, by the name of the account."""

_YEARLY = ("wrong_person_upheld", "wrong_record_upheld", "not_sought_upheld", "sought_upheld")

_IN_A_YEAR = {
    ("fewer", False): message("{which}: about {change} fewer."),
    ("more", False): message("{which}: about {change} more."),
    ("fewer", True): message("{which}: about {change} fewer, in {share} of the worlds."),
    ("more", True): message("{which}: about {change} more, in {share} of the worlds."),
    ("same", False): message("{which}: no change."),
}
"""By the direction, and whether it is told of the worlds alone in which there is any change."""
_HARDLY = {
    "fewer": message("{which}: fewer by less than one in ten years (about {change} a year)."),
    "more": message("{which}: more by less than one in ten years (about {change} a year)."),
}
_ONE_IN_TEN_YEARS = 0.1
_NOT_COUNTED_BY_YEAR = ("photographs_held", "review_hours")


def year(found: Comparison, language: Language) -> Sentence:
    """What is upheld in a year, fewer or more; and whether that is because of fewer stops."""
    by_name = {one.name: one for one in found.accounts}
    moved = [by_name[name] for name in _YEARLY if by_name[name].moves]
    if not found.same_worlds or not moved:
        return ()
    said = [language.say("In a year of the programme:")]
    said += [sentence for one in moved for sentence in account_said(one, language)]
    stops = by_name["photographed"]
    if stops.moves:
        said.append(_why(stops, moved, language))
    return paragraph(said)


def _why(stops: Account, moved: Sequence[Account], language: Language) -> Sentence:
    """That fewer photographs are taken, and whether that is all."""
    middle = stops.shown.change.median or 0.0
    path = f"{Told(stops, 'accounts.photographed').shown}.change.median"
    count = Number(value=middle, text=numbers.read(abs(middle), stops.unit, language), fact=path)
    is_all = all(is_nothing(one.otherwise) for one in moved)
    if middle < 0 and is_all:
        return language.say(
            "About {count} fewer photographs are taken, which alone is why: searches end as they "
            "did.",
            count=count,
        )
    if middle < 0:
        return language.say(
            "About {count} fewer photographs are taken, which is part of why.", count=count
        )
    return language.say(
        "About {count} more photographs are taken, which is part of why.", count=count
    )


def account_said(one: Account, language: Language, years: int | None = None) -> Iterator[Sentence]:
    """How many fewer or more; by each answer where an either/or decides; a stock after `years`."""
    is_stock = years is not None and one.name == "photographs_held"
    name = held_after(years or 0, language) if is_stock else language.word(ACCOUNTS[one.name])
    where = f"accounts.{one.name}"
    if one.split is None:
        yield _by_how_many(Told(one, where), name, one, language)
        return
    for place, side in enumerate(one.split.sides):
        path = f"{where}.split.sides.{side.option}"
        which = if_(clause(side, language), language, "" if place else name)
        yield _by_how_many(Told(side, path), which, one, language)


def _by_how_many(told: Told, which: str, of: Account, language: Language) -> Sentence:
    both = told.both
    if not both.moves:
        return language.say(_IN_A_YEAR["same", False], which=which)
    middle = both.shown.change.median or 0.0
    text = numbers.read(abs(middle), of.unit, language)
    change = Number(value=middle, text=text, fact=f"{told.shown}.change.median")
    way = "fewer" if middle < 0 else "more"
    is_counted = of.name not in _NOT_COUNTED_BY_YEAR and not both.is_rare
    if is_counted and 0.0 < abs(middle) < _ONE_IN_TEN_YEARS:
        return language.say(_HARDLY[way], which=which, change=change)
    sentence = _IN_A_YEAR[way, both.is_rare]
    return language.say(sentence, which=which, change=change, share=changed_in(both, language))


def held_after(years: int, language: Language) -> str:
    """The photographs that are held, a stock, with its time."""
    return plain(
        language.say_many(
            "Photographs held after {years} year", "Photographs held after {years} years",
            years, years=str(years),
        )
    )  # fmt: skip


def account_name(one: Account, found: Comparison, language: Language) -> str:
    """What an account counts; a stock with its time, hours with what the reader gave."""
    name = language.word(ACCOUNTS[one.name])
    if one.name == "photographs_held":
        return held_after(found.before.scenario.retention.horizon, language)
    if one.name == "review_hours" and found.review_minutes is not None:
        minutes = numbers.exact(found.review_minutes, language)
        return plain(
            language.say("Hours of reviewers, at {minutes} minutes a reference", minutes=minutes)
        )
    return name


def is_nothing(part: Interval) -> bool:
    """Whether all of it is 0."""
    return not any((part.low, part.median, part.high))


def is_by_stops(found: Comparison) -> bool:
    """Whether fewer stops happen, or more, and that is all that changes in a year."""
    moved = [one for one in found.accounts if one.moves]
    stops = any(one.name == "photographed" for one in moved)
    return found.same_worlds and stops and all(is_nothing(one.otherwise) for one in moved)


def lacks_hours(found: Comparison) -> bool:
    """Whether reviewers' work changes, and nobody has said how long it takes."""
    reviews = any(one.name == "reviews" and one.same != 1.0 for one in found.accounts)
    return reviews and found.review_minutes is None
