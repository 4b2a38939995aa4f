"""A document as PDF: accessible (PDF/UA-1) and to be kept (PDF/A-3a), and it carries its JSON."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import as_file, files
from typing import Any

from misid.document.canonical import canonical
from misid.document.model import Document
from misid.figures.glyphs import drawable
from misid.figures.style import FONTS
from misid.words.language import language, message
from misid.writers.paper import check_paper

_PAPERS = {"a4": "a4", "letter": "us-letter"}
DATED = 315_532_800
"""
Seconds at the beginning of 1980, the day that every file bears: a clock would change its bytes.
"""
_UNSURE = re.compile(r"\\u00[01][0-9a-f]|\\.|[^\x00-\x7e]+")
_STANDARDS: Any = ["a-3a", "ua-1"]
_TEMPLATE = files("misid.writers") / "templates" / "report.typ"
_WORDS = {
    "attached": message("The document as data: every sentence, number and drawing"),
    "contents": message("Contents"),
    "nobody": message("Nobody has said."),
    "read_as": message("Read as"),
    "share": message("Share of the range that it decides by itself"),
    "stands_in": message("What stands in for it"),
    "undated": message("undated"),
}
"""What the pages say themselves."""


def pdf(document: Document, paper: str = "a4") -> bytes:
    """
    The document as pages; the same document gives the same bytes.

    The typesetter checks what PDF/UA-1 and PDF/A-3a ask of it, and reads nothing but what it is
    given: no file, no font of the machine, no package. Characters that the font does not have are
    written out.

    Args:
        document: of any kind.
        paper: `a4` or `letter`.
    Raises: MeaningError: no such paper.
    """
    import typst

    carried = canonical(document).decode()
    given = {
        "document": _drawn(carried),
        "attached": carried,
        "words": json.dumps(_words(document)),
        "paper": _PAPERS[check_paper(paper)],
    }
    made = typst.compile(
        _TEMPLATE.read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs=given,
        pdf_standards=_STANDARDS,
        timestamp=DATED,
    )
    return bytes(made)


def _drawn(text: str) -> str:
    """JSON whose characters the font has."""
    return _UNSURE.sub(_quoted, text)


def _quoted(found: re.Match[str]) -> str:
    """Characters of a text in JSON, or a sign that stands escaped there, as the font has them."""
    held = json.loads(f'"{found[0]}"')
    return json.dumps(drawable(held), ensure_ascii=False)[1:-1]


def _words(document: Document) -> dict[str, str]:
    speaks = language(document.language)
    foot = f"{'; '.join(document.words).capitalize()}. {document.stamp_line}."
    said = {name: speaks.word(one) for name, one in _WORDS.items()}
    return {name: drawable(one) for name, one in (said | {"foot": foot}).items()}


@cache
def _fonts() -> Any:
    import typst

    with as_file(FONTS) as folder:
        return typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
        )
