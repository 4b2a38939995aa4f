"""Where the range of an output comes from: how much each input alone orders the worlds.

The share of the variance of the worlds' ranks that lies between the values of one input, less what
chance alone would give. Quick, and enough for a picture; what two inputs do only together is left
over as `left`. Whether an either/or decides an output is asked of its logarithms instead, since
ranks do not know how far apart two answers lie.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.special import logit

from misid.arrays import Flags, Floats, Integers
from misid.quantities import Choice, Quantity
from misid.quantities.composition import Composition
from misid.quantities.ranks import ranks
from misid.results.intervals import InOrder
from misid.results.schema import Uncertainty, UncertaintyRow
from misid.scenario import Input, Output, Worlds

_BINS = 16
_FEWEST_IN_A_BIN = 8
_LEAST, _NOISE = 0.01, 20.0
_TAILS = np.array([0.01, 0.99])


def uncertainty(worlds: Worlds, output: Output, values: Floats) -> Uncertainty:
    """
    Every input that is a range, with the share of the order of the worlds that it decides.

    Args:
        worlds: the inputs in each world.
        output: which output.
        values: the output in each world, shape (worlds,); NaN where there are no trials.
    """
    ranges = [one for one in worlds.by_name.values() if one.content.is_range]
    shares = _shares(worlds, ranges, np.isfinite(values), values)
    rows = [
        UncertaintyRow(
            input=one.name, field=one.field, status=one.content.status.value, share=share
        )
        for one, share in zip(ranges, shares, strict=True)
    ]
    rows.sort(key=lambda row: (-row.share, row.input))
    alone = sum(row.share for row in rows)
    return Uncertainty(output=output, left=1.0 - alone, inputs=tuple(rows))


def least_share(worlds: int) -> float:
    """Below this a share is not shown, for it may be chance."""
    return max(_LEAST, _NOISE / max(worlds, 1))


def _shares(worlds: Worlds, ranges: Sequence[Input], known: Flags, values: Floats) -> list[float]:
    order = ranks(values[known])
    if len(order) < 2 or np.ptp(order) == 0:
        return [0.0] * len(ranges)
    bins = {
        one.name: _bins_of(worlds, one, known)
        for one in ranges
        if not isinstance(one.content, Composition)
    }
    shares = dict(zip(bins, _explained(list(bins.values()), order), strict=True))
    for one in ranges:
        if isinstance(one.content, Composition):
            parts = worlds.shares(one.name, tuple(one.content.shares))
            shares[one.name] = explained_by_line(parts[known], order)
    return [shares[one.name] for one in ranges]


def _bins_of(worlds: Worlds, one: Input, known: Flags) -> Integers:
    """In which bin of an input each world lies that has a value."""
    if isinstance(one.content, Choice):
        return worlds.option(one.name)[known]
    if not isinstance(one.content, Quantity):
        return worlds.algorithm()[known]
    numbers = worlds.number(one.name)
    if known.all():
        return worlds.recall(f"bins {one.name}", _bins, numbers, together=True)
    return _bins(numbers[known])


def _bins(values: Floats) -> Integers:
    """Bins of equally many worlds; equal values share one."""
    bins = max(2, min(_BINS, len(values) // _FEWEST_IN_A_BIN))
    place = (ranks(values, ties="min") - 1.0) / len(values)
    return (place * bins).astype(np.int64)


class Weighed(NamedTuple):
    """An output on the scale on which an either/or is weighed, and what choices account for."""

    options: list[Integers]
    """Position of the option that holds of each choice, in the worlds with a value."""
    logs: Floats
    """The output in these, as `on_logs`."""
    shares: list[float]
    """Share of their variance that the options of each choice account for."""


def weighed(options: Sequence[Integers], values: Floats, *, of_one: bool) -> Weighed:
    """
    Share of the log variance of an output that the options of each choice account for.

    Args:
        options: position of the option that holds in each world, of each choice, (worlds,).
        values: the output in each world, shape (worlds,); NaN where there are no trials.
        of_one: whether the output is a share of one, from 0 to 1.
    """
    known = np.isfinite(values)
    there = list(options) if known.all() else [option[known] for option in options]
    logs = on_logs(values[known], of_one=of_one)
    return Weighed(there, logs, _explained(there, logs))


def on_logs(values: Floats, *, of_one: bool) -> Floats:
    """
    Values on the scale on which an either/or is weighed: logarithms, of a share its log odds.

    What lies beyond the 1 % or 99 % point of the values that have a logarithm takes that point: a
    few worlds of no weight, at 10^-100, would be all the variance. So does a zero, and a share of
    1, which have none: they count as low, or high, and never as further off than what was seen.

    Example:
        >>> on_logs(np.array([0.0, 1.0, 100.0]), of_one=False).round(2).tolist()
        [0.69, 0.69, 4.6]
        >>> on_logs(np.array([0.5, 0.9, 1.0]), of_one=True).round(2).tolist()
        [0.02, 2.15, 2.15]
    """
    inside = (values > 0.0) & (values < (1.0 if of_one else np.inf))
    if not inside.any():
        return np.asarray(values, dtype=np.float64)
    low, high = InOrder.of(values[None, inside]).points(_TAILS)[0]
    clipped = np.clip(values, low, high)
    return np.asarray(logit(clipped) if of_one else np.log(clipped))


def explained_by_bins(bins: Integers, values: Floats) -> float:
    """
    Share of the variance of values that lies between bins, less what chance would give.

    Nothing where the values do not vary.

    References: Kelley 1935, epsilon squared (adjusted correlation ratio).
    """
    return _explained([bins], values)[0]


def _explained(ways: Sequence[Integers], values: Floats) -> list[float]:
    """The same for several ways to put the worlds into bins, all at once."""
    worlds = len(values)
    if not ways or worlds < 2 or np.ptp(values) == 0:
        return [0.0] * len(ways)
    bins = np.stack(ways)
    shape = (len(ways), int(bins.max()) + 1)
    place = bins + shape[1] * np.arange(shape[0])[:, None]
    counts = np.bincount(place.ravel(), minlength=shape[0] * shape[1])
    weights = np.tile(values, shape[0])
    means = np.bincount(place.ravel(), weights, len(counts)) / np.maximum(counts, 1)
    total = float(((values - values.mean()) ** 2).sum())
    within = ((values - means[place]) ** 2).sum(axis=1).tolist()
    freedoms = (np.count_nonzero(counts.reshape(shape), axis=1) - 1).tolist()
    return [
        _adjusted(one / total, worlds, free) for one, free in zip(within, freedoms, strict=True)
    ]


def explained_by_line(parts: Floats, values: Floats) -> float:
    """Share of the variance of values that a straight line in several parts gives, adjusted."""
    sides = np.column_stack([np.ones(len(values)), parts[:, :-1]])
    fitted = sides @ np.linalg.lstsq(sides, values, rcond=None)[0]
    total = float(((values - values.mean()) ** 2).sum())
    return _adjusted(float(((values - fitted) ** 2).sum()) / total, len(values), parts.shape[1] - 1)


def _adjusted(left_over: float, worlds: int, freedoms: int) -> float:
    spare = worlds - 1 - freedoms
    return 1.0 - left_over * (worlds - 1) / spare if spare > 0 else 0.0
