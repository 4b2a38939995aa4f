"""The searches of a programme in one capture condition, in every world at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from misid.arrays import Flags, Floats, Integers
from misid.machine.memo import ByColumn, take
from misid.machine.threads import side_by_side
from misid.matching import Images, ImpostorField, MateLaw, bends, mates, no_candidate
from misid.matching.threshold import intensity_by_group
from misid.programme.expected.quadrature import RULES, needed_rule
from misid.programme.expected.search import (
    Retries,
    Returned,
    Review,
    SearchPlan,
    Service,
    search,
    until_reference,
)
from misid.programme.parameters import CaptureCondition, Terms

Batch = tuple[slice, SearchPlan]

# Worlds times points at a time: arrays that stay in the processor's cache.
_CHUNK = 15_000
# A field without any record has no curve.
_FEWEST_ACCEPTED = 1e-12


@dataclass(frozen=True)
class Among:
    """The searches of all groups, and the places among them of those that are worked out."""

    every: Searches
    places: tuple[int, ...]


@dataclass(frozen=True)
class Searches(ByColumn):
    """
    All that decides what a search returns, and nothing else, one entry a world.

    `thresholds` are those of the groups, (worlds, groups): one for all unless `per_group`.
    `margin` is 0 where any distance to the second candidate will do. Where `until_reference`,
    photographs are taken until a reference is given, and `list_length` stands for nothing.
    `among`: the searches of all groups, where these are of some; it is they that decide the points.
    """

    field: ImpostorField
    law: MateLaw
    images: Images
    miss_odds: Floats
    thresholds: Floats
    per_group: Flags
    margin: Floats
    variance: Floats
    accepted: Floats
    list_length: Integers
    tries: Integers
    retries: Retries
    review: Review
    until_reference: Flags
    among: Among | None = None

    @classmethod
    def of(cls, terms: Terms, condition: CaptureCondition, thresholds: Floats) -> Searches:
        """The searches of a scenario in one condition."""
        one = np.ones_like(condition.capture_effect)
        until = _flags(terms.until_reference, one)
        return cls(
            field=terms.field.scaled(capture_effect=condition.capture_effect, records=one),
            law=condition.law,
            images=terms.images,
            miss_odds=terms.miss_odds,
            thresholds=thresholds,
            per_group=_flags(terms.per_group, one),
            margin=np.zeros_like(one) if terms.margin is None else terms.margin,
            variance=terms.variance,
            accepted=terms.records.accepted,
            list_length=np.where(until, 1, terms.list_length),
            tries=terms.tries,
            retries=_that_count(terms.retries, terms.tries),
            review=terms.review,
            until_reference=until,
        )

    def that_decide(self) -> Searches:
        """Until a reference is given, only records that the rule accepts: the first decides."""
        until = self.until_reference[:, None]
        share = np.einsum("wgj,wj->wg", self.field.sources, self.accepted)
        share = np.where(until, np.maximum(share, _FEWEST_ACCEPTED), 1.0)
        field = replace(self.field, weight=self.field.weight * share)
        accepted, among = np.where(until, 1.0, self.accepted), self.among
        if among is not None:
            among = replace(among, every=among.every.that_decide())
        return replace(self, field=field, accepted=accepted, among=among)

    def groups(self, numbers: Sequence[int] | Integers) -> Searches:
        """The same for some of the groups."""
        at = list(numbers)
        return replace(
            self,
            field=self.field.of_groups(at),
            miss_odds=self.miss_odds[:, at],
            thresholds=self.thresholds[:, at],
            review=replace(self.review, log_odds=self.review.log_odds[:, at]),
        )

    def own(self) -> tuple[Floats, ...]:
        """What each group has for itself, and no point of integration depends on."""
        return self.miss_odds, self.review.log_odds

    def only(self, columns: Integers) -> Searches:
        """The searches of some of the groups, at the points that those of all need."""
        return replace(self.groups(columns), among=Among(self, tuple(columns.tolist())))

    def service(self, plan: SearchPlan) -> Service:
        """What answers searches at the threshold of the first group."""
        return Service(
            field=self.field,
            mates=mates(self.law, self.images, self.miss_odds),
            threshold=self.thresholds[:, 0],
            variance=self.variance,
            accepted=self.accepted,
            list_length=self.list_length,
            tries=self.tries,
            retries=self.retries,
            review=self.review,
            plan=plan,
            margin=self.margin if self.margin.any() else None,
        )


def returned(searches: Searches) -> tuple[Returned, Returned]:
    """What searches return, for people without a record and with one."""
    rows = np.flatnonzero(searches.until_reference)
    if not len(rows):
        return _returned(searches)
    whole = _returned(searches.that_decide())
    repeated = until_reference(_nothing(take(searches, rows)), take(whole, rows))
    for all_, some in zip(whole, repeated, strict=True):
        for target, source in zip(all_, some, strict=True):
            target[rows] = source
    return whole


def _nothing(searches: Searches) -> tuple[Floats, Floats]:
    """Probability that no try returns anything, without a record and with one, by home."""
    tries, lasting = searches.tries[:, None], searches.retries.look_alikes[:, None]
    expected = _expected(searches)
    alone = no_candidate(
        expected * (1.0 + (tries - 1.0) * (1.0 - lasting)), searches.variance[:, None]
    )
    mate = mates(searches.law, searches.images, searches.miss_odds)
    below = np.swapaxes(mate.split(searches.thresholds)[0], 1, 2)
    missed = mate.lost + (1.0 - mate.lost) * below
    stuck = np.where(tries > 1, searches.retries.mates[:, None], 0.0)[..., None]
    never = missed * (stuck + (1.0 - stuck) * missed ** (tries - 1.0)[..., None])
    return alone[..., None], never * alone[..., None]


def _expected(searches: Searches) -> Floats:
    """Strangers expected above the threshold of each group, whichever groups are worked out."""
    if searches.among is None:
        return intensity_by_group(searches.field, searches.thresholds)[0]
    return _expected(searches.among.every)[:, list(searches.among.places)]


def _returned(searches: Searches) -> tuple[Returned, Returned]:
    groups = searches.thresholds.shape
    shapes = (*groups, 1), (*groups, searches.images.records.shape[1])
    absent, enrolled = (Returned(*(np.empty(shape) for _ in Returned._fields)) for shape in shapes)

    kind, plans = _plans(searches)
    order = np.argsort(kind, kind="stable")
    in_order = take(replace(searches, among=None), order)

    def fill(batch: Batch) -> None:
        at, plan = batch
        for whole, part in zip((absent, enrolled), _batch(take(in_order, at), plan), strict=True):
            for target, source in zip(whole, part, strict=True):
                target[order[at]] = source

    for _ in side_by_side(fill, _batches(kind, plans)):
        pass
    return absent, enrolled


def _that_count(retries: Retries, tries: Integers) -> Retries:
    """What persists, 0 where there is one try: work that it cannot move is not done again."""
    several = tries > 1
    return Retries(*(np.where(several, a, 0.0) for a in (retries.look_alikes, retries.mates)))


def _flags(flags: Flags | None, like: Floats) -> Flags:
    return np.zeros(like.shape, dtype=bool) if flags is None else flags


def _plans(searches: Searches) -> tuple[Integers, list[SearchPlan]]:
    """Which worlds need the same points, as (worlds,), and what each such kind of them needs."""
    searches = searches if searches.among is None else searches.among.every
    rules, turns = _needed(searches), _bends(searches)
    kind = np.zeros(len(rules), dtype=np.int64)
    for part in (rules, turns, searches.per_group, searches.margin > 0):
        kind = kind * (int(part.max()) + 1) + part
    _, firsts, kind = np.unique(kind, return_index=True, return_inverse=True)
    needed = np.stack((rules, turns), axis=1)[firsts].tolist()
    return kind, [SearchPlan(RULES[rule], bends) for rule, bends in needed]


def _batches(kind: Integers, plans: list[SearchPlan]) -> Iterator[Batch]:
    """Worlds in the order of their kinds, few at a time: none's result depends on another's."""
    ends = np.cumsum(np.bincount(kind, minlength=len(plans))).tolist()
    for start, end, plan in zip([0, *ends], ends, plans, strict=False):
        size = max(1, _CHUNK // (len(plan.rule.weights) * (1 + plan.bends)))
        for first in range(start, end, size):
            yield slice(first, min(first + size, end)), plan


def _bends(searches: Searches) -> Integers:
    """How often the law of mates bends above the lowest threshold of each world."""
    lowest = searches.thresholds.min(axis=1)
    places = bends(searches.law, searches.images, lowest)
    return np.asarray(np.count_nonzero(places > lowest[:, None], axis=1))


def _needed(searches: Searches) -> Integers:
    """The rule of integration that each world needs; with a margin, that of so many more."""
    lowest = searches.thresholds.min(axis=1)
    if searches.per_group.any():
        expected = _expected(searches)
    else:
        expected = searches.field.intensity(lowest[:, None])[0][..., 0]
    expected = expected * 10.0 ** searches.margin[:, None]
    return needed_rule(expected, searches.variance, searches.law, lowest, searches.list_length)


def _batch(searches: Searches, plan: SearchPlan) -> tuple[Returned, Returned]:
    """What searches return in worlds of one kind."""
    if not searches.per_group.any():
        return search(searches.service(plan))
    groups = range(searches.thresholds.shape[1])
    each = [search(searches.groups((number,)).service(plan)) for number in groups]
    absent, enrolled = (
        Returned(*(np.concatenate(part, axis=1) for part in zip(*parts, strict=True)))
        for parts in zip(*each, strict=True)
    )
    return absent, enrolled
