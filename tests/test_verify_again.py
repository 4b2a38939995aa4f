"""Every kind of document is worked out again from what it carries, or from its reader's files."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from pydantic import BaseModel
from tests.command import call, document

from misid import Study, evaluate
from misid.attestation.schema import Attestation
from misid.audit.amendments import NAME as AMENDMENTS
from misid.audit.amendments import write_amendments
from misid.audit.schema import AuditReading
from misid.disclosure import DisclosedCounts, read_disclosure
from misid.document.audit import reading_document
from misid.document.disclosure import disclosure_document
from misid.document.evaluation import document_of_evaluation
from misid.document.inference import inference_report
from misid.document.letters import letter
from misid.document.log_audit import log_audit_report
from misid.document.model import Document
from misid.document.of_facts import document_of_facts
from misid.document.people import document_of_history
from misid.errors import FormatError
from misid.evaluation import FileReading
from misid.files.opened import opened
from misid.inference import checking
from misid.inference.schema import Inference
from misid.programme.people.agencies import read_agencies
from misid.programme.people.timeline import Churn, Course
from misid.programme.people.timeline import checked as checked_course
from misid.quantities import Share, Status
from misid.scenario import Scenario, digest, load_change, load_scenario
from misid.scenario.serialise import as_data
from misid.searchlog.checks.audit import LogQuestion
from misid.searchlog.checks.cells import TimeForm
from misid.searchlog.checks.schema import LogAudit
from misid.simulation.eras import eras_of
from misid.simulation.people import history
from misid.study import again
from misid.study.audit import read_filled
from misid.study.audit_log import audit_log
from misid.study.infer import infer
from misid.study.simulate import simulate
from misid.study.verify import verify
from misid.uncertainty.ledger_schema import Ledger
from misid.words.attestation import finding, what_it_means
from misid.words.language import ENGLISH, language
from misid.words.sentence import plain
from misid.writers.html import html

SPANISH = language("es")
COUNTS = DisclosedCounts.model_validate(
    {
        "schema": "misid-counts/1",
        "title": "alerts",
        "periods": [
            {
                "label": "a year",
                "counts": {"searches": 3147436, "references": 2077, "references_wrong": 10},
            }
        ],
    }
)


class Made(NamedTuple):
    """A document, the facts that it tells, and the files that they were made from."""

    document: Document | None
    facts: BaseModel
    data: tuple[Path, ...] = ()


@cache
def study() -> Study:
    """A small one."""
    return Study("airport-exit", ["delete-non-matches"], draws=64)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where files of readers stand."""
    return tmp_path_factory.mktemp("files")


def rows(path: Path, *table: Sequence[object]) -> Path:
    """A CSV of these rows."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(table)
    return path


@cache
def questions() -> Ledger:
    """Those of it that are open."""
    return study().unknowns(points=2)


def ledger(_: Path) -> Made:
    """Open questions."""
    return Made(document_of_facts(questions()), questions())


def asked(_: Path) -> Made:
    """A letter of three of them."""
    written = letter(questions(), "records-request", SPANISH, questions=3)
    return Made(written, questions())


def required(_: Path) -> Made:
    """What a limit would require."""
    found = study().require("wrong_person_references", 100)
    return Made(document_of_facts(found), found)


def claimed(_: Path) -> Made:
    """A claim of a rate on a gallery."""
    found = study().claim(false_positive_rate=0.001, at_gallery=12e6)
    return Made(document_of_facts(found), found)


def simulated(_: Path) -> Made:
    """Stops one by one; they have no report."""
    return Made(None, simulate("task-force-module", searches=20_000, seed=3))


def lived(folder: Path) -> Made:
    """People over a year, with a change from a month on and agencies of the reader's own."""
    agencies = rows(
        folder / "agencies.csv", ("name", "officers", "stops_a_year"), ("Upper", 9, 6e4),
        ("Lower", 3, 2e4),
    )  # fmt: skip
    later = {6: [load_change("delete-non-matches")]}
    data = as_data(load_scenario("task-force-module"))
    data["stops"] |= {"people": 2e4, "a_year": 8e4, "agency_unevenness": 0}
    few = Scenario.model_validate(data)
    eras, made = eras_of(few, (), later)
    course = Course(eras, 1, 3, digest(few), Churn(leaving=0.1), read_agencies(agencies))
    found = history(checked_course(course), made=made)
    return Made(document_of_history(found), found, (agencies,))


