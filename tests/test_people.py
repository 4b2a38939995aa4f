"""People over the years: the closed form where there is one, and what only history can show."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2, nbinom, norm
from tests.command import call
from tests.test_parameters import base, replaced

from misid.errors import MeaningError, MisidError
from misid.machine.philox import key
from misid.matching import no_candidate
from misid.measures.error_rates import Rate
from misid.measures.intervals import wilson
from misid.measures.people import ERRORS, TRIALS, people_interval
from misid.programme.outcomes import NOTHING, STRANGER
from misid.programme.people.agencies import read_agencies, synthetic_agencies
from misid.programme.people.counts import Kinds, PeopleTally, count_people, tasks
from misid.programme.people.encounters import Encounters, encounters
from misid.programme.people.timeline import (
    SETTLED,
    UNHEEDED,
    Churn,
    Course,
    Era,
    checked,
    population_of,
    setting_of,
)
from misid.scenario import Input, Scenario, change, inputs, load_change, load_scenario
from misid.scenario.serialise import as_data
from misid.scenario.settle import settled
from misid.simulation.counts import agreement
from misid.simulation.people import history
from misid.simulation.people_schema import History
from misid.simulation.rates import events, kinds_of
from misid.words import ENGLISH
from misid.words import plain as text
from misid.words.answers import clause
from misid.words.people import finding

Floats = NDArray[np.float64]

MONTH = 2_629_800
WITHOUT_EFFECT = {
    "gallery.made_for": "so few people live there that the gallery has room for all",
    "matcher.mated_searches": "in the middle world there is no counting error",
    "capture.conditions.kiosk.several_faces.share": "the middle world leaves out all it can",
}
"""Inputs of which the middle world of the default scenario has no trace, and why."""
LIMIT = 1e-4
"""How unlikely a difference may be before it is one."""


def scenario_of(name: str = "task-force-module", **blocks: dict[str, Any]) -> Scenario:
    """A shipped scenario in which some inputs are others."""
    data = as_data(load_scenario(name))
    for block, content in blocks.items():
        data[block] |= content
    return Scenario.model_validate(data)


def small(**more: Any) -> Scenario:
    """300,000 people, as many stops a year, agencies that are as busy every year."""
    stops = {"people": 3e5, "a_year": 3e5, "agency_unevenness": 0, "agencies": 40, "officers": 400}
    return scenario_of(stops=stops | more.pop("stops", {}), **more)


def course_of(scenario: Scenario, years: int = 1, seed: int = 1, **more: Any) -> Course:
    """The course of one scenario."""
    return checked(Course((Era(0, scenario),), years, seed, "test", **more))


def counted(course: Course, threads: int | None = None) -> PeopleTally:
    """Everything that is counted."""
    population = population_of(course)
    setting, era_of_phase = setting_of(course, population)
    return count_people(population, setting, era_of_phase, threads=threads)


def every_encounter(course: Course) -> Encounters:
    """All stops of a course as rows."""
    population = population_of(course)
    setting, _ = setting_of(course, population)
    parts = [encounters(population, setting, task) for task in tasks(population, 100_000)]
    return Encounters(*(np.concatenate(column) for column in zip(*parts, strict=True)))


@cache
def usual() -> Course:
    """Three years of the small scenario."""
    return course_of(small(), years=3)


@cache
def usual_tally() -> PeopleTally:
    """What is counted in them."""
    return counted(usual())


# Against the closed form


def rare_stops(name: str, **blocks: dict[str, Any]) -> Course:
    """A million stops of ten million people, who hardly come again: cells are independent."""
    stops = {"people": 1e7, "a_year": 1e6, "agency_unevenness": 0, "unevenness": 0, "agencies": 30}
    stops |= blocks.pop("stops", {})
    return course_of(scenario_of(name, stops=stops, **blocks))


@pytest.mark.parametrize(
    ("name", "blocks"),
    [
        ("task-force-module", {}),
        ("live-watchlist", {}),
        ("airport-exit", {}),
        ("task-force-module", {"threshold": {"per_group": True}}),
        ("task-force-module", {"gallery": {"searched": "flagged_records"}}),
        (
            "task-force-module",
            {
                "threshold": {
                    "tries": 3,
                    "policy": "fpir",
                    "rate": 0.1,
                    "retry_after": "no_reference",
                },
                "answer": {"reference_rule": "flagged_record"},
                "stops": {"identical_twins": 0.3, "kin_enrolment": 0.6},
            },
        ),
        (
            "task-force-module",
            {
                "threshold": {"tries": 3, "candidates": 4, "policy": "fpir", "rate": 0.1},
                "answer": {"reference_rule": "flagged_record"},
                "review": {"reviewers": 2},
                "stops": {
                    "identical_twins": 0.2,
                    "fraternal_twins": 0.2,
                    "siblings": 1,
                    "kin_enrolment": 0.4,
                },
                "matcher": {"siblings_alike": 0.2, "fraternal_twins_alike": 0.6},
            },
        ),
    ],
)
def test_all_ways_to_end_are_as_often_as_in_the_closed_form(
    name: str, blocks: dict[str, Any]
) -> None:
    """Groups, truths, candidates, sources and review: chi-square over all cells."""
    course = rare_stops(name, **blocks)
    found = counted(course).outcomes[0]
    share = course.stops_a_year(0)[:, None, None] * course.outcomes[0].table[0]
    expected = found.sum() * share / share.sum()
    assert found[expected == 0.0].sum() == 0
    usual_cells = expected >= 10.0
    rest = found[~usual_cells].sum(), expected[~usual_cells].sum()
    away = found[usual_cells] - expected[usual_cells]
    statistic = float((away**2 / expected[usual_cells]).sum())
    statistic += (rest[0] - rest[1]) ** 2 / max(rest[1], 1.0)
    assert chi2.sf(statistic, usual_cells.sum()) > LIMIT


def test_the_number_of_stops_is_negative_binomial() -> None:
    """Each person's, with the mean and the unevenness of the scenario."""
    course = course_of(small(stops={"unevenness": 2.0}), years=2)
    population, found = population_of(course), counted(course).stops
    law = nbinom(1 / 2.0, 1 / (1 + 2.0 * 2.0))
    expected = population.people * np.append(law.pmf(np.arange(16)), law.sf(15))
    expected[0] = 0.0
    seen = found.copy().astype(float)
    seen[0] = 0.0
    statistic = float(((seen - expected)[1:] ** 2 / expected[1:]).sum())
    assert chi2.sf(statistic, 16) > LIMIT


