"""The cumulative match characteristic: how often a person's own record is among the first k."""

from __future__ import annotations

import math
from collections.abc import Sequence

from misid.evaluation.schema import RankNote
from misid.figures.picture import Chart
from misid.figures.share_axis import percent

_HEIGHT, _LEFT, _LETTER, _GAP = 300, 64, 6.6, 10.0
_STEPS = (1, 2, 5)


def plot_ranks(ranks: Sequence[RankNote], width: int) -> Chart:
    """The steps, the band of the interval, and in it the one that ties leave open."""
    import altair as alt

    from misid.figures.theme import INK, RIGHT, data, fit

    lowest = min(one.low for one in ranks)
    bottom = math.floor(10.0 * max(0.0, lowest - 0.02)) / 10.0
    last = max(2, ranks[-1].rank)
    ticks = _ticks(ranks[-1].rank, last, width - _LEFT)
    x = alt.X(
        "rank:Q",
        scale=alt.Scale(type="log", domain=[1, last], nice=False),
        axis=alt.Axis(title="rank, or before", values=ticks, grid=False,
                      labelOverlap=False, labelExpr="format(datum.value, ',')"),
    )  # fmt: skip
    axis = alt.Axis(title="of searches for enrolled people", tickCount=5,
                    labelExpr="format(100 * datum.value, ',~f') + ' %'")  # fmt: skip

    def y(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[bottom, 1.0], nice=False), axis=axis)

    base = alt.Chart(data([one.model_dump() for one in _drawn(ranks)])).encode(x=x)
    points = alt.Chart(data([one.model_dump() for one in ranks[:1]])).encode(x=x)
    return alt.layer(
        base.mark_area(color=RIGHT, opacity=0.2, interpolate="step-after").encode(
            y=y("low"), y2="high:Q"
        ),
        base.mark_area(color=RIGHT, opacity=0.45, interpolate="step-after").encode(
            y=y("least"), y2="most:Q"
        ),
        base.mark_line(color=RIGHT, strokeWidth=2.5, interpolate="step-after").encode(y=y("rate")),
        points.mark_point(filled=True, color=RIGHT, size=75, opacity=1).encode(y=y("rate")),
        alt.Chart(data([{"rank": 1, "rate": ranks[0].rate, "text": _first(ranks[0])}]))
        .mark_text(align="left", baseline="top", dx=8, dy=7, color=INK)
        .encode(x=x, y=y("rate"), text="text:N"),
    ).properties(width=width, height=_HEIGHT, autosize=fit())


def _first(one: RankNote) -> str:
    return f"{percent(one.rate)} at the first place"


def _drawn(ranks: Sequence[RankNote]) -> list[RankNote]:
    """One rank alone is drawn as a step of its own."""
    return list(ranks) if len(ranks) > 1 else [ranks[0], ranks[0].model_copy(update={"rank": 2})]


def _ticks(most: int, last: int, pixels: float) -> list[int]:
    """Ranks that get numbers: 1, 2 and 5 times powers of ten, where they have room."""
    taken: list[int] = []
    numbers = [step * 10**power for power in range(len(str(last))) for step in _STEPS]
    for number in numbers:
        if number > most:
            break
        middle = pixels * math.log(number) / math.log(last)
        before = pixels * math.log(taken[-1]) / math.log(last) if taken else -math.inf
        if middle - before >= len(f"{number:,}") * _LETTER + _GAP:
            taken.append(number)
    return taken
