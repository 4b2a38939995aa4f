"""What a result shows of itself: its finding in Python, a finding and a table in a notebook."""

from __future__ import annotations

import html
from collections.abc import Callable
from importlib import import_module
from typing import Any

from misid.document.model import Document, Table
from misid.words.sentence import plain

# What makes the page of each document, by its class.
_PAGES = {
    "Results": ("run", "screen_of_run"),
    "Comparison": ("uncertainty", "comparison_document"),
    "Ledger": ("uncertainty", "ledger_document"),
    "Requirements": ("uncertainty", "requirements_document"),
    "Claim": ("uncertainty", "claim_document"),
    "Verification": ("evaluation", "document_of_evaluation"),
    "Identification": ("evaluation", "document_of_evaluation"),
    "Simulation": ("simulation", "document_of_simulation"),
    "History": ("people", "document_of_history"),
}


def lines(facts: Any) -> str | None:
    """The finding and the stamp, in at most five lines; nothing where no page is made of it."""
    document = _document(facts)
    return None if document is None else repr(document)


def page(facts: Any) -> str | None:
    """The finding and the first table, as a piece of HTML."""
    document = _document(facts)
    if document is None:
        return None
    said = f"<p><strong>{html.escape(plain(document.finding))}</strong></p>"
    tables = (b for part in document.sections for b in part.blocks if isinstance(b, Table))
    first = next((_table(table) for table in tables), "")
    return f"{said}{first}<p><small>{html.escape(document.stamp_line)}</small></p>"


def _document(facts: Any) -> Document | None:
    if type(facts).__name__ not in _PAGES:
        return None
    module, name = _PAGES[type(facts).__name__]
    make: Callable[..., Document] = getattr(import_module(f"misid.document.{module}"), name)
    return make(facts, drawn=False) if module == "evaluation" else make(facts)


def _table(table: Table) -> str:
    heads = "".join(f"<th>{html.escape(column.title)}</th>" for column in table.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{html.escape(plain(cell))}</td>' for cell in row)}</tr>"
        for row in table.rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
