"""An encounter in words: every code has some, every number is the fact that it says it is."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

import pytest

from misid.document.columns import fact_at
from misid.figures.candidates import candidates_svg, placed
from misid.figures.shapes import ICONS, OUTLINES, likeness, shape
from misid.programme.outcomes import Enrolment, PhoneAnswer
from misid.programme.people.candidates import Found, Place
from misid.scenario import load_scenario
from misid.scenario.library import names
from misid.simulation.encounter_schema import (
    Encounter,
    EncounterStep,
    Happened,
    SampledOutcome,
    WalkNote,
    Whose,
)
from misid.study import Study
from misid.words import ENGLISH, language, plain
from misid.words import encounter_places as places
from misid.words import encounters as words
from misid.words.sentence import Number, Sentence, pieces


@cache
def study(name: str) -> Study:
    """A shipped scenario in a few worlds."""
    return Study(name, draws=64)


@cache
def some(name: str) -> tuple[Encounter, ...]:
    """Encounters of every kind that can be asked for, and some in a row."""
    drawn = (study(name).encounter(number) for number in range(30))
    asked = (study(name).find_encounter(outcome) for outcome in words.OUTCOMES)
    return (*drawn, *(one for one in asked if one is not None))


def of_walk(walk: WalkNote, where: str) -> Iterator[Sentence]:
    """Every sentence of one walk."""
    yield places.stop(walk, where, ENGLISH)
    yield places.condition(walk, ENGLISH)
    yield places.photographs(walk, where, ENGLISH)
    yield places.ended(walk, ENGLISH)
    yield from places.desk(walk, where, ENGLISH)
    yield from places.record(walk, where, ENGLISH)
    yield from places.told_to_person(walk, ENGLISH)
    if walk.search is not None:
        yield places.searching(walk.search, where, ENGLISH)
        yield from places.collections(walk.search, where, ENGLISH)
        yield places.threshold(walk.search, where, ENGLISH)
        for place, photograph in enumerate(walk.search.photographs):
            yield places.returned(photograph, f"{where}.search.photographs.{place}", ENGLISH)
    for choices in words.choices(walk, where, ENGLISH):
        for _, _, *numbers in choices.rows:
            yield from map(pieces, numbers)


def every(one: Encounter) -> Iterator[Sentence]:
    """Every sentence that is said of an encounter."""
    yield from of_walk(one.walk, "walk")
    yield from of_walk(one.again, "again")
    for other in one.others:
        yield from of_walk(other.walk, f"others.{other.option}.walk")
        yield words.other(other, other.walk, one.person.truth, ENGLISH)
    yield from places.redress(one, ENGLISH)
    yield places.who(one, ENGLISH)
    yield places.whose(one.walk, one.person.truth, ENGLISH)
    yield words.again(one, ENGLISH)
    yield words.picked(one, ENGLISH)
    yield words.rule(one, ENGLISH)
    yield words.drawn_from(one, ENGLISH)
    yield words.one_world(one, ENGLISH)
    yield from (words.own_stop(stop, at, ENGLISH) for at, stop in enumerate(one.stops))


@pytest.mark.parametrize("name", names())
def test_every_number_that_is_said_is_its_fact(name: str) -> None:
    """Wherever a number names a fact, the document holds it there."""
    known = 0
    for one in some(name):
        for sentence in every(one):
            for piece in sentence:
                if isinstance(piece, Number) and piece.fact:
                    assert fact_at(one, piece.fact) == piece.value, piece.fact
                    known += 1
    assert 1_000 < known


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (words.OUTCOMES, SampledOutcome),
        (words.PICKED, SampledOutcome),
        (words.ENDINGS, Happened),
        (words.STEPS, EncounterStep),
        (places.ANSWERS, PhoneAnswer),
        (places.WHOSE, Whose),
        (places.PLACES, Place),
        (places.FOUND, Found),
        (places.TRUTHS, Enrolment),
    ],
)
def test_every_code_has_words(table: dict[str, str], codes: Any) -> None:
    """And nothing has words that is no code."""
    assert set(get_args(codes)) == set(table)


def test_every_kind_of_many_has_a_shape_of_its_own() -> None:
    """Told apart without colour."""
    assert list(words.KINDS) == list(ICONS)
    assert len(ICONS) == len(set(ICONS.values()))


def test_a_code_about_somebody_else_is_never_called_right() -> None:
    """Whose record it was follows from the error, whoever looks."""
    starts: dict[str, tuple[str, ...]] = {
        "wrong_person": ("Wrong person:",),
        "wrong_record": ("Wrong record:",),
        "miss": ("Missed:",),
        "none": ("Right:", "The right person:"),
    }
    kinds = set()
    for one in (one for name in names() for one in some(name)):
        said = plain(places.whose(one.walk, one.person.truth, ENGLISH))
        assert said.startswith(starts[one.walk.error]), said
        kinds.add(one.walk.error)
    assert {"wrong_person", "miss", "none"} <= kinds


def test_nothing_is_said_of_a_range_that_was_published() -> None:
    """Retention was disclosed, so no guess is said of it; the share that is reviewed is one."""
    one = next(one for one in some("task-force-module") if one.walk.desk is not None)
    assert one.walk.desk is not None
    assert "Nobody has said" in plain(places.nobody_knows(one.walk.desk.share_reviewed, ENGLISH))
    kept = one.walk.record.kept
    assert kept is not None
    assert () == places.nobody_knows(kept, ENGLISH)
    assert load_scenario("task-force-module").retention.citizens.reference.status == "disclosed"


def test_none_found_says_among_how_many() -> None:
    """What was asked for, and how many were drawn."""
    said = plain(words.none_found("wrong_person", 2_000_000, ENGLISH))
    assert said == (
        "Show me a wrong person: there was none among 2,000,000 encounters that were drawn."
    )


# The drawing


def test_the_drawing_says_in_words_what_it_shows() -> None:
    """Each record that is drawn is in its alternative text, by letter, rarity and place."""
    one = next(one for one in some("task-force-module") if one.walk.candidate == "stranger")
    assert one.walk.search is not None
    photograph, at = one.walk.search.photographs[-1], one.walk.search.threshold
    records, svg = placed(photograph, ENGLISH, turned=False), ""
    for turned in (False, True):
        records = placed(photograph, ENGLISH, turned=turned)
        svg = candidates_svg(one.person.pattern, at, records, ENGLISH)
        alt = svg.partition('aria-label="')[2].partition('"')[0]
        for record in records:
            assert record.name in alt
            drawn = " ".join(re.findall("<text[^>]*>([^<]*)", svg.partition("</title>")[2]))
            assert record.name in drawn
        assert ("look-alike" in alt or "stranger, this once" in alt) is turned
    spanish = candidates_svg(one.person.pattern, at, records, language("es"))
    assert spanish != svg


def test_words_of_records_stand_on_their_side_of_the_threshold() -> None:
    """However close the records are to it."""
    for one in (one for name in names() for one in some(name)):
        for photograph in () if one.walk.search is None else one.walk.search.photographs:
            records = placed(photograph, ENGLISH, turned=True)
            assert one.walk.search is not None
            svg = candidates_svg(one.person.pattern, one.walk.search.threshold, records, ENGLISH)
            line = float(svg.partition('<text class="threshold"')[2].split('y="')[1].split('"')[0])
            for group in svg.split('<g class="record ')[1:]:
                height = float(group.split("translate(")[1].split(" ")[1].split(")")[0])
                below = group.startswith(("below", "not_found"))
                assert below == (height > line), group


def test_a_record_is_drawn_in_fewer_cells_otherwise_the_more_alike_it_is() -> None:
    """One and the same record is the same shape; the photograph is the person's own."""
    differing = [likeness(rarity, 9.0) for rarity in (13.0, 10.5, 9.5, 8.5, 7.5, 5.0)]
    assert [0, 1, 2, 3, 4, 5] == differing
    person = shape(7, "photograph").cells
    apart = [len(person ^ shape(7, "stranger", 99, number).cells) for number in differing]
    assert sorted(apart) == apart
    assert 0 == apart[0] < apart[1]
    for number in range(500):
        cells = {shape(number, outline).cells for outline in OUTLINES}
        assert 1 == len(cells)
        assert 5 <= len(cells.pop()) <= 20
