"""A matcher of known law becomes scores, the scores a scenario, and the scenario gives the law."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.integrate import quad
from scipy.interpolate import PchipInterpolator
from scipy.special import ndtr
from scipy.stats import beta
from tests.command import call

from misid.document import document_of_run
from misid.errors import MisidError
from misid.evaluation import FileReading, ScoreTable, read_scores
from misid.evaluation.frailty import look_alikes
from misid.evaluation.rarity_axis import ComparisonSide, points
from misid.evaluation.schema import SourceNote
from misid.evaluation.stamp import sources
from misid.machine.memo import take
from misid.matching import (
    TAILS,
    Contrast,
    Images,
    Knots,
    MeasuredLaw,
    ProbesAndRecords,
    Ratios,
    bends,
    impostor_field,
    measured_law,
    reference_cells,
    reference_composition,
)
from misid.matching import tails as laws
from misid.matching.group_ratios import CountedRatios, drawn_ratios
from misid.matching.measured_mates import drawn_misses, drawn_rarities, with_median_beyond
from misid.programme.expected.quadrature import RULES, needed_rule, nodes
from misid.programme.operating_points import false_positives, true_positives
from misid.quantities import Draws
from misid.results import run
from misid.results.outputs import evaluate
from misid.scenario import Scenario, Worlds, inputs, load_scenario, to_yaml
from misid.scenario.measured_matcher import GroupRatios, MateScores, Measured
from misid.scenario.read import read_text
from misid.scenario.serialise import as_data
from misid.uncertainty.questions import questions
from misid.writers.scenario_from_scores import Written, to_scenario

Floats = NDArray[np.float64]

ACCURACY, SMALLEST = 1e-8, 1e-15
KNOTS = Knots((0.002, 0.01, 0.03, 0.1, 0.2), (1.0, 2.5, 4.0, 4.6, 5.2), 3_000.0, 1e7)
WORLDS = 40

# The matcher that is simulated.
LOCATION, SCALE = 7.0, 2.0
GENUINE, IMPOSTOR = 8_000, 400_000
RATIOS = np.array([[2.0, 0.2], [0.3, 1.5]])
GROUPS = ("euro_f", "euro_m")
FAILED = 80


def luck(columns: int, seed: int = 1, worlds: int = WORLDS) -> Floats:
    """Uniform numbers, shape (worlds, columns)."""
    return np.random.default_rng(seed).random((worlds, columns))


@cache
def law_of(tail: int) -> MeasuredLaw:
    """A law in many worlds, its points drawn within counting error."""
    cells = len(KNOTS.misses) + 1
    lucks = luck(cells, seed=2), luck(1, seed=5)[:, 0]
    drawn = drawn_misses(KNOTS, luck(cells)), drawn_rarities(KNOTS, *lucks)
    beyond = np.exp(np.random.default_rng(3).normal(1.0, 0.8, WORLDS))
    return measured_law(
        *with_median_beyond(*drawn, beyond), np.zeros(WORLDS), np.full(WORLDS, tail)
    )


# The law


@pytest.mark.parametrize("tail", range(len(TAILS)))
def test_the_law_runs_through_its_points(tail: int) -> None:
    """At each point the share below it is that of the point, under every law of mate scores."""
    law = law_of(tail)
    found = law.split(law.rarity, np.zeros((WORLDS, 1)))
    expected = laws.split(TAILS[tail], law.deviate)
    np.testing.assert_allclose(found.below[:, 0], expected.below, rtol=1e-12)
    np.testing.assert_allclose(found.above[:, 0], expected.above, rtol=1e-12)


def test_between_points_runs_the_monotone_cubic() -> None:
    """With inner slopes as in SciPy's interpolator, which takes other ones at the ends."""
    law = law_of(0)
    for world in range(5):
        known = PchipInterpolator(law.rarity[world], law.deviate[world])
        at = np.linspace(law.rarity[world, 1], law.rarity[world, -2], 50)
        one = take(law, np.array([world]))
        found = one.split(at[None], np.zeros((1, 1))).below[0, 0]
        np.testing.assert_allclose(found, ndtr(known(at)), rtol=1e-12)


def test_beyond_both_ends_goes_a_straight_line() -> None:
    """In the deviate of the law, with the slope of the last two points."""
    law = measured_law(
        np.array([[0.1, 0.5]]), np.array([[4.0, 6.0]]), np.zeros(1), np.zeros(1, dtype=np.int64)
    )
    step = (0.0 - float(law.deviate[0, 0])) / 2.0
    found = law.split(np.array([[1.0, 9.0]]), np.zeros((1, 1))).below[0, 0]
    np.testing.assert_allclose(found, ndtr([-5.0 * step, 3.0 * step]), rtol=1e-12)


def test_age_moves_the_law_down_the_axis() -> None:
    """A mate two decades older is as often missed as a current one two decades above."""
    law = law_of(0)
    at = np.full((WORLDS, 1), 4.0)
    older = law.split(at, np.full((WORLDS, 1), 2.0)).below
    np.testing.assert_array_equal(older, law.split(at + 2.0, np.zeros((WORLDS, 1))).below)


