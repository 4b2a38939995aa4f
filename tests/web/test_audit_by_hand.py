"""An audit by hand on the page: bound, drawn, read back, as in a terminal; nothing is kept."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect
from tests.web.conftest import SEND, Answer, Server, Visit

from misid.audit.fixed import AuditAsked
from misid.audit.schema import AuditFrame, AuditPlan, AuditReading, AuditSheet, ColumnChoice
from misid.audit.schema import Commitment as Committed
from misid.audit.sheet import first_sheet
from misid.study.audit import commit_to, draw_audit, plan_audit, read_filled
from misid.web.row_checks import ReadBack, row_check
from misid.web.uploads import Slot
from misid.web.views import audit_rows

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
    """With the form again, what was typed in it, and other files; it passes axe on a phone."""
    before = {path for path in folder.rglob("*") if path.is_file()}
    one = visit(width=320, dark=True)
    page = one.open(f"/audit/{step}?lang=es")
    one.check()
    for slot in page.locator("form.upload input[required][type=file]").all():
        fill(page, **{str(slot.get_attribute("id")): ("x.json", b"{}")})
    if step == "draw":
        page.locator("#seed-thrown").fill(SEED)
    page.locator(SEND).click()
    one.settled()
    expect(page.locator("#mistake")).to_be_visible()
    if step == "draw":
        expect(page.locator("#seed-thrown")).to_have_value(SEED)
    one.check()
    if page.locator("p.kept").count():
        page.locator("form.upload button[formaction]").click()
        expect(page.locator(".done")).to_be_visible()
    assert before == {path for path in folder.rglob("*") if path.is_file()}


def sent(server: Server, step: str, **files: tuple[str, str]) -> str:
    """The address of what was sent."""
    return urlsplit(server.send(f"/audit/{step}", **files).url).path


def is_kept(asked: Answer, place: str) -> bool:
    """Whether the form goes on with the files of an upload."""
    return f"kept={place.rpartition('/')[2]}" in asked.text and "is here still" in asked.text


def plan_for(rows: int) -> str:
    """A plan, as the file."""
    return plan_audit(AuditAsked(below=0.5), sizes={"": rows}).model_dump_json()


def test_words_on_words_are_asked_about_and_the_files_are_kept(
    server: Server, tmp_path: Path
) -> None:
    """Bound and drawn once the box is ticked; a seed that cannot be read out deletes nothing."""
    log = "Ana Gomez,unit a\n" + "Bo Carr,unit b\n" * 10
    files = {"log": ("log.csv", log), "plan": ("plan.json", plan_for(10))}
    place = sent(server, "commit", **files)
    asked = server.get(place)
    assert (422, True) == (asked.status, is_kept(asked, place))
    assert "Ana" not in asked.text
    bound = server.get(f"{place}/commitment.json?names=1")
    assert 10 == bound.json["rows"]
    files |= {"commitment": ("commitment.json", bound.text)}
    place = sent(server, "draw", **files)
    for seed in ("", "%07", "4"):
        asked = server.get(f"{place}?thrown={seed}")
        assert (422, True) == (asked.status, is_kept(asked, place))
    assert 200 == server.get(f"{place}?thrown=4&names=1").status


def counted(monkeypatch: pytest.MonkeyPatch, name: str) -> list[object]:
    """Filled with each call of a function that the steps use."""
    calls: list[object] = []
    own: Callable[..., object] = getattr(audit_rows, name)

    def call(*said: object) -> object:
        calls.append(said)
        return own(*said)

    monkeypatch.setattr(audit_rows, name, call)
    return calls


def test_a_seed_in_the_address_of_another_step_begins_no_work(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is a file of a log made more than once."""
    begun = counted(monkeypatch, "row_check")
    made = counted(monkeypatch, "written")
    place = sent(server, "commit", log=("log.csv", LOG))
    for seed in ("1", "2", "3"):
        assert 200 == server.get(f"{place}?thrown={seed}").status
        assert 200 == server.get(f"{place}/report.html?thrown={seed}").status
    assert (1, 1) == (len(begun), len(made))


def test_what_was_drawn_may_be_called_as_the_amendments_are(tmp_path: Path) -> None:
    """It is neither read as them nor written over by them."""
    log, plan, bound = tmp_path / "log.csv", tmp_path / "plan.json", tmp_path / "bound.json"
    log.write_text(LOG)
    plan.write_text(plan_for(160))
    bound.write_text(commit_to(log, plan).model_dump_json())
    sheet = draw_audit(log, plan=plan, committed=bound, seed=SEED)
    drawn, filled, kept = (tmp_path / name for name in ("amendments.csv", "sheet.csv", "kept.csv"))
    drawn.write_text(sheet.model_dump_json())
    filled.write_text(first_sheet(sheet).replace(",\r\n", ",right\r\n").replace(",\n", ",right\n"))
    files: dict[Slot, Path] = {"filled": filled, "drawn": drawn}
    once = row_check("read", files)
    assert isinstance(once, ReadBack)
    kept.write_text(once.amendments.text)
    again = row_check("read", files | {"amendments": kept})
    assert isinstance(again, ReadBack)
    assert once.amendments.text == again.amendments.text
    assert sheet == AuditSheet.model_validate_json(drawn.read_text())
