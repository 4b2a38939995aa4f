"""A document as one HTML file: no script, no network, nothing beside it."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING
from urllib.parse import quote

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from misid.attestation.carried import as_comment
from misid.document.canonical import canonical
from misid.document.walk import numbers_in
from misid.figures.style import colours, font_faces
from misid.words.language import language
from misid.words.sentence import Number, Value, pieces
from misid.writers.tongues import Foreign, foreign_in

if TYPE_CHECKING:
    from misid.document.model import Column, Document, Figure, Section, Table

_FOLDER = files("misid.writers") / "templates"
_MARKED = re.compile("[&<>\"']")
"""What has another form in HTML."""


def html(document: Document) -> str:
    """
    The page.

    Its content security policy, a meta tag, allows its own style and font and nothing else. A
    comment at its end holds the document as data, so that whoever receives it can check it.
    """
    rules = style()
    digest = base64.b64encode(hashlib.sha256(rules.encode()).digest()).decode()
    return (
        _environment(document.language)
        .get_template("report.html")
        .render(
            document=document,
            foreign=foreign_in(document),
            style=_shipped(rules),
            policy=_policy(digest),
            carried=Markup(as_comment(canonical(document))),  # noqa: S704
        )
    )


def _shipped(style: str) -> Markup:
    return Markup(style)  # noqa: S704 - a file of the package, nothing of a reader's


def _policy(style_digest: str) -> str:
    return (
        f"default-src 'none'; style-src 'sha256-{style_digest}'; font-src data:; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def style() -> str:
    """Fonts and rules; the digest in the policy is of exactly this text."""
    rules = (_FOLDER / "report.css").read_text(encoding="utf-8")
    return f"{font_faces()}\n{colours()}{rules}"


@cache
def _environment(code: str) -> Environment:
    return environment(code)


def environment(code: str, *, beside: Traversable | None = None) -> Environment:
    """
    Templates in a language; what they say themselves is in its catalogue.

    Args:
        code: of the language.
        beside: a folder of templates that is looked into before that of documents.
    """
    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=FunctionLoader(partial(_template, beside=beside)),
    )
    made.filters |= _FILTERS | {"word": language(code).word}
    return made


def _template(name: str, *, beside: Traversable | None) -> str | None:
    for folder in filter(None, (beside, _FOLDER)):
        if (folder / name).is_file():
            return (folder / name).read_text(encoding="utf-8")
    return None


def _drawing(svg: str) -> Markup:
    """A drawing as part of the page."""
    return Markup(svg)  # noqa: S704 - made by render.py, which escapes every word


def _download(figure: Figure) -> str:
    return f"data:text/csv;charset=utf-8,{quote(figure.csv)}"


def _first_row(section: Section) -> str:
    """
    The row that says where the first number of a section comes from; empty where none has one.

    Links of numbers are no stops of the keyboard, which has this one for all of them.
    """
    return next((one.row for one in numbers_in(section) if one.row), "")


def _tongue(text: str, foreign: Foreign | None) -> str:
    """Words whose language is marked where it is not that of the document."""
    return text if foreign is None else foreign.marked(text)


def _said(content: Value, foreign: Foreign | None) -> Markup:
    """
    What is read, every number with all of its digits beside what is shown of it.

    Made here, not by a macro: a page has a thousand of them.
    """
    return Markup("".join(_piece(one, foreign) for one in pieces(content)))  # noqa: S704 - escaped


def _piece(piece: str | Number, foreign: Foreign | None) -> str:
    if isinstance(piece, str):
        return _escaped(piece) if foreign is None else escape(_tongue(piece, foreign))
    name = f' id="{_escaped(piece.id)}"' if piece.id else ""
    fact = f' data-fact="{_escaped(piece.fact)}"' if piece.fact else ""
    data = f'<data value="{piece.value!r}"{name}{fact}>{_escaped(piece.text)}</data>'
    return (
        f'<a class="from" href="#{_escaped(piece.row)}" tabindex="-1">{data}</a>'
        if piece.row
        else data
    )


def _escaped(text: str) -> str:
    """Words as HTML has them; most, such as digits, are so already."""
    return str(escape(text)) if _MARKED.search(text) else text


def _body(table: Table, foreign: Foreign | None) -> Markup:
    """The rows of a table."""
    opened = ['<th scope="row">', *map(_opened, table.columns[1:])]
    closed = ["</th>", *["</td>"] * (len(table.columns) - 1)]
    names = [f' id="{escape(name)}"' for name in table.row_ids] or [""] * len(table.rows)
    lines: list[str] = []
    for name, row in zip(names, table.rows, strict=True):
        cells = zip(opened, row, closed, strict=True)
        lines += (
            f"<tr{name}>",
            *(f"{a}{_said(one, foreign)}{b}" for a, one, b in cells),
            "</tr>\n",
        )
    return Markup("".join(lines))  # noqa: S704 - escaped, cell by cell


def _opened(column: Column) -> str:
    return '<td class="number">' if column.numeric else "<td>"


_FILTERS = {
    "tongue": _tongue,
    "said": _said,
    "body": _body,
    "drawing": _drawing,
    "download": _download,
    "first_row": _first_row,
}
"""What templates do with a document's parts, in every language."""
