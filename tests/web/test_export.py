"""The page as files: real runs alone, whole without a server, read with and without script."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import base64
import gzip
import html
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.command import call
from tests.web.conftest import AXE

from misid.document.columns import fact_at
from misid.errors import OutputError
from misid.figures.guess import guess_axis
from misid.figures.picture import NARROW, WIDE
from misid.figures.render import lone_svg
from misid.quantities import Choice, Quantity
from misid.scenario import library
from misid.study import Study
from misid.web.address import Address, read
from misid.web.export import ENCOUNTERS, MANIFEST, ExportPlan, _Export, check_empty, export
from misid.web.export_kept import KeptPages
from misid.web.export_packs import whole
from misid.web.export_states import states
from misid.web.levers import FIRST
from misid.web.studies import Studies
from misid.words.encounters import OUTCOMES
from misid.words.language import language
from misid.words.stamps import command

SCENARIO, WORLDS = "task-force-module", 32
SAFEGUARD = "delete-non-matches"
TITLE = "Delete photographs that match nothing within 24 hours"
NUMBER = re.compile(r'<data value="([^"]+)"(?: id="[^"]*")? data-fact="(outputs[^"]+)"')
LINE = r'<line transform="translate\(([\d.]+),[^>]*stroke-dasharray'
OTHER = "No photograph of anybody under 18"


def nobody_looks(_done: int, _total: int) -> None:
    """What is told of how far it is."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export with each safeguard by itself."""
    folder = tmp_path_factory.mktemp("export") / "copy"
    told: list[tuple[int, int]] = []
    plan = ExportPlan(SCENARIO, kinds=("safeguards",), worlds=WORLDS)
    export(plan, folder, lambda done, total: told.append((done, total)))
    assert [(done, len(told)) for done in range(1, len(told) + 1)] == told
    return folder


def unpacked(folder: Path, name: str) -> str:
    """What a pack says, with the pieces of its shelf in their places."""
    shelf, *made = loaded(folder, name)
    return whole(made, loaded(folder, shelf))


def loaded(folder: Path, name: str) -> Any:
    """What the script of a pack holds."""
    found = re.search(
        r'misid\.put\("[\w.]+","([^"]+)"\)', (folder / f"packs/{name}.js").read_text()
    )
    assert found is not None
    return json.loads(gzip.decompress(base64.b64decode(found[1])))


def places(folder: Path) -> dict[str, str]:
    """Each exported change, and its pack; without the encounters, which stand among them."""
    found = re.fullmatch(r"misid\.begin\((.*)\);\n", (folder / "states.js").read_text())
    assert found is not None
    made: dict[str, str] = json.loads(found[1])
    return {place: pack for place, pack in made.items() if not place.startswith(("n=", "pick="))}


def test_every_link_leads_to_a_file_of_the_copy(copy: Path) -> None:
    """Nothing is asked of a server; what a page cannot reach is no link."""
    pages = sorted(copy.glob("*.html"))
    assert {"index.html", "answer.html", "change.html"} <= {page.name for page in pages}
    for page in pages:
        links = re.findall(r'(?:href|src|srcset|action)="([^"]*)"', page.read_text())
        inside = [html.unescape(one) for one in links if not one.startswith(("#", "data:", "http"))]
        assert inside
        for link in inside:
            assert (copy / urlsplit(link).path).is_file(), (page.name, link)
        outside = [one for one in links if one.startswith("http")]
        assert not outside or page.name.startswith("picture-"), "sources are named there alone"


def test_every_change_is_a_real_run(copy: Path) -> None:
    """Its numbers are those of a study with that change, and its drawings are there."""
    manifest = json.loads((copy / MANIFEST).read_text())
    study = Study(SCENARIO, draws=WORLDS)
    assert study.results.stamp.scenario_digest == manifest["scenario_digest"]
    assert set(places(copy)) == {row["state"] for row in manifest["states"]}
    for row in manifest["states"][:3]:
        answers = unpacked(copy, places(copy)[row["state"]])
        address = read(parse_qsl(urlsplit(row["address"]).query))
        comparison = study.compare(study.change(list(address.safeguards)))
        shown = re.findall(
            r'<data value="([^"]+)"(?: id="[^"]*")? data-fact="(outputs[^"]+)"', answers
        )
        assert len(shown) > 10
        for value, fact in shown:
            assert fact_at(comparison, html.unescape(fact)) == float(value), fact
        for drawing in re.findall(r"drawing:(\w+)", answers):
            assert unpacked(copy, drawing).startswith("<svg ")


def test_what_is_shared_is_kept_once(copy: Path) -> None:
    """The drawings of the programme as it is stand in every change, and in one file each."""
    every = [unpacked(copy, name) for name in places(copy).values()]
    first = set(re.findall(r"drawing:(\w+)", every[0]))
    assert any(all(name in one for one in every) for name in first)
    fonts = [
        path for path in copy.rglob("*") if path.is_file() and b"@font-face" in path.read_bytes()
    ]
    assert all(path.name == "style.css" or path.parent.name == "pictures" for path in fonts)


