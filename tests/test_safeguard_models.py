"""Models behind three safeguards: a second reviewer, a gallery of flagged records, equal FPIR."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import logit
from scipy.stats import binom, norm

from misid.errors import MeaningError
from misid.matching import FittedLaw, mates
from misid.programme import (
    TRUTHS,
    Outcomes,
    Terms,
    expected_outcomes,
    false_positives,
    true_positives,
)
from misid.programme.expected.integrals import review as decide
from misid.programme.expected.integrals import rise
from misid.programme.expected.search import Review
from misid.programme.group_thresholds import group_thresholds
from misid.quantities import Draws
from misid.results.outputs import ScenarioInWorlds, evaluate, outputs
from misid.scenario import Scenario, Worlds, change, load_change, load_scenario
from misid.scenario.serialise import as_data
from misid.scenario.together import record_flags
from misid.uncertainty.sensitivity import luck_names

Floats = NDArray[np.float64]

WORLDS = Draws(seed=5, size=64)
STANDARD_ERRORS = 4.0
STOPS = 400_000


def scenario_with(name: str = "task-force-module", /, **blocks: Any) -> Scenario:
    """A shipped scenario with other contents in some of its blocks."""
    data = as_data(load_scenario(name))
    for block, content in blocks.items():
        data[block] |= content
    return Scenario.model_validate(data)


def worked_out(scenario: Scenario, draws: Draws = WORLDS) -> ScenarioInWorlds:
    """A scenario in some worlds."""
    return evaluate(Worlds(scenario, draws))


@cache
def shipped(safeguard: str = "", rule: str = "") -> ScenarioInWorlds:
    """The shipped scenario, with a safeguard, under one reference rule."""
    answer = {"answer": {"reference_rule": rule}} if rule else {}
    scenario = scenario_with(**answer)
    changes = [load_change(safeguard)] if safeguard else []
    return worked_out(change(scenario, changes).scenario)


def assert_adds_up(found: ScenarioInWorlds) -> None:
    """Every group's row of the outcome table adds up to 1, and no cell is below 0."""
    table = found.outcomes.table
    assert np.allclose(1.0, table.sum(axis=(2, 3)), rtol=1e-9)
    assert table.min() >= 0.0


def test_what_is_settled_takes_no_luck() -> None:
    """The draws of a scenario that leaves these inputs out are those that it had without them."""
    drawn_names = set(luck_names(scenario_with()))
    new = {"review.reviewers", "review.agreement", "gallery.searched", "threshold.per_group"}
    assert set() == drawn_names & new


# A second reviewer


def review(accepted: float, independent: float, share: float = 1.0) -> Review:
    """Review by people of whom one accepts so often, whatever the rarity."""
    one = np.ones(1)
    return Review(
        share * one, logit(accepted) * one[:, None], 0.0 * one, 7.0 * one, independent * one
    )


def verdict(one: Review) -> tuple[float, float]:
    """Upheld and withdrawn, of a stranger's record at rarity 9."""
    reviewers, rows = one.reviewers(np.full((1, 1), 9.0)), np.zeros((3, 1))
    rise(reviewers.away[0], rows)
    decide(reviewers, (0, 0), rows)
    return float(rows[1, 0]), float(rows[2, 0])


def test_two_independent_reviewers_accept_with_the_square() -> None:
    """Arithmetic in sight: 0.3 times 0.3."""
    assert (0.09, 0.91) == pytest.approx(verdict(review(0.3, 2.0)), rel=1e-14)


def test_only_what_is_reviewed_is_squared() -> None:
    """Half of the references are acted on unseen."""
    assert (0.545, 0.455) == pytest.approx(verdict(review(0.3, 2.0, share=0.5)), rel=1e-14)


def test_one_reviewer_through_the_power_is_one_reviewer() -> None:
    """The path for several people meets that for one where they are worth one."""
    many = review(0.3, 1.0 + 1e-15)
    assert pytest.approx(verdict(review(0.3, 1.0)), rel=1e-12) == verdict(many)


