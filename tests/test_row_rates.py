"""Rates row by row: laws, the spread of rows, shrinkage, rows told apart, the command."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import brentq
from tests.command import call, document

import misid
from misid.disclosure import DisclosedCounts
from misid.document.model import Table
from misid.document.rows import rows_document
from misid.document.tables import rows as tables
from misid.errors import MeaningError
from misid.figures.rows import MOST_DRAWN, row_picture
from misid.inference.counting_law import CountRange
from misid.inference.row_counts import as_row_counts, counted_rows
from misid.inference.row_schema import RowRates
from misid.measures.discoveries import both_sides, discovered
from misid.measures.row_estimates import row_estimates, surprise
from misid.measures.row_laws import BetaBinomial, GammaPoisson, RowLaw
from misid.measures.row_spread import LEAST_SPREAD, MOST_SPREAD, RowCounts, RowSpread, row_spread
from misid.words import rows as words
from misid.words.language import ENGLISH, Language, language
from misid.words.sentence import plain

BETA, GAMMA = BetaBinomial(), GammaPoisson()
# Gelman and others, Bayesian Data Analysis, table 5.1: rats with tumours, and rats, of 71 tests.
TUMOURS = [0] * 14 + [1] * 8 + [2] * 9 + [
    1, 5, 2, 5, 3, 2, 7, 7, 3, 3, 2, 9, 10, 4, 4, 4, 4, 4, 4, 4, 10, 4, 4, 4, 5, 11, 12, 5, 5, 6,
    5, 6, 6, 6, 6, 16, 15, 15, 9, 4,
]  # fmt: skip
RATS = [
    20, 20, 20, 20, 20, 20, 20, 19, 19, 19, 19, 18, 18, 17, 20, 20, 20, 20, 19, 19, 18, 18, 25, 24,
    23, 20, 20, 20, 20, 20, 20, 10, 49, 19, 46, 27, 17, 49, 47, 20, 20, 13, 48, 50, 20, 20, 20, 20,
    20, 20, 20, 48, 19, 19, 19, 22, 46, 49, 20, 20, 23, 19, 22, 20, 20, 20, 52, 46, 47, 24, 14,
]  # fmt: skip
# Efron and Morris: Data analysis using Stein's estimator, JASA 70 (1975): hits of 45 at bats.
HITS = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]
STEIN = [
    0.290, 0.286, 0.282, 0.277, 0.273, 0.273, 0.268, 0.264, 0.259, 0.259, 0.254, 0.254, 0.254,
    0.254, 0.254, 0.249, 0.244, 0.239,
]  # fmt: skip


@pytest.fixture(scope="module")
def rats() -> RowSpread:
    """Mean and spread of the tumours."""
    return row_spread(BETA, RowCounts.exact(TUMOURS, RATS))


def shapes(found: RowSpread) -> tuple[Any, Any]:
    """Of the beta law at each node."""
    return 1 / (found.spread**2 * (1 - found.mean)), 1 / (found.spread**2 * found.mean)


def one(value: float) -> np.ndarray:
    """A number as the laws take it."""
    return np.array(value, dtype=float)


@pytest.mark.parametrize(("count", "whole"), [(0, 0), (0, 10), (3, 500), (40, 1000), (7, 7)])
@pytest.mark.parametrize(("mean", "spread"), [(0.01, 0.7), (0.4, 3.0), (0.9, 0.05)])
def test_shares_are_beta_binomial(count: int, whole: int, mean: float, spread: float) -> None:
    """Scipy's own law of the same shapes gives the same probability."""
    law = stats.betabinom(whole, 1 / (spread**2 * (1 - mean)), 1 / (spread**2 * mean))
    found = float(BETA.log_marginal(one(count), one(whole), one(mean), one(spread)))
    assert law.logpmf(count) == pytest.approx(found, abs=2e-7)


