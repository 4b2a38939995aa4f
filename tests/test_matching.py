"""
The rarity axis against published figures, other arithmetic, and itself.

Golden values stand in the evidence notes and the design of the model (June 2026), to the digits
that are written there.
"""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath  # type: ignore[import-untyped]
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import brentq

from misid import evidence
from misid.errors import MeaningError
from misid.matching import (
    TAILS,
    Calibration,
    CalibrationLuck,
    ComparisonLaw,
    Contrast,
    FittedLaw,
    Images,
    ProbesAndRecords,
    TailFamily,
    ageing,
    calibrate,
    candidate_intensity,
    check_rates,
    false_positive_identification_rate,
    impostor_field,
    independent_threshold,
    lowest_threshold,
    mates,
    no_candidate,
    rarity,
    reference_cells,
    reference_composition,
    solve_threshold,
    tails,
)
from misid.matching.calibration import _around, _best_stranger, rank_one_miss
from misid.matching.published import (
    ROUNDING,
    Points,
    StudiedCondition,
    aged_misses,
    algorithm_names,
    algorithm_row,
    developers,
    one_of_each,
    possible_points,
    published_points,
)
from misid.matching.roots import root

Floats = NDArray[np.float64]

VARIANCES = (0.0, 0.5, 1.0, 10.0)
every_variance = pytest.mark.parametrize("variance", VARIANCES)
every_tail = pytest.mark.parametrize("tail", TAILS)


def near(expected: float, tolerance: float) -> object:
    """The expected figure within the rounding of the notes it was written in."""
    return pytest.approx(expected, abs=tolerance, rel=0)


def one(value: float) -> Floats:
    """A number in a single world."""
    return np.array([value])


# Rates of searches and of pairs


def test_a_rate_of_three_in_a_thousand_at_twelve_million_is_one_pair_in_four_billion() -> None:
    """FPIR 0.003 at 12 million is an effective false match rate of 2.5e-10."""
    at = independent_threshold(one(0.003), one(12e6), one(0.0))
    assert near(2.5e-10, 0.05e-10) == float(10.0 ** -at[0])


def test_the_same_rate_at_250_million_needs_a_far_rarer_score() -> None:
    """FPIR 0.003 at 250 million needs a false match rate of 1.2e-11."""
    at = independent_threshold(one(0.003), one(250e6), one(0.0))
    assert near(1.2e-11, 0.05e-11) == float(10.0 ** -at[0])


@pytest.mark.parametrize(
    ("variance", "set_with", "percent", "tolerance"),
    [
        (0.0, 0.0, 6.07, 0.005),
        (1.0, 0.0, 5.9, 0.05),
        (1.0, 1.0, 5.9, 0.05),
        (10.0, 0.0, 4.7, 0.05),
        (10.0, 10.0, 4.8, 0.05),
    ],
)
def test_a_threshold_kept_while_the_gallery_grows_names_more_strangers(
    variance: float, set_with: float, percent: float, tolerance: float
) -> None:
    """The threshold of 12 million at 250 million: 4.7 to 6.07 % by look-alike frailty."""
    at = independent_threshold(one(0.003), one(12e6), one(set_with))
    rate = false_positive_identification_rate(250e6 * 10.0**-at, variance)
    assert near(percent, tolerance) == 100.0 * float(rate[0])


def test_a_watch_list_a_tenth_as_long_has_a_tenth_of_the_false_alerts() -> None:
    """NPL 2023: 1 in 6,000 at 10,000 faces is 1 in 60,000 at 1,000, and 98 % at 250 million."""
    pair = float(10.0 ** -independent_threshold(one(1 / 6_000), one(10_000), one(0.0))[0])
    assert near(1.67e-8, 0.005e-8) == pair
    at_thousand = float(false_positive_identification_rate(1_000 * pair, 0.0))
    assert near(60_000, 10) == 1.0 / at_thousand
    assert near(0.98, 0.005) == float(false_positive_identification_rate(250e6 * pair, 0.0))


@every_variance
def test_the_rarest_rates_keep_all_their_digits(variance: float) -> None:
    """At 1e-17 the naive formula gives 0; ours gives 1e-17."""
    naive = 1.0 - (1.0 - 1e-17)
    assert 0.0 == naive
    assert pytest.approx(1e-17, rel=1e-15) == float(
        false_positive_identification_rate(1e-17, variance)
    )
    assert pytest.approx(17.0, rel=1e-12) == float(
        independent_threshold(one(1e-12), one(1e5), one(variance))[0]
    )


@given(
    power=st.floats(-17.0, -0.0001),
    variance=st.one_of(st.just(0.0), st.floats(1e-6, 30.0)),
)
def test_the_rate_of_an_intensity_gives_the_intensity_back(power: float, variance: float) -> None:
    """The false positive identification rate and the candidate intensity are inverses."""
    rate = 10.0**power
    expected = candidate_intensity(rate, variance)
    assert expected >= rate * (1.0 - 1e-12)
    assert pytest.approx(rate, rel=1e-10) == float(
        false_positive_identification_rate(expected, variance)
    )


