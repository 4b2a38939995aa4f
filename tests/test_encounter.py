"""One encounter as facts: drawn, never staged; what else could have happened; the same person."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest

import misid
from misid.errors import MeaningError
from misid.programme.people.encounters import encounters
from misid.programme.people.population import DAY
from misid.programme.people.stops import photograph_kind
from misid.scenario.library import names
from misid.simulation.encounter_schema import Encounter, WalkNote
from misid.simulation.encounter_world import MOST_DRAWS, OUTCOMES, EncounterWorld
from misid.study import Study

NAME = "task-force-module"
MANY = 300
SCHEMAS = Path(misid.__file__).parent / "schemas"


@cache
def study(name: str = NAME) -> Study:
    """A shipped scenario in a few worlds."""
    return Study(name, draws=256)


def world(answer: str = "", name: str = NAME) -> EncounterWorld:
    """Where its encounters are drawn."""
    return study(name)._encounters._world(1, answer)


@cache
def some(answer: str = "any_candidate", name: str = NAME) -> tuple[Encounter, ...]:
    """Encounters in a row."""
    return tuple(study(name).encounter(number, answer=answer) for number in range(MANY))


def walks(one: Encounter) -> tuple[WalkNote, ...]:
    """Under every answer, and two years later."""
    return (one.walk, *(other.walk for other in one.others), one.again)


# What is drawn


@pytest.mark.parametrize("name", names())
def test_an_encounter_is_a_row_of_the_engine(name: str) -> None:
    """The whole row of the log that the engine writes: time, end, status, deletion."""
    where = world(name=name)
    everybody, side = where.side.everybody, where.side
    drawn = where.draw(0, 40)
    rows = study(name).encounters(count=40).rows
    for place in range(40):
        unit, person = everybody.units[drawn.unit[place]].copy(), int(drawn.person[place])
        unit[3:] = person, 1
        log = encounters(everybody.population, everybody.setting, unit[None])
        at = log.when.tolist().index(drawn.when[place])
        cell = side.course.outcomes[0].cells[log.cell[at]]
        row, one = rows[place], study(name).encounter(place)
        assert (cell.candidate, cell.review) == (row.candidate, row.verdict)
        assert (cell.candidate, cell.answer) == (one.walk.candidate, one.walk.phone.answer)
        assert bool(log.citizen[at]) == one.person.citizen
        until = None if log.until[at] < 0 else int(log.until[at]) // DAY + 1
        assert until == one.walk.record.until_day
        kind = ("no_candidate", "candidate", "reference")[photograph_kind(int(log.cell[at]))]
        assert one.walk.record.found == (None if until is None else kind)
        assert len(log.when) == one.stops_in_all


def test_the_same_arguments_give_the_same_encounter() -> None:
    """Also from another study, and as one of many."""
    other = Study(NAME, draws=256)
    assert other.encounter(7, seed=3) == study().encounter(7, seed=3)
    assert other.encounters(5, count=3).rows == study().encounters(count=8).rows[5:]
    assert study().encounter(7, seed=3) != study().encounter(7, seed=4)


def test_people_keep_their_luck_when_the_programme_changes() -> None:
    """A safeguard meets the same person at the same stop."""
    before, after = (one.encounter(3) for one in (study(), study().change("delete-non-matches")))
    assert before.person == after.person
    assert before.walk.stop == after.walk.stop
    assert before.walk.record.until_day != after.walk.record.until_day or (
        before.walk.record.found == "reference"
    )


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_what_is_asked_for_is_the_first_of_its_kind(outcome: Any) -> None:
    """None before it ends so; the encounter says how many had to be drawn."""
    one = study().find_encounter(outcome, start=4, answer="any_candidate")
    assert one is not None
    assert one.picked is not None
    assert (outcome, 4, one.number - 3) == tuple(one.picked.model_dump().values())
    where = world("any_candidate")
    wanted, drawn = where.wanted(outcome), where.draw(4, one.picked.draws)
    ends = wanted[drawn.truth, drawn.cell]
    assert [0] * (one.picked.draws - 1) + [1] == ends.tolist()
    again = study().find_encounter(outcome, start=4, answer="any_candidate")
    assert one == again
    assert one.walk == study().encounter(one.number, answer="any_candidate").walk


def test_what_cannot_happen_is_not_looked_for() -> None:
    """Nobody is sought: none is found, and nothing is drawn to find it."""
    told: list[int] = []
    nobody = Study(
        NAME,
        {f"stops.share_sought.{group}": 0 for group in study().scenario.group_names}
        if f"stops.share_sought.{study().scenario.group_names[0]}"
        in study().run.evaluation.worlds.by_name
        else {"stops.share_sought": 0},
        draws=32,
        progress=told.append,
    )
    assert nobody.find_encounter("sought_found") is None
    assert MOST_DRAWS > sum(told)


# What is told


def test_who_sees_a_code_sees_the_record_that_decides() -> None:
    """A desk where there is a code and nowhere else; it sees a record above the threshold."""
    for walk in (walk for one in some() for walk in walks(one)):
        assert (walk.phone.answer == "reference") == (walk.desk is not None)
        assert (walk.phone.answer == "none") == (walk.search is None)
        if walk.desk is None or walk.search is None:
            continue
        sees, last = walk.desk.sees, walk.search.photographs[-1]
        assert sees in last.candidates
        assert "decides" == sees.place
        assert sees.accepted
        assert sees.rarity is not None
        assert sees.rarity >= walk.search.threshold
        assert walk.desk.reviewed or walk.desk.verdict == "upheld"
        kinds = {
            "own": {"own"},
            "own_wrong": {"own"},
            "stranger": {"kin", "look_alike", "stranger"},
        }
        assert sees.whose in kinds[walk.candidate]


def test_records_stand_likest_first() -> None:
    """With what is not found at the end, also where the own record is among them."""
    seen = Counter[str]()
    for walk in (walk for one in some() for walk in walks(one)):
        for photograph in () if walk.search is None else walk.search.photographs:
            rarities = [one.rarity for one in photograph.candidates]
            known = [rarity for rarity in rarities if rarity is not None]
            assert sorted(known, reverse=True) == known
            assert rarities[: len(known)] == known
            seen.update(one.whose for one in photograph.candidates)
    assert {"own", "kin", "look_alike", "stranger"} == set(seen)


def test_the_same_record_has_the_same_shape() -> None:
    """Own record and lasting look-alikes at every stop; strangers who are met once in one."""
    lasting: dict[tuple[int, Any], set[int]] = {}
    once = Counter[int]()
    for one in some():
        for walk in (one.walk, one.again):
            for photograph in () if walk.search is None else walk.search.photographs:
                for record in photograph.candidates:
                    if record.whose == "stranger":
                        once[record.pattern] += 1
                    else:
                        name = (one.person.pattern, record.look_alike or record.whose)
                        lasting.setdefault(name, set()).add(record.pattern)
    assert {1} == {len(patterns) for patterns in lasting.values()}
    assert 1 == max(once.values())


def test_the_other_answer_meets_the_same_person() -> None:
    """The same photographs of the same stop; only what the rule makes of them differs."""
    for one in some():
        (other,) = one.others
        assert ("answer.reference_rule", "flagged_record") == (other.input, other.option)
        assert one.walk.stop == other.walk.stop
        if one.walk.search is None or other.walk.search is None:
            assert one.walk.search is other.walk.search
            continue
        first, second = (w.search.photographs[0] for w in (one.walk, other.walk) if w.search)
        assert first.pattern == second.pattern
        assert [r.rarity for r in first.candidates] == [r.rarity for r in second.candidates]
    assert any(one.walk.phone.answer != one.others[0].walk.phone.answer for one in some())


def test_two_years_later_it_is_the_same_person() -> None:
    """The supposed stop lies two years on; look-alikes that last are there again."""
    again = 0
    for one in some():
        supposed = [stop for stop in one.stops if stop.supposed]
        assert [one.again.stop.day] == [stop.day for stop in supposed]
        assert one.again.stop.day - one.walk.stop.day in {730, 731}
        assert 1 == sum(stop.this for stop in one.stops)
        assert sorted(stop.day for stop in one.stops) == [stop.day for stop in one.stops]
        again += supposed[0].same_record and one.walk.candidate == "stranger"
    assert again > 0


# How often something else happens


def test_what_may_happen_adds_up_to_a_thousand() -> None:
    """At each step, for people like this one and for everybody; one of them did happen."""
    for walk in (walk for one in some() for walk in walks(one)):
        steps = {step: list(rows) for step, rows in groupby(walk.alternatives, lambda r: r.step)}
        for step, rows in steps.items():
            assert 1 == sum(row.happened for row in rows)
            assert 1_000 == pytest.approx(sum(row.everybody or 0.0 for row in rows), abs=1e-6)
            if step != "truth":
                assert 1_000 == pytest.approx(sum(row.alike or 0.0 for row in rows), abs=1e-6)
        assert ("desk" in steps) == (walk.desk is not None)


def test_what_may_happen_is_as_often_as_it_does() -> None:
    """Of 20,000 stops that are drawn, each way at each step within five standard errors."""
    where, count = world("any_candidate"), 20_000
    drawn = where.draw(0, count)
    cells = where.side.course.outcomes[0].cells
    searched = [cells[cell] for cell in drawn.cell.tolist() if cells[cell].candidate != "no_search"]
    codes = [cell for cell in searched if cell.answer == "reference"]
    rows: dict[tuple[str, str], float] = {
        (row.step, row.ending): (row.everybody or 0.0) / 1_000
        for one in some()
        for row in one.walk.alternatives
        if one.walk.desk is not None and one.walk.candidate == "own"
    }
    seen = {
        ("phone", "searched"): (len(searched), count),
        ("search", "nothing"): (sum(c.candidate == "nothing" for c in searched), len(searched)),
        ("search", "stranger"): (
            sum(c.candidate == "stranger" and not c.kin for c in searched),
            len(searched),
        ),
        ("truth", "stranger"): (
            sum(c.candidate == "stranger" and not c.kin for c in codes),
            len(codes),
        ),
    }
    for step, (part, whole) in seen.items():
        share = rows[step]
        assert abs(part / whole - share) < 5 * np.sqrt(share * (1 - share) / whole)


def test_the_one_world_stands_beside_all_others() -> None:
    """Its rate is the closed form's, the range that of the run's worlds of the same answer."""
    one = study().encounter(0, answer="any_candidate").wrong_person
    row = next(r for r in study().glance.headline if r.name == "wrong_person_references")
    assert row.split is not None
    side = next(side for side in row.split.sides if side.option == "any_candidate")
    assert (side.low, side.median, side.high) == (
        one.worlds.low,
        one.worlds.median,
        one.worlds.high,
    )
    assert one.here is not None
    assert 2_000 < one.here < 2_700


# The documents


@pytest.mark.parametrize("name", names())
def test_documents_follow_their_schemas(name: str) -> None:
    """Of every shipped scenario, whether something is open in it or not."""
    one, many = study(name).encounter(2), study(name).encounters(count=5)
    for document, file in ((one, "encounter-1.json"), (many, "encounters-1.json")):
        schema = json.loads((SCHEMAS / file).read_text(encoding="utf-8"))
        jsonschema.validate(json.loads(document.model_dump_json()), schema)
    assert (one.answer is None) == (one.either_or is None)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"number": -1}, "the number of an encounter is -1"),
        ({"number": 1.5}, "the number of an encounter is 1.5"),
        ({"number": 2**60}, "the number of an encounter is"),
        ({"seed": -1}, "seed is -1"),
        ({"answer": "perhaps"}, "'perhaps', which is not possible"),
    ],
)
def test_what_cannot_be_asked_is_refused(arguments: dict[str, Any], said: str) -> None:
    """With what is allowed."""
    with pytest.raises(MeaningError, match=said):
        study().encounter(**arguments)


def test_counts_and_outcomes_out_of_range_are_refused() -> None:
    """Too many rows; an outcome that is none; an answer where nothing is open; a margin."""
    with pytest.raises(MeaningError, match="count is 5000"):
        study().encounters(count=5_000)
    with pytest.raises(MeaningError, match="no encounter can be asked for by 'miracle'"):
        study().find_encounter("miracle")
    with pytest.raises(MeaningError, match="nothing that is open decides"):
        study("live-watchlist").encounter(answer="any_candidate")
    with pytest.raises(MeaningError, match="margin"):
        Study(NAME, {"answer.margin": 1}, draws=32).encounter()
