"""How many rows to check, and what a check says: against enumeration, published values, luck."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest

from misid.machine.philox import key
from misid.measures.betting import (
    Bet,
    bet_against,
    bet_against_fewer,
    running_interval,
    stopping_rows,
    wealth,
)
from misid.measures.design import (
    Checkers,
    Goal,
    allocation,
    fixed_size,
    ratio_power,
    rows_for_ratio,
    whole_sizes,
)
from misid.measures.error_rates import Rate
from misid.measures.finite import at_most, finite_interval, finite_upper_limit, least_wrong
from misid.measures.intervals import clopper_pearson, ratio_interval
from misid.measures.needed import trials_needed
from misid.measures.rogan_gladen import (
    CountedShare,
    measured_interval,
    rogan_gladen,
    twice_checked,
    twice_checked_interval,
)
from misid.measures.survey import (
    DrawnByStratum,
    horvitz_thompson,
    korn_graubard,
    variance,
)

LOGS = ((True, False, False, True, False), (False, True, False, False), (True, False, False))
DRAWN = (3, 2, 2)


def every_sample() -> list[DrawnByStratum]:
    """Each of the samples that a small log of three strata can give, all alike in likelihood."""
    each = [
        [sum(log[place] for place in chosen) for chosen in combinations(range(len(log)), drawn)]
        for log, drawn in zip(LOGS, DRAWN, strict=True)
    ]
    rows, drawn = (np.array(sizes, dtype=float) for sizes in (list(map(len, LOGS)), DRAWN))
    return [DrawnByStratum(rows, drawn, np.array(one, dtype=float)) for one in product(*each)]


def test_the_estimate_is_right_on_average_over_every_sample() -> None:
    """The mean of the estimate over all samples is the share of the log."""
    estimates = [horvitz_thompson(sample) for sample in every_sample()]
    assert np.mean(estimates) == pytest.approx(sum(map(sum, LOGS)) / sum(map(len, LOGS)), abs=1e-14)


def test_the_variance_is_right_on_average_over_every_sample() -> None:
    """The mean of the estimated variance is the variance of the estimate over all samples."""
    samples = every_sample()
    expected = np.var([horvitz_thompson(sample) for sample in samples])
    assert np.mean([variance(sample) for sample in samples]) == pytest.approx(expected, abs=1e-14)


@pytest.mark.parametrize("wrong", [0, 1, 3, 7, 12])
def test_the_law_of_a_sample_is_that_of_every_sample(wrong: int) -> None:
    """Chances of few wrong rows are shares of all samples of a log of twelve."""
    log = [place < wrong for place in range(12)]
    counts = np.array([sum(chosen) for chosen in combinations(log, 5)])
    for count in range(6):
        assert at_most(count, 5, wrong, 12) == pytest.approx(np.mean(counts <= count), abs=1e-12)


@pytest.mark.parametrize("drawn", [1, 4, 9, 12])
def test_an_exact_interval_holds_the_share_of_every_log_of_twelve(drawn: int) -> None:
    """Whatever the log, the exact interval misses its share in at most 5 % of all samples."""
    ends = [finite_interval(Rate(count, drawn), 12) for count in range(drawn + 1)]
    for wrong in range(13):
        missed = 0.0
        for count, bounds in enumerate(ends):
            assert bounds is not None
            if not bounds.low <= wrong / 12 <= bounds.high:
                missed += at_most(count, drawn, wrong, 12) - at_most(count - 1, drawn, wrong, 12)
        assert missed <= 0.05 + 1e-12


def test_a_limit_is_refuted_just_where_so_few_errors_are_rare() -> None:
    """The upper limit lies below x where, and only where, as few errors are rare at x."""
    for count in range(6):
        limit = finite_upper_limit(Rate(count, 120), 1_000)
        assert limit is not None
        for below in (0.01, 0.03, 0.05, 0.1):
            is_rare = at_most(count, 120, least_wrong(below, 1_000), 1_000) <= 0.05
            assert (limit < below) == is_rare


def test_all_rows_checked_leave_no_doubt() -> None:
    """Where every row was drawn, the interval is the share."""
    bounds = finite_interval(Rate(3, 60), 60)
    assert bounds is not None
    assert (bounds.low, bounds.high) == (0.05, 0.05)
    sample = DrawnByStratum(np.array([40.0, 20.0]), np.array([40.0, 20.0]), np.array([2.0, 1.0]))
    ends = korn_graubard(sample)
    assert (ends.low, ends.high) == pytest.approx((0.05, 0.05), abs=1e-12)


@pytest.mark.parametrize(
    ("below", "rate", "rows"), [(0.01, 0.0, 4_000), (0.02, 0.005, 900), (0.1, 0.04, 500)]
)
def test_no_smaller_sample_would_do(below: float, rate: float, rows: int) -> None:
    """The size is the first at which some number of errors is rare at x and likely at the rate."""
    found = fixed_size(Goal(below), rate, rows)
    limit, assumed = least_wrong(below, rows), round(rate * rows)

    def does(drawn: int) -> bool:
        allowed = -1
        while at_most(allowed + 1, drawn, limit, rows) <= 0.05:
            allowed += 1
        return allowed >= 0 and at_most(allowed, drawn, assumed, rows) >= 0.8

    assert found is not None
    assert found.rows == next(drawn for drawn in range(1, rows + 1) if does(drawn))


def test_a_rate_at_the_limit_is_never_shown_to_be_below() -> None:
    """No number of rows shows what is not so."""
    assert fixed_size(Goal(0.01), 0.01, 10_000) is None


def test_checkers_who_err_cost_rows() -> None:
    """A limit is shown with more rows where wrong rows are missed, and right ones called wrong."""
    sizes = [
        fixed_size(Goal(0.02), 0.002, 100_000, checkers=checkers)
        for checkers in (Checkers(), Checkers(0.8, 1.0), Checkers(0.8, 0.99))
    ]
    rows = [size.rows for size in sizes if size is not None]
    assert len(rows) == 3
    assert rows == sorted(rows)
    assert rows[0] < rows[1] < rows[2]


def test_rows_for_a_ratio_are_those_of_two_cells() -> None:
    """Without errors of checkers it is the number that tells the higher of two cells."""
    expected = trials_needed(0.01, cells=2, confidence=0.95)
    assert rows_for_ratio(0.01) == pytest.approx(expected)


@pytest.mark.parametrize("drawn", [(2_418, 2_418), (500, 500), (2_418, 300)])
def test_a_ratio_is_found_as_often_as_a_plan_says(drawn: tuple[int, int]) -> None:
    """Of drawn samples about so many have an interval of their ratio without 1, small logs too."""
    luck = np.random.default_rng(9)
    found = min(
        np.mean([differ(*wrong, *drawn) for wrong in luck.binomial(drawn, rates, (2_000, 2))])
        for rates in ((0.01, 0.02), (0.02, 0.01))
    )
    assert ratio_power(0.01, drawn) == pytest.approx(found, abs=0.06)


def differ(over: int, under: int, *drawn: int) -> bool:
    """Whether two groups are read as differing."""
    ends = ratio_interval(Rate(int(over), drawn[0]), Rate(int(under), drawn[1]))
    return ends is not None and not ends.low <= 1.0 <= ends.high


# W. Wojciak, stratallo, articles/stratallo.md at github.com/wwojciech/stratallo, commit f9b3b3ef,
# read on 2026-11-30; six decimals and four are printed.
_SIZES = np.array([3000.0, 4000.0, 5000.0, 2000.0])
_WEIGHTS = _SIZES * np.array([48.0, 179.0, 176.0, 16.0])


@pytest.mark.parametrize(
    ("total", "least", "most", "expected"),
    [
        (190, 0.0, _SIZES, [15.440181, 76.772009, 94.356659, 3.431151]),
        (190, 0.0, [100.0, 90.0, 70.0, 80.0], [24.545455, 90.0, 70.0, 5.454545]),
        (
            1284, [100.0, 90.0, 500.0, 50.0], [300.0, 400.0, 800.0, 90.0],
            [117.2812, 400.0, 716.7188, 50.0],
        ),
    ],
)  # fmt: skip
def test_allocation_is_that_of_stratallo(
    total: int, least: object, most: object, expected: list[float]
) -> None:
    """Samples of strata without bounds, with upper bounds, and in a box: as R's stratallo says."""
    lows = np.broadcast_to(np.asarray(least, dtype=float), 4)
    highs = np.broadcast_to(np.asarray(most, dtype=float), 4)
    assert allocation(total, _WEIGHTS, lows, highs) == pytest.approx(expected, abs=5.1e-5)


