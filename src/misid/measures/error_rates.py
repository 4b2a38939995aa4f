"""Error rates of one-to-one comparison, from scores.

One rule everywhere: a higher score is more alike, and a comparison whose score is at or above the
threshold is a match. Distances are negated by whoever reads them, before they come here.

A *genuine* comparison is of two images of one person, an *impostor* comparison of two people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from misid.arrays import Flags, Floats, Integers
from misid.errors import MeaningError
from misid.measures.arguments import check_rate
from misid.measures.score_counts import (
    Comparisons,
    NotCountedError,
    Rate,
    ScoreArray,
    ScoreTally,
    finite,
    least,
)

__all__ = [
    "Comparisons",
    "Curve",
    "EqualErrorRate",
    "Histogram",
    "Rate",
    "ThresholdRates",
    "decidability",
    "detection_error_tradeoff",
    "equal_error_rate",
    "false_match_rate",
    "false_non_match_rate",
    "histogram",
    "matches",
    "operating_point",
]

Counted = Comparisons | ScoreTally
"""All scores in memory, or how many lie below those that were asked for."""


@dataclass(frozen=True, slots=True)
class ThresholdRates:
    """What a threshold gives that was set for a false match rate."""

    asked: float
    threshold: float
    is_score: bool
    """Whether some comparison has that score; if none does, nothing matches at all."""
    false_match: Rate
    false_non_match: Rate


@dataclass(frozen=True, slots=True)
class EqualErrorRate:
    """Where both error rates meet; `value` is nothing where they jump past each other."""

    value: float | None
    low: float
    high: float
    threshold: float
    false_match: Rate
    false_non_match: Rate


@dataclass(frozen=True)
class Curve:
    """Both error rates along ascending thresholds; each point is exact."""

    thresholds: Floats
    false_match: Floats
    false_non_match: Floats


@dataclass(frozen=True)
class Histogram:
    """How many scores lie in each bin; a bin holds its lower edge, the last one both."""

    edges: Floats
    genuine: Integers
    impostor: Integers


def matches(scores: ScoreArray, threshold: float) -> Flags:
    """
    Which comparisons match: the one rule of this package, at or above the threshold.

    Example:
        >>> matches(np.array([0.2, 0.4, 0.9]), 0.4).tolist()
        [False, True, True]
    """
    return np.greater_equal(scores, least(threshold, scores))


def false_match_rate(impostor_scores: ArrayLike, *, threshold: float) -> Rate:
    """
    Share of comparisons of two people that match.

    Counts comparisons, not searches: not the false positive identification rate. Range 0 to 1;
    0 is best.

    .. math:: FMR(T) = n(s_i >= T) / n

    Args:
        impostor_scores: one for each comparison, in any order; higher is more alike.
        threshold: a score at or above it is a match; same scale.
    Returns: the count, the trials and their ratio, which has no value where there are no trials.
    Raises: MeaningError: a score is not a number, or is infinite.
    Example:
        >>> false_match_rate([0.1, 0.4, 0.4, 0.9], threshold=0.4)
        Rate(count=3, trials=4)

    References: ISO/IEC 19795-1:2021, false match rate (its text was not at hand; the definition
    is the common one, as in P. Grother et al., NISTIR 8280, doi:10.6028/NIST.IR.8280).
    """
    scores = finite(impostor_scores, "impostor")
    return Rate(int(np.count_nonzero(matches(scores, threshold))), len(scores))


def false_non_match_rate(genuine_scores: ArrayLike, *, threshold: float) -> Rate:
    """
    Share of comparisons of two images of one person that do not match.

    Failures to acquire are not in it: not the false rejection rate. Range 0 to 1; 0 is best.

    .. math:: FNMR(T) = n(s_i < T) / n

    Args:
        genuine_scores: one for each comparison, in any order; higher is more alike.
        threshold: a score at or above it is a match; same scale.
    Returns: the count, the trials and their ratio, which has no value where there are no trials.
    Raises: MeaningError: a score is not a number, or is infinite.
    Example:
        >>> false_non_match_rate([0.1, 0.4, 0.4, 0.9], threshold=0.4)
        Rate(count=1, trials=4)

    References: as `false_match_rate`.
    """
    scores = finite(genuine_scores, "genuine")
    return Rate(int(np.count_nonzero(~matches(scores, threshold))), len(scores))


def operating_point(scores: Counted, *, false_match_rate: float) -> ThresholdRates:
    """
    The lowest threshold whose false match rate is at most the asked one, and what it gives.

    The threshold is the lowest score, of either kind, that keeps the asked rate; every number
    between it and the next lower score gives the same rates. Where no score keeps it, the
    threshold is the next number above the highest score, and nothing matches. Tied scores may
    leave the rate that is reached far below the asked one.

    Args:
        scores: sorted scores of both kinds.
        false_match_rate: the most that is allowed, from 0 to 1.
    Returns: threshold, both rates at it, and whether it is a score that occurs.
    Raises: MeaningError: no impostor scores, or the rate is no share.
    Example:
        >>> point = operating_point(Comparisons.of([3, 4], [1, 2, 2, 3]), false_match_rate=0.5)
        >>> point.threshold, point.false_match.value, point.false_non_match.value
        (3.0, 0.25, 0.0)
    """
    tally = _tally(scores)
    if not tally.impostor:
        raise MeaningError(
            "there are no impostor scores, so no threshold keeps a false match rate."
        )
    check_rate("false match rate", false_match_rate)
    place = place_keeping(tally, false_match_rate)
    at = len(tally.numbers) if place is None else place
    return ThresholdRates(
        asked=false_match_rate,
        threshold=tally.above_all() if place is None else float(tally.numbers[at]),
        is_score=place is not None,
        false_match=tally.false_match_at(at),
        false_non_match=tally.false_non_match_at(at),
    )


def place_keeping(tally: ScoreTally, rate: float) -> int | None:
    """
    Where the lowest score is that keeps a false match rate; nothing where none does.

    Raises: NotCountedError: it is not among the scores that the tally keeps.
    """
    below = tally.impostor - largest_count(rate, tally.impostor)
    return tally.score_from(_first_with(tally, tally.impostor_below, below))


def _first_with(tally: ScoreTally, below: Integers, count: int) -> int:
    """The first place with at least so many scores of a kind below."""
    place = int(np.searchsorted(below[:-1], count, side="left"))
    if place and tally.is_open[place - 1]:
        raise NotCountedError
    return place


def _tally(scores: Counted) -> ScoreTally:
    return scores.tally if isinstance(scores, Comparisons) else scores


def largest_count(rate: float, trials: int) -> int:
    """The largest count with count / trials <= rate; the product alone may round either way."""
    count = min(trials, int(rate * trials) + 1)
    while count / trials > rate:
        count -= 1
    return count


def equal_error_rate(scores: Counted) -> EqualErrorRate:
    """
    The rate at which false matches and false non-matches are equally frequent.

    Counts of a finite set step, so both rates need not be equal at any threshold. The steps are
    joined at right angles where one kind of score changes: there the value is exact. Where
    genuine and impostor scores are tied at the crossing, both rates jump past each other; then
    there is no value, and `low` and `high` say between which rates they do. Nothing is averaged
    or interpolated.

    Args: scores: sorted scores of both kinds.
    Returns: the value or its bounds, and the highest threshold at which false matches are still
        at least as frequent, with both rates there.
    Raises: MeaningError: one kind of score is missing.
    Example:
        >>> tied = equal_error_rate(Comparisons.of([2, 4], [1, 2]))
        >>> tied.value is None, tied.low, tied.high
        (True, 0.0, 0.5)
        >>> equal_error_rate(Comparisons.of([2, 4, 6, 7], [1, 2, 3, 5])).value
        0.25

    References: the bounds follow D. Maio et al., FVC2000: Fingerprint Verification Competition,
    IEEE TPAMI 24 (2002), 402-412, doi:10.1109/34.990140, in spirit: they are those of the step
    itself, not half its sum. That paper was not at hand.
    """
    tally = _tally(scores)
    if not tally.genuine or not tally.impostor:
        raise MeaningError(
            "one kind of score is missing, so both error rates cannot meet.",
            use="scores of both kinds",
        )
    at, above = crossing(tally)
    match, miss = tally.false_match_at(at), tally.false_non_match_at(at)
    match_above, miss_above = tally.false_match_at(above), tally.false_non_match_at(above)
    low = max(miss.fraction(), match_above.fraction())
    high = min(match.fraction(), miss_above.fraction())
    return EqualErrorRate(
        value=float(low) if low == high else None,
        low=float(low),
        high=float(high),
        threshold=float(tally.numbers[at]),
        false_match=match,
        false_non_match=miss,
    )


def crossing(tally: ScoreTally) -> tuple[int, int]:
    """
    Where the last score is at which matches are at least as frequent as misses, and the next.

    Raises: NotCountedError: they are not among the scores that the tally keeps.
    """
    past = first_below_crossing(tally)
    scores = np.flatnonzero(tally.is_score[:past])
    last = int(scores[-1]) if len(scores) else 0
    if tally.is_open[last:past].any():
        raise NotCountedError
    above = tally.score_from(past)
    return last, len(tally.numbers) if above is None else above


def first_below_crossing(tally: ScoreTally) -> int:
    """The first place at which matches are less frequent than misses."""

    def not_below(place: int) -> bool:
        match, miss = tally.false_match_at(place), tally.false_non_match_at(place)
        return match.count * miss.trials >= miss.count * match.trials

    return _first_failing(not_below, len(tally.numbers))


def _first_failing(holds: Callable[[int], bool], size: int) -> int:
    """The first index at which something stops to hold, that holds up to there and never after."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if holds(middle) else (low, middle)
    return low


