"""
One search, and one stop, against brute force: people and records drawn one by one.

The simulation knows the law in words only. Every record of a gallery of 10,000 is a comparison of
its own: it matches at rarity r with probability p = min(1, c a 10^-r), c depending on both
people's groups, and look-alike frailty multiplies the exponent -log(1 - p). Nothing is expanded,
integrated or approximated; the seeds are fixed, and a cell may be 4.5 standard errors away.
"""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import expit
from scipy.stats import binom, norm

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
)
from misid.matching.impostor_field import Reference
from misid.programme.expected.outcome_table import expected_outcomes
from misid.programme.expected.quadrature import RULES
from misid.programme.expected.search import Retries, Returned, Review, SearchPlan, Service, search
from misid.programme.kin import Kin
from misid.programme.outcomes import TRUTHS
from misid.programme.parameters import CaptureCondition, People, Records, Terms

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

# About a thousand cells are compared: one of them is this far off in one run of a hundred.
STANDARD_ERRORS = 4.5
SEARCHES = 120_000
SEARCHES_RECORD_BY_RECORD = 6_000
STOPS = 300_000

# 10,000 records by source and group, and the false match rate of (probe, record) pairs over 10^-r.
RECORDS = np.array([[3_000, 2_500], [1_500, 3_000]])
RATIOS = np.array([[12.0, 0.5], [0.5, 1.5]])
CAPTURE_EFFECT = 2.0
DRIFT, MEASURED_AT = np.array([0.06, -0.04]), 3.0

GROUPS = (("EURO", "F"), ("EURO", "M"))

NOTHING, NOBODY, OWN, STRANGER = 0, 1, 2, 3
CELLS = ("nothing", "nobody", "own", "a upheld", "a withdrawn", "b upheld", "b withdrawn")


# The law in words


@dataclass(frozen=True)
class Mate:
    """
    The own record: the best of some independent images.

    Each image is `lost` to this search, or of a rarity drawn from the law. The group's `odds`
    multiply those of a person whose images are all lost.
    """

    tail: TailFamily
    location: float
    scale: float
    lost: float
    odds: float = 1.0
    images: int = 1

    def draw(self, rng: np.random.Generator, many: int) -> Floats:
        """Rarity of the own record in each of many searches; minus infinity where it is lost."""
        shape = many, self.images
        found = rng.random(shape) >= self.lost
        while not (some := found.any(axis=1)).all():
            found[~some] = rng.random((int((~some).sum()), self.images)) >= self.lost
        each = np.where(found, self.location + self.scale * self.standard(rng, shape), -np.inf)
        none = self.odds / (1.0 / self.lost**self.images - 1.0) if self.lost else 0.0
        return np.where(rng.random(many) < none / (1.0 + none), -np.inf, each.max(axis=1))

    def standard(self, rng: np.random.Generator, shape: tuple[int, int]) -> Floats:
        """Numbers of the standard law."""
        if self.tail == "normal":
            return rng.standard_normal(shape)
        if self.tail == "logistic":
            return rng.logistic(size=shape)
        return np.log(rng.standard_exponential(shape))


def one_lost(not_findable: float, unusable: float) -> float:
    """One image is lost with the person, or because it is unusable."""
    return 1.0 - (1.0 - not_findable) * (1.0 - unusable)


class Candidates(NamedTuple):
    """Strangers' records at or above the threshold: whose search, rarity, source, luck of flags."""

    search: Integers
    rarity: Floats
    source: Integers
    flag: Floats

    def and_these(self, other: Candidates) -> Candidates:
        """Both."""
        return Candidates(
            np.concatenate([self.search, other.search]),
            np.concatenate([self.rarity, other.rarity]),
            np.concatenate([self.source, other.source]),
            np.concatenate([self.flag, other.flag]),
        )

    def only(self, chosen: Flags) -> Candidates:
        """Those of some searches."""
        kept = chosen[self.search]
        return Candidates(self.search[kept], self.rarity[kept], self.source[kept], self.flag[kept])


