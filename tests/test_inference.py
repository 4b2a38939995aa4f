"""What disclosed counts say: the law of counts, the sampler against exact answers, the command."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import emcee  # type: ignore[import-untyped]
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import log_expit, ndtr
from scipy.stats import beta, dirichlet_multinomial, multinomial, norm
from tests.command import call

from misid.arrays import Floats
from misid.disclosure import DisclosedCounts, load_counts
from misid.errors import FormatError, MeaningError
from misid.inference.checking import CHECKING, checking_names, checking_values, log_said
from misid.inference.checks import checks, is_expected, times_each, worst
from misid.inference.counting_law import (
    CountRange,
    concentration,
    log_of_cells,
    log_of_year,
    log_probability,
)
from misid.inference.first import FIRST, FirstAnswer, first_answer
from misid.inference.given_counts import GivenCounts, given_counts
from misid.inference.infer import Inferred, ends_of
from misid.inference.likelihood import Likely, likelihood
from misid.inference.observed import CATEGORIES, observed
from misid.inference.predictive import replicas
from misid.inference.sampler import _batch, _drawn_anew, _Law, sample
from misid.inference.schema import Inference
from misid.inference.scores import prior_scores, varying
from misid.measures.rising import log_rising
from misid.quantities import Draws
from misid.quantities.draws import independent
from misid.results.outputs import evaluate
from misid.scenario import load_scenario
from misid.scenario.correlations import families, matrix
from misid.scenario.serialise import to_yaml
from misid.study.infer import infer, infer_telling
from misid.words.inference import finding, first, still
from misid.words.language import ENGLISH
from misid.words.sentence import plain
from misid.writers.inference_files import write_inference

WATCHLIST = "live-watchlist"
ONE = np.ones(1)


def disclosed(*periods: Mapping[str, object], **more: str) -> DisclosedCounts:
    """Disclosed counts of periods, each given by its counts or whole."""
    rows = [
        {"label": f"row {place}", **(one if "counts" in one else {"counts": one})}
        for place, one in enumerate(periods)
    ]
    held = {"schema": "misid-counts/1", "title": "alerts", "periods": rows} | more
    return DisclosedCounts.model_validate(held)


ALERTS = {"searches": 3147436, "references": 2077, "references_wrong": 10}
LONDON = disclosed(
    {
        "label": "a year",
        "from": "2024-09-01",
        "to": "2025-09-30",
        "counts": ALERTS | {"detained": 962},
    },
    source="met-lfr-2025",
)
"""The counts of the Metropolitan Police for September 2024 to September 2025 (met-lfr-2025)."""


@pytest.fixture(scope="module")
def london() -> Inferred:
    """What the counts of London say, in few worlds."""
    return infer(LONDON, WATCHLIST, draws=200)


@pytest.fixture(scope="module")
def written(london: Inferred) -> GivenCounts:
    """The scenario that is made from them."""
    return given_counts(london)


def test_the_plain_share_is_said_and_what_luck_would_move(london: Inferred) -> None:
    """Ten of 2,077 stand beside the middle of the worlds; many inputs are many looks."""
    said = plain(finding(london.facts, ENGLISH))
    assert "As disclosed, 10 of 2,077 were called wrong, which is 0.48 %." in said
    looks = 2 * len(london.facts.inputs)
    assert london.facts.moved_by_luck == pytest.approx(looks * 2 * norm.sf(3.5))
    assert london.facts.moved_by_luck < 0.1
    assert "By the luck of the worlds alone" in plain(still(london.facts, ENGLISH))


def test_a_plain_share_of_counts_that_are_not_exact_is_not_said(london: Inferred) -> None:
    """Between 1 and 9 of them give no single share."""
    vague = tuple(
        one.model_copy(update={"most": one.most + 5}) if one.count == "references_wrong" else one
        for one in london.facts.checks
    )
    facts = london.facts.model_copy(update={"checks": vague})
    assert "As disclosed" not in plain(finding(facts, ENGLISH))


def test_a_table_is_not_taken_for_counts(tmp_path: Path) -> None:
    """What to do first is said."""
    table = tmp_path / "mine.csv"
    table.write_text("Month,Faces\nJan 2025,5\n", "utf-8")
    with pytest.raises(FormatError, match="is a table, and not a file of disclosed counts") as one:
        load_counts(table)
    assert one.value.use == "first misid counts mine.csv --write counts.yaml, then counts.yaml"


def test_without_clumps_counts_are_multinomial() -> None:
    """Independent events are as scipy has them."""
    found = log_probability([3, 0, 5], np.log([[0.2, 0.3, 0.5]]), ONE)
    assert found[0] == pytest.approx(multinomial.logpmf([3, 0, 5], 8, [0.2, 0.3, 0.5]), abs=1e-6)


def test_clumps_make_counts_dirichlet_multinomial() -> None:
    """With a dispersion, parameters follow from it, and the variance is that of the dispersion."""
    strength = float(concentration(3.0 * ONE, 50)[0])
    law = dirichlet_multinomial(strength * np.array([0.2, 0.8]), np.array(50))
    found = log_probability([7, 43], np.log([[0.2, 0.8]]), 3.0 * ONE)
    assert found[0] == pytest.approx(law.logpmf([7, 43]), rel=1e-9)
    assert law.var()[0] == pytest.approx(3.0 * 50 * 0.2 * 0.8)


@given(start=st.floats(1e-3, 1e13), steps=st.integers(0, 1000))
def test_rising_factorials_keep_their_digits(start: float, steps: int) -> None:
    """The logarithm is the sum of the logarithms of the factors."""
    exact = math.fsum(math.log(start + step) for step in range(steps))
    found = float(log_rising(np.array([start]), steps)[0])
    assert found == pytest.approx(exact, rel=1e-9, abs=1e-9)


@given(
    cuts=st.tuples(st.integers(0, 20), st.integers(0, 20)),
    shares=st.lists(st.floats(0.01, 1.0), min_size=3, max_size=3),
    dispersion=st.floats(1.0, 10.0),
)
@settings(max_examples=25)
def test_a_range_is_the_sum_of_its_counts(
    cuts: tuple[int, int], shares: list[float], dispersion: float
) -> None:
    """A suppressed cell has the probability of all counts that it may be, together."""
    low, high = sorted(cuts)
    logs, spread = np.log([np.array(shares) / sum(shares)]), np.array([dispersion])

    def of(first: CountRange) -> float:
        return float(np.exp(log_of_cells(20, [first, None, CountRange(2, 2)], logs, spread))[0])

    each = sum(of(CountRange(one, one)) for one in range(low, high + 1))
    assert of(CountRange(low, high)) == pytest.approx(each, rel=1e-9, abs=1e-300)


def test_all_that_is_possible_has_probability_one() -> None:
    """Over every count of one cell, the others being whatever they are, nothing is lost."""
    logs = np.log([[0.001, 0.299, 0.7]])
    assert log_of_cells(40, [CountRange(0, 40), None, None], logs, 4.0 * ONE)[0] == pytest.approx(
        0.0
    )


def test_a_wide_range_is_close_to_the_sum() -> None:
    """Ranges of very many counts are taken by a beta law, within two hundredths."""
    logs, spread = np.log([[0.3, 0.7]]), 5.0 * ONE
    each = [log_probability([n, 2000 - n], logs, spread)[0] for n in range(500, 1001)]
    exact = np.logaddexp.reduce(each)
    assert log_of_cells(2000, [CountRange(500, 1000), None], logs, spread)[0] == pytest.approx(
        exact, abs=0.02
    )


def test_a_tiny_share_is_a_number() -> None:
    """Far in the tail a logarithm is large and negative, neither infinite nor missing."""
    logs = np.array([[-690.0, 0.0]])
    found = log_of_cells(1000, [CountRange(10, 10), None], logs, ONE)[0]
    assert found == pytest.approx(-6900.0 + math.log(math.comb(1000, 10)), rel=1e-3)


def test_cells_that_cannot_add_up_are_impossible() -> None:
    """Cells of which all are known must give the total."""
    logs = np.log([[0.5, 0.5]])
    assert log_of_cells(10, [CountRange(3, 3), CountRange(4, 4)], logs, ONE)[0] == -np.inf


def test_a_year_that_has_no_upper_end_is_what_lies_above() -> None:
    """`More than` is a probability; with an end beyond everything it is the same."""
    mean, variance = np.array([100.0]), np.array([0.04])
    above = log_of_year(CountRange(120, 120), False, mean, variance)[0]
    between = log_of_year(CountRange(120, 100_000), True, mean, variance)[0]
    assert above == pytest.approx(between, abs=0.02)
    assert math.exp(above) == pytest.approx(0.16, abs=0.03)


@pytest.mark.parametrize("active", [CATEGORIES[:2], CATEGORIES[:4], CATEGORIES])
def test_something_is_said_of_every_reference(active: tuple[str, ...]) -> None:
    """What can be said of a wrong reference, and of a right one, adds up to one."""
    names = checking_names(active)  # type: ignore[arg-type]
    scores = {name: independent(1, name, 50) * 4.0 - 2.0 for name in names}
    values = checking_values(CHECKING, names, scores.__getitem__)
    said = np.exp(log_said(values, active))  # type: ignore[arg-type]
    assert said.sum(axis=2) == pytest.approx(np.ones((50, 2)))


class Shares:
    """A share with a uniform prior, counted; other inputs say nothing: an exact answer is known."""

    def __init__(self, hits: int, trials: int) -> None:
        self.hits, self.trials = hits, trials

    def __call__(self, scores: np.ndarray) -> Likely:
        """The binomial law."""
        share = ndtr(scores[:, 0])
        logs = np.stack([np.log(share), np.log1p(-share)], axis=1)
        cells = [CountRange(self.hits, self.hits), None]
        found = log_of_cells(self.trials, cells, logs, np.ones(len(scores)))
        aim = np.array([math.log(max(self.hits, 0.5) / self.trials)])
        error = math.sqrt((1.0 - self.hits / self.trials) / (self.hits + 0.5))
        least = aim if self.hits >= 3 else np.array([-np.inf])
        return Likely(found, logs[:, :1], least, aim, np.full((len(scores), 1), error))


@pytest.mark.parametrize(("hits", "trials"), [(0, 50), (7, 20), (300, 100_000)])
@pytest.mark.parametrize("inputs", [1, 60])
def test_worlds_are_those_of_the_exact_posterior(hits: int, trials: int, inputs: int) -> None:
    """A uniform share after a count is a beta share, and all counts were alike likely before."""
    prior = prior_scores(tuple(map(str, range(inputs))), Draws(3, 2000))
    found = sample(Shares(hits, trials), prior, 3)
    ranks = beta(hits + 1, trials - hits + 1).cdf(ndtr(found.scores[:, 0]))
    assert found.is_reliable
    assert found.log_evidence == pytest.approx(-math.log(trials + 1), abs=0.25)
    error = 4.0 / math.sqrt(found.effective)
    for share in (0.05, 0.25, 0.5, 0.75, 0.95):
        exact = share + error * math.sqrt(share * (1 - share)) * np.array([-1.0, 1.0])
        assert exact[0] <= np.mean(ranks <= share) <= exact[1]
    rest = found.scores[:, 1:]
    if inputs > 1:
        assert np.abs(rest.mean(axis=0)).max() < 4.5 / math.sqrt(found.effective)
        assert rest.var() == pytest.approx(1.0, abs=0.05)


class Bent:
    """Two facts, curved, of six inputs: a share of searches, and one of those that it gives."""

    searches, references, wrong = 20_000, 60, 9

    def facts(self, scores: Floats) -> Floats:
        """Logarithms of both shares."""
        z = scores.T
        given = -5.5 + 0.6 * z[0] + 0.25 * np.tanh(2.0 * z[1]) + 0.1 * z[2] ** 2
        odds = -2.0 + 1.2 * z[3] + 0.5 * z[0] * z[4] + 0.6 * np.sin(z[5])
        return np.stack([np.minimum(given, -0.01), log_expit(odds)], axis=1)

    def __call__(self, scores: Floats) -> Likely:
        """Both binomial."""
        facts = self.facts(scores)
        found, one = np.zeros(len(scores)), np.ones(len(scores))
        counted = np.array([self.references, self.wrong])
        whole = np.array([self.searches, self.references])
        for place in (0, 1):
            logs = np.stack([facts[:, place], np.log(-np.expm1(facts[:, place]))], axis=1)
            cells = [CountRange(int(counted[place]), int(counted[place])), None]
            found = found + log_of_cells(int(whole[place]), cells, logs, one)
        aim = np.log(counted / whole)
        return Likely(found, facts, aim, aim, np.tile(counted**-0.5, (len(scores), 1)))


def test_worlds_are_those_that_another_sampler_walks_to() -> None:
    """Means and spreads of six inputs and two facts, beside emcee's ensemble of walkers."""
    model = Bent()
    walkers = emcee.EnsembleSampler(
        100, 6, lambda z: model(z).log_likelihood - (z**2).sum(axis=1) / 2.0, vectorize=True
    )
    walkers.random_state = np.random.RandomState(2).get_state()
    walkers.run_mcmc(np.random.default_rng(2).standard_normal((100, 6)) / 2.0, 700)
    walked = walkers.get_chain(discard=200, thin=10, flat=True)
    found = sample(model, prior_scores(tuple("abcdef"), Draws(5, 3000)), 5)
    ours, theirs = (
        np.concatenate([one, model.facts(one)], axis=1) for one in (found.scores, walked)
    )
    spread = theirs.std(axis=0)
    assert found.is_reliable
    assert np.abs((ours.mean(axis=0) - theirs.mean(axis=0)) / spread).max() < 0.2
    assert ours.std(axis=0) / spread == pytest.approx(np.ones(8), abs=0.15)