def test_levers_stand_at_stops_of_their_ranges() -> None:
    """Those that decide the most at five, the others at both ends; an either/or at each answer."""
    studies = Studies(worlds=WORLDS)
    try:
        address = Address(scenario=SCENARIO)
        known = studies.inputs(address)
        stops: dict[str, list[str]] = {}
        for one in states(studies, address, ("levers",)):
            ((name, text),) = one.inputs
            stops.setdefault(name, []).append(text)
        pairs = states(studies, address, ("pairs",))
    finally:
        studies.close()
    fives = 0
    for name, texts in stops.items():
        content = known[name].content
        if isinstance(content, Choice):
            assert len(content.options) == len(texts)
        else:
            assert isinstance(content, Quantity)
            assert len(texts) in (2, 5), name
            assert content.low is not None
            assert float(texts[0]) == pytest.approx(content.low, rel=0.01)
            fives += len(texts) == 5
    assert 0 < fives <= FIRST
    every = len(library.safeguard_names()) * (len(library.safeguard_names()) - 1) // 2
    assert every / 2 < len(pairs) < every, "some touch the same input, most do not"


def test_pages_in_two_languages_lead_to_each_other(tmp_path: Path) -> None:
    """Each has files of its own."""
    export(
        ExportPlan(SCENARIO, languages=("en", "es"), kinds=(), worlds=WORLDS),
        tmp_path,
        nobody_looks,
    )
    assert 'href="change.es.html"' in (tmp_path / "change.html").read_text()
    assert 'href="change.html"' in (tmp_path / "change.es.html").read_text()
    assert 'lang="es"' in (tmp_path / "index.es.html").read_text()