@pytest.mark.parametrize(("count", "whole"), [(0, 0), (0, 10), (3, 500), (40, 1000)])
@pytest.mark.parametrize(("mean", "spread"), [(0.01, 0.7), (0.4, 3.0), (0.9, 0.05)])
def test_events_are_negative_binomial(count: int, whole: int, mean: float, spread: float) -> None:
    """So they are for gamma rates: scipy's law with that shape."""
    shape = 1 / spread**2
    law = stats.nbinom(shape, shape / (shape + mean * whole))
    found = float(GAMMA.log_marginal(one(count), one(whole), one(mean), one(spread)))
    assert law.logpmf(count) == pytest.approx(found, abs=2e-7)


@pytest.mark.parametrize(
    ("law", "known"), [(BETA, stats.binom(10_000, 0.03)), (GAMMA, stats.poisson(300.0))]
)
def test_without_spread_all_rows_have_one_rate(law: RowLaw, known: Any) -> None:
    """At the least spread that is looked for little is left but the law of one rate."""
    found = law.log_marginal(one(280), one(10_000), one(0.03), one(LEAST_SPREAD))
    assert known.logpmf(280) == pytest.approx(float(found), abs=2e-4)


def test_published_posterior_of_tumours(rats: RowSpread) -> None:
    """
    With the law before any count of the book its expectations come out: 2.4 and 14.3.

    A. Gelman and others, Bayesian Data Analysis, 3rd ed., section 5.3: density (a + b) to -5/2.
    """
    first, second = shapes(rats)
    whole = first + second
    ours = np.exp(BETA.log_prior(BETA.place(rats.mean))) * rats.spread / (1 + rats.spread**2)
    weight = rats.weight * whole**-0.5 * rats.mean * (1 - rats.mean) / ours
    weight /= weight.sum()
    assert (round(float(weight @ first), 1), round(float(weight @ second), 1)) == (2.4, 14.3)


def test_hits_are_drawn_together_as_stein_draws_them() -> None:
    """Rates of 18 players lie near the published estimates of James and Stein, and far from raw."""
    counts = RowCounts.exact(HITS, [45] * 18)
    found = row_estimates(row_spread(BETA, counts), counts)
    assert found.median == pytest.approx(np.array(STEIN), abs=0.012)
    assert np.abs(np.array(HITS) / 45 - found.median).max() > 0.1
    assert 0.5 < found.pull[0] < 0.95


@pytest.mark.parametrize("law", [BETA, GAMMA])
def test_mean_and_spread_by_a_fine_grid_over_everything(law: RowLaw) -> None:
    """A plain sum over the whole of what is possible gives the same expectations."""
    count, whole = [2, 0, 9, 30], [10, 3, 40, 90]
    place = np.linspace(-9.0, law.ends[1] and 5.0, 241)
    wide = np.linspace(np.log(LEAST_SPREAD), np.log(MOST_SPREAD), 321)
    places, spreads = (side.ravel() for side in np.meshgrid(place, wide, indexing="ij"))
    mean, spread = law.rate(places), np.exp(spreads)
    logs = law.log_prior(places) + spreads - np.log1p(spread**2)
    for k, n in zip(count, whole, strict=True):
        logs = logs + law.log_marginal(one(k), one(n), mean, spread)
    weight = np.exp(logs - logs.max())
    edge = (spreads == wide[0]) | (spreads == wide[-1])
    weight *= np.where(edge, 0.5, 1.0) * np.where(places == place[-1], 0.5, 1.0)
    weight /= weight.sum()
    found = row_spread(law, RowCounts.exact(count, whole))
    assert float(weight @ mean) == pytest.approx(float(found.weight @ found.mean), rel=2e-3)
    assert float(weight @ spread) == pytest.approx(float(found.weight @ found.spread), rel=5e-3)


