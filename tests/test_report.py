"""The report: every number is the document's, nothing runs or is fetched, everybody can read it."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright
from tests.command import call

from misid.document import Document, document_of_run
from misid.document.figures import block
from misid.document.model import Figure, Section, Table, Unknown
from misid.document.tables.run import groups
from misid.errors import OutputError
from misid.figures import make
from misid.files.write import text_writer, write_files
from misid.results import Run, run
from misid.scenario import Scenario, load_scenario
from misid.scenario.serialise import as_data
from misid.words import ENGLISH, plain
from misid.words.run import finding
from misid.words.sentence import Number
from misid.writers import folder
from misid.writers.folder import write_run
from misid.writers.html import html

SCENARIO, DRAWS, SEED = "task-force-module", 64, 1
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
HOSTILE = "</text><script>alert(1)</script>&\"'"
VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}
SMALLEST_TYPE = 11.0
# Flags that keep the browser from calling home and from needing more than a container has.
FLAGS = (
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass
class Element:
    """An element of a page."""

    tag: str
    attributes: dict[str, str]
    inside: list[Element | str] = field(default_factory=list)

    def every(self, *tags: str) -> Iterator[Element]:
        """The elements below it of these kinds, or of all, in the order of the page."""
        for part in self.inside:
            if isinstance(part, Element):
                if not tags or part.tag in tags:
                    yield part
                yield from part.every(*tags)

    def text(self) -> str:
        """The words in it."""
        return "".join(part if isinstance(part, str) else part.text() for part in self.inside)

    def words(self) -> Iterator[str]:
        """Each piece of words that a reader sees outside of drawings."""
        for part in self.inside:
            if isinstance(part, str):
                yield part
            elif part.tag not in ("style", "svg"):
                yield from part.words()


class PageReader(HTMLParser):
    """Reads a page into elements; a tag that is never closed is a fault."""

    def __init__(self) -> None:
        """An empty page."""
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        assert len(attrs) == len({name for name, _ in attrs}), "an attribute stands twice"
        new = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(new)
        if tag not in VOID:
            self.open.append(new)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that ends at once, as in drawings."""
        self.open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """An element ends: the one that began last."""
        assert tag == self.open.pop().tag

    def handle_data(self, data: str) -> None:
        """Words."""
        self.open[-1].inside.append(data)


def read(page: str) -> Element:
    """A page as elements."""
    reader = PageReader()
    reader.feed(page)
    reader.close()
    assert 1 == len(reader.open), "an element is never closed"
    return reader.open[0]


@pytest.fixture(scope="module")
def found() -> Run:
    """The run that the command line makes below."""
    return run(SCENARIO, draws=DRAWS, seed=SEED)


@pytest.fixture(scope="module")
def document(found: Run) -> Document:
    """Its document."""
    return document_of_run(found.results)


@pytest.fixture(scope="module")
def page(document: Document) -> str:
    """Its page."""
    return html(document)