class Line:
    """One number is the sum of two inputs, measured with an error: all is normal and exact."""

    told, error, slopes = 2.0, 1.0, np.array([1.0, 1.0])

    def __call__(self, scores: np.ndarray) -> Likely:
        """The normal law."""
        fact = (scores @ self.slopes)[:, None]
        found = -(((fact[:, 0] - self.told) / self.error) ** 2) / 2.0
        aim = np.array([self.told])
        return Likely(found, fact, aim, aim, np.full(fact.shape, self.error))


def test_worlds_are_drawn_anew_as_often_as_they_weigh() -> None:
    """At even steps from a start within the first: by hand, for a start in the middle of a step."""
    with np.errstate(divide="ignore"):
        unequal = np.log(np.array([0.5, 0.25, 0.25, 0.0]))
    assert _drawn_anew(np.zeros(4), 0.5, 4).tolist() == [0, 1, 2, 3]
    assert _drawn_anew(unequal, 0.5, 4).tolist() == [0, 0, 1, 2]


def test_weights_are_right_where_inputs_are_drawn_nearer() -> None:
    """Unequal spreads of the law across and along leave the exact mean where it is."""
    model, fresh = Line(), prior_scores(("a", "b"), Draws(1, 40_000))
    directions = np.array([[1.0], [0.7]]) / np.hypot(1.0, 0.7)
    law = _Law(np.array([1.5, 0.0]), np.array([0.4, 1.0]))
    batch = _batch(model, law, directions, (fresh, 1, 1))
    weights = np.exp(batch.log_weights - batch.log_weights.max())
    exact = model.slopes * model.told / (model.slopes @ model.slopes + model.error**2)
    found = weights @ batch.scores / weights.sum()
    assert found == pytest.approx(exact, abs=0.025)