def inferred(_: Path) -> Made:
    """What counts say where others say how checks err; both are carried."""
    own = {OWN: Share(low=0.05, high=0.5, status=Status.ASSUMED, why="Half were.")}
    found = infer(COUNTS, "live-watchlist", draws=64, checking=own).facts
    return Made(inference_report(found, SPANISH), found)


def compared(folder: Path) -> Made:
    """Scores with groups, read as a reader said."""
    luck = np.random.default_rng(3)
    table = [
        (round(luck.normal(2.0 * same), 3), int(same), group)
        for same in (True, False)
        for group in ("a", "b")
        for _ in range(300)
    ]
    path = rows(folder / "scores.csv", ("value", "truth", "group_a"), *table)
    found = evaluate(path, reading=FileReading(score="value", genuine_label="1"), rates=[0.1, 0.01])
    return Made(document_of_evaluation(found), found, (path,))


def apart(folder: Path) -> Made:
    """Genuine and impostor scores in two files."""
    luck = np.random.default_rng(4)
    genuine = rows(folder / "genuine.txt", *([round(one, 4)] for one in luck.normal(3, 1, 200)))
    impostor = rows(folder / "impostor.txt", *([round(one, 4)] for one in luck.normal(0, 1, 900)))
    found = evaluate(genuine, impostor, rates=[0.1])
    return Made(document_of_evaluation(found), found, (impostor, genuine))


def searched(folder: Path) -> Made:
    """Candidate lists with a file of who is enrolled."""
    luck = np.random.default_rng(5)
    lists = [
        (f"s{search}", f"r{search if rank == 0 and search % 3 else 900 + search + rank}", score)
        for search in range(90)
        for rank, score in enumerate(sorted(luck.random(3).round(4), reverse=True))
    ]
    path = rows(folder / "lists.csv", ("search", "candidate", "score"), *lists)
    enrolled = ((f"s{one}", f"r{one}" if one % 3 else "") for one in range(90))
    mates = rows(folder / "mates.csv", ("search", "mate"), *enrolled)
    found = evaluate(path, mates=mates)
    return Made(document_of_evaluation(found), found, (path, mates))


def audited(folder: Path) -> Made:
    """A search log, with days and a column as its reader said, beside a scenario."""
    table = [
        (f"0{1 + row % 9}/{10 + row % 18}/2026 1{row % 10}:05", f"agency {row % 4}",
         "reference" if row % 5 == 0 else "do_not_detain", "theft" if row % 7 else "")
        for row in range(400)
    ]  # fmt: skip
    path = rows(folder / "log.csv", ("stamp", "agency", "answer", "reason"), *table)
    question = LogQuestion(
        columns={"time": "stamp"},
        reading=TimeForm("America/Chicago", "mdy"),
        numbers={"duty_from": 11, "duty_to": 16},
    )
    found = audit_log(path, (), question, scenario="live-watchlist")
    return Made(log_audit_report(found), found, (path,))


def disclosed(folder: Path) -> Made:
    """A table that somebody published."""
    table = [(f"2024-0{month}", 1000 + month, 7 * month) for month in range(1, 8)]
    path = rows(folder / "table.csv", ("month", "searches", "alerts"), *table, ("Total", 7028, 190))
    found = read_disclosure(path)
    return Made(disclosure_document(found, SPANISH), found, (path,))


def checked_by_hand(folder: Path) -> Made:
    """Sheets of an audit, filled in."""
    own = folder / "audit"
    own.mkdir()
    log = rows(own / "log.csv", ("search", "answer"), *((f"e{row:08x}", "x") for row in range(500)))
    plan, bound, out = own / "plan.json", own / "commitment.json", own / "sheets"
    document("audit", "plan", log, "--below", "5%", "--again", "20", "--out", plan)
    document("audit", "commit", log, "--plan", plan, "--out", bound)
    document(
        "audit", "sheet", log, "--commitment", bound, "--plan", plan, "--seed", "4 2", "--out", out,
    )  # fmt: skip
    sheets = [out / "sheet.csv", out / "second.csv"]
    for sheet in sheets:
        with sheet.open(newline="", encoding="utf-8") as file:
            head, *drawn = csv.reader(file)
        rows(sheet, head, *([*row[:3], "wrong" if row[1] == "3" else "right"] for row in drawn))
    found, changes = read_filled(sheets[0], drawn=out / "drawn.json", second=sheets[1])
    assert isinstance(found, AuditReading)
    write_amendments(out, changes)
    return Made(reading_document(found), found, (out / "drawn.json", *sheets, out / AMENDMENTS))


