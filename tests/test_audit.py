"""An audit of a log from plan to reading: what it draws, what it says, and what it refuses."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import chi2, hypergeom
from tests.command import call, document

from misid.audit.fixed import AuditAsked
from misid.audit.limits import most_of_two_looks, most_wrong
from misid.audit.planning import audit_plan
from misid.audit.reading import read_audit
from misid.audit.schema import (
    AmendmentCount,
    AssumedRate,
    AuditFrame,
    AuditPlan,
    AuditReading,
    AuditSheet,
    CheckedAs,
    CheckerEnds,
    ColumnChoice,
    Commitment,
    DrawnRow,
)
from misid.audit.stated import stated_rate
from misid.audit.tickets import smallest, ticket
from misid.cli.options import DEFAULT
from misid.document.audit import plan_document, reading_document
from misid.errors import FormatError, MeaningError
from misid.figures.audit_limits import other_limits
from misid.measures.apart import sure_of_all
from misid.measures.error_rates import Rate
from misid.measures.intervals import same_rate_chance
from misid.measures.survey import DrawnByStratum
from misid.scenario import load_scenario
from misid.study.audit import draw_audit, read_filled
from misid.words.audit import (
    answer,
    plan_finding,
    plan_notes,
    price_notes,
    ratio_notes,
    reading_finding,
    reading_notes,
)
from misid.words.audit_sheet import sheet_finding, sheet_notes
from misid.words.language import language
from misid.words.sentence import plain
from misid.writers.scenario_from_audit import scenario_from_audit
from misid.writers.text import text

ROWS = 3_000
SEED = "4 2 6 1 3 5"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up log of two agencies, with opaque names of searches."""
    path = tmp_path_factory.mktemp("log") / "searches.csv"
    luck = np.random.default_rng(11)
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["search", "agency", "answer", "score"])
        for _ in range(ROWS):
            answer = "reference" if luck.random() < 0.5 else "do_not_detain"
            agency = "north" if luck.random() < 0.7 else "=south"
            rows.writerow([f"e{int(luck.integers(2**63)):016x}", agency, answer, luck.random()])
    return path


