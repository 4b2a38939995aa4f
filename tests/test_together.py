"""Inputs that cannot stand apart: people of the gallery, people stopped, flags of records."""

from __future__ import annotations

import copy
import json
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import chi2
from tests.command import call
from tests.test_people import LIMIT, counted, rare_stops
from tests.test_simulate import assert_agrees, compared

from misid.errors import MeaningError
from misid.programme import terms
from misid.quantities import Draws
from misid.results.run import run
from misid.scenario import Change, Scenario, Worlds, change, load_scenario, names, to_yaml
from misid.scenario.contradictions import adjustments, contradictions, tried
from misid.scenario.read import read_text
from misid.scenario.serialise import as_data
from misid.scenario.together import (
    HeldCounts,
    Together,
    counts,
    gallery_records,
    officers,
    together,
)
from misid.words import plain
from misid.words.cautions import cautions
from misid.worlds.middle import middle

Floats = NDArray[np.float64]

MANY = Draws(1, 4096)
ROUNDING = 1e-9
TASK_FORCE = "task-force-module"


def held(scenario: Scenario, draws: Draws = MANY) -> tuple[Worlds, Together, HeldCounts]:
    """A scenario in its worlds, its inputs held together, and the people they are about."""
    worlds = Worlds(scenario, draws)
    records = gallery_records(worlds)
    stopped = worlds.shares("stops.composition", scenario.group_names)
    found = together(worlds, records, stopped)
    return worlds, found, counts(worlds, records, stopped, found.flags)


def a_change(**content: Any) -> Change:
    """A change of one's own."""
    said = {"schema": "misid-change/1", "scenario": "misid-scenario/1", "name": "mine"}
    return Change.model_validate(
        said | {"title": "Mine", "reason": "A test.", "cannot": "Much."} | content
    )


def two_groups(**blocks: dict[str, Any]) -> dict[str, Any]:
    """
    Women and men in two collections, every number settled.

    1,000 records, of which 600 are in `a`, two of each person there, and 400 in `b`, one of each
    person; so 300 people in a, 400 in b. Of a all are women; of b a quarter.
    """
    data = copy.deepcopy(as_data(load_scenario(TASK_FORCE)))
    kept = ("euro_f", "euro_m")
    data["groups"] = [group for group in data["groups"] if group["name"] in kept]
    data["stops"] |= {
        "composition": {"shares": {"euro_f": 0.5, "euro_m": 0.5}},
        "people": 2_000, "a_year": 1_000, "agencies": 1, "officers": 10,
        "share_enrolled": 0.5, "share_sought": 0.2,
    }  # fmt: skip
    sources = data["gallery"]["sources"]
    women = {"a": 1.0, "b": 0.25}
    for source, name, images in zip(sources, women, (2, 1), strict=True):
        shares = {"euro_f": women[name], "euro_m": 1.0 - women[name]}
        source |= {"name": name, "records_per_person": images, "composition": {"shares": shares}}
        source |= {"share_sought": 0.2, "wrongly_flagged": 0.01, "flag_missing": 0.1}
    data["gallery"] |= {"records": 1_000, "composition": {"shares": {"a": 0.6, "b": 0.4}}}
    for block, key in (("matcher", "miss_odds"), ("review", "group_effect")):
        data[block][key] = 1.0 if key == "miss_odds" else 0.0
    for block, content in blocks.items():
        data[block] |= content
    return data


def one_world(data: dict[str, Any]) -> Together:
    """What holds in the one world of settled numbers."""
    return held(Scenario.model_validate(data), Draws(1, 1))[1]


# What holds in every world


