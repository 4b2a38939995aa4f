"""What an answer to one question would be worth, from worlds that are already drawn.

Conditional means given the question's inputs come from a regression on their ranks, judged on
worlds that it was not fitted to: so no model is run again, and chance is not taken for value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import rankdata

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_FOLDS = 5
_FEWEST_WORLDS = 2 * _FOLDS
# Knots of the curves that are tried; two make a straight line.
_KNOTS = (2, 3, 5, 9)
_WORLDS_A_TERM = 16
# A curve through so few values of a number has nothing to smooth: they are options.
_FEW_VALUES = 6
_BINS = 16
_WORLDS_A_BIN = 64
_OUTER_KNOT = 0.01
_LOW, _HIGH = 0.05, 0.95
# A direction of less than this share of the largest one's sum of squares repeats the others.
_REPEATED = 1e-9
# Keeps a column that one fold alone makes up solvable.
_RIDGE = 1e-9
_SHUFFLES = 4
# An output that moves by less than this share of its size moves by rounding only.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Worth:
    """
    What the answer to one question would change.

    `value` is in units of the output, with its standard error `value_error`; `flip` is the
    probability that the answer turns the verdict "more likely than not above the limit" round;
    `verdict_low` and `verdict_high` are the probabilities of being above the limit at both ends
    of the question; `narrowing` is the share by which the 5 % to 95 % range shrinks on average.
    All are NaN where fewer than ten worlds have an output.
    """

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
    What the answer to one question is worth: value, turned verdicts and narrowing in one go.

    Args:
        x: the question's inputs in each world, shape (worlds,) or (worlds, columns).
        y: the output in each world, shape (worlds,); worlds with NaN are left out.
        limit: the largest output that is accepted.
        categorical: whether x holds options (codes) and no numbers; several columns of them
            are one option together.
    Returns: see `value_of_answer`, `verdicts` and `narrowing`. The order of the worlds changes
        nothing, and neither does another scale of a number.
    """
    question = _Question.of(x, y, categorical)
    if len(question.y) < _FEWEST_WORLDS:
        return Worth(*[float("nan")] * 6)
    value, error = _value(question, limit)
    found = _verdicts(question, limit)
    return Worth(value, error, found.flip, found.low, found.high, _narrowing(question))


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
    return _verdicts(question, limit)


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
    """Least squares on an additive natural cubic spline; `rows` have shape (worlds, terms)."""

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

    option: Whole

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
    option: Whole | None

    @classmethod
    def of(cls, x: NDArray[np.generic], y: Floats, categorical: bool) -> _Question:
        """Order by the rank of the output, then shuffled: folds do not depend on x or position."""
        known = np.isfinite(y)
        table = np.asarray(x).reshape(len(y), -1)[known]
        order = np.lexsort((*table.T, y[known]))
        order = order[_shuffle(len(order), 0)]
        table, y = table[order], y[known][order]
        scores = ndtri((rankdata(table, axis=0) - 0.5) / max(len(table), 1))
        if categorical or (table.shape[1] == 1 and len(np.unique(table)) <= _FEW_VALUES):
            return cls(y, scores, np.unique(table, axis=0, return_inverse=True)[1].reshape(-1))
        return cls(y, scores, None)

    @cached_property
    def smoothers(self) -> Sequence[_Splines | _Options]:
        """What is tried: the options' means, or curves of some numbers of knots."""
        if self.option is not None:
            return [_Options(self.option)]
        tried = [_rows(self.scores, knots) for knots in _KNOTS]
        most = len(self.y) // _WORLDS_A_TERM
        return [_Splines(rows) for rows in tried if rows is tried[0] or rows.shape[1] <= most]

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


def _folds(worlds: int) -> Whole:
    return np.arange(worlds) % _FOLDS


def _shuffle(worlds: int, key: int) -> Whole:
    return np.argsort(np.random.Philox(key=key).random_raw(worlds), kind="stable")