def test_every_row_is_drawn_where_all_are_asked_for() -> None:
    """The sum at the last bound may be rounded to less than the rows; found by chance inputs."""
    drawn, rows = np.array([1.0, 11.0]), np.array([1.0, 30.0])
    assert allocation(31, drawn, drawn, rows) == pytest.approx([1.0, 30.0])


def test_whole_sizes_are_those_of_stratallo() -> None:
    """Rounded with the sum kept, as `round_oric` does; same source."""
    sizes = allocation(190, _WEIGHTS, np.zeros(4), _SIZES)
    assert whole_sizes(sizes, np.zeros(4), _SIZES).tolist() == [16, 77, 94, 3]


def test_a_bet_with_a_fixed_guess_is_bravo() -> None:
    """The risk of two audits of 2018 by ballot polling, as rlacalc 0.2.0 works them out."""
    # N. McBurnett, rlacalc.py, doctests of ballot_polling_risk_level (Custer, Las Animas County).
    for winner, loser, votes, expected in (
        (1410, 1132, (170, 135), 0.1342382069344729),
        (2894, 1695, (45, 32), 0.47002027242290234),
    ):
        share = loser / (winner + loser)
        bet = Bet(limit=0.5, rows=10**15, level=20.0, expected=share, weight=1e18)
        wrong = np.repeat([False, True], votes)
        assert 1.0 / wealth(wrong, bet)[-1] == pytest.approx(expected, rel=1e-9)