def test_ninety_per_cent_ranges_hold_nine_of_ten() -> None:
    """Shares drawn from the prior, counted, inferred: their ranks are spread evenly."""
    random = np.random.default_rng(5)
    held = []
    for fit in range(40):
        true = random.random()
        model = Shares(int(random.binomial(400, true)), 400)
        prior = prior_scores(("a", "b", "c"), Draws(fit, 300))
        held.append(float(np.mean(ndtr(sample(model, prior, fit).scores[:, 0]) < true)))
    inside = sum(0.05 < rank < 0.95 for rank in held)
    assert 31 <= inside <= 40
    assert np.mean(held) == pytest.approx(0.5, abs=3.5 / math.sqrt(12 * 40))


def test_the_same_seed_gives_the_same_worlds() -> None:
    """To the last bit; another seed gives others."""
    prior = prior_scores(("a", "b"), Draws(1, 200))
    one, again, other = (sample(Shares(3, 90), prior, seed) for seed in (1, 1, 2))
    assert np.array_equal(one.scores, again.scores)
    assert not np.array_equal(one.scores, other.scores)


def test_inputs_stand_in_one_order() -> None:
    """However threads ask for them."""
    scenario = load_scenario(WATCHLIST)
    assert all(varying(scenario) == varying(scenario) for _ in range(3))


