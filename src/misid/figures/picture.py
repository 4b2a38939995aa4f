"""A picture before it is drawn: what it says in words, its data, and how to draw it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from misid.figures.vegalite import Chart
from misid.files.read import visible
from misid.files.spreadsheet import csv_text
from misid.quantities.units import Unit
from misid.results.first_facts import RunFacts
from misid.results.schema import Interval, Results
from misid.words.figure_labels import cautions, label
from misid.words.figures import Caption
from misid.words.language import ENGLISH, Language
from misid.words.sentence import Spoken, in_short, pieces
from misid.words.stamps import stamp_line

Value = str | float | int | None
Rows = tuple[tuple[Value, ...], ...]

WIDE, NARROW = 640, 288
_ENDS = ("median", "low", "high")


class DataColumn(NamedTuple):
    """A column of the data: its name in files, the name that is shown, its unit."""

    name: str
    title: str
    unit: Unit = ""


@dataclass(frozen=True)
class Picture:
    """
    One figure.

    `finding` is made from the numbers, `alt` says in words what is drawn, `words` must stand beside
    it wherever it is shown, `stamp` what it was made from. `draw` takes a width in pixels; nothing
    is loaded for drawing before it is called. Where there is nothing to see `draw` is None, and
    `nothing` says why. `results` are the facts of the run that it is made of by its name alone;
    None where it takes more, or is made of other facts.
    """

    name: str
    title: str
    finding: Spoken
    alt: str
    words: tuple[str, ...]
    stamp: str
    columns: tuple[DataColumn, ...]
    rows: Rows
    draw: Callable[[int], Chart] | None
    nothing: str
    language: Language = ENGLISH
    results: Results | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Whatever is hidden in a name that a reader gave is written out."""
        for name in ("title", "alt", "stamp"):
            object.__setattr__(self, name, visible(getattr(self, name)))
        for name in ("rows", "words"):
            object.__setattr__(self, name, _shown(getattr(self, name)))
        object.__setattr__(self, "finding", _shown(pieces(self.finding)))

    def __repr__(self) -> str:
        return "\n".join((*in_short(self.finding), self.stamp))

    def as_csv(self) -> str:
        """The data as CSV, one row of names first."""
        return csv_text([column.name for column in self.columns], self.rows)


def _shown(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_shown, value))
    return visible(value) if isinstance(value, str) else value


class Data(NamedTuple):
    """The numbers of a picture, and how they are drawn; None where there is nothing to see."""

    columns: tuple[DataColumn, ...]
    rows: Rows
    draw: Callable[[int], Chart] | None


def of_run(
    name: str, caption: Caption, data: Data, results: RunFacts, language: Language
) -> Picture:
    """A figure of a run, with the cautions that belong to it and the stamp of the run."""
    words = cautions(name, results, language)
    stamp = stamp_line(results.stamp, language)
    return pictured(name, caption, data, words=words, stamp=stamp, language=language)


def pictured(
    name: str,
    caption: Caption,
    data: Data,
    *,
    words: tuple[str, ...],
    stamp: str,
    language: Language,
) -> Picture:
    """A figure of any facts."""
    return Picture(
        name=name,
        title=caption.title,
        finding=caption.finding,
        alt=caption.alt,
        words=words,
        stamp=stamp,
        nothing=caption.nothing,
        language=language,
        **data._asdict(),
    )


def if_column(language: Language, *, several: bool) -> tuple[DataColumn, ...]:
    """The column that says which answer a row holds for, where there are several."""
    return (DataColumn("if", label("if", language)),) if several else ()


def interval_columns(name: str, unit: Unit, language: Language) -> tuple[DataColumn, ...]:
    """Median, 5 % and 95 % of what has labels of this name."""
    return tuple(
        DataColumn(f"{name}_{end}", label(f"{name}_{end}", language), unit) for end in _ENDS
    )


def ends(one: Interval) -> tuple[float | None, float | None, float | None]:
    """Median, 5 % and 95 %."""
    return one.median, one.low, one.high
