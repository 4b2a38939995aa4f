"""
One search against its own integrals: rare outcomes, the integration rules, what rises and falls.

`Exact` writes the integrals of the design down once more, each for itself and at 40 digits; it
shares no line with the closed form.
"""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any, NamedTuple, cast

import mpmath  # type: ignore[import-untyped]
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from misid.matching import (
    TAILS,
    Contrast,
    FittedLaw,
    Images,
    ImpostorField,
    ProbesAndRecords,
    TailFamily,
    impostor_field,
    mates,
    reference_cells,
)
from misid.matching.impostor_field import Reference
from misid.programme.expected.quadrature import RULES, QuadratureRule, needed_rule
from misid.programme.expected.search import Retries, Returned, Review, SearchPlan, Service, search

Floats = NDArray[np.float64]

THRESHOLD = 9.6
ACCURACY = 1e-8
SMALLEST = 1e-15
DIGITS = 40
# Share of answers reviewed, log odds of acceptance, their slope, and the rarity of the studies.
REVIEW = (0.8, -1.5, 0.4, 7.0)


class World(NamedTuple):
    """
    One group, one source, and a threshold at 9.6.

    `expected` strangers at or above the threshold; the mate `distance` scales above it, `lost`
    not found at all; `accepted` the share of strangers' records that the rule accepts; `drift`
    how much more slowly than tenfold the strangers thin out with each decade; `margin` how far
    below an answer every other record must lie.
    """

    expected: float
    variance: float
    tail: TailFamily
    distance: float
    scale: float = 1.5
    lost: float = 0.0
    accepted: float = 1.0
    drift: float = 0.0
    look_alikes: float = 0.6
    stuck: float = 0.5
    margin: float = 0.0


def column(worlds: Sequence[World], name: str) -> Floats:
    """One number of every world."""
    return np.array([getattr(world, name) for world in worlds], dtype=float)


def service_of(
    worlds: Sequence[World], list_length: int, tries: int, rule: QuadratureRule
) -> Service:
    """The service of many worlds, one group and one source in each."""
    many, law = len(worlds), law_of(worlds)
    one, zero, threshold = np.ones(many), np.zeros(many), np.full(many, THRESHOLD)
    weight = column(worlds, "expected") * 10.0**THRESHOLD
    single_images = Images(zero[:, None], one[:, None], zero[:, None], zero)
    return Service(
        field=replace(
            even_field(many),
            weight=weight[:, None],
            lumps=zero[:, None],
            sources=one[:, None, None],
            reference=drifting(column(worlds, "drift")[:, None]),
            region=(1,),
            sex=(0,),
            measured_at=threshold,
        ),
        mates=mates(law, single_images, one[:, None]),
        threshold=threshold,
        variance=column(worlds, "variance"),
        accepted=column(worlds, "accepted")[:, None],
        list_length=np.full(many, list_length),
        tries=np.full(many, tries),
        retries=Retries(column(worlds, "look_alikes"), column(worlds, "stuck")),
        review=Review(
            share=REVIEW[0] * one,
            log_odds=REVIEW[1] * one[:, None],
            slope=REVIEW[2] * one,
            studied_at=REVIEW[3] * one,
        ),
        plan=SearchPlan(rule),
        margin=column(worlds, "margin") if any(world.margin for world in worlds) else None,
    )


def drifting(drift: NDArray[np.float64]) -> tuple[Reference, Reference]:
    """A reference population that stays as it is, and parts outside it that drift."""
    worlds, parts = drift.shape
    zero, alone = np.zeros((worlds, 1)), np.ones((worlds, 1))
    rates = np.concatenate([(parts + 1) * alone, 0.0 * drift], axis=1)
    moving = Reference(rates, np.concatenate([zero, drift], axis=1))
    return moving, Reference(alone, zero)


def even_field(worlds: int) -> ImpostorField:
    """A field of people who are all alike."""
    one, zero = np.ones(worlds), np.zeros(worlds)
    alike = Contrast(region_ratio=one, sex_ratio=one, cross_sex=one, drift=zero, measured_at=one)
    cells = reference_cells()[:1]
    return impostor_field(alike, ProbesAndRecords(cells, one[:, None], one[:, None, None]))