@given(
    expected=st.floats(1e-12, 100.0),
    variance=st.one_of(st.just(0.0), st.floats(1e-6, 30.0)),
)
def test_a_search_returns_a_candidate_or_it_does_not(expected: float, variance: float) -> None:
    """The chance of no candidate is the gamma law's, and the rate is what it leaves."""
    with mpmath.workdps(40):
        shape = mpmath.inf if variance == 0.0 else 1 / mpmath.mpf(variance)
        x = mpmath.mpf(expected)
        none = mpmath.exp(-x) if variance == 0.0 else (1 + x / shape) ** -shape
        some = float(1 - none)
    assert pytest.approx(float(none), rel=1e-12) == float(no_candidate(expected, variance))
    assert pytest.approx(some, rel=1e-12) == float(
        false_positive_identification_rate(expected, variance)
    )


@given(power=st.floats(-300.0, 0.0))
def test_rarity_counts_the_decades(power: float) -> None:
    """A false match rate of 10^-r has rarity r."""
    assert pytest.approx(-power, rel=1e-14, abs=1e-15) == float(rarity(10.0**power))


# The field of strangers


def contrast(
    region_ratio: float = 14.0,
    sex_ratio: float = 3.4,
    cross_sex: float = 0.2,
    drift: float = 0.0,
    measured_at: float = 4.0,
) -> Contrast:
    """How groups differ in a single world."""
    numbers = (region_ratio, sex_ratio, cross_sex, drift, measured_at)
    return Contrast(*(one(number) for number in numbers))


def pair_ratios(of: Contrast) -> Floats:
    """False match rate of each pair of reference groups over the mean of all, by hand."""
    names = evidence.table("nist_frvt_region_fmr_log10_2020").columns[1:]
    matrix = evidence.table("nist_frvt_region_fmr_log10_2020")
    logs = np.column_stack([matrix.numbers(name) for name in names])
    west, east = names.index("SSAFRICA"), names.index("EURO")
    power = np.log10(of.region_ratio[0]) / (logs[west, west] - logs[east, east])
    female = float(of.sex_ratio[0])
    mixed = float(of.cross_sex[0]) * female**0.5
    ratios = np.kron(10.0 ** (power * logs), np.array([[female, mixed], [mixed, 1.0]]))
    return np.asarray(ratios / ratios.mean())


def rates_without_lumps(of: Contrast, at: Floats) -> Floats:
    """Mean false match rate of each reference group at each rarity, shape (groups, points)."""
    few = 1e-15  # so few that the chance that one record matches twice plays no part
    field = impostor_field(of, reference_composition(1, one(1.0)))
    rare = field.scaled(capture_effect=one(few), records=one(1.0))
    return np.asarray(rare.intensity(at[None])[0][0] / few)


@pytest.mark.parametrize("drift", [-0.1, 0.0, 0.1, 0.25])
@pytest.mark.parametrize("region_ratio", [1.0, 14.0, 60.0])
def test_the_reference_population_defines_rarity(region_ratio: float, drift: float) -> None:
    """However groups differ and drift apart, all pairs together match at exactly 10^-r."""
    at = np.array([2.0, 4.0, 7.5, 10.0, 12.5, 16.0])
    groups = rates_without_lumps(contrast(region_ratio=region_ratio, drift=drift), at)
    np.testing.assert_allclose(groups.mean(axis=0), 10.0**-at, rtol=1e-12)


@pytest.mark.parametrize(("drift", "expected", "tolerance"), [(0.1, 70.0, 1.0), (-0.1, 2.0, 0.05)])
def test_a_small_drift_makes_a_large_difference_at_the_rarity_of_a_search(
    drift: float, expected: float, tolerance: float
) -> None:
    """A ratio of 12 at rarity 4 is about 70, or about 2, at 11.7: a tenth of a decade a decade."""

    def extremes(region_ratio: float, tilt: float) -> Floats:
        rates = rates_without_lumps(contrast(region_ratio, drift=tilt), np.array([4.0, 11.7]))
        return np.asarray(rates.max(axis=0) / rates.min(axis=0))

    ratio = brentq(lambda tried: extremes(tried, 0.0)[0] - 12.0, 1.0, 100.0)
    before, after = extremes(ratio, drift)
    assert near(12.0, 1e-6) == float(before)
    assert near(expected, tolerance) == float(after)


