"""Counts that add up, stock, groups, the trade-off, and where the range comes from."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import warnings
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from misid.programme import TRUTHS
from misid.results import Interval, Run, run
from misid.results.frequencies import middle_worlds
from misid.results.schema import TradeoffRow, UncertaintyRow
from misid.results.variance_shares import explained_by_bins, explained_by_line, uncertainty
from misid.scenario import Output, Scenario, load_scenario, names
from misid.scenario.serialise import as_data
from misid.words.answers import clause, clause_of

Floats = NDArray[np.float64]

HEADLINE: Output = "wrong_person_references"
MISSES: Output = "misses_among_sought"
TASK_FORCE = "task-force-module"
WORLDS = 20_000


@pytest.fixture(scope="module", params=names())
def found(request: pytest.FixtureRequest) -> Run:
    """Each shipped scenario in 1,024 worlds."""
    return run(request.param, draws=1024)


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


def interval_of(found: Run, name: str) -> tuple[float | None, float | None, float | None]:
    """Median and range of one row of the headline."""
    row = next(row for row in found.results.headline if row.name == name)
    return row.median, row.low, row.high


def three(one: Interval) -> tuple[float | None, float | None, float | None]:
    """Median and range."""
    return one.median, one.low, one.high


def test_frequencies_add_up(found: Run) -> None:
    """All paths together are 100,000 people; none is negative, none stands twice."""
    counts = found.results.frequencies
    assert 100_000.0 == counts.of == pytest.approx(sum(path.count for path in counts.paths))
    assert all(path.count >= 0.0 for path in counts.paths)
    assert len(counts.paths) == len({(path.truth, path.ending) for path in counts.paths})
    assert set(TRUTHS) == {path.truth for path in counts.paths}


def test_wrong_persons_are_the_mean_of_the_middle_worlds(found: Run) -> None:
    """The paths that end with somebody else's record add up to the headline's median."""
    counts, values = found.results.frequencies, found.values[HEADLINE]
    middle = middle_worlds(values)
    wrong = sum(path.count for path in counts.paths if path.ending == "wrong_person")
    assert len(middle) == counts.worlds
    assert float(np.median(values)) == pytest.approx(wrong, rel=1e-12)


def test_wrong_persons_are_near_the_median(found: Run) -> None:
    """The tree says the headline's middle number to 3 % (1,024 worlds)."""
    median, _, _ = interval_of(found, HEADLINE)
    wrong = sum(p.count for p in found.results.frequencies.paths if p.ending == "wrong_person")
    assert median == pytest.approx(wrong, rel=0.03)


def test_sought_people_of_the_tree_are_those_who_are_searched(found: Run) -> None:
    """Counted again from the outcome table, world by world (arithmetic in sight)."""
    evaluation, rows = found.evaluation, middle_worlds(found.values[HEADLINE])
    stopped = evaluation.terms.people.stopped
    outcomes = evaluation.outcomes
    searched = [cell.candidate != "no_search" for cell in outcomes.cells]
    sought = outcomes.table[:, :, TRUTHS.index("sought"), :][:, :, searched].sum(axis=2)
    every = outcomes.table[:, :, :, searched].sum(axis=(2, 3))
    shares = (stopped * sought).sum(axis=1) / (stopped * every).sum(axis=1)
    paths = found.results.frequencies.paths
    counted = sum(path.count for path in paths if path.truth == "sought")
    assert 100_000 * float(shares[rows].mean()) == pytest.approx(counted, rel=1e-9)


def test_last_year_of_the_stock_is_the_headline(found: Run) -> None:
    """The figure of the years and the headline table say the same number, to the last bit."""
    last = found.results.stock[-1]
    assert found.results.scenario.horizon_years == last.year
    assert interval_of(found, "photographs_held") == three(last.photographs)
    assert interval_of(found, "photographs_held_no_match") == three(last.no_match)


def test_stock_begins_empty_and_never_falls(found: Run) -> None:
    """Nothing is held at the beginning; with even use a stock only grows."""
    medians = [row.photographs.median or 0.0 for row in found.results.stock]
    assert 0.0 == medians[0]
    assert sorted(medians) == medians
    assert list(range(len(medians))) == [row.year for row in found.results.stock]


def test_groups_against_all_average_to_one(found: Run) -> None:
    """Weighted by their searches the groups' ratios are 1 in every world."""
    rates = found.evaluation.group_rates
    weights = rates["searches"] / rates["searches"].sum(axis=1, keepdims=True)
    ones = np.nansum(weights * rates["relative_to_all"], axis=1)
    np.testing.assert_allclose(ones, 1.0, rtol=1e-9)