@given(
    steps=st.lists(st.tuples(st.floats(0.001, 5), st.floats(0.001, 5)), min_size=2, max_size=9),
    tail=st.integers(0, len(TAILS) - 1),
)
def test_misses_never_fall_with_the_threshold(steps: list[tuple[float, float]], tail: int) -> None:
    """Whatever the points, a stricter threshold misses no fewer."""
    weights = np.array([miss for miss, _ in steps])
    misses = np.cumsum(weights) / (weights.sum() + 1.0)
    rarities = np.cumsum([rarity for _, rarity in steps])
    law = measured_law(misses[None], rarities[None], np.zeros(1), np.full(1, tail))
    at = np.linspace(-1.0, rarities[-1] + 3.0, 400)[None]
    below = law.split(at, np.zeros((1, 1))).below[0, 0]
    assert np.all(np.diff(below) >= 0.0)


def test_shares_are_drawn_as_counts_allow() -> None:
    """A point's share of misses has the beta law of its count."""
    one = Knots((0.05,), (3.0,), 400.0, 1e6)
    drawn = np.sort(drawn_misses(one, luck(2, worlds=20_000))[:, 0])
    known = beta(0.05 * 400 + 0.5, 0.95 * 400 + 0.5)
    found = np.quantile(drawn, [0.05, 0.5, 0.95])
    np.testing.assert_allclose(found, known.ppf([0.05, 0.5, 0.95]), rtol=0.01)


def test_rarities_are_drawn_as_counts_allow() -> None:
    """Ten impostors at or above a point leave its rarity open by a factor of about two."""
    one = Knots((0.05,), (5.0,), 400.0, 1e6)
    drawn = (
        1e6
        * 10.0 ** -drawn_rarities(one, luck(2, worlds=20_000), luck(1, worlds=20_000)[:, 0])[:, 0]
    )
    known = beta(10.5, 1e6 - 9.5)
    found = np.quantile(drawn, [0.05, 0.5, 0.95])
    np.testing.assert_allclose(found, 1e6 * known.ppf([0.05, 0.5, 0.95]), rtol=0.02)


def test_drawn_points_rise() -> None:
    """In every world points stay in order."""
    cells = luck(len(KNOTS.misses) + 1, worlds=5_000)
    assert np.all(np.diff(drawn_misses(KNOTS, cells), axis=1) > 0.0)
    assert np.all(np.diff(drawn_rarities(KNOTS, cells, cells[:, 0]), axis=1) > 0.0)


def test_shared_people_move_all_rates_together() -> None:
    """A factor of mean 1 and the stated variance, the same at every point."""
    sure = replace(KNOTS, impostor=1e14)
    half, people = np.full((20_000, len(KNOTS.misses) + 1), 0.5), luck(1, worlds=20_000)[:, 0]
    alone = drawn_rarities(sure, half, people)
    factors = 10.0 ** (alone - drawn_rarities(replace(sure, shared=0.3), half, people))
    np.testing.assert_allclose(factors, np.repeat(factors[:, :1], factors.shape[1], axis=1))
    assert float(factors[:, 0].mean()) == pytest.approx(1.0, rel=0.02)
    assert float(factors[:, 0].var()) == pytest.approx(0.3, rel=0.05)


# The integrals


@dataclass(frozen=True)
class Integrand:
    """Mates below (0) or above (1) the best stranger, along the rarity of that stranger."""

    law: MeasuredLaw
    older_by: Floats
    side: int
    threshold: float
    expected: float
    variance: float

    def __call__(self, rarity: Floats) -> Floats:
        """Density, for one world; shape (points,)."""
        at = np.atleast_1d(rarity)
        intensity = self.expected * 10.0 ** -(at - self.threshold)
        share = self.law.split(at[None], self.older_by)[self.side][0, 0]
        alone = (1.0 + self.variance * intensity) ** (-1.0 / self.variance - 1.0)
        return np.asarray(share * alone * intensity * np.log(10.0))

    def integral(self, turns: Floats) -> float:
        """By adaptive quadrature between the points at which the law bends."""
        ends = sorted({self.threshold, *turns, *np.linspace(self.threshold, 16.0, 9)[1:], 26.0})
        parts = (
            quad(lambda at: float(self(at)[0]), low, high, epsrel=1e-12, epsabs=0.0)[0]
            for low, high in pairwise(ends)
        )
        return float(sum(parts))