OWN = "checking.share_unresolved"
MAKERS: dict[str, Callable[[Path], Made]] = {
    "ledger": ledger, "letter": asked, "requirements": required, "claim": claimed,
    "simulation": simulated, "people": lived, "inference": inferred, "pairs": compared,
    "two files": apart, "searches": searched, "log": audited, "table": disclosed,
    "audit": checked_by_hand,
}  # fmt: skip
OF_DOCUMENTS = [name for name in MAKERS if name not in ("simulation", "ledger")]
QUICK = ["claim", "pairs", "two files", "searches", "log", "table", "audit"]
OF_FILES = ["people", "pairs", "two files", "searches", "log", "table", "audit"]
ALL_SAME = dict.fromkeys(("carried", "version", "file", "numbers", "words", "pictures"), "same")


@pytest.fixture(scope="module")
def made(folder: Path) -> Callable[[str], Made]:
    """What a kind of document is, made once."""
    return cache(lambda name: MAKERS[name](folder))


def checked(text: str, data: Sequence[Path], tmp_path: Path) -> Attestation:
    """What is found in a file of this text."""
    path = tmp_path / "received"
    path.write_text(text, encoding="utf-8")
    return verify(path, data=data)


def outcomes(found: Attestation) -> dict[str, str]:
    """Of each check."""
    return {one.name: one.outcome for one in found.checks}


def held(document: Document | None) -> Document:
    """A document that is there."""
    assert document is not None
    return document


@pytest.mark.parametrize("name", OF_DOCUMENTS)
def test_document_is_worked_out_again(
    name: str, made: Callable[[str], Made], tmp_path: Path
) -> None:
    """As it was written it passes every check."""
    one = made(name)
    assert outcomes(checked(html(held(one.document)), one.data, tmp_path)) == ALL_SAME


@pytest.mark.parametrize("name", QUICK)
def test_document_that_was_altered_is_found(
    name: str, made: Callable[[str], Made], tmp_path: Path
) -> None:
    """Other numbers and other words, written by our own program, are not what the inputs give."""
    one = made(name)
    altered = _with_another_number(held(one.document)).model_copy(update={"title": "All is well"})
    found = outcomes(checked(html(altered), one.data, tmp_path))
    assert (found["file"], found["words"]) == ("same", "differs")
    # What is told of a table has no place in facts; its numbers are among the words.
    assert found["numbers"] == ("same" if name == "table" else "differs")


def _with_another_number(page: Document) -> Document:
    """The first number of a fact, everywhere in the sentences and tables."""
    text = page.model_dump_json()
    told = [one for one in _numbers(json.loads(text)) if one["value"]]
    first = next((one for one in told if one["fact"]), told[0])
    stated = json.dumps({"value": first["value"]})[1:-1].replace(": ", ":")
    altered = text.replace(stated, f'"value":{first["value"] * 1.01!r}')
    assert altered != text
    return Document.model_validate_json(altered)


def _numbers(part: Any) -> list[dict[str, Any]]:
    """Every number of a document as data, in order."""
    if isinstance(part, dict):
        own = [part] if {"value", "text", "fact"} <= set(part) else []
        return own + [one for each in part.values() for one in _numbers(each)]
    return [one for each in part for one in _numbers(each)] if isinstance(part, list) else []


@pytest.mark.parametrize("name", [name for name in MAKERS if name != "letter"])
def test_number_that_was_altered_in_facts_is_found_by_its_path(
    name: str, made: Callable[[str], Made], tmp_path: Path
) -> None:
    """It alone differs: all the others are worked out as they stand."""
    one = made(name)
    facts = json.loads(one.facts.model_dump_json(by_alias=True))
    path = _altered(facts)
    (numbers,) = (
        each
        for each in checked(json.dumps(facts), one.data, tmp_path).checks
        if each.name == "numbers"
    )
    assert numbers.outcome == "differs"
    assert [each.where for each in numbers.found] == [path]


