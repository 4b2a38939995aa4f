"""One page to print: a sentence first, on exactly one side of a sheet, every number a fact."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser
from tests.web.conftest import WORLDS, Server, Visit

from misid.document.columns import fact_at
from misid.study import Study
from misid.writers.html import html as as_html

Begin = Callable[..., Visit]
HEIGHTS = (
    "all => all.map(one => [one.clientHeight,"
    " one.clientWidth * one.naturalHeight / one.naturalWidth])"
)
"""How high each picture is, and would be with all the room that its width asks for."""
ONE = "&with=delete-non-matches"
THREE = "&with=trained-review&with=flagged-references-only&with=delete-all"
# Points of a sheet, as a PDF says them; a page of the other size is another page.
SIZES = {"a4": (595, 842), "letter": (612, 792)}


@pytest.mark.parametrize("paper", SIZES)
@pytest.mark.parametrize(
    "programme",
    [
        "lang=en",
        f"lang=es{ONE}",
        f"lang=es{THREE}",
        "lang=es&with=strict-threshold",
        f"lang=en{THREE}&stops.share_enrolled=0.5",
        "lang=es&scenario=airport-exit",
        f"lang=en&scenario=live-watchlist{ONE}",
    ],
)
def test_it_is_one_page(browser: Browser, server: Server, programme: str, paper: str) -> None:
    """However much is said: pictures take what the words leave, and are still large enough."""
    path = f"/sheet?{programme}&paper={paper}"
    drawings = re.findall(r'<img src="([^"]+)"', server.get(path).text)
    for drawing in drawings:
        server.get(html.unescape(drawing))
    page = browser.new_page(viewport={"width": 700, "height": 900})
    page.emulate_media(media="print")
    page.goto(server.url + path.lstrip("/"), wait_until="networkidle")
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert [SIZES[paper]] == [(round(float(wide)), round(float(high))) for wide, high in boxes]
    spare = "element => element.clientHeight - element.scrollHeight"
    assert 0 <= page.locator(".sheet").evaluate(spare)
    assert 0 <= page.locator(".plates").evaluate(spare)
    high = page.locator(".sheet img").evaluate_all(HEIGHTS)
    assert 3 <= len(high)
    assert all(50 <= shown or flat <= 1.02 * shown for shown, flat in high), high
    page.close()


def numbers(page: str) -> list[tuple[str, float]]:
    """The fact and the value of each number that has a fact."""
    found = re.findall(r'<data value="([^"]+)"(?: id="[^"]*")? data-fact="([^"]+)"', page)
    return [(html.unescape(fact), float(value)) for value, fact in found]


def test_every_number_is_a_fact_of_the_study(server: Server) -> None:
    """As it is, and with a change, whose finding is that of the comparison."""
    study = Study("task-force-module", draws=WORLDS)
    shown = numbers(server.get("/sheet").text)
    assert 8 < len(shown)
    for path, value in shown:
        assert fact_at(study.results, path) == value, path
    changed = study.change("delete-non-matches")
    comparison = study.compare(changed)
    shown = numbers(server.get(f"/sheet?lang=en{ONE}").text)
    lead = [one for one in shown if one[0].startswith("outputs.")]
    assert lead
    for path, value in lead:
        assert fact_at(comparison, path) == value, path


def test_both_sides_of_what_decides_stand_in_the_sentence(server: Server) -> None:
    """No average without its sides before it."""
    text = server.get("/sheet").text
    lead = re.sub(r"<[^>]+>", "", re.findall(r'<p class="lead">(.*?)</p>', text, re.DOTALL)[0])
    places = [lead.index(one) for one in ("any candidate", "a flagged record", "Mixed")]
    assert sorted(places) == places


def test_five_questions_cautions_address_and_stamp_stand_on_it(server: Server) -> None:
    """What one needs to ask, to doubt, and to see the same again."""
    text = server.get(f"/sheet?lang=en{ONE}").text
    asked = re.findall(r'<section class="asked".*?</section>', text, re.DOTALL)[0]
    assert 5 == asked.count("<li>")
    cautions = re.findall(r'<section class="cautions".*?</section>', text, re.DOTALL)[0]
    assert "What it cannot fix" in cautions
    assert "A synthetic model" in cautions
    made = html.unescape(re.findall(r'<p class="made">.*?</p>', text, re.DOTALL)[0])
    assert f"{server.url}change?scenario=task-force-module&with=delete-non-matches" in made
    assert "misid run task-force-module --with=delete-non-matches" in made
    assert "1,024 worlds" not in made
    assert f"{WORLDS} worlds, seed 1" in made


def test_the_ledger_orders_the_questions_once_it_is_worked_out(server: Server) -> None:
    """Until then they stand in the quick order, and no work is begun for them."""
    place = "/sheet?scenario=live-watchlist&lang=en&seed=7"
    assert "the ledger" not in server.get(place).text
    for _ in range(300):
        if "<progress" not in server.get(place.replace("/sheet", "/questions")).text:
            break
    text = server.get(place).text
    assert "In the order of the ledger" in text
    assert 1 <= text.count("<li>", text.index('class="asked"'))


def test_other_paper_is_refused(server: Server) -> None:
    """In the one form of errors."""
    answer = server.ask("/sheet?paper=a5")
    assert 422 == answer.status
    assert "paper=a4 or paper=letter" in answer.text


@pytest.mark.parametrize(
    ("width", "dark"), [(1280, False), (1280, True), (320, False), (320, True)]
)
def test_axe_finds_nothing(visit: Begin, width: int, dark: bool) -> None:
    """The sheet is light where the page is dark, and reflows on a small screen."""
    one = visit(width=width, dark=dark)
    one.open(f"/sheet?lang=en{ONE}")
    assert [] == one.violations()
    assert 0 == one.overflow()


def test_it_is_read_without_script(visit: Begin) -> None:
    """The browser prints it; only the button is missing."""
    page = visit(script=False).open("/sheet?paper=letter")
    assert page.locator("button[data-print]").is_hidden()
    assert page.get_by_role("link", name="A4").is_visible()
    assert 3 == page.locator(".sheet img").count()


def test_the_brief_that_is_taken_is_that_of_the_command(server: Server) -> None:
    """With a change on it, the file is what `misid brief` writes of the same programme."""
    made = as_html(Study("task-force-module", "delete-non-matches", draws=WORLDS).brief("es"))
    assert made == server.get(f"/sheet/brief.html?lang=es{ONE}").text
    assert server.get(f"/sheet/brief.pdf?lang=es{ONE}").body.startswith(b"%PDF")
    assert 404 == server.ask("/sheet/brief.docx").status