@pytest.mark.parametrize("threshold", [3.0, 4.5, 9.6])
@pytest.mark.parametrize("tail", range(len(TAILS)))
def test_integrals_keep_their_accuracy(tail: int, threshold: float) -> None:
    """Mates on either side of the best stranger, by the chosen rule and by adaptive quadrature."""
    law, every = law_of(tail), np.ones(WORLDS)
    images = Images(2.0 * luck(2, seed=4), np.ones((WORLDS, 2)), np.zeros((WORLDS, 2)), 0.0 * every)
    turns = bends(law, images, threshold * every)
    for expected, variance in ((0.01, 0.1), (1.0, 10.0), (8.0, 1.0)):
        strangers, lists = expected * every[:, None], np.ones(WORLDS, dtype=np.int64)
        rules = needed_rule(strangers, variance * every, law, threshold * every, lists)
        for world, side in product(range(4), (0, 1)):
            row = np.array([world])
            one = Integrand(
                take(law, row), images.older_by[row], side, threshold, expected, variance
            )
            at = nodes(RULES[rules[world]], np.array([threshold]), turns[row])
            exact = one.integral(turns[world])
            found = float(one(at.rarity[0]) @ at.weights[0])
            assert exact < SMALLEST or abs(found / exact - 1.0) < ACCURACY


def test_points_without_weight_change_nothing() -> None:
    """A world that bends less often than others of its batch has stretches of no length."""
    turns = np.array([[4.0, 4.0, 5.5]])
    some = nodes(RULES[0], np.array([4.0]), turns)
    fewer = nodes(RULES[0], np.array([4.0]), turns[:, 2:])
    assert float(some.weights.sum()) == pytest.approx(float(fewer.weights.sum()), rel=1e-12)


# Ratios between groups


def counted(worth: float = 1.0) -> CountedRatios:
    """Two groups, unevenly compared."""
    return CountedRatios(((900.0, 30.0), (60.0, 800.0)), ((1e6, 2e5), (4e5, 1e6)), worth)


def test_ratios_average_to_one_over_the_comparisons() -> None:
    """So the axis stays what it is in every world."""
    rates = drawn_ratios(counted(), luck(4).reshape(WORLDS, 2, 2))
    shares = np.array(counted().shares())
    np.testing.assert_allclose((rates * shares).sum(axis=(1, 2)), 1.0, rtol=1e-12)


def test_fewer_independent_comparisons_leave_ratios_more_open() -> None:
    """Comparisons that are worth a tenth give a range about three times as wide."""
    drawn = luck(4, worlds=2_000).reshape(-1, 2, 2)
    narrow, wide = (np.log(drawn_ratios(counted(worth), drawn)).std(axis=0) for worth in (1.0, 0.1))
    np.testing.assert_allclose(wide / narrow, np.sqrt(10.0), rtol=0.1)


def test_the_tested_population_keeps_the_axis() -> None:
    """The file's own comparisons match with 10^-r, whatever the drift."""
    many = np.ones(WORLDS)
    rates = drawn_ratios(counted(), luck(4).reshape(WORLDS, 2, 2))
    ratios = Ratios(rates, counted().shares(), 0.3 * many, 4.0 * many)
    for rarity in (9.0, 12.0):
        expected, _ = ratios.tested(1e-6 * many).intensity(rarity * many[:, None])
        mean = expected[..., 0] @ ratios.probes()
        np.testing.assert_allclose(mean, 1e-6 * 10.0**-rarity, rtol=1e-8)


def published() -> Contrast:
    """One world of published ratios, with a drift."""
    one = np.ones(1)
    return Contrast(14.0 * one, 3.4 * one, 0.2 * one, 0.08 * one, 4.0 * one)


def test_published_ratios_as_counts_give_the_same_field() -> None:
    """Were the published ratios counted, strangers would be as many at every rarity."""
    cells, one = reference_cells(), np.ones(1)
    size = len(cells)
    even = np.full((1, size), 1.0 / size)
    alone = [
        impostor_field(published(), ProbesAndRecords(cells, even, records[None, None])).weight[0]
        for records in np.eye(size)
    ]
    shares = tuple(tuple(row) for row in np.full((size, size), size**-2.0).tolist())
    ratios = Ratios(np.stack(alone, axis=1)[None], shares, 0.08 * one, 4.0 * one)
    composition = replace(reference_composition(1, 1e6 * one), probes=even)
    at = np.array([[4.0, 7.5, 11.0]])
    for found, expected in zip(
        ratios.field(composition).intensity(at),
        impostor_field(published(), composition).intensity(at),
        strict=True,
    ):
        np.testing.assert_allclose(found, expected, rtol=1e-9)


# Scores of a known matcher


