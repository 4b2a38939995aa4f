"""Tables of a comparison: outputs, and what a year brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from misid.document.columns import ColumnForm, FactRow, TableForm, fact_at
from misid.document.model import Table
from misid.quantities.units import Unit, is_share
from misid.results.schema import Interval
from misid.uncertainty.schema import BothSides, Changed, Comparison, Difference
from misid.words import numbers
from misid.words.answers import head, mixed
from misid.words.language import Language, message
from misid.words.programme import output_with_unit
from misid.words.sentence import TableCell, plain
from misid.words.sides import changed_in
from misid.words.year import account_name

_Cell = Callable[[FactRow, Language], TableCell]
_POINTS = message("The change of a share is in percentage points.")
WANTED = {
    "fewer": message("In a year of the programme: fewer are wanted"),
    "more": message("In a year of the programme: more are wanted"),
    "neither": message("In a year of the programme: work, and what is kept"),
}


@dataclass(frozen=True)
class _ComparedLine:
    """One line of a comparison: what it is, in which worlds, and the number on both sides."""

    what: str
    answer: str
    both: BothSides
    unit: Unit
    side: str = ""

    @property
    def shown(self) -> BothSides | Changed:
        """Both sides of the worlds that are shown."""
        return self.both.shown


def _ends(path: str, side: str = "") -> _Cell:
    """A median before or after; `side` is that of a programme which says nothing of the other."""

    def cell(row: FactRow, language: Language) -> TableCell:
        line: _ComparedLine = row.fact
        if line.side and line.side != side:
            return ""
        value, where = fact_at(line.shown, path), _where(row, path)
        return numbers.fact(value, line.unit, where=where, language=language)

    return cell


def _change(path: str) -> _Cell:
    """An end of the change; of a share in percentage points."""

    def cell(row: FactRow, language: Language) -> TableCell:
        line: _ComparedLine = row.fact
        if line.side:
            return ""
        value, where = fact_at(line.shown, path), _where(row, path)
        return numbers.difference(value, line.unit, where=where, language=language)

    return cell


def _of_worlds(name: str) -> _Cell:
    """A share of the worlds."""

    def cell(row: FactRow, language: Language) -> TableCell:
        line: _ComparedLine = row.fact
        if line.side:
            return ""
        value, where = getattr(line.both, name), f"{row.where}.{name}"
        return numbers.fact(value, "share", where=where, language=language)

    return cell


def _where(row: FactRow, path: str) -> str:
    line: _ComparedLine = row.fact
    if line.side:
        return f"{row.where}.median"
    return f"{row.where}.{'where_changed.' if line.both.is_rare else ''}{path}"


def _booked(path: str) -> _Cell:
    """A part of an account, in numbers of a year or of 100,000 searches."""

    def cell(row: FactRow, language: Language) -> TableCell:
        value = fact_at(row.fact.both, path)
        if value is None:
            return ""
        return numbers.fact(value, where=f"{row.where}.{path}", language=language)

    return cell


def _if(row: FactRow, language: Language) -> TableCell:
    """In which worlds: of which answer, and, where many do not change, those that do."""
    line: _ComparedLine = row.fact
    if line.side or not line.both.is_rare:
        return line.answer
    share = changed_in(line.both, language)
    if line.answer:
        return plain(
            language.say("{answer}, where it changes ({share})", answer=line.answer, share=share)
        )
    return plain(language.say("where it changes ({share} of the worlds)", share=share))


_WHAT = (ColumnForm("what", message("What")), ColumnForm("if", message("If"), cell=_if))
_CHANGES = (
    ColumnForm("change", message("Change"), format="number", cell=_change("change.median")),
    ColumnForm("change_low", message("5 %"), format="number", cell=_change("change.low")),
    ColumnForm("change_high", message("95 %"), format="number", cell=_change("change.high")),
)
_SHARES = (
    ColumnForm("lower", message("Lower in"), format="number", cell=_of_worlds("lower"), aside=True),
    ColumnForm("same", message("Same in"), format="number", cell=_of_worlds("same"), aside=True),
    ColumnForm(
        "higher", message("Higher in"), format="number", cell=_of_worlds("higher"), aside=True
    ),
)
_BEFORE_AFTER = (
    ColumnForm("before", message("Before"), format="number", cell=_ends("before.median", "before")),
    ColumnForm("after", message("After"), format="number", cell=_ends("after.median", "after")),
)
_FIRST_SECOND = (
    ColumnForm("first", message("First"), format="number", cell=_ends("before.median", "before")),
    ColumnForm("second", message("Second"), format="number", cell=_ends("after.median", "after")),
)
OUTPUTS = TableForm(
    "outputs",
    message("What changes"),
    (*_WHAT, *_BEFORE_AFTER, *_CHANGES, *_SHARES),
    _POINTS,
)
TWO_PROGRAMMES = TableForm(
    "outputs",
    message("Two programmes; the change is that between worlds paired by chance"),
    (*_WHAT, *_FIRST_SECOND, *_CHANGES, *_SHARES),
    _POINTS,
)


def _accounts(name: str, title: str, heads: tuple[ColumnForm, ...]) -> TableForm:
    return TableForm(
        name,
        title,
        (
            *_WHAT,
            *heads,
            *_CHANGES,
            ColumnForm(
                "by_stops", message("By the number of stops"), format="number",
                cell=_booked("by_stops.median"), aside=True,
            ),
            ColumnForm(
                "of_searches_before", message("Of 100,000 searches, before"), format="number",
                cell=_booked("per_searches_before.median"), aside=True,
            ),
            ColumnForm(
                "of_searches_after", message("After"), format="number",
                cell=_booked("per_searches_after.median"), aside=True,
            ),
        ),
    )  # fmt: skip


def outputs(found: Comparison, language: Language) -> Table:
    """Every output that changes, by answer where an either/or decides it."""
    form = OUTPUTS if found.same_worlds else TWO_PROGRAMMES
    moved = [one for one in found.outputs if one.same != 1.0]
    if not any(is_share(one.unit) for one in moved):
        form = replace(form, note="")
    return form.table((row for one in moved for row in _rows(one, found, language)), language)


def _rows(one: Difference, found: Comparison, language: Language) -> Iterator[FactRow]:
    what = output_with_unit(one.name, found.before, one.unit, language)
    where = f"outputs.{one.name}"
    yield from _split_rows(_ComparedLine(what, "", one, one.unit), where, one.split, language)
    for side in ("before", "after"):
        split = getattr(one, f"split_{side}")
        for each in () if split is None else split.sides:
            line = _ComparedLine(what, head(each, language), _own(each), one.unit, side)
            yield FactRow(
                line,
                f"{where}.split_{side}.sides.{each.option}",
            )


def _own(of: Interval) -> BothSides:
    """One programme, which says nothing of a change."""
    return BothSides(
        before=of,
        after=of,
        change=of,
        where_changed=None,
        mean_change=None,
        lower=None,
        same=None,
        higher=None,
    )


def _split_rows(
    line: _ComparedLine, where: str, split: object, language: Language
) -> Iterator[FactRow]:
    """A line for each answer, and the mixture unless only one answer leaves anything to change."""
    sides = getattr(split, "sides", ())
    for side in sides:
        each = _ComparedLine(line.what, head(side, language), side, line.unit)
        yield FactRow(each, f"{where}.split.sides.{side.option}")
    if sum(side.moves for side in sides) != 1:
        answer = mixed(sides, language) if sides else ""
        yield FactRow(_ComparedLine(line.what, answer, line.both, line.unit), where)


def year(found: Comparison, wanted: str, language: Language) -> Table | None:
    """What a year brings, of which fewer are wanted, or more, or neither; none without a change."""
    kept = [one for one in found.accounts if one.same != 1.0 and one.wanted == wanted]
    heads = _BEFORE_AFTER if found.same_worlds else _FIRST_SECOND
    rows = (
        row
        for one in kept
        for row in _split_rows(
            _ComparedLine(account_name(one, found, language), "", one, one.unit),
            f"accounts.{one.name}",
            one.split,
            language,
        )
    )
    form = _accounts(f"year_{wanted}", WANTED[wanted], heads)
    return form.table(rows, language) if kept else None