def detection_error_tradeoff(scores: Counted, *, points: int | None = 400) -> Curve:
    """
    Both error rates at every threshold, or at enough of them to draw.

    Every point is exact. With `points`, thresholds are taken at counts that grow geometrically
    from either end of either kind of score, so that both tails of both rates are covered on
    normal-deviate and logarithmic axes alike.

    Args:
        scores: sorted scores of both kinds; or a tally, where a threshold that it does not keep is
            the next lower number that it counts, with the rates that are exact there.
        points: about how many are kept at most; None keeps every score that occurs.
    Returns: thresholds ascending, each with both rates.
    Raises: MeaningError: one kind of score is missing.
    Example:
        >>> curve = detection_error_tradeoff(Comparisons.of([2, 3], [1, 2]), points=None)
        >>> curve.thresholds.tolist(), curve.false_match.tolist(), curve.false_non_match.tolist()
        ([1.0, 2.0, 3.0], [1.0, 0.5, 0.0], [0.0, 0.0, 0.5])

    References: A. Martin et al., The DET curve in assessment of detection task performance,
    Eurospeech 1997, 1895-1898.
    """
    tally = _tally(scores)
    if not tally.genuine or not tally.impostor:
        raise MeaningError(
            "one kind of score is missing, so there is no trade-off.", use="scores of both kinds"
        )
    if points is None:
        places = np.flatnonzero(tally.is_score)
        if tally.is_open.any():
            raise NotCountedError
    else:
        kinds = (tally.genuine_below, tally.impostor_below)
        places = np.unique(np.concatenate([_at_counts(kind, points // 4) for kind in kinds]))
    return Curve(
        tally.numbers[places].astype(np.float64),
        (tally.impostor - tally.impostor_below[places]) / tally.impostor,
        tally.genuine_below[places] / tally.genuine,
    )


def drawn_ranks(trials: int, points: int) -> Integers:
    """
    Ranks that grow geometrically from both ends, from 0.

    Example:
        >>> drawn_ranks(100, 3).tolist()
        [0, 9, 90, 99]
    """
    counts = np.unique(np.geomspace(1, trials, points).astype(np.int64)) - 1
    return np.unique(np.concatenate([counts, trials - 1 - counts]))


def _at_counts(below: Integers, points: int) -> Integers:
    """Places of the scores of a kind at ranks that grow geometrically, or of the marks before."""
    ranks = drawn_ranks(int(below[-1]), points)
    return np.searchsorted(below[:-1], ranks, side="right") - 1


def decidability(genuine_scores: ArrayLike, impostor_scores: ArrayLike) -> float | None:
    """
    How far apart both kinds of score lie, in units of their spread: d'.

    Says nothing about the tails, where thresholds are: not a substitute for error rates. Above 0
    where genuine scores are the higher ones; below 0 where they are not.

    .. math:: d' = (m_g - m_i) / sqrt((v_g + v_i) / 2)

    Args:
        genuine_scores: one for each comparison of one person.
        impostor_scores: one for each comparison of two people.
    Returns: the distance of the means over the root of the mean of the variances (each over
        n - 1); no value where a kind has fewer than two scores, or none of them differ.
    Raises: MeaningError: a score is not a number, or is infinite.
    Example:
        >>> decidability([3.0, 5.0], [0.0, 2.0])
        2.1213203435596424

    References: J. Daugman, Biometric decision landscapes, University of Cambridge Computer
    Laboratory TR482 (2000), where it is taken without its sign.
    """
    genuine, impostor = finite(genuine_scores, "genuine"), finite(impostor_scores, "impostor")
    if len(genuine) < 2 or len(impostor) < 2:
        return None
    kinds = (genuine, impostor)
    means = [float(np.mean(kind, dtype=np.float64)) for kind in kinds]
    variances = [float(np.var(kind, ddof=1, dtype=np.float64)) for kind in kinds]
    spread = float(np.sqrt(sum(variances) / 2.0))
    return (means[0] - means[1]) / spread if spread > 0 else None


def histogram(scores: Counted, *, bins: int = 50) -> Histogram:
    """
    How many scores of either kind lie in each of some equally wide bins.

    Args:
        scores: sorted scores of both kinds; or a tally, where an edge that lies among scores that
            it does not keep is moved to the nearest number that it counts, so that all counts are
            exact and bins nearly equally wide.
        bins: how many, from the lowest score to the highest.
    Returns: the edges, one more than bins, and both counts; together they are all comparisons.
    Example:
        >>> histogram(Comparisons.of([3, 4], [0, 1]), bins=2).impostor.tolist()
        [2, 0]
    """
    tally = _tally(scores)
    edges = bin_edges(tally, bins)
    places = np.searchsorted(tally.numbers, edges, side="left")
    for inner in range(1, bins):
        if tally.is_open[places[inner] - 1]:
            places[inner] = _nearer(tally, int(places[inner]), float(edges[inner]))
            edges[inner] = tally.numbers[places[inner]]
    places[-1] = len(tally.numbers)
    kinds = (tally.genuine_below, tally.impostor_below)
    return Histogram(edges.astype(np.float64), *(np.diff(below[places]) for below in kinds))


def bin_edges(tally: ScoreTally, bins: int) -> ScoreArray:
    """Edges of equally wide bins from the lowest score to the highest."""
    return np.linspace(tally.lowest(), tally.highest(), bins + 1, dtype=tally.numbers.dtype)


def _nearer(tally: ScoreTally, place: int, edge: float) -> int:
    """The nearer of two places that a number lies between."""
    low, high = (float(tally.numbers[at]) for at in (place - 1, place))
    return place - 1 if edge - low < high - edge else place