def test_dots_are_the_headline(found: Run) -> None:
    """50 dots in order: their ends lie beyond the range, their middle around the median."""
    row = next(row for row in found.results.headline if row.name == HEADLINE)
    median, low, high = three(row)
    assert 50 == len(row.dots)
    assert sorted(row.dots) == list(row.dots)
    assert row.dots[2] == pytest.approx(low)
    assert row.dots[47] == pytest.approx(high)
    assert median is not None
    assert row.dots[24] <= median <= row.dots[25]


Moved = dict[float, TradeoffRow]


def moved(found: Run) -> dict[str, Moved]:
    """The trade-off of each side by how much stricter the threshold is."""
    curves = found.results.tradeoff or ()
    return {clause_of(one.answers): {row.stricter: row for row in one.rows} for one in curves}


@pytest.fixture(scope="module", params=names())
def traded(request: pytest.FixtureRequest) -> tuple[Run, dict[str, Moved]]:
    """Each shipped scenario in so few worlds that the trade-off takes all of them."""
    found = run(request.param, draws=64)
    return found, moved(found)


def test_stricter_threshold_trades_wrong_references_for_misses(
    traded: tuple[Run, dict[str, Moved]],
) -> None:
    """Medians of wrong references never rise and those of misses never fall, on any side."""
    for side in traded[1].values():
        rows = list(side.values())
        wrong = [row.wrong_person_references.median or 0.0 for row in rows]
        missed = [row.misses_among_sought.median or 0.0 for row in rows]
        assert sorted(side) == list(side)
        assert sorted(wrong, reverse=True) == wrong
        assert all(after >= before - 1e-12 for before, after in pairwise(missed))


def test_threshold_that_is_not_moved_gives_the_headline(
    traded: tuple[Run, dict[str, Moved]],
) -> None:
    """The row that moves nothing is the headline's on that side, to the last bit."""
    found, sides = traded
    headline = next(row for row in found.results.headline if row.name == HEADLINE)
    split = {} if headline.split is None else {clause(s): three(s) for s in headline.split.sides}
    expected = split or {"": interval_of(found, HEADLINE)}
    assert expected == {
        clause: three(rows[0.0].wrong_person_references) for clause, rows in sides.items()
    }


def test_misses_of_the_threshold_are_those_of_the_side() -> None:
    """Misses are those of the worlds in which the answer holds, not of all."""
    found = run(TASK_FORCE, draws=256)
    holds = found.evaluation.worlds.option("answer.reference_rule")
    medians = [rows[0.0].misses_among_sought.median for rows in moved(found).values()]
    expected = [float(np.median(found.values[MISSES][holds == side])) for side in (0, 1)]
    assert expected == pytest.approx(medians, rel=1e-12)


def with_rarity(rarity: float) -> Run:
    """A programme whose threshold is known: no comparison less rare than this counts."""
    rate = {"value": rarity, "status": "assumed", "why": "None exists."}
    policy, stated = ("threshold.policy", "rarity"), ("threshold.rate", rate)
    rule = ("answer.reference_rule", {"options": ["any_candidate"], "why": "One answer."})
    return run(changed(policy, stated, rule), draws=32)


@pytest.fixture(scope="module")
def from_nine() -> Moved:
    """The trade-off of a programme that counts what is rarer than one in 10^9."""
    return only_side(with_rarity(9.0))


def only_side(found: Run) -> Moved:
    """The trade-off where one answer to every either/or holds."""
    (side,) = moved(found).values()
    return side


@pytest.mark.parametrize("decades", [-1.0, 2.0])
def test_moved_threshold_is_that_of_another_programme(from_nine: Moved, decades: float) -> None:
    """A threshold moved by a decade is that of a programme whose threshold is there."""
    other, told = with_rarity(9.0 + decades), 0
    for name in (HEADLINE, MISSES):
        for expected, found in zip(
            interval_of(other, name), three(getattr(from_nine[decades], name)), strict=True
        ):
            # Of an end that other worlds would move tenfold nothing is told.
            assert found is None or expected == pytest.approx(found, rel=1e-9)
            told += found is not None
    assert told >= 4


def test_bins_explain_what_they_decide() -> None:
    """An output that is a function of the bin is explained in full."""
    bins = np.arange(WORLDS) % 16
    assert 1.0 == pytest.approx(explained_by_bins(bins, np.cos(bins)))


