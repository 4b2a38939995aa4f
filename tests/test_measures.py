"""Error rates, intervals and differences between groups, against other programs and by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import binom, chi2_contingency, norm
from sklearn.metrics import det_curve, roc_curve  # type: ignore[import-untyped]

from misid.errors import MeaningError
from misid.measures import (
    Comparisons,
    Pairs,
    Rate,
    bootstrap_interval,
    bootstrap_rates,
    clopper_pearson,
    decidability,
    detection_error_tradeoff,
    disparity,
    effective_trials,
    equal_error_rate,
    false_match_rate,
    false_non_match_rate,
    group_rates,
    histogram,
    mid_p,
    operating_point,
    search_threshold,
    subject_interval,
    upper_limit,
    wilson,
)
from misid.measures.by_person import ByPerson, people_bound
from misid.measures.disparity_intervals import disparity_intervals
from misid.measures.error_rates import drawn_ranks
from misid.measures.group_covariance import GroupCells
from misid.measures.intervals import QUANTILE, same_rate_chance
from misid.measures.score_counts import ScoreTally, finite

scores = st.lists(
    st.floats(-100, 100, allow_nan=False, width=32) | st.integers(-3, 3).map(float),
    min_size=1,
    max_size=40,
)
RATES = (0.5, 0.1, 0.01, 1e-3)


def some(seed: int = 3, genuine: int = 400, impostor: int = 1600) -> tuple[np.ndarray, np.ndarray]:
    """Scores of both kinds, rounded so that some are tied."""
    random = np.random.default_rng(seed)
    return random.normal(2, 1, genuine).round(2), random.normal(0, 1, impostor).round(2)


def test_rates_equal_those_of_scikit_learn() -> None:
    """Every point of both of its curves is ours to the last digit."""
    genuine, impostor = some()
    truth = np.repeat([1, 0], [len(genuine), len(impostor)])
    both = np.concatenate([genuine, impostor])
    known = Comparisons.of(genuine, impostor)
    positive, missed, thresholds = det_curve(truth, both)
    for index, threshold in enumerate(thresholds.tolist()):
        assert missed[index] == known.false_non_match(threshold).value
        assert missed[index] == false_non_match_rate(genuine, threshold=threshold).value
        assert positive[index] == known.false_match(threshold).value
    positive, true, thresholds = roc_curve(truth, both, drop_intermediate=False)
    for index, threshold in enumerate(thresholds.tolist()):
        assert positive[index] == false_match_rate(impostor, threshold=threshold).value
        assert true[index] == sum(genuine >= threshold) / len(genuine)


def test_curve_is_that_of_scikit_learn() -> None:
    """Without thinning, each of its points lies on ours."""
    genuine, impostor = some()
    truth = np.repeat([1, 0], [len(genuine), len(impostor)])
    theirs = det_curve(truth, np.concatenate([genuine, impostor]))
    ours = detection_error_tradeoff(Comparisons.of(genuine, impostor), points=None)
    points = set(zip(ours.false_match, ours.false_non_match, ours.thresholds, strict=True))
    last = math.inf
    assert {point for point in zip(*theirs, strict=True) if point[2] < last} - points <= {
        (0.0, 1.0, last)
    }


def test_score_at_the_threshold_is_a_match() -> None:
    """One rule for both rates, and for single precision as for double."""
    for kind in (np.float32, np.float64):
        at = np.array([0.7], dtype=kind)
        threshold = float(at[0])
        assert false_match_rate(at, threshold=threshold).count == 1
        assert false_non_match_rate(at, threshold=threshold).count == 0
        assert Comparisons.of(at, at).false_match(threshold).count == 1
        assert Comparisons.of(at, at).false_non_match(threshold).count == 0


def test_scores_keep_single_precision_and_all_others_become_double() -> None:
    """Whole numbers too, of which a step up or down is no score."""
    kinds = [np.float32, np.float64, np.float16, np.int64]
    found = [finite(np.array([1, 2], dtype=kind), "genuine").dtype for kind in kinds]
    assert found == [np.float32, np.float64, np.float64, np.float64]


def test_scores_of_either_kind_between_two_marks_leave_them_open() -> None:
    """A threshold there is not answered from what was counted; at a score it is."""
    numbers, none = np.array([0.0, 1.0, 2.0]), np.zeros(3, dtype=bool)
    genuine, impostor = np.array([0, 0, 1, 1]), np.array([0, 2, 2, 3])
    assert ScoreTally(numbers, genuine, impostor, none).is_open.tolist() == [True, True, True]
    assert not ScoreTally(numbers, genuine, impostor, ~none).is_open.any()
    assert not ScoreTally(numbers, np.zeros(4, int), np.zeros(4, int), none).is_open.any()


@pytest.mark.parametrize("kinds", [([], [1.0, 2.0]), ([1.0, 2.0], [])])
def test_there_is_no_trade_off_without_both_kinds(kinds: tuple[list[float], list[float]]) -> None:
    """Of one alone there is one rate; the other would be of no trials."""
    with pytest.raises(MeaningError, match="one kind of score is missing"):
        detection_error_tradeoff(Comparisons.of(*kinds))


def test_a_drawn_trade_off_stands_at_the_scores_of_its_ranks() -> None:
    """Neither beside them nor at the marks before; the ends of both kinds are among them."""
    both = some()
    ranked = [np.sort(kind)[drawn_ranks(len(kind), 10)] for kind in both]
    expected = np.unique(np.concatenate(ranked))
    found = detection_error_tradeoff(Comparisons.of(*both), points=40).thresholds
    assert found.tolist() == expected.tolist()


def test_decidability_has_a_value_where_scores_lie_close_together() -> None:
    """One apart, each with a variance of 0.02: in units of their spread, whatever that is."""
    assert decidability([2.0, 2.2], [1.0, 1.2]) == pytest.approx(1 / math.sqrt(0.02))
    assert decidability([2.0, 2.0], [1.0, 1.0]) is None


def test_single_precision_is_not_rounded_up_to_a_threshold() -> None:
    """0.7 in single precision is below 0.7, so it is no match there."""
    below = np.array([0.7], dtype=np.float32)
    assert float(below[0]) < 0.7
    assert false_match_rate(below, threshold=0.7).count == 0
    assert Comparisons.of(below, below).false_match(0.7).count == 0


def test_rate_over_nothing_has_no_value() -> None:
    """Neither 0 nor an error: there is none, and no interval of it."""
    rate = false_match_rate([], threshold=0.5)
    assert (rate.value, wilson(rate), clopper_pearson(rate), upper_limit(rate)) == (None,) * 4


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(bad: float) -> None:
    """With how many there are, and where the first is."""
    with pytest.raises(MeaningError, match=r"1 of 3 impostor scores .* number 2"):
        false_match_rate([0.1, bad, 0.3], threshold=0.2)


@pytest.mark.parametrize("rate", [0.29, 0.07, 0.1, 0.01])
def test_asked_rate_may_be_reached_exactly(rate: float) -> None:
    """A rate that a count gives exactly is allowed, whichever way its product rounds."""
    point = operating_point(Comparisons.of([1000.0], np.arange(100)), false_match_rate=rate)
    assert point.false_match == Rate(round(100 * rate), 100)


def test_tied_scores_leave_the_rate_that_is_reached() -> None:
    """A tenth of impostors share the highest score: 1 % cannot be had but by none."""
    impostor = np.repeat([0.0, 1.0], [90, 10])
    point = operating_point(Comparisons.of([0.5, 1.0, 2.0], impostor), false_match_rate=0.01)
    assert (point.threshold, point.false_match.value, point.false_non_match.value) == (2, 0, 2 / 3)
    above = operating_point(Comparisons.of([0.5, 1.0], impostor), false_match_rate=0.01)
    assert (above.is_score, above.false_match.value, above.false_non_match.value) == (False, 0, 1)
    assert above.threshold == np.nextafter(1.0, 2.0)


@given(scores, scores, st.floats(0, 1))
def test_threshold_is_the_lowest_that_keeps_the_rate(
    genuine: list[float], impostor: list[float], rate: float
) -> None:
    """It keeps the asked rate, and the next lower score does not."""
    known = Comparisons.of(genuine, impostor)
    point = operating_point(known, false_match_rate=rate)
    reached = point.false_match.value
    assert reached is not None
    assert reached <= rate
    lower = [score for score in (*genuine, *impostor) if score < point.threshold]
    if lower:
        value = known.false_match(max(lower)).value
        assert value is not None
        assert value > rate


@given(scores, st.floats(-100, 100), st.floats(-100, 100))
def test_higher_threshold_never_raises_the_false_match_rate(
    impostor: list[float], one: float, two: float
) -> None:
    """Nor lowers the false non-match rate."""
    low, high = sorted((one, two))
    assert false_match_rate(impostor, threshold=high).count <= (
        false_match_rate(impostor, threshold=low).count
    )
    assert false_non_match_rate(impostor, threshold=high).count >= (
        false_non_match_rate(impostor, threshold=low).count
    )


@given(scores, scores, st.randoms())
def test_order_changes_nothing(genuine: list[float], impostor: list[float], random: object) -> None:
    """Whatever the order of rows, the results are the same."""
    first = Comparisons.of(genuine, impostor)
    second = Comparisons.of(genuine[::-1], sorted(impostor, key=lambda _: random.random()))  # type: ignore[attr-defined]
    assert equal_error_rate(first) == equal_error_rate(second)
    for rate in RATES:
        assert operating_point(first, false_match_rate=rate) == operating_point(
            second, false_match_rate=rate
        )


@given(scores, scores)
def test_equal_error_rate_is_bracketed(genuine: list[float], impostor: list[float]) -> None:
    """At its threshold matches are at least as frequent; at the next they are not more."""
    known = Comparisons.of(genuine, impostor)
    found = equal_error_rate(known)
    assert found.false_match.fraction() >= found.false_non_match.fraction()
    after = known.next_score(found.threshold)
    if after is not None:
        match, miss = known.false_match(after), known.false_non_match(after)
        assert match.fraction() < miss.fraction()
    assert found.low <= found.high
    assert found.value is None or found.value == found.low == found.high


def test_equal_error_rate_of_smooth_scores_is_that_of_the_interpolated_curve() -> None:
    """Untied scores: the crossing of scikit-learn's curve with the diagonal."""
    random = np.random.default_rng(5)
    genuine, impostor = random.normal(2, 1, 700), random.normal(0, 1, 900)
    truth = np.repeat([1, 0], [700, 900])
    positive, true, _ = roc_curve(
        truth, np.concatenate([genuine, impostor]), drop_intermediate=False
    )
    theirs = brentq(lambda x: 1.0 - x - np.interp(x, positive, true), 0.0, 1.0)
    ours = equal_error_rate(Comparisons.of(genuine, impostor)).value
    assert ours is not None
    assert abs(ours - theirs) <= 1 / 700