@pytest.fixture(scope="module")
def root(page: str) -> Element:
    """The page, read."""
    return read(page)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder that the command line writes, in another process, and what it prints."""
    folder = tmp_path_factory.mktemp("report") / "missing" / "parents"
    code = "from misid.cli import main; main()"
    options = ["--draws", str(DRAWS), "--seed", str(SEED), "--out", str(folder)]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, "run", SCENARIO, *options],
        env=os.environ | {"PYTHONHASHSEED": "20260601"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "" == done.stderr
    return folder, done.stdout


def tables(document: Document) -> Iterator[Table]:
    """Every table that is shown, the data of figures included, in order."""
    for section in document.sections:
        for one in section.blocks:
            if isinstance(one, Table):
                yield one
            elif isinstance(one, Figure):
                yield one.data


def shown_numbers(document: Document) -> Iterator[tuple[float, str]]:
    """Every number that is shown with its words, in order."""
    yield from numbers_in(document.finding)
    for section in document.sections:
        for one in section.blocks:
            if isinstance(one, Unknown):
                yield from numbers_in((one.stands_in, one.why, one.share))
            elif isinstance(one, Table | Figure):
                table = one if isinstance(one, Table) else one.data
                finding = "" if isinstance(one, Table) else one.finding
                yield from numbers_in((finding, table.shown().rows, table.note))
            else:
                yield from numbers_in(getattr(one, "text", ""))


def numbers_in(told: object) -> Iterator[tuple[float, str]]:
    """The numbers of a sentence, or of several."""
    if isinstance(told, Number):
        yield told.value, told.text
    elif isinstance(told, tuple):
        for one in told:
            yield from numbers_in(one)


def test_every_number_is_that_of_the_document(root: Element, document: Document) -> None:
    """In order: the exact number for machines, and its words for people."""
    expected = list(shown_numbers(document))
    ours = [(float(one.attributes["value"]), one.text()) for one in root.every("data")]
    assert len(expected) > 500
    assert expected == ours


def test_every_cell_is_that_of_the_document(root: Element, document: Document) -> None:
    """In order: titles, heads and cells of every table."""
    expected = [
        (
            table.title,
            [column.title for column in table.columns],
            [[plain(cell) for cell in row] for row in table.rows],
        )
        for table in map(Table.shown, tables(document))
    ]
    ours = []
    for table in root.every("table"):
        head, *rows = table.every("tr")
        ours.append(
            (
                next(table.every("caption")).text(),
                [cell.text() for cell in head.every("th")],
                [[cell.text() for cell in row.every("th", "td")] for row in rows],
            )
        )
    assert expected == ours


def without_digits(content: Any) -> Any:
    """The same JSON document, every digit of every string replaced by a letter."""
    if isinstance(content, dict):
        return {
            key: value if key in ("version", "wide", "narrow") else without_digits(value)
            for key, value in content.items()
        }
    if isinstance(content, list):
        return [without_digits(one) for one in content]
    return re.sub(r"\d", "x", content) if isinstance(content, str) else content


def test_no_number_is_typed_in_the_template(document: Document) -> None:
    """A document without digits gives a page without digits: all of them come from the numbers."""
    content = without_digits(json.loads(document.model_dump_json()) | {"scenario": None})
    shown = list(read(html(Document.model_validate(content))).words())
    assert "synthetic model" in shown
    assert [] == [words for words in shown if re.search(r"\d", words)]


def strings(content: Any) -> Iterator[str]:
    """Every string of a JSON document, drawings left out."""
    if isinstance(content, dict):
        content = [value for key, value in content.items() if key not in ("wide", "narrow")]
    if isinstance(content, list):
        for one in content:
            yield from strings(one)
    elif isinstance(content, str):
        yield content


def test_every_digit_that_is_shown_is_in_the_files(
    root: Element, written: tuple[Path, str]
) -> None:
    """Each run of digits stands in a string of report.json, which is beside the page."""
    content = json.loads((written[0] / "report.json").read_text(encoding="utf-8"))
    held = "\n".join(strings(content))
    shown = {run for words in root.words() for run in re.findall(r"\d[\d,.]*\d|\d", words)}
    assert len(shown) > 200
    assert [] == [one for one in shown if one not in held]


def test_headings_are_in_order_without_gaps(root: Element, document: Document) -> None:
    """One first heading; none is deeper by more than one than the one before."""
    headings = [(int(one.tag[1]), one.text()) for one in root.every("h1", "h2", "h3", "h4", "h5")]
    levels = [level for level, _ in headings]
    assert (1, document.title) == headings[0]
    assert 1 == levels.count(1)
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert [section.title for section in document.sections] == [
        text for level, text in headings if level == 2
    ]
    assert all(text.strip() for _, text in headings)


def test_policy_allows_its_own_style_and_nothing_else(root: Element) -> None:
    """The digest in the content security policy is that of the style as it stands in the page."""
    (policy,) = (
        one.attributes["content"]
        for one in root.every("meta")
        if one.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    (style,) = root.every("style")
    digest = base64.b64encode(hashlib.sha256(style.text().encode()).digest()).decode()
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert "'none'" == rules["default-src"]
    assert f"'sha256-{digest}'" == rules["style-src"]
    assert {"data:"} == {rules["font-src"], rules["img-src"]}
    assert not {"script-src", "connect-src", "frame-src"} & set(rules)


def test_policy_stands_before_what_it_rules(root: Element) -> None:
    """A policy in a meta tag holds only for what follows it."""
    order = [one.attributes.get("http-equiv", one.tag) for one in next(root.every("head")).every()]
    assert order.index("Content-Security-Policy") < min(order.index("style"), order.index("link"))


def test_nothing_runs(root: Element) -> None:
    """No script, no event, no style on an element, no form, nothing embedded."""
    elements = list(root.every())
    assert set() == {one.tag for one in elements} & {
        *("script", "iframe", "object", "embed", "form", "input", "button", "img", "base", "audio"),
        *("video", "foreignobject", "use", "image", "animate", "set"),
    }
    assert set() == {
        name for one in elements for name in one.attributes if name.startswith(("on", "style"))
    }


def test_nothing_is_fetched(root: Element) -> None:
    """Addresses lead into the page, to its own data, or, for people only, to a source."""
    ids = {one.attributes["id"] for one in root.every() if "id" in one.attributes}
    for one in root.every():
        assert not {"src", "srcset", "xlink:href", "action", "ping", "poster"} & set(one.attributes)
        for value in one.attributes.values():
            assert set(re.findall(r"url\(#([^)]*)\)", value)) <= ids
            assert "url(" not in re.sub(r"url\(#[^)]*\)", "", value)
    sources = {one for p in root.every("p") if p.attributes.get("class") == "source" for one in
               map(id, p.every("a"))}  # fmt: skip
    for one in root.every("a"):
        address = one.attributes["href"]
        if id(one) in sources:
            assert address.startswith("https://")
            assert "noreferrer" in one.attributes["rel"].split()
        elif "download" in one.attributes:
            assert address.startswith("data:text/csv;")
        else:
            assert address.removeprefix("#") in ids
            assert address.startswith("#")
    assert {"data:,"} == {one.attributes["href"] for one in root.every("link")}


def test_style_fetches_nothing(root: Element) -> None:
    """The only addresses in the style hold the font itself."""
    (style,) = root.every("style")
    addresses = re.findall(r"url\(([^)]*)\)", style.text())
    assert addresses
    assert all(one.startswith("data:font/woff2;base64,") for one in addresses)
    assert "@import" not in style.text()


def test_ids_are_unique(root: Element) -> None:
    """Each name in the page leads to one place; parts of drawings included."""
    ids = [one.attributes["id"] for one in root.every() if "id" in one.attributes]
    assert [] == [name for name, times in Counter(ids).items() if times > 1]


def test_sections_can_be_reached(root: Element, document: Document) -> None:
    """The contents lead to every section, the first link past them to the findings."""
    (contents,) = root.every("nav")
    expected = [f"#{section.id}" for section in document.sections]
    assert expected == [one.attributes["href"] for one in contents.every("a")]
    assert next(root.every("a")).attributes["href"] in expected


def test_numbers_are_no_stops_of_the_keyboard(root: Element) -> None:
    """The Tab key passes the links of numbers by; each section has one to the row of its first."""
    led = 0
    for section in root.every("section"):
        links = list(section.every("a"))
        of_numbers = [one for one in links if one.attributes.get("class") == "from"]
        if of_numbers:
            led += len(of_numbers)
            assert {"-1"} == {one.attributes["tabindex"] for one in of_numbers}
            assert "tabindex" not in links[-1].attributes
            assert of_numbers[0].attributes["href"] == links[-1].attributes["href"]
    assert led > 200


def test_every_head_of_a_table_has_its_scope(root: Element) -> None:
    """Columns and rows are announced, and every table has a caption."""
    for table in root.every("table"):
        assert {"col", "row"} == {one.attributes["scope"] for one in table.every("th")}
        assert 1 == len(list(table.every("caption")))
        assert [] == [one for one in table.every("th") if not one.text().strip()]


def test_every_figure_stands_with_its_words(root: Element, document: Document) -> None:
    """Finding, words and stamp stand beside each drawing, and its numbers below."""
    figures = {
        one.name: one
        for section in document.sections
        for one in section.blocks
        if isinstance(one, Figure)
    }
    shown = list(root.every("figure"))
    assert [f"figure-{name}" for name in figures] == [one.attributes["id"] for one in shown]
    for ours, one in zip(figures.values(), shown, strict=True):
        (heading,) = one.every("h3")
        (caption,) = one.every("figcaption")
        by_class = [(part.attributes["class"], part.text()) for part in caption.every("span")]
        assert plain(ours.finding) == heading.text()
        assert [*(("word", word) for word in ours.words), ("stamp", document.stamp_line)] == (
            by_class
        )
        assert 2 == len(list(one.every("svg")))
        assert {ours.alt} == {svg.attributes["aria-label"] for svg in one.every("svg")}
        assert 1 == len(list(one.every("table")))


def test_every_number_carries_synthetic_model(root: Element, document: Document) -> None:
    """The page says at its head and at its foot what must be said of every number."""
    kicker = next(one for one in root.every("p") if one.attributes.get("class") == "kicker")
    (footer,) = root.every("footer")
    for word in document.words:
        assert word in kicker.text()
        assert word in footer.text().lower()
    assert document.stamp_line in footer.text()


def test_sentence_comes_first(root: Element, document: Document) -> None:
    """The finding in one sentence is the first paragraph below the title."""
    header = next(root.every("header"))
    lead = next(one for one in header.every("p") if one.attributes.get("class") == "lead")
    assert plain(document.finding) == lead.text()


def test_hostile_words_are_shown_as_they_are(document: Document) -> None:
    """Markup in a label, in a reason and in a title is text, in the page and in its drawings."""
    data = as_data(load_scenario(SCENARIO))
    data["groups"][0]["label"] = HOSTILE
    data["decision"]["why"] = HOSTILE
    attacked = run(Scenario.model_validate(data), draws=20)
    blocks = (block(make("groups", attacked.results)), groups(attacked.results, ENGLISH))
    section = Section(id="attack", title=HOSTILE, blocks=blocks)
    root = read(html(document.model_copy(update={"title": HOSTILE, "sections": (section,)})))
    assert [] == list(root.every("script"))
    assert [HOSTILE] * 2 == [one.text() for one in root.every("h1", "h2")]
    assert 2 <= sum(HOSTILE == one.text() for one in root.every("th"))
    drawn = [" ".join(svg.text().split()) for svg in root.every("svg")]
    assert all(" ".join(HOSTILE.split()) in words for words in drawn)


def test_same_seed_gives_the_same_bytes(
    page: str, document: Document, written: tuple[Path, str]
) -> None:
    """Another process with other hashes writes the same page, its drawings, and its document."""
    assert document.model_dump_json(indent=1) + "\n" == (written[0] / "report.json").read_text(
        "utf-8"
    )
    assert page == (written[0] / "report.html").read_text("utf-8")


def test_command_line_says_what_it_wrote(written: tuple[Path, str]) -> None:
    """The page's path stands last but one; folders that were missing are made."""
    folder, told = written
    report, beside = told.strip().splitlines()[-2:]
    names = {file.name for file in folder.iterdir()}
    assert f"report: {folder / 'report.html'}" == report
    assert names == {"report.html", *beside.removeprefix("beside it: ").split(", ")}
    assert {"report.html", "report.json", "results.json", "draws.parquet"} <= names


