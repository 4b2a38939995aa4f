"""Tables of an audit: rows by stratum, prices, and what was found."""

from __future__ import annotations

from dataclasses import dataclass

from misid.audit.schema import AuditPlan, AuditReading
from misid.document.columns import ColumnForm, FactRow, TableForm
from misid.document.model import Table
from misid.words import audit as words
from misid.words.language import Language, message

_NEVER = message("never")
_PLANNED = TableForm(
    "strata",
    message("Rows to draw"),
    (
        ColumnForm("name", message("Stratum")),
        ColumnForm("rows", message("In the log"), format="count"),
        ColumnForm("rate", message("Assumed wrong"), format="number", unit="share"),
        ColumnForm("drawn", message("To draw"), format="count"),
        ColumnForm("again", message("Checked twice"), format="count"),
    ),
)
_PRICES = TableForm(
    "prices",
    message("What either way costs"),
    (
        ColumnForm("rate", message("If so many are wrong"), format="number", unit="share"),
        ColumnForm("fixed", message("Fixed: rows"), format="count", nothing=_NEVER),
        ColumnForm("allowed", message("Wrong at most"), format="count", nothing=_NEVER),
        ColumnForm("shown", message("Shown"), format="number", unit="share", nothing=_NEVER),
        ColumnForm("mean", message("One by one: mean"), format="count", nothing=_NEVER),
        ColumnForm("ninth", message("90 %"), format="count", nothing=message("not followed")),
        ColumnForm("most", message("Stop at"), format="count", nothing=_NEVER),
        ColumnForm(
            "shown_one_by_one", message("Shown by then"), format="number", unit="share",
            nothing=_NEVER,
        ),
    ),
)  # fmt: skip
_FOUND = TableForm(
    "found",
    message("What was found"),
    (
        ColumnForm("name", message("Stratum")),
        ColumnForm("rows", message("In the log"), format="count"),
        ColumnForm("checked", message("Checked"), format="count"),
        ColumnForm("wrong", message("Called wrong"), format="count"),
        ColumnForm("not_found", message("Not found"), format="count"),
        ColumnForm("share", message("Share"), "called.share", "number", "share"),
        ColumnForm("low", message("From"), "called.low", "number", "share"),
        ColumnForm("high", message("To"), "called.high", "number", "share"),
    ),
    message("Not corrected for checkers who err; what was not found counts as wrong."),
)
_LOOKS = TableForm(
    "second_look",
    message("Two looks at the same rows"),
    (
        ColumnForm("both", message("What they said"), format="code", codes=words.LOOKS),
        ColumnForm("rows", message("Rows"), format="count"),
    ),
)


@dataclass(frozen=True)
class _Looked:
    both: str
    rows: int


def planned(plan: AuditPlan, language: Language) -> Table | None:
    """Rows to draw of each stratum; none where the log is one."""
    if len(plan.strata) < 2:
        return None
    rows = [FactRow(one, f"strata.{place}") for place, one in enumerate(plan.strata)]
    return _PLANNED.table(rows, language)


def prices(plan: AuditPlan, language: Language) -> Table | None:
    """What a fixed size and a check row by row cost, at each assumed rate."""
    rows = [FactRow(one, f"prices.{place}") for place, one in enumerate(plan.prices)]
    return _PRICES.table(rows, language) if rows else None


def strata_found(reading: AuditReading, language: Language) -> Table | None:
    """What was found in each stratum; none where the log is one."""
    if len(reading.strata) < 2:
        return None
    rows = [FactRow(one, f"strata.{place}") for place, one in enumerate(reading.strata)]
    return _FOUND.table(rows, language)


def looks(reading: AuditReading, language: Language) -> Table | None:
    """How two looks agree."""
    look = reading.second
    if look is None:
        return None
    rows = [FactRow(_Looked(name, getattr(look, name)), f"second.{name}") for name in words.LOOKS]
    return _LOOKS.table(rows, language)
