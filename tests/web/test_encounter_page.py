"""Walk an encounter: by mouse, by keyboard, without script; every number is the library's."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache

import pytest
from playwright.sync_api import Page, expect
from tests.web.conftest import WORLDS, Server, Visit

from misid.document.columns import fact_at
from misid.simulation.encounter_schema import Encounter
from misid.study import Study
from misid.words import encounters as words

Begin = Callable[..., Visit]
PICKED = "/encounter?pick=wrong_person&answer=any_candidate"
NUMBER = re.compile(r'<data value="([^"]+)"(?: id="[^"]*")? data-fact="([^"]+)"')
PLACES = ("phone", "search", "desk", "record", "person")


@cache
def study() -> Study:
    """The one behind the page under test."""
    return Study("task-force-module", draws=WORLDS)


@pytest.fixture(scope="module", autouse=True)
def _program() -> None:
    """The program that draws people is made before any page waits for it."""
    study().find_encounter("wrong_person", answer="any_candidate")


def told(page: Page, places: int) -> None:
    """Wait until so many of the five places are told."""
    expect(page.locator("ol.walk > .place:not(.closed)")).to_have_count(places)


def shown(text: str) -> list[tuple[str, float]]:
    """The fact and the value of each number that has a fact."""
    return [(html.unescape(path), float(value)) for value, path in NUMBER.findall(text)]


def equals(document: object, text: str) -> int:
    """How many numbers of a page are facts; each must be the one of its path."""
    found = shown(text)
    for path, value in found:
        assert fact_at(document, path) == value, path
    return len(found)


def test_every_number_of_an_encounter_equals_the_librarys(server: Server) -> None:
    """At each step, of one as it is drawn and of one that was picked."""
    one = study().encounter(3, answer="any_candidate")
    found = study().find_encounter("wrong_person", answer="any_candidate")
    assert isinstance(found, Encounter)
    counts = []
    for step in range(1, 7):
        text = server.get(f"/encounter?n=3&answer=any_candidate&step={step}").text
        counts.append(equals(one, text))
        equals(found, server.get(f"{PICKED}&step={step}").text)
    assert sorted(counts) == counts
    assert counts[0] < counts[1] < counts[-1]
    assert 40 < counts[-1]


def test_every_encounter_of_the_grid_leads_to_itself(server: Server) -> None:
    """A hundred links, each in words what the encounter behind it is."""
    rows = study().encounters(count=100).rows
    text = server.get("/encounters").text
    assert equals(study().encounters(count=100), text) == 100 + 5
    links = re.findall(r'<li><a class="(\w+)" href="([^"]+)"', text)
    assert [words.kind_of(row) for row in rows] == [kind for kind, _ in links]
    for row, (_, link) in list(zip(rows, links, strict=True))[:3]:
        page = server.get(html.unescape(link)).text
        assert f'data-fact="number">{row.number}</data>' in page
        assert 'id="truth"' in page


def test_a_picked_one_is_said_to_be_picked(server: Server) -> None:
    """With how many had to be drawn; one that was drawn says that nobody chose it."""
    found = study().find_encounter("wrong_person", answer="any_candidate")
    assert found is not None
    assert found.picked is not None
    page = server.get(PICKED).text
    assert "Picked: it shows the wrong person." in page
    assert f'data-fact="picked.draws">{found.picked.draws}</data>' in page
    assert "Nobody chose it." in server.get("/encounter?n=3").text


def test_whose_record_it_is_stays_hidden_until_the_truth_is_turned_over(server: Server) -> None:
    """Neither words nor outlines say so before."""
    for step in range(1, 6):
        page = server.get(f"{PICKED}&step={step}").text
        body = page[page.index('id="walk"') : page.index('id="others"')]
        assert "Wrong person" not in body
        assert not re.search(r'class="outline (own|kin|look_alike|stranger)"', body)
        assert not re.search("look-alike|own record|a stranger", body)
    turned = server.get(f"{PICKED}&step=6").text
    assert "Wrong person: the code is about somebody else." in turned
    assert re.search(r'class="outline (look_alike|stranger)"', turned)


def walked(one: Visit, press: Callable[[Page], None]) -> None:
    """Step from place to place, and back."""
    page = one.open(PICKED)
    told(page, 1)
    for step in range(2, 7):
        press(page)
        page.wait_for_url(re.compile(rf"step={step}"))
        one.settled()
        told(page, min(step, 5))
    expect(page.get_by_text("Wrong person: the code is about somebody else.")).to_be_visible()
    page.go_back()
    page.wait_for_url(re.compile("step=5"))
    one.settled()
    expect(page.locator("#truth")).to_have_count(0)
    told(page, 5)


def test_an_encounter_is_walked_with_the_mouse(visit: Begin) -> None:
    """Step, and the browser's own back."""
    walked(visit(), lambda page: page.locator("#next").click())