def test_files_say_the_same(written: tuple[Path, str], found: Run) -> None:
    """Document and results are those of one run."""
    ours = Document.model_validate_json((written[0] / "report.json").read_text("utf-8"))
    results = json.loads((written[0] / "results.json").read_text("utf-8"))
    assert plain(finding(found.results)) == plain(ours.finding)
    assert found.results.model_dump(mode="json") == results


def test_file_among_the_parents_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A file where a folder must be made is told before any work, and left as it is."""
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    code, out, err = call(capsys, "run", "--out", str(tmp_path / "taken" / "below"))
    assert (2, "", True) == (code, out, "taken is a file" in err)
    assert "mine" == (tmp_path / "taken").read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes all")
def test_folder_that_cannot_be_written_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """No permission is told before any work."""
    tmp_path.chmod(0o500)
    code, out, err = call(capsys, "run", "--out", str(tmp_path / "new"))
    tmp_path.chmod(0o700)
    assert (2, "", True) == (code, out, "no permission" in err)


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_writer_that_fails_leaves_nothing(
    found: Run, document: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    failure: BaseException,
) -> None:  # fmt: skip
    """A disk that is full in the middle: old files stay whole, no new or half one is left."""
    (tmp_path / "report.html").write_text("old", encoding="utf-8")
    (tmp_path / "results.json").write_text('{"version": "misid-results/3"}', encoding="utf-8")

    def fail(path: Path) -> None:
        path.write_text("half", encoding="utf-8")
        raise failure

    def bundle(_: Run) -> dict[str, Callable[[Path], object]]:
        return {"results.json": text_writer("whole"), "outcomes.parquet": fail}

    monkeypatch.setattr(folder, "document_of_run", lambda *_: document)
    monkeypatch.setattr(folder, "bundle", bundle)
    expected = OutputError if isinstance(failure, OSError) else KeyboardInterrupt
    with pytest.raises(expected):
        write_run(found, tmp_path)
    assert ["report.html", "results.json"] == sorted(file.name for file in tmp_path.iterdir())
    assert "old" == (tmp_path / "report.html").read_text(encoding="utf-8")


def test_folder_in_place_of_a_file_changes_nothing(tmp_path: Path) -> None:
    """Where one file cannot take its name, none does."""
    (tmp_path / "second").mkdir()
    with pytest.raises(OutputError):
        write_files({"first": text_writer("1"), "second": text_writer("2")}, tmp_path)
    assert ["second"] == [file.name for file in tmp_path.iterdir()]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium with a fresh profile; without it the tests below say nothing."""
    chromium = shutil.which("chromium")
    if chromium is None and "CI" not in os.environ:
        pytest.skip("no chromium is installed (where CI is set, this is a failure)")
    assert chromium is not None, "CI is set, so a chromium must be installed"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture(scope="module")
