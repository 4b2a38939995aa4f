"""
Words that are known to fit are kept from the converter, which would measure each of their letters.

It gets as many blank lines in their place, in a font whose name is a number, by which they are put
back into the drawing: their room is known, and a letter costs it a tenth of a millisecond.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from misid.figures.theme import FITTING, FONT
from misid.figures.vegalite import Chart, ChartForm, Part, Rows

Lines = tuple[str, ...]

_BLANK = " "
_TEXT = re.compile(
    r'(<text [^>]*?font-family=")fits-(\d+)("[^>]*?)(?:/>|>((?:<tspan[^>]*/>)+)</text>)'
)
_LINE = re.compile(r"<tspan([^>]*)/>")


class Blank(NamedTuple):
    """A form with blank lines in place of words that fit, and the words by number."""

    form: ChartForm
    words: tuple[Lines, ...]


def blank(form: ChartForm) -> Blank:
    """
    A form without the words that are known to fit: of marks, headings, titles and ticks so set.

    Args:
        form: as it is; words of marks stand in rows, those of ticks in values, with their fonts.
    """
    kept = _Kept([], {})
    chart = kept.without(form.chart)
    rows = {name: kept.blank_rows(name, each) for name, each in form.rows.items()}
    values = {name: kept.blank_ticks(each) for name, each in form.values.items()}
    return Blank(form._replace(chart=chart, rows=rows, values=values), tuple(kept.words))


def restored(svg: str, words: tuple[Lines, ...]) -> str:
    """
    A drawing with words in place of blank lines.

    Example:
        >>> restored('<text font-family="fits-0" x="1"/>', (("a & b",),))
        '<text font-family="Public Sans, sans-serif" x="1">a &amp; b</text>'
    """

    def text(found: re.Match[str]) -> str:
        lines = iter([escape(line.strip()) for line in words[int(found[2])]])
        inner = (
            _LINE.sub(lambda line: f"<tspan{line[1]}>{next(lines)}</tspan>", found[4])
            if found[4]
            else next(lines)
        )
        begin = f"{found[1]}{FONT}{found[3]}"
        return f"{begin}>{inner}</text>" if inner else f"{begin}/>"

    return _TEXT.sub(text, svg)


class _Kept(NamedTuple):
    """Words by number, and the fields of rows that hold such: whether one holds several lines."""

    words: list[Lines]
    fields: dict[str, dict[str, bool]]

    def without(self, part: Any) -> Any:
        """A part of the chart with blank lines in place of words that fit."""
        if isinstance(part, list):
            return [self.without(one) for one in part]
        if not isinstance(part, dict):
            return part
        kept = {name: self.without(one) for name, one in part.items()}
        for words, font in (("text", "font"), ("title", "titleFont")):
            if part.get(font) == FITTING and part.get(words):
                kept |= self._titled(part[words], words, font)
        if isinstance(part.get("mark"), dict) and part["mark"].get("font") == FITTING:
            kept |= self._marked(kept)
        return kept

    def _titled(self, said: str | list[str], words: str, font: str) -> Part:
        lines = (said,) if isinstance(said, str) else tuple(said)
        return {words: [_BLANK] * len(lines), font: self._font(lines)}

    def _marked(self, chart: Chart) -> Chart:
        mark, text = chart["mark"], chart["encoding"]["text"]
        field = text["field"]
        self.fields.setdefault(chart["data"]["name"], {})[field] = "lineBreak" in mark
        blanks = {**text, "field": _lines_of(field)}
        return {
            "mark": {**mark, "font": {"expr": f"datum.{_font_of(field)}"}},
            "encoding": {**chart["encoding"], "text": blanks},
        }

    def blank_rows(self, name: str, rows: Rows) -> Rows:
        """Rows, with blank lines and a font beside each of their words that fit."""
        fields = self.fields.get(name)
        return [row | self._blank_row(row, fields) for row in rows] if fields else rows

    def _blank_row(self, row: Part, fields: dict[str, bool]) -> Part:
        blanks: Part = {}
        for field, is_broken in fields.items():
            said = str(row[field])
            lines = tuple(said.split("\n")) if is_broken else (said,)
            blanks[_lines_of(field)] = "\n".join([_BLANK] * len(lines))
            blanks[_font_of(field)] = self._font(lines)
        return blanks

    def blank_ticks(self, ticks: Any) -> Any:
        """Words beside an axis, blank lines in place of those that fit; other values are as is."""
        if not isinstance(ticks, dict) or FITTING not in ticks.get("fonts", ()):
            return ticks
        each = list(zip(ticks["words"], ticks["fonts"], strict=True))
        return {
            **ticks,
            "words": [[_BLANK] * len(said) if font == FITTING else said for said, font in each],
            "fonts": [self._font(tuple(said)) if font == FITTING else font for said, font in each],
        }

    def _font(self, lines: Lines) -> str:
        """The font of some words; the same words have the same, since axes are said twice."""
        if lines not in self.words:
            self.words.append(lines)
        return f"fits-{self.words.index(lines)}"


def _lines_of(field: str) -> str:
    return f"{field}_lines"


def _font_of(field: str) -> str:
    return f"{field}_font"
