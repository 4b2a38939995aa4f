"""Unanswered questions: the ledger, both ends of each, a letter; every number is the study's."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import csv
import html
import io
import re
import shlex
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Event
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect
from tests.web.conftest import PATIENCE, WORLDS, Answer, Server, Visit
from tests.web.test_change import numbers

from misid.cli import main
from misid.document.columns import fact_at
from misid.document.letters import MOST, QUESTIONS, letter, telling
from misid.scenario import load_scenario
from misid.study import Study
from misid.uncertainty.ends import HIGH, LOW, ends
from misid.uncertainty.ledger_schema import Ledger
from misid.uncertainty.questions import questions
from misid.web.studies import Studies
from misid.words import language
from misid.words.cards import FIRST
from misid.writers.markdown import letter_markdown
from misid.writers.text import text

Begin = Callable[..., Visit]
BUSY = range(11, 15)
OTHER = "/questions?scenario=live-watchlist&seed=5"
"""A programme whose ledger nothing else asks for."""
RULE, RATE, SOUGHT = "answer.reference_rule", "threshold.rate", "gallery.sources.share_sought"


@cache
def study() -> Study:
    """The study behind the pages."""
    return Study("task-force-module", draws=WORLDS)


@cache
def found() -> Ledger:
    """The ledger behind the page."""
    return study().unknowns(points=Studies(worlds=WORLDS).points)


def ready(server: Server, path: str) -> Answer:
    """A page once the ledger is there."""
    for _ in range(5 * PATIENCE):
        answer = server.get(path)
        if "<progress" not in answer.text:
            return answer
        Event().wait(0.2)
    raise AssertionError(f"{path} is at work for ever")


def letter_at(*fields: str, form: str = "hearing", written: str = "en", ending: str = "") -> str:
    """The address of a letter."""
    pairs = [*(("ask", field) for field in fields), ("form", form), ("written", written)]
    return f"/questions/letter{ending}?{urlencode(pairs)}"


def test_every_question_of_the_ledger_is_listed_in_its_order(server: Server) -> None:
    """All of them, and the first that tell anything are chosen."""
    page = ready(server, "/questions").text
    boxes = re.findall(r'name="ask" value="([^"]+)"( checked)?', page)
    assert [one.field for one in found().ledger] == [field for field, _ in boxes]
    first = [one.field for one in telling(found())[:QUESTIONS]]
    assert first == [field for field, checked in boxes if checked]


def test_every_number_of_the_page_is_a_fact_of_the_ledger_or_the_run(server: Server) -> None:
    """Nothing is made on the page."""
    shown = numbers(ready(server, "/questions").text)
    assert len(found().ledger) < len(shown)
    for path, value in shown:
        facts = study().glance if path.startswith("uncertainty.") else found()
        assert fact_at(facts, path) == value, path


def test_the_files_of_the_ledger_hold_the_same_facts(server: Server) -> None:
    """JSON is what the command prints; the CSV has a row a question."""
    assert found() == Ledger.model_validate_json(ready(server, "/api/ledger").body)
    rows = list(csv.DictReader(io.StringIO(ready(server, "/api/ledger.csv").text)))
    assert [one.field for one in found().ledger] == [row["field"] for row in rows]


def test_a_quick_order_stands_there_while_the_ledger_is_at_work(server: Server) -> None:
    """The reader sees every question at once, and is told that the order is a quick one."""
    with ThreadPoolExecutor(4) as pool:
        # Other readers' questions keep the server at work meanwhile.
        before = [pool.submit(server.get, OTHER.replace("seed=5", f"seed={n}")) for n in BUSY]
        answer = server.get(OTHER)
    assert {200} == {one.result().status for one in before}
    assert 200 == answer.status
    assert '<noscript><meta http-equiv="refresh"' in answer.text
    assert "The order below is a quick one" in answer.text
    other = Study("live-watchlist", draws=WORLDS, seed=5).glance
    for path, value in numbers(answer.text):
        assert fact_at(other, path) == value, path
    listed = re.findall(r'href="/questions/([a-z_.]+)\?', answer.text)
    assert {one.field for one in questions(load_scenario("live-watchlist"))} == set(listed)


def test_the_ledger_comes_by_itself_where_there_is_script(visit: Begin) -> None:
    """The page is not loaded again; the list is put in its place."""
    one = visit()
    page = one.open(OTHER)
    page.wait_for_selector("#letter input[name=ask]", timeout=1000 * PATIENCE, state="attached")
    assert 1 == len([url for url in one.asked if "/style.css" in url])


@pytest.mark.parametrize("field", [RULE, RATE, SOUGHT])
def test_each_end_of_a_question_is_the_study_with_that_answer(server: Server, field: str) -> None:
    """Columns beside each other, never averaged; each is a programme of its own."""
    page = ready(server, f"/questions/{field}").text
    columns = page.split('<section class="end"')[1:]
    asked = next(one for one in questions(study().scenario) if one.field == field)
    every = ends(asked)
    assert len(every) == len(columns)
    for end, column in zip(every, columns, strict=True):
        results = study().change(end.contents).glance
        shown = numbers(column.split("</section>")[0])
        assert set(FIRST) <= {path.split(".")[1] for path, _ in shown}
        assert "decision.probability_exceeded" in dict(shown)
        for path, value in shown:
            assert fact_at(results, path) == value, (end.name, path)


def test_an_opened_question_tells_its_row_of_the_ledger(server: Server) -> None:
    """What stands below both ends is the ledger's."""
    page = ready(server, f"/questions/{RATE}").text
    shown = [one for one in numbers(page) if one[0].startswith("ledger.")]
    place = [one.field for one in found().ledger].index(RATE)
    assert {f"ledger.{place}.flip", f"ledger.{place}.verdict_low"} <= {path for path, _ in shown}
    for path, value in shown:
        assert fact_at(found(), path) == value, path


