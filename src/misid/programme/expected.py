"""The closed form: the outcome table of a scenario, exact for its law, in every world at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count

import numpy as np
from numpy.typing import NDArray

from misid.matching import Field, mates
from misid.programme.by_group import expected_strangers, group_thresholds, one_group
from misid.programme.ends import ends, ends_among_flagged
from misid.programme.outcomes import TRUTHS, Outcomes, cells
from misid.programme.quadrature import RULES, needed_rule
from misid.programme.search import Plan, Review, Service, search
from misid.programme.terms import Condition, Records, Terms
from misid.quantities import take

Floats = NDArray[np.float64]
Progress = Callable[[int], None]
Batch = tuple[NDArray[np.int64], Plan]

# Worlds times points at a time: arrays that stay in the processor's cache.
_CHUNK = 7_500


def expected_outcomes(
    terms: Terms,
    groups: tuple[str, ...],
    sources: tuple[str, ...],
    progress: Progress | None = None,
) -> Outcomes:
    """
    The outcome table in every world.

    Args:
        terms: a scenario's inputs in each world.
        groups: names of the groups.
        sources: names of the gallery sources.
        progress: told how many worlds are done, each time some are.
    Returns: probabilities for one stop of each group.
    """
    table = np.empty((*terms.people.enrolled.shape, len(TRUTHS), len(cells(sources))))
    thresholds = group_thresholds(terms)

    def fill(batch: Batch) -> int:
        rows, plan = batch
        some = take(terms, rows)
        if thresholds is not None and some.per_group is not None and some.per_group.all():
            table[rows] = _table_by_group(some, thresholds[rows], plan, len(sources))
        else:
            table[rows] = _table(some, plan, len(sources))
        return len(rows)

    pool = ThreadPoolExecutor(cpu_count() or 1)
    try:
        for done in pool.map(fill, _batches(terms, thresholds)):
            if progress is not None:
                progress(done)
    finally:
        pool.shutdown(cancel_futures=True)
    return Outcomes(groups, cells(sources), table)


def _batches(terms: Terms, thresholds: Floats | None) -> Iterator[Batch]:
    """Worlds that need the same work together; so no world's result depends on another's."""
    each = [_needed(terms, condition, thresholds) for condition in terms.conditions]
    rules = np.max(each, axis=0)
    per_group = np.zeros_like(rules) if terms.per_group is None else terms.per_group
    paths = (_several(terms.review), _only_flagged(terms.records), per_group)
    kinds = np.stack([terms.list_length, terms.tries, rules, *paths], axis=1)
    found, kind = np.unique(kinds, axis=0, return_inverse=True)
    for number, (length, tries, rule, *_) in enumerate(found.tolist()):
        rows = np.flatnonzero(kind.reshape(-1) == number)
        size = _CHUNK // len(RULES[rule].weights)
        for start in range(0, len(rows), size):
            yield rows[start : start + size], Plan(length, tries, RULES[rule])


def _several(review: Review) -> NDArray[np.bool_]:
    """Whether more than one person decides: dearer, so such worlds are worked out apart."""
    if review.independent is None:
        return np.zeros(len(review.share), dtype=bool)
    return np.asarray(review.independent != 1.0)


def _only_flagged(records: Records) -> NDArray[np.bool_]:
    """Whether a person's record may be left out of the search: another tree of ends."""
    if records.searched is None:
        return np.zeros(len(records.any_candidate), dtype=bool)
    return records.searched.only_flagged


def _needed(terms: Terms, condition: Condition, thresholds: Floats | None) -> NDArray[np.int64]:
    lowest = terms.threshold if thresholds is None else thresholds.min(axis=1)
    expected = expected_strangers(_field(terms, condition), terms, thresholds)
    return needed_rule(expected, terms.variance, condition.law, lowest, terms.list_length)


def _field(terms: Terms, condition: Condition) -> Field:
    one = np.ones_like(condition.capture_effect)
    return terms.field.scaled(capture_effect=condition.capture_effect, records=one)


def _table_by_group(terms: Terms, thresholds: Floats, plan: Plan, sources: int) -> Floats:
    """The same table where each group has a threshold of its own: one group after the other."""
    tables = [
        _table(one_group(terms, group, thresholds[:, group]), plan, sources)
        for group in range(thresholds.shape[1])
    ]
    return np.concatenate(tables, axis=1)


def _table(terms: Terms, plan: Plan, sources: int) -> Floats:
    """Joint probability of truth and outcome: (worlds, groups, truths, cells)."""
    people = terms.people
    failed = terms.operational_failures[:, None]
    sent = (1.0 - failed) * (1.0 - people.opt_out)
    table = np.zeros((*people.enrolled.shape, len(TRUTHS), 7 + 2 * sources))
    table[..., 0] = (failed + (1.0 - failed) * people.opt_out)[..., None]
    for condition in terms.conditions:
        weight = sent * condition.share[:, None]
        table[..., 1:] += weight[..., None, None] * _searched(terms, condition, plan)
    return table * _truths(terms)[..., None]


def _truths(terms: Terms) -> Floats:
    enrolled, sought = terms.people.enrolled, terms.people.sought
    return np.stack([1.0 - enrolled, enrolled * (1.0 - sought), enrolled * sought], axis=-1)


def _searched(terms: Terms, condition: Condition, plan: Plan) -> Floats:
    """Outcomes of a search in one condition, given the truth: (worlds, groups, truths, cells)."""
    service = _service(terms, condition, plan)
    absent, enrolled = search(service)
    searched = terms.records.searched
    some = searched is not None and searched.only_flagged.all()
    end = ends_among_flagged if some else ends
    return end(terms, _stranger_sources(service), absent, enrolled)


def _service(terms: Terms, condition: Condition, plan: Plan) -> Service:
    return Service(
        field=_field(terms, condition),
        mates=mates(condition.law, terms.images, terms.miss_odds),
        threshold=terms.threshold,
        variance=terms.variance,
        accepted=terms.records.accepted,
        retries=terms.retries,
        review=terms.review,
        plan=plan,
    )


def _stranger_sources(service: Service) -> Floats:
    """Share of each source among the strangers' records that are the answer."""
    share = service.field.sources * service.accepted[:, None]
    total = share.sum(axis=2, keepdims=True)
    return np.asarray(np.divide(share, total, out=np.zeros_like(share), where=total > 0))
