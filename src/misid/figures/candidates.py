"""The records of one search on the rarity axis, against the threshold: a small drawing."""

from __future__ import annotations

import math
import textwrap
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from misid.figures.shapes import drawn, likeness, shape
from misid.simulation.encounter_schema import CandidateNote, PhotographNote
from misid.words import encounter_places as words
from misid.words.language import Language
from misid.words.sentence import plain

WIDTH = 264
_TOP, _GAP, _AXIS, _SHAPE, _TEXT, _SIZE = 12, 54, 26, 68, 98, 30
_DECADE, _LETTERS, _LINE, _AROUND = 34.0, 26, 13, 0.45
_MOST = 6


class Placed(NamedTuple):
    """A record that is drawn: its outline, what it is called, what became of it."""

    record: CandidateNote
    outline: str
    name: str
    place: str


def placed(photograph: PhotographNote, language: Language, *, turned: bool) -> tuple[Placed, ...]:
    """
    The records that are drawn, likest first, with their words.

    Args:
        photograph: with every record near the threshold.
        language: whose words.
        turned: whether it is said whose they are.
    """
    few = _few(photograph.candidates)
    if not turned:
        few = [one for one in few if one.place != "not_found"]
    return tuple(
        Placed(
            one,
            one.whose if turned else "record",
            words.candidate_named(one, letter, language, turned=turned),
            words.candidate_place(one, language, turned=turned),
        )
        for one, letter in zip(few, "ABCDEFGHIJKLMNOP", strict=False)
    )


def _few(records: tuple[CandidateNote, ...]) -> list[CandidateNote]:
    """At most so many: what decides, the person's own, then the likest; some from below."""
    weight = {"decides": 0, "refused": 2, "behind": 2, "cut_off": 3, "below": 3, "not_found": 1}
    own = {"own", "kin"}
    order = sorted(
        range(len(records)),
        key=lambda n: (1 if records[n].whose in own else weight[records[n].place], n),
    )
    kept = sorted(order[:_MOST])
    return [records[place] for place in kept]


def candidates_svg(
    person: int, threshold: float, records: tuple[Placed, ...], language: Language
) -> str:
    """
    The drawing, as SVG to stand inside a page whose style colours it.

    Args:
        person: number of the person's own pattern.
        threshold: rarity from which records are returned.
        records: as `placed` has them.
        language: whose words.
    """
    said = [words.seen(one.record, one.name, one.place, language) for one in records]
    alt = plain(words.axis_alt(said, threshold, language))
    known = [one for one in records if one.record.rarity is not None]
    rarities = [one.record.rarity or 0.0 for one in known]
    above = sum(one.record.place != "below" for one in known)
    axis = _Axis.of([*rarities[:above], threshold, *rarities[above:]])
    heights = axis.labels(above)
    line = heights.pop(above)
    parts = [_scale(axis), _threshold(axis.y(threshold), line, language)]
    for one, rarity, height in zip(known, rarities, heights, strict=True):
        parts.append(_row(person, threshold, one, (axis.y(rarity), height)))
    bottom = max([_TOP + axis.tall, line, *(height + 14.0 for height in heights)])
    for one in records:
        if one.record.rarity is None:
            bottom += _GAP - 4.0
            parts.append(_row(person, threshold, one, (None, bottom)))
    whole = bottom + 26.0
    return (
        f'<svg class="candidates" role="img" aria-label={quoteattr(alt)} '
        f'viewBox="0 0 {WIDTH} {whole:.0f}" width="{WIDTH}" height="{whole:.0f}">'
        f"<title>{escape(alt)}</title>{''.join(parts)}</svg>"
    )


class _Axis(NamedTuple):
    """The axis of rarity: what stands on it, likest first, its ends, and how tall it is."""

    rarities: list[float]
    low: float
    high: float
    tall: float

    @classmethod
    def of(cls, rarities: list[float]) -> _Axis:
        """An axis on which these find room."""
        high, low = max(rarities) + _AROUND, min(rarities) - _AROUND
        return cls(rarities, low, high, max(_DECADE * (high - low), _GAP * (len(rarities) - 1)))

    def y(self, rarity: float) -> float:
        """Where a rarity stands."""
        return _TOP + self.tall * (self.high - rarity) / (self.high - self.low)

    def labels(self, line: int) -> list[float]:
        """Heights of the words: apart from each other, and on their side of the threshold."""
        gaps = [_GAP - 14.0 if place in (line, line + 1) else _GAP for place in range(
            len(self.rarities))]  # fmt: skip
        found: list[float] = []
        for place, rarity in enumerate(self.rarities):
            wanted = self.y(rarity)
            found.append(max(wanted, found[-1] + gaps[place]) if found else max(wanted, _TOP + 8.0))
        limit = max(_TOP + self.tall - 8.0, _TOP + 8.0 + sum(gaps[1:]))
        for place in range(len(found) - 1, -1, -1):
            found[place] = min(found[place], limit)
            limit = found[place] - gaps[place]
        return found


def _scale(axis: _Axis) -> str:
    """A line with a mark and a number at each whole rarity, thinned out where they are many."""
    low, high = axis.low, axis.high
    every = max(1, math.ceil((high - low) / 9.0))
    ticks = [n for n in range(math.ceil(low), math.floor(high) + 1) if n % every == 0]
    marks = "".join(
        f'<path class="tick" d="M{_AXIS - 4} {axis.y(n):.1f}H{_AXIS + 4}"/>'
        f'<text class="number" x="{_AXIS - 8}" y="{axis.y(n) + 4:.1f}">{n}</text>'
        for n in ticks
    )
    return f'<path class="axis" d="M{_AXIS} {axis.y(high):.1f}V{axis.y(low):.1f}"/>{marks}'


def _threshold(here: float, there: float, language: Language) -> str:
    """A line that leaves the axis where the threshold is, and parts the words."""
    word = escape(language.word(words.THRESHOLD))
    return (
        f'<path class="threshold" d="M{_AXIS - 10} {here:.1f}H{_AXIS + 6}L{_SHAPE - 20} '
        f'{there:.1f}H{WIDTH}"/>'
        f'<text class="threshold" x="{WIDTH}" y="{there - 4:.1f}">{word}</text>'
    )


def _row(person: int, threshold: float, one: Placed, at: tuple[float | None, float]) -> str:
    """A record: a dot where it stands, its shape beside it, and its words."""
    record, (here, there) = one.record, at
    differing = likeness(record.rarity, threshold)
    form = drawn(shape(person, one.outline, record.pattern, differing), _SIZE)
    dot = (
        ""
        if here is None
        else (
            f'<circle class="dot" cx="{_AXIS}" cy="{here:.1f}" r="3.5"/>'
            f'<path class="leader" d="M{_AXIS + 4} {here:.1f}L{_SHAPE - 20} {there:.1f}"/>'
        )
    )
    lines = [("name", line) for line in textwrap.wrap(one.name, _LETTERS)]
    first = there - 4.0 - _LINE / 2 * (len(lines) - 1)
    lines += [("place", line) for line in textwrap.wrap(one.place, _LETTERS)]
    text = [
        f'<text class="{kind}" x="{_TEXT}" y="{first + _LINE * n:.1f}">{escape(line)}</text>'
        for n, (kind, line) in enumerate(lines)
    ]
    return (
        f'<g class="record {record.place}">{dot}<g transform="translate({_SHAPE} {there:.1f})">'
        f"{form}</g>{''.join(text)}</g>"
    )
