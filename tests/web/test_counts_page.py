"""Disclosed counts on the page: understood, asked, answered, taken; nobody is named."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.web.conftest import SEND, Answer, Server, Visit
from tests.workbook import cell, row, workbook

from misid.disclosure import CountsAsked, counts_of, read_disclosure
from misid.errors import MeaningError
from misid.web.table_answers import TableAnswers, asked, read_answers

Begin = Callable[..., Visit]
SECRET = "quetzalcoatl"  # noqa: S105 - a name that nobody may see
TABLE = f"""Date,Officer,Faces seen,Total alerts,True alerts,False alerts
02/11/2024,{SECRET}-1,4600,10,9,2
05/12/2024,{SECRET}-2,5100,12,<5,-
03/01/2026,{SECRET}-3,900,3,2,1
"""
NEWER = TABLE.replace("5100", "5200") + f"04/01/2027,{SECRET}-4,700,1,1,0\n"
DAY_FIRST = "day-first"


@pytest.fixture(scope="module")
def server(own_server: Server) -> Server:
    """What is sent to it can be seen."""
    return own_server


def pasted(visit: Visit, table: str, *, newer: str = "", lang: str = "en") -> Page:
    """Paste a table into the form, or two, and wait for what is shown."""
    page = visit.open(f"/counts?lang={lang}")
    page.locator("#pasted").fill(table)
    if newer:
        page.locator("form.upload details summary").click()
        page.locator("#pasted-newer").fill(newer)
    page.locator(SEND).click()
    page.wait_for_url("**/counts/*")
    return visit.settled()


def test_what_is_asked_is_answered_and_the_counts_are_those_of_the_command(
    visit: Begin, folder: Path, tmp_path: Path
) -> None:
    """Without script: nothing is chosen beforehand, an answer can be taken back."""
    one = visit(script=False)
    page = pasted(one, TABLE)
    assert 0 == page.locator("#questions input:checked").count()
    assert SECRET not in page.content()
    expect(page.locator("section.write")).to_have_count(0)
    page.locator(f"#questions input[value={DAY_FIRST}]").check()
    page.locator("#questions input[name=dash][value=not-given]").check()
    page.locator("#questions button").click()
    page.wait_for_url("**dates=**")
    one.settled()
    expect(page.locator("main")).to_contain_text("parts do not add up")
    expect(page.locator(".told")).to_contain_text("the day stands first", ignore_case=True)
    path = tmp_path / "pasted-table.txt"
    path.write_bytes(TABLE.replace("\n", "\r\n").encode())
    asked = CountsAsked(dates="day_first", dash_means="not_given")
    expected = counts_of(read_disclosure(path, asked))
    assert expected.as_data() == file_of(one, "counts.json").json
    assert all(SECRET not in one.server.get(link).text for link in links(page, "json", "csv"))
    (link,) = links(page, "counts.json")
    for name in ("counts.exe", "counts.", "nothing.json"):
        assert 404 == one.server.get(link.replace("counts.json", name)).status
    page.get_by_role("link", name="Take it back").first.click()
    expect(page.locator("#questions")).to_have_count(1)
    page.get_by_role("button", name="Delete the table now").click()
    expect(page.locator(".done")).to_be_visible()
    assert [] == [path for path in folder.rglob("*") if path.is_file()]


def links(page: Page, *endings: str) -> list[str]:
    """The files that a page offers."""
    every = [str(one.get_attribute("href")) for one in page.locator("a[download]").all()]
    return [link for link in every if link.split("?")[0].endswith(endings)]


def file_of(visit: Visit, name: str) -> Answer:
    """A file that the page offers."""
    link = next(link for link in links(visit.page, name))
    return visit.server.get(link)


def test_two_snapshots_say_what_was_rewritten(visit: Begin) -> None:
    """By keyboard, on a small phone in the dark, in Spanish; it passes axe and fits."""
    one = visit(width=320, dark=True)
    page = pasted(one, TABLE, newer=NEWER, lang="es")
    assert [] == one.violations()
    page.locator(f"#questions input[value={DAY_FIRST}]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**dates=**")
    one.settled()
    expect(page.locator("main")).to_contain_text("5200")
    expect(page.locator("#both")).to_be_visible()
    assert SECRET not in page.content()
    one.check()


def choose(page: Page, content: bytes) -> None:
    """Choose a file of this content."""
    page.locator("#table").set_input_files(
        {"name": "t.xlsx", "mimeType": "application/octet-stream", "buffer": content}
    )


def test_what_is_no_table_is_refused_and_goes(visit: Begin, folder: Path) -> None:
    """An image by its first bytes, nothing at all, a file beside pasted text, which stays."""
    one, before = visit(width=320), set(folder.rglob("*"))
    page = one.open("/counts?lang=en")
    assert [] == one.violations()
    choose(page, b"\x89PNG\r\n\x1a\n" + bytes(90))
    page.locator(SEND).click()
    expect(page.locator("#mistake")).to_contain_text("PNG image")
    choose(page, TABLE.encode())
    page.locator("#pasted").fill(TABLE)
    page.locator(SEND).click()
    expect(page.locator("#mistake")).to_contain_text("text was pasted too")
    expect(page.locator("#kept-table")).to_be_visible()
    one.check()
    page.get_by_role("button", name="Delete the files now").click()
    expect(page.locator(".done")).to_be_visible()
    page.locator(SEND).click()
    expect(page.locator("#mistake")).to_contain_text("no file was chosen", ignore_case=True)
    assert one.overflow() <= 0
    assert before == set(folder.rglob("*"))


def test_of_two_tables_only_the_one_that_cannot_be_read_is_chosen_again(
    visit: Begin, folder: Path
) -> None:
    """Without script; the other is here still, loaded again too, and nothing is left in the end."""
    before, one = set(folder.rglob("*")), visit(width=320, dark=True, script=False)
    page = one.open("/counts?lang=en")
    page.locator("form.upload details summary").click()
    choose(page, TABLE.encode())
    file = {"name": "newer.csv", "mimeType": "text/csv", "buffer": b"PK\x03\x04" + bytes(90)}
    page.locator("#newer").set_input_files(file)  # type: ignore[arg-type]
    page.locator(SEND).click()
    one.settled()
    for _ in range(2):
        expect(page.locator("#mistake")).to_contain_text("newer.csv")
        expect(page.locator("#kept-table")).to_contain_text("t.xlsx is here still")
        expect(page.locator("#kept-newer")).to_have_count(0)
        page.reload()
    page.locator("#newer").set_input_files(file | {"buffer": NEWER.encode()})  # type: ignore[arg-type]
    page.locator(SEND).click()
    page.wait_for_url("**/counts/*")
    one.settled()
    expect(page.locator("#questions")).to_have_count(1)
    page.get_by_role("button", name="Delete the table now").click()
    assert before == set(folder.rglob("*"))


def test_answers_read_a_table_as_options_do() -> None:
    """Fields of the page mean what options of the command mean."""
    said = {
        "dates": "swapped", "decimal": "comma", "sheet": "2", "role-C": "searches",
        "pick-references": "none D E", "running-D": "cumulative", "running-E": "each-period",
        "scenario": "airport-exit",
    }  # fmt: skip
    expected = CountsAsked(
        sheet="May", dates="swapped", decimal=",",
        columns={"D": "count", "E": "count", "C": "searches"}, cumulative=("D",),
        each_period=("E",),
    )  # fmt: skip
    assert expected == asked(read_answers(said.items()), ("April", "May"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("dates", "first"),
        ("role-A", "face"),
        ("running-B", "maybe"),
        ("pick-face", "B"),
        ("keep_all", "0"),
    ],
)
def test_answers_that_no_field_offers_are_refused(name: str, value: str) -> None:
    """An address that was put together by hand says nothing that the page cannot."""
    with pytest.raises(MeaningError):
        asked(read_answers([(name, value)]), ())


def test_a_sheet_that_is_not_there_is_refused() -> None:
    """By its number, with how many there are."""
    with pytest.raises(MeaningError, match="no sheet '3'"):
        asked(TableAnswers((("sheet", "3"),)), ("April", "May"))


def test_an_address_of_a_sheet_that_is_not_there_is_told_to_be_wrong(visit: Begin) -> None:
    """In the one form, with a status that says so, however the number is written."""
    one = visit(script=False)
    page = one.open("/counts?lang=en")
    rows = "".join(
        row(at, cell(f"A{at}", first), cell(f"B{at}", second))
        for at, (first, second) in enumerate((("Year", "Alerts"), (2024, 5), (2025, 7)), 1)
    )
    choose(page, workbook(April=rows, May=rows))
    page.locator(SEND).click()
    page.wait_for_url("**/counts/*")
    path = page.url.split("?")[0].removeprefix(one.server.url)
    for number in ("9", "01", "0", "%C2%B2"):
        answer = one.server.get(f"{path}?lang=en&sheet={number}")
        assert 422 == answer.status
        assert "here is no sheet" in answer.text
    assert 200 == one.server.get(f"{path}?lang=en&sheet=2").status
