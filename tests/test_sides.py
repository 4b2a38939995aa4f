"""An either/or that decides: when it does, both sides, the trees, and what one code means."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

from functools import cache
from typing import Any, get_args

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtri

from misid.errors import MeaningError
from misid.programme import REFERENCES, TRUTHS
from misid.quantities import Choice, Switch
from misid.quantities.units import is_share
from misid.results import Interval, Run, run
from misid.results.output_definitions import kind
from misid.results.schema import EitherOrAnswer, OutputRow
from misid.results.sides import DECIDES, _turns, decided_by, open_choices, sides_of, turned_by
from misid.results.splits import limit_decider
from misid.results.variance_shares import least_share, weighed
from misid.scenario import OUTPUTS, Output, Scenario, change, inputs, load_change, load_scenario
from misid.scenario.serialise import as_data
from misid.uncertainty.require import require
from misid.words import plain
from misid.words.answers import ANSWERS, clause, head
from misid.words.run import finding, limit_said

Floats = NDArray[np.float64]
TASK_FORCE, RULE = "task-force-module", "answer.reference_rule"
GALLERY = "threshold.moves_with_gallery"
DRAWS = 1024


def changed(*changes: tuple[str, object]) -> Scenario:
    """The shipped scenario with inputs replaced, named as in `misid scenario show`."""
    data = as_data(load_scenario(TASK_FORCE))
    for path, value in changes:
        part: Any = data
        *steps, last = path.split(".")
        for step in steps:
            part = part[int(step)] if isinstance(part, list) else part[step]
        part[last] = value
    return Scenario.model_validate(data)


@cache
def usual() -> Run:
    """The shipped scenario."""
    return run(TASK_FORCE, draws=DRAWS)


@cache
def by_gallery() -> Run:
    """Where the threshold was set for a small gallery, it decides whether it moves with it."""
    one_rule = {"options": ["any_candidate"], "why": "One answer."}
    return run(changed((RULE, one_rule), ("threshold.design_gallery", 1000)), draws=DRAWS)


@cache
def alike() -> Run:
    """Every record carries a flag: the rule changes no wrong person, but a branch of the tree."""
    said = {"share_sought": None, "share_flagged": 1.0}
    every = [(f"gallery.sources.{n}.{key}", said[key]) for n in (0, 1) for key in said]
    stays = {"options": [False], "why": "One answer."}
    one = (("gallery.made_for", "each_occasion"), (GALLERY, stays))
    return run(changed(*every, *one), draws=DRAWS)


def split_outputs(found: Run) -> dict[str, str]:
    """Which input decides each output that one decides."""
    return {row.name: row.split.input for row in found.results.headline if row.split is not None}


def row_of(found: Run, name: str) -> OutputRow:
    """One row of the headline."""
    return next(row for row in found.results.headline if row.name == name)


def three(one: Interval) -> tuple[float | None, ...]:
    """Low, median and high."""
    return one.low, one.median, one.high


# When an either/or decides


def test_what_decides_an_output_is_its_own_strongest_choice() -> None:
    """The rule: wrong persons, and who a code names; the threshold: the share that is wrong."""
    decided = {
        RULE: {
            "wrong_person_references", "wrong_person_references_upheld",
            "wrong_person_references_kin", "share_of_references_sought",
            "references_to_people_not_sought",
        },
        GALLERY: {
            "share_of_references_wrong_person", "share_of_upheld_references_wrong_person",
            "share_of_references_right_person",
        },
    }  # fmt: skip
    expected = {name: choice for choice, names in decided.items() for name in names}
    assert expected == split_outputs(usual())


def test_sides_a_factor_of_two_apart_are_never_averaged_away() -> None:
    """No row that is told as one number has an open choice whose medians are so far apart."""
    worlds, values = usual().evaluation.worlds, usual().values
    told_as_one = [row for row in usual().results.headline if row.split is None]
    assert told_as_one
    for row in told_as_one:
        for one in open_choices(worlds):
            of_one = is_share(row.unit)
            share = weighed([worlds.option(one.name)], values[row.name], of_one=of_one).shares[0]
            sides = [side.rows for side in sides_of(worlds, one)]
            medians = np.array([np.nanmedian(values[row.name][rows]) for rows in sides])
            odds = medians / (1.0 - medians) if of_one else medians
            assert share <= least_share(DRAWS) or max(odds) <= 2.01 * min(odds)


def test_a_share_and_what_is_left_of_it_are_decided_alike() -> None:
    """Right and wrong persons are one question: odds see 98 and 92 % as they see 2 and 8 %."""
    worlds, wrong = usual().evaluation.worlds, usual().values["share_of_references_wrong_person"]
    first, second = (decided_by(worlds, of, of_one=True) for of in (wrong, 1.0 - wrong))
    assert first is not None
    assert second is not None
    assert first.one.name == second.one.name
    assert first.share == pytest.approx(second.share)


@pytest.mark.parametrize(("apart", "decides"), [(1.8, False), (2.2, True)])
def test_the_medians_of_the_sides_decide_where_the_rest_varies_much(
    apart: float, decides: bool
) -> None:
    """So much else is not known that the option is a tenth of the variance, and less."""
    worlds = usual().evaluation.worlds
    side = worlds.option(RULE)
    values = np.empty(len(side))
    for place in (0, 1):
        here = np.flatnonzero(side == place)
        luck = ndtri((np.arange(len(here)) + 0.5) / len(here))
        values[here] = apart**place * np.exp(1.5 * luck)
    found = decided_by(worlds, values, of_one=False)
    assert decides == (found is not None)
    assert found is None or found.share < DECIDES


def test_luck_is_no_either_or() -> None:
    """Outputs that no choice moves, wider than any: of 300 none is told on two sides."""
    worlds = usual().evaluation.worlds
    random = np.random.default_rng(20261201)
    wide = (random.lognormal(0.0, 4.0, worlds.draws.size) for _ in range(300))
    assert [None] * 300 == [decided_by(worlds, values, of_one=False) for values in wide]


def test_luck_turns_no_limit() -> None:
    """Of few worlds, whose halves differ by luck: hardly one output of 300 is told on two sides."""
    worlds = run(TASK_FORCE, draws=64).evaluation.worlds
    random = np.random.default_rng(20261203)
    wide = [random.lognormal(0.0, 1.0, worlds.draws.size) for _ in range(300)]
    held = [(values > np.median(values)).astype(np.float64) for values in wide]
    turned = [
        turned_by(worlds, values, each, of_one=False)
        for values, each in zip(wide, held, strict=True)
    ]
    assert sum(map(bool, turned)) <= 6


@pytest.mark.parametrize("empty", [0, 1, 2])
def test_a_side_without_a_value_turns_nothing_and_hides_nothing(empty: int) -> None:
    """Whichever answer of three it is."""
    option = np.repeat([0, 1, 2], 100)
    held = np.repeat([0.9, 0.1, 0.5], 100) > np.tile((np.arange(100) + 0.5) / 100, 3)
    values = np.where(option == empty, np.nan, held.astype(np.float64))
    assert _turns(option, values) == (empty != 1)


def test_a_limit_between_the_sides_is_told_on_both() -> None:
    """Sides a factor of 1.5 apart, and the limit between: kept in most worlds of one only."""
    worlds = usual().evaluation.worlds
    luck = np.random.default_rng(3).normal(0.0, 0.3, worlds.draws.size)
    values = np.float64(100.0) * 1.5 ** (worlds.option(RULE) - 0.5) * np.exp(luck)
    one = kind("wrong_person_references")
    assert decided_by(worlds, values, of_one=False) is None
    turned = limit_decider(worlds, one, values, 100.0)
    assert turned is not None
    assert RULE == turned.one.name
    assert limit_decider(worlds, one, values, 300.0) is None


def test_a_limit_that_alone_is_told_on_both_sides_says_who_has_not_said() -> None:
    """The output has one row, the limit two answers, and the words need no row with sides."""
    results = usual().results
    rows = tuple(row.model_copy(update={"split": None}) for row in results.headline)
    told = plain(limit_said(results.model_copy(update={"headline": rows})))
    assert plain(limit_said(results)) == told
    assert "Nobody has said which" in told


@pytest.mark.parametrize("name", ["airport-exit", "live-watchlist"])
def test_nothing_is_divided_where_no_option_decides(name: str) -> None:
    """Open options there are, but none moves anything by a factor of two."""
    found = run(name, draws=DRAWS).results
    assert [None] * len(OUTPUTS) == [row.split for row in found.headline]
    assert ((), (), None) == (found.decision.sides, found.one_code.sides, found.either_or)
    assert [()] == [tree.answers for tree in found.trees]


def test_a_safeguard_that_answers_leaves_nothing_to_divide() -> None:
    """Where only flagged records lead to a code there is no "if" of it left."""
    safeguard = load_change("flagged-references-only")
    found = run(change(load_scenario(TASK_FORCE), [safeguard]).scenario, draws=DRAWS)
    assert RULE not in split_outputs(found).values()
    assert "flagged record leads" not in plain(finding(found.results))


def test_another_choice_that_decides_is_told_likewise() -> None:
    """A threshold set for 1,000 records and searched with 250 million: no input is named."""
    found = by_gallery()
    assert GALLERY == split_outputs(found)["wrong_person_references"]
    told = plain(finding(found.results))
    assert "If the threshold is set anew when the gallery grows, about" in told
    assert found.results.either_or is not None
    assert ["True", "False"] == [side.option for side in found.results.either_or.sides]


def test_three_answers_have_three_sides() -> None:
    """A list of one candidate, of five or of twenty, where it decides."""
    worlds = usual().evaluation.worlds
    values = np.array([1.0, 10.0, 100.0])[worlds.option("threshold.candidates")]
    found = decided_by(worlds, values, of_one=False)
    assert found is not None
    assert ("threshold.candidates", 1.0) == (found.one.name, found.share)
    assert ["one candidate", "up to 5 candidates", "up to 20 candidates"] == [
        head(EitherOrAnswer(input=side.input, option=side.option)) for side in found.sides(worlds)
    ]


def test_log_share_is_that_of_logarithms() -> None:
    """Two answers d apart with noise of standard deviation s: d^2 / (d^2 + 4 s^2)."""
    worlds = usual().evaluation.worlds
    side = worlds.option(RULE)
    noise = np.random.default_rng(20261129).standard_normal(len(side))
    for apart in (1.0, 2.0):
        share = weighed([side], np.exp(apart * side + noise), of_one=False).shares[0]
        assert apart**2 / (apart**2 + 4.0) == pytest.approx(share, abs=0.05)


def test_a_few_far_worlds_do_not_hide_an_either_or() -> None:
    """Two worlds at 10^-150 are no reason to mix shares of 1 % and of 50 %."""
    worlds = usual().evaluation.worlds
    values = np.array([0.01, 0.5])[worlds.option(RULE)]
    values = values * np.random.default_rng(1).uniform(0.5, 1.5, len(values))
    values[:2] = 1e-150
    assert weighed([worlds.option(RULE)], values, of_one=True).shares[0] > DECIDES


def test_exact_zeros_on_one_side_decide() -> None:
    """What cannot happen under one answer is divided, although zero has no logarithm."""
    worlds = usual().evaluation.worlds
    some = np.random.default_rng(2).lognormal(3.0, 1.0, worlds.draws.size)
    values = np.where(worlds.option(RULE) == 0, some, 0.0)
    assert weighed([worlds.option(RULE)], values, of_one=False).shares[0] > DECIDES


@pytest.mark.parametrize("values", [np.zeros(DRAWS), np.full(DRAWS, np.nan)])
def test_nothing_that_varies_is_nothing_to_divide(values: Floats) -> None:
    """All zero, or no trials."""
    assert decided_by(usual().evaluation.worlds, values, of_one=False) is None


# Both sides


def test_sides_divide_the_worlds() -> None:
    """Every world is on one side of every open choice, and on one only."""
    worlds = usual().evaluation.worlds
    for name in (RULE, "matcher.mate_tail", "threshold.candidates"):
        rows = np.concatenate([side.rows for side in sides_of(worlds, worlds.by_name[name])])
        assert list(range(DRAWS)) == sorted(rows.tolist())


@pytest.mark.parametrize("found", [usual, by_gallery])
def test_a_side_is_its_own_worlds(found: Any) -> None:
    """Median and ends of each row are those of the worlds in which the answer holds."""
    results, worlds = found().results, found().evaluation.worlds
    for row in results.headline:
        for place, side in enumerate(row.split.sides if row.split else ()):
            values = found().values[row.name][worlds.option(row.split.input) == place]
            assert np.quantile(values, [0.05, 0.5, 0.95]) == pytest.approx(three(side), rel=1e-12)
            assert len(values) / DRAWS == side.share_of_worlds


def test_groups_and_years_of_a_side_are_its_own() -> None:
    """The programme's year on a side is that of its worlds; the group's rates likewise."""
    either_or, split = usual().results.either_or, row_of(usual(), OUTPUTS[0]).split
    assert either_or is not None
    assert split is not None
    for side, whole in zip(either_or.sides, split.sides, strict=True):
        assert [row.unit for row in usual().results.years] == [row.unit for row in side.years]
        rates = [row.wrong_person_references.median or 0.0 for row in side.groups]
        assert min(rates) < (whole.median or 0.0) < max(rates)


def test_the_limit_is_told_on_both_sides_and_the_mixture_as_one() -> None:
    """Shares of the worlds of each side; their mean, weighted, is the mixture's."""
    limit = usual().results.decision
    shares = [side.share_of_worlds * (side.probability_exceeded or 0.0) for side in limit.sides]
    assert limit.probability_exceeded == pytest.approx(sum(shares))
    told = plain(limit_said(usual().results))
    places = [told.index(clause(side)) for side in limit.sides]
    places += [told.index("Nobody has said which"), told.index("Mixed in equal parts")]
    assert sorted(places) == places