@pytest.mark.parametrize("name", names())
def test_no_world_contradicts_itself(name: str) -> None:
    """4,096 worlds of each shipped scenario: every bound and every identity, to the last person."""
    worlds, found, there = held(load_scenario(name))
    flags = found.flags
    says = flags.sought * (1.0 - flags.missing) + (1.0 - flags.sought) * flags.wrongly
    known = np.isfinite(flags.sought)
    assert np.allclose(says[known], flags.flagged[known], rtol=1e-12)
    for share in (found.enrolled, found.sought, flags.flagged, flags.wrongly, flags.missing):
        assert np.all((share >= 0.0) & (share <= 1.0))
    one_gallery = worlds.settled("gallery.made_for") == "everybody"
    enrolled = (there.living * found.enrolled)[one_gallery]
    sought = enrolled * found.sought[one_gallery]
    whole, of_sought = there.gallery[one_gallery], there.gallery_sought[one_gallery]
    slack = ROUNDING * whole
    assert np.all(enrolled <= whole + slack)
    assert np.all(sought <= of_sought + slack)
    assert np.all(enrolled - sought <= whole - of_sought + slack)
    assert np.all(officers(worlds) >= worlds.number("stops.agencies"))
    assert np.all(worlds.number("stops.a_year") <= 366 * worlds.number("stops.people"))
    assert list(contradictions(load_scenario(name))) == []


def test_the_run_rests_on_what_holds() -> None:
    """The closed form takes these shares, of people and of records, and no others."""
    worlds, found, _ = held(load_scenario(TASK_FORCE), Draws(1, 64))
    taken = terms(worlds)
    assert np.array_equal(found.enrolled, taken.people.enrolled)
    assert np.array_equal(found.sought, taken.people.sought)
    assert np.array_equal(found.flags.wrongly, taken.records.wrongly_flagged)
    assert np.array_equal(found.flags.missing, taken.records.flag_missing)
    flagged = ~taken.records.any_candidate
    assert np.array_equal(found.flags.flagged[flagged], taken.records.accepted[flagged])


def test_most_worlds_keep_what_was_stated() -> None:
    """Where the gallery holds enough people, the share of the people stopped is the stated one."""
    scenario = load_scenario(TASK_FORCE)
    free = change(scenario, [a_change(set={"gallery.made_for": "each_occasion"})]).scenario
    found, stated = held(scenario)[1], held(free)[1]
    assert 0.1 < found.fewer_enrolled.any(axis=1).mean() < 0.25
    kept = ~found.fewer_enrolled
    assert np.array_equal(stated.enrolled[kept], found.enrolled[kept])
    kept = ~found.other_sought
    assert np.allclose(stated.sought[kept], found.sought[kept], rtol=1e-12)
    assert not stated.fewer_enrolled.any()
    assert not stated.other_sought.any()


# The people of the gallery, by hand


def test_the_gallery_bounds_who_has_a_record() -> None:
    """Of 1,000 men who live there 300 are in the gallery, and of as many women 400."""
    found = one_world(two_groups())
    assert pytest.approx(found.enrolled[0].tolist()) == [0.4, 0.3]
    assert found.fewer_enrolled[0].tolist() == [True, True]


@pytest.mark.parametrize(
    ("blocks", "women", "men"),
    [
        ({"gallery": {"records": 1_200}}, 0.48, 0.36),
        ({"gallery": {"records": 100}}, 0.04, 0.03),
        ({"stops": {"people": 4_000}}, 0.2, 0.15),
        ({"stops": {"people": 1_000}}, 0.5, 0.5),
        ({"gallery": {"composition": {"shares": {"a": 1.0, "b": 0.0}}}}, 0.5, 0.0),
        ({"stops": {"composition": {"shares": {"euro_f": 0.8, "euro_m": 0.2}}}}, 0.25, 0.5),
        ({"stops": {"share_enrolled": 0.35}}, 0.35, 0.3),
        ({"gallery": {"made_for": "each_occasion"}}, 0.5, 0.5),
    ],
)
def test_every_lever_moves_who_has_a_record(
    blocks: dict[str, Any], women: float, men: float
) -> None:
    """Records, people, both compositions, and the stated share where there is room for it."""
    found = one_world(two_groups(**blocks))
    assert [women, men] == pytest.approx(found.enrolled[0].tolist())


def test_more_records_of_one_person_are_fewer_people() -> None:
    """With four images of each person in place of two, collection a holds 150 women, not 300."""
    data = two_groups()
    data["gallery"]["sources"][0]["records_per_person"] = 4
    assert pytest.approx(one_world(data).enrolled[0].tolist()) == [0.25, 0.3]