def test_counts_that_no_world_can_give_are_refused() -> None:
    """The error says that the scenario rules them out."""

    def never(scores: np.ndarray) -> Likely:
        nothing = np.full(len(scores), -np.inf)
        return Likely(
            nothing, scores[:, :1], np.full(1, np.nan), np.full(1, np.nan), np.ones((1, 1))
        )

    with pytest.raises(MeaningError, match="no possible world"):
        sample(never, prior_scores(("a",), Draws(1, 50)), 1)


def test_totals_and_overlaps_are_not_counted_twice() -> None:
    """A year beside its months, and a row whose days overlap, stay out, each with its reason."""
    months = [
        {"from": "2025-01-01", "to": "2025-01-31"},
        {"from": "2025-02-01", "to": "2025-02-28"},
    ]
    each = {"counts": {"searches": 1000, "references": 10}}
    whole = {"from": "2025-01-01", "to": "2025-02-28"}
    late = {"from": "2025-02-20", "to": "2025-03-20"}
    seen = observed(
        disclosed(*({**each, **one} for one in (*months, whole, late))), load_scenario(WATCHLIST)
    )
    left = [(one.period, one.because) for one in seen.unused if not one.count]
    assert len(seen.periods) == 2
    assert left == [("row 2", "total_of_others"), ("row 3", "overlaps")]


