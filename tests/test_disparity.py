"""How far groups lie apart: ratios, published figures, their intervals, thresholds of their own."""

from __future__ import annotations

import math
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import norm
from tests.command import call

from misid.evaluation import ScoreTable, Verification, evaluate
from misid.evaluation.group_schema import DisparityNote
from misid.evaluation.reading.pair_table import Groups
from misid.measures import (
    Bounds,
    Comparisons,
    Pairs,
    Rate,
    operating_point,
    subject_interval,
)
from misid.measures.by_person import student
from misid.measures.disparity import MEASURES, DisparityMeasure
from misid.measures.disparity_intervals import disparity_intervals
from misid.measures.fairness import (
    Differences,
    fairness_discrepancy_rate,
    fairness_intervals,
    gini_aggregation_rate,
    inequity_rate,
)
from misid.measures.gini_interval import gini_interval
from misid.measures.group_covariance import (
    MOST_CELLS,
    GroupCells,
    cell_rates,
    contrast_variance,
    rate_ratio_interval,
)
from misid.measures.intervals import ratio_interval

rates = st.lists(st.floats(1e-6, 1.0), min_size=2, max_size=8)
counted = st.lists(
    st.tuples(st.integers(1, 50), st.integers(60, 400)).map(lambda pair: Rate(*pair)),
    min_size=2,
    max_size=6,
)


def alone(*cells: Rate) -> GroupCells:
    """Rates of people who are not known."""
    return GroupCells(cells, None, None)


def garbe_by_pairs(values: list[float]) -> float:
    """The Gini coefficient as the paper writes it, over all ordered pairs."""
    size, mean = len(values), sum(values) / len(values)
    apart = sum(abs(one - two) for one, two in permutations(values, 2))
    return size / (size - 1) * apart / (2 * size**2 * mean)


@given(match=rates, data=st.data())
def test_published_figures_are_as_the_papers_write_them(
    match: list[float], data: st.DataObject
) -> None:
    """FDR, INEQ and GARBE, each by its formula spelled out."""
    miss = data.draw(st.lists(st.floats(1e-6, 1.0), min_size=len(match), max_size=len(match)))
    weight = data.draw(st.floats(0.0, 1.0))
    apart = weight * (max(match) - min(match)) + (1 - weight) * (max(miss) - min(miss))
    ratio = (max(match) / min(match)) ** weight * (max(miss) / min(miss)) ** (1 - weight)
    gini = weight * garbe_by_pairs(match) + (1 - weight) * garbe_by_pairs(miss)
    found = [
        float(figure(match, miss, weight=weight))
        for figure in (fairness_discrepancy_rate, inequity_rate, gini_aggregation_rate)
    ]
    assert found == pytest.approx([1 - apart, ratio, gini], abs=1e-9)


@given(value=st.floats(1e-6, 1.0), size=st.integers(2, 9))
def test_equal_groups_have_the_best_of_every_figure(value: float, size: int) -> None:
    """1, 1 and 0."""
    same = [value] * size
    assert float(fairness_discrepancy_rate(same, same)) == 1.0
    assert float(inequity_rate(same, same)) == pytest.approx(1.0)
    assert float(gini_aggregation_rate(same, same)) == pytest.approx(0.0, abs=1e-12)


def test_figures_work_on_many_replicates_at_once() -> None:
    """The last axis is groups; whatever comes before stays."""
    match, miss = np.array([[0.1, 0.2], [0.3, 0.3]]), np.array([[0.2, 0.2], [0.1, 0.4]])
    assert gini_aggregation_rate(match, miss).tolist() == pytest.approx([1 / 6, 0.3])


@given(cells=counted)
def test_intervals_hold_what_was_seen(cells: list[Rate]) -> None:
    """Every measure lies within its own interval; ratios of it are at least 1."""
    found = disparity_intervals(alone(*cells))
    seen = [rate.count / rate.trials for rate in cells]
    assert set(found) == set(MEASURES)
    for name, bounds in found.items():
        value = float(MEASURES[name](seen))
        assert bounds.low <= value + 1e-9
        assert value <= bounds.high + 1e-9
        assert bounds.low >= (1.0 if name.startswith("max") else 0.0)


@given(cells=counted)
def test_order_of_groups_makes_no_difference(cells: list[Rate]) -> None:
    """Intervals do not depend on which group is named first, but for the draws of Gini's."""
    one, two = (disparity_intervals(alone(*order)) for order in (cells, cells[::-1]))
    for name in ("max_over_min", "max_over_mean", "max_over_geometric_mean", "spread"):
        assert one[name].low == pytest.approx(two[name].low)
        assert one[name].high == pytest.approx(two[name].high)