def test_pairs_differ_by_the_ratios_that_were_stated() -> None:
    """West African over East European, female over male, and mixed over the mean of both."""
    cells = (("SSAFRICA", "F"), ("SSAFRICA", "M"), ("EURO", "F"), ("EURO", "M"))
    records = np.eye(4)[None]  # one source for each group's record
    field = impostor_field(contrast(), ProbesAndRecords(cells, np.full((1, 4), 0.25), records))
    rates = field.weight[0][:, None] * field.sources[0]
    assert pytest.approx(14.0, rel=1e-12) == rates[0, 0] / rates[2, 2]
    assert pytest.approx(3.4, rel=1e-12) == rates[0, 0] / rates[1, 1]
    assert pytest.approx(0.2, rel=1e-12) == rates[2, 3] / (rates[2, 2] * rates[3, 3]) ** 0.5


@pytest.mark.parametrize(("at", "accuracy"), [(3.0, 1e-3), (5.0, 1e-7), (9.6, 1e-12)])
def test_every_record_is_a_comparison_of_its_own(at: float, accuracy: float) -> None:
    """The intensity is the sum of -log(1 - p) over records; the sources share it."""
    of, cells = contrast(), reference_cells()
    records = np.linspace(100.0, 4_000.0, 2 * len(cells)).reshape(1, 2, -1)
    effect, growth = 1.7, 0.8
    field = impostor_field(of, ProbesAndRecords(cells, np.full((1, len(cells)), 0.05), records))
    field = field.scaled(capture_effect=one(effect), records=one(growth))
    pairs = effect * pair_ratios(of) * 10.0**-at
    expected = -growth * np.einsum("gh,jh->gj", np.log1p(-pairs), records[0])
    actual = field.intensity(np.array([[at]]))[0][0, :, 0]
    np.testing.assert_allclose(actual, expected.sum(axis=1), rtol=accuracy)
    shares = expected / expected.sum(axis=1)[:, None]
    np.testing.assert_allclose(field.sources[0], shares, rtol=max(0.02, accuracy))


@pytest.mark.parametrize("at", [2.5, 6.0, 11.0])
def test_the_fall_is_the_slope_of_the_intensity(at: float) -> None:
    """Strangers thin out as fast as their number says, drift and all."""
    field = impostor_field(contrast(drift=0.1), reference_composition(1, one(1e6)))
    step = 1e-4
    around, _ = field.intensity(np.array([[at - step, at + step]]))
    _, fall = field.intensity(np.array([[at]]))
    slope = (around[0, :, 0] - around[0, :, 1]) / (2 * step)
    np.testing.assert_allclose(fall[0, :, 0], slope, rtol=1e-6)


def test_a_threshold_at_which_many_pairs_match_is_refused() -> None:
    """The model says so where a record matches one person in ten, and is quiet elsewhere."""
    field = impostor_field(contrast(), reference_composition(1, one(1e6)))
    check_rates(field, one(4.0))
    with pytest.raises(MeaningError, match="threshold is so low"):
        check_rates(field, one(1.0))


# The threshold


def test_the_threshold_solves_its_equation() -> None:
    """
    Searches of the designer's population return a stranger at the rate aimed at, to 1e-10.

    Where that would need a threshold at which pairs match often, it stays at the lowest one.
    """
    rng = np.random.default_rng(20260602)
    worlds, cells = 200, reference_cells()
    drawn = Contrast(
        region_ratio=10.0 ** rng.uniform(0.3, 1.8, worlds),
        sex_ratio=10.0 ** rng.uniform(0.0, 1.0, worlds),
        cross_sex=rng.uniform(0.02, 0.5, worlds),
        drift=rng.uniform(-0.1, 0.1, worlds),
        measured_at=rng.uniform(3.5, 4.5, worlds),
    )
    probes = rng.dirichlet(np.ones(len(cells)), worlds)
    records = 10.0 ** rng.uniform(5.0, 8.5, worlds)[:, None] * rng.dirichlet(probes[0], worlds)
    variance = rng.choice([0.0, 0.5, 1.0, 10.0, 40.0], worlds)
    fpir = 10.0 ** rng.uniform(-5.0, -0.5, worlds)
    field = impostor_field(drawn, ProbesAndRecords(cells, probes, records[:, None]))
    at = solve_threshold(field, probes, fpir, variance)

    expected = field.intensity(at[:, None])[0][..., 0]
    shape = 1.0 / np.where(variance > 0.0, variance, 1.0)[:, None]
    by_gamma = -np.expm1(-shape * np.log1p(expected / shape))
    rates = np.where(variance[:, None] > 0.0, by_gamma, -np.expm1(-expected))
    reached = (probes * rates).sum(axis=1)
    least = lowest_threshold(field)
    solved = at > least
    assert 0.9 < solved.mean() < 1.0
    np.testing.assert_allclose(reached[solved], fpir[solved], rtol=1e-10)
    np.testing.assert_array_equal(at[~solved], least[~solved])
    assert np.all(reached[~solved] < fpir[~solved])