def test_a_bet_is_won_when_too_few_rows_are_left() -> None:
    """Once the rows that are left cannot bring the rate to the limit, it is shown for certain."""
    bet = bet_against(Goal(0.5), 20, rate=0.0)
    held = wealth(np.zeros(20, dtype=bool), bet)
    assert np.isinf(held[-1])
    assert wealth(np.ones(20, dtype=bool), bet)[-1] == 0.0


@pytest.mark.parametrize(
    ("below", "rows", "rate"), [(0.05, 1_000, 0.01), (0.02, 400, 0.0), (0.1, 300, 0.05)]
)
def test_a_log_at_the_limit_stops_falsely_in_at_most_one_of_twenty(
    below: float, rows: int, rate: float
) -> None:
    """In 10,000 orders of a log at the limit, looked at after each row till its end.

    The share is allowed three standard errors of so many orders.
    """
    bet = bet_against(Goal(below), rows, rate=rate)
    wrong = least_wrong(below, rows)
    stopped = stopping_rows(bet, wrong, most=rows, logs=10_000, key=key(1, "", "false stops"))
    assert np.mean(stopped <= rows) <= 0.05 + 3.0 * (0.05 * 0.95 / 10_000) ** 0.5


def test_false_stops_stay_rare_where_checkers_err() -> None:
    """Verdicts by checkers who miss a fifth, drawn anew in each log at the limit."""
    checkers, rows = Checkers(0.8, 0.99), 600
    bet = bet_against(Goal(0.1), rows, rate=0.02, checkers=checkers)
    generator, falsely = np.random.default_rng(5), 0
    for _ in range(2_000):
        truth = generator.permutation(rows) < 60
        luck = generator.random(rows)
        called = np.where(truth, luck < 0.8, luck < 0.01)
        falsely += bool((wealth(called, bet) >= bet.level).any())
    assert falsely <= 100


def test_stopping_is_what_wealth_says() -> None:
    """The many logs at once and the one log row by row stop at one row."""
    bet = bet_against(Goal(0.1), 200, rate=0.0)
    held = wealth(np.zeros(200, dtype=bool), bet)
    expected = int(np.argmax(held >= bet.level)) + 1
    found = stopping_rows(bet, 0, most=200, logs=3, key=key(1, "", "none"))
    assert found.tolist() == [expected] * 3


@pytest.mark.parametrize("drawn", [60, 250, 395, 400])
def test_a_running_interval_holds_the_share_at_any_row(drawn: int) -> None:
    """Of 200 orders of a log at most a few leave the share outside, also near its last row."""
    generator, outside = np.random.default_rng(4), 0
    for _ in range(200):
        called = generator.permutation(400)[:drawn] < 4
        ends = running_interval(called, 400, expected=0.002)
        outside += not ends.low <= 4 / 400 <= ends.high
    assert outside <= 10


