"""Reports as PDF and DOCX, where each number comes from, and the sheet of one side."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from tests.reading_ease import EASY_ENOUGH, WITHIN_NINTH_GRADE, ease, grade

from misid import Study
from misid.document import Document, document_of_run
from misid.document.brief import brief_document
from misid.document.canonical import canonical
from misid.document.model import Figure, Table
from misid.document.origins import SECTION
from misid.document.walk import numbers_in, with_numbers
from misid.errors import MeaningError, OutputError
from misid.results.schema import ChangeNote
from misid.study.brief import safeguards
from misid.uncertainty.chosen import ChosenSafeguard
from misid.words import plain
from misid.words.brief import how
from misid.words.language import language
from misid.words.sentence import Number
from misid.writers.brief_files import write_brief
from misid.writers.docx import docx, mark
from misid.writers.formats import formats, refuse_other_formats
from misid.writers.html import html
from misid.writers.paper import PAPERS
from misid.writers.pdf import pdf

SCENARIOS = ("task-force-module", "airport-exit", "live-watchlist")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = '#panic("x") *b* $x$ <a> \\ @key [=1+1] "q" \x07 \u05d0'


@pytest.fixture(scope="module")
def document() -> Document:
    """The report of a run, 64 worlds."""
    return document_of_run(Study("live-watchlist", draws=64).results)


@pytest.fixture(scope="module")
def paged(document: Document) -> PdfReader:
    """The same as PDF, read back."""
    return PdfReader(io.BytesIO(pdf(document)), strict=False)


@pytest.fixture(scope="module")
def worded(document: Document) -> dict[str, bytes]:
    """The files of the same as DOCX."""
    with zipfile.ZipFile(io.BytesIO(docx(document))) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture(scope="module")
def briefs() -> dict[tuple[str, str], Document]:
    """The sheet of each scenario in each language, 64 worlds."""
    made = {}
    for name in SCENARIOS:
        study = Study(name, draws=64)
        shown = safeguards(study)
        for code in ("en", "es"):
            made[name, code] = brief_document(study.glance, shown, language(code))
    return made


def numbers(document: Document) -> list[Number]:
    """Every number that a document shows, in order; columns of files alone are not shown."""
    found: list[Number] = []

    def keep(number: Number) -> Number:
        found.append(number)
        return number

    with_numbers(document, keep)
    tables = [one for each in document.sections for one in each.blocks if isinstance(one, Table)]
    in_files = {
        number.id
        for table in tables
        for row in table.rows
        for column, cell in zip(table.columns, row, strict=True)
        if column.in_files
        for number in numbers_in(cell)
    }
    return [one for one in found if one.id not in in_files]


def headline(document: Document) -> list[Number]:
    """Its numbers of the headline, of which there are many."""
    found = [one for one in numbers(document) if one.fact.startswith("headline.")]
    assert len(found) > 20
    return found


def text_of(reader: PdfReader) -> str:
    """The text of all pages, spaces alike."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_a_pdf_claims_and_has_what_both_standards_ask_for(paged: PdfReader) -> None:
    """PDF/UA-1 and PDF/A-3a in its metadata; tags, language, title and embedded fonts."""
    root: Any = paged.trailer["/Root"]
    about = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in about
    assert "<pdfaid:part>3</pdfaid:part>" in about
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in about
    assert root["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True


def test_every_font_of_a_pdf_is_in_it(paged: PdfReader) -> None:
    """No reader has to stand in for a font."""
    resources: list[Any] = [page["/Resources"] for page in paged.pages]
    fonts = [font.get_object() for one in resources for font in one.get("/Font", {}).values()]
    held = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(one.get_object()) for one in held)


def test_a_pdf_carries_its_document(paged: PdfReader, document: Document) -> None:
    """The attached JSON is the canonical one, and the catalogue says what it is to the file."""
    root: Any = paged.trailer["/Root"]
    (file,) = root["/AF"]
    assert file.get_object()["/AFRelationship"] == "/Source"
    assert [canonical(document)] == paged.attachments["report.json"]
    read = Document.model_validate_json(canonical(document))
    assert canonical(document) == canonical(read)
    assert pdf(document) == pdf(read)


def test_the_outline_of_a_pdf_is_its_sections(paged: PdfReader, document: Document) -> None:
    """A bookmark for each section, under its title."""
    titles = [one.title for one in paged.outline if not isinstance(one, list)]
    assert [section.title for section in document.sections] == titles


def test_every_headline_number_stands_on_the_pages(paged: PdfReader, document: Document) -> None:
    """A reader of text finds each number of the headline as it is written in the JSON."""
    text = text_of(paged).replace(" ", "")
    missing = [one.text for one in headline(document) if "".join(one.text.split()) not in text]
    assert missing == []


def test_each_number_leads_to_its_row_in_a_pdf(paged: PdfReader, document: Document) -> None:
    """As many links as numbers with a row, each to a place in the section at the end."""
    notes = [note.get_object() for page in paged.pages for note in page.get("/Annots", ())]
    links = [one for one in notes if "/URI" not in one.get("/A", {})]
    led = [one for one in numbers(document) if one.row]
    assert len(links) >= len(led) > 100
    assert all("/Dest" in one or "/D" in one["/A"] for one in links)