def test_curves_that_do_not_meet_have_no_equal_error_rate() -> None:
    """All scores tied: both rates jump past each other, and no number is made up."""
    found = equal_error_rate(Comparisons.of([1.0, 1.0], [1.0, 1.0, 1.0]))
    assert (found.value, found.low, found.high) == (None, 0.0, 1.0)


def test_scores_that_are_apart_have_no_errors() -> None:
    """Perfect separation: 0, at a threshold between."""
    found = equal_error_rate(Comparisons.of([3.0, 4.0], [1.0, 2.0]))
    assert (found.value, found.threshold) == (0.0, 3.0)


def test_thinned_curve_lies_on_the_whole_one() -> None:
    """Every point that is kept is exact, and both ends are there."""
    known = Comparisons.of(*some(genuine=3000, impostor=9000))
    whole = detection_error_tradeoff(known, points=None)
    thin = detection_error_tradeoff(known, points=100)
    assert len(thin.thresholds) <= 100
    assert set(zip(*vars(thin).values(), strict=True)) <= set(
        zip(*vars(whole).values(), strict=True)
    )
    assert thin.false_match[0] == 1.0


def test_histogram_counts_everything_once() -> None:
    """The highest score is in the last bin."""
    known = Comparisons.of(*some())
    found = histogram(known, bins=7)
    assert (found.genuine.sum(), found.impostor.sum()) == (400, 1600)
    assert found.genuine.tolist() == np.histogram(known.genuine, found.edges)[0].tolist()