# Help page of epi.prev, R's epiR 2.0.96 and before: rates and ends as they are printed there.
def test_rogan_gladen_is_that_of_epir() -> None:
    """150 cows of which 23 test positive: 5.1 of 100; 151 children, 6 positive: 0 (0 to 1.3)."""
    assert 100 * rogan_gladen(23 / 150, Checkers(0.96, 0.89)) == pytest.approx(5.1, abs=0.05)
    children = Checkers(0.964, 0.927)
    called = clopper_pearson(Rate(6, 151))
    assert called is not None
    assert rogan_gladen(6 / 151, children) == 0.0
    assert rogan_gladen(called.low, children) == 0.0
    assert 100 * rogan_gladen(called.high, children) == pytest.approx(1.3, abs=0.05)


def test_a_second_look_gives_the_share_back() -> None:
    """With what a better look finds on each side the true share comes out, whatever checkers do."""
    share, checkers = 0.07, Checkers(0.85, 0.97)
    called = checkers.called_wrong(share)
    confirmed = 0.85 * share / called
    overturned = 0.15 * share / (1.0 - called)
    assert twice_checked(called, confirmed, overturned) == pytest.approx(share)


def test_a_second_look_at_few_rows_leaves_much_open() -> None:
    """Misses among rows called right show only in a second look; few of those bound little."""
    ends = [
        twice_checked_interval(
            CountedShare(0.01, 1_000.0), CountedShare(1.0, 10.0), CountedShare(0.0, second)
        ).high
        for second in (20.0, 200.0, 2_000.0)
    ]
    assert ends == sorted(ends, reverse=True)
    assert ends[0] > 0.1
    assert ends[2] < 0.03


def test_errors_of_checkers_that_are_less_sure_widen_the_interval() -> None:
    """The same shares from fewer trials leave more open, at both ends."""
    called = CountedShare(0.1, 800.0)
    narrow, wide = (
        measured_interval(called, CountedShare(0.9, size), CountedShare(0.98, size))
        for size in (2_000.0, 100.0)
    )
    assert wide.low < narrow.low
    assert narrow.high < wide.high


@pytest.mark.parametrize("drawn", [(360, 180, 60), (200, 200, 200)])
@pytest.mark.parametrize("share", [0.002, 0.02, 0.2])
def test_the_interval_of_strata_holds_the_share_as_often_as_it_says(
    share: float, drawn: tuple[int, ...]
) -> None:
    """Three strata that differ, in proportion and not, over 1,000 samples: .95 give or take .02."""
    rows = np.array([12_000, 6_000, 2_000])
    wrong = np.round(rows * share * np.array([0.5, 1.5, 2.5])).astype(int)
    samples = np.random.default_rng(7).hypergeometric(wrong, rows - wrong, drawn, size=(1_000, 3))
    true, held = wrong.sum() / rows.sum(), 0
    for one in samples:
        sample = DrawnByStratum(rows.astype(float), np.array(drawn, dtype=float), one.astype(float))
        ends = korn_graubard(sample, is_mid=True)
        held += ends.low <= true <= ends.high
    assert 0.93 <= held / 1_000 <= 0.995


def test_rows_that_stand_for_many_count_where_none_was_wrong() -> None:
    """The high end allows for a wrong row of the stratum of which the fewest were drawn."""
    rows = np.array([9_000.0, 1_000.0])
    none, few = (
        korn_graubard(DrawnByStratum(rows, np.array(drawn), np.zeros(2))).high
        for drawn in ([180.0, 20.0], [20.0, 180.0])
    )
    assert none < 0.02
    assert few > 0.1


@pytest.mark.parametrize(("rows", "limit", "drawn"), [(500, 0.1, 400), (5_000, 0.05, 800)])
def test_a_bet_against_fewer_is_seldom_won_at_the_limit(
    rows: int, limit: float, drawn: int
) -> None:
    """In at most 5 % of 1,000 orders, at any row; at twice the limit in most."""
    rng = np.random.default_rng(20261201)
    bet = bet_against_fewer(Goal(limit), rows)
    won = {
        times: sum(
            bool((wealth(~order[:drawn], bet) >= bet.level).any())
            for order in (
                rng.permutation(np.arange(rows) < times * limit * rows) for _ in range(1_000)
            )
        )
        for times in (1.0, 2.0)
    }
    assert 0 < won[1.0] <= 50
    assert won[2.0] > 900
