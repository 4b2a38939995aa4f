"""What a reference code means: 1,000 such codes as a bar, whole by the largest remainder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from misid.figures.icons import largest_remainder, people_said
from misid.figures.looks import key
from misid.figures.picture import Data, DataColumn, Picture, if_column, pictured
from misid.figures.theme import GROUND, PALE, RECORD, RIGHT, WRONG, heading, plotted
from misid.figures.vegalite import Chart, Part, below, field, mark, scales
from misid.results.schema import CodeMeaning
from misid.uncertainty.code_schema import CodeCase, MeantRow
from misid.words import code as words
from misid.words.answers import clause
from misid.words.figure_labels import cautions, if_clause, label
from misid.words.guess import OF
from misid.words.language import Language
from misid.words.numbers import counted
from misid.words.stamps import stamp_line

_MEANINGS: tuple[CodeMeaning, ...] = (
    "somebody_else",
    "right_person_wrong_record",
    "right_person_not_sought",
    "right_person_sought",
)
_BAR, _EDGE, _LEGEND_EDGE = 30, 16, 24


class _Bar(NamedTuple):
    """1,000 codes in the worlds of one answer: exact and whole numbers of each meaning."""

    answer: str
    exact: list[float]
    whole: list[int]

    def legend(self, language: Language) -> tuple[str, ...]:
        """How many there are of each meaning, in words."""
        return tuple(
            label(
                "means",
                language,
                codes=people_said(n, exact, language),
                meaning=label(f"means_{meaning}", language),
            )
            for meaning, exact, n in zip(_MEANINGS, self.exact, self.whole, strict=True)
        )


def code_bars(found: CodeCase, language: Language) -> Picture:
    """1,000 codes like this one by what they mean, a bar for each side of an either/or."""
    parts = [(clause(side, language), side.rows) for side in found.sides] or [("", found.rows)]
    bars = [_bar(answer, rows) for answer, rows in parts if rows[0].probability is not None]
    codes = counted(OF, language=language).text
    several = len(bars) > 1
    data = Data(
        columns=(
            *if_column(language, several=several),
            DataColumn("meaning", label("meaning", language)),
            DataColumn("codes", label("codes_of", language, codes=codes)),
            DataColumn("exact", label("exact_codes_of", language, codes=codes)),
        ),
        rows=tuple(
            (*((one.answer,) if several else ()), label(f"means_{meaning}", language), n, exact)
            for one in bars
            for meaning, n, exact in zip(_MEANINGS, one.whole, one.exact, strict=True)
        ),
        draw=(lambda width: _draw(bars, width, language)) if bars else None,
    )
    said = cautions("", found, language)
    stamp = stamp_line(found.stamp, language)
    whole: list[dict[str, int]] = [dict(zip(_MEANINGS, one.whole, strict=True)) for one in bars]
    caption = words.drawn(found, whole, language)
    return pictured("code", caption, data, words=said, stamp=stamp, language=language)


def _bar(answer: str, rows: Sequence[MeantRow]) -> _Bar:
    by_meaning = {row.meaning: row.probability or 0.0 for row in rows}
    exact = [OF * by_meaning[meaning] for meaning in _MEANINGS]
    return _Bar(answer, exact, largest_remainder(exact, OF))


def _draw(bars: Sequence[_Bar], width: int, language: Language) -> Chart:
    return below([_bar_chart(bar, width, language) for bar in bars], spacing=22)


def _bar_chart(one: _Bar, width: int, language: Language) -> Chart:
    """A bar with its legend below, under the answer that it holds for."""
    ends = [sum(one.exact[:place]) for place in range(len(_MEANINGS) + 1)]
    rows = plotted(
        {"kind": kind, "from": begin, "to": end}
        for kind, begin, end in zip(_MEANINGS, ends, ends[1:], strict=False)
    )
    along = field("from:Q", scale={"domain": [0, OF], "nice": False}, axis=None)
    at: dict[str, Any] = {"x": along, "x2": "to", "color": _by_kind([WRONG, RECORD, PALE, RIGHT])}
    bar = mark("rect", rows, at, stroke=GROUND, strokeWidth=1)
    apart = scales(x=False, y=False, shape=False)
    looks = {
        "color": at["color"],
        "shape": _by_kind(["diamond", "triangle-up", "circle", "square"]),
    }
    said = list(zip(_MEANINGS, one.legend(language), strict=True))
    room = width - _LEGEND_EDGE
    both = [{**bar, "width": width - _EDGE, "height": _BAR}, key(said, looks, room, size=90)]
    whole = below(both, spacing=8, resolve=apart)
    if one.answer:
        whole["title"] = heading(if_clause(one.answer, language), room)
    return whole


def _by_kind(looks: list[str]) -> Part:
    return field("kind:N", legend=None, scale={"domain": list(_MEANINGS), "range": looks})
