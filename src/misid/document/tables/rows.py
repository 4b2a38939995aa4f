"""Tables of rates row by row: how far rows differ, and each row with its own rate and its range."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from misid.document.columns import ColumnForm, FactRow, TableForm, fact_at
from misid.document.model import Table
from misid.inference.row_schema import RatesAmongRows, RowRate, RowRates, RowWithoutRate
from misid.words import rows as words
from misid.words.language import Language, message
from misid.words.numbers import NO_TRIALS, rare
from misid.words.sentence import TableCell

SHOWN = 12
"""Rows of a rate that are shown where nobody asks for all."""


def _cell(row: FactRow, language: Language, *, path: str) -> TableCell:
    value = fact_at(row.fact, path)
    if value is None:
        return language.word(NO_TRIALS)
    return rare(value, where=f"{row.where}.{path.removeprefix('one.')}", language=language)


def _name(rate: _RowRate, language: Language) -> str:
    return language.word(words.rate_message(rate.one))


def _share(name: str, title: str, path: str, *, aside: bool = False) -> ColumnForm:
    return ColumnForm(name, title, format="number", cell=partial(_cell, path=path), aside=aside)


_SPREAD = TableForm(
    "spread",
    message("How far rows differ"),
    (
        ColumnForm("rate", message("Rate"), cell=lambda row, to: _name(row.fact, to)),
        ColumnForm("rows", message("Rows"), format="count"),
        _share("mean_low", message("mean, 5 %"), "one.mean.low", aside=True),
        _share("mean", message("mean"), "one.mean.median"),
        _share("mean_high", message("95 %"), "one.mean.high", aside=True),
        _share("typical_low", message("nine of ten rows from"), "one.typical.low"),
        _share("typical_high", message("to"), "one.typical.high"),
        ColumnForm("variation_low", message("variation, 5 %"), "one.variation.low", "ratio",
                   aside=True),
        ColumnForm("variation", message("variation"), "one.variation.median", "ratio"),
        ColumnForm("variation_high", message("95 %"), "one.variation.high", "ratio", aside=True),
        ColumnForm("above", message("Above"), "one.above", "count"),
        ColumnForm("below", message("Below"), "one.below", "count"),
    ),
    note=message(
        "Variation: the standard deviation of rates among rows over their mean; at 0 all rows are "
        "alike. Above, below: rows told apart from all others."
    ),
)  # fmt: skip
_ROWS = (
    ColumnForm("row", message("Row")),
    ColumnForm("count", message("Count")),
    ColumnForm("whole", message("Of"), aside=True),
    ColumnForm("raw", message("Raw rate")),
    _share("low", message("given all rows, 5 %"), "one.rate.low", aside=True),
    _share("median", message("given all rows"), "one.rate.median"),
    _share("high", message("95 %"), "one.rate.high", aside=True),
    ColumnForm("pull", message("Pull"), "one.pull", "ratio"),
    ColumnForm("lies", message("Lies"), "one.lies", "code", codes=words.LIES),
    ColumnForm("surprise", message("Surprise"), "one.surprise", "score", in_files=True),
)
_NOTE = message(
    "Given all rows: drawn towards the others, by its pull. 0: its own count alone; 1: the others "
    "alone."
)
_LEFT = TableForm(
    "without_rate",
    message("Rows without a rate"),
    (
        ColumnForm("row", message("Row"), "one.label", "authored"),
        ColumnForm("rate", message("Rate"), "one.rate", "code", codes=words.RATES),
        ColumnForm("because", message("Because"), "one.because", "code", codes=words.BECAUSE),
    ),
)


@dataclass(frozen=True)
class _RowRate:
    one: RatesAmongRows
    rows: int


@dataclass(frozen=True)
class _Row:
    one: RowRate
    row: str
    count: str
    whole: str
    raw: str


@dataclass(frozen=True)
class _RowLeftOut:
    one: RowWithoutRate


def spread(found: RowRates, language: Language) -> Table:
    """A line for each rate."""
    rows = [
        FactRow(_RowRate(one, len(one.rows) - one.empty), f"rates.{place}")
        for place, one in enumerate(found.rates)
    ]
    return _SPREAD.table(rows, language)


def rows(found: RowRates, place: int, language: Language, *, every: bool = False) -> Table:
    """The rows of one rate: in files all of them, else those that lie out and both ends."""
    rate = found.rates[place]
    order = range(len(rate.rows)) if every else _telling(rate)
    form = TableForm(rate.name, words.rate_message(rate), _ROWS, note=_NOTE)
    return form.table(
        [FactRow(_row(rate.rows[at], language), f"rates.{place}.rows.{at}") for at in order],
        language,
    )


def _telling(rate: RatesAmongRows) -> list[int]:
    """Rows told apart first, then those of the highest and lowest rates; by their rates."""
    every = range(len(rate.rows))
    apart = [at for at in every if rate.rows[at].lies in ("above", "below")]
    apart = sorted(apart, key=lambda at: rate.rows[at].surprise or 0.0)[:SHOWN]
    others = sorted(
        (at for at in every if at not in apart), key=lambda at: rate.rows[at].rate.median or 0.0
    )
    room = SHOWN - len(apart)
    if room < len(others):
        others = others[: room // 2] + others[len(others) - (room - room // 2) :]
    return sorted([*apart, *others], key=lambda at: -(rate.rows[at].rate.median or 0.0))


def _row(one: RowRate, language: Language) -> _Row:
    return _Row(
        one,
        words.row_name(one, language),
        words.counted(one.least, one.most, language),
        words.counted(one.whole_least, one.whole_most, language),
        words.raw(one, language),
    )


def left(found: RowRates, language: Language, *, every: bool = False) -> Table | None:
    """Rows without a rate, and why."""
    chosen = found.left if every else found.left[:SHOWN]
    made = [FactRow(_RowLeftOut(one)) for one in chosen]
    return _LEFT.table(made, language) if made else None
