"""What counts say, on the page: carried over from a table, worked out apart, taken as files."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.web.conftest import SEND, Server, Visit

from misid.disclosure import read_counts
from misid.inference.infer import counts_digest
from misid.inference.schema import Inference
from misid.results.run import DEFAULT_SEED
from misid.scenario.read import read_text
from misid.study.infer import DEFAULT_WORLDS

Begin = Callable[..., Visit]
TABLE = "Period,Faces searched,Total alerts,False alerts\n2024,3147436,2077,10\n"
COUNTS = b"""schema: misid-counts/1
title: Some counts
periods:
  - {label: a year, counts: {searches: 3147436, references: 2077, references_wrong: 10}}
"""


@pytest.fixture(scope="module")
def server(own_server: Server) -> Server:
    """What is sent to it can be seen."""
    return own_server


def test_counts_of_a_table_lead_to_a_new_scenario(visit: Begin) -> None:
    """Without script, with the worlds and the seed of the command; in Spanish on a phone too."""
    one = visit(script=False)
    page = one.open("/counts?lang=en")
    page.locator("#pasted").fill(TABLE)
    page.locator(SEND).click()
    page.wait_for_url("**/counts/*")
    one.settled()
    link = page.locator("a[download][href*='counts.json']").get_attribute("href")
    counts = read_counts(one.server.get(str(link)).text, "counts.json")
    page.get_by_role("button", name="Learn from these counts").click()
    page.wait_for_url("**/infer/*")
    one.settled()
    assert 0 == page.locator("input[type=radio]:checked").count()
    page.locator("input[value=live-watchlist]").check()
    page.get_by_role("button", name="Work out what they say").click()
    page.wait_for_url("**/report?*")
    one.settled()
    said = Inference.model_validate_json(one.server.get(_file(page.url, "report.json")).text)
    assert (counts_digest(counts), "live-watchlist") == (said.counts.digest, said.stamp.scenario)
    assert (DEFAULT_WORLDS, DEFAULT_SEED) == (said.sampling.worlds, said.stamp.seed)
    expect(page.locator("figure")).to_have_count(2)
    given = one.server.get(_file(page.url, "scenario.yaml")).text
    assert "live-watchlist-given-counts" == read_text(given, file="given.yaml").name
    other = visit(width=320, dark=True)
    other.in_spanish(page.url)


def _file(url: str, name: str) -> str:
    path, query = url.split("/infer/", 1)[1].split("?", 1)
    return f"/infer/{path.removesuffix('/report')}/{name}?{query}"


def test_work_on_counts_can_be_stopped(visit: Begin, folder: Path) -> None:
    """By keyboard: the counts stay, for another programme, until they are deleted."""
    before = set(folder.rglob("*"))
    one = visit(width=320)
    page = one.send("/infer?lang=en", "counts", "counts.yaml", COUNTS)
    assert [] == one.violations()
    page.locator("input[value=airport-exit]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Stop, and go back").focus()
    page.keyboard.press("Enter")
    one.settled()
    expect(page.locator("main .lead")).to_have_text("Of which programme are these counts?")
    page.get_by_role("button", name="Delete the counts now").click()
    expect(page.locator(".done")).to_be_visible()
    assert before == set(folder.rglob("*"))


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("counts.yaml", b"\xff\xd8\xff\xe0" + bytes(60), "JPEG image"),
        ("counts.yaml", b"schema: misid-counts/9\nperiods: []\n", "misid-counts"),
    ],
)
def test_what_is_no_file_of_counts_is_refused_and_goes(
    visit: Begin, folder: Path, name: str, content: bytes, told: str
) -> None:
    """With the form to send another one."""
    before = set(folder.rglob("*"))
    one = visit()
    one.send("/infer?lang=en", "counts", name, content)
    expect(one.page.locator("#mistake")).to_contain_text(told)
    expect(one.page.locator("#counts")).to_have_count(1)
    assert before == set(folder.rglob("*"))
