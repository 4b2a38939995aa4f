"""Tables of open questions, of what a limit requires, and of a claim."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from misid.document.columns import ColumnForm, FactRow, TableForm, fact_at
from misid.document.model import Table
from misid.quantities.units import Unit
from misid.uncertainty.ledger_schema import Ledger
from misid.uncertainty.schema import Claim, Counts, Reading, Requirement, Requirements
from misid.words import claim as claim_words
from misid.words import ledger as ledger_words
from misid.words import numbers
from misid.words import requirements as requirement_words
from misid.words.answers import head, mixed
from misid.words.language import Language, message
from misid.words.sentence import Number, TableCell
from misid.words.year import ACCOUNTS

_Cell = Callable[[FactRow, Language], TableCell]


def _shared(path: str) -> _Cell:
    """A share per cent, an estimate of one within 0 and 1; empty where there is none."""

    def cell(row: FactRow, language: Language) -> TableCell:
        value = fact_at(row.fact, path)
        if value is None:
            return ""
        text = numbers.read(min(max(value, 0.0), 1.0), "share", language)
        return Number(value=value, text=text, fact=f"{row.where}.{path}")

    return cell


def _points(path: str) -> _Cell:
    """A difference of shares in percentage points."""
    return lambda row, language: numbers.difference(
        fact_at(row.fact, path), "share", where=f"{row.where}.{path}", language=language
    )


def questions(
    found: Ledger, language: Language, most: int | None = None, *, whole: bool = False
) -> Table:
    """
    The open questions in the ledger's order, each with what its answer is worth.

    Args:
        found: the ledger.
        language: whose words.
        most: how many at most; all where it is left out.
        whole: whether it is for a file: with the names of fields, and medians as they are.
    """
    table = _questions(found, language)
    columns = tuple(one for one in table.columns if whole or not one.name.startswith(_FOR_FILES))
    rows = (FactRow(one, ledger_words.place(one, found)) for one in found.ledger[:most])
    return replace(table, columns=columns).table(rows, language)


_FOR_FILES = ("field", "as_it_is")


def _questions(found: Ledger, language: Language) -> TableForm:
    def question(row: FactRow, language: Language) -> TableCell:
        return ledger_words.question(row.fact, found.scenario, language)

    by_amount = (
        ColumnForm("value_by_amount", message("By amount"), format="number"),
    ) if found.by == "amount" else ()  # fmt: skip
    return TableForm(
        "questions",
        message("What nobody has answered"),
        (
            ColumnForm("question", message("Question"), cell=question),
            ColumnForm("field", message("Field")),
            ColumnForm("rank", message("Rank"), format="count"),
            ColumnForm(
                "rank_without", message("Without"), format="count", cell=_rank_without, aside=True
            ),
            ColumnForm(
                "status", message("Status"), format="code", codes=requirement_words.STATUSES,
                aside=True,
            ),
            _share("total_index", message("Total index")),
            _share("total_low", message("5 %"), aside=True),
            _share("total_high", message("95 %"), aside=True),
            *_without_columns(found, language),
            ColumnForm(
                "value_of_information", message("Value"), format="number",
                cell=_points("value_of_information"),
            ),
            _share("flip", message("Turns")),
            _share("verdict_low", message("Low"), aside=True),
            _share("verdict_high", message("High"), aside=True),
            _share("narrowing", message("Narrows"), aside=True),
            *by_amount,
        ),
    )  # fmt: skip


def _share(name: str, title: str, path: str = "", *, aside: bool = False) -> ColumnForm:
    return ColumnForm(name, title, format="number", cell=_shared(path or name), aside=aside)


def _rank_without(row: FactRow, language: Language) -> TableCell:
    rank = row.fact.rank_without
    if rank is None:
        return ""
    return numbers.counted(rank, where=f"{row.where}.rank_without", language=language)


def _without_columns(found: Ledger, language: Language) -> Iterator[ColumnForm]:
    """The median as it is and without the answer: of each side, where an either/or decides it."""
    unit = ledger_words.output(found).unit
    first = next((one.without for one in found.ledger if one.without is not None), None)
    sides = () if first is None else first.sides
    for option, said in [(side.option, head(side, language)) for side in sides] or [("", "")]:
        path = f"without.sides.{option}" if option else "without"
        name = f"without_{option}" if option else "without"
        title = message("Without it")
        if option:
            title = f"{language.word(title)}: {said}"
        yield ColumnForm(
            f"as_it_is_{option}", message("As it is"), format="number",
            cell=_median(f"{path}.median", unit), aside=True,
        )  # fmt: skip
        yield ColumnForm(
            f"{name}_median_without", title, format="number",
            cell=_median(f"{path}.median_without", unit), aside=True,
        )  # fmt: skip


def _median(path: str, unit: Unit) -> _Cell:
    def cell(row: FactRow, language: Language) -> TableCell:
        value = fact_at(row.fact, path)
        if value is None:
            return ""
        return numbers.fact(value, unit, where=f"{row.where}.{path}", language=language)

    return cell


@dataclass(frozen=True)
class _Cost:
    """A cost, and the lever that it is of."""

    lever: Requirement
    name: str
    unit: Unit
    before: float | None
    after: float | None


def _level(path: str) -> _Cell:
    def cell(row: FactRow, language: Language) -> TableCell:
        lever: Requirement = row.fact
        where = f"{row.where}.{path}"
        return requirement_words.level(fact_at(lever, path), lever.unit, where, language)

    return cell


def _end(name: str) -> _Cell:
    """An end of the stretch in which the limit is met."""
    return lambda row, language: requirement_words.end(row.fact, name, language)


LEVERS = TableForm(
    "levers",
    message("Where each lever stands, and how often the limit is met where it helps the most"),
    (
        ColumnForm("lever", message("Lever"), "name", "code", codes=requirement_words.SHORT),
        ColumnForm("stands", message("Stands at"), format="number", cell=_level("stands.median")),
        ColumnForm("stands_low", message("5 %"), format="number", cell=_level("stands.low")),
        ColumnForm("stands_high", message("95 %"), format="number", cell=_level("stands.high")),
        ColumnForm("low", message("Met from"), format="number", cell=_end("low"), aside=True),
        ColumnForm("high", message("Met up to"), format="number", cell=_end("high"), aside=True),
        ColumnForm(
            "met", message("Met in"), "probability_at_best", "number", "share"
        ),
    ),
)  # fmt: skip
COSTS = TableForm(
    "costs",
    message("What that costs in a year"),
    (
        ColumnForm(
            "lever", message("With"), cell=lambda row, language: _moved_to(row.fact, language)
        ),
        ColumnForm("what", message("What"), "name", "code", codes=ACCOUNTS),
        ColumnForm("before", message("Before"), "before", "number", "@unit"),
        ColumnForm("after", message("After"), "after", "number", "@unit"),
    ),
)


def levers(found: Requirements, language: Language) -> Table:
    """Where each lever stands, and where it would have to."""
    return LEVERS.table((FactRow(one, f"levers.{one.name}") for one in found.levers), language)


def costs(found: Requirements, language: Language) -> Table | None:
    """What else changes in a year where a lever is moved; none where none is."""
    rows = [
        FactRow(_Cost(lever, **cost.model_dump()), f"levers.{lever.name}.costs.{cost.name}")
        for lever in found.levers
        for cost in lever.costs
    ]
    return COSTS.table(rows, language) if rows else None


def _moved_to(row: _Cost, language: Language) -> TableCell:
    lever = row.lever
    where = f"levers.{lever.name}.at"
    return language.say(
        "{lever} at {value}",
        lever=requirement_words.short_name(lever, language),
        value=requirement_words.level(lever.at, lever.unit, where, language),
    )


@dataclass(frozen=True)
class _ReadingLine:
    """A reading in the worlds of one answer, or in all."""

    number: int
    answer: str
    reading: Reading
    counts: Counts


def _people(name: str) -> _Cell:
    return lambda row, language: claim_words.people(
        getattr(row.fact.counts, name), f"{row.where}.{name}", language
    )


def _of_counts(name: str) -> _Cell:
    return lambda row, language: claim_words.level(
        getattr(row.fact.counts, name), f"{row.where}.{name}", language
    )


def _measure(row: FactRow, language: Language) -> TableCell:
    measure = row.fact.reading.measure
    return "" if measure is None else language.word(claim_words.MEASURES[measure])


def _count(name: str, title: str, *, aside: bool = False) -> ColumnForm:
    return ColumnForm(name, title, format="number", cell=_people(name), aside=aside)


READINGS = TableForm(
    "readings",
    message("The same in numbers, of 100,000 people searched for"),
    (
        ColumnForm("reading", message("Reading"), "number"),
        ColumnForm("if", message("If"), "answer"),
        ColumnForm("measure", message("Measure"), cell=_measure, aside=True),
        ColumnForm("median", message("Rate here"), format="number", cell=_of_counts("median")),
        ColumnForm("worlds", message("Holds in"), format="number", cell=_of_counts("worlds")),
        ColumnForm(
            "worlds_without_kin", message("Without twins and siblings"), format="number",
            cell=_of_counts("worlds_without_kin"), aside=True,
        ),
        _count("without_record", message("Without a record"), aside=True),
        _count("answered_wrongly", message("Given somebody else's")),
        _count("with_record", message("With a record"), aside=True),
        _count("found", message("Given their own")),
    ),
)  # fmt: skip


def readings(found: Claim, language: Language) -> Table:
    """Each reading on each side of the either/or, and then mixed."""
    rows = (
        row
        for place, one in enumerate(found.readings)
        for row in _reading_rows(place, one, language)
    )
    return READINGS.table(rows, language)


def _reading_rows(place: int, one: Reading, language: Language) -> Iterator[FactRow]:
    where = f"readings.{place}"
    for side in one.sides:
        row = _ReadingLine(place + 1, head(side, language), one, side)
        yield FactRow(row, f"{where}.sides.{side.option}")
    answer = mixed(one.sides, language) if one.sides else ""
    yield FactRow(_ReadingLine(place + 1, answer, one, one), where)
