"""The closed form: the outcome table of a scenario, exact for its law, in every world at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count

import numpy as np
from numpy.typing import NDArray

from misid.matching import Field, mates
from misid.programme.ends import ends
from misid.programme.outcomes import TRUTHS, Outcomes, cells
from misid.programme.quadrature import RULES, needed_rule
from misid.programme.search import Plan, Service, search
from misid.programme.terms import Condition, Terms
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

    def fill(batch: Batch) -> int:
        rows, plan = batch
        table[rows] = _table(take(terms, rows), plan, len(sources))
        return len(rows)

    pool = ThreadPoolExecutor(cpu_count() or 1)
    try:
        for done in pool.map(fill, _batches(terms)):
            if progress is not None:
                progress(done)
    finally:
        pool.shutdown(cancel_futures=True)
    return Outcomes(groups, cells(sources), table)


def _batches(terms: Terms) -> Iterator[Batch]:
    """Worlds that need the same work together; so no world's result depends on another's."""
    rules = np.max([_needed(terms, condition) for condition in terms.conditions], axis=0)
    kinds = np.stack([terms.list_length, terms.tries, rules], axis=1)
    found, kind = np.unique(kinds, axis=0, return_inverse=True)
    for number, (length, tries, rule) in enumerate(found.tolist()):
        rows = np.flatnonzero(kind.reshape(-1) == number)
        size = _CHUNK // len(RULES[rule].weights)
        for start in range(0, len(rows), size):
            yield rows[start : start + size], Plan(length, tries, RULES[rule])


def _needed(terms: Terms, condition: Condition) -> NDArray[np.int64]:
    expected = _field(terms, condition).intensity(terms.threshold[:, None])[0][..., 0]
    return needed_rule(expected, terms.variance, condition.law, terms.threshold, terms.list_length)


def _field(terms: Terms, condition: Condition) -> Field:
    one = np.ones_like(condition.capture_effect)
    return terms.field.scaled(capture_effect=condition.capture_effect, records=one)


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
    return ends(terms, _stranger_sources(service), absent, enrolled)


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