def test_the_sought_people_of_the_gallery_bound_who_is_sought() -> None:
    """A fifth of its people are sought. All live there, so a fifth of those enrolled are."""
    data = two_groups(stops={"share_sought": 0.5})
    assert pytest.approx(one_world(data).sought[0].tolist()) == [0.2, 0.2]


def test_where_few_are_sought_fewer_others_live_there() -> None:
    """Of 400 women 320 are not sought: with a tenth sought no more than 320 / 0.9 live there."""
    found = one_world(two_groups(stops={"share_sought": 0.1}))
    assert found.enrolled[0].tolist() == pytest.approx([0.32 / 0.9, 0.24 / 0.9])
    assert found.sought[0].tolist() == pytest.approx([0.1, 0.1])


@pytest.mark.parametrize(("stated", "expected"), [(0.1, 0.1), (0.39, 0.39), (0.5, 0.4), (0.0, 0.0)])
def test_no_more_are_sought_than_the_gallery_has(stated: float, expected: float) -> None:
    """Of 400 women in the gallery 80 are sought; 200 of the women live there: at most 0.4."""
    data = two_groups(stops={"share_enrolled": 0.2, "share_sought": stated})
    assert expected == pytest.approx(one_world(data).sought[0, 0])


def test_no_fewer_are_sought_than_leaves_room_for_others() -> None:
    """360 of 400 people of the gallery are sought: of 200 who live there at least 160 are."""
    data = two_groups(stops={"share_enrolled": 0.2, "share_sought": 0.1})
    for source in data["gallery"]["sources"]:
        source["share_sought"] = 0.9
    assert pytest.approx(0.8) == one_world(data).sought[0, 0]


def test_an_agency_has_an_officer() -> None:
    """Where the ranges overlap, as many officers as agencies."""
    few = {"low": 5, "high": 50, "distribution": "uniform", "why": "None exists."}
    worlds = held(Scenario.model_validate(two_groups(stops={"officers": few, "agencies": 20})))[0]
    assert officers(worlds).min() == 20.0
    assert pytest.approx(officers(worlds).max(), rel=0.01) == 50.0


# What the records say


@given(*[st.floats(0.0, 1.0) for _ in range(3)])
def test_three_of_the_four_give_the_fourth(sought: float, wrongly: float, missing: float) -> None:
    """The share flagged that follows, stated in place of the share sought, gives it back."""
    data = two_groups()
    for source in data["gallery"]["sources"]:
        source |= {"share_sought": sought, "wrongly_flagged": wrongly, "flag_missing": missing}
    first = one_world(data).flags
    for source in data["gallery"]["sources"]:
        source |= {"share_sought": None, "share_flagged": first.flagged[0, 0]}
    again = one_world(data).flags
    assert not again.moved.any()
    assert np.array_equal(first.wrongly, again.wrongly)
    assert np.array_equal(first.missing, again.missing)
    if abs(1.0 - missing - wrongly) > 1e-6:
        assert np.allclose(sought, again.sought, atol=1e-5)


@pytest.mark.parametrize(
    ("flagged", "wrongly", "missing", "sought", "held_to"),
    [
        (0.01, 0.02, 0.1, 0.0, (0.01, 0.1)),
        (0.95, 0.02, 0.1, 1.0, (0.02, 0.05)),
        (0.05, 0.2, 0.9, 1.0, (0.2, 0.95)),
        (0.30, 0.2, 0.9, 0.0, (0.3, 0.9)),
    ],
)
def test_a_share_flagged_out_of_reach_moves_the_nearer_of_the_two(
    flagged: float, wrongly: float, missing: float, sought: float, held_to: tuple[float, float]
) -> None:
    """What was stated of all records stays; the wrong or the missing flags give way to it."""
    data = two_groups()
    for source in data["gallery"]["sources"]:
        source |= {"share_sought": None, "share_flagged": flagged}
        source |= {"wrongly_flagged": wrongly, "flag_missing": missing}
    flags = one_world(data).flags
    assert flags.moved.all()
    assert sought == pytest.approx(flags.sought[0, 0])
    assert held_to == pytest.approx((flags.wrongly[0, 0], flags.missing[0, 0]))


