"""Error rates of comparison scores, their intervals, and how they differ between groups."""

from __future__ import annotations

from misid.measures.disparity import Disparity, disparity, group_rates
from misid.measures.error_rates import (
    Comparisons,
    Curve,
    EqualErrorRate,
    Histogram,
    OperatingPoint,
    Rate,
    decidability,
    detection_error_tradeoff,
    equal_error_rate,
    false_match_rate,
    false_non_match_rate,
    histogram,
    matches,
    operating_point,
)
from misid.measures.intervals import Bounds, clopper_pearson, upper_limit, wilson
from misid.measures.subjects import (
    Pairs,
    bootstrap_interval,
    bootstrap_rates,
    effective_trials,
    subject_interval,
)

__all__ = [
    "Bounds",
    "Comparisons",
    "Curve",
    "Disparity",
    "EqualErrorRate",
    "Histogram",
    "OperatingPoint",
    "Pairs",
    "Rate",
    "bootstrap_interval",
    "bootstrap_rates",
    "clopper_pearson",
    "decidability",
    "detection_error_tradeoff",
    "disparity",
    "effective_trials",
    "equal_error_rate",
    "false_match_rate",
    "false_non_match_rate",
    "group_rates",
    "histogram",
    "matches",
    "operating_point",
    "subject_interval",
    "upper_limit",
    "wilson",
]