def test_every_row_that_a_number_leads_to_exists(document: Document) -> None:
    """The section of origins names each row once, and no row is named by nothing."""
    (section,) = [one for one in document.sections if one.id == SECTION]
    tables = [one for one in section.blocks if isinstance(one, Table)]
    rows = [name for table in tables for name in table.row_ids]
    assert len(rows) == len(set(rows))
    assert set(rows) == {one.row for one in numbers(document) if one.row}


def test_pages_of_html_lead_to_the_same_rows(document: Document) -> None:
    """Each link to a row has a row of that name."""
    page = html(document)
    led = set(re.findall(r'href="#(row-\d+)"', page))
    assert led
    assert led <= set(re.findall(r'id="(row-\d+)"', page))


def test_a_docx_has_headings_links_and_alternative_text(
    worded: dict[str, bytes], document: Document
) -> None:
    """Each number leads to a bookmark; each picture has words; each table repeats its head."""
    body = ElementTree.fromstring(worded["word/document.xml"])  # noqa: S314
    marks = [one.get(f"{W}name") or "" for one in body.iter(f"{W}bookmarkStart")]
    led = {one.get(f"{W}anchor") for one in body.iter(f"{W}hyperlink")}
    figures = [one for section in document.sections for one in section.blocks
               if isinstance(one, Figure)]  # fmt: skip
    said = [one.get("descr") for one in body.iter() if one.tag.endswith("}docPr")]
    tables = list(body.iter(f"{W}tbl"))
    assert len(marks) == len(set(marks))
    assert led == {mark(one.row) for one in numbers(document) if one.row}
    assert led <= set(marks)
    assert [one.alt for one in figures] == said
    assert tables
    assert all(len(list(table.iter(f"{W}tblHeader"))) == 1 for table in tables)
    assert max(map(len, marks)) <= 40


def test_every_headline_number_stands_in_a_docx(
    worded: dict[str, bytes], document: Document
) -> None:
    """Nothing is lost on the way."""
    body = ElementTree.fromstring(worded["word/document.xml"])  # noqa: S314
    texts = {one.text for one in body.iter(f"{W}t")}
    assert {one.text for one in headline(document)} <= texts


def test_two_processes_give_the_same_bytes(document: Document, tmp_path: Path) -> None:
    """Neither the order of hashes nor the time zone moves a byte."""
    kept = tmp_path / "document.json"
    kept.write_bytes(canonical(document))
    code = (
        "import sys, hashlib, pathlib\n"
        "from misid.document.model import Document\n"
        "from misid.writers.docx import docx\n"
        "from misid.writers.pdf import pdf\n"
        "held = Document.model_validate_json(pathlib.Path(sys.argv[1]).read_bytes())\n"
        "print(*(hashlib.sha256(one(held)).hexdigest() for one in (pdf, docx)))\n"
    )
    odd = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu"}
    told = subprocess.run(
        [sys.executable, "-c", code, str(kept)], env=odd, check=True, capture_output=True, text=True
    )
    here = [hashlib.sha256(one(document)).hexdigest() for one in (pdf, docx)]
    assert here == told.stdout.split()


def test_markup_in_words_is_shown_as_text(briefs: dict[tuple[str, str], Document]) -> None:
    """What a reader wrote is never read as markup, and what the font lacks is written out."""
    said = briefs["live-watchlist", "en"].model_copy(update={"about": HOSTILE, "sheet": False})
    text = "".join(text_of(PdfReader(io.BytesIO(pdf(said)))).split())
    for part in ('#panic("x")', "*b*", "$x$", "<a>", "@key", "[=1+1]", "\\x07", "\\u05d0"):
        assert part in text
    with zipfile.ZipFile(io.BytesIO(docx(said))) as packed:
        body = ElementTree.fromstring(packed.read("word/document.xml"))  # noqa: S314
    assert any('#panic("x") *b*' in (one.text or "") for one in body.iter(f"{W}t"))


def test_an_unknown_format_lists_the_known() -> None:
    """The error names what was asked for and what there is."""
    with pytest.raises(MeaningError, match=r"'odt'[\s\S]*html, pdf, docx, md"):
        formats("pdf,odt")
    with pytest.raises(MeaningError, match=r"'a5'[\s\S]*a4, letter"):
        formats("pdf", "a5")