def test_rare_verdicts_keep_their_digits() -> None:
    """An acceptance of 1e-9 is squared, and a rejection of 1e-9 doubled."""
    assert pytest.approx(1e-18, rel=1e-9) == verdict(review(1e-9, 2.0))[0]
    rejecting = replace(review(0.5, 2.0), log_odds=np.full((1, 1), -logit(1e-9)))
    assert pytest.approx(2e-9, rel=1e-8) == verdict(rejecting)[1]


@pytest.mark.parametrize(("agreement", "worth"), [(0.0, 2.0), (0.5, 2.0**0.5), (1.0, 1.0)])
def test_agreement_says_how_many_two_are_worth(agreement: float, worth: float) -> None:
    """Two who share nothing are two; two who share everything are one, right records included."""
    one = {"false_rejection": 0.1, "share_reviewed": 1}
    two = scenario_with(review=one | {"reviewers": 2, "agreement": agreement})
    found = worked_out(two, Draws(1, 8)).terms
    assert found.review.independent is not None
    assert pytest.approx(worth) == float(found.review.independent[0])
    assert pytest.approx(1.0 - 0.9**worth, rel=1e-12) == float(found.false_rejection[0])


def test_two_who_agree_in_everything_are_one_to_the_last_bit() -> None:
    """The whole table is that of one reviewer."""
    two = scenario_with(review={"reviewers": 2, "agreement": 1})
    assert np.array_equal(shipped().outcomes.table, worked_out(two).outcomes.table)


def test_a_world_does_not_depend_on_the_reviewers_of_others() -> None:
    """Where it is open whether one or two compare, worlds of one are as before, bit by bit."""
    choice = {"options": [1, 2], "status": "unknown", "why": "None exists."}
    found = worked_out(scenario_with(review={"reviewers": choice}))
    one = found.worlds.options("review.reviewers") == 1
    assert 0 < one.sum() < len(one)
    assert np.array_equal(shipped().outcomes.table[one], found.outcomes.table[one])
    assert not np.array_equal(shipped().outcomes.table[~one], found.outcomes.table[~one])


def test_a_second_reviewer_never_upholds_more() -> None:
    """Neither strangers' records nor right ones, and what the search returns stays."""
    one = worked_out(scenario_with(review={"share_reviewed": 1}))
    two = shipped("second-reviewer")
    assert_adds_up(two)
    for candidates in (("stranger",), ("own",), ("own_wrong",)):
        before, after = (x.outcomes.among(candidates, reviews=("upheld",)) for x in (one, two))
        assert np.all(after < before)
        before, after = (x.outcomes.among(candidates) for x in (one, two))
        assert np.allclose(before, after, rtol=1e-12)


# A gallery of flagged records


def fixed(**blocks: Any) -> dict[str, dict[str, Any]]:
    """Contents of blocks: a threshold that stays where it is."""
    return {"threshold": {"moves_with_gallery": False}} | blocks


def sources_with(**content: Any) -> list[dict[str, Any]]:
    """The shipped collections with other contents."""
    sources = as_data(load_scenario("task-force-module"))["gallery"]["sources"]
    if "share_flagged" in content:
        sources = [source | {"share_sought": None} for source in sources]
    return [source | content for source in sources]


def test_a_flagged_gallery_holds_the_flagged_records() -> None:
    """The records of each collection times its share, to the last one."""
    whole, some = shipped().terms, shipped("flagged-gallery").terms
    worlds = shipped("flagged-gallery").worlds
    shares = worlds.shares("gallery.composition", ("visa", "traveller"))
    flagged = (shares * record_flags(worlds).flagged).sum(axis=1)
    assert np.allclose(worlds.number("gallery.records") * flagged, some.gallery, rtol=1e-12)
    for name in ("enrolled", "sought", "home"):
        assert np.array_equal(getattr(whole.people, name), getattr(some.people, name))