def frame(seed: int = 1, *, people: int = 0) -> pl.DataFrame:
    """
    Scores: rarities of a normal law of mates and of strangers by group, stretched.

    Some genuine comparisons fail. With `people`, everybody is in many comparisons.
    """
    random = np.random.default_rng(seed)
    one, other = random.integers(2, size=(2, IMPOSTOR))
    whose = random.integers(2, size=GENUINE)
    ratios = RATIOS / RATIOS.mean()
    strangers = np.log10(ratios[one, other]) - np.log10(random.random(IMPOSTOR))
    rarities = np.concatenate([random.normal(LOCATION, SCALE, GENUINE), strangers])
    scores = np.exp(rarities / 3.0)
    scores[:FAILED] = np.nan
    names = np.array(GROUPS)
    found = pl.DataFrame(
        {
            "score": scores,
            "mated": np.repeat([1, 0], [GENUINE, IMPOSTOR]),
            "group_a": names[np.concatenate([whose, one])],
            "group_b": names[np.concatenate([whose, other])],
        }
    )
    if people:
        a = random.integers(people, size=len(found))
        b = np.where(found["mated"] == 1, a, (a + 1 + random.integers(people - 1)) % people)
        found = found.with_columns(pl.Series("subject_a", a), pl.Series("subject_b", b))
    return found


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of scores."""
    path = tmp_path_factory.mktemp("scores") / "pilot-scores.parquet"
    frame().write_parquet(path)
    return path


@pytest.fixture(scope="module")
def table(scores: Path) -> ScoreTable:
    """The file, read; missing scores are failures."""
    return read_scores(scores, FileReading(missing="fta"))


@cache
def start() -> Scenario:
    """
    A scenario of the two groups in which what is not measured stands still.

    Every stop concerns an enrolled or an unenrolled person alike; strangers' records are as many
    of either group; the threshold is a rarity of 4 and 2,000 records are searched.
    """
    data = as_data(load_scenario("task-force-module"))
    data["groups"] = [group for group in data["groups"] if group["name"] in GROUPS]
    even = {"shares": dict.fromkeys(GROUPS, 0.5)}
    source = data["gallery"]["sources"][0] | {
        "composition": even, "records_per_person": 1, "image_age": 0, "unusable_images": 0,
    }  # fmt: skip
    data["gallery"] |= {
        "records": 2_000, "sources": [source], "composition": {"shares": {source["name"]: 1}},
        "made_for": {"options": ["each_occasion"], "why": "None exists."},
    }  # fmt: skip
    data["stops"] |= {
        "composition": even, "share_enrolled": 0.5, "operational_failures": 0,
        "opt_out_taken": 0, "identical_twins": 0, "fraternal_twins": 0, "siblings": 0,
    }  # fmt: skip
    condition = data["capture"]["conditions"][0] | {"impostor_effect": 1}
    data["capture"] = {
        "conditions": [condition], "composition": {"shares": {condition["name"]: 1}},
    }  # fmt: skip
    data["matcher"] |= {
        "miss_odds": 1, "ratio_drift": 0, "growth_exponent": 1, "look_alike_variance": 0,
    }  # fmt: skip
    data["review"]["group_effect"] = 0
    data["threshold"] |= {
        "policy": "rarity", "rate": 4, "moves_with_gallery": False, "design_gallery": 2_000,
        "candidates": 1, "tries": 1,
    }  # fmt: skip
    data["answer"]["reference_rule"] = "any_candidate"
    return Scenario.model_validate(data)


@pytest.fixture(scope="module")
def written(table: ScoreTable, scores: Path) -> Written:
    """The scenario of the scores."""
    return to_scenario(table, start(), sources([scores]))


def changed(scenario: Scenario, block: str, **fields: Any) -> Scenario:
    """The scenario with other fields in a block."""
    data = as_data(scenario)
    data[block] |= fields
    return Scenario.model_validate(data)


def assert_covered(values: Floats, truth: float, spread: float) -> None:
    """The truth lies within the 90 % range, widened by nothing, and the median close to it."""
    low, median, high = np.quantile(values, [0.05, 0.5, 0.95])
    assert low <= truth <= high
    assert abs(median / truth - 1.0) < spread


def test_misses_are_those_of_the_matcher(written: Written) -> None:
    """At thresholds that the scores resolve, the range of the misses covers the truth."""
    for rarity in (3.0, 4.0, 4.5):
        worlds = Worlds(
            changed(written.scenario, "threshold", rate=rarity), Draws(seed=1, size=400)
        )
        missed = 1.0 - true_positives(evaluate(worlds).terms)
        truth = ndtr((rarity - LOCATION) / SCALE)
        failed = FAILED / GENUINE
        assert_covered(missed, failed + (1.0 - failed) * truth, 0.1)


def test_false_positives_are_those_of_the_matcher(written: Written) -> None:
    """Of each group, and of both, at a gallery within what the scores resolve."""
    evaluation = evaluate(Worlds(written.scenario, Draws(seed=1, size=400)))
    terms = evaluation.terms
    field = terms.field.scaled(
        capture_effect=terms.conditions[0].capture_effect, records=np.ones(400)
    )
    expected, _ = field.intensity(terms.threshold[:, None])
    truth = 2_000 * (RATIOS / RATIOS.mean()).mean(axis=1) * 1e-4
    for group in range(2):
        assert_covered(-np.expm1(-expected[:, group, 0]), -np.expm1(-truth[group]), 0.15)
    rate = false_positives(terms, np.full(400, 2_000.0), np.ones(400))
    np.testing.assert_allclose(rate, float(np.mean(-np.expm1(-truth))), rtol=0.01)


def test_ratio_between_groups_is_recovered(written: Written) -> None:
    """The range of the ratio of both groups' false matches covers the true one."""
    terms = evaluate(Worlds(written.scenario, Draws(seed=1, size=400))).terms
    weight = terms.field.weight
    truth = RATIOS.mean(axis=1)
    assert_covered(weight[:, 0] / weight[:, 1], truth[0] / truth[1], 0.15)