def test_group_without_errors_leaves_no_upper_end() -> None:
    """The ratio to it has none; that to the mean and the spread do."""
    found = disparity_intervals(alone(Rate(0, 1000), Rate(60, 1000)))
    assert found["max_over_min"].high == math.inf
    assert found["max_over_geometric_mean"].high == math.inf
    assert found["max_over_min"].low > 1.0
    assert found["max_over_mean"].high == 2.0
    assert found["spread"].high < 0.1


def test_cells_without_trials_take_no_part() -> None:
    """They change nothing."""
    with_empty = disparity_intervals(alone(Rate(5, 100), Rate(0, 0), Rate(9, 100)))
    assert with_empty == disparity_intervals(alone(Rate(5, 100), Rate(9, 100)))
    assert disparity_intervals(alone(Rate(5, 100), Rate(0, 0))) == {}


def test_too_many_cells_have_no_interval() -> None:
    """Their covariance grows with the square."""
    assert disparity_intervals(alone(*[Rate(1, 10)] * (MOST_CELLS + 1))) == {}


def test_equal_groups_may_be_equal() -> None:
    """Where rates differ by chance alone, every interval begins at no difference."""
    found = disparity_intervals(alone(Rate(30, 1000), Rate(34, 1000), Rate(28, 1000)))
    assert (found["max_over_min"].low, found["max_over_mean"].low) == (1.0, 1.0)
    assert (found["spread"].low, found["gini"].low) == (0.0, 0.0)


def test_gini_interval_is_that_of_its_seed() -> None:
    """The same seed, the same interval."""
    cells = alone(Rate(10, 100), Rate(20, 100), Rate(5, 100))
    assert gini_interval(cells, seed=3) == gini_interval(cells, seed=3)
    assert gini_interval(cells, seed=3) != gini_interval(cells, seed=4)


Grouped = tuple[NDArray[np.bool_], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]


def grouped(
    random: np.random.Generator, effect: float, wanted: tuple[float, ...], *, people: int = 40
) -> Grouped:
    """False matches within groups of so many people, each pair once; cell and people of each."""
    size = len(wanted)
    one, two = (
        np.concatenate([side + people * group for group in range(size)])
        for side in np.triu_indices(people, 1)
    )
    alike = random.normal(size=size * people)
    scores = effect * (alike[one] + alike[two]) + random.normal(size=len(one))
    at = one // people
    threshold = norm.isf(np.array(wanted))[at] * math.sqrt(1.0 + 2.0 * effect**2)
    return scores >= threshold, at, one, two


def test_one_cell_is_as_the_interval_of_its_people() -> None:
    """The variance of a cell is that of the interval that allows for people."""
    wrong, at, one, two = grouped(np.random.default_rng(2), 0.7, (0.1,))
    cells = cell_rates(wrong, at, size=1, subjects=(one, two))
    found = contrast_variance(cells, np.ones(1))
    bounds = subject_interval(Pairs.of(one, two), wrong)
    assert bounds is not None
    width = math.log(bounds.high / (1 - bounds.high)) - math.log(bounds.low / (1 - bounds.low))
    assert cells.freedom is not None
    assert 2 * student(found.freedom) * math.sqrt(found.variance) == pytest.approx(width)


def test_covariance_is_that_of_leaving_out_people() -> None:
    """Of genuine comparisons: the shifts of both rates without each person, multiplied."""
    random = np.random.default_rng(5)
    people = np.repeat(np.arange(12), 10)
    at = np.tile([0, 1], 60)
    wrong = random.random(120) < 0.3
    cells = cell_rates(wrong, at, size=2, subjects=(people, people))

    def odds(rows: NDArray[np.bool_], cell: int) -> float:
        kept = wrong[rows & (at == cell)]
        return float(np.log(kept.mean() / (1 - kept.mean())))

    every = np.ones(120, bool)
    shifts = np.array(
        [[odds(people != who, cell) - odds(every, cell) for cell in (0, 1)] for who in range(12)]
    )
    assert cells.added is not None
    assert cells.added[0, 1] == pytest.approx(float(shifts[:, 0] @ shifts[:, 1]) * 11 / 12)


def test_ratio_turns_round() -> None:
    """That of B over A is one over that of A over B."""
    wrong, at, one, two = grouped(np.random.default_rng(4), 0.5, (0.1, 0.05))
    cells = cell_rates(wrong, at, size=2, subjects=(one, two))
    over, under = (rate_ratio_interval(cells, *order) for order in ((0, 1), (1, 0)))
    assert over is not None
    assert under is not None
    assert (over.low, over.high) == pytest.approx((1 / under.high, 1 / under.low))


