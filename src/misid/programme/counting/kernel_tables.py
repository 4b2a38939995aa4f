"""One world's parameters, laid out flat for the kernels: plain arrays, one row a thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from misid.arrays import Floats, PhiloxWords
from misid.errors import MeaningError
from misid.machine.memo import take
from misid.matching import ImpostorField, MateLaw, false_positive_identification_rate, mates
from misid.matching.measured_mates import MeasuredLaw
from misid.programme.counting.alias import Columns, columns
from misid.programme.counting.profiles import Profile, profiles
from misid.programme.group_thresholds import group_thresholds
from misid.programme.impostor_curves import impostor_curves
from misid.programme.outcomes import NO_SEARCH, NOTHING, TRUTHS, cell_count
from misid.programme.parameters import CaptureCondition, Terms
from misid.programme.rules import rules_of

RecordTable = NDArray[np.void]

STEP, STEPS = 0.125, 320
"""Factors of e in the number of strangers from point to point, and how many points follow."""
LEADING_BITS = 40
"""Bits that decide whether a rare thing happens; more are drawn only where it does."""


MATE = np.dtype(
    [
        ("tail", np.int64),
        ("condition", np.int64),
        ("knots", np.int64),
        ("older_by", np.float64),
        ("images", np.float64),
        ("one_lost", np.float64),
        ("found", np.float64),
        ("above", np.float64),
        ("missed", np.float64),
        ("never", np.float64),
    ]
)
"""
The law of the record at mate level, one entry a condition, group and home.

Its `tail`, the `condition` and its number of `knots`, and how far age has moved it down the axis.
`images`: what the images of a person are worth; `one_lost`: one of them cannot be found; `found`:
any of so many can. `above`: a findable person's best image is shown; `missed`: nothing is shown at
one try; `never`: nothing is at any.
"""

PROFILE = np.dtype(
    [
        ("place", np.int64),
        ("group", np.int64),
        ("mate", np.int64),
        ("missed", np.uint64),
        ("base", np.int64),
        ("empty", np.int64),
        ("alone", np.int64),
    ]
)
"""
What is settled about a stop before the search, one entry a profile.

`place` and `mate` are positions among the strangers' curves and the mates, `base` that of group and
truth among all cells; `missed` as in `World.leads`. `empty` and `alone` are the cells where the
search returns nothing, and where it returns the record at mate level alone.
"""


class SearchRules(NamedTuple):
    """One world's numbers for every search; `lasting` and `stuck` are what persists over tries."""

    variance: float
    lasting: float
    stuck: float
    list_length: int
    tries: int
    reviewed: float
    slope: float
    studied_at: float
    reviewers: float
    until_reference: bool = False


class World(NamedTuple):
    """
    Everything that the kernels read; few arrays, since each costs time where it is passed on.

    `leads` are, by profile, the numbers of `LEADING_BITS` bits below which a stranger may be among
    the candidates of any try, and below which nothing at mate level ever is. `settled` has the
    entries `PROFILE`, `mates` the entries `MATE`; `knots` are the points through which the deviate
    of a condition's mates runs, (conditions, knots, 3): rarity, deviate, slope. `expected` and
    `curve` are those of `strangers`. `sources` is the share of each source among strangers'
    records, (groups, sources), `accepted` the share of them that the reference rule accepts;
    `log_odds` of a reviewer's being fooled.
    """

    columns: Columns
    leads: PhiloxWords
    settled: RecordTable
    expected: Floats
    curve: Floats
    mates: RecordTable
    knots: Floats
    rules: SearchRules
    sources: Floats
    accepted: Floats
    log_odds: Floats


def world_of(terms: Terms, row: int = 0) -> World:
    """
    The parameters of one world.

    Args:
        terms: a scenario's inputs in each world.
        row: which of them.
    Raises: MeaningError: a margin to the second candidate, which the kernels do not draw.
    """
    one = take(terms, np.array([row]))
    if one.margin is not None and one.margin[0] > 0:
        raise MeaningError(
            f"answer.margin is {one.margin[0]:g}, but searches are not drawn one by one with a "
            "margin to the second candidate.",
            use="misid run, which works it out, or answer.margin: 0",
        )
    at = group_thresholds(one)
    thresholds = np.repeat(one.threshold, one.field.weight.shape[1]) if at is None else at[0]
    rules = _search_rules(one)
    expected, curve = strangers(one, thresholds)
    mate = np.concatenate(
        [_mates(one, number, thresholds, rules) for number in range(len(one.conditions))]
    )
    entries = profiles(one, thresholds)
    leads = _leads(entries, expected, mate, rules)
    return World(
        columns=columns(np.array([entry.share for entry in entries])),
        leads=leads,
        settled=_settled(entries, leads, len(one.records.accepted[0])),
        expected=expected,
        curve=curve,
        mates=mate,
        knots=_knots([condition.law for condition in one.conditions]),
        rules=rules,
        sources=one.field.sources[0],
        accepted=one.records.accepted[0].astype(np.float64),
        log_odds=one.review.log_odds[0],
    )


