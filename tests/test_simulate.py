"""The counting simulation against the closed form, cell by cell; and its parts one by one."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from misid.cli import main
from misid.errors import MeaningError
from misid.matching import TAILS, mates
from misid.matching.rarity import false_positive_identification_rate
from misid.programme import TRUTHS, Terms, expected_outcomes, outcomes, terms
from misid.programme.counting.alias import columns
from misid.programme.counting.kernel import above, first_stranger, gap, rarity, shown_at
from misid.programme.counting.kernel_tables import STEP, STEPS, SearchRules, strangers, world_of
from misid.programme.counting.profiles import profiles
from misid.programme.counting.simulate import Span, simulate, stops_key
from misid.quantities import Draws
from misid.results.provenance import provenance
from misid.results.run import run
from misid.scenario import Scenario, Worlds, change, load_change, load_scenario
from misid.scenario.serialise import as_data
from misid.scenario.settle import settled
from misid.simulation.counts import MOST_STOPS, Job, agreement, checked
from misid.simulation.either_or_of_stops import with_sides
from misid.simulation.ensemble import ensemble, variances
from misid.simulation.schema import Agreement
from misid.simulation.shards import other_counts, run_job
from misid.words import ENGLISH, plain
from misid.words.simulation import finding
from misid.worlds.middle import middle, open_options

Floats = NDArray[np.float64]

SHIPPED = ("task-force-module", "live-watchlist", "airport-exit")
STOPS = 10_000_000
# About thirty comparisons: one of them is so unlikely in one run of three hundred.
LEAST_PROBABILITY, LARGEST = 1e-4, 5.0


def scenario_with(name: str = "task-force-module", /, **blocks: Any) -> Scenario:
    """A shipped scenario with other contents in some of its blocks."""
    data = as_data(load_scenario(name))
    for block, content in blocks.items():
        data[block] |= content
    return Scenario.model_validate(data)


@cache
def at_middle(name: str = "task-force-module") -> Terms:
    """A shipped scenario in the middle of its inputs."""
    return terms(middle(load_scenario(name)))


def compared(found: Terms, seed: int = 1, stops: int = STOPS, row: int = 0) -> Agreement:
    """Simulated counts of one world against its closed form."""
    groups = tuple(str(number) for number in range(found.people.stopped.shape[1]))
    sources = tuple(str(number) for number in range(found.records.accepted.shape[1]))
    table = expected_outcomes(found, groups, sources).table[row]
    expected = stops * found.people.stopped[row][:, None, None] * table
    counts = simulate(world_of(found, row), stops_key(seed, "test"), Span(0, stops))
    assert stops == counts.sum()
    return agreement(counts, expected)


def assert_agrees(how: Agreement) -> None:
    """Neither all cells together nor any one of them is further off than chance allows."""
    assert 0 == how.impossible
    assert how.probability > LEAST_PROBABILITY
    assert how.largest < LARGEST


# Against the closed form


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scenarios_agree_with_the_closed_form(name: str) -> None:
    """Ten million stops in the middle of all inputs, every group, truth and cell."""
    assert_agrees(compared(at_middle(name)))


@pytest.mark.parametrize("name", ["equal-thresholds", "flagged-gallery", "second-reviewer"])
def test_safeguards_agree_with_the_closed_form(name: str) -> None:
    """Thresholds by group, a gallery of flagged records, two reviewers who share errors."""
    changed = change(load_scenario("task-force-module"), [load_change(name)]).scenario
    assert_agrees(compared(terms(middle(changed))))


VARIANTS: dict[str, dict[str, Any]] = {
    "any candidate": {"answer": {"reference_rule": "any_candidate"}},
    "long lists, three tries": {
        "threshold": {"candidates": 20, "tries": 3},
        "answer": {"reference_rule": "flagged_record"},
    },
    "photographs until a reference": {
        "threshold": {
            "policy": "rarity",
            "rate": 7.5,
            "candidates": 1,
            "tries": 3,
            "retry_after": "no_reference",
        },
        "answer": {"reference_rule": "flagged_record"},
    },
    "one candidate, one try": {"threshold": {"candidates": 1, "tries": 1}},
    "loose threshold, short list, three tries": {
        "threshold": {"policy": "rarity", "rate": 7.5, "candidates": 3, "tries": 3},
    },
    "everybody equally alike": {"matcher": {"look_alike_variance": 0}},
    "few resemble very many": {"matcher": {"look_alike_variance": 8}},
    "nothing persists": {
        "matcher": {"look_alike_persistence": 0, "mate_persistence": 0},
        "threshold": {"tries": 3},
    },
    "everything persists": {
        "matcher": {"look_alike_persistence": 1, "mate_persistence": 1},
        "threshold": {"tries": 3},
    },
    "many twins and siblings": {
        "stops": {
            "identical_twins": 0.3,
            "fraternal_twins": 0.3,
            "siblings": 1,
            "kin_enrolment": 0.4,
        },
        "matcher": {
            "identical_twins_alike": 0.9,
            "identical_twins_decline": 0.05,
            "fraternal_twins_alike": 0.7,
            "fraternal_twins_decline": 0.1,
            "siblings_alike": 0.4,
            "siblings_decline": 0.1,
        },
    },
    "ratios that drift": {"matcher": {"ratio_drift": 0.2}},
}
KIN = VARIANTS["many twins and siblings"]
VARIANTS["twins and siblings, the second in the list counts"] = KIN | {
    "threshold": {"candidates": 2, "tries": 1},
    "answer": {"reference_rule": "flagged_record"},
}
VARIANTS["twins and siblings, until a reference"] = KIN | {
    "threshold": {"candidates": 1, "tries": 3, "retry_after": "no_reference"},
    "answer": {"reference_rule": "flagged_record"},
}


@pytest.mark.parametrize("name", list(VARIANTS))
def test_variants_agree_with_the_closed_form(name: str) -> None:
    """What is rare in the shipped scenarios, made usual."""
    assert_agrees(compared(terms(middle(scenario_with(**VARIANTS[name])))))


@pytest.mark.parametrize("tail", TAILS)
def test_every_tail_agrees_with_several_images(tail: str) -> None:
    """Each law of mates, three partly independent images a person, a loose threshold."""
    data = as_data(scenario_with(matcher={"mate_tail": tail}, gallery={"image_dependence": 0.4}))
    for source in data["gallery"]["sources"]:
        source |= {"records_per_person": 3, "unusable_images": 0.1}
    data["threshold"] |= {"policy": "rarity", "rate": 8}
    assert_agrees(compared(terms(middle(Scenario.model_validate(data)))))


def test_drawn_worlds_agree_with_the_closed_form() -> None:
    """Twelve possible worlds of the shipped scenario, whatever options they fall on."""
    found = terms(Worlds(load_scenario("task-force-module"), Draws(seed=3, size=12)))
    for row in range(12):
        assert_agrees(compared(found, seed=row, stops=2_000_000, row=row))


def test_the_comparison_notices_a_hundredth() -> None:
    """It has power: thresholds a hundredth of a decade off are found at once."""
    found = at_middle()
    moved = replace(found, threshold=found.threshold + 0.01)
    world = world_of(moved)
    table = expected_outcomes(found, load_scenario(SHIPPED[0]).group_names, ("a", "b")).table[0]
    stops = 3 * STOPS
    expected = stops * found.people.stopped[0][:, None, None] * table
    counts = simulate(world, stops_key(1, "test"), Span(0, stops))
    assert agreement(counts, expected).probability < 1e-6


# The same counts, however the work is divided


@given(st.lists(st.integers(1, 4_000), min_size=1, max_size=6), st.integers(1, 4))
def test_counts_do_not_depend_on_spans_or_threads(parts: list[int], threads: int) -> None:
    """Spans that follow each other add up to the whole, bit by bit."""
    world, run = world_of(at_middle("live-watchlist")), stops_key(9, "test")
    starts = np.concatenate([[0], np.cumsum(parts)]).tolist()
    whole = simulate(world, run, Span(5, starts[-1]), threads=1)
    some = [
        simulate(world, run, Span(5 + start, many), threads=threads)
        for start, many in zip(starts, parts, strict=False)
    ]
    assert np.array_equal(whole, np.sum(some, axis=0))


def test_many_threads_count_what_one_counts() -> None:
    """Several chunks, and more threads than processors."""
    world, run = world_of(at_middle()), stops_key(2, "test")
    one, many = (simulate(world, run, Span(0, 20_000_000), threads=n) for n in (1, 5))
    assert np.array_equal(one, many)


def test_another_seed_counts_other_stops() -> None:
    """Seeds and draws give numbers of their own."""
    world, span = world_of(at_middle()), Span(0, 100_000)
    runs = [stops_key(1, "a"), stops_key(2, "a"), stops_key(1, "b"), stops_key(1, "a", 0)]
    found = {simulate(world, run, span).tobytes() for run in runs}
    assert len(found) == len(runs)


def test_progress_adds_up_to_all_stops() -> None:
    """Every stop is told once."""
    told: list[int] = []
    simulate(
        world_of(at_middle("live-watchlist")), stops_key(1, ""), Span(0, 9_000_000),
        progress=told.append,
    )  # fmt: skip
    assert (9_000_000, 3) == (sum(told), len(told))


# Parts of the law


@given(st.lists(st.floats(1e-9, 1.0), min_size=1, max_size=40))
def test_columns_draw_each_thing_as_often_as_its_share(weights: list[float]) -> None:
    """The shares that the alias columns give are those that went in, to 2^-40."""
    shares = np.array(weights) / sum(weights)
    found = columns(shares)
    height = found.cut / 2.0 ** float(found.bits)
    given_ = np.zeros(len(height))
    np.add.at(given_, np.arange(len(height)), height / len(height))
    np.add.at(given_, found.other, (1.0 - height) / len(height))
    assert np.allclose(given_[: len(shares)], shares, rtol=0.0, atol=2.0**-40)
    assert np.allclose(given_[len(shares) :], 0.0, rtol=0.0, atol=2.0**-40)


def test_rarities_between_points_are_those_of_the_field() -> None:
    """Hermite's cubic gives back the expected number of strangers to nine digits."""
    found = at_middle()
    world = world_of(found)
    field = found.field.scaled(
        capture_effect=found.conditions[0].capture_effect, records=np.ones(1)
    )
    depths = np.linspace(0.0, STEP * (STEPS - 1), 997)
    for group in range(len(world.log_odds)):
        at = np.array([rarity(world, group, float(depth)) for depth in depths])
        expected = field.intensity(at[None])[0][0, group]
        left = world.expected[group] * np.exp(-depths)
        assert np.allclose(expected, left, rtol=1e-9, atol=0.0)