def test_every_option_of_every_choice_has_words() -> None:
    """A clause for "If", and a short head; none is said twice of one choice."""
    read = load_scenario(TASK_FORCE)
    asked = [one for one in inputs(read) if isinstance(one.content, Choice)]
    assert set(ANSWERS) == {one.field for one in asked}
    for one in asked:
        options = options_of(type(one.content))
        answers = [EitherOrAnswer(input=one.name, option=str(option)) for option in options]
        assert len({clause(each) for each in answers}) == len(answers)
        assert len({head(each) for each in answers}) == len(answers)
        assert all(len(head(each)) <= 22 for each in answers)


def options_of(choice: type[Any]) -> tuple[object, ...]:
    """Every option that a kind of choice allows; of numbers a few."""
    if issubclass(choice, Switch):
        return True, False
    (option,) = get_args(choice.model_fields["options"].annotation)[:1]
    return get_args(option) or (1, 2, 5, 20)


# Trees


@pytest.mark.parametrize("found", [usual, by_gallery, alike])
def test_the_tree_of_each_side_adds_up(found: Any) -> None:
    """Paths are 100,000 people; wrong persons are the median of the worlds of the tree."""
    trees = found().results.trees
    assert 2 == len(trees)
    for tree in trees:
        counts = tree.frequencies
        assert 100_000 == pytest.approx(sum(path.count for path in counts.paths))
    assert 0.95 <= sum(tree.share_of_worlds for tree in trees) <= 1.0


