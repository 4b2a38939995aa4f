"""For programs: what is sent is answered as the command line prints it, and refused in one form."""

# The expected value stands first here.
# ruff: noqa: SIM300

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from tests.command import call, document
from tests.web.conftest import WORLDS, Answer, Server
from tests.web.test_api import check, check_mistake
from tests.web.test_audit_page import LOG, NAMED, NAMELESS, OWN_RULES, SECRET, checkpoint
from tests.web.test_counts_page import NEWER, TABLE
from tests.web.test_infer_page import COUNTS

from misid.study import Study
from misid.web.views.api_sent import ASKED, SENT
from misid.writers.html import html

ANSWERS = """schema: misid-answers/1
programme: A programme
as_of: 2026-11-01
answers:
  - {form: pta, item: %s, state: met, why: They say so.}
"""
JUNK = ("-1", "1e999", "\u00f1", "\x00")


@pytest.fixture(scope="module")
def server(own_server: Server) -> Server:
    """What is sent to it can be seen."""
    return own_server


@pytest.fixture(scope="module")
def described(server: Server) -> dict[str, Any]:
    """The description in the form of OpenAPI."""
    found: dict[str, Any] = server.get("/api/openapi.json").json
    return found


def held(described: dict[str, Any], answer: Answer, path: str, method: str = "get") -> Any:
    """The body of an answer that has the schema which is promised."""
    assert 200 == answer.status, answer.text
    promised = described["paths"][path][method]["responses"]["200"]["content"]
    check(described, promised["application/json"]["schema"], answer.json)
    return answer.json


def delete(server: Server, *answers: Answer) -> None:
    """Take away what was sent: a server holds so many uploads at a time, and tests share it."""
    for answer in answers:
        place = answer.url.removeprefix(server.url).split("?")[0]
        if place.count("/") > 2:
            server.ask(place, method="DELETE")


def test_counts_are_understood_as_in_a_terminal(
    server: Server, described: dict[str, Any], tmp_path: Path
) -> None:
    """One table, or two and what changed; asked again by what is said; gone when it is deleted."""
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text(TABLE)
    new.write_text(NEWER)
    one = server.send("/api/counts?dates=day-first&dash=not-given", table=("old.csv", TABLE))
    found = held(described, one, "/api/counts/{token}")
    assert document("counts", old, "--dates", "day-first", "--dash", "not-given") == found
    again = server.get(one.url.removeprefix(server.url).replace("dates=day-first", "role-C=none"))
    assert 422 == again.status
    both = server.send(
        "/api/counts?dates=day-first&dash=not-given&role-C=searches",
        table=("old.csv", TABLE), newer=("new.csv", NEWER),
    )  # fmt: skip
    expected = document(
        "counts",
        "diff",
        old,
        new,
        "--dates",
        "day-first",
        "--dash",
        "not-given",
        "--column",
        "C=searches",
    )
    assert expected == held(described, both, "/api/counts/{token}")
    place = one.url.removeprefix(server.url).split("?")[0]
    assert 204 == server.ask(place, method="DELETE").status
    assert [404, 404] == [server.ask(place, method=way).status for way in ("GET", "DELETE")]


def test_what_counts_say_is_that_of_a_terminal(
    server: Server, described: dict[str, Any], tmp_path: Path
) -> None:
    """Of the programme that the address names, with the worlds and the seed of the command."""
    path = tmp_path / "counts.yaml"
    path.write_bytes(COUNTS)
    answer = server.send("/api/infer?scenario=live-watchlist", counts=("counts.yaml", COUNTS))
    expected = document("infer", path, "--scenario", "live-watchlist")
    assert expected == held(described, answer, "/api/infer/{token}")