def plain(variance: float, persistence: float) -> Scenario:
    """Nobody has a record, every candidate is a reference, one photograph a stop."""
    return small(
        stops={
            "share_enrolled": 0, "identical_twins": 0, "operational_failures": 0,
            "opt_out_taken": 0, "unevenness": 0, "people": 1e5, "a_year": 4e5,
        },
        answer={"reference_rule": "any_candidate"},
        threshold={"tries": 1, "candidates": 1, "policy": "fpir", "rate": 0.05,
                   "design_population": "field", "moves_with_gallery": True},
        matcher={"look_alike_variance": variance, "look_alike_persistence": persistence},
        capture={
            "conditions": [{"name": "mugshot", "impostor_effect": 1}],
            "composition": {"shares": {"mugshot": 1}},
        },
    )  # fmt: skip


@pytest.mark.parametrize("variance", [0.5, 1.0, 8.0])
@pytest.mark.parametrize("persistence", [0.0, 0.4, 1.0])
def test_who_is_never_mistaken_in_many_stops(variance: float, persistence: float) -> None:
    """`(1 + L (rho + n (1 - rho)) / k)^-k` for n stops, by group."""
    course = course_of(plain(variance, persistence), years=1)
    log = every_encounter(course)
    terms = course.terms[0]
    strangers = terms.field.scaled(
        capture_effect=terms.conditions[0].capture_effect, records=np.ones(1)
    ).intensity(terms.threshold[:, None])[0][0, :, 0]
    people, first, stops = np.unique(log.person, return_index=True, return_counts=True)
    wrong = np.zeros(len(people))
    np.maximum.at(wrong, np.searchsorted(people, log.person), log.cell >= STRANGER)
    for number in (1, 3, 6):
        for group in np.argsort(terms.people.stopped[0])[-3:]:
            chosen = (stops == number) & (log.group[first] == group)
            worth = persistence + number * (1.0 - persistence)
            chance = float(
                no_candidate(strangers[group] * worth * np.ones(1), np.array([variance]))[0]
            )
            spared, many = float((wrong[chosen] == 0).sum()), int(chosen.sum())
            spread = np.sqrt(many * chance * (1.0 - chance))
            assert many > 200
            assert abs(spared - many * chance) < norm.isf(LIMIT) * max(spread, 1.0)


