"""What an answer to one question would be worth, from worlds that are already drawn.

Conditional means given the question's inputs come from a regression on their ranks, judged on
worlds that it was not fitted to: so no model is run again, and chance is not taken for value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from misid.arrays import Floats, Integers
from misid.quantities.ranks import ranks
from misid.uncertainty.splines import additive, crossed, orthonormal

_FOLDS = 5
_FEWEST_WORLDS = 2 * _FOLDS
# Knots of the curves that are tried; two make a straight line.
_KNOTS = (2, 3, 5, 9)
# Knots of those whose terms are multiplied, each of one number with each of another.
_CROSSED_KNOTS = (2, 3)
_MOST_CROSSED = 64
_WORLDS_A_TERM = 16
# A curve through so few values of a number has nothing to smooth: they are options.
_FEW_VALUES = 6
_BINS = 16
_WORLDS_A_BIN = 64
_LOW, _HIGH = 0.05, 0.95
# Keeps a column that one fold alone makes up solvable.
_RIDGE = 1e-9
_SHUFFLES = 4
# An output that moves by less than this share of its size moves by rounding only.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Worth:
    """
    What the answer to one question would change.

    `right_verdict` is by how much the probability rises that the verdict on the limit is right,
    with its standard error; `value` is in units of the output, with its standard error
    `value_error`; `flip` is the probability that the answer turns the verdict "more likely than
    not above the limit" round; `verdict_low` and `verdict_high` are the probabilities of being
    above the limit at both ends of the question; `narrowing` is the share by which the 5 % to
    95 % range shrinks on average. All are NaN where fewer than ten worlds have an output.
    """

    right_verdict: float
    right_verdict_error: float
    value: float
    value_error: float
    flip: float
    verdict_low: float
    verdict_high: float
    narrowing: float


@dataclass(frozen=True)
class Verdicts:
    """
    How the verdict "more likely than not above the limit" depends on a question.

    `flip` is the probability that the answer turns it round; `low` and `high` are the
    probabilities of being above the limit at both ends of the question.
    """

    flip: float
    low: float
    high: float


def worth(x: NDArray[np.generic], y: Floats, limit: float, *, categorical: bool = False) -> Worth:
    """
    What the answer to one question is worth: both values, turned verdicts and narrowing at once.

    Args:
        x: the question's inputs in each world, shape (worlds,) or (worlds, columns).
        y: the output in each world, shape (worlds,); worlds with NaN are left out.
        limit: the largest output that is accepted.
        categorical: whether x holds options (codes) and no numbers; several columns of them
            are one option together.
    Returns: see `value_of_right_verdict`, `value_of_answer`, `verdicts` and `narrowing`. The order
        of the worlds changes nothing, and neither does another scale of a number.
    """
    question = _Question.of(x, y, categorical)
    if len(question.y) < _FEWEST_WORLDS:
        return Worth(*[float("nan")] * 8)
    above = (question.y > limit).astype(np.float64)
    curve = question.curve(above)
    found = _verdicts(question, above, curve)
    return Worth(
        *_right_verdict(above, curve),
        *_value(question, limit),
        found.flip,
        found.low,
        found.high,
        _narrowing(question),
    )


def expected_value_of_perfect_information(y: Floats, limit: float) -> float:
    """
    What it would be worth to know the output itself before deciding; no answer is worth more.

    Going on has the net benefit `limit - y`, stopping has 0. In units of the output; 0 is least.

    .. math:: EVPI = E[max(L - Y, 0)] - max(E[L - Y], 0)

    Args:
        y: the output in each world, shape (worlds,); worlds with NaN are left out.
        limit: the largest output that is accepted.
    Returns: the value; NaN without any world.
    References: Raiffa and Schlaifer 1961, Applied Statistical Decision Theory.
    Example:
        >>> expected_value_of_perfect_information(np.array([1.0, 5.0]), limit=4.0)
        0.5
    """
    benefit = limit - y[np.isfinite(y)]
    if len(benefit) == 0:
        return float("nan")
    return float(np.maximum(benefit, 0.0).mean() - max(benefit.mean(), 0.0))


def right_verdict_by_perfect_information(y: Floats, limit: float) -> float:
    """
    By how much the probability that the verdict is right rises once the output is known, to 1.

    The verdict is "above the limit" or "not above"; a right one is worth 1, a wrong one 0. Range
    0 to one half; 0 where all worlds lie on one side. No answer is worth more.

    .. math:: EVPI = 1 - max(P, 1 - P) = min(P, 1 - P), \\quad P = P(Y > L)

    Args:
        y: the output in each world, shape (worlds,); worlds with NaN are left out.
        limit: the largest output that is accepted.
    Returns: the value; NaN without any world.
    References: Raiffa and Schlaifer 1961, Applied Statistical Decision Theory (the definition;
        not opened for this).
    Example:
        >>> right_verdict_by_perfect_information(np.array([1.0, 2.0, 3.0, 5.0]), limit=4.0)
        0.25
    """
    known = y[np.isfinite(y)]
    if len(known) == 0:
        return float("nan")
    above = float(np.mean(known > limit))
    return min(above, 1.0 - above)


def value_of_right_verdict(
    x: NDArray[np.generic], y: Floats, limit: float, *, categorical: bool = False
) -> tuple[float, float]:
    """
    By how much one answer raises the probability that the verdict is right, and its error.

    Expected value of partial perfect information where a right verdict is worth 1 and a wrong one
    0. The verdict without the answer is the more probable one; with it, the more probable one
    given the answer. How often it is right is counted on worlds that the regression was not
    fitted to. Range 0 to that of perfect information. Not to be confused with `flip`, which also
    counts a turn from nearly one half to nearly one half, which gains nothing.

    .. math:: EVPPI = E_x[max(P_x, 1 - P_x)] - max(P, 1 - P), \\quad P_x = P(Y > L | x)

    Args: as of `worth`.
    Returns: value and standard error; exactly 0 where x does not improve on a constant by more
        than the noise of the improvement.
    References: as of `value_of_answer`.
    """
    question = _Question.of(x, y, categorical)
    if len(question.y) < _FEWEST_WORLDS:
        return np.nan, np.nan
    above = (question.y > limit).astype(np.float64)
    return _right_verdict(above, question.curve(above))


def value_of_answer(
    x: NDArray[np.generic], y: Floats, limit: float, *, categorical: bool = False
) -> tuple[float, float]:
    """
    What it would be worth to know a question's inputs before deciding, and its standard error.

    Expected value of partial perfect information, in units of the output; 0 to that of perfect
    information. The regression of the output on x says where to go on and where to stop; what
    that brings is counted on worlds that it was not fitted to, so chance brings nothing. Exactly
    0 where x does not improve on a constant by more than the noise of the improvement.

    .. math:: EVPPI = E_x[max(E[L - Y | x], 0)] - max(E[L - Y], 0)

    Args: as of `worth`.
    Returns: value and standard error; the error holds for worlds drawn independently and is too
        wide rather than too narrow for stratified ones.
    References: Strong, Oakley and Brennan 2014, doi:10.1177/0272989X13505910 (regression);
        Chernozhukov et al. 2018, doi:10.1111/ectj.12097 (cross-fitting).
    """
    question = _Question.of(x, y, categorical)
    return _value(question, limit) if len(question.y) >= _FEWEST_WORLDS else (np.nan, np.nan)


def verdicts(
    x: NDArray[np.generic], y: Floats, limit: float, *, categorical: bool = False
) -> Verdicts:
    """
    How the verdict "P(y > limit) is above one half" depends on a question's inputs.

    Both ends are: of one number, its 5 % and 95 % points; of options, the least and the most
    probable one; of several numbers, the 5 % and 95 % points of the probability itself. An input
    without effect gives flip 0 and two equal ends, unless the probability lies within the noise
    of a curve, half the root of 9 / worlds (0.02 for 4,096), of one half.

    Args: as of `worth`.
    """
    question = _Question.of(x, y, categorical)
    if len(question.y) < _FEWEST_WORLDS:
        return Verdicts(*[float("nan")] * 3)
    above = (question.y > limit).astype(np.float64)
    return _verdicts(question, above, question.curve(above))


def narrowing(x: NDArray[np.generic], y: Floats, *, categorical: bool = False) -> float:
    """
    The share by which the 5 % to 95 % range shrinks on average once x is known, 0 to 1.

    The range of log10 y where every output is positive, else of y. Worlds in bins of equal size
    (or of one option), each less the curve through them; a bin of few worlds has too narrow a
    range, by as much as bins of the same sizes that are put together at random.

    .. math:: 1 - E_x[width(Y | x)] / width(Y)

    Args: as of `worth`.
    """
    question = _Question.of(x, y, categorical)
    return _narrowing(question) if len(question.y) >= _FEWEST_WORLDS else float("nan")


@dataclass(frozen=True)
class _Curve:
    """
    The mean of a target given a question's inputs, in each world; arrays have shape (worlds,).

    `rule` is the best curve, fitted without the world's own fold. It `matters` where it does
    better on those worlds than a constant, by more than the standard error of the difference;
    else `held_out` (without the own fold) and `fitted` (with all) are constants.
    """

    rule: Floats
    held_out: Floats
    fitted: Floats
    matters: bool


@dataclass(frozen=True)
class _Splines:
    """Least squares on terms of natural cubic splines; `rows` have shape (worlds, terms)."""

    rows: Floats

    @cached_property
    def _inverses(self) -> Floats:
        """Inverse normal matrices without each fold, and at last with all of them."""
        parts = [self.rows[fold::_FOLDS] for fold in range(_FOLDS)]
        squares = np.stack([part.T @ part for part in parts])
        left = np.concatenate([squares.sum(axis=0) - squares, squares.sum(axis=0)[None]])
        return np.asarray(np.linalg.inv(left + _RIDGE * np.eye(left.shape[1])))

    def means(self, target: Floats) -> tuple[Floats, Floats]:
        """The mean of a target in each world, without its own fold and with all worlds."""
        folds = range(_FOLDS)
        products = np.stack([self.rows[f::_FOLDS].T @ target[f::_FOLDS] for f in folds])
        held_out = np.empty_like(target)
        for fold in folds:
            slopes = self._inverses[fold] @ (products.sum(axis=0) - products[fold])
            held_out[fold::_FOLDS] = self.rows[fold::_FOLDS] @ slopes
        return held_out, self.rows @ (self._inverses[-1] @ products.sum(axis=0))


@dataclass(frozen=True)
class _Options:
    """The mean of each option; `option` holds numbers from 0, shape (worlds,)."""

    option: Integers

    def means(self, target: Floats) -> tuple[Floats, Floats]:
        """The mean of a target in each world, without its own fold and with all worlds."""
        held_out = np.empty_like(target)
        fold = _folds(len(target))
        for own in range(_FOLDS):
            means = _option_means(self.option[fold != own], target[fold != own], self._count)
            held_out[fold == own] = means[self.option[fold == own]]
        return held_out, _option_means(self.option, target, self._count)[self.option]

    @cached_property
    def _count(self) -> int:
        return int(self.option.max()) + 1


@dataclass(frozen=True)
class _Question:
    """
    The worlds that have an output, in an order that does not depend on how they came.

    Inputs are `scores`, normal scores of shape (worlds, columns), or an `option` by number.
    """

    y: Floats
    scores: Floats
    option: Integers | None

    @classmethod
    def of(cls, x: NDArray[np.generic], y: Floats, categorical: bool) -> _Question:
        """Order by the rank of the output, then shuffled: folds do not depend on x or position."""
        known = np.isfinite(y)
        table = np.asarray(x).reshape(len(y), -1)[known]
        order = np.lexsort((*table.T, y[known]))
        order = order[_shuffle(len(order), 0)]
        table, y = table[order], y[known][order]
        scores = ndtri((np.apply_along_axis(ranks, 0, table) - 0.5) / max(len(table), 1))
        if categorical or (table.shape[1] == 1 and len(np.unique(table)) <= _FEW_VALUES):
            return cls(y, scores, np.unique(table, axis=0, return_inverse=True)[1].reshape(-1))
        return cls(y, scores, None)

    @cached_property
    def smoothers(self) -> Sequence[_Splines | _Options]:
        """
        What is tried: the options' means, or curves of some numbers of knots.

        Several numbers add up or, where that does better on held-out worlds, also work on each
        other, two at a time.
        """
        if self.option is not None:
            return [_Options(self.option)]
        most = len(self.y) // _WORLDS_A_TERM
        tried = [additive(self.scores, knots) for knots in _KNOTS]
        tried += [crossed(self.scores, knots) for knots in self._crossed(most)]
        kept = [terms for terms in tried if terms is tried[0] or terms.shape[1] < most]
        return [_Splines(orthonormal(terms)) for terms in kept]

    def _crossed(self, most: int) -> tuple[int, ...]:
        """The numbers of knots whose products are few enough to be fitted."""
        columns = self.scores.shape[1]
        pairs = columns * (columns - 1) // 2
        fewest = min(most, _MOST_CROSSED)
        return tuple(k for k in _CROSSED_KNOTS if 0 < pairs * (k - 1) ** 2 < fewest)

    @cached_property
    def is_positive(self) -> bool:
        """Whether every output is."""
        return bool(self.y.min() > 0.0)

    @cached_property
    def of_output(self) -> tuple[Floats, _Curve]:
        """The output, or its natural logarithm where it is positive, and the curve through it."""
        target = np.log(self.y) if self.is_positive else self.y
        return target, self.curve(target)

    def curve(self, target: Floats) -> _Curve:
        """The mean of a target by the smoother that does best on held-out worlds."""
        fold = _folds(len(target))
        sums, counts = np.bincount(fold, target), np.bincount(fold)
        constant = ((sums.sum() - sums) / (counts.sum() - counts))[fold]
        tried = [smoother.means(target) for smoother in self.smoothers]
        rule, fitted = min(tried, key=lambda pair: float(((target - pair[0]) ** 2).sum()))
        better = (target - constant) ** 2 - (target - rule) ** 2
        if better.mean() > better.std() / np.sqrt(len(better)):
            return _Curve(rule, rule, fitted, matters=True)
        return _Curve(rule, constant, np.full_like(target, target.mean()), matters=False)


def _folds(worlds: int) -> Integers:
    return np.arange(worlds) % _FOLDS


@lru_cache(maxsize=16)
def _shuffle(worlds: int, key: int) -> Integers:
    """An order of the worlds, the same for every question."""
    order = np.argsort(np.random.Philox(key=key).random_raw(worlds), kind="stable")
    order.flags.writeable = False
    return order


def _option_means(option: Integers, target: Floats, count: int) -> Floats:
    """
    Mean of each option, drawn to the mean of all the more its noise outweighs the differences.

    References: Efron and Morris 1975, doi:10.1080/01621459.1975.10479864 (unequal variances).
    """
    counts = np.bincount(option, minlength=count)
    sums = np.bincount(option, target, count)
    middle = target.mean()
    means = np.divide(sums, counts, out=np.full(count, middle), where=counts > 0)
    present = int((counts > 0).sum())
    if present < 2:
        return np.asarray(means)
    noise = float(((target - means[option]) ** 2).sum()) / max(len(target) - present, 1)
    between = float((counts * (means - middle) ** 2).sum()) / (present - 1)
    typical = (counts.sum() - (counts**2).sum() / counts.sum()) / (present - 1)
    signal = counts * max(between - noise, 0.0) / typical
    whole = signal + noise
    kept = np.divide(signal, whole, out=np.zeros(count), where=whole > 0)
    return np.asarray(middle + kept * (means - middle))


def _right_verdict(above: Floats, curve: _Curve) -> tuple[float, float]:
    """What each world gains: 1 where the answer rights the verdict, -1 where it spoils it."""
    without = np.full(len(above), above.mean() > 0.5)
    given = curve.held_out > 0.5 if curve.matters else without
    gain = (given == above).astype(np.float64) - (without == above)
    error = float(gain.std(ddof=1) / np.sqrt(len(gain)))
    return max(float(gain.mean()), 0.0), error


def _value(question: _Question, limit: float) -> tuple[float, float]:
    expected, matters = _expected(question)
    benefit = limit - question.y
    gain = ((expected < limit).astype(np.float64) - (benefit.mean() > 0.0)) * benefit
    error = float(gain.std(ddof=1) / np.sqrt(len(gain)))
    return max(float(gain.mean()), 0.0) if matters else 0.0, error


def _expected(question: _Question) -> tuple[Floats, bool]:
    """
    The mean output given x, without the own fold, and whether x matters to it.

    A positive output is fitted by its logarithm, and its ratio to that fit by a curve of its own:
    a few worlds of a hundred times the output do not drown the rest, and the mean stays the mean.
    """
    logs = question.of_output[1]
    if not question.is_positive:
        return logs.rule, logs.matters
    typical = np.exp(logs.rule)
    ratio = question.curve(question.y / typical)
    return typical * ratio.held_out, logs.matters or ratio.matters


def _verdicts(question: _Question, above: Floats, curve: _Curve) -> Verdicts:
    chance = np.clip(curve.fitted, 0.0, 1.0)
    flip = float(np.mean((chance > 0.5) != (above.mean() > 0.5)))
    if question.option is not None:
        return Verdicts(flip, float(chance.min()), float(chance.max()))
    if question.scores.shape[1] > 1:
        low, high = np.quantile(chance, [_LOW, _HIGH])
        return Verdicts(flip, float(low), float(high))
    order = np.argsort(question.scores[:, 0], kind="stable")
    low, high = np.interp(ndtri([_LOW, _HIGH]), question.scores[order, 0], chance[order])
    return Verdicts(flip, float(low), float(high))


def _narrowing(question: _Question) -> float:
    # A ratio of widths: of natural logarithms it is that of decimal ones.
    outputs, curve = question.of_output
    left = outputs - curve.rule if curve.matters else outputs
    bins, order = _bins(question, curve), np.argsort(left, kind="stable")
    together = np.zeros_like(bins)
    whole, alone = _width(np.sort(outputs), together), _width(left[order], together)
    shuffles = [_shuffle(len(left), key) for key in range(_SHUFFLES)]
    by_chance = float(np.mean([_width(left[order], bins[shuffle]) for shuffle in shuffles]))
    if whole <= _ROUNDING * (1.0 if question.is_positive else np.abs(outputs).max()):
        return 0.0
    if alone == 0.0 or by_chance == 0.0:
        return float(alone == 0.0)
    return max(1.0 - alone * _width(left[order], bins[order]) / by_chance / whole, 0.0)


def _bins(question: _Question, curve: _Curve) -> Integers:
    """Each option, or bins of equally many worlds by the number or by the fit to several."""
    if question.option is not None:
        return question.option
    several = question.scores.shape[1] > 1
    place = ranks(curve.fitted if several else question.scores[:, 0], ties="min") - 1.0
    bins = max(2, min(_BINS, len(place) // _WORLDS_A_BIN))
    return np.asarray(place / len(place) * bins).astype(np.int64)


def _width(ascending: Floats, bins: Integers) -> float:
    """Mean over the worlds of the 5 % to 95 % range of their bin, by median-unbiased quantiles."""
    small = bins.astype(np.min_scalar_type(int(bins.max())))
    ordered = ascending[np.argsort(small, kind="stable")]
    counts = np.bincount(bins)
    start = np.cumsum(counts) - counts

    def quantile(share: float) -> Floats:
        place = np.clip(counts * share + (share + 1.0) / 3.0 - 1.0, 0.0, counts - 1.0)
        return np.asarray(np.interp(start + place, np.arange(len(ordered)), ordered))

    return float(np.average(quantile(_HIGH) - quantile(_LOW), weights=counts))
