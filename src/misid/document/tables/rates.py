"""Columns of a rate that was counted: errors, trials, their share, and how sure it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from misid.document.columns import ColumnForm, FactRow, TableForm
from misid.document.model import Table
from misid.evaluation.schema import Evaluation
from misid.words.facts import Facts, fact_at
from misid.words.language import ENGLISH, Language, message
from misid.words.numbers import NO_TRIALS
from misid.words.sentence import Number, TableCell, plain

METHODS = {
    "mid_p": message("mid-P"),
    "clopper_pearson": message("Clopper-Pearson"),
    "subjects": message("subjects"),
    "people": message("people, a bound"),
    "records": message("records"),
    "bootstrap": message("bootstrap"),
    "None": "",
}
"""Which interval is shown."""
YES_NO = {"True": message("yes"), "False": message("no")}
NO_END = message("no end")


class Heads(NamedTuple):
    """Titles of the columns of a rate; messages."""

    errors: str = message("errors")
    trials: str = message("of")
    rate: str = message("share")
    low: str = message("95 % from")
    high: str = message("to")


HEADS = Heads()


def table_of(form: TableForm, where: str) -> Callable[..., Table]:
    """What makes the table of facts that stand one after the other at a path."""

    def make(found: Evaluation, language: Language = ENGLISH) -> Table:
        return form.table(rows(found, where), language)

    return make


def rows(found: Evaluation, where: str) -> list[FactRow]:
    """Rows of those facts; none where there is nothing at the path."""
    facts = fact_at(found, where) or ()
    return [FactRow(fact, f"{where}.{place}") for place, fact in enumerate(facts)]


def asked_column(name: str, title: str) -> ColumnForm:
    """The rate that a threshold was asked for; it names its row."""

    def cell(row: FactRow, language: Language) -> TableCell:
        return Facts(row.fact, language, row.where).rare("asked")

    return ColumnForm(name, title, cell=cell)


def rate_columns(
    path: str,
    before: str = "",
    heads: Heads = HEADS,
    *,
    trials_shown: bool = True,
    ends_aside: bool = False,
) -> tuple[ColumnForm, ...]:
    """
    Errors, trials, their share in per cent, and its interval; by which method, only in files.

    Args:
        path: of the rate.
        before: stands before the names of the columns in files.
        heads: their titles.
        trials_shown: whether trials are shown; they may be the same in every row.
        ends_aside: whether a narrow terminal leaves the interval out.
    """
    at = f"{path}." if path else ""
    return (
        ColumnForm(f"{before}count", heads.errors, f"{at}count", "count"),
        ColumnForm(
            f"{before}trials", heads.trials, f"{at}trials", "count", in_files=not trials_shown
        ),
        ColumnForm(f"{before}rate", heads.rate, f"{at}rate", "measured"),
        *ends(path, before, (heads.low, heads.high), aside=ends_aside),
        ColumnForm(
            f"{before}method", message("by"), f"{at}method", "code", codes=METHODS, in_files=True
        ),
    )


def ends(
    path: str,
    before: str = "",
    heads: tuple[str, str] = (HEADS.low, HEADS.high),
    *,
    aside: bool = False,
) -> tuple[ColumnForm, ColumnForm]:
    """
    Both ends of the interval of a share, with digits enough to tell them apart.

    Args:
        path: of what has both ends; nothing may stand there.
        before: stands before the names of the columns in files.
        heads: their titles.
        aside: whether a narrow terminal leaves them out.
    """
    low, high = (
        ColumnForm(f"{before}{end}", head, format="measured", cell=_end(path, place), aside=aside)
        for place, (end, head) in enumerate(zip(("low", "high"), heads, strict=True))
    )
    return low, high


def _end(path: str, place: int) -> Callable[[FactRow, Language], TableCell]:
    def cell(row: FactRow, language: Language) -> TableCell:
        try:
            interval = fact_at(row.fact, path)
        except KeyError:
            return ""
        if interval.low is None:
            return language.word(NO_TRIALS)
        end = Facts(row.fact, language, row.where).ends(path)[place]
        return bounded(end, language) if place and is_bound(interval) else end

    return cell


def is_bound(interval: object) -> bool:
    """Whether an interval is a bound: too few people err to see how errors gather."""
    return bool(getattr(interval, "is_bound", False))


def bounded(end: Number, language: Language) -> Number:
    """The upper end of an interval that is a bound."""
    return end.model_copy(update={"text": plain(language.say("{end} (bound)", end=end))})


def ratio_ends(path: str, before: str) -> tuple[ColumnForm, ColumnForm]:
    """Both ends of the interval of a ratio; there may be no upper one."""

    def cell(end: str) -> Callable[[FactRow, Language], TableCell]:
        def shown(row: FactRow, language: Language) -> TableCell:
            interval = fact_at(row.fact, path)
            if interval is None:
                return ""
            if getattr(interval, end) is None:
                return language.word(NO_END)
            value = Facts(row.fact, language, row.where).ratio(f"{path}.{end}")
            return bounded(value, language) if end == "high" and is_bound(interval) else value

        return shown

    return (
        ColumnForm(f"{before}low", HEADS.low, format="ratio", cell=cell("low")),
        ColumnForm(f"{before}high", HEADS.high, format="ratio", cell=cell("high")),
    )