def test_wrong_persons_of_a_tree_are_the_median_of_its_side() -> None:
    """The tree and the row say the same number."""
    split = row_of(usual(), "wrong_person_references").split
    assert split is not None
    wrong = [
        sum(path.count for path in tree.frequencies.paths if path.ending == "wrong_person")
        for tree in usual().results.trees
    ]
    assert [side.median for side in split.sides] == pytest.approx(wrong, rel=0.01)


@pytest.mark.parametrize("found", [usual, alike])
def test_a_branch_that_cannot_be_is_exactly_zero(found: Any) -> None:
    """Under the flagged rule nobody who is not sought is referred on a right record."""
    rights = {
        tree.answers[0].option: path.count
        for tree in found().results.trees
        for path in tree.frequencies.paths
        if (path.truth, path.ending) == ("enrolled", "right")
    }
    assert 0.0 == rights["flagged_record"]
    assert rights["any_candidate"] > 1000.0


def test_a_branch_divides_the_tree_although_it_decides_no_headline() -> None:
    """Where every record is flagged the rule moves no wrong person, and still two trees."""
    found = alike().results
    assert found.either_or is None
    assert ["any_candidate", "flagged_record"] == [tree.answers[0].option for tree in found.trees]


# One code


def test_what_one_code_means_adds_up() -> None:
    """Right and somebody else are everything; sought, not sought and wrong record are right."""
    found = usual().results.one_code
    for rows in (found.rows, *(side.rows for side in found.sides)):
        one = {row.meaning: row.probability or 0.0 for row in rows}
        assert 1.0 == pytest.approx(one["right_person"] + one["somebody_else"])
        parts = [one[name] for name in one if name.startswith("right_person_")]
        assert one["right_person"] == pytest.approx(sum(parts))