@dataclass(frozen=True)
class Gallery:
    """
    The records that people of one group are searched against.

    `records` by source and group, `ratios` by group of the record, `growth` a power of the
    probability that a record does not match.
    """

    records: Integers
    ratios: Floats
    drift: float = 0.0
    growth: float = 1.0

    def strangers(
        self, rng: np.random.Generator, exponent: Floats, threshold: float, one_by_one: bool
    ) -> Candidates:
        """Candidates of searches by people with so many times the usual look-alikes."""
        found = []
        for (source, group), records in np.ndenumerate(self.records):
            least = self.match(float(self.ratios[group]), np.array(threshold))
            chance = -np.expm1(exponent * self.growth * np.log1p(-least))
            draw = every_record if one_by_one else matching_records
            search, luck = draw(rng, chance, int(records))
            match = -np.expm1(np.log1p(-luck) / (exponent * self.growth)[search])
            rarity = self.rarity(float(self.ratios[group]), match)
            found.append((search, rarity, np.full(len(search), source), rng.random(len(search))))
        return Candidates(*(np.concatenate(part) for part in zip(*found, strict=True)))

    def match(self, ratio: float, rarity: Floats) -> Floats:
        """False match rate of a pair at a rarity."""
        drifted = 10.0 ** (self.drift * (rarity - MEASURED_AT) - rarity)
        return np.asarray(np.minimum(1.0, ratio * drifted))

    def rarity(self, ratio: float, match: Floats) -> Floats:
        """The rarity at which a pair has this false match rate."""
        steps = np.log10(match / ratio) + self.drift * MEASURED_AT
        return np.asarray(-steps / (1.0 - self.drift))


def every_record(rng: np.random.Generator, chance: Floats, records: int) -> tuple[Integers, Floats]:
    """One uniform number for each record of each search; those below its chance match."""
    found = []
    for start in range(0, len(chance), 500):
        luck = rng.random((len(chance[start : start + 500]), records))
        search, record = np.nonzero(luck < chance[start : start + 500, None])
        found.append((search + start, luck[search, record]))
    search, luck = (np.concatenate(part) for part in zip(*found, strict=True))
    return search, luck


def matching_records(
    rng: np.random.Generator, chance: Floats, records: int
) -> tuple[Integers, Floats]:
    """The same law: how many records match is binomial, and each that does is uniform below."""
    search = np.repeat(np.arange(len(chance)), rng.binomial(records, chance))
    return search, rng.random(len(search)) * chance[search]


@dataclass(frozen=True)
class Rules:
    """
    What becomes of candidates.

    `accepted` is the share of strangers' records that the rule accepts, by source; `look_alikes`
    and `stuck` what persists from try to try; `review` the share reviewed, the log odds of being
    fooled, their slope, and the rarity of the studies; `margin` how far below an answer every other
    record must lie. With `until_reference` photographs are taken until a reference is given, and
    the whole list is looked at.
    """

    threshold: float
    list_length: int
    tries: int
    accepted: tuple[float, float]
    look_alikes: float = 0.7
    stuck: float = 0.4
    review: tuple[float, float, float, float] = (0.8, -0.5, 0.9, 5.0)
    margin: float = 0.0
    until_reference: bool = False

    @property
    def lowest(self) -> float:
        """The least rarity of a record that matters."""
        return self.threshold - self.margin

    def uphold(self, rng: np.random.Generator, rarity: Floats) -> Flags:
        """Whether whoever compares the pictures, if anybody, upholds a stranger's record."""
        share, log_odds, slope, studied_at = self.review
        fooled = rng.random(len(rarity)) < expit(log_odds + slope * (rarity - studied_at))
        return (rng.random(len(rarity)) >= share) | fooled


def answers(
    rng: np.random.Generator, rules: Rules, strangers: Candidates, own: Floats, own_accepted: Flags
) -> Integers:
    """
    What one try answers in each search.

    Returns: NOTHING, NOBODY, OWN, or STRANGER plus twice the source, plus one where withdrawn.
    """
    shown = np.flatnonzero(own >= rules.lowest)
    search = np.concatenate([strangers.search, shown])
    rarity = np.concatenate([strangers.rarity, own[shown]])
    flagged = strangers.flag < np.array(rules.accepted)[strangers.source]
    accepted = np.concatenate([flagged, own_accepted[shown]])
    withdrawn = ~rules.uphold(rng, strangers.rarity)
    code = np.concatenate([STRANGER + 2 * strangers.source + withdrawn, np.full(len(shown), OWN)])

    order = np.lexsort((-rarity, search))
    search, rarity, code, accepted = (of[order] for of in (search, rarity, code, accepted))
    rank = np.arange(len(search)) - np.searchsorted(search, search)
    candidate = rarity >= rules.threshold
    looked_at = rules.until_reference | (rank < rules.list_length)
    listed = candidate & looked_at & clear(search, rarity, rules.margin)
    chosen = np.flatnonzero(accepted & listed)
    searches, first = np.unique(search[chosen], return_index=True)
    result = np.full(len(own), NOTHING)
    result[search[candidate]] = NOBODY
    result[searches] = code[chosen[first]]
    return result


