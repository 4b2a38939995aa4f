"""A table told once: which facts stand under which titles; every writer reads the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, get_args

from misid.document.model import Column, Table
from misid.quantities.units import Unit
from misid.words import numbers
from misid.words.facts import fact_at
from misid.words.language import Language, message
from misid.words.sentence import Number, TableCell

__all__ = ["ColumnForm", "FactRow", "Format", "TableForm", "fact_at", "interval"]

Format = Literal[
    "words", "authored", "code", "number", "precise", "count", "exact", "residual",
    "measured", "rare", "ratio", "score", "rough_score",
]  # fmt: skip
_READ: dict[str, Callable[..., Number | str]] = {
    "count": numbers.counted,
    "residual": numbers.residual,
    "measured": numbers.measured,
    "rare": numbers.rare,
    "ratio": numbers.ratio,
    "score": numbers.score,
    "rough_score": numbers.rough_score,
}
_NUMERIC = ("number", "precise", "exact", *_READ)
_UNITS: dict[str, Unit] = {unit: unit for unit in get_args(Unit)}
_ENDS = (("median", message("median")), ("low", message("5 %")), ("high", message("95 %")))


class FactRow(NamedTuple):
    """The fact that a row shows, and the path at which that fact stands in its document."""

    fact: Any
    where: str = ""


@dataclass(frozen=True)
class ColumnForm:
    """
    A column: the path to its fact, its title, and how it is read.

    Args:
        name: in files.
        title: a message.
        path: from the fact of the row, names apart by dots; the name where it is left out.
        format: `words` as they stand, `authored` as the author of a scenario wrote them, `code` by
            `codes`, `number` in two digits with its unit, `precise` in four, `count` and `exact`
            with all digits, `residual` as a deviation, `measured` and `rare` as a share that was
            counted, `ratio` with two decimals, `score` as a matcher has it, `rough_score`
            likewise with fewer digits.
        unit: a unit, or the path of one in the row after `@`.
        codes: a message for each code.
        cell: makes what no path reaches.
        aside: whether a narrow terminal leaves it out.
        in_files: whether only files have it: it is not shown.
        nothing: a message for a number that there is not.
    """

    name: str
    title: str
    path: str = ""
    format: Format = "words"
    unit: str = ""
    codes: Mapping[Any, str] | None = None
    cell: Callable[[FactRow, Language], TableCell] | None = None
    aside: bool = False
    in_files: bool = False
    nothing: str = numbers.NO_TRIALS


@dataclass(frozen=True)
class TableForm:
    """A table without its rows; title and note are messages."""

    name: str
    title: str
    columns: tuple[ColumnForm, ...]
    note: str = ""

    def table(self, rows: Iterable[FactRow], language: Language) -> Table:
        """The table of these facts, in a language."""
        return Table(
            name=self.name,
            title=language.word(self.title),
            note=language.word(self.note) if self.note else "",
            columns=tuple(_column(form, language) for form in self.columns),
            rows=tuple(tuple(_cell(form, row, language) for form in self.columns) for row in rows),
        )


def interval(
    name: str = "", path: str = "", unit: str = "", title: str = ""
) -> tuple[ColumnForm, ...]:
    """
    Median, 5 % and 95 % of an interval, as three columns.

    Args:
        name: stands before the ends in files; empty for a row that is an interval itself.
        path: of the interval; the name where it is left out.
        unit: as of a column.
        title: a message for the median; the ends keep theirs.
    """
    before, start = (f"{name}_" if name else ""), (f"{path or name}." if path or name else "")
    return tuple(
        ColumnForm(
            f"{before}{end}",
            title if title and end == "median" else said,
            f"{start}{end}",
            "number",
            unit,
        )
        for end, said in _ENDS
    )


def _column(form: ColumnForm, language: Language) -> Column:
    return Column(
        name=form.name,
        title=language.word(form.title) if form.title else "",
        numeric=form.format in _NUMERIC,
        aside=form.aside,
        in_files=form.in_files,
    )


def _cell(form: ColumnForm, row: FactRow, language: Language) -> TableCell:
    if form.cell is not None:
        return form.cell(row, language)
    path = form.path or form.name
    value, where = fact_at(row.fact, path), f"{row.where}.{path}".strip(".")
    if form.format == "words":
        return "" if value is None else str(value)
    if form.format == "authored":
        return language.authored(value or "")
    if form.format == "code":
        return _coded(value, form.codes or {}, language)
    if value is None:
        return language.word(form.nothing) if form.nothing else ""
    return _number(form, value, _unit(form, row), where, language)


def _coded(value: Any, codes: Mapping[Any, str], language: Language) -> str:
    """One code in words, or several apart by commas."""
    several = value if isinstance(value, tuple | list) else (value,)
    return ", ".join(language.word(codes[str(one)]) for one in several if codes[str(one)])


def _unit(form: ColumnForm, row: FactRow) -> Unit:
    held = str(fact_at(row.fact, form.unit[1:])) if form.unit.startswith("@") else form.unit
    return _UNITS[held]


def _number(
    form: ColumnForm, value: float, unit: Unit, where: str, language: Language
) -> TableCell:
    if form.format == "precise":
        return numbers.precise(value, unit, where=where, language=language)
    if form.format == "exact":
        return Number(value=value, text=numbers.exact(value, language), fact=where)
    if form.format in _READ:
        return _READ[form.format](value, where=where, language=language)
    return numbers.fact(value, unit, where=where, language=language)
