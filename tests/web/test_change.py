"""Change the programme: by mouse, by keyboard, without script; every number is the study's."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import html
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect
from tests.web.conftest import WORLDS, Server, Visit

from misid.document.columns import fact_at
from misid.scenario import inputs
from misid.study import Study
from misid.web.address import VERSION
from misid.words.cards import FIRST

Begin = Callable[..., Visit]
SAFEGUARD = "delete-non-matches"
CHANGED = f"/change?with={SAFEGUARD}&review.share_reviewed=0.5"


def numbers(page: str) -> list[tuple[str, float]]:
    """The fact and the value of each number that has a fact."""
    found = re.findall(r'<data value="([^"]+)"(?: id="[^"]*")? data-fact="([^"]+)"', page)
    return [(html.unescape(fact), float(value)) for value, fact in found]


def test_every_number_of_the_programme_as_it_is_equals_the_results(server: Server) -> None:
    """Nothing is made on the page: what stands there is a fact of the study of this address."""
    results = Study("task-force-module", draws=WORLDS).results
    shown = numbers(server.get("/change").text)
    assert len(FIRST) < len(shown)
    facts = [(path, value) for path, value in shown if path.startswith("headline.")]
    assert facts
    for path, value in facts:
        assert fact_at(results, path) == value, path


def test_every_number_of_a_change_equals_the_comparison(server: Server) -> None:
    """Both sides are those of the same worlds."""
    study = Study("task-force-module", draws=WORLDS)
    changed = study.change([SAFEGUARD, {"review.share_reviewed": 0.5}])
    comparison = study.compare(changed)
    shown = [one for one in numbers(server.get(CHANGED).text) if one[0].startswith("outputs.")]
    assert set(FIRST) <= {path.split(".")[1] for path, _ in shown}
    for path, value in shown:
        assert fact_at(comparison, path) == value, path


def test_a_lever_is_moved_with_the_mouse(visit: Begin) -> None:
    """What was changed stands in the address; back undoes it, forward does it again."""
    one = visit()
    page = one.open("/change")
    page.get_by_label("Delete photographs that match nothing within 24 hours").check()
    page.wait_for_url("**with=delete-non-matches**")
    one.settled()
    assert "unchanged" in page.locator("#card-wrong_person_references").locator("..").inner_text()
    page.go_back()
    page.wait_for_url(lambda url: "with=" not in url)
    one.settled()
    expect(page.get_by_label("Delete photographs that match nothing")).not_to_be_checked()
    page.go_forward()
    page.wait_for_url("**with=delete-non-matches**")
    one.settled()
    expect(page.get_by_label("Delete photographs that match nothing")).to_be_checked()


def test_a_lever_is_moved_with_the_keyboard_alone(visit: Begin) -> None:
    """Tab reaches the switch and space turns it; nothing else is needed."""
    one = visit()
    page = one.open("/change")
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == SAFEGUARD:
            break
    page.keyboard.press("Space")
    page.wait_for_url("**with=delete-non-matches**")
    one.settled()
    assert page.evaluate("document.activeElement.value") == SAFEGUARD, "the focus was lost"


def test_a_lever_is_moved_without_script(visit: Begin) -> None:
    """A form and its button do the same; the address holds only what was changed."""
    one = visit(script=False)
    page = one.open("/change")
    page.get_by_label("Delete photographs that match nothing within 24 hours").check()
    page.get_by_role("button", name="Work it out").first.click()
    one.settled()
    query = parse_qs(urlsplit(page.url).query)
    assert {
        "scenario": ["task-force-module"], "with": [SAFEGUARD], "lang": ["en"], "v": [VERSION]
    } == query  # fmt: skip
    page.get_by_role("button", name="more: How strictly the threshold was set").first.click()
    one.settled()
    assert "threshold.rate" in parse_qs(urlsplit(page.url).query)


def test_a_share_is_written_in_per_cent_and_held_as_a_share(server: Server) -> None:
    """The field says per cent; the address holds what the scenario means."""
    answer = server.get("/change?review.share_reviewed.percent=50&threshold.rate=")
    assert "review.share_reviewed=0.5" in answer.url
    assert 'name="review.share_reviewed.percent"' in answer.text
    assert re.search(r'name="review.share_reviewed.percent"[^>]*value="50"', answer.text)


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("review.share_reviewed.percent=150", 422, "is 150%, but a share from 0 to 1 is needed"),
        ("review.share_reviewed=abc", 422, "a share from 0 to 1 is needed"),
        ("review.share_reviewed=nan", 422, "a share from 0 to 1 is needed"),
        ("no.such=1", 422, "no input is called no.such"),
        ("with=no-such", 422, "no safeguard or reading is called"),
        ("with=/etc/hostname", 422, "no safeguard or reading is called"),
        ("answer.reference_rule=perhaps", 422, "none of its options"),
        ("stops.composition=1", 422, "no single number"),
        ("v=0.0.1", 409, "made by misid 0.0.1"),
        ("scenario=none", 422, "no scenario is called"),
        ("seed=-1", 422, "a seed is a whole number"),
        ("lang=xx", 422, "no page is written in the language"),
        ("threshold.rate=0.1&threshold.rate=0.2", 422, "twice"),
        (f"threshold.rate={'1' * 300}", 422, "more than 200 letters"),
        ("with=strict-threshold&threshold.rate=0.01", 422, "strict-threshold"),
    ],
)
def test_what_cannot_be_meant_is_said_and_kept(
    server: Server, query: str, status: int, said: str
) -> None:
    """One form of error, above the form as it was filled in; no number of nothing is shown."""
    answer = server.get(f"/change?{query}")
    assert status == answer.status
    assert said in html.unescape(answer.text)
    assert 'id="mistake"' in answer.text
    assert "Traceback" not in answer.text
    assert 'class="card"' not in answer.text


def test_what_was_entered_is_kept_beside_its_mistake(server: Server) -> None:
    """Nobody types a number twice."""
    answer = server.get("/change?review.share_reviewed.percent=150&with=delete-non-matches")
    assert re.search(r'name="review.share_reviewed.percent"[^>]*value="150"', answer.text)
    assert re.search(rf'value="{SAFEGUARD}" checked', answer.text)


def test_every_input_stands_on_the_page_once(server: Server) -> None:
    """A lever or a word that it cannot be changed here, for each; those that decide most first."""
    page = server.get("/change").text
    study = Study("task-force-module", draws=WORLDS)
    for one in inputs(study.scenario):
        fields = len(re.findall(rf'id="in-{re.escape(one.name)}"', page))
        radios = len(re.findall(rf'name="{re.escape(one.name)}" value=""', page))
        assert fields + radios <= 1, one.name
    decisive = study.results.uncertainty.inputs[0].input
    names = re.findall(r'(?:id="in-|type="radio" name=")([\w.]+)"', page)
    assert decisive == names[0]


@pytest.mark.parametrize("path", ["/change", CHANGED, "/change?no.such=1&lang=es"])
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (320, True)])
def test_everybody_can_read_it(visit: Begin, path: str, width: int, dark: bool) -> None:
    """axe-core finds nothing, and nothing is wider than the window."""
    one = visit(width=width, dark=dark)
    one.open(path)
    assert [] == one.violations()
    assert 0 == one.overflow()


def test_two_tabs_do_not_know_of_each_other(visit: Begin) -> None:
    """The state is in the address, so each tab keeps its own."""
    first, second = visit(), visit()
    first.open(f"/change?with={SAFEGUARD}")
    second.open("/change?with=second-reviewer")
    first.page.reload()
    assert first.settled().locator(f"input[value={SAFEGUARD}]").is_checked()
    assert not first.page.locator("input[value=second-reviewer]").is_checked()
    assert second.page.locator("input[value=second-reviewer]").is_checked()