def test_one_code_is_a_ratio_of_means() -> None:
    """Counted again from the outcome table: all codes of all worlds in one heap."""
    evaluation = usual().evaluation
    weight = evaluation.terms.people.stopped[:, :, None, None] * evaluation.outcomes.table
    cells = evaluation.outcomes.cells
    codes = weight[..., [cell.candidate in REFERENCES for cell in cells]].sum()
    own = [cell.candidate == "own" for cell in cells]
    sought = weight[:, :, TRUTHS.index("sought")][..., own].sum()
    row = next(row for row in usual().results.one_code.rows if row.meaning == "right_person_sought")
    assert float(sought / codes) == pytest.approx(row.probability, rel=1e-12)
    assert row.probability == pytest.approx(row_of(usual(), "share_of_references_sought").pooled)


def test_shares_of_references_are_pooled_on_each_side() -> None:
    """Of the side's codes only; the side that gives more codes weighs more in the mixture."""
    row = row_of(usual(), "share_of_references_sought")
    assert row.split is not None
    sides = [side.pooled or 0.0 for side in row.split.sides]
    assert min(sides) < (row.pooled or 0.0) < sum(sides) / 2


# New rows


def test_references_to_people_not_sought_are_the_rest() -> None:
    """Wrong person, wrong record, sought and not sought are all references."""
    evaluation, values = usual().evaluation, usual().values
    stopped, table = evaluation.terms.people.stopped, evaluation.outcomes
    searched = (stopped * table.searched()).sum(axis=1)
    references = 1e5 * (stopped * table.among(REFERENCES)).sum(axis=1) / searched
    sought = values["share_of_references_sought"] * references
    parts = sum(
        values[name]
        for name in (
            "wrong_person_references", "wrong_record_references", "references_to_people_not_sought",
        )
    )  # fmt: skip
    np.testing.assert_allclose(references, parts + sought, rtol=1e-9)


