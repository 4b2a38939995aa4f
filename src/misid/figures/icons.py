"""The icon array: 1,000 people, one shape each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from misid.figures.looks import key
from misid.figures.picture import WIDE, Data, DataColumn, Picture, if_column, of_run
from misid.figures.theme import MISS, PALE, RECORD, RIGHT, WRONG, heading, plotted
from misid.figures.vegalite import Chart, Part, below, beside, field, layer, mark, scales
from misid.results.first_facts import RunFacts
from misid.results.schema import Frequencies, Tree
from misid.words import figures as words
from misid.words.answers import clause_of
from misid.words.figure_labels import if_clause, label
from misid.words.language import Language
from misid.words.numbers import counted

ICONS = 1_000
_BESIDE, _GAP = 2, 24
_LEGEND_EDGE = 24
_KEPT = 512
_TALL, _ARM = math.sqrt(3) / 2, 0.4
KINDS = ("wrong_person", "wrong_record", "missed", "right", "nothing")
"""Whom a shape stands for, in order."""
_COLOURS = (WRONG, RECORD, MISS, RIGHT, PALE)
_SIZES = (1.7, 1.65, 1.6, 1.55, 1.5)
# Of a shape of size 1: the part of its place, and what its place in the legend would be, in pixels.
_SHARE, _STEP_OF_KEY = 0.42, 14.64
# In which Vega's outlines are pixels; and what a dot of a line is long.
_IN_PIXELS, _DOT = 4, 0.01
_ROUND = "nothing"
_CORNERS = {
    "wrong_person": ((-1, 0), (0, -1), (1, 0), (0, 1)),
    "wrong_record": ((0, -_TALL), (-1, _TALL), (1, _TALL)),
    "missed": ((-1, -_ARM), (-1, _ARM), (-_ARM, _ARM), (-_ARM, 1), (_ARM, 1), (_ARM, _ARM),
               (1, _ARM), (1, -_ARM), (_ARM, -_ARM), (_ARM, -1), (-_ARM, -1), (-_ARM, -_ARM)),
    "right": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
}  # fmt: skip
"""Diamond, triangle, cross and square, in parts of the radius; all others are circles."""


class Field(NamedTuple):
    """1,000 people in the worlds of one answer: exact and whole people of each kind."""

    answer: str
    exact: list[float]
    whole: list[int]

    def legend(self, form: str, language: Language) -> tuple[str, ...]:
        """How many there are of each kind, in words of this form."""
        return tuple(
            label(f"{form}_{kind}", language, people=people_said(n, exact, language))
            for kind, exact, n in zip(KINDS, self.exact, self.whole, strict=True)
        )


def icon_array(results: RunFacts, language: Language) -> Picture:
    """1,000 people by what becomes of them, a field a side; whole people, by largest remainder."""
    fields = [_field(one, language) for one in results.trees if one.frequencies.worlds]
    data = Data(
        columns=(
            *if_column(language, several=len(fields) > 1),
            DataColumn("becomes", label("becomes", language)),
            DataColumn(
                "people", label("people_of", language, people=_people_counted(ICONS, language))
            ),
            DataColumn(
                "exact", label("exact_of", language, people=_people_counted(ICONS, language))
            ),
        ),
        rows=tuple(
            (
                *((one.answer,) if len(fields) > 1 else ()),
                label(f"becomes_{kind}", language),
                n,
                exact,
            )
            for one in fields
            for kind, n, exact in zip(KINDS, one.whole, one.exact, strict=True)
        ),
        draw=(lambda width: _draw(fields, width, language)) if fields else None,
    )
    shapes = [
        words.Shapes(
            one.answer,
            one.legend("icon", language),
            wrong=(one.exact[0], one.whole[0]),
            missed=(one.exact[2], one.whole[2]),
        )
        for one in fields
    ]
    return of_run("icons", words.icons(results, shapes, language), data, results, language)


def _field(one: Tree, language: Language) -> Field:
    exact = [ICONS * share for share in _shares(one.frequencies)]
    return Field(clause_of(one.answers, language), exact, largest_remainder(exact, ICONS))


def _shares(counts: Frequencies) -> list[float]:
    """Of all people, those of each kind."""

    def share(ending: str, *, sought: tuple[bool, ...] = (True, False)) -> float:
        people = [
            path.count
            for path in counts.paths
            if path.ending == ending and (path.truth == "sought") in sought
        ]
        return sum(people) / counts.of

    return [
        share("wrong_person"),
        share("wrong_record"),
        share("do_not_detain", sought=(True,)),
        share("right"),
        share("do_not_detain", sought=(False,)),
    ]


def _people_counted(people: int, language: Language) -> str:
    return counted(people, language=language).text


def people_said(whole: int, exact: float, language: Language) -> str:
    """People in whole numbers, or that they are a part of one."""
    return (
        label("below_one", language)
        if not whole and exact > 0
        else _people_counted(whole, language)
    )


def largest_remainder(shares: list[float], total: int) -> list[int]:
    """
    Whole numbers with this total, each the share rounded down or up.

    The largest remainders are rounded up; of equal ones the first.

    Example:
        >>> largest_remainder([0.0034, 0.28, 0.7166], 1000)
        [3, 280, 717]
    """
    exact = [share * total / sum(shares) for share in shares]
    whole = [math.floor(one) for one in exact]
    order = sorted(range(len(exact)), key=lambda index: whole[index] - exact[index])
    for index in order[: total - sum(whole)]:
        whole[index] += 1
    return whole


def _draw(fields: Sequence[Field], width: int, language: Language) -> Chart:
    """The fields with their legends above, side by side where there is room."""
    if len(fields) == 1:
        return _field_chart(fields[0], width, language)
    across = width >= WIDE and len(fields) == _BESIDE
    each = (width - _GAP) // _BESIDE if across else width
    drawn = [_field_chart(one, each, language) for one in fields]
    if not across:
        return below(drawn, spacing=_GAP)
    # Fields begin at one height, whatever room their legends take.
    lines = max(one["vconcat"][0]["height"] for one in drawn)
    for one in drawn:
        one["spacing"] += lines - one["vconcat"][0]["height"]
    return beside(drawn, spacing=_GAP)


def _field_chart(one: Field, width: int, language: Language) -> Chart:
    """A field with its legend above, under the answer that it holds for."""
    columns = 40 if width >= WIDE else 25
    step = (width - 16) / columns
    people = _people(one.whole, columns, step)
    said = one.legend("icon" if width >= WIDE else "narrow", language)
    room = width - _LEGEND_EDGE
    legend = key(list(zip(KINDS, said, strict=True)), _looks(), room, size=_IN_PIXELS)
    if one.answer:
        legend["title"] = heading(if_clause(one.answer, language), room)
    return below([legend, people], spacing=10, resolve=scales(x=False, y=False, shape=False))


def _looks() -> dict[str, Part]:
    """Colour and outline of each kind in the legend."""
    outlines = [_outline(kind, _radius(kind, _STEP_OF_KEY), 0.0) for kind in KINDS]
    return {"color": _by_kind(_COLOURS), "shape": _by_kind(outlines)}


def _by_kind(looks: Sequence[Any]) -> Part:
    return field("kind:N", legend=None, scale={"domain": list(KINDS), "range": list(looks)})


def _people(whole: Sequence[int], columns: int, step: float) -> Chart:
    """
    Neighbours of one kind in one row as one mark: outlines side by side, circles as a dotted line.

    There are few such marks, and few outlines of them: each that it has seen the converter keeps.
    """
    wide, high = columns * step, math.ceil(ICONS / columns) * step
    runs = plotted(_runs(whole, columns, step))
    at = {
        "x": field("x:Q", axis=None, scale={"domain": [0, wide], "nice": False}),
        "y": field("y:Q", axis=None, scale={"domain": [high, 0], "nice": False}),
        "color": _by_kind(_COLOURS),
    }
    outlined = {**at, "shape": field("outline:N", scale=None, legend=None)}
    dotted = {"strokeDash": [_DOT, step - _DOT], "strokeCap": "round"}
    marks = [
        mark("point", [run for run in runs if run["outline"]], outlined,
             filled=True, opacity=1, size=_IN_PIXELS),
        mark("rule", [run for run in runs if not run["outline"]], {**at, "x2": "to"},
             strokeWidth=2 * _radius(_ROUND, step), clip=True, **dotted),
    ]  # fmt: skip
    return layer(marks, width=wide, height=high)


def _runs(whole: Sequence[int], columns: int, step: float) -> Iterator[dict[str, Any]]:
    names = [kind for kind, n in zip(KINDS, whole, strict=True) for _ in range(n)]
    for row, first in enumerate(range(0, len(names), columns)):
        column = 0.5
        for kind, neighbours in groupby(names[first : first + columns]):
            many = len(list(neighbours))
            yield {
                "x": step * column,
                "to": step * (column + many - 1) + _DOT,
                "y": step * (row + 0.5),
                "kind": kind,
                "outline": "" if kind == _ROUND else _outlines(kind, step, many),
            }
            column += many


@lru_cache(maxsize=_KEPT)
def _outlines(kind: str, step: float, many: int) -> str:
    """So many shapes side by side; most pictures have the same few rows of them."""
    return "".join(_outline(kind, _radius(kind, step), step * n) for n in range(many))


def _radius(kind: str, step: float) -> float:
    """Pixels from the middle of a shape to its edge, where so many lie between two shapes."""
    return step * math.sqrt(_SHARE * _SIZES[KINDS.index(kind)]) / 2


def _outline(kind: str, radius: float, x: float) -> str:
    """The outline of a shape, in its row, as SVG's paths have it."""
    if kind == _ROUND:
        turn = f"a{radius:.3f},{radius:.3f},0,1,1,"
        return f"M{x - radius:.3f},0{turn}{2 * radius:.3f},0{turn}{-2 * radius:.3f},0Z"
    corners = (f"{x + radius * to:.3f},{radius * down:.3f}" for to, down in _CORNERS[kind])
    return f"M{'L'.join(corners)}Z"