def test_flags_that_tell_nothing_bound_nothing() -> None:
    """Where everybody's records are flagged alike, whoever is sought stays as stated."""
    data = two_groups()
    for source in data["gallery"]["sources"]:
        source |= {"share_sought": None, "share_flagged": 1}
        source |= {"wrongly_flagged": 1, "flag_missing": 0}
    found = one_world(data)
    assert np.isnan(found.flags.sought).all()
    assert found.sought[0].tolist() == [0.2, 0.2]


def test_flags_in_the_shipped_range_are_as_common_as_was_said() -> None:
    """0.5 % to 10 % of the records carry a flag, in nine worlds of ten."""
    flagged = held(load_scenario(TASK_FORCE))[1].flags.flagged
    low, high = np.quantile(flagged, [0.05, 0.95])
    assert pytest.approx(low, rel=0.15) == 0.005
    assert pytest.approx(high, rel=0.05) == 0.1


def older() -> dict[str, Any]:
    """The shipped scenario as it was written before: the share flagged is a range of its own."""
    data = as_data(load_scenario(TASK_FORCE))
    flagged = {"low": 0.005, "high": 0.1, "status": "unknown", "why": "None exists."}
    for source in data["gallery"]["sources"]:
        del source["share_sought"]
        source["share_flagged"] = flagged
    del data["gallery"]["made_for"]
    return data


def test_an_older_file_still_reads() -> None:
    """Worlds with more wrong flags than flags have fewer wrong ones now, and are counted."""
    scenario = read_text(to_yaml(Scenario.model_validate(older())), file="older.yaml")
    worlds, found, _ = held(scenario)
    assert np.array_equal(found.flags.flagged, worlds.per_source("share_flagged"))
    assert np.all(found.flags.wrongly <= found.flags.flagged)
    share = found.flags.moved.any(axis=1).mean()
    told = [one for one in adjustments(worlds, found) if one.name.endswith("share_flagged")]
    assert [share] == [one.share for one in told]
    assert 0.1 < share < 0.3


def test_a_change_may_state_the_other_of_the_two() -> None:
    """`share_flagged` put where `share_sought` stands takes its place, in every collection."""
    known = a_change(set={"gallery.sources.*.share_flagged": 0.04})
    found = change(load_scenario(TASK_FORCE), [known])
    sources = found.scenario.gallery.sources
    assert [source.share_sought for source in sources] == [None, None]
    flags = held(found.scenario)[1].flags
    assert np.all(flags.flagged == 0.04)


def test_changes_may_not_state_both() -> None:
    """Each would undo the other, so neither order is right."""
    one = a_change(set={"gallery.sources.*.share_flagged": 0.04})
    other = a_change(name="other", set={"gallery.sources.*.share_sought": 0.04})
    for both in ([one, other], [other, one]):
        with pytest.raises(MeaningError, match="both change"):
            change(load_scenario(TASK_FORCE), both)


def test_corrected_records_carry_fewer_flags() -> None:
    """Fewer wrong flags are fewer flags: the share flagged follows a safeguard."""
    fewer = a_change(scale={"gallery.sources.*.wrongly_flagged": 0.1})
    before = held(load_scenario(TASK_FORCE))[1].flags
    after = held(change(load_scenario(TASK_FORCE), [fewer]).scenario)[1].flags
    assert np.array_equal(before.sought, after.sought)
    assert np.all(after.flagged < before.flagged)


# Every road to the numbers


def crowded() -> dict[str, dict[str, Any]]:
    """So few records for ten million people and more that every group is bound in the middle."""
    return {"gallery": {"records": 200_000}}


def test_counting_agrees_where_the_gallery_binds() -> None:
    """Ten million stops of the middle world, cell by cell."""
    data = as_data(load_scenario(TASK_FORCE))
    data["gallery"] |= crowded()["gallery"]
    found = terms(middle(Scenario.model_validate(data)))
    assert found.held is not None
    assert found.held.fewer_enrolled.all()
    assert_agrees(compared(found))