def test_every_question_can_be_opened() -> None:
    """Each has both ends, all options, or none that could stand beside each other."""
    for one in questions(load_scenario("task-force-module")):
        names = [end.name for end in ends(one)]
        assert names in ([], [LOW, HIGH]) or len(set(names)) == len(names) > 1, one.field
        for end in ends(one):
            assert {each.name for each in one.inputs} == set(end.contents)


@pytest.mark.parametrize("path", ["/questions/stops.composition", "/questions/matcher.algorithm"])
def test_a_question_without_two_ends_says_so(server: Server, path: str) -> None:
    """Shares that add up to one, and algorithms, have no low and no high end."""
    answer = ready(server, path)
    assert 200 == answer.status
    assert "has no two ends" in answer.text
    assert '<section class="end"' not in answer.text


@pytest.mark.parametrize("form", ["records-request", "interrogatories", "hearing"])
@pytest.mark.parametrize("written", ["en", "es"])
def test_a_letter_asks_what_was_chosen(server: Server, form: str, written: str) -> None:
    """As text and as Markdown it is the letter of the ledger, in its own language."""
    made = letter(found(), form, language(written), fields=[RATE, RULE])  # type: ignore[arg-type]
    given = letter_at(RATE, RULE, form=form, written=written, ending=".txt")
    assert text(made) == ready(server, given).text
    given = letter_at(RATE, RULE, form=form, written=written, ending=".md")
    assert letter_markdown(made) == ready(server, given).text


def test_a_letter_says_whose_limit_it_uses_on_both_sides(server: Server) -> None:
    """On the page as in the file; both sides of the either/or, before their mixture."""
    page = ready(server, letter_at(RATE)).text
    assert "The limit below is nobody" in page
    assert page.index("it is exceeded in") < page.index("Mixed in equal parts")
    assert 1 + 5 == page.count('<div class="item">')


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        (letter_at(), 422, "no question is chosen"),
        (letter_at("no.such"), 422, "is no unanswered question"),
        (letter_at(RATE, form="poem"), 422, "no form of a letter is called"),
        (letter_at(RATE, written="xx"), 422, "no language of a letter is called"),
        (letter_at(RATE, ending=".pdf"), 404, "no letter is written as"),
        ("/questions/no.such", 404, "is no unanswered question"),
        ("/questions/gallery.records", 404, "is no unanswered question"),
        (f"/questions/{RULE}?{RULE}=any_candidate", 404, "this address answers it"),
        ("/questions?scenario=nowhere", 422, "no scenario is called"),
        ("/questions?v=0.0.1", 409, "was made by misid 0.0.1"),
    ],
)
def test_mistakes_are_told_in_the_one_form(
    server: Server, path: str, status: int, said: str
) -> None:
    """Each with the status that says whose it is, and what to do."""
    answer = server.get(path)
    assert status == answer.status
    assert 'id="mistake"' in answer.text
    assert said in answer.text


