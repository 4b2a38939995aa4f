"""Check a document: sent, checked apart from the server, told, and gone."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect
from starlette.applications import Starlette
from tests.web.conftest import Server, Visit, running

from misid.attestation.carried import LARGEST
from misid.study import Study
from misid.web.app import application
from misid.web.documents import LIMIT
from misid.writers.html import html

Begin = Callable[..., Visit]
DRAWS = 32


@pytest.fixture(scope="module")
def report() -> str:
    """A report as it was written."""
    return html(Study("airport-exit", draws=DRAWS).document("run"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where temporary folders are made."""
    before, tempfile.tempdir = tempfile.tempdir, str(tmp_path_factory.mktemp("temporary"))
    yield Path(tempfile.tempdir)
    tempfile.tempdir = before


@pytest.fixture(scope="module")
def app(folder: Path) -> Starlette:
    """The page with few worlds."""
    assert folder.exists()
    return application(worlds=16)


@pytest.fixture(scope="module")
def server(app: Starlette) -> Iterator[Server]:
    """A server of it."""
    with running(app) as one:
        yield one


def sent(visit: Visit, name: str, content: str | bytes, query: str = "lang=en") -> None:
    """Send a document by the form, and wait for what is shown."""
    page = visit.open(f"/verify?{query}")
    data = content.encode() if isinstance(content, str) else content
    kind = "application/octet-stream"
    page.locator("#document").set_input_files({"name": name, "mimeType": kind, "buffer": data})
    page.locator("form.upload button").click()
    visit.settled()


def test_document_as_it_was_written_passes_and_is_not_kept(
    visit: Begin, report: str, folder: Path
) -> None:
    """Every check says yes, without script; the file is deleted before the answer is shown."""
    one = visit(script=False)
    sent(one, "report.html", report)
    page = one.page
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
    sent(one, "report.html", report.replace("</h2>", " XYZ</h2>", 1), "lang=es")
    expect(one.page.locator("#differences")).to_contain_text("XYZ")
    expect(one.page.locator(".verdict")).to_have_class("verdict differs")
    assert [] == one.violations()
    assert one.overflow() <= 0


@pytest.mark.parametrize("language", ["en", "es"])
def test_form_can_be_read_by_everybody(visit: Begin, language: str) -> None:
    """The form passes axe, and fits a small phone."""
    one = visit(width=320)
    one.open(f"/verify?lang={language}")
    assert [] == one.violations()
    assert one.overflow() <= 0


def test_image_is_refused_by_its_first_bytes(visit: Begin, folder: Path) -> None:
    """Nothing of an image is kept, whatever its name says."""
    one = visit()
    sent(one, "report.pdf", b"\x89PNG\r\n\x1a\n" + bytes(100))
    expect(one.page.locator("#mistake")).to_contain_text("PNG image")
    assert [] == [path for path in folder.rglob("*") if path.is_file()]


def test_page_takes_no_more_than_a_terminal_reads() -> None:
    """What the page takes, the checks read."""
    assert LIMIT <= LARGEST