def test_people_agree_where_the_gallery_binds() -> None:
    """As many people with a record as the gallery holds of each group, and their searches."""
    course = rare_stops(TASK_FORCE, **crowded())
    assert course.terms[0].held is not None
    assert course.terms[0].held.fewer_enrolled.all()
    found = counted(course).outcomes[0].sum(axis=2)
    share = (course.stops_a_year(0)[:, None, None] * course.outcomes[0].table[0]).sum(axis=2)
    expected = found.sum() * share / share.sum()
    often = expected >= 10.0
    statistic = float(((found - expected)[often] ** 2 / expected[often]).sum())
    assert chi2.sf(statistic, often.sum()) > LIMIT


@cache
def brute_force(seed: int) -> tuple[Floats, Floats]:
    """
    A town and a gallery, person by person: shares with a record, and sought among these.

    Everybody of the gallery moves into the town until the share that was stated is reached or
    nobody is left; among them sought people, until their share is.
    """
    rng = np.random.default_rng(seed)
    found = np.zeros((2, 2))
    for group, (size, gallery) in enumerate(((1_000, 400), (1_000, 300))):
        sought = np.arange(gallery) < 0.2 * gallery
        queue = rng.permutation(gallery)
        wanted = min(round(0.35 * size), gallery)
        of_sought = min(round(0.3 * wanted), int(sought.sum()))
        of_others = min(wanted - of_sought, int((~sought).sum()))
        of_sought = wanted - of_others
        in_town = [*queue[sought[queue]][:of_sought], *queue[~sought[queue]][:of_others]]
        assert len(set(in_town)) == wanted
        found[:, group] = wanted / size, sought[in_town].mean()
    return found[0], found[1]


def test_a_town_filled_person_by_person_has_these_shares() -> None:
    """0.35 with a record and 0.3 of them sought are asked for; the gallery gives what it has."""
    data = two_groups(stops={"share_enrolled": 0.35, "share_sought": 0.3})
    found, drawn = one_world(data), brute_force(7)
    assert drawn[0].tolist() == pytest.approx(found.enrolled[0].tolist())
    assert drawn[1].tolist() == pytest.approx(found.sought[0].tolist(), abs=0.003)


# What is told


def test_results_say_in_how_many_worlds() -> None:
    """A fact for each input that gave way, and one caution made from it."""
    found = run(TASK_FORCE, draws=256)
    _, there, _ = held(load_scenario(TASK_FORCE), Draws(1, 256))
    facts = {one.input: one for one in found.results.cautions if one.code == "held_together"}
    assert list(facts) == ["stops.share_enrolled", "stops.share_sought"]
    share = there.fewer_enrolled.any(axis=1).mean()
    assert share == facts["stops.share_enrolled"].share
    told = [plain(sentence) for sentence in cautions(found.results.cautions)]
    assert any(
        one.startswith(f"In {100 * share:.0f} % of the possible worlds fewer") for one in told
    )


def test_a_scenario_that_never_gives_way_says_nothing() -> None:
    """A gallery of one flight bounds nobody."""
    found = run("airport-exit", draws=64).glance
    assert "held_together" not in {one.code for one in found.cautions}


def test_a_change_that_leaves_nobody_room_is_counted_not_refused() -> None:
    """100 records for millions of people: hardly anybody has one, in every world."""
    small = change(load_scenario(TASK_FORCE), [a_change(set={"gallery.records": 100})]).scenario
    found = run(small, draws=64)
    held_in = [one.share for one in found.glance.cautions if one.code == "held_together"]
    assert held_in[0] == 1.0
    people = found.evaluation.terms.people
    assert (people.stopped * people.enrolled).sum(axis=1).max() < 1e-3


def test_the_check_tells_what_follows(capsys: pytest.CaptureFixture[str]) -> None:
    """The share flagged that follows, and where inputs were held to each other."""
    code, out, _ = call(capsys, "scenario", "check", TASK_FORCE)
    assert code == 0
    assert "visa.share_flagged follows from share_sought, wrongly_flagged and flag_missing" in out
    assert "of the possible worlds fewer people of some group are in the gallery" in out
    _, out, _ = call(capsys, "scenario", "check", TASK_FORCE, "--json")
    said, known = json.loads(out), tried(load_scenario(TASK_FORCE))
    assert [one.share for one in known.adjustments] == [one["share"] for one in said["adjustments"]]
    assert [one.median for one in known.worked_out] == [one["median"] for one in said["worked_out"]]