@pytest.mark.parametrize("noise", [0.5, 1.0, 3.0])
def test_bins_explain_their_part_of_the_variance(noise: float) -> None:
    """For x + noise the share is the variance of x over that of both (arithmetic in sight)."""
    random = np.random.default_rng(20260701)
    bins = np.arange(WORLDS) % 16
    x = (bins - bins.mean()) / bins.std()
    share = explained_by_bins(bins, x + noise * random.standard_normal(WORLDS))
    assert 1.0 / (1.0 + noise**2) == pytest.approx(share, abs=0.02)


def test_bins_of_a_dummy_explain_nothing() -> None:
    """By chance alone the adjusted share is 0 on average, above and below."""
    random = np.random.default_rng(20260702)
    bins = np.arange(512) % 16
    shares = [explained_by_bins(bins, random.standard_normal(512)) for _ in range(200)]
    # One share has a standard deviation of sqrt(2 * 15) / 511, the mean of 200 a 14th of it.
    assert 0.0 == pytest.approx(float(np.mean(shares)), abs=4 * np.sqrt(30 / 200) / 511)
    assert min(shares) < 0.0 < max(shares)


def test_line_explains_what_it_decides() -> None:
    """An output that is a sum of parts of a whole is explained in full, whichever part is left."""
    parts = np.random.default_rng(20260703).dirichlet([2.0, 3.0, 4.0], WORLDS)
    assert 1.0 == pytest.approx(explained_by_line(parts, parts @ np.array([1.0, -2.0, 5.0])))


def test_line_explains_its_part_of_the_variance() -> None:
    """Half of the variance is the line's, half is noise."""
    random = np.random.default_rng(20260704)
    parts = random.dirichlet([2.0, 3.0, 4.0], WORLDS)
    line = parts[:, 0] / parts[:, 0].std()
    share = explained_by_line(parts, line + random.standard_normal(WORLDS))
    assert 0.5 == pytest.approx(share, abs=0.02)


def test_line_of_a_dummy_explains_nothing() -> None:
    """By chance alone the adjusted share is 0 on average."""
    random = np.random.default_rng(20260705)
    parts = random.dirichlet(np.ones(10), 512)
    shares = [explained_by_line(parts, random.standard_normal(512)) for _ in range(200)]
    assert 0.0 == pytest.approx(float(np.mean(shares)), abs=4 * np.sqrt(18 / 200) / 511)


def shares_of(found: Run, values: Floats) -> dict[str, UncertaintyRow]:
    """What each input decides of an output that is given here, by the input's name."""
    rows = uncertainty(found.evaluation.worlds, HEADLINE, values).inputs
    return {row.input: row for row in rows}


def test_input_that_decides_all_has_all() -> None:
    """An output that is one input is decided by it alone, whatever its scale."""
    found = run(TASK_FORCE, draws=1024)
    values = np.exp(found.evaluation.worlds.number("matcher.growth_exponent"))
    rows = shares_of(found, values)
    others = [row.share for name, row in rows.items() if name != "matcher.growth_exponent"]
    # 16 bins of 64 worlds: what is left is the variance within a bin, 1 / 16 squared.
    assert 1.0 - 1.0 / 256 == pytest.approx(rows["matcher.growth_exponent"].share, abs=0.001)
    # The largest of some hundred dummies, by chance: five times sqrt(2 * 15) / 1023.
    assert max(others) < 0.03
    assert min(others) > -0.03


def test_output_that_never_varies_has_no_shares(found: Run) -> None:
    """Where there is no range, no input has a share of it."""
    size = found.evaluation.worlds.draws.size
    for values in (np.full(size, 3.0), np.full(size, np.nan)):
        assert {0.0} == {row.share for row in shares_of(found, values).values()}


def test_shares_never_exceed_one(found: Run) -> None:
    """Each share is at most 1, largest first, and `left` is what they leave."""
    sources = found.results.uncertainty
    shares = [row.share for row in sources.inputs]
    assert max(shares) <= 1.0
    assert sorted(shares, reverse=True) == shares
    assert 1.0 == pytest.approx(sum(shares) + sources.left)
    ranges = [one for one in found.evaluation.worlds.by_name.values() if one.content.is_range]
    assert {one.name for one in ranges} == {row.input for row in sources.inputs}


def test_run_without_trials_is_silent() -> None:
    """Where every stop fails before a search, nothing is counted, warned of, or divided by 0."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = run(changed(("stops.operational_failures", 1.0)), draws=20)
    assert (None, None, None) == interval_of(found, HEADLINE)
    assert (0, 0) == (len(found.results.tradeoff or ()), len(found.results.frequencies.paths))
    assert {None} == {row.relative_to_all.median for row in found.results.groups}
    assert {0.0} == {row.share for row in found.results.uncertainty.inputs}
    assert {0.0} == {row.photographs.high for row in found.results.stock}
