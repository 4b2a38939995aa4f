"""Axes that a reader of newspapers can read."""

from __future__ import annotations

import math
from typing import Any

import altair as alt

from misid.figures.axis_range import is_log, log_domain

# What a newspaper prints.
_LABEL = (
    "datum.value >= 1e9 ? format(datum.value / 1e9, ',') + ' thousand million' : "
    "datum.value >= 1e6 ? format(datum.value / 1e6, ',') + ' million' : "
    "format(datum.value, ',~f')"
)
PER_CENT = "format(100 * datum.value, ',~f') + ' %'"
_LETTER, _GAP = 6.6, 8.0


def scale(values: list[float]) -> alt.Scale:
    """A logarithmic axis where values spread widely, else a plain one from 0."""
    if is_log(values):
        return alt.Scale(type="log", domain=log_domain(values), nice=False)
    return alt.Scale(domain=[0, max(values, default=1.0) * 1.05 or 1.0], nice=True)


def ticks(values: list[float], pixels: float) -> list[float]:
    """
    Numbers along a logarithmic axis; nothing (let the axis choose) for a plain one.

    Powers of ten, and 2 and 5 times them where there is room.
    """
    if not is_log(values):
        return []
    first, last = log_domain(values)
    decades = math.log10(last / first)
    # From 5 to 10 is the shortest way between two numbers.
    longest = len(f"{last:,.0f}") * _LETTER + _GAP
    steps = (1.0, 2.0, 5.0) if pixels / decades * math.log10(2.0) > longest else (1.0,)
    powers = range(math.floor(math.log10(first)), math.ceil(math.log10(last)) + 1)
    numbers = [step * 10.0**power for power in powers for step in steps]
    return [number for number in numbers if 0.999 * first <= number <= 1.001 * last]


def years(many: int, pixels: float) -> alt.Axis:
    """An axis of whole years from 0, with numbers where there is room for them."""
    room = max(1, int(pixels // 34))
    step = next(step for step in (1, 2, 5, 10, 20, 50) if many / step <= room)
    return alt.Axis(
        title="years since the beginning",
        values=list(range(0, many + 1, step)),
        grid=False,
        format="d",
    )


def without_touching(numbers: list[float], domain: list[float], pixels: float) -> list[float]:
    """
    Numbers along a logarithmic axis whose words do not touch each other; both ends stay.

    For an axis that pulls the words of its ends inside.
    """
    start, length = math.log10(domain[0]), math.log10(domain[1] / domain[0])

    def room(number: float) -> tuple[float, float]:
        half = len(f"{number:,f}".rstrip("0").rstrip(".")) * _LETTER / 2
        middle = pixels * (math.log10(number) - start) / length
        middle = min(max(middle, half), pixels - half)
        return middle - half, middle + half

    if len(numbers) < 3:
        return numbers
    kept, last = [numbers[0]], room(numbers[-1])
    for number in numbers[1:-1]:
        begin, end = room(number)
        if begin > room(kept[-1])[1] + _GAP and end < last[0] - _GAP:
            kept.append(number)
    return [*kept, numbers[-1]]


def axis(
    title: str | list[str] | None, values: list[float], pixels: float = 340.0, **more: Any
) -> alt.Axis:
    """An axis, about so many pixels long, with numbers as a newspaper prints them."""
    chosen = ticks(values, pixels)
    if more.get("labelFlush") and chosen:
        chosen = without_touching(chosen, log_domain(values), pixels)
    settings: dict[str, Any] = {"title": title, "labelExpr": _LABEL, "tickCount": 5, **more}
    if chosen:
        # With a count beside them Vega leaves out every second value.
        settings |= {"values": chosen, "labelOverlap": False, "tickCount": len(chosen)}
    return alt.Axis(**settings)