def test_decidability_is_signed() -> None:
    """Below 0 where genuine scores are the lower ones; nothing where nothing varies."""
    assert decidability([0.0, 2.0], [3.0, 5.0]) == -3 / math.sqrt(2)
    assert decidability([1.0, 1.0], [2.0, 2.0]) is None
    assert decidability([1.0], [2.0, 3.0]) is None


@pytest.mark.parametrize(("count", "trials"), [(1, 10), (7, 50), (3, 1000), (999, 1000)])
def test_wilson_solves_its_equation(count: int, trials: int) -> None:
    """At either end the score is exactly the quantile away."""
    bounds = wilson(Rate(count, trials))
    assert bounds is not None
    for end in (bounds.low, bounds.high):
        distance = abs(count / trials - end) / math.sqrt(end * (1 - end) / trials)
        assert distance == pytest.approx(1.959963984540054, rel=1e-9)


@pytest.mark.parametrize(("count", "trials"), [(1, 10), (7, 50), (3, 1000), (999, 1000)])
def test_clopper_pearson_leaves_half_the_rest_on_either_side(count: int, trials: int) -> None:
    """The binomial tails at both ends are 2.5 % each."""
    bounds = clopper_pearson(Rate(count, trials))
    assert bounds is not None
    assert binom.sf(count - 1, trials, bounds.low) == pytest.approx(0.025)
    assert binom.cdf(count, trials, bounds.high) == pytest.approx(0.025)


