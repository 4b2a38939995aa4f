"""Error rates of comparison scores, their intervals, and how they differ between groups."""

from __future__ import annotations

from misid.measures.disparity import Disparity, disparity, group_rates
from misid.measures.error_rates import (
    Comparisons,
    Curve,
    EqualErrorRate,
    Histogram,
    Rate,
    ThresholdRates,
    decidability,
    detection_error_tradeoff,
    equal_error_rate,
    false_match_rate,
    false_non_match_rate,
    histogram,
    matches,
    operating_point,
)
from misid.measures.identification import (
    CandidateLists,
    cumulative_match_characteristic,
    false_negative_identification_rate,
    false_positive_identification_rate,
    search_threshold,
    selectivity,
    true_positive_identification_rate,
)
from misid.measures.intervals import Bounds, clopper_pearson, mid_p, upper_limit, wilson
from misid.measures.subject_intervals import (
    Pairs,
    bootstrap_interval,
    bootstrap_rates,
    effective_trials,
    subject_interval,
)

__all__ = [
    "Bounds",
    "CandidateLists",
    "Comparisons",
    "Curve",
    "Disparity",
    "EqualErrorRate",
    "Histogram",
    "Pairs",
    "Rate",
    "ThresholdRates",
    "bootstrap_interval",
    "bootstrap_rates",
    "clopper_pearson",
    "cumulative_match_characteristic",
    "decidability",
    "detection_error_tradeoff",
    "disparity",
    "effective_trials",
    "equal_error_rate",
    "false_match_rate",
    "false_negative_identification_rate",
    "false_non_match_rate",
    "false_positive_identification_rate",
    "group_rates",
    "histogram",
    "matches",
    "mid_p",
    "operating_point",
    "search_threshold",
    "selectivity",
    "subject_interval",
    "true_positive_identification_rate",
    "upper_limit",
    "wilson",
]