def test_different_people_are_as_many_as_in_the_closed_form() -> None:
    """Within sampling error, and a hundredth for what the closed form leaves out."""
    found = history(usual())
    expected = found.people.photographed_expected
    assert found.people.photographed == pytest.approx(expected, rel=0.01)


def test_photographs_held_are_as_many_as_in_the_closed_form() -> None:
    """Month by month, the months being as busy as chance makes them."""
    months = history(usual()).months
    for month in months:
        spread = np.sqrt(month.held_expected) * 6.0
        assert abs(month.held - month.held_expected) < spread + 0.002 * month.held_expected


# What only history can show


def test_any_number_of_threads_counts_the_same() -> None:
    """Whole numbers, whatever the order of the work."""
    for one, other in zip(usual_tally(), counted(usual(), threads=1), strict=True):
        np.testing.assert_array_equal(one, other)


def test_another_seed_counts_otherwise() -> None:
    """The seed matters."""
    assert usual_tally().outcomes.tolist() != counted(replace(usual(), seed=2)).outcomes.tolist()


def test_rows_are_what_is_counted() -> None:
    """Encounters add up to the counts, cell by cell and agency by agency."""
    log, tally = every_encounter(usual()), usual_tally()
    found = np.zeros_like(tally.outcomes[0])
    np.add.at(found, (log.group, log.truth, log.cell), 1)
    np.testing.assert_array_equal(found, tally.outcomes[0])
    np.testing.assert_array_equal(
        np.bincount(log.agency, minlength=len(tally.agencies)), tally.agencies[:, 0]
    )
    wrong = log.cell >= STRANGER
    assert int(tally.agencies[:, 2].sum()) == int(wrong.sum())
    assert np.all(np.diff(log.when)[np.diff(log.person) == 0] >= 0)


def test_lasting_look_alikes_are_met_again() -> None:
    """With full persistence every further wrong reference is on the same record."""
    found = history(course_of(plain(1.0, 1.0)))
    again = sum(row.wrong_person for row in found.repeats if row.times > 1)
    same = sum(row.same_stranger for row in found.repeats if row.times > 1)
    assert again == same > 100
    none = history(course_of(plain(1.0, 0.0)))
    assert 0 == sum(row.same_stranger for row in none.repeats if row.times > 1)


def test_every_person_who_is_mistaken_stands_in_one_row_of_the_same_record() -> None:
    """Row 1 are those whose references each rest on another record."""
    for persistence in (0.0, 0.5):
        tally = counted(course_of(plain(1.0, persistence)))
        assert tally.wrong[1:].sum() == tally.same[1:].sum()
        assert (tally.same[2:].sum() > 0) == (persistence > 0.0)


def test_references_on_a_twins_record_are_on_the_same_record() -> None:
    """Where no look-alike lasts, whoever meets one record again meets the twin's."""
    scenario = small(
        stops={"identical_twins": 0.5, "people": 1e5},
        answer={"reference_rule": "any_candidate"},
        gallery={"records": 1e4},
        matcher={"identical_twins_alike": 1, "identical_twins_decline": 0},
        threshold={"policy": "rarity", "rate": 12, "design_population": "reference"},
    )
    tally = counted(course_of(scenario))
    assert tally.wrong[2:].sum() > 100
    np.testing.assert_array_equal(tally.wrong, tally.same)


def test_the_example_meets_the_same_stranger_again() -> None:
    """A made-up person, in order of time, at least twice on one record."""
    example = history(course_of(plain(1.0, 0.8))).example
    assert sum(one.same_stranger for one in example) >= 3
    assert [one.after_days for one in example] == sorted(one.after_days for one in example)


def test_a_change_from_a_month_on_changes_nothing_before() -> None:
    """What was before is the same to the last stop; what follows is different."""
    scenario = small(answer={"reference_rule": "any_candidate"})
    stricter = change(scenario, [load_change("strict-threshold")]).scenario
    course = checked(Course((Era(0, scenario), Era(12, stricter)), 2, 1, "test"))
    log = every_encounter(course)
    plain_log = every_encounter(course_of(scenario, years=2))
    before = log.when < 12 * 2_629_800
    np.testing.assert_array_equal(log.when, plain_log.when)
    np.testing.assert_array_equal(log.cell[before], plain_log.cell[before])
    wrong = [(one.cell[~before] >= STRANGER).sum() for one in (log, plain_log)]
    assert wrong[0] < wrong[1]
    eras = history(course).eras
    assert [0, 12] == [era.from_month for era in eras]
    assert eras[1].stops == int((~before).sum())