def law_of(worlds: Sequence[World]) -> FittedLaw:
    """The mate law of every world."""
    scale = column(worlds, "scale")
    location = THRESHOLD + column(worlds, "distance") * scale
    codes = np.array([TAILS.index(world.tail) for world in worlds])
    return FittedLaw(column(worlds, "lost"), location, scale, codes)


def chosen_rule(worlds: Sequence[World], list_length: int) -> NDArray[np.int64]:
    """The rule that each world is integrated with."""
    expected, threshold = column(worlds, "expected"), np.full(len(worlds), THRESHOLD)
    expected = expected * 10.0 ** column(worlds, "margin")
    variance, lists = column(worlds, "variance"), np.full(len(worlds), list_length)
    return needed_rule(expected[:, None], variance, law_of(worlds), threshold, lists)


def searched(
    worlds: Sequence[World], list_length: int, tries: int, rule: QuadratureRule | None = None
) -> tuple[Returned, Returned]:
    """What a search returns in every world, shape (worlds,), each under the rule it needs."""
    rules = (
        chosen_rule(worlds, list_length) if rule is None else np.zeros(len(worlds), dtype=np.int64)
    )
    known = RULES if rule is None else (rule,)
    found = np.empty((2, len(Returned._fields), len(worlds)))
    for number in np.unique(rules):
        rows = np.flatnonzero(rules == number)
        some = [worlds[row] for row in rows.tolist()]
        answers = search(service_of(some, list_length, tries, known[number]))
        found[:, :, rows] = np.stack([np.stack(answer)[:, :, 0, 0] for answer in answers])
    return Returned(*found[0]), Returned(*found[1])


# Rare outcomes at 40 digits


