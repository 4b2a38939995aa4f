"""An audit on the page: a plan, and a log of which nobody is named, the same as in a terminal."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import base64
import html
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import expect
from tests.web.conftest import SEND, Server, Visit

from misid.audit.fixed import AuditAsked
from misid.audit.schema import AuditPlan
from misid.errors import FormatError, MeaningError
from misid.searchlog.checks.audit import LogQuestion
from misid.searchlog.checks.cells import TimeForm
from misid.searchlog.checks.merkle import merkle_root
from misid.searchlog.checks.schema import LogAudit
from misid.study.audit import plan_audit
from misid.study.audit_log import audit_log
from misid.web.auditing import look_at, shape_of
from misid.web.log_fields import read_log_fields
from misid.web.plan_fields import read_plan_fields

Begin = Callable[..., Visit]
SECRET = "quetzalcoatl"  # noqa: S105 - a name that nobody may see
HEAD = "search_id,stamp,agency,officer,person,answer,reference_code,reason\n"
LOG = HEAD + "".join(
    f"{SECRET}-{row},2026-01-{row % 28 + 1:02d} {row % 24:02d}:15,"
    f"{'North' if row % 3 else 'South'},{SECRET}-o{row % 9},{SECRET}-p{row},"
    f"{'Hit' if row % 10 == 0 else 'No hit'},"
    f"{f'{SECRET}{row // 20}' if row % 10 == 0 else ''},{'' if row % 40 == 0 else 'stop'}\n"
    for row in range(200)
)

NAMELESS = "Ana Gomez,unit a\nBo Carr,unit b\nCy Diaz,unit b\n"
"""Words on words: the first line is a row, or names."""
NAMED = ("Ana", "Gomez", "unit a")


OWN_RULES = """schema: misid-log-rules/1
rules:
  - id: short-reason
    shape: row
    title: A reason too short to say anything
    sentence: "{count} of {of} searches have a reason of less than {least} letters."
    of: searched
    breaks: length(reason) < least
    asked: [least]
    severity: low
    matters: Such a reason was typed to get past the field.
    citation: The agency's own instruction