@cache
def lively() -> Scenario:
    """A scenario in which every input applies, with many stops of few people."""
    data = as_data(base())
    data["stops"] |= {"people": 1e5, "a_year": 5e5, "agencies": 30, "officers": 300}
    data["stops"] |= {"identical_twins": 0.2, "fraternal_twins": 0.2, "siblings": 1.5}
    data["matcher"] |= {"siblings_alike": 0.2, "fraternal_twins_alike": 0.6}
    data["threshold"] |= {"rate": 0.1, "retry_after": "nothing"}
    for source in data["gallery"]["sources"]:
        source["share_sought"] = 0.5
    data["retention"]["citizens"] = {"no_candidate": 0.1, "candidate": 0.2, "reference": 0.3}
    data["retention"]["others"] = {"no_candidate": 0.15, "candidate": 0.25, "reference": 0.35}
    return Scenario.model_validate(data)


def noticeably(one: Input) -> Scenario:
    """The lively scenario with another content of one input, far enough from it."""
    far = {
        "review.group_effect": 1.5,
        "matcher.miss_odds": 20.0,
        "matcher.identical_twins_alike": 0.3,
    }
    content = next((far[name] for name in far if one.name.startswith(name)), None)
    return replaced(one, lively(), content)


def changed_at_month_6(scenario: Scenario) -> PeopleTally:
    """What is counted in a year in whose second half another scenario holds."""
    eras = (Era(0, lively()), Era(6, scenario))
    return counted(checked(Course(eras, 1, 1, "test")))


@cache
def unchanged() -> PeopleTally:
    """The same where the other scenario is no other."""
    return changed_at_month_6(lively())


@pytest.mark.parametrize("name", [one.name for one in inputs(lively())])
def test_a_change_at_a_date_is_heeded_or_refused(name: str) -> None:
    """Every input of the schema: what is counted moves, or an error says why it cannot."""
    one = next(candidate for candidate in inputs(lively()) if candidate.name == name)
    scenario = noticeably(one)
    if name in (*SETTLED, *UNHEEDED, "answer.margin"):
        with pytest.raises(MeaningError, match=name):
            changed_at_month_6(scenario)
        return
    moved = zip(unchanged(), changed_at_month_6(scenario), strict=True)
    heeded = any(not np.array_equal(before, after) for before, after in moved)
    assert heeded != (name in WITHOUT_EFFECT)


def test_a_photograph_is_kept_as_long_as_was_said_when_it_was_taken() -> None:
    """Due after its time, deleted late, some never; nothing is lost from the account."""
    kept = {"no_candidate": 0.5, "candidate": 1, "reference": 2}
    scenario = small(retention={"citizens": kept, "others": kept})
    log = every_encounter(course_of(scenario, years=4))
    searched = log.cell > 0
    kinds = np.clip(log.cell[searched] - 1, 0, 2)
    times = np.array([0.5, 1.0, 2.0])[kinds] * 12 * 2_629_800
    np.testing.assert_allclose((log.until - log.when)[searched], times, atol=1.0)
    assert np.all(log.until[~searched] == -1)


def test_what_is_due_is_deleted_late_or_never_where_that_is_assumed() -> None:
    """Nothing is lost from the account; what is overdue is what was forgotten, or a month's due."""
    kept = {"no_candidate": 0.5, "candidate": 1, "reference": 2}
    scenario = small(retention={"citizens": kept, "others": kept})
    forgotten = counted(course_of(scenario, years=4, churn=Churn(forgotten=0.1)))
    late = counted(course_of(scenario, years=4, churn=Churn(deleted_late=30.4375)))
    for tally in (forgotten, late):
        assert tally.taken.sum() == tally.due.sum() == tally.deleted.sum()
    due, gone = (part[:-1].sum(axis=(1, 2)) for part in (forgotten.due, forgotten.deleted))
    assert float((due - gone).sum() / due.sum()) == pytest.approx(0.1, abs=0.005)
    np.testing.assert_array_equal(
        late.deleted.sum(axis=(1, 2))[1:-1], late.due.sum(axis=(1, 2))[:-2]
    )