def _rows(scores: Floats, knots: int) -> Floats:
    """
    What a constant and the spline's terms of every input span, as orthonormal columns.

    Through the eigenvectors of the normal matrix, twice, for what rounding left of the first time.
    """
    terms = np.concatenate([_terms(score, knots) for score in scores.T], axis=1)
    terms = (terms - terms.mean(axis=0)) / np.maximum(terms.std(axis=0), _ROUNDING)
    columns = np.column_stack([np.ones(len(terms)), terms])
    for _ in range(2):
        sizes, turned = np.linalg.eigh(columns.T @ columns)
        kept = sizes > _REPEATED * sizes[-1]
        columns = columns @ (turned[:, kept] / np.sqrt(sizes[kept]))
    return columns


def _terms(score: Floats, knots: int) -> Floats:
    """
    Natural cubic spline: the score itself and a bend at each inner knot, shape (worlds, terms).

    References: Hastie, Tibshirani and Friedman 2009, The Elements of Statistical Learning, 5.2.1.
    """
    at = ndtri(np.linspace(_OUTER_KNOT, 1.0 - _OUTER_KNOT, knots))
    above = np.maximum(score[:, None] - at, 0.0)
    bends = (above * above * above - (above[:, -1:] * above[:, -1:] * above[:, -1:]))[:, :-1]
    bends /= at[-1] - at[:-1]
    return np.column_stack([score, bends[:, :-1] - bends[:, -1:]])


def _option_means(option: Whole, target: Floats, count: int) -> Floats:
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
    if question.y.min() <= 0.0:
        curve = question.curve(question.y)
        return curve.rule, curve.matters
    logs = question.curve(np.log(question.y))
    typical = np.exp(logs.rule)
    ratio = question.curve(question.y / typical)
    return typical * ratio.held_out, logs.matters or ratio.matters


def _verdicts(question: _Question, limit: float) -> Verdicts:
    above = (question.y > limit).astype(np.float64)
    chance = np.clip(question.curve(above).fitted, 0.0, 1.0)
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
    positive = question.y.min() > 0.0
    outputs = np.log10(question.y) if positive else question.y
    curve = question.curve(outputs)
    left = outputs - curve.rule if curve.matters else outputs
    bins, order = _bins(question, curve), np.argsort(left, kind="stable")
    together = np.zeros_like(bins)
    whole, alone = _width(np.sort(outputs), together), _width(left[order], together)
    shuffles = [_shuffle(len(left), key) for key in range(_SHUFFLES)]
    by_chance = float(np.mean([_width(left[order], bins[shuffle]) for shuffle in shuffles]))
    if whole <= _ROUNDING * (1.0 if positive else np.abs(outputs).max()):
        return 0.0
    if alone == 0.0 or by_chance == 0.0:
        return float(alone == 0.0)
    return max(1.0 - alone * _width(left[order], bins[order]) / by_chance / whole, 0.0)


def _bins(question: _Question, curve: _Curve) -> Whole:
    """Each option, or bins of equally many worlds by the number or by the fit to several."""
    if question.option is not None:
        return question.option
    several = question.scores.shape[1] > 1
    place = rankdata(curve.fitted if several else question.scores[:, 0], method="min") - 1.0
    bins = max(2, min(_BINS, len(place) // _WORLDS_A_BIN))
    return np.asarray(place / len(place) * bins).astype(np.int64)


def _width(ascending: Floats, bins: Whole) -> float:
    """Mean over the worlds of the 5 % to 95 % range of their bin, by median-unbiased quantiles."""
    small = bins.astype(np.min_scalar_type(int(bins.max())))
    ordered = ascending[np.argsort(small, kind="stable")]
    counts = np.bincount(bins)
    start = np.cumsum(counts) - counts

    def quantile(share: float) -> Floats:
        place = np.clip(counts * share + (share + 1.0) / 3.0 - 1.0, 0.0, counts - 1.0)
        return np.asarray(np.interp(start + place, np.arange(len(ordered)), ordered))

    return float(np.average(quantile(_HIGH) - quantile(_LOW), weights=counts))
