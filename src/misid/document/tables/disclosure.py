"""Tables of a disclosed table: its columns, where it disagrees, what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from misid.disclosure.difference_schema import DisclosureDifference, TotalChange
from misid.disclosure.schema import DisclosedRange, Disclosure, Discrepancy
from misid.document.columns import ColumnForm, FactRow, TableForm
from misid.document.model import Table
from misid.words import disclosure as words
from misid.words.language import Language, message
from misid.words.sentence import TableCell

_COLUMNS = TableForm(
    "columns",
    message("Columns"),
    (
        ColumnForm("letter", message("Column")),
        ColumnForm("name", message("Its name")),
        ColumnForm("role", message("Taken for"), format="code", codes=words.ROLES),
        ColumnForm(
            "why", message("Because"), cell=lambda row, language: words.why(row.fact, language)
        ),
        ColumnForm("rivals", message("Could be"), format="code", codes=words.ROLES),
        ColumnForm(
            "kinds", message("Cells"), cell=lambda row, language: words.cells(row.fact, language)
        ),
    ),
)
_NOT_CHECKED = TableForm(
    "not_checked",
    message("What could not be checked"),
    (
        ColumnForm("code", message("Check"), format="code", codes=words.CHECKS),
        ColumnForm("because", message("Why not"), format="code", codes=words.BECAUSE),
        ColumnForm("columns", message("Columns"), cell=lambda row, _: ", ".join(row.fact.columns)),
    ),
)
_REGIMES = TableForm(
    "regimes",
    message("Stretches of one threshold and list"),
    (
        ColumnForm("name", message("Stretch")),
        ColumnForm("first_row", message("First row in time"), format="exact"),
        ColumnForm("last_row", message("Last row in time"), format="exact"),
        ColumnForm(
            "threshold",
            message("Threshold"),
            cell=lambda row, language: words.threshold(row.fact, language, row.where),
        ),
        ColumnForm(
            "list_size",
            message("Size of the list"),
            cell=lambda row, language: words.list_size(row.fact, language, row.where),
        ),
    ),
    note=message(
        "A stretch has one threshold, and a list that neither grows nor shrinks by a fifth."
    ),
)
_SHARES = TableForm(
    "shares",
    message("What each percentage is a share of"),
    (
        ColumnForm("letter", message("Column")),
        ColumnForm(
            "from",
            message("Follows from"),
            cell=lambda row, _: words.divided((*row.fact.numerator, row.fact.denominator)),
        ),
        ColumnForm("rows", message("Rows in which it does"), format="exact"),
        ColumnForm("of", message("Of rows that say both"), format="exact"),
    ),
)
_CHANGES = TableForm(
    "changes",
    message("Cells that say something else"),
    (
        ColumnForm("label", message("Row")),
        ColumnForm("column", message("Column")),
        ColumnForm("kind", message("What"), format="code", codes=words.KINDS),
        ColumnForm("old", message("Before"), cell=lambda row, to: words.written(row.fact.old, to)),
        ColumnForm("new", message("Now"), cell=lambda row, to: words.written(row.fact.new, to)),
        ColumnForm("old_row", message("Row before"), format="exact", aside=True),
        ColumnForm("new_row", message("Row now"), format="exact", aside=True),
    ),
)
_ONLY = (
    ColumnForm("label", message("Row")),
    ColumnForm("group", message("Group")),
    ColumnForm("row", message("In its file"), format="exact"),
    ColumnForm("is_history", message("It is"), format="code", codes=words.IN_TIME),
)
_ADDED = TableForm("added", message("Rows that only the newer one has"), _ONLY)
_GONE = TableForm("gone", message("Rows that only the older one has"), _ONLY)


def columns(found: Disclosure, language: Language) -> Table:
    """Every column, in order."""
    return _COLUMNS.table(_rows("columns", found.columns), language)


def discrepancies(found: Disclosure, language: Language, *, whole: bool = False) -> Table | None:
    """
    Every place at which the table disagrees with itself; none where there is none.

    Args:
        found: the facts.
        language: in which it is said.
        whole: whether all are shown, and not the first of each kind.
    """
    places = list(enumerate(found.discrepancies))
    kept = places if whole else list(_first(places))
    rows = [FactRow(one, f"discrepancies.{at}") for at, one in kept]
    return _discrepancies(found).table(rows, language) if rows else None


def _first(places: list[tuple[int, Discrepancy]]) -> Iterator[tuple[int, Discrepancy]]:
    """The first of each kind."""
    seen: Counter[str] = Counter()
    for at, one in places:
        seen[one.code] += 1
        if seen[one.code] <= words.SHOWN:
            yield at, one


def _discrepancies(found: Disclosure) -> TableForm:
    def said(row: FactRow, of: DisclosedRange | None, where: str, language: Language) -> TableCell:
        is_share = row.fact.code in ("share_differs", "share_impossible")
        return words.bounds(of, is_share, language, f"{row.where}.{where}")

    return TableForm(
        "discrepancies",
        message("Disagreements"),
        (
            ColumnForm("code", message("What"), format="code", codes=words.CODES),
            ColumnForm(
                "rows", message("Rows"), cell=lambda row, to: words.rows(_total_rows(row.fact), to)
            ),
            ColumnForm(
                "columns", message("Columns"), cell=lambda row, _: ", ".join(row.fact.columns)
            ),
            ColumnForm(
                "stated", message("It says"),
                cell=lambda row, to: row.fact.written or said(row, row.fact.stated, "stated", to),
            ),
            ColumnForm(
                "worked_out", message("The rest gives"),
                cell=lambda row, to: said(row, row.fact.worked_out, "worked_out", to),
            ),
            ColumnForm(
                "from",
                message("Made from"),
                cell=lambda row, to: words.made_from(row.fact, found, to),
            ),
        ),
    )  # fmt: skip


def _total_rows(one: Discrepancy) -> tuple[int, ...]:
    """Of a total its own row; those that it adds up stand in another column."""
    return one.rows[:1] if one.code == "total_differs" else one.rows


def shares(found: Disclosure, language: Language) -> Table | None:
    """From which counts each percentage follows."""
    return _SHARES.table(_rows("shares", found.shares), language) if found.shares else None


def regimes(found: Disclosure, language: Language) -> Table | None:
    """Stretches with one threshold and list."""
    return _REGIMES.table(_rows("regimes", found.regimes), language) if found.regimes else None


def not_checked(found: Disclosure, language: Language) -> Table | None:
    """What could not be checked, and why."""
    rows = _rows("not_checked", found.not_checked)
    return _NOT_CHECKED.table(rows, language) if rows else None


def changes(found: DisclosureDifference, language: Language) -> Table | None:
    """Cells that differ between two snapshots."""
    return _CHANGES.table(_rows("changed", found.changed), language) if found.changed else None


def added(found: DisclosureDifference, language: Language) -> Table | None:
    """Rows that only the newer snapshot has."""
    return _ADDED.table(_rows("added", found.added), language) if found.added else None


def gone(found: DisclosureDifference, language: Language) -> Table | None:
    """Rows that only the older snapshot has."""
    return _GONE.table(_rows("gone", found.gone), language) if found.gone else None


def totals(found: DisclosureDifference, language: Language) -> Table | None:
    """Sums over one time that differ."""
    return _totals().table(_rows("totals", found.totals), language) if found.totals else None


def _totals() -> TableForm:
    def said(row: FactRow, end: str, language: Language) -> TableCell:
        of: TotalChange = row.fact
        held = of.old if end == "old" else of.new
        return words.bounds(held, is_share=False, language=language, where=f"{row.where}.{end}")

    return TableForm(
        "totals",
        message("Sums over the time that both tell of"),
        (
            ColumnForm("column", message("Column")),
            ColumnForm("role", message("Taken for"), format="code", codes=words.ROLES),
            ColumnForm("old", message("Before"), cell=lambda row, to: said(row, "old", to)),
            ColumnForm("new", message("Now"), cell=lambda row, to: said(row, "new", to)),
        ),
    )


def _rows(where: str, facts: tuple[object, ...]) -> list[FactRow]:
    return [FactRow(one, f"{where}.{at}") for at, one in enumerate(facts)]