@pytest.mark.parametrize("trials", [1, 5, 23])
def test_what_is_called_a_bound_holds_at_least_as_often_as_it_says(trials: int) -> None:
    """Over all counts of few trials, at any rate; of one trial mid-P is the exact interval."""
    methods = {"exact": clopper_pearson, "mid_p": mid_p, "wilson": wilson}
    rates = np.linspace(0.001, 0.999, 333)
    for name, method in methods.items():
        found = [method(Rate(count, trials)) for count in range(trials + 1)]
        ends = [one for one in found if one is not None]
        held: Any = sum(
            binom.pmf(count, trials, rates) * ((one.low <= rates) & (rates <= one.high))
            for count, one in enumerate(ends)
        )
        if all(one.is_bound for one in ends):
            assert held.min() >= 0.95 - 1e-9
        exact = name == "exact" or (name == "mid_p" and trials == 1)
        assert all(one.is_bound for one in ends) == exact
    none, some = mid_p(Rate(0, trials)), mid_p(Rate(1, trials + 1))
    assert none == clopper_pearson(Rate(0, trials))
    assert none is not None
    assert some is not None
    assert none.is_bound
    assert not some.is_bound


@given(st.integers(1, 10**7))
def test_rule_of_three(trials: int) -> None:
    """No errors: the limit is a little below three over the trials."""
    limit = upper_limit(Rate(0, trials))
    bounds = clopper_pearson(Rate(0, trials))
    assert limit is not None
    assert bounds is not None
    assert 0 < limit < 3 / trials
    assert (1 - limit) ** trials == pytest.approx(0.05, rel=1e-6)
    assert bounds.low == 0 < limit < bounds.high


def test_gini_is_the_mean_difference_of_all_pairs() -> None:
    """Against the double sum as it is written."""
    counts = (3, 10, 40, 7)
    values = [count / 100 for count in counts]
    double = sum(abs(one - two) for one, two in permutations(values, 2))
    size, mean = len(values), sum(values) / len(values)
    expected = size / (size - 1) * double / (2 * size**2 * mean)
    assert disparity([Rate(count, 100) for count in counts]).gini == pytest.approx(expected)


def test_gini_is_one_where_one_group_has_all_errors() -> None:
    """The correction for few cells makes the largest value 1."""
    assert disparity([Rate(0, 10), Rate(5, 10), Rate(0, 10)]).gini == pytest.approx(1.0)