def test_strangers_are_drawn_at_each_groups_threshold() -> None:
    """The first point of each curve is the threshold itself."""
    found = at_middle()
    at = np.array([9.0, 10.0] * 5)
    _, curve = strangers(found, at)
    assert np.allclose(at, curve[: len(at), 0, 0], rtol=1e-14)


@pytest.mark.parametrize("name", SHIPPED)
def test_mates_are_those_of_the_closed_form(name: str) -> None:
    """Probability above any rarity, in every condition, group and home."""
    found = at_middle(name)
    world = world_of(found)
    points = np.linspace(2.0, 25.0, 47)
    laws = iter(range(len(world.mates)))
    for condition in found.conditions:
        split = mates(condition.law, found.images, found.miss_odds).split(points[None])[1][0]
        for _ in range(found.people.home.shape[1]):
            for expected in split:
                law = next(laws)
                drawn = [above(world.mates, world.knots, law, float(at)) for at in points]
                assert np.allclose(expected, drawn, rtol=1e-10, atol=1e-300)


@given(st.floats(1e-12, 1.0 - 1e-12), st.just(0.0) | st.floats(1e-6, 20.0))
def test_the_first_stranger_is_where_the_false_positive_rate_says(
    luck: float, variance: float
) -> None:
    """Up to there a stranger is met with just this probability."""
    at = first_stranger(luck, variance)
    assert pytest.approx(luck, rel=1e-9) == float(false_positive_identification_rate(at, variance))