def test_unknown_people_leave_the_interval_of_independent_comparisons() -> None:
    """And so do groups without errors, whose upper end is infinite."""
    cells = alone(Rate(4, 100), Rate(9, 100), Rate(0, 100), Rate(0, 0))
    assert rate_ratio_interval(cells, 0, 1) == ratio_interval(Rate(4, 100), Rate(9, 100))
    bounds = rate_ratio_interval(cells, 0, 2)
    assert bounds is not None
    assert bounds.high == math.inf
    assert rate_ratio_interval(cells, 0, 3) is None


@pytest.mark.parametrize(("effect", "least", "most"), [(0.7, 180, 198), (0.0, 182, 199)])
def test_ratio_holds_with_and_without_people_who_matter(
    effect: float, least: int, most: int
) -> None:
    """Of 200 intervals about 190 hold the true ratio; bench/ has the long run."""
    random, held = np.random.default_rng(11), 0
    for _ in range(200):
        wrong, at, one, two = grouped(random, effect, (0.1, 0.05))
        bounds = rate_ratio_interval(cell_rates(wrong, at, size=2, subjects=(one, two)), 0, 1)
        assert bounds is not None
        held += bounds.low <= 2.0 <= bounds.high
    assert least <= held <= most


def test_differences_hold_with_people_who_matter() -> None:
    """Of 100 intervals of each measure at least 92 hold it: the bias of the largest is met."""
    random = np.random.default_rng(3)
    wanted = (0.1, 0.05, 0.05, 0.03)
    held: dict[DisparityMeasure, int] = dict.fromkeys(MEASURES, 0)
    for _ in range(100):
        wrong, at, one, two = grouped(random, 0.5, wanted, people=30)
        cells = cell_rates(wrong, at, size=4, subjects=(one, two))
        for name, bounds in disparity_intervals(cells).items():
            held[name] += bounds.low <= float(MEASURES[name](wanted)) <= bounds.high
    assert {name: count for name, count in held.items() if count < 92} == {}


def test_figure_without_a_part_has_no_interval() -> None:
    """Nothing is said of both rates where one of them says nothing."""
    known: Differences = {"spread": Bounds(0.0, 0.2), "gini": Bounds(0.1, 0.3)}
    assert set(fairness_intervals(known, known)) == {"FDR", "GARBE"}
    assert fairness_intervals({}, known) == {}


def test_figures_of_equal_groups_hold_no_difference() -> None:
    """Of 60 intervals at least 55 hold the best value, where noise alone makes a difference."""
    random, held = np.random.default_rng(12), 0
    for _ in range(60):
        sides = [
            alone(*(Rate(int(random.binomial(400, 0.05)), 400) for _ in range(4))) for _ in range(2)
        ]
        found = fairness_intervals(*(disparity_intervals(side, confidence=0.975) for side in sides))
        best = (found["FDR"].high, found["INEQ"].low, found["GARBE"].low)
        held += best == pytest.approx((1.0, 1.0, 0.0), abs=1e-9)
    assert held >= 55


def table(*, distance: bool = False) -> ScoreTable:
    """Scores of 90 made-up people of three groups, the first of which resemble each other."""
    random = np.random.default_rng(8)
    people = 90
    one = random.integers(people, size=9000)
    two = (one + random.integers(1, people, size=9000)) % people
    genuine = np.arange(9000) < 1500
    other = np.where(genuine, one, two)
    scores = random.normal(size=9000) + 3.5 * genuine + 0.5 * (one % 3 == 0) * ~genuine
    labels = ("north", "south", "west")
    return ScoreTable(
        "scores.csv", scores, genuine, subject_a=one, subject_b=other,
        group_a=Groups(labels, one % 3), group_b=Groups(labels, other % 3), distance=distance,
    )  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Verification:
    """Its evaluation, at one rate."""
    return evaluate(table(), rates=[0.01], replicates=20)


def of_groups(found: Verification, measure: str) -> DisparityNote:
    """The differences of a rate over groups."""
    assert found.groups is not None
    return next(
        one for one in found.groups.disparities if (one.measure, one.over) == (measure, "groups")
    )


def test_ratios_are_to_the_cell_with_most_comparisons(found: Verification) -> None:
    """The reference has none itself; it is not chosen by its rate."""
    assert found.groups is not None
    rows = [r for r in found.groups.rows if r.measure == "FMR" and r.other is None]
    largest = max(rows, key=lambda row: row.rate.trials)
    assert of_groups(found, "FMR").reference == largest.group
    assert largest.over_reference is None
    for row in rows:
        if row is not largest:
            assert row.over_reference is not None
            assert row.rate.rate is not None
            assert row.over_reference.ratio == pytest.approx(
                row.rate.rate / (largest.rate.rate or 1)
            )
            assert row.over_reference.low < (row.over_reference.ratio or 0.0)