def clear(search: Integers, rarity: Floats, margin: float) -> Flags:
    """Whether the next record of the same search, in falling order, lies more than so far below."""
    next_below = np.append(rarity[1:], -np.inf)
    same = np.append(search[1:] == search[:-1], False)
    return np.asarray(~same | (rarity - next_below > margin))


def tries_of(
    rng: np.random.Generator, rules: Rules, draw: Callable[[float], Candidates]
) -> list[Candidates]:
    """The strangers at every try: some come back each time, the others are fresh."""
    if rules.tries == 1:
        return [draw(1.0)]
    lasting = rules.look_alikes
    persistent = draw(lasting)
    return [persistent.and_these(draw(1.0 - lasting)) for _ in range(rules.tries)]


def simulate(
    rng: np.random.Generator,
    rules: Rules,
    strangers: list[Candidates],
    draw_own: Callable[[], Floats],
    own_accepted: Flags,
) -> Integers:
    """The answer of each search, after as many tries as nothing, or no reference, comes of it."""
    many = len(own_accepted)
    result, open_ = np.full(many, NOTHING), np.ones(many, dtype=np.bool_)
    stuck = np.zeros(many, dtype=np.bool_)
    for shown in strangers:
        own = np.where(stuck, -np.inf, draw_own())
        answer = answers(rng, rules, shown.only(open_), np.where(open_, own, -np.inf), own_accepted)
        result = np.where(open_ & (answer != NOTHING), answer, result)
        if shown is strangers[0]:
            stuck = (own < rules.threshold) & (rng.random(many) < rules.stuck)
        again = (answer == NOTHING) | (rules.until_reference & (answer == NOBODY))
        open_ = open_ & again
    return result


def frailties(rng: np.random.Generator, variance: float, many: int) -> Floats:
    """How many times the usual look-alikes each person has; a gamma number can be 0 in floats."""
    if variance == 0.0:
        return np.ones(many)
    return np.maximum(rng.gamma(1.0 / variance, variance, many), 1e-200)


def surprises(expected: dict[str, float], counts: dict[str, int], many: int) -> list[str]:
    """Cells whose count is further from the expected one than sampling allows."""
    limit = float(norm.sf(STANDARD_ERRORS))
    found = []
    for name, chance in expected.items():
        count = counts[name]
        tail = min(binom.cdf(count, many, chance), binom.sf(count - 1, many, chance))
        if not tail >= limit:
            found.append(f"{name}: {count / many:.6f} drawn, {chance:.6f} expected")
    return found


# One search


@dataclass(frozen=True)
class Case:
    """One setting in which the closed form and the simulation meet; mates by source."""

    variance: float
    rules: Rules
    tail: TailFamily
    own_accepted: float
    location: float = 6.0
    scale: float = 0.8
    not_findable: float = 0.05
    unusable: tuple[float, float] = (0.01, 0.2)
    miss_odds: tuple[float, float] = (1.0, 1.0)
    older_by: tuple[float, float] = (0.2, 0.9)
    images: tuple[int, int] = (1, 2)
    one_by_one: bool = False

    def own(
        self, rng: np.random.Generator, many: int, group: int, home: int | None
    ) -> Callable[[], Floats]:
        """Draws the own records of people of a group with this home; None: not enrolled."""
        if home is None:
            return lambda: np.full(many, -np.inf)
        mate = Mate(
            self.tail,
            self.location - self.older_by[home],
            self.scale,
            one_lost(self.not_findable, self.unusable[home]),
            self.miss_odds[group],
            self.images[home],
        )
        return lambda: mate.draw(rng, many)