@pytest.mark.parametrize("row", [0, 65, 70])
def test_ranges_of_a_row_are_those_of_its_mixture(rats: RowSpread, row: int) -> None:
    """5 %, half and 95 % by root finding in the whole mixture of beta laws."""
    first, second = shapes(rats)
    law = stats.beta(first + TUMOURS[row], second + RATS[row] - TUMOURS[row])
    wanted = [
        brentq(lambda x, share=share: float(rats.weight @ law.cdf(x)) - share, 1e-9, 1 - 1e-9)
        for share in (0.05, 0.5, 0.95)
    ]
    found = row_estimates(rats, RowCounts.exact(TUMOURS, RATS))
    assert wanted == pytest.approx([found.low[row], found.median[row], found.high[row]], rel=3e-4)


def test_surprise_is_by_all_others_alone(rats: RowSpread) -> None:
    """A row's tails are sums of beta-binomial probabilities, weighed by all other rows."""
    low, high = surprise(rats, RowCounts.exact(TUMOURS, RATS))
    first, second = shapes(rats)
    for row in (0, 45, 70):
        law = stats.betabinom(RATS[row], first, second)
        without = rats.without[row]
        assert float(without @ law.cdf(TUMOURS[row])) == pytest.approx(low[row], rel=5e-4)
        assert float(without @ law.sf(TUMOURS[row] - 1)) == pytest.approx(high[row], rel=5e-4)


@pytest.mark.parametrize(
    "more",
    [
        {"references_wrong": {"from": 1, "to": 4}, "references_right": {"from": 2, "to": 5}},
        {"references_wrong": {"from": 1, "to": 4}, "references": {"about": 30, "to_nearest": 10}},
    ],
    ids=["a whole that moves with its count", "a whole of its own"],
)
def test_a_range_is_asked_by_the_pair_that_surprises_least(more: dict[str, Any]) -> None:
    """Of all pairs of count and whole that a row may be, and no others, the largest tails."""
    others = [{"label": str(at), "references": 40, "references_wrong": at} for at in (2, 4, 5)]
    rows, _ = counted_rows(table(*others, {"label": "a", **more}).periods, "wrong_of_references")
    counts = as_row_counts(rows)
    found = row_spread(BETA, counts, nodes=25)
    low, high = surprise(found, counts)
    first, second = shapes(found)
    laws = [
        (k, stats.betabinom(int(n), first, second))
        for k, n in zip(counts.count[3:], counts.exposure[3:], strict=True)
    ]
    assert max(found.without[3] @ law.cdf(k) for k, law in laws) == pytest.approx(low[3], rel=2e-3)
    high_of = [found.without[3] @ law.sf(k - 1) for k, law in laws]
    assert max(high_of) == pytest.approx(high[3], rel=2e-3)


def test_without_a_row_is_as_if_it_had_never_been_there() -> None:
    """Weights by all rows but one are those of a table without it."""
    count, whole = [2, 3, 9, 30], [10, 30, 40, 60]
    every = row_spread(BETA, RowCounts.exact(count, whole))
    fewer = row_spread(BETA, RowCounts.exact(count[:3], whole[:3]))
    expected = float(fewer.weight @ fewer.mean)
    assert expected == pytest.approx(float(every.without[3] @ every.mean), rel=2e-3)


def test_a_range_that_says_nothing_changes_nothing() -> None:
    """A row whose count may be anything leaves mean and spread as they are without it."""
    known = RowCounts.exact([2, 3, 9], [10, 30, 40])
    count = np.array([2.0, 3.0, 9.0, *range(9)])
    whole = np.array([10.0, 30.0, 40.0, *[8.0] * 9])
    more = RowCounts(count, whole, np.zeros(12), np.array([0, 1, 2, 3]))
    mean, spread = np.array([0.1, 0.3]), np.array([0.5, 2.0])
    assert more.log_rows(BETA, mean, spread)[3] == pytest.approx([0.0, 0.0], abs=1e-6)
    assert known.log_rows(BETA, mean, spread) == pytest.approx(
        more.log_rows(BETA, mean, spread)[:3]
    )