def test_median_beyond_is_covered(written: Written) -> None:
    """Scores that are a stretched rarity have an even tail, which the range allows for."""
    measured = written.scenario.matcher.measured
    assert measured is not None
    assert measured.beyond is not None
    last, miss = measured.mates.rarities[-1], measured.mates.misses[-1]
    truth = LOCATION + SCALE * float(laws.quantile("normal", (1.0 + miss) / 2.0)) - last
    assert measured.beyond.low is not None
    assert measured.beyond.high is not None
    assert measured.beyond.low < truth < measured.beyond.high
    assert measured.beyond.status == "unknown"


def test_measured_numbers_are_no_questions(written: Written) -> None:
    """What was measured is no longer asked; what lies beyond it is."""
    asked = {one.field for one in questions(written.scenario)}
    assert "matcher.measured.beyond" in asked
    assert "capture.composition" not in asked
    gone = {"mates", "failed", "ratios"}
    assert not asked & {f"matcher.measured.{name}" for name in gone}
    assert not asked & {"matcher.cross_sex", "matcher.ratios_measured_at"}
    assert "matcher.cross_sex" in {one.field for one in questions(start())}


def test_stricter_thresholds_are_extrapolated(written: Written) -> None:
    """Beyond the last measured rarity every output of matching says so; within it none does."""
    inside = run(written.scenario, draws=20).results
    assert not any("extrapolated" in row.flags for row in inside.headline)
    outside = run(changed(written.scenario, "threshold", rate=8.0), draws=20).results
    assert "extrapolated" in outside.headline[0].flags
    told = {one.code for one in outside.cautions}
    assert "extrapolated_threshold" in told
    assert "read_by_eye" not in told


def test_measured_scenario_survives_its_file(written: Written) -> None:
    """Text with comments, and plain text, read back as the same scenario."""
    assert read_text(written.text, file="measured.yaml") == written.scenario
    assert read_text(to_yaml(written.scenario), file="plain.yaml") == written.scenario


def test_file_says_where_each_number_comes_from(written: Written, scores: Path) -> None:
    """Every measured input cites the file, by its name and digest; no folder is named."""
    digest = hashlib.sha256(scores.read_bytes()).hexdigest()
    key = f"scores-{digest[:12]}"
    cited = written.scenario.citations[key]
    assert cited.kind == "measured"
    assert cited.sha256 == (digest,)
    assert "pilot-scores.parquet" in cited.title
    names = {one.name for one in inputs(written.scenario) if one.content.source == key}
    assert {f"matcher.measured.{one}" for one in ("mates", "beyond", "failed", "ratios")} <= names
    assert "matcher.ratios_measured_at" in names
    assert str(scores.parent) not in written.text
    assert "# From the score file." in written.text


def test_a_report_says_that_the_file_was_counted(written: Written, scores: Path) -> None:
    """Its own source is no hearsay: misid counted it, and names the file by its digest."""
    digest = hashlib.sha256(scores.read_bytes()).hexdigest()
    text = document_of_run(run(written.scenario, draws=20).results).model_dump_json()
    assert f"counted by misid in a file of the scenario's author (SHA-256 {digest[:12]})" in text
    assert "not read here" not in text


def test_failures_are_counted(written: Written) -> None:
    """Genuine comparisons without a score are people whom no threshold finds."""
    measured = written.scenario.matcher.measured
    assert measured is not None
    assert measured.failed.low is not None
    assert measured.failed.high is not None
    assert measured.failed.low < FAILED / GENUINE < measured.failed.high


def test_distances_give_the_same_law(scores: Path, tmp_path: Path, written: Written) -> None:
    """Scores turned round are read as they should be."""
    path = tmp_path / "distances.parquet"
    pl.read_parquet(scores).select(
        (-pl.col("score")).alias("distance"), "mated", "group_a", "group_b"
    ).write_parquet(path)
    found = to_scenario(
        read_scores(path, FileReading(missing="fta")), start(), sources([path])
    ).scenario.matcher.measured
    measured = written.scenario.matcher.measured
    assert found is not None
    assert measured is not None
    assert found.mates.misses == measured.mates.misses
    assert found.mates.rarities == measured.mates.rarities