def _altered(facts: dict[str, Any]) -> str:
    """Alter one number that is worked out, in place; its path."""
    for name in ("verdict", "levers", "readings", "counts", "repeats", "numbers", "points",
                 "results", "strata", "rows"):  # fmt: skip
        path = _alter(facts.get(name), name)
        if path:
            return path
    raise AssertionError(list(facts))


def _alter(part: Any, path: str) -> str:
    """Alter the first number beyond 1 in a part; its path, or nothing."""
    pairs = enumerate(part) if isinstance(part, list) else ()
    for key, one in part.items() if isinstance(part, dict) else pairs:
        inner = f"{path}.{key}"
        if isinstance(one, float | int) and not isinstance(one, bool) and one > 1:
            if key not in ("digest", "limit"):
                part[key] = one + 1
                return inner
        elif found := _alter(one, inner):
            return found
    return ""


@pytest.mark.parametrize("name", OF_FILES)
def test_document_of_a_file_says_which_it_would_take(
    name: str, made: Callable[[str], Made], folder: Path, tmp_path: Path
) -> None:
    """Without the file, and with another, nothing is called the same, and the digest is told."""
    one = made(name)
    other = rows(folder / "other.csv", ("a", "b"), (1, 2))
    for data, because in (((), "needs_its_files"), ((other,), "other_files")):
        found = checked(html(held(one.document)), data, tmp_path)
        assert found.outcome == "not_checked"
        assert {each.because for each in found.checks if each.outcome != "same"} == {because}
        needed = {each.sha256 for check in found.checks for each in check.needs}
        if name == "people":
            assert len(needed) == 1
        else:
            own = {opened(path, kind="data").sha256 for path in one.data if path.suffix != ".json"}
            assert needed - {""} == own


def test_file_that_is_not_there_is_an_error(made: Callable[[str], Made], tmp_path: Path) -> None:
    """A slip in a name is told before anything is worked out."""
    page = html(held(made("pairs").document))
    with pytest.raises(FormatError, match=r"none\.csv"):
        checked(page, [tmp_path / "none.csv"], tmp_path)


def test_brought_file_may_have_another_name(made: Callable[[str], Made], tmp_path: Path) -> None:
    """It is found by its digest, and told by the name that it had."""
    one = made("pairs")
    renamed = tmp_path / "from the agency.csv"
    renamed.write_bytes(one.data[0].read_bytes())
    assert outcomes(checked(html(held(one.document)), [renamed], tmp_path)) == ALL_SAME


def test_reading_that_no_reader_can_have_said_is_no_traceback(
    made: Callable[[str], Made], tmp_path: Path
) -> None:
    """Whoever writes a document names no file of the reader's by it."""
    one = made("pairs")
    facts = json.loads(one.facts.model_dump_json())
    for asked in ({"key": "/etc/passwd"}, {"missing": "all"}, {"score": ["a"]}, {"nothing": 1}):
        text = json.dumps(facts | {"asked": asked})
        assert checked(text, one.data, tmp_path).outcome != "same"


def test_change_is_no_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The names of changes that a stamp has are looked up among those that come along."""
    results = json.loads(Study("airport-exit", draws=64).results.model_dump_json())
    results["stamp"]["changes"] = ["/etc/passwd"]
    opened: list[object] = []
    monkeypatch.setattr(again, "load_change", opened.append)
    found = outcomes(checked(json.dumps(results), (), tmp_path))
    assert (opened, found["words"]) == ([], "not_checked")


def test_command_takes_the_file_and_says_which_it_needs(
    made: Callable[[str], Made], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3 with name and digest of the file; 0 with it."""
    one, report = made("pairs"), tmp_path / "report.html"
    report.write_text(html(held(one.document)), encoding="utf-8")
    code, out, _ = call(capsys, "verify", report)
    said = " ".join(out.split())
    assert code == 3
    assert "misid verify report.html --data scores.csv" in said
    code, out, _ = call(capsys, "verify", report, "--data", one.data[0])
    assert (code, "gives the same again" in " ".join(out.split())) == (0, True)