def test_rows_of_the_same_counts_and_other_weights_are_other_rows(rats: RowSpread) -> None:
    """A row that was 2 of 20 nearly surely is not one that was 9 of 20."""
    count, whole = np.array([2.0, 9.0, 2.0, 9.0]), np.full(4, 20.0)
    weights = np.array([0.0, -9.0, -9.0, 0.0])
    found = row_estimates(rats, RowCounts(count, whole, weights, np.array([0, 2])))
    alone = row_estimates(rats, RowCounts(count[2:], whole[2:], weights[2:], np.array([0])))
    assert found.median[0] < found.median[1]
    assert found.median[1] == alone.median[0]


def test_rows_that_are_alike_are_seldom_told_apart() -> None:
    """Of 20 tables of rows with one rate 1 has an alarm at most on average; 5 or more are rare."""
    rng = np.random.default_rng(5)
    alarms = 0
    for _ in range(20):
        whole = np.floor(np.exp(rng.uniform(3, 7, 15)))
        counts = RowCounts.exact(rng.binomial(whole.astype(int), 0.05), whole)
        found = row_spread(BETA, counts, nodes=25)
        alarms += bool(discovered(both_sides(*surprise(found, counts))).any())
    assert alarms <= 4


def test_a_far_row_is_told_apart() -> None:
    """And only that one."""
    whole = [200] * 20
    count = [10, 9, 12, 8, 11, 10, 9, 14, 7, 10, 8, 12, 11, 9, 10, 13, 6, 10, 11, 90]
    counts = RowCounts.exact(count, whole)
    found = row_spread(BETA, counts)
    apart = discovered(both_sides(*surprise(found, counts)))
    assert apart.tolist() == [False] * 19 + [True]


def test_beside_a_far_row_large_rows_are_not_told_apart() -> None:
    """Where all rows together leave a place no weight, all but one of them may leave it some."""
    count = [93, 74, 15, 42, 6, 9, 3, 78, 8, 8]
    whole = [200, 1352, 237, 874, 71, 113, 99, 1761, 144, 199]
    counts = RowCounts.exact(count, whole)
    both = both_sides(*surprise(row_spread(BETA, counts), counts))
    assert discovered(both).tolist() == [True] + [False] * 9
    assert both[1:].min() > 0.3


def table(*rows: dict[str, Any]) -> DisclosedCounts:
    """Disclosed counts of rows; what is no count is of the row itself."""
    own = ("label", "group", "from", "to", "regime")
    periods = [
        {
            **{name: row[name] for name in own if name in row},
            "counts": {name: cell for name, cell in row.items() if name not in own},
        }
        for row in rows
    ]
    return DisclosedCounts.model_validate(
        {"schema": "misid-counts/1", "title": "Agencies", "periods": periods}
    )


def agencies(many: int = 12, **more: Any) -> list[dict[str, Any]]:
    """Rows with a rate each; the last of them is far out."""
    rng = np.random.default_rng(3)
    rows = []
    for place in range(many):
        searches = int(rng.integers(500, 5000))
        references = int(rng.binomial(searches, rng.beta(4, 300)))
        wrong = int(rng.binomial(references, 0.95 if place == many - 1 else 0.08))
        cell = {"from": 1, "to": 4} if 0 < wrong < 5 else wrong
        rows.append(
            {"label": f"Agency {place}", "searches": searches, "references": references,
             "references_wrong": cell, **more}
        )  # fmt: skip
    return rows


def test_a_total_is_not_a_row() -> None:
    """It says nothing that its parts do not."""
    rows = [{"label": name, "searches": n, "references": 2} for name, n in (("a", 5), ("b", 9))]
    total = {"label": "All", "searches": 14, "references": 4}
    kept, left = counted_rows(table(*rows, total).periods, "references_of_searches")
    assert [row.label for row in kept] == ["a", "b"]
    assert [(row.label, row.because) for row in left] == [("All", "total_of_others")]