@pytest.mark.parametrize("first", [True, False])
def test_a_year_beside_months_that_say_something_else_is_used(*, first: bool) -> None:
    """It is no total of two months, nor of months of which only the detained were counted."""
    counts = {"searches": 300_000, "references": 300}
    year: dict[str, object] = {"from": "2025-01-01", "to": "2025-12-31", "counts": counts}
    months: list[dict[str, object]] = [
        {"from": f"2025-0{month}-01", "to": f"2025-0{month}-28", "counts": {"detained": 4}}
        for month in (1, 2)
    ]
    rows = [year, *months] if first else [*months, year]
    seen = observed(disclosed(*rows), load_scenario("task-force-module"))
    assert [one.references for one in seen.periods] == [CountRange(300, 300)]
    assert seen.years is not None


def test_a_total_without_dates_is_not_counted_twice() -> None:
    """A row that is the sum of the others stays out; rows that are not are used, and told."""
    rows = [{"searches": 1000 * part, "references": part} for part in (1, 2)]
    scenario = load_scenario(WATCHLIST)
    total = {"searches": 3000, "references": 3}
    seen = observed(disclosed(*rows, total), scenario)
    other = observed(disclosed(*rows, total | {"references": 4}), scenario)
    assert [(one.period, one.because) for one in seen.unused if not one.count] == [
        ("row 2", "total_of_others")
    ]
    assert (len(seen.periods), seen.undated) == (2, 2)
    assert (len(other.periods), other.undated) == (3, 3)


def test_searches_alone_of_a_year_that_is_stated_are_refused() -> None:
    """Where the scenario states the stops of a year they say nothing, and that is the error."""
    year = {"from": "2025-01-01", "to": "2025-12-31", "counts": {"searches": 300_000}}
    with pytest.raises(MeaningError, match="no count that says anything"):
        observed(disclosed(year), load_scenario(WATCHLIST))


def test_searches_are_of_the_days_that_are_covered() -> None:
    """A gap is no time without searches."""
    rows = [
        {"from": "2025-01-01", "to": "2025-03-31", "counts": {"searches": 900}},
        {"from": "2025-04-11", "to": "2025-04-30", "counts": {"searches": 200}},
    ]
    seen = observed(disclosed(*rows), load_scenario("task-force-module"))
    assert seen.years is not None
    assert seen.years.years == pytest.approx(110 / 365.25)


def test_a_misspelt_check_is_refused() -> None:
    """The error names those that there are."""
    scenario = load_scenario(WATCHLIST)
    seen = observed(LONDON, scenario)
    with pytest.raises(MeaningError, match="share_confirmd"):
        likelihood(
            scenario, seen, {"checking.share_confirmd": CHECKING["checking.share_confirmed"]}
        )


def test_a_part_that_is_more_than_its_whole_is_left_out() -> None:
    """It is told, and the rest is used."""
    seen = observed(
        disclosed({"searches": 500, "references": 20, "references_wrong": 30}),
        load_scenario(WATCHLIST),
    )
    assert next((one.count, one.because) for one in seen.unused) == (
        "references_wrong",
        "more_than_whole",
    )
    assert seen.periods[0].cells == {}


def test_references_of_which_nothing_is_said_are_unresolved() -> None:
    """Where confirmed answers do not add up to the references, some were never settled."""
    scenario = load_scenario(WATCHLIST)
    full = {"references": 20, "references_wrong": 3, "references_right": 17}
    some = full | {"references_right": 10}
    assert observed(disclosed(full), scenario).active == CATEGORIES[:2]
    assert observed(disclosed(some), scenario).active == (*CATEGORIES[:2], "unresolved")


def test_counts_that_say_nothing_are_refused() -> None:
    """A number of people who were detained is no share of anything in the model."""
    with pytest.raises(MeaningError, match="no count that says anything"):
        observed(disclosed({"detained": 12}), load_scenario(WATCHLIST))


def test_another_regime_has_a_threshold_of_its_own() -> None:
    """What one setting gives says nothing of the rate at which another one was set."""
    counts = disclosed(
        {"regime": "strict", "counts": {"searches": 900_000, "references": 500}},
        {"regime": "loose", "counts": {"searches": 100_000, "references": 90}},
    )
    scenario = load_scenario(WATCHLIST)
    model = likelihood(scenario, observed(counts, scenario))
    values = prior_scores(model.names, Draws(1, 20))
    moved = values.copy()
    moved[:, model.names.index("threshold.rate in regime 2")] += 1.0
    before, after = model.rates(values), model.rates(moved)
    assert model.observed.regimes == ("strict", "loose")
    assert np.array_equal(before[0, None].wrong, after[0, None].wrong)
    assert np.all(after[1, None].wrong > before[1, None].wrong)


