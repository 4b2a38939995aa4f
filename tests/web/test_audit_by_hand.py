"""An audit by hand on the page: bound, drawn, read back, as in a terminal; nothing is kept."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect
from tests.web.conftest import Server, Visit

from misid.audit.fixed import AuditAsked
from misid.audit.schema import AuditFrame, AuditPlan, AuditReading, AuditSheet, ColumnChoice
from misid.audit.schema import Commitment as Committed
from misid.study.audit import commit_to, draw_audit, plan_audit, read_filled

Begin = Callable[..., Visit]
LOG = "search,answer\n" + "".join(
    f"s{row},{'reference' if row % 2 else 'do_not_detain'}\n" for row in range(160)
)
SEED = "4 2 6 1 3 5"


@pytest.fixture(scope="module")
def server(own_server: Server) -> Server:
    """What is sent to it can be seen."""
    return own_server


def fill(page: Page, **files: tuple[str, bytes]) -> None:
    """Choose files, by the fields of the form."""
    for field, (name, content) in files.items():
        page.locator(f"#{field}").set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        )


def taken(visit: Visit, name: str) -> bytes:
    """A file that the page offers."""
    link = visit.page.locator(f"a[download][href*='{name}']").first.get_attribute("href")
    return visit.server.get(str(link)).body


def test_audit_by_hand_goes_from_the_plan_to_the_reading(
    visit: Begin, folder: Path, tmp_path: Path
) -> None:
    """Without script, file by file; each is what the function behind the command gives."""
    one, place = visit(script=False), tmp_path
    question = {"below": "10%", "rows": "80", "again": "5", "only": "answer=reference"}
    one.open(f"/audit?lang=en&{urlencode(question)}")
    files = {"log.csv": LOG.encode(), "plan.json": taken(one, "plan.json")}
    for name, content in files.items():
        (place / name).write_bytes(content)
    frame = AuditFrame(only=ColumnChoice(column="answer", value="reference"))
    expected = plan_audit(AuditAsked(below=0.1, again=5), place / "log.csv", frame=frame)
    assert expected == AuditPlan.model_validate_json(files["plan.json"])

    page = one.open("/audit/commit?lang=en")
    fill(page, log=("log.csv", files["log.csv"]), plan=("plan.json", files["plan.json"]))
    page.get_by_role("button", name="Bind it").click()
    page.wait_for_url("**/audit/commit/*")
    one.settled()
    commitment = taken(one, "commitment.json")
    bound = commit_to(place / "log.csv", place / "plan.json")
    assert bound == Committed.model_validate_json(commitment)
    (place / "commitment.json").write_bytes(commitment)

    page = one.open("/audit/draw?lang=en")
    fill(page, log=("log.csv", files["log.csv"]), plan=("plan.json", files["plan.json"]),
         commitment=("commitment.json", commitment))  # fmt: skip
    page.locator("#seed-thrown").fill(SEED)
    page.get_by_role("button", name="Draw the rows").click()
    page.wait_for_url("**/audit/draw/*")
    one.settled()
    drawn = draw_audit(
        place / "log.csv", plan=place / "plan.json", committed=place / "commitment.json", seed=SEED
    )
    assert drawn == AuditSheet.model_validate_json(taken(one, "drawn.json"))
    (place / "drawn.json").write_bytes(taken(one, "drawn.json"))
    sheets = {name: taken(one, f"{name}.csv") for name in ("sheet", "second")}
    page.get_by_role("button", name="Delete the files now").click()
    expect(page.locator(".done")).to_be_visible()

    filled = {name: b"right\n".join(text.split(b"\n")) for name, text in sheets.items()}
    filled = {name: text.replace(b"verdictright", b"verdict") for name, text in filled.items()}
    assert {"right"} == {row["verdict"] for row in rows(filled["sheet"])}
    for name, text in filled.items():
        (place / f"{name}.csv").write_bytes(text)
    page = one.open("/audit/read?lang=en")
    page.locator("form.upload summary").click()
    fill(page, filled=("sheet.csv", filled["sheet"]), second_sheet=("second.csv", filled["second"]),
         drawn=("drawn.json", (place / "drawn.json").read_bytes()))  # fmt: skip
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url("**/audit/read/*")
    one.settled()
    read, changes = read_filled(
        place / "sheet.csv", drawn=place / "drawn.json", second=place / "second.csv"
    )
    assert read == AuditReading.model_validate_json(taken(one, "audit.json"))
    amendments = taken(one, "amendments.csv")
    assert changes.text.encode() == amendments
    check_that_a_change_is_told(one, place, filled["sheet"], amendments)
    assert b"PK" == taken(one, "all.zip")[:2]
    other = visit(width=320, dark=True)
    other.in_spanish(page.url)


def rows(text: bytes) -> list[dict[str, str]]:
    """The rows of a sheet."""
    return list(csv.DictReader(io.StringIO(text.decode())))


def check_that_a_change_is_told(visit: Visit, place: Path, sheet: bytes, amendments: bytes) -> None:
    """Brought back with the amendments, a verdict that was altered is counted as one."""
    page = visit.open("/audit/read?lang=en")
    page.locator("form.upload summary").click()
    fill(page, filled=("sheet.csv", sheet.replace(b"right", b"wrong", 1)),
         drawn=("drawn.json", (place / "drawn.json").read_bytes()),
         amendments=("kept.csv", amendments))  # fmt: skip
    page.get_by_role("button", name="Read it").click()
    page.wait_for_url("**/audit/read/*")
    visit.settled()
    said = AuditReading.model_validate_json(taken(visit, "audit.json")).amendments
    assert (2, 1) == (said.readings, said.now)


@pytest.mark.parametrize("step", ["commit", "draw", "read"])
def test_step_without_its_files_or_with_others_is_refused(
    visit: Begin, folder: Path, step: str
) -> None:
    """With the form again, what was typed in it, and nothing kept; it passes axe on a phone."""
    before = {path for path in folder.rglob("*") if path.is_file()}
    one = visit(width=320, dark=True)
    page = one.open(f"/audit/{step}?lang=es")
    one.check()
    for slot in page.locator("form.upload input[required][type=file]").all():
        fill(page, **{str(slot.get_attribute("id")): ("x.json", b"{}")})
    if step == "draw":
        page.locator("#seed-thrown").fill(SEED)
    page.locator("form.upload button").click()
    one.settled()
    expect(page.locator("#mistake")).to_be_visible()
    if step == "draw":
        expect(page.locator("#seed-thrown")).to_have_value(SEED)
    assert before == {path for path in folder.rglob("*") if path.is_file()}
