"""The assessment on the page: questionnaires, contradictions, and a form that is filled in."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from playwright.sync_api import Page, expect
from tests.web.conftest import PATIENCE, Server, Visit, running

from misid.assessment.answers import SCHEMA, Answers, ItemAnswer
from misid.assessment.answers import mistakes as mistakes_of
from misid.assessment.files import ORDER, load_answers, read_answers, shipped_form
from misid.assessment.questionnaire import CitedSource
from misid.web import new_statement
from misid.web.app import application
from misid.web.entered import Entered, answers, filled, mistakes
from misid.writers.assessment_files import answers_yaml

Begin = Callable[..., Visit]
FORM = "omb-m-25-21"
OWN = """schema: misid-questionnaire/1
name: town-council
title: What the council asks
about: Five members of a town council ask it.
as_of: 2026-11-01
source: {title: Minutes, quality: primary}
chapters:
  - id: power
    title: Power
    items:
      - {id: who-decides, asks: Who decides when it ends?}
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The page with few worlds, its numbers worked out."""
    with running(application(worlds=32)) as one:
        one.get("/assess?lang=en")
        yield one


def test_contradictions_stand_first_and_questionnaires_are_chosen(visit: Begin) -> None:
    """What fires is read before anything else; one questionnaire alone stands open."""
    one = visit()
    page = one.open("/assess?lang=en&form=bridges")
    assert "contradictions" == page.locator("main section").first.get_attribute("id")
    expect(page.locator("#contradictions")).to_contain_text("250 million")
    assert ["form-bridges"] == [
        each.get_attribute("id") for each in page.locator('section[id^="form-"]').all()
    ]
    expect(page.locator("#form-bridges details")).to_have_attribute("open", "")


@pytest.mark.parametrize(
    ("path", "dark"),
    [("/assess?lang=en", False), ("/assess/answers?form=iso-19795&lang=es", True)],
)
def test_pages_can_be_read_by_everybody(visit: Begin, path: str, *, dark: bool) -> None:
    """Both pass axe, light and dark, and fit a small phone."""
    one = visit(width=320, dark=dark)
    one.open(path)
    assert [] == one.violations()
    assert one.overflow() <= 0


def test_files_are_those_of_the_address(server: Server) -> None:
    """Facts, questions and pages are of the questionnaires and the change that are asked for."""
    where = "?form=pta&with=delete-non-matches&lang=es"
    facts = server.get(f"/assess/assessment.json{where}").json
    assert ["pta"] == [one["name"] for one in facts["forms"]]
    assert ["delete-non-matches"] == facts["results"]["stamp"]["changes"]
    assert "desconocido" in server.get(f"/assess/assessment.csv{where}").text
    assert server.get(f"/assess/assessment.pdf{where}").body.startswith(b"%PDF")
    assert 404 == server.ask(f"/assess/assessment.odt{where}").status
    assert 422 == server.ask("/assess?form=none").status


def entered_by(page: Page, item: str, state: str, why: str, source: str = "") -> None:
    """Answer a question."""
    page.locator(f"#field-state-{item}").select_option(state)
    page.locator(f"#field-why-{item}").fill(why)
    page.locator(f"#field-source-{item}").fill(source)


def first_item(form: str) -> str:
    """The first question of a questionnaire."""
    return shipped_form(form).items[0].id


def test_nothing_is_lost_on_reload_or_on_the_way_to_another_questionnaire(
    visit: Begin, tmp_path: Path
) -> None:
    """What was entered is there after a reload, in another language, and from another form."""
    one = visit()
    page = one.open("/assess/answers?lang=en&form=pta")
    item = first_item("pta")
    entered_by(page, item, "met", "It says so.\nTwice.", "A letter\nhttps://example.org/a")
    page.reload()
    expect(page.locator(f"#field-why-{item}")).to_have_value("It says so.\nTwice.")
    page.locator('button[name="next"][value="bridges"]').click()
    entered_by(one.settled(), first_item("bridges"), "unknown", "")
    one.open("/assess/answers?lang=es&form=pta")
    expect(page.locator(f"#field-state-{item}")).to_have_value("met")
    with page.expect_download() as download:
        page.get_by_role("button", name="YAML").click()
    file = tmp_path / "answers.yaml"
    download.value.save_as(file)
    given = load_answers(file)
    assert [("bridges", "unknown"), ("pta", "met")] == [
        (each.form, each.state) for each in given.answers
    ]
    titles = [given.sources[key].title for key in given.answers[1].evidence]
    assert ["A letter", "https://example.org/a"] == titles
    assert load_answers("task-force-module").statements == given.statements


def test_what_follows_is_told_while_it_is_typed(visit: Begin) -> None:
    """A deadline that passed fires as soon as its question is said not to be met."""
    one = visit()
    page = one.open(f"/assess/answers?lang=en&form={FORM}")
    item = next(each.id for each in shipped_form(FORM).items if each.due)
    page.locator(f"#field-state-{item}").select_option("not_met")
    expect(page.locator("#found")).to_contain_text("Give a reason or a source")
    page.locator(f"#field-why-{item}").press_sequentially("Nobody did it.")
    expect(page.locator("#found summary").filter(has_text="minimum practices")).to_have_count(1)
    assert [] == one.violations()


def test_form_is_sent_without_script(visit: Begin) -> None:
    """Mistakes stand at their fields, nothing that was entered goes, and files are taken."""
    one = visit(script=False)
    page = one.open("/assess/answers?lang=es&form=pta")
    item = first_item("pta")
    page.locator(f"#field-state-{item}").select_option("not_applicable")
    page.get_by_role("button", name="Ver qué se sigue").click()
    expect(page.locator(f"#wrong-field-state-{item}")).to_contain_text("motivo")
    page.locator(f"#field-why-{item}").fill("No hay.")
    page.get_by_role("button", name="Ver qué se sigue").click()
    expect(page.locator("#found details").first).to_be_visible()
    with page.expect_download() as download:
        page.locator('button[formaction*="assessment.csv"]').click()
    assert "No hay." in Path(download.value.path()).read_text(encoding="utf-8")


def test_file_of_answers_fills_the_form_and_comes_back_as_it_was(
    visit: Begin, tmp_path: Path
) -> None:
    """What is not shown is kept too; the server keeps no file."""
    given = load_answers("task-force-module")
    item = first_item("pta")
    key = next(iter(given.sources))
    other = ItemAnswer(form="own-form", item="own", state="unknown")
    answer = ItemAnswer(form="pta", item=item, state="met", evidence=(key,))
    given = given.model_copy(update={"answers": (other, answer)})
    one = visit()
    page = one.open("/assess/answers?lang=en")
    file = {"name": "a.yaml", "mimeType": "text/yaml", "buffer": answers_yaml(given).encode()}
    page.get_by_text("Begin with a file").click()
    page.locator("#answers-file").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read it").click()
    expect(page.locator(f"#field-state-{item}")).to_have_value("met")
    with page.expect_download() as download:
        page.get_by_role("button", name="JSON").first.click()
    download.value.save_as(tmp_path / "answers.json")
    assert given == load_answers(tmp_path / "answers.json")


def test_statement_is_added_compared_and_left_out_without_script(visit: Begin) -> None:
    """What is missing is told at its field; what was said then fires a rule and is in the file."""
    one = visit(width=320, dark=True, script=False)
    page = one.open("/assess/answers?lang=en&scenario=airport-exit")
    expect(page.locator("ul.statements li")).to_have_count(0)
    for value in ("14", "75"):
        page.get_by_text("Add what another text says").click()
        page.locator("#field-said-about").select_option("retention/")
        page.locator("#field-said-says").fill(f"Kept for {value} years.")
        page.locator("#field-said-value").fill(value)
        page.get_by_role("button", name="Add it").click()
        expect(page.locator("#wrong-field-said-source")).to_be_visible()
        expect(page.locator("#wrong-field-said-unit")).to_be_visible()
        page.locator("#field-said-source").fill("A notice")
        page.locator("#field-said-unit").select_option("years")
        page.get_by_role("button", name="Add it").click()
        expect(page.locator("#field-said-says")).to_have_value("")
    expect(page.locator("#found")).to_contain_text("How long a photograph is kept")
    with page.expect_download() as download:
        page.get_by_role("button", name="YAML").click()
    given = read_answers(Path(download.value.path()).read_text(encoding="utf-8"), "a.yaml")
    assert [(14, "said-1"), (75, "said-2")] == [(each.value, each.id) for each in given.statements]
    assert 1 == len(given.sources)
    page.get_by_role("button", name="Leave it out: Kept for 14 years.").click()
    expect(page.locator("ul.statements li")).to_have_count(1)
    assert one.overflow() <= 0


def test_questionnaire_of_ones_own_is_asked_beside_the_others(visit: Begin) -> None:
    """What was entered stays, its questions are answered, and every file has them."""
    one = visit(width=320)
    page = one.open("/assess/answers?lang=en&form=pta")
    entered_by(page, first_item("pta"), "met", "It says so.")
    bring_own(page, OWN)
    expect(page.locator("#field-why-who-decides")).to_be_visible()
    entered_by(one.settled(), "who-decides", "not_met", "Nobody does.")
    assert [] == one.violations()
    page.reload()
    expect(page.locator("#field-why-who-decides")).to_have_value("Nobody does.")
    with page.expect_download() as download:
        page.locator('button[formaction*="assessment.json"]').click()
    facts = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert "town-council" == facts["forms"][0]["name"]
    states = {(each["form"], each["item"]): each["state"] for each in facts["states"]}
    assert "not_met" == states["town-council", "who-decides"]
    assert "met" == states["pta", first_item("pta")]


def bring_own(page: Page, text: str) -> None:
    """Send a questionnaire of one's own."""
    page.get_by_text("Begin with a file").click()
    file = {"name": "own.yaml", "mimeType": "text/yaml", "buffer": text.encode()}
    page.locator("#own-file").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read it").click()


