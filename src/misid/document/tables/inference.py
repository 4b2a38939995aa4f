"""Tables of what counts say: numbers before and after, inputs that moved, checks, the unused."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from misid.document.columns import ColumnForm, FactRow, TableForm, fact_at
from misid.document.model import Table
from misid.inference.schema import CountCheck, CountUnused, Inference, InputMove
from misid.words import inference as words
from misid.words.language import Language, message
from misid.words.numbers import fact, rare
from misid.words.sentence import TableCell

SHOWN = 12
"""Inputs that are shown where nobody asks for all."""


def _cell(row: FactRow, language: Language, *, path: str) -> TableCell:
    """A number in its unit; a rate of pairs, which is tiny, as one in so many."""
    value, where = fact_at(row.fact, path), f"{row.where}.{path}"
    if row.fact.name == "false_match_rate" and value is not None:
        return rare(value, where=where, language=language)
    return fact(value, row.fact.unit, where=where, language=language)


def _ends(side: str, median: str) -> tuple[ColumnForm, ...]:
    titles = {"median": median, "low": message("5 %"), "high": message("95 %")}
    return tuple(
        ColumnForm(
            f"{side}_{end}",
            title,
            format="number",
            cell=partial(_cell, path=f"{side}.{end}"),
        )
        for end, title in titles.items()
    )


_NUMBERS = TableForm(
    "numbers",
    message("Before and after"),
    (
        ColumnForm("name", message("Number"), format="code", codes=words.NUMBERS),
        *_ends("prior", message("before")),
        *_ends("posterior", message("after")),
        ColumnForm("narrowed", message("Narrowed"), format="number", unit="share"),
    ),
    note=message(
        "Before: the scenario alone. After: given the counts. Narrowed: how much of the width of "
        "the range is gone, on logarithms or log odds; below 0 it is wider than before."
    ),
)
_INPUTS = TableForm(
    "inputs",
    message("How far each input moved"),
    (
        ColumnForm("input", message("Input")),
        ColumnForm("contraction", message("Contraction"), "one.contraction", "ratio"),
        ColumnForm("shift", message("Shift"), "one.shift", "ratio"),
        *(
            ColumnForm(
                f"{side}_{end}",
                title,
                f"one.{side}.{end}",
                "number",
                "@one.unit",
                aside=aside,
                nothing="",
            )
            for side, titles, aside in (
                ("prior", (message("before, 5 %"), message("95 %")), True),
                ("posterior", (message("after, 5 %"), message("95 %")), False),
            )
            for end, title in zip(("low", "high"), titles, strict=True)
        ),
        ColumnForm("name", message("Name"), "one.name", in_files=True),
    ),
    note=message(
        "Contraction: 0, the counts say nothing of it; 1, they settle it; below 0, it is less sure "
        "than before. Shift: in standard deviations of before."
    ),
)
_CHECKS = TableForm(
    "checks",
    message("Whether the worlds would give such counts"),
    (
        ColumnForm("period", message("Period"), "one.period", "authored"),
        ColumnForm("count", message("Count"), "one.count", "code", codes=words.COUNTS),
        ColumnForm("disclosed", message("Disclosed")),
        ColumnForm("before_low", message("before, 5 %"), "one.before.low", "number", aside=True),
        ColumnForm("before_high", message("95 %"), "one.before.high", "number", aside=True),
        ColumnForm("after_low", message("after, 5 %"), "one.after.low", "number"),
        ColumnForm("after_high", message("95 %"), "one.after.high", "number"),
        ColumnForm("fit", message("Fits"), "one.fit", "code", codes=words.FITS),
    ),
)
_UNUSED = TableForm(
    "unused",
    message("What says nothing here"),
    (
        ColumnForm("period", message("Period"), "one.period", "authored"),
        ColumnForm("count", message("Count"), "one.count", "code", codes=words.COUNTS),
        ColumnForm("because", message("Because"), "one.because", "code", codes=words.BECAUSE),
    ),
)


@dataclass(frozen=True)
class _MovedInput:
    one: InputMove
    input: str


@dataclass(frozen=True)
class _CheckedCount:
    one: CountCheck
    disclosed: str


@dataclass(frozen=True)
class _UnusedCount:
    one: CountUnused


def numbers(found: Inference, language: Language) -> Table:
    """Every number before and after."""
    rows = [FactRow(one, f"numbers.{one.name}") for one in found.numbers]
    return _NUMBERS.table(rows, language)


def inputs(found: Inference, language: Language, *, every: bool = False) -> Table | None:
    """Inputs that moved, the furthest first; or every one."""
    chosen = [one for one in found.inputs if every or one.moved]
    chosen = chosen if every else chosen[:SHOWN]
    rows = [FactRow(_MovedInput(one, words.input_said(found, one, language))) for one in chosen]
    return _INPUTS.table(rows, language) if rows else None


def checks(found: Inference, language: Language) -> Table | None:
    """Every count beside what worlds would give."""
    rows = [FactRow(_CheckedCount(one, words.disclosed(one, language))) for one in found.checks]
    return _CHECKS.table(rows, language) if rows else None


def unused(found: Inference, language: Language) -> Table | None:
    """Counts that say nothing, and why."""
    rows = [FactRow(_UnusedCount(one)) for one in found.unused]
    return _UNUSED.table(rows, language) if rows else None