def test_a_flagged_gallery_makes_the_reference_rule_idle() -> None:
    """Every record that is left is accepted under either rule."""
    rules = ("any_candidate", "flagged_record")
    any_, flagged = (shipped("flagged-gallery", rule) for rule in rules)
    assert_adds_up(any_)
    assert np.array_equal(any_.outcomes.table, flagged.outcomes.table)
    assert 0.0 == any_.outcomes.among(("nobody",)).max()


def test_a_gallery_whose_records_are_all_flagged_is_the_whole_gallery() -> None:
    """The watch-list: everybody on it is marked as sought, so nothing changes."""
    lists = [
        worked_out(scenario_with("live-watchlist", gallery={"searched": searched}))
        for searched in ("all_records", "flagged_records")
    ]
    assert np.allclose(lists[0].outcomes.table, lists[1].outcomes.table, rtol=1e-12, atol=1e-18)


def test_people_without_a_record_are_never_more_often_taken_for_another() -> None:
    """At a threshold that stays, fewer records hold fewer look-alikes, in each world and group."""
    rule = {"answer": {"reference_rule": "any_candidate"}}
    whole, some = (
        worked_out(scenario_with(**fixed(**rule, gallery={"searched": searched})))
        for searched in ("all_records", "flagged_records")
    )
    before, after = (
        x.outcomes.among(("stranger",), truths=("not_enrolled",)) for x in (whole, some)
    )
    assert np.all(after < before)


def whole_and_flagged(share: float) -> tuple[ScenarioInWorlds, ScenarioInWorlds]:
    """The shipped scenario with this share of flags, without twins, at a threshold that stays."""
    sources = sources_with(share_flagged=share)
    stops = {"share_enrolled": 0.4, "identical_twins": 0}
    blocks = fixed(answer={"reference_rule": "any_candidate"}, stops=stops)
    whole, some = (
        worked_out(scenario_with(**blocks, gallery={"sources": sources, "searched": searched}))
        for searched in ("all_records", "flagged_records")
    )
    return whole, some


def test_a_flagged_gallery_gives_fewer_wrong_persons_where_few_are_flagged() -> None:
    """Per search, everybody together, in each world."""
    before, after = (outputs(x)["wrong_person_references"] for x in whole_and_flagged(0.02))
    assert np.all(after < before)


def test_people_whose_record_is_not_searched_are_not_shielded_by_it() -> None:
    """Where most records are flagged, an enrolled person is more often taken for another."""
    shielded, bare = (
        x.outcomes.among(("stranger",), truths=("enrolled",)) for x in whole_and_flagged(0.9)
    )
    assert np.mean(bare > shielded) > 0.9


def test_a_missing_flag_is_a_miss_and_a_wrong_one_the_only_wrong_record() -> None:
    """Nobody whose flag is missing is found; all own records of people not sought are wrong."""
    lost = sources_with(flag_missing=1, wrongly_flagged=0)
    gallery = {"searched": "flagged_records", "sources": lost}
    threshold = {"policy": "rarity", "rate": 9}
    found = worked_out(scenario_with(gallery=gallery, threshold=threshold))
    assert 0.0 == found.outcomes.among(("own", "own_wrong")).max()
    found = shipped("flagged-gallery")
    assert 0.0 == found.outcomes.among(("own",), truths=("enrolled",)).max()


def test_a_gallery_without_any_flag_returns_nobody() -> None:
    """No division by nothing: hardly a stranger is left, and the rest stays finite."""
    none = sources_with(share_flagged=0, wrongly_flagged=0, flag_missing=0)
    gallery = {"searched": "flagged_records", "sources": none}
    threshold = {"policy": "rarity", "rate": 9}
    found = worked_out(scenario_with(gallery=gallery, threshold=threshold))
    assert_adds_up(found)
    assert found.outcomes.among(("stranger",)).max() < 1e-8