FLAGGED, ANY = (0.5, 0.2), (1.0, 1.0)
CASES = {
    "record by record, few people resemble very many": Case(
        10.0, Rules(5.0, 1, 1, FLAGGED), "normal", 0.6, one_by_one=True
    ),
    "record by record, four candidates, three tries": Case(
        1.0, Rules(4.8, 4, 3, FLAGGED), "logistic", 0.5, scale=0.5, one_by_one=True
    ),
    "few resemble very many, four candidates, three tries": Case(
        10.0, Rules(4.6, 4, 3, FLAGGED), "power_law", 0.4, not_findable=0.0, unusable=(0.0, 0.0)
    ),
    "few resemble very many, own record not accepted": Case(
        10.0, Rules(4.4, 4, 1, FLAGGED), "gumbel", 0.0
    ),
    "few resemble very many, any candidate, three tries": Case(
        10.0, Rules(5.0, 1, 3, ANY), "normal", 1.0
    ),
    "some resemble many, four candidates": Case(
        1.0, Rules(4.8, 4, 1, FLAGGED), "logistic", 0.7, scale=0.5
    ),
    "some resemble many, four candidates, three tries": Case(
        1.0, Rules(5.0, 4, 3, FLAGGED), "normal", 0.5, location=5.0
    ),
    "some resemble many, one candidate, three tries": Case(
        1.0, Rules(5.2, 1, 3, FLAGGED), "gumbel", 0.3, location=5.5
    ),
    "all alike, four candidates, three tries": Case(
        0.0, Rules(4.8, 4, 3, FLAGGED), "gumbel", 0.5, location=5.2
    ),
    "all alike, four candidates, few flagged": Case(
        0.0, Rules(4.4, 4, 1, (0.1, 0.02)), "normal", 0.2
    ),
    "all alike, one group missed more often": Case(
        0.0, Rules(4.9, 4, 3, FLAGGED), "normal", 0.6, miss_odds=(1.0, 4.0), images=(1, 1)
    ),
    "all alike, any candidate": Case(0.0, Rules(5.2, 1, 1, ANY), "logistic", 1.0, scale=0.5),
    "all alike, one candidate, nothing persists": Case(
        0.0, replace(Rules(5.0, 1, 3, FLAGGED), look_alikes=0.0, stuck=0.0), "power_law", 0.6,
        location=5.4,
    ),
    "some resemble many, everything persists": Case(
        1.0, replace(Rules(5.0, 4, 3, FLAGGED), look_alikes=1.0, stuck=1.0), "logistic", 0.6,
        location=5.4,
    ),
    "all alike, clear of the second by a tenth": Case(
        0.0, Rules(5.0, 1, 1, FLAGGED, margin=1.0), "normal", 0.6, location=5.6
    ),
    "some resemble many, clear of the second, three tries": Case(
        1.0, Rules(5.0, 1, 3, FLAGGED, margin=0.6), "logistic", 0.5, location=5.4, scale=0.5
    ),
    "few resemble very many, clear of the second by two, three tries": Case(
        10.0, Rules(5.2, 1, 3, ANY, margin=2.0), "power_law", 1.0, location=6.4
    ),
    "record by record, clear of the second, three tries": Case(
        1.0, Rules(4.8, 1, 3, FLAGGED, margin=0.5), "gumbel", 0.4, location=5.4, one_by_one=True
    ),
    "some resemble many, clear of the second, nothing persists": Case(
        1.0, replace(Rules(5.0, 1, 3, FLAGGED, margin=1.0), look_alikes=0.0, stuck=0.0), "normal",
        0.5, location=5.6,
    ),
}  # fmt: skip


def drifting(drift: Floats) -> tuple[Reference, Reference]:
    """A reference population that stays as it is, and parts outside it that drift."""
    worlds, parts = drift.shape
    zero, alone = np.zeros((worlds, 1)), np.ones((worlds, 1))
    rates = np.concatenate([(parts + 1) * alone, 0.0 * drift], axis=1)
    moving = Reference(rates, np.concatenate([zero, drift], axis=1))
    return moving, Reference(alone, zero)


def even_field() -> ImpostorField:
    """A field of two groups that are alike."""
    one = np.ones(1)
    alike = Contrast(one, one, one, 0.0 * one, MEASURED_AT * one)
    composition = ProbesAndRecords(GROUPS, np.full((1, 2), 0.5), RECORDS[None].astype(float))
    return impostor_field(alike, composition)