def test_rows_of_one_name_are_one() -> None:
    """Their counts are added up, but for days that another of its rows has."""
    first = {"label": "a", "from": "2026-01-01", "to": "2026-01-31"}
    second = {"label": "a", "from": "2026-02-01", "to": "2026-02-28"}
    counted = {"searches": 100, "references": {"from": 1, "to": 4}}
    kept, left = counted_rows(
        table(first | counted, second | counted, first | counted).periods, "references_of_searches"
    )
    assert [(CountRange(2, 8), CountRange(200, 200))] == [(row.count, row.whole) for row in kept]
    assert [row.because for row in left] == ["overlaps"]


@pytest.mark.parametrize(
    ("counts", "whole", "all_checked"),
    [
        ({"references": 50, "references_wrong": 4}, (50, 50), True),
        ({"references": 50, "references_wrong": 4, "references_right": 20}, (24, 24), False),
        ({"references": 50, "references_wrong": 4, "unresolved": 10}, (40, 40), False),
        (
            {"references": 50, "references_wrong": 4, "right_unconfirmed": {"from": 1, "to": 4}},
            (46, 49),
            False,
        ),
    ],
)
def test_what_was_checked_is_the_whole(
    counts: dict[str, Any], whole: tuple[int, int], all_checked: bool
) -> None:
    """Wrong ones are a share of what was checked; of all references where nothing else is said."""
    kept, _ = counted_rows(table({"label": "a"} | counts).periods, "wrong_of_references")
    assert [(CountRange(*whole), all_checked)] == [(row.whole, row.all_checked) for row in kept]


@pytest.mark.parametrize(
    ("right", "pairs", "ends"),
    [
        (0, [(1, 1), (2, 2), (3, 3), (4, 4)], ((1, 1), (4, 4))),
        (2, [(1, 3), (2, 4), (3, 5), (4, 6)], ((1, 3), (4, 6))),
        ({"from": 0, "to": 1}, [(k, k + r) for r in (0, 1) for k in range(1, 5)], ((1, 2), (4, 4))),
    ],
)
def test_a_whole_of_wrong_and_right_ones_moves_with_the_count(
    right: Any, pairs: list[tuple[int, int]], ends: tuple[tuple[int, int], ...]
) -> None:
    """Each count that a range allows has its own whole, and none that goes with another count."""
    wrong = {"references": 300, "references_wrong": {"from": 1, "to": 4}, "references_right": right}
    kept, _ = counted_rows(table({"label": "a"} | wrong).periods, "wrong_of_references")
    counts = as_row_counts(kept)
    assert pairs == list(zip(counts.count, counts.exposure, strict=True))
    assert ends == (kept[0].fewest, kept[0].most)


@pytest.mark.parametrize(
    ("counts", "because"),
    [
        ({"searches": 5}, "not_counted"),
        ({"searches": {"from": 5}, "references": 2}, "no_end"),
        ({"searches": 5, "references": 7}, "more_than_whole"),
    ],
)
def test_a_row_without_a_rate_has_a_reason(counts: dict[str, Any], because: str) -> None:
    """Nothing is dropped silently."""
    _, left = counted_rows(table({"label": "a"} | counts).periods, "references_of_searches")
    assert [because] == [row.because for row in left]


def test_a_wide_range_is_stood_for_by_some_counts() -> None:
    """Their weights make up for those that are left out."""
    kept, _ = counted_rows(
        table({"label": "a", "searches": {"about": 5000, "to_nearest": 1000},
               "references": {"from": 100, "to": 298}}).periods,
        "references_of_searches",
    )  # fmt: skip
    counts = as_row_counts(kept)
    assert counts.count.size == 33 * 9
    assert pytest.approx(float(np.exp(counts.log_weight).sum())) == 199