class Exact:
    """The integrals of the design for one world, at 40 digits."""

    def __init__(self, world: World, list_length: int) -> None:
        self.tail, self.length = world.tail, list_length
        at, digits = mpmath.mpf(str(THRESHOLD)), [mpmath.mpf(str(x)) for x in world[:2]]
        self.threshold, (self.expected, self.variance) = at, digits
        self.scale, self.lost, self.accepted, self.drift = (mpmath.mpf(str(x)) for x in world[4:8])
        self.location = at + mpmath.mpf(str(world.distance)) * self.scale
        # Every integral asks for the same points.
        self.strangers, self.below = cache(self.strangers_at), cache(self.below_at)
        self.density = cache(self.density_at)

    def strangers_at(self, rarity: Any) -> Any:
        """Strangers expected at or above a rarity."""
        return self.expected * mpmath.power(10, -(1 - self.drift) * (rarity - self.threshold))

    def fall(self, rarity: Any) -> Any:
        """How fast they thin out."""
        return self.strangers(rarity) * (1 - self.drift) * mpmath.log(10)

    def below_at(self, rarity: Any) -> Any:
        """Probability that a mate who can be found lies below a rarity."""
        z = (rarity - self.location) / self.scale
        if self.tail == "normal":
            return mpmath.erfc(-z / mpmath.sqrt(2)) / 2
        if self.tail == "logistic":
            return 1 / (1 + mpmath.exp(-z))
        return -mpmath.expm1(-mpmath.exp(z))

    def density_at(self, rarity: Any) -> Any:
        """Density of a mate who can be found."""
        z = (rarity - self.location) / self.scale
        if self.tail == "normal":
            return mpmath.exp(-z * z / 2) / mpmath.sqrt(2 * mpmath.pi) / self.scale
        if self.tail == "logistic":
            return mpmath.exp(-z) / (1 + mpmath.exp(-z)) ** 2 / self.scale
        return mpmath.exp(z - mpmath.exp(z)) / self.scale

    def missed(self, rarity: Any) -> Any:
        """Probability that a person's own record is not above a rarity."""
        return self.lost + (1 - self.lost) * self.below(rarity)

    def moment(self, power: int, expected: Any) -> Any:
        """`E[Z^power exp(-Z expected)]` for the gamma law of look-alike frailty."""
        if self.variance == 0:
            return mpmath.exp(-expected)
        rising = mpmath.fprod(1 + step * self.variance for step in range(power))
        return rising * (1 + self.variance * expected) ** (-1 / self.variance - power)

    def chance(self, count: int, rarity: Any) -> Any:
        """Probability of this many strangers above a rarity."""
        x = self.strangers(rarity)
        return x**count / mpmath.factorial(count) * self.moment(count, x)

    def rate(self, count: int, rarity: Any) -> Any:
        """Density of a stranger at a rarity with this many strangers above."""
        x = self.strangers(rarity)
        seen = x**count / mpmath.factorial(count) * self.moment(count + 1, x)
        return seen * self.fall(rarity)

    def between(self, above: int, behind: int, rarity: Any) -> Any:
        """Probability of so many strangers above a rarity and between it and the threshold."""
        x, y = self.strangers(rarity), self.expected - self.strangers(rarity)
        ways = x**above * y**behind / mpmath.factorial(above) / mpmath.factorial(behind)
        return ways * self.moment(above + behind, self.expected)

    def refused(self, above: int, behind: int) -> Any:
        """Probability that the rule refuses every stranger in a list that the own record is in."""
        return (1 - self.accepted) ** (above + min(behind, self.length - 1 - above))

    def behind_own(self, rarity: Any, *, all_refused: bool) -> Any:
        """Own record at a rarity: nobody else accepted, or somebody behind it."""
        total = mpmath.mpf(0)
        for above in range(self.length):
            rest, none_above = self.chance(above, rarity), (1 - self.accepted) ** above
            for behind in range(self.length - above):
                full = behind == self.length - 1 - above
                share = rest if full else self.between(above, behind, rarity)
                refused = self.refused(above, behind)
                total += share * (refused if all_refused else none_above - refused)
                rest -= share
        return total

    def integral(self, of: Callable[[Any], Any]) -> Any:
        """From the threshold to where nothing is left."""
        steps = [self.threshold + step for step in (0, 1, 3, 8, 20, 45, 90)]
        steps += [self.location + step * self.scale for step in (-8, -4, -1, 2, 5)]
        ends = sorted({x for x in steps if self.threshold <= x <= self.threshold + 90})
        return mpmath.quad(of, ends, method="gauss-legendre")

    def over_strangers(self, counts: Sequence[int], weight: Callable[[Any], Any]) -> Any:
        """Integral over the stranger who comes after so many that the rule refused."""
        passed = [(count, (1 - self.accepted) ** count) for count in counts]
        return self.integral(
            lambda r: weight(r) * mpmath.fsum(p * self.rate(count, r) for count, p in passed)
        )

    def over_mates(self, weight: Callable[[Any], Any]) -> Any:
        """Integral over the own record."""
        return (1 - self.lost) * self.integral(lambda r: weight(r) * self.density(r))

    def verdict(self, rarity: Any, *, upheld: bool) -> Any:
        """Probability that review upholds, or withdraws, a stranger's record."""
        share, odds, slope, studied_at = (mpmath.mpf(str(x)) for x in REVIEW)
        accepts = 1 / (1 + mpmath.exp(-(odds + slope * (rarity - studied_at))))
        return 1 - share + share * accepts if upheld else share * (1 - accepts)

    def cells(self, missed: Callable[[Any], Any]) -> dict[str, Any]:
        """Every cell of a search, given how often the own record is not above a rarity."""
        every, at = range(self.length), self.threshold
        few = mpmath.fsum(
            (1 - self.accepted) ** count * self.chance(count, at) for count in every[1:]
        )
        full = (1 - self.accepted) * self.over_strangers(every[-1:], missed)

        def named(upheld: bool) -> Any:
            verdict = partial(self.verdict, upheld=upheld)
            return self.accepted * self.over_strangers(every, lambda r: missed(r) * verdict(r))

        return {
            "upheld": named(upheld=True),
            "withdrawn": named(upheld=False),
            "nobody": missed(at) * few + full,
            "nothing": missed(at) * self.chance(0, at),
        }

    def absent(self) -> dict[str, Any]:
        """Every cell for a person who is not enrolled."""
        return self.cells(lambda _: mpmath.mpf(1))

    def enrolled(self) -> dict[str, Any]:
        """Every cell for a person who is."""
        passed = [(1 - self.accepted) ** count for count in range(self.length)]
        own = self.over_mates(
            lambda r: mpmath.fsum(p * self.chance(count, r) for count, p in enumerate(passed))
        )
        return {
            **self.cells(self.missed),
            "own": own,
            "behind": self.over_mates(lambda r: self.behind_own(r, all_refused=False)),
            "nobody_behind": self.over_mates(lambda r: self.behind_own(r, all_refused=True)),
        }