def address(page: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where a browser finds the page."""
    file = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(page, encoding="utf-8")
    return file.as_uri()


@dataclass
class Opened:
    """The page in a browser, with what it asked for and what the browser complained of."""

    page: Page
    asked: list[str]
    told: list[str]


def open_page(context: BrowserContext, address: str) -> Opened:
    """Open the page where every request but for the page itself fails."""
    asked: list[str] = []
    told: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        if route.request.url == address:
            route.continue_()
        else:
            route.abort()

    context.route("**/*", answer)
    page = context.new_page()
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(address)
    return Opened(page, asked, told)


@pytest.fixture(scope="module")
def opened(browser: Browser, address: str) -> Iterator[Opened]:
    """The page as most people see it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield open_page(context, address)
    context.close()


def test_browser_asks_for_nothing_and_has_no_complaint(opened: Opened, address: str) -> None:
    """One request, the page; no message, so nothing broke the policy."""
    fonts = opened.page.evaluate("async () => (await document.fonts.ready, document.fonts.size)")
    assert [address] == opened.asked
    assert [] == opened.told
    assert 2 == fonts
    assert opened.page.evaluate("document.fonts.check('16px \"Public Sans\"')")


# What is asked of the page in the browser.
SCRIPTS = {
    "visible": """figure => [...figure.querySelectorAll(':scope .wide, :scope .narrow')]
        .filter(one => one.getBoundingClientRect().height > 0).map(one => one.className)""",
    "overflow": "() => document.documentElement.scrollWidth - document.documentElement.clientWidth",
    "cut": """() => [...document.querySelectorAll('body *')].filter(one =>
        one.getBoundingClientRect().height > 0 && !one.closest('.table, svg, .skip, caption')
        && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .map(one => one.outerHTML.slice(0, 80))""",
    "type": """() => [...document.querySelectorAll('svg')].flatMap(svg => {
        const shown = svg.getBoundingClientRect();
        const scale = shown.width / svg.viewBox.baseVal.width;
        return shown.height === 0 ? [] : [...svg.querySelectorAll('text')].map(
            text => scale * parseFloat(getComputedStyle(text).fontSize)); })""",
    "colours": """() => [getComputedStyle(document.body).backgroundColor,
        ...new Set([...document.querySelectorAll('svg text')].map(
            text => getComputedStyle(text).fill))]""",
    "focus": """() => { const one = document.activeElement;
        return [one.tagName, one.className, one.textContent.trim().slice(0, 60),
            [...document.querySelectorAll('summary')].indexOf(one),
            one.getBoundingClientRect().left >= 0 && one.getBoundingClientRect().top >= 0]; }""",
    "axe": "() => axe.run({exclude: [['svg > *']]}, {resultTypes: ['violations']})",
    "outlined": "() => getComputedStyle(document.activeElement).outlineStyle",
    "open": "() => document.querySelectorAll('details').forEach(one => { one.open = true })",
    "shut": "() => document.querySelectorAll('details').forEach(one => { one.open = false })",
    "heights": "all => all.map(one => one.getBoundingClientRect().height)",
    "clipped": """() => [...document.querySelectorAll('svg')].flatMap(svg => {
        const all = svg.getBoundingClientRect();
        return all.height === 0 ? [] : [...svg.querySelectorAll('text')].filter(text => {
            const one = text.getBoundingClientRect();
            return one.left < all.left - 1 || one.right > all.right + 1
                || one.top < all.top - 1 || one.bottom > all.bottom + 1; })
        .map(text => svg.querySelector('title').textContent + ': ' + text.textContent); })""",
}


@pytest.mark.parametrize("width", [320, 375, 640, 768, 1280])
def test_page_fits_every_screen(opened: Opened, width: int) -> None:
    """Nothing has to be scrolled sideways but wide tables; each figure is drawn once."""
    page = opened.page
    page.set_viewport_size({"width": width, "height": 800})
    for state in ("open", "shut"):
        page.evaluate(SCRIPTS[state])
        assert 0 >= page.evaluate(SCRIPTS["overflow"])
        assert [] == page.evaluate(SCRIPTS["cut"])
    figures = page.query_selector_all("figure")
    shown = {tuple(figure.evaluate(SCRIPTS["visible"])) for figure in figures}
    assert 1 == len(shown)
    assert shown <= {("wide",), ("narrow",)}


@pytest.mark.parametrize("width", [320, 1280])
def test_words_in_drawings_are_legible(opened: Opened, width: int) -> None:
    """As rendered no letter is smaller than 11 pixels, and none is cut off at the edge."""
    opened.page.set_viewport_size({"width": width, "height": 800})
    sizes = opened.page.evaluate(SCRIPTS["type"])
    assert len(sizes) > 50
    assert SMALLEST_TYPE <= min(sizes)
    assert [] == opened.page.evaluate(SCRIPTS["clipped"])


def contrast(one: str, other: str) -> float:
    """
    Contrast of two colours as a browser names them.

    References: WCAG 2.2, definitions of contrast ratio and relative luminance.
    """

    def luminance(colour: str) -> float:
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        linear = [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]
        return sum(w * x for w, x in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.fixture(scope="module")
def inspected(browser: Browser, address: str) -> Iterator[Page]:
    """The page with every part unfolded, and axe-core in it, which the policy would refuse."""
    context = browser.new_context(bypass_csp=True)
    page = open_page(context, address).page
    page.evaluate(SCRIPTS["open"])
    page.evaluate(AXE.read_text(encoding="utf-8"))
    yield page
    context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (320, "light")])
