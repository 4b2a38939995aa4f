"""Error rates of one-to-one comparison, from scores.

One rule everywhere: a higher score is more alike, and a comparison whose score is at or above the
threshold is a match. Distances are negated by whoever reads them, before they come here.

A *genuine* comparison is of two images of one person, an *impostor* comparison of two people.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike, NDArray

from misid.errors import MeaningError

Scores = NDArray[np.floating]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rate:
    """Errors over trials; a rate over no trials has no value."""

    count: int
    trials: int

    @property
    def value(self) -> float | None:
        """
        The ratio; nothing where there are no trials.

        Example:
            >>> Rate(1, 4).value, Rate(0, 0).value
            (0.25, None)
        """
        return self.count / self.trials if self.trials else None

    def fraction(self) -> Fraction:
        """The ratio without rounding; only where there are trials."""
        return Fraction(self.count, self.trials)


@dataclass(frozen=True)
class Comparisons:
    """Scores of genuine and of impostor comparisons, each ascending."""

    genuine: Scores
    impostor: Scores

    @classmethod
    def of(cls, genuine: ArrayLike, impostor: ArrayLike) -> Comparisons:
        """
        Sort copies of both, which may come in any order.

        Raises: MeaningError: a score is not a number, or is infinite.
        """
        kinds = [_finite(genuine, "genuine"), _finite(impostor, "impostor")]
        common = np.result_type(*kinds)
        return cls(*(np.sort(kind.astype(common, copy=False)) for kind in kinds))

    def false_match(self, threshold: float) -> Rate:
        """The false match rate at a threshold."""
        below = int(np.searchsorted(self.impostor, _least(threshold, self.impostor)))
        return Rate(len(self.impostor) - below, len(self.impostor))

    def false_non_match(self, threshold: float) -> Rate:
        """The false non-match rate at a threshold."""
        below = int(np.searchsorted(self.genuine, _least(threshold, self.genuine)))
        return Rate(below, len(self.genuine))

    def next_score(self, score: float) -> float | None:
        """The lowest score above this one, of either kind; nothing where there is none."""
        above = [
            float(scores[at])
            for scores in (self.genuine, self.impostor)
            if (at := int(np.searchsorted(scores, scores.dtype.type(score), side="right")))
            < len(scores)
        ]
        return min(above, default=None)

    def above_all(self) -> float:
        """The next number above the highest score, in the scores' own precision."""
        highest = max(kind[-1] for kind in (self.genuine, self.impostor) if len(kind))
        return float(np.nextafter(highest, highest.dtype.type(np.inf)))

    def lowest(self) -> float:
        """The lowest score."""
        return min(float(scores[0]) for scores in (self.genuine, self.impostor) if len(scores))


@dataclass(frozen=True, slots=True)
class OperatingPoint:
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


def matches(scores: Scores, threshold: float) -> NDArray[np.bool_]:
    """
    Which comparisons match: the one rule of this package, at or above the threshold.

    Example:
        >>> matches(np.array([0.2, 0.4, 0.9]), 0.4).tolist()
        [False, True, True]
    """
    return np.greater_equal(scores, _least(threshold, scores))


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
    scores = _finite(impostor_scores, "impostor")
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
    scores = _finite(genuine_scores, "genuine")
    return Rate(int(np.count_nonzero(~matches(scores, threshold))), len(scores))


def operating_point(scores: Comparisons, *, false_match_rate: float) -> OperatingPoint:
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
    trials = len(scores.impostor)
    if not trials:
        raise MeaningError(
            "there are no impostor scores, so no threshold keeps a false match rate."
        )
    if not 0.0 <= false_match_rate <= 1.0:
        raise MeaningError(
            f"the asked false match rate is {false_match_rate:g}, but a rate is a share.",
            use="a number from 0 to 1, such as 0.001",
        )
    allowed = _largest_count(false_match_rate, trials)
    if allowed == trials:
        found: float | None = scores.lowest()
    else:
        found = scores.next_score(float(scores.impostor[trials - 1 - allowed]))
    threshold = scores.above_all() if found is None else found
    return OperatingPoint(
        asked=false_match_rate,
        threshold=threshold,
        is_score=found is not None,
        false_match=scores.false_match(threshold),
        false_non_match=scores.false_non_match(threshold),
    )


def _largest_count(rate: float, trials: int) -> int:
    """The largest count with count / trials <= rate; the product alone may round either way."""
    count = min(trials, int(rate * trials) + 1)
    while count / trials > rate:
        count -= 1
    return count


def equal_error_rate(scores: Comparisons) -> EqualErrorRate:
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
    if not len(scores.genuine) or not len(scores.impostor):
        raise MeaningError(
            "one kind of score is missing, so both error rates cannot meet.",
            use="scores of both kinds",
        )
    threshold = max(
        last for kind in (scores.genuine, scores.impostor) for last in _last_not_below(scores, kind)
    )
    above = scores.next_score(threshold)
    match, miss = scores.false_match(threshold), scores.false_non_match(threshold)
    past = threshold if above is None else above
    match_above = Rate(0, match.trials) if above is None else scores.false_match(past)
    miss_above = Rate(miss.trials, miss.trials) if above is None else scores.false_non_match(past)
    low = max(miss.fraction(), match_above.fraction())
    high = min(match.fraction(), miss_above.fraction())
    return EqualErrorRate(
        value=float(low) if low == high else None,
        low=float(low),
        high=float(high),
        threshold=threshold,
        false_match=match,
        false_non_match=miss,
    )