def test_log_is_held_against_rules_of_ones_own_and_a_checkpoint_as_in_a_terminal(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A number that only such a rule asks for is said by its name."""
    files = {"log": ("log.csv", LOG), "rules": ("own.yaml", OWN_RULES),
             "checkpoint": ("checkpoint.txt", checkpoint(LOG))}  # fmt: skip
    for name, text in files.values():
        (tmp_path / name).write_text(text)
    answer = server.send("/api/audit/log?time=2&number-least=9", **files)
    _, out, _ = call(
        capsys, "audit", "log", tmp_path / "log.csv", "--column", "stamp=time", "--json",
        "--rules", tmp_path / "own.yaml", "--root", tmp_path / "checkpoint.txt",
        "--number", "least=9",
    )  # fmt: skip
    assert json.loads(out) == answer.json
    outcomes = {one["rule"]["id"]: one["outcome"] for one in answer.json["results"]}
    assert ("found", "none_found") == (outcomes["short-reason"], outcomes["merkle-root"])
    place = answer.url.removeprefix(server.url)
    assert 422 == server.get(f"{place}&root={'0' * 64}").status
    refused = server.send("/api/audit/log", **files | {"rules": ("own.yaml", "rules: 3\n")})
    assert "own.yaml" in refused.json["where"]
    delete(server, answer, refused)


def test_log_is_checked_as_in_a_terminal(
    server: Server,
    described: dict[str, Any],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Columns by number, words of answers; nobody is named."""
    path = tmp_path / "log.csv"
    path.write_text(LOG)
    query = urlencode({"time": "2", "answer-reference": "Hit", "answer-do_not_detain": "No hit"})
    answer = server.send(f"/api/audit/log?{query}", log=("log.csv", LOG))
    words = ("--answer", "Hit=reference", "--answer", "No hit=do_not_detain")
    _, out, _ = call(capsys, "audit", "log", path, "--column", "stamp=time", *words, "--json")
    assert json.loads(out) == held(described, answer, "/api/audit/log/{token}")
    assert SECRET not in answer.text
    delete(server, answer)


def test_log_of_words_without_names_is_asked_about_whatever_is_said_by_number(
    server: Server, described: dict[str, Any]
) -> None:
    """Column 2 of a row is a cell: nobody of the first row is named, and its row is not lost."""
    first = answer = server.send("/api/audit/log?officer=1&agency=2", log=("log.csv", NAMELESS))
    assert 422 == answer.status
    assert "names=1" in answer.json["use"]
    assert [] == [word for word in NAMED if word in answer.text]
    second = answer = server.send("/api/audit/log?names=yes", log=("log.csv", NAMELESS))
    assert (422, "MeaningError") == (answer.status, answer.json["error"])
    answer = server.send("/api/audit/log?names=1", log=("log.csv", NAMELESS))
    assert 2 == held(described, answer, "/api/audit/log/{token}")["rows"]
    delete(server, first, second, answer)


def test_document_is_checked_as_in_a_terminal(
    server: Server, described: dict[str, Any], tmp_path: Path
) -> None:
    """It goes as soon as that is done; what was found stays."""
    text = html(Study("airport-exit", draws=WORLDS).document("run"))
    path = tmp_path / "report.html"
    path.write_text(text, encoding="utf-8")
    answer = server.send("/api/verify", document=("report.html", text))
    assert document("verify", path) == held(described, answer, "/api/verify/{token}")


def test_plan_is_that_of_a_terminal(server: Server, described: dict[str, Any]) -> None:
    """With strata, and shares that are assumed of one."""
    said = {"ratio": "2", "stratum-1": "north", "rows-1": "800", "stratum-2": "south",
            "rows-2": "900", "rate-2": "4%", "rate": "2%"}  # fmt: skip
    answer = server.get(f"/api/audit/plan?{urlencode(said)}")
    expected = document(
        "audit", "plan", "--ratio", "2", "--stratum", "north=800", "--stratum", "south=900",
        "--stratum-rate", "south=4%", "--rate", "2%",
    )  # fmt: skip
    assert expected == held(described, answer, "/api/audit/plan")


def test_assessment_is_that_of_a_terminal(
    server: Server, described: dict[str, Any], tmp_path: Path, folder: Path
) -> None:
    """As it stands, and with a file of answers, of which nothing is kept."""
    few = ("--draws", WORLDS, "--form", "pta")
    answer = server.get("/api/assess?form=pta")
    expected = document("assess", "write", *few)
    assert expected == held(described, answer, "/api/assess")
    text = ANSWERS % expected["states"][0]["item"]
    path = tmp_path / "answers.yaml"
    path.write_text(text)
    before = set(folder.rglob("*"))
    sent = server.send("/api/assess?form=pta", answers=("answers.yaml", text))
    assert document("assess", "write", *few, "--answers", path) == held(
        described, sent, "/api/assess", "post"
    )
    assert before == set(folder.rglob("*"))


@pytest.mark.parametrize("one", SENT, ids=lambda one: str(one.path))
def test_what_is_sent_and_is_nothing_of_the_kind_is_refused(
    server: Server, described: dict[str, Any], folder: Path, one: Any
) -> None:
    """An image, nothing, no form, a name that is not taken: in the one form, and nothing stays."""
    before, field = set(folder.rglob("*")), next(iter(one.files))
    bodies = (b"\x89PNG\r\n\x1a\n" + bytes(90), b"", b"\xff\xfe\x00")
    answers = [server.send(one.path, **{field: ("x.csv", body)}) for body in bodies]
    answers += [
        server.send(one.path, face=("x.csv", "a,b\n1,2\n")),
        server.send(f"{one.path}?face=1", **{field: ("x.csv", "a,b\n1,2\n")}),
        server.ask(one.path, method="POST", body=b"{}", content_type="application/json"),
        server.ask(one.path, method="PUT"),
    ]
    for answer in answers:
        assert answer.status < 500, answer.text
        if answer.status >= 400:
            check_mistake(described, answer)
    assert [400, 400, 400, 405] == [answer.status for answer in answers[-4:]]
    delete(server, *answers)
    assert 400 == answers[0].status
    left = {path for path in folder.rglob("*") if path.is_file()} - before
    assert [] == [path for path in left if path.read_bytes().startswith(b"\x89PNG")]


def test_nothing_that_stands_in_an_address_is_a_fault(
    server: Server, described: dict[str, Any]
) -> None:
    """Every parameter of every address that is asked, with what nobody means."""
    for one in ASKED:
        for parameter in one.takes:
            name = parameter.several[0] if parameter.several else parameter.name
            for text in JUNK:
                more = "" if name in ("below", "rows") else "&below=2%25&rows=400"
                plan = more if one.path.endswith("plan") else "&form=pta"
                answer = server.ask(f"{one.path}?{urlencode({name: text})}{plan}")
                assert answer.status < 500, (name, text, answer.text)
                if answer.status >= 400:
                    check_mistake(described, answer)


def test_every_address_to_which_files_are_sent_is_described(described: dict[str, Any]) -> None:
    """How they are sent, asked for and deleted; each under a name of its own."""
    for one in SENT:
        ways = described["paths"][one.path]
        form = ways["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
        assert list(one.files) == list(form["properties"])
        assert one.forgotten != (f"{one.path}/{{token}}" in described["paths"])
    names = re.findall(r'"operationId": "([^"]+)"', json.dumps(described))
    assert sorted(set(names)) == sorted(names)