def test_shared_people_make_scores_worth_less(tmp_path: Path) -> None:
    """People who are in many comparisons, some of them alike to many, widen what is drawn."""
    path = tmp_path / "people.parquet"
    random = np.random.default_rng(1)
    rows, people = 40_000, 200
    a = random.integers(people, size=rows)
    b = np.where(np.arange(rows) < 4_000, a, (a + random.integers(1, people, size=rows)) % people)
    effect = random.normal(size=people)
    score = random.normal(size=rows) + effect[a] + effect[b] + 4.0 * (a == b)
    pl.DataFrame({"score": score, "subject_a": a, "subject_b": b}).write_parquet(path)
    table = read_scores(path)
    impostor = ComparisonSide.of(table, genuine=False)
    assert impostor.shared > 0.01
    assert impostor.least_worth < 0.2


def uneven(variance: float, seed: int) -> pl.DataFrame:
    """Scores of people of whom some resemble many, two groups that differ, and their mates."""
    random, people, rows = np.random.default_rng(seed), 400, 200_000
    one = random.integers(people, size=rows)
    other = (one + random.integers(1, people, size=rows)) % people
    frailty = random.gamma(1.0 / variance, variance, people) * np.where(
        np.arange(people) % 2, 0.4, 1.6
    )
    mated = random.integers(people, size=4_000)
    strangers = np.log10(frailty[one]) - np.log10(random.random(rows))
    a, b = np.concatenate([mated, one]), np.concatenate([mated, other])
    return pl.DataFrame(
        {
            "score": np.concatenate([random.normal(LOCATION, SCALE, len(mated)), strangers]),
            "subject_a": a,
            "subject_b": b,
            "group_a": np.array(GROUPS)[a % 2],
            "group_b": np.array(GROUPS)[b % 2],
        }
    )


@pytest.mark.parametrize("variance", [0.3, 2.0])
def test_look_alikes_are_recovered(tmp_path: Path, variance: float) -> None:
    """Ranges of the variance from person to person, groups apart, hold the truth as they should."""
    path, held = tmp_path / "uneven.parquet", 0
    for seed in range(12):
        uneven(variance, seed).write_parquet(path)
        found = look_alikes(ComparisonSide.of(read_scores(path), genuine=False), confidence=0.9)
        assert found is not None
        assert found.low < found.variance < found.high
        held += found.low <= variance <= found.high
    # Of 12 such ranges fewer than 9 hold the truth in 3 of 100 cases.
    assert held >= 9


def test_measured_look_alikes_stand_in_the_scenario(tmp_path: Path) -> None:
    """Their range is measured, cites the file, and is no question."""
    path = tmp_path / "uneven.parquet"
    uneven(1.0, seed=2).write_parquet(path)
    found = to_scenario(read_scores(path), start(), sources([path]))
    content = found.scenario.matcher.look_alike_variance
    assert content.status == "measured"
    assert content.source in found.scenario.citations
    assert "matcher.look_alike_variance" not in {one.field for one in questions(found.scenario)}
    assert found.notes == ()


def test_false_positives_of_uneven_look_alikes(tmp_path: Path) -> None:
    """At a gallery within what the scores resolve the range of the rate holds the truth."""
    path = tmp_path / "uneven.parquet"
    uneven(1.0, seed=2).write_parquet(path)
    written = to_scenario(read_scores(path), start(), sources([path]))
    worlds = Worlds(changed(written.scenario, "threshold", rate=3.0), Draws(seed=1, size=400))
    rate = false_positives(evaluate(worlds).terms, np.full(400, 2_000.0), np.ones(400))
    expected = 2_000 * 1e-3 * np.array([1.6, 0.4])
    assert_covered(rate, float(np.mean(1.0 - 1.0 / (1.0 + expected))), 0.1)


def test_people_who_are_not_named_leave_look_alikes(written: Written) -> None:
    """Without subjects their variance stays as it was, and the command says so."""
    assert written.scenario.matcher.look_alike_variance == start().matcher.look_alike_variance
    assert "does not say who is compared" in written.notes[0]


def test_points_need_comparisons_enough() -> None:
    """A few scores have no law."""
    random = np.random.default_rng(1)
    few = ScoreTable("few.csv", random.normal(size=150), np.arange(150) < 60)
    genuine, impostor = (ComparisonSide.of(few, genuine=flag) for flag in (True, False))
    with pytest.raises(MisidError, match="too few for a law of mate scores"):
        points(genuine, impostor, "few.csv")


def test_a_matcher_without_misses_has_one_point() -> None:
    """Where no mate lies below the best strangers, half a miss stands for none."""
    random = np.random.default_rng(1)
    values = np.concatenate([random.normal(50.0, 1.0, 1_000), random.normal(size=20_000)])
    table = ScoreTable("perfect.csv", values, np.arange(21_000) < 1_000)
    found = to_scenario(table, start(), (SourceNote(name="perfect.csv", sha256="0" * 64),))
    measured = found.scenario.matcher.measured
    assert measured is not None
    assert measured.mates.misses == (0.0005,)
    assert measured.beyond is not None
    assert run(found.scenario, draws=20).results.headline[0].median is not None


