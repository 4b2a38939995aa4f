"""Tables of what was found in a search log."""

from __future__ import annotations

from misid.document.columns import ColumnForm, FactRow, TableForm
from misid.document.model import Table
from misid.searchlog.checks.schema import LogAudit
from misid.words import log_audit as words
from misid.words.language import Language, message


def _title(row: FactRow, language: Language) -> str:
    return words.rule_title(row.fact, language)


_RESULTS = TableForm(
    "rules",
    message("Every rule that could be checked"),
    (
        ColumnForm("rule", message("Rule"), cell=_title),
        ColumnForm("id", message("Name"), "rule.id", in_files=True),
        ColumnForm("severity", message("Weight"), "rule.severity", "code", codes=words.SEVERITIES),
        ColumnForm("outcome", message("Outcome"), "outcome", "code", codes=words.OUTCOMES),
        ColumnForm("count", message("Found"), format="count"),
        ColumnForm("of", message("Of"), format="count"),
        ColumnForm("unsaid", message("Not to be said"), format="count"),
        ColumnForm(
            "rows",
            message("First of them, row below the names"),
            cell=lambda row, language: words.rows(row.fact.rows, language),
        ),
        ColumnForm(
            "unsaid_rows",
            message("First not to be said"),
            cell=lambda row, language: words.rows(row.fact.unsaid_rows, language),
        ),
    ),
    message(
        "Rows have the numbers that misid audit sheet gives them: row 1 is the line below the "
        "names of columns."
    ),
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
_UNUSED = TableForm(
    "unused",
    message("Columns that were taken for nothing"),
    (
        ColumnForm(
            "name", message("Column"), cell=lambda row, said: words.unused_name(row.fact, said)
        ),
        ColumnForm(
            "may_be", message("May be"), cell=lambda row, said: words.may_be(row.fact, said)
        ),
        ColumnForm("say", message("Say so with"), cell=lambda row, _: words.say_so(row.fact)),
    ),
)


def results(found: LogAudit, language: Language) -> Table | None:
    """Every rule that was held against the log, in order."""
    rows = [row for row in _rows(found) if row.fact.outcome != "not_checked"]
    return _RESULTS.table(rows, language) if rows else None


def not_checked(found: LogAudit, language: Language) -> Table | None:
    """Every other rule, and why not."""
    rows = [row for row in _rows(found) if row.fact.outcome == "not_checked"]
    return _OPEN.table(rows, language) if rows else None


def columns(found: LogAudit, language: Language) -> Table | None:
    """The columns that rules look at."""
    rows = [FactRow(one, f"columns.{place}") for place, one in enumerate(found.columns)]
    return _COLUMNS.table(rows, language) if rows else None


def unused(found: LogAudit, language: Language) -> Table | None:
    """The columns that were taken for nothing; none where there are none."""
    rows = [FactRow(one, f"unused.{place}") for place, one in enumerate(found.unused)]
    return _UNUSED.table(rows, language) if rows else None


def periods(found: LogAudit, language: Language) -> Table | None:
    """Rows that break a rule, by when they were written; none where there is no such row."""
    unit = found.period
    if unit is None or not any(one.broken for one in found.periods):
        return None
    form = TableForm(
        "periods",
        words.PERIODS[unit],
        (
            ColumnForm(
                "period", message("When"), cell=lambda row, said: words.period(row.fact, unit)
            ),
            ColumnForm("rows", message("Rows"), format="count"),
            ColumnForm("broken", message("Break a rule"), format="count"),
            ColumnForm(
                "by_rule",
                message("Which"),
                cell=lambda row, said: words.by_rule(row.fact, found, said),
            ),
        ),
        message("Rules of groups, windows, totals, lines and rates are not in it."),
    )
    rows = [FactRow(one, f"periods.{place}") for place, one in enumerate(found.periods)]
    return form.table([row for row in rows if row.fact.broken], language)


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
    rows = [FactRow(one, f"agencies.{place}") for place, one in enumerate(found.agencies)]
    return form.table(rows, language) if rows else None


def _rows(found: LogAudit) -> list[FactRow]:
    return [FactRow(one, f"results.{place}") for place, one in enumerate(found.results)]
