"""How exact numbers over worlds are: how often the intervals hold, and where they are told."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binom

from misid.results.other_worlds import mean_ends, quantile_ends
from misid.results.schema import OutputRow, OutputSide, Results
from misid.study import Study
from misid.words import plain
from misid.words.comparison_notes import exact
from misid.words.language import ENGLISH
from misid.words.other_worlds import of_outputs, of_years

SEEDS = 400


def results() -> Results:
    """The shipped scenario in few worlds."""
    return Study("task-force-module", draws=256).results


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
@pytest.mark.parametrize("worlds", [100, 1024])
def test_a_quantile_is_held_at_least_as_often_as_said(share: float, worlds: int) -> None:
    """Of independent worlds, whatever their law: in 95 % of draws or more, and not in all."""
    random = np.random.default_rng(20261201)
    truth, held = share, 0
    for _ in range(SEEDS):
        ends = quantile_ends(np.sort(random.random(worlds)), share)
        assert ends is not None
        held += ends.low <= truth <= ends.high
    assert 0.93 * SEEDS <= held < SEEDS


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5])
def test_a_quantile_of_few_worlds_is_told_where_it_can_be_held(share: float) -> None:
    """By the binomial law: told in 95 % of draws or more, or not at all; alike at both ends."""
    told = 0
    for worlds in range(8, 200):
        line = np.arange(float(worlds))
        ends, mirrored = quantile_ends(line, share), quantile_ends(line, 1.0 - share)
        assert (ends is None) == (mirrored is None)
        if ends is None:
            continue
        told += 1
        below = np.array([ends.low, ends.high])
        # So many worlds below the quantile put it between the two.
        held = binom.cdf(below[1], worlds, share) - binom.cdf(below[0], worlds, share)
        assert held >= 0.95
    assert told > 100


@pytest.mark.parametrize(("sigma", "least"), [(0.5, 0.93), (1.5, 0.90), (2.0, 0.86)])
def test_a_mean_is_held_nearly_as_often_as_said(sigma: float, least: float) -> None:
    """Of a tail that a few worlds carry, in which the plain interval fails upwards."""
    random = np.random.default_rng(20261202)
    truth, held, plainly = float(np.exp(sigma**2 / 2.0)), 0, 0
    for _ in range(SEEDS):
        values = random.lognormal(0.0, sigma, 512)
        ends = mean_ends(values)
        assert ends is not None
        held += ends.low <= truth <= ends.high
        error = 1.96 * float(values.std()) / np.sqrt(len(values))
        plainly += abs(float(values.mean()) - truth) <= error
    assert held >= least * SEEDS
    assert sigma < 1.0 or held > plainly


def test_a_mean_of_worlds_that_are_alike_is_exact() -> None:
    """Nothing is open; and of worlds without a value, or of few, nothing is said."""
    ends = mean_ends(np.full(64, 7.0))
    assert ends is not None
    assert (7.0, 7.0) == (ends.low, ends.high)
    assert mean_ends(np.full(64, np.nan)) is None
    assert quantile_ends(np.arange(5.0)) is None


def test_other_seeds_lie_where_a_run_says() -> None:
    """Medians and means of 4,096 worlds: inside what most of 12 runs of 512 say of them."""
    whole = Study("task-force-module", draws=4096, seed=99).results
    truth = whole.years[0].expected.median or 0.0, whole.years[0].mean or 0.0
    held = np.zeros(2)
    for seed in range(1, 13):
        year = Study("task-force-module", draws=512, seed=seed).results.years[0]
        for place, ends in enumerate((year.median_exact, year.mean_exact)):
            assert ends is not None
            held[place] += ends.low <= truth[place] <= ends.high
    assert np.all(held >= 9)


def test_every_median_and_mean_that_a_run_tells_says_how_exact_it_is() -> None:
    """Rows of outputs, their sides, and units of a year."""
    found = Study("task-force-module", draws=1024).results
    rows: list[OutputRow | OutputSide] = [
        *found.headline,
        *(side for one in found.headline if one.split for side in one.split.sides),
    ]
    for row in rows:
        assert row.median_exact is not None
        assert row.median_exact.low <= (row.median or 0.0) <= row.median_exact.high
        assert (row.mean is None) == (row.mean_exact is None)
    for year in found.years:
        assert year.mean_exact is not None
        assert year.mean_exact.low <= (year.mean or 0.0) <= year.mean_exact.high


def test_it_is_told_under_the_tables_and_of_a_comparison() -> None:
    """The headline on its sides, the year, and the change that is the largest."""
    found = Study("task-force-module", draws=256)
    assert "256 (another seed)" in plain(of_outputs(found.results)[0])
    assert "A year of the programme, mixed, expected: between" in plain(of_years(found.results)[0])
    compared = found.compare("strict-threshold")
    assert "the median of the change lies between" in plain(exact(compared, ENGLISH))
    other = found.compare(Study("airport-exit", draws=256))
    assert () == exact(other, ENGLISH)