def test_other_groups_leave_published_ratios(table: ScoreTable, scores: Path) -> None:
    """A scenario whose groups are not those of the file keeps its ratios, and says why."""
    shipped = load_scenario("task-force-module")
    found = to_scenario(table, shipped, sources([scores]))
    assert found.scenario.matcher.region_ratio == shipped.matcher.region_ratio
    assert found.scenario.matcher.measured is not None
    assert found.scenario.matcher.measured.ratios is None
    assert "the file's groups are not those of the scenario" in found.notes[0]
    assert len(found.notes) == 2


def test_measuring_again_replaces_what_was_measured(
    written: Written, table: ScoreTable, scores: Path
) -> None:
    """A measured scenario may be the start of another one."""
    again = to_scenario(table, written.scenario, sources([scores]))
    assert again.scenario == written.scenario


# Every parameter has an effect


def moved(scenario: Scenario) -> Floats:
    """Headline values and group thresholds of a scenario, in a row."""
    found = run(scenario, draws=40)
    return np.concatenate([*found.values.values(), found.evaluation.terms.field.weight.ravel()])


OTHERWISE: tuple[tuple[tuple[str, ...], Any], ...] = (
    (("mates", "misses"), [0.004, 0.03]),
    (("mates", "rarities"), [3.0, 4.0]),
    (("mates", "genuine"), 200.0),
    (("mates", "impostor"), 2e4),
    (("mates", "shared"), 0.2),
    (("beyond",), 2.5),
    (("failed",), 0.2),
    (("ratios", "false_matches", "euro_f", "euro_f"), 20.0),
    (("ratios", "comparisons", "euro_f", "euro_m"), 5e5),
    (("ratios", "worth"), 0.1),
)


@pytest.mark.parametrize(("path", "content"), OTHERWISE)
def test_every_measured_number_moves_some_output(path: tuple[str, ...], content: Any) -> None:
    """A perturbed number changes an output, or the strangers of a group."""
    data = by_hand()
    part = data["matcher"]["measured"]
    before = moved(Scenario.model_validate(data))
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = content
    after = moved(Scenario.model_validate(data))
    assert not np.array_equal(before, after, equal_nan=True)


def test_no_measured_number_is_left_out() -> None:
    """Every number that a scenario may hold of a score file is perturbed above."""
    words = {"status", "source", "why"}
    blocks = (("mates", MateScores), ("ratios", GroupRatios))
    fields: set[tuple[str, ...]] = {
        (block, name) for block, kind in blocks for name in kind.model_fields if name not in words
    }
    fields |= {(name,) for name in Measured.model_fields if name not in ("mates", "ratios")}
    assert fields == {path[:2] for path, _ in OTHERWISE}


@pytest.mark.parametrize(("key", "value"), [("ratio_drift", 0.3), ("ratios_measured_at", 2.0)])
def test_drift_acts_on_measured_ratios(key: str, value: float) -> None:
    """From where they were counted, at the strict threshold."""
    data = by_hand()
    data["matcher"] |= {"ratio_drift": 0.1}
    before = moved(Scenario.model_validate(data))
    data["matcher"] |= {key: value}
    assert not np.array_equal(before, moved(Scenario.model_validate(data)), equal_nan=True)


@pytest.mark.parametrize("tail", ["logistic", "gumbel"])
def test_law_of_mate_scores_decides_beyond_the_points(tail: str) -> None:
    """Below the points and above them the laws part."""
    data = by_hand()
    data["matcher"]["mate_tail"] = "normal"
    data["threshold"]["rate"] = 12.0
    before = run(Scenario.model_validate(data), draws=20).values["misses_among_sought"]
    data["matcher"]["mate_tail"] = tail
    after = run(Scenario.model_validate(data), draws=20).values["misses_among_sought"]
    assert not np.allclose(before, after, rtol=1e-3)


def by_hand() -> dict[str, Any]:
    """A measured scenario as plain data, with round numbers."""
    data = as_data(start())
    cells = {one: dict.fromkeys(GROUPS, 1e5) for one in GROUPS}
    wrong = {one: {other: 50.0 + 50.0 * (one == other) for other in GROUPS} for one in GROUPS}
    known = {"status": "measured", "source": "ours"}
    data["matcher"]["measured"] = {
        "mates": {"misses": [0.01, 0.03], "rarities": [3.0, 5.0], "genuine": 2e3,
                  "impostor": 1e6, **known},
        "beyond": 4.0,
        "failed": 0.01,
        "ratios": {"false_matches": wrong, "comparisons": cells, "worth": 1.0, **known},
    }  # fmt: skip
    for key in ("region_ratio", "sex_ratio", "cross_sex"):
        data["matcher"].pop(key)
    data["capture"] = {
        "conditions": [{"name": "measured", "impostor_effect": 1}],
        "composition": {"shares": {"measured": 1}},
    }
    data["citations"] = {"ours": {"title": "scores", "publisher": "us", "kind": "measured"}}
    return data


# Mistakes


def told(data: dict[str, Any]) -> str:
    """What is said of a scenario that cannot be meant."""
    text = json.dumps(data, indent=1)
    with pytest.raises(MisidError) as found:
        read_text(text, file="mine.yaml")
    return str(found.value)