def service_of(case: Case) -> Service:
    """The same setting for the closed form."""
    rules, one = case.rules, np.ones(1)
    rates = CAPTURE_EFFECT * RATIOS
    by_source = np.einsum("gh,jh->gj", rates, RECORDS)
    total = by_source.sum(axis=1)
    share, log_odds, slope, studied_at = rules.review
    law = FittedLaw(
        case.not_findable * one,
        case.location * one,
        case.scale * one,
        np.array([TAILS.index(case.tail)]),
    )
    images = Images(
        older_by=np.array([case.older_by]),
        records=np.array([case.images], dtype=float),
        unusable=np.array([case.unusable]),
        dependence=np.zeros(1),
    )
    return Service(
        field=replace(
            even_field(),
            weight=total[None],
            lumps=(np.einsum("gh,jh->g", rates**2, RECORDS) / total)[None],
            sources=(by_source / total[:, None])[None],
            reference=drifting(DRIFT[None]),
            region=(1, 2),
            sex=(0, 0),
            measured_at=MEASURED_AT * one,
        ),
        mates=mates(law, images, np.array([case.miss_odds])),
        threshold=rules.threshold * one,
        variance=case.variance * one,
        accepted=np.array([rules.accepted]),
        list_length=np.array([rules.list_length]),
        tries=np.array([rules.tries]),
        retries=Retries(rules.look_alikes * one, rules.stuck * one),
        review=Review(share * one, np.full((1, 2), log_odds), slope * one, studied_at * one),
        plan=SearchPlan(RULES[-1]),
        margin=rules.margin * one if rules.margin else None,
    )


def expected_cells(case: Case, service: Service, found: Returned, at: tuple[int, int]) -> Floats:
    """The probabilities of the closed form, in the order of the case's cells."""
    group, home = at
    one = Returned(*(part[0, group, home] for part in found))
    refused = 1.0 - case.own_accepted
    by_source = service.field.sources[0, group] * service.accepted[0]
    upheld = one.upheld + refused * one.behind_upheld
    withdrawn = one.withdrawn + refused * one.behind_withdrawn
    stranger = np.outer(by_source / by_source.sum(), [upheld, withdrawn])
    alone = [one.nothing, one.nobody + refused * one.nobody_behind, case.own_accepted * one.own]
    return np.concatenate([alone, stranger.ravel()])


@pytest.mark.parametrize("group", [0, 1])
@pytest.mark.parametrize("name", list(CASES))
def test_one_search_returns_what_brute_force_returns(name: str, group: int) -> None:
    """Every cell of the closed form, for a person who is not enrolled and for either home."""
    case = CASES[name]
    many = SEARCHES_RECORD_BY_RECORD if case.one_by_one else SEARCHES
    rng = np.random.default_rng([list(CASES).index(name), group])
    gallery = Gallery(RECORDS, CAPTURE_EFFECT * RATIOS[group], float(DRIFT[group]))
    frailty = frailties(rng, case.variance, many)
    strangers = tries_of(
        rng,
        case.rules,
        lambda share: gallery.strangers(rng, share * frailty, case.rules.lowest, case.one_by_one),
    )
    service = service_of(case)
    absent, enrolled = search(service)
    far = []
    for home in (None, 0, 1):
        own_accepted = rng.random(many) < case.own_accepted
        drawn = simulate(rng, case.rules, strangers, case.own(rng, many, group, home), own_accepted)
        found = (absent, (group, 0)) if home is None else (enrolled, (group, home))
        expected = expected_cells(case, service, *found)
        counts = np.bincount(drawn, minlength=len(CELLS)).tolist()
        labels = [f"home {home}, {cell}" for cell in CELLS]
        far += surprises(
            dict(zip(labels, expected.tolist(), strict=True)),
            dict(zip(labels, counts, strict=True)),
            many,
        )
    assert [] == far


