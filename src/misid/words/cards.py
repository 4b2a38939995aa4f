"""The numbers that stand first on a page: as they are, and beside them as they would be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from misid.quantities.units import Unit
from misid.results.schema import Interval, OutputRow, Results
from misid.scenario import Output
from misid.uncertainty.schema import BothSides, Comparison, Difference
from misid.words.answers import clause, mixed
from misid.words.language import Language
from misid.words.numbers import fact, unit_name
from misid.words.outputs import FLAG_MEANINGS, flags, output_title
from misid.words.sentence import Sentence

FIRST: tuple[Output, ...] = (
    "wrong_person_references",
    "share_of_references_wrong_person",
    "misses_among_sought",
    "photographs_held",
)
"""What stands first: wrong answers, what a code is worth, who is missed, what is kept."""


class Line(NamedTuple):
    """A number in the worlds of one answer: which answer, as it is, as it would be."""

    answer: str
    is_mixed: bool
    before: Sentence
    before_range: Sentence
    after: Sentence
    after_range: Sentence


class Card(NamedTuple):
    """An output with its title, its unit, what must be said of it, and a line for each answer."""

    name: str
    title: str
    unit: str
    flags: str
    lines: tuple[Line, ...]


def cards(results: Results, comparison: Comparison | None, language: Language) -> tuple[Card, ...]:
    """
    The first numbers of a programme; beside each, where it was changed, what it becomes.

    Args:
        results: of the programme without changes.
        comparison: with it as changed; none where nothing was.
        language: in which it is said.
    """
    rows = {row.name: row for row in results.headline}
    changes = {} if comparison is None else {one.name: one for one in comparison.outputs}
    return tuple(
        Card(
            name,
            output_title(name, language, horizon_years=results.scenario.horizon_years),
            unit_name(rows[name].unit, language),
            flags(rows[name], language),
            tuple(
                _changed(changes[name], language)
                if name in changes
                else _as_it_is(rows[name], language)
            ),
        )
        for name in FIRST
        if name in rows
    )


def flag_meanings(
    rows: Iterable[OutputRow], names: Collection[str], language: Language
) -> tuple[str, ...]:
    """
    What each flag that stands on some of these numbers means, once.

    Args:
        rows: of the headline.
        names: of the outputs that are shown.
        language: in which it is said.
    """
    shown = [flag for row in rows if row.name in names for flag in row.flags]
    return tuple(language.word(FLAG_MEANINGS[flag]) for flag in dict.fromkeys(shown))


def _as_it_is(row: OutputRow, language: Language) -> Iterator[Line]:
    """Each side of the either/or that decides it, then the mixture, named as one."""
    where, sides = f"headline.{row.name}", () if row.split is None else row.split.sides
    for side in sides:
        middle, ends = _median_and_ends(
            side, row.unit, f"{where}.split.sides.{side.option}", language
        )
        yield Line(_if(clause(side, language), language), False, middle, ends, (), ())
    which = mixed(sides, language) if sides else ""
    middle, ends = _median_and_ends(row, row.unit, where, language)
    yield Line(which, bool(sides), middle, ends, (), ())


def _changed(one: Difference, language: Language) -> Iterator[Line]:
    """The same on both sides of a comparison."""
    where, sides = f"outputs.{one.name}", () if one.split is None else one.split.sides
    for side in sides:
        place = f"{where}.split.sides.{side.option}"
        which = _if(clause(side, language), language)
        yield Line(which, False, *_both(side, one.unit, place, language))
    which = mixed(sides, language) if sides else ""
    yield Line(which, bool(sides), *_both(one, one.unit, where, language))


def _both(
    one: BothSides, unit: Unit, where: str, language: Language
) -> tuple[Sentence, Sentence, Sentence, Sentence]:
    """As it is, and as it would be; what changes in no world is said to stay."""
    before = _median_and_ends(one.before, unit, f"{where}.before", language)
    if not one.moves and one.same is not None:
        return (*before, (language.word("unchanged"),), ())
    return (*before, *_median_and_ends(one.after, unit, f"{where}.after", language))


def _if(said: str, language: Language) -> str:
    return "".join(map(str, language.say("If {clause}", clause=said)))


def _median_and_ends(
    one: Interval, unit: Unit, where: str, language: Language
) -> tuple[Sentence, Sentence]:
    """The median, and the ends."""
    middle = fact(one.median, unit, where=f"{where}.median", language=language)
    if one.median is None or one.low == one.high:
        return (middle,), ()
    ends = language.say(
        "{low} to {high}",
        low=fact(one.low, unit, where=f"{where}.low", language=language),
        high=fact(one.high, unit, where=f"{where}.high", language=language),
    )
    return (middle,), ends