@pytest.fixture(scope="module")
def whole(log: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan, a commitment and the sheets of an audit of its references by agency, some twice."""
    folder = tmp_path_factory.mktemp("audit")
    asked = ("--only", "answer=reference", "--by", "agency", "--below", "5%", "--again", "40")
    drawn(log, folder, *asked)
    return folder


@pytest.fixture
def audit(whole: Path, tmp_path: Path) -> Path:
    """A copy of its sheets, to be filled in; plan and commitment stand above."""
    shutil.copytree(whole, tmp_path, dirs_exist_ok=True)
    return tmp_path / "audit"


def drawn(log: Path, folder: Path, *asked: str, seed: str = SEED) -> Path:
    """Plan, commit and draw; the folder of the sheets."""
    plan, commitment, out = folder / "plan.json", folder / "commitment.json", folder / "audit"
    document("audit", "plan", log, *asked, "--out", plan)
    document("audit", "commit", log, "--plan", plan, "--out", commitment)
    document(
        "audit", "sheet", log, "--commitment", commitment, "--plan", plan, "--seed", seed,
        "--out", out,
    )  # fmt: skip
    return out


def cells_of(log: Path) -> list[dict[str, str]]:
    """The rows of the log, by the names of its columns."""
    with log.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def rows_of(path: Path) -> list[list[str]]:
    """The cells of a sheet, its names left out."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))[1:]


def fill(path: Path, verdicts: dict[int, str] | None = None, *, until: int | None = None) -> None:
    """Call every row right, but for some."""
    rows = rows_of(path)
    for row in rows[:until]:
        row[3] = (verdicts or {}).get(int(row[1]), "right")
    write(path, rows)


def write(path: Path, rows: list[list[str]]) -> None:
    """Write a sheet."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["sheet", "sheet_row", "log_row", "verdict"])
        writer.writerows(rows)


def sheet_of(folder: Path) -> AuditSheet:
    """What was drawn."""
    return AuditSheet.model_validate_json((folder / "drawn.json").read_text(encoding="utf-8"))


def test_a_ticket_is_what_any_tool_works_out() -> None:
    """SHA-256 of the seed, a comma and the row, as text."""
    assert ticket(SEED, 17) == hashlib.sha256(b"4 2 6 1 3 5,17").hexdigest()


def test_the_rows_with_the_smallest_tickets_are_drawn(audit: Path, log: Path) -> None:
    """Of each stratum those with the smallest tickets among its references, worked out anew."""
    sheet = sheet_of(audit)
    cells = cells_of(log)
    for place, stratum in enumerate(sheet.plan.strata):
        meant = [
            row
            for row, cell in enumerate(cells, start=1)
            if cell["agency"] == stratum.name and cell["answer"] == "reference"
        ]
        expected = sorted(meant, key=lambda row: ticket(SEED, row))[: stratum.drawn]
        assert sorted(expected) == sorted(
            one.log_row for one in sheet.drawn if one.stratum == place
        )


def test_a_draw_says_its_seed_and_which_line_a_row_is(audit: Path, log: Path) -> None:
    """As it was written, spaces and commas too; row 1 is the second line of a spreadsheet."""
    found = sheet_of(audit).model_copy(update={"seed": "4,2, 6"})
    said = plain(sheet_finding(found, language("en")))
    assert "Seed used: \u201c4,2, 6\u201d" in said
    row = found.drawn[0].log_row
    notes = " ".join(plain(one) for one in sheet_notes(found, language("en")))
    assert f"row {row} stands in line {row + 1} of a spreadsheet" in notes
    lines = log.read_text(encoding="utf-8").splitlines()
    assert lines[row].split(",")[0] == cells_of(log)[row - 1]["search"]


def test_tickets_draw_every_row_alike() -> None:
    """Over many seeds each row of a small log is drawn about as often as any other."""
    rows = np.arange(1, 21)
    counts = np.zeros(20)
    for seed in range(2_000):
        counts[smallest(str(seed), rows, 5) - 1] += 1
    assert np.abs(counts - 500).max() < 5 * (500 * 0.75) ** 0.5


def test_a_sheet_says_nothing_of_what_was_answered(audit: Path, log: Path) -> None:
    """It holds its name and numbers alone, in an order that is not that of the log."""
    text = (audit / "sheet.csv").read_text(encoding="utf-8")
    rows = rows_of(audit / "sheet.csv")
    assert text.splitlines()[0] == "sheet,sheet_row,log_row,verdict"
    assert [row[1] for row in rows] == [str(place) for place in range(1, len(rows) + 1)]
    assert all(row[3] == "" and row[2].isdecimal() and row[0] == rows[0][0] for row in rows)
    log_rows = [int(row[2]) for row in rows]
    assert log_rows != sorted(log_rows)
    for name in ("sheet.csv", "second.csv", "drawn.json"):
        held = (audit / name).read_text(encoding="utf-8")
        assert not any(cell["search"] in held for cell in cells_of(log))


def test_a_filled_sheet_is_read_back(audit: Path) -> None:
    """Two wrong and one not found: all three count, and the range says what it may be."""
    fill(audit / "sheet.csv", {3: "Wrong", 8: "wrong", 9: "not found"})
    reading = document("audit", "read", audit / "sheet.csv")
    assert (reading["wrong"], reading["not_found"]) == (3, 1)
    assert reading["if_found_right"] < reading["called"]["share"]
    assert reading["called"]["low"] < reading["called"]["share"] < reading["called"]["high"]
    assert reading["share"] == reading["called"]
    # The plan has a second look, which is not read here.
    assert reading["shown"] is None


def test_a_sheet_saved_by_a_spreadsheet_elsewhere_is_read(audit: Path) -> None:
    """Semicolons, another order of rows, a column of notes, Spanish words."""
    fill(audit / "sheet.csv", {2: "errónea", 5: "no encontrada"})
    rows = sorted(rows_of(audit / "sheet.csv"), key=lambda row: int(row[2]))
    lines = [";".join([*row, "a note, of mine"]) for row in rows]
    head = "sheet;sheet_row;log_row;verdict;notes"
    (audit / "sheet.csv").write_text("\r\n".join([head, *lines]) + "\r\n", encoding="utf-8")
    reading = document("audit", "read", audit / "sheet.csv")
    assert (reading["wrong"], reading["not_found"]) == (2, 1)


def test_a_second_look_corrects(audit: Path) -> None:
    """What the first check missed shows in the second, and the share rises."""
    fill(audit / "sheet.csv", {1: "wrong"})
    fill(audit / "second.csv", {1: "wrong", 2: "wrong"})
    plain = document("audit", "read", audit / "sheet.csv")
    both = document("audit", "read", audit / "sheet.csv", "--second", audit / "second.csv")
    assert both["corrected_by"] == "second"
    assert both["second"]["rows"] == 40
    assert both["second"]["overturned"] + both["second"]["confirmed"] == 2
    assert both["share"]["upper"] > plain["share"]["upper"]


def changed_cell(rows: list[list[str]], column: int, text: str) -> list[list[str]]:
    """The same rows, with another cell in the third."""
    return [[*row[:column], text, *row[column + 1 :]] if place == 2 else row
            for place, row in enumerate(rows)]  # fmt: skip


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (lambda rows: rows[1:], "rows that were drawn are missing: 1 (column sheet_row)"),
        (lambda rows: [*rows, rows[0]], "stand there more than once (column sheet_row)"),
        (lambda rows: changed_cell(rows, 1, "9999"), "were not drawn (column sheet_row)"),
        (lambda rows: changed_cell(rows, 2, "1"), "another row of the log"),
        (lambda rows: changed_cell(rows, 3, "e0123456789abcdef"), "an answer that is none"),
        (lambda rows: changed_cell(rows, 3, "Yes"), "answer that is none, such as \u201cyes\u201d"),
        (lambda rows: changed_cell(rows, 3, ""), "have no verdict"),
        (lambda rows: changed_cell(rows, 0, "s000000000000"), "are of another sheet"),
        (lambda rows: [["s000000000000", *row[1:]] for row in rows], "is another sheet"),
    ],
)
def test_a_broken_sheet_is_refused_whole(
    break_it: Any, said: str, audit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The kind of fault and the row are named, nothing is repeated of it, nothing is written."""
    fill(audit / "sheet.csv")
    write(audit / "sheet.csv", break_it(rows_of(audit / "sheet.csv")))
    before = sorted(audit.iterdir())
    code, out, err = call(capsys, "audit", "read", audit / "sheet.csv")
    assert (code, out) == (2, "")
    assert said in err
    assert "e0123456789abcdef" not in err
    assert sorted(audit.iterdir()) == before


def test_another_log_is_refused(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A log that was edited after the commitment draws no row."""
    plan, commitment = tmp_path / "plan.json", tmp_path / "commitment.json"
    document("audit", "plan", log, "--below", "5%", "--out", plan)
    document("audit", "commit", log, "--plan", plan, "--out", commitment)
    other = tmp_path / "searches.csv"
    other.write_text(log.read_text(encoding="utf-8").replace("north", "south", 1), encoding="utf-8")
    code, _, err = call(
        capsys, "audit", "sheet", other, "--commitment", commitment, "--plan", plan,
        "--seed", "1", "--out", tmp_path / "audit",
    )  # fmt: skip
    assert code == 2
    assert "is not the log that was committed to" in err
    assert not (tmp_path / "audit").exists()


def test_a_plan_that_was_changed_after_the_commitment_is_refused(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A commitment binds the plan with the log."""
    plan, commitment = tmp_path / "plan.json", tmp_path / "commitment.json"
    document("audit", "plan", log, "--below", "5%", "--out", plan)
    document("audit", "commit", log, "--plan", plan, "--out", commitment)
    plan.unlink()
    document("audit", "plan", log, "--below", "10%", "--out", plan)
    code, _, err = call(
        capsys, "audit", "sheet", log, "--commitment", commitment, "--plan", plan,
        "--seed", "1", "--out", tmp_path / "audit",
    )  # fmt: skip
    assert code == 2
    assert "binds another plan" in err


def test_sheets_that_may_be_filled_in_are_never_overwritten(
    audit: Path, log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second draw into the same folder is refused."""
    folder = audit.parent
    code, _, err = call(
        capsys, "audit", "sheet", log, "--commitment", folder / "commitment.json",
        "--plan", folder / "plan.json", "--seed", "7", "--out", audit,
    )  # fmt: skip
    assert code == 2
    assert "may be filled in" in err


def test_edits_are_appended(audit: Path) -> None:
    """Each verdict that changes between readings stays in the file with what it was before."""
    fill(audit / "sheet.csv", {4: "wrong"})
    first = document("audit", "read", audit / "sheet.csv")
    written = (audit / "amendments.csv").read_text(encoding="utf-8")
    fill(audit / "sheet.csv")
    second = document("audit", "read", audit / "sheet.csv")
    again = (audit / "amendments.csv").read_text(encoding="utf-8")
    assert first["amendments"] == {
        "readings": 1, "changed": 0, "now": 0,
        "sha256": hashlib.sha256(written.encode()).hexdigest(),
    }  # fmt: skip
    assert second["amendments"] == {
        "readings": 2, "changed": 1, "now": 1,
        "sha256": hashlib.sha256((audit / "amendments.csv").read_bytes()).hexdigest(),
    }  # fmt: skip
    assert again.startswith(written)
    assert again[len(written) :].split(",")[2:5] == ["4", "wrong", "right"]


def test_amendments_that_were_altered_are_refused(
    audit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line that was taken out or changed is found by those below it."""
    fill(audit / "sheet.csv", {4: "wrong"})
    document("audit", "read", audit / "sheet.csv")
    path = audit / "amendments.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",wrong,", ",right,"), "utf-8")
    code, _, err = call(capsys, "audit", "read", audit / "sheet.csv")
    assert code == 2
    assert "amendments.csv was altered" in err


def test_verdicts_that_are_taken_out_are_amendments(log: Path, tmp_path: Path) -> None:
    """Row by row a sheet can become shorter; what stood in its last rows stays in the file."""
    out = drawn(log, tmp_path, "--below", "5%", "--sequential")
    clean = rows_of(out / "sheet.csv")
    fill(out / "sheet.csv", {30: "wrong"}, until=30)
    document("audit", "read", out / "sheet.csv")
    write(out / "sheet.csv", clean)
    fill(out / "sheet.csv", until=29)
    found = document("audit", "read", out / "sheet.csv")["amendments"]
    assert (found["changed"], found["now"]) == (1, 1)
    last = (out / "amendments.csv").read_text(encoding="utf-8").splitlines()[-1]
    assert last.split(",")[2:5] == ["30", "wrong", ""]


def test_a_check_row_by_row_is_drawn_against_its_line(log: Path, tmp_path: Path) -> None:
    """Where it stood after each row is told: down by right rows, up by wrong ones, to the line."""
    out = drawn(log, tmp_path, "--below", "5%", "--sequential")
    fill(out / "sheet.csv", {50: "wrong", 90: "not found"}, until=140)
    report = tmp_path / "report"
    found = AuditReading.model_validate(
        document("audit", "read", out / "sheet.csv", "--out", report)
    )
    assert found.one_by_one is not None
    path = {at.row: at for at in found.one_by_one.path}
    assert [path[row].wrong for row in (49, 50, 89, 90, 140)] == [0, 1, 1, 2, 2]
    assert path[50].risk > path[49].risk
    assert path[90].risk > path[89].risk
    assert path[49].risk < path[1].risk
    assert found.one_by_one.risk == min(at.risk for at in path.values())
    drawing = (report / "figures" / "risk_by_row.svg").read_text(encoding="utf-8")
    assert "one may stop at 5 %" in drawing


@pytest.mark.parametrize(
    ("alter", "said"),
    [
        (lambda held: held["drawn"].reverse(), "order"),
        (lambda held: held["drawn"].pop(), "strata"),
        (lambda held: held["drawn"][0].update(log_row=1), "tickets"),
        (lambda held: held["drawn"][0].update(stratum=1 - held["drawn"][0]["stratum"]), "strata"),
        (lambda held: held["drawn"][0].update(ticket="0" * 64), "tickets"),
        (lambda held: [one.update(again=None) for one in held["drawn"]], "second draw"),
        (lambda held: held.update(seed="1 2 3"), "tickets"),
        (lambda held: held["commitment"].update(sha256="0" * 64), "names"),
    ],
)
def test_a_draw_that_was_altered_is_refused(
    alter: Any, said: str, audit: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What seed, plan and commitment give is worked out anew; what differs is named."""
    fill(audit / "sheet.csv")
    held = json.loads((audit / "drawn.json").read_text(encoding="utf-8"))
    alter(held)
    (audit / "drawn.json").write_text(json.dumps(held), encoding="utf-8")
    code, _, err = call(capsys, "audit", "read", audit / "sheet.csv")
    assert code == 2
    assert "is not what its seed, plan and commitment give" in err
    assert said in err
    assert not (audit / "amendments.csv").exists()


def test_a_row_that_no_log_has_is_refused(audit: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A number beyond those that every reader of JSON keeps ended in a trace."""
    fill(audit / "sheet.csv")
    held = json.loads((audit / "drawn.json").read_text(encoding="utf-8"))
    held["drawn"][0]["log_row"] = 10**30
    (audit / "drawn.json").write_text(json.dumps(held), encoding="utf-8")
    code, _, err = call(capsys, "audit", "read", audit / "sheet.csv")
    assert code == 2
    assert "log_row" in err


def test_a_plan_is_held_against_the_commitment_by_its_bytes(audit: Path) -> None:
    """The plan that was published is read; the same with other bytes is another."""
    fill(audit / "sheet.csv")
    plan = audit.parent / "plan.json"
    reading, _ = read_filled(audit / "sheet.csv", drawn=audit / "drawn.json", plan=plan)
    assert reading.plan_sha256 == hashlib.sha256(plan.read_bytes()).hexdigest()
    plan.write_bytes(plan.read_bytes() + b"\n")
    with pytest.raises(MeaningError, match="drawn by another plan"):
        read_filled(audit / "sheet.csv", drawn=audit / "drawn.json", plan=plan)


def test_a_document_given_for_another_is_told_by_its_place(audit: Path, log: Path) -> None:
    """Of three files that are given, the error says which is the wrong one."""
    plan, bound = audit.parent / "plan.json", audit.parent / "commitment.json"
    plan.write_text(plan_of(below=0.05).model_dump_json(), encoding="utf-8")
    bound.write_text(made_sheet(plan_of(below=0.05)).commitment.model_dump_json(), encoding="utf-8")
    with pytest.raises(FormatError) as wrong:
        draw_audit(log, plan=plan, committed=plan, seed=SEED)
    assert wrong.value.where == "what was given as the commitment"
    with pytest.raises(FormatError) as wrong:
        draw_audit(log, plan=bound, committed=bound, seed=SEED)
    assert wrong.value.where == "what was given as the plan"


def test_a_plan_that_nothing_binds_is_told() -> None:
    """Without a plan in the commitment it could have been chosen after the seed."""
    said = [plain(one) for one in reading_notes(reading_of(plan_of(below=0.05)), language("en"))]
    assert any(one.startswith("No plan was bound") for one in said)


def test_a_check_row_by_row_may_stop(log: Path, tmp_path: Path) -> None:
    """Rows without one wrong are enough at some point; before that it is to go on."""
    out = drawn(log, tmp_path, "--below", "5%", "--sequential")
    clean = rows_of(out / "sheet.csv")
    fill(out / "sheet.csv", until=20)
    early = document("audit", "read", out / "sheet.csv")["one_by_one"]
    write(out / "sheet.csv", clean)
    fill(out / "sheet.csv", until=100)
    reading = document("audit", "read", out / "sheet.csv")
    late = reading["one_by_one"]
    assert (early["state"], early["rows"], early["shown_at"]) == ("go_on", 20, None)
    assert (late["state"], late["rows"]) == ("shown", 100)
    assert late["shown_at"] <= 80
    assert late["risk"] < 0.05 < early["risk"]
    assert reading["share"]["upper"] < 0.05


def test_a_check_row_by_row_has_no_holes(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows are checked in the order of the sheet; one that is left out is asked for."""
    out = drawn(log, tmp_path, "--below", "5%", "--sequential")
    fill(out / "sheet.csv", {3: ""}, until=30)
    code, _, err = call(capsys, "audit", "read", out / "sheet.csv")
    assert code == 2
    assert "1 of " in err
    assert "have no verdict" in err


def test_opaque_names_are_no_strata(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A column of searches or people is refused, and none of its names is repeated."""
    code, out, err = call(capsys, "audit", "plan", log, "--by", "search", "--below", "5%")
    assert (code, out) == (2, "")
    assert "opaque names" in err
    assert not any(cell["search"] in err for cell in cells_of(log))


@pytest.mark.parametrize(
    ("column", "labels"),
    [
        ("unit", [f"Anna Smith {place % 50}" for place in range(60)]),
        ("unit", ["", *(f"{place:016X}" for place in range(3))] * 20),
        ("unit", ["north", "north", f"E{7:015X}"] * 20),
        ("Officer ID", ["one", "two"] * 30),
        ("person", ["one", "two"] * 30),
        ("case", [f"P-{place}" for place in range(40)]),
    ],
)
def test_no_stratum_names_anybody(
    column: str, labels: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Opaque names beside blanks, in capitals or among others, names of one row each, officers."""
    path = tmp_path / "log.csv"
    path.write_text("\n".join([f"{column},n", *(f"{one},1" for one in labels)]), encoding="utf-8")
    code, out, err = call(capsys, "audit", "plan", path, "--by", column, "--below", "40%")
    assert (code, out) == (2, "")
    assert "of people or of searches" in err
    assert not any(one in err for one in labels if one)


def test_a_row_is_never_taken_for_names_in_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a log without a line of names nothing is repeated."""
    path = tmp_path / "log.csv"
    path.write_text("Anna Smith,north\nBob Jones,south\n", encoding="utf-8")
    for asked in (("--by", "agency"), ("--only", "answer=reference")):
        code, _, err = call(capsys, "audit", "plan", path, *asked, "--below", "40%")
        assert code == 2
        assert "has no column" in err
        assert "Anna" not in err


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--rows", "1000"), "one question"),
        (("--rows", "1000", "--below", "1%", "--ratio", "2"), "one question"),
        (("--rows", "1000", "--below", "1%", "--rate", "2%"), "no number of rows shows"),
        (("--rows", "1000", "--ratio", "2", "--rate", "1%"), "a ratio is of two strata"),
        (("--below", "1%"), "a plan needs the rows"),
        (("--rows", "1000", "--below", "1%", "--by", "agency"), "without a log"),
        (("--stratum", "a=5", "--stratum", "a=6", "--below", "1%"), "twice"),
        (("--rows", "9", "--below", "1%", "--sensitivity", "0.3", "--specificity", "0.6"), "guess"),
        (("--rows", "900", "--below", "1%", "--rate", "2%..1%"), "from high to low"),
        (("--rows", "900", "--below", "1%", "--sequential", "--again", "9"), "a second look needs"),
    ],
)
def test_what_cannot_be_asked_is_told(
    asked: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each refusal says what is allowed."""
    code, out, err = call(capsys, "audit", "plan", *asked)
    assert (code, out) == (2, "")
    assert said in err
    assert "\n  use  " in err


def plan_of(**asked: Any) -> AuditPlan:
    """A plan for a log of two strata."""
    return audit_plan(AuditAsked(**asked), AuditFrame(), {"north": 8_000, "south": 2_000})


def test_rows_are_drawn_in_proportion_where_rates_are_alike() -> None:
    """Neyman's allocation is in proportion where no rate is known to differ."""
    north, south = plan_of(below=0.02).strata
    assert north.drawn == pytest.approx(4 * south.drawn, abs=3)


def test_more_rows_are_drawn_where_more_is_assumed_to_be_wrong() -> None:
    """A stratum with nine times the odds gets about three times the rows for its size."""
    north, south = plan_of(below=0.04, rates={"north": 0.01, "south": 0.08}).strata
    ratio = (south.drawn / south.rows) / (north.drawn / north.rows)
    assert ratio == pytest.approx((0.08 * 0.92 / (0.01 * 0.99)) ** 0.5, rel=0.1)


def test_bounds_are_kept() -> None:
    """A stratum has its least number of rows, and never more than it has."""
    plan = audit_plan(AuditAsked(below=0.1, least=30), AuditFrame(), {"a": 9_000, "b": 12, "c": 50})
    assert [one.drawn for one in plan.strata][1:] == [12, 30]


def made_sheet(plan: AuditPlan) -> AuditSheet:
    """A sheet of such a plan for a log that is not there; rows stand in it by stratum."""
    drawn, row = [], 0
    for place, one in enumerate(plan.strata):
        for number in range(one.drawn):
            row += 1
            second = sum(of.again for of in plan.strata[:place]) + number + 1
            again = second if number < one.again else None
            drawn.append(DrawnRow(log_row=row, stratum=place, ticket="0" * 64, again=again))
    committed = Commitment(file="log.csv", bytes=1, rows=plan.rows, sha256="0" * 64)
    return AuditSheet(
        plan=plan, commitment=committed, seed="1", sheet="s0", second="t0", drawn=tuple(drawn)
    )


def reading_of(
    plan: AuditPlan, wrong: int = 0, second: Sequence[CheckedAs] | None = None
) -> AuditReading:
    """What such a sheet says with so many of its first rows called wrong."""
    sheet = made_sheet(plan)
    verdicts: list[CheckedAs] = ["wrong"] * wrong
    verdicts += ["right"] * (len(sheet.drawn) - wrong)
    return read_audit(sheet, verdicts, second, AmendmentCount(readings=1, changed=0, now=0))


@pytest.mark.parametrize("own", [0.0, 0.002, 0.005])
def test_what_a_plan_allows_is_what_its_reading_shows(own: float) -> None:
    """So many wrong rows are shown to be below the limit, one more is not, at any assumed rate."""
    asked = AuditAsked(below=0.01, rates={"north": own})
    plan = audit_plan(asked, AuditFrame(), {"north": 10_000})
    assert plan.allowed is not None
    assert [reading_of(plan, plan.allowed + more).shown for more in (0, 1)] == [True, False]
    said = plain(plan_finding(plan, language("en")))
    assert f"If at most {plan.allowed} of them" in said


@pytest.mark.parametrize("count", [2, 10, 40])
@pytest.mark.parametrize("checkers", [CheckerEnds(), CheckerEnds(sensitivity=(0.9, 0.95))])
def test_the_best_that_strata_can_show_is_read_as_shown(count: int, checkers: CheckerEnds) -> None:
    """A plan that says that no wrong row shows it has a reading that says so, in several strata."""
    free = AssumedRate(low=0.0, middle=0.0, high=0.0, known="stated")
    asked = AuditAsked(below=0.01, assumed=free, checkers=checkers)
    plan = audit_plan(asked, AuditFrame(), {f"s{one}": 10_000 // count for one in range(count)})
    assert reading_of(plan).shown
    assert plan.prices[0].fixed == plan.draws
    assert plan.draws < 400


def test_a_size_in_strata_shows_as_often_as_it_says() -> None:
    """Of drawn samples about so many are read as shown as the price of the plan says."""
    plan = audit_plan(AuditAsked(below=0.02), AuditFrame(), {"north": 8_000, "south": 2_000})
    luck = np.random.default_rng(5)
    rows, drawn = (
        np.array([getattr(one, name) for one in plan.strata]) for name in ("rows", "drawn")
    )
    wrong = luck.hypergeometric(rows // 250, rows - rows // 250, drawn, size=(1_000, 2))
    samples = (DrawnByStratum(rows * 1.0, drawn * 1.0, one * 1.0) for one in wrong)
    shown = np.mean([most_wrong(one, 0.95, plan.checkers) < 0.02 for one in samples])
    assert plan.prices[1].shown == pytest.approx(shown, abs=0.04)


def test_rounding_draws_no_row() -> None:
    """One stratum of 10,000 rows is drawn from as its price says."""
    plan = audit_plan(AuditAsked(below=0.01), AuditFrame(), {"": 10_000})
    assert (plan.draws, plan.prices[1].fixed) == (615, 615)


def test_other_limits_are_priced_as_their_own_plans_are() -> None:
    """A stricter limit takes more rows, and as many as a plan for it; a ratio has none."""
    plan = plan_of(below=0.01)
    fixed = [one.fixed or 0 for one in plan.limits]
    assert fixed == sorted(fixed, reverse=True)
    for one in plan.limits:
        alone = plan_of(below=one.limit, assumed=plan.assumed)
        assert (one.fixed, one.mean) == (alone.draws, alone.prices[1].mean)
    picture = other_limits(plan)
    assert picture is not None
    assert [one.limit for one in plan.limits] == [row[0] for row in picture.rows]


def test_prices_of_both_ways_stand_side_by_side() -> None:
    """Where nothing is wrong a check row by row stops soon after the fixed size."""
    free, middle, dear = plan_of(below=0.02).prices
    assert free.fixed is not None
    assert free.mean is not None
    assert free.fixed < free.mean < 1.3 * free.fixed
    assert middle.fixed is not None
    assert dear.fixed is not None
    assert free.fixed < middle.fixed < dear.fixed


def test_a_plan_takes_its_rate_from_a_scenario() -> None:
    """5 %, 50 % and 95 % of the worlds of a programme, with its name and digest."""
    plan = document(
        "audit", "plan", "--rows", "20000", "--below", "20%", "--scenario", "task-force-module"
    )
    assumed = plan["assumed"]
    assert assumed["known"] == "scenario"
    assert assumed["scenario"].startswith("task-force-module ")
    assert 0.0 < assumed["low"] < assumed["middle"] < 0.2 < assumed["high"]
    assert plan["prices"][-1]["fixed"] is None


def test_checkers_who_err_are_paid_for() -> None:
    """A range of errors costs more rows than none."""
    ends = CheckerEnds(sensitivity=(0.9, 0.95), specificity=(0.998, 1.0))
    assert plan_of(below=0.02, checkers=ends).draws > plan_of(below=0.02).draws


def test_a_scenario_carries_what_was_measured(audit: Path) -> None:
    """The share stands among the published rates, with its kind and the digest of the log."""
    fill(audit / "sheet.csv", {3: "wrong"})
    target = audit / "audited.yaml"
    reading = document("audit", "read", audit / "sheet.csv", "--to-scenario", target)
    scenario = load_scenario(str(target))
    point = scenario.operating_points[-1]
    assert point.measure == "share_of_references_wrong_person"
    assert point.published == pytest.approx(reading["share"]["share"], rel=1e-5)
    assert scenario.citations[point.source].kind == "measured"


@pytest.mark.parametrize(
    ("asked", "is_of_references"),
    [
        ({}, False),
        ({"row_is": "searches"}, False),
        ({"row_is": "references"}, True),
        ({"only": ("agency", "reference")}, False),
        ({"only": ("Answer", "do_not_detain")}, False),
        ({"only": ("result", "Reference")}, True),
        ({"only": ("result", "reference"), "row_is": "searches"}, False),
    ],
)
def test_only_references_give_a_share_of_references(
    asked: dict[str, Any], is_of_references: bool
) -> None:
    """A scenario is written where the plan states what rows are, or means that answer alone."""
    only = asked.get("only")
    frame = AuditFrame(only=None if only is None else ColumnChoice(column=only[0], value=only[1]))
    what = AuditAsked(below=0.05, row_is=asked.get("row_is"))
    reading = reading_of(audit_plan(what, frame, {"": 2_000}), 1)
    if is_of_references:
        assert "share_of_references_wrong_person" in scenario_from_audit(reading, DEFAULT)
    else:
        with pytest.raises(MeaningError, match="nothing says"):
            scenario_from_audit(reading, DEFAULT)


def test_a_report_is_written(audit: Path) -> None:
    """Page, numbers and tables, in Spanish too."""
    fill(audit / "sheet.csv", {3: "wrong"})
    out = audit.parent / "report"
    document("audit", "read", audit / "sheet.csv", "--out", out, "--language", "es",
             "--format", "html,docx")  # fmt: skip
    assert {"report.html", "report.docx", "audit.json", "found.csv"} <= {
        path.name for path in out.iterdir()
    }
    assert "Qué dice la comprobación" in (out / "report.html").read_text(encoding="utf-8")
    # A label that a spreadsheet would run is text there.
    assert "'=south" in (out / "found.csv").read_text(encoding="utf-8")
    assert json.loads((out / "audit.json").read_text())["version"] == "misid-audit-reading/1"


@pytest.mark.parametrize("code", ["en", "es"])
def test_every_kind_of_plan_can_be_told(code: str) -> None:
    """Limit, ratio, row by row, checkers who err: each has its sentences in both languages."""
    stated = AssumedRate(low=0.001, middle=0.002, high=0.004, known="stated")
    for asked in (
        {"below": 0.02, "again": 30},
        {"below": 0.02, "method": "sequential", "assumed": stated},
        {"ratio": 2.0, "assumed": stated},
        {"below": 0.05, "checkers": CheckerEnds(sensitivity=(0.9, 1.0))},
    ):
        assert plan_document(plan_of(**asked), language(code)).sections


@pytest.mark.parametrize("code", ["en", "es"])
def test_every_kind_of_reading_can_be_told(code: str, audit: Path) -> None:
    """Not found, edited, looked at twice: each has its sentence in both languages."""
    fill(audit / "sheet.csv", {3: "not found", 4: "wrong"})
    document("audit", "read", audit / "sheet.csv")
    fill(audit / "sheet.csv", {3: "not found"})
    fill(audit / "second.csv")
    reading, _ = read_filled(
        audit / "sheet.csv", drawn=audit / "drawn.json", second=audit / "second.csv"
    )
    spoken = language(code)
    shown = reading_document(reading, spoken)
    told = plain(shown.finding) + text(shown)
    for sentence in (*reading_notes(reading, spoken), *answer(reading, spoken)):
        assert plain(sentence).split()[0] in told
    assert "amendments.csv" in told


@pytest.mark.parametrize("code", ["en", "es"])
def test_a_second_look_that_is_left_out_shows_nothing(code: str) -> None:
    """Where the plan has one, the first sheet alone answers nothing, and that is said."""
    plan = plan_of(below=0.05, again=100)
    alone, both = reading_of(plan), reading_of(plan, second=["right"] * plan.again)
    assert (alone.shown, both.shown) == (None, True)
    spoken = language(code)
    said = [[plain(one) for one in answer(found, spoken)] for found in (alone, both)]
    assert [len(one) for one in said] == [1, 1]
    assert str(plan.again) in said[0][0]
    assert "second.csv" in said[0][0]
    assert "5 %" in said[1][0]
    for found, (first,) in zip((alone, both), said, strict=True):
        assert plain(reading_finding(found, spoken)).startswith(first)


@pytest.mark.parametrize(("wrong", "answered"), [(0, "It is shown"), (40, "It is not shown")])
def test_the_answer_stands_before_the_interval_and_why_they_differ_after_it(
    wrong: int, answered: str
) -> None:
    """Who quotes the first sentence quotes what was asked, one-sided."""
    found = reading_of(plan_of(below=0.02), wrong)
    said = plain(reading_finding(found, language("en")))
    assert said.startswith(f"{answered} that fewer than 2 % are wrong")
    assert said.index("one-sided") < said.index("between") < said.index("two-sided")
    ratio = reading_of(plan_of(ratio=2.0, assumed=stated_rate("1%")))
    assert "sided" not in plain(reading_finding(ratio, language("en")))


@pytest.mark.parametrize("sizes", [{"": 10_000}, {"north": 8_000, "south": 2_000}])
def test_a_second_look_at_too_few_rows_is_told_before(sizes: dict[str, int]) -> None:
    """So many rows are shown where neither look finds one wrong, one fewer are not; it is said."""
    asked = AuditAsked(below=0.02, again=50)
    least = audit_plan(asked, AuditFrame(), sizes).again_least
    assert least is not None
    for again, is_enough in ((least, True), (least - 1, False)):
        plan = audit_plan(replace(asked, again=again), AuditFrame(), sizes)
        assert reading_of(plan, second=["right"] * again).shown is is_enough
        said = plain(plan_finding(plan, language("en")))
        assert ("cannot show that fewer than 2 % are" in said) is not is_enough
        assert (f"{least:,} must be checked a second time" in said) is not is_enough


@pytest.mark.parametrize(("again", "allowed"), [(400, 0), (615, 1)])
def test_a_second_look_says_how_many_may_be_wrong_and_how_often(again: int, allowed: int) -> None:
    """As it is read: so many that both call wrong show it, one more does not."""
    plan = audit_plan(AuditAsked(below=0.01, again=again), AuditFrame(), {"": 10_000})
    assert (plan.draws, plan.again_allowed) == (615, allowed)
    assert plan.again_shown == pytest.approx(hypergeom(10_000, 20, 615).cdf(allowed))
    for wrong, is_shown in ((allowed, True), (allowed + 1, False)):
        second: list[CheckedAs] = ["wrong"] * wrong
        second += ["right"] * (again - wrong)
        assert reading_of(plan, wrong, second).shown is is_shown
    said = plain(plan_finding(plan, language("en")))
    assert ("no longer if the last look at one finds it wrong" in said) is not allowed
    assert "This table is for one look" in " ".join(
        plain(one) for one in price_notes(plan, language("en"))
    )


@pytest.mark.parametrize("sizes", [{"": 10_000}, {"": 923}, {"north": 8_000, "south": 2_000}])
def test_false_alarms_of_the_first_look_lower_no_bound(sizes: dict[str, int]) -> None:
    """What the second look finds right leaves as much open as if it was never called wrong."""
    plan = audit_plan(AuditAsked(below=0.02, again=250), AuditFrame(), sizes)
    look: list[CheckedAs] = ["right"] * plan.again
    none, *some = (reading_of(plan, wrong, look).share for wrong in (0, 1, 3, 10, 40))
    assert min(one.upper for one in some) >= none.upper
    assert min(one.high for one in some) >= none.high


def test_a_row_that_only_the_second_look_found_counts_as_that_says() -> None:
    """It is called wrong at first; that the other look overruled it is told."""
    plan = plan_of(below=0.05, again=100)
    sheet = made_sheet(plan)
    first: list[CheckedAs] = ["right"] * len(sheet.drawn)
    first[0] = "not_found"
    found = read_audit(
        sheet, first, ["right"] * plan.again, AmendmentCount(readings=1, changed=0, now=0)
    )
    assert found.second is not None
    assert (found.not_found, found.second.withdrawn, found.second.found) == (1, 1, 1)
    said = " ".join(plain(one) for one in reading_notes(found, language("en")))
    assert "counts as called wrong. " in said
    assert "1 of them was found at the second look" in said


def test_a_plan_says_what_shows_it_as_often_as_asked() -> None:
    """So many second looks, one fewer does not; or that more rows must be drawn for it."""
    asked = AuditAsked(below=0.02, again=200, least=600)
    few = audit_plan(asked, AuditFrame(), {"": 10_000})
    enough = few.again_enough
    assert enough is not None
    for again, is_often in ((enough, True), (enough - 1, False)):
        plan = audit_plan(replace(asked, again=again), AuditFrame(), {"": 10_000})
        assert plan.again_shown is not None
        assert (plan.again_shown >= 0.8) is is_often
    small = audit_plan(AuditAsked(below=0.01, again=400), AuditFrame(), {"": 10_000})
    said = [" ".join(plain(one) for one in plan_notes(of, language("en"))) for of in (few, small)]
    assert f"for that, {enough} rows must be checked a second time" in said[0]
    assert "It takes more drawn rows" in said[1]


def test_rows_too_few_for_any_second_look_are_told() -> None:
    """Where not even all rows looked at again would show the limit, the plan says that."""
    free = AssumedRate(low=0.0, middle=0.0, high=0.0, known="stated")
    plan = plan_of(below=0.02, again=20, assumed=free)
    assert (plan.again_least, plan.again_asked) == (None, 20)
    least = plan.twice_least
    assert least is not None
    assert f"For that, {least:,} rows must be checked" in plain(plan_finding(plan, language("en")))
    for size, is_enough in ((least, True), (least - 1, False)):
        rows, looked = np.array([plan.rows * 1.0]), np.array([size * 1.0])
        most = most_of_two_looks(rows, looked, looked, np.zeros(1), 0.95)
        assert (most < 0.02) is is_enough


def test_no_more_rows_are_checked_again_than_are_drawn_and_that_is_told() -> None:
    """Four hundred asked for of fewer that are drawn become those, in words."""
    plan = audit_plan(AuditAsked(below=0.01, again=400), AuditFrame(), {"": 923})
    assert (plan.draws, plan.again, plan.again_asked) == (363, 363, 400)
    said = " ".join(plain(one) for one in plan_notes(plan, language("en")))
    assert "400 were asked for; no more can be checked again than are drawn." in said


def test_a_reading_says_of_which_rows_it_speaks() -> None:
    """Where only references were meant, the share is not one of the whole log."""
    plan = plan_of(below=0.05)
    meant = AuditFrame(only=ColumnChoice(column="answer", value="reference"))
    told = [
        plain(reading_finding(reading_of(one), language("en")))
        for one in (plan, plan.model_copy(update={"frame": meant}))
    ]
    assert f"Of all {plan.rows:,} rows of the log between" in told[0]
    assert f"Of the {plan.rows:,} rows with reference in column answer, which alone" in told[1]


def test_what_a_second_look_did_not_find_is_told() -> None:
    """It counts as wrong there, and is no row that was looked at and found wrong."""
    plan = plan_of(below=0.05, again=100)
    look: list[CheckedAs] = ["right"] * (plan.again - 2)
    reading = reading_of(plan, second=[*look, "not_found", "wrong"])
    assert reading.second is not None
    assert (reading.second.not_found, reading.second.overturned) == (1, 2)
    said = " ".join(plain(one) for one in reading_notes(reading, language("en")))
    assert "1 row was not found at the second look" in said


def test_a_check_that_cannot_show_it_says_no_more_where_checkers_err() -> None:
    """That the rate is at the limit is said only of checkers who never err and find every row."""
    stated = AssumedRate(low=0.001, middle=0.002, high=0.004, known="stated")
    asked = {"below": 0.01, "method": "sequential", "assumed": stated}
    sure = plan_of(**asked)
    erring = plan_of(**asked, checkers=CheckerEnds(sensitivity=(0.95, 1.0)))
    said = [plain(next(answer(reading_of(plan, 150), language("en")))) for plan in (sure, erring)]
    assert "the rate is at the limit or above" in said[0]
    # All wrong from the first on: more than that it cannot be shown that it is below.
    assert "it is shown that the limit of 1 % is exceeded" in said[1]


def one_by_one_of(verdicts: Sequence[CheckedAs], rows: int, **asked: Any) -> AuditReading:
    """What a sheet of a log of so many rows says, checked row by row as far as that."""
    few = AssumedRate(low=0.005, middle=0.005, high=0.005, known="stated")
    plan = audit_plan(
        AuditAsked(method="sequential", assumed=few, **asked), AuditFrame(), {"": rows}
    )
    changes = AmendmentCount(readings=1, changed=0, now=0)
    return read_audit(made_sheet(plan), verdicts[: plan.draws], None, changes)


@pytest.mark.parametrize(
    ("ends", "many"), [(CheckerEnds(), 75), (CheckerEnds(sensitivity=(0.9, 1.0)), 120)]
)
@pytest.mark.parametrize("code", ["en", "es"])
def test_rows_after_it_was_shown_that_speak_against_it_are_told_first(
    ends: CheckerEnds, many: int, code: str
) -> None:
    """So many right rows show the limit; of the next, more are wrong than it allows in all."""
    right: list[CheckedAs] = ["right"] * many
    before = one_by_one_of(right, 1_000, below=0.05, checkers=ends)
    wrong: list[CheckedAs] = ["wrong"] * (many - 32)
    after = one_by_one_of([*right, *wrong], 1_000, below=0.05, checkers=ends)
    for found, state in ((before, "shown"), (after, "at_odds")):
        assert found.one_by_one is not None
        assert found.one_by_one.state == state
        assert found.share.low <= found.share.upper
    assert before.one_by_one is not None
    assert before.called.upper < 0.05 <= after.called.low
    said = plain(next(answer(after, language(code))))
    assert f" {before.one_by_one.shown_at} " in said
    assert said in plain(reading_finding(after, language(code)))
    assert ("at odds" in said) == (code == "en")


@pytest.mark.parametrize("ends", [CheckerEnds(), CheckerEnds(specificity=(0.98, 1.0))])
@pytest.mark.parametrize("code", ["en", "es"])
def test_a_limit_that_is_exceeded_is_said_to_be(ends: CheckerEnds, code: str) -> None:
    """Every third row is wrong, of a limit of 5 %: nobody is told to go on."""
    every_third: list[CheckedAs] = ["wrong", "right", "right"]
    verdicts = every_third * 10
    found = one_by_one_of(verdicts, 1_000, below=0.05, checkers=ends)
    assert found.one_by_one is not None
    assert found.one_by_one.state == "exceeded"
    said = plain(next(answer(found, language(code))))
    assert ("it is shown that the limit of 5 % is exceeded" in said) == (code == "en")


@pytest.mark.parametrize("ends", [CheckerEnds(), CheckerEnds(specificity=(0.98, 0.98))])
def test_a_limit_is_said_to_be_exceeded_in_few_orders_of_logs_at_it(ends: CheckerEnds) -> None:
    """Looked at after every row of 300 orders: at most 5 % at the limit, most at five times it."""
    rng, rows, limit = np.random.default_rng(20261201), 2_000, 0.05
    false_alarm, said = 1.0 - ends.specificity[0], {1: 0, 5: 0}
    for times in said:
        for _ in range(300):
            wrong = rng.permutation(np.arange(rows) < times * limit * rows)[:120]
            called = wrong | (rng.random(wrong.size) < false_alarm)
            verdicts: list[CheckedAs] = ["wrong" if one else "right" for one in called]
            # What was ruled out once stays so: the last row tells whether it was said at any.
            found = one_by_one_of(verdicts, rows, below=limit, checkers=ends).one_by_one
            assert found is not None
            said[times] += found.state == "exceeded"
    assert said[1] <= 0.05 * 300
    assert said[5] >= 0.9 * 300


def test_one_more_wrong_row_is_not_at_odds_with_what_was_shown() -> None:
    """A wrong row that a log below the limit may well hold leaves it shown."""
    right: list[CheckedAs] = ["right"] * 75
    found = one_by_one_of([*right, "wrong", *right[:20]], 1_000, below=0.05).one_by_one
    assert found is not None
    assert found.state == "shown"


def test_no_end_of_a_check_row_by_row_lies_on_the_wrong_side() -> None:
    """Whatever the order, the low end is below share, high end and limit: of long runs too."""
    rng = np.random.default_rng(7)
    words: tuple[CheckedAs, CheckedAs] = ("right", "wrong")
    for rows in (40, 300, 2_000):
        for _ in range(20):
            runs = rng.integers(1, 40, size=6)
            turns = [words[(place + runs[0]) % 2] for place in range(6)]
            order = [word for word, many in zip(turns, runs, strict=True) for _ in range(many)]
            found = one_by_one_of(order, rows, below=0.3)
            for ends in (found.called, found.share, *(one.called for one in found.strata)):
                assert ends.share is not None
                assert 0.0 <= ends.low <= ends.share <= ends.high <= 1.0
                assert ends.low <= ends.upper


def test_the_risk_of_a_run_holds_what_is_spent_on_checkers() -> None:
    """However good the run, a tenth of the risk stays where checkers err."""
    stated = AssumedRate(low=0.001, middle=0.002, high=0.004, known="stated")
    ends = CheckerEnds(sensitivity=(0.95, 1.0))
    found = reading_of(
        plan_of(below=0.01, method="sequential", assumed=stated, checkers=ends)
    ).one_by_one
    assert found is not None
    assert found.state == "shown"
    assert 0.005 <= found.risk < 0.05


def test_strata_too_small_for_a_ratio_are_told() -> None:
    """All of their rows are drawn, and how often that finds the ratio stands in the plan."""
    stated = AssumedRate(low=0.01, middle=0.01, high=0.01, known="stated")
    small, large = (
        audit_plan(AuditAsked(ratio=2.0, assumed=stated), AuditFrame(), {"a": rows, "b": rows})
        for rows in (500, 5_000)
    )
    assert (small.draws, large.draws) == (1_000, 4_836)
    assert large.ratio_found == pytest.approx(0.8, abs=0.001)
    assert small.ratio_found == pytest.approx(0.25, abs=0.01)
    assert "Strata are too small" in plain(plan_finding(small, language("en")))
    assert "too small" not in plain(plan_finding(large, language("en")))


@pytest.mark.parametrize("code", ["en", "es"])
def test_many_strata_are_not_compared_in_silence(code: str) -> None:
    """Seven strata have 21 pairs; that none is compared is said."""
    stated = AssumedRate(low=0.1, middle=0.1, high=0.1, known="stated")
    sizes = {f"s{one}": 60 for one in range(7)}
    plan = audit_plan(AuditAsked(ratio=2.0, assumed=stated), AuditFrame(), sizes)
    (said,) = ratio_notes(reading_of(plan), language(code))
    assert plain(said).startswith("7 ")


def strata_called_wrong(wrong: Sequence[int], checked: int = 458) -> AuditReading:
    """A reading of strata of 5,000 rows of each of which so many of those checked are wrong."""
    stated = AssumedRate(low=0.05, middle=0.05, high=0.05, known="stated")
    sizes = {f"s{one}": 5_000 for one in range(len(wrong))}
    plan = audit_plan(AuditAsked(ratio=2.0, assumed=stated), AuditFrame(), sizes)
    rows = [one.drawn for one in plan.strata]
    assert set(rows) == {checked}
    verdicts: list[CheckedAs] = []
    for many in wrong:
        of_one: list[CheckedAs] = ["wrong"] * many
        verdicts += of_one
        of_one = ["right"] * (checked - many)
        verdicts += of_one
    changes = AmendmentCount(readings=1, changed=0, now=0)
    return read_audit(made_sheet(plan), verdicts, None, changes)


def test_strata_are_said_to_differ_with_all_pairs_considered() -> None:
    """Of fifteen pairs the first has to be as rare as one in three hundred, and is told so."""
    found = strata_called_wrong([12, 23, 27, 23, 23, 23])
    assert len(found.ratios) == 15
    chances = {}
    for one in found.ratios:
        a, b = (next(s.wrong for s in found.strata if s.name == n) for n in (one.over, one.under))
        pooled = (a + b) / 916
        chi = (a - b) ** 2 / (2 * 458 * pooled * (1.0 - pooled))
        chances[one.over, one.under] = float(chi2.sf(chi, 1))
        assert one.alone == (chances[one.over, one.under] < 0.05)
        assert not one.differ
    assert 0.05 / 15 < min(chances.values()) < 0.05
    said = [plain(one) for one in ratio_notes(found, language("en"))]
    assert "all 15 pairs considered" in said[0]
    assert [one for one in said if "differ." in one and "In that" in one] == []
    assert sum("were named before" in one for one in said) == sum(r.alone for r in found.ratios)


def test_two_strata_that_lie_far_apart_differ_among_many() -> None:
    """What is rarer than the risk divided by the pairs is told of them, and of no others."""
    found = strata_called_wrong([5, 23, 50, 23, 23, 23])
    pairs = {(one.over, one.under) for one in found.ratios if one.differ}
    assert ("s0", "s2") in pairs
    assert ("s3", "s4") not in pairs
    assert all(one.alone for one in found.ratios if one.differ)


def test_equal_strata_are_rarely_said_to_differ() -> None:
    """In no more than one audit of twenty is any of fifteen pairs of equal strata."""
    rng, level, runs = np.random.default_rng(11), 0.05, 2_000
    drawn = rng.hypergeometric(250, 4_750, 458, size=(runs, 6))
    seen = 0
    for row in drawn.tolist():
        rates = [Rate(one, 458) for one in row]
        chances = [same_rate_chance(*two) for two in combinations(rates, 2)]
        seen += bool(sure_of_all(np.array(chances), level).any())
    assert seen / runs <= level + 3.0 * (level * (1.0 - level) / runs) ** 0.5


def test_an_end_close_to_one_is_told_on_its_side() -> None:
    """A low end of 1.03 or 1.0004 is not printed as 1 beside strata that are said to differ."""
    found = strata_called_wrong([35, 20])
    (one,) = found.ratios
    assert 1.0 < one.low < 1.05
    (said,) = ratio_notes(found, language("en"))
    assert f"between {one.low:.2f} and" in plain(said)
    assert "In that they differ." in plain(said)


def test_a_ratio_is_read_back(log: Path, tmp_path: Path) -> None:
    """Strata stand side by side, and the one with many wrong rows differs."""
    out = drawn(log, tmp_path, "--by", "agency", "--ratio", "3", "--rate", "5%")
    sheet = sheet_of(out)
    names = [one.name for one in sheet.plan.strata]
    south = names.index("=south")
    wrong = {
        place: "wrong"
        for place, one in enumerate(sheet.drawn, start=1)
        if one.log_row % (2 if one.stratum == south else 40) == 0
    }
    fill(out / "sheet.csv", wrong)
    reading, _ = read_filled(out / "sheet.csv", drawn=out / "drawn.json")
    (one,) = reading.ratios
    assert {one.over, one.under} == {"north", "=south"}
    assert one.differ
    assert reading_document(reading).sections


def test_a_plan_of_another_draw_is_told(audit: Path, tmp_path: Path) -> None:
    """The published plan is held against that of the draw."""
    fill(audit / "sheet.csv")
    other = tmp_path / "other.json"
    document("audit", "plan", "--rows", "100", "--below", "20%", "--out", other)
    with pytest.raises(MeaningError, match="drawn by another plan"):
        read_filled(audit / "sheet.csv", drawn=audit / "drawn.json", plan=other)


def test_a_log_without_a_line_of_names_is_not_planned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its first row would be taken for names: one row fewer, and each other row one off."""
    path = tmp_path / "log.csv"
    path.write_text("s1,2026-01-01,North\ns2,2026-01-02,South\n", encoding="utf-8")
    code, _, err = call(capsys, "audit", "plan", path, "--below", "50%")
    assert (code, "may be a row" in err) == (2, True)
    assert "North" not in err


def test_words_on_words_are_asked_whether_they_are_names_at_every_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else the first row is lost, and each other row one off; a column by its name says it."""
    path, plan, bound = tmp_path / "log.csv", tmp_path / "plan.json", tmp_path / "bound.json"
    path.write_text("Anna Smith,west\n" + "Bob Jones,east\nCy Diaz,east\n" * 5, encoding="utf-8")
    steps: tuple[tuple[str | Path, ...], ...] = (
        ("plan", path, "--below", "50%", "--out", plan),
        ("commit", path, "--plan", plan, "--out", bound),
        ("sheet", path, "--plan", plan, "--commitment", bound, "--seed", "4", "--out", tmp_path),
    )
    for step in steps:
        code, _, err = call(capsys, "audit", *step)
        assert (code, "--names" in err, "Anna" in err) == (2, True, False)
        assert call(capsys, "audit", *step, "--names")[0] == 0
    by_name = document("audit", "plan", path, "--below", "50%", "--by", "west")
    assert [one["rows"] for one in by_name["strata"]] == [10]


def test_a_plan_for_another_log_is_not_bound(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Told before it is published: a column that the log lacks, or other rows than it has."""
    for frame, told in (
        (AuditFrame(by="borough"), "has no column"),
        (AuditFrame(), "rows, but the plan has"),
    ):
        plan = tmp_path / f"{told}.json"
        held = audit_plan(AuditAsked(below=0.02), frame, {"": 8_000})
        plan.write_text(held.model_dump_json(), encoding="utf-8")
        code, out, err = call(capsys, "audit", "commit", log, "--plan", plan)
        assert (code, out, told in err) == (2, "", True)
