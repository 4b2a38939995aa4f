"""A report as a browser prints it: the picture first, what belongs together on one page."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, sync_playwright

from misid.document import Document, document_of_run
from misid.results import run
from misid.scenario import load_scenario
from misid.words.language import language
from misid.writers.html import html

pytestmark = pytest.mark.skipif(
    shutil.which("pdftoppm") is None or shutil.which("chromium") is None,
    reason="needs chromium and poppler-utils, as .ci/run installs them",
)
SHORTEST_PAGE = 0.45
TOP, BOTTOM = 16 / 297, 281 / 297
"""Where the paper's margins end, as parts of its height."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a network."""
    with sync_playwright() as play:
        made = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield made
        made.close()


def printed(browser: Browser, document: Document, folder: Path) -> Path:
    """The document, printed."""
    page = browser.new_page()
    page.set_content(html(document))
    target = folder / "report.pdf"
    page.pdf(path=target, prefer_css_page_size=True)
    page.close()
    return target


def fills(pdf: Path) -> list[float]:
    """How far down each page something stands, as a part of what its margins leave."""
    subprocess.run(["pdftoppm", "-r", "40", "-gray", pdf, pdf.with_suffix("")], check=True)
    filled = []
    for picture in sorted(pdf.parent.glob("report-*.pgm")):
        _, size, _, dots = picture.read_bytes().split(b"\n", 3)
        wide, high = map(int, size.split())
        darkest = np.frombuffer(dots, np.uint8).reshape(high, wide).min(axis=1)
        lowest = np.flatnonzero(darkest[: int(BOTTOM * high)] < 200).max(initial=0) / high
        filled.append((lowest - TOP) / (BOTTOM - TOP))
    return filled


def pages(pdf: Path) -> list[str]:
    """The text of each page."""
    told = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True)
    return [re.sub(r"\s+", " ", page) for page in told.stdout.split("\f")[:-1]]


@pytest.mark.parametrize(
    ("name", "spoken"),
    [("task-force-module", "en"), ("task-force-module", "es"), ("airport-exit", "en")],
)
def test_short_answers_stand_on_one_page_and_none_is_half_empty(
    browser: Browser, tmp_path: Path, name: str, spoken: str
) -> None:
    """The first picture stands on the first page; the last page alone may end early."""
    found = run(load_scenario(name), draws=256)
    document = document_of_run(found.results, language(spoken))
    pdf = printed(browser, document, tmp_path)
    short = next(section for section in document.sections if section.id == "in-short")
    questions = [block.question for block in short.blocks if block.kind == "answer"]
    text = pages(pdf)
    assert any(all(question in page for question in (short.title, *questions)) for page in text)
    assert document.sections[0].title in text[0]
    filled = fills(pdf)
    assert len(filled) == len(text)
    assert min(filled[:-1]) > SHORTEST_PAGE