@every_variance
def test_without_differences_the_threshold_is_the_independent_one(variance: float) -> None:
    """A population of people who are all alike needs no solving."""
    alike = contrast(region_ratio=1.0, sex_ratio=1.0, cross_sex=1.0)
    reference = reference_composition(1, one(12e6))
    solved = solve_threshold(
        impostor_field(alike, reference), reference.probes, one(0.003), one(variance)
    )
    plain = independent_threshold(one(0.003), one(12e6), one(variance))
    assert pytest.approx(float(plain[0]), rel=1e-10) == float(solved[0])
    told = comparisons(1, variance).threshold(12e6)
    assert pytest.approx(float(plain[0]), rel=1e-9) == float(told[0])


# Calibration from published rates


def comparisons(worlds: int, variance: float) -> ComparisonLaw:
    """Comparisons that count as independent but for look-alike frailty."""
    alike = np.ones(worlds)
    return ComparisonLaw(variance * alike, alike, 12e6 * alike, alike)


def one_each(condition: StudiedCondition) -> Points:
    """The table that holds one algorithm of each developer."""
    return published_points(condition).take(np.arange(one_of_each()))


def working_algorithms() -> Points:
    """Mugshots: the algorithms with FNIR(1.6M) below 0.2 that were run at 12 million too."""
    points = one_each("mugshot")
    return points.take(np.flatnonzero((points.small < 0.2) & ~np.isnan(points.large)))


def accurate_algorithms(condition: StudiedCondition) -> Points:
    """Another condition: algorithms with mugshot FNIR(12M) below 1 % that work there at all."""
    points, mugshot = one_each(condition), one_each("mugshot")
    return points.take(np.flatnonzero((mugshot.large < 0.01) & (points.small < 0.5)))


def calibrated(
    points: Points, tail: TailFamily, variance: float
) -> tuple[Calibration, ComparisonLaw]:
    """The point calibration under one tail, and the comparisons that it rests on."""
    worlds = len(points.small)
    compared = comparisons(worlds, variance)
    return calibrate(points, np.full(worlds, TAILS.index(tail)), compared), compared


def growth_to_250_million(tail: TailFamily, variance: float) -> tuple[Floats, Floats]:
    """FNIR at 250 million over that at 12 million, and the residual, for each algorithm."""
    found, compared = calibrated(working_algorithms(), tail, variance)
    far, near_ = (found.law.miss(compared.threshold(gallery)) for gallery in (250e6, 12e6))
    return far / near_, found.residual


def test_the_notes_count_the_algorithms() -> None:
    """129 algorithms have FNIR(1.6M) below 0.2 and both gallery sizes."""
    assert 129 == len(working_algorithms().small)


@every_tail
@pytest.mark.parametrize("variance", [0.0, 1.0, 10.0])
def test_a_calibrated_law_gives_back_both_gallery_sizes(tail: TailFamily, variance: float) -> None:
    """FNIR at 1.6 and at 12 million, to 1e-9, but for one algorithm that misses everybody."""
    points = working_algorithms()
    found, compared = calibrated(points, tail, variance)
    small, large = (found.law.miss(compared.threshold(gallery)) for gallery in (1.6e6, 12e6))
    finite = points.large < 1.0
    assert 128 == finite.sum()
    np.testing.assert_allclose(small, points.small, rtol=1e-9)
    np.testing.assert_allclose(large[finite], points.large[finite], rtol=1e-9)


@pytest.mark.parametrize("tail", ["normal", "logistic", "gumbel"])
def test_a_calibrated_law_gives_back_the_rank_one_rate_where_it_can(tail: TailFamily) -> None:
    """Wherever anybody is not findable the residual is nil; elsewhere rank 1 is too good."""
    found, _ = calibrated(working_algorithms(), tail, 0.0)
    some = found.law.not_findable > 0.0
    assert 90 < some.sum() < 129
    assert np.abs(found.residual[some]).max() < 1e-6
    assert found.residual[~some].min() > 0.0


def test_the_normal_law_fits_most_algorithms() -> None:
    """Residual below 1 % for 86 % of 129; medians 0.0007, 15.3 and between 2.4 and 2.5."""
    found, _ = calibrated(working_algorithms(), "normal", 0.0)
    assert near(0.86, 0.03) == float((np.abs(found.residual) < 0.01).mean())
    assert near(0.0007, 0.00005) == float(np.median(found.law.not_findable))
    assert near(15.3, 0.05) == float(np.median(found.law.location))
    assert near(2.45, 0.05) == float(np.median(found.law.scale))


@pytest.mark.parametrize(
    ("tail", "expected"), [("normal", 3.5), ("logistic", 4.2), ("gumbel", 4.3)]
)
def test_laws_that_agree_on_every_published_number_part_beyond_them(
    tail: TailFamily, expected: float
) -> None:
    """Median FNIR(250M)/FNIR(12M) where the law fits to 1 %, with frailty of variance 1."""
    growth, residual = growth_to_250_million(tail, 1.0)
    assert near(expected, 0.05) == float(np.median(growth[np.abs(residual) < 0.01]))