RARE = {
    "tiny rate of false candidates, all alike": (World(1e-14, 0.0, "normal", 3.0), 1),
    "tiny rate, some people resemble many": (World(1e-14, 0.5, "logistic", 3.0), 1),
    "tiny rate, few people resemble very many": (World(1e-14, 10.0, "gumbel", 3.0), 1),
    "tiny rate, power law": (World(3e-13, 10.0, "power_law", 2.0, drift=0.1), 1),
    "mate nearly never missed, normal": (World(0.003, 0.5, "normal", 7.8, lost=0.0), 1),
    "mate nearly never missed, logistic": (World(0.003, 0.0, "logistic", 34.0), 1),
    "mate nearly never missed, gumbel": (World(0.5, 10.0, "gumbel", 33.0, scale=0.6), 1),
    "mate nearly never missed, power law": (World(0.1, 0.5, "power_law", 20.0, scale=1.1), 1),
    "mate far below, normal": (World(0.003, 0.5, "normal", -7.8), 1),
    "mate far below, logistic": (World(0.8, 10.0, "logistic", -33.0), 1),
    "mate far below, gumbel": (World(0.1, 0.0, "gumbel", -3.4, drift=-0.1), 1),
    "mate far below, power law": (World(0.003, 10.0, "power_law", -3.4, scale=2.5), 1),
    "a hundred strangers, all alike": (World(100.0, 0.0, "normal", 2.0), 1),
    "a hundred strangers, some people resemble many": (World(100.0, 0.5, "gumbel", 3.0), 1),
    "a hundred strangers, few resemble very many": (World(100.0, 10.0, "logistic", 3.0), 1),
    "one record in a million flagged": (World(0.003, 1.0, "normal", 3.0, accepted=1e-6), 1),
    "three candidates": (World(0.7, 0.5, "normal", 3.0, lost=1e-3, accepted=0.05), 3),
    "three candidates, tiny rate": (World(1e-6, 10.0, "logistic", 4.0, accepted=0.3), 3),
    "three candidates of a hundred strangers": (World(100.0, 0.0, "gumbel", 2.0, accepted=0.3), 3),
}


def assert_cells(expected: dict[str, Any], actual: Returned) -> None:
    """Every cell down to a probability of 1e-15 agrees to a relative 1e-8."""
    found = {name: float(value[0]) for name, value in actual._asdict().items()}
    found["behind"] = found["behind_upheld"] + found["behind_withdrawn"]
    seen = {name: float(value) for name, value in expected.items() if value >= SMALLEST}
    assert len(seen) >= 2
    assert pytest.approx(seen, rel=ACCURACY, abs=0.0) == {name: found[name] for name in seen}


@pytest.mark.parametrize("case", list(RARE))
def test_rare_outcomes_agree_with_integrals_at_forty_digits(case: str) -> None:
    """Own record, stranger, nobody and nothing keep 1e-8 of themselves, however rare."""
    world, list_length = RARE[case]
    absent, enrolled = searched([world], list_length, tries=1)
    with mpmath.workdps(DIGITS):
        exact = Exact(world, list_length)
        assert_cells(exact.absent(), absent)
        assert_cells(exact.enrolled(), enrolled)


def test_the_rare_outcomes_are_rare() -> None:
    """Each of own record, stranger and nothing is once less likely than 1e-13 above."""
    answers = [searched([world], length, tries=1)[1] for world, length in RARE.values()]
    for cell in ("own", "upheld", "nothing"):
        assert 1e-13 > min(float(getattr(answer, cell)[0]) for answer in answers)


@pytest.mark.parametrize("tries", [1, 2, 3])
@pytest.mark.parametrize("variance", [0.0, 0.5, 10.0])
def test_nothing_is_returned_if_every_try_returns_nothing(variance: float, tries: int) -> None:
    """Look-alikes that persist count once, fresh ones at every try; so do misses of the mate."""
    world = World(2.0, variance, "logistic", 1.0, lost=0.1, look_alikes=0.7, stuck=0.4)
    absent, enrolled = searched([world], list_length=1, tries=tries)
    with mpmath.workdps(DIGITS):
        exact = Exact(world, 1)
        empty = exact.moment(0, 2 * (mpmath.mpf("0.7") + tries * mpmath.mpf("0.3")))
        miss = exact.missed(exact.threshold)
        stuck = mpmath.mpf("0.4") if tries > 1 else mpmath.mpf(0)
        missed = stuck * miss + (1 - stuck) * miss**tries
    assert pytest.approx(float(empty), rel=1e-12) == float(absent.nothing[0])
    assert pytest.approx(float(empty * missed), rel=1e-12) == float(enrolled.nothing[0])


