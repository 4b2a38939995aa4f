"""Beyond counting: tails, look-alike frailty, growth, and thresholds found in the same scores."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import expon, genpareto, nbinom, norm

from misid.errors import MeaningError
from misid.evaluation import ScoreTable, Verification, evaluate
from misid.evaluation.rates import ComparisonKind
from misid.evaluation.reading.pair_table import Groups
from misid.evaluation.threshold_intervals import Anew, counted_interval
from misid.measures import (
    Bounds,
    Comparisons,
    Rate,
    detection_error_tradeoff,
    equal_error_rate,
    operating_point,
)
from misid.measures.bootstrap import SortedKind, resampled_points
from misid.measures.disparity_intervals import disparity_intervals
from misid.measures.frailty import look_alike_frailty
from misid.measures.group_covariance import cell_rates, rate_ratio_interval
from misid.measures.growth import growth_exponent
from misid.measures.intervals import ratio_interval, wilson
from misid.measures.tails import (
    chosen_tail,
    extrapolated_rate,
    extrapolated_threshold,
    fit_tail,
    tail_fits,
)
from misid.measures.threshold_uncertainty import (
    Levels,
    equal_error_interval,
    miss_interval,
    trade_off_slope,
)
from misid.words import comparisons as words
from misid.words.sentence import plain

Floats = NDArray[np.float64]
LAWS = {
    "exponential": expon(),
    "bounded": genpareto(-0.2),
    "heavy": genpareto(0.3),
    "normal": norm(),
}


# Tails


@pytest.mark.parametrize("shape", [-0.3, 0.0, 0.25])
def test_tail_is_that_of_scipy(shape: float) -> None:
    """Shape and scale as `scipy.stats.genpareto.fit` finds them; the likelihood is no lower."""
    scores = genpareto(shape, scale=2.0).rvs(20_000, random_state=np.random.default_rng(4))
    fit = fit_tail(scores, share=0.1)
    theirs = genpareto.fit(fit.excess, floc=0.0)
    ours = float(genpareto.logpdf(fit.excess, fit.shape, scale=fit.scale).sum())
    assert (fit.shape, fit.scale) == pytest.approx((theirs[0], theirs[2]), abs=2e-3)
    assert ours >= float(genpareto.logpdf(fit.excess, *theirs).sum()) - 1e-6


@pytest.mark.parametrize("law", list(LAWS))
def test_tail_reaches_beyond_what_was_counted(law: str) -> None:
    """Of 40 intervals from 20,000 scores at a rate of 1 in a million at least 33 hold the truth."""
    random, held = np.random.default_rng(6), 0
    truth = float(LAWS[law].isf(1e-6))
    for _ in range(40):
        fit = chosen_tail(tail_fits(LAWS[law].rvs(20_000, random_state=random)))
        assert fit is not None
        bounds = extrapolated_threshold(fit, 1e-6)
        held += bounds.low <= truth <= bounds.high
    assert held >= 33


def test_rate_and_threshold_turn_each_other_round() -> None:
    """The threshold for a rate has that rate."""
    fit = fit_tail(np.random.default_rng(1).normal(size=20_000), share=0.05)
    for rate in (1e-3, 1e-5, 1e-7):
        assert fit.false_match_rate(fit.threshold(rate)) == pytest.approx(rate)
    bounds = extrapolated_rate(fit, fit.threshold(1e-5))
    assert bounds.low < 1e-5 < bounds.high


def test_bounded_tail_ends() -> None:
    """Beyond the highest score that a bounded law allows nothing matches."""
    fit = replace(fit_tail(np.linspace(0.0, 1.0, 10_000), share=0.1))
    assert fit.shape < -0.5
    assert fit.false_match_rate(2.0) == 0.0


def test_comparisons_worth_less_widen_the_interval() -> None:
    """People in many comparisons make them fewer."""
    fit = fit_tail(np.random.default_rng(2).normal(size=20_000), share=0.05)
    alone, shared = (extrapolated_threshold(fit, 1e-6, worth=worth) for worth in (1.0, 0.2))
    assert shared.low < alone.low
    assert shared.high > alone.high


@pytest.mark.parametrize(
    ("scores", "said"),
    [(np.arange(400.0), "too few"), (np.round(np.random.default_rng(1).random(4000)), "tied")],
)
def test_tail_is_not_fitted_to_what_has_none(scores: Floats, said: str) -> None:
    """Too few scores, or tied ones, are refused; nothing is guessed."""
    with pytest.raises(MeaningError, match=said):
        fit_tail(scores, share=0.1)
    assert tail_fits(scores, shares=[0.1]) == ()
    assert chosen_tail(()) is None


def test_tail_is_chosen_by_its_size_alone() -> None:
    """The shortest of 200 scores or more, the longest where none has so many."""
    scores = np.random.default_rng(3).normal(size=10_000)
    fits = tail_fits(scores)
    assert [len(fit.excess) for fit in fits] == [1000, 500, 200, 100, 50]
    assert chosen_tail(fits) is fits[2]
    assert chosen_tail(fits[3:]) is fits[3]


def test_highest_scores_alone_give_the_same_tails() -> None:
    """As from all of them, where it is said how many there are."""
    scores = np.sort(np.random.default_rng(3).normal(size=50_000))
    every = tail_fits(scores, shares=[0.02, 0.01, 0.002])
    highest = tail_fits(scores[-1001:], shares=[0.02, 0.01, 0.002], trials=50_000)
    assert [fit.share for fit in every] == [0.02, 0.01, 0.002]
    assert [(fit.above, fit.shape, fit.scale) for fit in highest] == [
        (fit.above, fit.shape, fit.scale) for fit in every
    ]


# Look-alike frailty


@pytest.mark.parametrize("shape", [0.3, 2.0])
def test_frailty_is_the_most_likely_of_scipy(shape: float) -> None:
    """Its likelihood is that of `scipy.stats.nbinom`, at its highest."""
    random = np.random.default_rng(2)
    means = random.uniform(1.0, 6.0, 300)
    counts = random.poisson(means * random.gamma(shape, 1.0 / shape, 300))
    found = look_alike_frailty(counts, means)

    def likelihood(k: float) -> float:
        return float(np.sum(nbinom.logpmf(counts, k, k / (k + means))))

    fall = 1.920729410347062  # half of the 95 % point of chi-squared at one degree of freedom
    assert likelihood(found.shape) >= max(likelihood(found.shape * x) for x in (0.99, 1.01))
    for end in (found.low, found.high):
        assert likelihood(found.shape) - likelihood(end) == pytest.approx(fall, abs=1e-4)


@pytest.mark.parametrize(("shape", "least"), [(0.5, 92), (3.0, 92), (math.inf, 92)])
def test_frailty_interval_holds(shape: float, least: int) -> None:
    """Of 100 intervals at least 92 hold the true shape, that of people who are all alike too."""
    random, held = np.random.default_rng(9), 0
    for _ in range(100):
        factor = np.ones(200) if shape == math.inf else random.gamma(shape, 1 / shape, 200)
        found = look_alike_frailty(random.poisson(3.0 * factor), np.full(200, 3.0))
        held += found.low <= shape <= found.high
    assert held >= least


def test_frailty_does_not_depend_on_the_order_of_people() -> None:
    """Nobody is first."""
    random = np.random.default_rng(5)
    counts, means = random.poisson(4.0, 60), random.uniform(2.0, 6.0, 60)
    turned = look_alike_frailty(counts[::-1], means[::-1])
    assert turned.shape == pytest.approx(look_alike_frailty(counts, means).shape)


@pytest.mark.parametrize(("people", "matches"), [(29, 20), (200, 0)])
def test_few_people_or_matches_tell_no_frailty(people: int, matches: int) -> None:
    """They are refused."""
    with pytest.raises(MeaningError, match="too few to tell"):
        look_alike_frailty([matches] * people, [1.0] * people)


# Growth with the gallery


def test_independent_comparisons_grow_in_proportion() -> None:
    """An exponent of 1 where each record adds as much as every other."""
    sizes = np.array([1_000, 10_000, 100_000])
    searches = np.full(3, 200_000)
    found = growth_exponent(sizes, np.rint(searches * -np.expm1(-sizes * 1e-6)), searches)
    assert found.exponent == pytest.approx(1.0, abs=2e-3)
    assert found.bounds.low < 1.0 < found.bounds.high


@given(exponent=st.floats(0.3, 1.4), variance=st.sampled_from([0.0, 0.5, 4.0]))
@settings(deadline=None, max_examples=30)
def test_growth_is_recovered(exponent: float, variance: float) -> None:
    """From exact expectations, with and without uneven look-alikes."""
    sizes = np.array([2_000.0, 20_000.0, 200_000.0])
    expected = 0.05 * (sizes / 20_000) ** exponent
    none = np.exp(-expected) if not variance else (1 + variance * expected) ** (-1 / variance)
    found = growth_exponent(sizes, 1e6 * (1 - none), [1e6] * 3, variance=variance)
    assert found.exponent == pytest.approx(exponent, abs=1e-4)
    assert found.false_positive_identification_rate(20_000) == pytest.approx(1 - none[1], rel=1e-4)


def test_growth_interval_is_where_the_likelihood_falls() -> None:
    """Of 100 intervals at least 90 hold the true exponent."""
    random, held = np.random.default_rng(3), 0
    sizes = np.array([1_000, 4_000, 16_000])
    for _ in range(100):
        rates = -np.expm1(-0.02 * (sizes / 4_000) ** 0.8)
        found = growth_exponent(sizes, random.binomial(3_000, rates), [3_000] * 3)
        held += found.bounds.low <= 0.8 <= found.bounds.high
    assert held >= 90


def test_gallery_without_positives_leaves_no_upper_end() -> None:
    """Growth may be as steep as one likes where the smaller gallery gave nothing."""
    found = growth_exponent([100, 10_000], [0, 40], [1000, 1000])
    assert found.bounds.high == math.inf
    assert found.bounds.low > 0.0


@pytest.mark.parametrize(
    ("sizes", "positives", "searches", "said"),
    [
        ([1000, 1000], [1, 2], [10, 10], "1 gallery size says nothing"),
        ([1000, 2000], [11, 2], [10, 10], "more false positives than searches"),
        ([0, 2000], [1, 2], [10, 10], "no gallery"),
        ([1000, 2000], [0, 0], [10, 10], "0 of 20 searches"),
        ([1000, 2000], [10, 10], [10, 10], "20 of 20 searches"),
    ],
)
def test_searches_that_say_nothing_of_growth(
    sizes: list[int], positives: list[int], searches: list[int], said: str
) -> None:
    """They are refused, with the reason."""
    with pytest.raises(MeaningError, match=said):
        growth_exponent(sizes, positives, searches)


# Thresholds that are found anew


def people_scores(
    random: np.random.Generator, people: int, effect: float, *, decimals: int | None = None
) -> tuple[Floats, Floats, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Every pair of people once, and each person five times with themselves."""
    one, two = np.triu_indices(people, 1)
    same = np.repeat(np.arange(people), 5)
    other, own = random.normal(size=(2, people)) * effect
    impostor = other[one] + other[two] + random.normal(size=len(one))
    genuine = 3.0 + own[same] + random.normal(size=len(same))
    if decimals is not None:
        genuine, impostor = genuine.round(decimals), impostor.round(decimals)
    return genuine, impostor, same, one, two


