"""A document as a file that a reader takes from the page."""

from __future__ import annotations

from misid.document.model import Document
from misid.writers.docx import docx
from misid.writers.html import html
from misid.writers.pdf import pdf

MEDIA = {
    "html": "text/html",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""Of which kind a document's file is, by the end of its name."""
PATIENCE = 10.0
"""Seconds that who takes a file waits until it is asked for again: a browser asks some 20 times."""
FILES = (
    ("HTML", "html", None),
    ("PDF (A4)", "pdf", None),
    ("PDF (Letter)", "pdf", "letter"),
    ("DOCX", "docx", None),
)
"""How a document is offered: what is read, how the file ends, the paper where it is told."""


def written(document: Document, ending: str, paper: str) -> str | bytes:
    """
    A document as a file.

    Args:
        document: what is written.
        ending: of the file's name, one of `MEDIA`.
        paper: for which pages are made, where it has pages.
    """
    if ending == "html":
        return html(document)
    return pdf(document, paper) if ending == "pdf" else docx(document, paper)
