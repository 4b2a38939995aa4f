"""Sobol' indices of groups of inputs, with errors from replicated scrambled designs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from misid.arrays import Flags, Floats, Integers
from misid.uncertainty.sobol_points import BITS, scrambled

VectorModel = Callable[[Floats], Floats]
ColumnsOfInput = Mapping[str, Sequence[int]]

# So many points are given to a model at once: fewer take more time, and more take more memory.
_TOGETHER = 4096
# An output that moves by less than this share of its size moves by rounding only.
_ROUNDING = 1e-12
# Both ends of a 90 % interval leave 5 % outside.
_LEVEL = 0.95


@dataclass(frozen=True)
class Indices:
    """
    Total and first-order Sobol' indices of groups of columns; arrays have shape (groups,).

    `total` is the share of the variance of the output that is left when everything but the group
    is known, `first` the share that goes away when only the group is known. Means over
    `replicates` designs of `base_points` points; an `_error` is the standard error of that mean.
    `left_out` of all replicates' base points had no output. NaN where a replicate had none at all.
    """

    names: tuple[str, ...]
    total: Floats
    first: Floats
    total_error: Floats
    first_error: Floats
    replicates: int
    base_points: int
    left_out: int

    @property
    def total_interval(self) -> Floats:
        """
        Low and high end of the 90 % interval of each total index, shape (groups, 2).

        By Student's t law of the replicates; an end may lie a little outside 0 to 1.
        """
        return self._interval(self.total, self.total_error)

    def _interval(self, middle: Floats, error: Floats) -> Floats:
        reach = _quantile(self.replicates) * error
        return np.stack([middle - reach, middle + reach], axis=1)


def indices(
    model: VectorModel,
    groups: ColumnsOfInput,
    *,
    columns: int,
    base_points: int,
    replicates: int,
    seed: int,
) -> Indices:
    """
    How much of the variance of an output each group of columns causes, alone and with others.

    Every column is an independent uniform number; all columns of a group are swapped together. A
    column of several groups is swapped with each of them; one of no group varies and is never
    swapped. The order of the groups changes no number: dimensions of the design belong to names.

    .. math:: S_T = E[(f(A) - f(A_B))^2] / 2 V[f], \\quad S = E[f(B) (f(A_B) - f(A))] / V[f]

    where A and B are halves of one scrambled Sobol' design and A_B is A with the group's columns
    of B. Base points of which one of these outputs is NaN (no trials) are left out.
    A variance is decided by the largest outputs: give an output over several orders of magnitude
    by its logarithm, else neither the indices nor their errors can be relied on.

    Args:
        model: outputs, shape (points,), of points in the open unit cube, shape (points, columns).
            It is called with A of all replicates, with B, then with some A_B after each other.
        groups: the columns of each group, by its name.
        columns: how many columns the model takes.
        base_points: points of one design, a power of two.
        replicates: independent designs, at least two; the errors come from their spread, since
            a bootstrap within one design is 4 to 50 times too wide.
        seed: key of the scrambling.
    Returns: indices in the order of `groups`; all 0 where the output is constant.
    Raises: ValueError: a design that is none, or a column that the model does not have.
    References: Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018, table 2 (b) and (f);
        Matousek 1998, Journal of Complexity 14, 527-556 (the scrambling).
    """
    _check(groups, columns, base_points, replicates)
    names = sorted(groups)
    swaps = [list(groups[name]) for name in names]
    order = _columns_by_name(groups, columns)
    keys = np.random.SeedSequence(seed).spawn(replicates)
    designs = [_design(order, base_points, key) for key in keys]
    first, second = (np.concatenate(halves) for halves in zip(*designs, strict=True))
    blocks = (first, second, *_swapped(first, second, swaps))
    outputs = np.concatenate([model(points) for points in blocks])
    outputs = outputs.reshape(-1, replicates, base_points)
    known = np.asarray(np.isfinite(outputs).all(axis=0))
    total, first_order = _estimates(outputs, known)
    place = [names.index(name) for name in groups]
    return Indices(
        names=tuple(groups),
        total=total.mean(axis=0)[place],
        first=first_order.mean(axis=0)[place],
        total_error=_error(total)[place],
        first_error=_error(first_order)[place],
        replicates=replicates,
        base_points=base_points,
        left_out=int((~known).sum()),
    )


def ties(found: Indices) -> Integers:
    """
    The rank of each group by its total index; groups that the errors do not tell apart share one.

    From the largest index down, a group shares the rank of the first that holds it as long as
    their difference is within the 90 % interval of a difference: Student's t times the root of
    the sum of both squared errors. The next rank counts all groups before it: 1, 1, 3.

    Args:
        found: the indices of the groups.
    Returns: ranks from 1, shape (groups,); groups without an index come last.
    """
    ranks = np.empty(len(found.names), dtype=np.int64)
    leader, rank = -1, 0
    for place, group in enumerate(_largest_first(found)):
        if leader < 0 or _apart(found, leader, group):
            leader, rank = group, place + 1
        ranks[group] = rank
    return ranks


def _largest_first(found: Indices) -> list[int]:
    """Positions by total index, equal ones by name; those without an index last."""
    shares = zip(found.total, found.names, strict=True)
    keys = [(np.isnan(share), -np.nan_to_num(share), name) for share, name in shares]
    return sorted(range(len(keys)), key=keys.__getitem__)


def _apart(found: Indices, one: int, other: int) -> bool:
    if np.isnan(found.total[one]):
        return False
    error = np.hypot(found.total_error[one], found.total_error[other])
    within = found.total[one] - found.total[other] <= _quantile(found.replicates) * error
    return not within


def _check(groups: ColumnsOfInput, columns: int, base_points: int, replicates: int) -> None:
    if base_points < 2 or base_points & (base_points - 1):
        raise ValueError(f"base_points is {base_points}, which is no power of two")
    if replicates < 2:
        raise ValueError(f"replicates is {replicates}; their spread needs at least 2")
    for name, owned in groups.items():
        if not owned or min(owned) < 0 or max(owned) >= columns:
            raise ValueError(f"{name} has columns {list(owned)} of {columns}")


def _columns_by_name(groups: ColumnsOfInput, columns: int) -> list[int]:
    """The column of each dimension of a design: by name of the group, then the rest."""
    named = [column for name in sorted(groups) for column in groups[name]]
    return list(dict.fromkeys([*named, *range(columns)]))


def _design(order: list[int], size: int, key: np.random.SeedSequence) -> tuple[Floats, Floats]:
    """Two blocks of points, shape (size, columns), from one design; none lies at 0 or 1."""
    points = scrambled(2 * len(order), size, key) + 0.5 / 2.0**BITS
    place = np.argsort(order)
    return points[:, place], points[:, place + len(order)]


def _swapped(first: Floats, second: Floats, swaps: list[list[int]]) -> Iterator[Floats]:
    """The first points with each group's columns of the second, some groups after each other."""
    many = max(1, _TOGETHER // len(first))
    for begin in range(0, len(swaps), many):
        some = swaps[begin : begin + many]
        points = np.repeat(first[None], len(some), axis=0)
        for block, owned in zip(points, some, strict=True):
            block[:, owned] = second[:, owned]
        yield points.reshape(-1, first.shape[1])


def _estimates(outputs: Floats, known: Flags) -> tuple[Floats, Floats]:
    """
    Total and first-order indices, shape (replicates, groups).

    A base point at the mean of both blocks adds nothing to any of the sums, whose common count
    cancels: so points without an output are put there.
    """
    counts = 2 * known.sum(axis=1)
    sums = np.where(known, outputs[:2], 0.0).sum(axis=(0, 2))
    means = np.divide(sums, counts, out=np.full(len(counts), np.nan), where=counts > 0)
    filled = np.where(known, outputs, means[:, None])
    spread = np.ptp(filled, axis=(0, 2))
    constant = spread <= _ROUNDING * np.abs(filled).max(axis=(0, 2))
    filled = np.where(constant[:, None], 0.0, filled)
    total, first_order = _shares(filled[0], filled[1], filled[2:])
    none = (counts == 0)[:, None]
    return np.where(none, np.nan, total), np.where(none, np.nan, first_order)


def _shares(first: Floats, second: Floats, swapped: Floats) -> tuple[Floats, Floats]:
    """
    Total and first-order shares of the variance, shape (replicates, groups); 0 where there is none.

    About the mean of both blocks, which keeps the errors of first-order shares small: Sobol' and
    Levitan 1999, doi:10.1016/S0010-4655(98)00156-8.
    """
    mean = np.mean([first, second], axis=(0, -1))[:, None]
    first, second, swapped = first - mean, second - mean, swapped - mean
    variance = np.var([first, second], axis=(0, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        alone = np.mean(second * (swapped - first), axis=-1) / variance
        total = 0.5 * np.mean((first - swapped) ** 2, axis=-1) / variance
    known = (np.where(np.isfinite(one), one, 0.0) for one in (total, alone))
    by_replicate, first_order = (np.ascontiguousarray(one.T) for one in known)
    return by_replicate, first_order


def _error(replicated: Floats) -> Floats:
    """Standard error of the mean of replicates, shape (groups,)."""
    return np.asarray(replicated.std(axis=0, ddof=1) / np.sqrt(len(replicated)))


def _quantile(replicates: int) -> float:
    return float(stdtrit(replicates - 1, _LEVEL))
