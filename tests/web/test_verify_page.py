"""Check a document: sent, checked apart from the server, told, and gone."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.web.conftest import Server, Visit

from misid.attestation.carried import LARGEST
from misid.study import Study
from misid.web.documents import LIMIT
from misid.writers.html import html

Begin = Callable[..., Visit]
DRAWS = 32


@pytest.fixture(scope="module")
def report() -> str:
    """A report as it was written."""
    return html(Study("airport-exit", draws=DRAWS).document("run"))


@pytest.fixture(scope="module")
def server(own_server: Server) -> Server:
    """What is sent to it can be seen."""
    return own_server


def test_document_as_it_was_written_passes_and_is_not_kept(
    visit: Begin, report: str, folder: Path
) -> None:
    """Every check says yes, without script; the file is deleted before the answer is shown."""
    one = visit(script=False)
    page = one.send("/verify?lang=en", "document", "report.html", report)
    expect(page.locator(".verdict")).to_contain_text("is as misid wrote it")
    assert ["yes"] * 6 == page.locator("#checks tbody td:nth-child(2)").all_inner_texts()
    assert [] == [path for path in folder.rglob("*") if path.is_file()]
    found = one.server.get(_file(page.url, "json")).json
    assert ("misid-attestation/1", "report.html") == (found["version"], found["file"])
    statement = one.server.get(_file(page.url, "statement.json")).json
    assert "https://in-toto.io/Statement/v1" == statement["_type"]
    page.get_by_role("button", name="Delete what was found now").click()
    expect(page.locator(".done")).to_be_visible()


def _file(url: str, ending: str) -> str:
    path, query = url.split("/verify/", 1)[1].split("?", 1)
    return f"/verify/{path}/checks.{ending}?{query}"


def test_altered_document_shows_where(visit: Begin, report: str) -> None:
    """A title altered on the page is found, and both readings are shown, in Spanish too."""
    one = visit(width=320, dark=True)
    altered = report.replace("</h2>", " XYZ</h2>", 1)
    one.send("/verify?lang=es", "document", "report.html", altered)
    expect(one.page.locator("#differences")).to_contain_text("XYZ")
    expect(one.page.locator(".verdict")).to_have_class("verdict differs")
    one.check()


@pytest.mark.parametrize("language", ["en", "es"])
def test_form_can_be_read_by_everybody(visit: Begin, language: str) -> None:
    """The form passes axe, and fits a small phone."""
    one = visit(width=320)
    one.open(f"/verify?lang={language}")
    one.check()


def test_image_is_refused_by_its_first_bytes(visit: Begin, folder: Path) -> None:
    """Nothing of an image is kept, whatever its name says."""
    one = visit()
    one.send("/verify?lang=en", "document", "report.pdf", b"\x89PNG\r\n\x1a\n" + bytes(100))
    expect(one.page.locator("#mistake")).to_contain_text("PNG image")
    assert [] == [path for path in folder.rglob("*") if path.is_file()]


def test_page_takes_no_more_than_a_terminal_reads() -> None:
    """What the page takes, the checks read."""
    assert LIMIT <= LARGEST