@given(
    st.floats(1e-9, 1.0), st.floats(0.01, 5.0), st.floats(0.0, 50.0), st.integers(1, 30)
)  # fmt: skip
def test_gaps_follow_from_the_strangers_before(
    luck: float, variance: float, so_far: float, count: int
) -> None:
    """Its survival is that of a gamma frailty that has met so many up to here."""
    found = gap(luck, variance, so_far, count)
    survival = (1.0 + variance * found / (1.0 + variance * so_far)) ** -(1.0 / variance + count)
    assert pytest.approx(luck, rel=1e-9) == survival


def test_gaps_without_frailty_are_exponential() -> None:
    """Nothing that was met before matters."""
    assert pytest.approx(np.log(2.0)) == gap(0.5, 0.0, 7.0, 3)


@given(st.floats(0.01, 0.99), st.floats(0.0, 1.0), st.integers(1, 5))
def test_tries_show_a_mate_as_often_as_the_closed_form_says(
    missed: float, stuck: float, tries: int
) -> None:
    """The share of luck that falls to each try, among the luck that shows the mate at all."""
    rules = SearchRules(0.0, 0.0, stuck, 1, tries, 0.0, 0.0, 0.0, 1.0)
    chances = [1.0 - missed]
    chances += [(1.0 - missed) * missed**n * (1.0 - stuck) for n in range(1, tries)]
    never = 1.0 - sum(chances)
    luck = never + (1.0 - never) * (np.arange(2_000) + 0.5) / 2_000
    numbers = [shown_at(rules, missed, float(one))[0] for one in luck]
    shares = np.bincount(numbers, minlength=tries + 1)[1:] / len(luck)
    assert np.allclose(np.array(chances) / sum(chances), shares, atol=2.0 / len(luck))