def test_reference_is_not_the_group_with_most_errors() -> None:
    """A small group that is often wrong is compared with a large one, never the other way round."""
    whole = table()
    assert whole.group_a is not None
    assert whole.group_b is not None
    kept = (whole.group_a.at > 0) | (np.arange(9000) % 5 < 3)
    one, other = (Groups(side.labels, side.at[kept]) for side in (whole.group_a, whole.group_b))
    fewer = ScoreTable(
        "scores.csv", whole.scores[kept], whole.genuine[kept], group_a=one, group_b=other
    )
    disparity = of_groups(evaluate(fewer, rates=[0.01]), "FMR")
    assert disparity.largest == "north"
    assert disparity.reference != "north"


def test_every_measure_stands_with_its_interval(found: Verification) -> None:
    """All five, of misses and of false matches."""
    for measure in ("FNMR", "FMR"):
        intervals = of_groups(found, measure).intervals
        assert {one.measure for one in intervals} == set(MEASURES)


def test_figures_of_both_rates_stand_in_the_document(found: Verification) -> None:
    """From the rates by group, both weighing alike."""
    assert found.groups is not None
    match, miss = (
        [r.rate.rate for r in found.groups.rows if r.measure == measure and r.other is None]
        for measure in ("FMR", "FNMR")
    )
    assert all(rate is not None for rate in (*match, *miss))
    values = {one.name: one.value for one in found.groups.combined}
    assert values == pytest.approx(
        {
            "FDR": float(fairness_discrepancy_rate(match, miss)),  # type: ignore[arg-type]
            "INEQ": float(inequity_rate(match, miss)),  # type: ignore[arg-type]
            "GARBE": float(gini_aggregation_rate(match, miss)),  # type: ignore[arg-type]
        }
    )
    for one in found.groups.combined:
        assert one.low is not None
        assert one.value is not None
        assert one.low <= one.value <= (one.high or math.inf)


def test_own_thresholds_are_those_of_each_group_alone(found: Verification) -> None:
    """As if the file held that group on side a and nothing else."""
    given_scores = table()
    assert given_scores.group_a is not None
    assert found.groups is not None
    for index, one in enumerate(found.groups.thresholds):
        own = given_scores.group_a.at == index
        scores = Comparisons.of(
            given_scores.scores[own & given_scores.genuine],
            given_scores.scores[own & ~given_scores.genuine],
        )
        point = operating_point(scores, false_match_rate=0.01)
        assert one.threshold == point.threshold
        assert (one.fmr.rate, one.fnmr.rate) == (
            point.false_match.value,
            point.false_non_match.value,
        )


def test_own_thresholds_of_distances_are_on_the_scale_of_the_file(found: Verification) -> None:
    """Turned round, like every other threshold."""
    turned = evaluate(table(distance=True), rates=[0.01], replicates=0)
    assert found.groups is not None
    assert turned.groups is not None
    assert [one.threshold for one in turned.groups.thresholds] == [
        -one.threshold for one in found.groups.thresholds
    ]


def test_group_without_one_kind_has_no_threshold_of_its_own() -> None:
    """Nor does it take part in figures of both rates."""
    given_scores = table()
    assert given_scores.group_a is not None
    kept = ~(given_scores.genuine & (given_scores.group_a.at == 2))
    sides = [Groups(side.labels, side.at[kept]) for side in (given_scores.group_a,) * 2]
    less = ScoreTable(
        "scores.csv", given_scores.scores[kept], given_scores.genuine[kept], group_a=sides[0]
    )
    groups = evaluate(less, rates=[0.01]).groups
    assert groups is not None
    assert [one.group for one in groups.thresholds] == ["north", "south"]
    assert {one.name for one in groups.combined} == {"FDR", "INEQ", "GARBE"}


def test_the_command_prints_differences(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ratios, the three figures, and the thresholds that each group would have."""
    rows = ["score,label,group"]
    random = np.random.default_rng(1)
    for label, middle in ((1, 3.0), (0, 0.0)):
        rows += [f"{random.normal(middle):.4f},{label},{'AB'[n % 2]}" for n in range(300)]
    path = tmp_path / "scores.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    code, out, _ = call(capsys, "evaluate", path, "--fmr", 0.1)
    assert code == 0
    said = " ".join(out.split())
    for part in (
        "GARBE",
        "FDR",
        "INEQ",
        "If each group had a threshold of its own",
        "Highest over lowest",
        "Ratio: to the cell with most comparisons",
    ):
        assert part in said  # fmt: skip