def test_everybody_can_use_it(inspected: Page, width: int, scheme: Any) -> None:
    """
    By axe-core's rules, all of them; words in drawings, which it cannot judge, stand out as well.

    A drawing is one image with one text for who cannot see it: axe-core looks at it, not into it.
    """
    inspected.set_viewport_size({"width": width, "height": 800})
    inspected.emulate_media(color_scheme=scheme)
    found = inspected.evaluate(SCRIPTS["axe"])
    ground, *words = inspected.evaluate(SCRIPTS["colours"])
    assert len(words) >= 3
    assert [] == [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
    assert [] == [colour for colour in words if contrast(colour, ground) < 4.5]


def test_page_needs_no_javascript(browser: Browser, opened: Opened, address: str) -> None:
    """Without JavaScript the same words and the same drawings are there."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, java_script_enabled=False
    )
    plain = open_page(context, address)
    opened.page.set_viewport_size({"width": 1280, "height": 800})
    opened.page.evaluate(SCRIPTS["shut"])
    for query in ("svg", "section", "summary"):
        heights = [page.eval_on_selector_all(query, SCRIPTS["heights"]) for page in
                   (opened.page, plain.page)]  # fmt: skip
        assert heights[0] == heights[1]
        assert sum(height > 0 for height in heights[1]) >= len(heights[1]) / 2
    assert opened.page.inner_text("body") == plain.page.inner_text("body")
    summary = plain.page.locator("figure summary").first
    summary.click()
    assert plain.page.locator("figure table").first.is_visible()
    context.close()


def test_keyboard_reaches_everything(browser: Browser, address: str) -> None:
    """Tab comes first to the link past the contents, then to every summary; Enter unfolds one."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = open_page(context, address).page
    page.keyboard.press("Tab")
    tag, name, text, _, on_screen = page.evaluate(SCRIPTS["focus"])
    assert ("A", "skip", "To the findings", True) == (tag, name, text, on_screen)
    reached: list[int] = []
    for _ in range(2000):
        page.keyboard.press("Tab")
        tag, _, _, summary, _ = page.evaluate(SCRIPTS["focus"])
        if tag == "BODY":
            break
        assert "none" != page.evaluate(SCRIPTS["outlined"])
        if tag == "SUMMARY":
            reached.append(summary)
    assert list(range(page.locator("summary").count())) == reached
    page.locator("figure summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("figure table").first.is_visible()
    context.close()


def test_print_shows_what_is_folded(opened: Opened) -> None:
    """On paper every input stands in full, and a PDF can be made."""
    page = opened.page
    page.set_viewport_size({"width": 1280, "height": 800})
    page.evaluate(SCRIPTS["shut"])
    query = "section#inputs tr, section#inputs table"
    folded = page.eval_on_selector_all(query, SCRIPTS["heights"])
    assert page.pdf().startswith(b"%PDF-")
    page.emulate_media(media="print")
    printed = page.eval_on_selector_all(query, SCRIPTS["heights"])
    wide = page.eval_on_selector_all("figure .wide", SCRIPTS["heights"])
    page.emulate_media(media="screen")
    assert folded
    assert all(height > 0 for height in printed)
    assert all(height > 0 for height in wide)