def test_the_normal_law_is_the_kindest_beyond_the_published_galleries() -> None:
    """Over all 129 algorithms, independent comparisons: 3.4 times, against 4.0 and 4.1."""
    normal, logistic, gumbel = (
        float(np.median(growth_to_250_million(tail, 0.0)[0]))
        for tail in ("normal", "logistic", "gumbel")
    )
    assert near(3.42, 0.01) == normal
    assert near(4.03, 0.01) == logistic
    assert near(4.07, 0.01) == gumbel


def test_misses_of_the_power_law_are_a_power_of_the_gallery() -> None:
    """With independent comparisons the hazard grows by the same power at every size."""
    points = working_algorithms()
    points = points.take(np.flatnonzero(points.large < 0.1))
    found, compared = calibrated(points, "power_law", 0.0)
    hazards = [-np.log1p(-found.law.miss(compared.threshold(n))) for n in (1.6e6, 12e6, 250e6)]
    power = np.log(hazards[1] / hazards[0]) / np.log(12.0 / 1.6)
    expected = hazards[1] * (250.0 / 12.0) ** power
    assert [0.0] == np.unique(found.law.not_findable).tolist()
    np.testing.assert_allclose(hazards[2], expected, rtol=1e-9)


@every_tail
def test_webcam_calibration_gives_back_its_two_numbers(tail: TailFamily) -> None:
    """FNIR at 1.6 million always; the share not at rank 1 wherever the law can reach it."""
    points = accurate_algorithms("webcam")
    found, compared = calibrated(points, tail, 0.0)
    np.testing.assert_allclose(found.law.miss(compared.threshold(1.6e6)), points.small, rtol=1e-9)
    reached = np.abs(rank_one_miss(found.law, compared) / points.rank_one - 1.0) < 1e-6
    assert reached.sum() >= 60
    assert 63 == len(reached)
    if tail != "power_law":
        assert [0.0] * int((~reached).sum()) == found.law.not_findable[~reached].tolist()


@every_tail
@pytest.mark.parametrize("condition", ["border", "kiosk"])
def test_a_condition_with_one_number_is_calibrated_to_it(
    condition: StudiedCondition, tail: TailFamily
) -> None:
    """FNIR at 1.6 million; the rank-1 residual stays unknown, for nobody published a figure."""
    points = accurate_algorithms(condition)
    found, compared = calibrated(points, tail, 1.0)
    np.testing.assert_allclose(found.law.miss(compared.threshold(1.6e6)), points.small, rtol=1e-9)
    assert np.isnan(found.residual).all()


@pytest.mark.parametrize(
    ("condition", "algorithm"), [("webcam", "lineclova_003"), ("kiosk", "inspur_002")]
)
def test_an_algorithm_that_misses_most_people_is_not_flattered(
    condition: StudiedCondition, algorithm: str
) -> None:
    """Two of those good at mugshots miss 0.604 and 0.7256 elsewhere; the law says so too."""
    points = published_points(condition).take(np.array([algorithm_row(algorithm)]))
    found, compared = calibrated(points, "normal", 0.0)
    actual = found.law.miss(compared.threshold(1.6e6))
    assert pytest.approx(float(points.small[0]), rel=1e-9) == float(actual[0])


def test_a_developer_has_every_version_that_was_tested() -> None:
    """NEC: twelve from June 2018 to October 2025, one of them in both tables and counted once."""
    versions = [
        name for name, of in zip(algorithm_names(), developers(), strict=True) if of == "nec"
    ]
    assert 12 == len(versions) == len(set(versions))
    assert one_of_each() == 181
    large = published_points("mugshot").large[algorithm_row("nec_011")]
    assert 0.0006 == large


def test_a_rate_that_was_not_published_lies_among_the_ratios_that_were() -> None:
    """nec_009 has no kiosk figure: its webcam misses times the ratio of those that have both."""
    rows = np.full(1_001, algorithm_row("nec_009"))
    drawn = possible_points("kiosk", rows, (np.arange(1_001) + 0.5) / 1_001).small
    kiosk, webcam = one_each("kiosk").small, one_each("webcam").small
    both = (kiosk < 0.5) & (webcam < 0.5) & (webcam > 0)
    assert pytest.approx(0.0068 * np.median(kiosk[both] / webcam[both]), rel=1e-9) == drawn[500]
    assert drawn.min() > 0.0
    assert drawn.max() <= 0.5


def test_a_published_rate_is_never_redrawn() -> None:
    """Where the table has the figure, luck changes nothing."""
    rows = np.full(5, algorithm_row("nec_010"))
    assert (possible_points("kiosk", rows, np.linspace(0.1, 0.9, 5)).small == 0.0444).all()