def test_brute_force_notices_an_error_of_a_tenth() -> None:
    """The comparison has power: a tenth more or less in any usual cell is found."""
    service = service_of(CASES["some resemble many, four candidates"])
    _, enrolled = search(service)
    for chance in (enrolled.own, enrolled.nothing, enrolled.nobody, enrolled.upheld):
        usual = float(chance[0, 0, 0])
        count = round(usual * SEARCHES)
        assert [] == surprises({"cell": usual}, {"cell": count}, SEARCHES)
        for wrong in (0.9, 1.1):
            assert [] != surprises({"cell": usual * wrong}, {"cell": count}, SEARCHES)


# One stop


SEX_RATIO, CROSS_SEX = 4.0, 0.3
# Pairs of women, mixed pairs, pairs of men, over their mean: the reference has as many of each sex.
MIXED = CROSS_SEX * SEX_RATIO**0.5
BY_SEX = np.array([[SEX_RATIO, MIXED], [MIXED, 1.0]]) / ((SEX_RATIO + 2.0 * MIXED + 1.0) / 4.0)


@dataclass(frozen=True)
class Relatives:
    """Identical and fraternal twins, and siblings, of one's own sex; alike at rarity 4."""

    number: tuple[float, float, float] = (0.4, 0.3, 0.9)
    alike: tuple[float, float, float] = (0.95, 0.7, 0.4)
    decline: tuple[float, float, float] = (0.1, 0.4, 0.8)
    together: float = 0.35

    def draw(
        self, rng: np.random.Generator, enrolled: Flags, share: float, threshold: float
    ) -> Flags:
        """Who has kin that are enrolled and at mate level: each relative drawn for themselves."""
        many = len(enrolled)
        luck = rng.random(many)
        identical, fraternal = luck < self.number[0], luck >= 1.0 - self.number[1]
        found = np.zeros(many, dtype=np.bool_)
        brothers = np.asarray(rng.poisson(self.number[2], many), dtype=np.int64)
        for which, have in enumerate((identical * 1, fraternal * 1, brothers)):
            alike = self.alike[which] * 10.0 ** -(self.decline[which] * (threshold - 4.0))
            for one in range(int(have.max())):
                shared = np.where(
                    rng.random(many) < self.together, enrolled, rng.random(many) < share
                )
                found |= (have > one) & shared & (rng.random(many) < alike)
        return found


@dataclass(frozen=True)
class Programme:
    """Everything about one programme, in words and numbers; pairs by group or by source."""

    any_candidate: bool
    rules: Rules
    variance: float
    enrolled: tuple[float, float] = (0.5, 0.3)
    sought: tuple[float, float] = (0.2, 0.4)
    opt_out: tuple[float, float] = (0.05, 0.1)
    home: tuple[tuple[float, float], tuple[float, float]] = ((0.7, 0.3), (0.4, 0.6))
    kin: Relatives = Relatives()
    wrongly_flagged: tuple[float, float] = (0.1, 0.2)
    flag_missing: tuple[float, float] = (0.15, 0.05)
    conditions: tuple[float, float] = (0.7, 0.3)
    capture_effect: tuple[float, float] = (1.0, 3.0)
    growth: float = 1.3
    tails: tuple[TailFamily, TailFamily] = ("normal", "gumbel")
    location: tuple[float, float] = (6.0, 5.4)
    scale: tuple[float, float] = (0.8, 0.6)
    not_findable: tuple[float, float] = (0.04, 0.1)
    miss_odds: tuple[float, float] = (1.0, 2.5)
    unusable: tuple[float, float] = (0.02, 0.05)
    older_by: tuple[float, float] = (0.1, 0.5)
    false_rejection: float = 0.2
    operational_failures: float = 0.08

    def mate(self, condition: int, group: int, home: int) -> Mate:
        """A mate in one condition: lost with the person, or because the image is unusable."""
        lost = one_lost(self.not_findable[condition], self.unusable[home])
        location = self.location[condition] - self.older_by[home]
        odds = self.miss_odds[group]
        return Mate(self.tails[condition], location, self.scale[condition], lost, odds)


PROGRAMMES = (
    Programme(any_candidate=False, rules=Rules(4.5, 4, 3, (0.3, 0.1)), variance=1.0),
    Programme(any_candidate=True, rules=Rules(4.9, 1, 1, ANY), variance=10.0),
    Programme(any_candidate=False, rules=Rules(4.7, 1, 2, (0.3, 0.1), margin=0.8), variance=1.0),
    Programme(
        any_candidate=False,
        rules=Rules(4.6, 1, 3, (0.3, 0.1), until_reference=True),
        variance=1.0,
    ),
    Programme(
        any_candidate=False,
        rules=Rules(4.8, 2, 1, (0.6, 0.4)),
        variance=1.0,
        kin=Relatives(number=(0.6, 0.3, 1.2), decline=(0.1, 0.2, 0.3), together=0.8),
        wrongly_flagged=(0.3, 0.4),
        flag_missing=(0.4, 0.2),
    ),
)
SOURCES = ("a", "b")


