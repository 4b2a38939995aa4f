"""Axes that a reader of newspapers can read."""

from __future__ import annotations

import math
from typing import Any

import altair as alt

# What a newspaper prints.
_LABEL = (
    "datum.value >= 1e9 ? format(datum.value / 1e9, ',') + ' thousand million' : "
    "datum.value >= 1e6 ? format(datum.value / 1e6, ',') + ' million' : "
    "format(datum.value, ',~f')"
)
_FINE = 1.6


def log_domain(values: list[float]) -> list[float]:
    """Ends of a logarithmic axis around positive values: halves of decades."""
    low, high = math.log10(min(values)), math.log10(max(values))
    return [10.0 ** (math.floor(2 * low) / 2), 10.0 ** (math.ceil(2 * high) / 2)]


def is_log(values: list[float]) -> bool:
    """Whether values, all above 0, spread so widely that only a logarithmic axis shows them."""
    return min(values) > 0 and max(values) / min(values) > 20


def scale(values: list[float]) -> alt.Scale:
    """A logarithmic axis where values spread widely, else a plain one from 0."""
    if is_log(values):
        return alt.Scale(type="log", domain=log_domain(values), nice=False)
    return alt.Scale(domain=[0, max(values) * 1.05 or 1.0], nice=True)


def ticks(values: list[float]) -> list[float]:
    """
    Numbers along a logarithmic axis; nothing (let the axis choose) for a plain one.

    Powers of ten, and 2 and 5 times them where there are few.
    """
    if not is_log(values):
        return []
    first, last = log_domain(values)
    steps = (1.0, 2.0, 5.0) if last / first < 10.0 ** (2 * _FINE) else (1.0,)
    powers = range(math.floor(math.log10(first)), math.ceil(math.log10(last)) + 1)
    numbers = [step * 10.0**power for power in powers for step in steps]
    return [number for number in numbers if 0.999 * first <= number <= 1.001 * last]


def axis(title: str | None, values: list[float], **more: Any) -> alt.Axis:
    """An axis with numbers as a newspaper prints them."""
    chosen = ticks(values)
    settings: dict[str, Any] = {"title": title, "labelExpr": _LABEL, "tickCount": 5, **more}
    if chosen:
        # With a count beside them Vega leaves out every second value.
        settings |= {"values": chosen, "labelOverlap": False, "tickCount": len(chosen)}
    return alt.Axis(**settings)