def test_people_who_move_away_are_replaced() -> None:
    """More people live there in all, and as many are stopped in a year."""
    moving = course_of(small(), years=3, churn=Churn(leaving=0.2))
    found, usual_stops = counted(moving), int(usual_tally().outcomes.sum())
    arrive = -3.0 * math.log(0.8)
    assert population_of(moving).people == pytest.approx(300_000 * (1.0 + arrive), rel=1e-3)
    assert int(found.outcomes.sum()) == pytest.approx(usual_stops, rel=0.02)


def test_shares_of_a_year_are_what_is_left_after_one() -> None:
    """Of the people of the first month a tenth have moved away a year later; likewise others."""
    scenario = small(stops={"a_year": 2e6, "unevenness": 0, "share_citizens": 0.4})
    course = course_of(scenario, years=2, churn=Churn(leaving=0.1, naturalising=0.2))
    population, log = population_of(course), every_encounter(course)
    first = [(u.first, u.first + u.people) for u in population.units if not u.newcomers]
    starts, ends = np.array(first).T
    unit = np.searchsorted(starts, log.person, side="right") - 1
    from_the_beginning = log.person < ends[unit]
    seen = [from_the_beginning & (log.when // MONTH == month) for month in (0, 12)]
    left = seen[1].sum() / seen[0].sum()
    assert left == pytest.approx(0.9, abs=0.015)
    others = [1.0 - log.citizen[one].mean() for one in seen]
    assert others[1] / others[0] == pytest.approx(0.8, abs=0.015)


def test_new_citizens_meet_records_that_are_out_of_date() -> None:
    """Wrong-record references rise with them, and not where records are put right at once."""
    rates = []
    for churn in (
        Churn(),
        Churn(naturalising=0.3, outdated=0.5, corrected_after=20.0),
        Churn(naturalising=0.3, outdated=0.5, corrected_after=0.0),
    ):
        outcomes = counted(course_of(small(), years=3, churn=churn)).outcomes[0]
        rates.append(outcomes[:, :, 5:7].sum() / outcomes[:, :, 1:].sum())
    assert rates[1] > 1.5 * rates[0]
    assert rates[2] < 1.1 * rates[0]


def test_without_outdated_records_new_citizens_are_answered_rightly() -> None:
    """Whoever was sought no longer is, and their record says so."""
    data = as_data(small())
    for source in data["gallery"]["sources"]:
        source["wrongly_flagged"] = 0
    scenario = Scenario.model_validate(data)
    for outdated in (0.0, 0.5):
        churn = Churn(naturalising=0.3, outdated=outdated, corrected_after=20.0)
        outcomes = counted(course_of(scenario, years=3, churn=churn)).outcomes[0]
        assert (outcomes[:, :, 5:7].sum() > 0) == (outdated > 0.0)


def test_photographs_that_become_records_are_found_again() -> None:
    """Some without a record become one, and some of those are then people with one."""
    scenario = small(answer={"reference_rule": "any_candidate"})
    course = course_of(scenario, years=3, churn=Churn(enrolled=0.5))
    people = history(course).people
    assert people.became_records == pytest.approx(0.5 * people.without_record, rel=0.05)
    enrolled = [counted(one).outcomes[0][:, 1].sum() for one in (course, course_of(scenario, 3))]
    assert enrolled[0] > enrolled[1]


# Agencies


def test_made_up_agencies_add_up() -> None:
    """To the stops and nearly to the officers of the scenario; sizes differ by powers of ten."""
    found = synthetic_agencies(1300, officers=10_000, stops_a_year=1e6)
    assert 1300 == len(set(found.names))
    assert found.total == pytest.approx(1e6)
    assert found.officers.sum() == pytest.approx(10_000, rel=0.05)
    assert found.stops_a_year.max() > 1e3 * found.stops_a_year.min()
    assert found.synthetic


def test_agencies_of_a_file_are_taken_as_they_are(tmp_path: Path) -> None:
    """Names, officers, stops; the largest is stopped for most."""
    path = tmp_path / "agencies.csv"
    path.write_text("name,officers,stops_a_year\nNorth,10,20000\nSouth,90,180000\n", "utf-8")
    listed = read_agencies(path)
    found = history(course_of(small(), listed=listed))
    north, south = found.agencies
    assert ("North", "South", False) == (north.name, south.name, found.agencies_are_made_up)
    assert south.stops == pytest.approx(180_000, rel=0.03)
    assert found.stamp.agencies_digest is not None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,stops\nA,1\n", "has 2 columns in its first line, which are not those needed"),
        ("name,officers,stops_a_year\nA,1\n", "a row has 2 cells"),
        ("name,officers,stops_a_year\nA,1,x\n", "stops_a_year is 'x'"),
        ("name,officers,stops_a_year\nA,1,-3\n", "a count from 0"),
        ("name,officers,stops_a_year\nA,1,3\nA,1,3\n", "stands there twice, first in line 2"),
        ("name,officers,stops_a_year\nA,1,0\n", "has no agency with a stop"),
        ('name,officers,stops_a_year\n"A,1,3\nB,1,3\n', "a quotation mark is not closed"),
        (f"name,officers,stops_a_year\n{'A' * 200_000},1,3\n", "a cell has no end"),
        ('name,officers,stops_a_year\n"A\nB",1,3\n', "no name that can be shown"),
    ],
)
def test_a_mistaken_list_of_agencies_is_told(text: str, said: str, tmp_path: Path) -> None:
    """With its line and what to write instead."""
    path = tmp_path / "agencies.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(MisidError, match=said):
        read_agencies(path)