@pytest.mark.parametrize("name", SHIPPED)
def test_profiles_are_all_that_can_come_before_a_search(name: str) -> None:
    """Their shares add up to 1, and over each group and truth to what the scenario says."""
    found = at_middle(name)
    people = found.people
    shares = np.zeros((people.stopped.shape[1], len(TRUTHS)))
    for one in profiles(found, np.full(people.stopped.shape[1], found.threshold[0])):
        shares[one.group, one.truth] += one.share
    enrolled, sought = people.enrolled[0], people.sought[0]
    truths = np.stack(
        [1.0 - enrolled, enrolled * (1.0 - sought), enrolled * sought], axis=1
    )  # fmt: skip
    assert np.allclose(people.stopped[0][:, None] * truths, shares, rtol=1e-12)


# The middle of all inputs


def test_the_middle_is_the_median_of_every_range() -> None:
    """A log-normal range stands at its geometric mean, an algorithm at the median of its misses."""
    scenario = load_scenario("task-force-module")
    worlds = middle(scenario)
    stated = scenario.stops.people
    assert stated.low is not None
    assert stated.high is not None
    assert pytest.approx((stated.low * stated.high) ** 0.5) == worlds.number("stops.people")[0]
    assert worlds.draws.size == 1
    assert set(open_options(worlds)) >= {"threshold.tries", "answer.reference_rule"}


# The document


@cache
def simulated() -> Any:
    """A small simulation of the shipped scenario."""
    return run_job(Job(provenance(load_scenario("task-force-module")), 1, 1_000_000))


def test_the_document_adds_up() -> None:
    """Counts to all stops, those searched to the searches, expected ones to both."""
    found = simulated()
    assert 1_000_000 == sum(row.count for row in found.counts)
    assert pytest.approx(1e6, rel=1e-9) == sum(row.expected for row in found.counts)
    searched = sum(row.count for row in found.counts if row.candidate != "no_search")
    assert searched == found.searches


def test_rates_are_counts_over_trials() -> None:
    """Inside their interval, and groups add up to everybody."""
    found = simulated()
    by_name: dict[str, list[Any]] = {}
    for rate in found.rates:
        by_name.setdefault(rate.name, []).append(rate)
        assert rate.low <= rate.rate <= rate.high
    for everybody, *groups in by_name.values():
        assert everybody.count == sum(one.count for one in groups)
        assert everybody.trials == sum(one.trials for one in groups)