def posterior_locations(algorithm: str) -> tuple[Floats, float]:
    """Locations of the normal law within rounding and counting error; the point calibration."""
    rng = np.random.default_rng(20260603)
    worlds = 2_000
    points = published_points("mugshot").take(np.full(worlds, algorithm_row(algorithm)))
    rank_one, small, large = rng.random((3, worlds))
    luck = CalibrationLuck(rank_one, small, large, mated_searches=np.full(worlds, 1e5))
    codes = np.zeros(worlds, dtype=np.int64)
    drawn = calibrate(points, codes, comparisons(worlds, 0.0), luck).law.location
    exact = calibrate(points, codes, comparisons(worlds, 0.0)).law.location
    return drawn, float(exact[0])


def test_the_best_algorithms_are_known_worst() -> None:
    """Four decimals of a tiny rate leave the mates of a good algorithm nearly anywhere."""
    good, at_good = posterior_locations("nec_010")
    usual, at_usual = posterior_locations("akuvox_001")
    low, high = np.quantile(good, [0.05, 0.95])
    usual_low, usual_high = np.quantile(usual, [0.05, 0.95])
    assert low < 20.0
    assert high > 90.0
    assert usual_high - usual_low < 1.0
    assert pytest.approx(at_good, rel=0.05) == float(np.median(good))
    assert pytest.approx(at_usual, rel=0.01) == float(np.median(usual))


@every_tail
def test_ageing_moves_mates_to_where_they_were_missed(tail: TailFamily) -> None:
    """A law moved by it gives the published misses of aged images, or does not move."""
    points, aged = one_each("mugshot"), aged_misses()[: one_of_each()]
    rows = np.flatnonzero((points.small < 0.2) & (aged < 0.9) & (points.large < 0.9))
    found, compared = calibrated(points.take(rows), tail, 1.0)
    moved = ageing(found.law, aged[rows], compared)
    law = found.law
    older = FittedLaw(law.not_findable, law.location - moved, law.scale, law.tail)
    at = compared.threshold(3e6)
    assert len(rows) > 50
    assert moved.min() >= 0.0
    expected = np.maximum(aged[rows], law.miss(at))
    np.testing.assert_allclose(older.miss(at), expected, rtol=1e-9)
    better = ageing(found.law, 0.9 * law.miss(at), compared)
    assert [0.0] == np.unique(better).tolist()


def test_misses_for_another_face_are_left_out_of_the_matchers() -> None:
    """Three parts of ten of what 7 % of pictures explain; of misses below that, of them all."""
    points = Points(np.array([0.2, 0.05]), np.array([0.3, 0.08]), np.array([0.1, np.nan]))
    found = points.of_the_matcher(np.full(2, 0.07), np.full(2, 0.3))
    lost = 0.3 * 0.07, 0.3 * 0.05
    for published, left in zip(
        (points.small, points.large), (found.small, found.large), strict=True
    ):
        for number, share in enumerate(lost):
            assert np.isclose(published[number], share + (1.0 - share) * left[number], rtol=1e-12)
    assert np.isclose(0.1, lost[0] + (1.0 - lost[0]) * found.rank_one[0])
    assert np.isnan(found.rank_one[1])


def test_growth_and_capture_move_the_threshold_of_a_published_test() -> None:
    """A gallery counts as its size to the growth exponent, times the effect of capture."""
    compared = ComparisonLaw(one(0.0), one(0.9), one(12e6), one(3.0))
    expected = 3.0 * 12e6 * (1.6 / 12.0) ** 0.9
    assert pytest.approx(expected, rel=1e-12) == float(compared.effective(1.6e6)[0])
    plain = independent_threshold(one(0.003), one(expected), one(0.0))
    assert pytest.approx(float(plain[0]), rel=1e-9) == float(compared.threshold(1.6e6)[0])


# Roots

Function = Callable[[Any], Any]
SHAPES: dict[str, Callable[[float], tuple[Function, float, float]]] = {
    "a line": lambda a: (lambda x: 3.0 * (x - a), 0.0, 2.0),
    "a cubic": lambda a: (lambda x: (x - a) + 5.0 * (x - a) ** 3, -2.0, 4.0),
    "a bent root": lambda a: (lambda x: x**2.5 - (a + 0.2) ** 2.5, 0.0, 3.0),
    "a law of misses": lambda a: (lambda x: tails.below("normal", 4 * (x - a)) - 0.3, -1.0, 2.0),
    "a logarithm": lambda a: (lambda x: np.log((x + 0.01) / (a + 0.5)), 0.0, 2.0),
}


@pytest.mark.parametrize("shape", list(SHAPES))
def test_roots_are_those_of_a_trusted_solver(shape: str) -> None:
    """Forty functions at once, each compared with Brent's method."""
    built = [SHAPES[shape](a) for a in np.linspace(0.0, 1.0, 40)]
    low, high = (np.array([each[end] for each in built]) for end in (1, 2))

    def all_of_them(x: Floats, which: NDArray[np.int64]) -> Floats:
        return np.array([float(built[i][0](at)) for i, at in zip(which, x, strict=True)])

    expected = [brentq(each, low_, high_, xtol=1e-14) for each, low_, high_ in built]
    away = (root(all_of_them, low, high) - expected) / (high - low)
    assert np.abs(away).max() < 1e-8