# The command


def test_the_document_follows_its_shipped_schema() -> None:
    """As printed with --json."""
    schema = Path(__file__).parents[1] / "src" / "misid" / "schemas" / "history-2.json"
    found = json.loads(history(usual()).model_dump_json())
    jsonschema.validate(found, json.loads(schema.read_text("utf-8")))
    assert History.model_validate(found) == history(usual())


def test_the_same_people_live_on_both_sides() -> None:
    """Each side is what a course with that answer gives, with the same luck; the other stays."""
    course = course_of(small(), years=1)
    found = history(course)
    assert found.either_or is not None
    lenient, strict = found.either_or.sides
    assert strict.taken
    assert strict.wrong_person == sum(row.wrong_person for row in found.repeats)
    assert strict.rates[0] == found.eras[0].rates[0]
    assert lenient.wrong_person > 5 * strict.wrong_person
    assert lenient.photographed == strict.photographed
    answered = settled(small(), "answer.reference_rule", "any_candidate")
    # The next question decides then; without it there is none.
    opened = history(replace(course, eras=(Era(0, answered),))).either_or
    assert opened is not None
    assert "threshold.moves_with_gallery" == opened.input
    answered = settled(
        answered, opened.input, next(one.option for one in opened.sides if one.taken)
    )
    alone = history(replace(course, eras=(Era(0, answered),)))
    assert alone.either_or is None
    assert lenient.wrong_person == sum(row.wrong_person for row in alone.repeats)
    said = text(finding(found, ENGLISH))
    for side in (lenient, strict):
        assert clause(side) in said


TINY = ("simulate", "live-watchlist", "--people", "--years", "1")


def test_the_command_prints_a_sentence_and_tables(capsys: pytest.CaptureFixture[str]) -> None:
    """The finding first, and nothing that names a person."""
    code, out, _ = call(capsys, *TINY)
    assert 0 == code
    assert out.strip().startswith("In one of the possible worlds, ")
    for part in ("by how often it happened", "Photographs at the end of each year", "Agencies"):
        assert part in out