def drawn_stops(rng: np.random.Generator, programme: Programme, group: int, many: int) -> list[str]:
    """What happens to each of many stops of people of one group."""
    enrolled = rng.random(many) < programme.enrolled[group]
    sought = enrolled & (rng.random(many) < programme.sought[group])
    sent = rng.random(many) >= programme.operational_failures
    sent &= rng.random(many) >= programme.opt_out[group]
    truth = np.where(sought, "sought", np.where(enrolled, "enrolled", "not_enrolled"))
    ends = np.full(many, "no_search none ", dtype="U32")
    condition = np.where(rng.random(many) < programme.conditions[0], 0, 1)
    for number in (0, 1):
        here = np.flatnonzero(sent & (condition == number))
        ends[here] = drawn_searches(rng, programme, (group, number), enrolled[here], sought[here])
    return [f"{who} {end}" for who, end in zip(truth.tolist(), ends.tolist(), strict=True)]


def drawn_searches(
    rng: np.random.Generator,
    programme: Programme,
    at: tuple[int, int],
    enrolled: Flags,
    sought: Flags,
) -> NDArray[np.str_]:
    """How searches in one condition end: candidate, verdict and source of a stranger's record."""
    (group, condition), many, rules = at, len(enrolled), programme.rules
    home = np.where(rng.random(many) < programme.home[group][0], 0, 1)
    has_kin = programme.kin.draw(rng, enrolled, programme.enrolled[group], rules.threshold)
    kin_first = rng.random(many) < 0.5
    wrong = rng.random(many) < np.array(programme.wrongly_flagged)[home]
    missing = rng.random(many) < np.array(programme.flag_missing)[home]
    flagged = rng.random(many) < np.array(rules.accepted)[home]
    own_flag = np.where(sought, ~missing, wrong) | programme.any_candidate
    kin = has_kin & (~enrolled | kin_decides(rules, kin_first, own_flag, flagged))
    gallery = Gallery(
        RECORDS, programme.capture_effect[condition] * BY_SEX[group], growth=programme.growth
    )
    frailty = frailties(rng, programme.variance, many)
    own = [programme.mate(condition, group, source) for source in (0, 1)]

    def draw_own() -> Floats:
        rarity = np.where(home == 0, *(mate.draw(rng, many) for mate in own))
        return np.where(enrolled | kin, rarity, -np.inf)

    def draw(share: float) -> Candidates:
        return gallery.strangers(rng, share * frailty, rules.lowest, one_by_one=False)

    accepted = np.where(kin, flagged, own_flag)
    answer = simulate(rng, rules, tries_of(rng, rules, draw), draw_own, accepted)
    rejected = rng.random(many) < rules.review[0] * programme.false_rejection
    verdict = np.where(rejected, "withdrawn", "upheld")
    relative = np.char.add(np.char.add("kin ", verdict), np.array([" a", " b"])[home])
    whose = np.where(wrong & ~sought, "own_wrong ", "own ")
    mine = np.char.add(np.char.add(whose, verdict), " ")
    names = ["nothing none ", "nobody none ", ""]
    names += [f"stranger {v} {s}" for s in SOURCES for v in ("upheld", "withdrawn")]
    alone = np.array(names)[answer]
    return np.asarray(np.where(answer == OWN, np.where(kin, relative, mine), alone))


def kin_decides(rules: Rules, kin_first: Flags, own: Flags, kin: Flags) -> Flags:
    """
    Where both stand at mate level, one behind the other: whether the answer rests on that of kin.

    `own` and `kin` say which of them the rule accepts. A list is looked through from its first
    candidate until the rule accepts one; of a list of one the first alone is looked at.
    """
    order = np.where(kin_first[:, None], [1, 0], [0, 1])
    if rules.list_length == 1 and not rules.until_reference:
        return np.asarray(order[:, 0] == 1)
    accepted = np.take_along_axis(np.stack([own, kin], axis=1), order, axis=1)
    decides = accepted.argmax(axis=1)
    return np.asarray(order[np.arange(len(order)), decides] == 1)