def test_an_older_report_in_another_format_is_not_left_beside(tmp_path: Path) -> None:
    """It would be taken for one of the new numbers."""
    (tmp_path / "report.pdf").write_bytes(b"%PDF-")
    with pytest.raises(OutputError, match=r"older report\.pdf"):
        refuse_other_formats(tmp_path, formats("html"))


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("code", ["en", "es"])
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_brief_is_one_side(
    name: str, code: str, paper: str, briefs: dict[tuple[str, str], Document]
) -> None:
    """On either paper, in either language, nothing is cut off; its back says whence numbers are."""
    brief = briefs[name, code]
    reader = PdfReader(io.BytesIO(pdf(brief, paper)))
    front, back = ("".join(page.extract_text().split()) for page in reader.pages)
    assert "".join(brief.stamp_line.split()) in front
    cautions, numbers_section = brief.sections[-2:]
    last = plain(cautions.blocks[-1].text)  # type: ignore[union-attr]
    assert "".join(last[-40:].split()) in front
    assert "".join(numbers_section.title.split()) in back


def test_every_number_of_a_brief_leads_to_a_row_of_its_own(
    briefs: dict[tuple[str, str], Document],
) -> None:
    """What two safeguards bring stands in two rows, each with its own value."""
    for brief in briefs.values():
        said = [one for part in brief.sections[:-1] for one in numbers_in(part)]
        led = {one.row for one in said if one.row}
        rows = {
            name: plain(row[1])
            for table in brief.sections[-1].blocks
            if isinstance(table, Table)
            for name, row in zip(table.row_ids, table.rows, strict=True)
        }
        assert led
        assert led <= set(rows)
        for one in said:
            if one.fact.startswith("safeguards.") and one.row:
                assert one.fact.rpartition(".")[2] in rows[one.row]
                assert any(told in rows[one.row] for told in (repr(one.value), f"{one.value:.0f}"))


def test_a_brief_says_gain_cost_and_limit_of_three_safeguards(
    briefs: dict[tuple[str, str], Document],
) -> None:
    """Of the programme as described: three rows, none of them with an empty cell."""
    (section,) = [one for one in briefs[SCENARIOS[0], "en"].sections if one.id == "safeguards"]
    (table,) = [one for one in section.blocks if isinstance(one, Table)]
    assert len(table.rows) == 3
    assert all(plain(cell) for row in table.rows for cell in row)
    gains = [plain(row[1]) for row in table.rows]
    assert any("reference code: no change." in one for one in gains)
    costs = [plain(row[2]) for row in table.rows]
    assert [one for one in costs if re.search(r"about 0\.0\d+ fewer", one)] == []
    assert any(one.startswith("Photographs held after 15 years: about") for one in gains)


def test_a_share_of_codes_says_which_average_it_is(briefs: dict[tuple[str, str], Document]) -> None:
    """A range over worlds of several answers is mixed, and its dot the middle of the worlds."""
    said = {
        name: plain(figure.finding)
        for name in SCENARIOS
        for section in briefs[name, "en"].sections
        for figure in section.blocks
        if isinstance(figure, Figure) and figure.name == "guess"
    }
    mixed = "That is the middle of all worlds, in which the answers to an open question are mixed"
    assert [mixed in said[name] for name in SCENARIOS] == [True, False, False]


def test_the_note_of_a_brief_has_every_digit_of_its_worlds() -> None:
    """A count of worlds is exact, so it reads alike on the front and on the back."""
    shown = ChosenSafeguard(
        "photographs_held", ChangeNote.model_construct(kind="safeguard", inputs=()), (), 128
    )
    said = plain(how([shown], Study("airport-exit", draws=20).glance, language("en")))
    assert "in the middle of 128 possible worlds" in said


def test_both_languages_of_a_brief_have_the_same_numbers(
    briefs: dict[tuple[str, str], Document],
) -> None:
    """Only words differ."""
    for name in SCENARIOS:
        here, there = (numbers(briefs[name, code]) for code in ("en", "es"))
        assert sorted((one.fact, one.value) for one in here) == sorted(
            (one.fact, one.value) for one in there
        )


def test_a_brief_is_written_as_a_file_or_a_folder(
    briefs: dict[tuple[str, str], Document], tmp_path: Path
) -> None:
    """The name of a PDF is a file; every other name is a folder of three."""
    brief = briefs["airport-exit", "en"]
    (alone,) = write_brief(brief, tmp_path / "sheet.pdf")
    several = write_brief(brief, tmp_path / "sheet")
    assert [one.name for one in several] == ["brief.pdf", "brief.html", "brief.json"]
    assert alone.read_bytes() == several[0].read_bytes()
    assert json.loads(several[2].read_text(encoding="utf-8"))["title"] == brief.title


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_brief_and_its_front_are_read_in_the_ninth_grade(
    name: str, briefs: dict[tuple[str, str], Document]
) -> None:
    """Flesch-Kincaid grade (1975): .39 words a sentence + 11.8 syllables a word - 15.59."""
    for whole in (False, True):
        assert grade(briefs[name, "en"], whole=whole) <= WITHIN_NINTH_GRADE


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_spanish_brief_and_its_front_are_as_easy(
    name: str, briefs: dict[tuple[str, str], Document]
) -> None:
    """INFLESZ (Barrio 2008, Szigriszt-Pazos): from 55 on it is of normal difficulty or easier."""
    for whole in (False, True):
        assert ease(briefs[name, "es"], whole=whole) >= EASY_ENOUGH