def test_amendments_are_counted_in_their_file(made: Callable[[str], Made], tmp_path: Path) -> None:
    """How many verdicts were changed is no word of the document's own."""
    one = made("audit")
    assert isinstance(one.facts, AuditReading)
    amendments = one.facts.amendments.model_copy(update={"changed": 7})
    told = one.facts.model_copy(update={"amendments": amendments})
    found = checked(html(reading_document(told)), one.data, tmp_path)
    assert outcomes(found)["numbers"] == "differs"
    without = checked(html(held(one.document)), one.data[:-1], tmp_path)
    assert "amendments" in {need.what for check in without.checks for need in check.needs}


def test_rules_of_a_log_are_those_that_come_along(
    made: Callable[[str], Made], tmp_path: Path
) -> None:
    """A rule that was altered is found by its name; one that is not known is asked for."""
    one = made("log")
    assert isinstance(one.facts, LogAudit)
    first, *others = one.facts.results
    weaker = first.rule.model_copy(update={"severity": "low", "title": "Another title"})
    told = one.facts.model_copy(
        update={"results": (first.model_copy(update={"rule": weaker}), *others)}
    )
    assert checked(html(log_audit_report(told)), one.data, tmp_path).outcome == "differs"
    unknown = first.rule.model_copy(update={"id": "of-my-own"})
    told = one.facts.model_copy(
        update={"results": (first.model_copy(update={"rule": unknown}), *others)}
    )
    found = checked(html(log_audit_report(told)), one.data, tmp_path)
    assert "rules" in {need.what for check in found.checks for need in check.needs}


def test_ranges_that_are_not_ours_are_called_so(
    made: Callable[[str], Made], tmp_path: Path
) -> None:
    """The facts, their first sentence and whoever verifies them name what another gave."""
    one = made("inference")
    assert one.document is not None
    assert isinstance(one.facts, Inference)
    found = checked(html(one.document), one.data, tmp_path)
    assert (found.outcome, found.other_ranges) == ("same", (OWN,))
    assert one.facts.checking_other == (OWN,)
    said = [plain(one) for one in what_it_means(found, ENGLISH)]
    assert OWN in said[1]
    assert OWN in plain(one.document.finding)
    assert checking.other_ranges(checking.as_data(checking.CHECKING) | {"other": 1}) == ()


def _table_and_facts(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A table, another one of another name, and the facts of the first."""
    table, other, facts = (tmp_path / name for name in ("b.csv", "a.csv", "facts.json"))
    table.write_text("Month,Searches,Alerts\nJan 2025,100,5\nFeb 2025,200,6\n", "utf-8")
    other.write_text("Month,Searches,Alerts\nJan 2025,100,5\nFeb 2025,200,7\n", "utf-8")
    facts.write_text(read_disclosure(table).model_dump_json(by_alias=True), "utf-8")
    return table, other, facts


def test_a_name_that_a_document_gives_is_its_own_word(tmp_path: Path) -> None:
    """Files are found by digest; both names are told, and the verdict says which is whose."""
    table, _, facts = _table_and_facts(tmp_path)
    facts.write_text(facts.read_text("utf-8").replace("b.csv", "official.csv"), "utf-8")
    found = verify(facts, data=[table])
    (used,) = found.files
    assert (used.called, used.brought, used.namesake) == ("official.csv", "b.csv", "")
    told = plain(finding(found, language("en")))
    assert "It calls b.csv by another name: official.csv." in told
    assert "as misid wrote it" not in told


def test_a_document_that_gives_a_file_the_name_of_another_differs(tmp_path: Path) -> None:
    """It was made from b.csv and says a.csv, which the reader has too: that is no small matter."""
    table, other, facts = _table_and_facts(tmp_path)
    assert verify(facts, data=[table, other]).outcome == "same"
    facts.write_text(facts.read_text("utf-8").replace("b.csv", "a.csv"), "utf-8")
    found = verify(facts, data=[table, other])
    assert ("differs", {"names"}) == (
        found.outcome, {one.name for one in found.checks if one.outcome == "differs"},
    )  # fmt: skip
    assert "the name of another file" in plain(finding(found, language("en")))


def test_no_name_makes_up_for_another_digest(tmp_path: Path) -> None:
    """The named file alone is not what it was made from."""
    _, other, facts = _table_and_facts(tmp_path)
    facts.write_text(facts.read_text("utf-8").replace("b.csv", "a.csv"), "utf-8")
    found = verify(facts, data=[other])
    assert (found.outcome, found.files) == ("not_checked", ())
