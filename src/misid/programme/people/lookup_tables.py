"""The closed form's law of one search as tables that machine code reads, one row a phase.

The law itself stands in `Terms`; here it is only tabulated. Strangers: the expected number at the
threshold, and the rarity at which so many are expected. Own records: how often they lie below a
rarity. Whoever draws from these tables draws from the closed form's law, whatever its tails.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from misid.arrays import Floats
from misid.matching import ImpostorField, mates
from misid.programme.group_thresholds import group_thresholds
from misid.programme.impostor_curves import impostor_curves
from misid.programme.parameters import CaptureCondition, Terms
from misid.programme.rules import Rules, rules_of

RARITY_STEP = 0.01
"""Step of the table of own records, in decades."""
INTENSITY_STEP = 0.25
"""Step of the table of strangers, in the logarithm of their expected number."""
_DECADES, _FOLDS = 30.0, 160
_SMALLEST = 1e-300
_SURELY = 1.0 - 1e-9


class LawTables(NamedTuple):
    """
    One search, by phase (first axis); then by condition, group and source where they matter.

    `no_search`, `enrolled`, `sought`, `citizens`: (phases, groups). `kin`: probability that a
    record of kin stands at mate level, for people without a record and with one, (phases, groups,
    sources, 2). `condition_upto`: cumulative, (phases, conditions); `home_upto` and `source_upto`:
    cumulative, (phases, groups, sources). `at_threshold`: strangers expected, (phases, conditions,
    groups); `rarity` and `slope`: where `exp(-k INTENSITY_STEP)` times that many are expected, and
    its fall for each unit of the logarithm, (..., steps). `lost`, `missed`: own record not
    findable, or below the threshold, (phases, conditions, groups, sources); `unfound`: those of
    them whom no stop finds, (phases, groups, sources); `stuck`: share of the others that this
    stop's further tries miss too, as `missed`; `below`: logarithm of how often a findable one lies
    below `lowest` and each further step, (phases, conditions, sources, steps). `variance` of
    look-alike frailty is a person's, so the same in all phases.
    """

    no_search: Floats
    condition_upto: Floats
    enrolled: Floats
    sought: Floats
    citizens: Floats
    kin: Floats
    home_upto: Floats
    source_upto: Floats
    at_threshold: Floats
    rarity: Floats
    slope: Floats
    lost: Floats
    missed: Floats
    unfound: Floats
    stuck: Floats
    below: Floats
    lowest: Floats
    variance: float
    rules: Rules


def tabulate(terms: Terms) -> LawTables:
    """
    The law of a scenario's searches as tables; a world of the terms becomes a phase.

    Args:
        terms: one entry a phase.
    """
    people = terms.people
    thresholds = group_thresholds(terms)
    lowest = terms.threshold if thresholds is None else thresholds.min(axis=1)
    at = np.repeat(terms.threshold[:, None], people.stopped.shape[1], axis=1)
    at = at if thresholds is None else thresholds
    depths = INTENSITY_STEP * np.arange(_FOLDS, dtype=np.float64)
    strangers = [impostor_curves(_field(terms, one), at, depths) for one in terms.conditions]
    own = [_own(terms, one, thresholds, lowest) for one in terms.conditions]
    shares = np.stack([one.share for one in terms.conditions], axis=1)
    missed = np.stack([one[1] for one in own], axis=1)
    unfound, stuck = _lasting(terms, missed)
    failed = terms.operational_failures[:, None]
    return LawTables(
        no_search=failed + (1.0 - failed) * people.opt_out,
        condition_upto=_upto(shares),
        enrolled=people.enrolled,
        sought=people.sought,
        citizens=people.citizens,
        kin=_kin(terms, at),
        home_upto=_upto(people.home),
        source_upto=_upto(_answering_sources(terms)),
        at_threshold=np.stack([one.expected for one in strangers], axis=1),
        rarity=np.stack([one.rarity for one in strangers], axis=1),
        slope=np.stack([one.slope for one in strangers], axis=1),
        lost=np.stack([one[0] for one in own], axis=1),
        missed=missed,
        unfound=unfound,
        stuck=stuck,
        below=np.stack([one[2] for one in own], axis=1),
        lowest=lowest,
        variance=float(terms.variance[0]),
        rules=rules_of(terms),
    )


def joined(laws: Sequence[LawTables]) -> LawTables:
    """
    Laws of one phase after another in one.

    Args:
        laws: of the same groups, conditions and sources, and of one look-alike variance.
    """
    first = laws[0]
    rules = Rules(
        *(np.concatenate(parts) for parts in zip(*(law.rules for law in laws), strict=True))
    )
    parts: dict[str, Any] = {
        name: np.concatenate([getattr(law, name) for law in laws])
        for name in LawTables._fields
        if name not in ("variance", "rules")
    }
    return first._replace(**parts, rules=rules)


def _kin(terms: Terms, thresholds: Floats) -> Floats:
    """By home, also where every record is searched and all homes are alike."""
    present = terms.kin_present(thresholds)
    by_home = [np.broadcast_to(part, terms.people.home.shape) for part in present]
    return np.stack(by_home, axis=-1)


def _upto(shares: Floats) -> Floats:
    """Cumulative shares; the last is 1 whatever rounding made of it."""
    # Machine code is made for an order of numbers in memory: one for every scenario.
    total = np.ascontiguousarray(np.cumsum(shares, axis=-1))
    total[..., -1] = 1.0
    return total


def _answering_sources(terms: Terms) -> Floats:
    """Where strangers' records come from, before the rule, (phases, groups, sources)."""
    share = terms.field.sources
    total = share.sum(axis=2, keepdims=True)
    return np.asarray(np.divide(share, total, out=np.zeros_like(share), where=total > 0))