def test_group_without_trials_has_no_value() -> None:
    """It is not the best group: it takes no part."""
    rates = group_rates([True, False, True, False], [0, 0, 2, 2], size=3)
    found = disparity(rates)
    assert [rate.value for rate in rates] == [0.5, None, 0.5]
    assert (found.cells, found.max_over_min, found.gini) == (2, 1.0, 0.0)


def test_no_errors_in_a_group_give_a_bound() -> None:
    """Not a ratio by zero: it has no value, and an interval without an upper end."""
    rates = (Rate(0, 300), Rate(30, 300))
    found = disparity(rates)
    bounds = disparity_intervals(GroupCells(rates, None, None))["max_over_min"]
    assert (found.max_over_min, found.max_over_geometric_mean) == (None, None)
    assert found.without_errors == 1
    assert 1.0 < bounds.low < 60.0
    assert bounds.high == math.inf


def test_no_errors_anywhere_say_nothing_of_differences() -> None:
    """Neither a ratio nor a bound."""
    found = disparity([Rate(0, 300), Rate(0, 200)])
    assert (found.cells, found.max_over_min, found.gini) == (2, None, None)
    assert disparity_intervals(GroupCells((Rate(0, 300), Rate(0, 200)), None, None)) == {}


def dyads(people: int, effect: float, seed: int) -> tuple[Pairs, np.ndarray]:
    """Every pair of some people, and which of them match falsely."""
    random = np.random.default_rng(seed)
    one, two = np.triu_indices(people, 1)
    of_people = random.normal(size=people)
    values = effect * (of_people[one] + of_people[two]) + random.normal(size=len(one))
    return Pairs.of(one, two), values > 1.3 * math.sqrt(1 + 2 * effect**2)


def test_people_who_matter_widen_the_interval() -> None:
    """And fewer independent comparisons would tell as much."""
    pairs, wrong = dyads(60, 1.0, 1)
    rate = Rate(int(wrong.sum()), len(wrong))
    shared, alone = subject_interval(pairs, wrong), wilson(rate)
    effective = effective_trials(pairs, wrong)
    assert shared is not None
    assert alone is not None
    assert effective is not None
    assert shared.high - shared.low > 2 * (alone.high - alone.low)
    assert effective < rate.trials / 4


def test_variance_of_shared_people_is_that_of_all_pairs_that_share_one() -> None:
    """Against the sum over all pairs of comparisons with a person in common."""
    pairs, wrong = dyads(12, 1.0, 4)
    share = float(wrong.mean())
    residual = wrong - share
    ends = [
        {int(a), int(b)}
        for a, b in zip(pairs.first[pairs.pair], pairs.second[pairs.pair], strict=True)
    ]
    sums = np.array([sum(residual[i] for i, who in enumerate(ends) if s in who) for s in range(12)])
    direct = sum(
        residual[i] * residual[j]
        for i, one in enumerate(ends)
        for j, two in enumerate(ends)
        if one & two
    )
    gathered = float(sums @ sums) - float(residual @ residual)
    assert direct == pytest.approx(gathered)
    expected = (12 / 10 * float(sums @ sums) - float(residual @ residual)) / len(wrong) ** 2
    found = effective_trials(pairs, wrong)
    assert found == pytest.approx(share * (1 - share) / expected)


def test_bootstrap_is_that_of_drawn_people() -> None:
    """Weighted counts give what drawing rows gives, for a known draw."""
    pairs, wrong = dyads(8, 0.5, 2)
    rates = bootstrap_rates(pairs, [wrong, ~wrong], replicates=3, seed=9)
    generator = np.random.Generator(np.random.Philox(key=9))
    drawn = generator.integers(8, size=(3, 8))
    for row, people in zip(rates, drawn, strict=True):
        weights = np.bincount(people, minlength=8)
        times = weights[pairs.first] * weights[pairs.second]
        expected = float(times[pairs.pair] @ wrong / times[pairs.pair].sum())
        assert row.tolist() == pytest.approx([expected, 1 - expected])


