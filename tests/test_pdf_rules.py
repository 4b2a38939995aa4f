"""What is written as PDF keeps the rules of PDF/UA-1 and PDF/A-3a that a program can check."""

from __future__ import annotations

import html
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import BooleanObject, DecodedStreamObject, DictionaryObject, NameObject
from tests.pdf_rules import broken

from misid import Study
from misid.document import Document
from misid.document.assessment import assessment_document
from misid.document.brief import brief_document
from misid.document.code import case_sheet
from misid.document.comparison_report import comparison_report
from misid.document.letters import letter
from misid.document.walk import with_numbers
from misid.study.brief import safeguards
from misid.words import plain
from misid.words.sentence import Number
from misid.writers.docx import docx
from misid.writers.pdf import pdf

OFFICE = shutil.which("soffice")
SECONDS = 1_200
"""In which LibreOffice is given up, on a machine that has other work."""


@cache
def study() -> Study:
    """A small study."""
    return Study("live-watchlist", draws=64)


MADE: dict[str, Callable[[], Document]] = {
    "run": lambda: study().document("run"),
    "brief": lambda: brief_document(study().glance, safeguards(study())),
    "case": lambda: case_sheet(study().one_code()),
    "letter": lambda: letter(study().unknowns(points=16), "records-request"),
    "comparison": lambda: comparison_report(study().compare("delete-non-matches")),
    "assessment": lambda: assessment_document(study().assess()),
}


@cache
def made(name: str) -> Document:
    """A document of each kind, once."""
    return MADE[name]()


@cache
def written(name: str) -> bytes:
    """The same as PDF."""
    return pdf(made(name))


@pytest.mark.parametrize("name", MADE)
def test_a_pdf_breaks_no_rule_that_can_be_checked(name: str) -> None:
    """Tags, alternative text, fonts, colours, attachments, headings and heads of tables."""
    assert broken(written(name)) == []


def _elements(one: Any, kind: str) -> list[Any]:
    below = one.get("/K", [])
    held = [each.get_object() for each in (below if isinstance(below, list) else [below])]
    parts = [each for each in held if hasattr(each, "get") and "/S" in each]
    own = [each for each in parts if each["/S"] == kind]
    return own + [found for each in parts for found in _elements(each, kind)]


def _without_words(root: Any) -> None:
    del _elements(root["/StructTreeRoot"], "/Figure")[0]["/Alt"]


def _without_scope(root: Any) -> None:
    del _elements(root["/StructTreeRoot"], "/TH")[0]["/A"]


def _without_title(root: Any) -> None:
    shown = NameObject("/DisplayDocTitle")
    root[NameObject("/ViewerPreferences")] = DictionaryObject({shown: BooleanObject(False)})


def _without_colours(root: Any) -> None:
    del root["/OutputIntents"]


def _without_language(root: Any) -> None:
    del root["/Lang"]


def _other_type(root: Any) -> None:
    _elements(root["/StructTreeRoot"], "/Figure")[0][NameObject("/S")] = NameObject("/Drawing")


def _untold(root: Any) -> None:
    del root["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object()["/AFRelationship"]


@pytest.mark.parametrize(
    ("harm", "rule"),
    [
        (_without_words, "pictures have words in their place"),
        (_without_scope, "heads of tables say of what"),
        (_without_title, "shows its title"),
        (_without_colours, "says its colours"),
        (_without_language, "says its language"),
        (_other_type, "types are standard"),
        (_untold, "attachments say what they are to it"),
    ],
)
def test_a_rule_that_is_broken_is_found(harm: Callable[[Any], None], rule: str) -> None:
    """The checks can fail: each harm is told by its rule."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(written("run"))))
    harm(writer.root_object)
    harmed = io.BytesIO()
    writer.write(harmed)
    assert rule in [told for told, _ in broken(harmed.getvalue())]


def test_what_is_painted_without_a_tag_is_found() -> None:
    """A line that no reader aloud would hear of is no rule kept."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(written("run"))))
    content = writer.pages[0].get_contents()
    assert content is not None
    painted = DecodedStreamObject()
    painted.set_data(content.get_data() + b"\n0 0 9 9 re f\n")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(painted)
    harmed = io.BytesIO()
    writer.write(harmed)
    assert ("1 marks are neither tagged nor artifacts", "page 1") in broken(harmed.getvalue())


def _numbers(document: Document) -> list[str]:
    found: list[str] = []

    def keep(number: Number) -> Number:
        found.append(number.text)
        return number

    with_numbers(document, keep)
    return found


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _text_of_docx(path: Path) -> str:
    """What stands in it as text; numbers of pictures do not."""
    with zipfile.ZipFile(path) as packed:
        body = packed.read("word/document.xml").decode()
    return html.unescape("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", body)))


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_opens_each_docx_and_keeps_every_number(tmp_path: Path) -> None:
    """Opened and converted to PDF in one go, no number that a document has is lost."""
    for name in MADE:
        (tmp_path / f"{name}.docx").write_bytes(docx(made(name)))
    home = (tmp_path / "home").as_uri()
    files = [tmp_path / f"{name}.docx" for name in MADE]
    command = [str(OFFICE), f"-env:UserInstallation={home}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", tmp_path, *files], check=True, capture_output=True, timeout=SECONDS
    )
    for name in MADE:
        pages = PdfReader(tmp_path / f"{name}.pdf").pages
        text = _plain("".join(page.extract_text() for page in pages))
        held = _plain(_text_of_docx(tmp_path / f"{name}.docx"))
        told = [one for one in map(_plain, _numbers(made(name))) if one in held]
        assert len(told) > 5
        lost = [one for one in told if one not in text]
        assert lost == [], name
        assert _plain(plain(made(name).finding)) in text