def test_both_sides_of_an_either_or_are_simulated() -> None:
    """The other one too, beside its own closed form; answers that are given leave none open."""
    job = Job(provenance(load_scenario("task-force-module")), 1, 1_000_000)
    found = with_sides(simulated(), other_counts(job, simulated()))
    assert found.either_or is not None
    assert "answer.reference_rule" == found.either_or.input
    lenient, strict = found.either_or.sides
    assert (False, True) == (lenient.taken, strict.taken)
    assert strict.rates[0] == found.rates[0]
    for side in (lenient, strict):
        assert side.simulated
        for rate in side.rates:
            assert rate.rate is not None
            assert rate.low is not None
            assert rate.high is not None
            assert rate.worlds.low is not None
            assert rate.worlds.high is not None
            spread = max(rate.high - rate.rate, rate.rate - rate.low)
            assert rate.rate == pytest.approx(rate.expected, abs=3.0 * spread)
            assert rate.expected is not None
            assert rate.worlds.low < rate.expected < rate.worlds.high
    assert (lenient.rates[0].rate or 0.0) > 10.0 * (strict.rates[0].rate or 1.0)
    answered = settled(job.scenario, "answer.reference_rule", "any_candidate")
    # The next question decides then; without it there is none.
    opened = run_job(replace(job, made=provenance(answered))).either_or
    assert opened is not None
    assert "threshold.moves_with_gallery" == opened.input
    answered = settled(
        answered, opened.input, next(one.option for one in opened.sides if one.taken)
    )
    alone = run_job(replace(job, made=provenance(answered)))
    assert alone.either_or is None
    assert alone.rates[0].expected == pytest.approx(lenient.rates[0].expected)


def test_a_side_that_was_not_drawn_is_told_by_the_closed_form() -> None:
    """As where shards are put together."""
    lenient = simulated().either_or.sides[0]
    assert not lenient.simulated
    assert lenient.rates[0].rate is None
    assert "nothing was simulated: by the closed form" in plain(finding(simulated(), ENGLISH))


def test_ranges_over_worlds_are_those_of_a_run() -> None:
    """The same worlds on the same side, and the same flags."""
    rows = {row.name: row for row in run("task-force-module").results.headline}
    split = rows["wrong_person_references"].split
    assert split is not None
    for side, told_ in zip(simulated().either_or.sides, split.sides, strict=True):
        assert side.rates[0].worlds.median == pytest.approx(told_.median)
        assert side.rates[0].flags == rows["wrong_person_references"].flags


def test_stops_that_cannot_be_are_told() -> None:
    """One stop in a cell that is ruled out outweighs any agreement."""
    how = agreement(np.array([100, 100, 1]), np.array([100.5, 100.5, 0.0]))
    assert (1, 0.0) == (how.impossible, how.probability)


def test_small_cells_count_as_one() -> None:
    """Arithmetic in sight: three cells of 2 become one of 6."""
    how = agreement(np.array([94, 2, 1, 3]), np.array([94.0, 2.0, 2.0, 2.0]))
    assert (3, 1, 0.0) == (how.pooled, how.degrees_of_freedom, how.statistic)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"stops": 0}, "searches is 0"),
        ({"stops": MOST_STOPS + 1}, "searches is 1,000,000,000,000,001"),
        ({"seed": -1}, "seed is -1"),
        ({"shard": 0}, "shard is 0/1"),
        ({"shard": 3, "shards": 2}, "shard is 3/2"),
        ({"shard": 1, "shards": 20, "stops": 10}, "20 shards are more than the 10 searches"),
    ],
)
def test_jobs_that_cannot_be_meant(wrong: dict[str, int], words: str) -> None:
    """Each is named with its value."""
    job = replace(Job(provenance(load_scenario("airport-exit")), 1, 100), **wrong)  # type: ignore[arg-type]
    with pytest.raises(MeaningError, match=words):
        checked(job)


def test_a_document_without_searches_says_so() -> None:
    """Nobody is searched for: no rate has a value."""
    scenario = scenario_with("airport-exit", stops={"operational_failures": 1})
    counts = run_job(Job(provenance(scenario), 1, 1_000))
    assert 0 == counts.searches
    assert plain(finding(counts, ENGLISH)).startswith("No search was made")
    assert counts.rates[0].rate is None


# Ensembles


def test_the_two_variances_are_told_apart() -> None:
    """Worlds around 0 and 10, chance of variance 4: both come back."""
    rng = np.random.default_rng(8)
    worlds = rng.normal(0.0, 3.0, (4_000, 1))
    between, within = variances(worlds + rng.normal(0.0, 2.0, (4_000, 5)))
    assert between == pytest.approx(9.0, rel=0.1)
    assert within == pytest.approx(4.0, rel=0.05)