def test_a_world_does_not_depend_on_the_gallery_of_others() -> None:
    """Where it is open what is searched, each world is as it is where that is settled."""
    choice = {"options": ["all_records", "flagged_records"], "status": "unknown", "why": "Open."}
    found = worked_out(scenario_with(gallery={"searched": choice}))
    every = found.worlds.options("gallery.searched") == "all_records"
    assert 0 < every.sum() < len(every)
    whole, some = shipped().outcomes.table, shipped("flagged-gallery").outcomes.table
    assert np.allclose(whole[every], found.outcomes.table[every], rtol=1e-9, atol=1e-15)
    assert np.allclose(some[~every], found.outcomes.table[~every], rtol=1e-9, atol=1e-15)


def test_operating_points_are_those_of_the_gallery_that_is_searched() -> None:
    """Rates among people whose own record is in it, or is not; both are shares."""
    found = shipped("flagged-gallery").terms
    one = np.ones_like(found.gallery)
    assert np.all(found.mated() < 0.2 * found.people.enrolled)
    assert np.allclose(1.0, found.home().sum(axis=2))
    for rate in (false_positives(found, found.gallery, one), true_positives(found)):
        assert np.all((rate > 0.0) & (rate < 1.0))


# A threshold for each group


@cache
def plain(per_group: bool = True, searched: str = "all_records") -> ScenarioInWorlds:
    """One try, any candidate, no twins: a stranger is returned as often as FPIR says."""
    scenario = scenario_with(
        threshold={"per_group": per_group, "tries": 1},
        answer={"reference_rule": "any_candidate"},
        stops={"identical_twins": 0, "fraternal_twins": 0, "siblings": 0},
        gallery={"searched": searched},
    )
    return worked_out(scenario)


def rates(found: ScenarioInWorlds) -> Floats:
    """FPIR of each group, read off the outcome table."""
    wrong = found.outcomes.among(("stranger",), truths=("not_enrolled",))
    return np.asarray(wrong / found.outcomes.searched() / (1.0 - found.terms.people.enrolled))


def own_thresholds(found: ScenarioInWorlds) -> Floats:
    """The threshold of each group."""
    thresholds = group_thresholds(found.terms)
    assert thresholds is not None
    return thresholds


@pytest.mark.parametrize("searched", ["all_records", "flagged_records"])
def test_every_group_has_the_same_false_positive_rate(searched: str) -> None:
    """The one that they had on average at one threshold, weighted by stops without a record."""
    one, each = (plain(per_group, searched) for per_group in (False, True))
    assert_adds_up(each)
    weight = one.terms.people.stopped * (1.0 - one.terms.mated())
    average = (rates(one) * weight).sum(axis=1) / weight.sum(axis=1)
    assert np.max(rates(one).max(axis=1) / rates(one).min(axis=1)) > 5.0
    assert np.allclose(average[:, None], rates(each), rtol=1e-6)


def test_the_average_is_that_of_the_operating_points() -> None:
    """The false positive rate of everybody stays, whatever is returned to whom."""
    one, each = (plain(per_group).terms for per_group in (False, True))
    before, after = (false_positives(x, x.gallery, np.ones_like(x.gallery)) for x in (one, each))
    assert np.allclose(before, after, rtol=1e-9)


def test_misses_change_the_other_way() -> None:
    """A group whose threshold rises finds fewer of its own; true positives follow."""
    one, each = plain(per_group=False), plain()
    higher = own_thresholds(each) > one.terms.threshold[:, None]
    assert 0.1 < higher.mean() < 0.9
    before, after = (x.outcomes.among(("own",), truths=("sought",)) for x in (one, each))
    assert np.all(after[higher] <= before[higher])
    assert np.all(after[~higher] >= before[~higher])
    assert not np.array_equal(true_positives(one.terms), true_positives(each.terms))


