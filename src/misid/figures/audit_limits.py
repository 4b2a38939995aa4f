"""What other limits of an audit cost: rows of a fixed size, and one by one on average."""

from __future__ import annotations

from importlib.metadata import version

from misid.audit.schema import AuditPlan
from misid.figures.axes import Axis, numbers
from misid.figures.looks import SideLook, legend
from misid.figures.picture import Data, DataColumn, Picture, pictured
from misid.figures.share_axis import logarithms
from misid.figures.theme import GRID, INK, QUIET, RIGHT, plotted
from misid.figures.vegalite import Chart, below, field, layer, mark
from misid.words import audit_pictures as words
from misid.words.figure_labels import label
from misid.words.language import ENGLISH, Language

_HEIGHT, _LEFT = 220, 74
_LOOKS = (SideLook(RIGHT, "circle", [1, 0]), SideLook(INK, "diamond", [6, 3]))
_WAYS = ("fixed", "mean")


def other_limits(plan: AuditPlan, language: Language = ENGLISH) -> Picture | None:
    """
    Rows that other limits take, at the rate that decides the size.

    Args:
        plan: the facts.
        language: whose words.
    Returns: None where a ratio was asked for.
    """
    if not plan.limits:
        return None
    data = Data(
        columns=(
            DataColumn("limit", label("limit_shown", language), "share"),
            *(DataColumn(name, label(f"{name}_rows", language)) for name in _WAYS),
        ),
        rows=tuple((one.limit, one.fixed, one.mean) for one in plan.limits),
        draw=(lambda width: _draw(plan, width, language)) if _rows(plan) else None,
    )
    return pictured(
        "audit_limits", words.limits_drawn(plan, language), data,
        words=(), stamp=f"misid {version('misid')}", language=language,
    )  # fmt: skip


def _rows(plan: AuditPlan) -> list[float]:
    every = (getattr(one, way) for one in plan.limits for way in _WAYS)
    return [float(value) for value in every if value]


def _draw(plan: AuditPlan, width: int, language: Language) -> Chart:
    """Both lines, with a key above, and a broken line at the limit of the plan."""
    room = width - _LEFT
    along = logarithms([one.limit for one in plan.limits], language, form="percent")
    up = numbers(_rows(plan), "", language)
    title = label("limit_shown", language)
    x = field("limit:Q", scale=along.scale(), axis=along.axis(title, room, grid=False))
    side = up.axis(None, _HEIGHT, upright=True, gridColor=GRID)
    y = field("rows:Q", scale=up.scale(), axis=side)
    own = plotted([{"limit": along.at(plan.limit or 0.0)}])
    marks = [mark("rule", own, {"x": x}, color=QUIET, strokeDash=[5, 4], strokeWidth=1.5)]
    for way, look in zip(_WAYS, _LOOKS, strict=True):
        rows = plotted(_line(plan, way, along, up))
        at = {"x": x, "y": y}
        marks += [
            mark("line", rows, at, color=look.colour, strokeDash=look.dash, strokeWidth=2),
            mark("point", rows, at, color=look.colour, shape=look.shape, filled=True, size=55,
                 opacity=1),
        ]  # fmt: skip
    keys = legend([label(f"{way}_rows", language) for way in _WAYS], _LOOKS, room)
    return below([keys, layer(marks, width=room, height=_HEIGHT)], spacing=10)


def _line(plan: AuditPlan, way: str, along: Axis, up: Axis) -> list[dict[str, float]]:
    priced = ((one.limit, getattr(one, way)) for one in plan.limits)
    return [{"limit": along.at(limit), "rows": up.at(rows)} for limit, rows in priced if rows]