def test_bootstrap_repeats_with_its_seed() -> None:
    """The same seed, the same replicates; another, others."""
    pairs, wrong = dyads(10, 0.5, 2)
    first, again, other = (bootstrap_rates(pairs, [wrong], seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert bootstrap_interval(first[:, 0]) == bootstrap_interval(again[:, 0])


def test_without_an_error_people_are_the_trials() -> None:
    """Twenty people compared with themselves ten times are twenty trials, not two hundred."""
    people = np.repeat(np.arange(20), 10)
    found = subject_interval(Pairs.of(people, people), np.zeros(200, dtype=bool))
    exact = clopper_pearson(Rate(0, 20))
    assert found is not None
    assert exact is not None
    assert (found.low, found.is_bound) == (0.0, True)
    assert found.high == pytest.approx(exact.high, rel=1e-9)


def test_without_a_false_match_pairs_of_people_are_the_trials() -> None:
    """Twenty people are ten pairs apart from each other, not 190: the bound is at least theirs."""
    pairs = Pairs.of(*np.triu_indices(20, 1))
    found = subject_interval(pairs, np.zeros(190, dtype=bool))
    exact = clopper_pearson(Rate(0, 10))
    assert found is not None
    assert exact is not None
    assert exact.high <= found.high == pytest.approx(exact.high, abs=0.02)


@pytest.mark.parametrize("wrong", [0, 1, 2, 7])
def test_errors_of_few_people_give_a_bound(wrong: int) -> None:
    """Seven people with an error do not show how errors gather; eight do."""
    people = np.repeat(np.arange(40), 5)
    pairs = Pairs.of(people, people)
    found = subject_interval(pairs, (np.arange(200) % 5 == 0) & (people < wrong))
    assert found is not None
    assert found.is_bound
    enough = subject_interval(pairs, (np.arange(200) % 5 == 0) & (people < 8))
    assert enough is not None
    assert not enough.is_bound


def test_bound_of_people_with_one_comparison_each_is_the_exact_interval() -> None:
    """People as trials are then what they are."""
    for count in (0, 1, 5, 40):
        wrong = (np.arange(40) < count).astype(np.float64)
        found, exact = people_bound(ByPerson(wrong, np.ones(40))), clopper_pearson(Rate(count, 40))
        assert found is not None
        assert exact is not None
        assert (found.low, found.high) == pytest.approx((exact.low, exact.high))


def test_people_with_one_comparison_each_are_independent() -> None:
    """Nothing is shared, so the interval is that of independent trials, however few the errors."""
    people = np.arange(200)
    found = subject_interval(Pairs.of(people, people), people < 3)
    assert found == mid_p(Rate(3, 200))


@pytest.mark.parametrize("law", ["all or nothing", "few", "even"])
def test_bound_holds_whatever_people_are_like(law: str) -> None:
    """Thirty people, ten comparisons each, a rate of 0.05: at least 95 % of 400 samples."""
    random = np.random.default_rng(17)
    held = 0
    for _ in range(400):
        shares = {
            "all or nothing": np.where(random.random(30) < 0.05, 1.0, 0.0),
            "few": np.where(random.random(30) < 0.1, 0.5, 0.0),
            "even": np.full(30, 0.05),
        }[law]
        found = people_bound(
            ByPerson(random.binomial(10, shares).astype(np.float64), np.full(30, 10.0))
        )
        assert found is not None
        held += found.low <= 0.05 <= found.high
    assert held >= 0.95 * 400


def test_no_errors_have_no_interval_of_replicates() -> None:
    """Whoever is drawn, nothing is wrong."""
    pairs, _ = dyads(10, 0.5, 2)
    none = np.zeros(45, dtype=bool)
    assert bootstrap_interval(bootstrap_rates(pairs, [none], replicates=5)[:, 0]) is None


def test_people_are_the_same_on_either_side() -> None:
    """A comparison of a with b is one of b with a."""
    pairs, wrong = dyads(10, 0.5, 2)
    first, second = pairs.first[pairs.pair], pairs.second[pairs.pair]
    assert subject_interval(Pairs.of(second, first), wrong) == subject_interval(pairs, wrong)


@given(st.lists(st.tuples(st.integers(-5, 10**9), st.integers(0, 4)), max_size=30))
def test_pairs_hold_every_comparison_once(sides: list[tuple[int, int]]) -> None:
    """Whatever numbers stand for people, close together or far apart."""
    pairs = Pairs.of([one for one, _ in sides], [two for _, two in sides])
    expected: dict[tuple[int, int], int] = {}
    for one, two in sides:
        key = (min(one, two), max(one, two))
        expected[key] = expected.get(key, 0) + 1
    people = sorted({person for side in sides for person in side})
    found = {
        (people[one], people[two]): count
        for one, two, count in zip(pairs.first, pairs.second, pairs.trials.tolist(), strict=True)
    }
    assert (pairs.subjects, found) == (len(people), expected)


def test_shown_interval_holds_what_it_says() -> None:
    """In a few hundred simulations of 40 people: strong subject effects, and none."""
    for effect in (0.5, 0.0):
        truth = 0.5 * math.erfc(1.3 / math.sqrt(2))
        held = 0
        for seed in range(300):
            pairs, wrong = dyads(40, effect, seed)
            bounds = subject_interval(pairs, wrong)
            held += bounds is not None and bounds.low <= truth <= bounds.high
        assert 0.91 <= held / 300 <= 0.99


RATE = Rate(3, 200)
ASKED: dict[str, Callable[[float], object]] = {
    "wilson": lambda confidence: wilson(RATE, confidence=confidence),
    "clopper_pearson": lambda confidence: clopper_pearson(RATE, confidence=confidence),
    "mid_p": lambda confidence: mid_p(RATE, confidence=confidence),
    "upper_limit": lambda confidence: upper_limit(RATE, confidence=confidence),
    "bootstrap_interval": lambda confidence: bootstrap_interval(
        np.linspace(0.0, 1.0, 11), confidence=confidence
    ),
}


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("confidence", [95.0, 1.0, 0.0, -0.5, float("nan")])
def test_a_confidence_that_cannot_be_meant_is_refused(name: str, confidence: float) -> None:
    """An interval that holds always, never or in 95 of one is no interval."""
    with pytest.raises(MeaningError, match="a share above 0 and below 1") as refused:
        ASKED[name](confidence)
    assert refused.value.use == "confidence=0.95"


@pytest.mark.parametrize(("replicates", "seed"), [(0, 1), (-3, 1), (10, -1)])
def test_draws_that_cannot_be_made_are_refused(replicates: int, seed: int) -> None:
    """No replicates, and a seed below 0, are told in the one error form."""
    pairs = Pairs.of([0, 1, 2], [0, 1, 2])
    with pytest.raises(MeaningError):
        bootstrap_rates(pairs, [[True, True, True]], replicates=replicates, seed=seed)


@pytest.mark.parametrize(("over", "under"), [((10, 100), (20, 100)), ((3, 40), (90, 700))])
def test_the_chance_of_equal_rates_is_that_of_the_score_test(
    over: tuple[int, int], under: tuple[int, int]
) -> None:
    """That of a table of two by two, without a correction, as SciPy works it out."""
    table = [[count, trials - count] for count, trials in (over, under)]
    expected = chi2_contingency(table, correction=False).pvalue
    assert same_rate_chance(Rate(*over), Rate(*under)) == pytest.approx(expected, rel=1e-9)


def test_the_quantile_of_95_per_cent_is_that_of_the_normal_law() -> None:
    """The upper one."""
    assert pytest.approx(norm.ppf(0.975), rel=1e-12) == QUANTILE


@pytest.mark.parametrize(("rate", "value", "is_lowest"), [(1.0, 1.0, True), (0.5, 3.0, False)])
def test_a_threshold_says_whether_it_is_the_lowest_score(
    rate: float, value: float, *, is_lowest: bool
) -> None:
    """Lists that are cut off by a score may have lost what lies below it."""
    found = search_threshold([1, 2, 3, 4], [1, 2, 3, 4], false_positive_identification_rate=rate)
    assert (value, is_lowest) == (found.value, found.is_lowest)
