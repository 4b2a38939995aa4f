"""Searches with candidate lists become error rates, each with what it was counted from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

from misid.arrays import Flags, Floats
from misid.errors import MeaningError
from misid.evaluation.comparisons import checked_rates
from misid.evaluation.fairness import finite
from misid.evaluation.groups import Labelled, conditions_note, groups_note
from misid.evaluation.rates import Mated, NonMated, least, most
from misid.evaluation.reading.pair_table import Groups
from misid.evaluation.reading.search_table import SearchTable
from misid.evaluation.schema import (
    CandidatesNote,
    ColumnNote,
    FirstNote,
    GalleryNote,
    GrowthNote,
    Identification,
    RankNote,
    SearchCountsNote,
    SearchPointNote,
    main_point,
)
from misid.evaluation.set_apart import Looks
from misid.measures.growth import growth_exponent
from misid.measures.identification import (
    SearchThreshold,
    cumulative_match_characteristic,
    mates,
    others,
    search_threshold,
    selectivity,
)

SEARCH_RATES = (1e-1, 1e-2, 1e-3, 1e-4)
_STEPS = (1, 2, 5)
_EVERY_RANK = 10
"""So many ranks are all given; beyond them 1, 2 and 5 times powers of ten, and the last."""


@dataclass(frozen=True)
class _Searches:
    """A table, and both kinds of its searches."""

    table: SearchTable
    top: Floats
    others: NonMated
    own: Mated

    @classmethod
    def of(cls, table: SearchTable) -> _Searches:
        beside, found = others(table.lists), mates(table.lists)
        return cls(
            table,
            beside.scores,
            NonMated.of(table, beside.scores, beside.records),
            Mated.of(table, found),
        )

    def by(self, side: Groups) -> list[Labelled]:
        """Both rates by label, one label a search."""
        kept = self.table.mated
        return [
            Labelled(self.others, side.labels, side.at[~kept]),
            Labelled(self.own, side.labels, side.at[kept]),
        ]


def evaluate_identification(
    table: SearchTable, *, rates: Sequence[float] = SEARCH_RATES
) -> Identification:
    """
    Error rates of searches of a gallery.

    Args:
        table: what `read_candidate_lists` gives.
        rates: false positive identification rates to set thresholds for.
    Returns: the document, which does not change once it is made.
    Raises: MeaningError: a rate that is no share, or no rate at all.
    """
    asked = checked_rates(rates, "false_positive_identification_rate")
    searches = _Searches.of(table)
    found = _thresholds(searches, asked)
    points = tuple(_point(searches, one) for one in found)
    document = Identification(
        file=table.name,
        direction="distance" if table.distance else "similarity",
        columns=tuple(
            ColumnNote(file=one.file, role=one.role, name=one.name, how=one.how)
            for one in table.columns
        ),
        counts=_counts(searches),
        points=points,
        cmc=_ranks(searches),
        program=f"misid {version('misid')}",
    )
    return document if not points else _at_main(document, searches, asked)


def _at_main(
    document: Identification, searches: _Searches, asked: Sequence[float]
) -> Identification:
    """The document with what is counted at its main threshold: groups, conditions, growth."""
    table, main = searches.table, main_point(document.points)
    every = _thresholds(searches, sorted({*asked, *SEARCH_RATES}, reverse=True))
    looks = Looks.of(main.asked, [(one.asked, one.value) for one in every], table.shown)
    threshold = looks.main.threshold
    more: dict[str, object] = {"growth": _growth(searches, main, threshold)}
    if table.group is not None:
        more["groups"] = groups_note(searches.by(table.group), main, looks)
    if table.condition is not None:
        more["conditions"] = conditions_note(searches.by(table.condition), main, threshold)
    return document.model_copy(update=more)


def _growth(searches: _Searches, point: SearchPointNote, threshold: float) -> GrowthNote | None:
    """How false positives grow; nothing where galleries are of one size, or unknown."""
    table = searches.table
    if table.gallery is None:
        return None
    of_each = table.gallery[~table.mated]
    sizes = np.unique(of_each[of_each > 0])
    if len(sizes) < 2:
        return None
    rows = [np.flatnonzero(of_each == size) for size in sizes]
    rates = searches.others.rates(threshold, rows)
    try:
        found = growth_exponent(
            sizes, [rate.count for rate in rates], [rate.trials for rate in rates]
        )
    except MeaningError:
        # No search returns a candidate, or every one does.
        found = None
    return GrowthNote(
        asked=point.asked,
        threshold=point.threshold,
        galleries=tuple(
            GalleryNote(records=int(size), fpir=rate)
            for size, rate in zip(sizes, rates, strict=True)
        ),
        exponent=None if found is None else found.exponent,
        low=None if found is None else finite(found.bounds.low),
        high=None if found is None else finite(found.bounds.high),
    )


def _thresholds(searches: _Searches, asked: Sequence[float]) -> list[SearchThreshold]:
    """One for each rate; none where nobody who is not enrolled was searched for."""
    top, scores = searches.others.top, searches.table.lists.score
    if not len(top):
        return []
    return [search_threshold(top, scores, false_positive_identification_rate=one) for one in asked]


def _point(searches: _Searches, found: SearchThreshold) -> SearchPointNote:
    table, threshold = searches.table, found.value
    fpir = searches.others.rate(threshold)
    resolved = found.asked >= least(fpir.trials)
    limit = None if resolved and fpir.count else most(fpir)
    first = _first(searches, threshold)
    total = first.own + first.tied + first.other + first.none
    return SearchPointNote(
        asked=found.asked,
        threshold=table.shown(threshold),
        is_score=found.is_score,
        is_lowest=found.is_lowest,
        fpir=fpir,
        fnir=searches.own.rate(threshold),
        fnir_first=searches.own.first(threshold),
        fnir_first_least=(first.other + first.none) / total if total else None,
        first=first,
        non_mated_candidates=_candidates(table, ~table.mated, threshold),
        mated_candidates=_candidates(table, table.mated, threshold),
        resolved=resolved,
        at_most=limit,
    )


def _first(searches: _Searches, threshold: float) -> FirstNote:
    own = searches.own.found.scores
    beside = searches.top[searches.table.mated]
    none = np.maximum(own, beside) < threshold
    own, beside = own[~none], beside[~none]
    return FirstNote(
        own=int(np.count_nonzero(own > beside)),
        tied=int(np.count_nonzero(own == beside)),
        other=int(np.count_nonzero(own < beside)),
        none=int(np.count_nonzero(none)),
    )


def _candidates(table: SearchTable, kept: Flags, threshold: float) -> CandidatesNote:
    found = selectivity(table.lists, kept, threshold=threshold)
    return CandidatesNote(
        candidates=found.candidates,
        searches=found.searches,
        mean=found.value,
        cut_off=found.cut_off,
    )


def _ranks(searches: _Searches) -> tuple[RankNote, ...]:
    """The cumulative match characteristic; none where nobody enrolled was searched for."""
    own = searches.own
    if not len(own.people):
        return ()
    ranks = _reported(int(searches.table.lists.lengths().max()))
    found = cumulative_match_characteristic(own.found, ranks=ranks)
    notes = []
    for place, rank in enumerate(ranks):
        last, first = (own.beyond(rank, places) for places in (own.found.last, own.found.first))
        notes.append(
            RankNote(
                rank=rank,
                rate=float(found.rates[place]),
                low=1.0 - (1.0 if last.high is None else last.high),
                high=1.0 - (0.0 if first.low is None else first.low),
                least=int(found.least[place]) / found.trials,
                most=int(found.most[place]) / found.trials,
            )
        )
    return tuple(notes)


def _reported(longest: int) -> list[int]:
    steps = (step * 10**power for power in range(1, len(str(longest))) for step in _STEPS)
    chosen = {*range(1, _EVERY_RANK + 1), *steps, longest}
    return sorted(rank for rank in chosen if rank <= longest)


def _counts(searches: _Searches) -> SearchCountsNote:
    table = searches.table
    lengths = table.lists.lengths()
    enrolled, empty = table.mated, lengths == 0
    sizes = np.zeros(0, np.int64) if table.gallery is None else np.unique(table.gallery)
    return SearchCountsNote(
        mated=int(np.count_nonzero(enrolled)),
        non_mated=int(np.count_nonzero(~enrolled)),
        failed_mated=int(np.count_nonzero(table.failed & enrolled)),
        failed_non_mated=int(np.count_nonzero(table.failed & ~enrolled)),
        empty_mated=int(np.count_nonzero(empty & enrolled)),
        empty_non_mated=int(np.count_nonzero(empty & ~enrolled)),
        unlisted=int(np.count_nonzero(~np.isfinite(searches.own.found.scores))),
        candidates=len(table.lists.score),
        longest=int(lengths.max()),
        shortest=int(lengths[~empty].min()),
        subjects=len(np.unique(table.people)) if table.people_known else None,
        records=table.records,
        records_unlisted=table.records_unlisted,
        galleries=tuple(int(size) for size in sizes if size > 0),
        least_fpir=least(int(np.count_nonzero(~enrolled))),
        least_fnir=least(int(np.count_nonzero(enrolled))),
    )