def leading(share: Floats) -> PhiloxWords:
    """The number of `LEADING_BITS` bits below which a share of such numbers lies, rounded up."""
    return np.ceil(np.ldexp(share, LEADING_BITS)).astype(np.uint64)


def _search_rules(one: Terms) -> SearchRules:
    rules = rules_of(one)
    return SearchRules(
        variance=float(one.variance[0]),
        lasting=float(rules.persistence[0]),
        stuck=float(one.retries.mates[0]),
        list_length=int(rules.list_length[0]),
        tries=int(rules.tries[0]),
        reviewed=float(rules.reviewed[0]),
        slope=float(rules.slope[0]),
        studied_at=float(rules.studied_at[0]),
        reviewers=float(rules.reviewers[0]),
        until_reference=bool(rules.until_reference[0]),
    )


def strangers(one: Terms, thresholds: Floats) -> tuple[Floats, Floats]:
    """
    Strangers of each place, conditions outside and groups inside.

    Args:
        one: terms of one world.
        thresholds: of each group, shape (groups,).
    Returns: how many are expected at the threshold; and the rarity at which `e^(-i STEP)` of them
        are left, with its rise over one step, shape (places, points, 2).
    """
    depths = STEP * np.arange(STEPS + 1, dtype=np.float64)
    curves = [
        impostor_curves(_field(one, condition), thresholds[None], depths)
        for condition in one.conditions
    ]
    points = [np.stack([curve.rarity[0], STEP * curve.slope[0]], axis=-1) for curve in curves]
    return np.concatenate([curve.expected[0] for curve in curves]), np.concatenate(points)


def _field(one: Terms, condition: CaptureCondition) -> ImpostorField:
    effect = condition.capture_effect
    return one.field.scaled(capture_effect=effect, records=np.ones_like(effect))


def _points(law: MateLaw) -> Floats:
    """The knots of a law in the first world, (knots, 3); one stands for a straight line."""
    if isinstance(law, MeasuredLaw):
        return np.stack([law.rarity[0], law.deviate[0], law.slope[0]], axis=1)
    return np.array([[law.location[0], 0.0, 1.0 / law.scale[0]]])


def _knots(laws: Sequence[MateLaw]) -> Floats:
    points = [_points(law) for law in laws]
    knots = np.zeros((len(points), max(map(len, points)), 3))
    for number, each in enumerate(points):
        knots[number, : len(each)] = each
    return knots


def _mates(one: Terms, number: int, thresholds: Floats, rules: SearchRules) -> RecordTable:
    """Groups outside, homes inside."""
    law, images = one.conditions[number].law, one.images
    mate = mates(law, images, one.miss_odds)
    laws = np.zeros(mate.lost[0].shape, dtype=MATE)
    laws["tail"], laws["condition"], laws["knots"] = law.tail[0], number, len(_points(law))
    laws["older_by"] = images.older_by[0]
    laws["images"], laws["one_lost"] = images.effective()[0], mate.one_lost[0]
    laws["found"] = 1.0 - mate.one_lost[0] ** images.effective()[0]
    laws["above"] = mate.split(thresholds[None])[1][0].T
    lost = mate.lost[0]
    laws["missed"] = missed = lost + (1.0 - lost) * (1.0 - laws["above"])
    again = 1.0 if rules.tries == 1 else missed ** (rules.tries - 1)
    stuck = 1.0 if rules.tries == 1 else rules.stuck
    laws["never"] = missed * (stuck + (1.0 - stuck) * again)
    return laws.reshape(-1)


def _leads(
    entries: list[Profile], expected: Floats, mate: RecordTable, rules: SearchRules
) -> PhiloxWords:
    places = np.array([entry.place for entry in entries])
    laws = np.array([entry.mate for entry in entries])
    tries = 1.0 + (rules.tries - 1) * (1.0 - rules.lasting)
    stranger = false_positive_identification_rate(expected * tries, rules.variance)
    return np.stack(
        [
            leading(np.where(places >= 0, stranger[places], 0.0)),
            leading(np.where(laws >= 0, mate["never"][laws], 1.0)),
        ],
        axis=1,
    )


def _settled(entries: list[Profile], leads: PhiloxWords, sources: int) -> RecordTable:
    settled = np.zeros(len(entries), dtype=PROFILE)
    for name in ("place", "group", "mate", "alone"):
        settled[name] = [getattr(entry, name) for entry in entries]
    truth = np.array([entry.truth for entry in entries])
    settled["base"] = (settled["group"] * len(TRUTHS) + truth) * cell_count(sources)
    settled["empty"] = np.where(settled["place"] >= 0, NOTHING, NO_SEARCH)
    settled["missed"] = leads[:, 1]
    return settled
