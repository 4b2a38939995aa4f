"""The icon array: 1,000 people, one shape each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from misid.figures.looks import key
from misid.figures.picture import WIDE, Column, Data, Picture, if_column, of_run
from misid.figures.theme import MISS, PALE, RECORD, RIGHT, WRONG, heading, plotted
from misid.figures.vegalite import Chart, Part, below, beside, field, mark, scales
from misid.results.schema import Frequencies, Results, Tree
from misid.words import figures as words
from misid.words.answers import clause_of
from misid.words.figure_labels import if_clause, label
from misid.words.language import Language
from misid.words.numbers import counted

ICONS = 1_000
_BESIDE, _GAP = 2, 24
_LEGEND_EDGE = 24
KINDS = ("wrong_person", "wrong_record", "missed", "right", "nothing")
"""Whom a shape stands for, in order."""


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


def icon_array(results: Results, language: Language) -> Picture:
    """1,000 people by what becomes of them, a field a side; whole people, by largest remainder."""
    fields = [_field(one, language) for one in results.trees if one.frequencies.worlds]
    data = Data(
        columns=(
            *if_column(language, several=len(fields) > 1),
            Column("becomes", label("becomes", language)),
            Column("people", label("people_of", language, people=_said(ICONS, language))),
            Column("exact", label("exact_of", language, people=_said(ICONS, language))),
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


def _said(people: int, language: Language) -> str:
    return counted(people, language=language).text


def people_said(whole: int, exact: float, language: Language) -> str:
    """People in whole numbers, or that they are a part of one."""
    return label("below_one", language) if not whole and exact > 0 else _said(whole, language)


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
        return _one(fields[0], width, language)
    across = width >= WIDE and len(fields) == _BESIDE
    each = (width - _GAP) // _BESIDE if across else width
    drawn = [_one(one, each, language) for one in fields]
    if not across:
        return below(drawn, spacing=_GAP)
    # Fields begin at one height, whatever room their legends take.
    lines = max(one["vconcat"][0]["height"] for one in drawn)
    for one in drawn:
        one["spacing"] += lines - one["vconcat"][0]["height"]
    return beside(drawn, spacing=_GAP)


def _one(one: Field, width: int, language: Language) -> Chart:
    """A field with its legend above, under the answer that it holds for."""
    columns = 40 if width >= WIDE else 25
    step = (width - 16) / columns
    names = [kind for kind, n in zip(KINDS, one.whole, strict=True) for _ in range(n)]
    rows = [
        {"x": index % columns, "y": index // columns, "kind": name}
        for index, name in enumerate(names)
    ]
    at = {"x": field("x:O", axis=None), "y": field("y:O", axis=None)}
    at |= _looks(step * step * 0.42)
    people = {
        **mark("point", plotted(rows), at, filled=True, opacity=1),
        "width": width - 16,
        "height": step * math.ceil(ICONS / columns),
    }
    said = one.legend("icon" if width >= WIDE else "narrow", language)
    room = width - _LEGEND_EDGE
    legend = key(list(zip(KINDS, said, strict=True)), _looks(90), room)
    if one.answer:
        legend["title"] = heading(if_clause(one.answer, language), room)
    return below([legend, people], spacing=10, resolve=scales(x=False, y=False, size=False))


def _looks(size: float) -> dict[str, Part]:
    """Colour, shape and size of each kind."""
    looks: dict[str, list[Any]] = {
        "color": [WRONG, RECORD, MISS, RIGHT, PALE],
        "shape": ["diamond", "triangle-up", "cross", "square", "circle"],
        "size": [size * 1.7, size * 1.5, size * 1.4, size, size * 0.55],
    }
    return {
        name: field("kind:N", legend=None, scale={"domain": list(KINDS), "range": by_kind})
        for name, by_kind in looks.items()
    }
