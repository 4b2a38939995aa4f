"""A group is named as the worst only where the data set it apart; else what would tell."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import norm
from tests.command import call

from misid.evaluation import ScoreTable, Verification, evaluate
from misid.evaluation.group_schema import ApartNote
from misid.evaluation.reading.pair_table import Groups
from misid.evaluation.set_apart import Look, Looks
from misid.measures.apart import MOST_COMPARED, Apart, told_apart
from misid.measures.gathered import Gathered, gathered
from misid.measures.needed import trials_needed
from misid.words import groups as words
from misid.words.facts import Facts
from misid.words.sentence import paragraph, plain

Floats = NDArray[np.float64]
Draw = Callable[..., Gathered]
UNEVEN = (120, 60, 30, 15, 8)
TWENTY = tuple(np.geomspace(120, 6, 20).round().astype(int).tolist())
counts = st.lists(
    st.tuples(st.integers(0, 40), st.integers(40, 400)), min_size=2, max_size=6
)  # fmt: skip


def of_counts(errors: list[int] | Floats, trials: list[int] | Floats) -> Gathered:
    """Counts of people who are not known."""
    return Gathered(np.array(errors, np.float64), np.array(trials, np.float64), None, None, None)


def drawn(random: np.random.Generator, people: tuple[int, ...], rates: Floats) -> Gathered:
    """Ten comparisons of each person, nobody named."""
    trials = 10 * np.array(people)
    return of_counts(random.binomial(trials, rates).astype(np.float64), trials.astype(np.float64))


def missed(
    random: np.random.Generator, people: tuple[int, ...], rates: Floats, *, effect: float = 1.0
) -> Gathered:
    """Misses of people with an effect of their own, each in 1 to 20 comparisons."""
    size = sum(people)
    who = np.repeat(np.arange(size), random.integers(1, 21, size))
    at = np.repeat(np.arange(len(people)), people)[who]
    scores = effect * random.normal(size=size)[who] + random.normal(size=len(who))
    wrong = scores < norm.ppf(rates)[at] * math.sqrt(1.0 + effect**2)
    return gathered(wrong, at, size=len(people), subjects=(who, who))


def matched(
    random: np.random.Generator, people: tuple[int, ...], rates: Floats, *, effect: float = 1.0
) -> Gathered:
    """False matches of everybody against 20 others, by the group of side a."""
    size = sum(people)
    one = np.repeat(np.arange(size), 20)
    two = (one + random.integers(1, size, len(one))) % size
    alike, at = random.normal(size=size), np.repeat(np.arange(len(people)), people)[one]
    scores = effect * (alike[one] + alike[two]) + random.normal(size=len(one))
    wrong = scores >= norm.isf(rates)[at] * math.sqrt(1.0 + 2.0 * effect**2)
    return gathered(wrong, at, size=len(people), subjects=(one, two))


@pytest.mark.parametrize("people", [(40, 40), (120, 8), (60, 3, 2), UNEVEN, TWENTY])
@pytest.mark.parametrize("rate", [0.1, 0.003])
@pytest.mark.parametrize(("draw", "times"), [(drawn, 400), (missed, 100), (matched, 60)])
def test_equal_groups_are_told_apart_in_one_sample_of_twenty_at_most(
    people: tuple[int, ...], rate: float, draw: Draw, times: int
) -> None:
    """Whoever is in many comparisons, however few errors, of 2 to 20 groups of unequal size."""
    random, rates = np.random.default_rng(5), np.full(len(people), rate)
    found = [told_apart(draw(random, people, rates)) for _ in range(times)]
    assert sum(one.told for one in found) <= 0.05 * times
    assert sum(one.highest is not None for one in found) <= 0.05 * times


@pytest.mark.parametrize(("draw", "times"), [(drawn, 800), (missed, 120)])
@pytest.mark.parametrize("first", [(60, 60), (20, 200)])
def test_two_groups_that_are_alike_at_the_top_are_seldom_told_apart(
    draw: Draw, times: int, first: tuple[int, int]
) -> None:
    """The others are lower, and said to be; of the two neither is named, but in 5 % of samples."""
    random, rates = np.random.default_rng(2), np.array([0.2, 0.2, 0.01, 0.01])
    found = [told_apart(draw(random, (*first, 60, 60), rates)) for _ in range(times)]
    assert sum(one.highest is not None for one in found) <= 0.05 * times
    assert sum(one.told for one in found) >= 0.95 * times
    assert sum({0, 1} <= set(one.may_be_highest) for one in found) >= 0.95 * times


@pytest.mark.parametrize("draw", [drawn, missed, matched])
def test_group_ten_times_as_bad_is_named(draw: Draw) -> None:
    """With 100 people a group, in at least 19 of 20 samples; never another one."""
    random, rates = np.random.default_rng(3), np.array([0.01, 0.1, 0.01, 0.01])
    found = [told_apart(draw(random, (100,) * 4, rates)) for _ in range(60)]
    assert [one.highest for one in found].count(1) >= 57
    assert {one.highest for one in found} <= {1, None}
    assert sum((one.at_least or 1.0) <= 10.0 for one in found) >= 57


@given(trials=st.lists(st.integers(1, 10**6), min_size=2, max_size=20), at=st.integers(0, 19))
def test_one_error_names_nobody(trials: list[int], at: int) -> None:
    """However few comparisons the group has that it falls on, unless they are below 1 in 40."""
    errors = [int(place == at % len(trials)) for place in range(len(trials))]
    found = told_apart(of_counts(errors, trials))
    if trials[at % len(trials)] > sum(trials) / 40.0:
        assert (found.told, found.highest, found.at_least) == (False, None, None)


def test_errors_of_one_person_name_nobody() -> None:
    """Nine errors of one person are one: of independent comparisons they would be enough."""
    person = np.repeat(np.arange(40), 10)
    wrong, at = (person == 0) & (np.arange(400) != 9), person // 20
    found = gathered(wrong, at, size=2, subjects=(person, person))
    assert told_apart(of_counts(found.errors, found.trials)).highest == 0
    assert not told_apart(found).told


def test_answers_through_one_record_name_nobody() -> None:
    """A record that resembles a dozen people of a group says little of other galleries."""
    person = np.arange(400)
    wrong, at = person < 12, person // 200
    apart, one = (
        told_apart(gathered(wrong, at, size=2, subjects=(person, person), records=records))
        for records in (person, np.zeros(400, np.int64))
    )
    assert apart.highest == 0
    assert not one.told


def test_covariance_is_that_of_sums_by_person_and_pair() -> None:
    """As written out, with a loop over people and over pairs."""
    random = np.random.default_rng(4)
    one = random.integers(8, size=200)
    two = (one + random.integers(1, 8, size=200)) % 8
    at, wrong = random.integers(3, size=200), random.random(200) < 0.3
    found = gathered(wrong, at, size=3, subjects=(one, two))
    rates = np.array([wrong[at == cell].mean() for cell in range(3)])
    left = wrong - rates[at]

    def sums(kept: NDArray[np.bool_]) -> Floats:
        return np.array([left[kept & (at == cell)].sum() for cell in range(3)])

    whole = np.zeros((3, 3))
    for who in range(8):
        moved = sums((one == who) | (two == who))
        whole += np.outer(moved, moved)
        for other in range(who):
            both = ((one == who) & (two == other)) | ((one == other) & (two == who))
            whole -= np.outer(sums(both), sums(both))
    assert found.covariance == pytest.approx(whole)


@given(cells=counts, data=st.data())
def test_order_of_cells_makes_no_difference(
    cells: list[tuple[int, int]], data: st.DataObject
) -> None:
    """The same cell is named wherever it stands."""
    order = data.draw(st.permutations(range(len(cells))))
    one, two = (
        told_apart(of_counts([k for k, _ in kept], [n for _, n in kept]))
        for kept in (cells, [cells[place] for place in order])
    )
    assert one.told == two.told
    assert one.highest == (None if two.highest is None else order[two.highest])
    assert one.lowest == (None if two.lowest is None else order[two.lowest])
    assert set(one.may_be_highest) == {order[place] for place in two.may_be_highest}


@given(cells=counts)
def test_wrong_and_right_turn_round(cells: list[tuple[int, int]]) -> None:
    """Who is lowest in errors is highest in what is right."""
    errors, trials = [k for k, _ in cells], [n for _, n in cells]
    one = told_apart(of_counts(errors, trials))
    two = told_apart(of_counts([n - k for k, n in cells], trials))
    if 2 * sum(errors) != sum(trials):
        assert (one.told, one.highest, one.lowest) == (two.told, two.lowest, two.highest)


def test_cells_without_trials_take_no_part() -> None:
    """They neither are the best, nor stand in the way of naming another."""
    found = told_apart(of_counts([5, 0, 80], [1000, 0, 1000]))
    assert (found.highest, found.lowest, found.may_be_highest) == (2, 0, (2,))


def test_too_many_cells_are_not_compared() -> None:
    """Nothing is told of them."""
    size = MOST_COMPARED + 1
    found = told_apart(of_counts([900, *[1] * (size - 1)], [1000] * size))
    assert (found.told, found.highest) == (False, None)


@pytest.mark.parametrize(("cells", "rate"), [(2, 0.1), (2, 0.01), (6, 0.05), (15, 0.02)])
def test_needed_comparisons_name_a_group_twice_as_bad_four_times_in_five(
    cells: int, rate: float
) -> None:
    """Drawn 400 times with as many as the formula says."""
    wanted = trials_needed(rate, cells=cells)
    assert wanted is not None
    random, trials = np.random.default_rng(9), np.full(cells, math.ceil(wanted))
    rates = np.array([2.0 * rate, *[rate] * (cells - 1)])
    named = [
        told_apart(of_counts(random.binomial(trials, rates).astype(float), trials)).highest == 0
        for _ in range(400)
    ]
    assert 0.75 <= np.mean(named) <= 0.93


def test_needed_people_name_a_group_twice_as_bad_where_people_matter() -> None:
    """The design effect of a file says how many more comparisons it takes."""
    random, rates = np.random.default_rng(1), np.array([0.2, 0.1, 0.1])
    pilot = missed(random, (400, 400, 400), np.full(3, 0.1))
    wanted = trials_needed(0.1, cells=3, design_effect=pilot.design_effect)
    assert wanted is not None
    assert pilot.design_effect > 2.0
    people = math.ceil(wanted / 10.5)
    named = [told_apart(missed(random, (people,) * 3, rates)).highest == 0 for _ in range(100)]
    assert 0.7 <= np.mean(named) <= 0.95


def test_no_multiple_of_a_high_rate_needs_nothing() -> None:
    """Nor does one of no rate, or of a single cell."""
    assert trials_needed(0.5, cells=2) is None
    assert trials_needed(0.0, cells=2) is None
    assert trials_needed(0.1, cells=1) is None


def test_looks_go_towards_more_errors() -> None:
    """False matches at laxer thresholds, misses at stricter ones, the nearest first."""
    found = [(0.1, 1.0), (0.01, 2.0), (0.001, 3.0), (1e-4, 4.0), (1e-5, 4.0)]
    looks = Looks.of(0.01, found, float)
    assert list(looks.with_more("FMR")) == [Look(0.1, 1.0)]
    assert list(looks.with_more("FNMR")) == [Look(0.001, 3.0), Look(1e-4, 4.0)]


def table(factor: float = 0.0, *, strict: int = 1) -> ScoreTable:
    """
    Three groups, 3,558 impostor comparisons each; people with ten genuine ones each.

    So many of the west's impostor scores are beyond all others; `factor` raises the rest.
    """
    random = np.random.default_rng(6)
    genuine = np.arange(10_674 + 900) >= 10_674
    at = np.concatenate([np.arange(10_674) % 3, np.arange(900) // 10 % 3])
    scores = random.normal(size=len(at)) + 4.5 * genuine + factor * ((at == 2) & ~genuine)
    scores[np.flatnonzero((at == 2) & ~genuine)[:strict]] = 8.0
    person = np.where(genuine, np.arange(len(at)) // 10, np.arange(len(at)))
    side = Groups(("east", "north", "west"), at)
    return ScoreTable(
        "scores.csv", scores, genuine, subject_a=person,
        subject_b=np.where(genuine, person, person + 100_000), group_a=side, group_b=side,
    )  # fmt: skip


def said(told: ApartNote) -> str:
    """What is said of it."""
    return plain(paragraph(words.apart(Facts(told))))


def apart(found: Verification, measure: str, over: str = "groups") -> ApartNote:
    """What is told of one rate."""
    assert found.groups is not None
    return next(
        one for one in found.groups.apart if (one.measure, one.over) == (measure, over)
    )  # fmt: skip


def test_one_false_match_of_3558_names_no_group() -> None:
    """It is too few to compare; at a laxer threshold the groups are not told apart either."""
    found = evaluate(table(), rates=[1e-4], replicates=0)
    assert found.groups is not None
    rows = [row for row in found.groups.rows if row.measure == "FMR" and row.other is None]
    assert [(row.rate.count, row.rate.trials) for row in rows] == [(0, 3558), (0, 3558), (1, 3558)]
    told = apart(found, "FMR")
    assert (told.at_asked, told.enough, told.told_apart, told.highest) == (False, True, False, None)
    assert "most often" not in said(told)
    assert told.asked == 0.01
    assert told.needed is not None
    assert told.needed.trials < told.fewest
    assert "there are too few false matches to compare (1)" in said(told)
    assert "One with 2 times the rate of the others would have been told" in said(told)
    disparity = next(one for one in found.groups.disparities if one.measure == "FMR")
    assert (disparity.told_apart, disparity.largest, disparity.smallest) == (False, None, None)


def test_group_that_is_set_apart_is_named_at_a_laxer_threshold_and_so_is_the_threshold() -> None:
    """At the asked one it is not, and the sentence says why."""
    found = evaluate(table(0.6), rates=[3e-4], replicates=0)
    told = apart(found, "FMR")
    assert (told.highest, told.at_asked) == ("west", False)
    assert "they are compared at a laxer one" in said(told)
    assert f"({told.threshold:.6g})" in said(told)
    assert "most often in the group “west”" in said(told)
    assert 1.0 < (told.at_least or 0.0) < (told.highest_errors or 0)
    assert apart(found, "FMR", "pairs").highest == "west against west"


def test_group_that_is_set_apart_at_the_asked_threshold_is_named_there() -> None:
    """In the sentence, the table of differences and the finding of the figure."""
    found = evaluate(table(1.0), rates=[0.01], replicates=0)
    told = apart(found, "FMR")
    assert (told.at_asked, told.highest, told.errors) == (True, "west", told.errors_at_asked)
    assert said(told).startswith("Two people match most often in the group “west”: ")
    assert found.groups is not None
    disparity = next(one for one in found.groups.disparities if one.measure == "FMR")
    assert (disparity.told_apart, disparity.largest) == (True, "west")


def test_distances_are_compared_at_the_same_thresholds() -> None:
    """Turned round, like every other threshold."""
    one = apart(evaluate(table(0.6), rates=[3e-4], replicates=0), "FMR")
    whole = table(0.6)
    turned = ScoreTable(
        whole.name, whole.scores, whole.genuine, whole.subject_a, whole.subject_b,
        whole.group_a, whole.group_b, distance=True,
    )  # fmt: skip
    two = apart(evaluate(turned, rates=[3e-4], replicates=0), "FMR")
    assert (one.threshold, one.highest) == (-two.threshold, two.highest)


def test_the_command_names_no_group_by_chance(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor a highest over a lowest: it says what would tell."""
    rows = ["score,label,group"]
    random = np.random.default_rng(1)
    for label, middle in ((1, 3.0), (0, 0.0)):
        rows += [f"{random.normal(middle):.4f},{label},{'AB'[n % 2]}" for n in range(300)]
    path = tmp_path / "scores.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    code, out, _ = call(capsys, "evaluate", path, "--fmr", 0.1)
    assert code == 0
    assert "Do groups differ?" in out
    assert "does not tell groups apart" in " ".join(out.split())
    assert "To tell one with 2 times the rate of the others 8 times in ten takes about" in " ".join(
        out.split()
    )
    assert "not told" in out
    assert "most often" not in out


def test_what_is_told_is_frozen() -> None:
    """Nothing of it changes afterwards."""
    found = told_apart(of_counts([1, 30], [100, 100]))
    assert found == Apart(True, 1, 0, (1,), found.at_least)
