"""Differences between groups in words: ratios and their intervals, FDR, INEQ and GARBE."""

from __future__ import annotations

from misid.evaluation.schema import CombinedNote, DisparityNote
from misid.evaluation.words import percent
from misid.measures.disparity import Name

DISPARITIES: dict[Name, str] = {
    "max_over_min": "max/min",
    "max_over_mean": "max/mean",
    "max_over_geometric_mean": "max/geometric mean",
    "spread": "max - min",
    "gini": "Gini",
}
"""The measures of how far rates lie apart, and what they are called in tables."""
_FULL = {
    "FDR": "Fairness discrepancy rate (FDR; 1 is best)",
    "INEQ": "Inequity rate (INEQ; 1 is best)",
    "GARBE": "Gini aggregation rate (GARBE; 0 is best)",
}
_BEST = {"FDR": 1.0, "INEQ": 1.0, "GARBE": 0.0}
NO_VALUE = "no value"
NOT_TOLD = "not told"


def plain_ratio(value: float | None, at_least: float | None = None) -> str:
    """
    A ratio; where some cell has no errors, what it is at least.

    Example:
        >>> plain_ratio(2.0), plain_ratio(None, 1.5), plain_ratio(None)
        ('2.00', 'at least 1.50', 'no value')
    """
    if value is not None:
        return f"{value:.2f}" if abs(value) < 1000.0 else f"{value:,.0f}"
    return NO_VALUE if at_least is None else f"at least {at_least:.2f}"


def span(low: float, high: float | None, *, is_bound: bool = False) -> str:
    """
    An interval of a ratio, and whether it is a bound.

    Example:
        >>> span(1.0, 2.5), span(1.0, None, is_bound=True)
        ('1.00 to 2.50', '1.00 to no end (bound)')
    """
    said = f"{plain_ratio(low)} to {'no end' if high is None else plain_ratio(high)}"
    return f"{said} (bound)" if is_bound else said


def disparity_texts(one: DisparityNote) -> dict[Name, str]:
    """
    Each measure with its interval; a ratio without a value by what it is at least.

    Where the data do not tell groups apart, the interval alone: the measure may be noise.
    """
    bounds = {interval.measure: interval for interval in one.intervals}
    texts: dict[Name, str] = {}
    for name in DISPARITIES:
        value: float | None = getattr(one, name)
        interval = bounds.get(name)
        if value is None:
            texts[name] = plain_ratio(None, getattr(one, f"{name}_at_least", None))
            continue
        said = percent(value) if name == "spread" else plain_ratio(value)
        said = said if one.told_apart else NOT_TOLD
        if interval is not None and name == "spread":
            bound = ", bound" if interval.is_bound else ""
            said += f" ({percent(interval.low)} to {percent(interval.high)}{bound})"
        elif interval is not None:
            said += f" ({span(interval.low, interval.high, is_bound=interval.is_bound)})"
        texts[name] = said
    return texts


def combined_sentence(figure: CombinedNote) -> str:
    """
    A figure that puts both error rates into one number, in words.

    Example:
        >>> combined_sentence(
        ...     CombinedNote(name="INEQ", weight=0.5, value=None, low=None, high=None)
        ... )
        'Inequity rate (INEQ; 1 is best), both rates weighing alike: no value.'
    """
    weights = "both rates weighing alike"
    if figure.weight != 0.5:
        weights = f"false matches weighing {figure.weight:g}"
    said = f"{_FULL[figure.name]}, {weights}: {combined_value(figure.value)}"
    if figure.low is None:
        return f"{said}."
    ends = (figure.low, figure.high)
    alike = f"{_BEST[figure.name]:.3f}" in map(combined_value, ends)
    also = "; groups that are alike may give that too" if alike else ""
    return f"{said} (95 %: {combined_value(figure.low)} to {combined_value(figure.high)}{also})."


def combined_value(value: float | None) -> str:
    """The number itself, or that there is none."""
    return NO_VALUE if value is None else f"{value:.3f}"