"""


def checkpoint(log: str) -> str:
    """Of a log, as whoever keeps it publishes one."""
    entries = log.encode().splitlines()[1:]
    root = base64.b64encode(merkle_root(entries)).decode()
    return f"a log\n{len(entries)}\n{root}\n\n"


@pytest.fixture(scope="module")
def server(own_server: Server) -> Server:
    """What is sent to it can be seen."""
    return own_server


def test_plan_of_the_page_is_that_of_a_terminal(visit: Begin) -> None:
    """Asked for without script and taken as a file; in Spanish it passes axe on a phone."""
    one = visit(script=False)
    page = one.open("/audit?lang=en")
    page.locator("#in-below").fill("2%")
    page.locator("#in-rows").fill("4000")
    page.locator("#in-again").fill("200")
    page.get_by_role("button", name="Work out the plan").click()
    page.wait_for_url("**below=**")
    one.settled()
    expected = plan_audit(AuditAsked(below=0.02, again=200), sizes={"": 4000})
    link = page.locator("a[download][href*='plan.json']").get_attribute("href")
    assert expected == AuditPlan.model_validate_json(one.server.get(str(link)).text)
    expect(page.locator("main")).to_contain_text("One by one")
    other = visit(width=320, dark=True)
    other.in_spanish(page.url)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"below": "1%"}, "needs the rows of the log"),
        ({"below": "1%", "rows": "90", "ratio": "2"}, "one question"),
        ({"below": "1%", "rows": "90", "rate": "0.1%", "from_scenario": "1"}, "give it too"),
        ({"below": "1%", "stratum-1": "north"}, "needs both"),
        ({"ratio": "2", "rows": "90", "rate": "1%"}, "two strata"),
        ({"below": "1%", "rows": "90", "only": "officer=Lee"}, "people or of searches"),
        ({"below": "1%", "rows": "90", "only": "unit=P123456789012"}, "people or of searches"),
        (
            {"below": "1%", "by": "unit", "stratum-1": "P123456789012", "rows-1": "90"},
            "people or of searches",
        ),
    ],
)
def test_what_cannot_be_asked_is_told_with_the_form_as_it_was(
    server: Server, said: dict[str, str], told: str
) -> None:
    """In the one form, with a status that says so; what was entered stands there."""
    answer = server.get(f"/audit?{urlencode(said)}")
    assert 422 == answer.status
    assert told in answer.text
    assert all(f'value="{value}"' in answer.text for value in said.values())


def test_the_command_on_the_page_makes_the_plan_at_hand(server: Server) -> None:
    """With what was entered, quoted; the next steps read the second sheet where there is one."""
    said = {"below": "2%", "rows": "4000", "again": "200", "only": "answer=reference to"}
    text = html.unescape(server.get(f"/audit?{urlencode(said)}").text)
    asked = "--below 2% --only 'answer=reference to' --again 200 --out plan.json"
    assert f"misid audit plan searches.csv {asked}" in text
    assert "audit/sheet.csv --second audit/second.csv --plan" in text
    strata = {"ratio": "2", "rate": "1%", "stratum-1": "a", "rows-1": "900", "stratum-2": "b"}
    text = server.get(f"/audit?{urlencode(strata | {'rows-2': '800', 'rate-2': '2%'})}").text
    of = "--stratum a=900 --stratum b=800 --stratum-rate b=2%"
    assert f"misid audit plan --ratio 2 --rate 1% {of} --out plan.json" in text
    assert "--second" not in text


def test_grey_text_in_an_empty_field_says_what_it_is(server: Server) -> None:
    """An example, or what stands for nothing."""
    text = server.get("/audit?lang=en").text
    assert 'placeholder="e.g. 400"' in text
    assert 'placeholder="if empty: 95%"' in text


def test_strata_and_their_rates_are_read() -> None:
    """Names stand beside rows and assumed shares by their number."""
    said = {
        "ratio": "2", "stratum-1": "north", "rows-1": "800", "stratum-3": "south", "rows-3": "200",
        "rate-3": "2%", "rate": "1%..4%", "method": "sequential", "sensitivity": "0.9..0.98",
    }  # fmt: skip
    with pytest.raises(MeaningError, match="from_scenario is '0', which is none of its options"):
        read_plan_fields(said | {"from_scenario": "0"})
    plan = read_plan_fields(said)
    assert plan is not None
    assert {"north": 800, "south": 200} == plan.sizes
    assert {"south": 0.02} == plan.asked.rates
    assert (0.01, 0.02, 0.04) == (
        plan.asked.rate.low, plan.asked.rate.middle, plan.asked.rate.high,
    )  # fmt: skip
    assert (0.9, 0.98) == plan.asked.checkers.sensitivity


def test_one_name_for_two_strata_is_refused() -> None:
    """Since the rows of one would be lost."""
    said = {"below": "1%", "stratum-1": "n", "rows-1": "8", "stratum-2": "n", "rows-2": "9"}
    with pytest.raises(MeaningError, match="two strata"):
        read_plan_fields(said)


def test_log_is_checked_as_in_a_terminal_and_nobody_is_named(
    visit: Begin, folder: Path, tmp_path: Path
) -> None:
    """Without script: a column is said, its shape alone is seen, and the facts are the same."""
    before = set(folder.rglob("*"))
    one = visit(script=False)
    page = one.send("/audit/log?lang=en", "log", "log.csv", LOG)
    page.wait_for_url("**/audit/log/*")
    one.settled()
    expect(page.locator("main")).to_contain_text("9999-99-99 99:99")
    seen = [page.content()]
    for summary in page.locator("main details summary").all():
        summary.click()
    page.locator("#in-time").select_option("2")
    page.locator("#in-answer-reference").fill("Hit")
    page.locator("#in-answer-do_not_detain").fill("No hit")
    page.get_by_role("button", name="Check the log").click()
    page.wait_for_url("**/report?*")
    one.settled()
    seen.append(page.content())
    link = page.locator("a[download][href*='report.json']").get_attribute("href")
    seen.append(one.server.get(str(link)).text)
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    question = LogQuestion(
        columns={"time": "stamp"}, answers={"Hit": "reference", "No hit": "do_not_detain"}
    )
    assert audit_log(path, question=question) == LogAudit.model_validate_json(seen[-1])
    assert [] == [text for text in seen if SECRET in text]
    other = visit(width=320, dark=True)
    other.in_spanish(page.url)
    page.get_by_role("button", name="Delete the log now").click()
    assert before == set(folder.rglob("*"))


def test_rules_of_ones_own_and_a_checkpoint_are_sent_with_the_log(
    visit: Begin, folder: Path
) -> None:
    """A file of rules that is none is chosen again alone; by keyboard, on a phone in the dark."""
    before, one = set(folder.rglob("*")), visit(width=320, dark=True)
    page = one.open("/audit/log?lang=en")
    page.locator("form.upload details summary").focus()
    page.keyboard.press("Enter")
    one.check()
    for slot, name, text in (
        ("log", "log.csv", LOG), ("rules", "own.yaml", "rules: 3"),
        ("checkpoint", "checkpoint.txt", checkpoint(LOG)),
    ):  # fmt: skip
        given = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
        page.locator(f"#{slot}").set_input_files(given)  # type: ignore[arg-type]
    page.locator(SEND).focus()
    page.keyboard.press("Enter")
    one.settled()
    expect(page.locator("#mistake")).to_contain_text("own.yaml")
    expect(page.locator("p.kept")).to_have_count(2)
    one.check()
    own = {"name": "own.yaml", "mimeType": "text/plain", "buffer": OWN_RULES.encode()}
    page.locator("#rules").set_input_files(own)  # type: ignore[arg-type]
    page.locator(SEND).click()
    page.wait_for_url("**/audit/log/*")
    one.settled()
    page.get_by_text("Numbers that only you know").click()
    expect(page.locator("#in-root")).to_have_count(0)
    page.locator("#in-number-least").fill("9")
    one.check()
    page.get_by_role("button", name="Check the log").click()
    page.wait_for_url("**/report?*")
    one.settled()
    expect(page.locator("main")).to_contain_text("have a reason of less than 9 letters")
    page.get_by_role("button", name="Delete the log now").click()
    assert before == set(folder.rglob("*"))


def test_a_row_in_place_of_names_is_refused(tmp_path: Path) -> None:
    """A log without its line of names: nothing of its first row is told, here and in a terminal."""
    path = tmp_path / "log.csv"
    for text in (LOG.removeprefix(HEAD), f"{SECRET},PD One\n{SECRET},PD Two\nOtto,PD One\n"):
        path.write_text(text)
        for read in (lambda: look_at(path, {"officer": "2", "time": "1"}), lambda: audit_log(path)):
            with pytest.raises(FormatError, match="no line of names") as refused:
                read()
            assert SECRET not in str(refused.value)
    path.write_text(NAMELESS)
    asked = look_at(path, {"officer": "1", "agency": "2"})
    assert ((), True) == (asked.columns, "or names" in str(asked.mistake))
    assert 2 == len(look_at(path, {"names": "1"}).columns)
    path.write_text(LOG)
    assert HEAD.strip().split(",") == [column.name for column in look_at(path, {}).columns]


def test_words_on_words_are_asked_whether_they_are_names_and_the_log_is_kept(visit: Begin) -> None:
    """Nothing of the first line is told until it is said; no column by its number says it."""
    one = visit(width=320)
    page = one.send("/audit/log?lang=en", "log", "log.csv", NAMELESS)
    page.wait_for_url("**/audit/log/*")
    one.settled()
    expect(page.locator("#mistake")).to_contain_text("The first line holds the names of columns")
    one.check()
    answer = one.server.get(f"{urlsplit(page.url).path}/report?officer=1&agency=2")
    assert 422 == answer.status
    assert [] == [word for word in NAMED if word in page.content() + answer.text]
    page.locator("input[name=names]").check()
    page.get_by_role("button", name="Check the log").click()
    page.wait_for_url("**/report?*names=1*")
    one.settled()
    expect(page.locator("main")).to_contain_text("2 rows")


def test_image_in_place_of_a_log_is_refused(visit: Begin, folder: Path) -> None:
    """By its first bytes; nothing of it is kept."""
    before = set(folder.rglob("*"))
    one = visit()
    page = one.send("/audit/log?lang=en", "log", "log.csv", b"GIF89a" + bytes(60))
    expect(page.locator("#mistake")).to_contain_text("GIF image")
    assert before == set(folder.rglob("*"))


def test_fields_of_a_log_are_read_as_options_are() -> None:
    """Columns by number, several words of one answer, a zone, an order of days."""
    said = {
        "time": "2", "answer-reference": "Hit; Maybe", "timezone": "America/Chicago",
        "dates": "mdy", "duty_from": "6",
    }  # fmt: skip
    expected = LogQuestion(
        columns={"time": "b"}, reading=TimeForm("America/Chicago", "mdy"),
        numbers={"duty_from": 6.0}, answers={"Hit": "reference", "Maybe": "reference"},
    )  # fmt: skip
    assert expected == read_log_fields(said, ("a", "b"))


@pytest.mark.parametrize(
    "said",
    [
        {"time": "3"}, {"dates": "ymd"}, {"timezone": "Nowhere/At_all"}, {"on": "April"},
        {"root": "/etc/passwd"}, {"duty_from": "six"},
        {"names": "0"},
    ],
)  # fmt: skip
def test_fields_of_a_log_that_cannot_be_meant_are_refused(said: dict[str, str]) -> None:
    """A root that is no digits above all: the name of a file is never looked for."""
    with pytest.raises(MeaningError):
        read_log_fields(said, ("a", "b"))


def test_shape_says_nothing_of_how_long_a_name_is() -> None:
    """Words of any length and any script look alike, and long numbers too."""
    assert "a a" == shape_of("Ana Li") == shape_of("Maximiliana Wolfeschlegelstein")
    assert "a" == shape_of("\u674e\u5a1c") == shape_of("\u0410\u043d\u043d\u0430")
    assert shape_of("123456") == shape_of("12345678901")


@pytest.mark.parametrize(
    "spoilt", [b"s9,2026-01-01,North,none,more\n", b"s9,2026-01-01,N\xff,none\n"]
)
def test_a_log_with_a_spoilt_row_is_refused_before_its_columns_are_shown(
    spoilt: bytes, tmp_path: Path
) -> None:
    """In the one form, with its line; the page answered as if it had broken."""
    log = tmp_path / "log.csv"
    log.write_bytes(b"search_id,time,agency,answer\ns1,2026-01-01,North,none\n" + spoilt)
    with pytest.raises(FormatError, match=r"1 row does not have|not UTF-8") as refused:
        look_at(log, {})
    assert "line 3" in str(refused.value)