# The integration rules

# Ten panels of sixty Gauss-Legendre points, closer where mates and strangers meet.
FINE_PANELS = 120.0 * np.linspace(0.0, 1.0, 11) ** 1.5
PLANS = {
    "any candidate": (1, 1, 1.0),
    "any candidate, three tries": (1, 3, 1.0),
    "five candidates, three tries, few flagged": (5, 3, 0.05),
    "twenty candidates, very few flagged": (20, 1, 0.01),
}


def fine_rule() -> QuadratureRule:
    """A rule of six hundred points, to measure the others against."""
    at, weights = np.polynomial.legendre.leggauss(60)
    starts, widths = FINE_PANELS[:-1, None], np.diff(FINE_PANELS)[:, None]
    places, shares = starts + widths * (at + 1.0) / 2.0, widths * weights / 2.0
    return QuadratureRule(places.ravel(), shares.ravel())


def swept(many: int, accepted: float, *, narrow: bool = False) -> list[World]:
    """Worlds over the whole range in which the model is used, the same ones each time."""
    rng = np.random.default_rng(20260601)
    low, high = (0.1, 0.25) if narrow else (0.25, 30.0)
    return [
        World(
            expected=10.0 ** rng.uniform(-6.0, 2.0),
            variance=float(rng.choice([0.0, 10.0 ** rng.uniform(-2.0, 2.0)], p=[0.15, 0.85])),
            tail=TAILS[rng.integers(len(TAILS))],
            distance=rng.uniform(-6.0, 10.0),
            scale=float(np.exp(rng.uniform(np.log(low), np.log(high)))),
            lost=float(rng.choice([0.0, 10.0 ** rng.uniform(-6.0, -0.5)])),
            accepted=accepted,
            drift=rng.uniform(-0.1, 0.1),
        )
        for _ in range(many)
    ]


def largest_errors(worlds: Sequence[World], list_length: int, tries: int) -> Floats:
    """The largest relative error of any cell of each world, down to probabilities of 1e-15."""
    quick = np.stack([np.stack(one) for one in searched(worlds, list_length, tries)])
    fine = np.stack([np.stack(one) for one in searched(worlds, list_length, tries, fine_rule())])
    seen = fine >= SMALLEST
    error = np.abs(quick / np.where(seen, fine, 1.0) - 1.0)
    return cast(Floats, np.where(seen, error, 0.0).max(axis=(0, 1)))


@pytest.mark.parametrize("plan", list(PLANS))
def test_every_rule_is_accurate_where_it_is_chosen(plan: str) -> None:
    """No cell of any of 300 worlds errs by more than 1e-8 of itself, whichever rule is chosen."""
    list_length, tries, accepted = PLANS[plan]
    worlds = swept(300, accepted)
    used = set(chosen_rule(worlds, list_length).tolist())
    assert set(range(len(RULES))) == used
    errors = largest_errors(worlds, list_length, tries)
    worst = int(errors.argmax())
    assert errors[worst] <= ACCURACY, (errors[worst], worlds[worst])


@pytest.mark.parametrize(("list_length", "tries"), [(20, 1), (5, 3)])
def test_a_long_list_is_accurate_where_few_people_have_most_look_alikes(
    list_length: int, tries: int
) -> None:
    """Strong frailty spreads what a list holds over many decades; no cell errs by over 1e-8."""
    rng = np.random.default_rng(20260604)
    crowded = []
    for world in swept(300, accepted=0.02):
        expected = 10.0 ** rng.uniform(-1.0, 0.6)
        clustered = world._replace(expected=expected, variance=rng.uniform(10.0, 100.0) / expected)
        crowded.append(clustered._replace(scale=max(world.scale, 0.6)))
    errors = largest_errors(crowded, list_length, tries)
    worst = int(errors.argmax())
    assert errors[worst] <= ACCURACY, (errors[worst], crowded[worst])