def test_too_many_questions_are_refused_and_the_choice_is_kept(server: Server) -> None:
    """The form stands there as it was filled in, with what is wrong above it."""
    fields = [one.field for one in found().ledger][: MOST + 1]
    ready(server, "/questions")
    answer = server.get(letter_at(*fields, form="interrogatories", written="es"))
    assert 422 == answer.status
    assert f"{MOST + 1} questions are chosen" in answer.text
    assert MOST + 1 == len(re.findall(r'name="ask" value="[^"]+" checked', answer.text))
    assert 'value="interrogatories" checked' in answer.text
    assert 'name="written" value="es" checked' in answer.text


def test_questions_follow_the_changes_of_the_address(server: Server) -> None:
    """What the address answers is asked no longer, and the letter says what was changed."""
    settled = "scenario=live-watchlist&review.share_reviewed=0.5"
    page = ready(server, f"/questions?{settled}").text
    boxes = re.findall(r'name="ask" value="([^"]+)"', page)
    assert RATE in boxes
    assert "review.share_reviewed" not in boxes
    said = ready(server, f"{letter_at(RATE, ending='.txt')}&{settled}").text
    assert "This scenario was changed by hand: Share of" in " ".join(said.split())


def test_the_command_beside_a_letter_writes_it_again(
    server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With what was changed, what was chosen, the form and the language."""
    settled = "scenario=live-watchlist&review.share_reviewed=0.5"
    chosen = letter_at(RATE, written="es")
    shown = html.unescape(ready(server, f"{chosen}&{settled}").text)
    command = re.findall(r"<code>(misid unknowns [^<]+)</code>", shown)[0]
    monkeypatch.setattr(sys, "argv", shlex.split(command))
    with pytest.raises(SystemExit) as stop:
        main()
    assert 0 == (stop.value.code or 0)
    file = letter_at(RATE, written="es", ending=".txt")
    assert ready(server, f"{file}&{settled}").text == capsys.readouterr().out


def test_questions_are_chosen_and_a_letter_is_written_with_the_mouse(
    visit: Begin, server: Server
) -> None:
    """From the list over both ends of a question to the letter, and back to the list."""
    ready(server, "/questions")
    one = visit()
    page = one.open("/questions")
    page.locator(f'input[value="{RULE}"]').uncheck()
    page.get_by_label("Questions for a hearing").check()
    page.get_by_label("español").check()
    page.get_by_role("button", name="Write the letter").click()
    one.settled()
    letter_ = page.locator("#letter")
    expect(letter_).to_have_attribute("lang", "es")
    expect(letter_.locator("h2")).to_have_text("Preguntas para una comparecencia")
    expect(letter_.locator(".item")).to_have_count(QUESTIONS - 1 + 5)
    page.get_by_role("link", name="Choose other questions").click()
    one.settled()
    expect(page.locator(f'input[value="{RULE}"]')).not_to_be_checked()
    expect(page.get_by_label("Questions for a hearing")).to_be_checked()


def test_a_letter_is_written_with_the_keyboard_alone_and_copied(
    visit: Begin, server: Server
) -> None:
    """Space chooses, Enter sends, and the letter is copied as it stands there."""
    ready(server, "/questions")
    one = visit()
    page = one.open("/questions")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == RULE:
            break
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/questions/letter?**")
    one.settled()
    expect(page.locator("#letter .item")).to_have_count(QUESTIONS - 1 + 5)
    page.get_by_role("button", name="Copy the letter").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Request for records")
    assert "Why it matters:" in copied


def test_everything_works_without_script(visit: Begin, server: Server) -> None:
    """A question is opened, and a letter that asks it is written."""
    first = found().ledger[0].field
    ready(server, f"/questions/{first}")
    one = visit(script=False, width=320)
    page = one.open("/questions")
    page.locator(f'a[href^="/questions/{first}?"]').click()
    one.settled()
    expect(page.locator(".end")).not_to_have_count(0)
    page.get_by_role("button", name="Write a letter that asks this").click()
    one.settled()
    expect(page.locator("#letter .item")).to_have_count(1 + 5)
    expect(page.get_by_role("button", name="Copy the letter")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(visit: Begin, server: Server, width: int, dark: bool) -> None:
    """The list, a question, a letter, a mistake; nothing is wider than the window."""
    ready(server, "/questions?lang=es")
    one = visit(width=width, dark=dark)
    for path in ("/questions?lang=es", f"/questions/{SOUGHT}", letter_at(RATE), letter_at()):
        one.open(path)
        assert [] == one.violations(), path
        assert 0 == one.overflow(), path