def terms_of(programmes: tuple[Programme, ...]) -> Terms:
    """The same programmes for the closed form, one world each."""

    def column(name: str) -> Floats:
        return np.array([getattr(programme, name) for programme in programmes], dtype=float)

    def of_rules(name: str) -> Floats:
        return np.array([getattr(programme.rules, name) for programme in programmes], dtype=float)

    worlds = len(programmes)
    one, review = np.ones(worlds), of_rules("review")
    field = impostor_field(
        Contrast(one, SEX_RATIO * one, CROSS_SEX * one, 0.0 * one, 4.0 * one),
        ProbesAndRecords(
            cells=GROUPS,
            probes=np.full((worlds, 2), 0.5),
            records=np.broadcast_to(RECORDS, (worlds, 2, 2)).astype(float),
        ),
    )
    return Terms(
        people=People(
            stopped=np.full((worlds, 2), 0.5),
            enrolled=column("enrolled"),
            sought=column("sought"),
            citizens=np.full((worlds, 2), 0.5),
            opt_out=column("opt_out"),
            home=column("home"),
            kin=Kin(
                *(
                    np.array([getattr(programme.kin, name) for programme in programmes])
                    for name in ("number", "alike", "decline", "together")
                )
            ),
        ),
        records=Records(
            any_candidate=np.array([programme.any_candidate for programme in programmes]),
            accepted=of_rules("accepted"),
            wrongly_flagged=column("wrongly_flagged"),
            flag_missing=column("flag_missing"),
        ),
        conditions=tuple(
            CaptureCondition(
                share=column("conditions")[:, number],
                capture_effect=column("capture_effect")[:, number],
                law=FittedLaw(
                    column("not_findable")[:, number],
                    column("location")[:, number],
                    column("scale")[:, number],
                    np.array([TAILS.index(programme.tails[number]) for programme in programmes]),
                ),
                residual=0.0 * one,
            )
            for number in (0, 1)
        ),
        field=field.scaled(capture_effect=one, records=column("growth")),
        images=Images(
            older_by=column("older_by"),
            records=np.ones((worlds, 2)),
            unusable=column("unusable"),
            dependence=0.5 * one,
        ),
        miss_odds=column("miss_odds"),
        variance=column("variance"),
        threshold=of_rules("threshold"),
        gallery=float(RECORDS.sum()) * one,
        design_gallery=float(RECORDS.sum()) * one,
        list_length=of_rules("list_length").astype(np.int64),
        tries=of_rules("tries").astype(np.int64),
        retries=Retries(of_rules("look_alikes"), of_rules("stuck")),
        review=Review(
            share=review[:, 0],
            log_odds=np.repeat(review[:, 1:2], 2, axis=1),
            slope=review[:, 2],
            studied_at=review[:, 3],
        ),
        false_rejection=column("false_rejection"),
        operational_failures=column("operational_failures"),
        margin=of_rules("margin"),
        until_reference=of_rules("until_reference").astype(np.bool_),
    )


@pytest.mark.parametrize("group", [0, 1])
@pytest.mark.parametrize("world", range(len(PROGRAMMES)))
def test_one_stop_ends_as_brute_force_ends_it(world: int, group: int) -> None:
    """Truth, capture, kin, flags, review and source: every cell of the outcome table."""
    outcomes = expected_outcomes(terms_of(PROGRAMMES), ("f", "m"), SOURCES)
    expected = {
        f"{truth} {'kin' if cell.kin else cell.candidate} {cell.review} {cell.source}": float(
            chance
        )
        for truth, row in zip(TRUTHS, outcomes.table[world, group], strict=True)
        for cell, chance in zip(outcomes.cells, row.tolist(), strict=True)
    }
    rng = np.random.default_rng([7, world, group])
    counts = Counter(drawn_stops(rng, PROGRAMMES[world], group, STOPS))
    assert set() == set(counts) - set(expected)
    assert [] == surprises(expected, counts, STOPS)
    assert sum(chance > 100 / STOPS for chance in expected.values()) >= 20
