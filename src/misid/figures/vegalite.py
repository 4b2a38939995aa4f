"""
Charts as Vega-Lite has them, in plain dictionaries: fields, marks, charts of charts.

What differs from one drawing of a kind to the next stands apart: rows of data, and numbers and
words of axes. What is left is the chart's form, which the converter compiles once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

Part: TypeAlias = dict[str, Any]
Chart: TypeAlias = dict[str, Any]
Rows: TypeAlias = list[dict[str, Any]]

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_TYPES = {"Q": "quantitative", "N": "nominal", "O": "ordinal"}
_SECOND = ("x2", "y2")


class Held(NamedTuple):
    """An expression of a value that stands apart; `{}` in it is the value's name."""

    expression: str
    value: Any


class ChartForm(NamedTuple):
    """
    A chart without what stands apart, and that by its name: rows of data, and values.

    The chart says that there are values of these names.
    """

    chart: Chart
    rows: dict[str, Rows]
    values: dict[str, Any]

    def whole(self) -> Chart:
        """The chart with all of it inside, as Vega-Lite's schema has it."""
        return {
            **self.chart,
            "datasets": self.rows,
            "params": [{"name": name, "value": value} for name, value in self.values.items()],
        }


def field(name: str, **settings: Any) -> Part:
    """
    A field of the data, its type after a colon: a quantity, a name, or a place in an order.

    Example:
        >>> field("year:Q", axis=None)
        {'field': 'year', 'type': 'quantitative', 'axis': None}
    """
    name, _, kind = name.partition(":")
    return {"field": name, "type": _TYPES[kind], **settings}


def either(test: str, one: str, other: str) -> Part:
    """One look where a test holds of a row, else the other."""
    return {"condition": {"test": test, "value": one}, "value": other}


def mark(kind: str, rows: Rows, at: Mapping[str, Any], **looks: Any) -> Chart:
    """
    Marks of one kind, one a row.

    Args:
        kind: Vega-Lite's name: point, rule, text, line, area, rect.
        rows: the data; rows that several marks share are the same object.
        at: what each channel shows, by its name: a part, or a field's name as text.
        looks: settings of the mark.
    """
    encoding = {name: _channel(name, shown) for name, shown in at.items()}
    return {"data": rows, "mark": {"type": kind, **looks}, "encoding": encoding}


def _channel(name: str, shown: Part | str) -> Part:
    # The other end of a mark has the type of the first.
    if isinstance(shown, str):
        return {"field": shown} if name in _SECOND else field(shown)
    return shown


def layer(charts: Iterable[Chart], **settings: Any) -> Chart:
    """Charts on each other."""
    return {"layer": list(charts), **settings}


def beside(charts: Iterable[Chart], **settings: Any) -> Chart:
    """Charts side by side."""
    return {"hconcat": list(charts), **settings}


def below(charts: Iterable[Chart], **settings: Any) -> Chart:
    """Charts below each other."""
    return {"vconcat": list(charts), **settings}


def scales(**shared: bool) -> Part:
    """Which scales charts share."""
    said = {name: "shared" if is_shared else "independent" for name, is_shared in shared.items()}
    return {"scale": said}


def form(chart: Chart, config: Part) -> ChartForm:
    """
    A whole chart, with what stands apart named in the order of its appearance.

    Args:
        chart: as it was made.
        config: the settings of all charts.
    """
    found = _ChartParts([], [])
    kept = found.without(chart)
    rows = {found.rows_name(each): each for each in found.rows}
    values = {found.value_name(each): each for each in found.values}
    named = [{"name": name} for name in values]
    return ChartForm({"$schema": _SCHEMA, "config": config, "params": named, **kept}, rows, values)


class _ChartParts(NamedTuple):
    """What stands apart in a chart, in the order of its appearance."""

    rows: list[Rows]
    values: list[Any]

    def without(self, part: Any) -> Any:
        """A part of the chart with names in place of what stands apart."""
        if isinstance(part, Held):
            return {"expr": self._expression(part)}
        if isinstance(part, dict):
            return {name: self._named(name, one) for name, one in part.items()}
        if isinstance(part, list | tuple):
            return [self.without(one) for one in part]
        return part

    def _named(self, name: str, part: Any) -> Any:
        if name == "data":
            return {"name": self.rows_name(part)}
        if name == "labelExpr" and isinstance(part, Held):
            return self._expression(part)
        return self.without(part)

    def _expression(self, held: Held) -> str:
        return held.expression.replace("{}", self.value_name(held.value))

    def rows_name(self, rows: Rows) -> str:
        """Rows are the same where they are one object."""
        numbers = (number for number, one in enumerate(self.rows) if one is rows)
        return f"rows_{_place(self.rows, rows, numbers)}"

    def value_name(self, value: Any) -> str:
        """Values are the same where they are equal: axes that are shared are said twice."""
        numbers = (number for number, one in enumerate(self.values) if one == value)
        return f"held_{_place(self.values, value, numbers)}"


def _place(known: list[Any], one: Any, numbers: Iterator[int]) -> int:
    """The first number at which it is known; where there is none it is put last."""
    number = next(numbers, len(known))
    if number == len(known):
        known.append(one)
    return number