def test_a_folder_that_holds_files_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Files of another export would stand among the new ones."""
    (tmp_path / "notes.txt").write_text("mine")
    code, _, told = call(capsys, "export-page", tmp_path)
    assert (2, True) == (code, "holds files already" in told)
    code, _, told = call(capsys, "export-page", tmp_path / "new", "--states", "all")
    assert (2, True) == (code, "no states are called 'all'" in told)
    assert [tmp_path / "notes.txt"] == list(tmp_path.iterdir())


def test_an_interrupted_export_leaves_nothing_and_goes_on(
    tmp_path: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written whole or not at all; the next asks for nothing that was answered already."""

    def interrupted(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    asked: list[str] = []
    answered = _Export._answered

    async def counted(self: _Export, address: str) -> bytes:
        asked.append(address)
        return await answered(self, address)

    monkeypatch.setattr(_Export, "_answered", counted)
    plan, folder, kept = (
        ExportPlan(SCENARIO, kinds=(), worlds=WORLDS),
        tmp_path / "copy",
        tmp_path / "kept",
    )
    with KeptPages(kept) as first, pytest.raises(KeyboardInterrupt):
        export(plan, folder, interrupted, first)
    assert [kept] == list(tmp_path.iterdir())
    before = list(asked)
    with KeptPages(kept) as then:
        files = export(plan, folder, nobody_looks, then)
    assert before
    assert not set(before) & set(asked[len(before) :])
    assert not kept.exists()
    same = [one for one in files if one.name == "index.html" or one.name.startswith("picture-")]
    assert [(copy / one.name).read_bytes() for one in same] == [one.read_bytes() for one in same]


@pytest.fixture
def opened(copy: Path, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of the copy from the disk; nothing else is asked for, nothing goes wrong."""
    contexts, wrong = [], []

    def begin(name: str, *, width: int = 1280, dark: bool = False, script: bool = True) -> Page:
        scheme = "dark" if dark else "light"
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("requestfailed", lambda request: wrong.append(request.url))
        page.on(
            "request",
            lambda one: None if one.url.startswith(("file:", "data:")) else wrong.append(one.url),
        )
        page.goto((copy / name).as_uri())
        return page

    yield begin
    assert [] == wrong
    for context in contexts:
        context.close()


def test_a_safeguard_shows_the_change_that_was_exported(opened: Callable[..., Page]) -> None:
    """By the keyboard; the address holds it, and back undoes it."""
    page = opened("change.html")
    before = page.locator(".lead").inner_text()
    page.get_by_label(TITLE).focus()
    page.keyboard.press("Space")
    expect(page.locator(".lead")).not_to_have_text(before)
    assert page.url.endswith(f"#with={SAFEGUARD}")
    assert page.locator("#answers svg").count() > 4
    page.go_back()
    expect(page.locator(".lead")).to_have_text(before)
    expect(page.get_by_label(TITLE)).not_to_be_checked()


def test_a_change_that_is_not_exported_is_said_with_its_command(
    opened: Callable[..., Page],
) -> None:
    """Nothing is made up in its place; the command computes it."""
    page = opened("change.html")
    page.get_by_label(TITLE).check()
    page.get_by_label(OTHER).check()
    box = page.locator("#copy-missing")
    expect(box).to_be_visible()
    both = Study(SCENARIO, [SAFEGUARD, "no-minors"], draws=WORLDS).glance
    assert command(both) == box.locator("code").inner_text()
    field = page.locator("#in-review\\.share_reviewed")
    page.locator("details").filter(has=field).locator("summary").first.click()
    field.fill("37")
    page.get_by_label(OTHER).uncheck()
    page.get_by_label(TITLE).uncheck()
    expect(box.locator("code")).to_contain_text("--set=review.share_reviewed=37%")


def test_the_programme_as_it_is_needs_no_script(opened: Callable[..., Page]) -> None:
    """Its numbers and pictures stand in the page; that changes need script is said."""
    page = opened("change.html", script=False)
    assert page.locator("#answers img").count() >= 3
    assert "Changes are shown with JavaScript" in page.locator("body").inner_text()
    page = opened("index.html", script=False)
    page.get_by_label("how many name the wrong person").first.fill("300")
    page.get_by_role("button", name="Show what the model says").click()
    assert "answer.html" in page.url
    assert 1 == page.locator("figure img").count()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(opened: Callable[..., Page], width: int, *, dark: bool) -> None:
    """On the start, and on a change that was loaded; nothing is cut off."""
    for name in ("index.html", f"change.html#with={SAFEGUARD}"):
        page = opened("index.html", width=width, dark=dark)
        page.goto(page.url.replace("index.html", name))
        if "#" in name:
            page.locator("#answers svg").first.wait_for()
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(
            "() => axe.run(document, {resultTypes: ['violations'], preload: false})"
        )
        assert [] == [
            (one["id"], [n["target"] for n in one["nodes"]]) for one in found["violations"]
        ]
        assert 0 == page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def test_it_holds_encounters_told_to_their_end(copy: Path) -> None:
    """Two hundred, by number; each is the study's own, and the first needs no script."""
    said = json.loads(re.findall(r"misid\.begin\((.*)\);", (copy / "states.js").read_text())[0])
    numbers = [place for place in said if place.startswith("n=")]
    assert [f"n={number}" for number in range(ENCOUNTERS)] == numbers
    study = Study(SCENARIO, draws=WORLDS)
    for number in (0, 17, 199):
        page = unpacked(copy, said[f"n={number}"])
        facts = re.findall(r'<data value="([^"]+)"(?: id="[^"]*")? data-fact="([^"]+)"', page)
        encounter = study.encounter(number)
        assert facts
        for value, path in facts:
            assert fact_at(encounter, html.unescape(path)) == float(value), path
    assert "6" in (copy / "encounter.html").read_text()


def test_an_encounter_of_the_copy_is_opened_by_its_number(copy: Path, browser: Browser) -> None:
    """From the grid, from an address, and from the field; what is not in it leaves the page."""
    page = browser.new_page()
    page.goto((copy / "encounters-100.html").as_uri())
    page.locator("ol.grid a").nth(3).click()
    page.wait_for_url("**/encounter.html#n=103")
    expect(page.locator("input[name=n]")).to_have_value("103")
    page.goto((copy / "encounter.html").as_uri() + "?n=17")
    expect(page.locator("input[name=n]")).to_have_value("17")
    page.goto((copy / "encounter.html").as_uri() + "#n=5000")
    expect(page.locator("input[name=n]")).to_have_value("17")
    page.close()


@pytest.mark.parametrize(("guess", "width"), [(40, 1280), (40, 320), (900, 1280)])
def test_a_guess_is_marked_on_the_axis_of_the_copy(
    opened: Callable[..., Page], guess: int, width: int
) -> None:
    """Where the server would draw it, on either side of its words."""
    page = opened("index.html", width=width)
    page.get_by_label("how many name the wrong person").first.fill(str(guess))
    page.get_by_role("button", name="Show what the model says").click()
    svg = page.locator("#figure-guess svg")
    expect(svg).to_contain_text(f"your guess: {guess}")
    mine = guess_axis(Study(SCENARIO, draws=WORLDS).glance, guess, language("en"))
    drawn = re.search(LINE, lone_svg(mine, NARROW if width == 320 else WIDE))
    marked = svg.locator("line[stroke-dasharray]").get_attribute("transform")
    assert drawn is not None
    assert marked is not None
    assert float(drawn[1]) == pytest.approx(float(re.findall(r"[\d.]+", marked)[0]), abs=0.6)


def test_it_holds_one_of_each_rare_outcome(copy: Path) -> None:
    """Said to be picked; wherever a reader asks for it, it is found."""
    said = json.loads(re.findall(r"misid\.begin\((.*)\);", (copy / "states.js").read_text())[0])
    assert [f"pick={name}" for name in OUTCOMES] == [one for one in said if one[:5] == "pick="]
    page = unpacked(copy, said["pick=wrong_person"])
    assert "Wrong person: " in page
    assert 'class="which picked"' in page
    assert 'href="encounter.html#pick=wrong_person"' in page


def test_what_a_killed_export_left_does_not_refuse_the_folder(tmp_path: Path) -> None:
    """It is taken away; pages that were ready are put there, and refuse it as any files do."""
    half = tmp_path / ".misid-half"
    half.mkdir()
    check_empty(tmp_path)
    assert not half.exists()
    half.mkdir()
    (half / "index.html").write_text("whole")
    (half / "ready.json").write_text('["index.html"]')
    with pytest.raises(OutputError, match="holds files already"):
        check_empty(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["index.html"]