@pytest.mark.parametrize("tries", [1, 3])
def test_a_margin_is_accurate_where_strangers_are_crowded_and_where_they_are_not(
    tries: int,
) -> None:
    """Clear of the second by a fifth of a decade to three: no cell errs by more than 1e-8."""
    rng = np.random.default_rng(20261126)
    worlds = [world._replace(margin=rng.uniform(0.2, 3.0)) for world in swept(300, accepted=0.3)]
    errors = largest_errors(worlds, 1, tries)
    worst = int(errors.argmax())
    assert errors[worst] <= ACCURACY, (errors[worst], worlds[worst])


@given(expected=st.floats(1e-6, 20.0), margin=st.floats(0.01, 4.0))
def test_a_stranger_on_top_is_clear_as_often_as_the_formula_says(
    expected: float, margin: float
) -> None:
    """Where nobody is more frail: `10^-m (1 - exp(-10^m x))`, whoever is searched for."""
    world = World(expected, 0.0, "normal", 0.0, margin=margin)
    absent = searched([world], 1, 1)[0]
    crowd = 10.0**margin
    formula = -np.expm1(-crowd * expected) / crowd
    np.testing.assert_allclose(absent.upheld + absent.withdrawn, formula, rtol=ACCURACY)
    np.testing.assert_allclose(absent.nothing, np.exp(-expected), rtol=ACCURACY)


def test_narrow_mate_laws_lose_accuracy_but_not_the_answer() -> None:
    """Where mates spread over less than a quarter of a decade, every cell still has two digits."""
    errors = largest_errors(swept(300, 0.05, narrow=True), list_length=5, tries=3)
    assert errors.max() <= 1e-2


# What must add up, rise or fall, in any world

WORLDS = st.builds(
    World,
    expected=st.floats(-6.0, 2.0).map(lambda power: float(10.0**power)),
    variance=st.one_of(st.just(0.0), st.floats(0.01, 20.0)),
    tail=st.sampled_from(TAILS),
    distance=st.floats(-4.0, 8.0),
    scale=st.floats(0.5, 10.0),
    lost=st.one_of(st.just(0.0), st.floats(1e-6, 0.5)),
    accepted=st.floats(0.0, 1.0),
    drift=st.floats(-0.1, 0.1),
    look_alikes=st.floats(0.0, 1.0),
    stuck=st.floats(0.0, 1.0),
    margin=st.just(0.0),
)
LENGTHS, TRIES, SHARES = st.integers(1, 6), st.integers(1, 4), st.floats(0.0, 1.0)
# What integration may leave where two sides are equal.
SLACK = 1e-8


def strangers(returned: Returned, own_accepted: float) -> float:
    """Probability of a reference to somebody else."""
    refused = 1.0 - own_accepted
    behind = returned.behind_upheld + returned.behind_withdrawn
    return float((returned.upheld + returned.withdrawn + refused * behind)[0])


def whole(returned: Returned, own_accepted: float) -> float:
    """All that can happen in one search."""
    own = own_accepted * returned.own + (1.0 - own_accepted) * returned.nobody_behind
    alone = own + returned.nobody + returned.nothing
    return float(alone[0]) + strangers(returned, own_accepted)


@given(world=WORLDS, list_length=LENGTHS, tries=TRIES, own_accepted=SHARES)
def test_all_that_can_happen_adds_up_to_one(
    world: World, list_length: int, tries: int, own_accepted: float
) -> None:
    """The cells are integrals of their own, none a remainder, and their sum is 1."""
    for returned in searched([world], list_length, tries):
        assert pytest.approx(1.0, abs=1e-9, rel=0) == whole(returned, own_accepted)


@given(world=WORLDS, margin=st.floats(0.01, 4.0), tries=TRIES, own_accepted=SHARES)
def test_what_a_margin_lets_pass_and_what_it_stops_add_up_to_one(
    world: World, margin: float, tries: int, own_accepted: float
) -> None:
    """With a margin too, and the first try names fewer strangers than without one."""
    with_margin = searched([world._replace(margin=margin)], 1, tries)
    for returned in with_margin:
        assert pytest.approx(1.0, abs=1e-9, rel=0) == whole(returned, own_accepted)
        assert np.stack(returned).min() >= 0.0
    without = searched([world], 1, tries)[0]
    assert strangers(with_margin[0], 1.0) <= strangers(without, 1.0) * (1.0 + SLACK)