def test_an_encounter_is_walked_without_script(visit: Begin) -> None:
    """The same by links; nothing plays."""
    one = visit(script=False, width=320)
    walked(one, lambda page: page.locator("#next").click())
    assert not one.page.locator("#play").is_visible()


def test_an_encounter_is_walked_with_the_keyboard_alone(visit: Begin) -> None:
    """Tab reaches the step, Enter takes it, and the focus stays there for the next."""

    def press(page: Page) -> None:
        for _ in range(60):
            if page.evaluate("document.activeElement.id") == "next":
                break
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")

    walked(visit(), press)


def test_it_plays_by_itself_and_can_be_paused(visit: Begin) -> None:
    """One step after the other; a press of the same button holds it."""
    one = visit()
    page = one.open(PICKED)
    page.locator("#play").click()
    page.wait_for_url(re.compile("step=2"))
    assert "Pause" == page.locator("#play").inner_text()
    page.wait_for_url(re.compile("step=3"), timeout=20_000)
    page.locator("#play").click()
    assert "Play" == page.locator("#play").inner_text()


def test_nothing_plays_where_motion_is_not_wanted(visit: Begin) -> None:
    """The button is not offered; the steps are."""
    page = visit(still=True).open(PICKED)
    assert not page.locator("#play").is_visible()
    assert page.locator("#next").is_visible()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [320, 1280])
def test_everybody_can_read_it(visit: Begin, width: int, dark: bool) -> None:
    """No fault that axe knows, nothing cut off: the first step, the last, a hundred, a mistake."""
    one = visit(width=width, dark=dark)
    for path in (PICKED, f"{PICKED}&step=6", "/encounters", "/encounter?n=x"):
        expect(one.open(path).locator("#others")).to_be_visible(timeout=60_000)
        assert [] == one.violations()
        assert 0 >= one.overflow()


def test_five_places_stand_side_by_side_where_there_is_room(visit: Begin) -> None:
    """At 1,100 pixels in a row; on a phone one below the other."""
    for width, rows in ((1100, 1), (320, 5)):
        page = visit(width=width).open(f"{PICKED}&step=5")
        tops = {round(box.bounding_box()["y"]) for box in page.locator("ol.walk > li").all()}  # type: ignore[index]
        assert rows == len(tops)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("n=-1", "n is &#39;-1&#39;, but it is a whole number."),
        ("n=abc", "n is &#39;abc&#39;"),
        ("n=99999999999999999999", "but it is a whole number"),
        ("step=9", "step is &#39;9&#39;"),
        ("pick=miracle", "no encounter can be asked for by"),
        ("answer=perhaps", "which is not possible"),
        ("answer.margin=1&threshold.retry_after=nothing", "people are not drawn with a margin"),
        ("n=1&scenario=nowhere", "no scenario is called"),
    ],
)
def test_what_cannot_be_asked_is_told_above_the_form(server: Server, query: str, said: str) -> None:
    """In the one form of errors, with a status that says whose mistake it is."""
    answer = server.get(f"/encounter?{query}")
    assert 422 == answer.status
    assert said in answer.text
    assert 'name="n"' in answer.text
    assert 'class="walk"' not in answer.text


def test_spanish_speaks_spanish(server: Server) -> None:
    """The places, and the truth."""
    page = server.get(f"{PICKED}&step=6&lang=es").text
    assert '<html lang="es">' in page
    assert "El teléfono del agente" in page
    assert "Wrong person" not in page


def tabbed(page: Page, selector: str) -> None:
    """Press Tab until what is meant has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"no Tab leads to {selector} on {page.url}")


@pytest.mark.parametrize("script", [True, False])
def test_from_the_guess_to_the_truth_by_the_keyboard(visit: Begin, *, script: bool) -> None:
    """On a phone, in Spanish, with script and without: a guess, its answer, and one encounter."""
    one = visit(width=320, script=script)
    page = one.open("/?lang=es")
    tabbed(page, "#guess")
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    expect(one.settled().locator("figure h2")).to_contain_text("Su conjetura fue 40.")
    tabbed(page, "main a.button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("pick=wrong_person"))
    for step in range(2, 7):
        one.settled()
        tabbed(page, "#next")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(f"step={step}"))
    expect(one.settled().locator("#truth")).to_be_visible()
    expect(page.get_by_text("Persona equivocada: ").first).to_be_visible()


def test_two_tabs_do_not_disturb_each_other(visit: Begin) -> None:
    """Each keeps its own encounter and step; forward goes where back came from."""
    one, other = visit(), visit()
    first, second = one.open("/encounter?n=3"), other.open("/encounter?n=5&answer=any_candidate")
    first.locator("#next").click()
    first.wait_for_url(re.compile("step=2"))
    other.settled()
    assert "n=5" in second.url
    assert "step" not in second.url
    first.go_back()
    expect(first.locator("#walk")).to_have_attribute("data-step", "1")
    first.go_forward()
    expect(first.locator("#walk")).to_have_attribute("data-step", "2")