@pytest.mark.parametrize("decimals", [None, 1])
def test_replicates_are_those_of_copied_rows(decimals: int | None) -> None:
    """Each operating point is what the plain measures give on rows copied as people were drawn."""
    random = np.random.default_rng(7)
    genuine, impostor, same, one, two = people_scores(random, 30, 0.5, decimals=decimals)
    rates = [0.2, 0.05, 0.0]
    found = resampled_points(
        SortedKind.of(genuine, same, same),
        SortedKind.of(impostor, one, two),
        rates=rates,
        subjects=30,
        replicates=40,
        seed=5,
    )
    for row in range(40):
        generator = np.random.Generator(np.random.Philox(key=5, counter=[0, 0, row // 32, 0]))
        drawn = np.bincount(
            generator.integers(30, size=(32, 30), dtype=np.int32)[row % 32], minlength=30
        )
        copied = Comparisons.of(
            np.repeat(genuine, drawn[same]), np.repeat(impostor, drawn[one] * drawn[two])
        )
        points = [operating_point(copied, false_match_rate=rate) for rate in rates]
        assert found.false_non_match[row].tolist() == pytest.approx(
            [point.false_non_match.value for point in points], abs=1e-12
        )
        equal = equal_error_rate(copied)
        assert found.equal_error[row] == pytest.approx((equal.low + equal.high) / 2, abs=1e-12)


def test_replicates_do_not_depend_on_how_many_there_are() -> None:
    """The first of many are those of few."""
    genuine, impostor, same, one, two = people_scores(np.random.default_rng(1), 25, 0.3)
    sides = (SortedKind.of(genuine, same, same), SortedKind.of(impostor, one, two))
    few, many = (
        resampled_points(*sides, rates=[0.1], subjects=25, replicates=count) for count in (10, 90)
    )
    assert few.equal_error.tolist() == many.equal_error[:10].tolist()


def test_people_without_comparisons_give_no_replicate() -> None:
    """Where nobody with a genuine comparison is drawn there is no rate."""
    genuine = SortedKind.of([2.0], [0], [0])
    impostor = SortedKind.of([0.0, 1.0], [1, 2], [2, 3])
    found = resampled_points(genuine, impostor, rates=[0.5], subjects=4, replicates=64)
    assert np.isnan(found.equal_error).any()
    with pytest.raises(MeaningError, match="one kind of score is missing"):
        resampled_points(genuine, SortedKind.of([], [], []), rates=[0.5], subjects=4, replicates=1)


def held(make: Callable[[np.random.Generator], tuple[Bounds | None, float]], times: int) -> int:
    """How many intervals hold the truth."""
    random, count = np.random.default_rng(13), 0
    for _ in range(times):
        bounds, truth = make(random)
        count += bounds is not None and bounds.low <= truth <= bounds.high
    return count


@pytest.mark.parametrize("effect", [0.0, 0.6])
def test_misses_at_an_asked_rate_hold_though_the_threshold_is_found(effect: float) -> None:
    """Of 100 intervals or bounds 90 hold; Wilson's, for a given threshold, hold far fewer."""
    spread, own = math.sqrt(1 + 2 * effect**2), math.sqrt(1 + effect**2)
    truth = float(norm.cdf((norm.isf(0.02) * spread - 3.0) / own))
    plain: list[bool] = []

    def make(random: np.random.Generator) -> tuple[Bounds | None, float]:
        genuine, impostor, same, one, two = people_scores(random, 40, effect)
        scores = Comparisons.of(genuine, impostor)
        point = operating_point(scores, false_match_rate=0.02)
        anew = Anew(
            ComparisonKind(True, genuine, (same, same), None, None),
            ComparisonKind(False, impostor, (one, two), None, None),
        )
        given_threshold = wilson(point.false_non_match)
        assert given_threshold is not None
        plain.append(given_threshold.low <= truth <= given_threshold.high)
        return anew.at_rate(point.threshold, 0.02), truth

    assert held(make, 100) >= 90
    assert sum(plain) < 85


def test_equal_error_rate_holds() -> None:
    """Of 100 intervals at least 90 hold the rate of the laws that scores are drawn from."""
    at = brentq(lambda t: norm.sf(t / math.sqrt(1.5)) - norm.cdf((t - 3) / math.sqrt(1.25)), 0, 3)
    truth = float(norm.sf(at / math.sqrt(1.5)))

    def make(random: np.random.Generator) -> tuple[Bounds | None, float]:
        genuine, impostor, same, one, two = people_scores(random, 40, 0.5)
        scores = Comparisons.of(genuine, impostor)
        threshold = equal_error_rate(scores).threshold
        wrong = np.concatenate([genuine < threshold, impostor >= threshold])
        subjects = (np.concatenate([same, one]), np.concatenate([same, two]))
        cell = np.repeat([0, 1], [len(genuine), len(impostor)])
        cells = cell_rates(wrong, cell, size=2, subjects=subjects)
        return equal_error_interval(cells, trade_off_slope(scores, threshold=threshold)), truth

    assert held(make, 100) >= 90


@pytest.mark.parametrize("rates", [(Rate(0, 50), Rate(5, 50)), (Rate(5, 50), Rate(0, 50))])
def test_no_errors_of_one_kind_give_no_interval_at_the_asked_rate(
    rates: tuple[Rate, Rate],
) -> None:
    """Nothing tells how far the threshold errs, or how misses do."""
    wrong = np.concatenate([np.arange(rate.trials) < rate.count for rate in rates])
    cells = cell_rates(wrong, np.repeat([0, 1], 50), size=2)
    levels = Levels(np.array([0.2, 0.1, 0.0]), np.array([0.0, 0.1, 0.2]))
    assert miss_interval(cells, levels, 0.1) is None
    assert equal_error_interval(cells, 1.0) is None


# What the document says


def table(*, people: bool = True, distance: bool = False, rows: int = 20_000) -> ScoreTable:
    """Scores of 200 made-up people, some of whom resemble many."""
    random = np.random.default_rng(21)
    one = random.integers(200, size=rows)
    two = (one + random.integers(1, 200, size=rows)) % 200
    genuine = np.arange(rows) < rows // 20
    alike = random.normal(size=200) * 0.5
    scores = random.normal(size=rows) + np.where(genuine, 4.0, alike[one] + alike[two])
    other = np.where(genuine, one, two)
    return ScoreTable(
        "scores.csv",
        scores,
        genuine,
        subject_a=one if people else None,
        subject_b=other if people else None,
        distance=distance,
    )


@pytest.fixture(scope="module")
def found() -> Verification:
    """Their evaluation."""
    return evaluate(table(), rates=[0.1, 0.01, 1e-4, 1e-5], replicates=64)


def test_rates_too_low_to_count_are_extrapolated_and_say_so(found: Verification) -> None:
    """Those that are not resolved, from the tail; stricter rates need higher thresholds."""
    tail = found.tail
    assert tail is not None
    assert [one.asked for one in tail.targets] == [p.asked for p in found.points if not p.resolved]
    assert tail.targets[0].threshold < tail.targets[1].threshold
    assert tail.extrapolated
    assert plain(words.tail(found)).startswith("Extrapolated, not counted")
    assert tail.worth < 1.0
    for one in tail.targets:
        assert one.low < one.threshold
        assert one.high is None or one.threshold < one.high


def test_distances_are_extrapolated_downwards(found: Verification) -> None:
    """Every threshold is that of the same scores, turned round."""
    turned = evaluate(table(distance=True), rates=[1e-4, 1e-5], replicates=0)
    assert turned.tail is not None
    assert found.tail is not None
    assert [(one.threshold, one.low) for one in turned.tail.targets] == [
        (-one.threshold, -one.low) for one in found.tail.targets
    ]
    assert [(one.threshold, one.low) for one in turned.tail.fits] == [
        (-one.threshold, -one.low) for one in found.tail.fits
    ]
    assert turned.frailty is not None
    assert found.frailty is not None
    assert turned.frailty.threshold == -found.frailty.threshold


def test_rounded_scores_are_not_extrapolated() -> None:
    """The reason stands in the document."""
    rounded = replace(table(), scores=table().scores.round())
    made = evaluate(rounded, replicates=0)
    tail = made.tail
    assert tail is not None
    assert (tail.share, tail.targets, tail.fits) == (None, (), ())
    assert plain(words.tail(made)).startswith("Nothing is extrapolated")


def test_look_alikes_stand_in_the_document(found: Verification) -> None:
    """With a note that people on either side make k too small."""
    frailty = found.frailty
    assert frailty is not None
    assert frailty.both_sides
    assert frailty.shape is not None
    assert (frailty.low or 0.0) < frailty.shape < (frailty.high or math.inf)
    assert "either side" in plain(words.beyond(found)[1])
    assert evaluate(table(people=False)).frailty is None


def test_intervals_at_the_asked_rate_are_wider(found: Verification) -> None:
    """Than those at the threshold as it stands; two of them where people are known."""
    for point in found.points[:2]:
        assert [one.method for one in point.fnmr_anew] in (
            ["slope", "bootstrap"],
            ["people", "bootstrap"],
        )
        sloped = point.fnmr_anew[0]
        assert point.fnmr.low is not None
        assert point.fnmr.high is not None
        assert sloped.low < point.fnmr.low
        assert sloped.high > point.fnmr.high
    assert [one.method for one in found.eer.intervals] == ["slope", "bootstrap"]
    assert found.eer.intervals[0].low < (found.eer.rate or 0.0) < found.eer.intervals[0].high


def test_people_who_are_not_known_leave_the_slope() -> None:
    """As if comparisons were independent; the bootstrap draws people, so there is none."""
    alone = evaluate(table(people=False), rates=[0.1])
    assert [one.method for one in alone.points[0].fnmr_anew] == ["slope"]


def test_counts_alone_give_nearly_the_same_interval() -> None:
    """Where comparisons are not in memory the slope is read off the curve."""
    whole = table(people=False)
    scores = Comparisons.of(whole.scores[whole.genuine], whole.scores[~whole.genuine]).tally
    curve = detection_error_tradeoff(scores)
    for point in evaluate(whole, rates=[0.1, 0.01]).points:
        ours = point.fnmr_anew[0]
        found = operating_point(scores, false_match_rate=point.asked)
        theirs = counted_interval(curve, found)
        assert theirs is not None
        assert (theirs.low, theirs.high) == pytest.approx((ours.low, ours.high), rel=0.1)


@pytest.mark.parametrize("seed", range(30))
def test_odd_files_have_a_document(seed: int) -> None:
    """Few comparisons, one group, ties, no errors or only errors: no warning, no NaN."""
    random = np.random.default_rng(seed)
    rows, people = int(random.choice([6, 12, 60, 400])), int(random.choice([2, 3, 30]))
    genuine = np.arange(rows) < max(1, int(rows * random.choice([0.1, 0.5, 0.9])))
    one = random.integers(people, size=rows)
    two = np.where(genuine, one, (one + random.integers(1, people, size=rows)) % people)
    groups = random.integers(1 + seed % 4, size=people)
    labels = tuple(f"group {n}" for n in range(1 + seed % 4))
    scores = random.normal(size=rows) + random.choice([0.0, 3.0, 40.0, -5.0]) * genuine
    odd = ScoreTable(
        "odd.csv",
        scores.round(int(random.choice([1, 6]))),
        genuine,
        subject_a=one,
        subject_b=two,
        group_a=Groups(labels, groups[one]),
        group_b=Groups(labels, groups[two]),
        distance=bool(seed % 2),
    )
    found = evaluate(odd, replicates=33)
    assert Verification.model_validate_json(found.model_dump_json()) == found


# Bounds, where too few people err


def test_ratio_of_few_people_is_a_bound() -> None:
    """Three people of ten err in one group: what people as trials allow, not their comparisons."""
    people = np.repeat(np.arange(110), 10)
    cell = (people >= 10).astype(np.int64)
    wrong = (np.arange(1100) % 10 == 0) & ((people < 3) | ((people >= 10) & (people < 60)))
    cells = cell_rates(wrong, cell, size=2, subjects=(people, people))
    found = rate_ratio_interval(cells, 0, 1)
    counted = ratio_interval(*cells.rates)
    assert found is not None
    assert counted is not None
    assert (found.is_bound, counted.is_bound) == (True, False)
    assert found.low < counted.low < counted.high < found.high


def test_tied_scores_count_the_next_threshold() -> None:
    """Where the asked rate may be that of the next score, misses there are in the interval."""
    impostor = np.repeat([0.0, 1.0, 2.0], [900, 49, 51])
    genuine = np.repeat([0.0, 1.0, 2.0, 3.0], [10, 40, 150, 800])
    scores = Comparisons.of(genuine, impostor)
    point = operating_point(scores, false_match_rate=0.05)
    anew = Anew(
        ComparisonKind(True, genuine, None, None, None),
        ComparisonKind(False, impostor, None, None, None),
    )
    found = anew.at_rate(point.threshold, 0.05)
    assert (point.threshold, point.false_non_match) == (3.0, Rate(200, 1000))
    assert found is not None
    assert found.low < 0.05
    assert found.high > 0.2


def test_equal_error_rate_of_few_people_lies_between_both_bounds() -> None:
    """Six people: nothing shows how errors gather."""
    random, same = np.random.default_rng(5), np.repeat(np.arange(6), 20)
    one, two = np.triu_indices(6, 1)
    anew = Anew(
        ComparisonKind(True, random.normal(2.0, 1.0, 120), (same, same), None, None),
        ComparisonKind(False, random.normal(size=15), (one, two), None, None),
    )
    found = anew.at_equal_error(1.0)
    assert found is not None
    assert found.is_bound
    assert found.low < 0.16 < found.high


@pytest.mark.parametrize("effect", [0.0, 2.0])
def test_differences_of_few_people_hold_as_bounds(effect: float) -> None:
    """Three groups of twelve people, ten comparisons each, equal rates: every bound holds."""
    random, people = np.random.default_rng(23), np.repeat(np.arange(36), 10)
    truths = {"max_over_min": 1.0, "spread": 0.0, "max_over_mean": 1.0, "gini": 0.0}
    bounds = 0
    for _ in range(60):
        shares = norm.cdf(norm.ppf(0.05) * math.hypot(1, effect) + effect * random.normal(size=36))
        wrong = random.random(360) < shares[people]
        cells = cell_rates(wrong, people // 12, size=3, subjects=(people, people))
        found = disparity_intervals(cells)
        bounds += sum(one.is_bound for one in found.values())
        assert all(found[name].low <= value for name, value in truths.items() if name in found)
        assert all(one.low <= one.high for one in found.values())
    assert bounds