def test_a_disclosed_list_takes_the_place_of_the_range() -> None:
    """The gallery is as large as was said."""
    scenario = load_scenario(WATCHLIST)
    counts = disclosed({"searches": 9000, "references": 5, "enrolled_list": 16_500})
    model = likelihood(scenario, observed(counts, scenario))
    worlds = model.worlds(prior_scores(model.names, Draws(1, 20)))
    assert np.all(worlds.number("gallery.records") == 16_500)


def test_a_list_that_is_a_range_is_drawn_between_its_ends() -> None:
    """And one without an upper end is told to be of no use."""
    scenario = load_scenario(WATCHLIST)
    counts = {"searches": 9000, "references": 5}
    seen = observed(disclosed(counts | {"enrolled_list": {"from": 9000, "to": 20_000}}), scenario)
    model = likelihood(scenario, seen)
    records = model.worlds(prior_scores(model.names, Draws(1, 50))).number("gallery.records")
    endless = observed(disclosed(counts | {"enrolled_list": {"from": 9000}}), scenario)
    assert 9000 <= records.min() < 10_000
    assert 19_000 < records.max() <= 20_000
    assert ("enrolled_list", "no_end") in [(one.count, one.because) for one in endless.unused]


def test_counts_that_worlds_give_have_the_shares_of_the_worlds() -> None:
    """Over many draws a world's references are its share of the searches."""
    scenario = load_scenario(WATCHLIST)
    counts = disclosed({"searches": 3_000_000, "references": 2000, "references_wrong": 10})
    model = likelihood(scenario, observed(counts, scenario))
    values = np.repeat(prior_scores(model.names, Draws(1, 20))[:1], 2000, axis=0)
    share = math.exp(model.rates(values[:1])[0, None].reference[0])
    drawn = replicas(model, values, 1)[0].references
    assert drawn is not None
    assert drawn.mean() == pytest.approx(3_000_000 * share, rel=0.02)


def test_the_counts_of_london_narrow_what_they_are_about(london: Inferred) -> None:
    """References and wrong ones become known; what the counts say nothing of stays a range."""
    facts = london.facts
    narrowed = {one.name: one.narrowed for one in facts.numbers}
    moved = {one.name for one in facts.inputs if one.moved}
    assert narrowed["references_of_searches"] > 0.5
    assert 0.0 < narrowed["share_of_references_wrong_person"] < 0.4
    assert abs(narrowed["false_negative_identification_rate"]) < 0.3
    assert "threshold.rate" in moved
    assert "stops.share_minors" not in moved
    assert facts.fit == "fits"
    assert not facts.counts.checked_told
    assert not facts.counts.list_told


def test_what_nobody_said_of_checks_is_told_at_both_ends() -> None:
    """Where few references were checked more are wrong; the finding says how many at either end."""
    facts = infer(LONDON, WATCHLIST, draws=1_000).facts
    many, few = facts.if_checked
    assert few.most < 0.25
    assert many.least > 0.65
    assert (few.share.median or 0.0) > 3.0 * (many.share.median or 1.0)
    assert (many.share.high or 1.0) < (facts.numbers[0].posterior.high or 0.0)
    assert "Nobody said how many were checked" in plain(finding(facts, ENGLISH))


@pytest.mark.parametrize("worlds", [100, 1_000, 4_096])
@pytest.mark.parametrize("worth", [0.05, 0.15, 0.6, 1.0])
def test_ranges_of_some_worlds_rest_on_as_many_as_those_of_all(worlds: int, worth: float) -> None:
    """Either end is of worlds worth a hundred independent ones, or neither is told."""
    part = ends_of(worlds, worth * worlds)
    assert part == 0 or (part * worth >= 100.0 - 1e-9 and part >= worlds // 10)
    assert 2 * part <= worlds
    assert (part == 0) == (worth * worlds < 200.0)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, False),
        ({"unresolved": 0}, True),
        ({"references_right": 2067}, True),
        ({"right_unconfirmed": 100}, True),
        ({"unresolved": 40}, True),
    ],
)
def test_counts_that_say_how_many_were_checked_settle_it(
    more: dict[str, int], *, told: bool
) -> None:
    """Then no share of unchecked references is drawn, unless some are left over."""
    seen = observed(disclosed(ALERTS | more), load_scenario(WATCHLIST))
    is_drawn = "unresolved" in seen.active
    assert (seen.checked_told, is_drawn) == (told, not told or more.get("unresolved", 0) > 0)


