"""What a result shows of itself: its finding in Python, a finding and a table in a notebook."""

from __future__ import annotations

import html
from typing import Any

from misid.document.model import Document, Table
from misid.document.of_facts import document_of_facts, has_document
from misid.words.sentence import plain


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
    if not has_document(facts):
        return None
    return document_of_facts(facts, form="screen", drawn=False)


def _table(table: Table) -> str:
    heads = "".join(f"<th>{html.escape(column.title)}</th>" for column in table.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{html.escape(plain(cell))}</td>' for cell in row)}</tr>"
        for row in table.rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