def test_a_root_far_from_where_a_steep_function_starts_is_found() -> None:
    """A function that hardly rises at first and then by seventeen decades."""
    expected = np.log1p(1e3) / 40.0
    found = root(lambda x, which: np.expm1(40.0 * x) - 1e3, one(0.0), one(1.0))
    assert pytest.approx(expected, abs=1e-9) == float(found[0])


def test_without_a_change_of_sign_the_nearer_end_is_the_answer() -> None:
    """Positive throughout: the low end; negative throughout: the high one."""
    shifts = np.array([5.0, -5.0])
    found = root(lambda x, which: x + shifts[which], np.zeros(2), np.ones(2))
    assert [0.0, 1.0] == found.tolist()


# Tails

POINTS: dict[TailFamily, tuple[float, float]] = {
    "normal": (-37.0, 37.0),
    "logistic": (-700.0, 700.0),
    "gumbel": (-700.0, 6.5),
    "power_law": (-700.0, 6.5),
}


def exact_split(tail: TailFamily, z: float) -> tuple[float, float]:
    """Below, above, and the log of below, at 60 digits."""
    x = mpmath.mpf(z)
    with mpmath.workdps(60):
        if tail == "normal":
            below, above = (mpmath.erfc(s * x / mpmath.sqrt(2)) / 2 for s in (-1, 1))
        elif tail == "logistic":
            below, above = 1 / (1 + mpmath.exp(-x)), 1 / (1 + mpmath.exp(x))
        else:
            below, above = -mpmath.expm1(-mpmath.exp(x)), mpmath.exp(-mpmath.exp(x))
        return float(below), float(above)


@every_tail
def test_both_sides_of_a_tail_keep_their_digits(tail: TailFamily) -> None:
    """Below and above, each to a relative 1e-12 far out on either side, and their sum is 1."""
    z = np.linspace(*POINTS[tail], 113)
    found = tails.split(tail, z)
    below, above = np.array([exact_split(tail, float(x)) for x in z]).T
    assert below.min() < 1e-290
    assert above.min() < 1e-270
    np.testing.assert_allclose(found.below, below, rtol=1e-12)
    np.testing.assert_allclose(found.above, above, rtol=1e-12)
    np.testing.assert_allclose(found.below + found.above, 1.0, rtol=1e-15)
    assert found.below.tolist() == tails.below(tail, z).tolist()


@every_tail
@given(power=st.floats(-280.0, -1e-3))
def test_a_quantile_lies_where_its_share_is_below(tail: TailFamily, power: float) -> None:
    """The quantile is the inverse of the law, far into the tail."""
    share = 10.0**power
    assert pytest.approx(share, rel=1e-10) == float(tails.below(tail, tails.quantile(tail, share)))


def test_every_world_has_a_tail_of_its_own() -> None:
    """Laws mixed in one array give what each gives alone."""
    codes = np.array([3, 0, 2, 1, 0])
    z = np.linspace(-5.0, 2.0, 15).reshape(5, 3)
    alone = [tails.split(TAILS[code], row) for code, row in zip(codes, z, strict=True)]
    together = tails.split_by_world(codes, z)
    for part in ("below", "above"):
        expected = np.stack([getattr(split, part) for split in alone])
        assert expected.tolist() == getattr(together, part).tolist()
    shares = together.below
    assert shares.tolist() == tails.below_by_world(codes, z).tolist()
    np.testing.assert_allclose(tails.quantile_by_world(codes, shares), z, rtol=1e-9, atol=1e-9)


# Several images of a person


def images(records: float, dependence: float, unusable: float = 0.0) -> Images:
    """One source that holds so many images of everybody."""
    return Images(np.zeros((1, 1)), one(records)[None], one(unusable)[None], one(dependence))


@given(records=st.floats(1.0, 50.0), dependence=st.floats(0.0, 1.0))
def test_images_count_from_one_to_all_of_them(records: float, dependence: float) -> None:
    """Independent images count in full, images that share their fate as one."""
    assert pytest.approx(records) == float(images(records, 0.0).effective()[0, 0])
    assert 1.0 == float(images(records, 1.0).effective()[0, 0])
    worth = float(images(records, dependence).effective()[0, 0])
    assert 1.0 <= worth <= records * (1.0 + 1e-12)


SHARES = st.floats(1e-6, 0.5)


@given(
    records=st.floats(1.0, 8.0),
    dependence=st.floats(0.0, 1.0),
    unusable=SHARES,
    below=SHARES,
)
def test_more_images_are_never_better_than_independent_ones(
    records: float, dependence: float, unusable: float, below: float
) -> None:
    """Each reason to be missed, by itself: between one image and as many independent ones."""
    law = FittedLaw(one(0.0), one(float(-tails.quantile("normal", below))), one(1.0), np.array([0]))
    found = mates(law, images(records, dependence, unusable), np.ones((1, 1)))
    lost, (low, high) = float(found.lost[0, 0, 0]), found.split(np.zeros((1, 1)))
    assert unusable**records * (1.0 - 1e-9) <= lost <= unusable * (1.0 + 1e-9)
    assert below**records * (1.0 - 1e-9) <= float(low[0, 0, 0]) <= below * (1.0 + 1e-9)
    assert pytest.approx(1.0, abs=1e-12) == float(low[0, 0, 0] + high[0, 0, 0])