def test_citizens_and_minors_are_some_of_the_people() -> None:
    """All of them citizens and minors are everybody, once a year each; none is none."""
    everybody = run(
        changed(("stops.share_citizens", 1.0), ("stops.share_minors", 1.0)), draws=64
    ).values
    np.testing.assert_allclose(
        everybody["citizens_photographed"], everybody["minors_photographed"], rtol=1e-12
    )
    nobody = run(changed(("stops.share_minors", 0.0)), draws=64).values
    assert {0.0} == set(nobody["minors_photographed"].tolist())
    assert np.all(nobody["citizens_photographed"] < everybody["citizens_photographed"])


def test_a_scenario_that_says_nothing_of_minors_leaves_them_unknown() -> None:
    """Older files can be read; they never said that there are none."""
    data = as_data(load_scenario(TASK_FORCE))
    del data["stops"]["share_minors"]
    read = Scenario.model_validate(data)
    assert "unknown" == read.stops.share_minors.status.value
    assert read.stops.share_minors.is_range


@pytest.mark.parametrize(
    "output", ["share_of_references_right_person", "share_of_references_sought"]
)
def test_less_of_what_is_good_is_no_requirement(output: Output) -> None:
    """A limit is the most that may be; of right codes it would ask for fewer."""
    with pytest.raises(MeaningError, match=f"{output} is the better the larger"):
        require(run(TASK_FORCE, draws=20), output, 0.5)


def test_means_stand_beside_what_is_summed_over_years() -> None:
    """The mean over the worlds, where people, photographs or a year's references are added up."""
    for row in usual().results.headline:
        mean = float(np.mean(usual().values[row.name]))
        if row.unit in ("people_a_year", "photographs"):
            assert mean == pytest.approx(row.mean)
        else:
            assert row.mean is None
    year = usual().results.years[0]
    assert (year.mean or 0.0) > 5 * (year.expected.median or 0.0)