def _last_not_below(scores: Comparisons, kind: Scores) -> list[float]:
    """The last of these scores at which matches are at least as frequent as misses, if any is."""

    def not_below(index: int) -> bool:
        at = float(kind[index])
        return scores.false_match(at).fraction() >= scores.false_non_match(at).fraction()

    found = _first_failing(not_below, len(kind))
    return [float(kind[found - 1])] if found else []


def _first_failing(holds: Callable[[int], bool], size: int) -> int:
    """The first index at which something stops to hold, that holds up to there and never after."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if holds(middle) else (low, middle)
    return low


def detection_error_tradeoff(scores: Comparisons, *, points: int | None = 400) -> Curve:
    """
    Both error rates at every threshold, or at enough of them to draw.

    Every point is exact. With `points`, thresholds are taken at counts that grow geometrically
    from either end of either kind of score, so that both tails of both rates are covered on
    normal-deviate and logarithmic axes alike.

    Args:
        scores: sorted scores of both kinds.
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
    if not len(scores.genuine) or not len(scores.impostor):
        raise MeaningError(
            "one kind of score is missing, so there is no trade-off.", use="scores of both kinds"
        )
    kinds = (scores.genuine, scores.impostor)
    taken = kinds if points is None else tuple(_at_counts(kind, points // 4) for kind in kinds)
    thresholds = np.unique(np.concatenate(taken))
    matched = len(scores.impostor) - np.searchsorted(scores.impostor, thresholds, side="left")
    missed = np.searchsorted(scores.genuine, thresholds, side="left")
    return Curve(
        thresholds.astype(np.float64),
        matched / len(scores.impostor),
        missed / len(scores.genuine),
    )


def _at_counts(kind: Scores, points: int) -> Scores:
    """Scores at counts that grow geometrically from both ends."""
    counts = np.unique(np.geomspace(1, len(kind), points).astype(np.int64)) - 1
    return np.take(kind, np.unique(np.concatenate([counts, len(kind) - 1 - counts])))


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
    genuine, impostor = _finite(genuine_scores, "genuine"), _finite(impostor_scores, "impostor")
    if len(genuine) < 2 or len(impostor) < 2:
        return None
    kinds = (genuine, impostor)
    means = [float(np.mean(kind, dtype=np.float64)) for kind in kinds]
    variances = [float(np.var(kind, ddof=1, dtype=np.float64)) for kind in kinds]
    spread = float(np.sqrt(sum(variances) / 2.0))
    return (means[0] - means[1]) / spread if spread > 0 else None


def histogram(scores: Comparisons, *, bins: int = 50) -> Histogram:
    """
    How many scores of either kind lie in each of some equally wide bins.

    Args:
        scores: sorted scores of both kinds.
        bins: how many, from the lowest score to the highest.
    Returns: the edges, one more than bins, and both counts; together they are all comparisons.
    Example:
        >>> histogram(Comparisons.of([3, 4], [0, 1]), bins=2).impostor.tolist()
        [2, 0]
    """
    kinds = [kind for kind in (scores.genuine, scores.impostor) if len(kind)]
    ends = (min(float(kind[0]) for kind in kinds), max(float(kind[-1]) for kind in kinds))
    edges = np.linspace(*ends, bins + 1, dtype=scores.impostor.dtype)
    counts = (_counts(kind, edges) for kind in (scores.genuine, scores.impostor))
    return Histogram(edges.astype(np.float64), *counts)


def _counts(kind: Scores, edges: Scores) -> Integers:
    """Counts between edges of sorted scores."""
    at = np.searchsorted(kind, edges, side="left")
    at[-1] = len(kind)
    return np.diff(at)


def _least(threshold: float, scores: Scores) -> np.floating:
    """
    The least number of the scores' own precision that is not below the threshold.

    Rounded to the nearest instead, a threshold of 0.7 would let single-precision scores match
    that are below it; and a search in another precision copies all scores.
    """
    with np.errstate(over="ignore"):
        nearest = np.array(threshold).astype(scores.dtype)
    above = np.nextafter(nearest, np.array(np.inf, scores.dtype))
    return scores.dtype.type(nearest if float(nearest) >= threshold else above)


def _finite(scores: ArrayLike, kind: str) -> Scores:
    """Scores as floating-point numbers; single precision stays what it is."""
    given = np.asarray(scores)
    numbers: Scores = given if given.dtype == np.float32 else given.astype(np.float64)
    bad = np.flatnonzero(~np.isfinite(numbers))
    if len(bad):
        first = ", ".join(str(row + 1) for row in bad[:3])
        raise MeaningError(
            f"{len(bad):,} of {len(numbers):,} {kind} scores are not finite numbers "
            f"(first: number {first}).",
            use="scores that are finite numbers",
        )
    return numbers