def test_a_group_alone_is_that_group_among_the_others() -> None:
    """Each row of the table is what everybody's one threshold would give at the group's own."""
    found = shipped("equal-thresholds")
    at = own_thresholds(found)
    groups, sources = found.outcomes.groups, ("visa", "traveller")
    for group in (0, 3, 9):
        alone = replace(found.terms, threshold=at[:, group], per_group=None)
        expected_rows = expected_outcomes(alone, groups, sources).table[:, group]
        assert np.allclose(expected_rows, found.outcomes.table[:, group], rtol=1e-6, atol=1e-12)


def test_groups_that_are_alike_keep_the_one_threshold() -> None:
    """Without any ratio between groups, and one composition of records, nothing changes."""
    matcher = {"region_ratio": 1, "sex_ratio": 1, "cross_sex": 1, "ratio_drift": 0}
    one, each = (
        worked_out(scenario_with(matcher=matcher, threshold={"per_group": per_group}))
        for per_group in (False, True)
    )
    assert np.allclose(one.terms.threshold[:, None], own_thresholds(each), rtol=1e-12)
    assert np.allclose(one.outcomes.table, each.outcomes.table, rtol=1e-6, atol=1e-12)


def test_a_world_does_not_depend_on_the_thresholds_of_others() -> None:
    """Where it is open whether thresholds differ, each world is as where that is settled."""
    choice = {"options": [False, True], "status": "unknown", "why": "None exists."}
    found = worked_out(scenario_with(threshold={"per_group": choice}))
    each = found.worlds.options("threshold.per_group").astype(bool)
    assert 0 < each.sum() < len(each)
    one, other = shipped().outcomes.table, shipped("equal-thresholds").outcomes.table
    assert np.array_equal(one[~each], found.outcomes.table[~each])
    assert np.allclose(other[each], found.outcomes.table[each], rtol=1e-9, atol=1e-15)


# Against people and records drawn one by one

RECORDS = {"visa": 12_000, "traveller": 8_000}
FLAGGED = {"visa": 0.5, "traveller": 0.2}
WRONG = {"visa": 0.3, "traveller": 0.1}
MISSING = {"visa": 0.15, "traveller": 0.4}
RARITY, EFFECT, ACCEPTED, REJECTED, REVIEWED = 4.5, 2.0, 0.6, 0.1, 0.7
TOGETHER = 0.3


@cache
def small(twins: float, sought: float) -> ScenarioInWorlds:
    """A gallery of 20,000 records, of which 7,600 are searched; everybody alike; one world."""
    data = as_data(load_scenario("task-force-module"))
    total = sum(RECORDS.values())
    data["gallery"] |= {
        "records": total,
        "searched": "flagged_records",
        "composition": {"shares": {name: held / total for name, held in RECORDS.items()}},
        "sources": [
            source
            | {"records_per_person": 1, "share_flagged": FLAGGED[source["name"]]}
            | {"share_sought": None}
            | {"wrongly_flagged": WRONG[source["name"]], "flag_missing": MISSING[source["name"]]}
            for source in data["gallery"]["sources"]
        ],
    }
    data["capture"] = {
        "conditions": [{"name": "webcam", "impostor_effect": EFFECT}],
        "composition": {"shares": {"webcam": 1}},
    }
    data["matcher"] |= {
        "mate_tail": "normal", "region_ratio": 1, "sex_ratio": 1, "cross_sex": 1,
        "ratio_drift": 0, "look_alike_variance": 0, "growth_exponent": 1, "miss_odds": 1,
        "identical_twins_alike": 1, "identical_twins_decline": 0,
    }  # fmt: skip
    data["threshold"] |= {"policy": "rarity", "rate": RARITY, "candidates": 1, "tries": 1}
    data["review"] |= {
        "share_reviewed": REVIEWED, "false_acceptance": ACCEPTED, "false_rejection": REJECTED,
        "slope": 0, "group_effect": 0,
    }  # fmt: skip
    data["stops"] |= {
        "identical_twins": twins, "fraternal_twins": 0, "siblings": 0, "kin_enrolment": TOGETHER,
        "share_enrolled": 0.6, "share_sought": sought,
    }  # fmt: skip
    data["stops"] |= {"people": 3_000}
    return worked_out(Scenario.model_validate(data), Draws(3, 1))