@pytest.mark.parametrize(("old", "new", "told"), [
    ("town-council", "pta", "as one that comes along"),
    ("misid-questionnaire/1", "misid-questionnaire/9", "own.yaml"),
    ("asks:", "face:", "own.yaml, line"),
])  # fmt: skip
def test_file_that_is_no_questionnaire_is_told(visit: Begin, old: str, new: str, told: str) -> None:
    """Above the form, with the line of the mistake."""
    page = visit(script=False).open("/assess/answers?lang=en")
    bring_own(page, OWN.replace(old, new))
    expect(page.locator("#mistake")).to_contain_text(told)


def test_file_that_is_none_of_answers_is_told_with_its_line(visit: Begin) -> None:
    """A mistake in a file stands above the form."""
    one = visit()
    page = one.open("/assess/answers?lang=en")
    page.get_by_text("Begin with a file").click()
    file = {"name": "a.yaml", "mimeType": "text/yaml", "buffer": b"schema: misid-answers/1\nas: 1"}
    page.locator("#answers-file").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read it").click()
    expect(page.locator("#mistake")).to_contain_text("a.yaml, line")


def posted(server: Server, path: str, **fields: str) -> tuple[int, str]:
    """Status and text of the answer to a form without files."""
    body = urllib.parse.urlencode(fields).encode()
    request = urllib.request.Request(server.url + path, data=body)  # noqa: S310 - the server of the test
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.mark.parametrize(
    ("fields", "status", "what"),
    [
        ({"base": "{}"}, 400, "no file of answers"),
        ({"base": json.dumps({"schema": "misid-answers/1"}) * 2}, 400, "no file of answers"),
        ({"form": "../../etc/passwd"}, 422, "no questionnaire is called"),
        ({"programme": "x" * 1_000_100}, 413, "more than 1,000,000 bytes"),
        ({"programme": "<script>alert(1)</script>", "as_of": "2026-02-30"}, 422, "&lt;script&gt;"),
    ],
)
def test_what_cannot_be_answers_is_told(
    server: Server, fields: dict[str, str], status: int, what: str
) -> None:
    """A form that was tampered with is refused; markup is text."""
    found = posted(server, "assess/answers?lang=en", **fields)
    assert status == found[0]
    assert what in found[1]
    assert "<script>alert" not in found[1]


