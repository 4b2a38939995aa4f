"""Searches with candidate lists become error rates, each with what it was counted from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

from misid.errors import MeaningError
from misid.evaluation import search_words as words
from misid.evaluation.identification_schema import (
    CandidatesNote,
    FirstNote,
    GrowthNote,
    Identification,
    ListColumnNote,
    RankNote,
    SearchConditionsNote,
    SearchCountsNote,
    SearchGroupsNote,
    SearchPointNote,
)
from misid.evaluation.rates import most
from misid.evaluation.reading.search_table import Flags, SearchTable
from misid.evaluation.search_groups import by_condition, by_group, growth
from misid.evaluation.set_apart import Looks
from misid.evaluation.trials import Floats, Mated, NonMated, mated, non_mated
from misid.measures import Rate, upper_limit
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
            non_mated(table, beside.scores, beside.records),
            mated(table, found),
        )


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
    asked = _checked(rates)
    searches = _Searches.of(table)
    found = _thresholds(searches, asked)
    points = tuple(_point(searches, one) for one in found)
    cmc = _ranks(searches)
    counts = _counts(searches)
    main = words.main_point(points)
    at = None if main is None else found[points.index(main)].value
    return Identification(
        version="misid-identification/1",
        sentence=words.finding(points, cmc),
        file=table.name,
        direction="distance" if table.distance else "similarity",
        columns=tuple(
            ListColumnNote(file=one.file, role=one.role, name=one.name, how=one.how)
            for one in table.columns
        ),
        counts=counts,
        points=points,
        cmc=cmc,
        groups=_groups(searches, main, asked),
        conditions=_conditions(searches, main, at),
        growth=_growth(searches, main, at),
        notes=words.notes(counts, points, distance=table.distance),
        program=f"misid {version('misid')}",
    )


def _groups(
    searches: _Searches, main: SearchPointNote | None, asked: Sequence[float]
) -> SearchGroupsNote | None:
    if main is None:
        return None
    every = _thresholds(searches, sorted({*asked, *SEARCH_RATES}, reverse=True))
    found = [(one.asked, one.value) for one in every]
    looks = Looks.of(main.asked, found, searches.table.shown)
    return by_group(searches.table, searches.others, searches.own, main, looks=looks)


def _conditions(
    searches: _Searches, main: SearchPointNote | None, at: float | None
) -> SearchConditionsNote | None:
    if main is None or at is None:
        return None
    return by_condition(searches.table, searches.others, searches.own, main, threshold=at)


def _growth(
    searches: _Searches, main: SearchPointNote | None, at: float | None
) -> GrowthNote | None:
    if main is None or at is None:
        return None
    return growth(searches.table, searches.others, main, threshold=at)


def _checked(rates: Sequence[float]) -> list[float]:
    """Rates from the highest to the lowest, each once."""
    if not rates:
        raise MeaningError(
            "no false positive identification rate is asked for.", use="a rate such as 0.001"
        )
    for rate in rates:
        if not 0.0 < rate <= 1.0:
            raise MeaningError(
                f"the asked false positive identification rate is {rate:g}, but a rate is a share "
                "above 0.",
                use="a number above 0, at most 1, such as 0.001",
            )
    return sorted(set(rates), reverse=True)


def _thresholds(searches: _Searches, asked: list[float]) -> list[SearchThreshold]:
    """One for each rate; none where nobody who is not enrolled was searched for."""
    top, scores = searches.others.top, searches.table.lists.score
    if not len(top):
        return []
    return [search_threshold(top, scores, false_positive_identification_rate=one) for one in asked]


def _point(searches: _Searches, found: SearchThreshold) -> SearchPointNote:
    table, threshold = searches.table, found.value
    fpir = searches.others.at(threshold)
    resolved = found.asked >= _least(fpir.trials)
    limit = None if resolved and fpir.count else most(fpir)
    first = _first(searches, threshold)
    total = first.own + first.tied + first.other + first.none
    point = SearchPointNote(
        asked=found.asked,
        threshold=table.shown(threshold),
        is_score=found.is_score,
        is_lowest=found.is_lowest,
        fpir=fpir,
        fnir=searches.own.at(threshold),
        fnir_first=searches.own.first(threshold),
        fnir_first_least=(first.other + first.none) / total if total else None,
        first=first,
        non_mated_candidates=_candidates(table, ~table.mated, threshold),
        mated_candidates=_candidates(table, table.mated, threshold),
        resolved=resolved,
        at_most=limit,
        sentence="",
    )
    return point.model_copy(update={"sentence": words.point_sentence(point)})


def _least(trials: int) -> float:
    """The least rate that so many trials can show: the most that no errors among them allow."""
    limit = upper_limit(Rate(0, trials))
    return 1.0 if limit is None else limit


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
        least_fpir=_least(int(np.count_nonzero(~enrolled))),
        least_fnir=_least(int(np.count_nonzero(enrolled))),
    )