def own_records(
    rng: np.random.Generator, found: Terms, many: int
) -> tuple[NDArray[np.int64], Floats]:
    """Home and rarity of a person's own record, or of their twin's; minus infinity where lost."""
    home = np.where(rng.random(many) < found.people.home[0, 0, 0], 0, 1)
    law = found.conditions[0].law
    assert isinstance(law, FittedLaw)
    mate = mates(law, found.images, found.miss_odds)
    lost = rng.random(many) < mate.lost[0, 0][home]
    location = (law.location[0] - found.images.older_by[0])[home]
    rarity = location + law.scale[0] * rng.standard_normal(many)
    return home, np.where(lost, -np.inf, rarity)


def best_strangers(rng: np.random.Generator, many: int) -> tuple[Floats, NDArray[np.int64]]:
    """Rarity of the stranger most alike among the flagged records, and its source."""
    searched = [round(records * FLAGGED[name]) for name, records in RECORDS.items()]
    least = [-np.expm1(-rng.standard_exponential(many) / records) for records in searched]
    best = -np.log10(np.stack(least) / EFFECT)
    return best.max(axis=0), best.argmax(axis=0)


def drawn(found: Terms, many: int) -> Counter[str]:
    """How many of many stops end in each way; everything that is flagged leads to a reference."""
    rng = np.random.default_rng(11)
    people = found.people
    enrolled = rng.random(many) < people.enrolled[0, 0]
    sought = enrolled & (rng.random(many) < people.sought[0, 0])
    home, rarity = own_records(rng, found, many)
    wrong, missing, flagged = (
        np.array(list(share.values()))[home] for share in (WRONG, MISSING, FLAGGED)
    )
    own = enrolled & (rng.random(many) < np.where(sought, 1.0 - missing, wrong))
    twin_enrolled = np.where(
        rng.random(many) < TOGETHER, enrolled, rng.random(many) < people.enrolled[0, 0]
    )
    has_twin = rng.random(many) < people.kin.number[0, 0]
    twin = has_twin & twin_enrolled & (rng.random(many) < flagged)
    first = rng.random(many) < 0.5
    is_twin = twin & (~own | first)
    rarity = np.where(own | twin, rarity, -np.inf)
    stranger, source = best_strangers(rng, many)
    is_stranger = (stranger > rarity) & (stranger >= RARITY)
    fooled = rng.random(many) < np.where(is_stranger, ACCEPTED, 1.0 - REJECTED)
    word = np.where((rng.random(many) >= REVIEWED) | fooled, "upheld", "withdrawn")
    names = np.array(list(RECORDS))
    whose = np.where(sought, "own", "own_wrong")
    candidate = np.where(is_stranger, "stranger", np.where(is_twin, "kin", whose))
    of = np.where(is_stranger, names[source], np.where(is_twin, names[home], ""))
    nothing = ~is_stranger & (rarity < RARITY)
    truth = np.where(sought, "sought", np.where(enrolled, "enrolled", "not_enrolled"))
    failed = rng.random(many) < found.operational_failures[0]
    failed |= rng.random(many) < people.opt_out[0, 0]
    parts = zip(truth.tolist(), candidate.tolist(), word.tolist(), of.tolist(), strict=True)
    ends = ["{} {} {} {}".format(*part) for part in parts]
    return Counter(
        f"{who} no_search none " if fail else f"{who} nothing none " if none else end
        for who, fail, none, end in zip(
            truth.tolist(), failed.tolist(), nothing.tolist(), ends, strict=True
        )
    )


