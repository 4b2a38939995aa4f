"""A claim and a limit on the page: what each means here, as the library says it."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from tests.web.conftest import WORLDS, Server, Visit

from misid.document.columns import fact_at
from misid.document.uncertainty import requirements_document
from misid.study import Study
from misid.web.page import PLACES
from misid.web.stated import CLAIM_FIELDS, LIMITED
from misid.words.sentence import plain

Begin = Callable[..., Visit]
CLAIMS: tuple[tuple[dict[str, str], dict[str, Any], str], ...] = (
    ({"accuracy": "99%"}, {"accuracy": 0.99}, "--accuracy=0.99"),
    (
        {"false_positive_rate": "0,1%", "at_gallery": "12.000.000", "lang": "es"},
        {"false_positive_rate": 0.001, "at_gallery": 12e6},
        "--false-positive-rate=0.001 --at-gallery=12000000.0",
    ),
    ({"false_per_true": "1:200"}, {"false_per_true": 0.005}, "--false-per-true=0.005"),
    ({"definitive": "1"}, {"definitive": True}, "--definitive"),
)
LIMIT = "output=wrong_person_references&limit=100"


@pytest.fixture(scope="module")
def study() -> Study:
    """The programme that the page begins with, in as many worlds."""
    return Study("task-force-module", draws=WORLDS)


@pytest.mark.parametrize(("fields", "stated", "options"), CLAIMS)
def test_every_number_of_a_claim_is_a_fact_of_the_study(
    server: Server, study: Study, fields: dict[str, str], stated: dict[str, Any], options: str
) -> None:
    """As it was written in either language; and the command beside it states the same."""
    found = study.claim(**stated)
    page = server.get(f"/claim?{urlencode(fields)}").text
    shown = re.findall(r'<data value="([^"]+)"(?: id="[^"]*")? data-fact="([^"]+)"', page)
    assert 5 < len(shown)
    for value, path in shown:
        assert fact_at(found, html.unescape(path)) == float(value), path
    assert f"misid claim task-force-module {options} --draws={WORLDS} --seed=1" in page


def test_the_json_of_a_claim_is_what_the_study_answers(server: Server, study: Study) -> None:
    """Behind the page stands the same as behind the command."""
    found = study.claim(accuracy=0.99)
    assert json.loads(found.model_dump_json()) == server.get("/api/claim?accuracy=99%25").json


def test_a_limit_says_what_the_study_says(server: Server, study: Study) -> None:
    """The finding on the page, the file to take along, and the JSON are of one answer."""
    found = study.require("wrong_person_references", 100)
    finding = plain(requirements_document(found).finding)
    page = html.unescape(re.sub(r"<[^>]+>", "", server.get(f"/claim/limit?{LIMIT}").text))
    assert finding in page
    assert json.loads(found.model_dump_json()) == server.get(f"/api/requirements?{LIMIT}").json
    assert "attachment" in server.get(f"/claim/limit.html?{LIMIT}").headers["content-disposition"]


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/claim?accuracy=99", "accuracy is 99"),
        ("/claim?accuracy=99%25&definitive=1", "more than one thing is said at once"),
        ("/claim?definitive=0", "definitive is '0', which is none of its options"),
        ("/api/claim?definitive=false", "definitive is 'false', which is none of its options"),
        ("/claim?accuracy=99%25&at_gallery=1000", "is said of a false positive rate alone"),
        ("/claim/limit?output=wrong_person_references", "no limit is given"),
        ("/claim/limit?output=wrongs&limit=1", "no output is called"),
        ("/claim/limit?output=misses_among_sought&limit=20", "limit is 20"),
        ("/claim/limit?output=misses_among_sought&limit=1", "limit is 1, which may be 1 % or all"),
    ],
)
def test_what_cannot_be_meant_is_told_beside_what_was_entered(
    server: Server, path: str, what: str
) -> None:
    """The form stands below it with every field as it was filled in."""
    answer = server.ask(path)
    assert 422 == answer.status
    assert what in html.unescape(answer.text)
    given = re.findall(r"[?&]([a-z_]+)=([^&]+)", path)
    for name, text in (
        (name, text) for name, text in given if name not in ("output", "definitive")
    ):
        assert f'name="{name}"' in answer.text
        assert f'value="{text.replace("%25", "%")}"' in answer.text


def test_a_file_that_nothing_makes_is_no_page(server: Server) -> None:
    """Another ending, or nothing stated."""
    for path in ("/claim/claim.exe?accuracy=99%25", "/claim/claim.html", "/claim/limit.html"):
        assert 404 == server.ask(path).status, path


def test_the_start_leads_to_every_place(server: Server) -> None:
    """Each of the menu is told once more in words, in the order of the menu."""
    page = server.get("/").text
    listed = re.findall(r'<li><a href="(/[a-z]*)\?', page[page.index('<ol class="next">') :])
    assert [path for path, _ in PLACES if path != "/"] == listed


def test_only_outputs_that_a_limit_can_hold_down_are_offered(server: Server) -> None:
    """Of the others more is better, and the library refuses a limit on them."""
    page = server.get("/claim").text
    assert list(LIMITED) == re.findall(r'<option value="([a-z_]+)"', page)
    assert set(CLAIM_FIELDS) <= set(re.findall(r' name="([a-z_]+)"', page))


@pytest.mark.parametrize(
    ("width", "dark", "script", "query"),
    [(1280, False, True, ""), (320, True, True, "lang=es&"), (320, False, False, "")],
)
def test_a_reader_asks_by_keyboard_alone(
    visit: Begin, width: int, dark: bool, script: bool, query: str
) -> None:
    """At either width, light and dark, with script and without; axe finds nothing."""
    one = visit(width=width, dark=dark, script=script)
    page = one.open(f"/claim?{query}")
    page.locator("#in-accuracy").focus()
    page.keyboard.type("99%")
    page.keyboard.press("Enter")
    one.settled()
    assert "99 %" in page.locator("main .lead").inner_text().replace("\u00a0", " ")
    assert 0 >= one.overflow()
    if script:
        assert [] == one.violations()