def test_an_older_image_lies_lower_on_the_axis() -> None:
    """By its shift: half of those of 12, moved by 0.7, lie below 11.3; fewer of new ones do."""
    law = FittedLaw(one(0.1), one(12.0), one(2.0), np.array([0]))
    below = law.split(np.array([[11.3]]), np.array([[0.0, 0.7]]))[0][0, :, 0]
    assert pytest.approx([float(tails.below("normal", -0.35)), 0.5]) == below.tolist()
    assert below[0] < below[1]


def test_both_reasons_to_be_missed_together_are_never_better_than_independent_images() -> None:
    """Three independent images, each lost in 2 % and too low in 2 %: all missed in 0.0396^3."""
    law = FittedLaw(one(0.02), one(float(-tails.quantile("normal", 0.02))), one(1.0), np.array([0]))
    found = mates(law, images(3.0, 0.0), np.ones((1, 1)))
    lost, below = float(found.lost[0, 0, 0]), float(found.split(np.zeros((1, 1)))[0][0, 0, 0])
    single = float(law.miss(np.zeros((1, 1)))[0, 0])
    assert pytest.approx(single**3, rel=1e-9) == lost + (1.0 - lost) * below


@given(
    records=st.floats(1.0, 8.0),
    dependence=st.floats(0.0, 1.0),
    lost=st.one_of(st.just(0.0), st.floats(1e-9, 0.5)),
    unusable=st.one_of(st.just(0.0), st.floats(1e-9, 0.5)),
    z=st.floats(-7.0, 7.0),
)
def test_all_images_of_a_person_are_missed_as_the_copula_says(
    records: float, dependence: float, lost: float, unusable: float, z: float
) -> None:
    """Lost or too low, to the power of the images' number; below and above keep their digits."""
    law = FittedLaw(one(lost), one(-z), one(1.0), np.array([0]))
    found = mates(law, images(records, dependence, unusable), np.ones((1, 1)))
    below, above = (float(side[0, 0, 0]) for side in found.split(np.zeros((1, 1))))
    with mpmath.workdps(50):
        none = 1 - (1 - mpmath.mpf(lost)) * (1 - mpmath.mpf(unusable))
        power = mpmath.mpf(records) ** (1 - mpmath.mpf(dependence))
        one_below = mpmath.erfc(-mpmath.mpf(z) / mpmath.sqrt(2)) / 2
        missed, nobody = (none + (1 - none) * one_below) ** power, none**power
        expected = float((missed - nobody) / (1 - nobody))
        expected_above = float((1 - missed) / (1 - nobody))
    assert pytest.approx(float(nobody), rel=1e-9) == float(found.lost[0, 0, 0])
    assert pytest.approx(expected, rel=1e-9) == below
    assert pytest.approx(expected_above, rel=1e-9) == above


@given(lost=st.floats(1e-6, 0.5), odds=st.floats(0.1, 5.0), unusable=SHARES)
def test_a_groups_odds_multiply_those_of_having_no_image_to_be_found(
    lost: float, odds: float, unusable: float
) -> None:
    """Every image lost or unusable, three that share half of their fate; then the group's odds."""
    law = FittedLaw(one(lost), one(15.0), one(2.0), np.array([0]))
    found = float(mates(law, images(3.0, 0.5, unusable), np.array([[odds]])).lost[0, 0, 0])
    none = (1.0 - (1.0 - lost) * (1.0 - unusable)) ** 3.0**0.5
    assert pytest.approx(odds * none / (1.0 - none), rel=1e-6) == found / (1.0 - found)


def test_where_no_miss_was_published_half_an_event_stands() -> None:
    """The median of Jeffreys' law of a count of none, by hand, wider by what rounding adds."""
    searches = 1000.0
    median = 0.2274682115597864 / searches
    share = (ROUNDING**2 / 3.0) / (0.5 / searches**2)
    found = _around(np.zeros(1), np.full(1, 0.5), np.full(1, searches))
    assert float(found[0]) == pytest.approx(median * (1.0 + share) ** 0.5, rel=1e-12)


def test_the_best_stranger_is_no_rarer_than_anybody() -> None:
    """Of a frailty so wide that a look-alike is all but sure, the rarity ends at 0, one in one."""
    one = np.ones(1)
    found = _best_stranger(ComparisonLaw(4.0 * one, one, 12e6 * one, one))
    assert float(found.min()) == 0.0
    assert float(found.max()) > 1.0