def expected(outcomes: Outcomes) -> dict[str, float]:
    """The first group's cells in the first world, by the same names."""
    return {
        f"{truth} {'kin' if cell.kin else cell.candidate} {cell.review} {cell.source}": float(
            chance
        )
        for truth, row in zip(TRUTHS, outcomes.table[0, 0], strict=True)
        for cell, chance in zip(outcomes.cells, row.tolist(), strict=True)
    }


IMAGES, MANY = {"visa": 3, "traveller": 2}, 4_000


def best_of_images(rng: np.random.Generator, people: int, images: int) -> Floats:
    """
    In each of many searches, how little the most alike image of anybody is expected to match.

    Images of one person share their fate by half: `P(all below r) = F(r)^(m^(1/2))`, drawn from the
    positive stable law of exponent 1/2 that stands behind that copula.
    """
    best = np.full(MANY, np.inf)
    for _ in range(people):
        shared = 0.5 / rng.standard_normal(MANY) ** 2
        each = rng.standard_exponential((images, MANY)) / shared
        best = np.minimum(best, np.sqrt(each).min(axis=0))
    return best


def test_several_images_of_a_stranger_share_their_fate() -> None:
    """Person by person and image by image, by source: as many comparisons as `N m^-d`."""
    data = as_data(small(0, 0.3).worlds.scenario)
    data["gallery"] |= {"searched": "all_records", "image_dependence": 0.5, "records": 3_000}
    data["answer"]["reference_rule"] = "any_candidate"
    for source in data["gallery"]["sources"]:
        source["records_per_person"] = IMAGES[source["name"]]
    data["threshold"]["rate"] = 4.0
    found = worked_out(Scenario.model_validate(data), Draws(3, 1))
    rng = np.random.default_rng(5)
    shares = found.worlds.shares("gallery.composition", tuple(IMAGES))[0]
    held = [round(3_000 * share / m) for share, m in zip(shares, IMAGES.values(), strict=True)]
    best = np.stack([best_of_images(rng, n, m) for n, m in zip(held, IMAGES.values(), strict=True)])
    at = -np.log10(-np.expm1(-best) / EFFECT)
    first = at.argmax(axis=0)
    for number, name in enumerate(IMAGES):
        count = int(np.count_nonzero((first == number) & (at[number] >= 4.0)))
        ends = [cell.source == name for cell in found.outcomes.cells]
        row = found.outcomes.table[0, 0, 0]
        chance = float(row[ends].sum() / row[1:].sum())
        assert abs(count - MANY * chance) < 4.0 * np.sqrt(MANY * chance * (1.0 - chance))


def test_a_stop_with_a_flagged_gallery_ends_as_brute_force_ends_it() -> None:
    """Truth, flags, twins, review and source: every cell within four standard errors."""
    found = small(0.9, 0.3)
    chances, counts = expected(found.outcomes), drawn(found.terms, STOPS)
    assert set() == set(counts) - set(chances)
    limit = float(norm.sf(STANDARD_ERRORS))
    far = [
        (name, counts[name], STOPS * chance)
        for name, chance in chances.items()
        if binom.cdf(counts[name], STOPS, chance) < limit
        or binom.sf(counts[name] - 1, STOPS, chance) < limit
    ]
    assert [] == far
    assert sum(chance > 100 / STOPS for chance in chances.values()) >= 15


def test_photographs_until_a_reference_are_refused_beside_a_margin() -> None:
    """What comes of both is not modelled; where any candidate is a reference, nothing does."""
    data = as_data(load_scenario("task-force-module"))
    data["answer"] |= {"reference_rule": "flagged_record", "margin": 1}
    data["threshold"] |= {"retry_after": "no_reference", "tries": 2}
    with pytest.raises(MeaningError, match=r"threshold\.retry_after is no_reference"):
        worked_out(Scenario.model_validate(data), Draws(3, 8))
    data["answer"]["reference_rule"] = "any_candidate"
    assert worked_out(Scenario.model_validate(data), Draws(3, 8)).outcomes.table.shape[0] == 8