def _field(terms: Terms, condition: CaptureCondition) -> ImpostorField:
    one = np.ones_like(condition.capture_effect)
    return terms.field.scaled(capture_effect=condition.capture_effect, records=one)


def _lasting(terms: Terms, missed: Floats) -> tuple[Floats, Floats]:
    """
    Who is found at no stop, and how often the others whom a stop misses stay missed at once.

    A record fails where all its images do: by being unusable, or by the record's share of the
    failures of the best condition, with which the photograph has nothing to do. Such people are
    missed at once too, and so are no more than all who are missed at once.
    """
    images, failing = terms.images, terms.records.failing
    least = np.min([one.law.not_findable for one in terms.conditions], axis=0)
    share = np.zeros_like(least) if failing is None else failing * least
    image = share[:, None] + (1.0 - share[:, None]) * images.unusable
    person = np.minimum(image ** images.effective(), _SURELY)[:, None]
    odds = terms.miss_odds[..., None] * person / (1.0 - person)
    at_once = terms.retries.mates[:, None, None, None] * missed
    unfound = np.minimum(odds / (1.0 + odds), at_once.min(axis=1))
    others = missed - unfound[:, None]
    left = np.maximum(at_once - unfound[:, None], 0.0)
    return unfound, np.divide(left, others, out=np.zeros_like(left), where=others > 0.0)


def _own(
    terms: Terms, condition: CaptureCondition, thresholds: Floats | None, lowest: Floats
) -> tuple[Floats, Floats, Floats]:
    """Not findable, below the threshold (both by group and source), and below each step."""
    curves = mates(condition.law, terms.images, terms.miss_odds)
    at = lowest[:, None] + np.arange(0.0, _DECADES, RARITY_STEP)
    below = np.maximum(curves.split(at)[0], _SMALLEST)
    first = np.broadcast_to(below[:, None, :, 0], curves.lost.shape)
    if thresholds is not None:
        first = np.swapaxes(np.maximum(curves.split(thresholds)[0], _SMALLEST), 1, 2)
    return curves.lost, curves.lost + (1.0 - curves.lost) * first, np.log(below)