def test_where_one_wanted_to_go_stays_in_sight_while_an_answer_is_unfinished(
    server: Server,
) -> None:
    """The mistake is told, and beside it the questionnaire that is asked next."""
    status, text = posted(
        server, "assess/answers?lang=en", form="pta", programme="", as_of="2026-11-30",
        next=ORDER[1],
    )  # fmt: skip
    assert 422 == status
    assert "To put right first" in text
    assert f'form="answers" name="next" value="{ORDER[1]}"' in text


def test_a_share_of_all_is_stated_in_per_cent() -> None:
    """With the number and of how many; a share above all is none."""
    said = {"about": "share-of-the-country/", "says": "So many.", "source": "A text",
            "value": "77200000", "share": "32", "whole": "340000000"}  # fmt: skip
    fields = {f"said-{part}": text for part, text in said.items()}
    assert [] == list(new_statement.mistakes(fields))
    made = new_statement.statement(fields, "s", ())
    assert (77_200_000, 0.32, 340_000_000) == (made.value, made.share, made.whole)
    for part, text in (("share", "132"), ("whole", "0"), ("whole", ""), ("value", "")):
        wrong = dict(new_statement.mistakes(fields | {f"said-{part}": text}))
        assert {f"said-{part}": "no_number"} == wrong


TEXT = some.text(some.characters(exclude_categories=["C"]), max_size=40)


@given(
    states=some.lists(some.sampled_from(("", "met", "not_met", "unknown", "not_checked"))),
    why=TEXT,
    source=TEXT,
)
@settings(max_examples=60, deadline=None)
def test_what_a_form_takes_is_read_again_as_it_was(
    states: list[str], why: str, source: str
) -> None:
    """Form to answers to file to form is the identity; a form without mistakes is a file."""
    form = shipped_form("pta")
    fields = {"programme": "One", "as_of": "2026-11-30"}
    for item, state in zip(form.items, states, strict=False):
        fields |= {f"state:{item.id}": state, f"why:{item.id}": why.strip() if state else ""}
        fields[f"source:{item.id}"] = source if state else ""
    base = Answers(
        schema_=SCHEMA, programme="Two", as_of=date(2026, 1, 1),
        sources={key: CitedSource(title="A", quality="primary") for key in "ab"},
    )  # fmt: skip
    entered = Entered(base, form, fields)
    if any(mistakes(entered)):
        return
    made = answers(entered)
    assert [] == list(mistakes_of(made))
    assert made == read_answers(answers_yaml(made), "answers.yaml")
    assert made == answers(filled(made, form))
