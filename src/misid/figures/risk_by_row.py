"""Where a check row by row stands: how seldom so good a run is, were the limit wrong."""

from __future__ import annotations

from importlib.metadata import version

from misid.audit.schema import AuditReading, RiskAtRow
from misid.figures.axes import numbers
from misid.figures.picture import Data, DataColumn, Picture, pictured
from misid.figures.share_axis import logarithms
from misid.figures.theme import FIT, GRID, HALO, INK, QUIET, RIGHT, WRONG, plotted
from misid.figures.vegalite import Chart, Part, field, layer, mark
from misid.words import audit_pictures as words
from misid.words.figure_labels import label
from misid.words.language import ENGLISH, Language
from misid.words.numbers import measured
from misid.words.stamps import short

_HEIGHT, _LEFT = 260, 70


def risk_by_row(found: AuditReading, language: Language = ENGLISH) -> Picture | None:
    """
    The risk after each row, and the line below which one may stop; None of a fixed size.

    Args:
        found: the facts of a reading.
        language: whose words.
    """
    one = found.one_by_one
    if one is None:
        return None
    path, level = one.path, 1.0 - found.plan.confidence
    data = Data(
        columns=(
            DataColumn("row", label("sheet_row", language)),
            DataColumn("called_wrong", label("called_wrong", language)),
            DataColumn("risk", label("risk", language), "share"),
        ),
        rows=tuple((at.row, at.wrong, at.risk) for at in path),
        draw=(lambda width: _draw(path, level, width, language)) if path else None,
    )
    return pictured(
        "risk_by_row", words.risk_drawn(found, one, language), data,
        words=(),
        stamp=f"misid {version('misid')}, SHA-256 {short(found.log_sha256)}",
        language=language,
    )  # fmt: skip


def _draw(path: tuple[RiskAtRow, ...], level: float, width: int, language: Language) -> Chart:
    """The line, rows that were called wrong, and where one may stop."""
    room = width - _LEFT
    along = numbers([float(path[-1].row)], "", language)
    up = logarithms([*(at.risk for at in path), level], language, form="percent")
    title = label("sheet_row", language)
    x = field("row:Q", scale=along.scale(), axis=along.axis(title, room, grid=False))
    side = up.axis(None, _HEIGHT - 50, upright=True, gridColor=GRID)
    y: Part = field("risk:Q", scale=up.scale(), axis=side)
    rows = plotted({"row": along.at(at.row), "risk": up.at(at.risk)} for at in path)
    before = (0, *(at.wrong for at in path))
    called = [row for row, at, last in zip(rows, path, before, strict=False) if at.wrong > last]
    stop = plotted(
        [{"risk": up.at(level), "row": along.at(0.0), "text": _may_stop(level, language)}]
    )
    at = {"x": x, "y": y}
    return layer(
        [
            mark("rule", stop, {"y": y}, color=QUIET, strokeDash=[5, 4], strokeWidth=1.5),
            mark("line", rows, at, color=RIGHT, strokeWidth=2.5, interpolate="step-after"),
            mark("point", called, at, color=WRONG, shape="diamond", filled=True, size=55,
                 opacity=1),
            mark("text", stop, {**at, "text": "text:N"}, align="left", dx=6, dy=-9, color=INK,
                 **HALO),
        ],
        width=width, height=_HEIGHT, autosize=FIT,
    )  # fmt: skip


def _may_stop(level: float, language: Language) -> str:
    return label("may_stop", language, risk=measured(level, language=language).text)
