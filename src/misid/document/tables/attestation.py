"""Tables of what was checked of a document."""

from __future__ import annotations

from dataclasses import dataclass

from misid.attestation.schema import Attestation, Check, Deviation
from misid.document.columns import ColumnForm, FactRow, TableForm
from misid.document.model import Table
from misid.words import attestation as words
from misid.words.language import Language, message
from misid.words.sentence import Number

_CHECKS = TableForm(
    "checks",
    message("Checks"),
    (
        ColumnForm("name", message("Check"), "check.name", "code", codes=words.CHECKS),
        ColumnForm("outcome", message("Outcome"), "check.outcome", "code", codes=words.OUTCOMES),
        ColumnForm("count", message("Places")),
        ColumnForm("because", message("Why not"), format="code", codes=words.BECAUSE),
    ),
)
_DIFFERENCES = TableForm(
    "differences",
    message("The first places that differ"),
    (
        ColumnForm("name", message("Check"), "check.name", "code", codes=words.CHECKS),
        ColumnForm("where", message("Where"), "found.where"),
        ColumnForm("stated", message("In the document"), "found.stated"),
        ColumnForm("again", message("Worked out again"), "found.again"),
    ),
)
_NEEDED = TableForm(
    "needed",
    message("The files that it was made from"),
    (
        ColumnForm("what", message("What it is"), format="code", codes=words.NEEDED),
        ColumnForm("name", message("The document calls it")),
        ColumnForm("sha256", message("SHA-256")),
    ),
)
_USED = TableForm(
    "used",
    message("Files that you brought"),
    (
        ColumnForm("called", message("The document calls it")),
        ColumnForm("brought", message("You call it")),
        ColumnForm("sha256", message("SHA-256")),
    ),
)


@dataclass(frozen=True)
class _CheckLine:
    check: Check
    because: str
    count: Number | str


@dataclass(frozen=True)
class _DeviationLine:
    check: Check
    found: Deviation


def checks(found: Attestation, language: Language) -> Table | None:
    """Every check, in order."""
    rows = (
        _CheckLine(one, str(one.because), words.compared(one, language)) for one in found.checks
    )
    return _CHECKS.table([FactRow(one) for one in rows], language)


def differences(found: Attestation, language: Language) -> Table | None:
    """The first places at which a document differs; none where it does not."""
    rows = [FactRow(_DeviationLine(check, one)) for check in found.checks for one in check.found]
    return _DIFFERENCES.table(rows, language) if rows else None


def needed(found: Attestation, language: Language) -> Table | None:
    """The files that it would take to work a document out again; none where it takes none."""
    rows = [FactRow(one) for check in found.checks for one in check.needs]
    return _NEEDED.table(rows, language) if rows else None


def used(found: Attestation, language: Language) -> Table | None:
    """The files that it was worked out again from; none where it took none."""
    rows = [FactRow(one) for one in found.files]
    return _USED.table(rows, language) if rows else None