def set_at(data: dict[str, Any], path: str, content: Any) -> dict[str, Any]:
    """The same data with another content at a path of names."""
    part = data
    *above, last = path.split(".")
    for step in above:
        part = part[step]
    part[last] = content
    return data


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        ("matcher.measured.mates.misses", [0.03, 0.01], "misses that do not rise"),
        ("matcher.measured.mates.rarities", [3.0], "2 misses, but 1 rarities"),
        ("matcher.measured.mates.misses", [0.0, 0.1], "a number above 0"),
        ("matcher.measured.mates.source", None, "is measured, but has no source"),
        ("matcher.measured.mates.status", "unknown", "is unknown, but is counted"),
        ("matcher.measured.mates.source", "nowhere", "no citation has this key"),
        ("matcher.measured.ratios.comparisons.euro_f.euro_m", 0, "no comparison of euro_f with"),
        ("matcher.measured.ratios.false_matches.euro_f.euro_m", 1e6, "more false matches of"),
        ("matcher.measured.ratios.false_matches.euro_f", {"euro_f": 3}, "leave out a pair"),
        ("matcher.measured.ratios", None, "matcher.region_ratio is missing"),
        ("matcher.region_ratio", 3, "has no effect beside matcher.measured.ratios"),
        ("matcher.measured", None, "is measured, but the matcher has no block"),
    ],
)  # fmt: skip
def test_mistakes_are_told(path: str, content: Any, said: str) -> None:
    """What cannot be meant is refused, with the name of what is wrong."""
    assert said in told(set_at(by_hand(), path, content))


def test_measured_without_its_condition_is_refused() -> None:
    """A block that would have no effect is a mistake."""
    data = by_hand()
    data["capture"]["conditions"][0]["name"] = "webcam"
    data["capture"]["composition"] = {"shares": {"webcam": 1}}
    assert "no capture condition is named measured" in told(data)


def test_ratios_need_every_group_of_the_scenario() -> None:
    """Other groups than those of the scenario have no place in it."""
    data = by_hand()
    ratios = data["matcher"]["measured"]["ratios"]
    for key in ("false_matches", "comparisons"):
        ratios[key] = {"euro_f": {"euro_f": 5e4}}
    assert "leaves out the group euro_m" in told(data)


def test_one_point_alone_is_refused() -> None:
    """No curve runs through one point."""
    data = by_hand()
    data["matcher"]["measured"]["mates"] |= {"misses": [0.01], "rarities": [3.0]}
    data["matcher"]["measured"].pop("beyond")
    assert "has one point alone" in told(data)


# The command


@pytest.fixture(scope="module")
def start_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scenario to start from, as a file."""
    path = tmp_path_factory.mktemp("start") / "start.yaml"
    path.write_text(to_yaml(start()), encoding="utf-8")
    return path


def test_command_writes_a_scenario_that_runs(
    capsys: pytest.CaptureFixture[str], scores: Path, start_file: Path, tmp_path: Path
) -> None:
    """The file is checked, shown and run like any other."""
    file = tmp_path / "measured.yaml"
    arguments = ("evaluate", scores, "--nan", "fta", "--to-scenario", file, "--from", start_file)
    code, out, _ = call(capsys, *arguments)
    assert code == 0
    assert f"written: {file}" in out
    code, out, _ = call(capsys, "scenario", "check", file)
    assert code == 0
    assert "in order" in out
    code, out, _ = call(capsys, "scenario", "show", file)
    assert "measured for this purpose" in out
    assert "false matches in 400,000 comparisons of 2 groups" in out
    code, out, _ = call(capsys, "run", file, "--draws", 64)
    assert code == 0
    code, out, _ = call(capsys, "scenario", "show", file, "--json")
    names = {one["name"] for one in json.loads(out)["inputs"]}
    assert "matcher.measured.ratios" in names


def test_a_scenario_of_somebody_stays(
    capsys: pytest.CaptureFixture[str], scores: Path, tmp_path: Path
) -> None:
    """What stands at its place is refused before any score is read, and left as it is."""
    file = tmp_path / "measured.yaml"
    file.write_text("old", encoding="utf-8")
    code, out, err = call(capsys, "evaluate", scores, "--to-scenario", file)
    assert (code, out) == (2, "")
    assert "measured.yaml exists already" in err
    assert file.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "task-force-module"), "none is to be written"),
        (("--to-scenario", "measured.json"), "does not end like a scenario"),
        (
            ("--to-scenario", "measured.yaml", "--from", "no-such"),
            "no scenario or file is called no-such",
        ),
    ],
)
def test_mistaken_options_are_told(
    capsys: pytest.CaptureFixture[str], scores: Path, arguments: tuple[str, ...], said: str
) -> None:
    """Before any score is read, and nothing is written."""
    code, out, err = call(capsys, "evaluate", scores, *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert not Path("measured.yaml").exists()