def test_where_all_were_checked_the_counts_narrow_what_is_wrong() -> None:
    """None unresolved means that all that were not found wrong were found right."""
    counts: list[dict[str, int]] = [ALERTS | {"unresolved": 0}, ALERTS | {"references_right": 2067}]
    said = [infer(disclosed(one), WATCHLIST, draws=200).facts for one in counts]
    wrong = [facts.numbers[0].posterior for facts in said]
    assert said[0].if_checked == ()
    assert wrong[0].median == pytest.approx(wrong[1].median, rel=0.2)
    assert (wrong[0].high or 1.0) < 0.04


def test_a_source_that_is_counted_twice_is_named(london: Inferred) -> None:
    """Ranges that were chosen from the same source are told."""
    assert "stops.share_enrolled" in london.facts.twice


def test_the_facts_read_back_as_they_were(london: Inferred) -> None:
    """The JSON holds everything."""
    text = london.facts.model_dump_json()
    assert Inference.model_validate_json(text) == london.facts


@pytest.mark.parametrize("by_group", [False, True])
def test_a_year_by_month_says_what_the_year_says(*, by_group: bool) -> None:
    """The same people come again across months, so that twelve of them say no more than all."""
    scenario = load_scenario(WATCHLIST)
    label = scenario.groups[0].label if by_group else None
    year = {"searches": 3_600_000, "references": 2280, "references_wrong": 84}
    month = {name: count // 12 for name, count in year.items()}
    middle, width = [], []
    for rows in ([year], [month] * 12):
        whole = [{"group": label, "counts": row} for row in rows]
        model = likelihood(scenario, observed(disclosed(*whole), scenario))
        place = np.linspace(-3.0, 3.0, 201)
        values = np.zeros((201, len(model.names)))
        values[:, model.names.index("threshold.rate")] = place
        weights = np.exp(model(values).log_likelihood - place**2 / 2.0 + 30.0)
        weights /= weights.sum()
        middle.append(weights @ place)
        width.append(math.sqrt(weights @ (place - middle[-1]) ** 2))
    assert middle[1] == pytest.approx(middle[0], abs=1e-3)
    assert width[1] == pytest.approx(width[0], rel=1e-3)


def test_a_group_has_its_own_year() -> None:
    """Its searches and those of all others are those of everybody, and so are its clumps."""
    scenario = load_scenario(WATCHLIST)
    rows = [
        {"group": group.label, "counts": {"searches": 1000, "references": 10}}
        for group in scenario.groups
    ]
    model = likelihood(scenario, observed(disclosed(*rows), scenario))
    values = prior_scores(model.names, Draws(1, 20))
    rates, whole = model.rates(values), evaluate(model.worlds(values)).searches_a_year
    assert sum(one.a_year for one in rates.values()) == pytest.approx(whole)
    assert all(np.all(one.a_year < whole) for one in rates.values())


def test_counts_that_contradict_the_scenario_are_told() -> None:
    """Two in three wrong is what no world expects; it is said, not smoothed over."""
    scenario = load_scenario(WATCHLIST)
    counts = disclosed({"searches": 3_000_000, "references": 6000, "references_wrong": 4000})
    model = likelihood(scenario, observed(counts, scenario))
    before = replicas(model, prior_scores(model.names, Draws(1, 400)), 1)
    assert not is_expected(checks(model, before, before))


def test_many_counts_that_no_world_gives_do_not_fit() -> None:
    """Twelve rows of one search in ten, twelve of one in a million: however many rows, it shows."""
    scenario = load_scenario(WATCHLIST)
    rows = [{"searches": 1_000_000, "references": count} for count in (1, 100_000) * 12]
    model = likelihood(scenario, observed(disclosed(*rows), scenario))
    values = prior_scores(model.names, Draws(1, 100))
    drawn = replicas(model, values, 1, times_each(model, 100))
    found = checks(model, drawn, drawn)
    assert worst(found) == "does_not_fit"
    assert not is_expected(found)


def test_a_scenario_given_counts_holds_what_it_can(written: GivenCounts) -> None:
    """What moved has a range that was inferred, its source carries the digest, it reads back."""
    by_name = {one.name: one for one in written.kept.numbers}
    wrong = by_name["share_of_references_wrong_person"]
    rate = written.scenario.threshold.rate
    assert rate.status == "inferred"
    assert rate.source == "disclosed-counts"
    assert len(written.scenario.citations["disclosed-counts"].sha256[0]) == 64
    assert wrong.scenario.high is not None
    assert wrong.worlds.high is not None
    assert wrong.scenario.high == pytest.approx(wrong.worlds.high, rel=0.6)


def test_no_scenario_follows_from_too_few_worlds(london: Inferred) -> None:
    """The error says what to do instead."""
    stuck = replace(london, sampled=replace(london.sampled, effective=20.0))
    with pytest.raises(MeaningError, match="too few worlds"):
        given_counts(stuck)
    assert stuck.facts.next == ()


def test_its_correlations_can_hold_together(written: GivenCounts) -> None:
    """Every family of inputs that go together has a matrix without a negative eigenvalue."""
    ties = written.scenario.correlations
    sizes = [np.linalg.eigvalsh(matrix(one, ties)).min() for one in families(ties)]
    assert all(size > 0 for size in sizes)


def test_a_scenario_given_counts_is_a_scenario(written: GivenCounts, tmp_path: Path) -> None:
    """It is read from its file as any other, and is the same."""
    path = tmp_path / "given.yaml"
    path.write_text(to_yaml(written.scenario), encoding="utf-8")
    assert load_scenario(path) == written.scenario


def test_the_command_says_what_the_facts_say(
    london: Inferred, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same counts and seed give the facts of Python, and a scenario beside them."""
    counts, scenario = tmp_path / "counts.yaml", tmp_path / "given.yaml"
    counts.write_text(LONDON.to_yaml(), encoding="utf-8")
    code, out, err = call(
        capsys, "infer", counts, "--scenario", WATCHLIST, "--draws", 200, "--json",
        "--to-scenario", scenario,
    )  # fmt: skip
    assert code == 0
    assert json.loads(out) == json.loads(london.facts.model_dump_json())
    assert "by the scenario" in err
    assert load_scenario(scenario).name == "live-watchlist-given-counts"


@pytest.mark.parametrize(("spoken", "said"), [("en", "do not rely"), ("es", "no se f\u00ede")])
def test_too_few_worlds_are_told(london: Inferred, spoken: str, said: str) -> None:
    """The finding itself says so, in every language."""
    from misid.document.inference import inference_document
    from misid.words import language
    from misid.words.sentence import plain

    stuck = london.facts.sampling.model_copy(update={"is_reliable": False})
    facts = london.facts.model_copy(update={"sampling": stuck})
    assert said in plain(inference_document(facts, language(spoken)).finding)


def test_wrong_ones_alone_say_something_of_searches() -> None:
    """Where nobody counted the references, wrong ones are held against the searches."""
    counts = disclosed({"searches": 3_147_436, "references_wrong": 10, "unresolved": 0})
    found = infer(counts, WATCHLIST, draws=100)
    narrowed = {one.name: one.narrowed for one in found.facts.numbers}
    assert found.sampled.is_reliable
    assert narrowed["wrong_person_references"] > 0.3


def test_a_report_holds_every_number(london: Inferred, tmp_path: Path) -> None:
    """The folder has the facts, a table each, and pictures with their words."""
    files = {path.name for path in write_inference(london.facts, tmp_path)}
    assert {"report.html", "inference.json", "numbers.csv", "inputs.csv"} <= files
    assert {"inferred_numbers.svg", "moved_inputs.svg"} <= files
    rows = (tmp_path / "inputs.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + len(london.facts.inputs)


def test_a_first_answer_says_what_it_rests_on(london: Inferred) -> None:
    """It comes of few worlds, says of how many, and holds the median of many."""
    answer = first_answer(london.model, 1)
    assert answer is not None
    assert answer.is_reliable
    assert answer.effective < answer.worlds
    assert answer.share.median is not None
    assert answer.least < answer.share.median < answer.most
    said = plain(first(answer, ENGLISH))
    assert "from 200 worlds that are worth" in said
    poor = answer._replace(is_reliable=False, effective=3.0)
    assert "they are worth 3 independent ones, too few" in plain(first(poor, ENGLISH))


def test_a_first_answer_is_told_before_and_changes_nothing() -> None:
    """The whole answer is the same with it and without."""
    told: list[FirstAnswer] = []
    with_it = infer_telling(told.append, LONDON, WATCHLIST, draws=FIRST + 8)
    without = infer(LONDON, WATCHLIST, draws=FIRST + 8)
    assert len(told) == 1
    np.testing.assert_array_equal(with_it.sampled.scores, without.sampled.scores)
