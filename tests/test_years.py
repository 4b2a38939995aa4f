"""A year of the programme, of agencies and of an officer: how many, and how much it varies."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from misid.machine.philox import key
from misid.programme.people.agencies import size_shares, synthetic_agencies
from misid.programme.people.counts import count_people
from misid.programme.people.population import busy_years
from misid.programme.people.timeline import Course, Era, checked, population_of, setting_of
from misid.quantities import Draws
from misid.results.outputs import ScenarioInWorlds, evaluate
from misid.results.yearly_counts import Yearly, yearly
from misid.scenario import Scenario, Worlds, load_scenario
from misid.scenario.serialise import as_data
from misid.simulation.closed_form import closed_form

REPEATS = 200
AGENCIES = 60
Integers = NDArray[np.int64]


def scenario_of(**blocks: dict[str, Any]) -> Scenario:
    """The shipped scenario in which some inputs are others."""
    data = as_data(load_scenario("task-force-module"))
    for block, content in blocks.items():
        data[block] |= content
    return Scenario.model_validate(data)


@cache
def small() -> Course:
    """20,000 people who are often wrongly matched, by the same stranger, in 60 agencies."""
    scenario = scenario_of(
        stops={
            "people": 2e4, "a_year": 2e4, "agencies": AGENCIES, "officers": 400,
            "unevenness": 3.0, "agency_unevenness": 0.3,
        },
        answer={"reference_rule": "any_candidate"},
        threshold={"policy": "fpir", "rate": 0.05, "moves_with_gallery": True},
        matcher={"look_alike_persistence": 0.9},
    )  # fmt: skip
    return checked(Course((Era(0, scenario),), 1, 1, "test"))


@cache
def simulated() -> Integers:
    """Wrong-person references of each agency in a year, people drawn anew: (repeats, agencies)."""
    course = small()
    population = population_of(course)
    setting, eras = setting_of(course, population)
    variance, found = course.number(0, "stops.agency_unevenness"), []
    for number in range(REPEATS):
        busy = busy_years(AGENCIES, 1, variance=variance, key=key(number, "test", "busy"))
        run = key(number, "test", "people")
        drawn = setting._replace(busy=busy, k0=run.k0, k1=run.k1)
        found.append(count_people(population, drawn, eras).agencies[:, 2])
    return np.array(found)


def closed() -> dict[str, Yearly]:
    """The closed form of the same year, by unit."""
    return {one.unit: one for one in yearly(closed_form(small()))}


def evaluated(scenario: Scenario, size: int = 32) -> ScenarioInWorlds:
    """A scenario worked out in a few worlds."""
    return evaluate(Worlds(scenario, Draws(seed=1, size=size)))


def test_a_year_of_the_programme_varies_as_people_who_are_drawn() -> None:
    """Mean and dispersion of the people engine, within four standard errors."""
    total, one = simulated().sum(axis=1), closed()["programme"]
    mean, dispersion = float(one.mean[0]), float(one.dispersion[0])
    assert mean == pytest.approx(total.mean(), abs=4 * np.sqrt(mean * dispersion / REPEATS))
    error = 4 * np.sqrt(2 / REPEATS)
    assert dispersion == pytest.approx(total.var(ddof=1) / total.mean(), rel=error)
    # Were agencies alike, their busy years would add a fifth of what they do.
    alike = dispersion - 0.3 * mean * (float((size_shares(AGENCIES).stops ** 2).sum()) - 1 / 60)
    assert alike < (1 - error) * dispersion


def test_the_largest_agency_varies_as_people_who_are_drawn() -> None:
    """Of one agency: its share of the references, and the dispersion of its own busy years."""
    largest = simulated()[:, size_shares(AGENCIES).stops.argmax()]
    one = closed()["largest_agency"]
    mean, dispersion = float(one.mean[0]), float(one.dispersion[0])
    assert mean == pytest.approx(largest.mean(), abs=4 * np.sqrt(mean * dispersion / REPEATS))
    found = largest.var(ddof=1) / largest.mean()
    assert dispersion == pytest.approx(found, rel=4 * np.sqrt(2 / REPEATS))


def test_agencies_of_a_year_are_those_that_are_simulated() -> None:
    """Median, one in twenty and largest of the list that the people engine uses."""
    evaluation = evaluated(scenario_of(stops={"agencies": 1300}))
    found = {one.unit: one.mean for one in yearly(evaluation)}
    stops = synthetic_agencies(1300, officers=1e4, stops_a_year=1.0).stops_a_year
    np.testing.assert_allclose(found["programme"] * np.median(stops), found["median_agency"])
    np.testing.assert_allclose(found["programme"] * stops.max(), found["largest_agency"])
    large = found["large_agency"] / found["programme"]
    assert [65] * len(large) == [(stops > share * (1 + 1e-9)).sum() + 1 for share in large]


@pytest.mark.parametrize(
    ("agencies", "units"),
    [
        (1, ["programme", "officer"]),
        (2, ["programme", "median_agency", "largest_agency", "officer"]),
        (20, ["programme", "median_agency", "large_agency", "largest_agency", "officer"]),
    ],
)
def test_agencies_have_rows_where_there_are_several(agencies: int, units: list[str]) -> None:
    """One agency is the programme itself; among a few none is larger than 19 of 20."""
    found = yearly(evaluated(scenario_of(stops={"agencies": agencies})))
    assert units == [one.unit for one in found]


def test_busy_years_of_one_agency_are_those_of_the_programme() -> None:
    """Where only one takes part its busy years are everybody's."""
    scenario = scenario_of(stops={"agencies": 1, "agency_unevenness": 0.5, "people": 1e9})
    programme = yearly(evaluated(scenario))[0]
    np.testing.assert_allclose(0.5 * programme.mean, programme.dispersion - 1.0, rtol=0.02)


def test_many_agencies_divide_the_same_sizes_further() -> None:
    """Ten times as many agencies: each a tenth, the spread of their busy years a tenth."""
    few, many = (
        yearly(evaluated(scenario_of(stops={"agencies": count}))) for count in (1300, 13_000)
    )
    np.testing.assert_allclose(few[1].mean, 10 * many[1].mean)
    assert np.all(few[0].dispersion > many[0].dispersion)


def test_half_of_the_officers_see_fewer_than_the_median_officer() -> None:
    """Weighted by officers, half of them are in agencies with fewer stops an officer."""
    evaluation = evaluated(scenario_of(stops={"agencies": 1300, "officers": 1e4}))
    found = {one.unit: one.mean for one in yearly(evaluation)}
    sizes = size_shares(1300)
    officer = (found["officer"] / found["programme"])[0]
    below = sizes.officers[sizes.stops / sizes.officers / 1e4 < officer * (1 - 1e-9)].sum()
    assert 0.5 == pytest.approx(below, abs=0.01)