def test_the_command_writes_a_report(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Report, document, numbers, tables and figures; JSON on standard output stays clean."""
    code, out, _ = call(capsys, *TINY, "--out", tmp_path / "out", "--json")
    assert 0 == code
    assert "misid-history/2" == json.loads(out)["version"]
    names = {path.name for path in (tmp_path / "out").rglob("*") if path.is_file()}
    tables = {f"{name}.csv" for name in ("months", "agencies", "repeats", "example")}
    report = {"report.html", "report.json", "history.json", "scenario.yaml"}
    assert {*report, *tables, "stock.svg", "person.svg"} == names


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--years", "0"), "years is 0"),
        (("--change-at", "strict-threshold"), "does not say from which month"),
        (("--change-at", "40:strict-threshold"), "lies outside the simulation"),
        (("--assume", "leaving=2"), "leaving is 2, but a share"),
        (("--assume", "corrected-after=-1"), "corrected-after is -1"),
        (("--assume", "moving=0.1"), "moving=0.1' is not one of these"),
        (("--assume", "naturalising=1"), "naturalising is 1, but"),
        (("--assume", "answer.reference_rule=some"), "answer.reference_rule is 'some'"),
        (("--draws", "20"), "--draws says nothing about people"),
        (("--searches", "20"), "--searches says nothing about people"),
        (("--seeds", "2"), "--seeds says nothing about people"),
        (("--agencies", "none.csv"), "none.csv"),
        (("--with", "clear-of-second"), "answer.margin is above 0"),
    ],
)
def test_mistakes_are_told(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    """In three lines at most, with exit code 2 and nothing on standard output."""
    code, out, err = call(capsys, "simulate", "--people", "--years", "1", *words)
    assert (2, "") == (code, out)
    assert said in err
    assert len(err.splitlines()) <= 3


def test_more_stops_than_people_allow_are_refused() -> None:
    """A person cannot be stopped every day of every year."""
    with pytest.raises(MeaningError, match="more stops than 1,000 people allow"):
        population_of(course_of(small(stops={"people": 1_000, "a_year": 1e6})))


# The same person's record, again


ANEW = {"options": ["each_occasion"], "why": "So that everybody can have a record."}


def hard_to_find(failing: float, unusable: float, **more: Any) -> Scenario:
    """Everybody has a record and no look-alikes; stops many, of the same people."""
    data = as_data(
        small(
            stops={"share_enrolled": 0.999, "people": 1e5, "a_year": 4e5}
            | {"identical_twins": 0, "fraternal_twins": 0, "siblings": 0}
            | more.pop("stops", {}),
            threshold={"policy": "rarity", "rate": 10, "design_population": "reference", "tries": 1}
            | more.pop("threshold", {}),
            gallery={"records": 1e4, "made_for": ANEW},
            **more,
        )
    )
    data["gallery"]["failures_of_records"] = failing
    for source in data["gallery"]["sources"]:
        source["unusable_images"] = unusable
    return Scenario.model_validate(data)


@pytest.mark.parametrize(("failing", "unusable"), [(0.0, 0.0), (1.0, 0.0), (0.0, 0.3), (0.6, 0.3)])
def test_who_has_a_record_that_fails_is_found_at_no_stop(failing: float, unusable: float) -> None:
    """Of three stops each, all are missed as often as the law of the record and its stops says."""
    course = course_of(hard_to_find(failing, unusable))
    population, log = population_of(course), every_encounter(course)
    law = setting_of(course, population)[0].law
    people, first, stops = np.unique(log.person, return_index=True, return_counts=True)
    missed = np.bincount(np.searchsorted(people, log.person), log.cell == NOTHING)
    all_searched = np.bincount(np.searchsorted(people, log.person), log.cell > 0) == stops
    chosen = all_searched & (stops == 3) & (log.truth[first] > 0)
    by_group = [_missed_three_times(law, group) for group in range(law.citizens.shape[1])]
    expected = np.array(by_group)[log.group[first][chosen]]
    seen, spread = (missed[chosen] == 3).sum(), np.sqrt((expected * (1.0 - expected)).sum())
    assert chosen.sum() > 3_000
    assert abs(seen - expected.sum()) < norm.isf(LIMIT) * max(float(spread), 1.0)


def _missed_three_times(law: Any, group: int) -> float:
    """Over homes and conditions, by whether the record fails."""
    homes = np.diff(law.home_upto[0, group], prepend=0.0)
    conditions = np.diff(law.condition_upto[0], prepend=0.0)
    missed, never = law.missed[0, :, group], law.unfound[0, group]
    found_else = conditions @ ((missed - never) / (1.0 - never))
    return float(homes @ (never + (1.0 - never) * found_else**3))


def test_unusable_images_are_of_the_record() -> None:
    """They leave a person unfound at every stop; of the other failures as many as was said."""
    shares = []
    for failing, unusable in ((0.0, 0.0), (0.0, 0.3), (1.0, 0.0)):
        course = course_of(hard_to_find(failing, unusable))
        law = setting_of(course, population_of(course))[0].law
        shares.append(float(law.unfound.max()))
        assert np.all(law.unfound[:, None] <= law.missed)
    assert shares[0] == 0.0
    assert shares[1] > 0.01
    assert shares[2] > 0.0


def test_retries_agree_with_the_closed_form_where_records_fail() -> None:
    """All ways to end, with three tries."""
    scenario = hard_to_find(
        0.9, 0.2, stops={"people": 1e7, "a_year": 1e6, "unevenness": 0}, threshold={"tries": 3}
    )
    course = course_of(scenario)
    found = counted(course).outcomes[0]
    share = course.stops_a_year(0)[:, None, None] * course.outcomes[0].table[0]
    assert agreement(found, found.sum() * share / share.sum()).probability > LIMIT


def wrong_flags(corrected_after: float) -> Scenario:
    """A tenth of the records say wrongly that somebody is sought; there are no look-alikes."""
    data = as_data(hard_to_find(0.0, 0.0, answer={"reference_rule": "flagged_record"}))
    for source in data["gallery"]["sources"]:
        source |= {"wrongly_flagged": 0.1, "flag_corrected_after": corrected_after}
    return Scenario.model_validate(data)


@pytest.mark.parametrize("corrected_after", [0.0, 0.5, 3.0, 200.0])
def test_a_wrong_flag_is_corrected_after_its_time(corrected_after: float) -> None:
    """Wrong again after a gap with the share that stays plus what is left of the rest."""
    course = course_of(wrong_flags(corrected_after), years=3)
    log = every_encounter(course)
    wrong, found = np.isin(log.cell, (5, 6)), np.isin(log.cell, (2, 5, 6)) & (log.truth == 1)
    again = (np.diff(log.person) == 0) & found[1:] & found[:-1] & wrong[:-1]
    gap = np.diff(log.when)[again] / (12 * MONTH)
    rate = 1.0 / max(corrected_after * 0.9, 1e-6)
    expected = 0.1 + 0.9 * np.exp(-rate * gap)
    seen, spread = wrong[1:][again].sum(), np.sqrt((expected * (1.0 - expected)).sum())
    assert again.sum() > 3_000
    assert abs(seen - expected.sum()) < norm.isf(LIMIT) * max(float(spread), 1.0)
    for year in range(3):
        part = found & (log.when // (12 * MONTH) == year)
        assert wrong[part].mean() == pytest.approx(0.1, abs=0.01)


# Intervals


def test_sums_over_people_are_those_of_the_rows() -> None:
    """Errors, trials, their squares and products and fourth powers, by group."""
    course = course_of(plain(1.0, 0.6))
    kinds = Kinds(*kinds_of(course.outcomes[0]))
    population = population_of(course)
    setting, eras = setting_of(course, population)
    shared = count_people(population, setting, eras, kinds=kinds).shared[0]
    log = every_encounter(course)
    people, place = np.unique(log.person, return_inverse=True)
    group = np.zeros(len(people), np.int64)
    group[place] = log.group
    e, t = (
        np.bincount(place, part).astype(np.int64) for part in (log.cell >= STRANGER, log.cell > 0)
    )
    for number in range(shared.shape[1]):
        of = (group == number) & (t > 0)
        powers = [e**a * t**b for a, b in ((1, 0), (0, 1), (2, 0), (1, 1), (0, 2))]
        powers += [e ** (4 - a) * t**a for a in range(5)]
        assert [of.sum(), *(one[of].sum() for one in powers)] == shared[0, number].tolist()


def test_intervals_hold_the_closed_form_as_often_as_they_say() -> None:
    """People come again with their look-alikes; 200 seeds, so from 90 to 99 in a hundred."""
    course = course_of(plain(1.0, 0.8))
    population = population_of(course)
    setting, eras = setting_of(course, population)
    kinds = Kinds(*kinds_of(course.outcomes[0]))
    part, whole = events(course.outcomes[0])["wrong_person_references"]
    stopped = course.terms[0].people.stopped
    expected = float((stopped * part).sum() / (stopped * whole).sum())
    held = {"people": 0, "stops": 0}
    for seed in range(200):
        run = key(seed, course.digest, "people")
        other = setting._replace(k0=run.k0, k1=run.k1)
        sums = count_people(population, other, eras, kinds=kinds).shared[0, 0].sum(axis=0)
        rate = Rate(int(sums[ERRORS]), int(sums[TRIALS]))
        bounds = people_interval(rate, sums), wilson(rate)
        for name, one in zip(held, bounds, strict=True):
            assert one is not None
            held[name] += one.low <= expected <= one.high
    assert 180 <= held["people"] <= 198
    assert held["stops"] < 150
