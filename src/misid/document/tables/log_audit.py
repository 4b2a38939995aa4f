"""Tables of what was found in a search log."""

from __future__ import annotations

from misid.document.columns import ColumnForm, Row, TableForm
from misid.document.model import Table
from misid.searchlog.checks.schema import LogAudit
from misid.words import log_audit as words
from misid.words.language import Language, message


def _title(row: Row, language: Language) -> str:
    return words.rule_title(row.fact, language)


_FIRST = {
    "line": message("First of them, line of the file"),
    "row": message("First of them, row below the names"),
}
_LINES = message(
    "Line 1 holds the names of columns, so the row that misid audit sheet draws as 5 is line 6."
)


def _results(unit: str) -> TableForm:
    """The rules; where something was found, in lines of a text or in rows of a table."""
    note = _LINES if unit == "line" else ""
    first = ColumnForm(
        "rows", _FIRST[unit], cell=lambda row, language: words.shown_rows(row.fact, language)
    )
    return TableForm("rules", message("Every rule that could be checked"), (*_RESULT, first), note)


_RESULT = (
    ColumnForm("rule", message("Rule"), cell=_title),
    ColumnForm("id", message("Name"), "rule.id", in_files=True),
    ColumnForm("severity", message("Weight"), "rule.severity", "code", codes=words.SEVERITIES),
    ColumnForm("outcome", message("Outcome"), "outcome", "code", codes=words.OUTCOMES),
    ColumnForm("count", message("Found"), format="count"),
    ColumnForm("of", message("Of"), format="count"),
    ColumnForm("unsaid", message("Not to be said"), format="count"),
)
_OPEN = TableForm(
    "not_checked",
    message("Rules that could not be checked"),
    (
        ColumnForm("rule", message("Rule"), cell=_title),
        ColumnForm("id", message("Name"), "rule.id", in_files=True),
        ColumnForm(
            "because",
            message("Why not"),
            cell=lambda row, language: words.why_not(row.fact, language),
        ),
    ),
)
_COLUMNS = TableForm(
    "columns",
    message("Columns"),
    (
        ColumnForm("name", message("Column")),
        ColumnForm("role", message("Taken for"), cell=lambda row, said: words.role(row.fact, said)),
        ColumnForm("how", message("Why"), format="code", codes=words.HOW),
        ColumnForm("missing", message("Missing"), format="count", nothing=message("not counted")),
        ColumnForm(
            "unread", message("Not to be read"), format="count", nothing=message("not counted")
        ),
    ),
)


def results(found: LogAudit, language: Language) -> Table | None:
    """Every rule that was held against the log, in order."""
    rows = [row for row in _rows(found) if row.fact.outcome != "not_checked"]
    return _results(found.unit).table(rows, language) if rows else None


def not_checked(found: LogAudit, language: Language) -> Table | None:
    """Every other rule, and why not."""
    rows = [row for row in _rows(found) if row.fact.outcome == "not_checked"]
    return _OPEN.table(rows, language) if rows else None


def columns(found: LogAudit, language: Language) -> Table | None:
    """The columns that rules look at."""
    rows = [Row(one, f"columns.{place}") for place, one in enumerate(found.columns)]
    return _COLUMNS.table(rows, language) if rows else None


def agencies(found: LogAudit, language: Language) -> Table | None:
    """Agencies that are told apart from chance; none where there are none."""
    form = TableForm(
        "agencies",
        message("Agencies whose count of references is told apart from chance"),
        (
            ColumnForm(
                "agency",
                message("Agency"),
                cell=lambda row, said: words.agency(row.fact, said),
            ),
            ColumnForm(
                "rule",
                message("Rule"),
                cell=lambda row, said: words.agency_rule(row.fact, found, said),
            ),
            ColumnForm("searches", message("Searches"), format="count"),
            ColumnForm("references", message("References"), format="count"),
            ColumnForm("low", message("Expected from"), format="count"),
            ColumnForm("high", message("Expected to"), format="count"),
            ColumnForm("probability", message("Probability"), format="rare"),
        ),
    )
    rows = [Row(one, f"agencies.{place}") for place, one in enumerate(found.agencies)]
    return form.table(rows, language) if rows else None


def _rows(found: LogAudit) -> list[Row]:
    return [Row(one, f"results.{place}") for place, one in enumerate(found.results)]
