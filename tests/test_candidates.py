"""What a search saw: drawn again it ends as the engine says, in every shipped scenario."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from misid.machine.philox import key
from misid.matching import mates
from misid.programme.impostor_curves import impostor_curves
from misid.programme.outcomes import (
    A_SOURCE,
    NO_SEARCH,
    NOBODY,
    NOTHING,
    OWN,
    STRANGER,
)
from misid.programme.people.candidates import SearchSeen, mate_rarity, search_seen
from misid.programme.people.drawn_stops import DrawnStops, StopsOfEverybody
from misid.programme.people.timeline import Course, Era, checked, population_of, setting_of
from misid.scenario import Scenario, digest, load_scenario
from misid.scenario.library import names
from misid.scenario.serialise import as_data
from misid.scenario.settle import settled

STOPS = 20_000


@cache
def course(name: str, rule: str = "") -> Course:
    """The years of a scenario as shipped, or under one reference rule."""
    scenario = load_scenario(name)
    if rule:
        scenario = settled(scenario, "answer.reference_rule", rule)
    return checked(Course((Era(0, scenario),), scenario.retention.horizon, 1, digest(scenario)))


@cache
def everybody(name: str, rule: str = "") -> StopsOfEverybody:
    """All stops of its people."""
    return of_course(course(name, rule))


def of_course(one: Course) -> StopsOfEverybody:
    """All stops of a course."""
    population = population_of(one)
    setting, _ = setting_of(one, population)
    return StopsOfEverybody(population, setting, key(1, one.digest, "encounters"))


def seen(stops: StopsOfEverybody, drawn: DrawnStops, row: int) -> SearchSeen | None:
    """What the search of a drawn stop saw."""
    who, room = (int(drawn.unit[row]), int(drawn.person[row])), stops.room()
    there = stops.live(who, room)
    at = room.number[:there].tolist().index(drawn.stop[row])
    assert room.when[at] == drawn.when[row]
    return search_seen(stops, who, room, at)


def decider(search: SearchSeen) -> tuple[str, int, int]:
    """On whose record the answer rests by the list alone: kind, source, number."""
    last = search.photographs[-1]
    if last.mate is not None and last.mate.place == "decides":
        assert search.mate is not None
        return ("kin" if search.mate.kin else "own"), search.mate.source, -2
    for one in last.strangers:
        if one.place == "decides":
            return "stranger", one.source, max(one.number, -1)
    return "nobody", 0, -3


CASES = [*((name, "") for name in names()), ("task-force-module", "any_candidate")]


@pytest.mark.parametrize(("name", "rule"), CASES)
def test_what_the_search_saw_ends_as_the_engine_says(name: str, rule: str) -> None:
    """20,000 stops of each scenario: cell, stranger, and the record that the list says decides."""
    stops = everybody(name, rule)
    drawn, room = stops.draw(0, STOPS), stops.room()
    sources = stops.setting.law.source_upto.shape[2]
    kinds: set[str] = set()
    for row in range(STOPS):
        who = (int(drawn.unit[row]), int(drawn.person[row]))
        there = stops.live(who, room)
        at = room.number[:there].tolist().index(drawn.stop[row])
        search = search_seen(stops, who, room, at)
        if search is None:
            assert NO_SEARCH == drawn.cell[row]
            continue
        assert (drawn.cell[row], room.stranger[at]) == (search.cell, search.stranger)
        kind, source, number = decider(search)
        kinds.add(kind)
        if search.cell >= STRANGER:
            of_kin = search.cell >= STRANGER + A_SOURCE * sources
            assert ("kin" if of_kin else "stranger") == kind
            assert (search.cell - STRANGER) // A_SOURCE % sources == source
            assert search.stranger == number
        else:
            assert ("own" if search.cell >= OWN else "nobody") == kind
        returned = any(photograph.returned for photograph in search.photographs)
        assert (search.cell == NOTHING) == (not returned)
        assert (search.cell == NOBODY) <= returned
    assert {"own", "nobody"} <= kinds


def busy(**blocks: dict[str, Any]) -> StopsOfEverybody:
    """A programme with long lists, several photographs, much kin and many look-alikes."""
    data = as_data(load_scenario("task-force-module"))
    data["threshold"] |= {"policy": "fpir", "rate": 0.5, "tries": 3, "candidates": 4}
    data["answer"]["reference_rule"] = "flagged_record"
    data["stops"] |= {"people": 1e6, "a_year": 1e6, "identical_twins": 0.3, "siblings": 1}
    data["stops"] |= {"kin_enrolment": 0.5, "agencies": 10}
    data["matcher"] |= {"siblings_alike": 0.2, "siblings_decline": 0}
    for block, content in blocks.items():
        data[block] |= content
    scenario = Scenario.model_validate(data)
    return of_course(checked(Course((Era(0, scenario),), 3, 1, "busy")))


@pytest.mark.parametrize("after", ["nothing", "no_reference"])
def test_long_lists_and_many_photographs_end_as_the_engine_says(after: str) -> None:
    """Also where records are refused, cut off, and looked at again and again."""
    stops = busy(threshold={"retry_after": after})
    drawn = stops.draw(0, 3_000)
    places: set[str] = set()
    for row in range(3_000):
        search = seen(stops, drawn, row)
        assert drawn.cell[row] == (NO_SEARCH if search is None else search.cell)
        for photograph in () if search is None else search.photographs:
            places |= {one.place for one in photograph.strangers}
        if search is not None and search.cell >= OWN:
            assert "nobody" != decider(search)[0]
    expected = {"decides", "refused", "behind", "below"}
    assert expected | ({"cut_off"} if after == "nothing" else set()) == places


def test_any_stop_is_as_likely_as_any_other() -> None:
    """Draws end as often in each way as the closed form says, and number for number the same."""
    one, stops = course("airport-exit"), everybody("airport-exit")
    drawn = stops.draw(0, STOPS)
    expected = np.einsum("gtc,g->c", one.outcomes[0].table[0], one.terms[0].people.stopped[0])
    found = np.bincount(drawn.cell, minlength=len(expected)) / STOPS
    error = np.sqrt(expected * (1 - expected) / STOPS)
    assert (np.abs(found - expected) <= 5 * error + 1e-12).all()
    again = stops.draw(STOPS - 1, 1)
    assert [column[-1] for column in drawn] == [column[0] for column in again]


def test_who_is_stopped_often_comes_oftener() -> None:
    """The stops of those who are drawn: the mean of k squared over the mean of k, not of k."""
    stops = busy(stops={"unevenness": 2.0, "agency_unevenness": 0})
    drawn, room = stops.draw(0, STOPS), stops.room()
    counts = [
        stops.live((int(u), int(p)), room) for u, p in zip(drawn.unit, drawn.person, strict=True)
    ]
    mean, uneven = 3.0, 2.0
    assert mean + uneven * mean + 1 == pytest.approx(np.mean(counts), rel=0.03)


def test_the_curve_below_the_threshold_is_the_models_own() -> None:
    """Records up to thirty times as common stand within a hundredth of where the field has them."""
    stops, terms = everybody("task-force-module"), course("task-force-module").terms[0]
    law, one = stops.setting.law, np.ones(1)
    parts = np.array([1.5, 5.0, 30.0])
    for number, condition in enumerate(terms.conditions):
        field = terms.field.scaled(capture_effect=condition.capture_effect, records=one)
        at = np.repeat(terms.threshold[:, None], len(law.no_search[0]), axis=1)
        exact = impostor_curves(field, at, -np.log(parts)).rarity[0]
        first = law.rarity[0, number, :, :1], law.slope[0, number, :, :1]
        assert np.abs(exact - (first[0] - np.log(parts) * first[1])).max() < 0.01


def test_strangers_stand_likest_first_and_on_their_side_of_the_threshold() -> None:
    """Those that are returned are rarer than the threshold, three at most are not."""
    stops = busy()
    drawn = stops.draw(0, 300)
    for search in filter(None, (seen(stops, drawn, row) for row in range(300))):
        for photograph in search.photographs:
            rarities = [one.rarity for one in photograph.strangers]
            assert sorted(rarities, reverse=True) == rarities
            above = [one.rarity >= search.threshold for one in photograph.strangers]
            assert above == [one.place != "below" for one in photograph.strangers]
            assert 3 == len(above) - sum(above)


def test_a_lasting_look_alike_is_met_again() -> None:
    """The likest one of a person stands at the same rarity in every stop of one condition."""
    stops, name = everybody("task-force-module"), "task-force-module"
    drawn, room = stops.draw(0, 400), stops.room()
    alike: dict[tuple[int, int], set[float]] = {}
    for unit, person in zip(drawn.unit.tolist(), drawn.person.tolist(), strict=True):
        for at in range(stops.live((unit, person), room)):
            search = search_seen(stops, (unit, person), room, at)
            for one in () if search is None else search.photographs[0].strangers:
                if one.number == 0 and search is not None:
                    alike.setdefault((person, search.condition), set()).add(one.rarity)
    assert len(course(name).terms[0].conditions) >= 1
    assert {1} == {len(rarities) for rarities in alike.values()}
    assert len(alike) > 200


def test_a_record_at_mate_level_stands_where_its_law_says() -> None:
    """Below the rarity that a part of the own records has lies that part of them."""
    found = course("task-force-module").terms[0]
    curves = mates(found.conditions[0].law, found.images, found.miss_odds)
    for part in (0.01, 0.2, 0.9):
        at = np.array([[mate_rarity(found, 0, 1, part)]])
        assert part == pytest.approx(float(curves.split(at)[0][0, 1, 0]), abs=1e-6)
