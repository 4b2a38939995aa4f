"""How far rates of cells can lie apart, where too few people of some cell have an error."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from misid.measures.arguments import check_confidence
from misid.measures.by_person import ByPerson, person_interval
from misid.measures.disparity import DisparityMeasure
from misid.measures.intervals import Bounds


def show_a_pattern(people: Sequence[ByPerson] | None) -> bool:
    """Whether every cell shows how errors gather in people; so it is where nobody is named."""
    return people is None or all(one.once_each or one.show_a_pattern for one in people)


def disparity_bounds(
    people: Sequence[ByPerson], *, confidence: float
) -> dict[DisparityMeasure, Bounds]:
    """
    A bound of each measure of how far rates lie apart: of rates anywhere between their ends.

    The ends of all n cells hold at once: each is that of `person_interval` at 1 - (1 - c) / n,
    which is itself a bound where too few people err.

    .. math:: [max L / min U, max U / min L], and so on;
        G <= n / (n - 1) (R^{1/2} - 1) / (R^{1/2} + 1)

    Args:
        people: errors and trials by person of each cell; all have trials.
        confidence: how often, at least, such bounds hold the true value.
    Returns: bounds by the name of the measure, infinite where there is no upper end.
    Example:
        >>> few = ByPerson(np.repeat([1.0, 0.0], [2, 18]), np.full(20, 10.0))
        >>> many = ByPerson(np.full(20, 6.0), np.full(20, 10.0))
        >>> found = disparity_bounds([few, many], confidence=0.95)["max_over_min"]
        >>> 1.0 < found.low < 60.0 < found.high
        True

    References: Bonferroni. Of rates whose highest is R times the lowest the Gini coefficient is
    largest where the rates are two, so many of either that the sum of each is alike.
    """
    check_confidence(confidence)
    size = len(people)
    each = 1.0 - (1.0 - confidence) / size
    ends = [person_interval(one, confidence=each) or Bounds(0.0, 1.0) for one in people]
    low, high = (np.array([getattr(one, side) for one in ends]) for side in ("low", "high"))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = float(high.max() / low.min()) if low.min() else math.inf
        least = max(1.0, float(low.max() / high.min()))
        over = [size * low / (low + high.sum() - high), size * high / (high + low.sum() - low)]
        logs = [np.log(low).max() - np.log(high).mean(), np.log(high).max() - np.log(low).mean()]
    spread = max(0.0, float(low.max() - high.min()))
    uneven = (math.sqrt(ratio) - 1.0) / (math.sqrt(ratio) + 1.0) if ratio < math.inf else 1.0
    bounds: dict[DisparityMeasure, tuple[float, float]] = {
        "max_over_min": (least, ratio),
        "spread": (spread, float(high.max() - low.min())),
        "max_over_mean": (max(1.0, float(over[0].max())), min(size, float(over[1].max()))),
        "max_over_geometric_mean": (max(1.0, math.exp(logs[0])), math.exp(min(logs[1], 700.0))),
        "gini": (spread / float(high.sum()), min(1.0, uneven * size / (size - 1.0))),
    }
    if not low.min():
        bounds["max_over_geometric_mean"] = bounds["max_over_geometric_mean"][0], math.inf
    return {name: Bounds(*both, is_bound=True) for name, both in bounds.items()}
