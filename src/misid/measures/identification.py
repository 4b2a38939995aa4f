"""Error rates of searches of a gallery, from their candidate lists.

One rule everywhere: a higher score is more alike, and a candidate whose score is at or above the
threshold is returned. A *mated* search is for a person who is enrolled; that person's own record
may be missing from the list, which is a miss and makes the search no less mated. A search with an
empty list is a search: a miss, or rightly no answer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from misid.arrays import Flags, Floats, Integers
from misid.errors import MeaningError
from misid.measures.arguments import check_rate
from misid.measures.score_counts import Rate

NO_RECORD = -1


@dataclass(frozen=True)
class CandidateLists:
    """The candidates of all searches in one order: by search, the most alike first."""

    search: Integers
    """Which search each candidate is of, from 0."""
    candidate: Integers
    """A number for the record."""
    score: Floats
    own: Flags
    """Whether the record is of the person who is searched for."""
    searches: int
    """How many there are, those with empty lists included."""

    @classmethod
    def of(
        cls,
        search: ArrayLike,
        candidate: ArrayLike,
        score: ArrayLike,
        own: ArrayLike,
        *,
        searches: int,
    ) -> CandidateLists:
        """
        Put candidates, which may come in any order, into one.

        Raises: MeaningError: a score is not a number, or is infinite.
        """
        at, record = np.asarray(search, np.int64), np.asarray(candidate, np.int64)
        scores = np.asarray(score, np.float64)
        if not np.isfinite(scores).all():
            bad = int(np.count_nonzero(~np.isfinite(scores)))
            raise MeaningError(
                f"{bad:,} of {len(scores):,} scores are infinite or not a number.",
                use="finite scores",
            )
        order = np.lexsort((record, -scores, at))
        mine = np.asarray(own, bool)
        return cls(at[order], record[order], scores[order], mine[order], searches)

    def lengths(self) -> Integers:
        """How many candidates each search has."""
        return np.bincount(self.search, minlength=self.searches)


@dataclass(frozen=True)
class Others:
    """The most alike record of somebody else in each search."""

    scores: Floats
    """Minus infinity where there is none."""
    records: Integers
    """Of several with one score, that with the lowest number; -1 where there is none."""


@dataclass(frozen=True)
class Mates:
    """The most alike record of the person who is searched for, in each search."""

    scores: Floats
    """Minus infinity where none is listed."""
    first: Floats
    """Its rank where tied records of others stand behind it; infinite where none is listed."""
    last: Floats
    """Its rank where they stand before it."""


def others(lists: CandidateLists) -> Others:
    """
    The most alike record of somebody else in each search.

    Example:
        >>> lists = CandidateLists.of([0, 0], [7, 8], [0.9, 0.8], [True, False], searches=2)
        >>> others(lists).scores.tolist(), others(lists).records.tolist()
        ([0.8, -inf], [8, -1])
    """
    at, place = _first_of(lists, ~lists.own)
    scores = np.full(lists.searches, -np.inf)
    records = np.full(lists.searches, NO_RECORD)
    scores[at], records[at] = lists.score[place], lists.candidate[place]
    return Others(scores, records)


def mates(lists: CandidateLists) -> Mates:
    """
    The most alike own record in each search, with its rank.

    A person with several records is found once, by the most alike of them. Where records of others
    have the same score, the order of a file decides nothing: both ranks are given.

    Example:
        >>> lists = CandidateLists.of([0, 0], [7, 8], [0.9, 0.9], [True, False], searches=2)
        >>> found = mates(lists)
        >>> found.first.tolist(), found.last.tolist()
        ([1.0, inf], [2.0, inf])
    """
    at, place = _first_of(lists, lists.own)
    scores = np.full(lists.searches, -np.inf)
    scores[at] = lists.score[place]
    theirs = ~lists.own
    beside = lists.score[theirs], scores[lists.search[theirs]]
    first, last = (
        1.0 + np.bincount(lists.search[theirs][before], minlength=lists.searches)
        for before in (np.greater(*beside), np.greater_equal(*beside))
    )
    listed = scores > -np.inf
    return Mates(scores, np.where(listed, first, np.inf), np.where(listed, last, np.inf))


def _first_of(lists: CandidateLists, kept: Flags) -> tuple[Integers, Integers]:
    """Searches with such a candidate, and where the first of them stands."""
    rows = np.flatnonzero(kept)
    at, place = np.unique(lists.search[rows], return_index=True)
    return at, rows[place]


def false_positive_identification_rate(top_scores: ArrayLike, *, threshold: float) -> Rate:
    """
    Share of searches for people who are not enrolled that return a candidate.

    Counts searches, not comparisons: not the false match rate. Grows with the gallery. Range 0 to
    1; 0 is best.

    .. math:: FPIR(T) = n(s_i >= T) / n

    Args:
        top_scores: best score of each non-mated search, minus infinity where its list is empty;
            higher is more alike.
        threshold: a candidate at or above it is returned; same scale.
    Returns: the count, the trials and their ratio, which has no value where there are no trials.
    Raises: MeaningError: a score is not a number, or is plus infinity.
    Example:
        >>> false_positive_identification_rate([0.1, 0.4, 0.9, float("-inf")], threshold=0.4)
        Rate(count=2, trials=4)

    References: ISO/IEC 19795-1:2021, false positive identification rate (its text was not at
    hand); the definition is that of P. Grother, M. Ngan, K. Hanaoka, FRVT part 2: identification,
    NISTIR 8271, doi:10.6028/NIST.IR.8271 (not opened here).
    """
    scores = _scores(top_scores)
    return Rate(int(np.count_nonzero(scores >= threshold)), len(scores))


def false_negative_identification_rate(
    mate_scores: ArrayLike,
    *,
    threshold: float,
    ranks: ArrayLike | None = None,
    rank: float = np.inf,
) -> Rate:
    """
    Share of searches for enrolled people that do not return their own record.

    A search misses where the record is not in its list, has a score below the threshold, or stands
    beyond the rank. Not the false non-match rate: what keeps a record out of a list, such as a
    failed photograph, is in it. Range 0 to 1; 0 is best.

    .. math:: FNIR(T, R) = n(s_i < T or r_i > R) / n

    Args:
        mate_scores: best score of an own record in each mated search, minus infinity where none is
            listed.
        threshold: a candidate at or above it is returned; minus infinity for all that are listed.
        ranks: the rank of that record; `Mates` has two where scores are tied.
        rank: how many candidates are looked at; all, where it is not said.
    Returns: the count, the trials and their ratio.
    Raises: MeaningError: a score is not a number, or there are not as many ranks.
    Example:
        >>> false_negative_identification_rate([0.9, 0.3, float("-inf")], threshold=0.4)
        Rate(count=2, trials=3)

    References: as `false_positive_identification_rate`.
    """
    missed = misses(mate_scores, threshold=threshold, ranks=ranks, rank=rank)
    return Rate(int(np.count_nonzero(missed)), len(missed))


def misses(
    mate_scores: ArrayLike,
    *,
    threshold: float,
    ranks: ArrayLike | None = None,
    rank: float = np.inf,
) -> Flags:
    """
    Which mated searches miss; arguments as `false_negative_identification_rate`.

    Example:
        >>> misses([0.9, 0.8], threshold=0.5, ranks=[1, 2], rank=1).tolist()
        [False, True]
    """
    scores = _scores(mate_scores)
    missed: Flags = np.logical_or(scores < threshold, scores == -np.inf)
    if ranks is None:
        return missed
    places = np.asarray(ranks, np.float64)
    if len(places) != len(scores):
        raise MeaningError(f"there are {len(scores):,} scores, but {len(places):,} ranks.")
    missed |= places > rank
    return missed


def true_positive_identification_rate(
    mate_scores: ArrayLike,
    *,
    threshold: float,
    ranks: ArrayLike | None = None,
    rank: float = np.inf,
) -> Rate:
    """
    Share of searches for enrolled people that return their own record: 1 - FNIR.

    With a threshold it is that of an open set, where somebody may not be enrolled. Without one
    (minus infinity) and at a rank it is the rank-k hit rate of a closed set, which says nothing of
    how often people who are not enrolled are taken for somebody. Range 0 to 1; 1 is best.

    .. math:: TPIR(T, R) = n(s_i >= T and r_i <= R) / n

    Args: as `false_negative_identification_rate`.
    Returns: hits, trials and their ratio.
    Example:
        >>> true_positive_identification_rate([0.9, 0.3, float("-inf")], threshold=0.4)
        Rate(count=1, trials=3)

    References: as `false_positive_identification_rate`.
    """
    missed = false_negative_identification_rate(
        mate_scores, threshold=threshold, ranks=ranks, rank=rank
    )
    return Rate(missed.trials - missed.count, missed.trials)


@dataclass(frozen=True)
class MatchCharacteristic:
    """Share of mated searches whose own record stands at each rank or before it."""

    ranks: Integers
    least: Integers
    """Searches where tied records of others stand before it."""
    most: Integers
    """Searches where they stand behind it."""
    rates: Floats
    """The mean over all orders of tied records: of two, each half the time."""
    trials: int


def cumulative_match_characteristic(mates: Mates, *, ranks: ArrayLike) -> MatchCharacteristic:
    """
    How often a person's own record is among the first k candidates, whatever its score.

    Closed-set: it has no threshold, so it says nothing of people who are not enrolled. A person
    with several records counts once, by the most alike. A record that is not listed is at no rank;
    beyond the length of the lists nothing can be told. Range 0 to 1; 1 is best.

    .. math:: CMC(k) = n(r_i <= k) / n = 1 - FNIR(-inf, k)

    Args:
        mates: the own records of all mated searches.
        ranks: which k.
    Returns: the mean rate, and the counts between which tied scores leave it.
    Example:
        >>> tied = Mates(np.array([0.9, 0.8]), np.array([1.0, 3.0]), np.array([2.0, 3.0]))
        >>> cumulative_match_characteristic(tied, ranks=[1, 2, 3]).rates.tolist()
        [0.25, 0.5, 1.0]

    References: as `false_positive_identification_rate`. That tied records count by the mean over
    their orders is ours.
    """
    at = np.asarray(ranks, np.int64)
    trials = len(mates.scores)
    listed = np.isfinite(mates.first)
    first, last = mates.first[listed], mates.last[listed]
    least, most = (
        np.searchsorted(np.sort(places), at, side="right").astype(np.int64)
        for places in (last, first)
    )
    tied = last > first
    spread = last[tied] - first[tied] + 1.0
    of_ties = [float(np.clip((k - first[tied] + 1.0) / spread, 0.0, 1.0).sum()) for k in at]
    sure = np.searchsorted(np.sort(last[~tied]), at, side="right")
    rates = (sure + np.array(of_ties)) / trials if trials else np.full(len(at), np.nan)
    return MatchCharacteristic(at, least, most, rates, trials)


@dataclass(frozen=True, slots=True)
class SearchThreshold:
    """A threshold that was set for a false positive identification rate."""

    asked: float
    value: float
    is_score: bool
    """Whether some candidate has that score; if none does, nothing is returned at all."""
    is_lowest: bool
    """Whether no candidate has a lower one: what the lists leave out cannot be told."""


def search_threshold(
    top_scores: ArrayLike, scores: ArrayLike, *, false_positive_identification_rate: float
) -> SearchThreshold:
    """
    The lowest listed score at which the false positive identification rate is at most the asked.

    Every number between it and the next lower listed score gives the same answers. Where no score
    keeps the rate, the threshold is the next number above the highest.

    Args:
        top_scores: of non-mated searches, as in `false_positive_identification_rate`.
        scores: of all candidates of all searches.
        false_positive_identification_rate: the most that is allowed, from 0 to 1.
    Returns: the threshold. Where it is the lowest score of all, lists that are cut off by a score
        may have lost candidates below it, and a lower threshold might keep the rate as well.
    Raises: MeaningError: no non-mated searches, no candidates, or the rate is no share.
    Example:
        >>> search_threshold([1, 2, 3, 4], [1, 2, 3, 4], false_positive_identification_rate=0.25)
        SearchThreshold(asked=0.25, value=4.0, is_score=True, is_lowest=False)
    """
    tops, listed = np.sort(_scores(top_scores)), np.unique(_scores(scores))
    asked = false_positive_identification_rate
    check_rate("false positive identification rate", asked)
    if not len(tops) or not len(listed):
        raise MeaningError(
            "there are no searches for people who are not enrolled, or no candidates, so no "
            "threshold keeps a false positive identification rate."
        )
    allowed = _largest_count(asked, len(tops))
    over = -np.inf if allowed == len(tops) else tops[len(tops) - allowed - 1]
    place = int(np.searchsorted(listed, over, side="right"))
    if place == len(listed):
        return SearchThreshold(asked, float(np.nextafter(listed[-1], np.inf)), False, False)
    return SearchThreshold(asked, float(listed[place]), True, place == 0)


def _largest_count(rate: float, trials: int) -> int:
    """The largest count with count / trials <= rate; the product alone may round either way."""
    count = min(trials, int(rate * trials) + 1)
    while count / trials > rate:
        count -= 1
    return count


@dataclass(frozen=True, slots=True)
class Selectivity:
    """Candidates that searches return, and whether lists may have cut some off."""

    candidates: int
    searches: int
    cut_off: int
    """Searches whose list is full down to the threshold: they may return more than is listed."""

    @property
    def value(self) -> float | None:
        """Candidates a search; at least so many where lists are cut off."""
        return self.candidates / self.searches if self.searches else None


def selectivity(
    lists: CandidateLists, kept: ArrayLike, *, threshold: float, length: int | None = None
) -> Selectivity:
    """
    How many candidates a search returns on average: what somebody must look through.

    Of non-mated searches every one of them is another person. Not the false positive
    identification rate, which counts a search once however many it returns. Lists are cut off: a
    full one whose last score is at or above the threshold may have lost some. Range from 0.

    .. math:: SEL(T) = n(s_ij >= T) / n(i)

    Args:
        lists: of all searches.
        kept: which searches are counted.
        threshold: a candidate at or above it is returned.
        length: how long a list can be; the longest of them, where it is not said.
    Returns: candidates, searches, and how many lists are full down to the threshold.
    Example:
        >>> lists = CandidateLists.of(
        ...     [0, 0, 1], [7, 8, 7], [0.9, 0.8, 0.2], [False] * 3, searches=2
        ... )
        >>> found = selectivity(lists, [True, True], threshold=0.5)
        >>> found.value, found.cut_off
        (1.0, 1)

    References: as `false_positive_identification_rate`; NIST calls it selectivity.
    """
    wanted = np.asarray(kept, bool)
    at = lists.search[lists.score >= threshold]
    returned = np.bincount(at, minlength=lists.searches)
    most = int(lists.lengths().max(initial=0)) if length is None else length
    full = returned >= most if most else np.zeros(lists.searches, bool)
    return Selectivity(
        int(returned[wanted].sum()),
        int(np.count_nonzero(wanted)),
        int(np.count_nonzero(full & wanted)),
    )


def _scores(values: ArrayLike) -> Floats:
    """Scores, minus infinity where there is no candidate."""
    scores = np.asarray(values, np.float64)
    bad = np.isnan(scores) | (scores == np.inf)
    if bad.any():
        raise MeaningError(
            f"{int(np.count_nonzero(bad)):,} of {len(scores):,} scores are not a number, or plus "
            "infinity.",
            use="finite scores; minus infinity where there is no candidate",
        )
    return scores