@pytest.fixture(scope="module")
def found() -> RowRates:
    """Rates of twelve agencies, one of which searched nobody."""
    nobody = {"label": "Nobody", "searches": 0, "references": 0, "references_wrong": 0}
    return misid.row_rates(table(*agencies(), nobody))


def test_a_row_of_nothing_is_like_any_other(found: RowRates) -> None:
    """Its range is that of another row like these, and nothing is asked of it."""
    rate = found.rates[0]
    last = rate.rows[-1]
    assert (last.lies, last.surprise, last.raw_low) == ("not_asked", None, None)
    assert (round(last.pull, 9), rate.empty) == (1.0, 1)
    assert rate.typical.median == pytest.approx(last.rate.median, rel=1e-3)


def test_rows_are_drawn_towards_the_others(found: RowRates) -> None:
    """Each estimate lies between its raw rate and the mean of all, or as good as there."""
    for rate in found.rates:
        mean = rate.mean.median or 0.0
        for row in rate.rows[:-1]:
            raw = (row.raw_low, row.raw_high)
            if raw[0] is not None and raw[0] == raw[1] and row.rate.median is not None:
                assert min(raw[0], mean) * 0.9 <= row.rate.median <= max(raw[0], mean) * 1.1


def test_the_far_agency_is_named(found: RowRates) -> None:
    """By its label, in the sentence; its share of searches with a reference is like the others."""
    wrong = found.rates[0]
    assert [row.label for row in wrong.rows if row.lies == "above"] == ["Agency 11"]
    assert plain(words.apart(wrong, ENGLISH)) == "1 row is told apart from the others: Agency 11."
    assert "Agency 11" in plain(words.finding(found, ENGLISH))
    assert [one.above for one in found.rates] == [1, 0, 1]


@pytest.mark.parametrize("spoken", [ENGLISH, language("es")], ids=["en", "es"])
def test_the_first_sentence_and_tables_say_that_all_are_taken_as_checked(
    found: RowRates, spoken: Language
) -> None:
    """So do they where that is taken of some rows; where right ones were counted, they need not."""
    right = [one | {"references_right": 20} for one in agencies()]
    some = misid.row_rates(table(*right[1:], agencies()[0]), ["wrong_of_references"])
    for made in (found, some):
        name = spoken.word(words.rate_message(made.rates[0]))
        assert name != spoken.word(words.RATES["wrong_of_references"])
        assert plain(words.finding(made, spoken)).startswith(name)
        assert tables.spread(made, spoken).rows[0][0] == name
        assert tables.rows(made, 0, spoken).title == name
    sure = misid.row_rates(table(*right), ["wrong_of_references"])
    assert tables.rows(sure, 0, ENGLISH).title == words.RATES["wrong_of_references"]


def test_twice_the_rows_of_a_table_say_more(found: RowRates) -> None:
    """The spread is known better by more rows."""
    more = misid.row_rates(table(*agencies(48)), ["references-of-searches"])
    widths = [
        math.log(one.variation.high / one.variation.low)
        for one in (found.rates[1], more.rates[0])
        if one.variation.high and one.variation.low
    ]
    assert widths[1] < widths[0]


@pytest.mark.parametrize(
    ("rows", "rates", "said"),
    [
        (2, [], "fewer rows with any rate"),
        (2, ["wrong_of_searches"], "2 rows with wrong of searches"),
        (5, ["misses"], "no rate 'misses'"),
    ],
)
def test_what_cannot_be_told_is_refused(rows: int, rates: list[str], said: str) -> None:
    """Too few rows, and rates that there are not."""
    with pytest.raises(MeaningError, match=said):
        misid.row_rates(table(*agencies(rows)), rates)


def test_a_picture_of_many_rows_draws_some_and_all_that_lie_out() -> None:
    """Its data are what it draws."""
    made = misid.row_rates(table(*agencies(MOST_DRAWN + 100)), ["wrong_of_references"])
    picture = row_picture(made, 0)
    apart = {row.label for row in made.rates[0].rows if row.lies == "above"}
    assert apart
    assert apart <= {row[0] for row in picture.rows}
    assert MOST_DRAWN <= len(picture.rows) <= MOST_DRAWN + len(apart)