@given(world=WORLDS, list_length=LENGTHS, tries=TRIES, own_accepted=SHARES)
def test_every_outcome_is_a_probability(
    world: World, list_length: int, tries: int, own_accepted: float
) -> None:
    """No cell is negative, and a person who is not enrolled has no own record."""
    absent, enrolled = searched([world], list_length, tries)
    assert np.stack(absent).min() >= 0.0
    assert np.stack(enrolled).min() >= 0.0
    assert [0.0, 0.0, 0.0, 0.0] == [
        float(part[0])
        for part in (
            absent.own, absent.behind_upheld, absent.behind_withdrawn, absent.nobody_behind
        )
    ]  # fmt: skip
    assert strangers(enrolled, own_accepted) <= strangers(absent, own_accepted) + SLACK


@given(world=WORLDS, step=st.floats(1e-3, 3.0), list_length=LENGTHS, tries=TRIES)
def test_a_higher_threshold_never_names_more_strangers(
    world: World, step: float, list_length: int, tries: int
) -> None:
    """Any candidate leads to a reference: fewer people who are not enrolled get one."""
    lower = world._replace(accepted=1.0)
    fewer = lower.expected * 10.0 ** (-(1.0 - lower.drift) * step)
    higher = lower._replace(expected=fewer, distance=lower.distance - step / lower.scale)
    before = strangers(searched([lower], list_length, tries)[0], 1.0)
    after = strangers(searched([higher], list_length, tries)[0], 1.0)
    assert after <= before * (1.0 + SLACK)


@given(world=WORLDS, factor=st.floats(1.0, 100.0), list_length=LENGTHS, tries=TRIES)
def test_more_strangers_records_never_name_fewer_strangers(
    world: World, factor: float, list_length: int, tries: int
) -> None:
    """At a fixed threshold, under the any-candidate rule, whether the person is enrolled or not."""
    small = world._replace(accepted=1.0)
    large = small._replace(expected=small.expected * factor)
    before, after = (searched([one], list_length, tries) for one in (small, large))
    for less, more in zip(before, after, strict=True):
        assert strangers(less, 1.0) <= strangers(more, 1.0) * (1.0 + SLACK) + SMALLEST


@given(world=WORLDS, list_length=LENGTHS, tries=TRIES, accepted=st.floats(0.0, 0.1))
def test_a_longer_list_never_loses_the_own_record(
    world: World, list_length: int, tries: int, accepted: float
) -> None:
    """Where strangers' records are rarely accepted, the own one is the answer more often."""
    rarely = world._replace(accepted=accepted)
    shorter, longer = (searched([rarely], list_length + more, tries)[1] for more in (0, 1))
    assert float(shorter.own[0]) <= float(longer.own[0]) * (1.0 + SLACK) + SMALLEST


@given(world=WORLDS, list_length=LENGTHS, tries=TRIES, own_accepted=SHARES)
def test_another_try_never_makes_a_reference_less_likely(
    world: World, list_length: int, tries: int, own_accepted: float
) -> None:
    """Own record and strangers' together, for people who are enrolled and people who are not."""
    fewer, more = (searched([world], list_length, tries + extra) for extra in (0, 1))
    for before, after in zip(fewer, more, strict=True):
        least = own_accepted * float(before.own[0]) + strangers(before, own_accepted)
        most = own_accepted * float(after.own[0]) + strangers(after, own_accepted)
        assert least <= most * (1.0 + 1e-12)


@given(world=WORLDS, others=st.lists(WORLDS, min_size=1, max_size=3), list_length=LENGTHS)
def test_no_world_depends_on_the_worlds_beside_it(
    world: World, others: list[World], list_length: int
) -> None:
    """A world searched together with others gives what it gives alone."""
    alone = np.stack([np.stack(one)[:, 0] for one in searched([world], list_length, 2)])
    beside = np.stack([np.stack(one)[:, 0] for one in searched([world, *others], list_length, 2)])
    np.testing.assert_allclose(beside, alone, rtol=1e-12, atol=1e-300)
