"""The closed form: the outcome table of a scenario, exact for its law, in every world at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from misid.arrays import Floats, Integers
from misid.machine.memo import ByColumn, Recall, fresh, take
from misid.machine.threads import side_by_side
from misid.programme.expected.batches import Searches, returned
from misid.programme.expected.consequences import ends, ends_among_flagged
from misid.programme.expected.search import Returned
from misid.programme.group_thresholds import group_thresholds
from misid.programme.outcomes import NO_SEARCH, TRUTHS, Outcomes, cell_count, cells
from misid.programme.parameters import CaptureCondition, Records, Terms

Progress = Callable[[int], None]

_CHUNK = 512


def expected_outcomes(
    terms: Terms,
    groups: tuple[str, ...],
    sources: tuple[str, ...],
    progress: Progress | None = None,
    recall: Recall = fresh,
    *,
    condition: int | None = None,
) -> Outcomes:
    """
    The outcome table in every world.

    Args:
        terms: a scenario's inputs in each world.
        groups: names of the groups.
        sources: names of the gallery sources.
        progress: told how many worlds are done, each time some are.
        recall: does each piece of work, or remembers it.
        condition: position of the capture condition of all photographs; None: as they come.
    Returns: probabilities for one stop of each group.
    """
    thresholds = recall("thresholds", _thresholds, terms)
    wanted = range(len(terms.conditions)) if condition is None else (condition,)
    by_condition = []
    for place, number in enumerate(wanted):
        searches = Searches.of(terms, terms.conditions[number], thresholds)
        by_condition.append(recall(f"search {number}", returned, searches))
        if progress is not None:
            done = [len(thresholds) * n // len(wanted) for n in (place, place + 1)]
            progress(done[1] - done[0])
    absent, enrolled = by_condition[0]
    if condition is None:
        absent, enrolled = (
            _mixed(terms.conditions, one) for one in zip(*by_condition, strict=True)
        )
    name = "ends" if condition is None else f"ends {condition}"
    given = _Ending(_of_one_stop(terms), thresholds, absent, enrolled)
    table = recall(name, _ended, given)
    return Outcomes(groups, cells(sources), table)


@dataclass(frozen=True)
class _Ending(ByColumn):
    """What a search returns, and all else that decides how it ends."""

    terms: Terms
    thresholds: Floats
    absent: Returned
    enrolled: Returned

    def own(self) -> tuple[Floats, ...]:
        """What searches return for each group, and what that was worked out from."""
        return (*self.absent, *self.enrolled, self.terms.miss_odds, self.terms.review.log_odds)

    def only(self, columns: Integers) -> _Ending:
        """How the searches of some of the groups end."""
        at = columns.tolist()
        return _Ending(
            self.terms.of_groups(at),
            self.thresholds[:, at],
            Returned(*(part[:, at] for part in self.absent)),
            Returned(*(part[:, at] for part in self.enrolled)),
        )


def _of_one_stop(terms: Terms) -> Terms:
    """The terms without what matters to a person's next stops only, or to who keeps photographs."""
    return replace(
        terms,
        records=replace(terms.records, corrected_after=None, failing=None),
        people=replace(terms.people, citizens=terms.people.stopped),
        held=None,
    )


def _mixed(
    conditions: tuple[CaptureCondition, ...], by_condition: tuple[Returned, ...]
) -> Returned:
    """What searches return over all capture conditions: what follows does not depend on them."""
    shares = [condition.share[:, None, None] for condition in conditions]
    mixed = Returned(*(shares[0] * part for part in by_condition[0]))
    for share, other in zip(shares[1:], by_condition[1:], strict=True):
        mixed = mixed.plus(other, share)
    return mixed


def _thresholds(terms: Terms) -> Floats:
    """The threshold of each group, (worlds, groups), also where it is one for all."""
    by_group = group_thresholds(terms)
    groups = terms.people.stopped.shape[1]
    return np.repeat(terms.threshold[:, None], groups, axis=1) if by_group is None else by_group


def _ended(given: _Ending) -> Floats:
    """Joint probability of truth and outcome: (worlds, groups, truths, cells)."""
    terms = given.terms
    sources = terms.records.accepted.shape[1]
    # Each cell in one piece: what is asked of the table are sums of some of its cells.
    shape = (len(TRUTHS), cell_count(sources), *terms.people.enrolled.shape)
    table = np.empty(shape).transpose(2, 3, 0, 1)

    def fill(rows: Integers) -> None:
        some = take(given, rows)
        table[rows] = _table(some.terms, some.thresholds, some.absent, some.enrolled)

    for _ in side_by_side(fill, _by_rule(terms.records, len(table))):
        pass
    return table


def _by_rule(records: Records, worlds: int) -> Iterator[Integers]:
    """Worlds in which all records are searched, then those in which only some are."""
    some = np.zeros(worlds, dtype=bool)
    if records.searched is not None:
        some = records.searched.only_flagged
    for chosen in (~some, some):
        rows = np.flatnonzero(chosen)
        for start in range(0, len(rows), _CHUNK):
            yield rows[start : start + _CHUNK]


def _table(terms: Terms, thresholds: Floats, absent: Returned, enrolled: Returned) -> Floats:
    people, failed = terms.people, terms.operational_failures[:, None]
    sent = (1.0 - failed) * (1.0 - people.opt_out)
    searched = terms.records.searched
    some = searched is not None and searched.only_flagged.all()
    ended = (ends_among_flagged if some else ends)(
        terms, _stranger_sources(terms), terms.kin_present(thresholds), absent, enrolled
    )
    ended *= sent[..., None, None]
    ended[..., NO_SEARCH] = (failed + (1.0 - failed) * people.opt_out)[..., None]
    ended *= _truths(terms)[..., None]
    return ended


def _truths(terms: Terms) -> Floats:
    enrolled, sought = terms.people.enrolled, terms.people.sought
    return np.stack([1.0 - enrolled, enrolled * (1.0 - sought), enrolled * sought], axis=-1)


def _stranger_sources(terms: Terms) -> Floats:
    """Share of each source among the strangers' records that are the answer."""
    share = terms.field.sources * terms.records.accepted[:, None]
    total = share.sum(axis=2, keepdims=True)
    return np.asarray(np.divide(share, total, out=np.zeros_like(share), where=total > 0))