def test_a_document_shows_what_tells_most(found: RowRates) -> None:
    """Rows told apart, and both ends; every row where it is asked for."""
    made = misid.row_rates(table(*agencies(60)), ["wrong_of_references"])
    short, whole = (tables.rows(made, 0, ENGLISH, every=every) for every in (False, True))
    assert (len(short.rows), len(whole.rows)) == (tables.SHOWN, 60)
    assert "Agency 59" in {row[0] for row in short.rows}
    named = [block.name for part in rows_document(found).sections for block in part.blocks
             if isinstance(block, Table)]  # fmt: skip
    assert ["spread", *(one.name for one in found.rates)] == named


def test_the_command_prints_and_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Facts as JSON, words on the screen, a folder with a table and a picture for each rate."""
    file = tmp_path / "counts.json"
    file.write_text(json.dumps(table(*agencies()).as_data()), encoding="utf-8")
    facts = RowRates.model_validate(document("counts", "rates", file, "--rate=wrong-of-references"))
    assert misid.row_rates(file, ["wrong_of_references"]) == facts
    out = tmp_path / "out"
    code, told, _ = call(capsys, "counts", "rates", file, "--out", out, "--language", "es")
    assert (code, "Agency 11" in told) == (0, True)
    assert {"report.html", "row-rates.json", "wrong_of_references.csv", "spread.csv"} <= {
        one.name for one in out.iterdir()
    }
    assert (out / "figures" / "rows_wrong_of_references.svg").exists()
    code, _, told = call(capsys, "infer", file, "--out", out)
    assert (code, "rates row by row" in told) == (2, True)


@pytest.mark.parametrize(
    ("count", "whole", "variation"),
    [
        ([1000] * 3, 1e5, (0.003, 0.031, 0.263)),
        ([100_000] * 3, 1e7, (0.001, 0.0043, 0.045)),
        ([50_000, 50_100, 49_950, 50_020], 1e6, (0.00113, 0.0034, 0.0155)),
        ([300, 310, 290], 1e4, (0.006, 0.062, 0.41)),
    ],
)
def test_few_rows_of_large_counts_are_known_as_closely_as_they_are(
    count: list[int], whole: float, variation: tuple[float, float, float]
) -> None:
    """Where the mean's law is narrow at a small spread and wide at a large one; by nested grids."""
    law = BetaBinomial()
    found = row_spread(law, RowCounts.exact(count, [whole] * len(count)))
    held = found.quantiles(law.variation(found.mean, found.spread))
    assert held == pytest.approx(variation, rel=0.15, abs=0.0005)


def test_rows_differ_only_where_that_is_ten_times_likelier() -> None:
    """Equal rows, and rows of nothing, are never said to; rows many errors apart are."""
    law = BetaBinomial()

    def evidence(count: list[int], whole: int) -> float:
        return row_spread(law, RowCounts.exact(count, [whole] * len(count))).log_evidence

    assert evidence([0] * 10, 200) < math.log(10)
    assert evidence([1, 2, 0, 3, 1], 40) < math.log(10)
    assert evidence([100_000, 105_000, 110_000], 10_000_000) > math.log(10)


def test_a_row_is_told_apart_by_what_others_say_however_large_they_are() -> None:
    """Probabilities of four rows of ten million by nested integration."""
    for count, last in (([5_001_529, 5_000_970, 5_000_026, 5_051_389], 0.0503),
                        ([999_445, 1_000_402, 998_081, 1_100_157], 0.0118)):  # fmt: skip
        counts = RowCounts.exact(count, [1e7] * 4)
        found = both_sides(*surprise(row_spread(BetaBinomial(), counts), counts))
        assert found[3] == pytest.approx(last, rel=0.05)
