"""One reference code on the page: every number a fact, by mouse, by keyboard, without script."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect
from tests.web.conftest import WORLDS, Server, Visit

from misid.document.code import case_sheet
from misid.document.columns import fact_at
from misid.results import DEFAULT_DRAWS
from misid.study import Study
from misid.web.address import VERSION
from misid.words.code_elsewhere import beside_a_run
from misid.words.language import language
from misid.words.sentence import plain
from misid.words.stamps import fewer_worlds
from misid.writers.html import html as as_html

Begin = Callable[..., Visit]
KNOWN = "rule=flagged_record&review=none"


@pytest.fixture(scope="module")
def ready(server: Server) -> Server:
    """A server that has worked out the cases that are looked at."""
    for query in ("", KNOWN):
        assert 200 == server.get(f"/api/code?{query}").status
    return server


def numbers(page: str) -> list[tuple[str, float]]:
    """The fact and the value of each number that has a fact."""
    found = re.findall(r'<data value="([^"]+)"(?: id="[^"]*")? data-fact="([^"]+)"', page)
    return [(html.unescape(fact), float(value)) for value, fact in found]


@pytest.mark.parametrize("query", ["", KNOWN])
def test_every_number_on_the_page_is_a_fact_of_the_study(ready: Server, query: str) -> None:
    """Sentence, table, asks and notes: nothing is made on the page."""
    study = Study("task-force-module", draws=WORLDS)
    facts = study.one_code(rule="flagged_record", review="none") if query else study.one_code()
    shown = numbers(ready.get(f"/code?{query}").text)
    assert 50 < len(shown)
    for path, value in shown:
        assert fact_at(facts, path) == value, path


def test_of_a_fact_not_seen_to_move_anything_the_page_says_so(ready: Server) -> None:
    """Beside what is given, in either language; a case of which nothing is known has none."""
    assert "too few to tell whether this fact alone" in ready.get(f"/code?{KNOWN}").text
    assert (
        "son muy pocos para decir si este dato por sí solo"
        in ready.get(f"/code?{KNOWN}&lang=es").text
    )
    assert "this fact alone" not in ready.get("/code").text


def test_the_json_is_the_document_of_the_study(ready: Server) -> None:
    """Behind the page stands the same as behind the command."""
    study = Study("task-force-module", draws=WORLDS)
    found = study.one_code(rule="flagged_record", review="none")
    answer = ready.get(f"/api/code?{KNOWN}")
    assert json.loads(found.model_dump_json()) == json.loads(answer.text)


def test_each_side_of_the_either_or_stands_by_itself_and_first(ready: Server) -> None:
    """Two sentences and that nobody has said which, before the form and before any picture."""
    page = ready.get("/code").text
    found = page[page.index('class="found"') : page.index("<form")]
    assert 2 == found.count("<p>If ")
    assert "Nobody has said which." in found


def test_the_form_takes_no_image_no_name_and_no_code(ready: Server) -> None:
    """It chooses among what a scenario names, and says so; nothing can be written or sent."""
    page = ready.get("/code").text
    form = page[page.index('class="case"') : page.index("</form>")]
    kinds = set(re.findall(r'<input type="(\w+)"', form))
    assert {"hidden", "radio"} == kinds
    assert "<textarea" not in form
    assert "No image, no name and no code" in form


def test_a_form_with_empty_fields_becomes_the_address_of_what_it_means(ready: Server) -> None:
    """What is not known does not stand in the address."""
    answer = ready.get("/code?rule=flagged_record&review=none&group=&candidates=&condition=")
    query = parse_qs(urlsplit(answer.url).query)
    assert {"rule": ["flagged_record"], "review": ["none"]}.items() <= query.items()
    assert not {"group", "candidates", "condition"} & query.keys()


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("rule=perhaps", 422, "rule is 'perhaps'"),
        ("group=martians", 422, "no group of this scenario"),
        ("condition=fog", 422, "no condition of this scenario"),
        ("candidates=many", 422, "a whole number is needed"),
        ("candidates=0", 422, "a list holds from 1 to 50"),
        ("review=maybe", 422, "review is 'maybe'"),
        ("scenario=none", 422, "no scenario is called"),
        ("v=0.0.1", 409, "made by misid 0.0.1"),
    ],
)
def test_what_cannot_be_known_is_said_and_kept(
    ready: Server, query: str, status: int, said: str
) -> None:
    """One form of error, above the form as it was filled in; no number of nothing is shown."""
    answer = ready.get(f"/code?{query}")
    assert status == answer.status
    assert said in html.unescape(answer.text)
    assert "<data" not in answer.text
    program = ready.get(f"/api/code?{query}")
    assert status == program.status
    assert said in json.loads(program.text)["what"]


def test_what_was_filled_in_is_kept_where_a_part_cannot_be(ready: Server) -> None:
    """A mistake in one part does not empty the others."""
    page = ready.get("/code?rule=flagged_record&candidates=77").text
    assert re.search(r'name="rule" value="flagged_record" checked', page)
    assert re.search(r'<option value="77" selected', page)


def test_a_case_is_told_with_the_mouse(ready: Server, visit: Begin) -> None:
    """What is known stands in the address; back undoes it."""
    one = visit()
    page = one.open("/code")
    page.get_by_label("Only a flagged record leads to a reference code").check()
    page.get_by_label("Nobody compared the pictures").check()
    page.get_by_role("button", name="Work it out").click()
    page.wait_for_url("**rule=flagged_record**")
    one.settled()
    expect(page.locator(".found")).to_contain_text("A code like this one names the right person")
    assert "In this case nobody compared the pictures." in page.inner_text("main")
    page.go_back()
    one.settled()
    expect(page.locator(".found")).to_contain_text("Nobody has said which.")


def test_a_case_is_told_with_the_keyboard_alone(ready: Server, visit: Begin) -> None:
    """Tab reaches each question, arrows choose, enter sends."""
    one = visit()
    page = one.open("/code")
    for name, arrows in (("rule", 2), ("review", 1)):
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name") == name:
                break
        for _ in range(arrows):
            page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**rule=flagged_record**")
    one.settled()
    assert {"rule": ["flagged_record"], "review": ["none"], "v": [VERSION]}.items() <= parse_qs(
        urlsplit(page.url).query
    ).items()


def test_a_case_is_told_without_script(ready: Server, visit: Begin) -> None:
    """The form, its button and every answer work as they stand."""
    one = visit(script=False)
    page = one.open("/code")
    page.get_by_label("Only a flagged record leads to a reference code").check()
    page.get_by_label("Nobody compared the pictures").check()
    page.get_by_role("button", name="Work it out").click()
    one.settled()
    page.get_by_text("Every answer").first.click()
    expect(page.locator(".asks table").first).to_be_visible()


@pytest.mark.parametrize(
    ("width", "dark"), [(320, True), (320, False), (1280, True), (1280, False)]
)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    ready: Server, visit: Begin, width: int, dark: bool
) -> None:
    """At both widths, light and dark."""
    one = visit(width=width, dark=dark)
    one.open(f"/code?{KNOWN}")
    assert [] == one.violations()
    assert 0 >= one.overflow()


def test_the_picture_has_its_drawing_its_data_and_how_it_is_computed(ready: Server) -> None:
    """Of this case, not of the programme at large."""
    csv = ready.get(f"/picture/code.csv?{KNOWN}").text
    assert 1000 == sum(int(line.split(",")[-2]) for line in csv.strip().splitlines()[1:])
    assert ready.get(f"/picture/code.svg?{KNOWN}").text.startswith("<svg")
    assert "a ratio of means" in ready.get(f"/picture/code?{KNOWN}").text
    assert b"PK" == ready.get(f"/picture/code.zip?{KNOWN}").body[:2]


def test_the_sheet_that_is_taken_is_that_of_the_command(ready: Server) -> None:
    """The file is what `misid case` writes of the same facts; others are of their kinds."""
    study = Study("task-force-module", draws=WORLDS)
    found = study.one_code(rule="flagged_record", review="none")
    assert as_html(case_sheet(found)) == ready.get(f"/code/case.html?{KNOWN}").text
    assert ready.get(f"/code/case.pdf?{KNOWN}&paper=letter").body.startswith(b"%PDF")
    assert ready.get(f"/code/case.docx?{KNOWN}&lang=es").body.startswith(b"PK")
    assert 404 == ready.ask(f"/code/case.odt?{KNOWN}").status


@pytest.mark.parametrize("code", ["en", "es"])
def test_a_chance_stands_beside_why_it_differs_elsewhere(ready: Server, code: str) -> None:
    """How a case counts, and in how many worlds: each once on the page."""
    page, spoken = html.unescape(ready.get(f"/code?lang={code}").text), language(code)
    found = Study("task-force-module", draws=WORLDS).one_code()
    for why in (beside_a_run(spoken), fewer_worlds(found, DEFAULT_DRAWS, spoken)):
        assert 1 == re.sub(r"<[^>]+>", "", page).count(plain(why))