def test_an_ensemble_repeats_itself_and_knows_chance() -> None:
    """Whole numbers, the same each time; the chance within worlds is that of its counts."""
    scenario = provenance(load_scenario("task-force-module"))
    one, two = (ensemble(scenario, 20_000, draws=24, repeats=6, seed=4) for _ in range(2))
    assert one == two
    assert len(one.counts) == 24 * 6
    rates = np.array([tally.wrong_person / tally.searches for tally in one.counts])
    searches = np.array([tally.searches for tally in one.counts])
    chance = float(np.mean(rates * (1.0 - rates) / searches)) * 1e10
    row = one.rows[0]
    assert row.within_worlds == pytest.approx(chance, rel=0.6)
    assert row.share_between is not None
    assert row.share_between > 0.9


def test_an_ensemble_needs_repeats() -> None:
    """One simulation of a world says nothing of chance."""
    with pytest.raises(MeaningError, match="seeds is 1"):
        ensemble(provenance(load_scenario("airport-exit")), 10, draws=20, repeats=1)


# The command


def told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> Any:
    """What a command prints, and its exit code."""
    monkeypatch.setattr("sys.argv", ["misid", *words])
    with pytest.raises(SystemExit) as stopped:
        main()
    return stopped.value.code, *capsys.readouterr()


def test_the_command_prints_counts_as_json(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the key `counts`, one row a group and way to end."""
    words = ("simulate", "live-watchlist", "--searches", "1e5", "--seed", "3", "--json")
    code, out, _ = told(capsys, monkeypatch, *words)
    found = json.loads(out)
    assert (0, 100_000) == (code, sum(row["count"] for row in found["counts"]))
    assert 3 == found["stamp"]["seed"]


def test_the_command_begins_with_the_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The finding, then tables with the closed form beside, then how well both agree."""
    code, out, _ = told(capsys, monkeypatch, "simulate", "--searches", "100_000")
    assert code == 0
    assert out.strip().startswith("In one of the possible worlds, where any candidate leads to")
    assert "In another, where only a flagged record leads to a reference code" in out
    assert "closed form" in out
    assert "chi-square" in out
    assert "extrapolation" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--searches", "many"), "searches is 'many'"),
        (("--searches", "1.5"), "searches is 1.5"),
        (("--searches", "inf"), "searches is 'inf'"),
        (("--searches", "1__0"), "searches is '1__0'"),
        (("--shard", "2"), "shard is '2'"),
        (("--shard", "5/4"), "shard is 5/4"),
        (("--resume",), "--resume has nothing to go on from"),
        (("--draws", "30", "--shard", "1/2"), "--shard says nothing"),
        (("--draws", "3", "--searches", "100"), "draws is 3"),
        (("--seed", "-1"), "seed is -1"),
        (("--seeds", "10"), "--seeds is about an ensemble"),
        (("--with", "second-reviewer", "--searches", "0"), "searches is 0"),
        (("--assume", "leaving=0.1"), "--assume leaving=0.1 is about people"),
        (("--years", "3"), "--years is about people"),
        (("--change-at", "3:strict-threshold"), "--change-at is about people"),
        (("--assume", "answer.reference_rule=none"), "answer.reference_rule is 'none'"),
        (("--assume", "stops.a_year=3"), "stops.a_year is no choice"),
    ],
)
def test_mistakes_are_named(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Three lines at most, exit code 2, nothing on standard output."""
    code, out, err = told(capsys, monkeypatch, "simulate", *words)
    assert (2, "") == (code, out)
    assert said in err
    assert "Traceback" not in err


def test_cells_stand_where_their_names_say() -> None:
    """Every engine counts into the cell that the table names, whatever is added to the names."""
    of, sources = outcomes.cells(("a", "b")), 2
    names = ("no_search", "nothing", "nobody", "own", "own_wrong", "stranger")
    places = [getattr(outcomes, name.upper()) for name in names]
    assert names == tuple(of[place].candidate for place in places)
    for place in places[3:]:
        pair = of[place], of[place + outcomes.WITHDRAWN]
        assert ("upheld", "withdrawn") == tuple(cell.review for cell in pair)
    of_kin = of[outcomes.STRANGER + outcomes.A_SOURCE * (sources + 1)]
    assert outcomes.OutcomeCell("stranger", "reference", "upheld", "b", kin=True) == of_kin
    assert outcomes.cell_count(sources) == len(of)
